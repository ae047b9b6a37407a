// The button beside a text puts it on the clipboard; without scripts the text is there to be selected.
"use strict";
for (const button of document.querySelectorAll("[data-copy]")) {
  button.parentElement.hidden = false;
  button.addEventListener("click", async () => {
    const text = document.getElementById(button.dataset.copy);
    text.select();
    try {
      await navigator.clipboard.writeText(text.value);
    } catch {
      document.execCommand("copy"); // WeChat's browser
    }
    button.textContent = button.dataset.done;
  });
}
