// Vendor by stage: the number in each cell, stages in the order of the pregnancy, hidden cells hatched.
import { textOn } from "./palette.js";
import { group, hatch, rampScale, rect, text } from "./shapes.js";

const ROW = 34;
const TOP = 44;
const BOTTOM = 48;

// The order of the vocabulary (portal/domain/vocabulary.py), whatever the order of the data.
const STAGES = ["first_trimester", "second_trimester", "third_trimester", "confinement", "to_hundred_days", "after_hundred_days"];
const VENDORS = [
  "maternity_class", "confinement_nanny", "infant_formula", "lanugo_brush", "hand_foot_print", "postnatal_fitness",
  "baby_photography", "early_education", "cord_blood", "insurance", "other",
];

const present = (codes, data, column) => codes.filter((code) => data.some((cell) => cell[column] === code));

export const height = (width, data) => TOP + BOTTOM + ROW * present(VENDORS, data, "vendor").length;

export function options(context) {
  const { data, palette, width, words, label } = context;
  const stages = present(STAGES, data, "stage");
  const vendors = present(VENDORS, data, "vendor");
  const left = width < 480 ? 76 : 104;
  const scale = rampScale(data.map((cell) => cell.calls ?? 0));
  const bare = { axisTick: { show: false }, axisLine: { show: false }, splitLine: { show: false } };
  const foot = height(width, data) - 30;
  const column = (width - left) / stages.length;
  return {
    grid: { left, right: 0, top: TOP, bottom: BOTTOM },
    xAxis: { type: "category", position: "top", data: stages.map(label), ...bare, axisLabel: { interval: 0, width: column, overflow: "break", lineHeight: 15, fontSize: 12 } },
    yAxis: { type: "category", inverse: true, data: vendors.map(label), ...bare, axisLabel: { align: "left", margin: left - 2, width: left - 8, overflow: "break", color: palette.ink } },
    series: [{
      type: "custom", encode: { x: 0, y: 1 },
      data: data.map((cell) => [stages.indexOf(cell.stage), vendors.indexOf(cell.vendor), cell.calls ?? -1]),
      renderItem: (_, api) => cell(palette, scale, api),
      tooltip: { formatter: ({ dataIndex }) => `${label(data[dataIndex].vendor)}\n${label(data[dataIndex].stage)}\n${words.calls} ${data[dataIndex].calls ?? words.suppressed}` },
    }],
    graphic: [
      rect(0, foot + 2, 22, 14, { fill: palette.raised, stroke: palette.hair }),
      ...hatch(0, foot + 2, 22, 14, palette.line),
      text(30, foot, `${words.suppressed}${/[a-z]/i.test(words.suppressed) ? ". " : "："}${words.suppressed_why}`, palette, { font: `12px ${palette.font}`, width: width - 34, overflow: "break" }),
    ],
  };
}

export const stops = ({ data }) => data.map((_, dataIndex) => ({ seriesIndex: 0, dataIndex }));

function cell(palette, scale, api) {
  const [middle, centre] = api.coord([api.value(0), api.value(1)]);
  const [width, tall] = api.size([1, 1]);
  const box = [middle - width / 2 + 1, centre - tall / 2 + 1, width - 2, tall - 2];
  const calls = api.value(2);
  if (calls < 0) return group([rect(...box, { fill: "transparent" }), ...hatch(...box, palette.line)]);
  const fill = calls === 0 ? "transparent" : palette.ramp[scale.step(calls)];
  const colour = calls === 0 ? palette.soft : textOn(fill);
  return group([rect(...box, { fill }), text(middle, centre, `${calls}`, palette, { align: "center", verticalAlign: "middle", fill: colour })]);
}
