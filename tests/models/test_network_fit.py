import re
from itertools import product

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize_scalar

from peerkit.dashboards.networks import QUESTION
from peerkit.figures.networks import fan, summary
from peerkit.models.exponent_fit import exponents_by_window, fitted_values, loglog_exponent
from peerkit.models.network_fit import (
    CANDIDATES,
    FACEBOOK,
    FitWindow,
    adjusted_series,
    compared_laws,
    fit_through_origin,
    windowed_exponent,
    windowed_series,
)
from peerkit.models.networks import LAWS, Network, counted, value
from tests.models.extremes import extreme_records
from tests.models.strategies import records

SIZES = np.array([5.0, 9.0, 20.0, 31.0, 60.0])
# Sizes that grow from observation to observation, with values that only loosely follow.
growth = st.lists(st.floats(0.05, 2), min_size=4, max_size=9).map(lambda steps: 10 * np.exp(np.cumsum(steps)))
noise = st.lists(st.floats(-1, 1), min_size=9, max_size=9).map(np.array)


def loosely(sizes, deviations):
    return sizes**1.3 * np.exp(deviations[: sizes.size])


def test_against_zhang_liu_and_xu_2015_coefficient_for_facebook():
    """Journal of Computer Science and Technology 30(2): V = 5.70e-9 n^2 USD, recomputed from annual reports."""
    fit = fit_through_origin(FACEBOOK.members, FACEBOOK.values, "metcalfe_sq")
    assert fit.coefficient == pytest.approx(5.70e-9, rel=0.01)  # three published digits, and year-end users
    assert fit.coefficient == pytest.approx(5.69023838869827e-09)


def test_against_zhang_and_xu_2023_a_cube_fits_closer_than_the_square():
    """Journal of Computer Science and Technology 38(2), 219-227; already so on the series of the earlier paper."""
    comparison = compared_laws(FACEBOOK.members, FACEBOOK.values)
    misses = {fit.law: fit.rmsd / 1e9 for fit in comparison.fits}
    assert comparison.closest == "cube"
    published = {"sarnoff": 2.01, "odlyzko_tilly": 1.94, "metcalfe_sq": 0.84, "cube": 0.65}
    assert {law: misses[law] for law in published} == pytest.approx(published, abs=0.006)  # published to two digits


def test_against_zhang_liu_and_xu_2015_the_square_wins_among_their_four_laws():
    four = ("sarnoff", "odlyzko_tilly", "metcalfe_sq", "reed")
    assert compared_laws(FACEBOOK.members, FACEBOOK.values, four).closest == "metcalfe_sq"


@pytest.mark.parametrize("law", LAWS)
def test_values_made_by_a_law_give_that_law_back(law):
    made = value(Network(law=law, unit_value=0.3), SIZES)
    fit = fit_through_origin(SIZES, made, law)
    assert fit.coefficient == pytest.approx(0.3)
    assert fit.rmsd == pytest.approx(0, abs=1e-12 * made.max())
    assert compared_laws(SIZES, made, LAWS).closest == law


@given(growth, noise, st.sampled_from(CANDIDATES))
def test_no_other_coefficient_misses_by_less(sizes, deviations, law):
    assume(law != "reed" or sizes.max() < 500)  # beyond, the coefficient is too small for a search
    values = loosely(sizes, deviations)
    fit = fit_through_origin(sizes, values, law)
    count = counted(law, sizes)

    def miss(scale):
        return np.sqrt(np.mean((values - scale * fit.coefficient * count) ** 2))

    best = minimize_scalar(miss, bounds=(0.5, 2), method="bounded", options={"xatol": 1e-9})
    assert fit.rmsd == pytest.approx(miss(1.0), rel=1e-9)
    assert fit.rmsd <= best.fun * (1 + 1e-9)
    assert np.log(fit.coefficient) == pytest.approx(fit.log_coefficient)


def test_the_standard_error_of_a_fit_in_levels_is_that_of_repeated_samples():
    rng = np.random.default_rng(2024)
    samples = [fit_through_origin(SIZES, SIZES + rng.normal(0, 1, SIZES.size), "sarnoff") for _ in range(2000)]
    spread = np.std([fit.coefficient for fit in samples])
    # The standard deviation of 2000 draws has a relative error of 1/sqrt(4000); four of them.
    assert np.sqrt(np.mean([fit.standard_error**2 for fit in samples])) == pytest.approx(spread, rel=0.07)


def test_reeds_law_takes_millions_of_members():
    fit = fit_through_origin([1e6, 2e6, 3e6], [1.0, 2.0, 3.0], "reed")
    # Only the last observation counts, so the coefficient is 3/2^3000000 and the others are missed altogether.
    assert fit.log_coefficient == pytest.approx(np.log(3) - 3e6 * np.log(2))
    assert fit.rmsd == pytest.approx(np.sqrt(5 / 3))
    assert fit.heaviest_weight == 1


@given(growth, noise, st.floats(1e-6, 1e6))
def test_another_currency_scales_every_miss_and_keeps_the_order_of_laws(sizes, deviations, rate):
    values = loosely(sizes, deviations)
    for law in CANDIDATES:
        home, abroad = (fit_through_origin(sizes, scale * values, law) for scale in (1, rate))
        assert abroad.rmsd == pytest.approx(rate * home.rmsd)
        assert abroad.coefficient == pytest.approx(rate * home.coefficient)
        assert abroad.standard_error == pytest.approx(rate * home.standard_error)


def test_the_exponent_of_the_facebook_series_is_a_function_of_the_window():
    runs = exponents_by_window(FACEBOOK.members, FACEBOOK.values)
    assert (runs.lowest, runs.highest) == pytest.approx((1.7307, 3.2236), abs=5e-5)  # four digits, from numpy.polyfit
    assert windowed_exponent(FitWindow()).exponent == pytest.approx(1.96192239510164)


@given(records(FitWindow))
def test_a_window_uses_its_own_years_and_no_others(window):
    series = windowed_series(window)
    assert set(series.years) == set(FACEBOOK.years) & set(range(window.first_year, window.first_year + window.years))
    alone, masked = loglog_exponent(series.members, series.values), windowed_exponent(window)
    assert alone[:-2] == pytest.approx(masked[:-2])
    assert alone.outcome == masked.outcome == "estimated"


@given(records(FitWindow), st.floats(0.01, 1))
def test_a_trend_lowers_the_exponent_by_its_rate_times_the_years_per_unit_of_log_size(window, more):
    steeper = window.replace(value_trend=window.value_trend + more)
    series = windowed_series(window)
    pace = np.polyfit(np.log(series.members), series.years, 1)[0]
    fall = (np.log1p(steeper.value_trend) - np.log1p(window.value_trend)) * pace
    lower = windowed_exponent(window).exponent - fall
    assert windowed_exponent(steeper).exponent == pytest.approx(lower, abs=1e-6)  # polyfit on calendar years
    assert fall > 0


@given(records(FitWindow))
def test_all_years_lose_the_same_rate_a_year_and_the_first_of_the_fit_loses_nothing(window):
    whole = adjusted_series(window)
    kept = np.array(whole.values) / FACEBOOK.values
    assert kept[whole.years.index(window.first_year)] == pytest.approx(1)
    assert kept[:-1] / kept[1:] == pytest.approx(1 + window.value_trend)
    inside = windowed_series(window)
    assert set(zip(*inside, strict=True)) <= set(zip(*whole, strict=True))


def test_a_window_beyond_the_series_says_so():
    assert windowed_exponent(FitWindow(first_year=2013)).outcome == "too few observations"
    assert windowed_exponent(FitWindow(first_year=2030)).observations == 0
    assert windowed_series(FitWindow(first_year=2030)).members == ()


def test_a_doubling_worth_less_than_twice_is_said_to_be_less():
    """At 1.5 times against 2 it said "hardly more than two networks apart"; that is a quarter less."""
    words = summary(FitWindow(first_year=2011, years=3, value_trend=0.3))
    assert "went with 1.5 times the revenue" in words and "worth 25% less together than apart" in words


@given(records(FitWindow))
def test_more_or_less_together_than_apart_is_what_two_networks_side_by_side_give(window):
    """Brute force for the words: the fitted value of twice the members against twice the fitted value."""
    line = windowed_exponent(window)
    together, apart = fitted_values(line, 2e9), 2 * fitted_values(line, 1e9)
    words = summary(window)
    if abs(together / apart - 1) > 0.011:
        assert (" more together" in words) == (together > apart)
    elif abs(together / apart - 1) < 0.009:
        assert "about as much together as apart" in words


@settings(max_examples=30)
@given(records(FitWindow))
def test_the_doubling_its_interval_and_every_year_lie_inside_the_frame(window):
    fig = fan(window)
    low, high = fig.layout.yaxis.range
    dot = next(trace for trace in fig.data if trace.name == "thresholds")
    years = [y for trace in fig.data if (trace.name or "").startswith("years") for y in trace.y]
    assert low < np.log10(dot.y[0]) < high
    assert all(low < np.log10(y) < high for y in years)


def test_a_window_without_enough_years_says_so_in_the_frame():
    fig = fan(FitWindow(first_year=2013))
    assert "three are the least" in fig.layout.annotations[0].text.replace("<br>", " ")
    assert len(fig.data) == len(fan(FitWindow()).data)


def test_the_answers_of_the_page_are_the_numbers_of_its_sentence():
    """The interval of three years ended at 62.5 in one place and at 62.4 in the other."""
    for each in QUESTION.tries:
        said = re.search(r"([\d.]+) times the revenue.*?interval ([\d.]+) to ([\d.]+)", each.answer).groups()
        sentence = re.search(r"with ([\d.]+) times.*?interval ([\d.]+) to ([\d.]+),", summary(FitWindow(**each.values)))
        assert said == sentence.groups()


def test_the_far_corners_of_the_valid_range_warn_of_nothing():
    for window in extreme_records(FitWindow):
        assert windowed_exponent(window).outcome in ("estimated", "too few observations")
        assert len(fan(window).data) == len(fan(FitWindow()).data) and len(summary(window)) > 20


def test_a_batch_gives_what_its_records_give_one_by_one():
    values = {"first_year": [2009, 2010, 2012, 2013], "years": [6, 3, 3, 6], "value_trend": [0, 0.1, 0.3, 0]}
    rows = [FitWindow(**dict(zip(values, row, strict=True))) for row in zip(*values.values(), strict=True)]
    batch, single = windowed_exponent(FitWindow.batch(**values)), [windowed_exponent(row) for row in rows]
    for place in range(8):
        assert batch[place] == pytest.approx([one[place] for one in single], nan_ok=True)
    assert list(batch.outcome) == [one.outcome for one in single]
    trends = windowed_exponent(FitWindow.batch(value_trend=[0, 0.1]))
    assert trends.observations.tolist() == [6, 6]


def test_every_corner_of_the_teaching_box_has_an_answer():
    names = FitWindow.parameters()
    for corner in product(*(p.explore for p in names.values())):
        window = FitWindow(**dict(zip(names, corner, strict=True)))
        assert windowed_exponent(window).outcome == "estimated"
        series = windowed_series(window)
        assert compared_laws(series.members, series.values).closest in CANDIDATES


@pytest.mark.parametrize(
    ("attempt", "message"),
    [
        (lambda: fit_through_origin([1, 2], [1, 2], "moore"), "Input should be 'sarnoff'"),
        (lambda: fit_through_origin([5], [1], "sarnoff"), "members must hold at least 2 observations, got 1"),
        (lambda: fit_through_origin([1, 1], [1, 2], "metcalfe"), "members must include a size at which"),
        (lambda: FitWindow(years=0), "years must be a whole number at least 1 and at most 100, got 0"),
        (lambda: FitWindow(value_trend=-1), "value_trend must be at least -0.9 and at most 10, got -1"),
        (lambda: fit_through_origin(["1", "2"], [1, 2], "sarnoff"), "members must be a number"),
    ],
)
def test_impossible_input_is_refused_by_name(attempt, message):
    with pytest.raises(ValueError, match=message):
        attempt()
