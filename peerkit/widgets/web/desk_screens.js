// The screens of the desk. Each draws itself into an element from `desk`, which holds the engagement and what can be done.
const STRONG = 3;
const WEAK = 1;
const word = (level) => (level === null || level === undefined ? "not known" : level >= STRONG ? "strong" : level <= WEAK ? "weak" : "middling");
const today = () => new Date().toISOString().slice(0, 10);

// A labelled text field; `changed` gets its value with every letter.
function written(desk, label, value, changed, { rows = 0, hint = "" } = {}) {
  const id = `pk${Math.random().toString(36).slice(2, 8)}`;
  const field = make(rows ? "textarea" : "input", { id, rows: rows || undefined, type: rows ? undefined : "text", maxlength: desk.shown.longest,
    autocomplete: "off", "aria-describedby": hint ? `${id}-hint` : undefined, oninput: () => changed(field.value) });
  field.value = typeof value === "string" ? value : "";
  return make("div", { class: "pk-field" }, make("label", { for: id }, label), hint ? make("small", { id: `${id}-hint` }, hint) : null, field);
}

function ticked(label, value, changed) {
  const box = make("input", { type: "checkbox", checked: Boolean(value), onchange: () => changed(box.checked) });
  return make("label", { class: "pk-option" }, box, make("span", {}, label));
}

function chosen(label, options, value, changed) {
  const list = make("select", { onchange: () => changed(list.value) }, make("option", { value: "" }, "no guess"), ...options.map((each) => make("option", { value: each }, each)));
  list.value = options.includes(value) ? value : "";
  return make("label", { class: "pk-field" }, make("span", {}, label), list);
}

// Options of which one is chosen; `options` are pairs of a value and an element or words.
function oneOf(name, legend, options, value, changed) {
  const boxes = new Map();
  const rows = options.map(([each, ...words]) => {
    const box = make("input", { type: "radio", name, onchange: () => changed(each) });
    boxes.set(each, box);
    return make("label", { class: "pk-option" }, box, make("span", {}, ...words));
  });
  const set = (now) => boxes.forEach((box, each) => { box.checked = each === now; });
  set(value);
  return { element: make("fieldset", { class: "pk-answer" }, make("legend", {}, legend), ...rows), set, boxes };
}

function frameScreen(desk, place) {
  const { table } = desk;
  const change = (name) => (value) => desk.change(() => { table.client[name] = value; });
  const guess = (who) => (value) => desk.change(() => {
    table.guesses = { ...table.guesses, [who]: value };
    if (!value) delete table.guesses[who];
  });
  place.append(
    make("p", {}, "Name the client and the decision. Both of you write down a guess before the first question; nobody sees a verdict until the end."),
    written(desk, "Client", table.client.name, change("name")),
    ticked("This client is fictional. Everything that leaves the desk will say so.", table.client.fictional, change("fictional")),
    written(desk, "What do they do?", table.client.sector, change("sector")),
    written(desk, "The decision", table.decision, (value) => desk.change(() => { table.decision = value; }), { rows: 2, hint: "and what a firm or a market would do instead" }),
    written(desk, "What counts as good", (table.aims ?? []).join("\n"), (value) => desk.change(() => {
      table.aims = value.split("\n").map((line) => line.trim()).filter(Boolean);
    }), { rows: 3, hint: "one aim a line, the most important first" }),
    !table.client.name && !Object.keys(table.answers).length ? make("p", {}, make("button", { type: "button", onclick: () => desk.example() }, "Try it with a fictional client")) : "",
    make("div", { class: "pk-halves" },
      chosen("The client's guess", desk.shown.verdicts, table.guesses?.client, guess("client")),
      chosen("The adviser's guess", desk.shown.verdicts, table.guesses?.adviser, guess("adviser"))),
  );
}

const HOW_WORDS = { said: () => "an opinion", seen: (item) => `for example ${item.seen}`, measured: (item) => `for example ${item.measured}` };

function questionScreen(desk, place, item) {
  const { table } = desk;
  const answer = () => table.answers[item.key] ?? {};
  const values = item.choices.length ? item.choices : item.anchors.map((_, level) => level);
  const put = (changes) => desk.change(() => {
    const before = answer();
    table.answers[item.key] = { how: "said", ...before, ...changes, date: today(), rev: (before.rev ?? 0) + 1 };
  });
  const level = oneOf(`${desk.id}-level`, "The answer", [
    ...values.map((value, i) => [value, make("b", {}, `${i}`), make("span", {}, item.choices.length ? `${value}: ${item.anchors[i]}` : item.anchors[i])]),
    [null, make("b", {}, "?"), make("span", {}, "not known")],
  ], answer().value, choose);
  // An opinion does not become a measurement by ticking it: what is known better than before is a new answer.
  const lower = make("p", { class: "pk-lower" }, make("small", {}, "How an answer is known can be lowered here, not raised. If you have seen or measured more since, answer the question again."));
  let ceiling = typeof answer().value === "number" || typeof answer().value === "string" ? desk.shown.how.indexOf(answer().how ?? "said") : desk.shown.how.length - 1;
  const how = oneOf(`${desk.id}-how`, "How is it known?", desk.shown.how.map((each) => [each, make("span", {}, make("strong", {}, each), `: ${HOW_WORDS[each](item)}`)]), answer().how ?? "said", (each) => put({ how: each }));
  function bound() {
    how.boxes.forEach((box, each) => { box.disabled = desk.shown.how.indexOf(each) > ceiling; });
    lower.hidden = ceiling === desk.shown.how.length - 1;
  }
  function choose(value) {
    put({ value });
    level.set(value);
    ceiling = desk.shown.how.length - 1;
    bound();
    const at = values.indexOf(value);
    desk.say(at < 0 ? "Not known." : `${at}: ${item.anchors[at]}.`);
  }
  place.append(
    make("p", { class: "pk-asked-of" }, item.asked),
    make("details", {}, make("summary", {}, "The essay's question behind it"), make("p", {}, item.essay)),
    level.element, how.element, lower,
    make("p", { class: "pk-trap" }, make("strong", {}, "Trap: "), item.trap),
    item.key === "6b" ? ticked("Somebody pays for the start until the community runs by itself.", table.carried, (value) => desk.change(() => { table.carried = value; })) : null ?? "",
    written(desk, "Note", answer().note, (note) => desk.change(() => { table.answers[item.key] = { value: null, how: "said", ...answer(), note }; }), { rows: 2, hint: "who said it, what was seen, where the record is" }),
  );
  bound();
  return { digit: (key) => (key === "?" ? choose(null) : values[Number(key)] !== undefined && choose(values[Number(key)])) };
}

function numberRow(desk, { name, label, meaning, unit, percent, default: usual }) {
  const { table, drafts } = desk;
  const ends = ["best", "low", "high"];
  const id = `pk${Math.random().toString(36).slice(2, 8)}`;
  const problem = make("p", { class: "pk-problem", id: `${id}-problem`, role: "status" });
  const kept = () => table.numbers?.[name] ?? {};
  const shownOf = (value) => (typeof value !== "number" ? "" : percent ? `${readable(100 * value)} %` : readable(value));
  const fields = Object.fromEntries(ends.map((end) => [end, make("input", { type: "text", inputmode: "text", maxlength: 100, autocomplete: "off",
    placeholder: end === "best" ? usual : "", "aria-label": `${label}, ${{ best: "best guess", low: "lowest", high: "highest" }[end]}`, "aria-describedby": `${id}-problem`, onchange: typed })]));
  const origin = make("input", { type: "text", maxlength: desk.shown.longest, autocomplete: "off", "aria-label": `${label}, where from`, onchange: () => {
    if (table.numbers?.[name]) desk.change(() => { table.numbers[name].from = origin.value; });
  } });
  function show() {
    for (const end of ends) fields[end].value = drafts[name]?.[end] ?? shownOf(kept()[end]);
    origin.value = typeof kept().from === "string" ? kept().from : "";
  }
  function typed() {
    const texts = Object.fromEntries(ends.map((end) => [end, fields[end].value]));
    drafts[name] = texts;
    desk.change(() => {}, false);
    desk.ask("number", { name, texts }, (reply) => judged(reply, texts), { key: `number ${name}` });
  }
  function judged({ number, problems = {}, refused }, texts) {
    // An answer to what meanwhile reads otherwise: the next one is on its way, or comes when the field is left.
    if (ends.some((end) => fields[end].value !== texts[end])) return;
    const bad = Object.entries(problems);
    problem.replaceChildren(...(refused ? [refused] : []), ...bad.flatMap(([end, { text, choices }]) => [make("span", {}, `${text} `), ...choices.map(([words, value]) =>
      make("button", { type: "button", onclick: () => {
        fields[end].value = value;
        fields[end].focus();
        typed();
      } }, words))]));
    for (const end of ends) fields[end].toggleAttribute("aria-invalid", Boolean(problems[end]));
    if (refused || bad.length) return;
    delete drafts[name];
    desk.change(() => {
      const numbers = { ...desk.table.numbers };
      const { unit: own, from } = numbers[name] ?? {};
      if (number) numbers[name] = { ...number, unit: own ?? unit, ...((origin.value || from) && { from: origin.value || from }), date: today() };
      else delete numbers[name];
      desk.table.numbers = numbers;
    });
    show();
  }
  show();
  if (drafts[name]) typed();
  return make("fieldset", { class: "pk-number" },
    make("legend", {}, `${label} `, make("small", {}, unit)), make("small", {}, `${meaning.replace(/\.$/, "")}. Without a number of the client's: ${usual}.`),
    make("div", { class: "pk-ends" }, ...ends.map((end) => make("label", {}, make("span", {}, { best: "best guess", low: "lowest", high: "highest" }[end]), fields[end])), make("label", { class: "pk-origin" }, make("span", {}, "where from"), origin)),
    problem);
}

function numbersScreen(desk, place) {
  const listed = [...desk.shown.numbers, ...desk.shown.more].map(({ name }) => name);
  const rest = Object.entries(desk.table.numbers ?? {}).filter(([name]) => !listed.includes(name));
  const said = make("ul", { class: "pk-said" });
  place.append(
    make("p", {}, "Your best guess, the lowest and the highest value you would bet on. Leave blank what nobody knows: the model's own value is used and marked as a scenario. None of these numbers goes into an address."),
    ...desk.shown.numbers.map((each) => numberRow(desk, each)),
    make("details", { open: desk.shown.more.some(({ name }) => desk.table.numbers?.[name]) }, make("summary", {}, "More numbers, for the levers and the reports"), ...desk.shown.more.map((each) => numberRow(desk, each))),
    rest.length ? make("p", {}, `Also in this file: ${rest.map(([name, { best }]) => `${name} ${readable(best)}`).join(", ")}.`) : "",
    make("h3", {}, "What these numbers say"), said,
  );
  return { judged: (told) => told && said.replaceChildren(...told.numbers.map(([words, scenario]) => make("li", {}, words, scenario ? make("small", {}, " Scenario: none of the client's numbers is in it.") : null))) };
}

function part(title, lines, none) {
  return [make("h3", {}, title), lines.length ? make("ul", {}, ...lines.map((line) => make("li", {}, ...[line].flat()))) : make("p", {}, none)];
}

function verdictScreen(desk, place) {
  const body = make("div", {});
  place.append(body);
  const guesses = () => {
    const said = Object.entries(desk.table.guesses ?? {}).filter(([, guess]) => desk.shown.verdicts.includes(guess)).map(([who, guess]) => `the ${who} guessed ${guess}`);
    return said.length ? `Before the first question ${said.join(", and ")}.` : "";
  };
  return {
    judged(told, refused) {
      if (!told) return body.replaceChildren(make("p", {}, refused || "The verdict comes as soon as the kernel answers."));
      return body.replaceChildren(
        make("p", { class: "pk-verdict" }, told.verdict), ...told.reasons.map((each) => make("p", {}, each)),
        make("p", {}, told.agreement), guesses() ? make("p", {}, guesses()) : "",
        make("table", { class: "pk-shares" }, make("caption", {}, "Share of draws with each verdict, if the answers err as people do"),
          make("tbody", {}, ...told.shares.map(([name, share, words]) => make("tr", {}, make("th", { scope: "row" }, name), make("td", {}, make("span", { class: "pk-bar", style: `width:${Math.round(100 * share)}%`, "aria-hidden": "true" })), make("td", {}, words))))),
        make("p", {}, told.risk), make("p", {}, told.difference),
        ...part("What would change the verdict", told.flips, "No change of up to three answers does."),
        ...part("Find out first", told.find_out, "No single answer is worth finding out."),
        ...part("Levers", told.levers.map(([name, words, scenario]) => [make("strong", {}, `${name}: `), words, scenario ? make("small", {}, " Scenario: none of the client's numbers is in it.") : ""]), "All criteria are strong."),
        ...(told.warnings.length ? part("Answers that contradict each other", told.warnings, "") : []),
        ...part("What this cannot say", told.limits, ""),
        make("p", {}, make("small", {}, `Rules ${told.rules}. A model's answer, not a forecast of success.`)),
      );
    },
  };
}

const spaced = (topic) => topic.replaceAll("_", " ");

// One scenario: only what it changes, on top of the client's numbers or of another scenario of the same model.
function scenarioRow(desk, at, redraw) {
  const all = () => desk.table.scenarios;
  const own = all()[at];
  const id = `pk${Math.random().toString(36).slice(2, 8)}`;
  const known = desk.shown.models.find(({ topic }) => topic === own.model)?.parameters ?? [];
  const put = (changes) => desk.change(() => { desk.table.scenarios = all().map((each, i) => (i === at ? { ...each, ...changes } : each)); });
  const problem = make("p", { class: "pk-problem", role: "status" });
  const parents = all().filter((each, i) => i < at && each.model === own.model).map(({ name }) => name);
  const pick = (label, options, value, then) => {
    const list = make("select", { onchange: () => then(list.value) }, ...options.map(([each, words]) => make("option", { value: each }, words)));
    list.value = value;
    return make("label", {}, make("span", {}, label), list);
  };
  const free = known.filter(([name]) => !(name in (own.changes ?? {})));
  const change = ([name, label, unit, percent]) => {
    const value = own.changes[name];
    const field = make("input", { type: "text", maxlength: 100, autocomplete: "off", "aria-label": `${own.name}: ${label}`, onchange: () => {
      desk.ask("number", { name: `${own.model}.${name}`, texts: { best: field.value } }, ({ number, problems, refused }) => {
        const { text, choices = [] } = problems?.best ?? {};
        problem.replaceChildren(...(refused || text ? [refused || text, " "] : []), ...choices.map(([words, said]) => make("button", { type: "button", onclick: () => {
          field.value = said;
          field.dispatchEvent(new Event("change"));
        } }, words)));
        if (!refused && !text && number) put({ changes: { ...all()[at].changes, [name]: number.best } });
      }, { key: `${id} ${name}` });
    } });
    field.value = typeof value !== "number" ? "" : percent ? `${readable(100 * value)} %` : readable(value);
    return make("div", { class: "pk-change" }, make("label", {}, make("span", {}, `${label} [${unit}]`), field),
      make("button", { type: "button", "aria-label": `${own.name}: leave ${label} as it is`, onclick: () => {
        const { [name]: gone, ...rest } = all()[at].changes;
        put({ changes: rest });
        redraw();
      } }, "Remove"));
  };
  return make("fieldset", { class: "pk-number" }, make("legend", {}, own.name),
    make("div", { class: "pk-ends" },
      pick("begins with", [["", "the client's numbers"], ...parents.map((name) => [name, name])], own.parent ?? "", (parent) => put({ parent })),
      pick("also change", [["", "choose a number"], ...free.map(([name, label]) => [name, label])], "", (name) => {
        if (!name) return;
        // Not in the file until it has a value.
        all()[at].changes = { ...all()[at].changes, [name]: undefined };
        redraw();
      })),
    ...Object.keys(own.changes ?? {}).map((name) => known.find(([each]) => each === name)).filter(Boolean).map(change), problem,
    make("button", { type: "button", onclick: () => {
      desk.change(() => { desk.table.scenarios = all().filter((_, i) => i !== at); });
      redraw();
    } }, `Remove ${own.name}`));
}

function scenariosScreen(desk, place) {
  const rows = make("div", {});
  const results = make("div", { class: "pk-results" });
  const topic = make("select", { id: `${desk.id}-model` }, ...desk.shown.models.map((each) => make("option", { value: each.topic }, spaced(each.topic))));
  topic.value = desk.table.scenarios?.at(-1)?.model ?? "flywheel";
  const draw = () => rows.replaceChildren(...(desk.table.scenarios ?? []).map((_, i) => scenarioRow(desk, i, draw)));
  const letters = () => {
    const names = (desk.table.scenarios ?? []).map(({ name }) => name);
    return [..."ABCDEFGHIJKLMNOPQRSTUVWXYZ"].find((letter) => !names.some((name) => name.startsWith(letter))) ?? `Scenario ${names.length + 1}`;
  };
  place.append(
    make("p", {}, "A is the plan as it is. Let B pull the best lever, and C be the client's own idea. Each scenario changes only what it names; the rest are the client's numbers."),
    rows,
    make("div", { class: "pk-change" }, make("label", {}, make("span", {}, "model"), topic), make("button", { type: "button", onclick: () => {
      desk.change(() => { desk.table.scenarios = [...(desk.table.scenarios ?? []), { name: letters(), model: topic.value, changes: {} }]; });
      draw();
      rows.lastChild.querySelector("select").focus();
    } }, "Add a scenario")),
    results,
  );
  draw();
  return {
    scenarios: true,
    judged() {
      const { beside = [], tornado = [] } = desk.scenarios ?? {};
      results.replaceChildren(
        ...beside.flatMap(({ model, names, rows: answers, problems }) => [
          make("h3", {}, `Side by side: ${spaced(model)}`),
          make("div", { class: "pk-scroll", tabindex: "0", role: "region", "aria-label": `Scenarios of ${spaced(model)}` }, make("table", { class: "pk-shares" },
            make("thead", {}, make("tr", {}, make("th", { scope: "col" }, "answer"), ...names.map((name) => make("th", { scope: "col" }, name)))),
            make("tbody", {}, ...answers.map(({ label, cells }) => make("tr", {}, make("th", { scope: "row" }, label),
              ...cells.map(([words, length]) => make("td", {}, words, make("span", { class: "pk-bar", style: `width:${length}%`, "aria-hidden": "true" })))))))),
          ...problems.map((words) => make("p", { class: "pk-problem" }, words)),
        ]),
        ...(tornado.length ? [make("h3", {}, "Which of the client's ranges matters most?")] : []),
        ...tornado.flatMap(({ label, base, at, rows: moves }) => [
          make("p", {}, make("strong", {}, label), `: ${base} at the best guesses. Each number alone goes to the ends of its range:`),
          make("ul", { class: "pk-tornado" }, ...moves.map(({ label: name, words, from, to }) => make("li", {}, make("span", {}, make("strong", {}, name), `: ${words}`),
            make("span", { class: "pk-track", "aria-hidden": "true" }, from === null ? null : make("i", { style: `left:${from}%;width:${Math.max(to - from, 0.5)}%` }), at === null ? null : make("b", { style: `left:${at}%` }))))),
        ]),
        beside.length || tornado.length ? "" : make("p", {}, "Give a lowest and a highest value to one of the client's numbers, or add a scenario, to see something here."),
      );
    },
  };
}

function canvasScreen(desk, place) {
  const { table } = desk;
  const rows = desk.shown.canvas.map(({ key, name, hint }) => {
    const id = `pk${Math.random().toString(36).slice(2, 8)}`;
    const whose = make("small", {});
    const own = () => typeof table.canvas?.[key] === "string";
    const field = make("textarea", { id, rows: 3, maxlength: desk.shown.longest, oninput: () => {
      desk.change(() => { table.canvas = { ...table.canvas, [key]: field.value }; });
      show();
    } });
    const back = make("button", { type: "button", onclick: () => {
      desk.change(() => { delete table.canvas[key]; });
      show();
      field.focus();
    } }, "Fill from the answers again");
    function show() {
      if (own()) {
        if (field.value !== table.canvas[key]) field.value = table.canvas[key];
      } else field.value = (desk.canvas?.[key] ?? "").slice(0, desk.shown.longest);
      whose.textContent = own() ? "your words" : "from the answers";
      back.hidden = !own();
    }
    show();
    return { show, element: make("div", { class: "pk-field" }, make("label", { for: id }, `${name} `, whose), make("small", {}, hint), field, back) };
  });
  place.append(nothingYet(desk), make("p", {}, "The answers fill the canvas. Write over what you can say better; a full canvas holds no number, and proves nothing."),
    make("div", { class: "pk-canvas" }, ...rows.map(({ element }) => element)));
  return { judged: () => rows.forEach(({ show }) => show()) };
}
