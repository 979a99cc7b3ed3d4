// The advisory desk: one question a screen, the profile beside it. The kernel judges; the engagement stays in this browser.
// includes elements.js
// includes desk_store.js
// includes desk_talk.js
// includes desk_file.js
// includes desk_screens.js
// includes desk_forecasts.js
// includes desk_home.js
const TYPES = {
  html: "text/html", pdf: "application/pdf", pptx: "application/vnd.openxmlformats-officedocument.presentationml.presentation",
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
};
const BLOCKED = "This browser keeps nothing here: its storage is blocked or full. Everything works, but save a file before you close the page.";

function render({ model, el }) {
  const shown = model.get("shown");
  const { element: note, tell, inform } = notices();
  const lost = make("p", { class: "pk-notice", role: "status" });
  const blocked = make("p", { class: "pk-notice", role: "status" });
  const live = make("p", { class: "pk-live", role: "status" });
  const kept = make("small", { class: "pk-kept" });
  const title = make("h2", { tabindex: "-1" });
  const counted = make("span", {});
  const bar = make("progress", { "aria-label": "Questions answered" });
  const screen = make("div", { class: "pk-screen" });
  const profile = make("ul", {});
  const who = make("strong", {});
  const fictional = make("span", { class: "pk-fictional", hidden: true }, "FICTIONAL");
  const opening = fileField(shown, (text) => talk.ask("open", { text }, arrived), tell);
  const back = make("button", { type: "button", onclick: () => turn(at - 1) }, "Back");
  const next = make("button", { type: "button", class: "pk-primary", onclick: () => turn(at + 1) }, "Next");
  const steps = make("nav", { class: "pk-steps", "aria-label": "Screens" });
  let at = 0;
  let here = {};
  let told = null;
  let refused = "";
  let judging = null;
  let changed = false;

  const desk = {
    shown, table: null, drafts: {}, canvas: {}, id: `pk${Math.random().toString(36).slice(2, 8)}`,
    say(words) {
      live.textContent = words;
    },
    // A change of the engagement: kept soon, judged at once where it can change the verdict.
    change(how, judge = true) {
      how();
      keep.soon();
      head();
      if (judge) ask();
    },
    ask: (...question) => talk.ask(...question),
    text: () => asText(desk.table, shown),
    read: (file, done, refuse) => readFile(shown, file, done, refuse),
    preview(done) {
      talk.ask("preview", { text: asText(desk.table, shown) }, done);
    },
    // A merged copy goes its own way; what was on the desk stays in this browser.
    take(table) {
      keep.flush();
      put({ ...table, id: fresh() }, {}, null);
      keep.now();
      turn(0);
      inform("The merged copy is on the desk.");
    },
    begin() {
      keep.flush();
      put(blank(), {}, null);
      turn(0);
    },
    load(entry) {
      keep.flush();
      put(entry.table, entry.drafts, entry, entry.place);
      turn(at);
    },
    fork() {
      keep.flush();
      put({ ...copied(structuredClone(desk.table)), revision: 0 }, desk.drafts, null, at);
      keep.now();
      turn(at);
      inform("This is a copy. The original is kept as it was.");
    },
    forget() {
      keep.drop(desk.table.id);
      desk.begin();
      inform("Forgotten in this browser. Files that you saved are as they were.");
    },
    download() {
      desk.say(`${handedOver(desk.table, shown)} was handed to the browser.`);
      keep.soon();
    },
    // Only one report is written at a time.
    report(to, button) {
      if (desk.writing) return;
      desk.writing = true;
      const words = button.textContent;
      button.textContent = "Writing…";
      const over = () => {
        desk.writing = false;
        button.textContent = words;
      };
      setTimeout(over, LONG);
      talk.ask("report", { to, text: asText(desk.table, shown) }, ({ refused: why }, buffers) => {
        over();
        if (why) return tell(why.replace(` ${shown.untouched}`, ""));
        return desk.say(`${handed(desk.table, new Blob(buffers, { type: TYPES[to] }), to)} was handed to the browser.`);
      }, { patience: LONG });
    },
    example() {
      talk.ask("open", { example: true }, arrived);
    },
  };

  const keep = keeper(() => ({ table: desk.table, drafts: desk.drafts, place: at }), (what, entry) => {
    blocked.textContent = what === "lost" ? BLOCKED : "";
    kept.textContent = what === "kept" ? `kept in this browser at ${clock(entry.at)}` : "";
    if (what === "elsewhere" || what === "gone") disturbing(tell, entry, (other) => desk.load(other), () => {
      put(copied(desk.table), desk.drafts, null, at);
      keep.now();
      turn(at);
    });
  });
  const talk = talking(model, (words) => { lost.textContent = words; });

  function blank() {
    return { peerkit: "engagement", schema: shown.format, id: fresh(), revision: 0, made_with: shown.made_with, rules: shown.rules, seed: shown.seed,
      client: { name: "" }, answers: {} };
  }
  // Another engagement on the desk.
  function put(table, drafts, entry, place = 0) {
    tell("");
    desk.table = table;
    desk.drafts = isTable(drafts) ? drafts : {};
    at = Number.isInteger(place) ? place : 0;
    told = null;
    refused = "";
    levels({});
    kept.textContent = entry ? `kept in this browser at ${clock(entry.at)}` : "";
    keep.turn(entry);
    if (entry) shelf.open(table.id);
    ask();
  }
  // The profile answers every key. The verdict is worked out where it is shown: on question screens nobody waits for its draws.
  function ask() {
    const { id } = desk.table;
    told = null;
    talk.ask("profile", { text: asText(desk.table, shown, { picture: false }) }, (reply) => id === desk.table.id && reply.profile && levels(reply.profile));
    changed = true;
    if (here.judged) judge();
  }
  // One judgement at a time: what changes meanwhile is judged with the next one.
  function judge() {
    if (judging) {
      changed = true;
      return;
    }
    judging = setTimeout(() => { judging = null; }, PATIENCE);
    changed = false;
    const { id } = desk.table;
    talk.ask("judge", { text: asText(desk.table, shown, { picture: false }), scenarios: here.scenarios === true }, (reply) => {
      clearTimeout(judging);
      judging = null;
      if (id !== desk.table.id) {
        if (here.judged) judge();
        return;
      }
      refused = (reply.refused ?? "").replace(` ${shown.untouched}`, "");
      desk.canvas = reply.canvas ?? {};
      desk.forecasts = reply.forecasts ?? {};
      desk.scenarios = reply.scenarios ?? {};
      if (reply.told || refused) here.judged?.(reply.told ?? null, refused);
      // What changed meanwhile is judged when somebody looks at it.
      told = changed ? null : reply.told ?? null;
      if (changed && here.judged) judge();
    });
  }
  function arrived({ table, summary, refused: why }) {
    if (why) return tell(why);
    if (summary) return attached(summary);
    keep.flush();
    return arriving(table, tell, (made, there) => {
      put(made, {}, there);
      keep.now();
      turn(first());
      inform(`${made.client.name} is open.`);
    });
  }

  // The summary of a log joins the engagement on the desk; the same one twice is there once.
  function attached(summary) {
    desk.change(() => {
      desk.table.evidence = [...(desk.table.evidence ?? []).filter(({ id }) => id !== summary.id), summary];
    }, false);
    keep.now();
    return inform(`The summary of ${summary.log} is part of this engagement now.`);
  }

  // Questions 2 and 3 belong to a branch each; where the branch is open, both are asked.
  const asked = () => shown.items.filter(({ key }) => !(key === "2" && branch() === "expensive") && !(key === "3" && branch() === "cheap"));
  const branch = () => desk.table.answers["1"]?.value;
  function screens() {
    return [
      { name: "Client", title: "The client and the decision", draw: frameScreen },
      ...asked().map((item) => ({ name: item.key, title: `${item.key}. ${item.short}`, draw: (...where) => questionScreen(...where, item), done: item.key in desk.table.answers && "value" in desk.table.answers[item.key] })),
      { name: "Numbers", title: "The client's numbers", draw: numbersScreen },
      { name: "Verdict", title: "The verdict", draw: verdictScreen },
      { name: "Scenarios", title: "What if the plan were another?", draw: scenariosScreen },
      { name: "Canvas", title: "Who creates value, and who captures it?", draw: canvasScreen },
      { name: "Find out", title: "What is found out first?", draw: findOutScreen },
      { name: "Report", title: "The report, before it goes home", draw: reportScreen },
      { name: "Take home", title: "Take it home", draw: homeScreen },
    ];
  }
  // The canvas and the report have pages of their own, which begin with them.
  const first = () => Math.max(0, screens().findIndex(({ name }) => name === shown.begins));
  function head() {
    const all = screens();
    const questions = asked();
    const done = questions.filter(({ key }) => desk.table.answers[key] && "value" in desk.table.answers[key]).length;
    who.textContent = desk.table.client.name || NAMELESS;
    fictional.hidden = !desk.table.client.fictional;
    counted.textContent = `${done} of ${questions.length} questions answered`;
    bar.max = questions.length;
    bar.value = done;
    const focused = [...steps.children].indexOf(document.activeElement);
    steps.replaceChildren(...all.map(({ name, title: full, done: is }, i) => make("button", { type: "button", "aria-current": i === at ? "step" : undefined, "aria-label": `${full}${is ? ", answered" : ""}`, onclick: () => turn(i) }, is ? `${name} ✓` : name)));
    if (focused >= 0) steps.children[focused]?.focus();
    back.disabled = at === 0;
    next.hidden = at === all.length - 1;
  }
  function levels(now) {
    profile.replaceChildren(...shown.criteria.map((name, i) => {
      const level = now[name];
      return make("li", { class: i === shown.community ? "pk-second" : undefined, "data-level": word(level) }, make("span", {}, name),
        make("span", { class: "pk-cells", "aria-hidden": "true" }, ...[1, 2, 3, 4].map((cell) => make("i", { class: level !== null && level >= cell ? "pk-on" : undefined }))),
        make("span", {}, level === null || level === undefined ? "?" : `${level}`), make("small", {}, word(level)));
    }));
  }
  function turn(place, focus = true) {
    // What is being typed counts as typed.
    if (screen.contains(document.activeElement)) document.activeElement.blur();
    if ("passing" in note.dataset) tell("");
    const all = screens();
    at = Math.max(0, Math.min(place, all.length - 1));
    title.textContent = all[at].title;
    screen.replaceChildren();
    here = all[at].draw(desk, screen) ?? {};
    head();
    if (here.judged && (!told || here.scenarios)) judge();
    if (told || all[at].draw === verdictScreen) here.judged?.(told, refused);
    live.textContent = "";
    if (focus) {
      title.focus({ preventScroll: true });
      if (el.getBoundingClientRect().top < 0) el.scrollIntoView();
    }
  }

  function pressed(event) {
    const { key, target, ctrlKey, altKey, metaKey } = event;
    const writing = target.matches("textarea, select, input:not([type=radio], [type=checkbox])");
    if (altKey || metaKey || (ctrlKey && key !== "Enter")) return;
    if (key === "Enter" && (ctrlKey || !target.matches("textarea, button, select, summary, a, input[type=text]"))) {
      event.preventDefault();
      turn(at + 1);
    } else if (key === "Enter" && target.matches("input[type=text]")) {
      // On to the next field, as in a form that nobody sends.
      event.preventDefault();
      const fields = [...screen.querySelectorAll("input, textarea, select, button"), next].filter((each) => each.offsetParent && !each.disabled);
      fields[fields.indexOf(target) + 1]?.focus();
    } else if (!writing && here.digit && /^[0-4?]$/.test(key)) {
      event.preventDefault();
      here.digit(key);
    } else if (!writing && !target.matches("[type=radio]") && (key === "ArrowRight" || key === "ArrowLeft")) {
      event.preventDefault();
      turn(at + (key === "ArrowRight" ? 1 : -1));
    }
  }
  // Before anything has the focus, the keys of a served page are the desk's.
  const early = (event) => event.target === document.body && served() && pressed(event);

  el.classList.add("pk-desk");
  keepKeys(el);
  el.addEventListener("keydown", (event) => {
    pressed(event);
    if (event.target.matches("textarea, h2")) event.stopPropagation();
  });
  document.addEventListener("keydown", early);
  el.setAttribute("role", "group");
  el.setAttribute("aria-label", "Advisory desk");
  el.append(
    make("div", { class: "pk-top" }, make("span", { class: "pk-who" }, who, " ", fictional, " ", kept),
      make("span", { class: "pk-buttons" }, ...opening, make("button", { type: "button", onclick: () => desk.download() }, "Save a file"))),
    note, lost, blocked, steps,
    make("div", { class: "pk-two" },
      make("div", { class: "pk-main-part" }, make("p", { class: "pk-count" }, counted, bar), title, screen, live, make("div", { class: "pk-buttons pk-turn" }, back, next),
        make("p", { class: "pk-keys" }, make("small", {}, "Keys: 0 to 4 answer, ? is not known, Enter goes on, the arrows turn the screens."))),
      make("aside", { class: "pk-profile", "aria-label": "Profile" }, make("h3", {}, "Profile"), profile)),
  );
  const entry = shelf.read(shelf.last());
  if (entry) put(entry.table, entry.drafts, entry, entry.place);
  else put(blank(), {}, null);
  turn(shown.begins ? first() : at, false);
  return () => {
    document.removeEventListener("keydown", early);
    clearTimeout(judging);
    keep.end();
    talk.end();
  };
}

export default { render };
