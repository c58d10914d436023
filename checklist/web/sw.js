// Keeps the code of the visit and meeting pages and their empty shells on this device. Never an answer of the API, nothing of a person.
// VERSION, SHELL, SHELLS, FILES and HASHES stand above: all files change together or not at all, and only what has the hash that
// the server named is kept. A page that a gateway puts in their place is neither kept nor taken from the store.

const CACHE = `visit-page-${VERSION}`;
const TYPES = { css: "text/css", js: "text/javascript", png: "image/png", webmanifest: "application/manifest+json" };

self.addEventListener("install", (event) => event.waitUntil(fill().then(() => self.skipWaiting())));
self.addEventListener("activate", (event) => event.waitUntil(clear().then(() => self.clients.claim())));
// The page asks whether all is there that it needs to open by itself; what is not is fetched again.
self.addEventListener("message", ({ ports: [port] }) => fill().then(() => port.postMessage(true), () => port.postMessage(false)));
self.addEventListener("fetch", (event) => {
  const { method, mode, url } = event.request;
  const { origin, pathname } = new URL(url);
  if (method !== "GET" || origin !== location.origin) return;
  if (mode === "navigate") {
    const shell = SHELLS.find((path) => pathname.startsWith(path) && /^\d*$/.test(pathname.slice(path.length)));
    event.respondWith(shell ? answer(shell, event.request) : fetch(event.request).catch(() => keep(SHELL)));
  } else if (FILES.includes(pathname)) event.respondWith(answer(pathname, event.request));
});

async function fill() {
  await Promise.all([...SHELLS, ...FILES].map(keep));
}

async function clear() {
  for (const name of await caches.keys()) {
    if (name.startsWith("visit-page-") && name !== CACHE) await caches.delete(name);
  }
}

/** What is kept and ours; where nothing of ours is to be had, whatever the network says: a portal wants to be seen. */
async function answer(path, request) {
  try {
    return await keep(path);
  } catch {
    return fetch(request);
  }
}

/** The kept answer for a path, fetched first where it is missing or not ours; raises where it cannot be had. */
async function keep(path) {
  const cache = await caches.open(CACHE);
  const found = await cache.match(path);
  if (found && (await isOurs(path, found))) return found;
  // Past the browser's own cache: a gateway's page may lie there, too, under a date that makes it look unchanged.
  const fetched = await fetch(new Request(path, { cache: "reload", credentials: "omit" }));
  if (!(await isOurs(path, fetched))) throw new Error(`${path} is not ours`);
  await cache.put(path, fetched.clone());
  return fetched;
}

async function isOurs(path, response) {
  const type = SHELLS.includes(path) ? "text/html" : TYPES[path.split(".").at(-1)];
  if (response.status !== 200 || !response.headers.get("content-type")?.startsWith(type)) return false;
  const digest = await crypto.subtle.digest("SHA-256", await response.clone().arrayBuffer());
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("") === HASHES[path];
}
