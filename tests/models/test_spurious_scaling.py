import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from peerkit.models.spurious_scaling import (
    activity_seen,
    common_shock_activity,
    common_shock_elasticity,
    independent_output,
    large_deviation_exponent,
)

activities = st.floats(-12, 2.5).map(lambda digits: 10.0**digits)


@pytest.mark.parametrize(
    ("formula", "at", "result"),
    [
        (common_shock_elasticity, 0, 1),  # nobody is ever seen twice: output is the count of those seen
        (common_shock_elasticity, 1e-12, 1 + 5e-13),  # the first term of the series
        (common_shock_elasticity, 1e6, np.inf),  # everybody is always seen, so size cannot rise with output
        (common_shock_activity, 1, 0),  # no artefact without activity
        (common_shock_activity, 1 + 1e-9, 2e-9),  # the first term of the series
        (large_deviation_exponent, 2, 1),  # an ordinary mean: sums are proportional to numbers
        (large_deviation_exponent, 0.5, 2),  # the largest of c grows as c squared
        (activity_seen, 1, 0),  # each was seen once, so hardly anybody twice
        (activity_seen, 50, 50),  # everybody is seen: the mean is the mean
    ],
)
def test_limiting_cases(formula, at, result):
    assert formula(at) == pytest.approx(result, rel=1e-6, abs=1e-15)  # 1 + 1e-9 carries seven digits of its excess


@pytest.mark.parametrize(
    ("active", "activity", "output"),
    [
        (10, 0, 10),  # whoever is seen was seen once
        (10, 1e6, 1e7),  # whoever is there is seen
        (0, 3, 0),  # nobody does nothing
    ],
)
def test_independent_output_at_the_limits(active, activity, output):
    assert independent_output(active, activity) == pytest.approx(output)


def test_a_common_shock_makes_their_exponent_at_about_half_a_commit_per_developer_and_window():
    assert common_shock_activity(4 / 3) == pytest.approx(0.550, abs=5e-4)  # three digits in the model chapter


@given(st.floats(1e-3, 20))
def test_the_common_shock_exponent_is_the_slope_of_log_output_on_log_active(activity):
    step = 1e-5 * activity
    output, active = (lambda rate: np.log(rate)), (lambda rate: np.log(-np.expm1(-rate)))
    slope = np.divide(*(curve(activity + step) - curve(activity - step) for curve in (output, active)))
    assert common_shock_elasticity(activity) == pytest.approx(slope, rel=1e-4)  # differences of logs near saturation


@given(activities)
def test_the_activity_behind_a_common_shock_exponent_is_found_again(activity):
    exponent = common_shock_elasticity(activity)
    # The exponent itself is a rounded number near 1, so a small activity is known to 2e-16 and no better.
    assert common_shock_activity(exponent) == pytest.approx(activity, rel=1e-9, abs=1e-15)


@given(activities)
def test_the_activity_behind_an_output_per_contributor_is_found_again(activity):
    assert activity_seen(independent_output(1, activity)) == pytest.approx(activity, rel=1e-9, abs=1e-15)


@given(activities, st.floats(1.01, 10))
def test_busier_pools_exaggerate_more(activity, factor):
    assert 1 <= common_shock_elasticity(activity) <= common_shock_elasticity(activity * factor)


@given(st.floats(0.05, 3), st.floats(1.01, 3))
def test_more_equal_contributions_never_scale_faster(tail, factor):
    assert 1 <= large_deviation_exponent(tail * factor) <= large_deviation_exponent(tail)


@given(activities, st.floats(0.1, 1e12), st.floats(0.01, 100))
def test_independent_contributors_scale_with_exponent_one(activity, active, factor):
    assert independent_output(active * factor, activity) == pytest.approx(factor * independent_output(active, activity))


def test_independent_output_is_the_mean_of_poisson_contributors_given_how_many_are_seen():
    rng = np.random.default_rng(2024)
    counts = rng.poisson(0.7, size=(40_000, 12))
    seen, output = (counts > 0).sum(1), counts.sum(1)
    for active in (4, 6, 8):
        same = output[seen == active]
        # Four standard errors of the mean.
        assert same.mean() == pytest.approx(independent_output(active, 0.7), abs=4 * same.std() / np.sqrt(same.size))


def test_typical_sums_of_heavy_tailed_contributions_grow_by_the_large_deviation_exponent():
    rng = np.random.default_rng(2024)
    few, many = (np.median((1 + rng.pareto(0.5, size=(4000, c))).sum(1)) for c in (20, 320))
    # The median of 4000 sums of this tail is known to about 8 percent, a sixteenfold size divides that by ln 16.
    assert np.log(many / few) / np.log(16) == pytest.approx(large_deviation_exponent(0.5), abs=0.1)


def test_arrays_give_what_their_numbers_give_one_by_one():
    for formula, values in [
        (common_shock_elasticity, [0, 0.5, 800]),
        (common_shock_activity, [1, 1.0001, 3]),
        (large_deviation_exponent, [0.1, 1, 5]),
        (activity_seen, [1, 1.0001, 30]),
        (lambda x: independent_output(x, [0, 1, 2]), [1, 2, 3]),
    ]:
        together = formula(np.array(values, float))
        assert together.shape == (3,)
        if formula in (common_shock_elasticity, common_shock_activity, activity_seen):
            assert together == pytest.approx([formula(one) for one in values])
    assert independent_output([1, 2, 3], [0, 1, 2]) == pytest.approx(
        [independent_output(c, rate) for c, rate in ((1, 0), (2, 1), (3, 2))]
    )


@pytest.mark.parametrize(
    ("attempt", "message"),
    [
        (lambda: common_shock_elasticity(-1), "activity must be at least 0, got -1"),
        (lambda: common_shock_activity(0.9), "exponent must be at least 1 and at most .*, got 0.9"),
        (lambda: common_shock_activity(float("nan")), "exponent must be at least 1 and at most .*, got nan"),
        (lambda: large_deviation_exponent(0), "tail_exponent must be above 0, got 0"),
        (lambda: activity_seen(0.5), "output_per_active must be at least 1, got 0.5"),
        (lambda: independent_output(-1, 1), "active must be at least 0, got -1"),
    ],
)
def test_impossible_input_is_refused_by_name(attempt, message):
    with pytest.raises(ValueError, match=message):
        attempt()
