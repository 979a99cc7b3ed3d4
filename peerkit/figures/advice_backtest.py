"""The back-test of the advisory desk as a figure: the forecast for each case beside what became of it."""

import numpy as np

from peerkit.figures.drawing import figure
from peerkit.figures.theme import LIGHT

ENDS = {True: ("alive", "circle", "peers"), False: ("gone", "x", "market")}


def forecasts(names, chances, alive):
    """The chance of being alive that the verdict on each case stands for, a mark for what came; a `go.Figure`.

    >>> [trace.name for trace in forecasts(["A", "B"], [0.85, 0.5], [True, False]).data]
    ['alive', 'gone']
    """
    fig = figure("forecast chance of being alive today [share]", "", x_range=(0, 1))
    fig.update_xaxes(tickformat=".0%")
    fig.update_yaxes(type="category", categoryorder="array", categoryarray=list(names)[::-1])
    fig.add_vline(x=0.5, line={"color": LIGHT["edge"], "dash": "dot", "width": 1})
    for end, (word, symbol, role) in ENDS.items():
        here = np.asarray(alive, bool) == end
        fig.add_scatter(
            x=np.asarray(chances, float)[here],
            y=[name for name, shown in zip(names, here, strict=True) if shown],
            name=word,
            mode="markers",
            marker={"symbol": symbol, "size": 13, "color": LIGHT[role]},
            hovertemplate=f"%{{y}}: %{{x:.0%}}<extra>{word}</extra>",
        )
    fig.update_layout(showlegend=True, legend={"orientation": "h", "y": 1.05, "yanchor": "bottom", "x": 0}, margin_r=24)
    return fig
