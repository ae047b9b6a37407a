// An analysis under way says how far it has come; when it is done, the page shows what it found.
const place = document.querySelector("[data-progress]");

async function look() {
  const answer = await fetch(place.dataset.progress, { headers: { Accept: "application/json" } });
  // Signed out meanwhile, or nothing under way: the page itself knows what to say.
  if (!answer.ok || answer.redirected) return location.reload();
  const job = await answer.json();
  if (!job.under_way) return location.reload();
  const [words, count] = place.querySelectorAll("p span");
  words.textContent = job.words;
  count.textContent = job.total ? `${job.done.toLocaleString("en")} / ${job.total.toLocaleString("en")}` : "";
  const bar = place.querySelector("progress");
  bar.setAttribute("aria-label", job.words);
  if (job.total) [bar.max, bar.value] = [job.total, job.done];
  setTimeout(look, 1500);
}

if (place) setTimeout(look, 1500);
