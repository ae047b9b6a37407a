// One page that stands without a network: what she writes is kept, waits, and goes out when there is one again.
"use strict";
const form = document.querySelector("form.pocket");
const [DRAFT, WAITING, RECEIPT] = ["draft of a call", "waiting", "receipt"];
const shown = (id, value) => (document.getElementById(id).hidden = !value);
let sending = false;
let tapped = false; // a tap while something is on its way counts too
let later;
const SOONEST_MS = 2000;
const LATEST_MS = 300000;
let pause = SOONEST_MS; // before the next try, where the phone has a network and it was in vain
let nextTry;

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
  form.elements.code.addEventListener("input", askForCard);
  form.addEventListener("input", () => {
    clearTimeout(later);
    later = setTimeout(save, 300);
  });
  form.addEventListener("submit", (event) => {
    if (!kept.asked()) return;
    event.preventDefault();
    const { name, value } = event.submitter ?? {};
    keep(name ? [[name, value]] : []); // a likelier day is an answer too
  });
  send();
}

async function save() {
  const [told, item] = [toldIn(form), await corrected()];
  if (item) await kept.change(WAITING, (waiting) => waiting.map((other) => (other.token === item.token ? { ...other, told } : other)));
  else await kept.save(DRAFT, told);
}

// What the server has asked about on this page, where it comes from what waits here.
async function corrected() {
  if (form.classList.contains("told")) return ((await kept.load(WAITING)) ?? []).find((item) => item.token === form.elements.token.value);
}

async function keep(answers) {
  clearTimeout(later); // or what was just sent would come back as a draft
  if (!form.querySelector("[name=call-vendor_type]:checked")) return form.submit(); // the server says what is missing
  const [told, item] = [[...toldIn(form), ...answers], await corrected()];
  const follows = !(await kept.load(RECEIPT)); // who finds one here and clears it does not mean that one
  const next = { told, follows, token: newToken() };
  await kept.change(WAITING, (waiting) => [...waiting.filter((other) => other.token !== item?.token), next]);
  if (!item) await kept.drop(DRAFT);
  form.reset();
  for (const more of form.querySelectorAll("details")) more.open = false;
  await fillReceipt();
  await tell();
  scrollTo(0, 0);
  if (!(await send(true)) && form.classList.contains("told")) location.assign("/pocket");
}

// One after the other; what was not taken stays, and what the server asks about stays until she has answered it. Where
// she waits for it, the page goes to what she sent.
async function send(byTap = false) {
  tapped ||= byTap;
  if (sending) return;
  sending = true;
  clearTimeout(nextTry);
  let [reached, asked] = [null, null];
  const next = async () => ((await kept.load(WAITING)) ?? []).find((item) => !item.asked);
  try {
    for (let item = await next(); item; item = await next()) {
      const answer = await post(item);
      if (!answer) {
        tryLater();
        break;
      }
      pause = SOONEST_MS;
      const { token } = item;
      if (answer.redirected) {
        reached = answer.url;
        await kept.change(WAITING, (waiting) => waiting.filter((other) => other.token !== token).map((other) => followed(other, answer.receipt)));
      } else await kept.change(WAITING, (waiting) => waiting.map((other) => (other.token === token ? { ...other, asked: true } : other)));
    }
    asked = ((await kept.load(WAITING)) ?? []).find((item) => item.asked);
  } catch {
    tryLater(); // no network yet: it all waits
  } finally {
    sending = false;
    await tell();
  }
  // Not over what she is writing just now; with a tap she says that it may.
  const byHand = tapped;
  tapped = false;
  const free = !form.classList.contains("told") && (byHand || !(await kept.load(DRAFT)));
  if (asked && free && navigator.onLine) return correct(asked);
  if (!reached) return;
  if (byHand) return location.assign(reached) ?? true;
  await fillReceipt();
  shown("sent", true);
}

// A phone says that it is back before its network carries anything; where it knows of none, its "online" wakes us.
function tryLater() {
  if (!navigator.onLine) return;
  nextTry = setTimeout(send, pause);
  pause = Math.min(2 * pause, LATEST_MS);
}

// A call told without a network right after the first one belongs to the report that the first one began.
function followed(item, receipt) {
  const has = (start) => item.told.some(([name, value]) => value && name.startsWith(start));
  if (!receipt || !item.follows || has("code") || has("card-hospital") || has("card-registered_on")) return item;
  return { ...item, asked: false, told: [...item.told.filter(([name]) => name !== "code"), ["code", receipt]] };
}

async function post(item) {
  const fresh = await fetch("/pocket", { cache: "no-store" });
  const csrf = (await fresh.text()).match(/name="csrf_token" value="([^"]+)"/)[1];
  const body = new URLSearchParams(item.told);
  body.set("csrf_token", csrf);
  body.set("token", item.token);
  if (!body.get("code")) body.set("work", await effort(item.token));
  form.elements.csrf_token.value = csrf;
  const answer = await fetch("/pocket", { method: "POST", body });
  if (answer.status >= 429) return null; // busy, or in trouble: later
  const found = (await answer.text()).match(/<p class="receipt-code">(.*?)<\/p>/);
  const receipt = found?.[1].replace(/<[^>]+>/g, " ").trim().replace(/\s+/g, "-");
  if (receipt) await kept.save(RECEIPT, receipt);
  return { redirected: answer.redirected, url: answer.url, receipt };
}

// Without a receipt a report is begun, and that wants the card.
function askForCard() {
  document.getElementById("card-questions").open = !form.elements.code.value.trim();
}

async function fillReceipt() {
  const code = await kept.load(RECEIPT);
  if (code && !form.elements.code.value) form.elements.code.value = code;
  askForCard();
}

// The server asks about it: shown as if she had just sent it.
function correct(item) {
  fill(item.told);
  form.elements.token.value = item.token;
  form.submit();
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
