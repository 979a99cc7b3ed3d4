"""How large a contribution should be: time that becomes work against the size of a chunk."""

import numpy as np

from peerkit.figures.drawing import figure, line, marks, text
from peerkit.figures.theme import STROKES
from peerkit.figures.words import number, percent, times
from peerkit.models.granularity import Granularity, optimal_chunk, participation, useful_output


def chunk_size(granularity: Granularity):
    """Useful minutes a person and the share of people taking part against chunk size, the best chunk marked."""
    best = optimal_chunk(granularity)
    g = np.geomspace(max(best.size / 30, 1e-3), best.size * 20, 181)
    useful = useful_output(granularity, g)
    bounds = (-0.3 * best.output, 1.25 * best.output)
    fig = figure(
        "chunk size [minutes]",
        "useful time [minutes per person]",
        x_log=True,
        x_range=(g[0], g[-1]),
        y_range=bounds,
    )
    line(fig, g, useful, "useful", "peers", hover="%{x:,.3~s} minutes: %{y:,.3~s} useful", within=bounds)
    share = participation(granularity, g) * best.output
    line(
        fig,
        g,
        share,
        "taking part",
        "firm",
        hover="at %{x:,.3~s} minutes (height: all = best useful time)",
        label=False,
    )
    text(fig, g[5:6], share[5:6], ["<b>taking part</b>"], color=STROKES["firm"]["color"], position="top right")
    words = [f"best chunk: {number(best.size)} min"]
    return marks(fig, [best.size], [best.output], words, floor=bounds[0])


def summary(granularity):
    """What the figure says, in words.

    >>> from peerkit.models.granularity import Granularity
    >>> summary(Granularity()).split(".")[0]
    'The best chunk takes 26'
    """
    best = optimal_chunk(granularity)
    cheaper = optimal_chunk(granularity.replace(overhead=granularity.overhead / 100))
    return (
        f"The best chunk takes {number(best.size)} minutes; {percent(best.participation)} of the people have time for one. "
        f"Smaller than {number(granularity.overhead)} minutes a chunk costs more than it gives. An overhead a hundred times "
        f"lower would make the best chunk {times(best.size / cheaper.size)} smaller."
    )
