(() => {
  var __defProp = Object.defineProperty;
  var __export = (target, all) => {
    for (var name in all)
      __defProp(target, name, { get: all[name], enumerable: true });
  };

  // charts/calendar.js
  var calendar_exports = {};
  __export(calendar_exports, {
    height: () => height,
    options: () => options,
    stops: () => stops
  });

  // charts/shapes.js
  var rect = (x, y, width, height10, style) => ({ type: "rect", shape: { x, y, width, height: height10 }, style });
  var line = (x1, y1, x2, y2, stroke, lineWidth = 1, lineDash = null) => ({
    type: "line",
    shape: { x1, y1, x2, y2 },
    style: { stroke, lineWidth, lineDash }
  });
  var text = (x, y, words2, palette2, style = {}) => ({
    type: "text",
    silent: true,
    style: { x, y, text: words2, fill: palette2.soft, font: `13px ${palette2.font}`, lineHeight: 19, ...style }
  });
  function hatch(x, y, width, height10, stroke, gap = 6) {
    const strokes = [];
    for (let start = gap / 2; start < width + height10; start += gap) {
      const left = Math.max(0, start - height10);
      const right = Math.min(start, width);
      strokes.push(line(x + left, y + start - left, x + right, y + start - right, stroke));
    }
    return strokes;
  }
  var group = (children) => ({ type: "group", children });
  var named = (x, y, words2, hue2, palette2, style = {}) => [
    line(x, y + 9, x + 14, y + 9, hue2, 3),
    text(x + 20, y, words2, palette2, { fill: palette2.ink, font: `600 14px ${palette2.font}`, ...style })
  ];
  function mark(x, y, radius2, verdict, colour, ground) {
    const ring = { type: "circle", shape: { cx: x, cy: y, r: radius2 }, style: { fill: verdict === "implicated" ? colour : ground, stroke: colour, lineWidth: 2 } };
    const half = { type: "sector", shape: { cx: x, cy: y, r0: 0, r: radius2, startAngle: Math.PI / 2, endAngle: 1.5 * Math.PI }, style: { fill: colour } };
    const reach = radius2 + 3;
    return [ring, ...verdict === "undetermined" ? [half] : [], ...verdict === "ruled_out" ? [line(x - reach, y + reach, x + reach, y - reach, colour, 2)] : []];
  }
  function rampScale(counts, levels = 5) {
    const positive = counts.filter((count) => count > 0);
    const low = Math.min(...positive, 1e9);
    const high = Math.max(...positive, low + 5);
    const floors = Array.from({ length: levels }, (_, level) => Math.round(low + (high + 1 - low) * (level / levels) ** 1.4));
    const step = (count) => floors.findLastIndex((floor) => count >= floor);
    const ranges = floors.map((floor, level) => [floor, (floors[level + 1] ?? high + 1) - 1]);
    return { step, ranges: ranges.map(([from, until]) => from < until ? `${from}\u2013${until}` : `${from}`) };
  }

  // charts/calendar.js
  var DAY = 864e5;
  var ROW = 30;
  var AREA = 56;
  var HEAD = 30;
  var GAP = 12;
  var FOOT = 78;
  var time = (iso) => Date.parse(iso);
  var height = (width, { rows }) => HEAD + AREA + GAP + rows.length * ROW + FOOT;
  function options(context) {
    const { data, palette: palette2, width, words: words2 } = context;
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
          gridIndex: 1,
          type: "category",
          inverse: true,
          data: data.rows.map((row) => row.recipient),
          axisTick: { show: false },
          axisLine: { show: false },
          splitLine: { show: true, lineStyle: { color: palette2.hair } },
          axisLabel: { align: "left", margin: left - 4, width: left - 14, overflow: "break", lineHeight: 14, color: palette2.ink }
        }
      ],
      series: [
        {
          type: "line",
          xAxisIndex: 0,
          yAxisIndex: 0,
          symbol: "none",
          step: "end",
          data: steps(data.weeks),
          lineStyle: { color: palette2.accent, width: 1.25 },
          areaStyle: { color: palette2.accent, opacity: 0.18 }
        },
        runs(context)
      ],
      graphic: [text(left, 4, words2.reports_per_week, palette2), ...key(context, left, top + data.rows.length * ROW + 50)]
    };
  }
  var steps = (weeks) => {
    const begun = weeks.map((week) => [time(week.from_day), week.calls]);
    return [...begun, ...begun.slice(-1).map(([day2, calls]) => [day2 + 7 * DAY, calls])];
  };
  var stops = ({ data }) => flat(data).map((_, dataIndex) => ({ seriesIndex: 1, dataIndex }));
  var flat = (data) => data.rows.flatMap((row, place) => row.runs.map((run) => ({ ...run, place, recipient: row.recipient })));
  function marked(x, y, run, colour, palette2, wide2) {
    const drawn2 = [box(x, y, run.planned, colour, palette2, wide2)];
    if (run.standing === "late") drawn2.push(line(x - 7, y - 12, x + 7, y - 12, palette2.ink, 3));
    if (run.standing === "skipped") drawn2.push(line(x - 8, y + 10, x + 8, y - 10, palette2.ink, 2));
    return group(drawn2);
  }
  var box = (x, y, planned, colour, palette2, wide2 = 8) => rect(x - wide2 / 2, y - 8, wide2, 16, { fill: planned ? palette2.raised : colour, stroke: colour, lineWidth: 1.5 });
  function runs(context) {
    const { data, palette: palette2, words: words2, place, day: day2 } = context;
    const all = flat(data);
    const gap = Math.min(...all.map((run, at) => at && all[at - 1].place === run.place ? time(run.day) - time(all[at - 1].day) || DAY : 30 * DAY));
    return {
      type: "custom",
      xAxisIndex: 1,
      yAxisIndex: 1,
      encode: { x: 0, y: 1 },
      data: all.map((run) => [time(run.day), run.place]),
      renderItem: (params, api) => {
        const run = all[params.dataIndex];
        const [x, y] = api.coord([api.value(0), api.value(1)]);
        const wide2 = Math.max(2, Math.min(8, api.size([gap, 0])[0] * 0.5));
        return marked(x, y, run, palette2.hues[place(run.recipient) % 7], palette2, wide2);
      },
      tooltip: { formatter: ({ dataIndex }) => `${all[dataIndex].recipient}
${day2(time(all[dataIndex].day))}
${standing(all[dataIndex], words2)}` }
    };
  }
  var standing = (run, words2) => run.standing ? `${words2.run[run.standing]}${run.late ? ` +${run.late}` : ""}` : run.planned ? words2.planned : words2.actual;
  function key({ words: words2, palette: palette2, data }, left, y) {
    const standings = data.rows.some((row) => row.runs.some((run) => run.standing));
    const sample = (at, kind, word) => [
      ...marked(left + at + 4, y + 9, { planned: kind === "skipped", standing: kind }, palette2.ink, palette2, 8).children,
      text(left + at + 16, y, word, palette2)
    ];
    return [
      ...standings ? [...sample(260, "late", words2.run.late), ...sample(360, "skipped", words2.run.skipped)] : [],
      box(left + 4, y + 9, false, palette2.ink, palette2),
      text(left + 16, y, words2.actual, palette2),
      box(left + 116, y + 9, true, palette2.ink, palette2),
      text(left + 128, y, words2.planned, palette2)
    ];
  }

  // charts/districts.js
  var districts_exports = {};
  __export(districts_exports, {
    height: () => height2,
    opens: () => opens,
    options: () => options2,
    stops: () => stops2
  });
  var ROW2 = 34;
  var FOOT2 = 28;
  var foot = (data) => data.rows.some((row) => row.calls === null) ? FOOT2 : 0;
  var height2 = (_, data) => ROW2 * data.rows.length + foot(data);
  function options2(context) {
    const { data, palette: palette2, width, words: words2 } = context;
    const left = width < 480 ? 84 : 120;
    return {
      grid: { left, right: 72, top: 0, bottom: foot(data) },
      xAxis: { type: "value", min: 0, max: Math.max(10, ...data.rows.map((row) => row.calls ?? 0)), show: false },
      yAxis: {
        type: "category",
        inverse: true,
        data: data.rows.map((row) => row.district),
        axisLine: { show: false },
        axisTick: { show: false },
        splitLine: { show: false },
        axisLabel: { align: "left", margin: left - 2, width: left - 8, overflow: "break", color: palette2.ink }
      },
      series: [{
        type: "custom",
        cursor: "pointer",
        encode: { x: 0, y: 1 },
        data: data.rows.map((row, place) => [row.calls ?? 0, place]),
        renderItem: (params, api) => bar(context, params, api),
        tooltip: { formatter: ({ dataIndex }) => told(context, data.rows[dataIndex]) }
      }],
      graphic: foot(data) ? [...hatch(0, height2(width, data) - 18, 22, 14, palette2.line), text(30, height2(width, data) - 20, `${words2.suppressed}${/[a-z]/i.test(words2.suppressed) ? ". " : "\uFF1A"}${words2.suppressed_why}`, palette2, { font: `12px ${palette2.font}` })] : []
    };
  }
  var stops2 = ({ data }) => data.rows.map((_, dataIndex) => ({ seriesIndex: 0, dataIndex }));
  var opens = ({ data }, place) => data.rows[place].href;
  function told({ words: words2 }, row) {
    const count = (value) => value === null ? words2.suppressed : value.toLocaleString("en");
    return `${row.district}
${words2.calls} ${count(row.calls)}
${words2.mothers} ${count(row.mothers)}`;
  }
  function bar({ data, palette: palette2, words: words2 }, params, api) {
    const row = data.rows[params.dataIndex];
    const [end, middle] = api.coord([api.value(0), api.value(1)]);
    const { x, width } = params.coordSys;
    const dimmed = data.chosen && data.chosen !== row.district;
    const shape = row.calls === null ? hatch(x, middle - 9, 40, 18, palette2.line) : [rect(x, middle - 9, end - x, 18, { fill: palette2.accent, opacity: dimmed ? 0.3 : 1 })];
    return group([
      rect(0, middle - ROW2 / 2, x + width + 72, ROW2, { fill: "transparent" }),
      ...shape,
      text((row.calls === null ? x + 40 : end) + 8, middle, row.calls === null ? words2.suppressed : row.calls.toLocaleString("en"), palette2, { verticalAlign: "middle", fill: palette2.ink })
    ]);
  }

  // charts/forest.js
  var forest_exports = {};
  __export(forest_exports, {
    height: () => height3,
    options: () => options3,
    stops: () => stops3
  });
  var TOP = 40;
  var BOTTOM = 46;
  var WIDEST = 16;
  var bounds = (row) => [row.low, row.estimate, row.high].filter((value) => value > 0);
  var clamp = (value) => Math.min(WIDEST, Math.max(1 / WIDEST, value));
  var margin = (width) => width < 480 ? 130 : 170;
  var lines = (row, width) => row.members.reduce((sum, name) => sum + Math.ceil(name.length * 13 / (margin(width) - 12)), 0);
  var rowHeight = (row, width) => 30 + 18 * Math.max(1.4, lines(row, width));
  var edges = (data, width) => data.reduce((found, row) => [...found, found.at(-1) + rowHeight(row, width)], [0]);
  var height3 = (width, data) => TOP + BOTTOM + edges(data, width).at(-1);
  function options3(context) {
    const { data, words: words2, palette: palette2, width } = context;
    const narrow = width < 480;
    const reach = Math.max(1, ...data.flatMap(bounds).map((value) => Math.ceil(Math.abs(Math.log2(clamp(value))))));
    const right = narrow ? 96 : 132;
    const left = margin(width);
    const rows = edges(data, width);
    const plane = { left, right, top: TOP, bottom: BOTTOM };
    return {
      grid: plane,
      xAxis: {
        type: "log",
        logBase: 2,
        min: 2 ** -reach,
        max: 2 ** reach,
        name: words2.rate_ratio,
        nameLocation: "middle",
        nameGap: 28,
        axisLabel: { hideOverlap: true, formatter: (value) => value < 1 ? `1/${1 / value}` : `${value}` },
        splitLine: { show: false },
        axisLine: { onZero: false }
      },
      yAxis: { type: "value", inverse: true, min: 0, max: rows.at(-1), show: false },
      series: [{
        type: "custom",
        encode: { x: 0, y: 1 },
        data: data.map((row, place) => [row.estimate ?? 1, (rows[place] + rows[place + 1]) / 2]),
        renderItem: (params, api) => drawn(context, params, api, { top: rows[params.dataIndex], right }),
        tooltip: { formatter: ({ dataIndex }) => said(context, data[dataIndex]) }
      }],
      graphic: [text(width, 4, words2.interval, palette2, { align: "right", font: `12px ${palette2.font}` })]
    };
  }
  var stops3 = ({ data }) => data.map((_, dataIndex) => ({ seriesIndex: 0, dataIndex }));
  function drawn(context, params, api, { top: rowTop, right }) {
    const { palette: palette2, words: words2, round: round2, range } = context;
    const place = params.dataIndex;
    const row = context.data[place];
    const { x: left, width, y: top, height: tall2 } = params.coordSys;
    const [one, y] = api.coord([1, api.value(1)]);
    const rule = place === 0 ? [line(one, top, one, top + tall2, palette2.ink, 1, [3, 3])] : [];
    const separator = place ? [line(0, top + rowTop, left + width + right, top + rowTop, palette2.hair)] : [];
    const names2 = text(0, y, row.members.map(context.name).join("\n"), palette2, { verticalAlign: "middle", fill: palette2.ink, lineHeight: 18, width: left - 12, overflow: "break" });
    const frame = [...rule, ...separator, names2];
    const edge = left + width + right;
    const said3 = (words_) => text(edge, y, words_, palette2, { align: "right", verticalAlign: "middle", fill: palette2.ink });
    if (row.estimate === null) return group([...frame, said3(words2.not_estimable)]);
    const colour = row.members.length === 1 && row.members[0] !== "registration" ? palette2.hues[context.place(row.members[0]) % 7] : palette2.ink;
    const at = (value) => Math.min(left + width, Math.max(left, api.coord([clamp(value), 0])[0]));
    const whisker = row.low === null || row.high === null ? [] : [line(at(row.low), y, at(row.high), y, colour, 2), ...onward(row, at, y, colour)];
    const numbers2 = `${round2(row.estimate, 2)}
${range(row.low, row.high, 2)}`;
    return group([...frame, ...whisker, ...mark(at(row.estimate), y, 6, row.verdict, colour, palette2.raised), said3(numbers2)]);
  }
  function onward(row, at, y, colour) {
    const arrow = (x, back) => [line(x + back, y - 5, x, y, colour, 2), line(x + back, y + 5, x, y, colour, 2)];
    return [...row.low < 1 / WIDEST ? arrow(at(row.low), 6) : [], ...row.high > WIDEST ? arrow(at(row.high), -6) : []];
  }
  function said({ name, words: words2, round: round2, range }, row) {
    const head2 = row.members.map(name).join("\n");
    const numbers2 = row.estimate === null ? words2.not_estimable : `${round2(row.estimate, 2)}\uFF08${range(row.low, row.high, 2)}\uFF09`;
    return `${head2}
${words2.verdict[row.verdict]}
${numbers2}`;
  }

  // charts/lags.js
  var lags_exports = {};
  __export(lags_exports, {
    height: () => height4,
    options: () => options4,
    stops: () => stops4
  });
  var PANEL = 210;
  var HEAD2 = 56;
  var FOOT3 = 46;
  var LEFT = 40;
  var GAP2 = 40;
  function columns(width, count) {
    const fitting = Math.max(1, Math.min(count, 4, Math.floor(width / 220)));
    return Math.ceil(count / Math.ceil(count / fitting));
  }
  var breadth = (width, across) => (width - LEFT - GAP2 * (across - 1) - 8) / across;
  var tall = (width, count) => Math.min(PANEL, Math.round(breadth(width, columns(width, count)) * 0.9));
  var height4 = (width, { length }) => Math.ceil(length / columns(width, length)) * (tall(width, length) + HEAD2 + FOOT3) + 24;
  function options4(context) {
    const { data, words: words2, palette: palette2 } = context;
    const bins = data.flatMap((curve) => curve.bins);
    const [from, until] = [Math.min(...bins.map((bin) => bin.from_day)), Math.max(...bins.map((bin) => bin.until_day))];
    const interval = until - from > 150 ? 60 : 30;
    const tops = bins.flatMap((bin) => [bin.rate * 1.25, bin.placebo_high]);
    const frame = {
      interval,
      min: Math.floor(from / interval) * interval,
      max: Math.ceil(until / interval) * interval,
      ...scaled(Math.max(1, ...tops))
    };
    const panels = data.map((curve, place) => panel(context, curve, place, frame));
    return {
      grid: panels.map((one) => one.grid),
      xAxis: panels.map((one) => one.xAxis),
      yAxis: panels.map((one) => one.yAxis),
      series: panels.flatMap((one) => one.series),
      graphic: [text(0, 0, `${words2.rate} \xB7 ${words2.interval}`, palette2), ...panels.flatMap((one) => one.graphic)]
    };
  }
  var stops4 = ({ data }) => data.flatMap((curve, place) => curve.bins.map((_, dataIndex) => ({ seriesIndex: place * 2 + 1, dataIndex })));
  var minus = (value) => `${value}`.replace("-", "\u2212");
  function scaled(value) {
    const unit = 10 ** Math.floor(Math.log10(value / 5));
    const step = [1, 2, 5, 10].map((times) => times * unit).find((size) => value / size <= 5);
    return { step, top: Math.ceil(value / step) * step };
  }
  function panel(context, curve, place, frame) {
    const { words: words2, palette: palette2, width, data } = context;
    const across = columns(width, data.length);
    const column = place % across;
    const size = breadth(width, across);
    const panelHeight = tall(width, data.length);
    const left = LEFT + column * (size + GAP2);
    const top = 24 + Math.floor(place / across) * (panelHeight + HEAD2 + FOOT3) + HEAD2;
    const registration = curve.source === "registration";
    const colour = registration ? palette2.ink : palette2.hues[context.place(curve.source) % 7];
    const axes = { xAxisIndex: place, yAxisIndex: place };
    const middles = curve.bins.map((bin) => [(bin.from_day + bin.until_day) / 2, bin.rate]);
    return {
      grid: { left, top, width: size, height: panelHeight },
      xAxis: {
        gridIndex: place,
        type: "value",
        min: frame.min,
        max: frame.max,
        interval: frame.interval,
        splitLine: { show: false },
        axisLabel: { formatter: minus },
        name: registration ? words2.days_since_registration : words2.days_since_export,
        nameLocation: "middle",
        nameGap: 26
      },
      yAxis: { gridIndex: place, type: "value", min: 0, max: frame.top, interval: frame.step, axisLabel: { show: column === 0 }, axisLine: { show: false }, axisTick: { show: false } },
      series: [
        { type: "custom", silent: true, ...axes, data: [[frame.min, 0]], renderItem: (_, api) => behind(context, curve, colour, frame, api, place === 0) },
        {
          type: "line",
          name: curve.source,
          ...axes,
          data: middles,
          symbol: "circle",
          symbolSize: 4,
          showSymbol: true,
          z: 5,
          lineStyle: { color: colour, width: 2 },
          itemStyle: { color: colour },
          tooltip: { formatter: ({ dataIndex }) => said2(context, curve, curve.bins[dataIndex]) }
        }
      ],
      graphic: named(left, top - 30, context.name(curve.source), colour, palette2, { width: size - 20, overflow: "truncate" })
    };
  }
  function behind({ words: words2, palette: palette2 }, curve, colour, frame, api, told3) {
    const band = (low, high, fill, opacity) => runs2(curve.bins, low, high).map((run) => ({
      type: "polygon",
      shape: { points: outline(run, low, high).map(([day2, rate]) => api.coord([day2, Math.min(rate, frame.top)])) },
      style: { fill, opacity }
    }));
    const [zero, floor] = api.coord([0, 0]);
    const [, ceiling] = api.coord([0, frame.top]);
    const placebo = band("placebo_low", "placebo_high", palette2.line, 0.28);
    const last = curve.bins.at(-1);
    const [edge, foot2] = api.coord([last.until_day, last.placebo_low ?? 0]);
    return {
      type: "group",
      children: [
        ...placebo,
        ...band("rate_low", "rate_high", colour, 0.2),
        line(zero, floor, zero, ceiling, palette2.ink, 1, [3, 3]),
        ...told3 && placebo.length ? [text(edge - 4, foot2 + 4, words2.placebo, palette2, { align: "right", font: `12px ${palette2.font}` })] : []
      ]
    };
  }
  function runs2(bins, low, high) {
    const found = [[]];
    for (const bin of bins) {
      if (bin[low] === null || bin[high] === null) found.push([]);
      else found.at(-1).push(bin);
    }
    return found.filter((run) => run.length > 0);
  }
  function outline(run, low, high) {
    const middle = (bin) => (bin.from_day + bin.until_day) / 2;
    return [...run.map((bin) => [middle(bin), bin[high]]), ...run.toReversed().map((bin) => [middle(bin), bin[low]])];
  }
  function said2(context, curve, bin) {
    const { words: words2, name, round: round2 } = context;
    return `${name(curve.source)}
${minus(bin.from_day)} \u2026 ${minus(bin.until_day - 1)}
${words2.rate} ${round2(bin.rate, 1)}\uFF08${context.range(bin.rate_low, bin.rate_high, 1)}\uFF09
${words2.calls} ${bin.calls ?? words2.suppressed}`;
  }

  // charts/lexis.js
  var lexis_exports = {};
  __export(lexis_exports, {
    choices: () => choices,
    height: () => height5,
    options: () => options5,
    stops: () => stops5
  });

  // charts/palette.js
  var DASHES = ["solid", [9, 4], [3, 3], [10, 3, 2, 3]];
  var rootRule = (rules) => [...rules].find((rule) => rule.selectorText === ":root");
  function tokens(rule) {
    return Object.fromEntries([...rule.style].map((name) => [name, rule.style.getPropertyValue(name).trim()]));
  }
  function sheetRules() {
    const sheet = [...document.styleSheets].find((one) => rootRule(one.cssRules));
    const dark2 = [...sheet.cssRules].find((rule) => rule.media?.mediaText.includes("dark"));
    return { light: rootRule(sheet.cssRules), dark: rootRule(dark2.cssRules) };
  }
  function palette(scheme) {
    const rules = sheetRules();
    const all = { ...tokens(rules.light), ...scheme === "dark" ? tokens(rules.dark) : {} };
    const numbered = (prefix, count) => Array.from({ length: count }, (_, place) => all[`--${prefix}-${place + 1}`]);
    return {
      ink: all["--ink"],
      soft: all["--ink-soft"],
      line: all["--line"],
      hair: all["--hair"],
      raised: all["--raised"],
      accent: all["--accent"],
      font: all["--sans"].replaceAll('"', "'"),
      // double quotes would end the style attribute of a saved SVG
      hues: numbered("hue", 7),
      ramp: numbered("ramp", 5)
    };
  }
  var dash = (place) => DASHES[place % DASHES.length];
  function luminance(colour) {
    const channel = (start) => {
      const value = parseInt(colour.slice(start, start + 2), 16) / 255;
      return value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
    };
    return 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5);
  }
  var textOn = (colour) => luminance(colour) > 0.22 ? "#1b1916" : "#ffffff";

  // charts/lexis.js
  var DAY2 = 864e5;
  var LEFT2 = 52;
  var TOP2 = 76;
  var BOTTOM2 = 44;
  var LARGEST_SIDE = 640;
  var side = (width) => Math.min(LARGEST_SIDE, width - LEFT2 - 12);
  var time2 = (iso) => Date.parse(iso);
  var height5 = (width) => side(width) + TOP2 + BOTTOM2;
  var choices = ({ data }) => data.staircases.map((one) => one.recipient);
  function options5(context) {
    const { data, words: words2, palette: palette2, width, chosen } = context;
    const extent = { type: "time", min: time2(data.first_day), max: time2(data.last_day), ...context.timeAxis };
    const plane = { left: LEFT2, top: TOP2, width: side(width), height: side(width) };
    const scale = rampScale(data.squares.map((square) => square.calls ?? 0), 4);
    return {
      grid: plane,
      xAxis: { ...extent, name: words2.registered, nameLocation: "middle", nameGap: 30 },
      yAxis: { ...extent, name: words2.called, nameLocation: "end", nameGap: 10, nameTextStyle: { align: "left", padding: [0, 0, 0, -LEFT2 + 4] } },
      series: [squares(context, scale), wedge(context), diagonal(context), ...data.staircases.map((one) => staircase(context, one))],
      graphic: [...key2(context, scale), ...annotation(context, plane, chosen)].map((one) => ({ ...one, z: 7 }))
    };
  }
  var stops5 = ({ data }) => data.squares.map((_, dataIndex) => ({ seriesIndex: 0, dataIndex }));
  function squares({ data, words: words2, palette: palette2, day: day2 }, scale) {
    const span = data.square_days * DAY2;
    return {
      type: "custom",
      clip: true,
      encode: { x: 0, y: 1 },
      data: data.squares.map((one) => [time2(one.registered_from), time2(one.called_from), one.calls ?? -1]),
      renderItem: (_, api) => {
        const [x, bottom] = api.coord([api.value(0), api.value(1)]);
        const [right, y] = api.coord([api.value(0) + span, api.value(1) + span]);
        const box2 = [x, y, right - x - 0.5, bottom - y - 0.5];
        const calls = api.value(2);
        return rect(...box2, { fill: palette2.ramp[calls < 0 ? 0 : scale.step(calls) + 1] });
      },
      tooltip: {
        formatter: ({ value }) => `${words2.registered} ${day2(value[0])}
${words2.called} ${day2(value[1])}
${words2.calls} ${value[2] < 0 ? words2.suppressed : value[2]}`
      }
    };
  }
  function diagonal({ data, palette: palette2 }) {
    const ends = [data.first_day, data.last_day].map(time2);
    return {
      type: "line",
      silent: true,
      symbol: "none",
      z: 4,
      data: ends.map((end) => [end, end]),
      lineStyle: { color: palette2.ink, width: 1.5, type: [2, 4] }
    };
  }
  var REGISTRATION = "registration";
  var hueOf = ({ palette: palette2, place }, recipient) => recipient === REGISTRATION ? palette2.ink : palette2.hues[place(recipient) % 7];
  function staircase(context, { recipient, points }) {
    const { place, chosen, words: words2, day: day2, name } = context;
    const emphasised = recipient === chosen;
    return {
      type: "line",
      name: name(recipient),
      step: recipient === REGISTRATION ? false : "end",
      symbol: "none",
      z: emphasised ? 6 : 3,
      data: points.map(([registered, exported]) => [time2(registered), time2(exported)]),
      lineStyle: {
        color: hueOf(context, recipient),
        width: emphasised ? 3 : 1.25,
        opacity: emphasised ? 1 : 0.8,
        type: emphasised ? "solid" : dash(place(recipient))
      },
      triggerLineEvent: true,
      tooltip: { formatter: ({ value }) => [name(recipient), ...Array.isArray(value) ? [`${words2.first_export} ${day2(value[1])}`] : []].join("\n") }
    };
  }
  function wedge(context) {
    const { data, chosen } = context;
    const steps3 = chosen === REGISTRATION ? [] : data.staircases.find((one) => one.recipient === chosen)?.points ?? [];
    return {
      type: "custom",
      clip: true,
      silent: true,
      data: steps3.length ? [[time2(data.first_day), time2(data.first_day)]] : [],
      renderItem: (params, api) => {
        const last = time2(data.last_day);
        const stairs = steps3.flatMap(([registered, exported], step) => [[registered, steps3[step - 1]?.[1] ?? exported], [registered, exported]]);
        const up = stairs.map(([registered, exported]) => api.coord([time2(registered), Math.min(time2(exported), last)]));
        const back = [steps3.at(-1), steps3[0]].map(([registered]) => api.coord([time2(registered), time2(registered)]));
        const fill = hueOf(context, chosen);
        return { type: "polygon", shape: { points: [...up, ...back] }, style: { fill, opacity: 0.1 } };
      }
    };
  }
  function key2({ words: words2, palette: palette2, width }, scale) {
    const top = 8;
    const step = Math.min(44, (width - 150) / 7);
    const start = 4 + words2.calls_per_square.length * (/[a-z]/i.test(words2.calls_per_square) ? 7 : 13) + 12;
    const boxes = [words2.suppressed, ...scale.ranges].flatMap((label, level) => [
      rect(start + level * step, top, step - 2, 10, { fill: palette2.ramp[level] }),
      ...level % 2 && step < 44 ? [] : [text(start + level * step, top + 14, label, palette2, { font: `12px ${palette2.font}` })]
    ]);
    return [text(4, top - 3, words2.calls_per_square, palette2), ...boxes];
  }
  function annotation(context, plane, emphasised) {
    const { data, words: words2, palette: palette2, chosen } = context;
    const at = (x2, y2) => [plane.left + plane.width * x2, plane.top + plane.height * (1 - y2)];
    const [x, y] = at(0.52, plane.width < 400 ? 0.37 : 0.27);
    const along = { ...text(0, 0, words2.diagonal, palette2, { align: "center", verticalAlign: "top" }), rotation: Math.PI / 4 };
    [along.x, along.y] = at(0.875, 0.862);
    const steps3 = data.staircases.find((one) => one.recipient === emphasised)?.points ?? [];
    if (!steps3.length) return [along];
    if (chosen === REGISTRATION) {
      return [along, ...named(x, y, words2.registration, palette2.ink, palette2), text(x, y + 22, words2.no_wedge, palette2, { width: plane.width * 0.46, overflow: "break" })];
    }
    const wedgeMiddle = widest(steps3.slice(Math.floor(steps3.length * 0.3), Math.ceil(steps3.length * 0.6)));
    const range = time2(data.last_day) - time2(data.first_day);
    const share = (iso) => (time2(iso) - time2(data.first_day)) / range;
    const across = share(wedgeMiddle[0]);
    const [toX, toY] = at(across + 0.02, (across + 0.02 + Math.min(1, share(wedgeMiddle[1]))) / 2);
    return [
      along,
      line(x + 8, y - 6, toX, toY, palette2.line),
      { type: "circle", shape: { cx: toX, cy: toY, r: 3 }, style: { fill: palette2.ink } },
      ...named(x, y, emphasised, hueOf(context, chosen), palette2),
      text(x, y + 22, words2.wedge, palette2, { width: plane.width * 0.46, overflow: "break" })
    ];
  }
  var widest = (steps3) => steps3.reduce((best, step) => time2(step[1]) - time2(step[0]) > time2(best[1]) - time2(best[0]) ? step : best);

  // charts/parties.js
  var parties_exports = {};
  __export(parties_exports, {
    choices: () => choices2,
    height: () => height6,
    opens: () => opens2,
    options: () => options6,
    stops: () => stops6,
    swatches: () => swatches
  });
  var ROW3 = 34;
  var FOOT4 = 34;
  var NARROW = 640;
  var SIGNS = 104;
  var MOST_SIGNS = 4;
  var LEVELS = [0.05, 0.1, 0.2];
  var choices2 = () => ["recipients", "hospitals"];
  var swatches = false;
  var wide = (width) => width >= NARROW;
  var head = (width) => wide(width) ? 120 : 34;
  var names = ({ data, chosen }) => data.columns[chosen];
  var height6 = (width, { rows }) => head(width) + ROW3 * rows.length + FOOT4;
  function options6(context) {
    const { data, palette: palette2, width, words: words2, label } = context;
    const at = columns2(context);
    return {
      grid: { left: 0, right: 0, top: head(width), bottom: FOOT4 },
      xAxis: { type: "value", min: 0, max: 1, show: false },
      yAxis: { type: "category", inverse: true, data: data.rows.map((row) => row.number), show: false },
      series: [
        {
          type: "custom",
          cursor: "pointer",
          encode: { x: 0, y: 1 },
          data: data.rows.map((_, place) => [0, place]),
          renderItem: (params, api) => party(context, at, params, api),
          tooltip: { formatter: ({ dataIndex }) => told2(context, data.rows[dataIndex]) }
        },
        {
          type: "custom",
          encode: { x: 0, y: 1 },
          data: data.pairs.map((pair) => [0, pair.one]),
          renderItem: (params, api) => arc(palette2, at, data.pairs[params.dataIndex], api),
          tooltip: { formatter: ({ dataIndex }) => shared(context, data.pairs[dataIndex]) }
        }
      ],
      graphic: [
        text(0, head(width) - 24, words2.parties.party, palette2),
        text(at.signs, head(width) - 24, words2.parties.signs, palette2),
        text(at.arcs, head(width) - 24, words2.parties.pairs, palette2),
        ...wide(width) ? names(context).map((name, place) => heading(context, at, label(name), place)) : [],
        ...key3(context, at, head(width) + ROW3 * data.rows.length + 10)
      ]
    };
  }
  var stops6 = ({ data }) => [
    ...data.rows.map((_, dataIndex) => ({ seriesIndex: 0, dataIndex })),
    ...data.pairs.map((_, dataIndex) => ({ seriesIndex: 1, dataIndex }))
  ];
  var opens2 = ({ data }, place, series) => data.rows[series ? data.pairs[place].one : place].href;
  function columns2({ width, data, chosen }) {
    const signs2 = wide(width) ? 148 : 100;
    const arcs = signs2 + SIGNS + (wide(width) ? 28 : 16);
    const room = wide(width) ? Math.min(150, width * 0.16) : 44;
    const dots2 = arcs + room + 12;
    return { signs: signs2, arcs, room, dots: dots2, step: Math.min(56, (width - dots2 - 70) / Math.max(1, data.columns[chosen].length)) };
  }
  function heading({ palette: palette2, width }, at, name, place) {
    const style = { font: `12px ${palette2.font}`, width: 150, overflow: "truncate", verticalAlign: "middle" };
    return { ...text(0, 0, name, palette2, style), x: at.dots + at.step * (place + 0.5), y: head(width) - 8, rotation: Math.PI / 4 };
  }
  function party(context, at, params, api) {
    const { data, palette: palette2, width, words: words2, label } = context;
    const row = data.rows[params.dataIndex];
    const y = api.coord([0, params.dataIndex])[1];
    const colour = { fill: palette2.ink, font: `14px ${palette2.font}`, verticalAlign: "middle" };
    const trade = { verticalAlign: "middle", font: `12px ${palette2.font}`, width: at.signs - 34, overflow: "truncate" };
    return group([
      rect(0, y - ROW3 / 2, width, ROW3, { fill: "transparent" }),
      line(0, y + ROW3 / 2, width, y + ROW3 / 2, palette2.hair),
      text(0, y, `${row.number}`, palette2, colour),
      text(28, y, label(row.trade), palette2, trade),
      ...signs(row, at.signs, y, palette2),
      circle(at.arcs + 4, y, row.paired ? 4.5 : 3, row.paired ? palette2.accent : palette2.raised, palette2.accent),
      ...(wide(width) ? dots : largest)(context, at, row, y)
    ]);
  }
  var circle = (cx, cy, r, fill, stroke) => ({ type: "circle", shape: { cx, cy, r }, style: { fill, stroke, lineWidth: 1.5 } });
  function signs(row, left, y, palette2) {
    const rings = Math.min(row.lines, MOST_SIGNS);
    const squares2 = Math.min(row.wordings, 2);
    const drawn2 = Array.from({ length: rings }, (_, place) => circle(left + 6 + place * 13, y, 4.5, palette2.raised, palette2.ink));
    let x = left + rings * 13;
    if (row.lines > rings) drawn2.push(text(x, y, `+${row.lines - rings}`, palette2, { verticalAlign: "middle", font: `11px ${palette2.font}` }));
    if (row.lines > rings) x += 15;
    if (row.joints.includes("range")) drawn2.push(line(left + 1, y + 9, left + rings * 13 - 1, y + 9, palette2.ink, 2));
    for (let place = 0; place < squares2; place += 1) drawn2.push(rect(x + 6 + place * 12, y - 4.5, 9, 9, { fill: palette2.soft }));
    if (row.joints.includes("wording")) drawn2.push(line(left + 1, y - 9, x + 6 + squares2 * 12 - 3, y - 9, palette2.soft, 2));
    if (row.wordings > squares2) drawn2.push(text(x + 6 + squares2 * 12, y, `+${row.wordings - squares2}`, palette2, { verticalAlign: "middle", font: `11px ${palette2.font}` }));
    return drawn2;
  }
  var radius = (above) => 26 * Math.sqrt(above);
  function dots(context, at, row, y) {
    return names(context).flatMap((name, place) => dot(row.above[context.chosen][name], at.dots + at.step * (place + 0.5), y, context.palette.line, hue(context, name)));
  }
  function largest(context, at, row, y) {
    const { palette: palette2, width, label } = context;
    const [name, above] = Object.entries(row.above[context.chosen]).sort((one, other) => other[1] - one[1])[0] ?? [];
    if (name === void 0) return [];
    const beside = { verticalAlign: "middle", font: `11px ${palette2.font}`, width: width - at.dots - 20, overflow: "truncate" };
    return [...dot(above, at.dots + 4, y, palette2.line, hue(context, name)), text(at.dots + 20, y, label(name), palette2, beside)];
  }
  function dot(above, x, y, empty, colour) {
    return above === void 0 ? [circle(x, y, 0.8, empty, empty)] : [circle(x, y, radius(above), colour, colour)];
  }
  var hue = ({ chosen, place, palette: palette2 }, name) => chosen === "recipients" ? palette2.hues[place(name) % 7] : palette2.accent;
  function arc(palette2, at, pair, api) {
    const [from, to] = [api.coord([0, pair.one])[1], api.coord([0, pair.other])[1]];
    const x = at.arcs + 9;
    const reach = x + (at.room - 12) * Math.min(1, 0.25 + Math.abs(pair.other - pair.one) / 12) * (4 / 3);
    return {
      type: "bezierCurve",
      shape: { x1: x, y1: from, x2: x, y2: to, cpx1: Math.min(reach, x + at.room * 1.2), cpy1: from, cpx2: Math.min(reach, x + at.room * 1.2), cpy2: to },
      style: { stroke: palette2.accent, fill: null, lineWidth: Math.min(6, 1 + Math.log2(Math.max(1, pair.ratio))), opacity: 0.75 }
    };
  }
  function key3({ palette: palette2, words: words2, width, chosen }, at, y) {
    const small = { font: `12px ${palette2.font}` };
    const drawn2 = [
      circle(6, y + 9, 4.5, palette2.raised, palette2.ink),
      text(16, y, words2.parties.line, palette2, small),
      rect(72, y + 4, 9, 9, { fill: palette2.soft }),
      text(86, y, words2.parties.wording, palette2, small)
    ];
    if (!wide(width)) return drawn2;
    return [...drawn2, ...LEVELS.flatMap((level, place) => level_key(at.dots + place * 68, y, level, palette2, small)), text(at.dots + 210, y, words2.parties.above[chosen], palette2, small)];
  }
  var level_key = (x, y, level, palette2, small) => [circle(x + 10, y + 9, radius(level), palette2.accent, palette2.accent), text(x + 27, y, `${Math.round(level * 100)} %`, palette2, small)];
  var percent = (level) => `\u2265 ${Math.round(level * 100)} %`;
  function told2({ words: words2, label, data }, row) {
    const numbers2 = row.signs.map((sign) => `${label(sign.kind)} ${sign.lines}`).join(" \xB7 ");
    const beside = row.partners.map((number) => `${words2.parties.party} ${number}`).join(" \xB7 ");
    const above = (kind) => Object.entries(row.above[kind]).map(([name, share]) => `${label(name)} ${percent(share)}`);
    return [
      `${words2.parties.party} ${row.number} ${label(row.trade)}`,
      `${words2.mothers} ${row.mothers.toLocaleString("en")} \xB7 ${words2.calls} ${row.calls.toLocaleString("en")}`,
      `${numbers2}${numbers2 ? " \xB7 " : ""}${words2.parties.wording} ${row.wordings}`,
      ...row.joints.map((joint) => words2.parties.joint[joint]),
      ...beside ? [`${words2.parties.pairs}: ${beside}`] : [],
      ...["recipients", "hospitals"].flatMap((kind) => above(kind).length ? [words2.parties.above[kind], ...above(kind)] : [])
    ].join("\n");
  }
  function shared({ words: words2, data }, pair) {
    const [one, other] = [data.rows[pair.one], data.rows[pair.other]];
    return [
      `${words2.parties.party} ${one.number} \u2013 ${other.number}`,
      `${words2.mothers} ${pair.mothers.toLocaleString("en")}`,
      `${words2.parties.times} ${pair.ratio.toFixed(1)}`
    ].join("\n");
  }

  // charts/download.js
  function save(blob, name) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1e4);
  }
  function saveSvg(drawing, name) {
    save(new Blob([drawing], { type: "image/svg+xml" }), `${name}.svg`);
  }
  async function savePng(drawing, name, { width, height: height10 }) {
    const image = new Image();
    image.src = `data:image/svg+xml,${encodeURIComponent(drawing)}`;
    await image.decode();
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [width * 2, height10 * 2];
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    canvas.toBlob((blob) => save(blob, `${name}.png`), "image/png");
  }

  // charts/picture.js
  var PAPER_WIDTH = 680;
  var dark = matchMedia("(prefers-color-scheme: dark)");
  var Picture = class {
    constructor(figure, module, words2, content) {
      const { data, labels, recipients, chosen } = content;
      Object.assign(this, { figure, module, words: words2, data, labels, recipients, stop: -1 });
      this.chosen = chosen || module.choices?.({ data })[0];
      this.canvas = document.createElement("div");
      this.canvas.className = "figure-canvas";
      this.canvas.tabIndex = 0;
      this.table = figure.querySelector("details");
      this.table.before(this.canvas);
      this.table.open = false;
      this.addTools();
      if (module.choices) this.addChooser(module.choices({ data }));
      this.draw();
      this.listen();
    }
    listen() {
      let width = this.canvas.clientWidth;
      new ResizeObserver(() => {
        if (this.canvas.clientWidth === width || this.onPaper) return;
        width = this.canvas.clientWidth;
        this.draw();
      }).observe(this.canvas);
      dark.addEventListener("change", () => this.draw());
      addEventListener("beforeprint", () => this.print(true));
      addEventListener("afterprint", () => this.print(false));
      this.canvas.addEventListener("keydown", (event) => this.step(event));
      this.canvas.addEventListener("blur", () => this.chart?.dispatchAction({ type: "hideTip" }));
    }
    print(onPaper) {
      this.onPaper = onPaper;
      this.table.open = onPaper;
      this.draw();
    }
    draw() {
      const width = this.onPaper ? PAPER_WIDTH : this.canvas.clientWidth;
      if (width === 0) return;
      const height10 = this.module.height(width, this.data);
      this.canvas.style.height = `${height10}px`;
      this.chart ?? (this.chart = this.begin(width, height10));
      this.chart.resize({ width, height: height10 });
      this.chart.setOption(this.optionsFor(width, this.onPaper || !dark.matches ? "light" : "dark"), { notMerge: true });
    }
    begin(width, height10) {
      const chart = echarts.init(this.canvas, null, { renderer: "svg", width, height: height10 });
      if (this.module.opens) chart.on("click", (hit) => this.open(hit));
      return chart;
    }
    // A picture whose parts lead somewhere: by click, or by Enter on the part that the arrow keys have reached.
    open({ dataIndex, seriesIndex }) {
      location.assign(this.module.opens(this, dataIndex, seriesIndex));
    }
    optionsFor(width, scheme) {
      const context = this.contextFor(width, palette(scheme));
      return dressed(this.module.options(context), context, this.description());
    }
    contextFor(width, colours) {
      const label = (code) => this.labels[code] ?? code;
      return {
        width,
        label,
        words: this.words,
        data: this.data,
        chosen: this.chosen,
        palette: colours,
        day,
        name: (source) => source === "registration" ? this.words.registration : label(source),
        place: (recipient) => Math.max(0, this.recipients.indexOf(recipient)),
        round,
        range: (low, high, places) => low === null && high === null ? "\u2014" : `${round(low, places)}\u2013${round(high, places)}`,
        timeAxis: { minInterval: (width < 480 ? 56 : 28) * 864e5, axisLabel: { hideOverlap: true, formatter: months, lineHeight: 16 }, splitLine: { show: false } }
      };
    }
    description() {
      const [title, sentence] = this.figure.querySelectorAll("figcaption > *");
      return `${title.textContent}\u3002${sentence.textContent}`;
    }
    // Arrow keys walk through the numbers, Escape puts them away; the table says the same to those who do not see.
    step(event) {
      const stops10 = this.module.stops(this);
      if (event.key === "Enter" && this.module.opens && this.stop >= 0) this.open(stops10[this.stop]);
      const move = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
      if (event.key === "Escape") this.chart.dispatchAction({ type: "hideTip" });
      if (!move || !stops10.length) return;
      event.preventDefault();
      this.stop = (this.stop + move + stops10.length) % stops10.length;
      this.chart.dispatchAction({ type: "showTip", ...stops10[this.stop] });
    }
    addTools() {
      const tools = document.createElement("div");
      tools.className = "figure-tools";
      for (const [word, saving] of [[this.words.svg, saveSvg], [this.words.png, savePng]]) {
        tools.append(button(word, "link-button", () => this.saveLight(saving)));
      }
      this.table.before(tools);
    }
    saveLight(saving) {
      const width = this.canvas.clientWidth;
      const height10 = this.module.height(width, this.data);
      const sheet = echarts.init(null, null, { renderer: "svg", ssr: true, width, height: height10 });
      sheet.setOption({ ...this.optionsFor(width, "light"), backgroundColor: "#ffffff" });
      const drawing = sheet.renderToSVGString();
      sheet.dispose();
      return saving(drawing, this.figure.dataset.name, { width, height: height10 });
    }
    addChooser(names2) {
      const chooser = document.createElement("div");
      chooser.className = "figure-chooser";
      chooser.setAttribute("role", "group");
      chooser.setAttribute("aria-label", this.words.choose);
      for (const name of names2) {
        const choice = button(name === "registration" ? this.words.registration : this.labels[name] ?? name, "", () => {
          this.chosen = name;
          for (const one of chooser.children) one.setAttribute("aria-pressed", one === choice);
          this.draw();
        });
        choice.setAttribute("aria-pressed", name === this.chosen);
        if (this.module.swatches !== false) choice.prepend(swatch(this.recipients.indexOf(name)));
        chooser.append(choice);
      }
      this.canvas.before(chooser);
    }
  };
  var round = (value, places) => value === null ? "\u2014" : value >= 1e3 ? ">999" : value.toFixed(places);
  var day = (time4) => new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "medium", timeZone: "UTC" }).format(time4);
  function months(time4) {
    const date = new Date(time4);
    const month = date.toLocaleDateString(document.documentElement.lang, { month: "short", timeZone: "UTC" });
    return date.getUTCMonth() === 0 ? `${month}
${date.getUTCFullYear()}` : month;
  }
  function swatch(place) {
    const made = document.createElement("span");
    made.className = place < 0 ? "swatch" : `swatch hue-${place % 7 + 1}`;
    return made;
  }
  function button(words2, css, act) {
    const made = document.createElement("button");
    made.type = "button";
    made.className = css;
    made.textContent = words2;
    made.addEventListener("click", act);
    return made;
  }
  function dressed(options10, { palette: colours }, description) {
    const axis = (one) => ({
      ...one,
      nameTextStyle: { color: colours.soft, fontSize: 13, ...one.nameTextStyle },
      axisLabel: { color: colours.soft, fontSize: 12, ...one.axisLabel },
      axisLine: { show: true, ...one.axisLine, lineStyle: { color: colours.line } },
      axisTick: { lineStyle: { color: colours.line }, ...one.axisTick },
      splitLine: { lineStyle: { color: colours.hair }, ...one.splitLine }
    });
    return {
      useUTC: true,
      animation: false,
      textStyle: { fontFamily: colours.font },
      aria: { enabled: true, label: { description } },
      tooltip: {
        renderMode: "richText",
        confine: true,
        backgroundColor: colours.raised,
        borderColor: colours.line,
        borderWidth: 1,
        padding: 10,
        textStyle: { color: colours.ink, fontSize: 13, lineHeight: 20, fontFamily: colours.font }
      },
      ...options10,
      xAxis: [options10.xAxis].flat().map(axis),
      yAxis: [options10.yAxis].flat().map(axis)
    };
  }

  // charts/reports.js
  var reports_exports = {};
  __export(reports_exports, {
    height: () => height7,
    options: () => options7,
    stops: () => stops7
  });
  var DAY3 = 864e5;
  var TOP3 = 56;
  var BOTTOM3 = 44;
  var LEFT3 = 44;
  var time3 = (iso) => Date.parse(iso);
  var steps2 = (data, column) => {
    const points = data.rows.map((row) => [time3(row.from_day), row[column]]);
    const last = points.at(-1);
    return [...points, [last[0] + data.width * DAY3, last[1]]];
  };
  var height7 = (width) => width < 480 ? 260 : 320;
  function options7(context) {
    const { data, palette: palette2, words: words2, width } = context;
    const [first, last] = [time3(data.rows[0].from_day), time3(data.rows.at(-1).from_day) + data.width * DAY3];
    const name = data.width === 1 ? words2.calls_a_day : words2.calls_a_week;
    return {
      grid: { left: LEFT3, right: 12, top: TOP3, bottom: BOTTOM3 },
      xAxis: { type: "time", min: first, max: last, ...context.timeAxis },
      yAxis: { type: "value", min: 0, minInterval: 1, axisLine: { show: false }, axisTick: { show: false } },
      series: [
        {
          type: "line",
          step: "end",
          symbol: "none",
          data: steps2(data, "happened"),
          tooltip: tip(context),
          lineStyle: { color: palette2.accent, width: 1.25 },
          areaStyle: { color: palette2.accent, opacity: 0.2 }
        },
        { type: "line", step: "end", symbol: "none", data: steps2(data, "told"), lineStyle: { color: palette2.hues[1], width: 1.25, type: [4, 3] } },
        ...incomplete(context, last),
        stopsOf(context),
        ...events(context, first, last)
      ],
      graphic: [text(LEFT3, 0, name, palette2), ...key4(context, width)]
    };
  }
  var stops7 = ({ data }) => data.rows.map((_, dataIndex) => ({ seriesIndex: data.incomplete_from ? 3 : 2, dataIndex }));
  function stopsOf(context) {
    const { data } = context;
    return {
      type: "custom",
      encode: { x: 0, y: 1 },
      data: data.rows.map((row) => [time3(row.from_day), row.happened ?? 0]),
      tooltip: tip(context),
      renderItem: (_, api) => {
        const [x, bottom] = api.coord([api.value(0), 0]);
        const [right] = api.coord([api.value(0) + data.width * DAY3, 0]);
        return rect(x, TOP3, Math.max(1, right - x), bottom - TOP3, { fill: "transparent" });
      }
    };
  }
  function tip({ data, words: words2, day: day2 }) {
    const count = (value) => value === null ? words2.suppressed : value;
    return {
      formatter: ({ dataIndex }) => {
        const row = data.rows[Math.min(dataIndex, data.rows.length - 1)];
        return `${day2(time3(row.from_day))}
${words2.happened} ${count(row.happened)}
${words2.told} ${count(row.told)}`;
      }
    };
  }
  function incomplete({ data, palette: palette2, words: words2 }, last) {
    if (!data.incomplete_from || time3(data.incomplete_from) >= last) return [];
    return [{
      type: "custom",
      silent: true,
      z: 1,
      encode: { x: 0, y: 1 },
      data: [[time3(data.incomplete_from), 0]],
      renderItem: (_, api) => {
        const [start, bottom] = api.coord([Math.max(api.value(0), time3(data.rows[0].from_day)), 0]);
        const [end] = api.coord([last, 0]);
        return group([
          rect(start, TOP3, end - start, bottom - TOP3, { fill: palette2.soft, opacity: 0.14 }),
          line(start, TOP3, start, bottom, palette2.soft, 1, [3, 3]),
          text(end, TOP3 - 20, words2.incomplete, palette2, { align: "right", font: `12px ${palette2.font}` })
        ]);
      }
    }];
  }
  function events({ data, palette: palette2 }, first, last) {
    const within = (data.events ?? []).filter(({ day: day2 }) => time3(day2) >= first && time3(day2) < last);
    if (!within.length) return [];
    return [{
      type: "custom",
      silent: true,
      z: 3,
      encode: { x: 0, y: 1 },
      data: within.map(({ day: day2, number }) => [time3(day2), 0, number]),
      renderItem: (_, api) => {
        const [x, bottom] = api.coord([api.value(0), 0]);
        return group([
          line(x, TOP3 - 4, x, bottom, palette2.ink, 1, [2, 3]),
          text(x, TOP3 - 20, String(api.value(2)), palette2, { align: "center", fill: palette2.ink, font: `600 12px ${palette2.font}` })
        ]);
      }
    }];
  }
  function key4({ palette: palette2, words: words2 }, width) {
    const row = width < 480 ? 20 : 0;
    const left = width < 480 ? LEFT3 : LEFT3 + 120;
    return [
      line(left, row + 9, left + 18, row + 9, palette2.accent, 4),
      text(left + 24, row, words2.happened, palette2, { fill: palette2.ink }),
      line(left + 130, row + 9, left + 148, row + 9, palette2.hues[1], 2, [4, 3]),
      text(left + 154, row, words2.told, palette2, { fill: palette2.ink })
    ];
  }

  // charts/share.js
  var share_exports = {};
  __export(share_exports, {
    height: () => height8,
    options: () => options8,
    stops: () => stops8
  });
  var BAR = 30;
  var TOP4 = 8;
  var BOTTOM4 = 46;
  var rowHeight2 = (width, data) => 16 + (width < 480 ? 36 : 18) * Math.max(1.3, ...data.map((row) => row.members.length));
  var height8 = (width, data) => TOP4 + BAR + 14 + rowHeight2(width, data) * data.length + BOTTOM4;
  function options8(context) {
    const { data, palette: palette2, width, words: words2 } = context;
    const left = width < 480 ? 108 : 160;
    const right = width < 480 ? 84 : 104;
    const percent2 = (value) => `${Math.round(value * 100)}%`;
    return {
      grid: { left, right, top: TOP4, bottom: BOTTOM4 },
      xAxis: { type: "value", min: 0, max: 1, interval: 0.25, axisLabel: { formatter: percent2 }, name: words2.share, nameLocation: "middle", nameGap: 28, splitLine: { lineStyle: { color: palette2.hair } } },
      yAxis: { type: "value", min: 0, max: 1, show: false },
      series: [{
        type: "custom",
        encode: { x: 0 },
        data: data.map((row) => [row.estimate, 0]),
        renderItem: (params, api) => part(context, params, api, right),
        tooltip: { formatter: ({ dataIndex }) => `${named2(context, data[dataIndex], "\n")}
${numbers(context, data[dataIndex])}` }
      }]
    };
  }
  var stops8 = ({ data }) => data.map((_, dataIndex) => ({ seriesIndex: 0, dataIndex }));
  var named2 = ({ name, words: words2 }, row, joiner) => row.members.length ? row.members.map(name).join(joiner) : words2.background;
  var hundredfold = (value) => value === null ? null : value * 100;
  var numbers = ({ round: round2, range }, row) => `${round2(hundredfold(row.estimate), 0)}%\uFF08${range(hundredfold(row.low), hundredfold(row.high), 0)}\uFF09`;
  function colourOf({ palette: palette2, place }, { members }) {
    if (!members.length) return palette2.hair;
    if (members.length > 1) return palette2.line;
    return members[0] === "registration" ? palette2.ink : palette2.hues[place(members[0]) % 7];
  }
  function part(context, params, api, right) {
    const { data, palette: palette2 } = context;
    const index = params.dataIndex;
    const row = data[index];
    const { x: left, width } = params.coordSys;
    const at = (value) => api.coord([Math.min(1, value), 0])[0];
    const before = data.slice(0, index).reduce((sum, one) => sum + one.estimate, 0);
    const colour = colourOf(context, row);
    const y = TOP4 + BAR + 14 + rowHeight2(context.width, data) * (index + 0.5);
    const outline2 = row.members.length ? {} : { stroke: palette2.line };
    const segment = rect(at(before), TOP4, at(before + row.estimate) - at(before) - 1, BAR, { fill: colour, ...outline2 });
    const whisker = row.low === null || row.high === null ? [] : [line(at(row.low), y, at(row.high), y, palette2.ink, 1.5)];
    const dot2 = { type: "circle", shape: { cx: at(row.estimate), cy: y, r: 5 }, style: { fill: colour, stroke: palette2.ink, lineWidth: row.members.length ? 0 : 1.5 } };
    return group([
      segment,
      ...whisker,
      dot2,
      text(0, y, named2(context, row, "\n"), palette2, { verticalAlign: "middle", fill: palette2.ink, lineHeight: 17, width: left - 8, overflow: "break" }),
      text(left + width + right, y, numbers(context, row), palette2, { align: "right", verticalAlign: "middle", fill: palette2.ink, font: `13px ${palette2.font}` })
    ]);
  }

  // charts/vendor_stage.js
  var vendor_stage_exports = {};
  __export(vendor_stage_exports, {
    height: () => height9,
    options: () => options9,
    stops: () => stops9
  });
  var ROW4 = 34;
  var TOP5 = 44;
  var BOTTOM5 = 48;
  var STAGES = ["first_trimester", "second_trimester", "third_trimester", "confinement", "to_hundred_days", "after_hundred_days"];
  var VENDORS = [
    "maternity_class",
    "confinement_nanny",
    "infant_formula",
    "lanugo_brush",
    "hand_foot_print",
    "postnatal_fitness",
    "baby_photography",
    "early_education",
    "cord_blood",
    "insurance",
    "other"
  ];
  var present = (codes, data, column) => codes.filter((code) => data.some((cell2) => cell2[column] === code));
  var height9 = (width, data) => TOP5 + BOTTOM5 + ROW4 * present(VENDORS, data, "vendor").length;
  function options9(context) {
    const { data, palette: palette2, width, words: words2, label } = context;
    const stages = present(STAGES, data, "stage");
    const vendors = present(VENDORS, data, "vendor");
    const left = width < 480 ? 76 : 104;
    const scale = rampScale(data.map((cell2) => cell2.calls ?? 0));
    const bare = { axisTick: { show: false }, axisLine: { show: false }, splitLine: { show: false } };
    const foot2 = height9(width, data) - 30;
    const column = (width - left) / stages.length;
    return {
      grid: { left, right: 0, top: TOP5, bottom: BOTTOM5 },
      xAxis: { type: "category", position: "top", data: stages.map(label), ...bare, axisLabel: { interval: 0, width: column, overflow: "break", lineHeight: 15, fontSize: 12 } },
      yAxis: { type: "category", inverse: true, data: vendors.map(label), ...bare, axisLabel: { align: "left", margin: left - 2, width: left - 8, overflow: "break", color: palette2.ink } },
      series: [{
        type: "custom",
        encode: { x: 0, y: 1 },
        data: data.map((cell2) => [stages.indexOf(cell2.stage), vendors.indexOf(cell2.vendor), cell2.calls ?? -1]),
        renderItem: (_, api) => cell(palette2, scale, api),
        tooltip: { formatter: ({ dataIndex }) => `${label(data[dataIndex].vendor)}
${label(data[dataIndex].stage)}
${words2.calls} ${data[dataIndex].calls ?? words2.suppressed}` }
      }],
      graphic: [
        rect(0, foot2 + 2, 22, 14, { fill: palette2.raised, stroke: palette2.hair }),
        ...hatch(0, foot2 + 2, 22, 14, palette2.line),
        text(30, foot2, `${words2.suppressed}${/[a-z]/i.test(words2.suppressed) ? ". " : "\uFF1A"}${words2.suppressed_why}`, palette2, { font: `12px ${palette2.font}`, width: width - 34, overflow: "break" })
      ]
    };
  }
  var stops9 = ({ data }) => data.map((_, dataIndex) => ({ seriesIndex: 0, dataIndex }));
  function cell(palette2, scale, api) {
    const [middle, centre] = api.coord([api.value(0), api.value(1)]);
    const [width, tall2] = api.size([1, 1]);
    const box2 = [middle - width / 2 + 1, centre - tall2 / 2 + 1, width - 2, tall2 - 2];
    const calls = api.value(2);
    if (calls < 0) return group([rect(...box2, { fill: "transparent" }), ...hatch(...box2, palette2.line)]);
    const fill = calls === 0 ? "transparent" : palette2.ramp[scale.step(calls)];
    const colour = calls === 0 ? palette2.soft : textOn(fill);
    return group([rect(...box2, { fill }), text(middle, centre, `${calls}`, palette2, { align: "center", verticalAlign: "middle", fill: colour })]);
  }

  // charts/main.js
  var MODULES = { calendar: calendar_exports, districts: districts_exports, forest: forest_exports, lags: lags_exports, lexis: lexis_exports, parties: parties_exports, reports: reports_exports, share: share_exports, vendor_stage: vendor_stage_exports };
  var words = JSON.parse(document.getElementById("chart-words").textContent);
  var nothing = (data) => !data || data.length === 0 || data.rows?.length === 0;
  for (const figure of document.querySelectorAll("figure[data-chart]")) {
    const content = JSON.parse(figure.querySelector("script").textContent);
    if (!nothing(content.data)) new Picture(figure, MODULES[figure.dataset.chart], words, content);
  }
})();
