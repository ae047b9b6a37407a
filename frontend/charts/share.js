// The share of calls per source: the whole as one bar, and under it each part with its interval on the same axis.
import { group, line, rect, text } from "./shapes.js";

const BAR = 30;
const TOP = 8;
const BOTTOM = 46;

// Long names take two lines on a narrow screen.
const rowHeight = (width, data) => 16 + (width < 480 ? 36 : 18) * Math.max(1.3, ...data.map((row) => row.members.length));

export const height = (width, data) => TOP + BAR + 14 + rowHeight(width, data) * data.length + BOTTOM;

export function options(context) {
  const { data, palette, width, words } = context;
  const left = width < 480 ? 108 : 160;
  const right = width < 480 ? 84 : 104;
  const percent = (value) => `${Math.round(value * 100)}%`;
  return {
    grid: { left, right, top: TOP, bottom: BOTTOM },
    xAxis: { type: "value", min: 0, max: 1, interval: 0.25, axisLabel: { formatter: percent }, name: words.share, nameLocation: "middle", nameGap: 28, splitLine: { lineStyle: { color: palette.hair } } },
    yAxis: { type: "value", min: 0, max: 1, show: false },
    series: [{
      type: "custom", encode: { x: 0 }, data: data.map((row) => [row.estimate, 0]),
      renderItem: (params, api) => part(context, params, api, right),
      tooltip: { formatter: ({ dataIndex }) => `${named(context, data[dataIndex], "\n")}\n${numbers(context, data[dataIndex])}` },
    }],
  };
}

export const stops = ({ data }) => data.map((_, dataIndex) => ({ seriesIndex: 0, dataIndex }));

const named = ({ name, words }, row, joiner) => (row.members.length ? row.members.map(name).join(joiner) : words.background);

const hundredfold = (value) => (value === null ? null : value * 100);
const numbers = ({ round, range }, row) =>
  `${round(hundredfold(row.estimate), 0)}%（${range(hundredfold(row.low), hundredfold(row.high), 0)}）`;

function colourOf({ palette, place }, { members }) {
  if (!members.length) return palette.hair;
  if (members.length > 1) return palette.line;
  return members[0] === "registration" ? palette.ink : palette.hues[place(members[0]) % 7];
}

function part(context, params, api, right) {
  const { data, palette } = context;
  const index = params.dataIndex;
  const row = data[index];
  const { x: left, width } = params.coordSys;
  const at = (value) => api.coord([Math.min(1, value), 0])[0];
  const before = data.slice(0, index).reduce((sum, one) => sum + one.estimate, 0);
  const colour = colourOf(context, row);
  const y = TOP + BAR + 14 + rowHeight(context.width, data) * (index + 0.5);
  const outline = row.members.length ? {} : { stroke: palette.line };
  const segment = rect(at(before), TOP, at(before + row.estimate) - at(before) - 1, BAR, { fill: colour, ...outline });
  const whisker = row.low === null || row.high === null ? [] : [line(at(row.low), y, at(row.high), y, palette.ink, 1.5)];
  const dot = { type: "circle", shape: { cx: at(row.estimate), cy: y, r: 5 }, style: { fill: colour, stroke: palette.ink, lineWidth: row.members.length ? 0 : 1.5 } };
  return group([
    segment,
    ...whisker,
    dot,
    text(0, y, named(context, row, "\n"), palette, { verticalAlign: "middle", fill: palette.ink, lineHeight: 17, width: left - 8, overflow: "break" }),
    text(left + width + right, y, numbers(context, row), palette, { align: "right", verticalAlign: "middle", fill: palette.ink, font: `13px ${palette.font}` }),
  ]);
}
