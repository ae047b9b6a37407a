// Rate ratios on a log axis: a mark by verdict, whiskers, the number beside it, one row per class of sources.
import { group, line, mark, text } from "./shapes.js";

const TOP = 40;
const BOTTOM = 46;
const WIDEST = 16;

const bounds = (row) => [row.low, row.estimate, row.high].filter((value) => value > 0);
const clamp = (value) => Math.min(WIDEST, Math.max(1 / WIDEST, value));

const margin = (width) => (width < 480 ? 130 : 170);

// A Chinese name that is wider than the margin takes another line.
const lines = (row, width) => row.members.reduce((sum, name) => sum + Math.ceil((name.length * 13) / (margin(width) - 12)), 0);

const rowHeight = (row, width) => 30 + 18 * Math.max(1.4, lines(row, width));

// Where each row begins, and after the last one where all of them end.
const edges = (data, width) => data.reduce((found, row) => [...found, found.at(-1) + rowHeight(row, width)], [0]);

export const height = (width, data) => TOP + BOTTOM + edges(data, width).at(-1);

export function options(context) {
  const { data, words, palette, width } = context;
  const narrow = width < 480;
  const reach = Math.max(1, ...data.flatMap(bounds).map((value) => Math.ceil(Math.abs(Math.log2(clamp(value))))));
  const right = narrow ? 96 : 132;
  const left = margin(width);
  const rows = edges(data, width);
  const plane = { left, right, top: TOP, bottom: BOTTOM };
  return {
    grid: plane,
    xAxis: {
      type: "log", logBase: 2, min: 2 ** -reach, max: 2 ** reach, name: words.rate_ratio, nameLocation: "middle", nameGap: 28,
      axisLabel: { hideOverlap: true, formatter: (value) => (value < 1 ? `1/${1 / value}` : `${value}`) }, splitLine: { show: false }, axisLine: { onZero: false },
    },
    yAxis: { type: "value", inverse: true, min: 0, max: rows.at(-1), show: false },
    series: [{
      type: "custom", encode: { x: 0, y: 1 }, data: data.map((row, place) => [row.estimate ?? 1, (rows[place] + rows[place + 1]) / 2]),
      renderItem: (params, api) => drawn(context, params, api, { top: rows[params.dataIndex], right }),
      tooltip: { formatter: ({ dataIndex }) => said(context, data[dataIndex]) },
    }],
    graphic: [text(width, 4, words.interval, palette, { align: "right", font: `12px ${palette.font}` })],
  };
}

export const stops = ({ data }) => data.map((_, dataIndex) => ({ seriesIndex: 0, dataIndex }));

function drawn(context, params, api, { top: rowTop, right }) {
  const { palette, words, round, range } = context;
  const place = params.dataIndex;
  const row = context.data[place];
  const { x: left, width, y: top, height: tall } = params.coordSys;
  const [one, y] = api.coord([1, api.value(1)]);
  const rule = place === 0 ? [line(one, top, one, top + tall, palette.ink, 1, [3, 3])] : [];
  const separator = place ? [line(0, top + rowTop, left + width + right, top + rowTop, palette.hair)] : [];
  const names = text(0, y, row.members.map(context.name).join("\n"), palette, { verticalAlign: "middle", fill: palette.ink, lineHeight: 18, width: left - 12, overflow: "break" });
  const frame = [...rule, ...separator, names];
  const edge = left + width + right;
  const said = (words_) => text(edge, y, words_, palette, { align: "right", verticalAlign: "middle", fill: palette.ink });
  if (row.estimate === null) return group([...frame, said(words.not_estimable)]);
  const colour = row.members.length === 1 && row.members[0] !== "registration" ? palette.hues[context.place(row.members[0]) % 7] : palette.ink;
  const at = (value) => Math.min(left + width, Math.max(left, api.coord([clamp(value), 0])[0]));
  const whisker = row.low === null || row.high === null ? [] : [line(at(row.low), y, at(row.high), y, colour, 2), ...onward(row, at, y, colour)];
  const numbers = `${round(row.estimate, 2)}\n${range(row.low, row.high, 2)}`;
  return group([...frame, ...whisker, ...mark(at(row.estimate), y, 6, row.verdict, colour, palette.raised), said(numbers)]);
}

// A whisker that the axis is too short for ends in an arrow, not as if it ended there.
function onward(row, at, y, colour) {
  const arrow = (x, back) => [line(x + back, y - 5, x, y, colour, 2), line(x + back, y + 5, x, y, colour, 2)];
  return [...(row.low < 1 / WIDEST ? arrow(at(row.low), 6) : []), ...(row.high > WIDEST ? arrow(at(row.high), -6) : [])];
}

function said({ name, words, round, range }, row) {
  const head = row.members.map(name).join("\n");
  const numbers = row.estimate === null ? words.not_estimable : `${round(row.estimate, 2)}（${range(row.low, row.high, 2)}）`;
  return `${head}\n${words.verdict[row.verdict]}\n${numbers}`;
}
