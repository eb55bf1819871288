// The key under which the phone keeps everything.
//
//   data key (random) ── sealed under the holder's code (PBKDF2) ── and under a key that never leaves this browser
//                     └─ sealed under the secret that the county gives to a session (HKDF), likewise
//
// The data key is in memory only, and goes when the phone locks. What is sealed is bound to where it lies.
const ROUNDS = 310_000;
const text = new TextEncoder();
type Bytes = Uint8Array<ArrayBuffer>;

export type Sealed = { iv: Bytes; data: ArrayBuffer };
export type Wrap = { salt: Bytes; sealed: Sealed };
export type Locks = { device: CryptoKey; code: Wrap; session: Wrap };

const random = (bytes: number) => crypto.getRandomValues(new Uint8Array(bytes));
const AES = { name: "AES-GCM", length: 256 } as const;

async function under(key: CryptoKey, place: string, data: BufferSource): Promise<Sealed> {
  const iv = random(12);
  return { iv, data: await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: text.encode(place) }, key, data) };
}

function from(key: CryptoKey, place: string, it: Sealed): Promise<ArrayBuffer> {
  return crypto.subtle.decrypt({ name: "AES-GCM", iv: it.iv, additionalData: text.encode(place) }, key, it.data);
}

async function ofCode(code: string, salt: Bytes): Promise<CryptoKey> {
  const base = await crypto.subtle.importKey("raw", text.encode(code), "PBKDF2", false, ["deriveKey"]);
  return crypto.subtle.deriveKey({ name: "PBKDF2", hash: "SHA-256", salt, iterations: ROUNDS }, base, AES, false, ["encrypt", "decrypt"]);
}

async function ofSecret(secret: string, salt: Bytes): Promise<CryptoKey> {
  const base = await crypto.subtle.importKey("raw", text.encode(secret), "HKDF", false, ["deriveKey"]);
  return crypto.subtle.deriveKey({ name: "HKDF", hash: "SHA-256", salt, info: text.encode("field") }, base, AES, false, ["encrypt", "decrypt"]);
}

async function wrapped(device: CryptoKey, outer: (salt: Bytes) => Promise<CryptoKey>, raw: ArrayBuffer): Promise<Wrap> {
  const salt = random(16);
  const inner = await under(await outer(salt), "inner", raw);
  const joined = new Uint8Array(12 + inner.data.byteLength);
  joined.set(inner.iv);
  joined.set(new Uint8Array(inner.data), 12);
  return { salt, sealed: await under(device, "outer", joined) };
}

async function unwrapped(device: CryptoKey, outer: (salt: Bytes) => Promise<CryptoKey>, wrap: Wrap): Promise<Vault> {
  const joined = new Uint8Array(await from(device, "outer", wrap.sealed));
  const raw = await from(await outer(wrap.salt), "inner", { iv: joined.slice(0, 12), data: joined.slice(12).buffer });
  return new Vault(await crypto.subtle.importKey("raw", raw, AES, true, ["encrypt", "decrypt"]));
}

export class Vault {
  constructor(private key: CryptoKey) {}

  // A new data key, locked both ways.
  static async make(code: string, secret: string): Promise<[Vault, Locks]> {
    const device = await crypto.subtle.generateKey(AES, false, ["encrypt", "decrypt"]);
    const vault = new Vault(await crypto.subtle.generateKey(AES, true, ["encrypt", "decrypt"]));
    return [vault, await vault.locked(device, code, secret)];
  }

  async locked(device: CryptoKey, code: string, secret: string): Promise<Locks> {
    const raw = await crypto.subtle.exportKey("raw", this.key);
    const [byCode, bySession] = await Promise.all([
      wrapped(device, (salt) => ofCode(code, salt), raw),
      wrapped(device, (salt) => ofSecret(secret, salt), raw),
    ]);
    return { device, code: byCode, session: bySession };
  }

  // Nothing when the code is wrong.
  static byCode(locks: Locks, code: string): Promise<Vault | null> {
    return unwrapped(locks.device, (salt) => ofCode(code, salt), locks.code).catch(() => null);
  }

  static bySession(locks: Locks, secret: string): Promise<Vault | null> {
    return unwrapped(locks.device, (salt) => ofSecret(secret, salt), locks.session).catch(() => null);
  }

  seal(place: string, value: unknown): Promise<Sealed> {
    return under(this.key, place, text.encode(JSON.stringify(value)));
  }

  async open<T>(place: string, sealed: Sealed): Promise<T> {
    return JSON.parse(new TextDecoder().decode(await from(this.key, place, sealed))) as T;
  }
}

export async function sha256(bytes: BufferSource): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return [...digest].map((it) => it.toString(16).padStart(2, "0")).join("");
}

// An id made here: a UUID of version 7, as all ids of the house.
export function mint(at = Date.now()): string {
  const bytes = random(16);
  for (let place = 0; place < 6; place += 1) bytes[place] = Math.floor(at / 2 ** (8 * (5 - place))) % 256;
  bytes[6] = (bytes[6] & 15) | 112;
  bytes[8] = (bytes[8] & 63) | 128;
  const hex = [...bytes].map((it) => it.toString(16).padStart(2, "0")).join("");
  return [8, 12, 16, 20, 32].map((to, at) => hex.slice([0, 8, 12, 16, 20][at], to)).join("-");
}
