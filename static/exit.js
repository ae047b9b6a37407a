// The quick way out takes the place of the page in the history, so that "back" does not lead here; so does Esc, thrice.
"use strict";
const way = document.querySelector("a.exit");
const PATIENCE = 1500;
let taps = [];

function leave(event) {
  event?.preventDefault();
  document.body.hidden = true; // at once, however slow the connection
  location.replace(way.href);
}

if (way) {
  way.addEventListener("click", leave);
  addEventListener("keydown", (event) => {
    taps = event.key === "Escape" ? [...taps, event.timeStamp].filter((at) => event.timeStamp - at < PATIENCE) : [];
    if (taps.length === 3) leave();
  });
}
