// Reports over time: calls by their own day as steps with an area, by the day of the report as a thin line; what is not complete yet lies in grey.
import { group, line, rect, text } from "./shapes.js";

const DAY = 86400000;
const TOP = 56;
const BOTTOM = 44;
const LEFT = 44;

const time = (iso) => Date.parse(iso);
const steps = (data, column) => {
  const points = data.rows.map((row) => [time(row.from_day), row[column]]);
  const last = points.at(-1);
  return [...points, [last[0] + data.width * DAY, last[1]]]; // so that the last step is as wide as the others
};

export const height = (width) => (width < 480 ? 260 : 320);

export function options(context) {
  const { data, palette, words, width } = context;
  const [first, last] = [time(data.rows[0].from_day), time(data.rows.at(-1).from_day) + data.width * DAY];
  const name = data.width === 1 ? words.calls_a_day : words.calls_a_week;
  return {
    grid: { left: LEFT, right: 12, top: TOP, bottom: BOTTOM },
    xAxis: { type: "time", min: first, max: last, ...context.timeAxis },
    yAxis: { type: "value", min: 0, minInterval: 1, axisLine: { show: false }, axisTick: { show: false } },
    series: [
      {
        type: "line", step: "end", symbol: "none", data: steps(data, "happened"), tooltip: tip(context),
        lineStyle: { color: palette.accent, width: 1.25 }, areaStyle: { color: palette.accent, opacity: 0.2 },
      },
      { type: "line", step: "end", symbol: "none", data: steps(data, "told"), lineStyle: { color: palette.hues[1], width: 1.25, type: [4, 3] } },
      ...incomplete(context, last),
      stopsOf(context),
      ...events(context, first, last),
    ],
    graphic: [text(LEFT, 0, name, palette), ...key(context, width)],
  };
}

export const stops = ({ data }) => data.rows.map((_, dataIndex) => ({ seriesIndex: data.incomplete_from ? 3 : 2, dataIndex }));

// A column for each bin that nobody sees and everybody may point at; an ordinary axis tooltip would answer to no key.
function stopsOf(context) {
  const { data } = context;
  return {
    type: "custom", encode: { x: 0, y: 1 }, data: data.rows.map((row) => [time(row.from_day), row.happened ?? 0]), tooltip: tip(context),
    renderItem: (_, api) => {
      const [x, bottom] = api.coord([api.value(0), 0]);
      const [right] = api.coord([api.value(0) + data.width * DAY, 0]);
      return rect(x, TOP, Math.max(1, right - x), bottom - TOP, { fill: "transparent" });
    },
  };
}

function tip({ data, words, day }) {
  const count = (value) => (value === null ? words.suppressed : value);
  return {
    formatter: ({ dataIndex }) => {
      const row = data.rows[Math.min(dataIndex, data.rows.length - 1)];
      return `${day(time(row.from_day))}\n${words.happened} ${count(row.happened)}\n${words.told} ${count(row.told)}`;
    },
  };
}

function incomplete({ data, palette, words }, last) {
  if (!data.incomplete_from || time(data.incomplete_from) >= last) return [];
  return [{
    type: "custom", silent: true, z: 1, encode: { x: 0, y: 1 }, data: [[time(data.incomplete_from), 0]],
    renderItem: (_, api) => {
      const [start, bottom] = api.coord([Math.max(api.value(0), time(data.rows[0].from_day)), 0]);
      const [end] = api.coord([last, 0]);
      return group([
        rect(start, TOP, end - start, bottom - TOP, { fill: palette.soft, opacity: 0.14 }),
        line(start, TOP, start, bottom, palette.soft, 1, [3, 3]),
        text(end, TOP - 20, words.incomplete, palette, { align: "right", font: `12px ${palette.font}` }),
      ]);
    },
  }];
}

// What was in the news: a line and its number, which the list below the picture explains.
function events({ data, palette }, first, last) {
  const within = (data.events ?? []).filter(({ day }) => time(day) >= first && time(day) < last);
  if (!within.length) return [];
  return [{
    type: "custom", silent: true, z: 3, encode: { x: 0, y: 1 }, data: within.map(({ day, number }) => [time(day), 0, number]),
    renderItem: (_, api) => {
      const [x, bottom] = api.coord([api.value(0), 0]);
      return group([
        line(x, TOP - 4, x, bottom, palette.ink, 1, [2, 3]),
        text(x, TOP - 20, String(api.value(2)), palette, { align: "center", fill: palette.ink, font: `600 12px ${palette.font}` }),
      ]);
    },
  }];
}

function key({ palette, words }, width) {
  const row = width < 480 ? 20 : 0;
  const left = width < 480 ? LEFT : LEFT + 120;
  return [
    line(left, row + 9, left + 18, row + 9, palette.accent, 4),
    text(left + 24, row, words.happened, palette, { fill: palette.ink }),
    line(left + 130, row + 9, left + 148, row + 9, palette.hues[1], 2, [4, 3]),
    text(left + 154, row, words.told, palette, { fill: palette.ink }),
  ];
}
