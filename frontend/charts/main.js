// Every <figure data-chart="…"> becomes a picture; the table inside it stays, folded.
import * as calendar from "./calendar.js";
import * as districts from "./districts.js";
import * as forest from "./forest.js";
import * as lags from "./lags.js";
import * as lexis from "./lexis.js";
import * as parties from "./parties.js";
import { Picture } from "./picture.js";
import * as reports from "./reports.js";
import * as share from "./share.js";
import * as vendor_stage from "./vendor_stage.js";

const MODULES = { calendar, districts, forest, lags, lexis, parties, reports, share, vendor_stage };

const words = JSON.parse(document.getElementById("chart-words").textContent);
const nothing = (data) => !data || data.length === 0 || data.rows?.length === 0;

for (const figure of document.querySelectorAll("figure[data-chart]")) {
  const content = JSON.parse(figure.querySelector("script").textContent);
  if (!nothing(content.data)) new Picture(figure, MODULES[figure.dataset.chart], words, content);
}
