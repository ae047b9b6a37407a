// One figure made alive: it draws, redraws when width, colour scheme or paper changes, and answers to keys.
import { savePng, saveSvg } from "./download.js";
import { palette } from "./palette.js";

const PAPER_WIDTH = 680;
const dark = matchMedia("(prefers-color-scheme: dark)");

export class Picture {
  constructor(figure, module, words, content) {
    const { data, labels, recipients, chosen } = content;
    Object.assign(this, { figure, module, words, data, labels, recipients, stop: -1 });
    this.chosen = chosen || module.choices?.({ data })[0];
    this.canvas = document.createElement("div");
    this.canvas.className = "figure-canvas";
    this.canvas.tabIndex = 0;
    this.table = figure.querySelector("details");
    this.table.before(this.canvas);
    this.table.open = false;
    this.addTools();
    if (module.choices) this.addChooser(module.choices({ data }));
    this.draw();
    this.listen();
  }

  listen() {
    let width = this.canvas.clientWidth;
    new ResizeObserver(() => {
      if (this.canvas.clientWidth === width || this.onPaper) return;
      width = this.canvas.clientWidth;
      this.draw();
    }).observe(this.canvas);
    dark.addEventListener("change", () => this.draw());
    addEventListener("beforeprint", () => this.print(true));
    addEventListener("afterprint", () => this.print(false));
    this.canvas.addEventListener("keydown", (event) => this.step(event));
    this.canvas.addEventListener("blur", () => this.chart?.dispatchAction({ type: "hideTip" }));
  }

  print(onPaper) {
    this.onPaper = onPaper;
    this.table.open = onPaper;
    this.draw();
  }

  draw() {
    const width = this.onPaper ? PAPER_WIDTH : this.canvas.clientWidth;
    if (width === 0) return; // inside something folded; the observer calls again once it opens
    const height = this.module.height(width, this.data);
    this.canvas.style.height = `${height}px`;
    // One chart for ever, resized and told anew: disposing of it would assign innerHTML, which trusted types forbid.
    this.chart ??= this.begin(width, height);
    this.chart.resize({ width, height });
    this.chart.setOption(this.optionsFor(width, this.onPaper || !dark.matches ? "light" : "dark"), { notMerge: true });
  }

  begin(width, height) {
    const chart = echarts.init(this.canvas, null, { renderer: "svg", width, height });
    if (this.module.opens) chart.on("click", (hit) => this.open(hit));
    return chart;
  }

  // A picture whose parts lead somewhere: by click, or by Enter on the part that the arrow keys have reached.
  open({ dataIndex, seriesIndex }) {
    location.assign(this.module.opens(this, dataIndex, seriesIndex));
  }

  optionsFor(width, scheme) {
    const context = this.contextFor(width, palette(scheme));
    return dressed(this.module.options(context), context, this.description());
  }

  contextFor(width, colours) {
    const label = (code) => this.labels[code] ?? code;
    return {
      width, label, words: this.words, data: this.data, chosen: this.chosen, palette: colours, day,
      name: (source) => (source === "registration" ? this.words.registration : label(source)),
      place: (recipient) => Math.max(0, this.recipients.indexOf(recipient)),
      round,
      range: (low, high, places) => (low === null && high === null ? "—" : `${round(low, places)}–${round(high, places)}`),
      timeAxis: { minInterval: (width < 480 ? 56 : 28) * 86400000, axisLabel: { hideOverlap: true, formatter: months, lineHeight: 16 }, splitLine: { show: false } },
    };
  }

  description() {
    const [title, sentence] = this.figure.querySelectorAll("figcaption > *");
    return `${title.textContent}。${sentence.textContent}`;
  }

  // Arrow keys walk through the numbers, Escape puts them away; the table says the same to those who do not see.
  step(event) {
    const stops = this.module.stops(this);
    if (event.key === "Enter" && this.module.opens && this.stop >= 0) this.open(stops[this.stop]);
    const move = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (event.key === "Escape") this.chart.dispatchAction({ type: "hideTip" });
    if (!move || !stops.length) return;
    event.preventDefault();
    this.stop = (this.stop + move + stops.length) % stops.length;
    this.chart.dispatchAction({ type: "showTip", ...stops[this.stop] });
  }

  addTools() {
    const tools = document.createElement("div");
    tools.className = "figure-tools";
    for (const [word, saving] of [[this.words.svg, saveSvg], [this.words.png, savePng]]) {
      tools.append(button(word, "link-button", () => this.saveLight(saving)));
    }
    this.table.before(tools);
  }

  saveLight(saving) {
    const width = this.canvas.clientWidth;
    const height = this.module.height(width, this.data);
    const sheet = echarts.init(null, null, { renderer: "svg", ssr: true, width, height });
    sheet.setOption({ ...this.optionsFor(width, "light"), backgroundColor: "#ffffff" });
    const drawing = sheet.renderToSVGString();
    sheet.dispose();
    return saving(drawing, this.figure.dataset.name, { width, height });
  }

  addChooser(names) {
    const chooser = document.createElement("div");
    chooser.className = "figure-chooser";
    chooser.setAttribute("role", "group");
    chooser.setAttribute("aria-label", this.words.choose);
    for (const name of names) {
      const choice = button(name === "registration" ? this.words.registration : this.labels[name] ?? name, "", () => {
        this.chosen = name;
        for (const one of chooser.children) one.setAttribute("aria-pressed", one === choice);
        this.draw();
      });
      choice.setAttribute("aria-pressed", name === this.chosen);
      if (this.module.swatches !== false) choice.prepend(swatch(this.recipients.indexOf(name)));
      chooser.append(choice);
    }
    this.canvas.before(chooser);
  }
}

// Limits of a thousand and more are the sky; their digits would say nothing.
const round = (value, places) => (value === null ? "—" : value >= 1000 ? ">999" : value.toFixed(places));
const day = (time) => new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "medium", timeZone: "UTC" }).format(time);

function months(time) {
  const date = new Date(time);
  const month = date.toLocaleDateString(document.documentElement.lang, { month: "short", timeZone: "UTC" });
  return date.getUTCMonth() === 0 ? `${month}\n${date.getUTCFullYear()}` : month;
}

function swatch(place) {
  const made = document.createElement("span");
  made.className = place < 0 ? "swatch" : `swatch hue-${(place % 7) + 1}`;
  return made;
}

function button(words, css, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = css;
  made.textContent = words;
  made.addEventListener("click", act);
  return made;
}

// What every picture shares. The tooltip is drawn inside the SVG: an HTML one needs inline styles, which the CSP forbids.
function dressed(options, { palette: colours }, description) {
  const axis = (one) => ({
    ...one,
    nameTextStyle: { color: colours.soft, fontSize: 13, ...one.nameTextStyle },
    axisLabel: { color: colours.soft, fontSize: 12, ...one.axisLabel },
    axisLine: { show: true, ...one.axisLine, lineStyle: { color: colours.line } },
    axisTick: { lineStyle: { color: colours.line }, ...one.axisTick },
    splitLine: { lineStyle: { color: colours.hair }, ...one.splitLine },
  });
  return {
    useUTC: true,
    animation: false,
    textStyle: { fontFamily: colours.font },
    aria: { enabled: true, label: { description } },
    tooltip: {
      renderMode: "richText", confine: true, backgroundColor: colours.raised, borderColor: colours.line, borderWidth: 1, padding: 10,
      textStyle: { color: colours.ink, fontSize: 13, lineHeight: 20, fontFamily: colours.font },
    },
    ...options,
    xAxis: [options.xAxis].flat().map(axis),
    yAxis: [options.yAxis].flat().map(axis),
  };
}
