// A file can stay on her phone: then only its SHA-256 is sent, which shows later that it has not been changed.
"use strict";
const form = document.querySelector("form.evidence");
const stays = document.getElementById("stays");
if (crypto.subtle) document.getElementById("on-phone").hidden = false;

async function digestOf(file) {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", await file.arrayBuffer()));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

form.addEventListener("submit", async (event) => {
  const chosen = form.elements.files;
  if (!stays.checked || !chosen.files.length) return;
  event.preventDefault();
  for (const digest of await Promise.all(Array.from(chosen.files, digestOf))) {
    const field = document.createElement("input");
    field.type = "hidden";
    field.name = "digest";
    field.value = digest;
    form.append(field);
  }
  chosen.value = "";
  form.submit();
});
