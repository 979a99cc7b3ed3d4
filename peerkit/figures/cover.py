"""A small picture of a figure for its card in the portal: its lines and points as SVG, without axes or words."""

import importlib
import inspect
from xml.sax.saxutils import quoteattr

import numpy as np

from peerkit.figures.theme import TOKENS
from peerkit.records.record import Record

WIDTH, HEIGHT, PAD = 240, 84, 6
MOST_DOTS = 80
DASHES = {"dash": "7 5", "dot": "2 4", "dashdot": "8 4 2 4", "longdash": "12 5"}
VARIABLES = {light: f"var(--pk-{name})" for name, (light, _) in reversed(TOKENS.items())}


def cover(name):
    """The SVG of `module:function` in `peerkit.figures`, called with the default of each record its signature names.

    What follows a second colon is handed over as text: ``cases:cover:flickr``.
    """
    module, function, *words = name.split(":")
    draw = getattr(importlib.import_module(f"peerkit.figures.{module}"), function)
    return svg(draw(*words, *_defaults(draw)))


def _defaults(draw):
    annotations = inspect.get_annotations(draw)
    return [kind() for kind in annotations.values() if isinstance(kind, type) and issubclass(kind, Record)]


def svg(figure):
    """Lines and markers of a figure in a picture of 240 by 84, in the colours of the page's theme."""
    xlog, ylog = (figure.layout[axis].type == "log" for axis in ("xaxis", "yaxis"))
    shown = [t for t in figure.data if _is_drawn(t)]
    if not shown:
        return f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" aria-hidden="true"></svg>'
    xs, ys = ([_scaled(t[axis], log) for t in shown] for axis, log in (("x", xlog), ("y", ylog)))
    across = _window(figure.layout.xaxis.range, xs)
    up = _window(figure.layout.yaxis.range, ys)
    parts = [_shape(trace, x, y, across, up) for trace, x, y in zip(shown, xs, ys, strict=True)]
    return f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" preserveAspectRatio="none" aria-hidden="true">{"".join(parts)}</svg>'


def _is_drawn(trace):
    if trace.yaxis not in (None, "y"):  # a panel of its own, with another unit
        return False
    if trace.type != "scatter" or not trace.mode or trace.mode == "text" or trace.line.width == 0:
        return False
    return trace.x is not None and trace.y is not None and len(trace.x) > 0


def _scaled(values, log):
    values = np.asarray(values)
    if values.dtype.kind in "OUM":
        values = np.asarray(values, dtype="datetime64[D]").astype(float)
    values = values.astype(float)
    return np.log10(np.where(values > 0, values, np.nan)) if log else values


def _window(declared, columns):
    if declared is not None and not isinstance(declared[0], str):
        return float(declared[0]), float(declared[1])
    everything = np.concatenate(columns)
    everything = everything[np.isfinite(everything)]
    low, high = (everything.min(), everything.max()) if everything.size else (0.0, 1.0)
    return low, high if high > low else low + 1


def _shape(trace, x, y, across, up):
    px = PAD + (WIDTH - 2 * PAD) * (x - across[0]) / (across[1] - across[0])
    py = HEIGHT - PAD - (HEIGHT - 2 * PAD) * (y - up[0]) / (up[1] - up[0])
    seen = np.isfinite(px) & np.isfinite(py) & (px >= 0) & (px <= WIDTH)
    color = quoteattr(VARIABLES.get(trace.line.color or trace.marker.color, "var(--pk-accent)"))
    if "lines" not in trace.mode:
        thinned = slice(None, None, 1 + int(seen.sum()) // MOST_DOTS)
        dots, radius = zip(px[seen][thinned], py[seen][thinned], strict=True), 3 if seen.sum() <= MOST_DOTS else 1.5
        return "".join(f'<circle cx="{a:.1f}" cy="{b:.1f}" r="{radius}" fill={color}/>' for a, b in dots)
    dash = DASHES.get(trace.line.dash or "solid", "")
    path, pen = [], "M"
    for a, b, ok in zip(px, np.clip(py, -HEIGHT, 2 * HEIGHT), seen, strict=True):
        if ok:
            path.append(f"{pen}{a:.1f} {b:.1f}")
        pen = "L" if ok else "M"
    width = trace.line.width or 2
    return (
        f'<path d="{"".join(path)}" fill="none" stroke={color} stroke-width="{width}" stroke-dasharray="{dash}" '
        f'vector-effect="non-scaling-stroke"/>'
    )
