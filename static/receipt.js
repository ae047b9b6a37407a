// The QR code of a receipt carries the code after the #, which no server sees. Put it into the field, and take it out
// of the address bar and of the history at once, so that the phone does not keep it.
"use strict";
const code = decodeURIComponent(location.hash.slice(1));
if (code) {
  history.replaceState(null, "", location.pathname);
  const field = document.getElementById("code");
  if (field) field.value = code;
}
