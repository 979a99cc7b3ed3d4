// The engagement as a file, for every page that opens one: its text, its way to the folder of downloads, and back.
const NAMELESS = "Unnamed client";
const copied = (table) => ({ ...table, id: fresh(), client: { ...table.client, name: `${table.client.name || NAMELESS} (copy)` } });

// The text of the file: what a file must have is there, whatever has been entered so far. A logo changes no verdict, and need not
// travel with every key.
function asText({ brand, ...rest }, shown, { picture = true } = {}) {
  const table = { ...rest, ...(brand && { brand: picture ? brand : { ...brand, logo: "" } }) };
  const name = table.client.name?.trim() ? table.client.name : NAMELESS;
  return JSON.stringify({ ...table, client: { ...table.client, name }, made_with: shown.made_with, rules: shown.rules, seed: shown.seed }, null, 1);
}

// A file for the folder of downloads; returns its name.
function handed(table, blob, ending) {
  const name = (table.client.name || NAMELESS).toLowerCase().normalize("NFKD").replace(/[^a-z0-9]+/g, "-").replace(/^-+|-+$/g, "").slice(0, 40) || "client";
  const address = URL.createObjectURL(blob);
  make("a", { href: address, download: `${name}.${ending}` }).click();
  setTimeout(() => URL.revokeObjectURL(address), LONG);
  return `${name}.${ending}`;
}

// The engagement itself as a file, as its next revision.
function handedOver(table, shown) {
  table.revision = (Number.isInteger(table.revision) ? table.revision : 0) + 1;
  return handed(table, new Blob([`${asText(table, shown)}\n`], { type: "application/json" }), "peerkit.json");
}

// The text of a file, or the sentence that says why it is none.
function readFile(shown, file, done, refused) {
  if (file.size > shown.largest) return refused(`The file has ${file.size.toLocaleString("en")} bytes; an engagement has at most ${shown.largest.toLocaleString("en")}. ${shown.untouched}`);
  return file.arrayBuffer().then((bytes) => new TextDecoder("utf-8", { fatal: true }).decode(bytes)).then(done, () => refused(`The file is not text in UTF-8. ${shown.untouched}`));
}

// The field that takes a file, and the button in front of it; `read` gets its text, `refused` a sentence.
function fileField(shown, read, refused) {
  const field = make("input", { type: "file", accept: ".json,application/json", class: "pk-upload", "aria-label": "Open a file", tabindex: "-1", onchange: () => {
    const [file] = field.files;
    field.value = "";
    if (file) readFile(shown, file, read, refused);
  } });
  return [field, make("button", { type: "button", onclick: () => field.click() }, "Open a file")];
}

// A place for notices, with buttons where something is to be decided.
function notices() {
  const element = make("div", { class: "pk-notice", role: "status" });
  function tell(words, ...buttons) {
    delete element.dataset.passing;
    element.replaceChildren(...(words ? [make("p", {}, words)] : []), ...buttons.map(([label, act]) => make("button", { type: "button", onclick: () => {
      element.replaceChildren();
      act();
    } }, label)));
  }
  // Good news, which the next screen does not need any more.
  function inform(words) {
    tell(words);
    element.dataset.passing = "";
  }
  return { element, tell, inform };
}

// A file that was read: shown at once, unless this browser keeps another state of the same engagement. `show` gets the table
// and, where the browser's own state is replaced, the entry of it.
function arriving(table, tell, show) {
  const whole = { ...table, id: table.id || fresh() };
  const there = shelf.read(whole.id);
  if (!there || JSON.stringify(there.table) === JSON.stringify(whole)) return show(whole, there);
  return tell(`This browser has another state of ${whole.client.name}, kept at ${clock(there.at)} on ${String(there.at).slice(0, 10)}.`,
    ["Replace it by the file", () => show(whole, there)], ["Open the file as a copy", () => show(copied(whole), null)]);
}

// Another tab wrote the engagement that is open here; `entry` is what it wrote, none where it has forgotten it.
function disturbing(tell, entry, load, keepMine) {
  const words = entry ? `Another tab changed this engagement at ${clock(entry.at)}. This tab has stopped saving.` : "Another tab has forgotten this engagement. This tab has stopped saving.";
  tell(words, ...(entry ? [["Load that", () => load(entry)]] : []), ["Keep mine as a copy", keepMine]);
}
