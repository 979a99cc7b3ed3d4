"""Figures of a study of many repositories (`peerkit.evidence.study`): signs, one estimator beside both nulls, and activity by month."""

import numpy as np

from peerkit.figures.drawing import figure, text
from peerkit.figures.theme import LIGHT

SIGNS = {
    1: ("above 1", "triangle-up", "peers"),
    -1: ("below 1", "triangle-down", "market"),
    0: ("1 is inside the interval", "line-ew", "soft"),
}
"""A sign: its name, its marker, and the role that gives its colour."""
ABOVE = {"orientation": "h", "y": 1.12, "yanchor": "bottom", "x": 0, "traceorder": "normal"}


def signs(names, columns, cells):
    """A mark for every repository (`names`) and estimator (`columns`); a `go.Figure`.

    `cells` has for each repository and estimator a pair of its sign (1, 0, -1, None if refused) and True where the exponent lies
    beyond both nulls; these marks are full, others are hollow.
    """
    fig = figure("", "", x_range=(-0.5, len(columns) - 0.5), y_range=(-0.6, len(names) - 0.4))
    fig.update_xaxes(tickvals=list(range(len(columns))), ticktext=list(columns), side="top", showgrid=False)
    fig.update_yaxes(tickvals=list(range(len(names)))[::-1], ticktext=list(names))
    for sign, (name, symbol, role) in SIGNS.items():
        for beyond in (False, True) if sign else (False,):
            at = [
                (x, len(names) - 1 - y)
                for y, row in enumerate(cells)
                for x, cell in enumerate(row)
                if cell == (sign, beyond)
            ]
            fig.add_scatter(
                x=[x for x, _ in at] or [np.nan],
                y=[y for _, y in at] or [np.nan],
                name=f"{name}, beyond both nulls" if beyond else name,
                mode="markers",
                marker={
                    "symbol": symbol if beyond or not sign else f"{symbol}-open",
                    "size": 13,
                    "color": LIGHT[role],
                    "line": {"width": 2, "color": LIGHT[role]},
                },
                text=[f"{names[len(names) - 1 - y]}, {columns[x]}".replace("<br>", " ") for x, y in at] or [""],
                hovertemplate="%{text}<extra>%{fullData.name}</extra>",
            )
    # Always shown, so that a change of the choice changes marks and not the place of the rest.
    return fig.update_layout(showlegend=True, legend={**ABOVE, "y": -0.02, "yanchor": "top"}, margin={"t": 48, "r": 12})


def beside_nulls(names, values, shuffled, shifted):
    """Exponents (exponent, low, high) of repositories, one below the other, each above what its two nulls give; a `go.Figure`.

    `shuffled` and `shifted` are (low, high) or None, and so is a value that is refused.
    """
    places = np.arange(len(names), dtype=float)[::-1]
    fig = figure("exponent", "", y_range=(-0.7, len(names) - 0.3))
    fig.update_yaxes(tickvals=places, ticktext=list(names))
    nulls = (
        (shuffled, 0.14, "authors shuffled", "market"),
        (shifted, -0.14, "histories shifted", "firm"),
    )
    for spans, aside, name, role in nulls:
        ends = [(np.nan, np.nan) if each is None else each for each in spans]
        fig.add_scatter(
            x=np.ravel([(low, high, np.nan) for low, high in ends]),
            y=np.repeat(places + aside, 3),
            name=f"without interaction: {name}",
            mode="lines",
            line={"color": LIGHT[role], "width": 5},
            opacity=0.55,
            hovertemplate="%{x:.2f}<extra>" + name + "</extra>",
        )
    middle, low, high = np.array([(np.nan,) * 3 if each is None else each for each in values], float).T
    fig.add_scatter(
        x=middle,
        y=places,
        name="the repository, with its nominal 95% interval",
        mode="markers",
        marker={"color": LIGHT["ink"], "size": 8},
        error_x={"type": "data", "array": high - middle, "arrayminus": middle - low, "color": LIGHT["ink"], "width": 3},
        text=list(names),
        hovertemplate="%{text}: %{x:.2f}<extra></extra>",
    )
    fig.add_vline(x=1, line={"color": LIGHT["ink"], "width": 1, "dash": "dot"})
    return fig.update_layout(showlegend=True, legend={**ABOVE, "y": 1.02}, margin_r=16)


def by_month(names, first, active):
    """Active contributors by month for each repository, each as high as its own busiest month; a `go.Figure`.

    `first` are months ("2005-04"), `active` the counts from there on.
    """
    fig = figure("month [date]", "", y_range=(-0.2, len(names) + 0.1))
    fig.update_xaxes(type="date")
    fig.update_yaxes(tickvals=[len(names) - 0.7 - at for at in range(len(names))], ticktext=list(names))
    for at, (name, start, counts) in enumerate(zip(names, first, active, strict=True)):
        counts, floor = np.asarray(counts, float), len(names) - 1.0 - at
        dates = (np.datetime64(start, "M") + np.arange(counts.size)).astype(str)
        fig.add_scatter(
            x=dates,
            y=floor + 0.85 * counts / counts.max(),
            name=name,
            mode="lines",
            line={"color": LIGHT["peers"], "width": 1.2},
            customdata=counts,
            hovertemplate="%{x|%B %Y}: %{customdata:,.0f} people<extra>" + name + "</extra>",
        )
        text(fig, [], [], [])
        fig.data[-1].update(
            x=[dates[-1]], y=[floor + 0.45], text=[f" {int(counts.max()):,}"], textfont={"color": LIGHT["soft"]}
        )
    return fig.update_layout(margin_r=44)
