// A case played again: draw your own curve over the whole span, or guess the turning points; then see what happened.
// The kernel hands out a number only when it is revealed. What is drawn stays in the browser; a typed guess is read by the
// kernel, as all typed numbers are, and kept by nobody.
// includes elements.js

const SVG = "http://www.w3.org/2000/svg";
const SAMPLES = 64;
const KNOTS = 9;
const HEIGHT = 380;
const PLAY_SECONDS = 6;
const STEPS = { ArrowUp: 0.01, ArrowDown: -0.01, PageUp: 0.1, PageDown: -0.1 };

function draw(tag, attributes = {}, ...children) {
  return filled(document.createElementNS(SVG, tag), attributes, children);
}

const times = (ratio) => `${ratio.toLocaleString("en", { maximumSignificantDigits: 2 })} times`;

// How many orders of magnitude lie between a guess and what was: 0 for right, 1 for ten times too much or too little.
function missed(guess, value) {
  return guess > 0 && value > 0 ? Math.abs(Math.log10(guess / value)) : Infinity;
}

function compared(guess, fact) {
  const said = `You guessed ${spoken(guess)}. It was ${fact.said}`;
  if (!(guess > 0) || !(fact.value > 0)) return `${said}.`;
  const ratio = fact.value / guess;
  if (ratio > 1.05) return `${said}, ${times(ratio)} as much.`;
  if (ratio < 0.95) return `${said}. Your guess was ${times(1 / ratio)} as much.`;
  return `${said}: very close.`;
}

const TWO = Math.log10(2);

function scored(misses, kind) {
  const close = misses.filter((miss) => miss <= TWO).length;
  const sorted = [...misses].sort((a, b) => a - b);
  const middle = sorted[Math.floor((sorted.length - 1) / 2)];
  const far = Number.isFinite(middle)
    ? ` Typical miss: a factor of ${(10 ** middle).toLocaleString("en", { maximumSignificantDigits: 2 })} (${middle.toLocaleString("en", { maximumFractionDigits: 1 })} orders of magnitude).`
    : "";
  return `Score: ${close} of ${misses.length} ${kind} within a factor of two.${far}`;
}

// Where values and days are on the stage, whose width changes with the page.
function scales(axis, width) {
  const widest = Math.max(...axis.ticks.map(([, said]) => said.length));
  const larger = parseFloat(getComputedStyle(document.documentElement).fontSize) / 16;
  const box = { left: 18 + 7 * larger * widest, right: width - 14, top: 64, bottom: HEIGHT - 34 };
  const lift = axis.log ? Math.log10 : (v) => v;
  const [low, high] = [lift(axis.low), lift(axis.high)];
  return {
    box,
    larger,
    x: (day) => box.left + ((day - axis.start) / (axis.end - axis.start)) * (box.right - box.left),
    y: (value) => box.bottom - ((lift(value) - low) / (high - low)) * (box.bottom - box.top),
    day: (x) => axis.start + ((x - box.left) / (box.right - box.left)) * (axis.end - axis.start),
    share: (y) => Math.min(1, Math.max(0, (box.bottom - y) / (box.bottom - box.top))),
    height: (share) => box.bottom - share * (box.bottom - box.top),
    value: (share) => (axis.log ? 10 ** (low + share * (high - low)) : low + share * (high - low)),
  };
}

const dateOf = (day) => new Date(day * 864e5);
const monthOf = (day) => dateOf(day).toLocaleDateString("en", { month: "long", year: "numeric", timeZone: "UTC" });

// January firsts, as many as there is room for; months where the whole span is short.
function dates(axis, width) {
  const [first, last] = [dateOf(axis.start), dateOf(axis.end)];
  const months = (last - first) / 864e5 / 30.4;
  const room = Math.max(2, Math.floor(width / 64));
  const step = [1, 2, 3, 6, 12, 24, 36, 60, 120].find((each) => months / each <= room) ?? 240;
  const places = [];
  for (let month = Math.ceil((first.getUTCFullYear() * 12 + first.getUTCMonth() + 1) / step) * step; ; month += step) {
    const date = new Date(Date.UTC(Math.floor(month / 12), month % 12, 1));
    if (date > last) return places;
    const said = step >= 12 ? date.getUTCFullYear() : date.toLocaleDateString("en", { month: "short", year: "2-digit", timeZone: "UTC" });
    places.push([date / 864e5, String(said)]);
  }
}

const PATHS = {
  circle: "M-5 0a5 5 0 1 0 10 0a5 5 0 1 0-10 0Z",
  diamond: "M0-6.5 6.5 0 0 6.5-6.5 0Z",
  square: "M-5-5h10v10h-10Z",
  cross: "M-2-6h4v4h4v4h-4v4h-4v-4h-4v-4h4Z",
  "triangle-up": "M0-6 6 5h-12Z",
  x: "M-5-2-2-5 0-3 2-5 5-2 3 0 5 2 2 5 0 3-2 5-5 2-3 0Z",
};

function mark({ symbol, role }, open) {
  const color = `var(--pk-${role})`;
  return draw("path", { class: "pk-mark", d: PATHS[symbol], stroke: color, fill: open ? "var(--pk-card)" : color });
}

// What the reader draws: a height for each of SAMPLES places between the ends, null where nothing is drawn yet.
class Sketch {
  constructor() {
    this.heights = Array(SAMPLES).fill(null);
    this.last = null;
  }

  get empty() {
    return this.heights.every((height) => height === null);
  }

  get whole() {
    return this.heights.every((height) => height !== null);
  }

  // Nobody hits the very edge of the stage: a short piece that is missing there runs on level.
  close() {
    const short = SAMPLES / 8;
    const first = this.heights.findIndex((height) => height !== null);
    const last = this.heights.findLastIndex((height) => height !== null);
    if (first > 0 && first <= short) this.heights.fill(this.heights[first], 0, first);
    if (last >= 0 && SAMPLES - 1 - last <= short) this.heights.fill(this.heights[last], last + 1);
  }

  // The pointer may jump over places: what lies between two of its stops is drawn straight.
  touch(across, height) {
    const place = Math.round(Math.min(1, Math.max(0, across)) * (SAMPLES - 1));
    const from = this.last ?? { place, height };
    const step = Math.sign(place - from.place) || 1;
    for (let at = from.place; at !== place + step; at += step) {
      const part = place === from.place ? 1 : (at - from.place) / (place - from.place);
      this.heights[at] = from.height + part * (height - from.height);
    }
    this.last = { place, height };
  }

  lift() {
    this.last = null;
  }

  at(across) {
    const place = Math.min(1, Math.max(0, across)) * (SAMPLES - 1);
    const [a, b] = [this.heights[Math.floor(place)], this.heights[Math.ceil(place)]];
    return a === null || b === null ? null : a + (place - Math.floor(place)) * (b - a);
  }

  // The height at a knot; where nothing is drawn yet, that of the nearest place that is drawn.
  knot(index) {
    const place = knotPlace(index);
    for (let off = 0; off < SAMPLES; off += 1) {
      const height = this.heights[place - off] ?? this.heights[place + off];
      if (height !== undefined && height !== null) return height;
    }
    return null;
  }

  // A knot moved by key: the line to the knots beside it follows, and runs on level to the ends.
  set(index, height) {
    const knots = Array.from({ length: KNOTS }, (_, each) => (each === index ? height : (this.knot(each) ?? height)));
    for (let place = 0; place < SAMPLES; place += 1) {
      const exact = (place / (SAMPLES - 1)) * (KNOTS - 1);
      const [a, b] = [Math.floor(exact), Math.ceil(exact)];
      if (this.whole && (b < index - 1 || a > index + 1)) continue;
      this.heights[place] = knots[a] + (exact - a) * (knots[b] - knots[a]);
    }
  }
}

const knotPlace = (index) => Math.round((index / (KNOTS - 1)) * (SAMPLES - 1));

class Player {
  constructor(model, el) {
    this.model = model;
    this.el = el;
    this.axis = model.get("axis");
    this.series = model.get("series");
    this.plan = model.get("plan");
    this.turns = model.get("turns");
    this.sketch = new Sketch();
    this.mode = model.get("curve") >= 0 ? "draw" : "guess";
    this.guesses = [];
    this.turn = 0;
    this.shownUntil = Infinity;
    this.build();
    this.begin();
  }

  build() {
    const uid = `pk${Math.random().toString(36).slice(2, 8)}`;
    this.stage = draw("svg", { class: "pk-stage", role: "group", "aria-label": "The stage: dates from left to right" });
    this.legend = make("ul", { class: "pk-legend" }, ...this.series.map((each) =>
      make("li", {}, draw("svg", { viewBox: "-8 -8 16 16", "aria-hidden": "true" }, mark(each, false)), each.label)));
    const drawn = this.series[this.model.get("curve")]?.label;
    this.hint = make("p", { class: "pk-hint" }, `Draw your guess of “${drawn}” from left to right. By keyboard, move the round handles with the arrow keys.`);
    this.banner = make("div", { class: "pk-banner", role: "alert" });
    this.says = make("p", { class: "pk-says", "aria-live": "polite" });
    this.paper = make("p", { class: "pk-paper" }, "The replay was not played to its end, so its curve is not on paper. All its figures stand in the table “Every figure and its source”. For the curve, press Show all before you print.");
    this.score = make("p", { class: "pk-score", "aria-live": "polite" });
    this.problem = make("p", { class: "pk-problem", id: `${uid}-problem`, role: "alert" });
    this.guess = make("input", { type: "text", id: `${uid}-guess`, autocomplete: "off", "aria-describedby": `${uid}-problem` });
    this.question = make("span");
    this.guess.addEventListener("keydown", (event) => event.key === "Enter" && this.answer());
    this.ask = make("div", { class: "pk-ask" }, make("label", {}, this.question, this.guess), make("button", { type: "button", class: "pk-primary", onclick: () => this.answer() }, "Reveal"));
    this.reveal = make("button", { type: "button", class: "pk-primary", onclick: () => (this.mode === "guess" ? this.next() : this.uncover()) }, "Reveal");
    this.playing = make("button", { type: "button", onclick: () => this.play() }, "Play");
    this.undo = make("button", { type: "button", onclick: () => this.takeBack() }, "Undo");
    this.all = make("button", { type: "button", onclick: () => this.showAll() }, "Show all");
    this.again = make("button", { type: "button", onclick: () => this.begin() }, "Start again");
    this.step = make("input", { type: "range", min: 0, step: 1, oninput: () => this.look(Number(this.step.value)) });
    this.stepper = make("label", { class: "pk-through" }, "Go through what is revealed", this.step);
    const way = (value, said) => make("label", {}, make("input", { type: "radio", name: `${uid}-way`, value, checked: value === this.mode, onchange: () => { this.mode = value; this.begin(); } }), said);
    this.ways = make("fieldset", {}, make("legend", {}, "Predict"), way("draw", "Draw the curve"), way("guess", `Guess ${this.turns.length} turning points`));
    this.ways.hidden = !(this.model.get("curve") >= 0 && this.turns.length);
    const rest = make("div", { class: "pk-buttons" }, this.reveal, this.undo, this.playing, this.all, this.again);
    keepKeys(this.el);
    this.el.classList.add("pk-replay");
    this.el.append(this.ways, this.hint, this.stage, this.legend, this.paper, this.banner, this.says, this.score, this.ask, this.problem, rest, this.stepper);
    this.stage.addEventListener("pointerdown", (event) => this.press(event));
    this.stage.addEventListener("pointermove", (event) => this.drag(event));
    for (const end of ["pointerup", "pointercancel", "lostpointercapture"]) this.stage.addEventListener(end, () => this.sketch.lift());
  }

  get known() {
    return this.model.get("known");
  }

  get done() {
    return this.known.length === this.plan.length;
  }

  get drawable() {
    return this.mode === "draw" && !this.done;
  }

  begin() {
    cancelAnimationFrame(this.frame);
    this.sketch = new Sketch();
    this.strokes = [];
    this.guesses = [];
    this.turn = 0;
    this.shownUntil = Infinity;
    this.wanted = null;
    this.problem.textContent = this.score.textContent = "";
    this.ask.hidden = true;
    this.go(this.mode === "guess" ? Math.max(0, this.turns[0] - 1) : 0);
    this.render();
  }

  // Ask the kernel for the facts up to a place; what follows is done when they are there.
  go(position, then = () => {}) {
    if (this.known.length === position + 1) {
      then();
      this.current = position;
      this.render();
      return;
    }
    this.wanted = { position, then };
    this.model.set("position", position);
    this.model.save_changes();
  }

  arrived() {
    // An answer to an earlier question may still be under way.
    if (this.wanted && this.known.length === this.wanted.position + 1) {
      const { position, then } = this.wanted;
      this.wanted = null;
      this.current = position;
      then();
    }
    this.render();
  }

  showAll(then = () => {}) {
    this.go(this.plan.length - 1, () => {
      if (this.mode === "draw" && this.sketch.whole) this.score.textContent = this.judged();
      then();
    });
  }

  // The first fact was there before anything was drawn, so it does not count.
  judged() {
    const scale = scales(this.axis, 600);
    const across = (day) => (day - this.axis.start) / (this.axis.end - this.axis.start);
    const misses = this.plan.flatMap((fact, place) => {
      if (fact.series !== this.model.get("curve") || place === 0) return [];
      return [missed(scale.value(this.sketch.at(across(fact.day))), this.known[place].value)];
    });
    return scored(misses, "figures");
  }

  play() {
    if (matchMedia("(prefers-reduced-motion: reduce)").matches) return this.showAll();
    this.showAll(() => {
      const [first, last] = [this.plan[0].day, this.plan.at(-1).day];
      const began = performance.now();
      const tick = (now) => {
        const part = Math.min(1, (now - began) / 1000 / PLAY_SECONDS);
        this.shownUntil = part < 1 ? first + part * (last - first) : Infinity;
        this.current = this.plan.findLastIndex((fact) => fact.day <= this.shownUntil);
        this.render();
        if (part < 1 && this.el.isConnected) this.frame = requestAnimationFrame(tick);
      };
      this.frame = requestAnimationFrame(tick);
    });
    return undefined;
  }

  uncover() {
    this.sketch.close();
    if (!this.sketch.whole) {
      this.problem.textContent = this.sketch.empty
        ? "Draw first: drag across the stage, or focus a round handle and use the arrow keys. Or press Show all."
        : "Your curve has a gap. Draw it from the left edge to the right edge, then press Reveal.";
      return;
    }
    this.problem.textContent = "";
    this.showAll();
  }

  // Ask the kernel what number was typed. An answer to an older question is dropped.
  answer() {
    this.sequence = (this.sequence ?? 0) + 1;
    this.model.send({ kind: "read", text: this.guess.value, sequence: this.sequence, place: this.turns[this.turn] });
  }

  // A number, or a question with the possible readings as buttons, or a refusal.
  read({ kind, sequence, value, question, choices }) {
    if (kind !== "read" || sequence !== this.sequence || this.ask.hidden) return;
    if (value !== null) {
      this.take(value);
      return;
    }
    const buttons = choices.map(([each, said]) => make("button", { type: "button", onclick: () => this.take(each) }, said));
    this.problem.replaceChildren(question, " ", ...buttons);
  }

  take(guess) {
    const place = this.turns[this.turn];
    this.problem.textContent = "";
    this.guess.value = "";
    this.go(place, () => {
      this.guesses.push({ place, guess });
      this.remark = compared(guess, this.known[place]);
      this.turn += 1;
      const misses = this.guesses.map((each) => missed(each.guess, this.known[each.place].value));
      this.score.textContent = scored(misses, "guesses");
    });
  }

  // From the answer to one turning point to the question about the next.
  next() {
    this.go(Math.max(this.known.length - 1, this.turns[this.turn] - 1), () => { this.remark = ""; this.guess.focus(); });
  }

  look(place) {
    this.current = place;
    this.remark = "";
    this.render();
  }

  press(event) {
    if (!this.drawable || event.button) return;
    event.preventDefault();
    this.stage.setPointerCapture(event.pointerId);
    this.strokes.push([...this.sketch.heights]);
    this.sketch.lift();
    this.drag(event, true);
  }

  drag(event, first = false) {
    if (!this.drawable || !(first || this.sketch.last)) return;
    const place = this.stage.getBoundingClientRect();
    const scale = scales(this.axis, place.width);
    const across = (event.clientX - place.left - scale.box.left) / (scale.box.right - scale.box.left);
    this.sketch.touch(across, scale.share(event.clientY - place.top));
    this.problem.textContent = "";
    this.render();
  }

  key(event, index) {
    const now = this.sketch.knot(index) ?? this.startHeight();
    const to = event.key in STEPS ? now + STEPS[event.key] : { Home: 0, End: 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    this.strokes.push([...this.sketch.heights]);
    this.sketch.set(index, Math.min(1, Math.max(0, to)));
    this.problem.textContent = "";
    this.render();
    this.stage.querySelectorAll(".pk-knot")[index].focus();
  }

  // The curve as it was before the last stroke or the last key.
  takeBack() {
    this.sketch.heights = this.strokes.pop();
    this.problem.textContent = "";
    this.render();
  }

  startHeight() {
    const scale = scales(this.axis, 600);
    return scale.share(scale.y(this.known[0].value));
  }

  render() {
    const width = this.stage.getBoundingClientRect().width || 600;
    const scale = scales(this.axis, width);
    this.stage.setAttribute("viewBox", `0 0 ${width} ${HEIGHT}`);
    this.stage.classList.toggle("pk-drawable", this.drawable);
    this.el.classList.toggle("pk-played", this.done);
    this.stage.replaceChildren(...this.grid(scale, width), ...this.happened(scale), ...this.marks(scale), ...this.drawn(scale));
    this.tell();
  }

  grid(scale, width) {
    const { box } = scale;
    const across = this.axis.ticks.map(([value, said]) => [scale.y(value), said]);
    // A label a line is too many where there is one for each power of ten.
    const every = Math.ceil(across.length / 9);
    const lines = across.flatMap(([y, said], i) => [
      draw("line", { class: "pk-grid", x1: box.left, x2: box.right, y1: y, y2: y }),
      ...(i % every ? [] : [draw("text", { x: box.left - 8, y: y + 4, "text-anchor": "end" }, said)]),
    ]);
    const below = dates(this.axis, width).map(([day, said]) => draw("text", { x: scale.x(day), y: box.bottom + 22, "text-anchor": "middle" }, said));
    return [...lines, ...below, draw("text", { x: 10, y: 18 }, this.axis.title)];
  }

  happened(scale) {
    const rows = [-Infinity, -Infinity, -Infinity];
    return this.model.get("events").filter((event) => event.day <= this.shownUntil).flatMap(({ day, words: said }) => {
      const [x, wide] = [scale.x(day), 7.4 * scale.larger * said.length + 14];
      const end = x + wide > scale.box.right;
      const left = end ? x - wide : x;
      const row = Math.max(0, rows.findIndex((until) => until < left));
      rows[row] = left + wide;
      const y = 34 + 14 * row;
      return [
        draw("line", { class: "pk-event", x1: x, x2: x, y1: y + 3, y2: scale.box.bottom }),
        draw("text", { class: "pk-event-words", x: end ? x - 3 : x + 3, y, "text-anchor": end ? "end" : "start" }, said),
      ];
    });
  }

  marks(scale) {
    return this.known.flatMap((fact, place) => {
      const { day, series } = this.plan[place];
      if (day > this.shownUntil) return [];
      const at = `translate(${scale.x(day)} ${scale.y(fact.value)})`;
      const shape = draw("g", { transform: at, onpointerenter: () => this.drawable || this.look(place) }, mark(this.series[series], fact.estimate));
      return place === this.current ? [shape, draw("circle", { class: "pk-now", r: 10, transform: at })] : [shape];
    });
  }

  drawn(scale) {
    if (this.mode === "guess") {
      return this.guesses.filter(({ guess }) => guess >= this.axis.low && guess <= this.axis.high).map(({ place, guess }) =>
        draw("path", { class: "pk-guess", d: `M-7 0h14M0-7v14`, transform: `translate(${scale.x(this.plan[place].day)} ${scale.y(guess)})` }));
    }
    const { box } = scale;
    const x = (place) => box.left + (place / (SAMPLES - 1)) * (box.right - box.left);
    const line = this.sketch.heights.map((height, place) => (height === null ? "" : `${this.sketch.heights[place - 1] == null ? "M" : "L"}${x(place)} ${scale.height(height)}`)).join("");
    const path = line ? [draw("path", { class: "pk-guess", d: line })] : [];
    if (!this.drawable) return path;
    const knots = Array.from({ length: KNOTS }, (_, index) => {
      const place = knotPlace(index);
      const height = this.sketch.heights[place] ?? this.sketch.knot(index) ?? this.startHeight();
      const day = scale.day(x(place));
      const value = scale.value(height);
      return draw("circle", {
        class: "pk-knot", r: 7, cx: x(place), cy: scale.height(height), tabindex: 0, role: "slider", onkeydown: (event) => this.key(event, index),
        "aria-label": `Your curve of ${this.series[this.model.get("curve")].label} in ${monthOf(day)}`,
        "aria-valuemin": this.axis.low, "aria-valuemax": this.axis.high, "aria-valuenow": value, "aria-valuetext": spoken(value),
      });
    });
    return [...path, ...knots];
  }

  tell() {
    const focused = document.activeElement;
    const guessing = this.mode === "guess" && this.turn < this.turns.length && !this.done;
    const asking = guessing && this.known.length === this.turns[this.turn];
    this.ask.hidden = !asking;
    this.reveal.hidden = !(this.drawable || (guessing && !asking));
    this.reveal.textContent = guessing ? "Next turning point" : "Reveal";
    this.playing.hidden = this.shownUntil !== Infinity;
    this.all.hidden = this.done;
    this.undo.hidden = !this.drawable || !this.strokes.length;
    this.hint.hidden = !this.drawable;
    if (asking) {
      const fact = this.plan[this.turns[this.turn]];
      this.question.textContent = `${this.turn + 1} of ${this.turns.length}: ${this.series[fact.series].label}, ${fact.date}. How many ${fact.unit}?`;
    }
    this.step.max = this.known.length - 1;
    this.stepper.hidden = this.known.length < 2 || this.drawable;
    this.keepFocus(focused);
    this.describe();
  }

  // Whoever pressed a button that is gone goes on from what comes next, not from the top of the page.
  keepFocus(focused) {
    if (!this.el.contains(focused) || !focused.closest("[hidden]")) return;
    [this.reveal, this.step, this.again].find((each) => !each.closest("[hidden]")).focus();
  }

  describe() {
    const place = Math.min(this.current ?? 0, this.known.length - 1);
    const [fact, plan] = [this.known[place], this.plan[place]];
    if (!fact) return;
    this.step.value = place;
    const label = this.series[plan.series].label;
    const named = `${label[0].toUpperCase()}${label.slice(1)}, ${plan.date}`;
    const told = `${named}: ${fact.said} ${plan.unit}${fact.estimate ? " (an estimate)" : ""}.`;
    this.step.setAttribute("aria-valuetext", told);
    const source = fact.url ? make("a", { href: fact.url, rel: "noreferrer" }, fact.source) : make("span", {}, fact.source);
    const lead = this.drawable ? "Known at the start: " : "";
    this.says.replaceChildren(...(this.remark ? [make("b", {}, `${this.remark} `)] : []), `${lead}${told}`, make("br"), make("small", {}, "Who says so? ", source));
  }
}

function render({ model, el }) {
  const told = (content) => player.read(content);
  const player = new Player(model, el);
  const arrived = () => player.arrived();
  const warned = () => { player.banner.textContent = model.get("banner"); };
  model.on("change:known", arrived);
  model.on("change:banner", warned);
  model.on("msg:custom", told);
  const resized = new ResizeObserver(() => player.render());
  resized.observe(player.stage);
  return () => {
    cancelAnimationFrame(player.frame);
    resized.disconnect();
    model.off("change:known", arrived);
    model.off("change:banner", warned);
    model.off("msg:custom", told);
  };
}

export default { render };
