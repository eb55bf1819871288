// The line to the county: every call, and what its answer means for the phone.
export class Offline extends Error {}
export class SignedOut extends Error {}
export class Wiped extends Error {}
export class Refused extends Error {
  constructor(readonly status: number, readonly faults: { path: string; key: string; message: string }[]) {
    super(faults.map((it) => it.message).join(" ") || String(status));
  }
}

export type Me = {
  account: string | null;
  name?: string;
  area?: string;
  county?: string;
  csrf?: string;
  now?: number;
  denied?: boolean;
};

let csrf = "";
export const trust = (token: string): void => void (csrf = token);
export const trusted = (): boolean => csrf !== "";

// A line that gives nothing for so long is dead; what was on its way is asked again.
const PATIENCE = 45_000;

async function call(path: string, init: RequestInit): Promise<any> {
  let answer: Response;
  try {
    answer = await fetch(path, { ...init, signal: AbortSignal.timeout(PATIENCE), redirect: "error" });
  } catch {
    throw new Offline(path);
  }
  if (answer.status === 410) throw new Wiped(path);
  if (answer.status === 401) throw new SignedOut(path);
  // A proxy on the way that fails is as no line at all; so is an answer that breaks off.
  if (answer.status >= 500) throw new Offline(String(answer.status));
  const body: any = await answer.json().catch(() => {
    throw new Offline(path);
  });
  if (!answer.ok) {
    const faults = body?.error?.faults ?? [];
    if (faults.some((it: { key: string }) => it.key === "web-forged-form")) throw new SignedOut(path);
    throw new Refused(answer.status, faults);
  }
  return body;
}

const head = () => ({ "x-csrf-token": csrf, "accept-language": document.documentElement.lang });

export const me = (): Promise<Me> => call("/field/me", {});
export const map = (): Promise<any> => call("/field/map", {});

export function post(path: string, body: unknown): Promise<any> {
  const headers = { ...head(), "content-type": "application/json" };
  return call(path, { method: "POST", headers, body: JSON.stringify(body) });
}

export function bytes(path: string, params: Record<string, string>, body: Uint8Array<ArrayBuffer>): Promise<any> {
  const headers = { ...head(), "content-type": "application/octet-stream" };
  return call(`${path}?${new URLSearchParams(params).toString()}`, { method: "POST", headers, body });
}
