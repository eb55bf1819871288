// What lies on the phone: everything of people sealed, record by record.
import type { Locks, Sealed } from "./vault";
import { Vault } from "./vault";

const NAME = "songhe-field";
export type Kind = "items" | "acts" | "parcels" | "drafts";
const KINDS: Kind[] = ["items", "acts", "parcels", "drafts"];

// What must be known before anything is unlocked; nothing of an elder.
export type Meta = {
  device: string;
  account: string;
  holder: string;
  locks: Locks;
  wrong: number;
  // The county's clock at the last contact, and by how much ours was ahead then.
  contact_at: number;
  ahead: number;
  // The latest our own clock ever said: put back, it wins no time.
  seen: number;
  days: number;
  wrong_max: number;
  idle: number;
  csrf?: string;
  county?: string;
  area?: string;
  synced_at?: number;
};

function asked<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((done, failed) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => failed(request.error);
  });
}

function finished(tx: IDBTransaction): Promise<void> {
  return new Promise((done, failed) => {
    tx.oncomplete = () => done();
    tx.onabort = tx.onerror = () => failed(tx.error ?? new Error("aborted"));
  });
}

export class Store {
  vault: Vault | null = null;
  private constructor(private db: IDBDatabase) {}

  static async open(): Promise<Store> {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore("meta");
      for (const kind of KINDS) request.result.createObjectStore(kind);
    };
    const store = new Store(await asked(request));
    // Another page deletes everything: this one holds it up no longer.
    store.db.onversionchange = () => store.db.close();
    return store;
  }

  meta(): Promise<Meta | undefined> {
    return asked(this.db.transaction("meta").objectStore("meta").get("meta"));
  }

  async keepMeta(meta: Meta): Promise<void> {
    const tx = this.db.transaction("meta", "readwrite");
    tx.objectStore("meta").put(meta, "meta");
    await finished(tx);
  }

  async all<T>(kind: Kind): Promise<T[]> {
    const vault = this.vault;
    if (!vault) return [];
    const lies = this.db.transaction(kind).objectStore(kind);
    const [keys, rows] = await Promise.all([asked(lies.getAllKeys()), asked<Sealed[]>(lies.getAll())]);
    return Promise.all(rows.map((it, at) => vault.open<T>(`${kind}/${String(keys[at])}`, it)));
  }

  async get<T>(kind: Kind, key: string): Promise<T | undefined> {
    const sealed = await asked<Sealed | undefined>(this.db.transaction(kind).objectStore(kind).get(key));
    return sealed && this.vault ? this.vault.open<T>(`${kind}/${key}`, sealed) : undefined;
  }

  // All of it or nothing: what is sealed first is then written in one transaction, with the disk's word for it.
  async change(puts: [Kind, string, unknown][], drops: [Kind, string][] = []): Promise<void> {
    const vault = this.vault;
    if (!vault) throw new Error("locked");
    const sealed = await Promise.all(puts.map(([kind, key, value]) => vault.seal(`${kind}/${key}`, value)));
    const kinds = [...new Set([...puts, ...drops].map((it) => it[0]))];
    if (!kinds.length) return;
    const tx = this.db.transaction(kinds, "readwrite", { durability: "strict" });
    for (const [kind, key] of drops) tx.objectStore(kind).delete(key);
    puts.forEach(([kind, key], at) => tx.objectStore(kind).put(sealed[at], key));
    await finished(tx);
  }

  async clear(kind: Kind): Promise<void> {
    const tx = this.db.transaction(kind, "readwrite");
    tx.objectStore(kind).clear();
    await finished(tx);
  }

  async count(kind: Kind): Promise<number> {
    return asked(this.db.transaction(kind).objectStore(kind).count());
  }

  close(): void {
    this.vault = null;
    this.db.close();
  }
}

// Deletes everything that this app ever kept here.
export async function forget(store: Store | null): Promise<void> {
  store?.close();
  await new Promise<void>((done) => {
    const request = indexedDB.deleteDatabase(NAME);
    request.onsuccess = request.onerror = request.onblocked = () => done();
  });
  for (const name of await caches.keys()) if (name.startsWith("field-")) await caches.delete(name);
}
