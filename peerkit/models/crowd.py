r"""A crowd of known people, each with a threshold: who joins round by round, and the person who decides the outcome.

.. math:: r_{t+1} = \#\{i : \theta_i \le r_t\}, \qquad r_0 = 0

A member joins once at least as many people have joined as the member's threshold says. `peerkit.models.thresholds`
describes a smooth crowd by a mean and a spread; here its members are known one by one, with thresholds spaced evenly
or drawn at random.

Source: M. Granovetter, Threshold Models of Collective Behavior, American Journal of Sociology 83(6), 1978, 1420-1443
(unconfirmed: not checked against its pages; his example of a hundred is confirmed in a retelling).
"""

from typing import NamedTuple

import numpy as np
from scipy.special import ndtri

from peerkit.records.checks import at_least, between

MOST = 100_000
"""The most people who may start unasked, or stay at home."""


class Decision(NamedTuple):
    """The person who makes the largest difference to how many join in the end [people].

    `without` that person so many join, and `together` with them so many. The person is the last of `starters` people who
    join unasked; at zero or below it is the last of the readiest members who come instead of staying at home.
    """

    starters: int
    without: int
    together: int


def discrete_path(individual):
    """The people who have joined after each round when every member's threshold is known, until nothing changes [people].

    `individual` thresholds >= 0 [people], members along the last axis; a member joins once at least so many have
    joined. Each round sees the one before, and rounds run along the last axis.

    >>> discrete_path([0, 1, 1, 3, 3, 7, 7, 7])
    array([0, 1, 3, 5])
    """
    ordered = np.sort(at_least(0, "individual", individual), axis=-1)
    states = [np.zeros(ordered.shape[:-1], int)]
    while len(states) == 1 or np.any(states[-1] != states[-2]):
        states.append(np.sum(ordered <= states[-1][..., None], axis=-1))
    return np.stack(states[:-1], axis=-1)


def discrete_equilibrium(individual):
    """The people who join in the end when every member's threshold is known [people].

    `individual` thresholds as in `discrete_path`; the result is the end of that path.

    >>> print(discrete_equilibrium(range(100)), discrete_equilibrium([0, 2, *range(2, 100)]))
    100 1

    Source: Granovetter's example (confirmed).
    """
    return discrete_path(individual)[..., -1][()]


def started_path(individual, starters):
    """The people who have joined after each round when `starters` more join unasked, until nothing changes [people].

    `individual` thresholds as in `discrete_path`, of one crowd. `starters` is a whole number from minus 100,000 to 100,000;
    a negative one means that so many of the readiest members stay at home.

    >>> started_path([1, 2, 4, 4], 1), started_path([0, 1, 2, 3], -1)
    (array([0, 1, 2, 3]), array([0]))
    """
    more = float(between(-MOST, MOST, "starters", starters))
    if more != round(more):
        raise ValueError(f"starters must be a whole number, got {starters}")
    ordered = np.sort(at_least(0, "individual", individual))[max(-int(more), 0) :]
    return discrete_path(np.concatenate([np.zeros(max(int(more), 0)), ordered]))


def decisive_person(individual):
    """The person who makes the largest difference to how many join in the end, for one crowd.

    Starters are added one by one, or the readiest members kept at home one by one; `individual` as in `started_path`.

    >>> decisive_person(range(100))
    Decision(starters=0, without=0, together=100)
    >>> decisive_person([5] * 8)
    Decision(starters=5, without=4, together=13)

    Source: peerkit's own, after Granovetter's example of one threshold changed.
    """
    ordered = np.sort(at_least(0, "individual", individual))
    starters = np.arange(-len(ordered), len(ordered) + 1)
    added, kept_home = np.maximum(starters, 0), np.maximum(-starters, 0)
    joined, before = added, None
    while before is None or np.any(joined != before):
        before = joined
        joined = added + np.maximum(np.searchsorted(ordered, before, side="right") - kept_home, 0)
    best = int(np.argmax(np.diff(joined)))
    return Decision(int(starters[best + 1]), int(joined[best]), int(joined[best + 1]))


def spaced_thresholds(thresholds):
    r"""One threshold per member, at evenly spaced quantiles of the normal distribution, for one record [people].

    .. math:: \mu + \sigma\,\Phi^{-1}\!\left(\frac{i-1/2}{N}\right), \quad i = 1 \dots N

    Negative ones are set to zero: these members need no example.

    >>> from peerkit.models.thresholds import Thresholds
    >>> spaced_thresholds(Thresholds(members=4, mean_threshold=1, spread=1)).round(3)
    array([0.   , 0.681, 1.319, 2.15 ])
    """
    t = thresholds
    ranks = (np.arange(t.members) + 0.5) / t.members
    return np.maximum(t.mean_threshold + t.spread * ndtri(ranks), 0.0)


def drawn_thresholds(thresholds, rng):
    """One threshold per member, drawn at random, for one record [people]; negative ones are set to zero.

    `rng` is a numpy random generator.

    >>> from peerkit.models.thresholds import Thresholds
    >>> drawn_thresholds(Thresholds(members=3), np.random.default_rng(1)).round(1)
    array([29.1, 34.9, 29. ])
    """
    t = thresholds
    return np.maximum(rng.normal(t.mean_threshold, t.spread, t.members), 0.0)
