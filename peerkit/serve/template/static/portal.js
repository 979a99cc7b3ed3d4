// The search of the portal and of the pages of reference, and the pages that were opened lately in this browser.
const STOPS = new Set("a an and are as at be by can do does for how i if in is it many much my of on or should so that the their there this to what when where which who why will with you your".split(" "));
const ENDINGS = [
  [/(ss|us|is)$/, "$1"],
  [/ies$/, "y"],
  [/(sh|ch|x|ss)es$/, "$1"],
  [/s$/, ""],
];

// Spelling and endings that do not change what a word is about: riders, riding, ride; specialization, specialise.
export function stem(word) {
  if (word.length < 4) return word;
  let root = word.normalize("NFD").replace(/\p{M}/gu, "").replace(/iz(e|es|ed|er|ing|ation|ations)$/, "is$1").replace(/our$/, "or");
  const [from, to] = ENDINGS.find(([ending]) => ending.test(root)) ?? [/$/, ""];
  root = root.replace(from, to);
  const shorter = root.replace(/(ation|ing|ed|er|ion|ly)$/, "");
  if (shorter.length >= 4) root = shorter;
  if (root.length > 4) root = root.replace(/(.)\1$/, "$1");
  return root.length > 4 ? root.replace(/[ey]$/, "") : root;
}

// True where one letter was left out, added, mistaken or swapped with its neighbour.
export function oneLetterOff(a, b) {
  if (Math.abs(a.length - b.length) > 1 || a === b) return false;
  let from = 0;
  while (from < a.length && a[from] === b[from]) from++;
  let [endA, endB] = [a.length, b.length];
  while (endA > from && endB > from && a[endA - 1] === b[endB - 1]) [endA, endB] = [endA - 1, endB - 1];
  const [left, right] = [a.slice(from, endA), b.slice(from, endB)];
  return (left.length <= 1 && right.length <= 1) || (left.length === 2 && left === [...right].reverse().join(""));
}

export const words = (text) => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];

// The words of a text that tell something, as stems.
function telling(text) {
  const all = words(text);
  const some = all.filter((word) => !STOPS.has(word));
  return (some.length ? some : all).map(stem);
}

// Which pages a word leads to, and how well: 8 in the title, 4 in the words of the card, 1 in the text of the page.
export class Search {
  constructor(index, cards) {
    this.places = new Map();
    for (const [word, numbers] of Object.entries(index.words)) for (const number of numbers) this.#put(word, number, 1);
    this.titles = [];
    index.pages.forEach((address, number) => {
      const card = cards.get(address);
      if (!card) return;
      this.titles[number] = telling(card.querySelector("b").textContent).join(" ");
      for (const word of words(card.dataset.words)) this.#put(word, number, 4);
      for (const word of words(card.querySelector("b").textContent)) this.#put(word, number, 8);
    });
    // People write "open source" as one word, too.
    this.typed = Object.entries(index.typed).flatMap(([phrase, numbers]) => {
      const parts = words(phrase);
      const whole = [parts.map(stem), numbers];
      return parts.length > 1 ? [whole, [[stem(parts.join(""))], numbers]] : [whole];
    });
    this.terms = index.terms.map(([key, term, meaning]) => ({ key, term, meaning, stems: new Set(words(`${term} ${key}`).map(stem)) }));
    this.count = index.pages.length;
    this.known = new Set([...Object.keys(index.words), ...Object.keys(index.typed).flatMap(words), ...index.terms.flatMap(([, term]) => words(term))]);
  }

  // The words as the pages spell them: a long word that nobody uses is taken for the one that differs in a letter, and of
  // several for the one on most pages.
  respelt(asked) {
    const known = [...this.known];
    const many = (word) => this.places.get(stem(word))?.size ?? 0;
    const stems = new Set(known.map(stem));
    return asked.map((word, at) => {
      const unfinished = at === asked.length - 1 && known.some((other) => other.startsWith(word));
      if (word.length < 5 || unfinished || stems.has(stem(word))) return word;
      return known.filter((other) => oneLetterOff(word, other)).reduce((best, other) => (best === word || many(other) > many(best) ? other : best), word);
    });
  }

  #put(word, number, weight) {
    const key = stem(word);
    if (!this.places.has(key)) this.places.set(key, new Map());
    const scores = this.places.get(key);
    scores.set(number, Math.max(scores.get(number) ?? 0, weight));
  }

  // The word that is being typed may be a beginning; two letters are no beginning of anything.
  #scores(word, unfinished) {
    const exact = this.places.get(stem(word));
    if (exact || !unfinished || word.length < 3) return exact ?? new Map();
    const scores = new Map();
    for (const [key, places] of this.places) {
      if (key.startsWith(word)) for (const [number, weight] of places) scores.set(number, Math.max(scores.get(number) ?? 0, weight));
    }
    return scores;
  }

  find(query) {
    const exact = words(query);
    const all = this.respelt(exact);
    const instead = all.some((word, at) => word !== exact[at]) ? all.join(" ") : "";
    const telling = all.filter((word) => !STOPS.has(word));
    const asked = telling.length ? telling : all;
    const stems = asked.map(stem);
    const meant = new Map();
    for (const [phrase, numbers] of this.typed) {
      const starts = stems.findIndex((_, at) => phrase.every((part, i) => stems[at + i] === part));
      if (starts >= 0) numbers.forEach((number, place) => meant.set(number, [starts, starts + phrase.length, place]));
    }
    const scores = asked.map((word, at) => this.#scores(word, at === asked.length - 1));
    const rated = [];
    for (let number = 0; number < this.count; number++) {
      const [from, to, place] = meant.get(number) ?? [0, 0, Infinity];
      const each = scores.map((places, at) => Math.max(at >= from && at < to ? 6 : 0, places.get(number) ?? 0));
      const hits = each.filter(Boolean).length;
      // Lessons and models share many words: a whole title, or the list made by hand, decides between them.
      const named = this.titles[number] === stems.join(" ");
      if (hits) rated.push({ number, hits, named, place, score: each.reduce((a, b) => a + b, 0) });
    }
    // Where all that was typed is in the list made by hand, a page that only happens to use the word is none of it.
    const known = [...meant.values()].some(([from, to]) => from === 0 && to === asked.length);
    const whole = rated.filter(({ hits, score }) => hits === asked.length && (!known || score > hits));
    const nearer = (a, b) => (a.place < b.place ? -1 : a.place > b.place ? 1 : a.number - b.number);
    const shown = (whole.length ? whole : rated).sort((a, b) => b.hits - a.hits || b.named - a.named || b.score - a.score || nearer(a, b));
    const terms = this.terms.filter((term) => stems.length && stems.every((part) => term.stems.has(part)));
    return { numbers: shown.map(({ number }) => number), some: shown.length > 0 && !whole.length, terms, instead };
  }
}

const element = (name, properties, ...children) => {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
};

function offerSearch(portal) {
  const index = JSON.parse(portal.querySelector(".pk-index").textContent);
  const cards = new Map([...portal.querySelectorAll("li[data-page]")].reverse().map((card) => [card.dataset.page, card]));
  const search = new Search(index, cards);
  const field = portal.querySelector(".pk-search");
  const browse = portal.querySelector(".pk-browse");
  const results = portal.querySelector(".pk-found");
  const show = () => {
    const query = field.value.trim();
    browse.hidden = Boolean(query);
    results.hidden = !query;
    history.replaceState(history.state, "", location.pathname + (query ? `?q=${encodeURIComponent(query)}` : ""));
    if (!query) return;
    const { numbers, some, terms, instead } = search.find(query);
    results.querySelector(".pk-cards").replaceChildren(...numbers.map((number) => cards.get(index.pages[number])?.cloneNode(true)).filter(Boolean));
    results.querySelector(".pk-terms").replaceChildren(
      ...terms.map(({ key, term, meaning }) => element("li", {}, element("a", { href: `glossary#${key}`, textContent: term }), `: ${meaning}`)),
    );
    results.querySelector(".pk-count").textContent = (instead ? `Nothing is called “${query}”. Did you mean “${instead}”? ` : "") + said(instead || query, numbers.length, some, terms.length);
  };
  field.form.addEventListener("submit", (event) => event.preventDefault());
  field.addEventListener("input", show);
  field.value ||= new URLSearchParams(location.search).get("q") ?? "";
  if (field.value) show();
}

function said(query, pages, some, terms) {
  if (!pages && terms) return `No page is about “${query}”, but the glossary explains it.`;
  if (!pages) return `No page mentions “${query}”. Try one word instead of several, or another word for the same thing; or clear the field to see all questions.`;
  const many = pages === 1 ? "1 page" : `${pages} pages`;
  return some ? `No page has all of these words. ${many} with some of them:` : `${many} about “${query}”, the closest first:`;
}

// A page of reference shows the entries that have all the words.
function offerLookup(page) {
  const entries = [...page.querySelectorAll("[data-entry]")].map((entry) => [entry, words(entry.textContent).map(stem)]);
  const field = page.querySelector(".pk-search");
  const none = page.querySelector(".pk-count");
  const show = () => {
    const asked = words(field.value);
    const stems = asked.map(stem);
    let shown = 0;
    for (const [entry, has] of entries) {
      const last = stems.length - 1;
      entry.hidden = !stems.every((part, at) => has.includes(part) || (at === last && asked[at].length > 2 && has.some((word) => word.startsWith(asked[at]))));
      shown += entry.hidden ? 0 : 1;
    }
    none.textContent = shown ? "" : `Nothing here mentions “${field.value}”. Try another word, or clear the field to see everything.`;
  };
  field.form.addEventListener("submit", (event) => event.preventDefault());
  field.addEventListener("input", show);
}

function showOpened(portal) {
  const section = portal.querySelector(".pk-lately");
  let opened = [];
  try {
    opened = JSON.parse(localStorage.getItem("peerkit:opened")) ?? [];
  } catch {
    // Without storage nothing is remembered.
  }
  const there = new Set([...portal.querySelectorAll("li[data-page]")].map((card) => card.dataset.page));
  const links = opened.filter(({ address }) => there.has(address)).map(({ address, title }) => element("li", {}, element("a", { href: address, textContent: title })));
  if (!links.length) return;
  const forget = element("button", {
    type: "button",
    textContent: "Forget these",
    onclick: () => {
      localStorage.removeItem("peerkit:opened");
      section.hidden = true;
    },
  });
  section.querySelector("ul").replaceChildren(...links, element("li", {}, forget));
  section.hidden = false;
}

// How far somebody has come in the course: only this browser knows. Lessons write their answers under these names.
const ANSWER = "peerkit:answer:";
const LESSON = "peerkit:lesson";

function entryOf(name) {
  try {
    return JSON.parse(localStorage.getItem(ANSWER + name)) ?? {};
  } catch {
    return {};
  }
}

const finished = ({ state, seen, points }) => ["right", "told"].includes(state) || Boolean(seen) || (state === "kept" && Boolean(points));

// Exercises done and exercises that can be done here, of one lesson; null where nothing was begun.
function progressOf(card) {
  const entries = card.dataset.asks.split(" ").map(entryOf);
  const here = entries.filter(({ state }) => state !== "elsewhere");
  const done = here.filter(finished).length;
  return here.some((entry) => Object.keys(entry).length) ? { done, of: here.length, whole: done === here.length } : null;
}

function showProgress(cards) {
  for (const card of cards.filter(({ dataset }) => dataset.asks)) {
    const progress = progressOf(card);
    let line = card.querySelector(".pk-done");
    if (!line) card.querySelector(".pk-about").append((line = element("span", { className: "pk-done" })));
    const words = progress && (progress.whole ? "✓ All exercises done" : `${progress.done} of ${progress.of} exercises done`);
    line.replaceChildren(...(progress ? [words, element("progress", { max: progress.of, value: progress.done, ariaHidden: "true" })] : []));
  }
}

// The lesson to go on with: the one that was opened last, or the next one where that is done.
function showContinue(section, cards) {
  const line = section.querySelector(".pk-continue");
  let last = null;
  try {
    last = localStorage.getItem(LESSON);
  } catch {
    // Without storage nobody knows.
  }
  const place = cards.findIndex(({ dataset }) => dataset.page === last);
  line.hidden = place < 0;
  if (place < 0) return;
  const whole = cards[place].dataset.asks && progressOf(cards[place])?.whole;
  const card = (whole && cards[place + 1]) || cards[place];
  const title = card.querySelector("b").textContent;
  const link = element("a", { href: card.dataset.page, textContent: `${card === cards[place] ? "Continue where you stopped" : "Go on with the next lesson"}: ${title}` });
  line.replaceChildren(link, " ", element("button", { type: "button", textContent: "Forget my progress", onclick: () => confirmForgetting(line, section, cards) }));
}

function confirmForgetting(line, section, cards) {
  const keep = element("button", { type: "button", textContent: "No, keep them", onclick: () => showContinue(section, cards) });
  const forget = element("button", {
    type: "button",
    textContent: "Yes, forget all my answers",
    onclick: () => {
      const names = Object.keys(localStorage).filter((name) => name.startsWith(ANSWER) || name === LESSON);
      for (const name of names) localStorage.removeItem(name);
      showProgress(cards);
      line.replaceChildren("Your answers are forgotten on this device.");
    },
  });
  line.replaceChildren("This deletes your answers to all lessons from this device. ", forget, " ", keep);
  keep.focus();
}

function showCourse(section) {
  const cards = [...section.querySelectorAll("li[data-page]")];
  const show = () => {
    showProgress(cards);
    showContinue(section, cards);
  };
  show();
  // A lesson in another tab goes on; a page that Back brings from memory is old.
  addEventListener("storage", show);
  addEventListener("pageshow", ({ persisted }) => persisted && show());
}

for (const portal of document.querySelectorAll(".pk-portal:has(.pk-index)")) {
  const course = portal.querySelector(".pk-course");
  // Cards are found by the search with the progress that they show.
  if (course) showCourse(course);
  offerSearch(portal);
  showOpened(portal);
}
for (const page of document.querySelectorAll(".pk-lookup")) offerLookup(page);
