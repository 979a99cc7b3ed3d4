r"""The person found for a task: picked by a manager among a few, or stepping forward out of many.

.. math::
    E[\text{value of the pick}] = \sigma\,\rho\,m_n, \qquad
    \rho = \frac{1}{\sqrt{1 + r^2}}, \qquad
    m_n = E\max(Z_1, \dots, Z_n)

Everyone has a value for the task and a signal of that value: what a manager sees of a candidate, or what people know of
themselves. The person with the best signal does the task. The best of many is good, but a noisy signal loses part of the
advantage: n is the number to choose from, r the noise of the signal and :math:`\rho` the correlation of signal and value.

Source: elementary order statistics. That people know best what they are good at is Y. Benkler's claim, Coase's Penguin,
Yale Law Journal 112, 2002.
"""

from functools import lru_cache
from typing import ClassVar, NamedTuple

import numpy as np
from scipy.special import ndtri_exp

from peerkit.models.order_statistics import MOST, expected_maximum_normal
from peerkit.records.about import About, Source
from peerkit.records.checks import above, at_least, between, word
from peerkit.records.outcomes import Outcome, Outcomes
from peerkit.records.parameter import parameter
from peerkit.records.record import Record

LARGEST = 1e12
MOST_TRIALS = 1_000_000


class Selection(Record):
    """A manager who chooses among a few candidates, and a pool of people who choose themselves."""

    candidates: int = parameter(
        "n_F",
        "Candidates the manager sees",
        unit="people",
        meaning="How many people a manager compares before choosing one for the task.",
        default=10,
        ge=1,
        le=10**12,
        explore=(1, 50),
        why="a small department",
        measure="asking managers how many people they considered for the last ten tasks",
    )
    pool: int = parameter(
        "n_P",
        "People who may step forward",
        unit="people",
        meaning="How many people see the task and compare it with what they can do; the one with the best opinion of "
        "the match takes it.",
        default=1000,
        ge=1,
        le=10**12,
        explore=(10, 1_000_000),
        scale="log",
        why="a community of middling size",
        measure="the people who opened the page of an open task",
    )
    manager_noise: float = parameter(
        "r_F",
        "Error in what the manager sees",
        unit="standard deviations of value",
        meaning="Standard deviation of the manager's error about a candidate, over that of the true values.",
        default=0.5,
        ge=0,
        le=1e6,
        explore=(0.1, 1),
        step=0.05,
        why="what the manager sees then correlates 0.89 with the true value",
        measure="managers' ratings before a task against the result after it",
    )
    self_noise: float = parameter(
        "r_P",
        "Error in what people think of themselves",
        unit="standard deviations of value",
        meaning="Standard deviation of people's error about their own fit, over that of the true values.",
        default=1.0,
        ge=0,
        le=1e6,
        explore=(0.2, 4),
        scale="log",
        why="signal and noise of equal size. Meta-analyses of self-assessment are said to find an error near 3 (Zell and Krizan "
        "2014, not checked)",
        measure="people's own ratings before a task against the result after it",
    )

    about: ClassVar[About] = About(
        claim="People know best what they are good at. If they choose their own tasks, a large community finds better people than "
        "any manager could.",
        equations=(
            r"E[\text{pick}] = \sigma \rho m_n, \qquad \rho = \frac{1}{\sqrt{1 + r^2}}",
            r"m_n = E \max(Z_1, \dots, Z_n) \approx \sqrt{2 \ln n}",
            r"\text{the pool wins when } \rho_P m_{n_P} > \rho_F m_{n_F}",
        ),
        assumes=(
            "Values Z are normal (bell-shaped) with standard deviation σ, for the manager's candidates (F) and for the pool (P) "
            "alike. E is an average. mₙ is the value of the best of n, on average.",
            "Errors, r times as wide as the values, are independent of values and of each other; ρ is the correlation of signal "
            "and value that results.",
            "There is one task, and the person with the best signal does it.",
        ),
        evidence_against=(
            "Meta-analyses are said to find a correlation of self-assessment and performance near 0.3 (Zell and "
            "Krizan 2014, not checked). That is an error of about 3, and then a small pool loses to the manager.",
            "If skill is normal, the crowd's advantage is small: the best of 1,000 is 3.24 standard deviations above the "
            "average, the best of 10 is 1.54.",
            "People also step forward because they like a task or want to be seen, and those who overrate themselves step "
            "forward most (signalling: Lerner and Tirole 2002, not checked).",
        ),
        leaves_out=(
            "Time and motivation of the best person.",
            "Two people who choose the same task, and tasks that nobody chooses.",
            "The knowledge that managers gain about their people over the years.",
        ),
        sources=(
            Source("Expected maximum of a normal, uniform, exponential and Pareto sample", "elementary"),
            Source("Break-even pool, and the pick by a noisy signal", "derived"),
            Source(
                "Benkler, Coase's Penguin, Yale Law Journal 112, 2002, on self-selection",
                "confirmed",
                "https://arxiv.org/abs/cs/0109077",
            ),
            Source(
                "Zell and Krizan, Do people have insight into their abilities?, Perspectives on Psychological Science 9(2), 2014",
                "unconfirmed",
                "https://doi.org/10.1177/1745691613518075",
            ),
            Source(
                "Lerner and Tirole, Some simple economics of open source, Journal of Industrial Economics 50, 2002; "
                "the link opens the working paper of 2000",
                "unconfirmed",
                "https://papers.ssrn.com/sol3/papers.cfm?abstract_id=214311",
            ),
        ),
    )


class Picks(NamedTuple):
    """True value of the manager's pick and of the self-selected one [standard deviations], and who does better."""

    manager: float
    pool: float
    outcome: str


class Pool(NamedTuple):
    """The pool [people] from which self-selection matches the manager, and how it compares with the candidates."""

    size: float
    outcome: str


def correlation(noise):
    r"""Correlation of signal and value when the error is `noise` times as wide as the values: :math:`1/\sqrt{1+r^2}`.

    >>> print(correlation(0.75))
    0.8

    Source: elementary.
    """
    return (1 / np.hypot(1.0, _noise(noise)))[()]


def noise_at(correlation):
    r"""The error at which signal and value have this correlation: :math:`r = \sqrt{1/\rho^2 - 1}`, for 0 < rho <= 1.

    >>> print(round(float(noise_at(0.3)), 2))
    3.18

    Source: elementary.
    """
    rho = above(0, "correlation", between(0, 1, "correlation", correlation))
    return (np.sqrt((1 - rho) * (1 + rho)) / rho)[()]


def expected_pick(people, noise, value_spread=1.0):
    r"""Expected true value of whoever has the best signal, above the average: :math:`\sigma \rho m_n` [units of value].

    `people` n >= 1 to choose from, `noise` r >= 0 the error over the spread of values, and `value_spread`
    :math:`\sigma \ge 0` their standard deviation [units of value].

    >>> print(round(float(expected_pick(10, 1)), 6))
    1.088062

    Source: elementary, the regression of value on signal at the largest signal. Leaves out that error may grow with
    value.
    """
    return at_least(0, "value_spread", value_spread)[()] * correlation(noise) * expected_maximum_normal(people)


def picks(selection):
    """The worth of the manager's pick and of the self-selected one, and the outcome.

    `outcome` is ``"the pool wins"``, ``"the manager wins"`` or ``"even"``.

    >>> manager, pool, outcome = picks(Selection())
    >>> print(round(float(manager), 3), round(float(pool), 3), outcome)
    1.376 2.292 the pool wins
    """
    s = selection
    manager = np.asarray(expected_pick(s.candidates, s.manager_noise))
    pool = np.asarray(expected_pick(s.pool, s.self_noise))
    outcome = np.where(pool > manager, "the pool wins", np.where(pool < manager, "the manager wins", "even"))
    return Picks(manager=manager[()], pool=pool[()], outcome=word(outcome))


def breakeven_pool(selection):
    r"""The smallest pool whose self-selected pick is worth at least the manager's pick [people].

    That is the smallest whole n with :math:`\rho_P m_n \ge \rho_F m_{n_F}`. `outcome` is ``"fewer people"``,
    ``"as many people"`` or ``"more people"`` than the manager sees candidates, or ``"no pool is enough"`` with an
    infinite size where even a trillion people (10^12) would fall short.

    >>> size, outcome = breakeven_pool(Selection(candidates=10, manager_noise=0.2, self_noise=2.0))
    >>> print(size, outcome)
    1600.0 more people

    Source: peerkit's own derivation.
    """
    s = selection
    n, target = (
        np.asarray(s.candidates, float),
        expected_pick(s.candidates, s.manager_noise) / correlation(s.self_noise),
    )
    n, target, equal = np.broadcast_arrays(n, target, np.asarray(s.manager_noise) == s.self_noise)
    size = np.where(target > 0, _people_for(target), 1.0)
    # Equal signals, equal numbers; two roundings of the same maximum must not decide.
    size = np.where(equal, n, size)
    kind = np.where(size < n, "fewer people", np.where(size > n, "more people", "as many people"))
    return Pool(size[()], word(np.where(np.isinf(size), "no pool is enough", kind)))


def simulated_picks(selection, rng, trials):
    r"""True values of `trials` picks by the manager and as many self-selected ones, for histograms of one record.

    The best signal of n people is drawn directly as :math:`\Phi^{-1}(U^{1/n})`, so a pool of a million costs no more
    than ten candidates. `trials` is a whole number up to a million. Returns two arrays [standard deviations of value].

    >>> manager, pool = simulated_picks(Selection(), np.random.default_rng(2024), 4000)
    >>> print(round(float(manager.mean()), 1), round(float(pool.mean()), 1))
    1.4 2.3
    """
    s, trials = selection, int(between(0, MOST_TRIALS, "trials", trials))
    return tuple(
        _simulated(n, correlation(noise), rng, trials)
        for n, noise in ((s.candidates, s.manager_noise), (s.pool, s.self_noise))
    )


def nearest_match_distance(people):
    r"""The distance of the best match among `people` from a task on a circle of skills of length 1: :math:`1/(2(n+1))`.

    One person alone, or anyone chosen blindly, is 1/4 away. `people` n >= 1 [people].

    >>> print(nearest_match_distance(9))
    0.05

    Source: peerkit's own derivation. Leaves out that skills have more dimensions than one, where matches are rarer.
    """
    return (0.5 / (between(1, MOST, "people", people) + 1))[()]


@lru_cache(maxsize=1)
def _table():
    """The expected maximum on a logarithmic grid of sizes, to start the search for a size from."""
    logs = np.linspace(0, np.log(LARGEST), 4001)
    return logs, expected_maximum_normal(np.exp(logs))


def _people_for(target):
    """The smallest whole number of people whose expected maximum reaches `target`; infinite beyond 10^12."""
    logs, best = _table()
    near = np.exp(np.interp(target.ravel(), best, logs))
    # The table is wrong by less than the margin, so the answer is above low and at most high.
    low = np.maximum(np.floor(near * (1 - 1e-5)) - 3, 0.0)
    high = np.minimum(np.ceil(near * (1 + 1e-5)) + 3, LARGEST)
    while np.any(wide := high - low > 1):
        middle = np.floor((low[wide] + high[wide]) / 2)
        enough = expected_maximum_normal(middle) >= target.ravel()[wide]
        low[wide], high[wide] = np.where(enough, low[wide], middle), np.where(enough, middle, high[wide])
    return np.where(target <= best[-1], high.reshape(target.shape), np.inf)


def _simulated(people, rho, rng, trials):
    signal = ndtri_exp(np.log1p(-rng.random(trials)) / people)
    return rho * signal + np.sqrt((1 - rho) * (1 + rho)) * rng.standard_normal(trials)


def _noise(noise):
    r = at_least(0, "noise", noise)
    if not np.all(np.isfinite(r)):
        raise ValueError(f"noise must be finite, got {noise}")
    return r


OUTCOMES = Outcomes(
    Selection,
    (
        Outcome(
            "advantage",
            "lead of self-selection over the manager",
            "standard deviations",
            lambda r: picks(r).pool - picks(r).manager,
            lambda r: picks(r).outcome,
            "who finds the better person",
        ),
        Outcome(
            "breakeven",
            "pool from which self-selection does at least as well",
            "people",
            lambda r: breakeven_pool(r).size,
            lambda r: breakeven_pool(r).outcome,
            "people it takes, against the candidates",
        ),
    ),
)
