// The instructor's desk of a room. The browser talks to the room; the kernel reads the pooled answers and draws them.
// includes elements.js
const KEPT = "peerkit-room-desk";
const POOL_EVERY = 1500;
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
  let taken = 0;
  let poolAsked = 0;
  let pooling = null;
  let shown = false;
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

  function planned() {
    const boxes = experiments.map((each) => [each, make("input", { type: "checkbox", checked: each.kind === "thresholds" })]);
    const questions = votes.filter(({ lesson }) => lesson !== INVENTORY).map((each) => [each, make("input", { type: "checkbox" })]);
    const items = votes.filter(({ lesson }) => lesson === INVENTORY);
    const lessons = [...new Set(questions.map(([{ lesson }]) => lesson))];
    const before = make("input", { type: "checkbox" });
    const after = make("input", { type: "checkbox" });
    const turned = (each, turn) => ({
      kind: "vote", settings: { question: each.question, options: each.options, lesson: each.lesson, exercise: each.name, turn },
    });
    const option = (box, words, small) => make("label", { class: "pk-option" }, box, make("span", {}, words, small ? make("small", {}, ` ${small}`) : null));
    const open = async () => {
      const plan = [
        ...(before.checked ? items.map((each) => turned(each, "first")) : []),
        ...boxes.filter(([, box]) => box.checked).map(([{ kind }]) => ({ kind, settings: {} })),
        ...questions.filter(([, box]) => box.checked).flatMap(([each]) => ["first", "again"].map((turn) => turned(each, turn))),
        ...(after.checked ? items.map((each) => turned(each, "again")) : []),
      ];
      if (!plan.length) return tell("Choose at least one experiment or question.");
      const made = await call("rooms", "POST", { plan });
      if (!made) return undefined;
      own = made;
      keep();
      return begin();
    };
    place.replaceChildren(
      make("h2", {}, "What will the room do?"),
      make("div", {}, ...boxes.map(([each, box]) => option(box, each.title, `${each.minutes} minutes, from ${each.least} people on`))),
      make("details", {}, make("summary", {}, "Questions of the lessons: vote, talk, vote again, reveal"),
        ...lessons.map((lesson) => make("details", {}, make("summary", {}, lesson.replaceAll("_", " ")),
          ...questions.filter(([each]) => each.lesson === lesson).map(([each, box]) => option(box, each.question)))),
        make("details", {}, make("summary", {}, "concept inventory"),
          option(before, `All ${items.length} questions at the beginning`, "nothing is judged"),
          option(after, `All ${items.length} questions at the end`, "with the right answers, beside the beginning"))),
      make("div", { class: "pk-buttons" }, make("button", { type: "button", class: "pk-primary", onclick: open }, "Open the room")),
    );
  }

  const step = async (what, value) => {
    const told = await call("steps", "POST", { do: what, value, steps: taken });
    if (!told) {
      const now = await call("steps", "GET", undefined, true);
      if (now) taken = now.steps;
      return;
    }
    taken = told.steps;
    heard(told);
    if (rehearsing && what === "next" && told.state === "open") await rehearse(true);
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
  const show = make("button", { type: "button", onclick: () => { shown = !shown; post(); } }, "Show the figure on the wall");
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
      count, make("div", { class: "pk-buttons" }, next, pause, less, more, undo), make("div", { class: "pk-buttons" }, show, door, skip), words,
      make("details", {}, make("summary", {}, "Rehearse with simulated people"),
        make("p", {}, make("small", {}, "They take seats, answer each round that you open, and are marked on every chart and in the export.")),
        make("div", { class: "pk-change" }, people, make("button", { type: "button", onclick: async () => {
          rehearsing = Math.max(1, Math.min(300, Math.round(Number(people.value)) || 30));
          await rehearse(state?.state === "open");
        } }, "Let them in"))),
      make("details", {}, make("summary", {}, "Answers, and the end"),
        make("div", { class: "pk-buttons" },
          make("button", { type: "button", onclick: exported }, "Save the answers (CSV)"),
          make("button", { type: "button", onclick: async () => { if (await call("end", "POST", { do: "archive" })) live.textContent = "The room is closed for good."; } }, "Close for good"),
          make("button", { type: "button", onclick: () => { forget(); } }, "Leave this room on this desk")),
        make("p", {}, make("small", {}, "Closing erases what could join the answers of one person. Everything is deleted after 30 days, or now:")),
        make("div", { class: "pk-change" }, again,
          make("button", { type: "button", onclick: () => step("reset", again.value) }, "Start this round anew"),
          make("button", { type: "button", onclick: async () => { if (await call("end", "POST", { do: "delete", code: again.value })) forget(); } }, "Delete all answers"))),
    );
    watch();
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
    own = state = null;
    keep();
    model.send({ kind: "pool", pool: {} });
    planned();
  }

  function watch() {
    stream?.close();
    stream = new EventSource(`${api}/${own.code}/events`);
    stream.onmessage = ({ data }) => heard(JSON.parse(data));
    stream.onerror = () => { if (stream.readyState === EventSource.CLOSED) lost(); };
    call("steps", "GET", undefined, true).then((told) => { if (told) taken = told.steps; });
  }

  // A stream that the browser gives up: the room is gone, or the server was away for a while.
  async function lost() {
    const there = await fetch(`${api}/${own.code}/state`, { cache: "no-store" }).catch(() => null);
    if (there?.status === 404) {
      forget();
      tell("The room of this desk is gone: its answers are deleted.");
    } else setTimeout(() => { if (own) watch(); }, POOL_EVERY);
  }

  function heard(now) {
    if (now.state === "gone") return forget();
    const other = now.round !== state?.round;
    if (other) {
      shown = false;
      words.replaceChildren();
    }
    const was = other ? null : state?.state;
    const moved = other || now.version !== state?.version;
    state = now;
    ends = typeof now.closes_in === "number" ? performance.now() + 1000 * now.closes_in : null;
    const of = now.N ? ` of ${now.N}` : "";
    count.textContent = `${now.people} ${now.people === 1 ? "phone" : "phones"} here · round ${now.place + 1} is ${WORDS[now.state] ?? now.state}${now.round ? ` · ${now.count}${of} in` : ""}`;
    next.textContent = NEXT[now.state] ?? "Next";
    next.disabled = !NEXT[now.state];
    pause.disabled = less.disabled = more.disabled = now.state !== "open";
    door.textContent = now.door ? "Close the door" : "Open the door";
    // An undone reveal takes the figure off the wall.
    if (was === "revealed" && now.state === "ended") shown = false;
    if (now.state === "revealed" && was !== "revealed") shown = true;
    if (moved && now.round) pool();
    return undefined;
  }

  // The pool is asked for at most so often; the last change is never missed.
  function pool() {
    clearTimeout(pooling);
    pooling = setTimeout(async () => {
      poolAsked = performance.now();
      const told = await call("pool", "GET", undefined, true);
      if (told) model.send({ kind: "pool", pool: told, revealed: state?.state === "revealed" });
    }, Math.max(0, poolAsked + POOL_EVERY - performance.now()));
  }

  function post() {
    show.textContent = shown ? "Take the figure off the wall" : "Show the figure on the wall";
    show.setAttribute("aria-pressed", String(shown));
    if (own && state?.round) call("screen", "PUT", { screen: shown ? reading?.screen ?? null : null }, true);
  }

  let reading = null;
  let posted = "";
  function read() {
    reading = model.get("reading");
    words.replaceChildren(...(reading.title ? [make("h3", {}, reading.title)] : []), ...(reading.sentences ?? []).map((each) => make("p", {}, each)));
    const text = JSON.stringify([shown, state?.round, shown ? reading.screen : null]);
    if (text !== posted) {
      posted = text;
      post();
    }
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
    stream?.close();
    model.off("change:reading", read);
  };
}

export default { render };
