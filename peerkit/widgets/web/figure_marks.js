// Predictions on a figure: upright lines over it, the reader's own to drag, the right one beside it afterwards. The controls
// say which with `peerkit:marks`; where the reader drags one to goes back as `peerkit:marked`.
function predictionMarks(drawing, settled) {
  const explorer = () => drawing.closest(".pk-explorer");
  let marks = [];
  const axis = () => drawing._fullLayout?.xaxis;
  const place = (x) => axis()._offset + axis().l2p(axis().d2l(x));

  function show() {
    drawing.querySelectorAll(".pk-mark").forEach((old) => old.remove());
    if (!axis()) return;
    const plot = drawing._fullLayout._size;
    for (const { x, words, kind } of marks) {
      const at = place(x);
      if (!Number.isFinite(at)) continue;
      const line = Object.assign(document.createElement("div"), { className: `pk-mark pk-mark-${kind}` });
      line.style.left = `${Math.min(Math.max(at, plot.l), plot.l + plot.w)}px`;
      line.style.top = `${plot.t}px`;
      line.style.height = `${plot.h}px`;
      const label = Object.assign(document.createElement("span"), { textContent: words });
      if (at > plot.l + 0.6 * plot.w) label.className = "pk-mark-left";
      line.append(label);
      if (kind === "guess") line.addEventListener("pointerdown", (event) => drag(event, line));
      drawing.append(line);
    }
  }

  function drag(event, line) {
    event.preventDefault();
    line.setPointerCapture(event.pointerId);
    const move = ({ clientX }) => {
      const plot = drawing._fullLayout._size;
      const within = Math.min(Math.max(clientX - drawing.getBoundingClientRect().left, plot.l), plot.l + plot.w);
      line.style.left = `${within}px`;
      const x = axis().l2d(axis().p2l(within - axis()._offset));
      explorer()?.dispatchEvent(new CustomEvent("peerkit:marked", { detail: { x } }));
    };
    line.addEventListener("pointermove", move);
    const end = () => {
      line.removeEventListener("pointermove", move);
      line.dataset.dragged = "";
      show();
      settled();
    };
    line.dataset.dragged = "now";
    line.addEventListener("lostpointercapture", end, { once: true });
  }

  const listen = (event) => {
    // While a mark is dragged it is where the finger is.
    const dragged = drawing.querySelector(".pk-mark-guess[data-dragged=now] span");
    marks = event.detail.marks;
    const own = marks.find(({ kind }) => kind === "guess");
    if (dragged && own) dragged.textContent = own.words;
    if (dragged) return;
    show();
    settled();
  };
  let heard = null;
  return {
    show() {
      if (heard !== explorer()) {
        heard?.removeEventListener("peerkit:marks", listen);
        heard = explorer();
        heard?.addEventListener("peerkit:marks", listen);
      }
      show();
    },
    end: () => heard?.removeEventListener("peerkit:marks", listen),
  };
}
