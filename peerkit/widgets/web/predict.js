// Things to try: the reader predicts first, by choosing or with a mark on the figure; then guess and answer stand together.
// The prediction stays in this page. Marks travel as events of the explorer: the figure draws them and says where they went.
const NEAR = 0.05;

// Where a mark stands between the ends of its axis, 0 to 1.
const share = (p, x) => (p.log ? Math.log(x / p.low) / Math.log(p.high / p.low) : (x - p.low) / (p.high - p.low));

function compared(p, guess) {
  if (p.kind === "options") {
    if (guess === null) return `The model says: ${p.right}.`;
    return guess === p.right ? `You said “${guess}”. The model says the same.` : `You said “${guess}”. The model says “${p.right}”.`;
  }
  if (guess === null) return `The model says ${p.right_words}.`;
  const [x, words] = p.places[guess];
  const both = `You said ${words}; the model says ${p.right_words}.`;
  if (Math.abs(share(p, x) - share(p, p.right)) < NEAR) return `${both} That is close.`;
  const ratio = x / p.right;
  if (ratio >= 1.5) return `${both} Your number is ${spoken(ratio, 2)} times as large.`;
  if (ratio > 0 && ratio <= 1 / 1.5) return `${both} The model's number is ${spoken(1 / ratio, 2)} times as large.`;
  return `${both} Your number is too ${x > p.right ? "large" : "small"}.`;
}

// Each prediction says which question it belongs to: there are several of them on a page.
function optionsOf(p, uid, question) {
  const radios = p.words.map((words) => make("input", { type: "radio", name: uid, value: words }));
  const element = make("fieldset", { class: "pk-predict", "aria-describedby": question }, make("legend", {}, "Your prediction"),
    ...radios.map((radio) => make("label", {}, radio, make("span", {}, radio.value))));
  return { element, guess: () => radios.find((radio) => radio.checked)?.value ?? null, marks: () => [], move() {} };
}

// The places that can be chosen come with their words from the kernel, so that guess and answer are said alike.
function markOf(p, uid, question, moved, figure) {
  let guess = null;
  const last = p.places.length - 1;
  // The slider itself says its value aloud; a live region beside it would say it twice.
  const shown = make("output", { for: `${uid}-mark`, "aria-live": "off" }, "not yet");
  const slider = make("input", {
    type: "range", id: `${uid}-mark`, min: 0, max: last, step: 1, value: Math.floor(last / 2), "aria-describedby": question,
    oninput: () => set(Number(slider.value)), onfocus: () => figure.come(slider), onpointerdown: () => figure.come(slider), onblur: () => guess === null && figure.leave(),
  });
  slider.setAttribute("aria-valuetext", "no prediction yet");
  function set(at) {
    guess = at;
    slider.value = at;
    shown.textContent = p.places[at][1];
    slider.setAttribute("aria-valuetext", p.places[at][1]);
    moved();
  }
  const far = (x, [other]) => Math.abs(share(p, x) - share(p, other));
  return {
    element: make("div", { class: "pk-predict" }, make("label", { for: slider.id }, "Your prediction"), slider, shown),
    guess: () => guess,
    marks: () => (guess === null ? [] : [{ x: p.places[guess][0], words: `you: ${p.places[guess][1]}`, kind: "guess" }]),
    move: (x) => set(p.places.reduce((best, one, at) => (far(x, one) < far(x, p.places[best]) ? at : best), 0)),
  };
}

// The list of tasks. `begin` shows the values of one; `marks` hands out what the figure shall show; `figure` comes along
// while the slider of a mark is moved.
function tasks(tries, uid, begin, marks, figure) {
  let active = null;
  const rows = tries.map((t, i) => {
    const p = t.predict;
    const own = `${uid}-try${i}`;
    const row = {};
    const tell = (list, draggable) => {
      active = row;
      marks(list, draggable);
    };
    const prediction = p ? (p.kind === "options" ? optionsOf(p, own, `${own}-text`) : markOf(p, own, `${own}-text`, () => tell(prediction.marks(), true), figure)) : null;
    const verdict = make("p", { class: "pk-verdict", role: "status" });
    const attempt = () => {
      begin(t.values);
      if (!p) return;
      verdict.textContent = compared(p, prediction.guess());
      const answer = p.kind === "mark" ? [{ x: p.right, words: `model: ${p.right_words}`, kind: "answer" }] : [];
      tell([...prediction.marks(), ...answer], false);
    };
    row.move = (x) => prediction?.move(x);
    row.element = make("div", { class: "pk-task" }, make("p", { id: `${own}-text` }, t.text), prediction?.element ?? null,
      make("button", { type: "button", class: "pk-try", "aria-label": `Try it: ${t.text}`, onclick: attempt }, "Try it"), verdict,
      t.answer ? make("details", {}, make("summary", {}, "What happens, and why"), make("p", {}, t.answer)) : null);
    return row;
  });
  return { elements: rows.map((row) => row.element), moved: (x) => active?.move(x) };
}
