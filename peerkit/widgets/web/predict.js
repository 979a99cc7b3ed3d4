// Things to try: the reader predicts first, by choosing or with a mark on the figure; then guess and answer stand together.
// The prediction stays in this page. Marks travel as events of the explorer: the figure draws them and says where they went.
const NEAR = 0.05;

// Where a mark stands between the ends of its axis, 0 to 1, and back.
const share = (p, x) => (p.log ? Math.log(x / p.low) / Math.log(p.high / p.low) : (x - p.low) / (p.high - p.low));
const place = (p, at) => Number((p.log ? p.low * (p.high / p.low) ** at : p.low + at * (p.high - p.low)).toPrecision(digits(p)));
// A hand is no more exact than two digits of the axis: years between 2001 and 2010 need five, people from 1 to 1,000 two.
const digits = (p) => (p.log ? 2 : 2 + Math.max(0, Math.ceil(Math.log10(Math.max(Math.abs(p.low), Math.abs(p.high)) / (p.high - p.low)))));
const said = (p, x) => [spoken(x, digits(p)), p.unit].join(" ");

function compared(p, guess) {
  if (p.kind === "options") {
    if (guess === null) return `The model says: ${p.right}.`;
    return guess === p.right ? `You said “${guess}”. The model says the same.` : `You said “${guess}”. The model says “${p.right}”.`;
  }
  if (guess === null) return `The model says ${p.right_words}.`;
  const both = `You said ${said(p, guess)}; the model says ${p.right_words}`;
  if (Math.abs(share(p, guess) - share(p, p.right)) < NEAR) return `${both}. That is close.`;
  const ratio = p.right / guess;
  if (guess > 0 && ratio >= 1.5) return `${both}: ${spoken(ratio)} times as much.`;
  if (guess > 0 && ratio > 0 && ratio <= 1 / 1.5) return `${both}. Your number is ${spoken(1 / ratio)} times as large.`;
  return `${both}: ${said(p, Math.abs(p.right - guess))} ${p.right > guess ? "more" : "less"}.`;
}

function optionsOf(p, uid) {
  const radios = p.words.map((words) => make("input", { type: "radio", name: uid, value: words }));
  const element = make("fieldset", { class: "pk-predict" }, make("legend", {}, "Your prediction"),
    ...radios.map((radio) => make("label", {}, radio, make("span", {}, radio.value))));
  return { element, guess: () => radios.find((radio) => radio.checked)?.value ?? null, marks: () => [], move() {} };
}

function markOf(p, uid, moved) {
  let guess = null;
  const shown = make("output", { for: `${uid}-mark` }, "not yet");
  const slider = make("input", { type: "range", id: `${uid}-mark`, min: 0, max: POSITIONS, step: 1, value: POSITIONS / 2, oninput: () => set(place(p, slider.value / POSITIONS)) });
  slider.setAttribute("aria-valuetext", "no prediction yet");
  function set(x) {
    guess = x;
    slider.value = POSITIONS * share(p, x);
    shown.textContent = said(p, x);
    slider.setAttribute("aria-valuetext", said(p, x));
    moved();
  }
  return {
    element: make("div", { class: "pk-predict" }, make("label", { for: slider.id }, "Your prediction"), slider, shown),
    guess: () => guess,
    marks: () => (guess === null ? [] : [{ x: guess, words: `you: ${said(p, guess)}`, kind: "guess" }]),
    move: (x) => set(Math.min(Math.max(x, p.low), p.high)),
  };
}

// The list of tasks. `begin` shows the values of one; `marks` hands out what the figure shall show.
function tasks(tries, uid, begin, marks) {
  let active = null;
  const rows = tries.map((t, i) => {
    const p = t.predict;
    const own = `${uid}-try${i}`;
    const row = {};
    const tell = (list, draggable) => {
      active = row;
      marks(list, draggable);
    };
    const prediction = p ? (p.kind === "options" ? optionsOf(p, own) : markOf(p, own, () => tell(prediction.marks(), true))) : null;
    const verdict = make("p", { class: "pk-verdict", role: "status" });
    const attempt = () => {
      begin(t.values);
      if (!p) return;
      verdict.textContent = compared(p, prediction.guess());
      const answer = p.kind === "mark" ? [{ x: p.right, words: p.right_words, kind: "answer" }] : [];
      tell([...prediction.marks(), ...answer], false);
    };
    row.move = (x) => prediction?.move(x);
    row.element = make("div", { class: "pk-task" }, make("p", {}, t.text), prediction?.element ?? null,
      make("button", { type: "button", class: "pk-try", "aria-label": `Try it: ${t.text}`, onclick: attempt }, "Try it"), verdict,
      t.answer ? make("details", {}, make("summary", {}, "What happens, and why"), make("p", {}, t.answer)) : null);
    return row;
  });
  return { elements: rows.map((row) => row.element), moved: (x) => active?.move(x) };
}
