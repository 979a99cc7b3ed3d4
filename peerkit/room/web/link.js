// The way to the server: calls, news, and a queue that loses no answer while the network is away.
const [, BASE, CODE = ""] = location.pathname.match(/^(.*\/room)\/?([^/]*)/) ?? [];
const api = (name, code = CODE) => `${BASE}/api/${encodeURIComponent(code)}/${name}`;
const BEAT = 40_000;
const POLL = 2000;
const SOONEST = 500;
const LATEST = 8000;
const wait = (time) => new Promise((done) => setTimeout(done, time));

// Storage that may be blocked: the page works without it, until it is closed.
const memory = {};
const kept = {
  get(name) {
    try {
      return JSON.parse(localStorage.getItem(name)) ?? memory[name] ?? null;
    } catch {
      return memory[name] ?? null;
    }
  },
  set(name, value) {
    memory[name] = value;
    try {
      localStorage.setItem(name, JSON.stringify(value));
    } catch {
      // Full or blocked.
    }
  },
};

// The answer of the server with its status, null when it cannot be reached. A portal of the Wi-Fi that answers for it sends no JSON.
async function call(name, { method = "GET", body, headers = {}, code } = {}) {
  try {
    const answer = await fetch(api(name, code), {
      method, cache: "no-store",
      headers: { ...(body ? { "Content-Type": "application/json" } : {}), ...headers },
      body: body && JSON.stringify(body),
    });
    return { status: answer.status, ...(await answer.json()) };
  } catch {
    return null;
  }
}

// News of the room: a stream, polls where none stays open, nothing while the page is hidden.
function news(heard, away) {
  let stream = null;
  let last = 0;
  let polling = false;
  const take = (text) => {
    last = Date.now();
    away(false);
    heard(JSON.parse(text));
  };
  const poll = async () => {
    if (polling || document.hidden) return;
    polling = true;
    const state = await call("state");
    if (state && (state.version !== undefined || state.status === 404)) take(JSON.stringify(state));
    else away(true);
    polling = false;
  };
  const open = () => {
    stream?.close();
    stream = null;
    if (document.hidden) return;
    poll();
    stream = new EventSource(api("events"));
    stream.onmessage = ({ data }) => take(data);
    stream.onopen = () => { last = Date.now(); };
    stream.onerror = () => poll();
  };
  addEventListener("visibilitychange", open);
  addEventListener("pageshow", open);
  addEventListener("online", open);
  setInterval(() => {
    const broken = !stream || stream.readyState !== 1;
    if (broken || Date.now() - last > BEAT) poll();
    if (stream && stream.readyState === 2) open();
  }, POLL);
  open();
}

// Answers that have no receipt yet. They lie in the browser's storage, so that a closed tab loses none.
function queue(name, token, told) {
  let busy = false;
  const all = () => kept.get(name) ?? [];
  const put = (list) => kept.set(name, list);
  async function send() {
    if (busy) return;
    busy = true;
    let pause = SOONEST;
    for (let list = all(); list.length; list = all()) {
      const [first] = list;
      const back = await call("answers", { method: "POST", body: first, headers: { "X-Seat": token() } });
      const received = back?.status === 200 && back.round === first.round && back.part === first.part && back.seq === first.seq;
      const refused = back && [401, 404, 409, 413, 422].includes(back.status);
      if (received || (refused && back.why !== "paused")) {
        put(all().filter((each) => each.round !== first.round || each.part !== first.part || each.seq > first.seq));
        told(received ? { sent: first } : { refused: back.why, fields: back.fields, answer: first });
        pause = SOONEST;
      } else {
        // Where the server answers, it says itself why it does not take the answer now.
        told({ waiting: list.length, paused: back?.why === "paused", why: [429, 503].includes(back?.status) ? back.why : undefined });
        await wait(pause * (0.5 + Math.random()));
        pause = Math.min(2 * pause, LATEST);
      }
    }
    busy = false;
  }
  addEventListener("online", send);
  addEventListener("visibilitychange", send);
  return {
    add(answer) {
      put([...all().filter((each) => each.round !== answer.round || each.part !== answer.part), answer]);
      send();
    },
    holds: (round, part) => all().find((each) => each.round === round && each.part === part),
    send,
  };
}

// A code as it was meant, and whether its last letter fits: a slip is found before anybody is asked (peerkit/room/codes.py).
const LETTERS = "BCDFGHJKLMNPQRTVWXZ";
const READ_AS = { 8: "B", 0: "D", 6: "G", 1: "L", 2: "Z", 7: "T", 4: "H" };
const meant = (text) => [...text.toUpperCase()].map((each) => READ_AS[each] ?? each).join("").replace(/[^A-Z0-9]/g, "");
const fits = (code) => code.length === 5 && [...code].every((each) => LETTERS.includes(each))
  && [...code].reduce((sum, each, place) => sum + (place + 1) * LETTERS.indexOf(each), 0) % LETTERS.length === 0;
