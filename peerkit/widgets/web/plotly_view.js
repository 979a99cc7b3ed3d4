// Shows a plotly figure that arrives as JSON. plotly.js is loaded once per page: from the server that made the page,
// or, where there is none (JupyterLab, VS Code), from the kernel, which sends the bundle of its installed package.
const TEMPLATE = /*TEMPLATE*/ {};
const DARK = /*DARK*/ {};

function loadPlotly(model) {
  if (globalThis.Plotly) return Promise.resolve(globalThis.Plotly);
  globalThis.peerkitPlotly ??= fetchPlotly(model).catch((error) => {
    globalThis.peerkitPlotly = undefined;
    throw error;
  });
  return globalThis.peerkitPlotly;
}

async function fetchPlotly(model) {
  const served = document.querySelector("meta[name=peerkit-plotly]")?.content;
  const url = served ?? URL.createObjectURL(new Blob([await bundleFromKernel(model)], { type: "text/javascript" }));
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

function bundleFromKernel(model) {
  return new Promise((resolve) => {
    const answer = (content, buffers) => {
      if (content.kind !== "plotly") return;
      model.off("msg:custom", answer);
      resolve(buffers[0]);
    };
    model.on("msg:custom", answer);
    model.send({ kind: "plotly" });
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

function numbers(column) {
  if (column === undefined) return [];
  if (Array.isArray(column)) return column;
  const kinds = { f8: Float64Array, f4: Float32Array, i1: Int8Array, u1: Uint8Array, i2: Int16Array, u2: Uint16Array, i4: Int32Array, u4: Uint32Array };
  const bytes = Uint8Array.from(atob(column.bdata), (c) => c.charCodeAt(0));
  return Array.from(new kinds[column.dtype](bytes.buffer));
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

const SHOWN = 4;
function cell(value) {
  if (typeof value !== "number") return value ?? "";
  if (!Number.isFinite(value)) return "–";
  return value.toLocaleString("en", { maximumSignificantDigits: SHOWN });
}

// The table behind the figure: traces that share their x stand side by side, all others below each other.
function tables(spec) {
  const found = [];
  for (const trace of spec.data) {
    if (trace.meta?.peerkit === "decoration" || trace.x === undefined || trace.y === undefined) continue;
    const x = numbers(trace.x);
    const y = numbers(trace.y);
    const labels = Array.isArray(trace.text) ? trace.text.map((t) => String(t).replace(/<[^>]*>/g, " ")) : null;
    const same = found.find((t) => !t.labels && !labels && t.x.length === x.length && t.x.every((v, i) => v === x[i]));
    if (same) same.columns.push([trace.name ?? "", y]);
    else if (x.length) found.push({ x, labels, columns: [[trace.name ?? "", y]] });
  }
  const title = (axis) => spec.layout[axis]?.title?.text ?? "";
  return found.map(({ x, labels, columns }) => ({
    head: [title("xaxis"), ...columns.map(([name]) => (columns.length > 1 || labels ? name : title("yaxis") || name)), ...(labels ? ["note"] : [])],
    rows: x.map((value, i) => [value, ...columns.map(([, y]) => y[i]), ...(labels ? [labels[i]] : [])]),
    unit: title("yaxis"),
  }));
}

function tableElement({ head, rows, unit }) {
  const table = document.createElement("table");
  if (unit) table.createCaption().textContent = unit;
  const header = table.createTHead().insertRow();
  for (const name of head) {
    const th = document.createElement("th");
    th.scope = "col";
    th.textContent = name;
    header.append(th);
  }
  const body = table.createTBody();
  for (const row of rows) {
    const line = body.insertRow();
    for (const value of row) line.insertCell().textContent = cell(value);
  }
  return table;
}

function csv(parts) {
  const quote = (v) => (/[",\n]/.test(String(v)) ? `"${String(v).replaceAll('"', '""')}"` : String(v ?? ""));
  return parts.map(({ head, rows }) => [head, ...rows].map((row) => row.map(quote).join(",")).join("\n")).join("\n\n");
}

function download(name, text) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "text/csv" }));
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}

function render({ model, el }) {
  el.classList.add("pk-figure");
  const drawing = document.createElement("div");
  drawing.className = "pk-drawing";
  drawing.setAttribute("role", "figure");
  drawing.style.setProperty("--pk-height", `${model.get("height")}px`);
  const details = document.createElement("details");
  details.className = "pk-table";
  details.innerHTML = `<summary>The numbers behind the figure</summary><div class="pk-scroll" tabindex="0" role="region" aria-label="Data table"></div><button type="button" class="pk-csv">Download the numbers</button> <button type="button" class="pk-png">Download the picture</button>`;
  const title = document.createElement("h2");
  title.textContent = model.get("title");
  const words = document.createElement("p");
  words.className = "pk-says";
  words.setAttribute("aria-live", "polite");
  el.append(...(title.textContent ? [title] : []), drawing, ...(title.textContent ? [words] : []), details);

  function say() {
    drawing.setAttribute("aria-label", model.get("label") || "Figure");
    words.textContent = model.get("label");
    if (model.get("title") !== title.textContent) title.textContent = model.get("title");
  }

  let plotly = null;
  let spec = null;
  let soon = 0;
  const phone = () => drawing.clientWidth < 480;

  function draw() {
    if (!plotly || !drawing.isConnected || drawing.clientWidth === 0) return;
    const dark = isDark();
    const small = phone() ? { font: { size: 12 }, margin: { l: 44, r: room(spec, drawing.clientWidth - 110), t: 12, b: 44 } } : {};
    const layout = themed({ ...spec.layout, template: TEMPLATE }, dark);
    for (const axis of Object.keys(layout)) if (phone() && /^[xy]axis/.test(axis) && layout[axis].type !== "category") layout[axis] = { ...layout[axis], nticks: 6 };
    const touch = matchMedia("(pointer: coarse)").matches;
    plotly.react(
      drawing,
      themed(spec.data, dark),
      { ...layout, ...small, height: drawing.clientHeight, width: drawing.clientWidth, dragmode: touch ? false : "zoom" },
      { displaylogo: false, displayModeBar: touch ? false : "hover", modeBarButtons: [["toImage", "resetScale2d"]], toImageButtonOptions: { filename: "peerkit", scale: 2 } },
    );
    drawing.dataset.drawn = String(Number(drawing.dataset.drawn ?? 0) + 1);
  }

  function fillTable() {
    if (details.open) details.querySelector(".pk-scroll").replaceChildren(...tables(spec).map(tableElement));
  }

  function update() {
    if (!model.get("spec")) return;
    spec = JSON.parse(model.get("spec"));
    say();
    fillTable();
    // Words first: several figures may arrive at once, and the sentence that came with them need not wait for their drawing.
    cancelAnimationFrame(soon);
    soon = drawing.dataset.drawn && !document.hidden ? requestAnimationFrame(draw) : (draw(), 0);
  }

  details.addEventListener("toggle", fillTable);
  details.querySelector(".pk-csv").addEventListener("click", () => download("peerkit.csv", csv(tables(spec))));
  details.querySelector(".pk-png").addEventListener("click", () => plotly?.downloadImage(drawing, { format: "png", scale: 2, filename: "peerkit" }));
  model.on("change:spec", update);
  model.on("change:label", say);
  model.on("change:title", say);
  update();
  loadPlotly(model)
    .then((loaded) => {
      plotly = loaded;
      draw();
    })
    .catch((error) => {
      drawing.textContent = `The figure cannot be drawn: ${error.message}. Reload the page; the table below holds the numbers.`;
    });

  const resized = new ResizeObserver(draw);
  resized.observe(drawing);
  const recoloured = new MutationObserver(draw);
  recoloured.observe(document.documentElement, { attributeFilter: ["data-theme"] });
  recoloured.observe(document.body, { attributeFilter: ["data-jp-theme-light"] });
  const preference = matchMedia("(prefers-color-scheme: dark)");
  preference.addEventListener("change", draw);
  return () => {
    cancelAnimationFrame(soon);
    resized.disconnect();
    recoloured.disconnect();
    preference.removeEventListener("change", draw);
    model.off("change:spec", update);
    plotly?.purge(drawing);
  };
}

export default { render };
