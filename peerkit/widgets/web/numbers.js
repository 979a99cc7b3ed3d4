// Numbers in fields, in sentences and in tables.
function readable(value) {
  if (Math.abs(value) >= 1e6 || (value !== 0 && Math.abs(value) < 1e-4)) return String(Number(value.toPrecision(6)));
  return String(Number(value.toPrecision(10)));
}

// A number as a sentence says it: the digits that count, large ones in words, beyond all words as a power of ten.
function spoken(value, digits = 3) {
  if (Math.abs(value) >= 1e15) return value.toExponential(digits - 1).replace("e+", " x 10^");
  const [size, word] = [[1e12, " trillion"], [1e9, " billion"], [1e6, " million"]].find(([size]) => Math.abs(value) >= size) ?? [1, ""];
  return (value / size).toLocaleString("en", { maximumSignificantDigits: digits }) + word;
}
