// What several widgets build their part of a page from.
// includes numbers.js
// includes make.js

// Formulas arrive as MathML from the kernel's own code, or as plain LaTeX where no converter is installed.
function formula(text) {
  const span = make("span", { class: "pk-formula" });
  if (text.startsWith("<math")) span.innerHTML = text;
  else span.textContent = text;
  return span;
}

// A page that peerkit serves has an address of its own; in JupyterLab the address is not the scenario's.
const served = () => Boolean(document.body.dataset.peerkit);

// In JupyterLab letters are commands, unless the element that has the focus says that it needs its keys itself.
function keepKeys(el) {
  el.dataset.lmSuppressShortcuts = "true";
  el.addEventListener("keydown", (event) => event.target.matches("input, select, button, summary, [role=slider]") && event.stopPropagation());
}
