// What every page has whatever its notebook does: the theme switch and a notice when the session is gone.
const root = document.documentElement;
const dark = matchMedia("(prefers-color-scheme: dark)");
const button = document.getElementById("pk-theme");
const isDark = () => (root.dataset.theme ? root.dataset.theme === "dark" : dark.matches);

function label() {
  button.textContent = isDark() ? "Light" : "Dark";
  button.setAttribute("aria-label", `Switch to ${isDark() ? "light" : "dark"} colours`);
}

button.addEventListener("click", () => {
  root.dataset.theme = isDark() ? "light" : "dark";
  try {
    localStorage.setItem("peerkit:theme", root.dataset.theme);
  } catch {
    // Without storage the choice lasts for this page.
  }
  label();
});
dark.addEventListener("change", label);
label();

// Escape closes the list of related pages, and the focus goes back to what opened it.
for (const list of document.querySelectorAll(".pk-related")) {
  list.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !list.open) return;
    list.open = false;
    list.querySelector("summary").focus();
  });
}

// A link to one fact of a case (…#staff_2005_03) arrives before the table of facts does.
if (location.hash.length > 1 && !document.getElementById(location.hash.slice(1))) {
  const arriving = new MutationObserver(() => {
    if (!document.getElementById(decodeURIComponent(location.hash.slice(1)))) return;
    arriving.disconnect();
    // Only a navigation makes :target apply; replacing the address with itself is one without a trace.
    location.replace(location.hash);
  });
  arriving.observe(document.body, { childList: true, subtree: true });
}

// A page talks to one kernel. Without it the figures stay, but moving a slider would do nothing and say nothing.
const gone = document.querySelector(".pk-gone");
const config = document.getElementById("pk-kernel");
const { base, kernel } = config ? JSON.parse(config.textContent) : {};
if (gone && config && !kernel) {
  // All places are taken. A page that nobody looks at does not take one either.
  const LOOKS_EVERY = 5000;
  gone.textContent = "The room is full. What you see can be read; moving anything has no effect yet. This page comes alive by itself when a place is free.";
  gone.hidden = false;
  const look = async () => {
    try {
      const { free } = document.hidden ? {} : await (await fetch(`${base}peerkit/places`, { cache: "no-store" })).json();
      if (free) return location.reload();
    } catch {
      // The server is away; the next look may find it.
    }
    setTimeout(look, LOOKS_EVERY * (0.5 + Math.random()));
  };
  setTimeout(look, LOOKS_EVERY * Math.random());
}
if (gone && config && kernel) {
  const EVERY = 10000;
  const CONNECTS_WITHIN = 8000;
  // The first of these that a page holds says what outlasts the session: a desk's client may stand beside a model's numbers.
  const KEPT = [
    [".pk-exercise", ", and your answers are kept in this browser."],
    [".pk-room", ", and the answers of the room are kept on the server."],
    [".pk-desk", ", and what you typed about the client is kept in this browser."],
    [".pk-panel", ", and its numbers are in the address of this page."],
  ];
  const kept = () => `What you see can be read${KEPT.find(([part]) => document.querySelector(part))?.[1] ?? "."}`;
  const say = (text) => {
    if (gone.dataset.text !== text) {
      gone.dataset.text = text;
      gone.replaceChildren(text, " ", Object.assign(document.createElement("button"), { textContent: "Reload", type: "button", onclick: () => location.reload() }));
    }
    gone.hidden = !text;
  };
  const talks = () => document.body.dataset.kernel === "connected" || !document.querySelector(".pk-output[data-widget]");
  let patient = true;
  const check = async () => {
    try {
      const answer = await fetch(`${base}peerkit/alive/${kernel}`, { cache: "no-store" });
      if (answer.status === 404) say(`This session has ended. ${kept()} Reload the page to move anything.`);
      else if (!talks() && !patient) say(`This page cannot reach its session: the network between here and the server lets no WebSocket through. ${kept()} Ask whoever runs the server or the network.`);
      else say("");
    } catch {
      say(`The server cannot be reached. ${kept()} The page works again when the server is back.`);
    }
  };
  setTimeout(() => {
    patient = false;
    if (!talks()) check();
  }, CONNECTS_WITHIN);
  setInterval(() => document.hidden || check(), EVERY);
  document.addEventListener("visibilitychange", () => document.hidden || check());
  addEventListener("online", check);
  addEventListener("peerkit:check", check);
  // Back and Forward may bring a page from memory whose session was ended when it was left.
  addEventListener("pageshow", ({ persisted }) => persisted && location.reload());
}
