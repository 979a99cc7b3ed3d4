import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import curve_fit, minimize

from peerkit.models.diffusion import Diffusion, density, peak, period_adopters
from peerkit.models.diffusion_fit import (
    VCR_ESTIMATES,
    VCR_SALES,
    Observation,
    density_fit,
    difference_fit,
    linear_fit,
    simulated_sales,
)
from peerkit.models.diffusion_verdict import HELD
from tests.models.strategies import records

VCR = list(VCR_SALES)
MIT = [0.517, 1.169, 1.604, 2.044, 2.286]
FITS = (difference_fit, density_fit, linear_fit)

# Peaks after 1.6 to 39 periods; a fit searches for a tenth of a second, so there are few examples.
peaked = records(Diffusion, innovation=st.floats(0.002, 0.1), imitation=st.floats(0.15, 0.9))
few = settings(max_examples=10, deadline=None)


def periods_past_the_peak(record):
    return np.arange(1, int(1.5 * peak(record).time) + 7)


def logistic_sales(record, periods):
    """Sales as Bass's regression assumes them: those of a period follow from the sum of all before."""
    sales, total = [], 0.0
    for _ in range(periods):
        share = total / record.market_size
        sales.append((record.innovation + record.imitation * share) * (record.market_size - total))
        total += sales[-1]
    return sales


def test_against_the_published_nonlinear_fit_of_video_recorder_sales():
    """VCR sales 1980-89 fitted with R's nls, github.com/agk79/Bass, after rpubs.com/chengjun/bass_model."""
    fit = density_fit(VCR)
    published = {"market_size": 6.80e4, "innovation": 6.59e-3, "imitation": 0.638}
    errors = {"market_size_error": 3.13e3, "innovation_error": 1.43e-3, "imitation_error": 4.14e-2}
    for name, value in {**published, **errors, "residual_error": 727}.items():
        assert getattr(fit, name) == pytest.approx(value, rel=0.002), name  # published to three digits
    assert fit.degrees_of_freedom == 7


def test_against_the_published_regression_of_an_mit_exercise():
    """MIT 2.555 class notes, github.com/aoyingxue/GitNote: five years of sales in millions."""
    fit = linear_fit(MIT)
    assert fit.innovation == pytest.approx(0.0626032, abs=5e-8)
    assert fit.imitation == pytest.approx(0.73766359, abs=5e-9)
    assert fit.market_size == pytest.approx(10.5036768, abs=5e-8)


@pytest.mark.parametrize("years", VCR_ESTIMATES)
def test_the_stated_estimates_are_those_of_the_years_seen(years):
    fit, stated = difference_fit(VCR[:years]), VCR_ESTIMATES[years]
    assert stated.innovation == pytest.approx(fit.innovation, rel=2e-4)  # stated to four digits
    assert stated.imitation == pytest.approx(fit.imitation, rel=1e-4)
    assert stated.market_size == pytest.approx(fit.market_size, abs=0.6)


def test_a_year_more_takes_a_third_off_the_forecast_of_video_recorders_and_later_years_bring_it_back():
    """Six years say 78,045 and set no upper bound; seven say 52,453, in a range up to 65,295; ten say 67,660."""
    six, seven, ten = (difference_fit(VCR[:years]) for years in (6, 7, 10))
    assert six.market_size_high == np.inf and six.outcome == "ceiling not identified"
    assert seven.market_size < 0.7 * six.market_size and seven.outcome == "ceiling identified"
    assert ten.market_size > seven.market_size_high


def test_the_estimator_moves_innovation_threefold_on_video_recorders():
    by_regression, by_density = linear_fit(VCR), density_fit(VCR)
    assert by_regression.innovation / by_density.innovation == pytest.approx(3.28, abs=0.01)  # the ratio to two digits
    assert by_regression.market_size == pytest.approx(62_665, abs=1)  # stated to whole recorders


def test_estimates_and_standard_errors_are_those_of_an_independent_least_squares_routine():
    t = np.arange(1, 11)
    cases = [
        (density_fit, lambda t, m, p, q: m * (p + q) ** 2 / p * np.exp(-(p + q) * t)
         / (1 + q / p * np.exp(-(p + q) * t)) ** 2),
        (difference_fit, lambda t, m, p, q: m * (_share(t, p, q) - _share(t - 1, p, q))),
    ]  # fmt: skip
    for fit_of, curve in cases:
        fit = fit_of(VCR)
        values, covariance = curve_fit(curve, t, VCR, p0=[60_000, 0.01, 0.5])
        # Both routines stop when a step changes nothing they can see, and derivatives are numerical.
        assert fit[:3] == pytest.approx(values, rel=1e-5)
        assert fit[3:6] == pytest.approx(np.sqrt(np.diag(covariance)), rel=1e-3)


def test_standard_errors_of_the_regression_are_those_of_fitting_the_three_parameters_directly():
    fit, sales = linear_fit(VCR), np.array(VCR, float)
    before = np.cumsum(sales) - sales
    values, covariance = curve_fit(
        lambda y, m, p, q: (p + q * y / m) * (m - y), before, sales, p0=[60_000, 0.02, 0.7], xtol=1e-14, ftol=1e-14
    )
    # Same line, other parameters; the derivatives are numerical.
    assert fit[:3] == pytest.approx(values, rel=1e-6)
    assert fit[3:6] == pytest.approx(np.sqrt(np.diag(covariance)), rel=1e-5)


def test_the_ends_of_the_range_of_markets_fit_exactly_as_badly_as_an_f_test_allows():
    fit, t = difference_fit(VCR), np.arange(1, 11)
    best = fit.residual_error**2 * 7

    def squares(logs, market):
        p, q = np.exp(logs)
        return np.sum((market * (_share(t, p, q) - _share(t - 1, p, q)) - VCR) ** 2)

    for market in (fit.market_size_low, fit.market_size_high):
        start = np.log([fit.innovation, fit.imitation])
        nearest = minimize(squares, start, args=(market,), method="Nelder-Mead", options={"xatol": 1e-9, "fatol": 1e-3})
        # 5.591 is the 95% quantile of F with 1 and 7 degrees of freedom, printed in any table to three digits.
        assert nearest.fun == pytest.approx(best * (1 + 5.591 / 7), rel=1e-4)


def test_estimators_whose_intervals_do_not_hold_give_no_range_and_say_why():
    """Both are biased on exact sales of whole periods, so their old ranges excluded the truth without any noise."""
    exact = period_adopters(Diffusion(), np.arange(1, 21))
    for fit_of, market, innovation in ((linear_fit, 993.55, 0.0413), (density_fit, 1013.59, 0.0249)):
        fit = fit_of(exact)
        assert np.isnan([fit.market_size_low, fit.market_size_high]).all()
        assert "No range for the market is given" in fit.evidence_against
        assert f"{HELD[fit.method][0]:.0%} to {HELD[fit.method][1]:.0%}" in fit.evidence_against
        # The bias as the module states it, to the digits stated.
        assert fit.market_size == pytest.approx(market, abs=0.01) and fit.innovation == pytest.approx(
            innovation, abs=5e-5
        )
    fit = difference_fit(exact)
    assert (fit.market_size_low, fit.market_size_high) == pytest.approx((1000, 1000), rel=1e-4)


def test_a_range_states_how_often_it_held():
    seldom, often = HELD["whole periods"]
    for sales in (VCR, MIT):
        assert f"in {seldom:.0%} to {often:.0%} of simulated series" in difference_fit(sales).evidence_against


@few
@given(peaked)
def test_exact_data_return_the_truth(record):
    t = periods_past_the_peak(record)
    truth = (record.market_size, record.innovation, record.imitation)
    series = {
        linear_fit: logistic_sales(record, len(t)),
        density_fit: record.market_size * density(record, t),
        difference_fit: period_adopters(record, t),
    }
    for fit_of, sales in series.items():
        fit = fit_of(sales)
        assert fit[:3] == pytest.approx(truth, rel=1e-6)
        assert fit.outcome == "ceiling identified"
        if fit_of is difference_fit:
            assert (fit.market_size_low, fit.market_size_high) == pytest.approx([record.market_size] * 2, rel=1e-4)


@few
@given(peaked, st.floats(1e-3, 1e6), st.integers(0, 1000))
def test_counting_sales_in_another_unit_scales_the_market_and_leaves_the_rest(record, rate, seed):
    sales = simulated_sales(record, Observation(periods=12, noise=0.1), np.random.default_rng(seed))
    for fit_of in (linear_fit, difference_fit):
        here, abroad = fit_of(sales), fit_of(rate * sales)
        assert abroad.outcome == here.outcome
        counts = [rate, 1, 1, rate, 1, 1, rate, rate, rate]
        # A search that starts from rounded-off shares stops at a point that differs in the seventh digit.
        assert abroad[:9] == pytest.approx(np.multiply(here[:9], counts), rel=1e-4, nan_ok=True)


def test_the_market_is_hardly_identified_before_the_peak_and_well_after_it():
    """With five percent noise, at the customary p and q, whose peak is in the seventh period."""
    outcomes = {
        periods: [
            linear_fit(simulated_sales(Diffusion(), Observation(periods=periods), np.random.default_rng(seed))).outcome
            for seed in range(100)
        ]
        for periods in (5, 15)
    }
    assert outcomes[5].count("ceiling identified") < 20
    assert outcomes[15].count("ceiling identified") == 100


def test_an_early_nonlinear_fit_leaves_room_for_a_far_larger_market():
    sales = simulated_sales(Diffusion(), Observation(periods=5), np.random.default_rng(3))
    fit = difference_fit(sales)
    assert fit.outcome == "ceiling not identified"
    assert fit.market_size_high > 2 * fit.market_size
    assert "does not show how large the market is" in fit.evidence_against


def test_the_first_years_of_video_recorders_gave_a_range_that_the_later_years_left():
    early, late = difference_fit(VCR[:7]), difference_fit(VCR)
    assert early.outcome == "ceiling identified"
    # Both ends as the card states them, to whole tens.
    assert (early.market_size_low, early.market_size_high) == pytest.approx((44_690, 65_290), abs=5)
    assert early.market_size_high < late.market_size


@pytest.mark.parametrize(
    ("fit_of", "sales", "outcome"),
    [
        (density_fit, VCR, "ceiling identified"),  # the peak and three years after it
        (linear_fit, MIT, "ceiling not identified"),  # still rising: a textbook fit whose market has no upper bound
        (density_fit, MIT, "ceiling not identified"),  # and not for want of a better estimator
        (linear_fit, [1, 2, 4, 8, 16, 32], "no ceiling"),  # growth that does not slow down
        (difference_fit, [1, 2, 4, 8, 16, 32], "no ceiling"),  # the same
        (linear_fit, [3, 3, 3, 3, 3, 3], "no ceiling"),  # constant sales could go on for ever
        (linear_fit, [32, 16, 8, 4, 2, 1], "ceiling identified"),  # halving sales: pure innovation, market 64
        (difference_fit, [32, 16, 8, 4, 2, 1], "ceiling identified"),  # the same in continuous time
        (linear_fit, [64, 16, 8, 5, 4, 3], "negative coefficient"),  # falling faster than innovation alone can
        (linear_fit, [1, 1, 2, 15, 29], "negative coefficient"),  # a jump after a lull pushes innovation below zero
    ],
)
def test_what_a_series_can_tell_has_a_name(fit_of, sales, outcome):
    assert fit_of(sales).outcome == outcome


def test_halving_sales_add_up_to_the_market():
    assert linear_fit([32, 16, 8, 4, 2, 1]).market_size == pytest.approx(64)
    # The other end of the search is q = 0, which a bounded search only approaches.
    assert difference_fit([32, 16, 8, 4, 2, 1]).market_size == pytest.approx(64, rel=1e-6)
    assert difference_fit([32, 16, 8, 4, 2, 1]).innovation == pytest.approx(np.log(2), rel=1e-6)


@pytest.mark.parametrize("fit_of", FITS)
def test_every_fit_states_its_sample_and_what_speaks_against_it(fit_of):
    for sales in (VCR, MIT, [1, 2, 4, 8, 16, 32]):
        fit = fit_of(sales)
        assert (fit.periods, fit.degrees_of_freedom) == (len(sales), len(sales) - 3)
        assert fit.method and fit.evidence_against.endswith(".") and "{" not in fit.evidence_against
        ranged = fit_of is difference_fit or np.isinf(fit.market_size)
        assert not ranged or fit.market_size_low <= fit.market_size <= fit.market_size_high


@few
@given(records(Observation), st.integers(0, 1000))
def test_simulated_sales_scatter_around_the_curve_by_the_stated_noise(observation, seed):
    exact = period_adopters(Diffusion(), np.arange(1, observation.periods + 1))
    sales = simulated_sales(Diffusion(), observation, np.random.default_rng(seed))
    draws = np.random.default_rng(seed).standard_normal(observation.periods)
    assert sales == pytest.approx(exact * np.maximum(1 + observation.noise * draws, 0))


@pytest.mark.parametrize("fit_of", FITS)
@pytest.mark.parametrize("sales", [[0, 0, 0, 0, 5, 1], [5, 0, 0, 0, 0, 1], [0, 1, 0, 1, 0, 1], [1e-12] * 6, [1e12] * 6])
def test_odd_series_get_an_answer_or_a_sentence(fit_of, sales):
    try:
        fit = fit_of(sales)
    except ValueError as refusal:
        assert fit_of is linear_fit and "sales must be positive in at least 2 periods" in str(refusal)
    else:
        assert fit.residual_error >= 0 and fit.market_size > 0


@pytest.mark.parametrize(
    ("attempt", "message"),
    [
        (lambda: linear_fit([1, 2, 3, 4]), "sales must be a series of at least 5 periods"),
        (lambda: density_fit([[1, 2, 3, 4, 5]]), "sales must be a series of at least 5 periods"),
        (lambda: difference_fit(["1", "2", "3", "4", "5"]), "sales must be a number"),
        (lambda: difference_fit([1, 2, -3, 4, 5]), "sales must be numbers and not negative"),
        (lambda: difference_fit([1, 2, float("nan"), 4, 5]), "sales must be numbers and not negative"),
        (lambda: density_fit([0, 0, 0, 0, 0]), "sales must contain at least one adopter"),
        (lambda: linear_fit([0, 0, 0, 0, 5]), "sales must be positive in at least 2 periods before the last"),
        (lambda: Observation(periods=4), "periods must be a whole number at least 5 and at most 1000, got 4"),
        (lambda: Observation(noise=-0.1), "noise must be at least 0 and at most 1, got -0.1"),
    ],
)
def test_too_little_to_go_on_is_refused(attempt, message):
    with pytest.raises(ValueError, match=message):
        attempt()


def _share(t, p, q):
    decay = np.exp(-(p + q) * t)
    return (1 - decay) / (1 + q / p * decay)
