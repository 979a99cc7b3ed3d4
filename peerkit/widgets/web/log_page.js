// A log of contributions: choose or send one, see how far its analysis is, read what it shows. The server analyses in a
// process of its own; this page hands the result to its kernel, which draws and words it.
// includes elements.js
const ASK_EVERY = 400;
const AGAIN_AFTER = 2000;
const FIELDS = [
  ["contributor", "who contributed"], ["time", "when"], ["item", "what (optional)"],
  ["amount", "how much (optional)"], ["parent", "built on what (optional)"], ["kind", "what kind (optional)"],
];
const size = (bytes) => (bytes < 1e6 ? `${Math.min(bytes, Math.max(1, Math.round(bytes / 1e3)))} kB` : bytes < 1e9 ? `${(bytes / 1e6).toFixed(1)} MB` : `${(bytes / 1e9).toFixed(2)} GB`);
const wait = (time) => new Promise((done) => setTimeout(done, time));

// A call to the server. What it refuses comes as its sentence; without network `null`, so that the caller tries again.
async function call(address, options = {}) {
  let answer;
  try {
    answer = await fetch(address, { ...options, headers: { "X-Peerkit": "1", ...(options.headers ?? {}) } });
  } catch {
    return null;
  }
  const told = await answer.json().catch(() => ({ problem: "The server sent something that cannot be read. Reload the page." }));
  if (!answer.ok) throw new Error(told.problem ?? `The server refused this (${answer.status}). Reload the page.`);
  return told;
}

const posted = (content) => ({ method: "POST", body: JSON.stringify(content), headers: { "Content-Type": "application/json" } });

function render({ model, el }) {
  const api = model.get("api");
  const samples = model.get("samples");
  const problem = make("p", { class: "pk-notice", role: "alert" });
  const live = make("p", { class: "pk-live", role: "status" });
  const bar = make("progress", { "aria-label": "How far it is", max: "1" });
  const told = make("span", {});
  const stop = make("button", { type: "button", onclick: () => stopped() }, "Stop");
  const progress = make("div", { class: "pk-progress", hidden: true }, bar, told, stop);
  const sample = make("select", {}, ...samples.map(({ name, label }) => make("option", { value: name }, label)));
  const about = make("small", {});
  const file = make("input", { type: "file", onchange: () => named() });
  const chosen = make("small", {});
  const path = make("input", { type: "text", autocomplete: "off", spellcheck: "false" });
  const columns = FIELDS.map(([name]) => make("input", { type: "text", "data-name": name, autocomplete: "off", autocapitalize: "none", spellcheck: "false" }));
  const words = make("div", { class: "pk-told" });
  const hand = make("div", { class: "pk-buttons", hidden: true },
    make("button", { type: "button", onclick: () => save("json") }, "Save everything (JSON)"),
    make("button", { type: "button", onclick: () => save("csv") }, "Save the measures (CSV)"),
    make("button", { type: "button", onclick: () => save("html") }, "Save as a page (HTML)"),
    make("button", { type: "button", onclick: () => save("summary") }, "Save a summary for an engagement"));
  let running = null;
  let turn = 0;

  const describe = () => { about.textContent = samples.find(({ name }) => name === sample.value)?.about ?? ""; };
  const named = () => { chosen.textContent = file.files[0] ? `${file.files[0].name}, ${size(file.files[0].size)}` : ""; };
  const said = () => Object.fromEntries(columns.map((field) => [field.dataset.name, field.value.trim()]).filter(([, value]) => value));
  sample.addEventListener("change", describe);
  describe();

  function busy(sentence, share) {
    progress.hidden = false;
    if (share === undefined) bar.removeAttribute("value");
    else bar.value = share;
    if (told.textContent !== sentence) told.textContent = sentence;
  }

  function fail(sentence) {
    progress.hidden = true;
    problem.textContent = sentence;
    running = null;
  }

  function begin() {
    turn += 1;
    problem.textContent = "";
    return turn;
  }

  // The pieces of a file, one after the other. A piece that the network lost is sent again from where the server stands.
  async function sent(blob, mine) {
    const { id, piece } = await insist(`${api}/uploads`, posted({ name: blob.name, bytes: blob.size }), mine);
    let there = 0;
    while (there < blob.size && mine === turn) {
      busy(`Sending ${size(there)} of ${size(blob.size)}.`, there / blob.size);
      const body = blob.slice(there, there + piece);
      const answer = await call(`${api}/uploads/${id}?from=${there}`, { method: "PUT", body });
      if (answer) there = answer.there;
      else {
        busy(`The network is away. ${size(there)} of ${size(blob.size)} have arrived; the rest follows.`, there / blob.size);
        await wait(AGAIN_AFTER);
        const now = await call(`${api}/uploads/${id}`);
        if (now) there = now.there;
      }
    }
    return id;
  }

  async function insist(address, options, mine) {
    for (;;) {
      const answer = await call(address, options);
      if (answer || mine !== turn) return answer ?? {};
      busy("The network is away. This goes on when it is back.");
      await wait(AGAIN_AFTER);
    }
  }

  async function analysed(order, name, mine) {
    let state = await insist(`${api}/analyses`, posted({ ...order, columns: said() }), mine);
    running = state.id;
    while (mine === turn && !["done", "refused", "stopped", "failed"].includes(state.state)) {
      busy(state.ahead ? `${state.ahead} ${state.ahead === 1 ? "analysis comes" : "analyses come"} first.` : state.sentence, state.ahead ? undefined : state.share);
      await wait(ASK_EVERY);
      state = await insist(`${api}/analyses/${state.id}`, {}, mine);
    }
    if (mine !== turn) return;
    if (state.state !== "done") {
      fail(state.sentence);
      return;
    }
    busy("Drawing.", 1);
    const result = await insist(`${api}/analyses/${state.id}/result`, {}, mine);
    if (mine === turn) model.send({ kind: "result", name, text: JSON.stringify(result) });
    running = null;
  }

  async function start(how) {
    const mine = begin();
    try {
      await how(mine);
    } catch (error) {
      if (mine === turn) fail(error.message);
    }
  }

  const local = (content) => {
    begin();
    busy("Working in this notebook's kernel. Large logs are better read by the command peerkit evidence.");
    model.send({ ...content, columns: said() });
  };

  const trySample = () => (api ? start((mine) => analysed({ sample: sample.value }, "", mine)) : local({ kind: "sample", name: sample.value }));
  const tryFile = () => {
    const blob = file.files[0];
    if (!blob) fail("Choose a file first.");
    else start(async (mine) => analysed({ upload: await sent(blob, mine) }, blob.name, mine));
  };
  const tryPath = () => {
    if (!path.value.trim()) fail("Write the path of a log first.");
    else if (api) start((mine) => analysed({ path: path.value.trim() }, "", mine));
    else local({ kind: "path", path: path.value.trim() });
  };

  async function stopped() {
    turn += 1;
    progress.hidden = true;
    if (running) await call(`${api}/analyses/${running}`, { method: "DELETE" }).catch(() => null);
    running = null;
    live.textContent = "Stopped.";
  }

  const save = (to) => model.send({ kind: "save", to });

  function heard(message, buffers) {
    if (message.kind === "saved") {
      const link = make("a", { href: URL.createObjectURL(new Blob([buffers[0]], { type: message.type })), download: message.name });
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
    } else if (message.kind === "shown") show();
    else if (message.kind === "progress") busy(message.sentence, message.share);
    else if (message.kind === "problem") fail(message.sentence);
  }

  // The words come from the kernel as HTML that it has made and escaped itself.
  function show() {
    words.innerHTML = model.get("words");
    hand.hidden = !model.get("words");
    progress.hidden = true;
    live.textContent = model.get("words") ? `The report on ${model.get("shown")} is here.` : "";
  }

  const label = (text, field, below) => make("label", { class: "pk-field" }, make("span", {}, text), field, below);
  el.append(make("div", { class: "pk-log" },
    problem,
    make("details", { open: true },
      make("summary", {}, "Choose a log"),
      make("div", { class: "pk-sources" },
        make("section", {}, label("A sample, made by chance with known truth", sample, about), make("button", { type: "button", onclick: trySample }, "Read the sample")),
        api ? make("section", {}, label("A log of your own: CSV, Parquet, JSON lines, an XML dump", file, chosen),
          make("button", { type: "button", class: "pk-primary", onclick: tryFile }, "Send and read it")) : null,
        make("section", { hidden: Boolean(api), class: "pk-paths" }, label(api ? "A path below the server's folder of logs" : "A path on this machine: a file, a folder, a git repository", path),
          make("button", { type: "button", onclick: tryPath }, "Read it"))),
      make("details", {}, make("summary", {}, "Columns have other names?"),
        make("p", {}, make("small", {}, "Columns are guessed by their names and contents, and the report shows the guess. Name them here to decide yourself.")),
        make("div", { class: "pk-columns" }, ...columns.map((field, place) => label(`${FIELDS[place][0]}: ${FIELDS[place][1]}`, field))))),
    progress, live, words, hand));
  keepKeys(el);
  model.on("change:words", show);
  model.on("msg:custom", heard);
  show();
  // Whoever runs the server may have named a folder of logs.
  if (api) call(`${api}/analyses`).then((answer) => { el.querySelector(".pk-paths").hidden = !answer?.paths; }, () => null);
  // Nothing was there when the page was made: the first sample is read while its reader looks around.
  if (api && model.get("first") && !model.get("words")) start((mine) => analysed({ sample: model.get("first") }, "", mine));
  return () => {
    turn += 1;
    model.off("change:words", show);
    model.off("msg:custom", heard);
  };
}

export default { render };
