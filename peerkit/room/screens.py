"""The picture of a figure that phones and the wall can draw: its lines, steps, dots or bars, and its axes, as small JSON."""

import numpy as np

MOST_POINTS = 120
MOST_SERIES = 5
OWN = "this room"
ROLES = {"first": 3, "after talking": 0}
"""Colours of the two turns of a vote, as the desk draws them; other lines have theirs by their order."""
DECORATION = {"peerkit": "decoration"}


def screen(figure, title, sentence, *, simulated=False):
    """The picture that `peerkit/room/web/chart.js` draws of a `go.Figure` made of lines, markers and bars.

    Words at marks are kept, bands and other decoration are left out: a wall is read from ten metres away.

    >>> from peerkit.figures.drawing import figure, line
    >>> small = screen(line(figure("people [people]", "done [share]"), [0, 1, 2], [0, 0.5, 1], "room", "peers"), "Title", "It is done.")
    >>> small["series"], small["x"]["label"]
    ([{'name': 'room', 'style': 'line', 'points': [[0.0, 0.0], [1.0, 0.5], [2.0, 1.0]]}], 'people [people]')
    """
    lines = [each for each in figure.data if not _decoration(each) and each.name != "thresholds"]
    # The room's own line comes first and gets the strongest colour.
    lines.sort(key=lambda each: each.name != OWN)
    series = [told for told in map(_series, lines) if told["points"]][:MOST_SERIES]
    marks = [mark for each in figure.data if each.name == "thresholds" for mark in _marks(each)]
    points = [point for each in series for point in each["points"]] + [[mark["x"], mark["y"]] for mark in marks]
    points += [[x, end] for each in series for x, *ends in each.get("spans", ()) for end in ends]
    return {
        "title": title,
        "sentence": sentence,
        "x": _axis(figure.layout.xaxis, [x for x, _ in points]),
        "y": _axis(figure.layout.yaxis, [y for _, y in points]),
        "series": series,
        "marks": marks,
        "simulated": bool(simulated),
    }


def _decoration(trace):
    return trace.meta == DECORATION or _mode(trace) == "text"


def _mode(trace):
    """The mode of a trace; bars have none."""
    return "" if trace.type == "bar" else trace.mode or "lines"


def _series(trace):
    x, y = np.asarray(trace.x, float), np.asarray(trace.y, float)
    there = np.isfinite(x) & np.isfinite(y)
    x, y = x[there], y[there]
    if x.size > MOST_POINTS:
        kept = np.unique(np.linspace(0, x.size - 1, MOST_POINTS).round().astype(int))
        x, y = x[kept], y[kept]
    if trace.type == "bar":
        style = "bars"
    elif "lines" in _mode(trace):
        style = "steps" if trace.line.shape == "hv" else "line"
    else:
        style = "dots"
    told = {
        "name": trace.name or "",
        "style": style,
        "points": [[_short(a), _short(b)] for a, b in zip(x, y, strict=True)],
    }
    if trace.name in ROLES:
        told["role"] = ROLES[trace.name]
    spans = _spans(trace)
    return {**told, "spans": spans} if spans else told


def _short(value):
    """Five digits: more cannot be seen, and every phone loads them."""
    return float(f"{value:.5g}")


def _spans(trace):
    """The intervals of a trace as place, low end and high end; none where it has none."""
    if trace.error_y.array is None:
        return []
    x, y, above, below = (np.asarray(each, float) for each in (trace.x, trace.y, *_ends(trace.error_y)))
    there = np.isfinite(y - below) & np.isfinite(y + above)
    return [
        [_short(a), _short(b - d), _short(b + u)]
        for a, b, u, d in zip(*(v[there] for v in (x, y, above, below)), strict=True)
    ]


def _ends(error):
    return error.array, error.array if error.arrayminus is None else error.arrayminus


def _marks(trace):
    for x, y, words in zip(trace.x, trace.y, trace.text or (), strict=False):
        yield {"x": float(x), "y": float(y), "words": str(words)}


def _axis(axis, values):
    low, high = axis.range or (min([0.0, *values]), max([1e-9, *values]))
    told = {
        "label": axis.title.text or "",
        "low": float(low),
        "high": float(high),
        "percent": "%" in (axis.tickformat or ""),
    }
    if axis.ticktext:
        told["ticks"] = [[float(value), str(words)] for value, words in zip(axis.tickvals, axis.ticktext, strict=True)]
    return told
