// The scenario in the page's address, both ways. Only pages that peerkit serves have an address of their own to write.
const owned = () => Boolean(document.body.dataset.peerkit);
const key = () => `peerkit:${location.pathname}`;

function read() {
  return location.search.replace(/^\?/, "");
}

function remember(query) {
  try {
    if (query) localStorage.setItem(key(), query);
  } catch {
    // Private windows refuse storage; the address still carries the scenario.
  }
}

function initialize({ model }) {
  if (!owned()) return;
  const write = () => {
    const query = model.get("query");
    if (query === read()) return;
    history.replaceState(history.state, "", location.pathname + (query ? `?${query}` : "") + location.hash);
    remember(query);
  };
  model.on("change:query", write);
  const opened = read();
  if (opened !== model.get("query")) model.send({ kind: "opened", query: opened });
  addEventListener("popstate", () => model.send({ kind: "opened", query: read() }));
}

function render({ el }) {
  el.hidden = true;
  el.style.display = "none";
}

export default { initialize, render };
