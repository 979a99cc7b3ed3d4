"""Chance to stop, by contributions made: under the rule, and in a simulated crowd in which nobody ever changes."""

import numpy as np

from peerkit.figures.drawing import end_labels, figure, line, marks, text
from peerkit.figures.theme import LIGHT, STROKES
from peerkit.figures.words import number, percent
from peerkit.models.momentum import (
    FINITE,
    ONE_EACH,
    Momentum,
    careers,
    observed_stops,
    simulated_contributions,
    stop_probability,
    survival,
)

SEED = 2024
PEOPLE = 20_000
MOST = 1000
BOUNDS = np.unique(np.geomspace(1, MOST, 22).round())
FEWEST = 8
"""Diamonds stand only where at least so many people stopped: a share of fewer is mostly chance."""


def chance_to_stop(momentum: Momentum):
    """Chance that a contribution is the last, against how many were made; diamonds are people without momentum."""
    k = np.unique(np.geomspace(1, MOST, 121).round())
    chance, first = stop_probability(momentum, k), float(stop_probability(momentum, 1))
    # Nobody is left to stop later where the first contribution is certain to be the last.
    rule = np.where(survival(momentum, k - 1) > 0, chance, np.nan)
    low = chance[-1] / 15
    fig = figure(
        "contributions made so far [contributions]",
        "chance to stop now [probability]",
        x_log=True,
        y_log=True,
        x_range=(0.9, MOST),
        y_range=(low, 1.4),
    )
    _diamonds(fig, momentum)
    line(fig, k, np.full_like(k, first), "fixed", "soft", label=False, hover="a fixed chance: %{y:.1%} each time")
    line(fig, k, rule, "rule", "peers", label=False, hover="after %{x:,} contributions %{y:.1%} stop")
    ends = [(MOST, first, "fixed", "soft"), (MOST, chance[-1], "rule" if np.isfinite(rule[-1]) else "", "peers")]
    end_labels(fig, ends, gap=0.1, log=True)
    side, height = ("top left", 1.15 * first) if first < 0.25 else ("bottom left", 0.8 * first)
    words = f"◆ {PEOPLE:,} people <br>without momentum "
    text(fig, [MOST], [height], [words], color=STROKES["market"]["color"], position=side)
    for at, nth, row in ((1.0, "1st", 0.13), (10.0, "10th", 0.01)):
        reached = np.array([at])[survival(momentum, [at - 1]) > 0]
        stop = stop_probability(momentum, reached)
        marks(fig, reached, stop, [f"after the {nth}: {_share(s)} stop" for s in stop], floor=low * (1.4 / low) ** row)
    return fig


def _diamonds(fig, momentum):
    """The share who stop among simulated people of whom each has a fixed chance, where enough of them stop."""
    seen = observed_stops(simulated_contributions(momentum, PEOPLE, np.random.default_rng(SEED)), BOUNDS)
    fig.add_scatter(
        x=np.sqrt(BOUNDS[:-1] * (BOUNDS[1:] - 1)),
        y=np.where(seen.stops >= FEWEST, seen.share, np.nan),
        mode="markers",
        name=f"share who stop, {PEOPLE:,} people without momentum",
        marker={"color": LIGHT["market"], "size": 9, "symbol": "diamond"},
        hovertemplate="of simulated people without momentum %{y:.1%} stop here<extra></extra>",
    )


def summary(momentum):
    """The figure in words.

    >>> summary(Momentum())  # doctest: +NORMALIZE_WHITESPACE
    '64% stop after the first contribution; of the people who reach the tenth, 12% stop there. The tail has the exponent
    2.28, and a person contributes 3.57 times on average. The diamonds are 20,000 simulated people (seed 2024). They lie on
    the same line, although none of these people ever changes: each has a fixed chance to stop.'
    """
    made = careers(momentum)
    if made.outcome == ONE_EACH:
        return (
            "Everybody stops after the first contribution: the effort is as large as the head start allows. The line and the "
            "diamonds are one point, because nobody gets further."
        )
    first, tenth = stop_probability(momentum, np.array([1.0, 10.0]))
    mean = f"a person contributes {number(made.mean)} times on average"
    if made.outcome != FINITE:
        mean = "the average does not settle: it grows with the number of people counted"
    return (
        f"{_share(first)} stop after the first contribution; of the people who reach the tenth, {_share(tenth)} stop there. The "
        f"tail has the exponent {number(made.exponent)}, and {mean}. The diamonds are {PEOPLE:,} simulated people (seed "
        f"{SEED}). They lie on the same line, although none of these people ever changes: each has a fixed chance to stop."
    )


def _share(share):
    return percent(share) if share >= 1e-4 else "less than 0.01%"
