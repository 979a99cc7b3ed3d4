r"""A task too large for one person: the wait until somebody can do it alone, against a team today.

.. math::
    c(t) = c_0 e^{-\delta t}, \qquad
    P(\text{done by } t) = 1 - \exp\left\{-\frac{m}{\delta}\left[E_1(x_0 e^{-\delta t}) - E_1(x_0)\right]\right\},
    \qquad x_0 = \frac{c_0}{b}

Software grows in layers, and each layer makes the next task easier: a task that costs :math:`c_0` today costs less after
every release. Volunteers come by at random, m per release. The task is worth something to each of them (exponential,
mean b). The first volunteer to whom it is worth its cost does it alone. Nobody coordinates; the task waits.

Source: the observation is J. Howison and K. Crowston's, Collaboration through open superposition, 2014: most tasks are
done by one programmer, and tasks too large are put off until they become easy (abstract, confirmed). The formula is
peerkit's own derivation.
"""

from typing import ClassVar, NamedTuple

import numpy as np
from scipy.special import exp1

from peerkit.records.about import About, Source
from peerkit.records.checks import at_least, between, numbers, word
from peerkit.records.crossing import bisection
from peerkit.records.outcomes import Outcome, Outcomes
from peerkit.records.parameter import parameter
from peerkit.records.record import Record

# Once easing has divided the cost by e^600, nothing is left of it and everyone is willing.
EASY = 600.0
LONGEST = 1e12
NODES, WEIGHTS = np.polynomial.legendre.leggauss(16)


class Superposition(Record):
    """A task too large for today, the volunteers who come by, and the layers that make it easier."""

    arrival_rate: float = parameter(
        "m",
        "Volunteers who come by",
        unit="people per release",
        meaning="How many people look at the task in the time between two releases, on average.",
        default=5.0,
        gt=0,
        le=1e12,
        explore=(0.5, 50),
        scale="log",
        why="a handful per release",
        measure="people who read or commented on the task between two releases",
    )
    initial_cost: float = parameter(
        "c_0",
        "Cost of the task today",
        unit="hours",
        meaning="Hours the task would take one person on the code as it is today.",
        default=10.0,
        gt=0,
        le=1e12,
        explore=(0.5, 50),
        scale="log",
        why="ten times what it is worth to the average volunteer",
        measure="an estimate by two people who know the code",
    )
    mean_benefit: float = parameter(
        "b",
        "What it is worth to a volunteer",
        unit="hours",
        meaning="Hours that a volunteer would give to get the task done, on average over volunteers.",
        default=1.0,
        gt=0,
        le=1e12,
        explore=(0.2, 20),
        scale="log",
        why="the unit of account: an hour",
        measure="asking those who read the task how many hours they would give",
    )
    easing_rate: float = parameter(
        r"\delta",
        "How fast it becomes easier",
        unit="per release",
        meaning="Rate at which each release lowers the cost of the task, because there is more to build on.",
        default=0.5,
        ge=0,
        le=1e12,
        explore=(0, 1),
        step=0.01,
        why="each release takes away 39 percent of the cost",
        measure="the same estimate, repeated after the next release",
    )

    about: ClassVar[About] = About(
        claim="Patience can replace management. A task too large for one person is put off until earlier work makes it small; "
        "then one person does it alone.",
        equations=(
            r"c(t) = c_0 e^{-\delta t}",
            r"P(t) = 1 - \exp\left\{ -\frac{m}{\delta} \left[ E_1(x_0 e^{-\delta t}) - E_1(x_0) \right] \right\}, "
            r"\quad x_0 = c_0 / b",
        ),
        assumes=(
            "Volunteers come by at random and independently of each other. P(t) is the chance that one of them has done the task "
            "after t releases; E₁ is the exponential integral, and x₀ the cost today over the mean benefit.",
            "The hours that the task is worth to them are exponential: most would give little, a few a lot.",
            "The cost c(t) falls at a constant rate, whether or not anybody works on this task.",
        ),
        evidence_against=(
            "Waiting works only for things that use does not wear out, that grow in layers and that are usable at every stage.",
            "Work with a deadline cannot wait.",
            "Howison and Crowston observed that tasks are put off. They did not measure the rates in this model.",
        ),
        leaves_out=(
            "The cost of living without the result while the task waits.",
            "Volunteers who wait too, because they see that the cost falls.",
            "Several people sharing the work.",
        ),
        sources=(
            Source(
                "Howison and Crowston, Collaboration through open superposition, MIS Quarterly 38(1), 2014, abstract",
                "confirmed",
                "https://doi.org/10.25300/MISQ/2014/38.1.02",
            ),
            Source("The probability that the task is done", "derived"),
        ),
    )


class Wait(NamedTuple):
    """A time to wait [releases], and a word for the kind of answer it is."""

    time: float
    outcome: str


def cost_at(superposition, time):
    r"""The cost of the task to one person after `time` releases: :math:`c(t) = c_0 e^{-\delta t}` [hours].

    `time` t >= 0 [releases], scalar or array.

    >>> print(round(float(cost_at(Superposition(), 2)), 6))
    3.678794

    Source: peerkit's own assumption. Leaves out redesigns that make a task harder.
    """
    s = superposition
    return (s.initial_cost * np.exp(-s.easing_rate * _time(time)))[()]


def willing_share(superposition, time):
    r"""Share of the volunteers coming by at `time` who would do the task: :math:`e^{-c(t)/b}`.

    >>> print(round(float(willing_share(Superposition(), 6)), 6))
    0.607824

    Source: elementary; benefits are exponential.
    """
    return np.exp(-_relative_cost(superposition) * np.exp(-superposition.easing_rate * _time(time)))[()]


def completion_probability(superposition, time):
    r"""Chance that somebody has done the task by `time` [probability].

    .. math:: P(t) = 1 - \exp\left\{-\frac{m}{\delta}\left[E_1(x_0 e^{-\delta t}) - E_1(x_0)\right]\right\}

    `time` t >= 0 [releases]. Where nothing becomes easier (:math:`\delta = 0`) it is
    :math:`1 - \exp(-m t e^{-x_0})`.

    >>> print(round(float(completion_probability(Superposition(), 8)), 6))
    0.999998

    Source: peerkit's own derivation: willing volunteers arrive at the rate :math:`m e^{-c(t)/b}`.
    """
    return -np.expm1(-_willing_arrivals(superposition, _time(time)))[()]


def time_until(superposition, probability=0.5):
    r"""The wait until the task is done with this `probability` [releases].

    `probability` between 0 and 1, both excluded. `outcome` is ``"sooner or later"``, or ``"beyond all patience"`` with
    an infinite time where even a trillion releases (10^12) would not be enough.

    >>> wait = time_until(Superposition())
    >>> print(round(float(wait.time), 3), wait.outcome)
    3.484 sooner or later

    Source: `completion_probability`, inverted by bisection.
    """
    chance = numbers("probability", probability)
    if not np.all((chance > 0) & (chance < 1)):
        raise ValueError(f"probability must be above 0 and below 1, got {probability}")
    needed = -np.log1p(-chance)
    s = superposition
    shape = np.broadcast_shapes(*(np.shape(getattr(s, name)) for name in Superposition.model_fields), chance.shape)
    # Nobody is done before needed/m, the wait for that many volunteers when all are willing.
    low = np.broadcast_to(np.minimum(needed / s.arrival_rate * 0.5, LONGEST), shape)

    def beyond(t):
        return _willing_arrivals(s, t) - needed

    time = bisection(beyond, low, np.full(shape, LONGEST))
    reached = _willing_arrivals(s, LONGEST) >= needed
    outcome = np.broadcast_to(np.where(reached, "sooner or later", "beyond all patience"), shape)
    return Wait(np.where(reached, time, np.inf)[()], word(outcome))


def equivalent_wait(superposition, members, pair_cost=0.0):
    r"""The wait after which one person alone bears no more than each member of a team formed today [releases].

    .. math:: t = \frac{1}{\delta} \ln \frac{c_0}{c_0/n + \kappa (n-1)/2}

    `members` n >= 1 [people] share the work of today, and each pair of them costs `pair_cost` :math:`\kappa \ge 0` hours of
    talk. `outcome` is ``"wait"``; ``"a team does not help"`` (time 0) where talk leaves each member no saving;
    ``"it never gets easier"`` (infinite time) where a trillion releases would not be enough, as for :math:`\delta = 0`.

    >>> wait = equivalent_wait(Superposition(), 4)
    >>> print(round(float(wait.time), 3), wait.outcome)
    2.773 wait

    Source: peerkit's own derivation; talk between all pairs is Brooks's form.
    """
    s, n = superposition, between(1, LONGEST, "members", members)
    kappa = between(0, LONGEST, "pair_cost", pair_cost)
    saving = np.log(s.initial_cost) - np.log(s.initial_cost / n + kappa * (n - 1) / 2)
    helps, easing = saving > 0, np.asarray(s.easing_rate, float)
    moves = helps & (easing * LONGEST > saving)
    wait = np.where(moves, saving / np.where(moves, easing, 1.0), np.inf)
    kind = np.where(moves, "wait", "it never gets easier")
    outcome = np.where(helps, kind, "a team does not help")
    return Wait(np.where(helps, wait, 0.0)[()], word(outcome))


def _willing_arrivals(superposition, time):
    """Expected number of volunteers up to `time` whose benefit covers the cost they meet."""
    s = superposition
    start, easing = _relative_cost(s), np.asarray(s.easing_rate, float)
    eased = easing * time
    # The difference of two exponential integrals cancels while costs have hardly moved; there quadrature is exact.
    early = (eased < 1) & (start * eased < 1)
    return s.arrival_rate * np.where(
        early, _early(start, easing, time, early), _late(start, easing, eased, time, early)
    )


def _relative_cost(superposition):
    """x0 = c0/b, no further from 1 than e^600: a cost so far above every benefit is out of reach in any case."""
    return np.exp(np.clip(np.log(superposition.initial_cost) - np.log(superposition.mean_benefit), -EASY, EASY))


def _early(start, easing, time, early):
    share = np.where(early, easing * time, 0.0)[..., None] * (NODES + 1) / 2
    cost = np.asarray(start)[..., None] * np.exp(-share)
    return time * (np.exp(-cost) @ WEIGHTS) / 2


def _late(start, easing, eased, time, early):
    rate = np.where(early, 1.0, easing)
    falling = np.where(early, 0.0, np.minimum(eased, EASY))
    willing = (exp1(start * np.exp(-falling)) - exp1(start)) / rate
    # Once the cost is nothing, everyone who comes by is willing.
    return willing + np.where(early, 0.0, np.maximum(time - EASY / rate, 0.0))


def _time(time):
    t = at_least(0, "time", time)
    if not np.all(np.isfinite(t)):
        raise ValueError(f"time must be finite, got {time}")
    return t


TEAM = 4
"""The size of the team [people] that one of the outcomes, and the page, compare with."""

OUTCOMES = Outcomes(
    Superposition,
    (
        Outcome(
            "wait",
            "wait until the chance that it is done is 50%",
            "releases",
            lambda r: time_until(r).time,
            lambda r: time_until(r).outcome,
            "whether it is done at all",
        ),
        Outcome(
            "team",
            f"wait that makes the task as light as a team of {TEAM} does today",
            "releases",
            lambda r: equivalent_wait(r, TEAM).time,
        ),
    ),
)
