// Who seems to be one caller, and whose lists seem to be one: a row for each party with its signs, arcs between parties that
// share a list, and dots where a party's calls lie above everybody's. Rows come in their order; nothing here moves by itself.
import { group, line, rect, text } from "./shapes.js";

const ROW = 34;
const FOOT = 34;
const NARROW = 640; // below it there is room for the largest dot of each row only, with its name
const SIGNS = 104; // drawn at most so wide
const MOST_SIGNS = 4;
const LEVELS = [0.05, 0.1, 0.2]; // portal/domain/vendor_group.py

export const choices = () => ["recipients", "hospitals"];
export const swatches = false;

const wide = (width) => width >= NARROW;
const head = (width) => (wide(width) ? 120 : 34);
const names = ({ data, chosen }) => data.columns[chosen];

export const height = (width, { rows }) => head(width) + ROW * rows.length + FOOT;

export function options(context) {
  const { data, palette, width, words, label } = context;
  const at = columns(context);
  return {
    grid: { left: 0, right: 0, top: head(width), bottom: FOOT },
    xAxis: { type: "value", min: 0, max: 1, show: false },
    yAxis: { type: "category", inverse: true, data: data.rows.map((row) => row.number), show: false },
    series: [
      {
        type: "custom", cursor: "pointer", encode: { x: 0, y: 1 }, data: data.rows.map((_, place) => [0, place]),
        renderItem: (params, api) => party(context, at, params, api),
        tooltip: { formatter: ({ dataIndex }) => told(context, data.rows[dataIndex]) },
      },
      {
        type: "custom", encode: { x: 0, y: 1 }, data: data.pairs.map((pair) => [0, pair.one]),
        renderItem: (params, api) => arc(palette, at, data.pairs[params.dataIndex], api),
        tooltip: { formatter: ({ dataIndex }) => shared(context, data.pairs[dataIndex]) },
      },
    ],
    graphic: [
      text(0, head(width) - 24, words.parties.party, palette),
      text(at.signs, head(width) - 24, words.parties.signs, palette),
      text(at.arcs, head(width) - 24, words.parties.pairs, palette),
      ...(wide(width) ? names(context).map((name, place) => heading(context, at, label(name), place)) : []),
      ...key(context, at, head(width) + ROW * data.rows.length + 10),
    ],
  };
}

export const stops = ({ data }) => [
  ...data.rows.map((_, dataIndex) => ({ seriesIndex: 0, dataIndex })),
  ...data.pairs.map((_, dataIndex) => ({ seriesIndex: 1, dataIndex })),
];

// An arc leads to the first of its two parties, whose page names the other.
export const opens = ({ data }, place, series) => data.rows[series ? data.pairs[place].one : place].href;

function columns({ width, data, chosen }) {
  const signs = wide(width) ? 148 : 100;
  const arcs = signs + SIGNS + (wide(width) ? 28 : 16);
  const room = wide(width) ? Math.min(150, width * 0.16) : 44;
  const dots = arcs + room + 12;
  return { signs, arcs, room, dots, step: Math.min(56, (width - dots - 70) / Math.max(1, data.columns[chosen].length)) };
}

function heading({ palette, width }, at, name, place) {
  const style = { font: `12px ${palette.font}`, width: 150, overflow: "truncate", verticalAlign: "middle" };
  return { ...text(0, 0, name, palette, style), x: at.dots + at.step * (place + 0.5), y: head(width) - 8, rotation: Math.PI / 4 };
}

// The whole row answers to the mouse.
function party(context, at, params, api) {
  const { data, palette, width, words, label } = context;
  const row = data.rows[params.dataIndex];
  const y = api.coord([0, params.dataIndex])[1];
  const colour = { fill: palette.ink, font: `14px ${palette.font}`, verticalAlign: "middle" };
  const trade = { verticalAlign: "middle", font: `12px ${palette.font}`, width: at.signs - 34, overflow: "truncate" };
  return group([
    rect(0, y - ROW / 2, width, ROW, { fill: "transparent" }),
    line(0, y + ROW / 2, width, y + ROW / 2, palette.hair),
    text(0, y, `${row.number}`, palette, colour),
    text(28, y, label(row.trade), palette, trade),
    ...signs(row, at.signs, y, palette),
    circle(at.arcs + 4, y, row.paired ? 4.5 : 3, row.paired ? palette.accent : palette.raised, palette.accent),
    ...(wide(width) ? dots : largest)(context, at, row, y),
  ]);
}

const circle = (cx, cy, r, fill, stroke) => ({ type: "circle", shape: { cx, cy, r }, style: { fill, stroke, lineWidth: 1.5 } });

// Numbers are rings and wordings squares; a bar under the rings is a common range, a bar between both a common wording.
function signs(row, left, y, palette) {
  const rings = Math.min(row.lines, MOST_SIGNS);
  const squares = Math.min(row.wordings, 2);
  const drawn = Array.from({ length: rings }, (_, place) => circle(left + 6 + place * 13, y, 4.5, palette.raised, palette.ink));
  let x = left + rings * 13;
  if (row.lines > rings) drawn.push(text(x, y, `+${row.lines - rings}`, palette, { verticalAlign: "middle", font: `11px ${palette.font}` }));
  if (row.lines > rings) x += 15;
  if (row.joints.includes("range")) drawn.push(line(left + 1, y + 9, left + rings * 13 - 1, y + 9, palette.ink, 2));
  for (let place = 0; place < squares; place += 1) drawn.push(rect(x + 6 + place * 12, y - 4.5, 9, 9, { fill: palette.soft }));
  if (row.joints.includes("wording")) drawn.push(line(left + 1, y - 9, x + 6 + squares * 12 - 3, y - 9, palette.soft, 2));
  if (row.wordings > squares) drawn.push(text(x + 6 + squares * 12, y, `+${row.wordings - squares}`, palette, { verticalAlign: "middle", font: `11px ${palette.font}` }));
  return drawn;
}

// By area: a level twice as far above is a dot twice as large.
const radius = (above) => 26 * Math.sqrt(above);

function dots(context, at, row, y) {
  return names(context).flatMap((name, place) => dot(row.above[context.chosen][name], at.dots + at.step * (place + 0.5), y, context.palette.line, hue(context, name)));
}

function largest(context, at, row, y) {
  const { palette, width, label } = context;
  const [name, above] = Object.entries(row.above[context.chosen]).sort((one, other) => other[1] - one[1])[0] ?? [];
  if (name === undefined) return [];
  const beside = { verticalAlign: "middle", font: `11px ${palette.font}`, width: width - at.dots - 20, overflow: "truncate" };
  return [...dot(above, at.dots + 4, y, palette.line, hue(context, name)), text(at.dots + 20, y, label(name), palette, beside)];
}

function dot(above, x, y, empty, colour) {
  return above === undefined ? [circle(x, y, 0.8, empty, empty)] : [circle(x, y, radius(above), colour, colour)];
}

const hue = ({ chosen, place, palette }, name) => (chosen === "recipients" ? palette.hues[place(name) % 7] : palette.accent);

function arc(palette, at, pair, api) {
  const [from, to] = [api.coord([0, pair.one])[1], api.coord([0, pair.other])[1]];
  const x = at.arcs + 9;
  const reach = x + (at.room - 12) * Math.min(1, 0.25 + Math.abs(pair.other - pair.one) / 12) * (4 / 3);
  return {
    type: "bezierCurve",
    shape: { x1: x, y1: from, x2: x, y2: to, cpx1: Math.min(reach, x + at.room * 1.2), cpy1: from, cpx2: Math.min(reach, x + at.room * 1.2), cpy2: to },
    style: { stroke: palette.accent, fill: null, lineWidth: Math.min(6, 1 + Math.log2(Math.max(1, pair.ratio))), opacity: 0.75 },
  };
}

function key({ palette, words, width, chosen }, at, y) {
  const small = { font: `12px ${palette.font}` };
  const drawn = [
    circle(6, y + 9, 4.5, palette.raised, palette.ink), text(16, y, words.parties.line, palette, small),
    rect(72, y + 4, 9, 9, { fill: palette.soft }), text(86, y, words.parties.wording, palette, small),
  ];
  if (!wide(width)) return drawn;
  return [...drawn, ...LEVELS.flatMap((level, place) => level_key(at.dots + place * 68, y, level, palette, small)), text(at.dots + 210, y, words.parties.above[chosen], palette, small)];
}

const level_key = (x, y, level, palette, small) => [circle(x + 10, y + 9, radius(level), palette.accent, palette.accent), text(x + 27, y, `${Math.round(level * 100)} %`, palette, small)];

const percent = (level) => `≥ ${Math.round(level * 100)} %`;

function told({ words, label, data }, row) {
  const numbers = row.signs.map((sign) => `${label(sign.kind)} ${sign.lines}`).join(" · ");
  const beside = row.partners.map((number) => `${words.parties.party} ${number}`).join(" · ");
  const above = (kind) => Object.entries(row.above[kind]).map(([name, share]) => `${label(name)} ${percent(share)}`);
  return [
    `${words.parties.party} ${row.number} ${label(row.trade)}`,
    `${words.mothers} ${row.mothers.toLocaleString("en")} · ${words.calls} ${row.calls.toLocaleString("en")}`,
    `${numbers}${numbers ? " · " : ""}${words.parties.wording} ${row.wordings}`,
    ...row.joints.map((joint) => words.parties.joint[joint]),
    ...(beside ? [`${words.parties.pairs}: ${beside}`] : []),
    ...["recipients", "hospitals"].flatMap((kind) => (above(kind).length ? [words.parties.above[kind], ...above(kind)] : [])),
  ].join("\n");
}

function shared({ words, data }, pair) {
  const [one, other] = [data.rows[pair.one], data.rows[pair.other]];
  return [
    `${words.parties.party} ${one.number} – ${other.number}`,
    `${words.mothers} ${pair.mothers.toLocaleString("en")}`,
    `${words.parties.times} ${pair.ratio.toFixed(1)}`,
  ].join("\n");
}
