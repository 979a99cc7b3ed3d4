// The client's numbers for a page with an address of its own: offered where this browser has an engagement with numbers.
// includes elements.js
// includes desk_store.js
function render({ model, el }) {
  const table = shelf.read(shelf.last())?.table;
  const numbers = isTable(table?.numbers) ? table.numbers : {};
  const many = Object.keys(numbers).length;
  el.classList.add("pk-client");
  keepKeys(el);
  if (!many && !model.get("used")) {
    el.hidden = true;
    return undefined;
  }
  const words = make("p", { role: "status" });
  const button = make("button", { type: "button", onclick: () => model.send({ kind: "use", numbers: model.get("used") ? null : numbers }) });
  function show() {
    const used = model.get("used");
    const who = typeof table?.client?.name === "string" && table.client.name.trim() ? table.client.name : "A client";
    const mark = table?.client?.fictional === true ? " (FICTIONAL)" : "";
    el.dataset.used = Boolean(used);
    button.textContent = used ? "Back to the teaching ranges" : "Use the client's ranges";
    button.hidden = used && !many;
    words.textContent = model.get("says") || `${who}${mark} is open in this browser, with ${many} ${many === 1 ? "number" : "numbers"}. None of them goes into the address.`;
  }
  model.on("change:used", show);
  model.on("change:says", show);
  show();
  el.append(words, button);
  return () => {
    model.off("change:used", show);
    model.off("change:says", show);
  };
}

export default { render };
