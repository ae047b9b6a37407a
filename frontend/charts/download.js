// A picture as a file: SVG as drawn, PNG at twice its size. Both are light on white, whatever the screen shows.

function save(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

const source = (chart) => decodeURIComponent(chart.getDataURL({ type: "svg" }).replace(/^[^,]*,/, ""));

export function saveSvg(chart, name) {
  save(new Blob([source(chart)], { type: "image/svg+xml" }), `${name}.svg`);
}

export async function savePng(chart, name) {
  const image = new Image();
  image.src = chart.getDataURL({ type: "svg" });
  await image.decode();
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [chart.getWidth() * 2, chart.getHeight() * 2];
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  canvas.toBlob((blob) => save(blob, `${name}.png`), "image/png");
}
