"""Two crowds that differ by one person, round by round: where each of them ends."""

import numpy as np

from peerkit.figures.drawing import figure, line, marks, text
from peerkit.figures.theme import STROKES
from peerkit.figures.words import number
from peerkit.models.crowd import decisive_person, spaced_thresholds, started_path
from peerkit.models.thresholds import Thresholds

PART = 0.1
"""Two crowds have parted once a tenth of their final difference is there."""


def one_person(thresholds: Thresholds):
    """How many have joined after each round without and with the one person who matters most; a `go.Figure`.

    Nobody is drawn at random: thresholds are spread evenly under the normal curve, one for each person.
    """
    crowd = spaced_thresholds(thresholds)
    found = decisive_person(crowd)
    paths = [started_path(crowd, found.starters - 1), started_path(crowd, found.starters)]
    rounds = np.arange(max(len(path) for path in paths) + 2)
    without, together = (np.pad(path, (0, len(rounds) - len(path)), mode="edge") for path in paths)
    top = 1.18 * max(found.together, 5)
    fig = figure(
        "rounds of looking around [rounds]",
        "people who have joined [people]",
        x_range=(0, rounds[-1]),
        y_range=(0, top),
    )
    hover = "round %{x}: %{y:,.0f} have joined"
    fig.update_xaxes(tickformat="d", dtick=int(np.ceil(len(rounds) / 7)))
    # The crowd without is named above its line where there is room, else under it.
    under = found.without > 0.75 * found.together
    for path, name, role, lift in (
        (without, "without", "market", -0.07 if under else 0),
        (together, "with", "peers", 0),
    ):
        line(fig, rounds, path, name, role, hover=hover, label=False)
        words = [f"<b>{name}: {number(path[-1], digits=6)}</b> "]
        text(fig, rounds[-1:], path[-1:] + lift * top, words, color=STROKES[role]["color"], position="top left")
    parted = np.flatnonzero(together - without > PART * (found.together - found.without))[:1]
    parted = parted if _decides(found, thresholds) else parted[:0]
    marks(fig, rounds[parted], together[parted], [f"they part: round {n}" for n in parted], floor=0.0)
    late = len(parted) and parted[0] > 0.3 * rounds[-1]
    fig.data[-1].update(y=together[parted], textposition="top left" if late else "bottom right")
    return fig


def summary(thresholds):
    """What the figure says, in words.

    >>> from peerkit.models.thresholds import Thresholds
    >>> summary(Thresholds())  # doctest: +NORMALIZE_WHITESPACE
    'Left to itself this crowd of 100 stops at 3. One person who starts unasked brings 101, the crowd and the starter.'
    """
    found, size = decisive_person(spaced_thresholds(thresholds)), number(thresholds.members, digits=6)
    without, together = (number(count, digits=6) for count in (found.without, found.together))
    if not _decides(found, thresholds):
        return (
            f"No single person decides over this crowd of {size}: whoever starts or stays at home, never more than "
            f"{number(found.together - found.without)} more or fewer join."
        )
    if found.starters == 1:
        return (
            f"Left to itself this crowd of {size} stops at {without}. One person who starts unasked brings {together}, the "
            "crowd and the starter."
        )
    if found.starters > 1:
        starters = "one person" if found.starters == 2 else f"{number(found.starters - 1, digits=6)} people"
        return f"With {starters} to start unasked this crowd of {size} stops at {without}. One more brings {together}."
    if found.starters == 0:
        return (
            f"This crowd of {size} goes by itself: {together} join. Without its readiest member it stops at {without}."
        )
    home = number(-found.starters, digits=6)
    return (
        f"This crowd of {size} goes by itself. With its {home} readiest kept at home, still {together} join; with one more "
        f"kept at home it stops at {without}."
    )


def _decides(found, thresholds):
    return found.together - found.without > 1 + 0.25 * thresholds.members
