// The wall: the code, how many are in, the clock, the question, and what the desk has drawn. It needs neither desk nor kernel to stay right.
const main = document.getElementById("main");
const LONG = 90;
let ends = null;
let state = null;
let asked = {};
const at = new URLSearchParams(location.search).get("at") ?? `${location.origin}${BASE}/`;
const qr = make("img", { alt: `QR code of ${at}${CODE}`, src: `${BASE}/${CODE}/qr.svg?at=${encodeURIComponent(at)}` });
const many = make("p", { class: "many", role: "status" });
const here = make("p", { class: "here" });
const clock = make("p", { class: "clock" });
const stage = make("section", { class: "stage", "aria-live": "polite" });
const away = make("p", { class: "note", hidden: true }, "The network is away. This stays as it was.");
const side = make("aside", {}, qr, make("p", {}, "Open ", make("strong", {}, at.replace(/^https?:\/\//, ""))),
  make("p", { class: "big-code" }, CODE.toUpperCase()), many, here, clock);
main.replaceChildren(side, make("div", { class: "board" }, stage, away));

const TOLD = {
  ready: ["Ready", "The next question comes soon."], open: ["Answer on your phone", ""], paused: ["Paused", ""],
  ended: ["Time is over", ""], revealed: ["The figure comes", "from the desk."], finished: ["That was the last question", "Thank you."], archived: ["This room is closed", ""], gone: ["This room is gone", "Ask the instructor for the new code."],
};
const ABOVE = { ready: "Talk with your neighbour. Then vote again.", open: "Answer on your phone", paused: "Paused", ended: "Time is over" };

function view() {
  const { title, words, options } = asked.round === state.round ? asked : {};
  const running = state.state === "open" || state.state === "paused";
  if (state.screen) return [running && title ? make("p", { class: "asked" }, words || title) : null, chart(state.screen)];
  const above = title && ABOVE[state.state];
  if (!above) return TOLD[state.state]?.map((line, place) => make(place ? "p" : "h1", {}, line)) ?? [];
  return [make("p", { class: "above" }, above), make("h1", { class: title.length > LONG ? "long" : "" }, title), words ? make("p", {}, words) : null,
    options.length ? make("ol", { class: "options" }, ...options.map((each) => make("li", {}, each))) : null];
}

// Painted only when something differs: an answer more must not make the beamer flicker.
let painted = "";
function paint() {
  const text = JSON.stringify([state.state, state.round, state.screen, asked]);
  if (text === painted) return;
  painted = text;
  stage.replaceChildren(...view().filter(Boolean));
}

// The question of a round, once it is open. Until it comes, the wall says what it said.
let wanted = "";
async function question() {
  const mine = JSON.stringify([state.round, state.state === "ready"]);
  if (mine === wanted) return;
  wanted = mine;
  const told = state.round ? await call("question") : {};
  if (mine !== wanted) return;
  if (!told) wanted = "";
  asked = told ?? {};
  paint();
}

news((now) => {
  state = now;
  ends = typeof now.closes_in === "number" ? performance.now() + 1000 * now.closes_in : null;
  const there = now.people ?? 0;
  side.hidden = now.state === "gone" || now.state === "archived" || now.status === 404;
  if (now.status === 404) state = { state: "gone" };
  many.textContent = now.state === "open" || now.state === "paused" ? `${now.count} of ${Math.max(now.N, now.count)} in` : "";
  here.textContent = there ? `${there} ${there === 1 ? "phone" : "phones"} here` : "No phone seen yet";
  paint();
  question();
}, (gone) => { away.hidden = !gone; });

setInterval(() => {
  const left = ends === null ? null : Math.max(0, Math.ceil((ends - performance.now()) / 1000));
  clock.textContent = left === null ? "" : `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
}, 250);
