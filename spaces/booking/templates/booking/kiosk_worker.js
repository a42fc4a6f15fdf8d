// The kiosk without a network: the last page and all that it was made of. It asks the network first, each time;
// who asks for what is not kept (`no-store`) wants to know that there is none.
const KEPT = "kiosk";
const PATIENCE_MS = 5000;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

const fresh = async (request) => {
  const answer = await fetch(request, { signal: AbortSignal.timeout(PATIENCE_MS) });
  const cache = await caches.open(KEPT);
  if (answer.ok) await cache.put(request, answer.clone());
  if (request.mode === "navigate" && [403, 404].includes(answer.status)) await caches.delete(KEPT); // revoked
  return answer;
};

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || new URL(request.url).origin !== location.origin) return;
  const kept = async () => (await caches.match(request, { ignoreVary: true })) ?? Response.error();
  event.respondWith(request.cache === "no-store" ? fresh(request) : fresh(request).catch(kept));
});

self.addEventListener("message", (event) => {
  const all = async () => {
    const cache = await caches.open(KEPT);
    await Promise.all(event.data.keep.map((url) => cache.add(url).catch(() => {})));
    event.source.postMessage({ kept: true });
  };
  event.waitUntil(all());
});
