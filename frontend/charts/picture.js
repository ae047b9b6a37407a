// One figure made alive: it draws, redraws when width, colour scheme or paper changes, and answers to keys.
import { savePng, saveSvg } from "./download.js";
import { palette } from "./palette.js";

const PAPER_WIDTH = 680;
const dark = matchMedia("(prefers-color-scheme: dark)");

export class Picture {
  constructor(figure, module, words) {
    const { data, labels, recipients, chosen } = JSON.parse(figure.querySelector("script").textContent);
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
    this.canvas.addEventListener("blur", () => this.chart.dispatchAction({ type: "hideTip" }));
  }

  print(onPaper) {
    this.onPaper = onPaper;
    this.table.open = onPaper;
    this.draw();
  }

  draw() {
    const width = this.onPaper ? PAPER_WIDTH : this.canvas.clientWidth;
    const tall = this.module.height(width, this.data);
    this.canvas.style.height = `${tall}px`;
    this.chart?.dispose();
    this.chart = this.paint(this.canvas, width, this.onPaper || !dark.matches ? "light" : "dark");
  }

  paint(canvas, width, scheme) {
    const chart = echarts.init(canvas, null, { renderer: "svg", width, height: this.module.height(width, this.data), locale: chinese() ? "ZH" : "EN" });
    this.context = this.contextFor(width, palette(scheme));
    chart.setOption(dressed(this.module.options(this.context), this.context, this.description()));
    return chart;
  }

  contextFor(width, colours) {
    const label = (code) => this.labels[code] ?? code;
    return {
      width, label, words: this.words, data: this.data, chosen: this.chosen, palette: colours, day,
      name: (source) => (source === "registration" ? this.words.registration : label(source)),
      place: (recipient) => Math.max(0, this.recipients.indexOf(recipient)),
      round: (value, places) => (value === null ? "—" : value.toFixed(places)),
      timeAxis: { minInterval: 28 * 86400000, axisLabel: { hideOverlap: true, formatter: months }, splitLine: { show: false } },
    };
  }

  description() {
    const [title, sentence] = this.figure.querySelectorAll("figcaption > :not(.figure-tools)");
    return `${title.textContent}。${sentence.textContent}`;
  }

  // Arrow keys walk through the numbers, Escape puts them away; the table says the same to those who do not see.
  step(event) {
    const stops = this.module.stops(this.context);
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
      tools.append(button(word, "button button-quiet button-small", () => this.saveLight(saving)));
    }
    this.figure.querySelector("figcaption").append(tools);
  }

  async saveLight(saving) {
    const sheet = document.createElement("div");
    const chart = this.paint(sheet, this.canvas.clientWidth, "light");
    chart.setOption({ backgroundColor: this.context.palette.raised });
    await saving(chart, this.figure.dataset.name);
    chart.dispose();
    this.draw();
  }

  addChooser(names) {
    const chooser = document.createElement("div");
    chooser.className = "figure-chooser";
    chooser.setAttribute("role", "group");
    chooser.setAttribute("aria-label", this.words.choose);
    for (const name of names) {
      const choice = button(this.labels[name] ?? name, `hue-${(Math.max(0, this.recipients.indexOf(name)) % 7) + 1}`, () => {
        this.chosen = name;
        for (const one of chooser.children) one.setAttribute("aria-pressed", one === choice);
        this.draw();
      });
      choice.setAttribute("aria-pressed", name === this.chosen);
      chooser.append(choice);
    }
    this.canvas.before(chooser);
  }
}

const chinese = () => document.documentElement.lang.startsWith("zh");
const day = (time) => new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "medium", timeZone: "UTC" }).format(time);

function months(time) {
  const date = new Date(time);
  const month = date.toLocaleDateString(document.documentElement.lang, { month: "short", timeZone: "UTC" });
  return date.getUTCMonth() === 0 ? `${month}\n${date.getUTCFullYear()}` : month;
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
