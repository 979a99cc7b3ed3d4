// Exercises: the question, an answer, and what the kernel replies to it. The key is in the kernel until it is earned.
// includes elements.js
// includes exercise_store.js
// includes exercise_fields.js
// includes exercise_notes.js
// includes exercise_inventory.js
// includes exercise_room.js
const PATIENCE = 6000;

const GONE = "The connection is gone. Your answer is kept on this device. When the server can be reached, press the button again. If that does not help, reload the page.";
const UNSET = "The connection is gone. When the server can be reached, press the button again. If that does not help, reload the page and set the controls once more.";
const ENDED = "No answer yet. If this stays, the kernel has ended or was restarted: run the cell again. Your answer is kept on this device.";
const SLOW = "No answer yet. If this stays, reload the page to have your answer checked. It is kept on this device.";
// The page itself finds out whether its session is there; it does so when asked.
const CHECKED_AFTER = 1500;
const cutOff = () => served() && (document.body.dataset.kernel === "away" || document.querySelector(".pk-gone:not([hidden])") !== null);

const NAMES = { vote: "Your prediction", words: "In your own words", setting: "Set the controls", code: "In code" };
const CHECK = { vote: "Keep my prediction", words: "Compare with a model answer" };

// How far the learner has come, with a sign and in words.
function progress(kind, { state, tries = 0, seen, points }) {
  if (kind === "vote" && state === "kept") return ["◐", "predicted"];
  if (kind === "vote" && state === "right") return ["✓", "as predicted"];
  if (kind === "vote" && state === "told") return ["●", "compared"];
  if (kind === "words" && points) return ["●", "compared"];
  if (seen) return ["●", state === "right" ? "right, after seeing the answer" : "you have seen the answer"];
  if (state === "right") return ["✓", tries ? "right at the second try" : "right at the first try"];
  if (state === "miss") return ["◐", "one try left before the answer is shown"];
  return ["○", state === "elsewhere" ? "not on this page" : "not answered yet"];
}

// One request at a time. `late` is told when no answer comes, in the words of `gone` where the connection is lost.
function asking(model, late, gone = GONE) {
  let pending = null;
  let sequence = 0;
  const lost = () => pending && cutOff() && late(gone);
  function forget() {
    clearTimeout(pending?.timer);
    clearTimeout(pending?.doubt);
  }
  addEventListener("peerkit:check", lost);
  return {
    send(content) {
      forget();
      sequence += 1;
      pending = { sequence, answer: content.answer, doubt: setTimeout(() => dispatchEvent(new Event("peerkit:check")), CHECKED_AFTER), timer: setTimeout(() => late(cutOff() ? gone : served() ? SLOW : ENDED), PATIENCE) };
      model.send({ kind: "check", ...content, sequence });
      lost();
    },
    // The answer that this is the reply to; undefined where nobody waits for the reply any more.
    answered(number) {
      if (number !== pending?.sequence) return undefined;
      forget();
      const { answer } = pending;
      pending = null;
      return answer;
    },
    waits: () => Boolean(pending),
    end() {
      forget();
      removeEventListener("peerkit:check", lost);
    },
  };
}

// The controls above a panel may still wait for the kernel: their values come first.
function whenSettled(el, then) {
  const busy = el.parentElement?.querySelector(".pk-panel[aria-busy]");
  if (!busy) return then();
  const done = () => {
    look.disconnect();
    clearTimeout(timer);
    then();
  };
  const look = new MutationObserver(() => busy.hasAttribute("aria-busy") || done());
  look.observe(busy, { attributes: true, attributeFilter: ["aria-busy"] });
  const timer = setTimeout(done, PATIENCE);
  return undefined;
}

// What a learner compares a text with, point by point.
function pointList(points, ticked, id, changed) {
  const boxes = points.map((words, i) => make("input", { type: "checkbox", checked: ticked.includes(i), onchange: changed }));
  const element = make("fieldset", { class: "pk-answer pk-points" }, make("legend", {}, "My answer says that"),
    ...boxes.map((box, i) => make("label", { class: "pk-option" }, box, make("span", {}, points[i]))));
  return { element, ticked: () => boxes.flatMap((box, i) => (box.checked ? [i] : [])) };
}

function exercisePanel(model, el, shown) {
  const { kind, name, question } = shown;
  const id = `pk${Math.random().toString(36).slice(2, 8)}`;
  const reply = make("div", { class: "pk-reply", id: `${id}-reply`, role: "status", tabindex: "-1" });
  const extra = make("div");
  const notice = make("p", { class: "pk-notice", role: "status" });
  const mark = make("span", { class: "pk-progress" });
  // The values of controls are in the kernel until it has replied.
  const talk = asking(model, (words) => say(words), kind === "setting" ? UNSET : GONE);
  const field = FIELDS[kind](shown, question, id, drafted, (words) => { notice.textContent = words; }, () => check());
  const ask = make("button", { type: "button", class: "pk-primary", onclick: () => check() }, CHECK[kind] ?? "Check");
  const compare = make("button", { type: "button", class: "pk-primary", onclick: () => send(field.get(), 2) }, "I have tried it: compare");
  const over = ({ state }) => state === "right" || (kind === "vote" && state === "told");
  let entry = {};

  function say(words, state = "", choices = []) {
    el.removeAttribute("aria-busy");
    reply.dataset.state = state;
    reply.replaceChildren(...(words ? [make("p", {}, words)] : []), ...choices.map(([said, value]) =>
      make("button", { type: "button", onclick: () => {
        field.set(value);
        check();
      } }, said)));
  }
  function keep(changes) {
    entry = { ...entry, ...changes };
    if (!store(name, entry)) notice.textContent ||= warnOnce();
  }
  function drafted() {
    keep({ answer: field.get() });
  }
  function check() {
    const answer = field.get();
    if (answer === null && field.none) return say(field.none);
    if (answer !== null && entry.state === "miss" && JSON.stringify(answer) === JSON.stringify(entry.judged)) {
      return say(`This is the answer that you gave before. ${entry.words}`, "miss");
    }
    return whenSettled(el, () => send(answer, kind === "vote" ? 1 : (entry.tries ?? 0) + 1));
  }
  function send(answer, tries) {
    if (talk.waits() && !reply.textContent) return;
    if (answer !== null) keep({ answer });
    say("");
    el.setAttribute("aria-busy", "true");
    talk.send({ answer, tries });
  }
  function heard(content) {
    const judged = content.kind === "reply" ? talk.answered(content.sequence) : undefined;
    if (judged === undefined) return;
    const { state, words, choices, points, answer = judged, said } = content;
    el.removeAttribute("aria-busy");
    if (state === "unread") {
      say(words, state, choices);
      return;
    }
    // Meanwhile it may have been solved in another tab.
    if (over(entry)) {
      show();
      return;
    }
    const missed = kind !== "vote" && (state === "miss" || state === "told");
    const focused = el.contains(document.activeElement);
    keep({
      state, words, points, said, judged, answer: kind === "setting" ? answer : entry.answer,
      tries: (entry.tries ?? 0) + (missed ? 1 : 0), seen: entry.seen || (kind !== "vote" && state === "told"),
    });
    show();
    // A button that has gone takes the focus with it.
    if (focused && !el.contains(document.activeElement)) reply.focus();
  }
  // The whole panel from its entry: at the start, after a reply, and when another tab has changed it.
  function show() {
    const { state, words = "", points } = entry;
    const closed = over(entry);
    field.set(entry.answer ?? null);
    field.close(closed);
    ask.hidden = closed || Boolean(shown.elsewhere);
    ask.textContent = kind === "vote" && state === "kept" ? "Change my prediction" : kind === "words" && points ? "Compare again" : (CHECK[kind] ?? "Check");
    compare.hidden = !(kind === "vote" && state === "kept");
    ask.classList.toggle("pk-primary", compare.hidden);
    say(shown.elsewhere && !closed ? shown.elsewhere : typeof words === "string" ? words : "", state);
    extra.replaceChildren();
    if (kind === "words" && Array.isArray(points)) {
      const list = pointList(points, entry.ticked ?? [], id, () => keep({ ticked: list.ticked() }));
      extra.append(list.element);
    }
    const [sign, told] = progress(kind, shown.elsewhere && !closed ? { state: "elsewhere" } : entry);
    mark.replaceChildren(make("span", { "aria-hidden": "true" }, `${sign} `), told);
    el.dataset.state = state ?? "";
  }
  function renewed() {
    const now = stored(name);
    if (JSON.stringify(now) === JSON.stringify(entry)) return;
    entry = now;
    if (!talk.waits()) show();
  }

  el.setAttribute("role", "group");
  el.setAttribute("aria-label", NAMES[kind] ?? "Exercise");
  el.append(make("p", { class: "pk-kicker" }, make("span", {}, NAMES[kind] ?? "Exercise"), mark), field.element, notice,
    make("div", { class: "pk-buttons" }, compare, ask), reply, extra, ...[toRoom(shown)].filter(Boolean));
  model.on("msg:custom", heard);
  const end = watch((changed) => changed === name, renewed);
  entry = stored(name);
  show();
  if (kind === "setting" && entry.answer) model.send({ kind: "restore", answer: entry.answer });
  if (shown.elsewhere && !finished(entry)) keep({ state: "elsewhere" });
  return () => {
    model.off("msg:custom", heard);
    end();
    talk.end();
  };
}

const PANELS = { notes: notesPanel, inventory: inventoryPanel, lines: linesPanel };

function render({ model, el }) {
  el.classList.add("pk-exercise");
  keepKeys(el);
  el.addEventListener("keydown", (event) => event.target.matches("textarea, li, .pk-reply") && event.stopPropagation());
  const shown = model.get("shown");
  return (PANELS[shown.kind] ?? exercisePanel)(model, el, shown);
}

export default { render };
