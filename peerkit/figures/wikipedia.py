"""Useful time against the size of a piece, with the piece that as few people finish as finished an article at Nupedia."""

import numpy as np

from peerkit.cases import Case
from peerkit.figures.drawing import figure, line, marks, ticks
from peerkit.figures.words import number, percent
from peerkit.models.granularity import Granularity, optimal_chunk, piece_for, useful_output

SMALLEST, LARGEST = 1 / 300, 6
"""The ends of the axis, in units of the mean free time."""


def pieces(granularity: Granularity, case: Case):
    """Useful minutes a person against the size of a piece; the best size and Nupedia's are marked."""
    g = granularity.budget * np.geomspace(SMALLEST, LARGEST, 181)
    best, whole = optimal_chunk(granularity), article(granularity, case)
    scale = max(float(best.output), 1e-9)
    bounds = (-0.3 * scale, 1.3 * scale)
    fig = figure(
        "size of a piece [minutes]",
        "useful time [minutes each]",
        x_log=True,
        x_range=(g[0], g[-1]),
        y_range=bounds,
    )
    useful = useful_output(granularity, g)
    # Pieces shorter than their overhead are left out: the words under the marks stand there.
    useful = np.where(useful >= 0, useful, np.nan)
    fig.update_yaxes(tickvals=ticks(bounds[1]))
    line(fig, g, useful, "useful", "peers", hover="%{x:,.3~s} minutes: %{y:,.3~s} useful", within=bounds)
    sizes, words = [whole], [f"an article: {number(whole)} minutes"]
    if g[0] < best.size < g[-1]:
        sizes, words = [best.size, whole], [f"best piece: {number(best.size)} minutes", *words]
    heights = np.maximum(useful_output(granularity, np.array(sizes)), bounds[0])
    return marks(fig, sizes, heights, words, floor=bounds[0])


def article(granularity, case):
    """The piece for which as many people have time as drafts at Nupedia became articles [minutes]."""
    return float(piece_for(granularity, case.number("finished_share") / 100))


def summary(granularity, case):
    """The figure in words."""
    best, whole = optimal_chunk(granularity), article(granularity, case)
    left = float(useful_output(granularity, whole))
    told = (
        f"At Nupedia {percent(case.number('finished_share') / 100)} of the drafts became articles. If only time was missing, an "
        f"article took {number(whole)} minutes, {number(whole / granularity.budget)} times the free time of one person."
    )
    if left <= 0:
        return f"{told} With so much overhead nothing useful would be left of them."
    size = f"A piece of {number(best.size)} minutes leaves" if best.size > 0 else "Pieces as small as possible leave"
    return f"{told} {size} {number(best.output / left)} times as much useful time for each person, if people come either way."
