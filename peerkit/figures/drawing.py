"""The strokes every figure is made of: a named line with its label at the end, a marked threshold, an empty page.

Labels and marks are traces in data coordinates, so that they mean the same on linear and logarithmic axes and stay in
the same order for every record: a page can then update them in place.
"""

import textwrap

import numpy as np
import plotly.graph_objects as go

from peerkit.figures.theme import LIGHT, STROKES, TEMPLATE

WIDEST = 30


def figure(x_title, y_title, *, x_log=False, y_log=False, x_range=None, y_range=None):
    """An empty figure with titled axes (`[unit]` last) in the template; ranges are in data units, also on log axes."""
    # All at once: plotly would check a layout that grows step by step four times over.
    return go.Figure(
        layout={
            "template": TEMPLATE,
            "uirevision": "peerkit",
            "xaxis": _axis(x_title, x_log, x_range),
            "yaxis": _axis(y_title, y_log, y_range),
        }
    )


def _axis(title, log, bounds):
    options = {"title": {"text": title}}
    options |= {"type": "log", "dtick": 1, "exponentformat": "none"} if log else {"exponentformat": "SI"}
    if log and bounds is not None and np.log10(bounds[1] / bounds[0]) > 8:
        options |= {"dtick": 3, "exponentformat": "power"}
    if log and bounds is not None and (between := _between_powers(*bounds)):
        options |= {"tickvals": between}
    if bounds is not None:
        options["range"] = [float(b) for b in (np.log10(bounds) if log else bounds)]
    return options


def _between_powers(low, high):
    """Round numbers for a logarithmic axis that holds fewer than two powers of ten; none for one that holds more.

    >>> _between_powers(0.00275, 0.0099)
    [0.003, 0.004, 0.005, 0.006, 0.007, 0.008, 0.009]
    >>> _between_powers(4, 70), _between_powers(1, 100)
    ([5.0, 10.0, 20.0, 50.0], [])
    """
    powers = np.arange(np.floor(np.log10(low)), np.ceil(np.log10(high)) + 1)
    inside = [float(f"{each}e{power:.0f}") for power in powers for each in range(1, 10)]
    inside = [each for each in inside if low <= each <= high]
    begins = [f"{each:e}"[0] for each in inside]
    if begins.count("1") > 1:
        return []
    if sum(digit in "125" for digit in begins) > 2:
        return [each for each, digit in zip(inside, begins, strict=True) if digit in "125"]
    return inside if len(inside) > 2 else np.linspace(low, high, 5).tolist()


def line(fig, x, y, name, role, *, label=True, hover="%{x:,.3~s}, %{y:,.3~s}", width=2.5, within=None):
    """A line called `name`, labelled at its last visible point instead of in a legend.

    `within` is the visible y range; the label stands at the last point inside it.
    """
    x, y = np.asarray(x, float), np.asarray(y, float)
    fig.add_scatter(
        x=x,
        y=y,
        name=name,
        mode="lines",
        line={**STROKES[role], "width": width},
        hovertemplate=f"{hover}<extra>{name}</extra>",
    )
    if label:
        visible = np.isfinite(y) if within is None else np.isfinite(y) & (y >= within[0]) & (y <= within[1])
        last = np.flatnonzero(visible)[-1:] if visible.any() else np.array([], int)
        text(fig, x[last], y[last], [f" <b>{name}</b>"] * len(last), color=STROKES[role]["color"])
    return fig


def text(fig, x, y, words, *, color=LIGHT["ink"], position="middle right"):
    """Words at points, in the figure but not in its data table."""
    fig.add_scatter(
        x=np.asarray(x, float),
        y=np.asarray(y, float),
        text=list(words),
        mode="text",
        textposition=position,
        textfont={"color": color},
        cliponaxis=False,
        hoverinfo="skip",
        meta={"peerkit": "decoration"},
    )
    return fig


def end_labels(fig, ends, *, gap=0.45, log=False):
    """Names (x, y, name, role) at the ends of lines, pushed apart until they are `gap` (decades if `log`) from each other.

    >>> fig = figure("time [days]", "height [metres]")
    >>> names = end_labels(fig, [(1, 2.0, "a", "peers"), (1, 1.9, "b", "firm"), (1, 1.9, "", "ink")]).data[0]
    >>> names.y.round(3).tolist(), names.text
    ([2.175, 1.725], (' <b>a</b> ', ' <b>b</b> '))

    None leaves the frame.

    >>> fig = figure("time [days]", "height [metres]", y_range=(0, 2))
    >>> end_labels(fig, [(1, 2.0, "a", "peers"), (1, 1.9, "b", "firm")]).data[0].y.round(3).tolist()
    [1.888, 1.725]
    """
    x, y, names, roles = zip(*(end for end in ends if end[2]), strict=True)
    heights = np.log10(y) if log else np.array(y, float)
    heights = apart(heights, gap)
    if fig.layout.yaxis.range:
        low, high = fig.layout.yaxis.range
        heights = np.clip(heights, low + gap / 4, high - gap / 4)
    words, colors = [f" <b>{name}</b> " for name in names], [STROKES[role]["color"] for role in roles]
    # A line that leaves the picture early has its free side on the left.
    sides = ["middle left" if 0.3 * max(x) < each < max(x) else "middle right" for each in x]
    return text(fig, x, 10**heights if log else heights, words, color=colors, position=sides)


def apart(heights, gap):
    """The same heights, moved apart until neighbours are `gap` from each other, in the order given.

    >>> apart([1.0, 1.1], 0.5).round(3).tolist()
    [0.8, 1.3]
    """
    heights = np.nan_to_num(np.asarray(heights, float))
    order = np.argsort(-heights, kind="stable")
    placed = heights[order]
    for _ in range(20):
        push = np.maximum(gap - (placed[:-1] - placed[1:]), 0) / 2
        placed[:-1] += push
        placed[1:] -= push
    return placed[np.argsort(order)]


def ticks(top):
    """Five or so round numbers from zero to `top`, none below: for an axis that leaves room under zero for words.

    >>> ticks(12.0)
    [0.0, 5.0, 10.0]
    """
    rough = top / 5
    power = 10 ** np.floor(np.log10(rough))
    step = next(m * power for m in (1, 2, 5, 10) if m * power >= rough)
    return np.arange(0, top, step).tolist()


def glow(fig, x, y, name):
    """A soft broad stroke behind the lines: the answer, where the figure asks which."""
    fig.add_scatter(
        x=np.asarray(x, float),
        y=np.asarray(y, float),
        name=name,
        mode="lines",
        line={"color": LIGHT["accent-soft"], "width": 11},
        hoverinfo="skip",
        meta={"peerkit": "decoration"},
    )
    return fig


def band(fig, x, lower, upper):
    """A soft area between two curves, behind the lines: what else would be likely."""
    for y, fill in ((lower, None), (upper, "tonexty")):
        fig.add_scatter(
            x=x,
            y=y,
            mode="lines",
            line={"width": 0, "color": LIGHT["accent-soft"]},
            fill=fill,
            fillcolor=LIGHT["accent-soft"],
            hoverinfo="skip",
            meta={"peerkit": "decoration"},
        )
    return fig


def keyed(fig):
    """The same figure with a legend of the lines that have a point, for lines whose ends lie too close together for names.

    >>> curves = marks(line(figure("time [days]", "done [share]"), [0, 1], [0, 1], "done", "peers"), [], [], [], floor=0.0)
    >>> [trace.name for trace in keyed(curves).data if trace.showlegend]
    ['done']
    """
    for trace in fig.data:
        drawn = np.isfinite(np.asarray(trace.y, float)).any()
        trace.showlegend = bool(trace.meta is None and "lines" in trace.mode and drawn)
    # Beside a filled area plotly would turn the order of the legend round.
    above = {"orientation": "h", "y": 1.1, "yanchor": "bottom", "x": 0, "traceorder": "normal"}
    return fig.update_layout(showlegend=True, legend=above, margin_r=24)


def marks(fig, x, y, words, *, floor, position="top right"):
    """Thresholds: a dot on the curve at each (x, y), a dotted drop line to `floor`, and what it means in words there.

    Always three traces, also when there is no threshold, so that the order of traces never changes.
    """
    x, y = np.asarray(x, float), np.asarray(y, float)
    nothing = np.full_like(x, np.nan)
    fig.add_scatter(
        x=np.column_stack([x, x, nothing]).ravel(),
        y=np.column_stack([np.full_like(x, floor), y, nothing]).ravel(),
        mode="lines",
        line={"color": LIGHT["ink"], "width": 1, "dash": "dot"},
        hoverinfo="skip",
        meta={"peerkit": "decoration"},
    )
    fig.add_scatter(
        x=x,
        y=y,
        mode="markers",
        name="thresholds",
        marker={"color": LIGHT["ink"], "size": 9},
        text=list(words),
        hovertemplate="%{text}<extra></extra>",
    )
    # A hair above the floor: a label exactly on the end of a logarithmic axis can fall outside by rounding and vanish.
    feet = np.full_like(x, floor + 1e-9 * abs(floor))
    return text(fig, x, feet, [_two_lines(word) for word in words], position=position)


def _two_lines(word):
    """``78 people: open up`` as a narrow label: on a phone two thresholds stand close together."""
    return "<br>".join(f" <b>{part.strip()}</b> " for part in word.split(":"))


def stacked(upper, lower, *, share=0.34):
    """`upper` with the traces of `lower` in a panel of their own below it, on the same horizontal axis.

    A second quantity gets its own axis with its own unit this way; `share` of the height is the lower panel's.

    >>> chance = line(figure("time [days]", "done [share]"), [0, 1], [0, 1], "done", "peers")
    >>> pace = line(figure("time [days]", "pace [1/day]", y_range=(0, 2)), [0, 1], [1, 1], "pace", "market")
    >>> both = stacked(chance, pace)
    >>> both.data[-1].yaxis, both.layout.yaxis2.title.text, both.layout.yaxis2.range
    ('y2', 'pace [1/day]', (0.0, 2.0))
    """
    for trace in lower.data:
        upper.add_trace(trace.update(yaxis="y2"))
    below = lower.layout.yaxis.to_plotly_json()
    upper.update_layout(
        xaxis_anchor="y2",
        yaxis_domain=(share + 0.07, 1),
        yaxis2={**below, "domain": (0, share), "anchor": "x"},
    )
    return upper


def remark(fig, words, *, y=0.5, panel="", side="center", widest=WIDEST):
    """A sentence inside the frame at the height `y` (a share of it), for what the lines cannot show: often the reason.

    Lines are short enough for a phone, at most `widest` letters; `side` is ``"center"``, ``"left"`` or ``"right"``, where
    a line takes the rest of the frame. A figure of two panels has its remark in the upper one, or in the `panel` 2.

    >>> remark(figure("time [days]", "height [metres]"), "nobody came").layout.annotations[0].text
    'nobody came'
    """
    return fig.add_annotation(
        text="<br>".join(textwrap.wrap(words, widest)),
        x={"left": 0.02, "center": 0.5, "right": 0.98}[side],
        xanchor=side,
        align=side,
        y=y,
        xref="x domain",
        yref=f"y{panel} domain",
        showarrow=False,
        font={"color": LIGHT["soft"], "size": 14},
    )


def round_end(value):
    """The first of 1, 2 and 5 times a power of ten that is not below `value`: a readable end of a logarithmic axis.

    >>> round_end(310.0), round_end(0.07), round_end(1000.0)
    (500.0, 0.1, 1000.0)
    """
    power = 10.0 ** np.floor(np.log10(value))
    return float(next(m * power for m in (1, 2, 5, 10) if m * power >= value * (1 - 1e-9)))
