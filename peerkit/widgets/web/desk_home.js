// The end of the hour: the report, what goes home, and another adviser's copy.
const REPORTS = { html: "Page (HTML)", pdf: "Memo (PDF)", pptx: "Deck (PPTX)", xlsx: "Workbook (XLSX)" };

const PREVIEWED = "The preview comes as soon as the kernel answers.";

// A picture as the text that a message carries.
const inWords = (bytes) => {
  let words = "";
  for (let i = 0; i < bytes.length; i += 8192) words += String.fromCharCode(...bytes.subarray(i, i + 8192));
  return btoa(words);
};

function brandPart(desk, changed) {
  const { table } = desk;
  const problem = make("p", { class: "pk-problem", role: "status" });
  const picture = make("img", { class: "pk-logo", alt: "The client's logo", hidden: true });
  const put = (change) => {
    desk.change(() => { table.brand = { ...table.brand, ...change }; }, false);
    show();
    changed();
  };
  const colour = make("input", { type: "color", onchange: () => put({ colour: colour.value }) });
  const file = make("input", { type: "file", accept: "image/png,image/jpeg", class: "pk-upload", "aria-label": "Choose a logo", tabindex: "-1", onchange: () => {
    const [given] = file.files;
    file.value = "";
    if (!given) return;
    problem.textContent = "";
    if (given.size > desk.shown.logo) {
      problem.textContent = `The picture has ${given.size.toLocaleString("en")} bytes; a logo may have at most ${desk.shown.logo.toLocaleString("en")}.`;
      return;
    }
    given.arrayBuffer().then((bytes) => desk.ask("logo", { text: inWords(new Uint8Array(bytes)) }, ({ logo, refused }) => {
      problem.textContent = refused ?? "";
      if (logo) put({ logo });
    }));
  } });
  const away = make("button", { type: "button", onclick: () => put({ logo: "" }) }, "Remove the logo");
  function show() {
    const { logo = "", colour: own = "" } = table.brand ?? {};
    picture.hidden = away.hidden = !logo;
    if (logo) picture.src = `data:image/png;base64,${logo}`;
    else picture.removeAttribute("src");
    colour.value = /^#[0-9a-f]{6}$/i.test(own) ? own : "#0b6b63";
  }
  show();
  return make("details", { open: Boolean(table.brand?.logo) }, make("summary", {}, "The client's colour and logo"),
    make("label", { class: "pk-field pk-colour" }, make("span", {}, "Colour"), colour),
    picture, make("p", { class: "pk-buttons" }, file, make("button", { type: "button", onclick: () => file.click() }, "Choose a logo"), away),
    make("p", {}, make("small", {}, "A PNG or a JPEG. It is made anew as a small picture, and everything else in the file is left out.")), problem);
}

function nothingYet(desk) {
  if (desk.table.client.name || Object.keys(desk.table.answers).length) return "";
  return make("p", {}, "Nothing has been answered yet. Go to the first screen, open a file, or ", make("button", { type: "button", onclick: () => desk.example() }, "Try it with a fictional client"));
}

function reportScreen(desk, place) {
  const frame = make("div", { class: "pk-sheet" }, PREVIEWED);
  const ask = () => desk.preview(({ html, refused }) => {
    if (!html) return frame.replaceChildren(refused ?? PREVIEWED);
    // No script runs in it; its origin is ours so that its height can be read.
    const sheet = make("iframe", { title: "Preview of the memo", sandbox: "allow-same-origin", tabindex: "0", onload: () => {
      sheet.style.height = `${sheet.contentDocument.documentElement.scrollHeight + 2}px`;
    } });
    sheet.srcdoc = html;
    return frame.replaceChildren(sheet);
  });
  place.append(
    nothingYet(desk),
    make("p", {}, "This is the memo. The deck, the page and the workbook say the same sentences and hold the same numbers. Each is made anew from what stands here, and carries the date, the revision and the version of the rules."),
    make("p", { class: "pk-buttons" }, ...desk.shown.formats.map((to) => make("button", { type: "button", onclick: ({ target }) => desk.report(to, target) }, REPORTS[to] ?? to))),
    frame, brandPart(desk, ask),
  );
  ask();
}

// Another adviser's copy beside ours: where both answered, where they are far apart, and what the two together say.
function copiesPart(desk) {
  const result = make("div", {});
  let theirs = "";
  let sides = {};
  const file = make("input", { type: "file", accept: ".json,application/json", class: "pk-upload", "aria-label": "Open a second copy", tabindex: "-1", onchange: () => {
    const [given] = file.files;
    file.value = "";
    sides = {};
    if (given) desk.read(given, (text) => { theirs = text; compare(); }, (words) => result.replaceChildren(make("p", { class: "pk-problem", role: "status" }, words)));
  } });
  const compare = () => desk.ask("compare", { text: desk.text(), theirs, sides }, draw);
  // Merged anew: a choice that was made a moment ago may not have come back yet.
  const take = () => desk.ask("compare", { text: desk.text(), theirs, sides }, ({ table }) => table && desk.take(table), { key: "take" });
  function draw({ refused, same, client, answers, conflicts, shares }) {
    if (refused) return result.replaceChildren(make("p", { class: "pk-problem", role: "status" }, refused));
    const choice = ([path, words]) => {
      const list = make("select", { onchange: () => {
        sides = { ...sides, [path]: list.value };
        compare();
      } }, ...[["", "neither"], ["ours", "this one"], ["theirs", "the other"]].map(([value, label]) => make("option", { value }, label)));
      list.value = sides[path] ?? "";
      return make("li", {}, words, make("label", { class: "pk-take" }, make("span", {}, "Take"), list));
    };
    return result.replaceChildren(
      same ? "" : make("p", {}, `The second file is not a copy of this one: it is about ${client}.`),
      make("div", { class: "pk-copies", tabindex: "0", role: "region", "aria-label": "Both copies side by side" }, make("table", { class: "pk-shares" },
        make("thead", {}, make("tr", {}, ...["question", "this copy", "the other"].map((words) => make("th", { scope: "col" }, words)))),
        make("tbody", {}, ...answers.map(([question, here, there, words]) => make("tr", {}, make("th", { scope: "row" }, question, words ? make("strong", {}, words) : ""), make("td", {}, here), make("td", {}, there)))))),
      ...(conflicts.length ? [make("h3", {}, "Changed by both"), make("p", {}, "Nobody wins: an answer becomes unknown, a number or a text stays away, unless you take one."), make("ul", {}, ...conflicts.map(choice))] : [make("p", {}, "Nothing was changed by both.")]),
      make("table", { class: "pk-shares" }, make("caption", {}, "Share of draws with each verdict, with what you differ on drawn half and half"),
        make("tbody", {}, ...shares.map(([name, share, words]) => make("tr", {}, make("th", { scope: "row" }, name), make("td", {}, make("span", { class: "pk-bar", style: `width:${Math.round(100 * share)}%`, "aria-hidden": "true" })), make("td", {}, words))))),
      make("p", {}, make("button", { type: "button", onclick: take }, "Put the merged copy on the desk"), make("small", {}, " Both copies are kept as they are.")),
    );
  }
  return [make("h3", {}, "Two advisers"), make("p", {}, "Answer alone, each in a file of your own. Then open the second copy here, and both stand side by side."),
    make("p", { class: "pk-buttons" }, file, make("button", { type: "button", onclick: () => file.click() }, "Open a second copy")), result];
}

function homeScreen(desk, place) {
  const { table } = desk;
  const sure = make("p", { class: "pk-buttons", hidden: true }, make("span", {}, "What was not saved as a file is lost. "),
    make("button", { type: "button", onclick: () => desk.forget() }, "Forget it for good"), make("button", { type: "button", onclick: () => { sure.hidden = true; } }, "Keep it"));
  const others = shelf.all().filter((entry) => entry.table.id !== table.id);
  place.append(
    make("p", {}, "The file holds everything of this engagement. It can be opened here on another day or on another machine; the verdict is then computed again."),
    make("p", { class: "pk-buttons" },
      make("button", { type: "button", class: "pk-primary", onclick: () => desk.download() }, "Save a file"),
      make("button", { type: "button", onclick: () => desk.fork() }, "Go on with a copy"),
      make("button", { type: "button", onclick: () => desk.begin() }, "New client"),
      make("button", { type: "button", onclick: () => {
        sure.hidden = false;
        sure.querySelector("button").focus();
      } }, "Forget this client here")),
    sure,
    ...copiesPart(desk),
    others.length ? make("h3", {}, "Also kept in this browser") : "",
    ...others.map((entry) => make("p", {}, make("button", { type: "button", onclick: () => desk.load(entry) }, entry.table.client.name || "Unnamed client"), make("small", {}, ` changed ${String(entry.at).slice(0, 10)}`))),
  );
}
