// Lag curves: one panel per source, all with the same axes, so that heights may be compared across panels.
import { line, named, text } from "./shapes.js";

const PANEL = 210;
const HEAD = 56;
const FOOT = 46;
const LEFT = 40;
const GAP = 40;

// As many as fit, but never a last row with a lonely panel where an even split exists.
function columns(width, count) {
  const fitting = Math.max(1, Math.min(count, 4, Math.floor(width / 220)));
  return Math.ceil(count / Math.ceil(count / fitting));
}

const breadth = (width, across) => (width - LEFT - GAP * (across - 1) - 8) / across;

// Never taller than wide: on paper all panels of a city stay on one sheet.
const tall = (width, count) => Math.min(PANEL, Math.round(breadth(width, columns(width, count)) * 0.9));

export const height = (width, { length }) => Math.ceil(length / columns(width, length)) * (tall(width, length) + HEAD + FOOT) + 24;

export function options(context) {
  const { data, words, palette } = context;
  const bins = data.flatMap((curve) => curve.bins);
  const [from, until] = [Math.min(...bins.map((bin) => bin.from_day)), Math.max(...bins.map((bin) => bin.until_day))];
  const interval = until - from > 150 ? 60 : 30;
  // One bin with few days at risk has an interval up to the sky: the curves set the height, ribbons are cut there.
  const tops = bins.flatMap((bin) => [bin.rate * 1.25, bin.placebo_high]);
  const frame = {
    interval,
    min: Math.floor(from / interval) * interval,
    max: Math.ceil(until / interval) * interval,
    ...scaled(Math.max(1, ...tops)),
  };
  const panels = data.map((curve, place) => panel(context, curve, place, frame));
  return {
    grid: panels.map((one) => one.grid),
    xAxis: panels.map((one) => one.xAxis),
    yAxis: panels.map((one) => one.yAxis),
    series: panels.flatMap((one) => one.series),
    graphic: [text(0, 0, `${words.rate} · ${words.interval}`, palette), ...panels.flatMap((one) => one.graphic)],
  };
}

export const stops = ({ data }) =>
  data.flatMap((curve, place) => curve.bins.map((_, dataIndex) => ({ seriesIndex: place * 2 + 1, dataIndex })));

const minus = (value) => `${value}`.replace("-", "−");

// At most five steps of 1, 2 or 5 times a power of ten.
function scaled(value) {
  const unit = 10 ** Math.floor(Math.log10(value / 5));
  const step = [1, 2, 5, 10].map((times) => times * unit).find((size) => value / size <= 5);
  return { step, top: Math.ceil(value / step) * step };
}

function panel(context, curve, place, frame) {
  const { words, palette, width, data } = context;
  const across = columns(width, data.length);
  const column = place % across;
  const size = breadth(width, across);
  const panelHeight = tall(width, data.length);
  const left = LEFT + column * (size + GAP);
  const top = 24 + Math.floor(place / across) * (panelHeight + HEAD + FOOT) + HEAD;
  const registration = curve.source === "registration";
  const colour = registration ? palette.ink : palette.hues[context.place(curve.source) % 7];
  const axes = { xAxisIndex: place, yAxisIndex: place };
  const middles = curve.bins.map((bin) => [(bin.from_day + bin.until_day) / 2, bin.rate]);
  return {
    grid: { left, top, width: size, height: panelHeight },
    xAxis: {
      gridIndex: place, type: "value", min: frame.min, max: frame.max, interval: frame.interval, splitLine: { show: false }, axisLabel: { formatter: minus },
      name: registration ? words.days_since_registration : words.days_since_export, nameLocation: "middle", nameGap: 26,
    },
    yAxis: { gridIndex: place, type: "value", min: 0, max: frame.top, interval: frame.step, axisLabel: { show: column === 0 }, axisLine: { show: false }, axisTick: { show: false } },
    series: [
      { type: "custom", silent: true, ...axes, data: [[frame.min, 0]], renderItem: (_, api) => behind(context, curve, colour, frame, api, place === 0) },
      {
        type: "line", name: curve.source, ...axes, data: middles, symbol: "circle", symbolSize: 4, showSymbol: true, z: 5,
        lineStyle: { color: colour, width: 2 }, itemStyle: { color: colour },
        tooltip: { formatter: ({ dataIndex }) => said(context, curve, curve.bins[dataIndex]) },
      },
    ],
    graphic: named(left, top - 30, context.name(curve.source), colour, palette, { width: size - 20, overflow: "truncate" }),
  };
}

function behind({ words, palette }, curve, colour, frame, api, told) {
  const band = (low, high, fill, opacity) => runs(curve.bins, low, high).map((run) => ({
    type: "polygon",
    shape: { points: outline(run, low, high).map(([day, rate]) => api.coord([day, Math.min(rate, frame.top)])) },
    style: { fill, opacity },
  }));
  const [zero, floor] = api.coord([0, 0]);
  const [, ceiling] = api.coord([0, frame.top]);
  const placebo = band("placebo_low", "placebo_high", palette.line, 0.28);
  const last = curve.bins.at(-1);
  const [edge, foot] = api.coord([last.until_day, last.placebo_low ?? 0]);
  return {
    type: "group",
    children: [
      ...placebo,
      ...band("rate_low", "rate_high", colour, 0.2),
      line(zero, floor, zero, ceiling, palette.ink, 1, [3, 3]),
      ...(told && placebo.length ? [text(edge - 4, foot + 4, words.placebo, palette, { align: "right", font: `12px ${palette.font}` })] : []),
    ],
  };
}

// A bin without an interval breaks the band instead of being bridged.
function runs(bins, low, high) {
  const found = [[]];
  for (const bin of bins) {
    if (bin[low] === null || bin[high] === null) found.push([]);
    else found.at(-1).push(bin);
  }
  return found.filter((run) => run.length > 0);
}

function outline(run, low, high) {
  const middle = (bin) => (bin.from_day + bin.until_day) / 2;
  return [...run.map((bin) => [middle(bin), bin[high]]), ...run.toReversed().map((bin) => [middle(bin), bin[low]])];
}

function said(context, curve, bin) {
  const { words, name, round } = context;
  return `${name(curve.source)}\n${minus(bin.from_day)} … ${minus(bin.until_day - 1)}\n${words.rate} ${round(bin.rate, 1)}（${context.range(bin.rate_low, bin.rate_high, 1)}）\n${words.calls} ${bin.calls ?? words.suppressed}`;
}
