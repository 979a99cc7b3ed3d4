import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import linregress

from peerkit.models import exponent_fit
from peerkit.models.exponent_fit import exponents_by_window, fitted_values, loglog_exponent, regression
from peerkit.models.network_fit import FACEBOOK

SIZES = np.array([5.0, 9.0, 20.0, 31.0, 60.0])
# Sizes that grow from observation to observation, with values that only loosely follow.
growth = st.lists(st.floats(0.05, 2), min_size=4, max_size=9).map(lambda steps: 10 * np.exp(np.cumsum(steps)))
noise = st.lists(st.floats(-1, 1), min_size=9, max_size=9).map(np.array)


def loosely(sizes, deviations):
    return sizes**1.3 * np.exp(deviations[: sizes.size])


@pytest.mark.parametrize(
    ("members", "values", "outcome"),
    [
        ([], [], "too few observations"),  # nothing at all
        ([10, 20], [1, 2], "too few observations"),  # two points fit any line
        ([10, 10, 10], [1, 2, 3], "no variation in size"),  # nothing to compare
        ([10, 10, 20], [1, 2, 3], "estimated"),  # two sizes are enough for a slope
    ],
)
def test_corners_are_named(members, values, outcome):
    line = loglog_exponent(members, values)
    assert line.outcome == outcome
    assert np.isnan(line.exponent) == (outcome != "estimated")


@pytest.mark.parametrize(
    ("values", "exponent"),
    [
        ([7.0, 7.0, 7.0, 7.0, 7.0], 0),  # value does not care about size
        (SIZES, 1),  # a listener is a listener
        (SIZES**2, 2),  # pairs
        (1 / SIZES, -1),  # the more the poorer
    ],
)
def test_exponents_at_the_limits(values, exponent):
    line = loglog_exponent(SIZES, values)
    assert line.exponent == pytest.approx(exponent, abs=1e-12)
    assert line.low <= line.exponent <= line.high


@given(st.lists(st.sampled_from([5.0, 9.0, 20.0]), max_size=6))
def test_the_word_for_an_exponent_is_what_counting_sizes_says(sizes):
    outcome = loglog_exponent(sizes, np.arange(1.0, len(sizes) + 1)).outcome
    if len(sizes) < 3:
        assert outcome == "too few observations"
    else:
        assert outcome == ("estimated" if len(set(sizes)) > 1 else "no variation in size")


@given(growth, noise)
def test_scipys_regression_gives_the_same_line(sizes, deviations):
    values = loosely(sizes, deviations)
    line, reference = loglog_exponent(sizes, values), linregress(np.log(sizes), np.log(values))
    assert line.exponent == pytest.approx(reference.slope)
    assert line.log_prefactor == pytest.approx(reference.intercept)
    # scipy takes the error from 1 - r^2, which keeps eight digits of a line that fits well.
    assert line.standard_error == pytest.approx(reference.stderr, abs=1e-6)


@given(growth, noise)
def test_leaving_out_each_observation_in_turn_gives_the_stated_range(sizes, deviations):
    values = loosely(sizes, deviations)
    places = range(sizes.size)
    one_out = [np.polyfit(np.log(np.delete(sizes, i)), np.log(np.delete(values, i)), 1)[0] for i in places]
    line = loglog_exponent(sizes, values)
    assert line.lowest_left_one_out == pytest.approx(min(one_out), abs=1e-6)  # polyfit solves by singular values
    assert line.highest_left_one_out == pytest.approx(max(one_out), abs=1e-6)


@given(growth, st.floats(-1, 3), st.floats(1e-9, 1e9))
def test_a_power_is_recovered_exactly(sizes, exponent, prefactor):
    line = loglog_exponent(sizes, prefactor * sizes**exponent)
    assert line.exponent == pytest.approx(exponent, abs=1e-9)
    assert line.log_prefactor == pytest.approx(np.log(prefactor), abs=1e-7)


def test_the_interval_covers_the_truth_as_often_as_it_says():
    rng = np.random.default_rng(2024)
    lines = [loglog_exponent(SIZES, SIZES**1.5 * np.exp(rng.normal(0, 0.3, SIZES.size))) for _ in range(2000)]
    covered = np.mean([line.low <= 1.5 <= line.high for line in lines])
    assert covered == pytest.approx(0.95, abs=4 * np.sqrt(0.95 * 0.05 / 2000))  # four standard errors


# Student's interval of the exponent, errors of 10%, 20,000 series each: how often it holds the truth.
COVERAGE = [
    # observations, correlation of one year's error with the next, nominal, covered
    (3, 0.0, 0.95, 0.950),
    (3, 0.5, 0.95, 0.935),
    (3, 0.7, 0.95, 0.929),
    (4, 0.0, 0.95, 0.949),
    (4, 0.5, 0.95, 0.909),
    (4, 0.7, 0.95, 0.886),
    (6, 0.0, 0.95, 0.952),
    (6, 0.5, 0.95, 0.862),
    (6, 0.7, 0.95, 0.793),
]


def persistent(rng, series, observations, correlation):
    """Errors of unit spread of which each year keeps a part of the one before."""
    errors = rng.normal(size=(series, observations))
    for year in range(1, observations):
        errors[:, year] = correlation * errors[:, year - 1] + np.sqrt(1 - correlation**2) * errors[:, year]
    return errors


@pytest.mark.parametrize(("observations", "correlation", "nominal", "covered"), COVERAGE)
def test_the_coverage_of_the_interval_for_independent_and_for_persistent_errors(
    observations, correlation, nominal, covered
):
    sizes = np.log(FACEBOOK.members[:observations])
    errors = persistent(np.random.default_rng(2024), 20_000, observations, correlation)
    line = regression(sizes, 2 * sizes + 0.1 * errors, np.ones(errors.shape, bool))
    share = np.mean((line.low <= 2) & (line.high >= 2))
    assert share == pytest.approx(covered, abs=0.012)  # four standard errors of either simulation
    assert (abs(share - nominal) < 0.012) == (correlation == 0)


def test_the_range_with_one_left_out_is_no_interval_and_the_module_says_so():
    errors = persistent(np.random.default_rng(2024), 20_000, 6, 0.0)
    sizes = np.log(FACEBOOK.members)
    line = regression(sizes, 2 * sizes + 0.1 * errors, np.ones(errors.shape, bool))
    share = np.mean((line.lowest_left_one_out <= 2) & (line.highest_left_one_out >= 2))
    assert share == pytest.approx(0.53, abs=0.015)
    assert "53% of the series" in exponent_fit.__doc__ and "covers 79%" in line.evidence_against


def test_windows_without_two_different_sizes_give_no_exponent_and_say_why():
    """It was a RuntimeWarning and "exponents from nan to nan"."""
    runs = exponents_by_window([5, 5, 5, 5], [1, 2, 3, 4])
    assert np.isnan([runs.lowest, runs.highest]).all()
    assert runs.evidence_against == "No window holds two different sizes, so there is no exponent."


@given(growth, noise, st.floats(1e-6, 1e6), st.floats(1e-6, 1e6))
def test_counting_members_or_money_in_other_units_leaves_exponents_alone(sizes, deviations, people, money):
    values = loosely(sizes, deviations)
    abroad, home = loglog_exponent(people * sizes, money * values), loglog_exponent(sizes, values)
    assert abroad.exponent == pytest.approx(home.exponent, abs=1e-9)
    assert abroad.standard_error == pytest.approx(home.standard_error, abs=1e-9)


@given(growth, noise)
def test_every_window_gives_the_exponent_of_its_own_observations(sizes, deviations):
    values = loosely(sizes, deviations)
    runs = exponents_by_window(sizes, values)
    assert runs.exponent.size == (sizes.size - 1) * (sizes.size - 2) // 2
    for first, last, exponent in zip(runs.first, runs.last, runs.exponent, strict=True):
        alone = loglog_exponent(sizes[first : last + 1], values[first : last + 1])
        assert exponent == pytest.approx(alone.exponent, abs=1e-9)
    assert runs.lowest <= loglog_exponent(sizes, values).exponent <= runs.highest


@given(growth, noise, st.floats(0.01, 100))
def test_the_fitted_line_leaves_no_residual_on_average_and_follows_the_currency(sizes, deviations, rate):
    values = loosely(sizes, deviations)
    line, abroad = loglog_exponent(sizes, values), loglog_exponent(sizes, values * rate)
    assert np.log(values / fitted_values(line, sizes)).mean() == pytest.approx(0, abs=1e-9)
    assert fitted_values(abroad, sizes) == pytest.approx(rate * fitted_values(line, sizes))


@pytest.mark.parametrize(
    ("attempt", "message"),
    [
        (lambda: loglog_exponent([1, 2, 3], [1, 2]), r"lists of equal length, got shapes \(3,\) and \(2,\)"),
        (lambda: loglog_exponent(1, 2), "lists of equal length"),
        (lambda: loglog_exponent([1, 2, 0], [1, 2, 3]), "members must be above 0 and at most .*, got 0"),
        (lambda: loglog_exponent([1, 2, 3], [1, float("nan"), 3]), "values must be above 0 and at most .*, got nan"),
        (lambda: exponents_by_window([1, 2, 3], [1, 2, 3], 2), "shortest must be at least 3, got 2"),
        (
            lambda: exponents_by_window([1, 2, 3], [1, 2, 3], 4),
            "members must hold at least 4 observations .shortest., got 3",
        ),
    ],
)
def test_impossible_input_is_refused_by_name(attempt, message):
    with pytest.raises(ValueError, match=message):
        attempt()


def test_a_size_that_never_varies_has_no_exponent_in_any_window():
    """It once warned of an empty slice and said "exponents from nan to nan"."""
    runs = exponents_by_window([5, 5, 5, 5], [1, 2, 3, 4])
    assert np.isnan([runs.lowest, runs.highest, *runs.exponent]).all()
    assert "No window holds two different sizes" in runs.evidence_against
