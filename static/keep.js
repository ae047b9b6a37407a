// What she asked this phone to keep: a draft, what waits for the network, her receipt. Only once she has asked; sealed
// under a key that cannot be taken out of the browser; forgotten after three days, or at once when she says so.
"use strict";
const KEPT_DAYS = 3;

const kept = {
  asked: () => localStorage.getItem("kept") === "1",

  async ask() {
    localStorage.setItem("kept", "1");
    const url = { createScriptURL: () => "/worker.js" };
    const policy = window.trustedTypes?.createPolicy("jingyue", url) ?? url;
    await navigator.serviceWorker?.register(policy.createScriptURL("")).catch(() => undefined);
  },

  async forget() {
    localStorage.removeItem("kept");
    await new Promise((done) => {
      const gone = indexedDB.deleteDatabase("kept");
      gone.onsuccess = gone.onerror = gone.onblocked = done;
    });
    for (const name of (await self.caches?.keys()) ?? []) await caches.delete(name);
    for (const worker of (await navigator.serviceWorker?.getRegistrations()) ?? []) await worker.unregister();
  },

  async load(name) {
    const found = kept.asked() ? await request("things", "readonly", (store) => store.get(name)) : undefined;
    if (!found) return null;
    if (Date.now() - found.at > KEPT_DAYS * 86_400_000) return kept.drop(name);
    try {
      const plain = await crypto.subtle.decrypt({ name: "AES-GCM", iv: found.iv }, await sealingKey(), found.sealed);
      return JSON.parse(new TextDecoder().decode(plain));
    } catch {
      return kept.drop(name);
    }
  },

  async save(name, value) {
    if (!kept.asked()) return;
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const plain = new TextEncoder().encode(JSON.stringify(value));
    const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, await sealingKey(), plain);
    await request("things", "readwrite", (store) => store.put({ iv, sealed, at: Date.now() }, name));
  },

  // Two tabs, or a tap while something is on its way: each change begins with what stands there now.
  async change(name, deed) {
    const change = async () => kept.save(name, deed((await kept.load(name)) ?? []));
    await (navigator.locks ? navigator.locks.request(`kept ${name}`, change) : change());
  },

  async drop(name) {
    if (kept.asked()) await request("things", "readwrite", (store) => store.delete(name));
    return null;
  },
};

function opened() {
  return new Promise((done, failed) => {
    const opening = indexedDB.open("kept", 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore("things");
    opening.onsuccess = () => done(opening.result);
    opening.onerror = () => failed(opening.error);
  });
}

async function request(name, mode, deed) {
  const database = await opened();
  try {
    return await new Promise((done, failed) => {
      const asked = deed(database.transaction(name, mode).objectStore(name));
      asked.onsuccess = () => done(asked.result);
      asked.onerror = () => failed(asked.error);
    });
  } finally {
    database.close();
  }
}

async function sealingKey() {
  const found = await request("things", "readonly", (store) => store.get("key"));
  if (found) return found;
  const made = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
  await request("things", "readwrite", (store) => store.put(made, "key"));
  return made;
}

// What stands in a form, as names and values; what belongs to this page only is left out.
function toldIn(form) {
  const own = new Set(["csrf_token", "work", "go"]);
  return frozen([...new FormData(form)].filter(([name, value]) => typeof value === "string" && !own.has(name)));
}

// "Just now", "today" and "yesterday" are true when they are said, not when they are read again or arrive.
function frozen(told) {
  const values = new Map(told);
  const set = new Map();
  for (const [name, value] of told) {
    const call = name.match(/^(call-(?:\d+-)?)(?:when|near)$/)?.[1];
    if (name === `${call}when` && value === "now") {
      const [day, clock] = inCity(new Date());
      set.set(`${call}day`, day).set(`${call}clock`, clock).set(name, "hour");
    } else if (name === `${call}near` && !values.get(`${call}day`) && !set.has(`${call}day`)) {
      const days = { today: 0, yesterday: 1, before: 2 }[value];
      if (days !== undefined) set.set(`${call}day`, inCity(new Date(Date.now() - days * 86_400_000))[0]);
    }
  }
  return [...told.filter(([name]) => !set.has(name)), ...set];
}

function inCity(instant) {
  return new Intl.DateTimeFormat("sv-SE", { timeZone: "Asia/Shanghai", dateStyle: "short", timeStyle: "short" }).format(instant).split(" ");
}

// What was asked to be gone after three days goes, whichever page she opens.
async function sweep() {
  for (const name of await request("things", "readonly", (store) => store.getAllKeys())) if (name !== "key") await kept.load(name);
}

// The tick by which she asks for it, wherever it stands.
const asking = document.getElementById("keeping");
if (asking && self.crypto?.subtle && self.indexedDB) {
  const tick = asking.querySelector("input");
  asking.hidden = false;
  tick.checked = tick.defaultChecked = kept.asked();
  tick.addEventListener("change", async () => {
    tick.defaultChecked = tick.checked; // emptying the form must not untick it
    await (tick.checked ? kept.ask() : kept.forget());
    document.dispatchEvent(new Event("keeping"));
  });
  if (kept.asked()) kept.ask().then(sweep); // the worker of an earlier version takes the new one
}
