"""The effect of each assumption on an answer: the tornado of all parameters, the bands along one, the map over two."""

import textwrap

import numpy as np

from peerkit.figures.answer_axis import frame_of, visible
from peerkit.figures.answers import amount, is_share, said, setting
from peerkit.figures.drawing import figure, line, marks, text
from peerkit.figures.theme import LIGHT, STROKES
from peerkit.figures.words import listed, percent
from peerkit.models.catalogue import outcomes
from peerkit.models.modes import Modes
from peerkit.models.sensitivity import Study

SYMBOLS = {"low": "circle-open", "high": "circle"}
SHADES = ("accent-soft", "warn-soft", "line", "edge", "card", "paper")


def tornado_chart(study):
    """Each parameter's reach as a bar between two markers, widest on top; a `go.Figure`.

    The open marker is the low end of the range, the filled one the high end; the vertical line is the scenario's own answer.
    Where somebody gave ranges, the parameters that keep their teaching range say so. A triangle at the edge stands for an answer beyond it, a cross for no finite answer.
    """
    bars = study.bars[::-1]
    labels = [_barred(study, bar.name) for bar in bars]
    ends = {"low": np.array([bar.at_low for bar in bars]), "high": np.array([bar.at_high for bar in bars])}
    frame = frame_of([study.base, *ends["low"], *ends["high"]], study.base)
    base = float(frame.held(study.base)) if not np.isnan(study.base) else np.nan
    fig = figure(answer_title(study.asked), "parameter [moved alone]", x_log=frame.log, x_range=frame[:2])
    fig.update_yaxes(type="category", title_text=None, categoryorder="array", categoryarray=labels, automargin=True)
    if is_share(study.asked):
        fig.update_xaxes(tickformat=".2~%")
    drawn = {end: frame.held(values) for end, values in ends.items()}
    _bridges(fig, drawn, labels, base)
    for end, values in ends.items():
        _ends(fig, study, bars, end, values, frame, labels)
    fig.add_scatter(
        x=[base, base],
        y=[labels[0], labels[-1]],
        mode="lines",
        line={**STROKES["ink"], "width": 1, "dash": "dot"},
        hoverinfo="skip",
        meta={"peerkit": "decoration"},
    )
    return fig


def _barred(study, name):
    """The label of a bar, with a mark where only the others have a range that was given."""
    label = _short(study.parameter(name).label)
    return f"{label}<br>(teaching range)" if study.ranges and name not in study.ranges else label


def _bridges(fig, drawn, labels, base):
    """The bars: from one end to the other, or to the scenario's answer where an end has none."""
    low, high = (_or(drawn[end], base) for end in ("low", "high"))
    fig.add_scatter(
        x=np.column_stack([low, high, np.full(len(labels), np.nan)]).ravel(),
        y=[label for each in labels for label in (each, each, None)],
        mode="lines",
        line={"color": LIGHT["accent-soft"], "width": 12},
        hoverinfo="skip",
        meta={"peerkit": "decoration"},
    )


def _ends(fig, study, bars, end, values, frame, labels):
    """One marker for each bar at its low or high `end`."""
    missing, side = np.isnan(values), frame.beyond(values)
    suffix = "-open" if end == "low" else ""
    symbols = np.select(
        [missing, side > 0, side < 0],
        ["x-thin-open", f"triangle-right{suffix}", f"triangle-left{suffix}"],
        SYMBOLS[end],
    )
    fig.add_scatter(
        x=np.where(missing, frame.held(np.full(len(bars), frame.high)), frame.held(values)),
        y=labels,
        name=f"at its {end} end",
        mode="markers",
        marker={"symbol": symbols.tolist(), "size": 11, "color": LIGHT["accent"], "line": {"width": 2}},
        customdata=[
            [setting(study.parameter(bar.name), getattr(bar, end)), said(study.asked, value)]
            for bar, value in zip(bars, values, strict=True)
        ],
        hovertemplate="%{y} = %{customdata[0]}: %{customdata[1]}<extra></extra>",
    )


def tornado_words(study):
    """The tornado in words: the most important parameter, those that make no difference, and ends without an answer."""
    bars = study.bars
    first, label = bars[0], _labels(study)
    ends = [_end(study, first.name, end) for end in (first.low, first.high)]
    sentence = (
        f"The {study.asked.label} {_is(study.asked, study.base)} in this scenario. {label(first.name)} matters most: "
        f"{listed(ends)}."
    )
    unanswered = [
        label(bar.name) for bar in bars[1:] if np.isnan(bar.at_low) or np.isnan(bar.at_high) if bar.swing == np.inf
    ]
    if unanswered:
        sentence += f" There is no answer at one end of {listed(unanswered)} (a cross)."
    idle = [label(bar.name) for bar in bars if bar.swing == 0]
    if idle:
        verb = "makes" if len(idle) == 1 else "make"
        sentence += f" In this scenario {listed(idle)} {verb} no difference; in another scenario that may change."
    return f"{sentence} Open marker: low end of the range; filled marker: high end; triangle: the answer lies beyond the edge."


def _is(asked, value):
    words = said(asked, value)
    return {"no answer": "has no answer", "without limit": "has no limit"}.get(words, f"is {words}")


def bands_chart(study):
    """The outcome along one parameter: this scenario's line, the band of random others, the target; a `go.Figure`."""
    parameter, bands, even = study.parameter(study.across), study.bands, study.break_even
    frame = frame_of([study.base, *study.along, study.target], study.base, [*bands.low, *bands.high])
    bounds = frame[:2]
    fig = figure(
        number_title(parameter),
        answer_title(study.asked),
        x_log=parameter.scale == "log",
        y_log=frame.log,
        x_range=parameter.explore,
        y_range=bounds,
    )
    for name_of, edge, fill in (("90 in 100 below", bands.high, None), ("10 in 100 below", bands.low, "tonexty")):
        fig.add_scatter(
            x=bands.along,
            # On a logarithmic axis a zero would tear a hole into the band.
            y=np.clip(edge, *bounds),
            name=name_of,
            mode="lines",
            line={"color": LIGHT["accent-soft"], "width": 1},
            fill=fill,
            fillcolor=LIGHT["accent-soft"],
            hovertemplate=f"%{{x:,.3~g}}: %{{y:,.3~s}}<extra>{name_of}</extra>",
        )
    number_ticks(fig.update_xaxes, parameter)
    if is_share(study.asked):
        fig.update_yaxes(tickformat=".2~%")
    hover = "%{x:,.3~g}: %{y:,.3~s}"
    line(fig, bands.along, visible(bands.median, frame), "half below", "soft", within=bounds, hover=hover)
    line(fig, bands.along, visible(study.along, frame), "scenario", "peers", within=bounds, hover=hover)
    target = float(np.clip(study.target, *bounds))
    line(fig, parameter.explore, [target, target], "target", "warn", label=False, hover="target %{y:,.4~g}")
    text(fig, [parameter.explore[0]], [target], [" target"], color=LIGHT["warn"], position="top right")
    marks(
        fig,
        even.values,
        [target] * len(even.values),
        [setting(parameter, value) for value in even.values],
        floor=bounds[0],
    )
    here = float(getattr(study.record, study.across))
    fig.add_scatter(
        x=[here],
        y=[frame.held(study.base)],
        name="this scenario",
        mode="markers",
        marker={"symbol": "diamond", "size": 11, "color": LIGHT["accent"]},
        hovertemplate=f"this scenario: {said(study.asked, study.base)}<extra></extra>",
    )
    return fig


def bands_words(study):
    """The bands in words: the break-even of this scenario, and how far random others differ."""
    asked, bands, even = study.asked, study.bands, study.break_even
    label, goal = _labels(study)(study.across), said(study.asked, study.target)
    if even.outcome == "reached":
        at = listed([setting(study.parameter(study.across), value) for value in even.values])
        first = f"With everything else as in this scenario, {goal} is reached where {label} is {at}."
    else:
        never = {
            "always above": f"the answer stays above {goal}",
            "always below": f"the answer stays below {goal}",
            "no finite answer": "there is no finite answer",
        }[even.outcome]
        first = f"At every value of {label} in its range, {never}."
    spread = _spread(asked, bands, study.parameter(study.across), label)
    return f"{first} {spread} ({bands.used:,} of {bands.draws:,} draws, seed {bands.seed})."


def _spread(asked, bands, parameter, label):
    middle = bands.along.size // 2
    start = f"With {label} at {setting(parameter, bands.along[middle])} and everything else drawn at random,"
    low, high = said(asked, bands.low[middle]), said(asked, bands.high[middle])
    if not np.isfinite(bands.median[middle]):
        return f"{start} most draws have no finite answer"
    if low == high:
        return f"{start} eight in ten answers are {low}"
    return f"{start} eight in ten answers lie between {low} and {high}"


def _end(study, name, value):
    """The answer with one parameter at `value`; the kind of answer where it has no number."""
    moved = study.record.replace(**{name: value})
    answer = study.asked.of(moved)
    kind = np.isnan(answer) and study.asked.regime
    words = str(study.asked.kind(moved)) if kind else said(study.asked, answer)
    return f"{words} at {setting(study.parameter(name), value)}"


def example(modes: Modes):
    """The bands of one model, for the card in the portal."""
    asked = outcomes("modes").named()
    return bands_chart(Study(asked, modes, "pair_cost", "commons_cost", target=77.0, draws=100, points=17))


def map_chart(study):
    """Regimes over two parameters: the kinds of answer, or which side of the target; a `go.Figure`.

    Without kinds the target divides the map. The diamond is the scenario.
    """
    across, up, here = study.parameter(study.across), study.parameter(study.up), study.map
    names, index = _regimes(study)
    fig = regimes(across, up, here, names, index, hover="%{customdata[0]:,.3~g}: ", values=here.values)
    fig.add_contour(
        x=here.x,
        y=here.y,
        z=np.where(np.isfinite(here.values), here.values, np.nan),
        contours={"start": study.target, "end": study.target, "size": 1, "coloring": "none"},
        line={"color": LIGHT["warn"], "width": 2, "dash": "dashdot"},
        showscale=False,
        hoverinfo="skip",
        name="target",
        meta={"peerkit": "decoration"},
    )
    regime_names(fig, here, names, index)
    fig.add_scatter(
        x=[float(getattr(study.record, study.across))],
        y=[float(getattr(study.record, study.up))],
        name="this scenario",
        mode="markers",
        marker={"symbol": "diamond", "size": 11, "color": LIGHT["accent"]},
        hovertemplate="this scenario<extra></extra>",
    )
    return fig


def regimes(across, up, here, names, index, *, hover="", values=None):
    """The frame of a map over two parameters, each place in the shade of its regime; a `go.Figure`."""
    fig = figure(
        number_title(across),
        number_title(up),
        x_log=across.scale == "log",
        y_log=up.scale == "log",
        x_range=across.explore,
        y_range=up.explore,
    )
    number_ticks(fig.update_xaxes, across)
    number_ticks(fig.update_yaxes, up)
    steps = len(names)
    scale = [[edge, LIGHT[SHADES[i % len(SHADES)]]] for i in range(steps) for edge in (i / steps, (i + 1) / steps)]
    fig.add_heatmap(
        x=here.x,
        y=here.y,
        z=index,
        zmin=-0.5,
        zmax=steps - 0.5,
        colorscale=scale,
        showscale=False,
        name="regime",
        customdata=np.dstack([index if values is None else values, np.asarray(names, object)[index]]),
        hovertemplate=(
            f"{_short(across.label)} %{{x:,.3~g}}<br>{_short(up.label)} %{{y:,.3~g}}<br>{hover}%{{customdata[1]}}<extra></extra>"
        ),
        meta={"peerkit": "decoration"},
    )
    return fig


def regime_names(fig, here, names, index):
    """The name of each large regime, well inside it."""
    rows, columns, words = _centres(index, names)
    return text(fig, here.x[columns], here.y[rows], [f"<b>{word}</b>" for word in words], position="middle center")


def map_words(study):
    """The map in words: the share of it that each regime covers, and the line of the target where there is one."""
    asked = study.asked
    names, index = _regimes(study)
    shares = [(float((index == i).mean()), name) for i, name in enumerate(names)]
    parts = [f"{name} on {percent(share)}" for share, name in sorted(shares, reverse=True)]
    about = asked.regime_label if study.kinds is not None else asked.label
    values = study.map.values[np.isfinite(study.map.values)]
    reached = values.size and values.min() <= study.target <= values.max()
    end = (
        f"Along the dash-dotted line the {asked.label} is {said(asked, study.target)} everywhere."
        if reached
        else f"On this map the {asked.label} is {said(asked, study.target)} nowhere."
    )
    return f"The {about}: {listed(parts)} of the map. {end}"


def _regimes(study):
    """The names of the regimes on the map, and the index of each place's own."""
    values, target = study.map.values, study.target
    if study.kinds is not None:
        names = sorted({str(kind) for kind in np.ravel(study.kinds)})
        return names, np.vectorize(names.index, otypes=[int])(study.kinds)
    side = np.where(np.isfinite(values), np.where(values < target, 0, 1), 2)
    side = np.where(np.isposinf(values), 1, side)
    goal = amount(study.asked, target)
    names = [f"below {goal}", f"{goal} or more", "no answer"]
    present = [i for i in range(3) if (side == i).any()]
    return [names[i] for i in present], np.searchsorted(present, side)


def _centres(index, names):
    """Row and column of a cell well inside each regime, and its name, for regimes large enough to carry a label."""
    centres = []
    for i, name in enumerate(names):
        rows, columns = np.nonzero(index == i)
        if rows.size < 0.04 * index.size:
            continue
        middle = np.argmin((rows - rows.mean()) ** 2 + (columns - columns.mean()) ** 2)
        centres.append((rows[middle], columns[middle], name))
    rows, columns, words = zip(*centres, strict=True) if centres else ((), (), ())
    return list(rows), list(columns), list(words)


def _labels(study):
    """The label of a parameter in quotation marks, by its name."""
    return lambda name: f"“{study.parameter(name).label}”"


def number_ticks(update, parameter):
    """Numbers at an axis as its parameter is said: percentages, whole numbers, years without a thousands separator."""
    low, high = parameter.explore
    if parameter.percent:
        update(tickformat=".2~%")
    if parameter.integer and parameter.scale == "linear":
        update(dtick=1 if high - low <= 10 else None, separatethousands="year" not in parameter.unit)


def answer_title(asked):
    label = asked.label
    return _wrapped(f"{label[0].upper()}{label[1:]} [{asked.unit}]")


def number_title(parameter):
    return _wrapped(f"{parameter.label} [{parameter.unit}]")


def _wrapped(title, width=34):
    return "<br>".join(textwrap.wrap(title, width))


def _short(label):
    return _wrapped(label, 18)


def _or(values, instead):
    return np.where(np.isfinite(values), values, instead)
