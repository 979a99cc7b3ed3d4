// Shows a plotly figure that arrives as JSON. plotly.js is loaded once per page: from the server that made the page,
// or, where there is none (JupyterLab, VS Code), from the kernel, which sends the bundle of its installed package.
// The small bundle draws nearly all figures; the wide one is fetched where a figure needs it.
const TEMPLATE = /*TEMPLATE*/ {};
const DARK = /*DARK*/ {};
const BASIC = new Set(/*BASIC*/ []);

const isWide = (spec) => spec.data.some(({ type }) => type && !BASIC.has(type));

const served = (wide) => document.querySelector(`meta[name=peerkit-plotly${wide ? "-wide" : ""}]`)?.content;

function loadPlotly(model, wide) {
  const both = served(true) && served(true) === served(false);
  const name = wide && !both ? "peerkitPlotlyWide" : "peerkitPlotly";
  globalThis[name] ??= fetchPlotly(model, wide).catch((error) => {
    globalThis[name] = undefined;
    throw error;
  });
  return globalThis[name];
}

async function fetchPlotly(model, wide) {
  const url = served(wide) ?? URL.createObjectURL(new Blob([await bundleFromKernel(model, wide)], { type: "text/javascript" }));
  // A page with an AMD loader would swallow the bundle instead of letting it set window.Plotly.
  const define = globalThis.define;
  globalThis.define = undefined;
  try {
    await new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = url;
      script.onload = resolve;
      script.onerror = () => reject(new Error("plotly.js could not be loaded"));
      document.head.append(script);
    });
  } finally {
    globalThis.define = define;
  }
  return globalThis.Plotly;
}

function bundleFromKernel(model, wide) {
  return new Promise((resolve) => {
    const answer = (content, buffers) => {
      if (content.kind !== "plotly" || content.wide !== wide) return;
      model.off("msg:custom", answer);
      resolve(buffers[0]);
    };
    model.on("msg:custom", answer);
    model.send({ kind: "plotly", wide });
  });
}

function isDark() {
  const theme = document.documentElement.dataset.theme ?? { true: "light", false: "dark" }[document.body.dataset.jpThemeLight];
  if (theme && theme !== "auto") return theme === "dark";
  return matchMedia("(prefers-color-scheme: dark)").matches;
}

// Colours are swapped by value, so a figure is drawn once in light and is right in both.
function themed(value, dark) {
  if (typeof value === "string") return dark ? (DARK[value] ?? value) : value;
  if (Array.isArray(value)) return value.map((item) => themed(item, dark));
  if (value && typeof value === "object" && !ArrayBuffer.isView(value)) {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, themed(item, dark)]));
  }
  return value;
}

// How far words at the right end of lines stand out of a plot that is `width` wide, in pixels.
const LETTER = 7;
function room(spec, width) {
  const axis = spec.layout.xaxis ?? {};
  if (!axis.range || axis.type === "date" || axis.type === "category") return 62;
  const [low, high] = axis.range.map(Number);
  let most = 12;
  for (const trace of spec.data) {
    if (trace.mode !== "text") continue;
    numbers(trace.x).forEach((x, i) => {
      const side = Array.isArray(trace.textposition) ? trace.textposition[i] : (trace.textposition ?? "");
      if (!side.endsWith("right")) return;
      const lines = String(trace.text?.[i] ?? "").split(/<br>/).map((line) => line.replace(/<[^>]*>/g, "").trim().length);
      const at = ((axis.type === "log" ? Math.log10(x) : x) - low) / (high - low);
      if (at <= 1.02) most = Math.max(most, LETTER * Math.max(...lines) + 10 - (1 - at) * width);
    });
  }
  return Math.round(Math.min(most, 0.34 * width));
}

// A figure without a kernel (a notebook saved as a page) never gets plotly.js.
const LONGEST_WAIT = 12000;

function patiently(loading) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error("no kernel answers here, and without one plotly.js cannot be had")), LONGEST_WAIT);
    loading.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

// The words of a tooltip in one line: the name of the curve, then what it says; both are texts of their own, and so are their lines.
function spokenTooltip(tooltip) {
  const lines = (part) => [...part.querySelectorAll("tspan.line")].map((line) => line.textContent);
  const parts = [...tooltip.querySelectorAll("text")].map((part) => (lines(part).length ? lines(part).join(" ") : part.textContent).trim());
  return parts.filter(Boolean).join(", ");
}

// On a touch screen the words of a tooltip stand above the figure, where no finger and no mark is below them.
// Returns what is to be called once plotly has drawn.
function touchReader(drawing, readout) {
  const follow = ({ pointerType, clientX, clientY }) => {
    if (pointerType === "mouse") return;
    const plane = drawing.querySelector(".nsewdrag");
    plane?.dispatchEvent(new MouseEvent("mousemove", { clientX, clientY, bubbles: true }));
  };
  drawing.addEventListener("pointermove", follow);
  drawing.addEventListener("pointerdown", follow);
  return () => drawing.on("plotly_hover", () => {
    readout.textContent = [...drawing.querySelectorAll(".hoverlayer .hovertext")].map(spokenTooltip).join(" · ");
  });
}

const textScale = () => parseFloat(getComputedStyle(document.documentElement).fontSize) / 16 || 1;

// The title of an upright axis lies above its panel: turned on its side it is cut where the panel is lower than its words.
// Panels move apart as far as their titles need.
function titlesAbove(layout, { width, height, size, margin }) {
  const letters = Math.max(12, Math.floor(width / (0.56 * size)));
  const panels = Object.keys(layout).filter((name) => /^yaxis/.test(name) && layout[name].title?.text)
    .map((name) => ({ name, words: folded(layout[name].title.text, letters), domain: [...(layout[name].domain ?? [0, 1])] }))
    .sort((a, b) => b.domain[1] - a.domain[1]);
  if (!panels.length) return { ...layout, margin };
  const tall = ({ words }) => words.length * 1.35 * size + 8;
  const whole = { ...margin, t: margin.t + tall(panels[0]) };
  const inner = Math.max(60, height - whole.t - whole.b);
  panels.slice(1).forEach((lower, i) => {
    const upper = panels[i];
    const ownAxis = Object.entries(layout).some(([name, axis]) => /^xaxis/.test(name) && axis.anchor === upper.name.replace("axis", ""));
    const missing = (tall(lower) + (ownAxis ? 1.8 * size : 4)) / inner - (upper.domain[0] - lower.domain[1]);
    if (missing <= 0) return;
    upper.domain[0] += missing / 2;
    lower.domain[1] -= missing / 2;
  });
  const titles = panels.map(({ words, domain }) => ({
    text: words.join("<br>"), xref: "paper", x: 0, xanchor: "left", xshift: 8 - margin.l, yref: "paper", y: domain[1], yanchor: "bottom", yshift: 5,
    align: "left", showarrow: false, font: { color: TEMPLATE.layout.yaxis.title.font.color, size },
  }));
  const most = ({ domain }) => Math.max(3, Math.floor(((domain[1] - domain[0]) * inner) / (1.8 * size)));
  const axes = Object.fromEntries(panels.map((panel) => [panel.name, { ...layout[panel.name], title: { text: "" }, domain: panel.domain,
    ...(panels.length > 1 ? { nticks: Math.min(layout[panel.name].nticks || 9, most(panel)) } : {}) }]));
  return { ...layout, ...axes, margin: whole, annotations: [...(layout.annotations ?? []), ...titles] };
}

// The title of a level axis stands below the middle of its panel, in as many lines as it needs there.
function titlesBelow(layout, { width, size }) {
  const { l, r, b } = layout.margin;
  const middle = (l + width - r) / 2;
  const letters = Math.max(12, Math.floor((2 * Math.min(middle, width - middle)) / (0.56 * size)));
  const axes = Object.entries(layout).filter(([name, axis]) => /^xaxis/.test(name) && axis.title?.text && !axis.domain)
    .map(([name, axis]) => [name, axis, folded(axis.title.text, letters)]);
  const lines = Math.max(1, ...axes.map(([, , words]) => words.length));
  const titled = Object.fromEntries(axes.map(([name, axis, words]) => [name, { ...axis, title: { ...axis.title, text: words.join("<br>") } }]));
  return { ...layout, ...titled, margin: { ...layout.margin, b: b + 1.3 * size * (lines - 1) } };
}

// Words in lines of at most so many letters.
function folded(words, letters) {
  const lines = [];
  for (const word of words.replace(/<br>/g, " ").split(" ")) {
    if (lines.length && `${lines.at(-1)} ${word}`.length <= letters) lines[lines.length - 1] += ` ${word}`;
    else lines.push(word);
  }
  return lines;
}

// plotly hides words whose point lies on the very end of an axis, outside by a rounding.
function insideEnds(data, layout) {
  return data.map((trace) => {
    if (trace.mode !== "text") return trace;
    const kept = (letter) => {
      const axis = layout[(trace[`${letter}axis`] ?? letter).replace(letter, `${letter}axis`)];
      const column = numbers(trace[letter]);
      if (!axis?.range || axis.type === "date" || axis.type === "category") return column;
      const [low, high] = [Math.min(...axis.range), Math.max(...axis.range)];
      const hair = 1e-6 * (high - low);
      const [there, back] = axis.type === "log" ? [Math.log10, (v) => 10 ** v] : [Number, Number];
      return Array.from(column, (value) => {
        const at = there(value);
        if (Math.abs(at - low) <= hair) return back(low + hair);
        return Math.abs(at - high) <= hair ? back(high - hair) : value;
      });
    };
    return { ...trace, x: kept("x"), y: kept("y") };
  });
}

function layoutFor(spec, { dark, width, height, touch, scale }) {
  const phone = width < 480;
  const size = (phone ? 12 : 13) * scale;
  const margin = phone ? { l: 44, r: room(spec, width - 110), t: 8, b: 44 } : { ...TEMPLATE.layout.margin, t: 10, ...spec.layout.margin };
  const above = titlesAbove({ ...spec.layout, template: TEMPLATE }, { width, height, size, margin });
  const layout = themed(phone ? titlesBelow(above, { width, size }) : above, dark);
  for (const axis of Object.keys(layout)) {
    if (!/^[xy]axis/.test(axis)) continue;
    // A tap or a swipe across the page must not move what the numbers stand on.
    // The template's size is for letters of the usual size; the title grows with the other words.
    const title = layout[axis].title?.text ? { title: { ...layout[axis].title, font: { ...layout[axis].title.font, size } } } : {};
    layout[axis] = { ...layout[axis], ...title, ...(touch ? { fixedrange: true } : {}), ...(phone && layout[axis].type !== "category" ? { nticks: Math.min(6, layout[axis].nticks || 6) } : {}) };
  }
  return { ...layout, font: { ...(layout.font ?? {}), size }, height, width, dragmode: touch ? false : "zoom" };
}

function render({ model, el }) {
  el.classList.add("pk-figure");
  const make = (tag, className) => Object.assign(document.createElement(tag), { className });
  const title = document.createElement("h2");
  const readout = make("p", "pk-readout");
  const drawing = make("div", "pk-drawing");
  drawing.setAttribute("role", "figure");
  drawing.style.setProperty("--pk-height", `${model.get("height") / 16}rem`);
  const words = make("p", "pk-says");
  words.setAttribute("aria-live", "polite");
  const details = make("details", "pk-table");
  const scroll = make("div", "pk-scroll");
  Object.assign(scroll, { tabIndex: 0 });
  scroll.setAttribute("role", "region");
  scroll.setAttribute("aria-label", "Data table");
  details.append(Object.assign(document.createElement("summary"), { textContent: "The numbers behind the figure" }), scroll);
  title.textContent = model.get("title");
  let plotly = null;
  let wanted = null;
  let spec = null;
  let layout = null;
  let light = false;
  // Asking the page for its sizes, those of its letters too, makes it lay itself out, so they are kept until an observer tells of others.
  let size = null;
  let drawnFor = null;
  const below = make("div", "pk-below");
  below.append(details, exportButtons(drawing, () => ({ plotly, spec, layout })));
  el.append(...(title.textContent ? [title] : []), readout, drawing, ...(title.textContent ? [words] : []), below);
  const marks = predictionMarks(drawing, () => placeLabels(drawing));
  const readTouches = touchReader(drawing, readout);

  function say() {
    drawing.setAttribute("aria-label", model.get("label") || "Figure");
    words.textContent = model.get("label");
    if (model.get("title") !== title.textContent) title.textContent = model.get("title");
  }

  function draw() {
    if (!plotly || !spec || !drawing.isConnected) return;
    size ??= { width: drawing.clientWidth, height: drawing.clientHeight, scale: textScale() };
    if (size.width === 0) return;
    // A fine pointer that cannot hover is a pen: plotly's bar, which shows on hovering, would lie over the figure for good.
    const touch = matchMedia("(pointer: coarse), (hover: none)").matches;
    const dark = isDark() && !light;
    layout = layoutFor(spec, { dark, ...size, touch });
    plotly.react(drawing, insideEnds(themed(spec.data, dark), layout), layout, optionsIfNew(touch));
    // plotly tells when it is done, which may be twice, when its labels turn out to need more room.
    if (!drawing.dataset.drawn) {
      drawing.on("plotly_afterplot", settle);
      readTouches();
      settle();
    }
    drawing.dataset.drawn = String(Number(drawing.dataset.drawn ?? 0) + 1);
  }

  // plotly compares its options at length each time it gets them, so it gets them only when they are others.
  function optionsIfNew(touch) {
    if (drawnFor === touch) return undefined;
    drawnFor = touch;
    return { displaylogo: false, displayModeBar: touch ? false : "hover", modeBarButtons: [["resetScale2d"]], doubleClick: touch ? false : "reset" };
  }

  function settle() {
    // A screen reader has the sentence and the table; the ticks and labels of a drawing, read in a row, are noise.
    for (const svg of document.querySelectorAll(".pk-drawing .main-svg, #js-plotly-tester")) svg.setAttribute("aria-hidden", "true");
    marks.show();
    placeLabels(drawing);
  }

  function fillTable() {
    if (details.open && spec) scroll.replaceChildren(...tables(spec).map(tableElement));
  }

  function update() {
    if (!model.get("spec")) return;
    // A page brings its figures as they are, a kernel as text.
    spec = typeof model.get("spec") === "string" ? JSON.parse(model.get("spec")) : model.get("spec");
    say();
    fillTable();
    needPlotly();
    // At once, not in the next frame: the sentence came in a message before, and while the kernel computes the next figure this
    // one is drawn.
    draw();
  }

  // A figure keeps the bundle that it has, until one comes that needs the wide one.
  function needPlotly() {
    const wide = isWide(spec);
    if (wanted === true || wanted === wide) return;
    plotly?.purge(drawing);
    delete drawing.dataset.drawn;
    [plotly, wanted, drawnFor] = [null, wide, null];
    patiently(loadPlotly(model, wide)).then(
      (loaded) => {
        if (wanted !== wide) return;
        plotly = loaded;
        draw();
      },
      (error) => {
        drawing.textContent = `The figure cannot be drawn: ${error.message}. Run the notebook, or reload the page; the table below holds the numbers.`;
        details.open = true;
      },
    );
  }

  details.addEventListener("toggle", fillTable);
  model.on("change:spec", update);
  model.on("change:label", say);
  model.on("change:title", say);
  update();

  // On paper a figure is light, whatever the screen is, and no wider than a sheet of A4 between wide margins: a wider one would be cut.
  const onPaper = (now) => () => {
    [light, size] = [now, null];
    drawing.style.maxWidth = now ? "600px" : "";
    draw();
  };
  const [toPaper, toScreen] = [onPaper(true), onPaper(false)];
  addEventListener("beforeprint", toPaper);
  addEventListener("afterprint", toScreen);
  // The first news of an observer is the size that the figure was drawn for already.
  const resized = new ResizeObserver(() => {
    size = null;
    if (layout?.width !== drawing.clientWidth || layout?.height !== drawing.clientHeight) draw();
  });
  resized.observe(drawing);
  const recoloured = new MutationObserver(draw);
  recoloured.observe(document.documentElement, { attributeFilter: ["data-theme"] });
  recoloured.observe(document.body, { attributeFilter: ["data-jp-theme-light"] });
  const preference = matchMedia("(prefers-color-scheme: dark)");
  preference.addEventListener("change", draw);
  return () => {
    marks.end();
    removeEventListener("beforeprint", toPaper);
    removeEventListener("afterprint", toScreen);
    resized.disconnect();
    recoloured.disconnect();
    preference.removeEventListener("change", draw);
    model.off("change:spec", update);
    model.off("change:label", say);
    model.off("change:title", say);
    plotly?.purge(drawing);
  };
}

export default { render };
