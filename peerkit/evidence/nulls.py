"""Two nulls: the same log with every effect of people on each other taken out, drawn several times.

An exponent that such a log gives as well says nothing about people helping or hindering each other.

- *Shuffled*: within each year of the log, contributions exchange their authors at random. Output of a window stays,
  and so do the year's totals of every author; bursts, stays, and who was there with whom are gone.
- *Shifted*: the days of each author are turned, by a random number of days, within the span from the author's first
  to last day (bent into a circle). Stays and bursts remain; which contributions of different people meet does not.

Neither takes out what everybody shares for other reasons and what repeats with the year, and a null says nothing about causes.

Source: peerkit's own (as in `peerkit.models.contribution_log`, here by the day and vectorised).
"""

from typing import NamedTuple

import numpy as np
from scipy.special import stdtrit

from peerkit.evidence.windows import sorted_pairs

YEAR = 365
"""Days within which authors are exchanged [day]."""
NULLS = ("shuffled", "shifted")
FEWEST_DRAWS = 5
"""Draws with an exponent below which a null has no interval."""


class Placebo(NamedTuple):
    """Exponents of one null: their mean, the 95% interval of one more draw, and the number of draws that gave one."""

    mean: float | None
    interval: tuple[float, float] | None
    draws: int


def shuffled(daily, days, rng):
    """`daily` pairs of author and day with authors exchanged within each year; totals per day and author's year stay.

    The amount of an author's day is split evenly among the contributions of that day.

    >>> from peerkit.evidence.windows import Pairs
    >>> daily = Pairs(np.array([0, 0, 1]), np.array([0, 1, 1]), np.array([2, 1, 1]), None)
    >>> again = shuffled(daily, 2, np.random.default_rng(1))
    >>> print(np.bincount(again.author, again.contributions), np.bincount(again.window, again.contributions))
    [3. 1.] [2. 2.]
    """
    author, day = np.repeat(daily.author, daily.contributions), np.repeat(daily.window, daily.contributions)
    year = day // YEAR
    order = np.argsort(year, kind="stable")
    ends = np.cumsum(np.bincount(year))
    mixed = author[order]
    for start, end in zip([0, *ends[:-1]], ends, strict=True):
        rng.shuffle(mixed[start:end])
    amount = None
    if daily.amount is not None:
        amount = np.repeat(daily.amount / daily.contributions, daily.contributions)[order]
    return sorted_pairs(mixed, day[order], np.ones(day.size, np.int64), amount, days)


def shifted(daily, days, rng):
    """`daily` pairs of author and day with each author's days turned within the author's own span.

    >>> from peerkit.evidence.windows import Pairs
    >>> daily = Pairs(np.array([0, 0, 1]), np.array([3, 5, 9]), np.array([2, 1, 4]), None)
    >>> again = shifted(daily, 10, np.random.default_rng(1))
    >>> print(again.contributions.sum(), again.window.min() >= 3, again.window[again.author == 1])
    7 True [9]
    """
    starts = np.flatnonzero(np.diff(daily.author, prepend=-1))
    first, last = daily.window[starts], daily.window[np.append(starts[1:], daily.window.size) - 1]
    room = last - first + 1
    turn = rng.integers(0, room)
    who = np.repeat(np.arange(starts.size), np.diff(np.append(starts, daily.author.size)))
    day = first[who] + (daily.window - first[who] + turn[who]) % room[who]
    return sorted_pairs(daily.author, day, daily.contributions, daily.amount, days)


def placebo(exponents):
    """The `Placebo` of the exponents of several draws; NaN ones are draws that gave none.

    The interval is Student's for one more draw: a log without interaction lies outside in about one of 20 cases.

    >>> around = placebo([0.9, 1.0, 1.0, 1.1, 1.0])
    >>> print(around.draws, round(around.mean, 2), [round(end, 2) for end in around.interval])
    5 1.0 [0.78, 1.22]
    """
    known = np.asarray(exponents, float)
    known = known[np.isfinite(known)]
    if known.size < FEWEST_DRAWS:
        return Placebo(float(known.mean()) if known.size else None, None, known.size)
    half = stdtrit(known.size - 1, 0.975) * known.std(ddof=1) * np.sqrt(1 + 1 / known.size)
    middle = float(known.mean())
    return Placebo(middle, (middle - float(half), middle + float(half)), known.size)
