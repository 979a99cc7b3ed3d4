// Controls, the sentence under the figure, and the notes of a page. All words come from the kernel; nothing is computed here.
const POSITIONS = 400;
const PATIENCE = 6000;

function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "class") element.className = value;
    else if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== undefined) element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

// Formulas arrive as MathML from the kernel's own code, or as plain LaTeX where no converter is installed.
function formula(text) {
  const span = make("span", { class: "pk-formula" });
  if (text.startsWith("<math")) span.innerHTML = text;
  else span.textContent = text;
  return span;
}

const toPosition = (c, value) =>
  c.scale === "log" ? (POSITIONS * Math.log(value / c.min)) / Math.log(c.max / c.min) : value;

function fromPosition(c, position) {
  if (c.scale !== "log") return c.integer ? Math.round(position) : Number(Number(position).toPrecision(12));
  const value = c.min * Math.exp((position / POSITIONS) * Math.log(c.max / c.min));
  return c.integer ? Math.round(value) : Number(value.toPrecision(3));
}

function readable(value) {
  if (Math.abs(value) >= 1e6 || (value !== 0 && Math.abs(value) < 1e-4)) return String(Number(value.toPrecision(6)));
  return String(Number(value.toPrecision(10)));
}

function card(c, id) {
  const rows = [
    ["Symbol", formula(c.symbol)],
    ["Means", c.meaning],
    ["Unit", c.unit],
    ["Allowed", c.rule],
    ["Here from", `${readable(c.min)} to ${readable(c.max)}`],
    ["Default", `${readable(c.default)}: ${c.why}`],
    ["Who says?", `${c.source} (${c.status})`],
  ];
  const list = make("dl", { class: "pk-card", id, hidden: true });
  for (const [name, value] of rows) list.append(make("dt", {}, name), make("dd", {}, value));
  return list;
}

function controlRow(c, change, uid) {
  const id = `${uid}-${c.name}`;
  const log = c.scale === "log";
  const slider = make("input", {
    type: "range", id: `${id}-slider`, "aria-labelledby": `${id}-label`, "aria-describedby": `${id}-unit`,
    min: log ? 0 : c.min, max: log ? POSITIONS : c.max, step: log ? 1 : c.step,
  });
  const field = make("input", {
    type: "text", inputmode: "decimal", id: `${id}-number`, autocomplete: "off",
    "aria-label": `${c.label}, typed`, "aria-describedby": `${id}-unit ${id}-problem`,
  });
  const problem = make("p", { class: "pk-problem", id: `${id}-problem`, role: "alert" });
  const who = make("button", {
    type: "button", class: "pk-who", "aria-expanded": "false", "aria-controls": `${id}-card`,
    "aria-label": `Who says? ${c.label}`,
    onclick: () => {
      const open = definition.hidden;
      definition.hidden = !open;
      who.setAttribute("aria-expanded", String(open));
    },
  }, "who says?");
  const definition = card(c, `${id}-card`);
  slider.addEventListener("input", () => {
    const value = fromPosition(c, Number(slider.value));
    field.value = readable(value);
    slider.setAttribute("aria-valuetext", `${field.value} ${c.unit}`);
    problem.textContent = "";
    change(c.name, value);
  });
  const typed = () => {
    const value = Number(field.value.trim().replace(",", "."));
    if (field.value.trim() === "" || Number.isNaN(value)) {
      problem.textContent = `“${field.value}” is not a number. Type one such as ${readable(c.default)}.`;
      return;
    }
    problem.textContent = "";
    change(c.name, value);
  };
  field.addEventListener("change", typed);
  return {
    element: make("div", { class: "pk-control" },
      make("div", { class: "pk-name" }, make("label", { id: `${id}-label`, for: `${id}-slider` }, c.label), who),
      make("div", { class: "pk-row" }, slider, field),
      make("small", { id: `${id}-unit` }, c.unit), problem, definition),
    show(value) {
      slider.value = toPosition(c, Math.min(Math.max(value, c.min), c.max));
      slider.setAttribute("aria-valuetext", `${readable(value)} ${c.unit}`);
      if (document.activeElement !== field || Number(field.value) !== value) field.value = readable(value);
    },
    complain(text) {
      problem.textContent = text;
    },
  };
}

function choiceRow(c, change, uid) {
  const id = `${uid}-${c.name}`;
  const select = make("select", { id, onchange: () => change(c.name, select.value) },
    ...c.options.map(([value, label]) => make("option", { value }, label)));
  return {
    element: make("div", { class: "pk-control" },
      make("div", { class: "pk-name" }, make("label", { for: id }, c.label)), make("div", { class: "pk-row" }, select)),
    show(value) {
      select.value = value;
    },
    complain() {},
  };
}

function note(title, items, extra = "") {
  if (!items.length) return null;
  return make("section", { class: `pk-note ${extra}` }, make("h2", {}, title),
    make("ul", {}, ...items.map((item) => make("li", {}, item))));
}

function source(s) {
  const text = s.url ? make("a", { href: s.url, rel: "noreferrer" }, s.text) : make("span", {}, s.text);
  return make("span", {}, text, make("em", {}, ` ${s.status}`));
}

function render({ model, el }) {
  el.classList.add("pk-panel");
  const uid = `pk${Math.random().toString(36).slice(2, 8)}`;
  let values = { ...model.get("values") };
  let waiting = null;
  let queued = null;
  let sequence = 0;

  // One request at a time: while the kernel computes, only the newest wish is kept, so a dragged slider never queues.
  function ask(wish) {
    if (waiting) {
      queued = { ...(queued ?? {}), ...wish };
      return;
    }
    sequence += 1;
    waiting = { sequence, timer: setTimeout(tooLong, PATIENCE) };
    el.setAttribute("aria-busy", "true");
    model.send({ kind: "change", values: wish, sequence });
  }

  function tooLong() {
    waiting = null;
    banner.textContent = "";
    banner.append("No answer yet. If this stays, the session has ended: reload the page, your numbers are in its address.");
  }

  function answered(content) {
    if (content.kind !== "answer") return;
    if (waiting && content.sequence === waiting.sequence) {
      clearTimeout(waiting.timer);
      waiting = null;
      el.removeAttribute("aria-busy");
      if (!content.failed) banner.textContent = "";
    }
    for (const [name, text] of Object.entries(content.problems ?? {})) controls[name]?.complain(text);
    if (queued && !waiting) {
      const wish = queued;
      queued = null;
      ask(wish);
    }
  }

  function change(name, value) {
    values = { ...values, [name]: value };
    markPreset();
    ask({ [name]: value });
  }

  function apply(wish) {
    for (const control of Object.values(controls)) control.complain("");
    ask(wish);
  }

  const banner = make("div", { class: "pk-banner", role: "alert" });
  const says = make("p", { class: "pk-says", "aria-live": "polite" });
  const controls = {};
  const rows = make("div", { class: "pk-controls" });
  function showControls() {
    for (const name of Object.keys(controls)) delete controls[name];
    rows.replaceChildren(...model.get("controls").map((c) => {
      controls[c.name] = (c.options ? choiceRow : controlRow)(c, change, uid);
      return controls[c.name].element;
    }));
  }
  showControls();
  const presets = model.get("presets").map((preset) =>
    make("button", { type: "button", class: "pk-chip", "aria-pressed": "false", title: preset.note,
      onclick: () => apply(preset.values) }, preset.name));
  const reset = make("button", { type: "button", onclick: () => apply(model.get("defaults")) }, "Reset");
  const share = make("button", { type: "button", class: "pk-primary", onclick: copyLink }, "Copy link");
  const shared = make("span", { class: "pk-shared", role: "status" });

  async function copyLink() {
    // The word that lets a room in is not part of the scenario.
    const address = new URL(location.href);
    address.searchParams.delete("token");
    const link = address.href;
    try {
      await navigator.clipboard.writeText(link);
      shared.textContent = "Link copied: it opens exactly what you see.";
    } catch {
      shared.replaceChildren("Copy this link: ", make("input", { type: "text", readonly: true, value: link, "aria-label": "Link to this scenario", onfocus: (e) => e.target.select() }));
    }
  }

  // Pages that take the scenario along: their addresses are completed with the values of the moment.
  const root = new URL((document.body.dataset.baseUrl ?? "/").replace(/voila\/$/, ""), location.origin);
  const links = model.get("links").map(({ label, address, prefix, base }) => {
    const link = make("a", { class: "pk-link", href: new URL(address, root).href }, label);
    link.addEventListener("pointerenter", point);
    link.addEventListener("focus", point);
    link.addEventListener("click", point);
    function point() {
      if (!base) return;
      const changed = Object.entries(values).filter(([name, value]) => value !== base[name]);
      const target = new URL(address, root);
      for (const [name, value] of changed) target.searchParams.set(prefix + name, value);
      link.href = target.href;
    }
    return link;
  });

  const tries = model.get("tries").map((t) =>
    make("span", {}, t.text, " ", make("button", { type: "button", class: "pk-try", onclick: () => apply({ ...model.get("defaults"), ...t.values }) }, "Try it"),
      t.answer ? make("details", {}, make("summary", {}, "What happens, and why"), t.answer) : null));

  const about = model.get("about");
  el.append(
    make("div", { class: "pk-side" }, presets.length ? make("div", { class: "pk-chips", role: "group", "aria-label": "Situations" }, ...presets) : null,
      rows, make("div", { class: "pk-buttons" }, reset, ...(document.body.dataset.peerkit ? [model.get("shareable") ? share : null, ...links] : [])), shared),
    make("div", { class: "pk-result" }, banner, says),
    make("div", { class: "pk-rest" }, note("Things to try", tries)),
    make("div", { class: "pk-notes" },
      note("Things to notice", model.get("notice")),
      note("The evidence against", about.evidence_against ?? [], "pk-against"),
      note("What is assumed", about.assumes ?? []),
      note("What this leaves out", about.leaves_out ?? []),
      about.sources?.length ? make("section", { class: "pk-note pk-sources" }, make("h2", {}, "Who says so"),
        ...(about.equations ?? []).map((equation) => make("p", { class: "pk-equation", tabindex: "0" }, formula(equation))),
        make("ul", {}, ...about.sources.map((s) => make("li", {}, source(s))))) : null),
  );

  function markPreset() {
    const same = (preset) => Object.entries(preset.values).every(([name, value]) => values[name] === value);
    const preset = model.get("presets").findIndex(same);
    presets.forEach((chip, i) => chip.setAttribute("aria-pressed", String(i === preset)));
  }

  function showValues() {
    if (queued || (waiting && waiting.sequence !== sequence)) return;
    values = { ...model.get("values") };
    for (const [name, control] of Object.entries(controls)) if (name in values) control.show(values[name]);
    markPreset();
  }
  function showSummary() {
    says.textContent = model.get("summary");
  }
  function showBanner() {
    banner.textContent = model.get("banner");
  }

  model.on("msg:custom", answered);
  model.on("change:controls", () => {
    const focused = document.activeElement?.id;
    showControls();
    showValues();
    if (focused) document.getElementById(focused)?.focus();
  });
  model.on("change:values", showValues);
  model.on("change:summary", showSummary);
  model.on("change:banner", showBanner);
  showValues();
  showSummary();
  showBanner();
  return () => {
    model.off("msg:custom", answered);
    clearTimeout(waiting?.timer);
  };
}

export default { render };
