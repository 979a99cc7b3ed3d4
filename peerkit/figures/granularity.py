"""The best size of a contribution: time that becomes work, and people who take part, against the size of a piece."""

import numpy as np

from peerkit.figures.drawing import figure, line, marks, stacked
from peerkit.figures.words import number, share
from peerkit.models.granularity import Granularity, optimal_chunk, participation, time_use, useful_output

CHEAPER = 100

USES = {"useful": "peers", "overhead": "firm", "unused": "market"}
"""The uses of free time, each with the style of its line."""

READ = (1, 2, 3, 4, 5, 10, 15, 20, 30, 60, 90, 120)
"""Pieces [minutes] at which a reader may want to read a value; the lines have a point at each."""


def chunk_size(granularity: Granularity):
    """Useful minutes a person against the size of a piece, and below it the share of people with time for one."""
    best = optimal_chunk(granularity)
    inside = best.outcome == "interior"
    # Without overhead the best piece has no size; a hundredth of the free time shows that smaller is better.
    middle = best.size if inside else granularity.budget / 100
    g = np.geomspace(middle / 30, middle * 20, 181)
    at, words = ([best.size], [f"best piece: {_minutes(best.size)}"]) if inside else ([], [])
    # Where the overhead is far above anybody's time, nothing is left to scale the axis by.
    scale = best.output if best.output > 0 else 1.0
    bounds = (-0.3 * scale, 1.25 * scale)
    title = "size of a piece [minutes]"
    fig = figure(title, "useful time [minutes each]", x_log=True, x_range=(g[0], g[-1]), y_range=bounds)
    fig.update_yaxes(exponentformat="power")
    useful = useful_output(granularity, g)
    line(fig, g, useful, "useful", "peers", hover="%{x:,.3~s} minutes: %{y:,.3~s} useful", within=bounds)
    marks(fig, at, [best.output] * len(at), words, floor=bounds[0])
    below = figure(title, "take part [share]", x_log=True, x_range=(g[0], g[-1]), y_range=(0, 1.05))
    below.update_yaxes(tickformat=".0%", tickvals=[0, 0.5, 1])
    line(
        below,
        g,
        participation(granularity, g),
        "take part",
        "firm",
        hover="%{x:,.3~s} minutes: %{y:.1%} have time for one",
    )
    marks(below, at, [best.participation] * len(at), [""] * len(at), floor=0.0)
    return stacked(fig, below)


def time_lines(granularity: Granularity):
    """Useful time, overhead and unused minutes of a person against the size of a piece; a `go.Figure`."""
    best = optimal_chunk(granularity)
    inside = best.outcome == "interior"
    middle = best.size if inside else granularity.budget / 100
    g = np.geomspace(middle / 12, middle * 5, 161)
    g = np.union1d(g, [size for size in READ if g[0] < size < g[-1]])
    bounds = (-0.8 * granularity.budget, 2.1 * granularity.budget)
    fig = figure(
        "size of a piece [minutes]", "use of time [minutes each]", x_log=True, x_range=(g[0], g[-1]), y_range=bounds
    )
    fig.update_xaxes(tickvals=[digit * 10.0**power for power in range(-4, 6) for digit in (1, 3)])
    spent = time_use(granularity, g)
    for name, role in USES.items():
        hover = f"pieces of %{{x:,.3~s}} minutes: %{{y:,.3~s}} minutes {name}"
        line(fig, g, getattr(spent, name), name, role, hover=hover, within=bounds)
    at, words = ([best.size], [f"best piece: {_minutes(best.size)}"]) if inside else ([], [])
    return marks(fig, at, [best.output] * len(at), words, floor=bounds[0])


def summary(granularity):
    """The figure in words.

    >>> summary(Granularity())  # doctest: +NORMALIZE_WHITESPACE
    'The best piece takes 26.3 minutes; 65% of the people have time for one. A piece shorter than 5 minutes costs more time
    than it gives. If the overhead fell to a hundredth, the best piece would take 2.47 minutes.'
    """
    best = optimal_chunk(granularity)
    if best.outcome == "no overhead":
        return (
            "Without overhead the smaller the pieces, the better: in the limit everybody takes part and all of their "
            f"{_minutes(granularity.budget)} become useful."
        )
    cheaper = optimal_chunk(granularity.replace(overhead=granularity.overhead / CHEAPER))
    return (
        f"The best piece takes {_minutes(best.size)}; {_have_time(best.participation)} time for one. A piece "
        f"shorter than {_minutes(granularity.overhead)} costs more time than it gives. If the overhead fell to a hundredth, "
        f"the best piece would take {_minutes(cheaper.size)}."
    )


def _have_time(part):
    if part == 0:
        return "nobody has"
    return f"{share(part)} of the people have" if part >= 1e-3 else f"only {share(part)} has"


def _minutes(size):
    return f"{number(size)} minute{'' if number(size) == '1' else 's'}"
