// Two files for static/: the library (minified, with its licences beside it) and our charts (readable).
import { build } from "esbuild";
import { readFileSync, writeFileSync } from "node:fs";

const STATIC = new URL("../static/", import.meta.url).pathname;
const LICENCES = ["echarts/LICENSE", "echarts/NOTICE", "zrender/LICENSE", "tslib/LICENSE.txt"];

await build({
  entryPoints: ["echarts.js"],
  bundle: true,
  minify: true,
  format: "iife",
  globalName: "echarts",
  target: "es2018",
  define: { "process.env.NODE_ENV": '"production"' },
  legalComments: "none",
  banner: { js: "/* Apache ECharts 6.1.0, custom build; licences in echarts.LICENSE.txt */" },
  outfile: `${STATIC}vendor/echarts.js`,
});
await build({ entryPoints: ["charts/main.js"], bundle: true, format: "iife", target: "es2020", outfile: `${STATIC}charts.js` });

const texts = LICENCES.map((name) => `${"=".repeat(20)} ${name}\n\n${readFileSync(`node_modules/${name}`, "utf8").trim()}\n`);
writeFileSync(`${STATIC}vendor/echarts.LICENSE.txt`, texts.join("\n"));

const library = readFileSync(`${STATIC}vendor/echarts.js`, "utf8");
if (/new Function|\beval\(/.test(library)) throw new Error("the library would need 'unsafe-eval'");
