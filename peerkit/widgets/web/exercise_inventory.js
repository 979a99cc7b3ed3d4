// The questions before and after the course: nothing is judged before all are answered, and keys are shown after the second
// round only. The line to hand over is written here; nothing is sent by itself.
const ROUNDS = { before: "Before the course", after: "After the course" };

// The letter of an answer by the order in which options come from the kernel, which is the same for everybody.
const lettersOf = (items, letters, answers) => items.map(({ name, options }) => letters[options.indexOf(answers[name])] ?? "-").join("");

function inventoryPanel(model, el, { name, items, letters }) {
  const id = `pk${Math.random().toString(36).slice(2, 8)}`;
  const nameOf = (round) => (round === "before" ? name : `${name}.${round}`);
  const notice = make("p", { class: "pk-notice", role: "status" });
  const reply = make("div", { class: "pk-reply", role: "status", tabindex: "-1" });
  const result = make("ol", { class: "pk-written" });
  const place = make("div");
  const talk = asking(model, (words) => say(words));
  const word = make("input", { type: "text", id: `${id}-word`, autocomplete: "off", maxlength: 30, "aria-describedby": `${id}-why`, oninput: () => keep({}) });
  const line = make("input", { type: "text", id: `${id}-line`, readonly: true, onfocus: (event) => event.target.select() });
  const handing = make("div", { class: "pk-answer", hidden: true }, make("label", { for: line.id, class: "pk-question" }, "The line to hand over, if you want to"), line,
    make("small", {}, "It has your word, the minutes and a letter for each answer, and no name. Nothing is sent by itself."));
  const done = make("button", { type: "button", class: "pk-primary", onclick: () => finish() }, "I have answered all");
  let round = stored(nameOf("before")).state && stored(nameOf("before")).points ? "after" : "before";
  let entry = {};

  const rounds = Object.entries(ROUNDS).map(([key, words]) => make("input", { type: "radio", name: `${id}-round`, value: key, onchange: () => turn(key), "aria-label": words }));
  const choose = make("fieldset", { class: "pk-answer" }, make("legend", {}, "Which round is this?"),
    ...rounds.map((radio) => make("label", { class: "pk-option" }, radio, make("span", {}, ROUNDS[radio.value]))));

  function say(words, state = "") {
    el.removeAttribute("aria-busy");
    reply.dataset.state = state;
    reply.replaceChildren(...(words ? [make("p", {}, words)] : []));
  }
  function keep(changes) {
    entry = { ...entry, word: word.value.trim(), ...changes };
    if (!store(nameOf(round), entry)) notice.textContent ||= warnOnce();
    write();
  }
  const answers = () => (entry.answers && typeof entry.answers === "object" ? entry.answers : {});
  function choosing(item, words) {
    keep({ answers: { ...answers(), [item]: words }, begun: entry.begun ?? Date.now() });
  }
  function write() {
    const own = (entry.word || "").toLowerCase().replace(/[^\p{L}\p{N}_-]/gu, "");
    line.value = own ? `${round} ${own} ${entry.minutes ?? 0} ${lettersOf(items, letters, answers())}` : "Choose a word first.";
    handing.hidden = !entry.points;
  }
  function turn(to) {
    round = to;
    entry = stored(nameOf(round));
    show();
  }
  function show() {
    for (const radio of rounds) radio.checked = radio.value === round;
    const other = stored(nameOf(round === "before" ? "after" : "before"));
    word.value = entry.word || other.word || "";
    const shuffledItems = shuffled(items, `${name}.${round}`);
    place.replaceChildren(...shuffledItems.map(({ name: item, question, options }, number) => {
      const own = `${id}-${item}`;
      return make("fieldset", { class: "pk-answer pk-item", "data-item": item, disabled: Boolean(entry.points) }, make("legend", {}, `${number + 1}. ${question}`),
        ...shuffled(options, item).map((words) => make("label", { class: "pk-option" },
          make("input", { type: "radio", name: own, value: words, checked: answers()[item] === words, onchange: () => choosing(item, words) }), make("span", {}, words))));
    }));
    done.hidden = Boolean(entry.points);
    showResult();
    write();
  }
  function showResult() {
    const list = Array.isArray(entry.results) ? entry.results : [];
    result.replaceChildren(...list.map(({ question, before, after, key, words }) => make("li", {}, make("p", {}, make("b", {}, question)),
      before ? make("p", {}, `Before: ${before}`) : null, make("p", {}, `After: ${after} ${after === key ? "✓ as in the model" : `· the model says: ${key}`}`), make("p", {}, words))));
    say(entry.words ?? "", entry.state);
  }
  function finish() {
    const open = [...place.children].filter((each) => !each.querySelector(":checked"));
    if (open.length) {
      const numbers = open.map((each) => [...place.children].indexOf(each) + 1);
      say(`${numbers.length === 1 ? "One question has" : `${numbers.length} questions have`} no answer yet: ${numbers.join(", ")}.`, "unread");
      open[0].querySelector("input").focus();
      return;
    }
    const minutes = Math.max(1, Math.round((Date.now() - (entry.begun ?? Date.now())) / 60000));
    if (round === "before") {
      keep({ state: "kept", points: true, minutes, words: "Your answers are kept. Answer the same questions after the course; then you see what the models say, beside both of your answers." });
      show();
      reply.focus();
      return;
    }
    keep({ minutes });
    el.setAttribute("aria-busy", "true");
    say("");
    talk.send({ answer: { before: stored(nameOf("before")).answers ?? {}, after: answers() } });
  }
  function heard(content) {
    if (content.kind !== "reply" || talk.answered(content.sequence) === undefined) return;
    el.removeAttribute("aria-busy");
    if (content.state === "unread") {
      say(content.words, "unread");
      return;
    }
    keep({ state: content.state, points: true, words: content.words, results: content.items });
    show();
    reply.focus();
  }

  el.setAttribute("role", "group");
  el.setAttribute("aria-label", "Twelve questions");
  const forgetting = forgettable(() => [nameOf("before"), nameOf("after")], "This deletes your answers of both rounds from this device.", notice);
  el.append(choose, make("div", { class: "pk-answer" }, make("label", { for: word.id, class: "pk-question" }, "A word of your own"), word,
    make("small", { id: `${id}-why` }, "It pairs your two rounds. Take one that you will remember, and not your name.")), notice, place,
  make("div", { class: "pk-buttons" }, done), reply, handing, result, ...forgetting,
  make("small", {}, "Your answers are kept in this browser, on this device, and nowhere else."));
  model.on("msg:custom", heard);
  const end = watch((changed) => changed.startsWith(name), () => {
    const now = stored(nameOf(round));
    if (JSON.stringify(now) === JSON.stringify(entry)) return;
    entry = now;
    show();
  });
  turn(round);
  return () => {
    model.off("msg:custom", heard);
    end();
    talk.end();
  };
}

// Lines that somebody types or pastes for a group, counted by the kernel, which keeps nothing of them.
function linesPanel(model, el, { question, example, head, button, note }) {
  const id = `pk${Math.random().toString(36).slice(2, 8)}`;
  const notice = make("p", { class: "pk-notice", role: "status" });
  const reply = make("div", { class: "pk-reply", role: "status", tabindex: "-1" });
  const table = make("div", { class: "pk-wide", tabindex: "0", role: "region", "aria-label": "The result as a table", hidden: true });
  const field = make("textarea", { id, rows: 8, placeholder: example, spellcheck: "false" });
  cutting(field, 100000, (words) => { notice.textContent = words; }, () => {});
  const talk = asking(model, (words) => say([words]));
  function say(sentences) {
    el.removeAttribute("aria-busy");
    reply.replaceChildren(...sentences.map((words) => make("p", {}, words)));
  }
  function heard(content) {
    if (content.kind !== "reply" || talk.answered(content.sequence) === undefined) return;
    say([content.words, ...(content.problems ?? [])]);
    table.hidden = !content.rows;
    table.replaceChildren(make("table", {}, make("thead", {}, make("tr", {}, ...head.map((words) => make("th", { scope: "col" }, words)))),
      make("tbody", {}, ...(content.rows ?? []).map((cells) => make("tr", {}, ...cells.map((words, i) => (i ? make("td", {}, words) : make("th", { scope: "row" }, words))))))));
  }
  const count = make("button", { type: "button", class: "pk-primary", onclick: () => {
    el.setAttribute("aria-busy", "true");
    say([]);
    talk.send({ answer: field.value });
  } }, button);
  el.setAttribute("role", "group");
  el.setAttribute("aria-label", question);
  el.append(make("div", { class: "pk-answer" }, make("label", { for: id, class: "pk-question" }, question), field), notice, make("div", { class: "pk-buttons" }, count), reply, table,
    make("small", {}, note));
  model.on("msg:custom", heard);
  return () => {
    model.off("msg:custom", heard);
    talk.end();
  };
}
