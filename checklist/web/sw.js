// Keeps the code of the visit page and its empty shell on this device. Never an answer of the API, nothing of a person.
// VERSION, SHELL and FILES stand above: all files change together or not at all.

const CACHE = `visit-page-${VERSION}`;

self.addEventListener("install", (event) => event.waitUntil(fill().then(() => self.skipWaiting())));
self.addEventListener("activate", (event) => event.waitUntil(clear().then(() => self.clients.claim())));
self.addEventListener("fetch", (event) => {
  const { method, mode, url } = event.request;
  const { origin, pathname } = new URL(url);
  if (method !== "GET" || origin !== location.origin) return;
  if (mode === "navigate") {
    if (/^\/visit\/\d*$/.test(pathname)) event.respondWith(kept(SHELL, event.request));
  } else if (FILES.includes(pathname)) event.respondWith(kept(pathname, event.request));
});

async function fill() {
  const cache = await caches.open(CACHE);
  await cache.addAll([SHELL, ...FILES].map((path) => new Request(path, { cache: "no-cache", credentials: "omit" })));
}

async function clear() {
  for (const name of await caches.keys()) {
    if (name.startsWith("visit-page-") && name !== CACHE) await caches.delete(name);
  }
}

async function kept(path, request) {
  const found = await (await caches.open(CACHE)).match(path);
  return found ?? fetch(request);
}
