r"""Where does a community settle when members bring success and success brings members? (the model of the whole essay)

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

from typing import ClassVar, NamedTuple

import numpy as np
from scipy.special import lambertw

from peerkit.models.coverage import completion_probability, critical_mass, marginal_probability
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
        meaning="How many people could become members.",
        default=1000.0,
        gt=0,
        explore=(100, 10_000),
        scale="log",
        why="large enough for every skill to be found twenty times over, a scenario",
        source="scenario",
        status="scenario",
    )
    outside_option: float = parameter(
        r"\bar C",
        "Best thing else to do",
        unit="money per member",
        meaning="What the busiest person would give up by joining; the others' alternatives lie evenly below.",
        default=10.0,
        gt=0,
        explore=(2, 50),
        scale="log",
        why="above the pay-off, so that some always have better things to do; a scenario",
        source="scenario",
        status="scenario",
    )
    intrinsic_benefit: float = parameter(
        "b",
        "Joy of taking part",
        unit="money per member",
        meaning="What taking part is worth to each member whether or not anything gets completed.",
        default=0.2,
        ge=0,
        explore=(0, 2),
        step=0.05,
        why="two in a hundred join for its own sake, a scenario",
        source="scenario",
        status="scenario",
    )
    payoff: float = parameter(
        "v",
        "Pay-off of completion",
        unit="money per member",
        meaning="What the completed task is worth to each member before the platform takes its part.",
        default=6.0,
        gt=0,
        explore=(1, 30),
        scale="log",
        why="draws six in ten of the population if nothing is taken, a scenario",
        source="scenario",
        status="scenario",
    )
    take_rate: float = parameter(
        r"\tau",
        "Take rate",
        unit="share of the pay-off",
        meaning="Part of the pay-off that the platform keeps.",
        default=0.3,
        ge=0,
        le=1,
        explore=(0, 0.95),
        step=0.01,
        why="the share that Apple, Google and Zazzle's makers' programme are published as keeping",
        source="published terms; Apple and Google below their thresholds of a million dollars keep 15 percent",
        status="confirmed",
    )
    skills: int = parameter(
        "K",
        "Skills the task needs",
        unit="skills",
        meaning="How many different skills must all be present among the members before the task is completed.",
        default=12,
        ge=1,
        le=1000,
        explore=(1, 100),
        why="the same as in the model of coverage",
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
        why="the same as in the model of coverage",
        source="scenario",
        status="scenario",
    )

    about: ClassVar[About] = About(
        claim="Members make success likelier and success draws members. Past a critical mass the wheel turns by "
        "itself, and a take rate that looks profitable can move that mass above the community there is.",
        equations=(
            r"N = M\,\mathrm{clip}\left(\frac{b + (1-\tau) v P(N)}{\bar C}, 0, 1\right)",
            r"P(N) = \left(1-(1-p)^N\right)^K",
        ),
        assumes=(
            "Everybody knows the present size and expects it to last.",
            "Alternatives are spread evenly between nothing and the best, and all else is the same for all.",
            "The pay-off to each member does not shrink as more share in it.",
            "Skills are independent of one another and of who has better things to do.",
        ),
        evidence_against=(
            "No community has been measured in these terms. Every number except the take rate is a scenario.",
            "Shutterstock in 2020 and Zazzle in 2025 raised what they take from communities they already had. That "
            "speaks for members who are held back from leaving; here they leave as soon as it no longer pays.",
            "The chance to hold all skills is not the chance to deliver.",
        ),
        leaves_out=(
            "Time: how fast people come, and what it costs them to go.",
            "Unequal members. A few do most of the work, and losing one of them matters more than one more newcomer.",
            "Rival communities, and what the platform does with its take.",
        ),
        sources=(
            Source("The composite, its fixed points and its tipping take rates", "derived"),
            Source("Take rates of Apple, Google and Zazzle from their published terms", "confirmed"),
            Source(
                "Raised takes at Shutterstock 2020 and Zazzle 2025, published terms and creators' posts", "confirmed"
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


class Cobweb(NamedTuple):
    """The corners of a cobweb: members expected [people] across, members who come [people] upwards."""

    expected: np.ndarray
    members: np.ndarray


def joiners(flywheel, members):
    r"""How many want to join a community of `members`: the right-hand side of the fixed-point equation [people].

    `members` N >= 0 [people], scalar or array.

    >>> print(joiners(Flywheel(), [0, 100, 500]).round(3))
    [ 20.     96.167 439.793]
    """
    f = flywheel  # It names skills and skill_chance as a Coverage does, so it stands in for one.
    worth = f.intrinsic_benefit + (1 - f.take_rate) * f.payoff * completion_probability(f, members)
    return (f.population * np.minimum(worth / f.outside_option, 1.0))[()]


def slope(flywheel, members):
    r"""How many more want to join because one more has, at a community of `members` [people per person].

    .. math:: \frac{M (1-\tau) v}{\bar C}\, P'(N)

    A size that stays is stable where this is below 1. It is 0 where everybody has joined already.

    >>> found = fixed_points(Flywheel())
    >>> print(slope(Flywheel(), found.critical_mass).round(3), slope(Flywheel(), found.commons).round(3))
    2.9 0.014
    """
    f = flywheel
    more = f.population * (1 - f.take_rate) * f.payoff / f.outside_option * marginal_probability(f, members)
    return np.where(joiners(f, members) < f.population, more, 0.0)[()]


def fixed_points(flywheel):
    r"""Every size at which the community stays: stub, critical mass and commons, as far as they exist [people].

    Solutions of :math:`\omega(N) = (1-\tau)v` on the pieces between the turns of :math:`\omega`, and the whole
    population where even its busiest member wants to join.

    >>> found = fixed_points(Flywheel())
    >>> print(found.stub.round(4), found.critical_mass.round(4), found.commons.round(4), found.outcome)
    20.0008 102.0586 439.2957 stub or commons

    Source: peerkit's own derivation.
    """
    f = flywheel
    gap = lambda members: joiners(f, members) - members  # noqa: E731
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


def resting_size(flywheel, start):
    """Where a community of `start` members ends up when nothing else changes: one of the `fixed_points` [people].

    `start` N >= 0 [people], scalar or array.

    >>> print(resting_size(Flywheel(), 102).round(1), resting_size(Flywheel(), 103).round(1))
    20.0 439.3
    """
    return rest(fixed_points(flywheel), at_least(0, "start", start))


def path(flywheel, rounds, start):
    """Members after 0, 1, ... `rounds` rounds, when each round joins on the size of the one before [people].

    `start` N_0 >= 0 [people]. Rounds run along the last axis.

    >>> print(path(Flywheel(), 3, 110).round(1))
    [110.  126.1 177.8 320.4]
    """
    states = [np.broadcast_to(at_least(0, "start", start), np.shape(joiners(flywheel, start)))]
    for _ in range(rounds):
        states.append(joiners(flywheel, states[-1]))
    return np.stack(states, axis=-1)


def cobweb(flywheel, rounds, start):
    """The corners of the staircase between the curve of joiners and the line on which all expected come.

    `rounds` and `start` are as in `path`; corners run along the last axis.

    >>> web = cobweb(Flywheel(), 1, 110)
    >>> print(web.expected.round(1), web.members.round(1))
    [110.  110.  126.1] [110.  126.1 126.1]
    """
    twice = np.repeat(path(flywheel, rounds, start), 2, axis=-1)
    return Cobweb(twice[..., :-1], twice[..., 1:])


def platform_income(flywheel, members):
    r"""What the platform keeps of the pay-off to a community of `members`: :math:`\tau\,v\,P(N)\,N` [money].

    `members` N >= 0 [people], scalar or array.

    >>> print(platform_income(Flywheel(), fixed_points(Flywheel()).commons).round())
    789.0

    Source: peerkit's own. Leaves out what running the platform costs.
    """
    f = flywheel
    return (f.take_rate * f.payoff * completion_probability(f, members) * np.asarray(members, float))[()]


def _enthusiasts(flywheel):
    """How many join for the joy of it alone, s = M b / C."""
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
    """Omega: what must be left of the pay-off for each member, for a community of this size to stay [money]."""
    f = flywheel
    chance = completion_probability(f, members)
    short = (members - _enthusiasts(f)) * f.outside_option / f.population
    return np.where(chance > 0, short / np.where(chance > 0, chance, 1.0), np.inf)


def _root(gap, low, high, *, falling):
    """Where `gap` changes sign between `low` and `high`, from above to below zero if it is `falling`."""
    sign = -1 if falling else 1
    return bisection(lambda members: sign * gap(members), np.maximum(low, SMALLEST), np.maximum(high, SMALLEST))


def rest(found, start):
    """Where `start` members [people] come to rest, given all fixed points: what `resting_size` says of one record."""
    up = np.isnan(found.stub) | (start > found.critical_mass)
    return np.where(start == found.critical_mass, start, np.where(up, found.commons, found.stub))[()]


OUTCOMES = Outcomes(
    Flywheel,
    (
        Outcome(
            "critical_mass",
            "critical mass",
            "people",
            lambda r: fixed_points(r).critical_mass,
            lambda r: fixed_points(r).outcome,
        ),
        Outcome("commons", "thriving size", "people", lambda r: fixed_points(r).commons),
    ),
)
