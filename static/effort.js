// While she types, her browser does the work that lets a report through when programs send thousands: it looks for a
// number that, after the token of the form, has a SHA-256 beginning with sixteen zero bits. Without scripts, or before
// it is found, a report goes through as well, as long as not too many do.
"use strict";
const AT_ONCE = 256;

async function effort(token) {
  const encoder = new TextEncoder();
  for (let start = 0; ; start += AT_ONCE) {
    const tried = Array.from({ length: AT_ONCE }, (_, place) => String(start + place));
    const digests = await Promise.all(tried.map((nonce) => crypto.subtle.digest("SHA-256", encoder.encode(`${token}|${nonce}`))));
    const found = digests.findIndex((digest) => new DataView(digest).getUint16(0) === 0);
    if (found >= 0) return tried[found];
  }
}

// Begun with her first touch: who only reads a page spends nothing on it, and the page stands sooner.
for (const field of document.querySelectorAll("input[name=work]")) {
  const begin = () => effort(field.form.elements.token.value).then((nonce) => (field.value = nonce));
  if (crypto.subtle && !field.value) field.form.addEventListener("focusin", begin, { once: true });
}
