r"""Sizes at which a community rests when members bring success and success brings members: the model of the whole essay.

.. math::
    N = M\,\mathrm{clip}\!\left(\frac{b + (1-\tau)\,v\,P(N)}{\bar C},\, 0,\, 1\right), \qquad
    P(N) = \left(1-(1-p)^N\right)^K

M people could join. Each has something else to do, worth anything between nothing and :math:`\bar C`, and joins if the
joy of it, b, and the expected share of the pay-off, :math:`(1-\tau) v P`, are worth more. P is the chance that the
members together hold all K skills. There are up to three sizes at which the community stays: a stub of enthusiasts, an
unstable critical mass and a thriving commons.

With the enthusiasts :math:`s = Mb/\bar C`, a community of N > s stays if the pay-off left to members,
:math:`(1-\tau)v`, equals :math:`\omega(N) = (N-s)\,\bar C / (M P(N))`. This curve turns at most twice, where

.. math::
    N - \frac{(1-p)^{-N} - 1}{KL} = s, \qquad L = -\ln(1-p)

and between its turns each size is found by bisection: none is missed, however close two of them are.

Source: the composite and its solution are peerkit's own derivation; the chance of completion is that of the model of
coverage.
"""

from functools import partial
from typing import ClassVar, NamedTuple

import numpy as np
from scipy.special import lambertw

from peerkit.models.coverage import completion_probability, critical_mass, marginal_probability
from peerkit.models.published_takes import APP_STORES, SHUTTERSTOCK, ZAZZLE_2025
from peerkit.records.about import About, Source
from peerkit.records.checks import at_least, word
from peerkit.records.crossing import bisection
from peerkit.records.outcomes import Outcome, Outcomes
from peerkit.records.parameter import parameter
from peerkit.records.record import Record

SMALLEST = 1e-300


class Flywheel(Record):
    """A population with other things to do, a task of many skills, its pay-off and the platform that takes a part."""

    population: float = parameter(
        "M",
        "People who could join",
        unit="people",
        meaning="Number of people who could become members.",
        default=1000.0,
        gt=0,
        le=1e15,
        explore=(100, 10_000),
        scale="log",
        why="large enough for every skill to be found twenty times over",
        measure="people who know of the project and have the tools to take part",
    )
    outside_option: float = parameter(
        r"\bar C",
        "Best alternative",
        unit="money per member",
        meaning="The worth of what the busiest person would give up by joining; the others' alternatives are spread evenly "
        "below this value.",
        default=10.0,
        gt=0,
        le=1e9,
        explore=(2, 50),
        scale="log",
        why="above the pay-off, so that some people have better things to do",
        measure="what the same people earn elsewhere in the same hours",
    )
    intrinsic_benefit: float = parameter(
        "b",
        "Joy of taking part",
        unit="money per member",
        meaning="The worth of taking part to each member, whether or not anything gets completed.",
        default=0.2,
        ge=0,
        le=1e9,
        explore=(0, 2),
        step=0.05,
        why="two in a hundred join for its own sake",
        measure="members who stay although nothing was completed",
    )
    payoff: float = parameter(
        "v",
        "Pay-off of completion",
        unit="money per member",
        meaning="The worth of the completed task to each member, before the platform takes its part.",
        default=6.0,
        gt=0,
        le=1e15,
        explore=(1, 30),
        scale="log",
        why="draws six in ten of the population if nothing is taken",
        measure="earnings per member in projects that were completed",
    )
    take_rate: float = parameter(
        r"\tau",
        "Take rate",
        unit="of the pay-off",
        meaning="Share of the pay-off that the platform keeps.",
        default=0.3,
        ge=0,
        le=1,
        explore=(0, 0.95),
        step=0.01,
        percent=True,
        why="the share that Apple and Google are reported to keep, 15% below a million dollars; Zazzle's Maker platform keeps "
        "30% of net revenue",
        source="Zazzle's help pages; for Apple and Google, revenuecat.com and docs.glassfy.io",
        status="secondary",
        url="https://help.zazzle.com/hc/en-us/articles/115003254774-What-does-Zazzle-charge-for-using-the-Maker-platform-",
    )
    skills: int = parameter(
        "K",
        "Skills the task needs",
        unit="skills",
        meaning="Number of different skills that must all be present among the members before the task is completed.",
        default=12,
        ge=1,
        le=1000,
        explore=(1, 100),
        why="the same as in the model of coverage",
        measure="the list of skills in the plan of the project",
    )
    skill_chance: float = parameter(
        "p",
        "Chance to have a skill",
        unit="of the members",
        meaning="Chance that a random member has one given skill and brings it along.",
        default=0.02,
        gt=0,
        lt=1,
        explore=(0.001, 0.5),
        scale="log",
        percent=True,
        why="the same as in the model of coverage",
        measure="a survey of the members' skills",
    )

    about: ClassVar[About] = About(
        claim="Members make success likelier, and success draws members. Above a critical mass (the size from which a "
        "community grows by itself) the wheel turns alone, and a take that looks profitable can move the critical mass above "
        "the size of the community.",
        equations=(
            r"N = M\,\mathrm{clip}\left(\frac{b + (1-\tau) v P(N)}{\bar C}, 0, 1\right)",
            r"P(N) = \left(1-(1-p)^N\right)^K",
        ),
        assumes=(
            "N is the number of members and P(N) the chance that N members together hold all K skills. Clip means that no "
            "share is below 0 or above 1.",
            "M people could join, 1,000 by default. C with a bar is the worth of the best alternative of the busiest of "
            "them, $10 by default. Both can be set under “All parameters”.",
            "Everybody knows the present size and expects it to last.",
            "Alternatives are spread evenly between nothing and the best, and all else is the same for all.",
            "The pay-off to each member does not shrink as more share in it.",
            "Skills are independent of one another and of who has better things to do.",
        ),
        evidence_against=(
            "No community has been measured in these terms. Every number except the take rate is a scenario.",
            "Shutterstock in 2020 and Zazzle in 2025 raised what they take from communities they already had. This "
            "suggests that something keeps members from leaving; here they leave as soon as it no longer pays.",
            "How the size of a group changes what each contributes has been studied on Chinese Wikipedia: when mainland "
            "readers were blocked, those who remained are commonly reported to have contributed less (Zhang and Zhu 2011). "
            "That supports the direction, not the numbers here.",
            "The chance to hold all skills is not the chance to deliver.",
        ),
        leaves_out=(
            "Time: how fast people come, and what it costs them to go.",
            "Unequal members. A few do most of the work, and losing one of them matters more than one more newcomer.",
            "Rival communities, and what the platform does with its take.",
        ),
        studies=("Zhang and Zhu 2011",),
        sources=(
            Source("The composite, its fixed points and its tipping take rates", "derived"),
            Source(
                "Zazzle's charge for the Maker platform: help.zazzle.com",
                "confirmed",
                "https://help.zazzle.com/hc/en-us/articles/115003254774-What-does-Zazzle-charge-for-using-the-Maker-platform-",
            ),
            APP_STORES,
            SHUTTERSTOCK,
            ZAZZLE_2025,
            Source(
                "X. Zhang and F. Zhu, Group Size and Incentives to Contribute: A Natural Experiment at Chinese Wikipedia, "
                "American Economic Review 101(4), 2011",
                "unconfirmed",
                "https://doi.org/10.1257/aer.101.4.1601",
            ),
        ),
    )


class FixedPoints(NamedTuple):
    """Sizes [people] at which the community stays; NaN for one that does not exist.

    `stub` and `commons` are stable: the community returns to them. `critical_mass` is not: below it the community falls
    back to the stub, above it it grows to the commons. (With a single skill and no enthusiasts it may be 0, without a
    stub: then the first member draws more than one other.) `outcome` is ``"stub or commons"``, ``"stub only"`` or
    ``"commons only"``.
    """

    stub: float
    critical_mass: float
    commons: float
    outcome: str


def joiners(flywheel, members):
    r"""Number who want to join a community of `members`: the right-hand side of the fixed-point equation [people].

    `members` N >= 0 [people], scalar or array.

    >>> print(joiners(Flywheel(), [0, 100, 500]).round(3))
    [ 20.     96.167 439.793]
    """
    f = flywheel  # It names skills and skill_chance as a Coverage does, so it stands in for one.
    worth = f.intrinsic_benefit + (1 - f.take_rate) * f.payoff * completion_probability(f, members)
    return (f.population * np.minimum(worth / f.outside_option, 1.0))[()]


def slope(flywheel, members):
    r"""Additional people who want to join because one more has, at a community of `members` [people per person].

    .. math:: \frac{M (1-\tau) v}{\bar C}\, P'(N)

    A size that stays is stable where this is below 1. It is 0 where everybody has joined already.

    >>> points = fixed_points(Flywheel())
    >>> print(slope(Flywheel(), points.critical_mass).round(3), slope(Flywheel(), points.commons).round(3))
    2.9 0.014
    """
    f = flywheel
    more = f.population * (1 - f.take_rate) * f.payoff / f.outside_option * marginal_probability(f, members)
    return np.where(joiners(f, members) < f.population, more, 0.0)[()]


def fixed_points(flywheel):
    r"""Every size at which the community stays: stub, critical mass and commons, as far as they exist [people].

    Solutions of :math:`\omega(N) = (1-\tau)v` on the pieces between the turns of :math:`\omega`, and the whole
    population where even its busiest member wants to join.

    >>> points = fixed_points(Flywheel())
    >>> print(points.stub.round(4), points.critical_mass.round(4), points.commons.round(4), points.outcome)
    20.0008 102.0586 439.2957 stub or commons

    Source: peerkit's own derivation.
    """
    f, gap = flywheel, partial(_gap, flywheel)
    enthusiasts, population = _enthusiasts(f), np.asarray(f.population, float)
    first, second = (np.minimum(turn, population) for turn in turns(f))
    nobody = enthusiasts == 0
    # One skill and no enthusiasts: nobody at all is unstable when the first member draws more than one other.
    explodes = nobody & (np.asarray(f.skills) == 1) & (slope(f, 0.0) > 1)
    dies = nobody & (np.asarray(f.skills) == 1) & ~explodes
    has_stub = (gap(first) < 0) | (nobody & ~explodes)
    has_commons = (gap(second) >= 0) & ~dies
    has_middle = (has_stub & has_commons) | explodes
    stub = np.where(nobody, 0.0, _root(gap, enthusiasts, first, falling=True))
    middle = np.where(explodes, 0.0, _root(gap, first, second, falling=False))
    commons = np.where(gap(population) >= 0, population, _root(gap, second, population, falling=True))
    outcome = np.where(has_commons, np.where(has_stub, "stub or commons", "commons only"), "stub only")
    sizes = ((has_stub, stub), (has_middle, middle), (has_commons, commons))
    return FixedPoints(*(np.where(there, size, np.nan)[()] for there, size in sizes), word(outcome))


def _gap(flywheel, members):
    """Those who want to join a community of `members`, less the members [people]."""
    return joiners(flywheel, members) - members


def resting_size(flywheel, start):
    """The size that a community of `start` members comes to when nothing else changes: one of `fixed_points` [people].

    `start` N >= 0 [people], scalar or array.

    >>> print(resting_size(Flywheel(), 102).round(1), resting_size(Flywheel(), 103).round(1))
    20.0 439.3
    """
    return rest(fixed_points(flywheel), at_least(0, "start", start))


def platform_income(flywheel, members):
    r"""The platform's part of the pay-off to a community of `members`: :math:`\tau\,v\,P(N)\,N` [money].

    `members` N >= 0 [people], scalar or array; NaN, a size that does not exist, has the income NaN.

    >>> print(platform_income(Flywheel(), fixed_points(Flywheel()).commons).round())
    789.0

    Source: peerkit's own. Leaves out what running the platform costs.
    """
    f, sizes = flywheel, np.asarray(members)
    missing = np.isnan(sizes) if sizes.dtype.kind == "f" else np.zeros(sizes.shape, bool)
    there = at_least(0, "members", np.where(missing, 0.0, sizes) if missing.any() else members)
    income = f.take_rate * f.payoff * completion_probability(f, there) * there
    return np.where(missing, np.nan, income)[()]


def _enthusiasts(flywheel):
    """Number who join for the joy of it alone, s = M b / C [people]."""
    f = flywheel
    return np.asarray(f.population * np.asarray(f.intrinsic_benefit, float) / f.outside_option)


def turns(flywheel):
    """The two sizes [people] at which omega turns, both the inflection of P where it never does."""
    skills = np.asarray(flywheel.skills, float)
    reach = -np.log1p(-np.asarray(flywheel.skill_chance, float))
    enthusiasts = _enthusiasts(flywheel)
    shift = reach * enthusiasts - 1 / skills
    twice = shift < np.log(skills) - 1
    argument = -np.exp(np.where(twice, shift, np.log(skills) - 1)) / skills
    # The first turn is at least s K/(K-1), which the difference may miss by rounding when enthusiasts are few.
    least = enthusiasts * skills / np.maximum(skills - 1, 1)
    first = np.maximum((shift - lambertw(argument, 0).real) / reach, least)
    second = np.maximum((shift - lambertw(argument, -1).real) / reach, first)
    inflection = critical_mass(flywheel).members
    return np.where(twice, first, inflection), np.where(twice, second, inflection)


def needed_payoff(flywheel, members):
    """Omega: the pay-off that must be left for each member, so that a community of this size stays [money]."""
    f = flywheel
    chance = completion_probability(f, members)
    short = (members - _enthusiasts(f)) * f.outside_option / f.population
    # A chance so small that the ratio leaves the numbers is no chance.
    able = chance > 1e-280
    return np.where(able, short / np.where(able, chance, 1.0), np.inf)


def _root(gap, low, high, *, falling):
    """The size between `low` and `high` at which `gap` changes sign, from above to below zero if it is `falling`."""

    def beyond(members):
        return -gap(members) if falling else gap(members)

    return bisection(beyond, np.maximum(low, SMALLEST), np.maximum(high, SMALLEST))


def rest(points, start):
    """The size at which `start` members come to rest [people], given all fixed `points`."""
    up = np.isnan(points.stub) | (start > points.critical_mass)
    return np.where(start == points.critical_mass, start, np.where(up, points.commons, points.stub))[()]


def size_to_pass(flywheel):
    """The size above which a community comes to rest as a commons [people].

    0 where every community does, and infinite where none does.

    >>> [float(size_to_pass(Flywheel(take_rate=take)).round(1)) for take in (0.3, 1)]
    [102.1, inf]
    """
    points = fixed_points(flywheel)
    every = np.isnan(points.critical_mass) & np.isfinite(points.commons)
    return np.where(every, 0.0, np.where(np.isnan(points.critical_mass), np.inf, points.critical_mass))[()]


def largest_size(flywheel):
    """The largest size at which the community rests: the commons, or the stub where there is no commons [people].

    >>> [float(largest_size(Flywheel(take_rate=take)).round(1)) for take in (0.3, 1)]
    [439.3, 20.0]
    """
    points = fixed_points(flywheel)
    return np.where(np.isnan(points.commons), points.stub, points.commons)[()]


def _income(flywheel):
    return platform_income(flywheel, largest_size(flywheel))


def _kind(flywheel):
    return fixed_points(flywheel).outcome


OUTCOMES = Outcomes(
    Flywheel,
    (
        Outcome("critical_mass", "size from which it grows by itself", "people", size_to_pass, _kind, "resting sizes"),
        Outcome("commons", "largest size at which it rests", "people", largest_size, _kind, "resting sizes"),
        Outcome("income", "platform's income at that size", "money", _income, _kind, "resting sizes"),
    ),
)
