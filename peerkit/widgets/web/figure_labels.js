// Words in a figure begin where its author put them. Each is then moved as little as it takes to cover no other word, no
// mark and as few lines as can be, inside the picture. Boxes are measured as the browser has drawn them.
const STEP = 6;
// To the side of its mark or its drop line a word soon belongs to another one.
const ASIDE = 0.035;
const ASIDES = [0, -1, 1, -0.5, 0.5, -0.25, 0.25];
// A drop line can be read behind a word, but not well.
const THIN = 1.8;
// The words at a drop line belong to it. They change to its other side rather than stand at the next one, and are crossed rather
// than carried away.
const OWN = { near: 12, thin: 0.5, aside: 0.07, across: 0.6 };
const RINGS = [0, 0.7, 1.2, 1.8, 2.5, 3.5, 4.5];

const overlap = (a, b) =>
  Math.max(0, Math.min(a.right, b.right) - Math.max(a.left, b.left)) * Math.max(0, Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top));

const moved = (box, dx, dy) => ({ left: box.left + dx, right: box.right + dx, top: box.top + dy, bottom: box.bottom + dy, width: box.width, height: box.height });

// Every few pixels along each line, in the coordinates of the window, with half of the line's width.
function linePoints(drawing) {
  const points = [];
  for (const path of drawing.querySelectorAll(".scatterlayer path.js-line")) {
    const matrix = path.getScreenCTM();
    const length = path.getTotalLength();
    if (!matrix || !length) continue;
    const half = parseFloat(getComputedStyle(path).strokeWidth) / 2 || 1;
    for (let at = 0; at <= length; at += Math.max(STEP, length / 300)) {
      const { x, y } = path.getPointAtLength(at).matrixTransform(matrix);
      points.push({ x, y, half });
    }
  }
  return points;
}

// How far a word moves to stand as near on the other side of its drop line; 0 where it has none.
function across(box, lines) {
  for (const { x, y, half } of lines) {
    if (half >= 1 || y < box.top || y > box.bottom) continue;
    if (Math.abs(box.left - x) < OWN.near) return 2 * (x - box.left) - box.width;
    if (Math.abs(box.right - x) < OWN.near) return 2 * (x - box.right) + box.width;
  }
  return 0;
}

function cost(box, at, { frame, taken, marks, lines, own }) {
  const thin = own ? OWN.thin : THIN;
  const aside = at.dx === own ? (own ? OWN.across : 0) : Math.abs(at.dx) * (own ? OWN.aside : ASIDE);
  const area = box.width * box.height;
  const outside = area - overlap(box, frame);
  // A small word below a large one is lost, though it covers little of it.
  const covered = taken.reduce((sum, other) => sum + overlap(box, other) / Math.min(area, other.width * other.height || area), 0);
  const onMarks = marks.reduce((sum, other) => sum + overlap(box, other), 0);
  const crossed = lines.reduce((sum, p) => sum + (p.half < 1 ? thin : 1) * (p.x > box.left && p.x < box.right && p.y > box.top - p.half + 1 && p.y < box.bottom + p.half - 1), 0);
  return 60 * (outside / area + covered) + (12 * onMarks) / area + 0.6 * Math.min(crossed, 12) + Math.hypot(aside, 0.012 * at.dy);
}

function candidates(box, width, own) {
  const places = [{ dx: 0, dy: 0 }];
  const sides = [...ASIDES.map((share) => share * (box.width + 12)), ...(own ? [own] : [])];
  for (const ring of RINGS) {
    for (const dx of sides) {
      for (const side of ring ? [-1, 1] : [0]) places.push({ dx, dy: side * ring * Math.min(box.height, 22) });
    }
  }
  return places.filter(({ dx }) => Math.abs(dx) < 0.5 * width);
}

// plotly has its own translation on the same element, which a style would replace.
function shift(word, { dx, dy }) {
  const own = word.transform.baseVal.consolidate()?.matrix ?? { e: 0, f: 0 };
  word.style.transform = dx || dy ? `translate(${own.e + dx}px, ${own.f + dy}px)` : "";
  word.dataset.shift = `${dx},${dy}`;
}

function placeLabels(drawing) {
  const words = [...drawing.querySelectorAll(".scatterlayer .textpoint")].filter((word) => word.textContent.trim());
  if (!words.length) return;
  for (const word of words) shift(word, { dx: 0, dy: 0 });
  const whole = drawing.getBoundingClientRect();
  const plots = [...drawing.querySelectorAll(".cartesianlayer .plot, .gridlayer")].map((plot) => plot.getBoundingClientRect()).filter((box) => box.height > 20);
  const bottom = plots.length ? Math.max(...plots.map((box) => box.bottom)) : whole.bottom;
  const left = plots.length ? Math.min(...plots.map((box) => box.left)) : whole.left;
  const frame = { left, right: whole.right - 2, top: whole.top + 1, bottom: Math.max(bottom, whole.bottom - 60) };
  const boxOf = (node) => node.getBoundingClientRect();
  const marks = [...drawing.querySelectorAll(".scatterlayer .points path.point")].slice(0, 200).map(boxOf);
  const taken = [...drawing.querySelectorAll(".annotation-text-g, .legend, .pk-mark span")].map(boxOf);
  const lines = linePoints(drawing);
  const boxes = words.map((word) => boxOf(word.querySelector("text") ?? word));
  const owns = boxes.map((box) => across(box, lines));
  // The words of narrow places choose first: those that are crowded most where they stand.
  const crowd = boxes.map((box, i) => boxes.reduce((sum, other, j) => sum + (i === j ? 0 : overlap(box, other)), 0));
  const order = words.map((_, i) => i).sort((i, j) => crowd[i] - crowd[j]);
  const places = boxes.map(() => ({ dx: 0, dy: 0 }));
  const placed = (i) => moved(boxes[i], places[i].dx, places[i].dy);
  const settled = new Set();
  // A second round mends what the first had to choose before its neighbours stood.
  for (const i of [...order, ...order]) {
    settled.delete(i);
    const scene = { frame, taken: [...taken, ...[...settled].map(placed)], marks, lines, own: owns[i] };
    let best = { dx: 0, dy: 0 };
    let least = cost(boxes[i], best, scene);
    if (least > 0.3) {
      for (const place of candidates(boxes[i], whole.width, owns[i])) {
        const price = cost(moved(boxes[i], place.dx, place.dy), place, scene);
        if (price < least - 1e-9) [best, least] = [place, price];
      }
    }
    places[i] = best;
    settled.add(i);
  }
  words.forEach((word, i) => shift(word, places[i]));
}
