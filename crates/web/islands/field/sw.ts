// Keeps the app itself: page, script, style, words. Nothing of anybody passes here, and no call to the county is
// answered from here. A new edition is fetched whole and waits until the app says that it may take over.
type Shell = { version: string; files: string[] };
const worker = self as unknown as ServiceWorkerGlobalScope & { SHELL: Shell };
const { version, files } = worker.SHELL;
const CACHE = `field-${version}`;

worker.addEventListener("install", (event) => {
  event.waitUntil(
    caches.open(CACHE).then((cache) =>
      // What has its content in its address may come from the browser's own store; the rest is fetched anew, so that
      // what belongs together comes together.
      Promise.all(files.map(async (it) => {
        const answer = await fetch(new Request(it, { cache: it.includes("?v=") ? "default" : "reload", redirect: "error" }));
        if (!answer.ok) throw new Error(`${it} ${answer.status}`);
        await cache.put(it, answer);
      })),
    ),
  );
});

worker.addEventListener("activate", (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) => Promise.all(names.filter((it) => it.startsWith("field-") && it !== CACHE).map((it) => caches.delete(it))))
      .then(() => worker.clients.claim()),
  );
});

worker.addEventListener("message", (event) => {
  if (event.data === "take-over") void worker.skipWaiting();
  if (event.data === "version") event.ports[0]?.postMessage(version);
});

worker.addEventListener("fetch", (event) => {
  const address = new URL(event.request.url);
  if (event.request.method !== "GET" || address.origin !== worker.location.origin) return;
  const page = event.request.mode === "navigate" && address.pathname === "/field";
  const wanted = page ? "/field" : address.pathname + address.search;
  if (!files.includes(wanted)) return;
  event.respondWith(caches.open(CACHE).then((cache) => cache.match(wanted)).then((held) => held ?? fetch(event.request)));
});

export {};
