// The tables of a report on a log. Whoever has opened a card keeps it open only until another log is shown.
function render({ model, el }) {
  const told = document.createElement("div");
  told.className = "pk-log pk-told";
  const show = () => { told.innerHTML = model.get("html"); };
  el.append(told);
  model.on("change:html", show);
  show();
  return () => model.off("change:html", show);
}

export default { render };
