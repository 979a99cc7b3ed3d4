"""Two crowds that differ by one person, round by round, and the end of each."""

import numpy as np

from peerkit.figures.drawing import figure, line, marks, text
from peerkit.figures.theme import STROKES
from peerkit.figures.words import number
from peerkit.models.crowd import decisive_person, spaced_thresholds, started_path
from peerkit.models.thresholds import Thresholds

PART = 0.1
"""Two crowds have parted once a tenth of their final difference is there."""


def one_person(thresholds: Thresholds):
    """Members who have joined after each round without and with the person who matters most; a `go.Figure`.

    Nobody is drawn at random: thresholds are spread evenly under the normal curve, one for each person.
    """
    decision, without, together = _followers(thresholds)
    rounds = np.arange(len(without))
    top = 1.18 * max(together[-1], without[-1], 5)
    fig = figure(
        "rounds of looking around [rounds]",
        "members who have joined [people]",
        x_range=(0, rounds[-1]),
        y_range=(0, top),
    )
    fig.update_xaxes(tickformat="d", dtick=int(np.ceil(len(rounds) / 7)))
    fewer, more = _situations(decision.starters)
    # The crowd without is named above its line where there is room, else under it.
    lift = -0.07 * top if without[-1] > 0.75 * together[-1] else 0
    for path, name, role, shift in ((without, fewer, "market", lift), (together, more, "peers", 0)):
        line(fig, rounds, path, name, role, hover="round %{x}: %{y:,.0f} have joined", label=False)
        words = [f"<b>{name}: {_count(path[-1])} join</b> "]
        text(fig, rounds[-1:], path[-1:] + shift, words, color=STROKES[role]["color"], position="top left")
    parted = np.flatnonzero(together - without > PART * (together[-1] - without[-1]))[:1]
    parted = parted if _decides(decision, thresholds) else parted[:0]
    marks(fig, rounds[parted], together[parted], [f"they part: round {n}" for n in parted], floor=0.0)
    late = len(parted) and parted[0] > 0.3 * rounds[-1]
    fig.data[-1].update(y=together[parted], textposition="top left" if late else "bottom right")
    return fig


def _followers(thresholds):
    """The decision, and the members who have joined after each round without and with that person; starters not counted."""
    crowd = spaced_thresholds(thresholds)
    decision = decisive_person(crowd)
    without, together = (
        np.maximum(started_path(crowd, starters) - max(starters, 0), 0)
        for starters in (decision.starters - 1, decision.starters)
    )
    rounds = max(len(without), len(together)) + 2
    return decision, *(np.pad(path, (0, rounds - len(path)), mode="edge") for path in (without, together))


def _situations(starters):
    """Names of the two crowds: by how many start unasked, or by how many of the readiest stay at home."""
    if starters > 0:
        return (
            f"{_count(starters - 1)} starter{'s' * (starters != 2)}",
            f"{_count(starters)} starter{'s' * (starters > 1)}",
        )
    return (
        f"{_count(1 - starters)} stay{'s' * (starters == 0)} home",
        f"{_count(-starters)} stay{'s' * (starters == -1)} home",
    )


def _count(people):
    return number(people, digits=6)


def summary(thresholds):
    """The figure in words.

    >>> from peerkit.models.thresholds import Thresholds
    >>> summary(Thresholds())  # doctest: +NORMALIZE_WHITESPACE
    'Left to itself this crowd of 100 stops at 3. With one person who starts unasked, all 100 follow.'
    """
    decision, without, together = _followers(thresholds)
    size, few = _count(thresholds.members), _count(without[-1])
    if not _decides(decision, thresholds):
        return (
            f"No single person decides over this crowd of {size}: one person more or less changes the number of others who join by "
            f"at most {_count(decision.together - decision.without - 1)}."
        )
    many = f"all {_count(together[-1])}" if together[-1] == thresholds.members else _count(together[-1])
    if decision.starters == 1:
        return f"Left to itself this crowd of {size} stops at {few}. With one person who starts unasked, {many} follow."
    if decision.starters > 1:
        starters = (
            f"{_count(decision.starters - 1)} people who start" if decision.starters > 2 else "one person who starts"
        )
        follow = "nobody" if without[-1] == 0 else f"only {few}"
        return (
            f"With {starters} unasked, {follow} of this crowd of {size} follow{'s' if without[-1] <= 1 else ''}. With one starter "
            f"more, {many} follow."
        )
    if decision.starters == 0:
        return f"This crowd of {size} needs nobody to start: {many} join. If its readiest member stays at home, it stops at {few}."
    home = _count(-decision.starters)
    return (
        f"This crowd of {size} needs nobody to start. Even if its {home} readiest members stay at home, {many} of the others "
        f"join; if one more stays at home, it stops at {few}."
    )


def _decides(decision, thresholds):
    return decision.together - decision.without > 1 + 0.25 * thresholds.members
