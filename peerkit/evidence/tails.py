"""The tail of contributions per person: a power law with the start of its tail, and the laws that fit as well or better."""

from functools import partial

import numpy as np

from peerkit.evidence.measure import Measure
from peerkit.evidence.participation import POINTS
from peerkit.models.power_law_fit import FEWEST_TO_SEARCH, HELD, goodness_of_fit, power_law_fit
from peerkit.models.tail_comparison import FALSE_ALARMS, tail_comparison

Z = 1.96
MOST_TO_TEST = 5_000
"""Contributors above which samples from the fitted law take too long to draw for a report."""
SAMPLES = 100
FITTED = "A. Clauset, C. R. Shalizi and M. E. J. Newman, Power-law distributions in empirical data, SIAM Review 51(4), 2009, doi 10.1137/070710111"

ALPHA = partial(
    Measure,
    name="power_law_alpha",
    label="Exponent of the power law",
    unit="1",
    of="contributors",
    definition="The likeliest exponent of a power law for the numbers of contributions from power_law_xmin on. The detail has the "
    "verdict against a lognormal, a power law with a cut-off, a stretched exponential and an exponential.",
    source=FITTED,
    misleads="An exponent can be fitted to anything. It is a finding only if the verdict prefers the power law. On more than "
    "6,000 wikis a power law with a cut-off was better than the other laws or tied with them in 99.3% (Tenorio-Fornés and "
    "others 2022).",
)
XMIN = partial(
    Measure,
    name="power_law_xmin",
    label="Start of the power law",
    unit="contributions",
    of="contributors",
    definition="The number of contributions from which on the fitted power law lies closest to the log, in the sense of Kolmogorov "
    "and Smirnov.",
    source=FITTED,
    misleads="Contributors below it do not follow the law. A high start means that the law speaks of few people.",
    held="No interval: how often one would hold was not measured.",
)
P_VALUE = partial(
    Measure,
    name="power_law_p_value",
    label="Fit of the power law",
    unit="share",
    of="contributors",
    definition=f"Share of {SAMPLES} samples from the fitted law that lie further from their own fit than the log does from its. "
    "At 0.1 or below the law is ruled out.",
    source=f"{FITTED}, section 4",
    misleads="Not ruled out is not the same as right: another law may fit better. Another seed gives another value.",
    held="No interval: the value is a test, and with 100 samples it is uncertain by about 0.1.",
)
CARDS = (ALPHA, XMIN, P_VALUE)


def tail(values, times, rng):
    """The three measures of the tail, from each number of contributions and how many contributors made that many."""
    people = int(np.sum(times))
    if people < FEWEST_TO_SEARCH or len(values) < 3:
        return tuple(card(estimate=None, n=people, refused=_too_few(people, len(values))) for card in CARDS)
    fit = power_law_fit(values, times)
    return (
        _exponent(fit, values, times),
        XMIN(estimate=float(fit.tail_start), n=int(fit.tail_size)),
        _fits(fit, values, times, rng),
    )


def _exponent(fit, values, times):
    n = int(fit.tail_size)
    detail = _compared(fit, values, times) | {"survival": _survival(values, times)}
    if fit.outcome == "steepest":
        refused = "Contributions fall faster than any power law with an exponent up to 20: there is no such tail."
        return ALPHA(estimate=None, n=n, refused=refused, detail=detail)
    exponent, half = float(fit.exponent), Z * float(fit.standard_error)
    return ALPHA(
        estimate=exponent,
        n=n,
        interval=(exponent - half, exponent + half),
        held=_held(fit, detail["verdict"]),
        detail=detail,
    )


def _held(fit, verdict):
    return (
        f"If the law is right: on simulated samples of 50 to 1,000 contributors such an interval held the true exponent in "
        f"{HELD[0]:.0%} to {HELD[1]:.0%}; it promises 95%. It covers no wrong law. Here the comparison says: {verdict}."
    )


def _compared(fit, values, times):
    compared = tail_comparison(fit, values, times)
    rows = [
        {
            "law": row.name,
            "parameters": {name: float(value) for name, value in row.parameters.items()},
            "log_likelihood_ratio": float(row.likelihood_ratio),
            "p_value": float(row.p_value),
            "result": row.finding,
        }
        for row in compared.alternatives
    ]
    false_alarms = f"A true power law loses to one with a cut-off in about {FALSE_ALARMS:.0%} of samples."
    return {
        "verdict": compared.verdict,
        "outcome": compared.outcome,
        "alternatives": rows,
        "against": [compared.evidence_against, false_alarms],
        "tail_size": int(fit.tail_size),
        "standard_error": float(fit.standard_error),
    }


def _survival(values, times):
    """Share of contributors who made at least so many contributions; at most `POINTS` values, evenly on a logarithmic scale."""
    share = np.cumsum(times[::-1])[::-1] / np.sum(times)
    wanted = np.geomspace(values[0], values[-1], POINTS)
    chosen = np.unique(np.searchsorted(values, wanted).clip(max=len(values) - 1))
    return {"contributions": values[chosen].tolist(), "share": share[chosen].tolist()}


def _fits(fit, values, times, rng):
    n = int(np.sum(times))
    if n > MOST_TO_TEST:
        refused = (
            f"Not tested: with more than {MOST_TO_TEST:,} contributors the test takes long, and a sample of this size rules out "
            "every simple law. Read the comparison with other laws instead."
        )
        return P_VALUE(estimate=None, n=n, held="", refused=refused)
    tested = goodness_of_fit(fit, values, rng, times, samples=SAMPLES)
    return P_VALUE(
        estimate=float(tested.p_value), n=n, detail={"outcome": tested.outcome, "distance": float(fit.distance)}
    )


def _too_few(people, values):
    if people < FEWEST_TO_SEARCH:
        return f"{people:,} contributors are too few: the start of a tail is searched from {FEWEST_TO_SEARCH} contributors on."
    return f"Contributors made only {values} different numbers of contributions: a tail needs at least 3."
