r"""Exponent and start of a power-law tail in data, and how well that law fits.

.. math::
    \hat\alpha = 1 + \frac{n}{\sum \ln (x/x_{min})} \ \text{(continuous)}, \qquad
    \frac{\zeta'(\hat\alpha, x_{min})}{\zeta(\hat\alpha, x_{min})} = -\overline{\ln x} \ \text{(discrete)}

The tail starts at the observed value from which the fitted law is closest to the data in the sense of Kolmogorov and
Smirnov. Two rules for tied values are in use and give different answers on coarse data, so the choice has a name:
``ties="counted"`` puts equal observations one after another, as Clauset and others (plfit) do; ``ties="merged"`` looks
once at each distinct value, as the powerlaw package does.

Everything works on distinct values and how often they occur, so a table of counts of counts is as good as the raw data.

Source: A. Clauset, C. R. Shalizi and M. E. J. Newman, Power-law distributions in empirical data, SIAM Review 51(4),
2009, 661-703, doi 10.1137/070710111; the values for their data sets are confirmed through the powerlaw package. The
search without trying every pair of start and value is peerkit's own.
"""

from typing import NamedTuple

import numpy as np

from peerkit.models.hurwitz_zeta import log_zeta, log_zeta_slopes
from peerkit.models.power_law import STEEPEST, PowerLaw, draws
from peerkit.models.sample_inequality import histogram
from peerkit.records.checks import between, number

TIES = ("counted", "merged")
HELD = (0.90, 0.96)
"""Share of samples of 50 to 1,000 from a true power law in which 1.96 standard errors either side of the exponent hold
the true one when the start of the tail is searched; 94% to 96% when it is known (tests/models/interval_coverage.py)."""
FEWEST = 10
"""Below this many observations in the tail no exponent is given."""
MOST_SAMPLES = 100_000
FEWEST_TO_SEARCH = 50
"""Below this many observations no start of a tail is searched."""


class Exponent(NamedTuple):
    """The exponent of a tail with a given start [1], its standard error, the observations in it, and a warning."""

    exponent: float
    standard_error: float
    tail_size: float
    outcome: str
    evidence_against: str


class Fit(NamedTuple):
    """A fitted tail: exponent and standard error [1], start and size of the tail, distance D [1], and a warning.

    `searched` says whether the start of the tail was searched or given; `outcome` is ``"interior"``, or ``"steepest"``
    where discrete data fall faster than any exponent up to 20.
    """

    exponent: float
    standard_error: float
    tail_start: float
    tail_size: float
    sample_size: float
    distance: float
    discrete: bool
    ties: str
    searched: bool
    outcome: str
    evidence_against: str


class GoodnessOfFit(NamedTuple):
    """Share of samples from the fitted law that fit worse than the data [1], its error, and what follows from it."""

    p_value: float
    standard_error: float
    samples: int
    distance: float
    outcome: str
    evidence_against: str


class _Tails(NamedTuple):
    """Distinct values with their frequencies, and every start of a tail with the law fitted from there on."""

    values: np.ndarray
    times: np.ndarray
    below: np.ndarray
    starts: np.ndarray
    firsts: np.ndarray
    sizes: np.ndarray
    exponents: np.ndarray
    discrete: bool
    ties: str


def maximum_likelihood(observations, counts=None, *, tail_start, discrete=True):
    r"""The likeliest exponent of the tail from `tail_start` on, with its standard error [1].

    .. math:: \sigma = \frac{\hat\alpha - 1}{\sqrt n} \ \text{(continuous)}, \qquad
        \sigma = \frac{1}{\sqrt{n\,\partial_\alpha^2\ln\zeta(\hat\alpha, x_{min})}} \ \text{(discrete)}

    `observations` x > 0, at least 10 of them at or above `tail_start`; `counts` how often each occurs, when they are
    distinct values; `discrete` for whole numbers. Discrete exponents stop at 20 (outcome ``"steepest"``).

    >>> tail = maximum_likelihood([1, 1.3, 1.7, 2.2, 2.9, 4.1, 6, 9.5, 21, 60], tail_start=1, discrete=False)
    >>> print(round(float(tail.exponent), 6), round(float(tail.standard_error), 6))
    1.656208 0.207511
    """
    values, times = _positive(observations, counts, discrete)
    tails = _fixed(values, times, tail_start, discrete, "counted")
    return Exponent(
        tails.exponents[0], _error(tails, 0), tails.sizes[0], _outcome(tails, 0), _caveat(tails, 0, times.sum())
    )


def power_law_fit(observations, counts=None, *, discrete=True, ties="counted", tail_start=None):
    r"""The power-law tail closest to the data: its start, exponent and distance, searched over every observed value.

    .. math:: D = \max_{x \ge x_{min}} |S(x) - P(x)|

    with S the share of the tail up to x and P the fitted law. `observations` x > 0, at least 50; `counts`: see
    `maximum_likelihood`; `ties` is ``"counted"`` or ``"merged"``; `tail_start` fixes the start instead of searching it.
    A tail has at least 10 observations of 3 different values.

    >>> fit = power_law_fit([1, 2, 3, 4, 5, 8, 20], [500, 122, 55, 31, 20, 8, 1])
    >>> print(round(float(fit.exponent), 3), fit.tail_start, fit.tail_size)
    2.403 1.0 737.0
    """
    if ties not in TIES:
        raise ValueError(f"ties must be one of {', '.join(TIES)}, got {ties!r}")
    values, times = _positive(observations, counts, discrete)
    if tail_start is not None:
        tails = _fixed(values, times, tail_start, discrete, ties)
    elif times.sum() < FEWEST_TO_SEARCH or values.size < 3:
        raise ValueError(
            f"observations must be at least {FEWEST_TO_SEARCH}, of at least 3 different values, to search the start of "
            f"a tail, got {times.sum():.0f} of {values.size}"
        )
    else:
        tails = _all_tails(values, times, discrete, ties)
    best, distance = _closest(tails)
    return Fit(
        exponent=tails.exponents[best],
        standard_error=_error(tails, best),
        tail_start=tails.starts[best],
        tail_size=tails.sizes[best],
        sample_size=times.sum(),
        distance=distance,
        discrete=discrete,
        ties=ties,
        searched=tail_start is None,
        outcome=_outcome(tails, best),
        evidence_against=_caveat(tails, best, times.sum()),
    )


def goodness_of_fit(fit, observations, rng, counts=None, *, samples=100):
    """The share of samples from the fitted law that lie further from their own fit than the data do from theirs.

    Each sample keeps the body of the data below the tail (drawn with replacement), draws the tail from the fitted law
    with `rng`, and is fitted in the same way. `outcome` is ``"ruled out"`` for a p-value of at most 0.1, else ``"not
    ruled out"``: which is not the same as right. `samples` of 100 give p to 0.05, 2,500 to 0.01.

    >>> contributions = draws(PowerLaw(exponent=2.5), 500, np.random.default_rng(2024))
    >>> fit = power_law_fit(contributions)
    >>> goodness_of_fit(fit, contributions, np.random.default_rng(2024), samples=20).outcome
    'not ruled out'

    Source: the semiparametric bootstrap of Clauset, Shalizi and Newman 2009, section 4.
    """
    samples = int(between(1, MOST_SAMPLES, "samples", samples))
    values, times = _positive(observations, counts, fit.discrete)
    distances = np.array([_sampled_distance(fit, values, times, rng) for _ in range(samples)])
    p = np.mean(distances >= fit.distance)
    return GoodnessOfFit(
        p_value=p,
        standard_error=np.sqrt(p * (1 - p) / samples),
        samples=samples,
        distance=fit.distance,
        outcome="ruled out" if p <= 0.1 else "not ruled out",
        evidence_against=f"Another seed or package gives another p-value: with {samples} samples it is uncertain by about "
        f"{2 * np.sqrt(0.25 / samples):.2f}. A law that is not ruled out may still fit worse than another one, and large "
        "samples rule out every simple law.",
    )


def _sampled_distance(fit, values, times, rng):
    body = values < fit.tail_start
    people = int(round(times.sum()))
    in_tail = people if not body.any() else rng.binomial(people, fit.tail_size / times.sum())
    below = rng.multinomial(people - in_tail, times[body] / times[body].sum()) if body.any() else np.zeros(0)
    if fit.discrete:
        law = PowerLaw(exponent=fit.exponent, tail_start=int(fit.tail_start))
        tail = draws(law, in_tail, rng)
    else:
        tail = fit.tail_start * np.exp(rng.standard_exponential(in_tail) / (fit.exponent - 1))
    above, often = np.unique(tail, return_counts=True)
    sampled, again = np.append(values[body][below > 0], above), np.append(below[below > 0], often)
    if fit.searched:
        return _closest(_all_tails(sampled, again, fit.discrete, fit.ties))[1]
    return _closest(_fixed(sampled, again, fit.tail_start, fit.discrete, fit.ties))[1]


def _positive(observations, counts, discrete):
    values, times = histogram(observations, counts, "observations")
    if not values[0] > 0:
        raise ValueError(f"observations must be above 0, got {values[0]:g}")
    if discrete and not np.all(values == np.round(values)):
        offender = values[values != np.round(values)][0]
        raise ValueError(f"observations must be whole numbers when discrete, got {offender:g}")
    return values, times


def _all_tails(values, times, discrete, ties):
    enough = np.cumsum(times[::-1])[::-1][: values.size - 2] >= FEWEST
    firsts = np.arange(max(enough.sum(), 1))
    return _tails(values, times, values[firsts], firsts, discrete, ties)


def _fixed(values, times, tail_start, discrete, ties):
    if not number("tail_start", tail_start) > 0 or (discrete and tail_start != round(tail_start)):
        raise ValueError(f"tail_start must be above 0{', and whole when discrete' * discrete}, got {tail_start}")
    firsts = np.searchsorted(values, [tail_start])
    in_tail = times[firsts[0] :].sum()
    if in_tail < FEWEST or values[-1] == tail_start:
        raise ValueError(
            f"observations from tail_start {tail_start} on must be at least {FEWEST} and not all equal to it, got "
            f"{in_tail:.0f}"
        )
    return _tails(values, times, np.array([tail_start], float), firsts, discrete, ties)


def _tails(values, times, starts, firsts, discrete, ties):
    below = np.cumsum(times) - times
    sizes = np.cumsum(times[::-1])[::-1][firsts]
    mean_logs = np.cumsum((times * np.log(values))[::-1])[::-1][firsts] / sizes
    excess = mean_logs - np.log(starts)
    exponents = _discrete_exponents(starts, mean_logs) if discrete else 1 + 1 / np.maximum(excess, 1e-15)
    return _Tails(values, times, below, starts, firsts, sizes, exponents, discrete, ties)


def _discrete_exponents(starts, mean_logs):
    """Newton's method in 1 / (exponent - 1), in which the likelihood equation is nearly a straight line."""
    inverse = np.maximum(mean_logs - np.log(starts - 0.5), 1 / (STEEPEST - 1))
    for _ in range(20):
        slopes = log_zeta_slopes(1 + 1 / inverse, starts)
        step = (slopes.first + mean_logs) * inverse**2 / slopes.second
        updated = np.maximum(inverse + step, 1 / (STEEPEST - 1))
        settled = np.all(np.abs(updated - inverse) <= 1e-13 * inverse)
        inverse = updated
        if settled:
            break
    return 1 + 1 / inverse


def _closest(tails):
    """The start whose law lies closest to the data, and its distance: exactly the best, without trying all.

    Any single value gives a lower bound of the distance of every start. The start with the lowest bound is measured in
    full; the value where it misses most is then tried on all others. The first start whose full distance is still the
    lowest bound wins.
    """
    bounds, measured = np.zeros(tails.starts.size), np.zeros(tails.starts.size, bool)
    while not measured[best := int(np.argmin(bounds))]:
        values = np.arange(tails.firsts[best], tails.values.size)
        gaps = _gap(tails, np.array([best]), values)
        worst = values[np.argmax(gaps)]
        bounds[best], measured[best] = gaps.max(), True
        rivals = np.flatnonzero(~measured & (bounds < bounds[measured].min()) & (tails.firsts <= worst))
        bounds[rivals] = np.maximum(bounds[rivals], _gap(tails, rivals, worst))
    return best, bounds[best]


def _gap(tails, start, value):
    """Distance between data and law at one value, for a tail that starts at or below it; indices broadcast."""
    size, x = tails.sizes[start], tails.values[value]
    before = (tails.below[value] - tails.below[tails.firsts[start]]) / size
    gap = np.abs(_share_below(tails, start, x) - before)
    if tails.ties == "merged":
        return gap
    # The last of the tied observations: continuous laws are compared just before it, as plfit does.
    upto = before + (tails.times[value] - (not tails.discrete)) / size
    law = _share_below(tails, start, x + 1 if tails.discrete else x)
    return np.maximum(gap, np.abs(law - upto))


def _share_below(tails, start, x):
    exponent, least = tails.exponents[start], tails.starts[start]
    if tails.discrete:
        return -np.expm1(log_zeta(exponent, x) - log_zeta(exponent, least))
    return -np.expm1((1 - exponent) * np.log(x / least))


def _error(tails, best):
    exponent, size = tails.exponents[best], tails.sizes[best]
    if tails.discrete:
        return 1 / np.sqrt(size * log_zeta_slopes(exponent, tails.starts[best]).second)
    return (exponent - 1) / np.sqrt(size)


def _outcome(tails, best):
    return "steepest" if tails.discrete and tails.exponents[best] >= STEEPEST else "interior"


def _caveat(tails, best, people):
    size = tails.sizes[best]
    few = " So small a tail is not to be relied on." if size < FEWEST_TO_SEARCH else ""
    return (
        f"The law is claimed for the largest {size:,.0f} of {people:,.0f} observations ({size / people:.1%}).{few} The "
        f"standard error takes the start of the tail as known. Where the start was searched, 1.96 standard errors either side "
        f"held the true exponent in {HELD[0]:.0%} to {HELD[1]:.0%} of simulated samples instead of 95%. An exponent can be fitted to anything: see whether the "
        "law fits (goodness_of_fit) and whether another fits better (tail_comparison)."
    )
