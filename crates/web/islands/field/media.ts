// Evidence made small on the phone: a photo drawn anew until it fits, a voice note of a minute.
import { sha256 } from "./vault";

export type Made = { bytes: string; digest: string; total: number; name: string; kind: "photo" | "voice" };

const SIDES = [1600, 1280, 1024, 800, 640];
const QUALITIES = [0.75, 0.6, 0.45];

async function made(blob: Blob, name: string, kind: Made["kind"]): Promise<Made> {
  const bytes = new Uint8Array(await blob.arrayBuffer());
  let text = "";
  for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return { bytes: btoa(text), digest: await sha256(bytes), total: bytes.length, name, kind };
}

// Drawn anew, so that what the camera wrote beside the picture (place, device) stays here.
export async function photo(file: Blob, most: number): Promise<Made> {
  const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
  const canvas = document.createElement("canvas");
  const pen = canvas.getContext("2d");
  if (!pen) throw new Error("no canvas");
  let best: Blob | null = null;
  for (const side of SIDES) {
    const scale = Math.min(1, side / Math.max(picture.width, picture.height));
    canvas.width = Math.max(1, Math.round(picture.width * scale));
    canvas.height = Math.max(1, Math.round(picture.height * scale));
    pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
    for (const quality of QUALITIES) {
      best = await new Promise<Blob | null>((done) => canvas.toBlob(done, "image/jpeg", quality));
      if (best && best.size <= most) return made(best, "photo.jpg", "photo");
    }
  }
  if (!best) throw new Error("no picture");
  return made(best, "photo.jpg", "photo");
}

export type Recording = { stop(): Promise<Made>; level(): number };

export async function voice(seconds: number, ended: () => void): Promise<Recording> {
  const stream = await navigator.mediaDevices.getUserMedia({ audio: { channelCount: 1 } });
  const recorder = new MediaRecorder(stream, { audioBitsPerSecond: 16_000 });
  const parts: Blob[] = [];
  recorder.ondataavailable = (it) => parts.push(it.data);
  const stopped = new Promise<void>((done) => (recorder.onstop = () => done()));
  recorder.start(1000);
  const began = Date.now();
  const timer = setTimeout(ended, seconds * 1000);
  return {
    level: () => Math.round((Date.now() - began) / 1000),
    async stop() {
      clearTimeout(timer);
      if (recorder.state !== "inactive") recorder.stop();
      await stopped;
      stream.getTracks().forEach((it) => it.stop());
      const kind = recorder.mimeType.includes("mp4") ? "voice.m4a" : "voice.webm";
      return made(new Blob(parts, { type: recorder.mimeType }), kind, "voice");
    },
  };
}

export type Spot = { lat: number; lon: number; accuracy: number };

// Where this is; nothing where the phone does not know or may not say.
export function place(): Promise<Spot | null> {
  return new Promise((done) => {
    if (!navigator.geolocation) return done(null);
    navigator.geolocation.getCurrentPosition(
      (it) => done({ lat: it.coords.latitude, lon: it.coords.longitude, accuracy: it.coords.accuracy }),
      () => done(null),
      { enableHighAccuracy: true, timeout: 10_000, maximumAge: 60_000 },
    );
  });
}
