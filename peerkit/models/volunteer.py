r"""Will anyone do a chore that one person can do for all?

.. math::
    q = 1 - \left(\frac{c}{v}\right)^{1/(n-1)}, \qquad
    P(\text{nobody}) = (1 - q)^n = \left(\frac{c}{v}\right)^{n/(n-1)}, \qquad n = N/J

Everyone gains v once the chore is done, whoever pays the cost c of doing it. In the symmetric equilibrium each steps
forward with a chance q that leaves all indifferent. The more people could do it, the more each relies on the others.
With J chores the N people fall into J groups of n, each with a chore of its own.

Source: A. Diekmann, Volunteer's Dilemma, 1985 (unconfirmed). That distinct modules give each developer something to
volunteer for is in C. Y. Baldwin and K. B. Clark, The Architecture of Participation, 2006 (unconfirmed).
"""

from typing import ClassVar, NamedTuple

import numpy as np

from peerkit.records.about import About, Source
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
        explore=(0.1, 10),
        scale="log",
        why="the unit of account: an hour",
        source="peerkit's own choice of unit",
        status="scenario",
    )
    benefit: float = parameter(
        "v",
        "Benefit to each once it is done",
        unit="hours saved per person",
        meaning="What a chore done is worth to each person who depends on it, in hours saved.",
        default=10.0,
        gt=0,
        explore=(1, 100),
        scale="log",
        why="ten times the cost, a scenario: everyone would do it if alone",
        source="scenario",
        status="scenario",
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
        why="a small team of maintainers, a scenario",
        source="scenario",
        status="scenario",
    )
    chores: int = parameter(
        "J",
        "Distinct chores",
        unit="chores",
        meaning="Into how many distinct chores the work is split; the people divide evenly among them.",
        default=1,
        ge=1,
        le=10**12,
        explore=(1, 50),
        why="the classical dilemma: one chore for all",
        source="Diekmann 1985",
        status="unconfirmed",
    )

    about: ClassVar[About] = About(
        claim="A chore that anyone could do is done by nobody the more people there are, unless it is split so that "
        "everyone has something of their own to volunteer for.",
        equations=(
            r"q = 1 - \left( c / v \right)^{1/(n-1)}, \quad n = N / J",
            r"P(\mathrm{nobody}) = \left( c / v \right)^{n/(n-1)} \rightarrow c / v",
        ),
        assumes=(
            "Everyone has the same cost and the same benefit, and knows it.",
            "All decide at the same time, and nobody can see what the others do.",
            "Split into chores, the people divide evenly among them.",
        ),
        evidence_against=(
            "In 219 public conflicts caught on camera somebody helped in nine of ten, and the likelier the more people were "
            "there (Philpot and others 2020). That is the opposite of this model, though of emergencies rather than chores.",
            "The equation is quoted as commonly cited; it has not been checked in Diekmann's paper.",
            "Nobody gains from the equilibrium: everyone ends up as well off as a sure volunteer, however large the "
            "crowd. People who take turns do better, so real groups have a reason not to play it.",
        ),
        leaves_out=(
            "Differences between people: the one who gains most, or pays least, tends to step forward.",
            "People who like a chore, are thanked for it or are paid to do it.",
            "What it costs to split a chore and put it together again.",
        ),
        sources=(
            Source(
                "Philpot and others, Would I be helped?, American Psychologist 75(1), 2020, abstract",
                "confirmed",
                "https://doi.org/10.1037/amp0000469",
            ),
            Source("Diekmann, Volunteer's Dilemma, 1985", "unconfirmed"),
            Source("Baldwin and Clark, The Architecture of Participation, 2006: a dilemma per module", "unconfirmed"),
            Source("Splitting the crowd evenly among chores", "derived"),
        ),
    )


class Equilibrium(NamedTuple):
    """Chance that one person volunteers, chance that a chore is left undone, volunteers per chore [people], the kind."""

    volunteering: float
    undone: float
    volunteers: float
    outcome: str


def equilibrium(volunteer):
    r"""What happens to a chore when everyone plays the symmetric equilibrium.

    .. math:: q = 1 - (c/v)^{1/(n-1)}, \qquad P(\text{nobody}) = (c/v)^{n/(n-1)}, \qquad n = N/J

    `outcome` is ``"mixed"``; ``"not worth it"`` where the cost is at least the benefit: nobody volunteers;
    ``"one each"`` where there is one person to each chore, who does it for want of others; or ``"too few people"`` where
    there are more chores than people: everyone does one, and the rest, :math:`1 - N/J`, stays undone.

    >>> result = equilibrium(Volunteer())
    >>> print(round(float(result.volunteering), 6), round(float(result.undone), 6), result.outcome)
    0.225736 0.077426 mixed

    Source: Diekmann 1985, unconfirmed; it is recomputed here from the indifference :math:`v(1 - (1-q)^{n-1}) = v - c`.
    Leaves out equilibria in which one known person does it all, and groups of unequal size.
    """
    v = volunteer
    group = v.members / np.asarray(v.chores, float)
    # In logs, because a ratio of costs to benefits near 1 and a large group both make q tiny.
    log_ratio = np.log(v.cost) - np.log(v.benefit)
    worth, several = np.asarray(log_ratio) < 0, group > 1
    others = np.where(several, group - 1, 1.0)
    abstain = np.where(worth, log_ratio, 0.0) / others
    chance = np.where(several, -np.expm1(abstain), np.where(worth, 1.0, 0.0))
    undone = np.where(several, np.exp(abstain * group), np.where(worth, 1 - np.minimum(group, 1.0), 1.0))
    crowd = np.where(several, "mixed", np.where(group == 1, "one each", "too few people"))
    outcome = np.where(worth, crowd, "not worth it")
    kind = str(outcome) if outcome.ndim == 0 else outcome
    return Equilibrium(*(np.asarray(value)[()] for value in (chance, undone, chance * group)), kind)


def expected_chores_done(volunteer):
    r"""How many of the chores are done on average: :math:`J\,(1 - P(\text{nobody}))` [chores].

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
        Outcome("undone", "chance that a chore stays undone", "probability", lambda r: equilibrium(r).undone),
        Outcome(
            "volunteering",
            "chance that one person volunteers",
            "probability",
            lambda r: equilibrium(r).volunteering,
        ),
    ),
)
