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
  function answered(number) {
    if (waiting && number === waiting.sequence) {
      clearTimeout(waiting.timer);
      waiting = null;
    }
    if (waiting) return false;
    if (queued) send();
    return idle();
  }
  // The words come first; the page is at rest when the figures that belong to them are there.
  function drawn(number) {
    if (number === sequence && !waiting) el.removeAttribute("aria-busy");
  }
  return { ask, answered, drawn, idle, wishes: (name) => name in (queued ?? {}), end: () => clearTimeout(waiting?.timer) };
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

// A link never holds a client's numbers, and what was moved since they were taken is theirs too.
const WITHOUT_THE_CLIENT = "It opens this model with its teaching ranges. The client's numbers, and what you changed since, stay here.";

function copying(link) {
  const shared = make("span", { class: "pk-shared", role: "status" });
  const button = make("button", { type: "button", class: "pk-primary", onclick: async () => {
    const left = document.querySelector(".pk-client[data-used=true]");
    try {
      await navigator.clipboard.writeText(link());
      shared.textContent = left ? `Link copied. ${WITHOUT_THE_CLIENT}` : "Link copied: it opens exactly what you see.";
    } catch {
      shared.replaceChildren("Copy this link: ", make("input", { type: "text", readonly: true, value: link(), "aria-label": "Link to this scenario", onfocus: (e) => e.target.select() }), left ? ` ${WITHOUT_THE_CLIENT}` : "");
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

// Studies that identified a cause stand on a page of their own; without a server it has no address.
function studies(section, of) {
  if (!section || !of?.length) return section;
  const root = new URL((document.body.dataset.baseUrl ?? "/").replace(/voila\/$/, ""), location.origin);
  const named = of.map(({ name, address }) => (served() ? make("a", { href: new URL(address, root).href }, name) : make("span", {}, name)));
  section.lastChild.append(make("li", { class: "pk-studies" }, "A cause was studied by ", ...named.flatMap((each, i) => (i ? [", ", each] : [each])), ". The page of such studies says how far each carries."));
  return section;
}

function source(s) {
  const text = s.url ? make("a", { href: s.url, rel: "noreferrer" }, s.text) : make("span", {}, s.text);
  return make("span", {}, text, make("small", { class: "pk-status" }, `${s.status}: ${s.explained}`));
}

function notes(model) {
  const about = model.get("about");
  return make("div", { class: "pk-notes" },
    note("Things to notice", model.get("notice")),
    studies(note("The evidence against", about.evidence_against, "pk-against"), about.studies),
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

const stuck = (element) => getComputedStyle(element).position === "sticky";

// On a wide page the figure is out of view while a mark on it is placed with a slider further down. Then it comes along, until
// the answer is asked for or nothing was placed.
function companion(el) {
  const explorer = () => el.closest(".pk-explorer");
  const figure = () => explorer()?.querySelector(":scope > .pk-figure");
  return {
    come(slider) {
      const shown = figure();
      if (!shown || stuck(shown) || shown.getBoundingClientRect().top >= 0) return;
      explorer().style.setProperty("--pk-figure", `${shown.offsetHeight}px`);
      explorer().classList.add("pk-marking");
      uncover(slider.closest(".pk-task"), explorer());
    },
    leave: () => explorer()?.classList.remove("pk-marking"),
  };
}

// Scroll until nothing that stays in view lies over an element.
function uncover(element, explorer) {
  const place = element.getBoundingClientRect();
  const over = [...explorer.querySelectorAll(":scope > .pk-figure, .pk-result")].filter((each) => stuck(each) && !each.contains(element))
    .map((each) => each.getBoundingClientRect()).filter((each) => each.left < place.right && each.right > place.left && each.top < place.bottom);
  const lowest = Math.max(0, ...over.map((each) => each.bottom)) + 8;
  if (over.length && place.top < lowest) scrollBy({ top: place.top - lowest, behavior: "instant" });
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

// The rows of the controls, those that can be unfolded included.
function controlList(model, change, uid) {
  const shown = make("div", { class: "pk-controls" });
  const others = make("div", { class: "pk-controls" });
  const title = make("summary");
  const more = make("details", { class: "pk-more", hidden: true }, title, others);
  let rows = {};
  const has = (name) => model.get("more").some((c) => c.name === name);
  function build(values) {
    const focused = document.activeElement?.id;
    rows = {};
    const made = (list) => list.map((c) => (rows[c.name] = rowOf(c, change, uid)).element);
    shown.replaceChildren(...made(model.get("controls")));
    others.replaceChildren(...made(model.get("more")));
    more.hidden = !model.get("more").length;
    title.textContent = `All parameters (${model.get("more").length} more)`;
    show(values);
    // A link may have moved what is out of sight otherwise.
    if (Object.entries(model.get("defaults")).some(([name, value]) => has(name) && values[name] !== value)) more.open = true;
    if (focused?.startsWith(uid)) document.getElementById(focused)?.focus();
  }
  function show(values) {
    for (const [name, row] of Object.entries(rows)) if (name in values) row.show(values[name]);
  }
  function complain(problems) {
    for (const [name, problem] of Object.entries(problems)) {
      if (has(name)) more.open = true;
      rows[name]?.complain(problem);
    }
  }
  return {
    elements: [shown, more], build, show, complain,
    silence: () => Object.values(rows).forEach((row) => row.complain()),
    words: (values) => Object.entries(rows).filter(([name]) => name in values).map(([name, row]) => row.words(values[name])).join(" · "),
  };
}

// Named situations; the one that the values are in is pressed.
function situations(presets, apply) {
  const chips = presets.map((preset) =>
    make("button", { type: "button", class: "pk-chip", "aria-pressed": "false", title: preset.note, onclick: () => apply(preset.values) }, preset.name));
  return {
    element: chips.length ? make("div", { class: "pk-chips", role: "group", "aria-label": "Situations" }, ...chips) : null,
    mark(values) {
      const pressed = presets.findIndex((preset) => Object.entries(preset.values).every(([name, value]) => values[name] === value));
      chips.forEach((chip, i) => chip.setAttribute("aria-pressed", String(i === pressed)));
    },
  };
}

// The sentence under the figure, what went wrong, and for paper the values of the controls.
function result(model) {
  const banner = make("div", { class: "pk-banner", role: "alert" });
  const says = make("p", { class: "pk-says", "aria-live": "polite" });
  const printed = make("p", { class: "pk-printed" });
  // A sentence too long for a phone scrolls in its place, and then the keyboard must reach it.
  function reach() {
    if (says.scrollHeight > says.clientHeight + 1) says.tabIndex = 0;
    else says.removeAttribute("tabindex");
  }
  const resized = new ResizeObserver(reach);
  resized.observe(says);
  return {
    element: make("div", { class: "pk-result" }, banner, says, printed),
    end: () => resized.disconnect(),
    warn: (words) => banner.replaceChildren(words),
    print: (words) => printed.replaceChildren(words),
    show() {
      banner.textContent = model.get("banner");
      if (says.textContent === model.get("summary")) return;
      says.textContent = model.get("summary");
      // Measuring now would lay the page out once more before its next picture.
      requestAnimationFrame(reach);
    },
  };
}

function render({ model, el }) {
  el.classList.add("pk-panel");
  keepKeys(el);
  const uid = `pk${Math.random().toString(36).slice(2, 8)}`;
  const words = result(model);
  const talk = conversation(model, el, () => words.warn(lateWords()));
  const address = addressOf(model);
  const controls = controlList(model, change, uid);
  const presets = situations(model.get("presets"), apply);
  const marks = markers(el, (x) => task.moved(x));
  const figure = companion(el);
  const task = tasks(model.get("tries"), uid, attempt, mark, figure);
  let values = { ...model.get("values") };
  let moved = false;

  function mark(list, draggable) {
    if (!draggable) figure.leave();
    marks.show(list, draggable);
  }
  function change(name, value) {
    mark([], false);
    wish({ [name]: value });
  }
  function apply(wished) {
    mark([], false);
    controls.silence();
    controls.show(wished);
    wish(wished);
  }
  function attempt(wished) {
    apply({ ...model.get("defaults"), ...wished });
    showFigure(el.closest(".pk-explorer"));
  }
  function wish(wished) {
    moved = true;
    // A typed number is no value before the kernel has read it.
    const sure = Object.entries(wished).filter(([name, value]) => typeof value !== "string" || typeof values[name] !== "number");
    const clear = Object.fromEntries(Object.entries(wished).filter(([, value]) => readsAlike(value)));
    values = { ...values, ...Object.fromEntries(sure) };
    address.moved({ ...values, ...clear }, clear);
    presets.mark(values);
    talk.ask(wished);
  }

  function showValues() {
    if (!talk.idle()) return;
    values = { ...model.get("values") };
    controls.show(values);
    words.print(controls.words(values));
    if (moved) address.settled(values, Object.keys(model.get("answer").problems ?? {}).length > 0);
    presets.mark(values);
  }
  function showRows() {
    controls.build(talk.idle() ? model.get("values") : values);
    showValues();
  }
  function showAnswer() {
    const { sequence, problems = {} } = model.get("answer");
    const last = talk.answered(sequence);
    words.show();
    controls.complain(Object.fromEntries(Object.entries(problems).filter(([name]) => !talk.wishes(name))));
    if (last) showValues();
  }

  const [share, shared] = copying(() => address.link(values));
  const reset = make("button", { type: "button", onclick: () => apply(model.get("defaults")) }, "Reset");
  const buttons = served() ? [model.get("shareable") ? share : null, ...onwardLinks(model.get("links"), () => values)] : [];
  el.append(
    words.element,
    make("div", { class: "pk-side" }, presets.element, ...controls.elements, make("div", { class: "pk-buttons" }, reset, ...buttons), shared),
    make("div", { class: "pk-rest" }, note("Things to try", task.elements)),
    notes(model),
  );
  const reached = ({ target }) => requestAnimationFrame(() => {
    const explorer = el.closest(".pk-explorer");
    if (explorer && target.matches(":focus-visible")) uncover(target, explorer);
  });
  el.addEventListener("focusin", reached);
  const heard = { drawn: () => talk.drawn(model.get("drawn")), answer: showAnswer, controls: showRows, more: showRows, values: showValues, summary: words.show, banner: words.show };
  for (const [name, hear] of Object.entries(heard)) model.on(`change:${name}`, hear);
  showRows();
  showAnswer();
  return () => {
    for (const [name, hear] of Object.entries(heard)) model.off(`change:${name}`, hear);
    for (const part of [talk, address, marks, words]) part.end();
  };
}

export default { render };
