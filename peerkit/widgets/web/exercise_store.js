// Answers are kept in this browser only: one entry an exercise, so that two tabs do not overwrite each other.
const PLACE = "peerkit:answer:";
const PARTICIPANT = "peerkit:participant";
const CHANGED = "peerkit:answers";
// Without storage answers last as long as the page. All widgets of a page share what is remembered.
const remembered = (globalThis.peerkitAnswers ??= new Map());

function entryOf(text) {
  try {
    const entry = JSON.parse(text);
    return entry && typeof entry === "object" && !Array.isArray(entry) ? entry : {};
  } catch {
    return {};
  }
}

function stored(name) {
  if (remembered.has(name)) return remembered.get(name);
  try {
    return entryOf(localStorage.getItem(PLACE + name));
  } catch {
    return {};
  }
}

// True if the entry will be there when the page is loaded again.
function store(name, entry) {
  let safe = true;
  try {
    localStorage.setItem(PLACE + name, JSON.stringify(entry));
    remembered.delete(name);
  } catch {
    remembered.set(name, entry);
    safe = false;
  }
  dispatchEvent(new CustomEvent(CHANGED, { detail: name }));
  return safe;
}

function forget(names) {
  for (const name of names) {
    remembered.delete(name);
    try {
      localStorage.removeItem(PLACE + name);
    } catch {
      // Nothing was kept.
    }
    dispatchEvent(new CustomEvent(CHANGED, { detail: name }));
  }
}

// Calls `changed` when an entry is written or forgotten: by this page, or by another tab.
function watch(concerns, changed) {
  const here = ({ detail }) => concerns(detail) && changed();
  const there = ({ key }) => (key === null || (key.startsWith(PLACE) && concerns(key.slice(PLACE.length)))) && changed();
  addEventListener(CHANGED, here);
  addEventListener("storage", there);
  return () => {
    removeEventListener(CHANGED, here);
    removeEventListener("storage", there);
  };
}

// A random word that stands for nobody: it makes the order of options differ between people and stay the same for each.
function participant() {
  const fresh = () => Math.random().toString(36).slice(2, 10);
  try {
    const before = localStorage.getItem(PARTICIPANT);
    if (before) return before;
    const made = (globalThis.peerkitParticipant ??= fresh());
    localStorage.setItem(PARTICIPANT, made);
    return made;
  } catch {
    return (globalThis.peerkitParticipant ??= fresh());
  }
}

// A list in an order that depends on the participant and on `name` alone.
function shuffled(list, name) {
  let seed = 2166136261;
  for (const letter of participant() + name) seed = Math.imul(seed ^ letter.charCodeAt(0), 16777619);
  const random = () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  const order = [...list];
  for (let last = order.length - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1));
    [order[last], order[other]] = [order[other], order[last]];
  }
  return order;
}

const finished = (entry) => ["right", "told"].includes(entry.state) || Boolean(entry.seen) || (entry.state === "kept" && Boolean(entry.points));

// One sentence for a page whose storage is blocked or full; the exercise that notices first says it.
function warnOnce() {
  if (document.body.dataset.answersLost) return "";
  document.body.dataset.answersLost = "told";
  return "This browser keeps nothing for this page: its storage is blocked or full. Everything works, but your answers are lost when you close the page.";
}
