// The table behind a figure, as HTML and as CSV.
function numbers(column) {
  if (column === undefined) return [];
  if (Array.isArray(column)) return column;
  const kinds = { f8: Float64Array, f4: Float32Array, i1: Int8Array, u1: Uint8Array, i2: Int16Array, u2: Uint16Array, i4: Int32Array, u4: Uint32Array };
  const bytes = Uint8Array.from(atob(column.bdata), (c) => c.charCodeAt(0));
  return Array.from(new kinds[column.dtype](bytes.buffer));
}

// A number of the table, to as many digits as it takes that rounding it gives the number of the sentence and of the marks:
// whole numbers in full, others to four digits, one more where 0.26497 would first become 0.265 and then 27 %.
const SHOWN = 4;
const WORDS_FROM = 1e6;
const halfUp = (value, digits) => Number((value * (1 + 1e-12)).toPrecision(digits));
function digitsShown(value) {
  const enough = Math.abs(value) < WORDS_FROM ? Math.floor(Math.log10(Math.abs(value))) + 2 : 0;
  let digits = Math.max(SHOWN, enough);
  while (digits < 10 && [2, 3].some((few) => halfUp(halfUp(value, digits), few) !== halfUp(value, few))) digits += 1;
  return digits;
}
function cell(value) {
  if (typeof value !== "number") return value ?? "";
  if (!Number.isFinite(value)) return "–";
  if (value === 0 || (Number.isInteger(value) && Math.abs(value) < WORDS_FROM)) return value.toLocaleString("en");
  return spoken(value, digitsShown(value));
}

// The table behind the figure: traces that share their x stand side by side, all others below each other.
function tables(spec) {
  const parts = [];
  for (const trace of spec.data) {
    if (trace.meta?.peerkit === "decoration" || trace.x === undefined || trace.y === undefined) continue;
    const x = numbers(trace.x);
    const y = numbers(trace.y);
    const labels = Array.isArray(trace.text) ? trace.text.map((t) => String(t).replace(/<[^>]*>/g, " ")) : null;
    const same = parts.find((t) => !t.labels && !labels && t.x.length === x.length && t.x.every((v, i) => v === x[i]));
    if (same) same.columns.push([trace.name ?? "", y]);
    else if (x.length) parts.push({ x, labels, columns: [[trace.name ?? "", y]] });
  }
  const title = (axis) => spec.layout[axis]?.title?.text ?? "";
  return parts.map(({ x, labels, columns }) => ({
    head: [title("xaxis"), ...columns.map(([name]) => (columns.length > 1 || labels ? name : title("yaxis") || name)), ...(labels ? ["note"] : [])],
    rows: x.map((value, i) => [value, ...columns.map(([, y]) => y[i]), ...(labels ? [labels[i]] : [])]),
    unit: title("yaxis"),
  }));
}

function tableElement({ head, rows, unit }) {
  const table = document.createElement("table");
  if (unit) table.createCaption().textContent = unit;
  const header = table.createTHead().insertRow();
  for (const name of head) {
    const th = document.createElement("th");
    th.scope = "col";
    th.textContent = name;
    header.append(th);
  }
  const body = table.createTBody();
  for (const row of rows) {
    const line = body.insertRow();
    for (const value of row) line.insertCell().textContent = cell(value);
  }
  return table;
}

function csv(parts) {
  const quote = (v) => (/[",\n]/.test(String(v)) ? `"${String(v).replaceAll('"', '""')}"` : String(v ?? ""));
  return parts.map(({ head, rows }) => [head, ...rows].map((row) => row.map(quote).join(",")).join("\n")).join("\n\n");
}
