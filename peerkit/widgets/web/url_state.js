// The scenario in the page's address, both ways. Only pages that peerkit serves have an address of their own to write.
const owned = () => Boolean(document.body.dataset.peerkit);
const read = () => location.search.replace(/^\?/, "");

function initialize({ model }) {
  if (!owned()) return;
  const write = () => {
    const query = model.get("query");
    if (query !== read()) history.replaceState(history.state, "", location.pathname + (query && `?${query}`) + location.hash);
  };
  const opened = () => model.send({ kind: "opened", query: read() });
  model.on("change:query", write);
  addEventListener("popstate", opened);
  if (read() !== (model.get("read") ?? model.get("query"))) opened();
  return () => {
    model.off("change:query", write);
    removeEventListener("popstate", opened);
  };
}

function render({ el }) {
  el.hidden = true;
  el.style.display = "none";
}

export default { initialize, render };
