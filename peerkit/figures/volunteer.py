"""A chore that anyone could do: how willing each is, and how often nobody does it, as the crowd grows."""

import numpy as np

from peerkit.figures.drawing import figure, line, marks, remark, stacked, text
from peerkit.figures.theme import STROKES
from peerkit.figures.words import number, people, share
from peerkit.models.volunteer import Volunteer, equilibrium, undone_in_a_large_crowd

FEWEST_SHOWN, MOST = 1000, 10**12
TITLE = "people who could do it [people]"


def crowd(volunteer: Volunteer):
    """The chance that each helps, and below it that a chore stays undone, against the size of the crowd; a `go.Figure`."""
    v = volunteer
    largest = float(min(max(FEWEST_SHOWN, 3 * v.members, 3 * v.chores), MOST))
    n = np.unique(np.round(np.geomspace(1, largest, 241)))
    split, whole = (
        equilibrium(Volunteer.batch(cost=v.cost, benefit=v.benefit, members=n, chores=chores))
        for chores in (v.chores, 1)
    )
    here = equilibrium(v)
    fig = _willing(v, n, split, here)
    if here.outcome == "not worth it":
        remark(fig, "the chore costs at least as much as it is worth: nobody does it", y=0.51)
    return stacked(fig, _undone(v, n, split, whole, here), share=0.46)


def _willing(v, n, split, here):
    positive = split.volunteering[split.volunteering > 0]
    floor = 0.3 * float(positive.min()) if positive.size else 1e-3
    fig = figure(TITLE, "each helps [share]", x_log=True, y_log=True, x_range=(1, n[-1]), y_range=(floor, 1.6))
    fig.update_yaxes(tickformat="~%")
    each = np.where(split.volunteering > 0, split.volunteering, np.nan)
    line(fig, n, each, "each helps", "firm", label=False, hover="%{x:,} people: %{y:.3~%}")
    i = [int(np.argmin(np.abs(n - n[-1] ** 0.5)))]
    text(fig, n[i], each[i], [" <b>each helps</b>"], color=STROKES["firm"]["color"], position="top right")
    inside = here.volunteering > 0
    at = [float(v.members)] if inside else []
    words = [f"{_some(v.members)}: {share(here.volunteering)}"] if inside else []
    place = "top left" if v.members > n[-1] ** 0.7 else "top right"
    return marks(fig, at, [float(here.volunteering)] if inside else [], words, floor=floor, position=place)


def _undone(v, n, split, whole, here):
    several = v.chores > 1
    top = min(1.35 * max(float(here.undone), float(undone_in_a_large_crowd(v))), 1.1)
    below = figure(TITLE, "stays undone [share]", x_log=True, x_range=(1, n[-1]), y_range=(-0.06 * top, top))
    below.update_yaxes(tickformat="~%", nticks=5)
    right = [int(np.argmin(np.abs(n - n[-1] ** 0.8)))]
    for undone, name, role, words in (
        (whole.undone, "one chore for all", "market", "one for all" if several else ""),
        (split.undone, f"{number(v.chores, 6)} chores" if several else "undone", "peers", "undone"),
    ):
        line(below, n, undone, f"undone, {name}", role, label=False, hover="%{x:,} people: %{y:.3~%} undone")
        text(below, n[right], undone[right], [f" <b>{words}</b>"], color=STROKES[role]["color"], position="top right")
    undone_here = share(here.undone) if here.undone > 0 else "0%"
    words = [f"{_some(v.members)}: {undone_here} undone"]
    place = "top left" if v.members > n[-1] ** 0.5 else "top right"
    return marks(below, [float(v.members)], [float(here.undone)], words, floor=0.0, position=place)


def summary(volunteer):
    """The figure in words.

    >>> summary(Volunteer())  # doctest: +NORMALIZE_WHITESPACE
    'Among 10 people each steps forward with a chance of 23%, and the chore stays undone 7.7% of the time. Among 100 people it
    would be 2.3% and 9.8%. However large the crowd, the chore never stays undone more often than 10% of the time. If the work
    were split into 5 chores, each would stay undone 1% of the time.'
    """
    v, here = volunteer, equilibrium(volunteer)
    if here.outcome == "not worth it":
        return "Nobody does it, alone or in a crowd: it costs the person who does it at least as much as it is worth to them."
    if here.outcome == "one each":
        return (
            "Everyone has a chore of their own and does it, because there is nobody to leave it to. With one person more, two "
            "share a chore, and each may wait for the other."
        )
    if here.outcome == "too few people":
        return (
            f"There are too few people: {_some(v.members)} for {number(v.chores, 6)} chores. Everyone does one, and "
            f"{share(here.undone)} of the chores stay undone."
        )
    more = equilibrium(v.replace(members=min(10 * v.members, MOST)))
    chore, average = ("a chore", " on average") if v.chores > 1 else ("the chore", "")
    return (
        f"Among {_some(v.members)} each steps forward with a chance of {share(here.volunteering)}{average}, and {chore} stays "
        f"undone {_of_the_time(here.undone)}. Among {people(min(10 * v.members, MOST))} people it would be "
        f"{share(more.volunteering)} and {share(more.undone)}. However large the crowd, {chore} never stays undone more often "
        f"than {_of_the_time(undone_in_a_large_crowd(v))}.{_if_split(v)}"
    )


def _if_split(volunteer):
    chores = volunteer.members // 2
    if chores <= volunteer.chores:
        return ""
    undone = equilibrium(volunteer.replace(chores=chores)).undone
    return f" If the work were split into {number(chores, 9)} chores, each would stay undone {_of_the_time(undone)}."


def _of_the_time(chance):
    return f"{share(chance)} of the time" if chance >= 1e-3 else f"{share(chance)} times"


def _some(members):
    return "1 person" if members == 1 else f"{people(members)} people"
