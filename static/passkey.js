// The button that asks a security key: hands it what the server wants signed, sends what it answers with the form.
"use strict";
const fromBase64 = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));
const toBase64 = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

// By hand, because browsers of before 2024 have neither parseCreationOptionsFromJSON nor toJSON.
function options(text) {
  const asked = JSON.parse(JSON.parse(text));
  asked.challenge = fromBase64(asked.challenge);
  if (asked.user) asked.user.id = fromBase64(asked.user.id);
  for (const known of [...(asked.allowCredentials ?? []), ...(asked.excludeCredentials ?? [])]) known.id = fromBase64(known.id);
  return asked;
}

function answer(credential) {
  const response = {};
  for (const part of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (credential.response[part]) response[part] = toBase64(credential.response[part]);
  }
  return JSON.stringify({ id: credential.id, rawId: toBase64(credential.rawId), type: credential.type, response });
}

for (const button of document.querySelectorAll("[data-passkey]")) {
  const form = button.form;
  const failed = form.querySelector("[data-passkey-failed]");
  const into = form.querySelector("[name=proof_key], [data-passkey-answer]");
  button.hidden = !window.PublicKeyCredential;
  failed.hidden = !button.hidden;
  button.addEventListener("click", async () => {
    failed.hidden = true;
    button.disabled = true;
    try {
      const publicKey = options(form.querySelector("[data-passkey-options]").textContent);
      into.value = answer(await navigator.credentials[button.dataset.passkey]({ publicKey }));
      form.submit();
    } catch {
      failed.hidden = false;
      button.disabled = false;
    }
  });
}
