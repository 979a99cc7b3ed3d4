// A participant's phone: join, answer, see. What it holds is its own token and the answers that have no receipt yet.
const main = document.getElementById("main");
const SEATS = `peerkit-room-${CODE}`;
const MOST_SEATS = 4;
const GONE = "The network is away. What you enter is kept and sent later.";
const hex = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (each) => each.toString(16).padStart(2, "0")).join("");
const PROMISE = "Your answers are shown only as sums, without names, and deleted after 30 days. You can skip any question or delete your answers.";

// The seat of this tab; storage may be blocked.
const tab = {
  get() {
    try {
      return Number(sessionStorage.getItem(SEATS) ?? 0);
    } catch {
      return 0;
    }
  },
  set(place) {
    try {
      sessionStorage.setItem(SEATS, place);
    } catch {
      // The first seat, after a reload.
    }
  },
};

function enter(words = "") {
  const field = make("input", { id: "code", autocomplete: "off", autocapitalize: "characters", maxlength: 12, required: true });
  const problem = make("p", { role: "alert", class: "problem" }, words);
  const go = (event) => {
    event.preventDefault();
    const code = meant(field.value);
    if (fits(code)) location.assign(`${BASE}/${code}`);
    else problem.textContent = "This code has a slip. It has five letters, as on the wall.";
  };
  main.replaceChildren(make("form", { class: "card", onsubmit: go }, make("h1", {}, "Join the room"),
    make("label", { for: "code" }, "Code on the wall"), field, problem, make("button", { class: "primary" }, "Go")));
  field.focus();
}

function room() {
  let seats = kept.get(SEATS) ?? [];
  let place = tab.get();
  if (!seats[place]) place = 0;
  let state = null;
  let asked = null;
  let drafts = {};
  let ends = null;
  const token = () => seats[place]?.token ?? "";
  const note = make("p", { class: "note", role: "status", hidden: true });
  const head = make("header", {});
  const clock = make("span", { class: "clock" });
  const card = make("section", { class: "card", "aria-live": "polite" });
  const receipt = make("p", { class: "receipt", role: "status" });
  const below = make("footer", {});
  // The note comes last and sticks to the end of the screen: it must not push a button from below a finger.
  main.replaceChildren(head, card, receipt, below, note);

  const tell = (words) => { note.textContent = words; note.hidden = !words; };
  const keepSeats = () => kept.set(SEATS, seats);
  // Each seat has its own queue, which goes on sending in its name when another seat is shown.
  const outboxes = new Map();
  function outbox(mine = token()) {
    if (!outboxes.has(mine)) outboxes.set(mine, queue(`${SEATS}-${mine.slice(0, 8)}`, () => mine, (told) => mine === token() && came(told)));
    return outboxes.get(mine);
  }

  function came({ sent, refused, waiting: many, paused, why, answer }) {
    if (sent) {
      receipt.textContent = "Sent.";
      if (asked && sent.round === asked.round) asked.answers[sent.part] = { seq: sent.seq, answer: sent.answer };
      if (state?.kind === "whisper") ask();
    } else if (refused === "over") receipt.textContent = "Time was over: this answer does not count.";
    else if (refused) receipt.textContent = refused;
    else receipt.textContent = paused ? "The round is paused. Your answer is kept and sent when it goes on." : why ?? `Kept on this phone: ${many === 1 ? "one answer is" : `${many} answers are`} sent when the network is back.`;
    if (refused && answer) paint();
  }

  // The same token until the server has answered: a second try gets the same seat.
  let joining = null;
  let busy = false;
  async function join(body) {
    if (busy) return undefined;
    busy = true;
    joining ??= hex();
    const fresh = { token: joining };
    const told = await call("seats", { method: "POST", body: { seat: fresh.token, ...body } });
    busy = false;
    if (!told) return tell("The network is away. Try again in a moment.");
    if (told.status === 404 && !body.return) return enter("There is no such room. Compare the code with the one on the wall.");
    if (told.status >= 400 || !told.number) return tell(told.why ?? "That did not work. Try again.");
    tell("");
    joining = null;
    seats = [...seats, { ...fresh, number: told.number, return: told.return }].slice(-MOST_SEATS);
    place = seats.length - 1;
    keepSeats();
    tab.set(place);
    asked = null;
    await ask();
  }

  let gate = null;
  function door() {
    // Whoever types a return code goes on typing when the room goes on.
    if (gate?.isConnected) return;
    const back = make("input", { id: "back", autocomplete: "off", autocapitalize: "characters", maxlength: 12 });
    gate = make("details", {}, make("summary", {}, "I was here on another phone"),
      make("form", { onsubmit: (event) => { event.preventDefault(); join({ return: meant(back.value) }); } },
        make("label", { for: "back" }, "My return code"), back, make("button", {}, "Give me my seat back")));
    card.replaceChildren(make("h1", {}, "Join?"), make("p", {}, PROMISE),
      make("button", { class: "primary", onclick: () => join({}) }, "Join"), gate);
  }

  // What this seat is asked; again after a random second, so that a room does not ask at once.
  async function ask() {
    const mine = token();
    const told = await call("me", { headers: { "X-Seat": mine } });
    if (mine !== token()) return;
    if (told?.status === 401) {
      seats = seats.filter((each) => each.token !== mine);
      leave();
    } else if (told?.answers) {
      // What was entered while the server was asked counts more than what it knows.
      const entered = asked?.round === told.round ? drafts : {};
      asked = told;
      drafts = { ...Object.fromEntries(Object.entries(told.answers).map(([part, { answer }]) => [part, structuredClone(answer)])), ...entered };
      for (const part of told.parts ?? []) {
        const held = outbox().holds(told.round, part.name);
        if (held && !entered[part.name]) drafts[part.name] = structuredClone(held.answer);
      }
      outbox().send();
      paint();
    } else if (!told || told.status >= 429) {
      await wait(POLL);
      ask();
    }
  }

  // The seat that was shown is gone: the first of the others, or the door.
  function leave() {
    place = 0;
    asked = null;
    keepSeats();
    tab.set(0);
    paint();
    if (token()) ask();
  }

  function send(part) {
    for (const { name, optional } of part.fields) if (optional) (drafts[part.name] ??= {})[name] ??= null;
    const before = Math.max(asked.answers[part.name]?.seq ?? 0, outbox().holds(asked.round, part.name)?.seq ?? 0);
    receipt.textContent = "Sending.";
    outbox().add({ round: asked.round, part: part.name, seq: before + 1, answer: structuredClone(drafts[part.name]) });
  }

  function control(part, field) {
    const draft = (drafts[part.name] ??= {});
    const id = `${part.name}-${field.name}`;
    const set = (value) => { draft[field.name] = value; };
    const answered = () => part.fields.every(({ name, optional }) => optional || draft[name] !== undefined);
    const ready = () => { const button = document.getElementById(`send-${part.name}`); if (button) button.disabled = !answered(); };
    if (field.kind === "choice" || field.kind === "ticks") {
      const many = field.kind === "ticks";
      if (many) draft[field.name] ??= [];
      return make("fieldset", {}, make("legend", {}, field.label), ...field.options.map((words, value) => make("label", { class: "option" },
        make("input", {
          type: many ? "checkbox" : "radio", name: id, checked: many ? draft[field.name].includes(value) : draft[field.name] === value,
          onchange: ({ target }) => {
            set(many ? [...draft[field.name].filter((each) => each !== value), ...(target.checked ? [value] : [])] : value);
            ready();
          },
        }), make("span", {}, words))));
    }
    const said = make("output", { for: id });
    const slide = make("input", { id, type: field.kind === "slider" ? "range" : "number", min: field.low, max: field.high, step: field.step, inputmode: "decimal" });
    const instead = field.instead && make("label", { class: "option" }, make("input", {
      type: "checkbox", checked: draft[field.name] === field.instead,
      onchange: ({ target }) => { slide.disabled = target.checked; if (target.checked) set(field.instead); else read(); ready(); },
    }), make("span", {}, field.instead));
    const read = () => {
      const value = slide.value === "" ? undefined : Number(slide.value);
      if (value === undefined) delete draft[field.name];
      else set(value);
      said.textContent = value === undefined ? "" : `${value} ${field.unit}`;
      ready();
    };
    if (typeof draft[field.name] === "number") {
      slide.value = draft[field.name];
      said.textContent = `${draft[field.name]} ${field.unit}`;
    } else if (field.kind === "slider") slide.value = (field.low + field.high) / 2;
    slide.disabled = Boolean(field.instead) && draft[field.name] === field.instead;
    slide.addEventListener("input", read);
    const by = (steps) => { slide.value = Math.min(field.high, Math.max(field.low, Number(slide.value || field.low) + steps * field.step)); read(); };
    const turn = field.kind === "number" ? [make("button", { type: "button", "aria-label": "less", onclick: () => by(-1) }, "−"), slide, make("button", { type: "button", "aria-label": "more", onclick: () => by(1) }, "+")] : [slide];
    return make("div", { class: "field" }, make("label", { for: id }, field.label), make("div", { class: "turn" }, ...turn), said, instead || null);
  }

  const given = (name) => asked.answers[name] ?? outbox().holds(asked.round, name);

  // A part with a limit begins when its owner is ready. A text to remember goes away before the fields come; other parts are
  // sent as they are when their time is over.
  let limit = null;
  function timed(next) {
    const began = limit?.part === next.name && limit.round === asked.round;
    if (!began) {
      const what = next.read.length ? `You will read for ${next.seconds} seconds.` : `You have ${next.seconds} seconds.`;
      return [make("h1", {}, asked.title), make("p", { class: "words" }, next.words), make("p", {}, what),
        make("button", { class: "primary", onclick: () => { limit = { part: next.name, round: asked.round, until: performance.now() + 1000 * next.seconds }; paint(); } }, "I am ready")];
    }
    if (next.read.length && performance.now() < limit.until) {
      return [make("h1", {}, "Remember"), make("p", { class: "left" }), make("ul", { class: "read" }, ...next.read.map((each) => make("li", {}, each)))];
    }
    return null;
  }

  function over() {
    if (!limit || !asked?.parts || limit.round !== asked.round || performance.now() < limit.until) return;
    const part = asked.parts.find(({ name }) => name === limit.part);
    if (!part || limit.told) return;
    limit.told = true;
    if (!part.read.length && !given(part.name)) {
      send(part);
    }
    repaint();
  }

  // Somebody who typed until the end of the time, or sent with the keyboard, goes on, too.
  function repaint() {
    const { id } = document.activeElement ?? {};
    document.activeElement?.blur();
    paint();
    // The button under the hand is a new one with the old name.
    if (id?.startsWith("send-")) document.getElementById(id)?.focus({ preventScroll: true });
  }

  // One part at a time where there are several: the next one appears when this one is given.
  function form() {
    const next = asked.parts.find(({ name }) => !given(name)) ?? asked.parts.at(-1);
    if (!next || (given(next.name) && next.seconds)) {
      if (state.kind === "whisper") setTimeout(ask, POLL);
      return waits("Thank you", state.kind === "whisper" ? "Another text may come. Keep this page open." : "That was all. Look at the wall.");
    }
    const early = next.seconds && !given(next.name) ? timed(next) : null;
    if (early) return early;
    const nth = asked.parts.indexOf(next);
    const rest = next.fields.every(({ name, kind, optional }) => optional || kind === "ticks" || drafts[next.name]?.[name] !== undefined);
    const fields = make("form", { onsubmit: (event) => { event.preventDefault(); send(next); setTimeout(repaint); } },
      make("h1", {}, asked.title), asked.parts.length > 1 ? make("p", { class: "nth" }, `${nth + 1} of ${asked.parts.length}`) : null,
      make("p", { class: "words" }, next.words), next.seconds && !next.read.length ? make("p", { class: "left" }) : null,
      ...next.fields.map((field) => control(next, field)));
    fields.append(make("button", { id: `send-${next.name}`, class: "primary", disabled: !rest }, given(next.name) ? "Change my answer" : "Send"));
    return [fields];
  }

  const waits = (title, words) => [make("h1", {}, title), make("p", {}, words)];

  function view() {
    if (!state) return waits("One moment", "Looking for the room.");
    if (state.state === "gone" || state.status === 404) return waits("This room is gone", "Its answers are deleted. Ask the instructor for the new code.");
    if (state.state === "archived") return waits("That was it", "The room is closed. What was drawn stays with the instructor, without anything that points to you.");
    if (state.state === "finished") return waits("That was the last question", "Look at the wall.");
    if (state.state === "revealed") return state.screen ? [chart(state.screen)] : waits("Look at the wall", "The answers are shown there.");
    if (state.state === "paused") return waits("Paused", "What you have entered is kept.");
    if (state.state === "ended") return state.screen ? [make("p", {}, "Time is over."), chart(state.screen)] : waits("Time is over", "Look at the wall.");
    if (state.state === "ready" && state.kind === "vote" && asked?.round === state.round && asked.parts?.[0]?.name === "again") return waits("Talk with your neighbour", "Then you vote again on the same question.");
    if (state.state === "ready" || !asked?.parts || asked.round !== state.round) return waits("The next question comes soon", "Keep this page open.");
    return form();
  }

  function paint() {
    const seat = seats[place];
    head.replaceChildren(make("strong", {}, CODE), seat ? make("span", { class: "seat" }, `You are number ${seat.number}`) : "", clock);
    if (!seat) {
      if (state?.state === "archived" || state?.state === "gone") card.replaceChildren(...view());
      else door();
      below.replaceChildren();
      return;
    }
    // Whoever is typing keeps what has the focus.
    if (card.contains(document.activeElement) && document.activeElement.matches("input") && state?.state === "open" && asked?.round === state.round && card.dataset.round === `${state.round} open`) return;
    card.dataset.round = `${state?.round} ${state?.state}`;
    card.replaceChildren(...view());
    const details = settings();
    if (below.firstChild !== details) below.replaceChildren(details);
  }

  // Made once for those who share the phone: a change of the room must not close what somebody is reading, nor take a
  // button from below a finger.
  let shared = { key: null, details: null };
  function settings() {
    const seat = seats[place];
    const key = JSON.stringify([place, seats]);
    if (shared.key !== key) {
      shared = { key, details: make("details", {}, make("summary", {}, "This phone"),
        seat.return ? make("p", {}, "Your return code, for another phone: ", make("strong", { class: "code" }, seat.return)) : null,
        seats.length > 1 ? make("p", {}, ...seats.map((each, nth) => make("button", { "aria-pressed": String(nth === place), onclick: () => switchTo(nth) }, `Number ${each.number}`))) : null,
        seats.length < MOST_SEATS ? make("button", { onclick: () => join({}) }, "Someone else answers on this phone, too") : null,
        make("button", { onclick: forget }, "Delete my answers and leave")) };
    }
    return shared.details;
  }

  function switchTo(nth) {
    place = nth;
    tab.set(place);
    asked = null;
    receipt.textContent = "";
    // At once: what the other person has entered is not this one's.
    paint();
    ask();
  }

  async function forget() {
    if (!confirm("Delete all your answers of this room? This cannot be undone.")) return;
    const told = await call("me", { method: "DELETE", headers: { "X-Seat": token() } });
    if (!told) return tell("The network is away. Nothing was deleted yet.");
    seats = seats.filter((_, nth) => nth !== place);
    leave();
    tell(told.deleted === undefined ? "" : `Deleted: ${told.deleted} ${told.deleted === 1 ? "answer" : "answers"}.`);
  }

  // What this phone shows of a state: the figure of an open round is for the wall.
  const sight = (of) => JSON.stringify([of.state, of.round, of.state === "ended" || of.state === "revealed" ? of.screen : null]);

  let due = null;
  function heard(now) {
    const before = state;
    state = now;
    // How many others there are is told when a round opens.
    if (before?.state === "ready" && now.state === "open") asked = null;
    ends = typeof now.closes_in === "number" ? performance.now() + 1000 * now.closes_in : null;
    if (token() && now.round && now.round !== asked?.round) {
      due ??= setTimeout(() => { due = null; ask(); }, before ? 1000 * Math.random() : 0);
    } else if (token() && before?.state !== now.state && now.state === "open") ask();
    if (before && sight(before) === sight(now)) return;
    if (before?.state !== now.state || before?.round !== now.round) receipt.textContent = "";
    paint();
  }

  setInterval(() => {
    const left = ends === null ? null : Math.max(0, Math.ceil((ends - performance.now()) / 1000));
    const words = left === null ? "" : `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
    if (clock.textContent !== words) clock.textContent = words;
    const field = card.querySelector(".left");
    if (field && limit) field.textContent = `${Math.max(0, Math.ceil((limit.until - performance.now()) / 1000))} seconds left`;
    over();
  }, 250);

  news(heard, (gone) => {
    if (gone) tell(GONE);
    else if (note.textContent === GONE) tell("");
  });
  // The same seat may have answered in another tab meanwhile: an answer with an old number would not count.
  addEventListener("visibilitychange", () => { if (!document.hidden && token() && state?.state === "open") ask(); });
  paint();
  for (const each of seats) outbox(each.token).send();
  if (token()) ask();
}

if (!CODE) enter();
else if (!fits(meant(CODE))) enter(`${CODE.slice(0, 12)} has a slip. A code has five letters, as on the wall.`);
else if (CODE !== meant(CODE)) location.replace(`${BASE}/${meant(CODE)}`);
else room();
