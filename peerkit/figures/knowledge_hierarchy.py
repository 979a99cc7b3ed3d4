"""Who knows which problems when asking takes so long: workers the common ones, solvers the rarer, nobody the rarest."""

import numpy as np

from peerkit.figures.drawing import figure, line, marks, text
from peerkit.figures.theme import LIGHT, STROKES
from peerkit.figures.words import number, percent
from peerkit.models.knowledge_hierarchy import (
    KnowledgeHierarchy,
    answered_share,
    asking_threshold,
    optimal_layers,
    working_alone,
)

CHEAPEST, DEAREST = 0.05, 1.0
TICKS = (0.001, 0.01, 0.05, 0.1, 0.2, 0.5, 1)
CLOSEST = 0.07
"""The least distance of two names of zones, as a share of the height."""

ZONES = {"workers": STROKES["peers"]["color"], "solvers": STROKES["firm"]["color"], "nobody": LIGHT["soft"]}
"""Who knows the problems of each zone, from the common to the rare."""


def who_knows(hierarchy: KnowledgeHierarchy):
    """Share of problems that workers and solvers can answer against the time a question takes; a `go.Figure`."""
    cheapest = float(min(CHEAPEST, hierarchy.question_time))
    h = np.geomspace(cheapest, DEAREST, 161)
    workers, solvers = _shares(KnowledgeHierarchy.batch(**{**hierarchy.model_dump(), "question_time": h}))
    # Words stand in a strip below zero, and the topmost zone may need a little room above one.
    bounds = (-0.18, 1.12)
    fig = figure(
        "time per question [share of a period]",
        "problems known, common ones first [share]",
        x_log=True,
        x_range=(cheapest, DEAREST),
        y_range=bounds,
    )
    fig.update_xaxes(tickvals=TICKS, ticktext=[f"{tick:g}" for tick in TICKS])
    fig.update_yaxes(tickvals=[0, 0.25, 0.5, 0.75, 1])
    hover = "asking takes %{x:.2~f}: "
    line(fig, h, workers, "workers", "peers", hover=hover + "workers know %{y:.0%}", label=False)
    fig.data[-1].update(fill="tozeroy", fillcolor=LIGHT["accent-soft"])
    line(fig, h, solvers, "solvers", "firm", hover=hover + "solvers and workers know %{y:.0%}", label=False)
    borders = np.array([0, workers[-1], solvers[-1], 1.0])
    heights = (borders[1:] + borders[:-1]) / 2
    for i in (1, 2):
        heights[i] = max(heights[i], heights[i - 1] + CLOSEST)
    for height, (name, color) in zip(heights, ZONES.items(), strict=True):
        text(fig, [DEAREST], [height], [f" <b>{name}</b>"], color=color)
    here = hierarchy.question_time
    span = number(optimal_layers(hierarchy).span, 2)
    far_right = np.log(here / cheapest) > 0.45 * np.log(DEAREST / cheapest)
    return marks(
        fig,
        [here, here],
        [float(share) for share in _shares(hierarchy)],
        [f"one solver: for {span} workers", ""],
        floor=bounds[0],
        position="top left" if far_right else "top right",
    )


def summary(hierarchy):
    """What the figure says, in words.

    >>> summary(KnowledgeHierarchy())  # doctest: +NORMALIZE_WHITESPACE
    'Workers should know 55% of their problems, and one solver for 4.4 of them a further 38%; each then makes 36% more than
    if nobody could be asked. Were asking twice as cheap, workers should know 28%, were knowing twice as cheap, 75%.'
    """
    best = optimal_layers(hierarchy)
    if best.outcome == "nothing worth knowing":
        return "Knowledge costs more than it brings, even to a solver whom all can ask: nobody should learn anything."
    workers, solvers = _shares(hierarchy)
    span = number(best.span, 2)
    if best.outcome == "workers know nothing":
        threshold = asking_threshold(hierarchy)
        learn = (
            f"They should learn something only if a question took more than {number(threshold, 2)} of a period."
            if threshold < 1
            else "Knowledge is too dear for anyone who does not answer for others."
        )
        return (
            f"Workers should know nothing and ask everything: one solver for {span} of them knows {percent(solvers, 3)} of the "
            f"problems. {learn}"
        )
    asking, knowing = (
        _known(_shares(hierarchy.replace(**{name: getattr(hierarchy, name) / 2}))[0])
        for name in ("question_time", "knowledge_cost")
    )
    return (
        f"Workers should know {percent(workers)} of their problems, and one solver for {span} of them a further "
        f"{percent(solvers - workers)}; each then makes {_more(best.output, working_alone(hierarchy).output)} if nobody "
        f"could be asked. Were asking twice as cheap, workers should know {asking}, were knowing twice as cheap, {knowing}."
    )


def _known(share):
    return percent(share) if share > 0.0005 else "nothing"


def _more(output, alone):
    gain = output / alone - 1
    return "as much as" if gain < 0.0005 else f"{number(100 * gain, 2)}% more than"


def _shares(hierarchy):
    best = optimal_layers(hierarchy)
    return answered_share(hierarchy, best.worker_knowledge), answered_share(hierarchy, best.solver_knowledge)
