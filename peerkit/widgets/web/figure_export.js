// A figure as a file that can stand alone: with its question, the values of its controls, its sources, and its address.
const SVG = "http://www.w3.org/2000/svg";
const EDGE = 24;

// What a file should say of itself, read from the page as a reader sees it.
function context(drawing) {
  const explorer = drawing.closest(".pk-explorer");
  const text = (node) => {
    const copy = node?.cloneNode(true);
    // A heading's own link is a sign, not a word; a status in italics is said in brackets.
    copy?.querySelectorAll(".anchor-link").forEach((link) => link.remove());
    copy?.querySelectorAll("em").forEach((status) => status.replaceWith(` (${status.textContent.trim()})`));
    return copy?.textContent.replace(/\s+/g, " ").trim() ?? "";
  };
  const controls = [...(explorer?.querySelectorAll(".pk-side .pk-control") ?? [])].flatMap((control) => {
    const name = text(control.querySelector("label"));
    const field = control.querySelector("input[type=text], select");
    if (!name || !field) return [];
    const value = field.options ? field.options[field.selectedIndex]?.text : field.value;
    return [`${name}: ${value} ${text(control.querySelector("small"))}`.trim()];
  });
  const address = new URL(location.href);
  address.searchParams.delete("token");
  const version = document.querySelector("meta[name=peerkit-version]")?.content ?? "";
  return {
    title: text(document.querySelector(".pk-main h1, h1")) || document.title,
    says: drawing.getAttribute("aria-label") ?? "",
    controls,
    sources: [...document.querySelectorAll(".pk-sources li")].map((item) => text(item)),
    made: `peerkit ${version}`.trim() + (document.body.dataset.peerkit ? `, ${address.href}` : ""),
  };
}

function fileName(drawing, ending) {
  const name = context(drawing).title.toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "").slice(0, 60);
  return `${name || "figure"}.${ending}`;
}

function wrapped(words, width, font) {
  const pen = document.createElement("canvas").getContext("2d");
  pen.font = font;
  const lines = [];
  for (const word of words.split(" ")) {
    const longer = lines.length ? `${lines.at(-1)} ${word}` : word;
    if (lines.length && pen.measureText(longer).width <= width) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}

const escaped = (text) => text.replace(/[&<>"]/g, (c) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[c]);

// The figure as it stands, labels where they were placed, with what belongs to it above and below.
async function asSvg(plotly, drawing, layout) {
  const [width, height] = [drawing.clientWidth, drawing.clientHeight];
  const address = await plotly.toImage({ data: drawing.data, layout: { ...layout, width, height } }, { format: "svg", width, height });
  const drawn = new DOMParser().parseFromString(decodeURIComponent(address.slice(address.indexOf(",") + 1)), "image/svg+xml").documentElement;
  const placed = drawing.querySelectorAll(".scatterlayer .textpoint");
  drawn.querySelectorAll(".scatterlayer .textpoint").forEach((word, i) => {
    const shift = placed[i]?.dataset.shift ?? "0,0";
    if (shift !== "0,0") word.setAttribute("transform", `translate(${shift}) ${word.getAttribute("transform") ?? ""}`);
  });
  const { title, says, controls, sources, made } = context(drawing);
  const style = getComputedStyle(document.body);
  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const family = escaped(style.fontFamily.replaceAll('"', "'"));
  const blocks = [
    { words: title, size: 20, weight: 600, colour: colour("--pk-ink"), above: true },
    { words: says, size: 14, weight: 400, colour: colour("--pk-ink") },
    { words: controls.join(" · "), size: 11, weight: 400, colour: colour("--pk-soft") },
    { words: sources.length ? `Sources: ${sources.join("; ")}` : "", size: 11, weight: 400, colour: colour("--pk-soft") },
    { words: made, size: 11, weight: 400, colour: colour("--pk-soft") },
  ].filter(({ words }) => words);
  let y = EDGE;
  let body = "";
  const write = ({ words, size, weight, colour }) => {
    for (const line of wrapped(words, width - 2 * EDGE, `${weight} ${size}px ${style.fontFamily}`)) {
      y += 1.35 * size;
      body += `<text x="${EDGE}" y="${y.toFixed(1)}" font-size="${size}" font-weight="${weight}" fill="${colour}">${escaped(line)}</text>`;
    }
    y += 0.5 * size;
  };
  blocks.filter(({ above }) => above).forEach(write);
  drawn.setAttribute("x", "0");
  drawn.setAttribute("y", String(y));
  body += new XMLSerializer().serializeToString(drawn);
  y += height + 4;
  blocks.filter(({ above }) => !above).forEach(write);
  y += EDGE / 2;
  return {
    width, height: Math.ceil(y),
    text: `<svg xmlns="${SVG}" width="${width}" height="${Math.ceil(y)}" viewBox="0 0 ${width} ${Math.ceil(y)}" font-family="${family}"><rect width="100%" height="100%" fill="${colour("--pk-card")}"/>${body}</svg>`,
  };
}

async function asPng(svg) {
  const picture = new Image();
  const address = URL.createObjectURL(new Blob([svg.text], { type: "image/svg+xml" }));
  try {
    picture.src = address;
    await picture.decode();
  } finally {
    URL.revokeObjectURL(address);
  }
  const canvas = Object.assign(document.createElement("canvas"), { width: 2 * svg.width, height: 2 * svg.height });
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  return new Promise((done) => canvas.toBlob(done, "image/png"));
}

function asCsv(spec, drawing) {
  const { title, says, controls, sources, made } = context(drawing);
  const notes = [title, says, ...controls, ...sources.map((source) => `Source: ${source}`), made].filter(Boolean);
  return `${notes.map((note) => `# ${note}`).join("\n")}\n${csv(tables(spec))}\n`;
}

function download(name, blob) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  // The browser reads the address after the click has been handled.
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

function exportButtons(drawing, current) {
  const status = Object.assign(document.createElement("span"), { className: "pk-saved" });
  status.setAttribute("role", "status");
  const button = (label, name, make) => {
    const made = Object.assign(document.createElement("button"), { type: "button", textContent: label });
    made.setAttribute("aria-label", `Download ${name}`);
    made.addEventListener("click", async () => {
      try {
        const { plotly, spec, layout } = current();
        download(fileName(drawing, label.toLowerCase()), await make(plotly, spec, layout));
        status.textContent = "";
      } catch (error) {
        status.textContent = `The file could not be made: ${error.message}. Reload the page and try again.`;
      }
    });
    return made;
  };
  const row = Object.assign(document.createElement("div"), { className: "pk-export" });
  row.append(
    "Download: ",
    button("PNG", "the figure as a PNG picture", async (plotly, _, layout) => asPng(await asSvg(plotly, drawing, layout))),
    button("SVG", "the figure as an SVG drawing", async (plotly, _, layout) => new Blob([(await asSvg(plotly, drawing, layout)).text], { type: "image/svg+xml" })),
    button("CSV", "the numbers as CSV", async (_, spec) => new Blob([asCsv(spec, drawing)], { type: "text/csv" })),
    status,
  );
  return row;
}
