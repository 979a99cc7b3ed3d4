// The place where an answer is given, one form a kind: an element, what the learner has put there, and how to put it back.
const MOST_LETTERS = 4000;
const MOST_DIGITS = 200;

function choiceField({ name, options }, question, id, changed) {
  const radios = shuffled(options, name).map((words) => make("input", { type: "radio", name: id, value: words, onchange: changed }));
  const element = make("fieldset", { class: "pk-answer" }, make("legend", {}, question),
    ...radios.map((radio) => make("label", { class: "pk-option" }, radio, make("span", {}, radio.value))));
  return {
    element,
    get: () => radios.find((radio) => radio.checked)?.value ?? null,
    set: (answer) => radios.forEach((radio) => { radio.checked = radio.value === answer; }),
    close: (closed) => { element.disabled = closed; },
    none: "Choose an option first.",
  };
}

// A text that is too long is cut, and `cut` says so.
function cutting(field, most, cut, changed) {
  field.addEventListener("input", () => {
    const long = field.value.length > most;
    if (long) field.value = field.value.slice(0, most);
    cut(long ? `Your text was too long. Its first ${most.toLocaleString("en")} characters are kept.` : "");
    changed();
  });
}

function numberField({ unit }, question, id, changed, cut, check) {
  const field = make("input", { type: "text", inputmode: "text", id, autocomplete: "off", spellcheck: "false", "aria-describedby": `${id}-unit ${id}-reply`, onkeydown: (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    check();
  } });
  cutting(field, MOST_DIGITS, cut, changed);
  return {
    element: make("div", { class: "pk-answer" }, make("label", { for: id, class: "pk-question" }, question),
      make("div", { class: "pk-typed" }, field, make("span", { id: `${id}-unit` }, unit))),
    get: () => field.value.trim() || null,
    set: (answer) => { if (field.value !== answer) field.value = answer ?? ""; },
    close: (closed) => { field.readOnly = closed; },
    none: "Type a number first.",
  };
}

function wordsField(_, question, id, changed, cut) {
  const field = make("textarea", { id, rows: 4, "aria-describedby": `${id}-private` });
  cutting(field, MOST_LETTERS, cut, changed);
  return {
    element: make("div", { class: "pk-answer" }, make("label", { for: id, class: "pk-question" }, question), field,
      make("small", { id: `${id}-private` }, "One or two sentences. Nobody else reads them.")),
    get: () => field.value.trim() || null,
    set: (answer) => { if (field.value.trim() !== (answer ?? "").trim()) field.value = answer ?? ""; },
    close() {},
    none: "Write one or two sentences first. Nobody else reads them.",
  };
}

// Items are moved by their buttons, by the arrow keys on these buttons, or dragged.
function orderField({ name, items, ends }, question, id, changed) {
  const list = make("ol", { class: "pk-items" });
  const said = make("p", { class: "pk-moved", role: "status" });
  let order = shuffled(items, name);
  let dragged = null;
  let closed = false;
  function move(label, to) {
    const from = order.indexOf(label);
    if (closed || from < 0 || to === from) return;
    if (to < 0 || to >= order.length) {
      said.textContent = `${label} stands ${to < 0 ? "first" : "last"} already.`;
      return;
    }
    order.splice(to, 0, ...order.splice(from, 1));
    arrange();
    said.textContent = `${label} is now number ${to + 1} of ${order.length}.`;
    changed();
  }
  const rows = new Map(items.map((label) => {
    const by = (step) => move(label, order.indexOf(label) + step);
    const button = (step, words, sign) => make("button", {
      type: "button", "aria-label": `Move ${words}: ${label}`, onclick: (event) => {
        by(step);
        event.currentTarget.focus();
      },
    }, sign);
    const [up, down] = [button(-1, "up", "↑"), button(1, "down", "↓")];
    const row = make("li", {
      draggable: "true", onkeydown: (event) => {
        const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
        if (!step) return;
        event.preventDefault();
        by(step);
        event.target.focus();
      },
      ondragstart: (event) => { dragged = label; event.dataTransfer?.setData("text/plain", label); },
      ondragend: () => { dragged = null; },
      ondragover: (event) => dragged !== null && event.preventDefault(),
      ondrop: (event) => {
        event.preventDefault();
        if (dragged !== null) move(dragged, order.indexOf(label));
      },
    }, make("span", {}, label), make("span", { class: "pk-moves" }, up, down));
    return [label, row];
  }));
  const arrange = () => list.replaceChildren(...order.map((label) => rows.get(label)));
  arrange();
  const element = make("fieldset", { class: "pk-answer" }, make("legend", {}, question),
    make("small", {}, `At the top: ${ends[0]}. At the bottom: ${ends[1]}.`), list, said);
  return {
    element,
    get: () => [...order],
    set: (answer) => {
      const same = Array.isArray(answer) && [...answer].sort().join("\n") === [...items].sort().join("\n");
      order = same ? [...answer] : order;
      arrange();
    },
    close: (now) => {
      closed = now;
      if (now) said.textContent = "";
      for (const row of rows.values()) {
        row.draggable = !now;
        for (const button of row.querySelectorAll("button")) button.hidden = now;
      }
    },
  };
}

// The model above the panel, or the cell of code, holds the answer; the kernel looks at it.
function lookingField(_, question, id) {
  return {
    element: make("p", { class: "pk-question", id: `${id}-question` }, question),
    get: () => null,
    set() {},
    close() {},
  };
}

const FIELDS = { choice: choiceField, vote: choiceField, number: numberField, words: wordsField, order: orderField, setting: lookingField, code: lookingField };
