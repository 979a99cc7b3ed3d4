"""The strokes every figure is made of: a named line with its label at the end, a marked threshold, an empty page.

Labels and marks are traces in data coordinates, so that they mean the same on linear and logarithmic axes and stay in
the same order for every record: a page can then update them in place.
"""

import numpy as np
import plotly.graph_objects as go

from peerkit.figures.theme import LIGHT, STROKES, TEMPLATE


def figure(x_title, y_title, *, x_log=False, y_log=False, x_range=None, y_range=None):
    """An empty figure with titled axes (`[unit]` last) in the template; ranges are in data units, also on log axes."""
    fig = go.Figure()
    fig.update_layout(template=TEMPLATE, uirevision="peerkit")
    fig.update_xaxes(title_text=x_title, **_axis(x_log, x_range))
    fig.update_yaxes(title_text=y_title, **_axis(y_log, y_range))
    return fig


def _axis(log, bounds):
    options = {"type": "log", "dtick": 1, "exponentformat": "none"} if log else {"exponentformat": "SI"}
    if log and bounds is not None and np.log10(bounds[1] / bounds[0]) > 8:
        options |= {"dtick": 3, "exponentformat": "power"}
    if bounds is not None:
        options["range"] = [float(b) for b in (np.log10(bounds) if log else bounds)]
    return options


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
    return text(fig, x, np.full_like(x, floor), [_two_lines(word) for word in words], position=position)


def _two_lines(word):
    """``78 people: open up`` as a narrow label: on a phone two thresholds stand close together."""
    return "<br>".join(f" <b>{part.strip()}</b> " for part in word.split(":"))
