"""The work that a line of software takes, against the size of the software, for this project and three published kinds."""

import numpy as np

from peerkit.figures.drawing import figure, glow, line, marks, text
from peerkit.figures.theme import STROKES
from peerkit.figures.words import headcount, number, percent
from peerkit.models.development_effort import (
    KINDS,
    DevelopmentEffort,
    line_cost,
    line_cost_ratio,
    schedule,
    staff,
)

SMALL, LARGE, LARGEST = 10.0, 1000.0, 10_000.0
"""Thousand lines: the two projects that are marked, and the end of the axis."""

KIND_STROKES = {"organic": ("easy", "soft"), "semidetached": ("medium", "firm"), "embedded": ("hard", "market")}


def cost_of_a_line(development: DevelopmentEffort):
    """Person-months per thousand lines against size: three published kinds and this one; a `go.Figure`."""
    s = np.geomspace(1, LARGEST, 121)
    cost = line_cost(development, s)
    top = 1.1 * max(float(cost.max()), float(line_cost(KINDS["embedded"], LARGEST)))
    bounds = (-0.17 * top, top)
    fig = figure(
        "size of the software [thousand lines]",
        "cost of 1,000 lines [person-months]",
        x_log=True,
        x_range=(1, LARGEST),
        y_range=bounds,
    )
    glow(fig, s, cost, "this project")
    hover = "%{x:,.0f} thousand lines: %{y:,.3~s} person-months per thousand"
    for kind, (name, role) in KIND_STROKES.items():
        line(fig, s, line_cost(KINDS[kind], s), name, role, hover=hover, width=1.8)
    line(fig, s, cost, "this project", "peers", hover=hover, label=False)
    # The name stands above the line, whether it rises or falls.
    height = float(cost[-25:].max()) + 0.02 * top
    text(fig, s[-1:], [height], ["<b>this project</b>"], color=STROKES["peers"]["color"], position="top left")
    sizes = np.array([SMALL, LARGE])
    words = [f"{_staff(development, size)}: {_time(development, size)}" for size in sizes]
    return marks(fig, sizes, line_cost(development, sizes), words, floor=bounds[0])


def summary(development):
    """The effect of size on the cost of a line, and of division into ten projects, in words.

    >>> summary(DevelopmentEffort())  # doctest: +NORMALIZE_WHITESPACE
    'In software ten times as large, each line costs 12% more. A million lines take 62 people 55 months. As ten separate
    projects, which need not fit together, they would take 11% less work.'
    """
    ratio = float(line_cost_ratio(development, 10))
    if abs(ratio - 1) < 1e-9:
        first, apart = "A line costs the same whatever the size of the software.", "just as much work"
    elif ratio > 1:
        first = f"In software ten times as large, each line costs {percent(ratio - 1)} more."
        apart = f"{percent(1 - 1 / ratio)} less work"
    else:
        first = f"In software ten times as large, each line costs {percent(1 - ratio)} less."
        apart = f"{percent(1 / ratio - 1)} more work"
    return (
        f"{first} A million lines take {_staff(development, LARGE)} {_time(development, LARGE)}. As ten separate projects, "
        f"which need not fit together, they would take {apart}."
    )


def _staff(development, size):
    return headcount(max(1.0, float(staff(development, size))))


def _time(development, size):
    return f"{number(schedule(development, size), 2)} months"
