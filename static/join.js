// A poster's QR code carries the number of its hospital after the #, which no server sees. Choose the hospital, and take
// the number out of the address bar and of the history at once. What she has chosen herself stays.
"use strict";
const number = location.hash.slice(1);
if (number) {
  history.replaceState(null, "", location.pathname);
  const field = document.getElementById("hospital");
  const named = [...field.options].find((option) => option.dataset.number === number);
  if (named && !field.value) field.value = named.value;
}
