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

// A page talks to one kernel. If that, or the server, is gone, moving a slider would do nothing and say nothing.
const gone = document.querySelector(".pk-gone");
const config = document.getElementById("jupyter-config-data");
if (gone && config) {
  const { baseUrl, kernelId } = JSON.parse(config.textContent);
  const EVERY = 10000;
  const say = (text) => {
    if (gone.dataset.text !== text) {
      gone.dataset.text = text;
      gone.replaceChildren(text, " ", Object.assign(document.createElement("button"), { textContent: "Reload", type: "button", onclick: () => location.reload() }));
    }
    gone.hidden = !text;
  };
  const check = async () => {
    try {
      const answer = await fetch(`${baseUrl}peerkit/alive/${kernelId}`, { cache: "no-store" });
      if (answer.ok) say("");
      else if (answer.status === 404) say("This session has ended. Nothing is lost: your numbers are in the address of this page.");
    } catch {
      say("The server cannot be reached. Your numbers are in the address of this page; it will work again when the server is back.");
    }
  };
  setInterval(() => document.hidden || check(), EVERY);
  document.addEventListener("visibilitychange", () => document.hidden || check());
  addEventListener("online", check);
  addEventListener("peerkit:check", check);
}
