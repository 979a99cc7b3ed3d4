// A case played again: its facts in the order of their dates, each guessed before it is revealed.
function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== undefined) element.setAttribute(name, value);
  }
  element.append(...children);
  return element;
}

const UNITS = { k: 1e3, thousand: 1e3, m: 1e6, million: 1e6, b: 1e9, bn: 1e9, billion: 1e9 };

// "1.2 million", "250,000", "3m": what people type when they guess.
function guessed(text) {
  const found = /^([\d.,\s]+?)\s*([a-z]*)$/i.exec(text.trim());
  if (!found) return NaN;
  const scale = found[2] ? UNITS[found[2].toLowerCase()] : 1;
  return scale === undefined ? NaN : Number(found[1].replace(/[,\s]/g, "")) * scale;
}

function compared(guess, value) {
  if (!(guess > 0) || !(value > 0)) return "";
  const ratio = value / guess;
  const times = (x) => x.toLocaleString("en", { maximumSignificantDigits: 2 });
  if (ratio > 1.1) return ` You guessed ${guess.toLocaleString("en")}: it was ${times(ratio)} times as much.`;
  if (ratio < 0.9) return ` You guessed ${guess.toLocaleString("en")}: that was ${times(1 / ratio)} times too much.`;
  return ` You guessed ${guess.toLocaleString("en")}: well guessed.`;
}

function render({ model, el }) {
  el.classList.add("pk-panel");
  const uid = `pk${Math.random().toString(36).slice(2, 8)}`;
  const facts = model.get("facts");
  let position = model.get("position");
  let remark = "";

  const slider = make("input", {
    type: "range", id: `${uid}-date`, min: 0, max: facts.length - 1, step: 1, "aria-describedby": `${uid}-shown`,
    oninput: () => {
      remark = "";
      go(Number(slider.value));
    },
  });
  const shown = make("small", { id: `${uid}-shown` });
  const guess = make("input", { type: "text", id: `${uid}-guess`, inputmode: "text", autocomplete: "off", "aria-describedby": `${uid}-problem` });
  const asks = make("label", { for: `${uid}-guess` });
  const problem = make("p", { class: "pk-problem", id: `${uid}-problem`, role: "alert" });
  const next = make("button", { type: "button", class: "pk-primary", onclick: reveal }, "Reveal");
  const back = make("button", { type: "button", onclick: () => { remark = ""; go(0); } }, "Start again");
  const banner = make("div", { class: "pk-banner", role: "alert" });
  const says = make("p", { class: "pk-says", "aria-live": "polite" });
  const ask = make("div", { class: "pk-control" }, make("div", { class: "pk-name" }, asks), make("div", { class: "pk-row" }, guess, next), problem);
  guess.addEventListener("keydown", (event) => event.key === "Enter" && reveal());

  function reveal() {
    const fact = facts[position + 1];
    if (!fact) return;
    const text = guess.value;
    const value = guessed(text);
    if (text.trim() && Number.isNaN(value)) {
      problem.textContent = `“${text}” is not a number. Type one such as 250,000 or 1.2 million, or leave it empty.`;
      return;
    }
    problem.textContent = "";
    remark = text.trim() ? compared(value, fact.value) : "";
    guess.value = "";
    go(position + 1);
  }

  function go(to) {
    position = to;
    model.set("position", to);
    model.save_changes();
    show();
  }

  function show() {
    const fact = facts[position];
    const after = facts[position + 1];
    slider.value = position;
    slider.setAttribute("aria-valuetext", `${fact.date}: ${fact.said}`);
    shown.textContent = `up to ${fact.date}, ${position + 1} of ${facts.length} facts`;
    ask.hidden = !after;
    if (after) asks.textContent = `Next: ${after.label}, ${after.date}. How many ${after.unit}? Guess first.`;
    const source = fact.url ? make("a", { href: fact.url, rel: "noreferrer" }, fact.source) : make("span", {}, fact.source);
    says.replaceChildren(make("b", {}, fact.said), ` ${fact.label}, ${fact.date}${fact.estimate ? " (an estimate)" : ""}.${remark}`, make("br"), make("small", {}, "Who says so? ", source));
  }

  el.append(
    make("div", { class: "pk-side" },
      make("div", { class: "pk-control" }, make("div", { class: "pk-name" }, make("label", { for: `${uid}-date` }, "Date")), make("div", { class: "pk-row" }, slider), shown),
      ask, make("div", { class: "pk-buttons" }, back)),
    make("div", { class: "pk-result" }, banner, says),
  );
  model.on("change:banner", () => { banner.textContent = model.get("banner"); });
  show();
}

export default { render };
