// A small chart of what the desk has drawn: lines, steps, dots or bars, on phones and on the wall.
// screen: {title, sentence, x: {label, low, high, ticks?}, y: {label, low, high, percent}, series: [{name, role, style, points, spans: [[x, low, high]]}], marks: [{x, y, words}], simulated}
const SVG = "http://www.w3.org/2000/svg";
// On a phone the picture is drawn narrower, so that its words keep their size; on a wall as high as the screen lets it.
const WALL = document.body.className === "wall";
const WIDTH = WALL ? 640 : Math.min(640, Math.max(220, (innerWidth * 16) / parseFloat(getComputedStyle(document.documentElement).fontSize) - 56));
const HEIGHT = WALL ? Math.round(Math.min(400, Math.max(240, (640 * 0.52 * innerHeight) / (0.7 * innerWidth)))) : Math.round(WIDTH * (WIDTH < 480 ? 0.8 : 0.55));
const ROOM = { left: 48, right: 20, top: 14, bottom: 26 };

function drawn(tag, attributes, text) {
  return filled(document.createElementNS(SVG, tag), attributes, [text]);
}

function round(top) {
  const power = 10 ** Math.floor(Math.log10(top / 4));
  return [1, 2, 5, 10].find((each) => each * power >= top / 5) * power;
}

const shown = (value, percent) => (percent ? `${Math.round(100 * value)}%` : Number(value.toPrecision(6)).toLocaleString("en"));

function chart(screen) {
  const { x, y, series = [], marks = [] } = screen;
  const across = (value) => ROOM.left + ((value - x.low) / (x.high - x.low || 1)) * (WIDTH - ROOM.left - ROOM.right);
  const up = (value) => HEIGHT - ROOM.bottom - ((value - y.low) / (y.high - y.low || 1)) * (HEIGHT - ROOM.top - ROOM.bottom);
  const picture = drawn("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img", "aria-label": screen.sentence ?? screen.title });
  const step = round(y.high - y.low);
  for (let value = Math.ceil(y.low / step) * step; value <= y.high + step / 1e6; value += step) {
    picture.append(drawn("line", { class: "grid", x1: ROOM.left, x2: WIDTH - ROOM.right, y1: up(value), y2: up(value) }));
    picture.append(drawn("text", { x: ROOM.left - 8, y: up(value) + 5, "text-anchor": "end" }, shown(value, y.percent)));
  }
  const pace = round(x.high - x.low);
  const ticks = x.ticks ?? Array.from({ length: Math.floor((x.high - x.low) / pace + 1e-9) + 1 }, (_, place) => [x.low + place * pace, shown(x.low + place * pace, x.percent)]);
  for (const [value, words] of ticks) picture.append(drawn("text", { x: across(value), y: HEIGHT - ROOM.bottom + 20, "text-anchor": "middle" }, words));
  const side = series.filter(({ style }) => style === "bars").length;
  series.forEach((each, order) => {
    const { style = "line", points = [], spans = [] } = each;
    const group = drawn("g", { class: `series role${each.role ?? order % 5} ${style}` });
    if (style === "bars") {
      const wide = Math.min(70, (side > 1 ? 0.36 : 0.6) * (across(1) - across(0)));
      const ground = up(Math.min(y.high, Math.max(y.low, 0)));
      for (const [at, height] of points) {
        group.append(drawn("rect", { x: across(at) - wide / 2, width: wide, y: Math.min(ground, up(height)), height: Math.abs(ground - up(height)) }));
        if (y.percent && !spans.length) group.append(drawn("text", { class: "said", x: across(at), y: up(height) - 5, "text-anchor": "middle" }, shown(height, true)));
      }
    } else if (style === "dots") {
      for (const [at, height] of points) group.append(drawn("circle", { cx: across(at), cy: up(height), r: 6 }));
    } else {
      const path = points.map(([at, height], place) => `${place ? (style === "steps" ? `H${across(at)}V` : `L${across(at)} `) : `M${across(at)} `}${up(height)}`).join("");
      group.append(drawn("path", { d: path }));
    }
    for (const [at, low, high] of spans) group.append(drawn("line", { class: "span", x1: across(at), x2: across(at), y1: up(low), y2: up(high) }));
    picture.append(group);
  });
  for (const { x: at, y: height, words } of marks) {
    // About nine units a letter: on the side that has room, else up to the edge.
    const wide = 9 * words.length + 12;
    const left = across(at) + wide > WIDTH;
    const end = across(at) - wide < 0 ? WIDTH : across(at) - 12;
    picture.append(drawn("circle", { class: "mark", cx: across(at), cy: up(height), r: 7 }));
    picture.append(drawn("text", { class: "said", x: left ? end : across(at) + 12, y: Math.max(ROOM.top + 12, up(height) - 10), "text-anchor": left ? "end" : "start" }, words));
  }
  // The titles of the axes are text of the page, which breaks where a phone ends.
  const key = make("ul", { class: "key" }, ...series.filter(({ name }) => name).map(({ name, style = "line", role }, order) => make("li", { class: `role${role ?? order % 5} ${style}` }, name)));
  return make("figure", {},
    make("h2", {}, screen.title ?? ""), screen.simulated ? make("p", { class: "rehearsal" }, "REHEARSAL: simulated people") : null,
    y.label ? make("p", { class: "axis" }, `↑ ${y.label}`) : null, picture, x.label ? make("p", { class: "axis right" }, `${x.label} →`) : null,
    key, make("figcaption", {}, screen.sentence ?? ""));
}
