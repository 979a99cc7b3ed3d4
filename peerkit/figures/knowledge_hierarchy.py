"""The problems that workers, solvers and nobody know, against the time a question takes."""

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

CHEAPEST, LONGEST = 0.05, 1.0
TICKS = (0.001, 0.01, 0.05, 0.1, 0.2, 0.5, 1)
CLOSEST = 0.07
"""The least distance of two names of zones, as a share of the height."""

ZONES = {"workers": STROKES["peers"]["color"], "solvers": STROKES["firm"]["color"], "nobody": LIGHT["soft"]}
"""The colours of those who know the problems of each zone, from the common problems to the rare ones."""


def who_knows(hierarchy: KnowledgeHierarchy):
    """Share of problems that workers and solvers can answer against the time a question takes; a `go.Figure`."""
    cheapest = float(min(CHEAPEST, hierarchy.question_time))
    h = np.geomspace(cheapest, LONGEST, 161)
    workers, solvers = _shares(KnowledgeHierarchy.batch(**{**hierarchy.model_dump(), "question_time": h}))
    # Words stand in a strip below zero, and the topmost zone may need a little room above one.
    bounds = (-0.18, 1.12)
    fig = figure(
        "time per question [share of a period]",
        "problems known, common ones first [share]",
        x_log=True,
        x_range=(cheapest, LONGEST),
        y_range=bounds,
    )
    fig.update_xaxes(tickvals=TICKS, ticktext=[percent(tick) for tick in TICKS])
    fig.update_yaxes(tickvals=[0, 0.25, 0.5, 0.75, 1], tickformat=".0%")
    hover = "a question takes %{x:.0%}: "
    line(fig, h, workers, "workers", "peers", hover=hover + "workers know %{y:.0%}", label=False)
    fig.data[-1].update(fill="tozeroy", fillcolor=LIGHT["accent-soft"])
    line(fig, h, solvers, "solvers", "firm", hover=hover + "solvers and workers know %{y:.0%}", label=False)
    borders = np.array([0, workers[-1], solvers[-1], 1.0])
    heights = (borders[1:] + borders[:-1]) / 2
    for i in (1, 2):
        heights[i] = max(heights[i], heights[i - 1] + CLOSEST)
    for height, (name, color) in zip(heights, ZONES.items(), strict=True):
        text(fig, [LONGEST], [height], [f" <b>{name}</b>"], color=color)
    here = hierarchy.question_time
    span = number(optimal_layers(hierarchy).span, 2)
    far_right = np.log(here / cheapest) > 0.45 * np.log(LONGEST / cheapest)
    return marks(
        fig,
        [here, here],
        [float(share) for share in _shares(hierarchy)],
        [f"one solver: for {span} workers", ""],
        floor=bounds[0],
        position="top left" if far_right else "top right",
    )


def summary(hierarchy):
    """The best split of knowledge in words.

    >>> summary(KnowledgeHierarchy())  # doctest: +NORMALIZE_WHITESPACE
    'Workers should know 55% of their problems, and one solver for 4.4 workers a further 38%. Each person then produces 36%
    more than if nobody could be asked. If asking cost half as much, workers should know 28%; if learning cost half as
    much, 75%.'
    """
    best = optimal_layers(hierarchy)
    if best.outcome == "nothing worth knowing":
        return "Knowledge costs more than it brings, even to a solver whom everybody can ask: nobody should learn anything."
    if best.outcome == "workers know nothing":
        return _ask_everything(hierarchy, best)
    workers, solvers = _shares(hierarchy)
    asking, learning = (
        _known(_shares(hierarchy.replace(**{name: getattr(hierarchy, name) / 2}))[0])
        for name in ("question_time", "knowledge_cost")
    )
    return (
        f"Workers should know {percent(workers)} of their problems, and one solver for {number(best.span, 2)} workers a "
        f"further {percent(solvers - workers)}. {_produced(best.output, working_alone(hierarchy).output)} If asking cost "
        f"half as much, workers should know {asking}; if learning cost half as much, {learning}."
    )


def _ask_everything(hierarchy, best):
    """The answer where workers should know nothing, and the time per question from which they should learn."""
    _, solvers = _shares(hierarchy)
    threshold = asking_threshold(hierarchy)
    learn = (
        f"Workers should learn something only if a question took more than {percent(threshold)} of a period."
        if threshold < 1
        else "Knowledge is too expensive for anyone who does not answer the questions of others."
    )
    return (
        f"Workers should know nothing and ask everything: one solver for {number(best.span, 2)} workers knows "
        f"{percent(solvers)} of the problems. {learn}"
    )


def _known(share):
    return percent(share) if share > 0.0005 else "nothing"


def _produced(output, alone):
    """The output per person, compared with working alone."""
    if alone == 0:
        return "If nobody could be asked, learning would not pay at all."
    gain = output / alone - 1
    if gain < 0.0005:
        return "Each person then produces as much as if nobody could be asked."
    return f"Each person then produces {percent(gain)} more than if nobody could be asked."


def _shares(hierarchy):
    best = optimal_layers(hierarchy)
    return answered_share(hierarchy, best.worker_knowledge), answered_share(hierarchy, best.solver_knowledge)
