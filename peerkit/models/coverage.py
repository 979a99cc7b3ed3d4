r"""The chance that an open community holds every skill a task needs, and the size at which it grows fastest.

.. math::
    P(n) = \left(1 - (1-p)^n\right)^K, \qquad L = -\ln(1-p), \qquad
    n_c = \frac{\ln K}{L}, \qquad P(n_c) = \left(1-\tfrac1K\right)^K \to \tfrac1e

The task needs K different skills and each member brings each of them with chance p. Below the critical mass n_c every
newcomer helps more than the one before; above it, less. From a dozen skills on the chance there is between 35% and 37%.

Source: elementary probability; the inflection, its height and the voluntary window are peerkit's own derivation. The
reading as critical mass follows P. Oliver, G. Marwell and R. Teixeira, A Theory of the Critical Mass, American Journal
of Sociology, 1985 (abstract confirmed).
"""

from typing import ClassVar, NamedTuple

import numpy as np

from peerkit.records.about import About, Source
from peerkit.records.checks import at_least, numbers, word
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
        why="a task too varied for one person, with few enough skills to list on a page",
        measure="a list of the skills that one finished task used",
    )
    skill_chance: float = parameter(
        "p",
        "Chance to have a skill",
        unit="probability",
        meaning="Chance that a random member has one given skill and uses it here.",
        percent=True,
        default=0.02,
        gt=0,
        lt=1,
        explore=(0.001, 0.5),
        scale="log",
        why="one member in fifty: a crowd has the skill, a small team often lacks it",
        measure="how many of 100 members say yes to each skill on a list",
    )
    supply_inequality: float = parameter(
        "s",
        "Inequality of skill supply",
        unit="Zipf exponent",
        meaning="How unequally common the skills are: at 0 all are equally common, at 1 the tenth is a tenth as common "
        "as the first. The total supply stays the same.",
        default=0.0,
        ge=0,
        le=3,
        explore=(0, 1.5),
        step=0.05,
        why="0 is the textbook case, in which every skill is equally rare",
        measure="the same list: how the answers differ from skill to skill",
    )
    stake: float = parameter(
        "v",
        "What completion is worth",
        unit="cost of one contribution",
        meaning="What one member gains when the task is completed.",
        default=200.0,
        gt=0,
        le=1e15,
        explore=(10, 10_000),
        scale="log",
        why="enough that some join at the other defaults: below 129 nobody would",
        measure="asking members what they would pay to see it done",
    )
    contribution_cost: float = parameter(
        "c",
        "Cost of contributing",
        unit="cost of one contribution",
        meaning="What it costs a member to take part.",
        default=1.0,
        gt=0,
        le=1e15,
        explore=(0.1, 10),
        scale="log",
        why="the unit of account: the stake is measured in it",
        measure="nothing: it is the unit in which the stake is counted",
    )

    about: ClassVar[About] = About(
        claim="The more people take part, the likelier it is that together they can do everything the task needs. At first "
        "each newcomer helps more than the one before. Where that ends is the critical mass.",
        equations=(
            r"P(n) = \left(1-(1-p)^n\right)^K",
            r"n_c = \frac{\ln K}{-\ln(1-p)}",
            r"P(n_c) = \left(1-\frac1K\right)^K \approx 0.37",
            r"v\,P'(n) \ge c",
        ),
        assumes=(
            "The task needs K skills. Every one is needed, and one member who has it is enough.",
            "Each of the n members brings each skill with chance p, whatever else that member or the others bring. P(n) is "
            "the chance that no skill is missing, and n_c is the critical mass.",
            "A member joins if the gain v, times the rise P'(n) in the chance of completion, covers the cost c.",
        ),
        evidence_against=(
            "No study has counted the skills of a task or the chance of meeting them. The curve is mathematics; its "
            "numbers are scenarios.",
            "Members are far from alike. Of more than 400 people who contributed code to the Apache server, 15 made 83% of "
            "the commits with new functions (the 400 include people who only mended faults).",
            "Not everybody free-rides and not everybody calculates: people also give because giving itself is worth "
            "something to them (Andreoni 1990, not checked). Then the voluntary window is wider than drawn here.",
        ),
        leaves_out=(
            "To have a skill is not to deliver: motivation, time and quality are missing.",
            "Skills that come together. If everyone knows the same things, supply is more unequal than it looks.",
            "Conflict and the work of integrating what many people bring.",
            "Members with a larger stake, who may carry a project through its start, and rules that a community makes to "
            "keep people contributing (Ostrom 1990, not checked).",
        ),
        sources=(
            Source("Inflection, its height and the voluntary window", "derived"),
            Source(
                "Oliver, Marwell and Teixeira, A Theory of the Critical Mass I, American Journal of Sociology 91(3), 1985, "
                "abstract",
                "confirmed",
                "https://docslib.org/download/67034/critical-mass",
            ),
            Source(
                "Mockus, Fielding and Herbsleb, Two case studies of open source software development, 2002: commits to "
                "Apache, as reported in notes for a course",
                "secondary",
                "http://www.adamfourney.com/cs889/cases-studies-for-foss-development/",
            ),
            Source(
                "Andreoni, Impure altruism and donations to public goods, Economic Journal 100, 1990",
                "unconfirmed",
                "http://www.jstor.org/stable/2234133",
            ),
            Source("Ostrom, Governing the Commons, 1990, a book", "unconfirmed"),
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
    r"""The rise in the chance of completion with one more member [probability per person].

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
    r"""The members with whom completion has this `probability` [people].

    .. math:: n = \frac{\ln\left(1-q^{1/K}\right)}{\ln(1-p)}

    `probability` q strictly between 0 and 1, scalar or array.

    >>> print(round(float(members_for(Coverage(skills=20, skill_chance=0.05), 0.95)), 6))
    116.335081

    Source: elementary.
    """
    wanted = numbers("probability", probability)
    if not np.all((wanted > 0) & (wanted < 1)):
        raise ValueError(f"probability must be above 0 and below 1, got {probability}")
    each = np.log(wanted) / coverage.skills
    # Two forms of ln(1 - q^(1/K)): each keeps its digits where the other loses them.
    likely = each > -np.log(2)
    absent = np.where(
        likely, np.log(-np.expm1(np.where(likely, each, -1.0))), np.log1p(-np.exp(np.where(likely, -1.0, each)))
    )
    return (-absent / _reach(coverage))[()]


def peak_marginal_value(coverage):
    r"""The rise in one member's expected gain with the most useful newcomer [cost of one contribution].

    .. math:: v\,P'(n_c) = v L \left(1-\tfrac1K\right)^{K-1}

    Where this does not cover the cost of contributing, nobody joins for the gain alone, at any size.

    >>> print(round(float(peak_marginal_value(Coverage(skills=5, skill_chance=0.2, stake=20))), 6))
    1.827992

    Source: peerkit's own derivation.
    """
    skills = np.asarray(coverage.skills, float)
    return (coverage.stake * _reach(coverage) * (1 - 1 / skills) ** (skills - 1))[()]


def voluntary_window(coverage):
    r"""The sizes at which one more member joins for the gain alone [people].

    .. math:: v\,P'(n) \ge c

    Below the start nobody joins for the gain: somebody must carry the project there. Beyond the end one more member
    changes too little to join. `outcome` is ``"between"``; ``"from the first member"`` for a single
    skill, where nothing has to be carried (start 0); or ``"nobody joins"`` where even the most useful newcomer adds
    less than the cost (start and end NaN).

    >>> window = voluntary_window(Coverage(skills=5, skill_chance=0.2, stake=20, contribution_cost=1))
    >>> print(round(float(window.start), 6), round(float(window.end), 6), window.outcome)
    3.754021 12.872003 between

    Source: peerkit's own derivation; that accelerating production has a start-up problem and decelerating production
    free riders is Oliver, Marwell and Teixeira's, 1985 (abstract confirmed). Leaves out unequal stakes.
    """
    # Logarithms throughout: a stake of 1e15 over a cost of 1e-300 would leave the range of numbers.
    ratio = np.log(coverage.contribution_cost) - np.log(coverage.stake)
    reach = _reach(coverage)
    skills, reach, ratio = np.broadcast_arrays(np.asarray(coverage.skills, float), reach, ratio)
    peak = np.log(reach) + (skills - 1) * np.log1p(-1 / np.maximum(skills, 2.0))
    joins, several = peak >= ratio, skills > 1
    price = np.minimum(ratio, peak)
    start, end = _ends(np.where(several, skills, 2.0), reach, np.where(several, price, np.log(reach) - np.log(2)))
    start, end = np.where(several, start, 0.0), np.where(several, end, (np.log(reach) - price) / reach)
    kind = np.where(joins, np.where(several, "between", "from the first member"), "nobody joins")
    return VoluntaryWindow(np.where(joins, start, np.nan)[()], np.where(joins, end, np.nan)[()], word(kind))


def _ends(skills, reach, price):
    """Both roots of ln P'(n) = `price` for two or more skills, each bracketed by a bound that P' cannot pass."""

    def gain(n):
        steps = n * reach
        return np.log(skills * reach) - steps + (skills - 1) * np.log(-np.expm1(-steps)) - price

    def loss(n):
        return -gain(n)

    middle, headroom = np.log(skills) / reach, np.log(skills * reach) - price
    # P'(n) < K L (nL)^(K-1) below the critical mass, and P'(n) < K L e^(-nL) above it.
    first = np.minimum(np.exp(np.maximum(-headroom / (skills - 1), -600.0)) / reach, middle)
    last = np.maximum(headroom / reach, middle)
    return bisection(gain, first, middle), bisection(loss, middle, last)


def _reach(coverage):
    """L = -ln(1-p), the rate at which members close the gap of a missing skill."""
    return -np.log1p(-np.asarray(coverage.skill_chance, float))


CROWD, CHANCE = 200, 0.9
"""The size [people] and the chance that the outcomes ask about."""

OUTCOMES = Outcomes(
    Coverage,
    (
        Outcome("critical_mass", "critical mass", "people", lambda r: critical_mass(r).members),
        Outcome(
            "chance",
            f"chance that {CROWD} people can do it",
            "probability",
            lambda r: unequal_completion_probability(r, CROWD),
        ),
        Outcome("members", f"members for a chance of {CHANCE:.0%}", "people", lambda r: members_for(r, CHANCE)),
        Outcome(
            "window_start",
            "size from which members join for the gain alone",
            "people",
            lambda r: voluntary_window(r).start,
            lambda r: voluntary_window(r).outcome,
            "who joins for the gain alone",
        ),
        Outcome(
            "window_end",
            "size up to which members join for the gain alone",
            "people",
            lambda r: voluntary_window(r).end,
        ),
    ),
)
