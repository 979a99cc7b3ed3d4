"""Who does a chore that anyone could do: how willing each is, and how often nobody does it, as the crowd grows."""

import numpy as np

from peerkit.figures.drawing import figure, line, marks, text
from peerkit.figures.theme import STROKES
from peerkit.figures.words import number, people, percent
from peerkit.models.volunteer import Volunteer, equilibrium, undone_in_a_large_crowd

FEWEST_SHOWN, MOST = 1000, 10**12


def crowd(volunteer: Volunteer):
    """Chance that each helps and that a chore is left undone, against the size of the crowd; a `go.Figure`."""
    v = volunteer
    largest = min(max(FEWEST_SHOWN, 3 * v.members, 3 * v.chores), MOST)
    n = np.unique(np.round(np.geomspace(1, largest, 181)))
    split, whole = (
        equilibrium(Volunteer.batch(cost=v.cost, benefit=v.benefit, members=n, chores=chores))
        for chores in (v.chores, 1)
    )
    here = equilibrium(v)
    lowest = 0.3 * min(undone_in_a_large_crowd(v) ** 2, max(whole.volunteering[-1], 1e-4))
    floor = max(lowest / 6, 1e-12)
    fig = figure(
        "people who could do it [people]",
        "chance [probability]",
        x_log=True,
        y_log=True,
        x_range=(1, largest),
        y_range=(floor, 2),
    )
    several = v.chores > 1
    for chance, name, role, at, words, place in (
        (split.volunteering, "each helps", "firm", 0.35, "each helps", "top right"),
        (whole.undone, "undone, one chore for all", "market", 0.4, "one for all" if several else "", "top left"),
        (split.undone, f"undone, {v.chores} chores" if several else "undone", "peers", 1.0, "undone", "middle right"),
    ):
        seen = np.where(chance >= lowest, chance, np.nan)
        line(fig, n, seen, name, role, label=False, hover="%{x:,} people: %{y:.2%}")
        i = [int(np.argmin(np.abs(n - largest**at)))]
        text(fig, n[i], seen[i], [f" <b>{words}</b>"], color=STROKES[role]["color"], position=place)
    words = [f"{_some(v.members)}: {_share(here.undone)} undone"]
    place = "top left" if v.members > largest**0.5 else "top right"
    return marks(fig, [float(v.members)], [max(float(here.undone), floor)], words, floor=floor, position=place)


def summary(volunteer):
    """What the figure says, in words.

    >>> summary(Volunteer())  # doctest: +NORMALIZE_WHITESPACE
    'Among 10 people each steps forward with a chance of 22.6%, and nobody does with one of 7.74%. Among 100 it would be
    2.3% and 9.77%, never more than 10%: a larger crowd helps less often, but not without limit. Split into 5 chores, each chore
    would be left undone with a chance of 1%.'
    """
    v, here = volunteer, equilibrium(volunteer)
    if here.outcome == "not worth it":
        return (
            "Nobody does it, alone or in a crowd: it costs the one who does it at least as much as it is worth to them."
        )
    if here.outcome == "one each":
        return "Everyone has a chore of their own and does it: there is nobody to leave it to. One person more, and some wait."
    if here.outcome == "too few people":
        return (
            f"There are too few people: {_some(v.members)} for {number(v.chores, 6)} chores. Everyone does one, and "
            f"{_share(here.undone)} of the chores stay undone."
        )
    more = equilibrium(v.replace(members=min(10 * v.members, MOST)))
    each = "a chore is left undone" if v.chores > 1 else "nobody does"
    limit = undone_in_a_large_crowd(v)
    return (
        f"Among {_some(v.members)} each steps forward with a chance of {_share(here.volunteering)}, and {each} with one of "
        f"{_share(here.undone)}. Among {people(10 * v.members)} it would be {_share(more.volunteering)} and "
        f"{_share(more.undone)}, never more than {_share(limit)}: a larger crowd helps less often, but not without "
        f"limit.{_if_split(v)}"
    )


def _if_split(volunteer):
    chores = volunteer.members // 2
    if chores <= volunteer.chores:
        return ""
    undone = equilibrium(volunteer.replace(chores=chores)).undone
    return f" Split into {number(chores, 6)} chores, each chore would be left undone with a chance of {_share(undone)}."


def _share(chance):
    return "almost 0" if 0 < chance < 1e-6 else percent(float(chance), 3)


def _some(members):
    return "1 person" if members == 1 else f"{people(members)} people"
