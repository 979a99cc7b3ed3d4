"""Estimators against independent ways to the same number, and refusals."""

import warnings

import numpy as np
import pytest

from peerkit.evidence import estimators
from peerkit.evidence.estimators import lags
from peerkit.evidence.simulate import simulate
from peerkit.evidence.windows import Pairs, counts_of, fetched_panel, pairs_of, span, team_of


@pytest.fixture(scope="module")
def weekly():
    """Pairs and counts of a simulated log in windows of 7 days."""
    log = simulate("synergy", contributors=20, days=700, spread=1, rng=np.random.default_rng(3))
    covered = span(log)
    daily = fetched_panel(log, covered)
    pairs = pairs_of(daily, covered, 7)
    return pairs, counts_of(pairs, covered, 7, team_of(daily, covered))


@pytest.mark.parametrize("name", ["ols", "mean", "median", "poisson"])
def test_the_slope_of_numpy_is_that_of_statsmodels(weekly, name):
    _, counts = weekly
    fit = getattr(estimators, name)(counts.active, counts.contributions)
    slope = getattr(estimators, name + "_slope")(counts.active, counts.contributions)
    assert slope == pytest.approx(fit.exponent, abs=1e-9)
    assert fit.interval[0] < fit.exponent < fit.interval[1]


def test_the_interval_of_ols_is_newey_and_wests_by_hand(weekly):
    """Bartlett weights, the factor m/(m - 2) and Student's quantile, written out."""
    from scipy.stats import t

    _, counts = weekly
    x, y = np.log(counts.active), np.log(counts.contributions)
    design = np.column_stack([np.ones(x.size), x])
    bread = np.linalg.inv(design.T @ design)
    slope = bread @ design.T @ y
    scores = design * (y - design @ slope)[:, None]
    most = lags(x.size)
    meat = scores.T @ scores
    for lag in range(1, most + 1):
        cross = scores[lag:].T @ scores[:-lag]
        meat += (1 - lag / (most + 1)) * (cross + cross.T)
    error = np.sqrt((bread @ meat @ bread)[1, 1] * x.size / (x.size - 2))
    half = t.ppf(0.975, x.size - 2) * error
    fit = estimators.ols(counts.active, counts.contributions)
    assert fit.interval == pytest.approx((slope[1] - half, slope[1] + half), abs=1e-9)


def driscoll_kraay(pairs, x, y, slope, windows):
    """The interval of authors compared with themselves, written out; statsmodels counts authors by where time turns back."""
    from scipy.stats import t

    apart_x, apart_y = x.copy(), y.copy()
    for author in np.unique(pairs.author):
        own = pairs.author == author
        apart_x[own] -= x[own].mean()
        apart_y[own] -= y[own].mean()
    scores = np.zeros(windows)
    np.add.at(scores, pairs.window, apart_x * (apart_y - slope * apart_x))
    scores = scores[pairs.window.min() : pairs.window.max() + 1]
    most = lags(windows)
    meat = scores @ scores
    for lag in range(1, most + 1):
        meat += 2 * (1 - lag / (most + 1)) * scores[lag:] @ scores[:-lag]
    groups = np.unique(pairs.window).size
    error = np.sqrt(meat * groups / (groups - 1)) / (apart_x @ apart_x)
    several = np.isin(pairs.author, np.flatnonzero(np.bincount(pairs.author) > 1))
    half = t.ppf(0.975, (np.diff(pairs.window[several]) < 0).sum()) * error
    return 1 + slope - half, 1 + slope + half


def test_authors_compared_with_themselves_are_a_regression_with_a_dummy_for_each(weekly):
    pairs, counts = weekly
    x, y = np.log(counts.active[pairs.window]), np.log(pairs.contributions)
    dummies = (pairs.author[:, None] == np.unique(pairs.author)).astype(float)
    slope = np.linalg.lstsq(np.column_stack([x, dummies]), y, rcond=None)[0][0]
    fit = estimators.author(pairs, counts.active, pairs.contributions)
    assert fit.exponent == pytest.approx(1 + slope, abs=1e-9)
    assert fit.interval == pytest.approx(driscoll_kraay(pairs, x, y, slope, counts.active.size), abs=1e-9)
    assert estimators.author_slope(pairs, counts.active, pairs.contributions) == pytest.approx(1 + slope, abs=1e-9)


def test_the_truncated_law_is_the_one_that_statsmodels_maximises(weekly):
    """On a few authors, with a dummy for each, by another method; what remains is where its search stops."""
    from statsmodels.discrete.truncated_model import TruncatedLFPoisson

    pairs, counts = weekly
    busy = np.argsort(-np.bincount(pairs.author))[:6]
    some = np.isin(pairs.author, busy)
    few = Pairs(pairs.author[some], pairs.window[some], pairs.contributions[some], None)
    x = np.log(counts.active[few.window])
    dummies = (few.author[:, None] == busy).astype(float)
    model = TruncatedLFPoisson(few.contributions, np.column_stack([dummies, x - x.mean()]))
    with warnings.catch_warnings():
        # Its own remark on the search, not on the result.
        warnings.simplefilter("ignore")
        theirs = model.fit(disp=0, method="newton", maxiter=200).params[-1]
    assert estimators.truncated_slope(few, counts.active, few.contributions) == pytest.approx(1 + theirs, abs=1e-4)


def test_a_known_exponent_comes_back_where_nothing_is_random():
    size = np.tile(np.arange(1.0, 11), 6)
    for name in ("ols", "mean", "median", "poisson"):
        assert getattr(estimators, name + "_slope")(size, 3 * size**1.25) == pytest.approx(1.25, abs=1e-9)


@pytest.mark.parametrize(
    ("size", "output", "why"),
    [
        (np.arange(1.0, 6), np.arange(1.0, 6), "Only 5 windows"),
        (np.ones(50), np.arange(1.0, 51), "same size"),
        (np.zeros(50), np.zeros(50), "Only 0 windows"),
    ],
    ids=["few", "one size", "nothing"],
)
@pytest.mark.parametrize("name", ["ols", "poisson"])
def test_too_little_is_refused_with_the_reason(name, size, output, why):
    fit = getattr(estimators, name)(size, output)
    assert fit.exponent is None and fit.interval is None and why in fit.refused


def test_a_warning_of_statsmodels_is_a_refusal_and_reaches_nobody():
    from statsmodels.tools.sm_exceptions import ConvergenceWarning

    def doubtful():
        warnings.warn("did not converge", ConvergenceWarning, stacklevel=1)

    fit = estimators._guarded(doubtful, 9)
    assert fit.exponent is None and fit.refused == "The regression cannot be trusted here: did not converge."


def test_authors_who_contribute_once_per_window_are_not_compared():
    author, window = np.repeat(np.arange(30), 30), np.tile(np.arange(30), 30)
    pairs = Pairs(author, window, np.ones(900, np.int64), None)
    fit = estimators.author(pairs, np.full(30, 30), pairs.contributions)
    assert "below 1.2 almost nothing varies" in fit.refused
    assert estimators.truncated_slope(pairs, np.full(30, 30), pairs.contributions) != 1
