"""Figures of a log of contributions, from the small exact tables of its analysis (`peerkit.evidence.analysis`)."""

import numpy as np

from peerkit.figures.drawing import band, figure, keyed, line, remark
from peerkit.figures.theme import LIGHT

NOTHING = "The log is too small for this figure."


def lorenz(people, contributions):
    """The share of work that the least active people did, beside an even split; a `go.Figure`."""
    fig = figure("people, least active first [share]", "contributions [share]", x_range=(0, 1), y_range=(0, 1.02))
    fig.update_xaxes(tickformat=".0%").update_yaxes(tickformat=".0%")
    line(fig, [0, 1], [0, 1], "an even split", "soft", label=False, hover="%{x:.0%}")
    line(fig, people, contributions, "this log", "peers", label=False, hover="%{x:.0%} of people: %{y:.0%} of work")
    return keyed(fig)


def tail(contributions, share, start=None, exponent=None):
    """The share of people who made at least so many contributions, and the fitted power law above its start; a `go.Figure`."""
    x, y = np.asarray(contributions, float), np.asarray(share, float)
    fig = figure("contributions", "people with at least so many [share]", x_log=True, y_log=True)
    # Two traces at all times, so that a new log updates the figure in place.
    fitted = (np.full(2, np.nan), np.full(2, np.nan))
    if start is not None and exponent is not None and (x >= start).any():
        along = np.geomspace(start, x[-1], 40)
        fitted = (along, y[x >= start][0] * (along / start) ** (1 - exponent))
    line(fig, *fitted, "power law", "firm", label=False, hover="%{x:,.0f}: %{y:.2%}")
    fig.add_scatter(
        x=x,
        y=y,
        name="this log",
        mode="markers",
        marker={"color": LIGHT["peers"], "size": 7},
        hovertemplate="%{x:,.0f} or more: %{y:.2%}<extra>this log</extra>",
    )
    return fig.update_layout(showlegend=True, legend={"orientation": "h", "y": 1.1, "yanchor": "bottom", "x": 0})


def activity(start, active, arrivals):
    """Active contributors and arrivals in windows of 30 days, by their first day; a `go.Figure`."""
    fig = figure("first day of the window [date]", "people", y_range=(0, 1.15 * max([1, *active])))
    fig.update_xaxes(type="date")
    for values, name, role in ((active, "active", "peers"), (arrivals, "new", "market")):
        fig.add_scatter(
            x=list(start)[: len(values)],
            y=np.asarray(values, float),
            name=name,
            mode="lines",
            line={"color": LIGHT[role], "width": 2.5},
            hovertemplate="%{x}: %{y:,.0f}<extra>" + name + "</extra>",
        )
    return fig.update_layout(showlegend=True, legend={"orientation": "h", "y": 1.1, "yanchor": "bottom", "x": 0})


def survival(days, share, low, high):
    """The share of people who still contribute so many days after their first contribution; a `go.Figure`."""
    fig = figure("days since the first contribution [days]", "still contributing [share]", y_range=(0, 1.05))
    fig.update_yaxes(tickformat=".0%")
    band(fig, np.asarray(days, float), np.asarray(low, float), np.asarray(high, float))
    line(fig, days, share, "this log", "peers", label=False, hover="%{x:,.0f} days: %{y:.0%}")
    fig.data[-1].line.shape = "hv"
    return fig


def exponents(names, values, nulls):
    """Exponents with their intervals, one below the other, each with the span of its two nulls; a `go.Figure`.

    `values` are (exponent, low, high), `nulls` are (low, high) or None.
    """
    places = np.arange(len(names))[::-1]
    fig = figure("exponent", "", y_range=(-0.7, max(len(names), 1) - 0.3))
    fig.update_yaxes(tickvals=places, ticktext=list(names), automargin=True)
    spans = [(np.nan, np.nan) if each is None else each for each in nulls]
    x = np.ravel([(low, high, np.nan) for low, high in spans]) if len(names) else np.array([np.nan])
    y = np.repeat(places, 3).astype(float) if len(names) else np.array([np.nan])
    fig.add_scatter(
        x=x,
        y=y,
        name="without any interaction (both nulls)",
        mode="lines",
        line={"color": LIGHT["line"], "width": 13},
        hoverinfo="skip",
    )
    middle, low, high = np.array(values, float).T if len(names) else np.full((3, 1), np.nan)
    fig.add_scatter(
        x=middle,
        y=places.astype(float) if len(names) else np.array([np.nan]),
        name="this log, with its nominal 95% interval",
        mode="markers",
        marker={"color": LIGHT["peers"], "size": 9},
        error_x={"type": "data", "array": high - middle, "arrayminus": middle - low, "color": LIGHT["peers"]},
        hovertemplate="%{x:.2f}<extra>%{y}</extra>",
    )
    fig.add_vline(x=1, line={"color": LIGHT["ink"], "width": 1, "dash": "dot"})
    return fig.update_layout(showlegend=True, legend={"orientation": "h", "y": 1.04, "yanchor": "bottom", "x": 0})


def nothing(title):
    """An empty figure that says why."""
    return remark(figure(title, ""), NOTHING)
