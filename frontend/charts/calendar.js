// The exports calendar: recipients as rows, days as columns, reports per week as a thin area on the same axis.
import { group, line, rect, text } from "./shapes.js";

const DAY = 86400000;
const ROW = 30;
const AREA = 56;
const HEAD = 30;
const GAP = 12;
const FOOT = 78;

const time = (iso) => Date.parse(iso);

export const height = (width, { rows }) => HEAD + AREA + GAP + rows.length * ROW + FOOT;

export function options(context) {
  const { data, palette, width, words } = context;
  const days = [...data.rows.flatMap((row) => row.runs.map((run) => run.day)), ...data.weeks.map((week) => week.from_day)].map(time);
  const extent = { type: "time", min: Math.min(...days) - 3 * DAY, max: Math.max(...days) + 7 * DAY, ...context.timeAxis };
  const left = width < 480 ? 104 : 150;
  const top = HEAD + AREA + GAP;
  const most = Math.max(1, ...data.weeks.map((week) => week.calls ?? 0));
  return {
    grid: [{ left, right: 12, top: HEAD, height: AREA }, { left, right: 12, top, height: data.rows.length * ROW }],
    xAxis: [{ ...extent, gridIndex: 0, axisLabel: { show: false }, axisTick: { show: false } }, { ...extent, gridIndex: 1 }],
    yAxis: [
      { gridIndex: 0, type: "value", min: 0, max: most, interval: most, splitLine: { show: false }, axisLine: { show: false } },
      {
        gridIndex: 1, type: "category", inverse: true, data: data.rows.map((row) => row.recipient), axisTick: { show: false }, axisLine: { show: false },
        splitLine: { show: true, lineStyle: { color: palette.hair } },
        axisLabel: { align: "left", margin: left - 4, width: left - 14, overflow: "break", lineHeight: 14, color: palette.ink },
      },
    ],
    series: [
      {
        type: "line", xAxisIndex: 0, yAxisIndex: 0, symbol: "none", step: "end", data: steps(data.weeks),
        lineStyle: { color: palette.accent, width: 1.25 }, areaStyle: { color: palette.accent, opacity: 0.18 },
      },
      runs(context),
    ],
    graphic: [text(left, 4, words.reports_per_week, palette), ...key(context, left, top + data.rows.length * ROW + 50)],
  };
}

// A step holds until the next one begins; the last one for its week, or it would stand as a line without breadth.
const steps = (weeks) => {
  const begun = weeks.map((week) => [time(week.from_day), week.calls]);
  return [...begun, ...begun.slice(-1).map(([day, calls]) => [day + 7 * DAY, calls])];
};

export const stops = ({ data }) => flat(data).map((_, dataIndex) => ({ seriesIndex: 1, dataIndex }));

const flat = (data) => data.rows.flatMap((row, place) => row.runs.map((run) => ({ ...run, place, recipient: row.recipient })));

// Where runs were held against a plan: a late one has a bar over it, one that never left is struck out.
function marked(x, y, run, colour, palette, wide) {
  const drawn = [box(x, y, run.planned, colour, palette, wide)];
  if (run.standing === "late") drawn.push(line(x - 7, y - 12, x + 7, y - 12, palette.ink, 3));
  if (run.standing === "skipped") drawn.push(line(x - 8, y + 10, x + 8, y - 10, palette.ink, 2));
  return group(drawn);
}

const box = (x, y, planned, colour, palette, wide = 8) =>
  rect(x - wide / 2, y - 8, wide, 16, { fill: planned ? palette.raised : colour, stroke: colour, lineWidth: 1.5 });

function runs(context) {
  const { data, palette, words, place, day } = context;
  const all = flat(data);
  const gap = Math.min(...all.map((run, at) => (at && all[at - 1].place === run.place ? time(run.day) - time(all[at - 1].day) || DAY : 30 * DAY)));
  return {
    type: "custom", xAxisIndex: 1, yAxisIndex: 1, encode: { x: 0, y: 1 }, data: all.map((run) => [time(run.day), run.place]),
    renderItem: (params, api) => {
      const run = all[params.dataIndex];
      const [x, y] = api.coord([api.value(0), api.value(1)]);
      // Weekly runs on a year's axis lie a few pixels apart: marks as wide as monthly ones would melt into a bar.
      const wide = Math.max(2, Math.min(8, api.size([gap, 0])[0] * 0.5));
      return marked(x, y, run, palette.hues[place(run.recipient) % 7], palette, wide);
    },
    tooltip: { formatter: ({ dataIndex }) => `${all[dataIndex].recipient}\n${day(time(all[dataIndex].day))}\n${standing(all[dataIndex], words)}` },
  };
}

const standing = (run, words) =>
  run.standing ? `${words.run[run.standing]}${run.late ? ` +${run.late}` : ""}` : run.planned ? words.planned : words.actual;

function key({ words, palette, data }, left, y) {
  const standings = data.rows.some((row) => row.runs.some((run) => run.standing));
  const sample = (at, kind, word) => [
    ...marked(left + at + 4, y + 9, { planned: kind === "skipped", standing: kind }, palette.ink, palette, 8).children,
    text(left + at + 16, y, word, palette),
  ];
  return [
    ...(standings ? [...sample(260, "late", words.run.late), ...sample(360, "skipped", words.run.skipped)] : []),
    box(left + 4, y + 9, false, palette.ink, palette),
    text(left + 16, y, words.actual, palette),
    box(left + 116, y + 9, true, palette.ink, palette),
    text(left + 128, y, words.planned, palette),
  ];
}
