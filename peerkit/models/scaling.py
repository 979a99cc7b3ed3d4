r"""Does output rise faster than the number of contributors? What the exponent shows, and what it only seems to show.

.. math::
    R = a\,c^{\beta}, \qquad \frac{R(2c)}{R(c)} = 2^{\beta}, \qquad
    c = N(1-e^{-\lambda}),\; R = N\lambda \;\Rightarrow\; \frac{d\ln R}{d\ln c} = \frac{e^{\lambda}-1}{\lambda}

An exponent above 1 is read as synergy, below 1 as the cost of coordination. The formulas here give exponents that
contain neither, and the simulation makes a log of contributors who neither help nor hinder one another, measured by
two definitions of size in use.

Source: D. Sornette, T. Maillart and G. Ghezzi, PLoS ONE 9(8) e103023, 2014 (abstract confirmed); I. Scholtes,
P. Mavrodiev and F. Schweitzer, Empirical Software Engineering, 2016 (abstract confirmed). The formulas for common
shocks and for independent contributors are peerkit's own derivation.
"""

from typing import ClassVar, NamedTuple

import numpy as np
from scipy.special import lambertw

from peerkit.models.about import About, Source
from peerkit.models.network_fit import Exponent, loglog_exponent
from peerkit.models.parameter import parameter
from peerkit.models.record import Record

LARGEST_LOG = 1e7
STEPS_PER_MEMORY = 10


class Scaling(Record):
    """A community without synergy whose members come and go and share good and bad times, and how it is measured."""

    contributors: float = parameter(
        "N",
        "Contributors at a time",
        unit="people",
        meaning="How many people belong to the community on average at any moment, whether active or not.",
        default=50.0,
        gt=0,
        explore=(10, 150),
        scale="log",
        why="within the sizes that Sornette and others looked at, five to a few hundred",
        source="scenario",
        status="scenario",
    )
    daily_rate: float = parameter(
        "r",
        "Contributions per day",
        unit="1/(person day)",
        meaning="How often a member contributes per day in ordinary times.",
        default=0.2,
        gt=0,
        explore=(0.02, 0.5),
        scale="log",
        why="one contribution per member and window of five days",
        source="scenario",
        status="scenario",
    )
    shock: float = parameter(
        r"\sigma",
        "Good and bad times",
        unit="standard deviation of the log",
        meaning="How strongly everybody's activity rises and falls together: releases, sprints, holidays.",
        default=0.8,
        ge=0,
        le=3,
        explore=(0, 1.2),
        step=0.05,
        why="in every sixth window activity is more than twice the ordinary one",
        source="scenario",
        status="scenario",
    )
    wave: float = parameter(
        r"\omega",
        "Waves of newcomers",
        unit="standard deviation of the log",
        meaning="How strongly the number of newcomers per day rises and falls.",
        default=1.0,
        ge=0,
        le=3,
        explore=(0, 1.2),
        step=0.05,
        why="newcomers come in waves, after a release or a mention in the press",
        source="scenario",
        status="scenario",
    )
    memory: float = parameter(
        "m",
        "How long times last",
        unit="day",
        meaning="After how many days good or bad times, and waves of newcomers, have faded to about a third.",
        default=30.0,
        gt=0,
        explore=(10, 200),
        scale="log",
        why="a month, the time between two releases",
        source="scenario",
        status="scenario",
    )
    tenure: float = parameter(
        "T",
        "How long members stay",
        unit="day",
        meaning="For how many days a member belongs to the community, on average.",
        default=30.0,
        gt=0,
        explore=(10, 1000),
        scale="log",
        why="short beside the trailing window, as in communities where most people pass through",
        source="scenario",
        status="scenario",
    )
    window: float = parameter(
        "W",
        "Window",
        unit="day",
        meaning="Over how many days contributions, and the contributors active among them, are counted.",
        default=5.0,
        gt=0,
        explore=(1, 30),
        step=1,
        why="as in Sornette and others",
        source="Sornette, Maillart and Ghezzi 2014",
        status="unconfirmed",
    )
    trailing_window: float = parameter(
        "D",
        "Trailing window",
        unit="day",
        meaning="Whoever contributed within so many days counts as a member of the team.",
        default=295.0,
        gt=0,
        explore=(30, 365),
        step=1,
        why="as in Scholtes and others",
        source="Scholtes, Mavrodiev and Schweitzer 2016",
        status="unconfirmed",
    )

    about: ClassVar[About] = About(
        claim="1 + 1 = 2.5: the output of a community grows faster than its size.",
        equations=(
            r"R = a c^{\beta}",
            r"2^{4/3} \approx 2.52",
            r"\beta_{\mathrm{common\ shock}} = \frac{e^{\lambda}-1}{\lambda} > 1",
            r"\beta_{\mathrm{heavy\ tail}} = \max(1, 1/\mu)",
        ),
        assumes=(
            "In the simulation nobody helps or hinders anybody: the true exponent is 1.",
            "Members come in waves, stay for a random time, and contribute at random at one common rate.",
            "Good and bad times touch everybody alike.",
        ),
        evidence_against=(
            "The published signs contradict each other. Sornette and others report a median exponent of about 4/3; "
            "Scholtes and others find in 58 projects that output per head falls with size; Gote and others find the "
            "same in over 200 repositories and say that the choice of measure decides.",
            "We measured 13 public repositories. The regression on windows of 5 days is significantly above 1 in 8 and "
            "below in 1; the one on the team of the last 295 days is above 1 in 1 and below in 9.",
            "In 10 of the 13 one estimator of the published kind lies significantly above 1 and another significantly "
            "below.",
            "With authors shuffled within each year, which leaves no interaction to find, the 5-day regression is still "
            "significantly above 1 in 11 of 13. The observed slope beats the shuffled one in 2.",
            "With a known exponent of 0.75, 1 or 1.33 the 5-day regression gives 0.95, 1.04 and 1.13, and its plain "
            "interval covers the truth in 0 to 50% of runs: contributors are only seen when they produce.",
        ),
        leaves_out=(
            "Synergy and coordination cost themselves.",
            "Members who differ: a few contribute most of the work.",
            "What a contribution is worth. One commit is counted like another.",
        ),
        sources=(
            Source(
                "Sornette, Maillart and Ghezzi, PLoS ONE e103023, 2014, abstract",
                "confirmed",
                "https://arxiv.org/abs/1405.4298",
            ),
            Source(
                "Scholtes, Mavrodiev and Schweitzer, Empirical Software Engineering 2016, abstract",
                "confirmed",
                "https://doi.org/10.1007/s10664-015-9406-4",
            ),
            Source("Their windows of 5 and of 295 days", "unconfirmed"),
            Source(
                "Maillart and Sornette, reply: definitions drive the gap",
                "confirmed",
                "https://arxiv.org/abs/1608.03608",
            ),
            Source("Gote and others 2022", "confirmed", "https://doi.org/10.5281/zenodo.5294965"),
            Source("Gut and Goldman 2024, replication of both", "confirmed", "https://arxiv.org/abs/2408.04782"),
            Source("Exponents of 13 public repositories, peerkit's own measurement", "derived"),
            Source("Exponents without any interaction", "derived"),
        ),
    )


class EventLog(NamedTuple):
    """Contributions: when [day], by whom (a whole number per person), and how long the log is [day]."""

    times: np.ndarray
    authors: np.ndarray
    days: float


class WindowCounts(NamedTuple):
    """Per complete window: contributors active in it, the team over the trailing window at its end, contributions."""

    active: np.ndarray
    team: np.ndarray
    output: np.ndarray


class ScalingTable(NamedTuple):
    """Exponents of one log, never one alone.

    `active` and `team` regress output on the two definitions of size. `shuffled` (authors exchanged within each year)
    and `shifted` (each history turned within its own span) repeat the first on logs without interaction. `activity` is
    the observed number of contributions per contributor and window, `common_shock` the exponent it would imply if
    common shocks were all there is.
    """

    active: Exponent
    team: Exponent
    shuffled: Exponent
    shifted: Exponent
    activity: float
    common_shock: float
    evidence_against: str


def doubling_factor(exponent):
    r"""By what output is multiplied when the number of contributors doubles, :math:`2^{\beta}` [1].

    `exponent` :math:`\beta` [1], scalar or array.

    >>> print(round(float(doubling_factor(4 / 3)), 2))
    2.52

    Source: elementary; that 4/3 makes 1 + 1 = 2.5 is the title of Sornette, Maillart and Ghezzi 2014.
    """
    return np.exp2(np.asarray(exponent, float))[()]


def independent_output(active, activity):
    r"""Contributions to expect from `active` contributors who work independently [contributions].

    .. math:: E[R \mid c] = \frac{c\lambda}{1-e^{-\lambda}}

    It is proportional to c, so the exponent is exactly 1. `active` c >= 0 [people] are those seen at least once;
    `activity` :math:`\lambda \ge 0` is the mean number of contributions per member and window [1].

    >>> print(round(float(independent_output(10, 0.5)), 6))
    12.70747

    Source: peerkit's own derivation for Poisson contributors. Leaves out that members differ.
    """
    rate, seen = _positive(activity, "activity"), _positive(active, "active")
    share = np.where(rate > 0, -np.expm1(-rate) / np.where(rate > 0, rate, 1.0), 1.0)
    return (seen / share)[()]


def activity_seen(output_per_active):
    r"""The activity at which independent contributors make `output_per_active` contributions each [1].

    .. math:: \frac{\lambda}{1-e^{-\lambda}} = q \;\Rightarrow\; \lambda = q + W_0\left(-q e^{-q}\right)

    `output_per_active` q >= 1, contributions per contributor seen in a window. It undoes `independent_output`.

    >>> print(round(float(activity_seen(1.270747041)), 6))
    0.5

    Source: peerkit's own derivation.
    """
    seen = np.asarray(output_per_active, float)
    if not np.all(seen >= 1):
        raise ValueError(f"output_per_active must be at least 1, got {output_per_active}")
    # At the branch point of W half of the digits are lost; a series takes over.
    far = seen > 1.001
    excess = np.where(far, 0.0, seen - 1)
    safe = np.where(far, seen, 2.0)
    near = excess * (2 - excess * (2 / 3 - excess * 4 / 9))
    return np.where(far, safe + lambertw(-safe * np.exp(-safe)).real, near)[()]


def common_shock_elasticity(activity):
    r"""The exponent that good and bad times alone produce in a pool of constant size [1].

    .. math:: \frac{d\ln R}{d\ln c} = \frac{e^{\lambda}-1}{\lambda}

    In good times more of the same people are seen, and each is seen more often: output rises faster than the number
    seen. `activity` :math:`\lambda \ge 0` [contributions per member and window], scalar or array.

    >>> print(round(float(common_shock_elasticity(0.55)), 3))
    1.333

    Source: peerkit's own derivation.
    """
    rate = _positive(activity, "activity")
    some = (rate > 0) & (rate < 700)
    safe = np.where(some, rate, 1.0)
    return np.where(some, np.expm1(safe) / safe, np.where(rate > 0, np.inf, 1.0))[()]


def common_shock_activity(exponent):
    r"""The activity at which good and bad times alone produce this exponent [contributions per member and window].

    .. math:: \lambda = -\frac1\beta - W_{-1}\left(-\frac{e^{-1/\beta}}{\beta}\right)

    `exponent` :math:`\beta \ge 1`, scalar or array: common shocks never give less.

    >>> print(round(float(common_shock_activity(4 / 3)), 4))
    0.5502

    Source: peerkit's own derivation.
    """
    beta = np.asarray(exponent, float)
    if not np.all(beta >= 1):
        raise ValueError(f"exponent must be at least 1, got {exponent}")
    # At the branch point of W half of the digits are lost; a series takes over.
    far = beta > 1.001
    excess = np.where(far, 0.0, beta - 1)
    inverse = 1 / np.where(far, beta, 2.0)
    near = excess * (2 - excess * (4 / 3 - excess * (10 / 9 - excess * 136 / 135)))
    return np.where(far, -inverse - lambertw(-inverse * np.exp(-inverse), -1).real, near)[()]


def large_deviation_exponent(tail_exponent):
    r"""The exponent of a sum of very unequal contributions, :math:`\max(1, 1/\mu)` [1].

    When output per head has the tail :math:`P(>x) \sim x^{-\mu}` with :math:`\mu < 1`, the largest of c contributions
    dominates their sum, which typically grows as :math:`c^{1/\mu}`. `tail_exponent` :math:`\mu > 0`, scalar or array.

    >>> print(round(float(large_deviation_exponent(0.75)), 6))
    1.333333

    Source: peerkit's own derivation of the mechanism of large deviations. Leaves out that no tail goes on for ever.
    """
    tail = np.asarray(tail_exponent, float)
    if not np.all(tail > 0):
        raise ValueError(f"tail_exponent must be above 0, got {tail_exponent}")
    return np.maximum(1.0, 1 / tail)[()]


def simulated_log(scaling, rng, days=1825.0):
    """Contributions over `days` [day] to a community of one record, without any interaction; `rng` draws them.

    Everyone contributes at random at the daily rate times the times everybody shares; newcomers arrive in waves and
    stay for an exponential time. Both waves and times follow a stationary lognormal process.

    >>> log = simulated_log(Scaling(), np.random.default_rng(2024))
    >>> len(log.times) == len(log.authors), log.days
    (True, 1825.0)

    Source: peerkit's own.
    """
    s = scaling
    if not (days > 0 and np.isfinite(days)):
        raise ValueError(f"days must be above 0 and finite, got {days}")
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
    # Within a stay the events of a Poisson process lie evenly in the time that runs with everybody's activity.
    start, end = np.interp(joined, clock, times), np.interp(left, clock, times)
    _affordable(s.daily_rate * (end - start).sum(), "contributions")
    events = rng.poisson(s.daily_rate * (end - start))
    moments = np.interp(rng.uniform(np.repeat(start, events), np.repeat(end, events)), times, clock)
    return EventLog(moments, np.repeat(np.arange(joined.size), events), float(days))


def window_counts(scaling, log):
    """Active contributors, team and output of every complete window that has a whole trailing window before its end.

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
    if not period > 0:
        raise ValueError(f"period must be above 0, got {period}")
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


def scaling_table(scaling, log, rng):
    """The exponents of `log` under both definitions of size, with two placebos and the common-shock prediction.

    Windows without any contribution have no logarithm and are left out; `rng` draws the placebos.

    >>> rng = np.random.default_rng(1)
    >>> table = scaling_table(Scaling(), simulated_log(Scaling(), rng), rng)
    >>> print(round(table.active.exponent, 2), "by active contributors,", round(table.team.exponent, 2), "by team")
    1.13 by active contributors, 0.71 by team

    Source: peerkit's own; the two definitions of size are those of Sornette and others 2014 and of Scholtes and others
    2016. The intervals take windows for independent. They are not, so the intervals are too narrow.
    """
    counts = window_counts(scaling, log)
    active, team = (_exponent(size, counts.output) for size in (counts.active, counts.team))
    shuffled, shifted = (
        _exponent(again.active, again.output)
        for again in (
            window_counts(scaling, shuffled_authors(log, rng)),
            window_counts(scaling, shifted_histories(log, rng)),
        )
    )
    activity = activity_seen(counts.output.sum() / counts.active.sum()) if counts.active.sum() else np.nan
    return ScalingTable(
        active,
        team,
        shuffled,
        shifted,
        activity,
        common_shock_elasticity(activity) if activity >= 0 else np.nan,
        f"Windows of {scaling.window:g} days: the exponent is {active.exponent:.2f} by contributors active in the window "
        f"and {team.exponent:.2f} by the team of {scaling.trailing_window:g} days. Without any interaction it is "
        f"{shuffled.exponent:.2f} (authors shuffled) and {shifted.exponent:.2f} (histories shifted).",
    )


def _exponent(size, output):
    some = (size > 0) & (output > 0)
    return loglog_exponent(size[some], output[some])._replace(
        evidence_against="The exponent changes with the window, the definition of size and the measure of output; "
        "the interval takes windows for independent and is too narrow."
    )


def _cumulated(spread, memory, days, rng):
    """A grid of days and the integral, along it, of a stationary lognormal process with median 1."""
    step = memory / STEPS_PER_MEMORY
    steps = int(np.ceil(days / step)) + 1
    fade = np.exp(-1 / STEPS_PER_MEMORY)
    level = rng.normal(size=steps)
    for now in range(1, steps):
        level[now] = fade * level[now - 1] + np.sqrt(1 - fade**2) * level[now]
    return step * np.arange(steps + 1), step * np.concatenate([[0.0], np.cumsum(np.exp(spread * level))])


def _affordable(count, what):
    if not count <= LARGEST_LOG:
        raise ValueError(
            f"a simulated log must stay below {LARGEST_LOG:g} {what}, got parameters that ask for {count:g}"
        )


def _positive(values, name):
    array = np.asarray(values, float)
    if not np.all(array >= 0):
        raise ValueError(f"{name} must be at least 0, got {values}")
    return array
