// One page that stands without a network: what she writes is kept, waits, and goes out when there is one again.
"use strict";
const form = document.querySelector("form.pocket");
const [DRAFT, WAITING, RECEIPT] = ["draft of a call", "waiting", "receipt"];
const shown = (id, value) => (document.getElementById(id).hidden = !value);
const inCity = (instant) => new Intl.DateTimeFormat("sv-SE", { timeZone: "Asia/Shanghai", dateStyle: "short", timeStyle: "short" }).format(instant).split(" ");
let sending = false;

begin();

async function begin() {
  const draft = await kept.load(DRAFT);
  if (draft && !form.classList.contains("told")) fill(draft);
  await fillReceipt();
  await tell();
  addEventListener("online", () => send());
  addEventListener("offline", tell);
  document.addEventListener("keeping", tell);
  document.getElementById("send-now").addEventListener("click", () => send(true));
  let later;
  form.addEventListener("input", () => {
    clearTimeout(later);
    later = setTimeout(() => kept.save(DRAFT, toldIn(form)), 300);
  });
  form.addEventListener("submit", (event) => {
    if (!kept.asked() || event.submitter?.name) return; // a likelier day is chosen with the server
    event.preventDefault();
    keep();
  });
  send();
}

async function keep() {
  if (!form.querySelector("[name=call-vendor_type]:checked")) return form.submit(); // the server says what is missing
  const waiting = (await kept.load(WAITING)) ?? [];
  waiting.push({ told: frozen(toldIn(form)), token: newToken() });
  await kept.save(WAITING, waiting);
  await kept.drop(DRAFT);
  form.reset();
  for (const more of form.querySelectorAll("details")) more.open = false;
  await fillReceipt();
  await tell();
  scrollTo(0, 0);
  await send(true);
}

// One after the other; what was not taken stays. Where she waits for it, the page goes to what she sent.
async function send(byHand = false) {
  if (sending) return;
  sending = true;
  let reached = null;
  try {
    for (let waiting = (await kept.load(WAITING)) ?? []; waiting.length; waiting = (await kept.load(WAITING)) ?? []) {
      const answer = await post(waiting[0]);
      if (!answer) break;
      await kept.save(WAITING, waiting.slice(1));
      if (answer.redirected) reached = answer.url;
      else return correct(waiting[0]);
    }
  } catch {
    // no network yet: it all waits
  } finally {
    sending = false;
    await tell();
  }
  if (!reached) return;
  if (byHand) return location.assign(reached);
  await fillReceipt();
  shown("sent", true);
}

async function post(item) {
  const fresh = await fetch("/pocket", { cache: "no-store" });
  const csrf = (await fresh.text()).match(/name="csrf_token" value="([^"]+)"/)[1];
  const body = new URLSearchParams(item.told);
  const code = await kept.load(RECEIPT);
  if (code && !body.get("code")) body.set("code", code); // a second call told before the first one had its receipt
  body.set("csrf_token", csrf);
  body.set("token", item.token);
  if (!body.get("code")) body.set("work", await effort(item.token));
  form.elements.csrf_token.value = csrf;
  const answer = await fetch("/pocket", { method: "POST", body });
  if (answer.status >= 429) return null; // busy, or in trouble: later
  const found = (await answer.text()).match(/<p class="receipt-code">(.*?)<\/p>/);
  if (found) await kept.save(RECEIPT, found[1].replace(/<[^>]+>/g, " ").trim().replace(/\s+/g, "-"));
  return answer;
}

async function fillReceipt() {
  const code = await kept.load(RECEIPT);
  if (code && !form.elements.code.value) form.elements.code.value = code;
}

// The server asks about it: shown as if she had just sent it.
function correct(item) {
  fill(item.told);
  form.elements.token.value = item.token;
  form.submit();
}

// "Just now", "today" and "yesterday" are true when they are said, not when they arrive.
function frozen(told) {
  const values = new Map(told.filter(([name]) => name.startsWith("call-")));
  const set = {};
  if (values.get("call-when") === "now") {
    [set["call-day"], set["call-clock"]] = inCity(new Date());
    set["call-when"] = "hour";
  } else if (values.get("call-near") && !values.get("call-day")) {
    const days = { today: 0, yesterday: 1, before: 2 }[values.get("call-near")];
    set["call-day"] = inCity(new Date(Date.now() - days * 86_400_000))[0];
  }
  return [...told.filter(([name]) => !(name in set)), ...Object.entries(set)];
}

function newToken() {
  const bytes = crypto.getRandomValues(new Uint8Array(24));
  return btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_");
}

function fill(told) {
  for (const field of form.elements) {
    const values = told.filter(([name]) => name === field.name).map(([, value]) => value);
    if (!field.name || ["csrf_token", "token", "work", "go"].includes(field.name)) continue;
    if (field.type === "radio" || field.type === "checkbox") field.checked = values.includes(field.value);
    else if (values.length) field.value = values[0];
  }
}

async function tell() {
  const waiting = (await kept.load(WAITING)) ?? [];
  document.getElementById("waiting-count").textContent = String(waiting.length);
  shown("waiting", waiting.length);
  shown("no-network", !navigator.onLine);
}
