r"""How many people must an open community hold until together they can do everything a task needs?

.. math::
    P(n) = \left(1 - (1-p)^n\right)^K, \qquad L = -\ln(1-p), \qquad
    n_c = \frac{\ln K}{L}, \qquad P(n_c) = \left(1-\tfrac1K\right)^K \to \tfrac1e

The task needs K different skills and each member brings each of them with chance p. Until the critical mass n_c every
newcomer helps more than the one before; after it, less. There the task is always about 37% certain, in any field.

Source: elementary probability; the inflection, its height and the voluntary window are peerkit's own derivation. The
reading as critical mass follows P. Oliver, G. Marwell and R. Teixeira, A Theory of the Critical Mass, American Journal
of Sociology, 1985 (abstract confirmed).
"""

from typing import ClassVar, NamedTuple

import numpy as np

from peerkit.records.about import About, Source
from peerkit.records.checks import at_least, word
from peerkit.records.crossing import bisection
from peerkit.records.outcomes import Outcome, Outcomes
from peerkit.records.parameter import parameter
from peerkit.records.record import Record


class Coverage(Record):
    """A task that needs every one of K skills, an open community, and what the result is worth to a member."""

    skills: int = parameter(
        "K",
        "Skills the task needs",
        unit="skills",
        meaning="How many different skills, facts or pieces must all be present before the task can be completed.",
        default=12,
        ge=1,
        le=1000,
        explore=(1, 100),
        why="a task too varied for one person, and few enough skills to list on a page; nobody has counted them",
        source="scenario",
        status="scenario",
    )
    skill_chance: float = parameter(
        "p",
        "Chance to have a skill",
        unit="probability",
        meaning="Chance that a random member has one given skill and brings it along.",
        default=0.02,
        gt=0,
        lt=1,
        explore=(0.001, 0.5),
        scale="log",
        why="one member in fifty: common enough to be found in a crowd, too rare for a small team",
        source="scenario",
        status="scenario",
    )
    supply_inequality: float = parameter(
        "s",
        "Inequality of skill supply",
        unit="Zipf exponent",
        meaning="How unequally the skills are spread: 0 makes all equally common, 1 makes the tenth a tenth as common "
        "as the first. The total supply stays the same.",
        default=0.0,
        ge=0,
        le=3,
        explore=(0, 1.5),
        step=0.05,
        why="0 is the textbook case, in which every skill is equally rare",
        source="scenario",
        status="scenario",
    )
    stake: float = parameter(
        "v",
        "What completion is worth",
        unit="cost of one contribution",
        meaning="What one member gains when the task is completed.",
        default=200.0,
        gt=0,
        explore=(10, 10_000),
        scale="log",
        why="large enough for a window at the other defaults, where 129 is the least that draws anybody",
        source="scenario",
        status="scenario",
    )
    contribution_cost: float = parameter(
        "c",
        "Cost of contributing",
        unit="cost of one contribution",
        meaning="What it costs a member to take part.",
        default=1.0,
        gt=0,
        explore=(0.1, 10),
        scale="log",
        why="the unit of account: the stake is measured in it",
        source="peerkit's own choice of unit",
        status="scenario",
    )

    about: ClassVar[About] = About(
        claim="Every newcomer makes it nonlinearly likelier that together we can complete something valuable. There is "
        "a critical mass, and it is a number.",
        equations=(
            r"P(n) = \left(1-(1-p)^n\right)^K",
            r"n_c = \frac{\ln K}{-\ln(1-p)}",
            r"P(n_c) = \left(1-\frac1K\right)^K \approx 0.37",
            r"v\,P'(n) \ge c",
        ),
        assumes=(
            "Every one of the skills is needed, and one member who has it is enough.",
            "Each member brings each skill with the same chance, whatever else that member or the others bring.",
            "A member joins when the stake times the rise in the chance of completion covers the cost.",
        ),
        evidence_against=(
            "No study has counted the skills of a task or the chance of meeting them. The curve is mathematics; its "
            "numbers are scenarios.",
            "Members are far from alike. In Apache 15 developers wrote 83% of the commits with new functions, out of "
            "more than 400 who took part.",
        ),
        leaves_out=(
            "To have a skill is not to deliver: motivation, time and quality are missing.",
            "Skills that come together. If everyone knows the same things, supply is more unequal than it looks.",
            "Conflict and the work of integrating what many people bring.",
            "Members with a larger stake, who may carry a project through its start.",
        ),
        sources=(
            Source("Inflection, its height and the voluntary window", "derived"),
            Source("Oliver, Marwell and Teixeira, A Theory of the Critical Mass, 1985, abstract", "confirmed"),
            Source("Contributions to Apache, study by Mockus and others, in lecture notes on it", "confirmed"),
        ),
    )


class CriticalMass(NamedTuple):
    """The size [people] at which a newcomer helps most, the chance of completion there, and a word for the kind."""

    members: float
    probability: float
    outcome: str


class VoluntaryWindow(NamedTuple):
    """The sizes [people] between which taking part pays for one more member, and a word for the kind of answer."""

    start: float
    end: float
    outcome: str


def completion_probability(coverage, members):
    r"""Chance that `members` people together hold every skill, all skills equally common [probability].

    .. math:: P(n) = \left(1-(1-p)^n\right)^K

    `members` n >= 0 [people], scalar or array, need not be whole. `supply_inequality` has no part in it:
    `unequal_completion_probability` is the version that uses it.

    >>> print(round(float(completion_probability(Coverage(skills=5, skill_chance=0.2), 10)), 9))
    0.56669218

    Source: elementary. Leaves out that members may fail to deliver what they could.
    """
    n = at_least(0, "members", members)
    return ((-np.expm1(-n * _reach(coverage))) ** coverage.skills)[()]


def unequal_completion_probability(coverage, members):
    r"""Chance that `members` people together hold every skill when some skills are rarer than others [probability].

    .. math:: P(n) = \prod_{k=1}^K \left(1-e^{-n p_k}\right), \qquad p_k = K L\, \frac{k^{-s}}{\sum_{j\le K} j^{-s}}

    The supplies p_k add up to K L, as they do when skills are equally common, so s moves nothing but the inequality;
    s = 0 gives `completion_probability` exactly.

    `members` n >= 0 [people], scalar or array.

    >>> equal = Coverage(skills=20, skill_chance=0.05)
    >>> for s in (0, 1):
    ...     print(round(float(unequal_completion_probability(equal.replace(supply_inequality=s), 100)), 6))
    0.888019
    0.148923

    Source: peerkit's own derivation; the Poisson form with supplies that follow Zipf's law is textbook probability.
    Leaves out that skills may come in bundles.
    """
    n, reach = at_least(0, "members", members), _reach(coverage)
    skills, steepness = np.asarray(coverage.skills, float), np.asarray(coverage.supply_inequality, float)
    # A loop over skills keeps a batch of thousands in memory, where an array with one axis more would not fit.
    ranks = range(1, int(skills.max()) + 1)
    whole = sum(np.where(rank <= skills, rank**-steepness, 0.0) for rank in ranks)
    chance = np.ones(np.broadcast_shapes(n.shape, reach.shape, whole.shape))
    for rank in ranks:
        supply = skills * reach * rank**-steepness / whole
        chance = chance * np.where(rank <= skills, -np.expm1(-n * supply), 1.0)
    return chance[()]


def marginal_probability(coverage, members):
    r"""How much one more member adds to the chance of completion [probability per person].

    .. math:: P'(n) = K L x (1-x)^{K-1}, \qquad x = (1-p)^n

    `members` n >= 0 [people], scalar or array. It rises up to the critical mass and falls beyond it.

    >>> print(round(float(marginal_probability(Coverage(), 123)), 6))
    0.007758

    Source: peerkit's own derivation.
    """
    n, reach = at_least(0, "members", members), _reach(coverage)
    absent = np.exp(-n * reach)
    present = -np.expm1(-n * reach)
    return (coverage.skills * reach * absent * present ** (np.asarray(coverage.skills, float) - 1))[()]


def critical_mass(coverage):
    r"""The size at which a newcomer adds most, and the chance of completion there.

    .. math:: n_c = \frac{\ln K}{-\ln(1-p)} \;[people], \qquad P(n_c) = \left(1-\tfrac1K\right)^K

    `outcome` is ``"interior"``, or ``"no critical mass"`` for a single skill, where the first member adds most
    (size 0, chance 0).

    >>> mass = critical_mass(Coverage())
    >>> print(round(float(mass.members), 6), round(float(mass.probability), 6), mass.outcome)
    122.998696 0.351996 interior

    Source: peerkit's own derivation.
    """
    skills = np.asarray(coverage.skills, float)
    members = np.log(skills) / _reach(coverage)
    outcome = np.where(members > 0, "interior", "no critical mass")
    return CriticalMass(members[()], ((1 - 1 / skills) ** skills)[()], word(outcome))


def members_for(coverage, probability):
    r"""How many members make completion as certain as `probability` [people].

    .. math:: n = \frac{\ln\left(1-q^{1/K}\right)}{\ln(1-p)}

    `probability` q strictly between 0 and 1, scalar or array.

    >>> print(round(float(members_for(Coverage(skills=20, skill_chance=0.05), 0.95)), 6))
    116.335081

    Source: elementary.
    """
    wanted = np.asarray(probability, float)
    if not np.all((wanted > 0) & (wanted < 1)):
        raise ValueError(f"probability must be above 0 and below 1, got {probability}")
    return (-np.log(-np.expm1(np.log(wanted) / coverage.skills)) / _reach(coverage))[()]


def peak_marginal_value(coverage):
    r"""What the most useful newcomer adds to one member's expected gain [cost of one contribution].

    .. math:: v\,P'(n_c) = v L \left(1-\tfrac1K\right)^{K-1}

    Nobody ever joins for the gain alone unless this covers the cost of contributing.

    >>> print(round(float(peak_marginal_value(Coverage(skills=5, skill_chance=0.2, stake=20))), 6))
    1.827992

    Source: peerkit's own derivation.
    """
    skills = np.asarray(coverage.skills, float)
    return (coverage.stake * _reach(coverage) * (1 - 1 / skills) ** (skills - 1))[()]


def voluntary_window(coverage):
    r"""The sizes at which one more member joins for the gain alone [people].

    .. math:: v\,P'(n) \ge c

    Below the start nobody contributes by choice: somebody must carry the project there. Beyond the end one more member
    changes too little, and the last ones stop. `outcome` is ``"between"``; ``"from the first member"`` for a single
    skill, where nothing has to be carried (start 0); or ``"nobody joins"`` where even the most useful newcomer adds
    less than the cost (start and end NaN).

    >>> window = voluntary_window(Coverage(skills=5, skill_chance=0.2, stake=20, contribution_cost=1))
    >>> print(round(float(window.start), 6), round(float(window.end), 6), window.outcome)
    3.754021 12.872003 between

    Source: peerkit's own derivation; that accelerating production has a start-up problem and decelerating production
    free riders is Oliver, Marwell and Teixeira's, 1985 (abstract confirmed). Leaves out unequal stakes.
    """
    c = coverage
    peak = np.asarray(peak_marginal_value(c))
    joins = peak >= np.asarray(c.contribution_cost, float)
    skills, reach, price = np.broadcast_arrays(
        np.asarray(c.skills, float), _reach(c), np.where(joins, c.contribution_cost, peak) / c.stake
    )
    several = skills > 1
    start, end = _ends(np.where(several, skills, 2.0), reach, price, skills * reach / price)
    start, end = np.where(several, start, 0.0), np.where(several, end, np.log(reach / price) / reach)
    kind = np.where(joins, np.where(several, "between", "from the first member"), "nobody joins")
    return VoluntaryWindow(np.where(joins, start, np.nan)[()], np.where(joins, end, np.nan)[()], word(kind))


def _ends(skills, reach, price, headroom):
    """Both roots of P'(n) = price for two or more skills, each bracketed by a bound that P' cannot pass."""
    slope = lambda n: skills * reach * np.exp(-n * reach) * (-np.expm1(-n * reach)) ** (skills - 1)  # noqa: E731
    middle = np.log(skills) / reach
    # P'(n) < K L (nL)^(K-1) below the critical mass, and P'(n) < K L e^(-nL) above it.
    first = np.minimum(np.exp(-np.log(headroom) / (skills - 1)) / reach, middle)
    last = np.maximum(np.log(headroom) / reach, middle)
    return bisection(lambda n: slope(n) - price, first, middle), bisection(lambda n: price - slope(n), middle, last)


def _reach(coverage):
    """L = -ln(1-p), the rate at which members close the gap of a missing skill."""
    return -np.log1p(-np.asarray(coverage.skill_chance, float))


OUTCOMES = Outcomes(
    Coverage,
    (
        Outcome("critical_mass", "critical mass", "people", lambda r: critical_mass(r).members),
        Outcome(
            "chance",
            "chance that 200 people complete it",
            "probability",
            lambda r: unequal_completion_probability(r, 200),
        ),
    ),
)
