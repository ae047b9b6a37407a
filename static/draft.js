// The draft of a first report, where she asked the phone to keep it: saved while she types, offered when she comes back,
// gone once the report is sent or taken back.
"use strict";
const DRAFT = "draft of a report";
const report = document.querySelector("form.walk");

if (report) keepDraft(report);
else tidyUp();

async function keepDraft(form) {
  const save = () => kept.save(DRAFT, toldIn(form));
  const begun = form.elements.screen.value !== "card" || form.classList.contains("told");
  if (begun) save();
  else offer(form, await kept.load(DRAFT));
  let later;
  form.addEventListener("input", () => {
    clearTimeout(later);
    later = setTimeout(save, 300);
  });
  document.addEventListener("keeping", save);
}

function offer(form, told) {
  if (!told) return;
  const notice = document.getElementById("resume");
  notice.hidden = false;
  notice.querySelector("[data-go-on]").addEventListener("click", () => {
    const again = document.createElement("form");
    again.method = "post";
    again.action = form.action;
    again.hidden = true;
    for (const [name, value] of [...told, ["csrf_token", form.elements.csrf_token.value], ["go", "stay"]]) {
      const field = document.createElement("input");
      [field.name, field.value] = [name, value];
      again.append(field);
    }
    document.body.append(again);
    again.submit();
  });
  notice.querySelector("[data-drop]").addEventListener("click", async () => {
    await kept.drop(DRAFT);
    notice.hidden = true;
  });
}

// On the page of the receipt, and after everything was taken back.
async function tidyUp() {
  const written = await kept.load(DRAFT);
  await kept.drop(DRAFT);
  const code = document.querySelector("p.receipt-code");
  // Only of what was written on this phone, and never in the place of another one: two may share it.
  if (code && written && !(await kept.load("receipt"))) await kept.save("receipt", code.textContent.trim().replace(/\s+/g, "-"));
  else if (!code && kept.asked()) await kept.forget();
}
