// One row for each parameter: a slider, a field, what was wrong with the last wish, and a card that says who says so.
const POSITIONS = 400;
// No number is longer; the kernel says what is wrong with a text that is.
const LONGEST_SENT = 200;

const toPosition = (c, value) =>
  c.scale === "log" ? (POSITIONS * Math.log(value / c.min)) / Math.log(c.max / c.min) : value;

function fromPosition(c, position) {
  if (c.scale !== "log") return c.integer ? Math.round(position) : Number(Number(position).toPrecision(12));
  const value = c.min * Math.exp((position / POSITIONS) * Math.log(c.max / c.min));
  return c.integer ? Math.round(value) : Number(value.toPrecision(3));
}

// A value as its field shows it, and as it is read aloud.
const shownValue = (c, value) => (c.percent ? `${readable(100 * value)} %` : readable(value));
// What is no unit but says which kind of number it is stands in brackets.
const KIND = /^(elasticity|exponent|index|probability)/;
function withUnit(c, value) {
  const shown = shownValue(c, value);
  if (["", "1"].includes(c.unit)) return shown;
  if (KIND.test(c.unit)) return `${shown} (${c.unit})`;
  return `${shown} ${shown === "1" ? c.one : c.unit}`;
}
const unitWords = (c) => (c.unit === "1" ? (c.percent ? "a share" : "a pure number") : c.unit);

function whoSays(c) {
  if (!c.source && !c.measure && c.status !== "scenario") return c.explained;
  if (c.status === "scenario") {
    return `Nobody has measured this: a choice to argue about.${c.measure ? ` What would measure it: ${c.measure}.` : ""}`;
  }
  const text = c.url ? make("a", { href: c.url, rel: "noreferrer" }, c.source) : c.source;
  return make("span", {}, text, make("small", { class: "pk-status" }, `${c.status}: ${c.explained}`));
}

function card(c, id) {
  const rows = [
    ["Symbol", formula(c.symbol)],
    ["Means", c.meaning],
    ["Unit", unitWords(c)],
    ["Allowed", c.rule],
    ["Here from", `${shownValue(c, c.min)} to ${shownValue(c, c.max)}`],
    ["Default", `${shownValue(c, c.default)}: ${c.why}`],
    ["Who says?", whoSays(c)],
  ];
  const list = make("dl", { class: "pk-card", id, hidden: true });
  for (const [name, value] of rows) list.append(make("dt", {}, name), make("dd", {}, value));
  return list;
}

// The button that opens the card; the card is made when somebody wants to read it.
function cardButton(c, id) {
  let definition = null;
  const place = make("div", { id: `${id}-card` });
  const who = make("button", {
    type: "button", class: "pk-who", "aria-expanded": "false", "aria-controls": place.id, "aria-label": `Who says? ${c.label}`,
    onclick: () => {
      if (!definition) place.append((definition = card(c, `${id}-definition`)));
      definition.hidden = !definition.hidden;
      who.setAttribute("aria-expanded", String(!definition.hidden));
    },
  }, "who says?");
  return [who, place];
}

// Escape closes a card that stands open below a control, and the focus goes back to the button that opened it.
function closesCard(row, who) {
  row.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || who.getAttribute("aria-expanded") !== "true") return;
    event.stopPropagation();
    who.click();
    who.focus();
  });
  return row;
}

// What is wrong with a wish, and the readings to choose from where two are possible.
function problemPlace(id, choose) {
  const element = make("div", { class: "pk-problem", id, role: "alert" });
  const complain = ({ text = "", choices = [] } = {}) => {
    element.replaceChildren(...(text ? [make("span", {}, text)] : []), ...choices.map(({ value, words }) =>
      make("button", { type: "button", class: "pk-choice", onclick: () => choose(value) }, words)));
  };
  return { element, complain };
}

function controlRow(c, change, uid) {
  const id = `${uid}-${c.name}`;
  const log = c.scale === "log";
  const slider = make("input", {
    type: "range", id: `${id}-slider`, "aria-labelledby": `${id}-label`,
    min: log ? 0 : c.min, max: log ? POSITIONS : c.max, step: log ? 1 : c.step,
  });
  const field = make("input", {
    type: "text", inputmode: c.percent || c.min < 0 ? "text" : "decimal", id: `${id}-number`, autocomplete: "off", spellcheck: "false",
    "aria-label": `${c.label}, typed`, "aria-describedby": `${id}-unit ${id}-problem`,
  });
  const [who, place] = cardButton(c, id);
  let sent = "";
  let typing = false;
  let value = c.default;
  const problem = problemPlace(`${id}-problem`, (value) => {
    field.focus();
    take(value);
  });
  slider.addEventListener("input", () => take(fromPosition(c, Number(slider.value)), false));
  // One step of a whole number on a logarithmic scale is often less than one: a key then moves to the next whole number.
  slider.addEventListener("keydown", (event) => {
    const way = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 }[event.key];
    const now = fromPosition(c, Number(slider.value));
    if (!way || !c.integer || fromPosition(c, Number(slider.value) + way) !== now) return;
    event.preventDefault();
    if (now + way >= c.min && now + way <= c.max) take(now + way);
  });
  const type = () => {
    if (field.value === sent) return;
    sent = field.value;
    typing = true;
    problem.complain();
    change(c.name, field.value.slice(0, LONGEST_SENT));
  };
  field.addEventListener("change", type);
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter") type();
    if (event.key === "Escape" && (problem.element.hasChildNodes() || field.value !== sent)) {
      // What was typed is forgotten, and the field shows the value that counts.
      event.stopPropagation();
      problem.complain();
      field.value = sent = "";
      show(value);
    }
  });
  function take(value, moveSlider = true) {
    typing = false;
    problem.complain();
    show(value, moveSlider);
    change(c.name, value);
  }
  function show(shown, moveSlider = true) {
    value = shown;
    // A place that already stands for this value is where the reader's hand has put it.
    if (moveSlider && fromPosition(c, Number(slider.value)) !== value) slider.value = toPosition(c, Math.min(Math.max(value, c.min), c.max));
    slider.setAttribute("aria-valuetext", withUnit(c, value));
    // Whoever is typing is not interrupted, and a text that was refused stays to be mended.
    const unsent = document.activeElement === field && field.value !== sent;
    if (unsent || (typing && problem.element.hasChildNodes())) return;
    typing = false;
    field.value = sent = shownValue(c, value);
  }
  return {
    element: closesCard(make("div", { class: "pk-control" },
      make("div", { class: "pk-name" }, make("label", { id: `${id}-label`, for: `${id}-slider` }, c.label), who),
      make("div", { class: "pk-row" }, slider, field),
      make("small", { id: `${id}-unit` }, unitWords(c)), problem.element, place), who),
    show,
    complain: problem.complain,
    words: (value) => `${c.label}: ${withUnit(c, value)}`,
  };
}

function choiceRow(c, change, uid) {
  const id = `${uid}-${c.name}`;
  const problem = problemPlace(`${id}-problem`, (value) => change(c.name, value));
  const select = make("select", { id, "aria-describedby": `${id}-problem`, onchange: () => {
    problem.complain();
    change(c.name, select.value);
  } }, ...c.options.map(([value, label]) => make("option", { value }, label)));
  return {
    element: make("div", { class: "pk-control" },
      make("div", { class: "pk-name" }, make("label", { for: id }, c.label)), make("div", { class: "pk-row" }, select), problem.element),
    show(value) {
      select.value = value;
    },
    complain: problem.complain,
    words: (value) => `${c.label}: ${c.options.find(([known]) => known === value)?.[1] ?? value}`,
  };
}

const rowOf = (c, change, uid) => (c.options?.length ? choiceRow : controlRow)(c, change, uid);
