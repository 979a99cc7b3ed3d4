// Draws the figures of a deck, plays them, and starts reveal.js. Everything is in the folder of the page.
const STEP = 1100;

const root = document.documentElement;
const printing = /print-pdf/.test(location.search);
if (printing) root.dataset.theme = "light";

// What a widget's view needs of its model, without a kernel behind it.
function still(values) {
  const heard = {};
  return {
    get: (name) => values[name],
    on: (event, call) => (heard[event] ??= new Set()).add(call),
    off: (event, call) => heard[event]?.delete(call),
    show(changed) {
      Object.assign(values, changed);
      for (const name of Object.keys(changed)) heard[`change:${name}`]?.forEach((call) => call());
    },
  };
}

function played(section) {
  const { label, first, paper, frames } = JSON.parse(section.querySelector("script").textContent);
  const [slider, button] = [section.querySelector(".control input"), section.querySelector(".control button")];
  slider.value = printing ? paper : first;
  const model = still({ title: "", height: 400, label: frames[first].words, spec: frames[first].spec });
  globalThis.peerkitFigure.render({ model, el: section.querySelector(".figure") });
  let clock = 0;

  function show() {
    const { setting, words, spec } = frames[slider.value];
    section.querySelector(".setting").textContent = `${label}: ${setting}`;
    section.querySelector(".says").textContent = words;
    slider.setAttribute("aria-valuetext", setting);
    model.show({ label: words, spec });
  }

  function stop() {
    clearInterval(clock);
    clock = 0;
    button.textContent = "Play";
  }

  function forward() {
    slider.value = Number(slider.value) + 1;
    show();
    if (Number(slider.value) === frames.length - 1) stop();
  }

  function toggle() {
    if (clock) return stop();
    if (Number(slider.value) === frames.length - 1) slider.value = -1;
    button.textContent = "Stop";
    clock = setInterval(forward, STEP);
    return forward();
  }

  slider.addEventListener("input", () => {
    stop();
    show();
  });
  button.addEventListener("click", toggle);
  show();
  return { toggle, stop };
}

const plays = new Map([...document.querySelectorAll("section.played")].map((section) => [section, played(section)]));
const stopAll = () => plays.forEach((play) => play.stop());

function turnTheme() {
  const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  root.dataset.theme = dark ? "light" : "dark";
}

// Words that are too many for their place become smaller, as far as a beamer allows.
function fit(section) {
  const words = section.querySelector(".words");
  words.style.fontSize = "";
  for (let size = 1.08; size >= 0.93 && words.scrollHeight > words.clientHeight + 1; size -= 0.05) words.style.fontSize = `${size}rem`;
}

// A slide fills the window, and letters grow with it: nothing is scaled as a picture would be. Paper has pages of one size.
Reveal.initialize({
  ...(printing ? { width: 1280, height: 720, margin: 0, minScale: 1, maxScale: 1 } : { disableLayout: true }),
  hash: true, center: false, transition: "none", slideNumber: "c/t", scrollActivationWidth: 0, pdfSeparateFragments: false, help: true,
  plugins: [RevealNotes],
});
Reveal.addKeyBinding({ keyCode: 80, key: "P", description: "Play the figure" }, () => plays.get(Reveal.getCurrentSlide())?.toggle());
Reveal.addKeyBinding({ keyCode: 84, key: "T", description: "Light or dark" }, turnTheme);
Reveal.on("slidechanged", stopAll);
Reveal.on("slidechanged", ({ currentSlide }) => fit(currentSlide));
Reveal.on("ready", ({ currentSlide }) => fit(currentSlide));
addEventListener("resize", () => fit(Reveal.getCurrentSlide()));
