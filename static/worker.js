// Where she asked for it, one page and what it needs stand on the phone. NAME, KEPT and AWAY are written in front of this.
"use strict";
self.addEventListener("install", (event) => event.waitUntil(fetchAll().then(() => self.skipWaiting())));
self.addEventListener("activate", (event) => event.waitUntil(forgetOthers().then(() => self.clients.claim())));
self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== location.origin) return;
  if (url.pathname.startsWith("/static/")) event.respondWith(fromDevice(event.request));
  else if (event.request.mode === "navigate") event.respondWith(url.pathname === "/pocket" ? pocket(event, url) : elsewhere(event));
});

async function fetchAll() {
  const cache = await caches.open(NAME);
  await cache.addAll(KEPT);
}

async function forgetOthers() {
  for (const name of await caches.keys()) if (name !== NAME) await caches.delete(name);
}

async function fromDevice(request) {
  return (await caches.match(request)) ?? fetch(request);
}

// At once from the phone, and renewed for the next time; a choice of language or type comes from the network.
async function pocket(event, url) {
  const fresh = fetch(event.request).then(async (answer) => {
    if (answer.ok) await (await caches.open(NAME)).put("/pocket", answer.clone());
    return answer;
  });
  const there = await caches.match("/pocket");
  if (!there) return fresh;
  if (url.search) return fresh.catch(() => there);
  event.waitUntil(fresh.catch(() => undefined));
  return there;
}

async function elsewhere(event) {
  try {
    return await fetch(event.request);
  } catch (error) {
    if (new URL(event.request.url).pathname === "/exit") return Response.redirect(AWAY, 303); // never back to what she left
    const there = await caches.match("/pocket");
    if (there) return there;
    throw error;
  }
}
