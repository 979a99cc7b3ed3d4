// What is found out first, by whom, and two forecasts that are scored when their day has come.
const NO_CHANCE = "Type a number from 0 to 100.";

function dated(label, value, changed) {
  const field = make("input", { type: "date", onchange: () => changed(field.value) });
  field.value = typeof value === "string" ? value : "";
  return make("label", { class: "pk-field" }, make("span", {}, label), field);
}

function studyPart(desk) {
  const { table } = desk;
  const change = (name) => (value) => desk.change(() => { table.study = { ...table.study, [name]: value }; }, false);
  const list = make("select", { onchange: () => change("question")(list.value) }, make("option", { value: "" }, "choose a question"),
    ...desk.shown.items.map(({ key, short }) => make("option", { value: key }, `${key}. ${short}`)));
  list.value = desk.shown.items.some(({ key }) => key === table.study?.question) ? table.study.question : "";
  return [
    make("label", { class: "pk-field" }, make("span", {}, "Question"), list),
    written(desk, "What is done?", table.study?.what, change("what"), { rows: 2 }),
    make("div", { class: "pk-halves" }, written(desk, "By whom?", table.study?.owner, change("owner")), dated("Until when?", table.study?.date, change("date"))),
  ];
}

const blankForecast = ({ says = "", date = "", chance = null } = {}) => !says.trim() && !date && chance === null;

function forecastRow(desk, number, own, changed, removed) {
  const due = Boolean(own.date) && own.date <= today();
  const problem = make("p", { class: "pk-problem", role: "status" });
  const state = make("p", {});
  const says = written(desk, "What will be so?", own.says, (value) => changed({ says: value }), { rows: 2 });
  const chance = written(desk, "Chance [%]", typeof own.chance === "number" ? readable(100 * own.chance) : "", (value) => {
    const words = value.replace("%", "").replace(",", ".").trim();
    const sound = words === "" || (Number(words) >= 0 && Number(words) <= 100);
    problem.textContent = sound ? "" : NO_CHANCE;
    if (sound) changed({ chance: words === "" ? null : Number(words) / 100 });
  });
  const day = dated("On which day?", own.date, (value) => changed({ date: value }));
  // What was said before its day is not changed after it.
  if (due) for (const field of [says, chance, day].flatMap((each) => [...each.querySelectorAll("input, textarea")])) field.disabled = true;
  const happened = due ? oneOf(`${desk.id}-came-${number}`, "What happened?", [[true, "It came true"], [false, "It did not come true"], [null, "Not known yet"]], own.came ?? null, (came) => changed({ came })).element : null;
  const element = make("fieldset", { class: "pk-number pk-forecast" }, make("legend", {}, `Forecast ${number}`), says, make("div", { class: "pk-halves" }, chance, day), problem, happened, state,
    blankForecast(own) ? null : make("button", { type: "button", onclick: removed }, `Remove forecast ${number}`));
  return { element, say: (words) => { state.textContent = words; } };
}

function findOutScreen(desk, place) {
  const first = make("div", {});
  const rows = make("div", {});
  const all = make("p", {});
  let entries = [];
  let shownRows = [];
  const keep = () => desk.change(() => { desk.table.forecasts = entries.filter((each) => !blankForecast(each)); });
  function draw() {
    shownRows = entries.map((own, i) => forecastRow(desk, i + 1, own, (change) => {
      // A row that was filled only now is another object than the one that was drawn.
      entries[i] = { ...entries[i], ...change };
      keep();
    }, () => {
      entries = entries.filter((_, j) => j !== i);
      keep();
      fill();
    }));
    rows.replaceChildren(...shownRows.map(({ element }) => element));
  }
  function fill() {
    while (entries.length < 2) entries.push({});
    draw();
    say();
  }
  function say() {
    const { states = [], all: together = "" } = desk.forecasts ?? {};
    let at = 0;
    shownRows.forEach(({ say: words }, i) => words(blankForecast(entries[i]) ? "" : states[at++] ?? ""));
    all.textContent = together;
  }
  entries = [...(desk.table.forecasts ?? [])];
  place.append(
    make("p", {}, "One study is enough to begin with: the one whose answer is worth most. Say who does it, and until when."), first, ...studyPart(desk),
    make("h3", {}, "Two forecasts"),
    make("p", {}, "Write down what will be so on a day, and how likely it is. When the day has come, open the file again and enter what happened. The score is that of Brier: the square of the distance between the chance and what happened. 0 is perfect; always saying 50% gives 0.25."),
    rows, make("p", {}, make("button", { type: "button", onclick: () => {
      entries.push({});
      draw();
      say();
      rows.lastChild.querySelector("textarea").focus();
    } }, "Add a forecast")), all,
  );
  fill();
  return {
    judged(told) {
      if (told) first.replaceChildren(...part("Worth finding out", told.find_out, "No single answer is worth finding out."));
      say();
    },
  };
}
