"""A sample whose origin is known, the power law fitted to it with its interval, and a lognormal beside it."""

from functools import lru_cache
from typing import NamedTuple

import numpy as np

from peerkit.figures.drawing import band, figure, line, marks, text
from peerkit.figures.theme import LIGHT
from peerkit.figures.words import listed, number, percent
from peerkit.models.hurwitz_zeta import log_zeta
from peerkit.models.power_law import STEEPEST, PowerLaw, log_log_line, sample
from peerkit.models.power_law_fit import FEWEST_TO_SEARCH, Fit, power_law_fit
from peerkit.models.sample_inequality import histogram
from peerkit.models.tail_comparison import (
    FALSE_ALARMS,
    NOT_HEAVY,
    TRUNCATED,
    Comparison,
    lognormal_survival,
    tail_comparison,
)

SEED = 2024
MOST = 100_000
MORE_THAN_A_LIFE = 1e7
"""Contributions that nobody makes: one every four minutes for eighty years, day and night."""
TIED = "cannot be told apart"
TOO_FEW = "too few people, or too few different numbers, to fit a tail"
ORIGINS = {
    "power_law": "a power law",
    "power_law_with_a_ceiling": "a power law with a ceiling",
    "lognormal": "a lognormal",
}


class Evidence(NamedTuple):
    """A drawn sample as values and how often they occur, the law fitted to it, and how other laws compare."""

    values: np.ndarray
    times: np.ndarray
    fit: Fit | None
    comparison: Comparison | None


def tail_and_fits(power_law: PowerLaw):
    """Share of people with at least x contributions: the sample, the fitted power law and the fitted lognormal."""
    return _drawn(*_evidence(power_law))


def tail_and_law(power_law: PowerLaw):
    """That figure without the lognormal, whose fit takes most of the time: the cover of the page."""
    values, times = histogram(sample(power_law, np.random.default_rng(SEED), MOST))
    return _drawn(values, times, power_law_fit(values, times), None)


def _drawn(values, times, fit, comparison):
    share = times[::-1].cumsum()[::-1] / times.sum()
    right, low = 2.0 * values[-1], 0.05 / times.sum()
    fig = figure(
        "contributions [contributions]",
        "people with at least as many [share]",
        x_log=True,
        y_log=True,
        x_range=(0.8 * values[0], right),
        y_range=(low, 2.0),
    )
    x, law, lower, upper, other = _curves(values, fit, comparison)
    text(fig, [values[0]], [np.sqrt(low)], [f" {TOO_FEW}"] if fit is None else [""])
    band(fig, x, lower, upper)
    kept = np.unique(np.geomspace(1, values.size, 150).round().astype(int)) - 1
    fig.add_scatter(
        x=values[kept],
        y=share[kept],
        mode="markers",
        name="sample",
        marker={"color": LIGHT["soft"], "size": 6, "opacity": 0.7},
        hovertemplate="%{y:.2%} make at least %{x:,}<extra>sample</extra>",
    )
    line(fig, x, other, "lognormal", "market", label=False, hover="lognormal: %{y:.2%} make at least %{x:,}")
    line(fig, x, law, "power law", "peers", label=False, hover="power law: %{y:.2%} make at least %{x:,}")
    colors = [LIGHT["soft"], LIGHT["peers"], LIGHT["market"]]
    names = ["● sample", "━ <b>power law</b>", "╍ <b>lognormal</b>"]
    heights = 2.0 * (low / 2.0) ** np.array([0.04, 0.11, 0.18])
    text(fig, np.full(3, right), heights, names, color=colors, position="middle left")
    at, part = ([], []) if fit is None else ([fit.tail_start], [fit.tail_size / fit.sample_size])
    words = [f"tail starts: at {number(start)}" for start in at]
    side = "top left" if at and np.log(at[0] / values[0]) > 0.55 * np.log(right / values[0]) else "top right"
    return marks(fig, at, part, words, floor=1.05 * low, position=side)


def _curves(values, fit, comparison):
    """Sizes from the start of the tail on, and the share at or above them: fitted, 95% interval, lognormal."""
    if fit is None:
        return (np.array([np.nan]),) * 5
    x = np.unique(np.geomspace(fit.tail_start, values[-1], 60).round())
    part = fit.tail_size / fit.sample_size
    exponents = [max(fit.exponent + shift * fit.standard_error, 1.001) for shift in (0, 1.96, -1.96)]
    laws = [_share_from(min(exponent, STEEPEST), fit.tail_start, x) for exponent in exponents]
    other = np.full(x.size, np.nan) if comparison is None else lognormal_survival(comparison, fit.tail_start, x)
    return x, *(part * law for law in laws), part * other


def _share_from(exponent, start, x):
    return np.exp(log_zeta(exponent, x) - log_zeta(exponent, start))


def summary(power_law):
    """The figure in words.

    >>> summary(PowerLaw())  # doctest: +NORMALIZE_WHITESPACE
    '1,000 people, drawn from a power law (seed 2024): the exponent is 2.26 ± 0.09, fitted to all from 1 contribution on. The
    tests choose a power law, which is correct here. A straight line through the histogram would say 0.98.'
    """
    values, times, fit, comparison = _evidence(power_law)
    people, origin = number(times.sum(), 6), ORIGINS[power_law.origin]
    if fit is None:
        return f"{people} people, drawn from {origin} (seed {SEED}): {TOO_FEW}."
    error = 1.96 * fit.standard_error
    decimals = int(np.clip(np.ceil(-np.log10(error)), 2, 6))
    tail = f"the {number(fit.tail_size, 6)}" if fit.tail_size < fit.sample_size else "all"
    start = f"{number(fit.tail_start)} contribution{'' if fit.tail_start == 1 else 's'}"
    straight = round(float(log_log_line(values, times).exponent), 2) + 0.0
    return (
        f"{people} people, drawn from {origin} (seed {SEED}): the exponent is {fit.exponent:.{decimals}f} ± "
        f"{error:.{decimals}f}, fitted to {tail} from {start} on. {_verdict(power_law, comparison)} A straight line through "
        f"the histogram would say {straight:.2f}.{_beyond(values[-1])}"
    )


def _beyond(largest):
    if largest < MORE_THAN_A_LIFE:
        return ""
    return f" The largest contributor makes {number(largest, 2)} contributions, more than a life allows: the law has no ceiling."


def _verdict(power_law, comparison):
    """The result of the tests in words, and the truth, which is known here."""
    true = power_law.origin == "power_law"
    if comparison.outcome == NOT_HEAVY:
        return (
            f"The tests find no heavy tail: an exponential law cannot be told apart{', although this is one' * true}."
        )
    if comparison.outcome == "power law preferred":
        return f"The tests choose a power law, which is {'correct' if true else 'wrong'} here."
    better = [_reason(row) for row in comparison.alternatives if row.finding == f"{row.name} fits better"]
    tied = [_reason(row) for row in comparison.alternatives if row.name == "lognormal" and row.finding == TIED]
    said = f"The tests do not choose a power law: {listed(better + tied)}."
    if not true:
        return said
    if better:
        return (
            f"{said} That is a false alarm. With a cut-off it happens in about {percent(FALSE_ALARMS)} of such samples."
        )
    return f"{said} It is a power law, but the sample is too small to show it."


def _reason(row):
    law = "one with a cut-off" if row.name == TRUNCATED else f"a{'n' * (row.name[0] == 'e')} {row.name}"
    p = "p below 0.001" if row.p_value < 0.001 else f"p = {row.p_value:.2g}"
    return f"{law} {'cannot be told apart' if row.finding == TIED else 'fits better'} ({p})"


@lru_cache(maxsize=64)
def _evidence(power_law):
    values, times = histogram(sample(power_law, np.random.default_rng(SEED), MOST))
    if times.sum() < FEWEST_TO_SEARCH or values.size < 3:
        return Evidence(values, times, None, None)
    fit = power_law_fit(values, times)
    return Evidence(values, times, fit, tail_comparison(fit, values, times))
