"""What an answer hangs on: the tornado of all parameters, the bands along one, the map over two."""

import textwrap

import numpy as np

from peerkit.figures.drawing import figure, line, marks, text
from peerkit.figures.theme import LIGHT, STROKES
from peerkit.figures.words import listed, number
from peerkit.models.catalogue import outcomes
from peerkit.models.modes import Modes
from peerkit.models.sensitivity import answers, break_even, monte_carlo

WIDE = 50
DEEPEST = 1e9
PURE = ("1", "fraction", "share", "probability", "money")
"""Units that say nothing behind a number."""


def tornado_chart(asked, record, bars):
    """Each parameter's reach as a bar between two markers, widest on top; a `go.Figure`.

    The open marker is the low end of the teaching range, the filled one the high end; the vertical line is the
    scenario's own answer. A parameter at whose end there is no finite answer is drawn as far as there is one.
    """
    base = float(asked.of(record))
    bars = bars[::-1]
    labels = [_short(type(record).parameters()[bar.name].label) for bar in bars]
    ends = {"low": np.array([bar.at_low for bar in bars]), "high": np.array([bar.at_high for bar in bars])}
    seen = _finite([base, *ends["low"], *ends["high"]])
    fig = figure(_title(asked), "parameter [moved alone]", x_log=_wide(seen), x_range=_range(seen))
    fig.update_yaxes(type="category", title_text=None, categoryorder="array", categoryarray=labels, automargin=True)
    bridge_x = np.column_stack([_or(ends["low"], base), _or(ends["high"], base), np.full(len(bars), np.nan)]).ravel()
    bridge_y = [label for each in labels for label in (each, each, None)]
    fig.add_scatter(
        x=bridge_x,
        y=bridge_y,
        mode="lines",
        line={"color": LIGHT["accent-soft"], "width": 12},
        hoverinfo="skip",
        meta={"peerkit": "decoration"},
    )
    for end, symbol in (("low", "circle-open"), ("high", "circle")):
        fig.add_scatter(
            x=ends[end],
            y=labels,
            name=f"at its {end} end",
            mode="markers",
            marker={"symbol": symbol, "size": 11, "color": LIGHT["accent"], "line": {"width": 2}},
            customdata=[number(getattr(bar, end)) for bar in bars],
            hovertemplate="%{y} = %{customdata}: %{x:,.3~s}<extra></extra>",
        )
    fig.add_scatter(
        x=[base, base],
        y=[labels[0], labels[-1]],
        mode="lines",
        line={**STROKES["ink"], "width": 1, "dash": "dot"},
        hoverinfo="skip",
        meta={"peerkit": "decoration"},
    )
    return fig


def tornado_words(asked, record, bars):
    """What the tornado says: what matters most, what does not matter, and where there is no answer."""
    labels = {name: parameter.label for name, parameter in type(record).parameters().items()}
    first = bars[0]
    ends = [f"{_end(asked, record, first.name, end)} at {number(end)}" for end in (first.low, first.high)]
    sentence = (
        f"The {asked.label} is {said(asked, asked.of(record))} here. It hangs most on "
        f"{_quoted(labels[first.name])}: {listed(ends)}."
    )
    idle = [labels[bar.name] for bar in bars if bar.swing == 0]
    sentence += f" It does not depend on {listed([_quoted(label) for label in idle])}." if idle else ""
    return f"{sentence} Open circle: low end of the range; filled: high end."


def bands_chart(asked, record, bands, name, target, found):
    """The outcome along one parameter: this scenario's line, the band of random others, the target; a `go.Figure`."""
    parameter = type(record).parameters()[name]
    along = bands.along
    own = answers(record, asked.of, {name: along})
    here = float(getattr(record, name))
    seen = _finite([*own, *bands.low, *bands.high, target])
    bounds = _range(seen)
    fig = figure(
        _named(parameter),
        _title(asked),
        x_log=parameter.scale == "log",
        y_log=_wide(seen),
        x_range=parameter.explore,
        y_range=bounds,
    )
    for name_of, edge, fill in (("90 in 100 below", bands.high, None), ("10 in 100 below", bands.low, "tonexty")):
        fig.add_scatter(
            x=along,
            # On a logarithmic axis a zero would tear a hole into the band.
            y=np.maximum(edge, bounds[0]) if _wide(seen) else edge,
            name=name_of,
            mode="lines",
            line={"color": LIGHT["accent-soft"], "width": 1},
            fill=fill,
            fillcolor=LIGHT["accent-soft"],
            hovertemplate=f"%{{x:,.3~g}}: %{{y:,.3~s}}<extra>{name_of}</extra>",
        )
    line(fig, along, bands.median, "half below", "soft", within=bounds, hover="%{x:,.3~g}: %{y:,.3~s}")
    line(fig, along, own, "scenario", "peers", within=bounds, hover="%{x:,.3~g}: %{y:,.3~s}")
    line(fig, parameter.explore, [target, target], "target", "warn", label=False, hover="target %{y:,.4~g}")
    text(fig, [parameter.explore[0]], [target], [" target"], color=LIGHT["warn"], position="top right")
    marks(fig, found.values, [target] * len(found.values), [number(value) for value in found.values], floor=bounds[0])
    own_here = float(asked.of(record))
    fig.add_scatter(
        x=[here],
        y=[own_here],
        name="this scenario",
        mode="markers",
        marker={"symbol": "diamond", "size": 11, "color": LIGHT["accent"]},
        hovertemplate="this scenario: %{y:,.4~g}<extra></extra>",
    )
    return fig


def bands_words(asked, record, bands, name, target, found):
    """What the bands say: the break-even of this scenario, and how far random others differ."""
    label = _quoted(type(record).parameters()[name].label)
    goal = said(asked, target)
    if found.outcome == "reached":
        at = listed([number(value, 4) for value in found.values])
        first = f"All else as in this scenario, {goal} is reached where {label} is {at}."
    else:
        never = {
            "always above": f"the answer stays above {goal}",
            "always below": f"the answer stays below {goal}",
            "no finite answer": "there is no finite answer",
        }[found.outcome]
        first = f"Whatever {label} is, {never}."
    return f"{first} {_spread(asked, bands, label)} ({bands.used:,} of {bands.draws:,} draws, seed {bands.seed})."


def _spread(asked, bands, label):
    middle = bands.along.size // 2
    start = f"With {label} at {number(bands.along[middle])} and all else drawn at random,"
    low, high = said(asked, bands.low[middle]), said(asked, bands.high[middle])
    if not np.isfinite(bands.median[middle]):
        return f"{start} most draws have no finite answer"
    if low == high:
        return f"{start} the answer is {low} all the same: nothing else matters"
    return f"{start} eight in ten answers lie between {low} and {high}"


def _end(asked, record, name, value):
    """The answer with one parameter at `value`; the kind of answer where it has no number."""
    moved = record.replace(**{name: value})
    answer = asked.of(moved)
    return str(asked.kind(moved)) if np.isnan(answer) and asked.regime else said(asked, answer)


def example(modes: Modes):
    """The bands of one model, for the card in the portal."""
    about = outcomes("modes").named()
    bands = monte_carlo(modes, about.of, "pair_cost", draws=100, points=17)
    return bands_chart(about, modes, bands, "pair_cost", 77.0, break_even(modes, about.of, "pair_cost", 77.0))


def map_chart(asked, record, found, x, y, target, kinds=None):
    """Regimes over two parameters: the kinds of answer, or which side of the target; a `go.Figure`.

    `kinds` are words in the shape of ``found.values``; without them the target divides the map. The diamond is the
    scenario.
    """
    cls = type(record)
    across, up = cls.parameters()[x], cls.parameters()[y]
    names, index = _regimes(found.values, target, kinds)
    fig = figure(
        _named(across),
        _named(up),
        x_log=across.scale == "log",
        y_log=up.scale == "log",
        x_range=across.explore,
        y_range=up.explore,
    )
    shades = ("accent-soft", "warn-soft", "line", "edge", "card", "paper")
    steps = len(names)
    scale = [[edge, LIGHT[shades[i % len(shades)]]] for i in range(steps) for edge in (i / steps, (i + 1) / steps)]
    fig.add_heatmap(
        x=found.x,
        y=found.y,
        z=index,
        zmin=-0.5,
        zmax=steps - 0.5,
        colorscale=scale,
        showscale=False,
        name="regime",
        customdata=np.dstack([found.values, np.asarray(names, object)[index]]),
        hovertemplate=f"{_short(across.label)} %{{x:,.3~g}}<br>{_short(up.label)} %{{y:,.3~g}}<br>%{{customdata[0]:,.3~g}}: %{{customdata[1]}}<extra></extra>",
        meta={"peerkit": "decoration"},
    )
    fig.add_contour(
        x=found.x,
        y=found.y,
        z=np.where(np.isfinite(found.values), found.values, np.nan),
        contours={"start": target, "end": target, "size": 1, "coloring": "none"},
        line={"color": LIGHT["warn"], "width": 2, "dash": "dashdot"},
        showscale=False,
        hoverinfo="skip",
        name="target",
        meta={"peerkit": "decoration"},
    )
    rows, columns, words = _centres(index, names)
    text(fig, found.x[columns], found.y[rows], [f"<b>{word}</b>" for word in words], position="middle center")
    fig.add_scatter(
        x=[float(getattr(record, x))],
        y=[float(getattr(record, y))],
        name="this scenario",
        mode="markers",
        marker={"symbol": "diamond", "size": 11, "color": LIGHT["accent"]},
        hovertemplate="this scenario<extra></extra>",
    )
    return fig


def map_words(asked, record, found, x, y, target, kinds=None):
    """What the map says: the share of it that each regime covers."""
    names, index = _regimes(found.values, target, kinds)
    shares = [(float((index == i).mean()), name) for i, name in enumerate(names)]
    parts = [f"{name} on {100 * share:.0f} percent" for share, name in sorted(shares, reverse=True)]
    what = asked.regime_label if kinds is not None else asked.label
    return (
        f"The {what}: {listed(parts)} of the map. Along the dash-dotted line the {asked.label} is "
        f"{said(asked, target)} everywhere."
    )


def said(asked, value):
    """An answer with its unit, in words where there is no finite one."""
    value = float(value)
    if np.isnan(value):
        return "no answer"
    unit = asked.unit
    return number(value) + ("" if unit in PURE or np.isinf(value) else f" {unit}")


def _regimes(values, target, kinds):
    if kinds is not None:
        names = sorted({str(kind) for kind in np.ravel(kinds)})
        return names, np.vectorize(names.index, otypes=[int])(kinds)
    side = np.where(np.isfinite(values), np.where(values < target, 0, 1), 2)
    side = np.where(np.isposinf(values), 1, side)
    names = [f"below {number(target)}", f"{number(target)} or more", "no answer"]
    present = [i for i in range(3) if (side == i).any()]
    return [names[i] for i in present], np.searchsorted(present, side)


def _centres(index, names):
    """Row and column of a cell well inside each regime, and its name, for regimes large enough to carry a label."""
    found = []
    for i, name in enumerate(names):
        rows, columns = np.nonzero(index == i)
        if rows.size < 0.04 * index.size:
            continue
        middle = np.argmin((rows - rows.mean()) ** 2 + (columns - columns.mean()) ** 2)
        found.append((rows[middle], columns[middle], name))
    rows, columns, words = zip(*found, strict=True) if found else ((), (), ())
    return list(rows), list(columns), list(words)


def _title(asked):
    label = asked.label
    return _wrapped(f"{label[0].upper()}{label[1:]} [{asked.unit}]")


def _named(parameter):
    return _wrapped(f"{parameter.label} [{parameter.unit}]")


def _wrapped(title, width=34):
    return "<br>".join(textwrap.wrap(title, width))


def _short(label):
    return _wrapped(label, 18)


def _quoted(label):
    return f"“{label}”"


def _finite(values):
    values = np.asarray(values, float)
    return values[np.isfinite(values)]


def _wide(seen):
    """Whether a logarithmic axis shows more: nothing negative, little at zero, and the rest spread out."""
    positive = seen[seen > 0]
    few_zeros = seen.size and seen.min() >= 0 and positive.size >= 0.8 * seen.size
    return bool(few_zeros and positive.max() / positive.min() > WIDE)


def _range(seen):
    if not seen.size:
        return (0.0, 1.0)
    low, high = float(seen.min()), float(seen.max())
    if _wide(seen):
        return (max(float(seen[seen > 0].min()), high / DEEPEST) / 1.3, high * 1.3)
    room = 0.08 * (high - low) or max(abs(high), 1.0) * 0.1
    return (low - room, high + room)


def _or(values, instead):
    return np.where(np.isfinite(values), values, instead)
