"""Logs of contributions: simulated ones without any interaction, counts of them in windows, and two placebos.

A log is simulated for a record of `peerkit.models.scaling` or comes from a repository. A placebo destroys every
effect of people on each other and leaves the rest, so whatever a regression still finds in it is not synergy.

Source: peerkit's own. The two definitions of size are those of Sornette and others 2014 (active in the window) and of
Scholtes and others 2016 (team over a trailing window).
"""

from typing import NamedTuple

import numpy as np

from peerkit.records.checks import above, at_least

LARGEST_LOG = 1e7
"""Steps, people or contributions that one log may hold: more would take gigabytes."""
STEPS_PER_MEMORY = 10


class EventLog(NamedTuple):
    """Contributions: their times [day], their authors (a whole number per person), and the length of the log [day]."""

    times: np.ndarray
    authors: np.ndarray
    days: float


class WindowCounts(NamedTuple):
    """Per complete window: contributors active in it, the team over the trailing window at its end, contributions."""

    active: np.ndarray
    team: np.ndarray
    output: np.ndarray


def simulated_log(scaling, rng, days=1825.0, exponent=1.0, spread=0.0):
    """Contributions over `days` [day] to a community of one record, by default without any interaction; `rng` draws them.

    Everyone contributes at random at the daily rate times the times everybody shares; newcomers arrive in waves and
    stay for an exponential time. Both waves and times follow a stationary lognormal process. With another `exponent`
    than 1 everybody's rate follows the number of members at the moment, so that output grows with that power of it
    [1]. `spread` is the standard deviation of the logarithm of the members' own rates [1]; at 0 all members are alike.

    >>> from peerkit.models.scaling import Scaling
    >>> log = simulated_log(Scaling(), np.random.default_rng(2024))
    >>> len(log.times) == len(log.authors), log.days
    (True, 1825.0)

    Source: peerkit's own.
    """
    s = scaling
    days, exponent = float(above(0, "days", days)), float(above(0, "exponent", exponent))
    spread = float(at_least(0, "spread", spread))
    _affordable(days * STEPS_PER_MEMORY / s.memory, "steps")
    clock, times = _cumulated(s.shock, s.memory, days, rng)
    _, waves = _cumulated(s.wave, s.memory, days, rng)
    # The median of a lognormal is below its mean; dividing keeps the average number of members where it should be.
    crowd = s.contributors / s.tenure * waves[-1] * np.exp(-(s.wave**2) / 2)
    _affordable(s.contributors + crowd, "people")
    founders, newcomers = rng.poisson(s.contributors), rng.poisson(crowd)
    joined = np.concatenate([np.zeros(founders), np.interp(rng.uniform(0, waves[-1], newcomers), waves, clock)])
    # The grid ends a step beyond the log; who joins there never contributes.
    left = np.maximum(np.minimum(joined + rng.exponential(s.tenure, joined.size), days), joined)
    if exponent != 1:
        times = _with_interaction(clock, times, joined, left, s.contributors, exponent)
    # Within a stay the events of a Poisson process lie evenly in the time that runs with everybody's activity.
    start, end = np.interp(joined, clock, times), np.interp(left, clock, times)
    _affordable(s.daily_rate * (end - start).sum(), "contributions")
    expected = s.daily_rate * (end - start)
    if spread:
        # The mean of a lognormal is above its median; dividing keeps the average rate where it should be.
        expected = expected * np.exp(spread * rng.normal(size=joined.size) - spread**2 / 2)
    events = rng.poisson(expected)
    moments = np.interp(rng.uniform(np.repeat(start, events), np.repeat(end, events)), times, clock)
    return EventLog(moments, np.repeat(np.arange(joined.size), events), float(days))


def window_counts(scaling, log):
    """Active contributors, team and output of every complete window that has a whole trailing window before its end.

    >>> from peerkit.models.scaling import Scaling
    >>> counts = window_counts(Scaling(window=1, trailing_window=2), EventLog([0.5, 1.2, 1.6, 2.5], [7, 7, 8, 8], 4))
    >>> [column.tolist() for column in counts]
    [[2, 1, 0], [2, 2, 1], [2, 1, 0]]
    """
    window, trailing = scaling.window, scaling.trailing_window
    times, (_, authors) = np.asarray(log.times, float), np.unique(log.authors, return_inverse=True)
    whole = int(log.days / window * (1 + 1e-12))
    place = (times / window).astype(int)
    inside = place < whole
    output = np.bincount(place[inside], minlength=whole)
    # Sorting the pairs of window and author is several times faster than numpy's unique.
    people = authors.max(initial=0) + 1
    pairs = np.sort(place[inside] * people + authors[inside])
    active = np.bincount(pairs[np.diff(pairs, prepend=-1) > 0] // people, minlength=whole)
    # Everyone is in the team from a contribution to the next one, or until the trailing window has passed.
    order = np.lexsort((times, authors))
    sorted_times, sorted_authors = times[order], authors[order]
    following = np.append(np.where(np.diff(sorted_authors) == 0, sorted_times[1:], np.inf), np.inf)[: times.size]
    until = np.sort(np.minimum(sorted_times + trailing, following))
    ends = window * np.arange(1, whole + 1)
    team = np.searchsorted(np.sort(times), ends) - np.searchsorted(until, ends)
    first = max(int(np.ceil(trailing / window * (1 - 1e-12))) - 1, 0)
    return WindowCounts(active[first:], team[first:], output[first:])


def shuffled_authors(log, rng, period=365.0):
    """The same log with authors exchanged at random within every `period` [day]: nothing is left of who met whom.

    >>> log = EventLog(np.array([1.0, 2.0, 400.0]), np.array([1, 2, 3]), 500.0)
    >>> shuffled_authors(log, np.random.default_rng(1)).authors[2]
    np.int64(3)
    """
    above(0, "period", period)
    era = np.floor(log.times / period)
    authors = np.empty_like(log.authors)
    authors[np.argsort(era, kind="stable")] = log.authors[np.lexsort((rng.random(era.size), era))]
    return log._replace(authors=authors)


def shifted_histories(log, rng):
    """The same log with each author's history turned by a random amount within its own span: bursts stay, meetings go.

    The span is bent into a circle, on which the first and the last contribution meet.

    >>> log = EventLog(np.array([1.0, 2.0, 5.0, 9.0]), np.array([1, 1, 1, 2]), 10.0)
    >>> print(shifted_histories(log, np.random.default_rng(1)).times[3])
    9.0
    """
    _, authors = np.unique(log.authors, return_inverse=True)
    people = authors.max(initial=-1) + 1
    first, last = np.full(people, np.inf), np.full(people, -np.inf)
    np.minimum.at(first, authors, log.times)
    np.maximum.at(last, authors, log.times)
    span, turn = last - first, rng.random(people)
    along = (log.times - first[authors]) + (turn * span)[authors]
    room = span[authors]
    return log._replace(times=first[authors] + np.where(along < room, along, along - room))


def _cumulated(spread, memory, days, rng):
    """A grid of days and the integral, along it, of a stationary lognormal process with median 1."""
    # Times that last longer than the log are one step: a longer one would hold newcomers of days that never come.
    step = min(memory / STEPS_PER_MEMORY, days)
    steps = int(np.ceil(days / step)) + 1
    fade = np.exp(-step / memory)
    level = rng.normal(size=steps)
    for now in range(1, steps):
        level[now] = fade * level[now - 1] + np.sqrt(1 - fade**2) * level[now]
    return step * np.arange(steps + 1), step * np.concatenate([[0.0], np.cumsum(np.exp(spread * level))])


def _with_interaction(clock, times, joined, left, usual, exponent):
    """Time that runs faster the more members there are: times the number of them over the `usual` one, to a power."""
    middle = (clock[1:] + clock[:-1]) / 2
    members = np.searchsorted(np.sort(joined), middle, "right") - np.searchsorted(np.sort(left), middle, "right")
    pace = (np.maximum(members, 1) / usual) ** (exponent - 1)
    return np.concatenate([[0.0], np.cumsum(np.diff(times) * pace)])


def _affordable(count, what):
    if not count <= LARGEST_LOG:
        raise ValueError(
            f"a simulated log must stay below {LARGEST_LOG:g} {what}, got parameters that ask for {count:g}"
        )
