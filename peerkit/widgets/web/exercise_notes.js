// The answers to all exercises of a lesson as one's own notes: to read, to print, to take along, or to forget.
const escaped = (text) => String(text).replace(/[&<>"]/g, (letter) => `&#${letter.charCodeAt(0)};`);

function answerWords({ answer, said }) {
  if (typeof said === "string") return said;
  if (Array.isArray(answer)) return answer.join(", ");
  return typeof answer === "string" ? answer : "";
}

// Question, answer and reply of every exercise that was begun.
function written(exercises) {
  return exercises.flatMap(({ name, kind, question }) => {
    const entry = stored(name);
    const answer = answerWords(entry);
    const words = typeof entry.words === "string" ? entry.words : "";
    return answer || words ? [{ question, answer, words, told: entry.state === "miss" ? "not right yet" : progress(kind, entry)[1] }] : [];
  });
}

const asText = (title, lines, own) => [`My notes: ${title}`, ...lines.map(({ question, answer, words, told }) =>
  [question, answer && `My answer: ${answer} (${told})`, words].filter(Boolean).join("\n")), own && `In my own words: ${own}`].filter(Boolean).join("\n\n");

const asPage = (title, lines, own) => `<!DOCTYPE html><html lang="en"><meta charset="utf-8"><title>My notes: ${escaped(title)}</title>
<style>body{font:1rem/1.5 system-ui,sans-serif;max-width:42rem;margin:2rem auto;padding:0 1rem}h2{font-size:1rem}section{break-inside:avoid}p{white-space:pre-wrap;overflow-wrap:anywhere}</style>
<h1>${escaped(title)}</h1>${lines.map(({ question, answer, words, told }) =>
  `<section><h2>${escaped(question)}</h2>${answer ? `<p><b>My answer:</b> ${escaped(answer)} (${escaped(told)})</p>` : ""}<p>${escaped(words)}</p></section>`).join("\n")}
${own ? `<section><h2>In my own words</h2><p>${escaped(own)}</p></section>` : ""}</html>`;

function download(name, type, content) {
  const link = make("a", { href: URL.createObjectURL(new Blob([content], { type })), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

// A frame of its own, so that only the notes are printed.
function print(page) {
  const frame = make("iframe", { srcdoc: page, title: "My notes", style: "position:fixed;width:0;height:0;border:0", "aria-hidden": "true" });
  frame.addEventListener("load", () => {
    frame.contentWindow.addEventListener("afterprint", () => frame.remove());
    frame.contentWindow.print();
  });
  document.body.append(frame);
}

// A button that forgets what is stored under some names, and the question that comes before.
function forgettable(names, warning, notice) {
  const button = (words, act, kind = "") => make("button", { type: "button", class: kind, onclick: act }, words);
  const sure = make("div", { class: "pk-buttons", hidden: true, role: "group", "aria-label": "Forget my answers?" });
  const begin = button("Forget my answers", () => confirming(true));
  function confirming(asked) {
    sure.hidden = !asked;
    begin.hidden = asked;
    (asked ? sure.querySelector("button:last-child") : begin).focus();
  }
  sure.append(make("span", {}, warning), button("Yes, forget them", () => {
    forget(names());
    confirming(false);
    notice.textContent = "Your answers are forgotten.";
  }), button("No, keep them", () => confirming(false), "pk-primary"));
  return [begin, sure];
}

function notesPanel(model, el, { name, question, exercises }) {
  const id = `pk${Math.random().toString(36).slice(2, 8)}`;
  const count = make("p", { role: "status" });
  const list = make("ol", { class: "pk-written" });
  const notice = make("p", { class: "pk-notice", role: "status" });
  const field = make("textarea", { id, rows: 3 });
  cutting(field, MOST_LETTERS, (words) => { notice.textContent = words; }, () => {
    if (!store(name, { answer: field.value })) notice.textContent ||= warnOnce();
  });
  const own = () => field.value.trim();
  const file = `notes_${name.replace(/\W+/g, "_").replace(/_notes$/, "")}`;
  const lines = () => written(exercises);
  const button = (words, act, kind = "") => make("button", { type: "button", class: kind, onclick: act }, words);
  const [begin, sure] = forgettable(() => [...exercises.map((each) => each.name), name], "This deletes all your answers to this lesson from this device.", notice);
  function show() {
    const counted = exercises.filter((each) => each.here || finished(stored(each.name)));
    const done = counted.filter((each) => finished(stored(each.name))).length;
    count.textContent = `${done} of ${counted.length} exercises done.`;
    list.replaceChildren(...lines().map(({ question: asked, answer, words, told }) => make("li", {},
      make("p", {}, make("b", {}, asked)), answer ? make("p", {}, `My answer: ${answer} (${told})`) : null, words ? make("p", {}, words) : null)));
    if (document.activeElement !== field) field.value = stored(name).answer ?? "";
  }
  el.setAttribute("role", "group");
  el.setAttribute("aria-label", "Your notes");
  el.append(make("p", { class: "pk-kicker" }, make("span", {}, "Your notes")), count,
    make("details", { class: "pk-all" }, make("summary", {}, "Read my answers"), list),
    make("div", { class: "pk-answer" }, make("label", { for: id, class: "pk-question" }, "What do you want to remember?"), field), notice,
    make("div", { class: "pk-buttons" }, button("Print", () => print(asPage(question, lines(), own()))),
      button("Download as a page", () => download(`${file}.html`, "text/html", asPage(question, lines(), own()))),
      button("Download as text", () => download(`${file}.txt`, "text/plain", asText(question, lines(), own()))), begin), sure,
    make("small", {}, "Your answers are kept in this browser, on this device, and nowhere else."));
  const names = new Set([name, ...exercises.map((each) => each.name)]);
  const end = watch((changed) => names.has(changed), show);
  show();
  return end;
}
