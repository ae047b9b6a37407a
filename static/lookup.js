// A number or a message is compared here, on her phone: only the first digit of its digest is asked for, which stands
// for a sixteenth of all numbers. The same rules as portal/domain/published.py, phone.py and message.py.
"use strict";
const place = document.querySelector(".looking");
const wanted = document.getElementById("wanted");
const LINK = /(?:https?:\/\/|www\.)[^\s，。；！）)]+|[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:com|cn|net|top|vip|cc|xyz|link|site|ltd)(?:\/[^\s，。；！）)]*)?/gi;
const GREETED = /(?:尊敬的|亲爱的|你好|您好|hi|hello)[^，。！,!:：]{0,12}(?=[，。！,!:：])/g;
const EXTENSION = /(?:转|分机|ext\.?|x|#|,|;|-)\s*\d{1,6}#?$/i;
const COMPLETE = /^(?:1[3-9]\d{9}|(?:10|2\d)\d{8}|[3-9]\d{9,10}|9[56]\d{3,8}|106\d{5,17})$/;
const WITHOUT_AREA = /^[2-8]\d{6,7}$/;
const SHORTEST_MESSAGE = 12;

function numberOf(text) {
  const whole = text.normalize("NFKC").trim().replace(/#+$/, "");
  const head = whole.slice(0, whole.search(EXTENSION));
  // A hyphen also stands inside plain numbers: what it cuts off is an extension only if a whole number is left.
  const cut = EXTENSION.test(whole) && head.replace(/\D/g, "").length >= 10 ? plainOf(head) : "";
  const plain = COMPLETE.test(cut) ? cut : plainOf(whole);
  return WITHOUT_AREA.test(plain) ? "" : plain;
}

function plainOf(written) {
  if (/[^\d\s()+.\-–—/]/.test(written)) return "";
  const digits = written.replace(/\D/g, "");
  const abroad = written.trim().startsWith("+") ? digits : digits.match(/^00(?!86)(\d+)/)?.[1];
  if (abroad && !abroad.startsWith("86")) return `+${abroad}`;
  const inland = abroad ? digits.slice(2) : digits.replace(/^(?:0086|86(?=\d{10}))/, "");
  const dialled = inland.replace(/^(?:12593|17951|17909|17911|10193)(?=1[3-9]\d{9}$)/, "");
  return dialled.replace(/^0\d{2,3}(?=(?:95\d{3,6}|96\d{3,4})$)/, "").replace(/^0(?=\d{9,11}$)/, "");
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
  text.textContent = text.dataset.words.replace("{count}", line[1]).replace("{mostly}", line[2] ? vendors.get(line[2]) : "");
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
wanted.addEventListener("input", () => answer(""));
