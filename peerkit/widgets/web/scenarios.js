// The engagement of the page of scenarios: opened and kept in this browser, its scenarios of one model as rows.
// Whatever changes a scenario is worked out by the kernel, which sends back all scenarios to keep.
// includes elements.js
// includes desk_store.js
// includes desk_talk.js
// includes desk_file.js
const BLOCKED = "This browser keeps nothing here: its storage is blocked or full. Everything works, but save a file before you close the page.";

function render({ model, el }) {
  const shown = model.get("shown");
  const { element: note, tell, inform } = notices();
  const lost = make("p", { class: "pk-notice", role: "status" });
  const blocked = make("p", { class: "pk-notice", role: "status" });
  const kept = make("small", { class: "pk-kept" });
  const live = make("p", { class: "pk-live", role: "status" });
  const who = make("strong", {});
  const fictional = make("span", { class: "pk-fictional", hidden: true }, "FICTIONAL");
  const save = make("button", { type: "button", hidden: true, onclick: () => {
    live.textContent = `${handedOver(table, shown)} was handed to the browser.`;
    keep.soon();
  } }, "Save a file");
  const empty = make("div", {},
    make("p", {}, "No engagement is open in this browser. Scenarios belong to an engagement: a client's answers and numbers, which stay in this browser and in the file that you save."),
    make("p", { class: "pk-buttons" }, make("button", { type: "button", class: "pk-primary", onclick: () => talk.ask("open", { example: true }, arrived) }, "Try it with a fictional client"),
      served() ? make("a", { href: "desk" }, "Begin with a client at the desk") : null));
  const rows = make("div", { class: "pk-rows" });
  const title = make("h2", {});
  const list = make("div", { hidden: true }, title, rows);
  let table = null;
  let rest = {};

  const keep = keeper(() => ({ table, ...rest }), (what, entry) => {
    blocked.textContent = what === "lost" ? BLOCKED : "";
    kept.textContent = what === "kept" ? `kept in this browser at ${clock(entry.at)}` : "";
    if (what === "elsewhere" || what === "gone") disturbing(tell, entry, (other) => put(other.table, other), () => {
      put(copied(table), null, rest);
      keep.now();
    });
  });
  const talk = talking(model, (words) => { lost.textContent = words && "The kernel does not answer. Nothing is lost: the engagement is kept in this browser. Reload the page."; });
  const tidy = (why) => why.replace(` ${shown.untouched}`, "");

  // Another engagement; `entry` is what this browser has of it.
  function put(next, entry, aside = {}) {
    tell("");
    table = next;
    const { drafts = {}, place = 0 } = entry ?? aside;
    rest = { drafts, place };
    who.textContent = table.client.name || NAMELESS;
    fictional.hidden = !table.client.fictional;
    kept.textContent = entry ? `kept in this browser at ${clock(entry.at)}` : "";
    empty.hidden = true;
    save.hidden = false;
    keep.turn(entry);
    if (entry) shelf.open(table.id);
    talk.ask("use", { text: asText(table, shown) }, ({ refused: why }) => {
      // Numbers of another client must not stand under this name.
      el.parentElement?.classList.toggle("pk-refused", Boolean(why));
      list.hidden = Boolean(why);
      if (why) tell(tidy(why));
    }, { patience: LONG });
  }
  function arrived({ table: opened, refused: why }) {
    if (why) return tell(why);
    if (table) keep.flush();
    return arriving(opened, tell, (made, there) => {
      put(made, there);
      keep.now();
      inform(`${made.client.name} is open.`);
    });
  }
  // The kernel has changed a scenario; the rest of the engagement is this browser's.
  function changed({ kind, scenarios }) {
    if (kind !== "scenarios" || !table || !Array.isArray(scenarios)) return;
    if ("passing" in note.dataset) tell("");
    table.scenarios = scenarios;
    keep.soon();
  }
  function edit(what, name, value = "") {
    talk.ask("edit", { what, name, value }, ({ refused: why }) => {
      if (!why) return;
      tell(why);
      draw();
    });
  }

  const field = (label, value, done) => {
    const input = make("input", { type: "text", maxlength: shown.longest, autocomplete: "off", onchange: () => done(input.value) });
    input.value = value;
    return make("label", {}, make("span", {}, label), input);
  };
  function row({ name, letter, note: words, parent, parents, suggested, problem, changes }) {
    const begins = make("select", { onchange: () => edit("parent", name, begins.value) }, make("option", { value: "" }, "the client's numbers"), ...parents.map((each) => make("option", { value: each }, each)));
    begins.value = parent;
    return make("fieldset", { class: "pk-number", "data-name": name },
      make("legend", {}, letter ? `Scenario ${letter}` : "Another scenario", " ", make("small", {}, suggested ? "suggested, not yet in the engagement" : changes.length ? changes.join(", ") : "changes nothing")),
      make("div", { class: "pk-ends" }, field("name", name, (value) => edit("name", name, value)), make("label", {}, make("span", {}, "begins with"), begins),
        make("span", { class: "pk-wide-field" }, field("note", words, (value) => edit("note", name, value)))),
      problem ? make("p", { class: "pk-problem" }, problem) : null,
      suggested ? null : make("button", { type: "button", "aria-label": `Remove ${name}`, onclick: () => edit("remove", name) }, "Remove"));
  }
  function draw() {
    const { title: words, rows: all = [] } = model.get("rows");
    if (!words) return;
    const at = rows.contains(document.activeElement) ? [...rows.querySelectorAll("input, select, button")].indexOf(document.activeElement) : -1;
    const open = rows.querySelector("details")?.open ?? false;
    title.textContent = `Scenarios: ${words}`;
    rows.replaceChildren(
      make("details", { open }, make("summary", {}, "Names, notes, and what each begins with"), ...all.map(row)),
      make("p", { class: "pk-buttons" },
        all.some(({ suggested }) => suggested) ? make("button", { type: "button", class: "pk-primary", onclick: () => edit("keep", "") }, "Keep these scenarios in the engagement") : null,
        make("button", { type: "button", onclick: () => edit("add", "") }, "Add a scenario")));
    if (at >= 0) [...rows.querySelectorAll("input, select, button")][at]?.focus();
    list.hidden = !table;
  }

  el.classList.add("pk-desk", "pk-book");
  keepKeys(el);
  el.setAttribute("role", "group");
  el.setAttribute("aria-label", "Engagement");
  model.on("msg:custom", changed);
  model.on("change:rows", draw);
  el.append(
    make("div", { class: "pk-top" }, make("span", { class: "pk-who" }, who, " ", fictional, " ", kept),
      make("span", { class: "pk-buttons" }, ...fileField(shown, (text) => talk.ask("open", { text }, arrived), tell), save)),
    note, lost, blocked, live, empty, list);
  const entry = shelf.read(shelf.last());
  if (entry) put(entry.table, entry);
  draw();
  return () => {
    model.off("msg:custom", changed);
    model.off("change:rows", draw);
    if (table) keep.end();
    talk.end();
  };
}

export default { render };
