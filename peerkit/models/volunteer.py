r"""The chance that anyone does a chore that one person can do for all.

.. math::
    q = 1 - \left(\frac{c}{v}\right)^{1/(n-1)}, \qquad
    P(\text{nobody}) = (1 - q)^n = \left(\frac{c}{v}\right)^{n/(n-1)}

Everyone gains v once the chore is done, whoever pays the cost c of doing it. In the symmetric equilibrium each steps
forward with a chance q that leaves all indifferent. The more people could do it, the more each relies on the others.
With J chores the N people form J groups, as equal as whole groups can be: 15 people and 10 chores make five pairs and five
single people. Each group has a chore of its own, and what is said of "a chore" is the average over them.

Source: A. Diekmann, Volunteer's Dilemma, Journal of Conflict Resolution 29(4), 1985, 605-610 (unconfirmed). That distinct modules give each developer something to
volunteer for is in C. Y. Baldwin and K. B. Clark, The Architecture of Participation, 2006 (unconfirmed).
"""

from typing import ClassVar, NamedTuple

import numpy as np

from peerkit.records.about import About, Source
from peerkit.records.checks import word
from peerkit.records.outcomes import Outcome, Outcomes
from peerkit.records.parameter import parameter
from peerkit.records.record import Record


class Volunteer(Record):
    """Chores that anyone could do, and people who would each rather have someone else do them."""

    cost: float = parameter(
        "c",
        "Cost of volunteering",
        unit="hours",
        meaning="What doing a chore costs the person who does it, in hours.",
        default=1.0,
        gt=0,
        le=1e12,
        explore=(0.1, 10),
        scale="log",
        why="the unit of account: an hour",
        measure="time sheets of those who did the chore",
    )
    benefit: float = parameter(
        "v",
        "Benefit to each once it is done",
        unit="hours saved per person",
        meaning="What a chore done is worth to each person who depends on it, in hours saved.",
        default=10.0,
        gt=0,
        le=1e12,
        explore=(1, 100),
        scale="log",
        why="ten times the cost: everyone would do the chore if alone",
        measure="asking users how many hours the finished chore saves them",
    )
    members: int = parameter(
        "N",
        "People who could do it",
        unit="people",
        meaning="How many people know the chores and could do them.",
        default=10,
        ge=1,
        le=10**12,
        explore=(1, 1000),
        scale="log",
        why="a small team of maintainers",
        measure="counting the people with the rights and the skills",
    )
    chores: int = parameter(
        "J",
        "Distinct chores",
        unit="chores",
        meaning="The number of distinct chores that the work is split into; the people divide among them as evenly as possible.",
        default=1,
        ge=1,
        le=10**12,
        explore=(1, 50),
        why="the classical dilemma: one chore for all",
        source="Diekmann 1985",
        status="unconfirmed",
        url="https://doi.org/10.1177/0022002785029004003",
    )

    about: ClassVar[About] = About(
        claim="The more people could do a chore, the more often nobody does it, unless the work is split so that everyone has "
        "something of their own to volunteer for.",
        equations=(
            r"q = 1 - \left( c / v \right)^{1/(n-1)}",
            r"P(\mathrm{nobody}) = \left( c / v \right)^{n/(n-1)} \rightarrow c / v",
        ),
        assumes=(
            "Everyone has the same cost c and the same benefit v, and knows it. q is the chance that one person steps forward, n "
            "the people who share a chore, and P a probability.",
            "All decide at the same time, and nobody can see what the others do.",
            "N people and J chores make J groups of N/J people, or of the two whole numbers next to that.",
        ),
        evidence_against=(
            "In 219 public conflicts caught on camera somebody helped in nine of ten, and the likelier the more people were "
            "there (Philpot and others 2020). That is the opposite of this model, though of emergencies rather than chores.",
            "The equation is quoted as commonly cited; it has not been checked in Diekmann's paper.",
            "In the equilibrium everyone ends up exactly as well off as a sure volunteer, however large the crowd. People who "
            "take turns do better, so real groups have a reason to act otherwise.",
        ),
        leaves_out=(
            "Differences between people: whoever gains most, or pays least, is likelier to step forward. Giving can also be "
            "worth something in itself (Andreoni 1990, not checked).",
            "People who like a chore, are thanked for it or are paid to do it.",
            "What it costs to split a chore and put it together again.",
        ),
        sources=(
            Source(
                "Philpot and others, Would I be helped?, American Psychologist 75(1), 2020, abstract",
                "confirmed",
                "https://doi.org/10.1037/amp0000469",
            ),
            Source(
                "Diekmann, Volunteer's Dilemma, Journal of Conflict Resolution 29(4), 1985",
                "unconfirmed",
                "https://doi.org/10.1177/0022002785029004003",
            ),
            Source(
                "Baldwin and Clark, The Architecture of Participation, 2006: a dilemma per module",
                "unconfirmed",
                "https://doi.org/10.1287/mnsc.1060.0546",
            ),
            Source(
                "Andreoni, Impure altruism and donations to public goods, Economic Journal 100, 1990",
                "unconfirmed",
                "http://www.jstor.org/stable/2234133",
            ),
            Source("Splitting the crowd evenly among chores", "derived"),
        ),
    )


class Equilibrium(NamedTuple):
    """Chance that a person volunteers, chance that a chore stays undone, volunteers per chore [people], and the kind.

    Where groups differ by one person the chances are averages, over people and over chores.
    """

    volunteering: float
    undone: float
    volunteers: float
    outcome: str


def equilibrium(volunteer):
    r"""The chances of a chore when everyone plays the symmetric equilibrium.

    .. math:: q = 1 - (c/v)^{1/(n-1)}, \qquad P(\text{nobody}) = (c/v)^{n/(n-1)}

    Of the J groups, :math:`N - J\lfloor N/J\rfloor` have one person more than the others. `outcome` is ``"mixed"``; ``"not
    worth it"`` where the cost is at least the benefit: nobody volunteers; ``"one each"`` where there is one person to each
    chore, who does it because there is nobody else; or ``"too few people"`` where there are more chores than people: everyone
    does one, and the rest, :math:`1 - N/J`, stays undone.

    >>> result = equilibrium(Volunteer())
    >>> print(round(float(result.volunteering), 6), round(float(result.undone), 6), result.outcome)
    0.225736 0.077426 mixed
    >>> print(round(float(equilibrium(Volunteer(members=15, chores=10)).undone), 6))
    0.005

    Source: Diekmann 1985, unconfirmed; it is recomputed here from the indifference :math:`v(1 - (1-q)^{n-1}) = v - c`.
    Leaves out equilibria in which one known person does it all.
    """
    v = volunteer
    members, chores = np.asarray(v.members, float), np.asarray(v.chores, float)
    # In logs, because a ratio of costs to benefits near 1 and a large group both make q tiny.
    log_ratio = np.log(v.cost) - np.log(v.benefit)
    worth = log_ratio < 0
    small = np.floor(members / chores)
    larger = members - chores * small
    few, many = (_group(np.where(worth, log_ratio, 0.0), size) for size in (small, small + 1))
    helpers = (chores - larger) * small * few[0] + larger * (small + 1) * many[0]
    undone = np.where(worth, ((chores - larger) * few[1] + larger * many[1]) / chores, 1.0)
    helpers = np.where(worth, helpers, 0.0)
    crowd = np.where(members > chores, "mixed", np.where(members == chores, "one each", "too few people"))
    return Equilibrium(
        volunteering=(helpers / members)[()],
        undone=undone[()],
        volunteers=(helpers / chores)[()],
        outcome=word(np.where(worth, crowd, "not worth it")),
    )


def _group(log_ratio, size):
    """The chance that each of a group of `size` people volunteers, and the chance that nobody does."""
    several = size > 1
    abstain = log_ratio / np.where(several, size - 1, 1.0)
    return np.where(several, -np.expm1(abstain), 1.0), np.where(several, np.exp(abstain * size), (size < 1) * 1.0)


def expected_chores_done(volunteer):
    r"""The average number of chores done: :math:`J\,(1 - P(\text{nobody}))` [chores].

    >>> print(round(float(expected_chores_done(Volunteer(members=100, chores=25))), 3))
    23.84

    Source: elementary, from `equilibrium`.
    """
    return (volunteer.chores * (1 - equilibrium(volunteer).undone))[()]


def undone_in_a_large_crowd(volunteer):
    r"""The chance of a chore left undone that a growing crowd tends to: :math:`\min(1, c/v)`.

    >>> print(undone_in_a_large_crowd(Volunteer()))
    0.1

    Source: the limit of `equilibrium` as people per chore grow without bound.
    """
    return np.minimum(1.0, np.asarray(volunteer.cost, float) / volunteer.benefit)[()]


OUTCOMES = Outcomes(
    Volunteer,
    (
        Outcome(
            "undone",
            "chance that a chore stays undone",
            "probability",
            lambda r: equilibrium(r).undone,
            lambda r: equilibrium(r).outcome,
            "kind of equilibrium",
        ),
        Outcome(
            "volunteering", "chance that one person volunteers", "probability", lambda r: equilibrium(r).volunteering
        ),
        Outcome("done", "chores done on average", "chores", expected_chores_done),
    ),
)
