// Colours come from the stylesheet's own tokens, so that a picture and the page around it cannot drift apart.
// They are read from the rules, not from the computed style: paper and downloads are light, whatever the screen is.

const DASHES = ["solid", [9, 4], [3, 3], [10, 3, 2, 3]];

const rootRule = (rules) => [...rules].find((rule) => rule.selectorText === ":root");

function tokens(rule) {
  return Object.fromEntries([...rule.style].map((name) => [name, rule.style.getPropertyValue(name).trim()]));
}

function sheetRules() {
  const sheet = [...document.styleSheets].find((one) => rootRule(one.cssRules));
  const dark = [...sheet.cssRules].find((rule) => rule.media?.mediaText.includes("dark"));
  return { light: rootRule(sheet.cssRules), dark: rootRule(dark.cssRules) };
}

export function palette(scheme) {
  const rules = sheetRules();
  const all = { ...tokens(rules.light), ...(scheme === "dark" ? tokens(rules.dark) : {}) };
  const numbered = (prefix, count) => Array.from({ length: count }, (_, place) => all[`--${prefix}-${place + 1}`]);
  return {
    ink: all["--ink"],
    soft: all["--ink-soft"],
    line: all["--line"],
    hair: all["--hair"],
    raised: all["--raised"],
    accent: all["--accent"],
    font: all["--sans"].replaceAll('"', "'"), // double quotes would end the style attribute of a saved SVG
    hues: numbered("hue", 7),
    ramp: numbered("ramp", 5),
  };
}

// After seven hues the eighth recipient gets the first again; its dashes differ, on screen and in grey print.
export const dash = (place) => DASHES[place % DASHES.length];

function luminance(colour) {
  const channel = (start) => {
    const value = parseInt(colour.slice(start, start + 2), 16) / 255;
    return value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5);
}

export const textOn = (colour) => (luminance(colour) > 0.22 ? "#1b1916" : "#ffffff");
