"""How likely people are to stop, by what they have done: under the rule, and in a crowd where nobody ever changes."""

import numpy as np

from peerkit.figures.drawing import end_labels, figure, line, marks, text
from peerkit.figures.theme import LIGHT, STROKES
from peerkit.figures.words import number, percent
from peerkit.models.momentum import Momentum, careers, observed_stops, simulated_contributions, stop_probability

SEED = 2024
PEOPLE = 20_000
MOST = 1000
BOUNDS = np.unique(np.geomspace(1, MOST, 22).round())
FEWEST = 8


def chance_to_stop(momentum: Momentum):
    """Chance that a contribution is the last, against how many were made; diamonds are people without momentum."""
    k = np.unique(np.geomspace(1, MOST, 121).round())
    chance, first = stop_probability(momentum, k), stop_probability(momentum, 1)
    low = chance[-1] / 15
    fig = figure(
        "contributions made so far [contributions]",
        "chance to stop now [probability]",
        x_log=True,
        y_log=True,
        x_range=(0.9, MOST),
        y_range=(low, 1.4),
    )
    seen = observed_stops(simulated_contributions(momentum, PEOPLE, np.random.default_rng(SEED)), BOUNDS)
    fig.add_scatter(
        x=np.sqrt(BOUNDS[:-1] * (BOUNDS[1:] - 1)),
        y=np.where(seen.stops >= FEWEST, seen.share, np.nan),
        mode="markers",
        name=f"share who stop, {PEOPLE:,} people without momentum",
        marker={"color": LIGHT["market"], "size": 9, "symbol": "diamond"},
        hovertemplate="of simulated people without momentum %{y:.1%} stop here<extra></extra>",
    )
    line(fig, k, np.full_like(k, first), "fixed", "soft", label=False, hover="a fixed chance: %{y:.1%} each time")
    line(fig, k, chance, "rule", "peers", label=False, hover="after %{x:,} contributions %{y:.1%} stop")
    end_labels(fig, [(MOST, first, "fixed", "soft"), (MOST, chance[-1], "rule", "peers")], gap=0.1, log=True)
    words = f"◆ {PEOPLE:,} people <br>without momentum "
    side, height = ("top left", 1.15 * first) if first < 0.25 else ("bottom left", 0.8 * first)
    text(fig, [MOST], [height], [words], color=STROKES["market"]["color"], position=side)
    for k, nth, row in ((1.0, "1st", 0.13), (10.0, "10th", 0.01)):
        stop = stop_probability(momentum, k)
        floor = low * (1.4 / low) ** row
        marks(fig, [k], [stop], [f"after the {nth}: {percent(stop)} stop"], floor=floor)
    return fig


def summary(momentum):
    """What the figure says, in words.

    >>> summary(Momentum())  # doctest: +NORMALIZE_WHITESPACE
    '64% stop after the first contribution, 12% of those who get there after the tenth: a tail with exponent 2.28, and 3.57
    contributions a person on average. The diamonds (20,000 simulated people, seed 2024) fall on the same line, yet none of
    these people ever changes: each has a fixed chance to stop.'
    """
    first, tenth = stop_probability(momentum, np.array([1.0, 10.0]))
    found = careers(momentum)
    if found.outcome == "one contribution each":
        return "Everybody stops after the first contribution, so there is no tail: the effort uses up the head start."
    grows = "and an average that grows with the number of people counted"
    mean = f"and {number(found.mean)} contributions a person on average" if found.outcome == "finite mean" else grows
    return (
        f"{percent(first)} stop after the first contribution, {percent(tenth)} of those who get there after the tenth: a tail "
        f"with exponent {number(found.exponent)}, {mean}. The diamonds ({PEOPLE:,} simulated people, seed {SEED}) fall on the "
        f"same line, yet none of these people ever changes: each has a fixed chance to stop."
    )
