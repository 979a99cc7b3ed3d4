"""What a line of software costs in work against the size of the software, beside the three published kinds of project."""

import numpy as np

from peerkit.figures.drawing import figure, glow, line, marks, text
from peerkit.figures.theme import STROKES
from peerkit.figures.words import number, people, percent
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

KIND_STROKES = {"organic": ("easy", "soft"), "semidetached": ("middling", "firm"), "embedded": ("hard", "market")}


def cost_of_a_line(development: DevelopmentEffort):
    """Person-months per thousand lines against size: three published kinds and this one; a `go.Figure`."""
    s = np.geomspace(1, LARGEST, 121)
    cost = line_cost(development, s)
    top = 1.1 * max(float(cost.max()), float(line_cost(KINDS["embedded"], LARGEST)))
    bounds = (-0.17 * top, top)
    fig = figure(
        "size of the software [thousand lines]",
        "cost of a line [person-months per 1,000]",
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
    """What the figure says, in words.

    >>> summary(DevelopmentEffort())  # doctest: +NORMALIZE_WHITESPACE
    'Software ten times as large makes each line 12% dearer. A million lines take 62 people 55 months; as ten separate
    projects, which need not fit together, they would take 11% less work.'
    """
    ratio = float(line_cost_ratio(development, 10))
    if abs(ratio - 1) < 1e-9:
        first, apart = "A line costs the same whatever the size of the software.", "just as much work"
    elif ratio > 1:
        first = f"Software ten times as large makes each line {_change(ratio)} dearer."
        apart = f"{percent(1 - 1 / ratio)} less work"
    else:
        first = f"Software ten times as large makes each line {percent(1 - ratio)} cheaper."
        apart = f"{_change(1 / ratio)} more work"
    return (
        f"{first} A million lines take {_staff(development, LARGE)} {_time(development, LARGE)}; as ten separate projects, "
        f"which need not fit together, they would take {apart}."
    )


def _change(ratio):
    return f"{number(100 * (ratio - 1), 2)}%"


def _staff(development, size):
    count = people(np.round(staff(development, size)))
    return "1 person" if count == "1" else f"{count} people"


def _time(development, size):
    return f"{number(schedule(development, size), 2)} months"
