// Controls, the sentence under the figure, and the notes of a page. All words come from the kernel; nothing is computed here.
// includes elements.js
// includes controls.js
// includes predict.js
const PATIENCE = 6000;
// Browsers refuse to write an address oftener than a hundred times in half a minute.
const EVERY = 300;

// One request at a time: while the kernel computes, only the newest wish is kept, so a dragged slider never queues. A wish
// from before the kernel is there waits like any other and is the first to be answered.
function conversation(model, el, late) {
  let waiting = null;
  let queued = null;
  let sequence = 0;
  const idle = () => !waiting && !queued;
  function ask(wish) {
    queued = { ...queued, ...wish };
    if (!waiting) send();
  }
  function send() {
    sequence += 1;
    waiting = { sequence, timer: setTimeout(giveUp, PATIENCE) };
    const values = queued;
    queued = null;
    el.setAttribute("aria-busy", "true");
    model.send({ kind: "change", values, sequence });
  }
  function giveUp() {
    waiting = null;
    late();
  }
  // True when this was the answer to all that was wished so far.
  function answered(answer) {
    if (waiting && answer.sequence === waiting.sequence) {
      clearTimeout(waiting.timer);
      waiting = null;
    }
    if (waiting) return false;
    el.removeAttribute("aria-busy");
    if (queued) send();
    return idle();
  }
  return { ask, answered, idle, wishes: (name) => name in (queued ?? {}), end: () => clearTimeout(waiting?.timer) };
}

// The address says what the controls show from the moment they move, so a reload finds it whatever became of the kernel.
// A panel with the parts of a `link` writes the whole scenario. Where the kernel composes the address of several panels, one
// with a `prefix` puts its own parts into it (and those of its `link` that are missing), until the kernel has answered.
function addressOf(model) {
  let next = 0;
  let timer = 0;
  let before = null;
  const shares = () => served() && model.get("prefix") !== null;
  const whole = () => served() && model.get("prefix") === null && Object.keys(model.get("link")).length > 0;
  function query(values) {
    const start = model.get("defaults");
    const changed = Object.entries(values).filter(([name, value]) => value !== start[name]);
    return changed.length ? String(new URLSearchParams({ ...model.get("link"), ...Object.fromEntries(changed) })) : "";
  }
  function withParts(values) {
    const asked = new URLSearchParams(location.search);
    for (const [name, value] of Object.entries(model.get("link"))) if (!asked.has(name)) asked.set(name, value);
    for (const [name, value] of Object.entries(values)) asked.set(model.get("prefix") + name, value);
    return String(asked);
  }
  function put(asked) {
    clearTimeout(timer);
    if (asked === location.search.slice(1)) return;
    next = Date.now() + EVERY;
    try {
      history.replaceState(history.state, "", location.pathname + (asked && `?${asked}`) + location.hash);
    } catch {
      timer = setTimeout(() => put(asked), 10 * EVERY);
    }
  }
  function soon(compose) {
    clearTimeout(timer);
    if (Date.now() >= next) put(compose());
    else timer = setTimeout(() => put(compose()), next - Date.now());
  }
  return {
    moved(values, wished) {
      if (whole()) soon(() => query(values));
      if (!shares()) return;
      before ??= location.search.slice(1);
      soon(() => withParts(wished));
    },
    settled(values, refused) {
      if (whole()) put(query(values));
      clearTimeout(timer);
      if (shares() && refused && before !== null) put(before);
      before = null;
    },
    link(values) {
      const address = new URL(location.href);
      if (whole()) address.search = query(values);
      // The word that lets a room in is not part of the scenario.
      address.searchParams.delete("token");
      return address.href;
    },
    end: () => clearTimeout(timer),
  };
}

// A text that only a reader can explain, or that is no number at all, is no part of an address.
const readsAlike = (value) => typeof value !== "string" || (value.length <= 40 && !/^\s*[1-9]\d{0,2}\.\d{3}\s*$/.test(value));

function copying(link) {
  const shared = make("span", { class: "pk-shared", role: "status" });
  const button = make("button", { type: "button", class: "pk-primary", onclick: async () => {
    try {
      await navigator.clipboard.writeText(link());
      shared.textContent = "Link copied: it opens exactly what you see.";
    } catch {
      shared.replaceChildren("Copy this link: ", make("input", { type: "text", readonly: true, value: link(), "aria-label": "Link to this scenario", onfocus: (e) => e.target.select() }));
    }
  } }, "Copy link");
  return [button, shared];
}

// Pages that take the scenario along: their addresses are completed with the values of the moment.
function onwardLinks(links, values) {
  const root = new URL((document.body.dataset.baseUrl ?? "/").replace(/voila\/$/, ""), location.origin);
  return links.map(({ label, address, prefix, base }) => {
    const point = () => {
      if (!base) return;
      const target = new URL(address, root);
      for (const [name, value] of Object.entries(values())) if (value !== base[name]) target.searchParams.set(prefix + name, value);
      link.href = target.href;
    };
    const link = make("a", { class: "pk-link", href: new URL(address, root).href, onpointerenter: point, onfocus: point, onclick: point }, label);
    return link;
  });
}

function note(title, items, extra = "") {
  if (!items?.length) return null;
  return make("section", { class: `pk-note ${extra}` }, make("h2", {}, title), make("ul", {}, ...items.map((item) => make("li", {}, item))));
}

function source(s) {
  const text = s.url ? make("a", { href: s.url, rel: "noreferrer" }, s.text) : make("span", {}, s.text);
  return make("span", {}, text, make("small", { class: "pk-status" }, `${s.status}: ${s.explained}`));
}

function notes(model) {
  const about = model.get("about");
  return make("div", { class: "pk-notes" },
    note("Things to notice", model.get("notice")),
    note("The evidence against", about.evidence_against, "pk-against"),
    note("What is assumed", about.assumes),
    note("What this leaves out", about.leaves_out),
    about.sources?.length ? make("section", { class: "pk-note pk-sources" }, make("h2", {}, "Who says so"),
      ...(about.equations ?? []).map((equation) => make("p", { class: "pk-equation", tabindex: "0" }, formula(equation))),
      make("ul", {}, ...about.sources.map((s) => make("li", {}, source(s))))) : null);
}

// After *Try it* the figure is what the reader wants to see; where it does not stay in view by itself, the page goes there.
function showFigure(explorer) {
  const figure = explorer?.querySelector(".pk-figure");
  if (!figure || getComputedStyle(figure).position === "sticky" || figure.getBoundingClientRect().top >= 0) return;
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  figure.scrollIntoView({ block: "start", behavior: calm ? "auto" : "smooth" });
}

// The marks of a prediction, and the listener for a mark that is dragged on the figure.
function markers(el, moved) {
  let explorer = null;
  let shown = 0;
  const dragged = (event) => moved(event.detail.x);
  function show(marks, draggable) {
    if (!marks.length && !shown) return;
    shown = marks.length;
    if (!explorer) {
      explorer = el.closest(".pk-explorer");
      explorer?.addEventListener("peerkit:marked", dragged);
    }
    explorer?.dispatchEvent(new CustomEvent("peerkit:marks", { detail: { marks, draggable } }));
  }
  return { show, end: () => explorer?.removeEventListener("peerkit:marked", dragged) };
}

function lateWords() {
  if (served()) return "No answer yet. If this stays, the session has ended: reload the page, your numbers are in its address.";
  return "No answer yet. If this stays, the kernel has ended or was restarted: run the cell again.";
}

function render({ model, el }) {
  el.classList.add("pk-panel");
  keepKeys(el);
  const uid = `pk${Math.random().toString(36).slice(2, 8)}`;
  const banner = make("div", { class: "pk-banner", role: "alert" });
  const says = make("p", { class: "pk-says", "aria-live": "polite" });
  const printed = make("p", { class: "pk-printed" });
  const rows = make("div", { class: "pk-controls" });
  const more = make("details", { class: "pk-more", hidden: true }, make("summary"), make("div", { class: "pk-controls" }));
  const talk = conversation(model, el, () => banner.replaceChildren(lateWords()));
  const address = addressOf(model);
  const controls = {};
  let values = { ...model.get("values") };
  let moved = false;

  const marks = markers(el, (x) => task.moved(x));
  const task = tasks(model.get("tries"), uid, (wish) => {
    apply({ ...model.get("defaults"), ...wish });
    showFigure(el.closest(".pk-explorer"));
  }, marks.show);
  const presets = model.get("presets").map((preset) =>
    make("button", { type: "button", class: "pk-chip", "aria-pressed": "false", title: preset.note, onclick: () => apply(preset.values) }, preset.name));

  function change(name, value) {
    marks.show([], false);
    wish({ [name]: value });
  }
  function apply(wished) {
    marks.show([], false);
    for (const [name, control] of Object.entries(controls)) {
      control.complain();
      if (name in wished) control.show(wished[name]);
    }
    wish(wished);
  }
  function wish(wished) {
    moved = true;
    const sure = Object.entries(wished).filter(([name]) => typeof wished[name] !== "string" || !(typeof values[name] === "number"));
    const clear = Object.fromEntries(Object.entries(wished).filter(([, value]) => readsAlike(value)));
    values = { ...values, ...Object.fromEntries(sure) };
    address.moved({ ...values, ...clear }, clear);
    markPreset();
    talk.ask(wished);
  }

  function showRows() {
    const focused = document.activeElement?.id;
    for (const name of Object.keys(controls)) delete controls[name];
    const made = (list) => list.map((c) => (controls[c.name] = rowOf(c, change, uid)).element);
    rows.replaceChildren(...made(model.get("controls")));
    const others = model.get("more");
    more.hidden = !others.length;
    more.firstChild.textContent = `All parameters (${others.length} more)`;
    more.lastChild.replaceChildren(...made(others));
    const start = model.get("defaults");
    // A link may have moved what is out of sight otherwise.
    if (others.some(({ name }) => values[name] !== start[name])) more.open = true;
    showValues();
    if (focused?.startsWith(uid)) document.getElementById(focused)?.focus();
  }
  function markPreset() {
    const same = (preset) => Object.entries(preset.values).every(([name, value]) => values[name] === value);
    const preset = model.get("presets").findIndex(same);
    presets.forEach((chip, i) => chip.setAttribute("aria-pressed", String(i === preset)));
  }
  function showValues() {
    if (!talk.idle()) return;
    values = { ...model.get("values") };
    for (const [name, control] of Object.entries(controls)) if (name in values) control.show(values[name]);
    printed.textContent = Object.entries(controls).filter(([name]) => name in values).map(([name, control]) => control.words(values[name])).join(" · ");
    if (moved) address.settled(values, Object.keys(model.get("answer").problems ?? {}).length > 0);
    markPreset();
  }
  function showSummary() {
    says.textContent = model.get("summary");
    // A sentence too long for a phone scrolls in its place, and then the keyboard must reach it.
    if (says.scrollHeight > says.clientHeight + 1) says.tabIndex = 0;
    else says.removeAttribute("tabindex");
  }
  function showBanner() {
    banner.textContent = model.get("banner");
  }
  function showAnswer() {
    const answer = model.get("answer");
    const last = talk.answered(answer);
    showBanner();
    for (const [name, problem] of Object.entries(answer.problems ?? {})) if (!talk.wishes(name)) controls[name]?.complain(problem);
    if (last) showValues();
  }

  const [share, shared] = copying(() => address.link(values));
  const reset = make("button", { type: "button", onclick: () => apply(model.get("defaults")) }, "Reset");
  const buttons = served() ? [model.get("shareable") ? share : null, ...onwardLinks(model.get("links"), () => values)] : [];
  el.append(
    make("div", { class: "pk-result" }, banner, says, printed),
    make("div", { class: "pk-side" }, presets.length ? make("div", { class: "pk-chips", role: "group", "aria-label": "Situations" }, ...presets) : null,
      rows, more, make("div", { class: "pk-buttons" }, reset, ...buttons), shared),
    make("div", { class: "pk-rest" }, note("Things to try", task.elements)),
    notes(model),
  );
  const heard = { "change:answer": showAnswer, "change:controls": showRows, "change:more": showRows, "change:values": showValues,
    "change:summary": showSummary, "change:banner": showBanner };
  for (const [name, hear] of Object.entries(heard)) model.on(name, hear);
  showRows();
  showSummary();
  showAnswer();
  return () => {
    for (const [name, hear] of Object.entries(heard)) model.off(name, hear);
    for (const part of [talk, address, marks]) part.end();
  };
}

export default { render };
