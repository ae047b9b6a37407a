// Calls by district as bars; choosing one narrows the page to it, choosing it again restores all.
import { group, hatch, rect, text } from "./shapes.js";

const ROW = 34;
const FOOT = 28;

const foot = (data) => (data.rows.some((row) => row.calls === null) ? FOOT : 0);

export const height = (_, data) => ROW * data.rows.length + foot(data);

export function options(context) {
  const { data, palette, width, words } = context;
  const left = width < 480 ? 84 : 120;
  return {
    grid: { left, right: 72, top: 0, bottom: foot(data) },
    xAxis: { type: "value", min: 0, max: Math.max(10, ...data.rows.map((row) => row.calls ?? 0)), show: false },
    yAxis: {
      type: "category", inverse: true, data: data.rows.map((row) => row.district), axisLine: { show: false }, axisTick: { show: false }, splitLine: { show: false },
      axisLabel: { align: "left", margin: left - 2, width: left - 8, overflow: "break", color: palette.ink },
    },
    series: [{
      type: "custom", cursor: "pointer", encode: { x: 0, y: 1 }, data: data.rows.map((row, place) => [row.calls ?? 0, place]),
      renderItem: (params, api) => bar(context, params, api),
      tooltip: { formatter: ({ dataIndex }) => told(context, data.rows[dataIndex]) },
    }],
    graphic: foot(data)
      ? [...hatch(0, height(width, data) - 18, 22, 14, palette.line), text(30, height(width, data) - 20, `${words.suppressed}${/[a-z]/i.test(words.suppressed) ? ". " : "："}${words.suppressed_why}`, palette, { font: `12px ${palette.font}` })]
      : [],
  };
}

export const stops = ({ data }) => data.rows.map((_, dataIndex) => ({ seriesIndex: 0, dataIndex }));

export const opens = ({ data }, place) => data.rows[place].href;

function told({ words }, row) {
  const count = (value) => (value === null ? words.suppressed : value.toLocaleString("en"));
  return `${row.district}\n${words.calls} ${count(row.calls)}\n${words.mothers} ${count(row.mothers)}`;
}

// The whole row answers to the mouse, so that a short bar is no harder to hit than a long one.
function bar({ data, palette, words }, params, api) {
  const row = data.rows[params.dataIndex];
  const [end, middle] = api.coord([api.value(0), api.value(1)]);
  const { x, width } = params.coordSys;
  const dimmed = data.chosen && data.chosen !== row.district;
  const shape = row.calls === null ? hatch(x, middle - 9, 40, 18, palette.line) : [rect(x, middle - 9, end - x, 18, { fill: palette.accent, opacity: dimmed ? 0.3 : 1 })];
  return group([
    rect(0, middle - ROW / 2, x + width + 72, ROW, { fill: "transparent" }),
    ...shape,
    text((row.calls === null ? x + 40 : end) + 8, middle, row.calls === null ? words.suppressed : row.calls.toLocaleString("en"), palette, { verticalAlign: "middle", fill: palette.ink }),
  ]);
}
