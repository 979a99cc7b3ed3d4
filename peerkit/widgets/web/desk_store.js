// Engagements are kept in this browser only, one entry each. Without storage they last as long as the page.
const SHELF = "peerkit:engagement:";
const OPEN_ONE = "peerkit:desk";
const TAB = Math.random().toString(36).slice(2, 10);

const fresh = () => Array.from(crypto.getRandomValues(new Uint8Array(8)), (byte) => byte.toString(16).padStart(2, "0")).join("");
const clock = (at) => new Date(at).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
const isTable = (value) => value !== null && typeof value === "object" && !Array.isArray(value);
// Whatever stands in the storage, the page must come up; the kernel judges the rest.
const sound = (table) => isTable(table) && table.peerkit === "engagement" && typeof table.id === "string" && isTable(table.client) && isTable(table.answers);

function entryIn(text) {
  try {
    const entry = JSON.parse(text);
    return isTable(entry) && sound(entry.table) ? entry : null;
  } catch {
    return null;
  }
}

const shelf = {
  read(id) {
    try {
      return entryIn(localStorage.getItem(SHELF + id));
    } catch {
      return null;
    }
  },
  write(id, entry) {
    try {
      localStorage.setItem(SHELF + id, JSON.stringify(entry));
      return true;
    } catch {
      return false;
    }
  },
  drop(id) {
    try {
      localStorage.removeItem(SHELF + id);
    } catch {
      // Nothing was kept.
    }
  },
  all() {
    try {
      const keys = Object.keys(localStorage).filter((key) => key.startsWith(SHELF));
      const entries = keys.map((key) => entryIn(localStorage.getItem(key))).filter(Boolean);
      return entries.sort((a, b) => String(b.at).localeCompare(String(a.at)));
    } catch {
      return [];
    }
  },
  // A tab comes back to its own engagement, a new tab to the last one.
  last() {
    try {
      return sessionStorage.getItem(OPEN_ONE) ?? localStorage.getItem(OPEN_ONE);
    } catch {
      return null;
    }
  },
  open(id) {
    try {
      sessionStorage.setItem(OPEN_ONE, id);
      localStorage.setItem(OPEN_ONE, id);
    } catch {
      // The next visit begins with an empty desk.
    }
  },
};

// Saves an engagement at most a second after a change, and never over what another tab wrote.
// `current` gives what is to be kept, `told` hears what happened: kept, lost, elsewhere (with the other entry) or gone.
function keeper(current, told) {
  const SOON = 1000;
  let timer = null;
  let stamp = null;
  let count = 0;
  let stopped = false;

  function disturbed(there) {
    clearTimeout(timer);
    timer = null;
    stopped = true;
    told(there ? "elsewhere" : "gone", there);
  }
  function save() {
    clearTimeout(timer);
    timer = null;
    if (stopped) return;
    const { table, ...rest } = current();
    const there = shelf.read(table.id);
    if (there ? there.stamp !== stamp : stamp !== null) return disturbed(there);
    const entry = { stamp: `${TAB}-${count += 1}`, at: new Date().toISOString(), table, ...rest };
    const kept = shelf.write(table.id, entry);
    if (kept) {
      stamp = entry.stamp;
      shelf.open(table.id);
    }
    told(kept ? "kept" : "lost", entry);
  }
  function elsewhere({ key, newValue }) {
    const { id } = current().table;
    if (stopped || stamp === null || (key !== null && key !== SHELF + id)) return;
    const there = key === null ? null : entryIn(newValue);
    if (there?.stamp !== stamp) disturbed(there);
  }
  const leaving = () => timer !== null && save();
  addEventListener("storage", elsewhere);
  addEventListener("pagehide", leaving);
  document.addEventListener("visibilitychange", leaving);
  return {
    soon() {
      if (!stopped) timer ??= setTimeout(save, SOON);
    },
    now: save,
    // What is still to be saved, before something else comes onto the desk.
    flush: leaving,
    // Goes on with another engagement; `entry` is what the browser has of it, null for a new one.
    turn(entry) {
      clearTimeout(timer);
      timer = null;
      stopped = false;
      stamp = entry?.stamp ?? null;
    },
    // Forgets the engagement here, and what was about to be saved of it.
    drop(id) {
      clearTimeout(timer);
      timer = null;
      stamp = null;
      shelf.drop(id);
    },
    end() {
      leaving();
      removeEventListener("storage", elsewhere);
      removeEventListener("pagehide", leaving);
      document.removeEventListener("visibilitychange", leaving);
    },
  };
}
