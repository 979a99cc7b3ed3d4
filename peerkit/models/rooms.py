r"""Answers that a room gave on paper: intervals that fit a few people, and curves that need no model.

.. math::
    \bar x \pm t_{0.975,\,n-1}\,\frac{s}{\sqrt n}, \qquad s^2 = \max\left(s_x^2,\ \frac{\bar x(1-\bar x)}{m}\right), \qquad
    P(m) = \sum_{S} (-1)^{|S|} \binom{N_S}{m} \Big/ \binom{N}{m}

A room is a few people who happened to come. Its intervals say how different another room of the same size from the same
people could have been, and nothing about people in general. Below `FEWEST` people, or `FEWEST_CHAINS` chains, none is given.
For the number who stand in the end there is none at all: ranges from rooms drawn anew out of the answers, the usual way,
held another room's end in 7 of 10 simulations only, because a room without a starter never draws one.

Source: elementary; E. B. Wilson's interval for a share (1927, textbook form, unconfirmed). The shares of intervals that
hold (`HELD`) are peerkit's own measurement (tests/models/test_rooms.py).
"""

from typing import NamedTuple

import numpy as np
from scipy.special import gammaln, stdtrit

from peerkit.records.checks import at_least, between

FEWEST = 10
"""People below which no interval is given."""
FEWEST_CHAINS = 4
"""Chains of the whisper game below which no interval is given."""
NORMAL = 1.959964
LEVEL = 0.975

HELD = {
    "share": {10: (0.92, 0.98), 20: (0.96, 0.98), 40: (0.93, 0.97)},
    "shares of people": {10: (0.94, 0.98), 20: (0.94, 0.98), 40: (0.94, 0.97)},
    "shares of chains": {4: (0.98, 1.0), 6: (0.97, 0.99), 12: (0.95, 0.98)},
}
"""By kind of interval and size of the room: the smallest and largest share of rooms in which the interval held the truth,
over several ways in which people may differ; 0.95 is what such an interval promises."""


class Interval(NamedTuple):
    """A figure of the room, and the ends of its 95 % interval; both ends are NaN where no interval can be given."""

    value: float
    low: float
    high: float


def share_interval(yes, people):
    """The share of a room that said yes [fraction], with Wilson's interval for people who came at random.

    >>> [round(float(each), 3) for each in share_interval(12, 24)]
    [0.5, 0.314, 0.686]
    """
    n, said = at_least(1, "people", people), at_least(0, "yes", yes)
    if np.any(said > n):
        raise ValueError(f"yes must be at most as many as people ({people}), got {yes}")
    p = said / n
    middle, width = p + NORMAL**2 / (2 * n), NORMAL * np.sqrt(p * (1 - p) / n + (NORMAL / (2 * n)) ** 2)
    whole = 1 + NORMAL**2 / n
    return Interval(p[()], ((middle - width) / whole)[()], ((middle + width) / whole)[()])


def mean_share_interval(shares, parts):
    """The average of shares that are out of so many `parts` each [fraction]: a t interval over people, or over chains.

    The spread between them counts, and at least as much as chance alone would give: people who happen to agree are no
    proof. Where all have everything or nothing no interval can be given.

    >>> [round(each, 3) for each in mean_share_interval([0.6, 0.5, 0.7, 0.6], 10)]
    [0.6, 0.353, 0.847]
    """
    each, parts = np.ravel(between(0, 1, "shares", shares)), at_least(1, "parts", parts)
    mean, n = float(each.mean()), each.size
    if n < 2 or mean in (0.0, 1.0):
        return Interval(mean, np.nan, np.nan)
    variance = max(float(each.var(ddof=1)), mean * (1 - mean) / parts)
    width = float(stdtrit(n - 1, LEVEL)) * np.sqrt(variance / n)
    return Interval(mean, float(max(mean - width, 0.0)), float(min(mean + width, 1.0)))


def chance_by_lot(marks, team):
    r"""Chance that a `team` drawn by lot from this room has every skill [probability]; `marks` are people by skills, true or false.

    .. math:: P(m) = \sum_{S} (-1)^{|S|} \binom{N_S}{m} \Big/ \binom{N}{m}

    The sum goes over all sets S of skills, and N_S people have none of them. It is exact for this room.

    >>> print(chance_by_lot([[True, False], [False, True], [True, True]], [1, 2, 3]).round(6))
    [0.333333 1.       1.      ]
    """
    has = np.asarray(marks, bool)
    people, skills = has.shape
    sizes = between(0, people, "team", team)
    shares = _drawn_from(_with_none_of(has), people, sizes[..., None])
    chance = np.where(_odd(skills), -shares, shares).sum(axis=-1)
    return np.clip(chance, 0.0, 1.0)[()]


def chance_without_one(marks, team):
    """For each person, `chance_by_lot` in a room that lacks this person [probability]; `team` is one number.

    >>> print(chance_without_one([[True, False], [False, True], [True, True]], 1))
    [0.5 0.5 0. ]
    """
    has = np.asarray(marks, bool)
    people, skills = has.shape
    size = between(0, people - 1, "team", team)
    with_none, odd = _with_none_of(has), _odd(skills)
    # A set of skills loses this person from those who have none of it, or it does not.
    same = _drawn_from(with_none, people - 1, size)
    fewer = _drawn_from(with_none - 1, people - 1, size)
    lost = _sums_of_subsets(np.where(odd, same - fewer, fewer - same))
    own = has @ (1 << np.arange(skills))
    return np.clip(np.where(odd, -same, same).sum() + lost[(1 << skills) - 1 - own], 0.0, 1.0)


def _with_none_of(has):
    """For each set of skills, the number of people who have none of it: those whose own set lies in the rest."""
    skills = has.shape[1]
    return _sums_of_subsets(np.bincount(has @ (1 << np.arange(skills)), minlength=1 << skills))[::-1]


def _sums_of_subsets(values):
    """For each set, the sum of a value over all sets that lie in it, summed member by member; a set is a number in bits."""
    sums = values.copy()
    for bit in range(sums.size.bit_length() - 1):
        pair = sums.reshape(-1, 2, 1 << bit)
        pair[:, 1] += pair[:, 0]
    return sums


def _odd(skills):
    """For each set of skills, true where it has an odd number of members."""
    odd = np.zeros(1, bool)
    for _ in range(skills):
        odd = np.concatenate([odd, ~odd])
    return odd


def _drawn_from(some, people, sizes):
    """Chance that a team has only people out of `some`: binomial coefficients by their logarithms."""
    possible = (sizes <= some) & (some <= people)
    m = np.where(possible, sizes, 0)
    some = np.where(possible, some, 0)
    logs = gammaln(some + 1) - gammaln(some - m + 1) + gammaln(people - m + 1) - gammaln(people + 1)
    return np.where(possible, np.exp(logs), 0.0)


def joining_share(lowest_shares, take):
    """The share of a room that works while the platform keeps `take` [fraction]: those whose lowest share is left to them.

    >>> print(joining_share([0.3, 0.5, 0.8], [0.1, 0.5, 0.6, 0.9]).round(3))
    [1.    0.667 0.333 0.   ]
    """
    lowest, take = between(0, 1, "lowest_shares", lowest_shares), between(0, 1, "take", take)
    # A hair of tolerance: 1 - 0.7 is below 0.3 in a computer's numbers.
    return np.mean(lowest <= 1 - take[..., None] + 1e-9, axis=-1)[()]


def best_take_of_room(lowest_shares):
    """The take that would earn a platform most from this room [fraction]; the smallest one if several do.

    >>> round(float(best_take_of_room([0.3, 0.5, 0.5, 0.8])), 6)
    0.5
    """
    takes = np.sort(1 - between(0, 1, "lowest_shares", lowest_shares))
    return takes[np.argmax((takes * joining_share(lowest_shares, takes)).round(12))]
