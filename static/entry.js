// For a clerk with both hands on the keys: Enter goes to the next question, and typing keeps the session awake.
"use strict";
const form = document.querySelector("form.entry");
const ANSWERS = "input:not([type=hidden]), select, textarea, button:not([tabindex='-1'])";
const EVERY = 120_000;
const questionOf = (answer) => answer.closest("fieldset, .field") ?? answer;
let awake = Date.now();

form.addEventListener("keydown", (event) => {
  const from = event.target;
  if (event.key !== "Enter" || event.isComposing || from.matches("textarea, button")) return;
  event.preventDefault();
  const seen = [...form.querySelectorAll(ANSWERS)].filter((answer) => answer.checkVisibility());
  const next = seen.slice(seen.indexOf(from) + 1).find((answer) => questionOf(answer) !== questionOf(from));
  if (!next) return;
  const chosen = next.type === "radio" && form.querySelector(`input[name="${next.name}"]:checked`);
  (chosen || next).focus();
});

form.addEventListener("input", () => {
  if (Date.now() - awake < EVERY) return;
  awake = Date.now();
  fetch(location.pathname, { method: "HEAD" });
});
