// The wall: the code, how many are in, the clock, and what the desk has drawn. It needs neither desk nor kernel to stay right.
const main = document.getElementById("main");
let ends = null;
const at = new URLSearchParams(location.search).get("at") ?? `${location.origin}${BASE}/`;
const code = make("p", { class: "big-code" }, CODE.toUpperCase());
const qr = make("img", { alt: `QR code of ${at}${CODE}`, src: `${BASE}/${CODE}/qr.svg?at=${encodeURIComponent(at)}` });
const many = make("p", { class: "many", role: "status" });
const clock = make("p", { class: "clock" });
const stage = make("section", { class: "stage", "aria-live": "polite" });
const away = make("p", { class: "note", hidden: true }, "The network is away. This stays as it was.");
main.replaceChildren(make("aside", {}, qr, make("p", {}, "Open ", make("strong", {}, at.replace(/^https?:\/\//, ""))), code, many, clock), make("div", {}, away, stage));

const TOLD = {
  ready: ["Ready", "The next question comes soon."], open: ["Answer on your phone", ""], paused: ["Paused", ""],
  ended: ["Time is over", ""], revealed: ["The figure comes", "from the desk."], finished: ["That was the last question", ""], archived: ["This room is closed", ""], gone: ["This room is gone", ""],
};

news((state) => {
  ends = typeof state.closes_in === "number" ? performance.now() + 1000 * state.closes_in : null;
  many.textContent = state.people ? `${state.people} ${state.people === 1 ? "phone" : "phones"} here${state.state === "open" || state.state === "paused" ? `, ${state.count} in` : ""}` : "No phone seen yet";
  const [title, words] = TOLD[state.state] ?? ["", ""];
  stage.replaceChildren(...(state.screen ? [chart(state.screen)] : [make("h1", {}, title), make("p", {}, words)]));
}, (gone) => { away.hidden = !gone; });

setInterval(() => {
  const left = ends === null ? null : Math.max(0, Math.ceil((ends - performance.now()) / 1000));
  clock.textContent = left === null ? "" : `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
}, 250);
