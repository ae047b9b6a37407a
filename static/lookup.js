// A number or a message is compared here, on her phone: only the first digit of its digest is asked for, which stands
// for a sixteenth of all numbers. The same rules as portal/domain/published.py, phone.py and message.py.
"use strict";
const place = document.querySelector(".looking");
const wanted = document.getElementById("wanted");
const LINK = /(?:https?:\/\/|www\.)[^\s，。；！）)]+|[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:com|cn|net|top|vip|cc|xyz|link|site|ltd)(?:\/[^\s，。；！）)]*)?/gi;
const GREETED = /(?:尊敬的|亲爱的|你好|您好|hi|hello)[^，。！,!:：]{0,12}(?=[，。！,!:：])/g;
const SHORTEST_MESSAGE = 12;

function numberOf(text) {
  const head = text.normalize("NFKC").split(/转|分机|ext|#/i)[0];
  if (/[^\d\s()+.\-–—/]/.test(head)) return "";
  const digits = head.replace(/\D/g, "");
  const plain = head.trim().startsWith("+") ? digits.replace(/^86/, "") : digits.replace(/^(?:0086|86(?=1[3-9]\d{9}$|[48]00\d{7}$))/, "");
  return plain.replace(/^(?:12593|17951|17909|17911|10193)(?=1[3-9]\d{9}$)/, "").replace(/^0(?=\d{9,11}$)/, "");
}

function wordingOf(text) {
  const cut = text.normalize("NFKC").toLowerCase().replace(LINK, "").replace(GREETED, "");
  const plain = cut.replace(/\p{Nd}+/gu, "").replace(/[^\p{L}\p{N}]+/gu, "");
  return [...plain].length >= SHORTEST_MESSAGE ? plain : "";
}

async function digestOf(kind, text) {
  const bytes = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(`jingyue|${kind}|${text}`));
  return [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

function answer(name, line) {
  for (const one of place.querySelectorAll("[data-answer]")) one.hidden = one.dataset.answer !== name;
  if (!line) return;
  const vendors = new Map([...document.querySelectorAll("#vendors dt")].map((dt) => [dt.textContent, dt.nextElementSibling.textContent]));
  const text = place.querySelector("[data-answer=found] p");
  text.dataset.words ??= text.textContent;
  text.textContent = text.dataset.words.replace("{count}", line[1]) + (line[2] ? ` ${vendors.get(line[2])}` : "");
}

async function look() {
  const number = numberOf(wanted.value);
  const [kind, text] = number ? ["number", number] : ["wording", wordingOf(wanted.value)];
  if (!text) return answer("empty");
  try {
    const digest = await digestOf(kind, text);
    const range = await fetch(place.dataset.ranges.replace(/_$/, digest[0]), { credentials: "omit" });
    const line = (await range.json()).find((one) => one[0] === digest);
    answer(line ? "found" : "none", line);
  } catch {
    answer("offline");
  }
}

place.hidden = false;
document.getElementById("look").addEventListener("click", look);
