// Small drawings that several pictures share, as ECharts graphic elements.

export const rect = (x, y, width, height, style) => ({ type: "rect", shape: { x, y, width, height }, style });

export const line = (x1, y1, x2, y2, stroke, lineWidth = 1, lineDash = null) => ({
  type: "line",
  shape: { x1, y1, x2, y2 },
  style: { stroke, lineWidth, lineDash },
});

export const text = (x, y, words, palette, style = {}) => ({
  type: "text",
  silent: true,
  style: { x, y, text: words, fill: palette.soft, font: `13px ${palette.font}`, lineHeight: 19, ...style },
});

// Diagonal strokes, cut at the rectangle's edges: what stands for a number that is not shown.
export function hatch(x, y, width, height, stroke, gap = 6) {
  const strokes = [];
  for (let start = gap / 2; start < width + height; start += gap) {
    const left = Math.max(0, start - height);
    const right = Math.min(start, width);
    strokes.push(line(x + left, y + start - left, x + right, y + start - right, stroke));
  }
  return strokes;
}

export const group = (children) => ({ type: "group", children });

// A name with its hue before it: colour never carries the text itself.
export const named = (x, y, words, hue, palette, style = {}) => [
  line(x, y + 9, x + 14, y + 9, hue, 3),
  text(x + 20, y, words, palette, { fill: palette.ink, font: `600 14px ${palette.font}`, ...style }),
];

// The verdict marks of the icon set: filled, outline, half, struck.
export function mark(x, y, radius, verdict, colour, ground) {
  const ring = { type: "circle", shape: { cx: x, cy: y, r: radius }, style: { fill: verdict === "implicated" ? colour : ground, stroke: colour, lineWidth: 2 } };
  const half = { type: "sector", shape: { cx: x, cy: y, r0: 0, r: radius, startAngle: Math.PI / 2, endAngle: 1.5 * Math.PI }, style: { fill: colour } };
  const reach = radius + 3;
  return [ring, ...(verdict === "undetermined" ? [half] : []), ...(verdict === "ruled_out" ? [line(x - reach, y + reach, x + reach, y - reach, colour, 2)] : [])];
}

// Steps of the ramp between the smallest and the largest count shown, narrower at the low end where most counts lie.
export function rampScale(counts, levels = 5) {
  const positive = counts.filter((count) => count > 0);
  const low = Math.min(...positive, 1e9);
  const high = Math.max(...positive, low + 5);
  const floors = Array.from({ length: levels }, (_, level) => Math.round(low + (high + 1 - low) * (level / levels) ** 1.4));
  const step = (count) => floors.findLastIndex((floor) => count >= floor);
  const ranges = floors.map((floor, level) => [floor, (floors[level + 1] ?? high + 1) - 1]);
  return { step, ranges: ranges.map(([from, until]) => (from < until ? `${from}–${until}` : `${from}`)) };
}
