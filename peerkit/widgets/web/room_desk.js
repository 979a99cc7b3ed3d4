// The instructor's desk of a room. The browser talks to the room; the kernel reads the pooled answers and draws them.
// includes elements.js
const KEPT = "peerkit-room-desk";
const POOL_EVERY = 1500;
const MODEL_PATIENCE = 8000;
const DONE = "Save the answers below, or put one more question to the room.";
const NO_MODEL = "The model does not answer. Reload this page: the room, its answers and the wall stay as they are.";
const INVENTORY = "concept_inventory";
const WORDS = {
  ready: "ready", open: "open", paused: "paused", ended: "time is over", revealed: "revealed", finished: "all rounds are done", archived: "closed for good",
};
const NEXT = { ready: "Open the round", open: "Close the round", paused: "Go on", ended: "Reveal on wall and phones", revealed: "Next round" };

function render({ model, el }) {
  const api = model.get("api");
  const experiments = model.get("experiments");
  const votes = model.get("votes");
  const problem = make("p", { class: "pk-notice", role: "alert" });
  const live = make("p", { class: "pk-live", role: "status" });
  const place = make("div", {});
  let own = null;
  let stream = null;
  let state = null;
  let poolAsked = 0;
  let pooling = null;
  let unread = null;
  let sent = 0;
  let hidden = false;
  let busy = false;
  let held = false;
  let rehearsing = null;

  const tell = (words) => { problem.textContent = words; };
  const keep = () => {
    try {
      localStorage.setItem(KEPT, JSON.stringify(own));
    } catch {
      tell("This browser keeps nothing: do not close or reload this page while the room is open.");
    }
  };
  const remembered = () => {
    try {
      return JSON.parse(localStorage.getItem(KEPT));
    } catch {
      return null;
    }
  };

  // The answer of the room; what it refuses is told and comes as null.
  async function call(name, method = "GET", body, quiet = false) {
    let answer;
    try {
      answer = await fetch(`${api}/${own ? `${own.code}/` : ""}${name}`, {
        method, cache: "no-store", headers: { ...(body ? { "Content-Type": "application/json" } : {}), ...(own ? { "X-Host": own.key } : {}) }, body: body && JSON.stringify(body),
      });
    } catch {
      if (!quiet) tell("The server cannot be reached. The room goes on; try again in a moment.");
      return null;
    }
    const told = answer.status === 204 ? {} : await answer.json().catch(() => ({}));
    if (!answer.ok) {
      if (!quiet) tell(told.why ?? `The room refused this (${answer.status}).`);
      return null;
    }
    if (!quiet) tell("");
    return told;
  }

  const turned = (each, turn) => ({
    kind: "vote", settings: { question: each.question, options: each.options, lesson: each.lesson, exercise: each.name, turn },
  });
  const twice = (each) => ["first", "again"].map((turn) => turned(each, turn));
  // The questions of the lessons, one of them a line that `line` makes.
  function byLesson(line) {
    const questions = votes.filter(({ lesson }) => lesson !== INVENTORY);
    return [...new Set(questions.map(({ lesson }) => lesson))].map((lesson) => make("details", {}, make("summary", {}, lesson.replaceAll("_", " ")),
      ...questions.filter((each) => each.lesson === lesson).map(line)));
  }

  function planned() {
    const boxes = experiments.map((each) => [each, make("input", { type: "checkbox", checked: each.kind === "thresholds" })]);
    const questions = [];
    const items = votes.filter(({ lesson }) => lesson === INVENTORY);
    const before = make("input", { type: "checkbox" });
    const after = make("input", { type: "checkbox" });
    const option = (box, words, small) => make("label", { class: "pk-option" }, box, make("span", {}, words, small ? make("small", {}, ` ${small}`) : null));
    const open = async () => {
      const plan = [
        ...(before.checked ? items.map((each) => turned(each, "first")) : []),
        ...boxes.filter(([, box]) => box.checked).map(([{ kind }]) => ({ kind, settings: {} })),
        ...questions.filter(([, box]) => box.checked).flatMap(([each]) => twice(each)),
        ...(after.checked ? items.map((each) => turned(each, "again")) : []),
      ];
      if (!plan.length) return tell("Choose at least one experiment or question.");
      const made = await call("rooms", "POST", { plan });
      if (!made) return undefined;
      own = { ...made, api, desk: location.pathname };
      keep();
      begin();
      // The list was long: the desk must be in sight, with its button under the hand.
      el.scrollIntoView({ block: "start" });
      return next.focus({ preventScroll: true });
    };
    place.replaceChildren(
      make("h2", {}, "What will the room do?"),
      make("div", {}, ...boxes.map(([each, box]) => option(box, each.title, `${each.minutes} minutes, from ${each.least} people on`))),
      make("details", {}, make("summary", {}, "Questions of the lessons: vote, talk, vote again, reveal"),
        ...byLesson((each) => {
          const box = make("input", { type: "checkbox" });
          questions.push([each, box]);
          return option(box, each.question);
        }),
        make("details", {}, make("summary", {}, "concept inventory"),
          option(before, `All ${items.length} questions at the beginning`, "nothing is judged"),
          option(after, `All ${items.length} questions at the end`, "with the right answers, beside the beginning"))),
      make("div", { class: "pk-buttons" }, make("button", { type: "button", class: "pk-primary", onclick: open }, "Open the room")),
    );
  }

  // One at a time: the second press of a double click is no step.
  const step = async (what, value) => {
    if (busy) return null;
    busy = true;
    const told = await call("steps", "POST", { do: what, value, round: state?.round ?? null, state: state?.state });
    busy = false;
    if (!told) return null;
    heard(told);
    if (rehearsing && what === "next" && told.state === "open") await rehearse(true);
    return told;
  };

  async function rehearse(answer) {
    const rounds = answer && state?.kind === "whisper" ? 9 : 1;
    for (let time = 0; time < rounds; time += 1) await call("rehearsal", "POST", { people: rehearsing, seed: 1, answer });
  }

  const at = make("strong", { class: "pk-code" });
  const where = make("span", {});
  const count = make("p", { class: "pk-count", role: "status" });
  const next = make("button", { type: "button", class: "pk-primary", onclick: () => step("next") });
  const pause = make("button", { type: "button", onclick: () => step("pause") }, "Pause");
  const more = make("button", { type: "button", onclick: () => step("timer", 30) }, "+30 s");
  const less = make("button", { type: "button", onclick: () => step("timer", -30) }, "−30 s");
  const undo = make("button", { type: "button", onclick: () => step("undo") }, "Undo");
  const skip = make("button", { type: "button", onclick: () => step("skip") }, "Skip this round");
  const clock = make("span", { class: "pk-clock" });
  const show = make("button", { type: "button", onclick: toggle });
  const door = make("button", { type: "button", onclick: () => step("door", !state?.door) });
  const words = make("div", { class: "pk-told" });
  let ends = null;

  function begin() {
    const again = make("input", { type: "text", "aria-label": "The code of the room, to confirm", autocomplete: "off", placeholder: own.code });
    const people = make("input", { type: "text", inputmode: "numeric", value: "30", "aria-label": "Simulated people" });
    const wall = own.addresses?.[own.addresses.length - 1] ?? `${location.origin}${api.replace(/api$/, "")}`;
    at.textContent = own.code;
    where.replaceChildren(make("a", { href: `${wall}${own.code}/wall`, target: "_blank", rel: "noopener" }, "Open the wall"), ` · phones open ${wall.replace(/^https?:\/\//, "")}`);
    place.replaceChildren(
      make("div", { class: "pk-top" }, at, where, clock),
      count, make("div", { class: "pk-buttons pk-go" }, next, pause, less, more, undo, show), words,
      make("details", {}, make("summary", {}, "Put a question of a lesson to the room"),
        make("p", {}, make("small", {}, "It comes next, twice: vote, talk, vote again, reveal. Undo takes it out.")),
        ...byLesson((each) => make("p", { class: "pk-put" }, make("span", {}, each.question),
          make("button", { type: "button", "aria-label": `Put to the room: ${each.question}`, onclick: () => put(each) }, "Put to the room")))),
      make("details", {}, make("summary", {}, "Rehearse with simulated people"),
        make("p", {}, make("small", {}, "They take seats, answer each round that you open, and are marked on every chart and in the export.")),
        make("div", { class: "pk-change" }, people, make("button", { type: "button", onclick: async () => {
          rehearsing = Math.max(1, Math.min(300, Math.round(Number(people.value)) || 30));
          await rehearse(state?.state === "open");
        } }, "Let them in"))),
      make("details", {}, make("summary", {}, "Door, answers, and the end"),
        make("div", { class: "pk-buttons" }, door, skip,
          make("button", { type: "button", onclick: exported }, "Save the answers (CSV)"),
          make("button", { type: "button", onclick: archive }, "Close for good"),
          make("button", { type: "button", onclick: leave }, "Leave this room on this desk")),
        make("p", {}, make("small", {}, "Closing erases what could join the answers of one person. Everything is deleted after 30 days, or now:")),
        make("div", { class: "pk-change" }, again,
          make("button", { type: "button", onclick: () => step("reset", again.value) }, "Start this round anew"),
          make("button", { type: "button", onclick: async () => { if (await call("end", "POST", { do: "delete", code: again.value })) forget(); } }, "Delete all answers"))),
    );
    watch();
  }

  async function put(each) {
    if (await step("add", twice(each))) live.textContent = "The question comes next.";
  }

  async function archive() {
    if (!confirm("Close this room for good? Nobody can answer any more, and no step can be undone.")) return;
    if (await call("end", "POST", { do: "archive" })) live.textContent = "The room is closed for good.";
  }

  function leave() {
    if (confirm("Leave this room? Only this browser can lead it. Its answers stay on the server for 30 days, and nobody can reveal or delete them any more.")) forget();
  }

  async function exported() {
    const answer = await fetch(`${api}/${own.code}/export.csv`, { headers: { "X-Host": own.key } }).catch(() => null);
    if (!answer?.ok) return tell("The answers could not be saved. Try again.");
    const link = make("a", { href: URL.createObjectURL(await answer.blob()), download: `room-${own.code}.csv` });
    link.click();
    return setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  }

  function forget() {
    stream?.close();
    own = state = reading = null;
    clearTimeout(pooling);
    patient();
    keep();
    model.send({ kind: "pool", pool: {} });
    planned();
  }

  function watch() {
    stream?.close();
    stream = new EventSource(`${api}/${own.code}/events`);
    stream.onmessage = ({ data }) => heard(JSON.parse(data));
    stream.onerror = () => { if (stream.readyState === EventSource.CLOSED) lost(); };
  }

  function gone() {
    forget();
    tell("The room of this desk is gone: its answers are deleted.");
  }

  // A stream that the browser gives up: the room is gone, or the server was away for a while.
  async function lost() {
    const there = await fetch(`${api}/${own.code}/state`, { cache: "no-store" }).catch(() => null);
    if (there?.status === 404) {
      gone();
    } else setTimeout(() => { if (own) watch(); }, POOL_EVERY);
  }

  function heard(now) {
    if (now.state === "gone") {
      // Another desk has deleted it.
      if (own) gone();
      return;
    }
    const other = now.round !== state?.round;
    const stepped = other || now.state !== state?.state;
    const moved = stepped || now.count !== state?.count;
    if (other) {
      hidden = false;
      words.replaceChildren();
    }
    state = now;
    ends = typeof now.closes_in === "number" ? performance.now() + 1000 * now.closes_in : null;
    told();
    if (stepped) offer();
    if (moved && now.round) pool();
    if (now.state === "finished") words.replaceChildren(make("p", {}, DONE));
  }

  function told() {
    const { people, round, rounds, place: at_, state: stands, count: many, N } = state;
    const phones = people ? `${people} ${people === 1 ? "phone" : "phones"} here` : "No phone seen yet";
    const which = `round ${at_ + 1} of ${rounds}`;
    count.textContent = [phones, round ? `${which}: ${WORDS[stands] ?? stands}` : WORDS[stands] ?? stands, round && stands !== "ready" ? `${many} of ${Math.max(N, many)} in` : null, state.door ? null : "the door is closed"].filter(Boolean).join(" · ");
    next.textContent = stands === "revealed" && rounds === at_ + 1 ? "Finish" : NEXT[stands] ?? "Next";
    // A button that cannot be pressed loses the focus; when it can be pressed again, it has it back.
    if (!NEXT[stands]) held = held || document.activeElement === next;
    next.disabled = !NEXT[stands];
    if (held && !next.disabled) {
      held = false;
      if (document.activeElement === document.body) next.focus({ preventScroll: true });
    }
    pause.disabled = less.disabled = stands !== "open";
    more.disabled = stands !== "open" && stands !== "ended";
    door.textContent = state.door ? "Close the door" : "Open the door";
    skip.disabled = !round;
    show.textContent = state.screen ? "Take the figure off the wall" : "Show the figure on the wall";
    show.setAttribute("aria-pressed", String(Boolean(state.screen)));
    show.disabled = !state.screen && !drawn();
  }

  // The pool is asked for at most so often; the last change is never missed.
  function pool() {
    clearTimeout(pooling);
    pooling = setTimeout(async () => {
      poolAsked = performance.now();
      const answers = await call("pool", "GET", undefined, true);
      if (!answers || !own) return;
      // So many have deleted their answers that the figure shows too few.
      if (!answers.rows && state?.screen && answers.round === state.round) call("screen", "PUT", { screen: null }, true);
      sent += 1;
      model.send({ kind: "pool", pool: answers, revealed: state?.state === "revealed", nth: sent });
      unread ??= setTimeout(() => tell(NO_MODEL), MODEL_PATIENCE);
    }, Math.max(0, poolAsked + POOL_EVERY - performance.now()));
  }

  function patient() {
    clearTimeout(unread);
    unread = null;
  }

  // What the model has drawn of this round; what it drew of the last one must not reach the wall.
  let reading = null;
  const drawn = () => (reading && reading.round === state?.round ? reading.screen : null);

  // Revealed answers go to the wall by themselves, and what is on the wall follows the answers.
  async function offer() {
    const screen = drawn();
    if (!screen || hidden || !(state.state === "revealed" || state.screen)) return;
    if (JSON.stringify(screen) === JSON.stringify(state.screen)) return;
    if (!await call("screen", "PUT", { screen }, true) && own) setTimeout(() => { if (own && drawn() === screen) offer(); }, POOL_EVERY);
  }

  function toggle() {
    hidden = Boolean(state.screen);
    call("screen", "PUT", { screen: hidden ? null : drawn() });
  }

  function read() {
    reading = model.get("reading");
    if (reading.nth === sent) patient();
    if (problem.textContent === NO_MODEL) tell("");
    const lines = [...(reading.title ? [make("h3", {}, reading.title)] : []), ...(reading.sentences ?? []).map((each) => make("p", {}, each))];
    // Words that somebody reads or has marked stay where they say the same.
    if (lines.map((line) => line.outerHTML).join("") !== words.innerHTML) words.replaceChildren(...lines);
    if (!state) return;
    told();
    offer();
  }

  const ticking = setInterval(() => {
    const left = ends === null ? null : Math.max(0, Math.ceil((ends - performance.now()) / 1000));
    clock.textContent = left === null ? "" : `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
  }, 250);

  el.append(make("div", { class: "pk-desk pk-room" }, problem, live, place));
  keepKeys(el);
  model.on("change:reading", read);
  if (!api) place.append(make("p", {}, "A room needs peerkit's own server: start it with make serve, then open this page there."));
  else {
    own = remembered();
    if (own) begin();
    else planned();
  }
  return () => {
    clearInterval(ticking);
    clearTimeout(pooling);
    patient();
    stream?.close();
    model.off("change:reading", read);
  };
}

export default { render };
