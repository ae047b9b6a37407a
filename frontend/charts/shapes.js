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

// The verdict marks of the icon set: filled, outline, half, struck.
export function mark(x, y, radius, verdict, colour, ground) {
  const ring = { type: "circle", shape: { cx: x, cy: y, r: radius }, style: { fill: verdict === "implicated" ? colour : ground, stroke: colour, lineWidth: 2 } };
  const half = { type: "sector", shape: { cx: x, cy: y, r0: 0, r: radius, startAngle: Math.PI / 2, endAngle: 1.5 * Math.PI }, style: { fill: colour } };
  const reach = radius + 3;
  return [ring, ...(verdict === "undetermined" ? [half] : []), ...(verdict === "ruled_out" ? [line(x - reach, y + reach, x + reach, y - reach, colour, 2)] : [])];
}

// Five steps of the ramp between 0 and the largest count, on a square-root scale so that single calls stay visible.
export function rampScale(counts) {
  const largest = Math.max(5, ...counts);
  const step = (count) => Math.min(4, Math.floor(5 * Math.sqrt(count / (largest + 1))));
  const floors = [0, 1, 2, 3, 4].map((level) => Math.max(1, Math.ceil(((level / 5) ** 2) * (largest + 1))));
  return { step, floors, largest };
}
