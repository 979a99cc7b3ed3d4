// Widgets of a page without a widget manager: drawn from the state that came with the page, alive when its kernel answers.
// Each widget module sees a model with get, set, save_changes, on, off and send, as anywidget gives it in JupyterLab.
const config = JSON.parse(document.getElementById("pk-kernel").textContent);
const models = new Map();
const FIRST_WAIT = 500;
const LONGEST_WAIT = 8000;

const identifier = () => (crypto.randomUUID ? crypto.randomUUID() : `${Date.now()}-${Math.random().toString(16).slice(2)}`);

// The socket to the page's kernel. What is sent before it is open, or while it is away, is kept and sent in order.
class Channel {
  constructor({ base, kernel }) {
    this.session = identifier();
    this.address = `${location.origin.replace(/^http/, "ws")}${base}api/kernels/${kernel}/channels?session_id=${this.session}`;
    this.waiting = [];
    this.wait = FIRST_WAIT;
    this.connect();
  }

  connect() {
    this.socket = new WebSocket(this.address);
    this.socket.binaryType = "arraybuffer";
    this.socket.onopen = () => {
      this.wait = FIRST_WAIT;
      document.body.dataset.kernel = "connected";
      for (const message of this.waiting.splice(0)) this.socket.send(message);
      dispatchEvent(new Event("peerkit:check"));
    };
    this.socket.onmessage = ({ data }) => receive(typeof data === "string" ? JSON.parse(data) : binary(data));
    this.socket.onclose = () => {
      document.body.dataset.kernel = "away";
      dispatchEvent(new Event("peerkit:check"));
      setTimeout(() => this.connect(), this.wait);
      this.wait = Math.min(2 * this.wait, LONGEST_WAIT);
    };
  }

  send(type, content) {
    const message = JSON.stringify({
      header: { msg_id: identifier(), username: "", session: this.session, date: new Date().toISOString(), msg_type: type, version: "5.3" },
      parent_header: {}, metadata: {}, content, channel: "shell", buffers: [],
    });
    if (this.socket.readyState === WebSocket.OPEN) this.socket.send(message);
    else this.waiting.push(message);
  }
}

// A message with buffers: how many parts, where each begins, the JSON, the buffers.
function binary(data) {
  const view = new DataView(data);
  const starts = Array.from({ length: view.getUint32(0) }, (_, i) => view.getUint32(4 * (i + 1)));
  const [json, ...buffers] = starts.map((start, i) => data.slice(start, starts[i + 1]));
  return { ...JSON.parse(new TextDecoder().decode(json)), buffers: buffers.map((buffer) => new DataView(buffer)) };
}

function receive({ header, content, buffers }) {
  // A widget may be made while the page is open. One that came with the page is drawn and listened to already: where the
  // socket is slower than the page, the message that opens it comes later.
  if (header.msg_type === "comm_open" && !models.has(content.comm_id)) models.set(content.comm_id, new Model(content.comm_id, content.data.state ?? {}));
  if (header.msg_type !== "comm_msg") return;
  const model = models.get(content.comm_id);
  if (!model) return;
  if (content.data.method === "update") model.receive(whole(content.data, buffers));
  else if (content.data.method === "custom") model.emit("msg:custom", content.data.content, buffers ?? []);
}

// A widget's new state: binary data travels beside it, and each path says where its part belongs.
function whole({ state, buffer_paths: paths = [] }, buffers = []) {
  paths.forEach((path, i) => {
    const last = path.length - 1;
    path.slice(0, last).reduce((inner, key) => inner[key], state)[path[last]] = buffers[i];
  });
  return state;
}

class Model {
  constructor(id, state) {
    this.id = id;
    this.state = state;
    this.changed = {};
    this.listeners = new Map();
  }

  get(name) {
    return this.state[name];
  }

  set(name, value) {
    this.state[name] = this.changed[name] = value;
    this.emit(`change:${name}`, value);
  }

  save_changes() {
    const state = this.changed;
    this.changed = {};
    if (Object.keys(state).length) this.talk({ method: "update", state, buffer_paths: [] });
  }

  send(content) {
    this.talk({ method: "custom", content });
  }

  talk(data) {
    // A figure that stands in a notebook by itself has nobody to talk to.
    if (!this.id.startsWith("still-")) channel.send("comm_msg", { comm_id: this.id, data });
  }

  receive(state) {
    Object.assign(this.state, state);
    for (const [name, value] of Object.entries(state)) this.emit(`change:${name}`, value);
    this.emit("change");
  }

  on(name, callback) {
    if (!this.listeners.has(name)) this.listeners.set(name, new Set());
    this.listeners.get(name).add(callback);
  }

  off(name, callback) {
    if (callback) this.listeners.get(name)?.delete(callback);
    else this.listeners.delete(name);
  }

  emit(name, ...values) {
    for (const callback of [...(this.listeners.get(name) ?? [])]) callback(...values);
  }
}

const modules = new Map();
function moduleOf({ module, _esm }) {
  const key = module ?? _esm;
  if (!modules.has(key)) modules.set(key, import(module ? location.origin + module : URL.createObjectURL(new Blob([_esm], { type: "text/javascript" }))).then((found) => found.default ?? found));
  return modules.get(key);
}

function element(classes) {
  const made = document.createElement("div");
  made.className = classes.join(" ");
  return made;
}

// Children are made in order and at once; only the text of a module that is not here yet can keep them waiting.
async function draw(id, parent) {
  const model = models.get(id);
  const { _model_name: kind, _dom_classes: classes = [], children = [], value } = model.state;
  if (kind === "HTMLModel") {
    const el = Object.assign(element(classes), { innerHTML: value });
    parent.append(el);
    model.on("change:value", (now) => { el.innerHTML = now; });
  } else if (kind === "AnyModel") {
    const el = element(classes);
    parent.append(el);
    if (model.state._css) el.append(Object.assign(document.createElement("style"), { textContent: model.state._css }));
    const module = await moduleOf(model.state);
    const widget = typeof module === "function" ? await module() : module;
    await widget.initialize?.({ model });
    await widget.render?.({ model, el });
  } else {
    const box = element([`pk-${kind.replace("Model", "").toLowerCase()}`, ...classes]);
    parent.append(box);
    const fill = (now) => Promise.all(now.map((child) => draw(child.replace("IPY_MODEL_", ""), box)));
    model.on("change:children", (now) => {
      box.replaceChildren();
      fill(now);
    });
    await fill(children);
  }
}

function begin(output) {
  const script = output.querySelector(":scope > script");
  const { root, states } = JSON.parse(script.textContent);
  script.remove();
  // Not sooner: while the page's first words are read, its kernel may still be starting.
  // A page that came when all places were taken has no kernel.
  channel ??= config.kernel ? new Channel(config) : { send() {} };
  for (const [id, state] of Object.entries(states)) models.set(id, new Model(id, state));
  // All modules first: drawn one after the other, each would push the next one down.
  const needed = Object.values(states).filter(({ _model_name }) => _model_name === "AnyModel").map(moduleOf);
  Promise.all(needed).then(() => draw(root, output)).then(
    () => { output.dataset.begun = "whole"; },
    (error) => {
      output.dataset.begun = "broken";
      output.append(Object.assign(element(["pk-banner"]), { role: "alert", textContent: "This part of the page could not be drawn. Reload the page; if it happens again, tell whoever runs this server." }));
      throw error;
    },
  );
}

let channel = null;

// Outputs arrive while the kernel computes the next ones. A script that is followed by something is whole.
const pending = () => [...document.querySelectorAll(".pk-output[data-widget]:not([data-begun])")];
function look() {
  for (const output of pending()) {
    if (!output.nextElementSibling && document.readyState === "loading") continue;
    output.dataset.begun = "";
    begin(output);
  }
}
const arriving = new MutationObserver(look);
arriving.observe(document.getElementById("page") ?? document.body, { childList: true });
document.addEventListener("DOMContentLoaded", () => {
  look();
  arriving.disconnect();
});
look();
