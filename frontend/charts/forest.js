// Rate ratios on a log axis: a mark by verdict, whiskers, the number beside it, one row per class of sources.
import { group, line, mark, text } from "./shapes.js";

const TOP = 40;
const BOTTOM = 46;
const WIDEST = 16;

const rowHeight = (row) => 26 + 20 * row.members.length;
const bounds = (row) => [row.low, row.estimate, row.high].filter((value) => value > 0);
const clamp = (value) => Math.min(WIDEST, Math.max(1 / WIDEST, value));

export const height = (width, data) => TOP + BOTTOM + Math.max(...data.map(rowHeight)) * data.length;

export function options(context) {
  const { data, words, palette, width } = context;
  const narrow = width < 480;
  const reach = Math.max(1, ...data.flatMap(bounds).map((value) => Math.ceil(Math.abs(Math.log2(clamp(value))))));
  const right = narrow ? 96 : 132;
  const left = narrow ? 108 : 160;
  const plane = { left, right, top: TOP, bottom: BOTTOM };
  return {
    grid: plane,
    xAxis: {
      type: "log", logBase: 2, min: 2 ** -reach, max: 2 ** reach, name: words.rate_ratio, nameLocation: "middle", nameGap: 28,
      axisLabel: { formatter: (value) => (value < 1 ? `1/${1 / value}` : `${value}`) }, splitLine: { show: false }, axisLine: { show: true },
    },
    yAxis: {
      type: "category", inverse: true, data: data.map((row) => row.members.map(context.name).join("\n")), axisTick: { show: false }, axisLine: { show: false },
      axisLabel: { width: left - 12, overflow: "break", lineHeight: 18, align: "left", margin: left - 4, color: palette.ink },
    },
    series: [{
      type: "custom", encode: { x: 0, y: 1 }, data: data.map((row, place) => [row.estimate ?? 1, place]),
      renderItem: (params, api) => drawn(context, data[params.dataIndex], params, api, right),
      tooltip: { formatter: ({ dataIndex }) => said(context, data[dataIndex]) },
    }],
    graphic: [text(width, 4, words.interval, palette, { align: "right", font: `12px ${palette.font}` })],
  };
}

export const stops = ({ data }) => data.map((_, dataIndex) => ({ seriesIndex: 0, dataIndex }));

function drawn(context, row, params, api, right) {
  const { palette, words, round } = context;
  const place = params.dataIndex;
  const { x: left, width, y: top, height: tall } = params.coordSys;
  const [one, y] = api.coord([1, place]);
  const rule = place === 0 ? [line(one, top, one, top + tall, palette.ink, 1, [3, 3])] : [];
  const separator = place ? [line(0, y - tall / context.data.length / 2, left + width + right, y - tall / context.data.length / 2, palette.hair)] : [];
  const edge = left + width + right;
  const said = (words_) => text(edge, y, words_, palette, { align: "right", verticalAlign: "middle", fill: palette.ink });
  if (row.estimate === null) return group([...rule, ...separator, said(words.not_estimable)]);
  const colour = row.members.length === 1 && row.members[0] !== "registration" ? palette.hues[context.place(row.members[0]) % 7] : palette.ink;
  const at = (value) => Math.min(left + width, Math.max(left, api.coord([clamp(value), place])[0]));
  const whisker = row.low === null || row.high === null ? [] : [line(at(row.low), y, at(row.high), y, colour, 2)];
  const numbers = `${round(row.estimate, 2)}\n${round(row.low, 2)}–${round(row.high, 2)}`;
  return group([...rule, ...separator, ...whisker, ...mark(at(row.estimate), y, 6, row.verdict, colour, palette.raised), said(numbers)]);
}

function said({ name, words, round }, row) {
  const head = row.members.map(name).join("\n");
  const numbers = row.estimate === null ? words.not_estimable : `${round(row.estimate, 2)}（${round(row.low, 2)}–${round(row.high, 2)}）`;
  return `${head}\n${words.verdict[row.verdict]}\n${numbers}`;
}
