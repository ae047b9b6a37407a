// The Lexis plane: registration across, call up, one scale. Its argument is the wedge between diagonal and staircase.
import { dash } from "./palette.js";
import { line, named, rampScale, rect, text } from "./shapes.js";

const DAY = 86400000;
const LEFT = 52;
const TOP = 76;
const BOTTOM = 44;
const LARGEST_SIDE = 640;

const side = (width) => Math.min(LARGEST_SIDE, width - LEFT - 12);
const time = (iso) => Date.parse(iso);

export const height = (width) => side(width) + TOP + BOTTOM;

export const choices = ({ data }) => data.staircases.map((one) => one.recipient);

export function options(context) {
  const { data, words, palette, width, chosen } = context;
  const extent = { type: "time", min: time(data.first_day), max: time(data.last_day), ...context.timeAxis };
  const plane = { left: LEFT, top: TOP, width: side(width), height: side(width) };
  // The palest step is for squares too small to be counted: with weekly squares most are, and they are density too.
  const scale = rampScale(data.squares.map((square) => square.calls ?? 0), 4);
  return {
    grid: plane,
    xAxis: { ...extent, name: words.registered, nameLocation: "middle", nameGap: 30 },
    yAxis: { ...extent, name: words.called, nameLocation: "end", nameGap: 10, nameTextStyle: { align: "left", padding: [0, 0, 0, -LEFT + 4] } },
    series: [squares(context, scale), wedge(context), diagonal(context), ...data.staircases.map((one) => staircase(context, one))],
    graphic: [...key(context, scale), ...annotation(context, plane, chosen)].map((one) => ({ ...one, z: 7 })),
  };
}

export const stops = ({ data }) => data.squares.map((_, dataIndex) => ({ seriesIndex: 0, dataIndex }));

function squares({ data, words, palette, day }, scale) {
  const span = data.square_days * DAY;
  return {
    type: "custom",
    clip: true,
    encode: { x: 0, y: 1 },
    data: data.squares.map((one) => [time(one.registered_from), time(one.called_from), one.calls ?? -1]),
    renderItem: (_, api) => {
      const [x, bottom] = api.coord([api.value(0), api.value(1)]);
      const [right, y] = api.coord([api.value(0) + span, api.value(1) + span]);
      const box = [x, y, right - x - 0.5, bottom - y - 0.5];
      const calls = api.value(2);
      return rect(...box, { fill: palette.ramp[calls < 0 ? 0 : scale.step(calls) + 1] });
    },
    tooltip: {
      formatter: ({ value }) =>
        `${words.registered} ${day(value[0])}\n${words.called} ${day(value[1])}\n${words.calls} ${value[2] < 0 ? words.suppressed : value[2]}`,
    },
  };
}

function diagonal({ data, palette }) {
  const ends = [data.first_day, data.last_day].map(time);
  return {
    type: "line",
    silent: true,
    symbol: "none",
    z: 4,
    data: ends.map((end) => [end, end]),
    lineStyle: { color: palette.ink, width: 1.5, type: [2, 4] },
  };
}

// Whoever learns of a card on the day itself climbs without steps, up the diagonal; nobody's hue belongs to it.
const REGISTRATION = "registration";
const hueOf = ({ palette, place }, recipient) => (recipient === REGISTRATION ? palette.ink : palette.hues[place(recipient) % 7]);

function staircase(context, { recipient, points }) {
  const { place, chosen, words, day, name } = context;
  const emphasised = recipient === chosen;
  return {
    type: "line",
    name: name(recipient),
    step: recipient === REGISTRATION ? false : "end",
    symbol: "none",
    z: emphasised ? 6 : 3,
    data: points.map(([registered, exported]) => [time(registered), time(exported)]),
    lineStyle: {
      color: hueOf(context, recipient),
      width: emphasised ? 3 : 1.25,
      opacity: emphasised ? 1 : 0.8,
      type: emphasised ? "solid" : dash(place(recipient)),
    },
    triggerLineEvent: true,
    tooltip: { formatter: ({ value }) => [name(recipient), ...(Array.isArray(value) ? [`${words.first_export} ${day(value[1])}`] : [])].join("\n") },
  };
}

// Drawn as one shape: up the staircase, back along the diagonal.
function wedge(context) {
  const { data, chosen } = context;
  const steps = chosen === REGISTRATION ? [] : data.staircases.find((one) => one.recipient === chosen)?.points ?? [];
  return {
    type: "custom",
    clip: true,
    silent: true,
    data: steps.length ? [[time(data.first_day), time(data.first_day)]] : [],
    renderItem: (params, api) => {
      const last = time(data.last_day);
      const stairs = steps.flatMap(([registered, exported], step) => [[registered, steps[step - 1]?.[1] ?? exported], [registered, exported]]);
      const up = stairs.map(([registered, exported]) => api.coord([time(registered), Math.min(time(exported), last)]));
      const back = [steps.at(-1), steps[0]].map(([registered]) => api.coord([time(registered), time(registered)]));
      const fill = hueOf(context, chosen);
      return { type: "polygon", shape: { points: [...up, ...back] }, style: { fill, opacity: 0.1 } };
    },
  };
}

function key({ words, palette, width }, scale) {
  const top = 8;
  const step = Math.min(44, (width - 150) / 7);
  const start = 4 + words.calls_per_square.length * (/[a-z]/i.test(words.calls_per_square) ? 7 : 13) + 12;
  const boxes = [words.suppressed, ...scale.ranges].flatMap((label, level) => [
    rect(start + level * step, top, step - 2, 10, { fill: palette.ramp[level] }),
    ...(level % 2 && step < 44 ? [] : [text(start + level * step, top + 14, label, palette, { font: `12px ${palette.font}` })]),
  ]);
  return [text(4, top - 3, words.calls_per_square, palette), ...boxes];
}

// The lower right triangle lies before registration and stays nearly empty: the place for words.
function annotation(context, plane, emphasised) {
  const { data, words, palette, chosen } = context;
  const at = (x, y) => [plane.left + plane.width * x, plane.top + plane.height * (1 - y)];
  const [x, y] = at(0.52, plane.width < 400 ? 0.37 : 0.27);
  const along = { ...text(0, 0, words.diagonal, palette, { align: "center", verticalAlign: "top" }), rotation: Math.PI / 4 };
  [along.x, along.y] = at(0.875, 0.862);
  const steps = data.staircases.find((one) => one.recipient === emphasised)?.points ?? [];
  if (!steps.length) return [along];
  if (chosen === REGISTRATION) {
    return [along, ...named(x, y, words.registration, palette.ink, palette), text(x, y + 22, words.no_wedge, palette, { width: plane.width * 0.46, overflow: "break" })];
  }
  const wedgeMiddle = widest(steps.slice(Math.floor(steps.length * 0.3), Math.ceil(steps.length * 0.6)));
  const range = time(data.last_day) - time(data.first_day);
  const share = (iso) => (time(iso) - time(data.first_day)) / range;
  const across = share(wedgeMiddle[0]);
  const [toX, toY] = at(across + 0.02, (across + 0.02 + Math.min(1, share(wedgeMiddle[1]))) / 2);
  return [
    along,
    line(x + 8, y - 6, toX, toY, palette.line),
    { type: "circle", shape: { cx: toX, cy: toY, r: 3 }, style: { fill: palette.ink } },
    ...named(x, y, emphasised, hueOf(context, chosen), palette),
    text(x, y + 22, words.wedge, palette, { width: plane.width * 0.46, overflow: "break" }),
  ];
}

const widest = (steps) => steps.reduce((best, step) => (time(step[1]) - time(step[0]) > time(best[1]) - time(best[0]) ? step : best));
