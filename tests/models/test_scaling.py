from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from peerkit.models.network_fit import loglog_exponent
from peerkit.models.scaling import (
    EventLog,
    Scaling,
    activity_seen,
    common_shock_activity,
    common_shock_elasticity,
    doubling_factor,
    independent_output,
    large_deviation_exponent,
    scaling_table,
    shifted_histories,
    shuffled_authors,
    simulated_log,
    window_counts,
)
from tests.models.strategies import records

activities = st.floats(-12, 2.5).map(lambda digits: 10.0**digits)
seeds = st.integers(0, 2**32 - 1)
# A simulated log takes milliseconds to seconds: fewer of them, and no clock on any.
logs = settings(max_examples=25, deadline=None)
# Few contributions, so that a slow and plain count can follow.
small = Scaling(contributors=8, daily_rate=0.1, window=4, trailing_window=30, tenure=60)


def drawn(record, seed, days=1825.0):
    rng = np.random.default_rng(seed)
    return scaling_table(record, simulated_log(record, rng, days), rng)


@pytest.mark.parametrize(
    ("formula", "at", "result"),
    [
        (doubling_factor, 1, 2),  # twice as many, twice as much
        (doubling_factor, 0, 1),  # size makes no difference
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


def test_against_sornette_maillart_and_ghezzi_one_plus_one_makes_2_5():
    """PLoS ONE e103023, abstract: a median exponent of about 4/3, so that doubling multiplies output by 2.5."""
    assert doubling_factor(4 / 3) == pytest.approx(2.5, abs=0.05)  # published to one digit


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


def test_one_seed_makes_one_log():
    one, same = (simulated_log(Scaling(), np.random.default_rng(7)) for _ in range(2))
    assert np.array_equal(one.times, same.times)
    assert drawn(Scaling(), 7) == drawn(Scaling(), 7)


@pytest.mark.parametrize("changes", [{"shock": 0.0}, {"shock": 0.8}, {"wave": 0.0}, {"tenure": 300.0}])
def test_logs_hold_as_many_contributions_as_members_rates_and_times_say(changes):
    record = Scaling(**{"shock": 0.5, "memory": 10.0, **changes})
    sizes = [simulated_log(record, np.random.default_rng(seed), 1000).times.size for seed in range(60)]
    expected = record.contributors * record.daily_rate * 1000 * np.exp(record.shock**2 / 2)
    assert np.mean(sizes) == pytest.approx(expected, abs=4 * np.std(sizes) / np.sqrt(60))  # four standard errors


@logs
@given(seeds)
def test_windows_and_teams_are_counted_as_a_slow_loop_counts_them(seed):
    log = simulated_log(small, np.random.default_rng(seed), 150)
    counts = window_counts(small, log)
    ends = [end for end in np.arange(4, 151, 4) if end >= 30]
    assert len(counts.output) == len(ends)
    for place, end in enumerate(ends):
        inside = (log.times >= end - 4) & (log.times < end)
        trailing = (log.times >= end - 30) & (log.times < end)
        assert counts.output[place] == inside.sum()
        assert counts.active[place] == np.unique(log.authors[inside]).size
        assert counts.team[place] == np.unique(log.authors[trailing]).size


@logs
@given(records(Scaling), seeds, st.sampled_from([0.25, 2.0, 16.0]))
def test_counting_time_in_another_unit_leaves_every_exponent_alone(record, seed, unit):
    spans = ("memory", "tenure", "window", "trailing_window")
    record = record.replace(contributors=20)
    abroad = record.replace(
        daily_rate=record.daily_rate / unit, **{name: getattr(record, name) * unit for name in spans}
    )
    one, other = (
        window_counts(r, simulated_log(r, np.random.default_rng(seed), 730.0 * scale))
        for r, scale in ((record, 1), (abroad, unit))
    )
    assert all(np.array_equal(a, b) for a, b in zip(one, other, strict=True))


@logs
@given(records(Scaling), seeds)
def test_whoever_is_active_is_in_the_team_and_has_contributed(record, seed):
    wide = record.replace(contributors=20, trailing_window=max(record.trailing_window, record.window))
    counts = window_counts(wide, simulated_log(wide, np.random.default_rng(seed), 730))
    assert np.all(counts.active <= counts.output)
    assert np.all(counts.active <= counts.team)


@logs
@given(seeds)
def test_shuffling_keeps_who_did_how_much_in_a_year_and_when_anything_happened(seed):
    rng = np.random.default_rng(seed)
    log = simulated_log(small, rng, 1095)
    again = shuffled_authors(log, rng)
    assert np.array_equal(again.times, log.times)
    for year in range(3):
        inside = log.times // 365 == year
        assert np.array_equal(np.sort(again.authors[inside]), np.sort(log.authors[inside]))


@logs
@given(seeds)
def test_shifting_keeps_every_author_within_the_same_span_and_as_busy(seed):
    rng = np.random.default_rng(seed)
    log = simulated_log(small, rng, 1095)
    again = shifted_histories(log, rng)
    assert np.array_equal(again.authors, log.authors)
    for author in np.unique(log.authors):
        before, after = log.times[log.authors == author], again.times[again.authors == author]
        assert before.min() - 1e-9 <= after.min() <= after.max() <= before.max() + 1e-9
        # Turned as on a circle: the gaps stay, whichever comes first.
        span = np.ptp(before)
        gaps = [np.sort(np.diff(np.sort(t), append=np.min(t) + span)) for t in (before, after)]
        assert gaps[0] == pytest.approx(gaps[1], abs=1e-6)  # a difference of days near 1000


def test_without_common_shocks_active_contributors_give_an_exponent_of_one():
    calm = Scaling(contributors=150, shock=0, tenure=100)
    tables = [drawn(calm, seed) for seed in range(12)]
    found = np.array([table.active.exponent for table in tables])
    # Four standard errors, and 0.01 because a logarithm of a mean is not the mean of the logarithm.
    assert found.mean() == pytest.approx(1, abs=4 * found.std() / np.sqrt(12) + 0.01)
    assert np.mean([table.active.low <= 1.01 and table.active.high >= 0.99 for table in tables]) > 0.5


@pytest.mark.parametrize("activity", [0.1, 0.3, 0.55])
def test_common_shocks_in_a_constant_pool_give_the_predicted_exponent(activity):
    steady = Scaling(
        contributors=500, daily_rate=activity / 5, shock=0.4, wave=0, tenure=1e6, memory=60, trailing_window=5
    )
    counts = [window_counts(steady, simulated_log(steady, np.random.default_rng(seed), 1000)) for seed in range(6)]
    found = np.mean([loglog_exponent(one.active, one.output).exponent for one in counts])
    # A curve of log output on log size is not quite a line, and sampling noise in the size pulls towards 1.
    assert found == pytest.approx(common_shock_elasticity(activity), abs=0.05)


def test_under_common_shocks_a_longer_window_gives_a_larger_exponent_on_the_same_log():
    shaken = Scaling(contributors=150, daily_rate=0.1, wave=0, tenure=1000, memory=100)
    log = simulated_log(shaken, np.random.default_rng(2024))
    found = [
        scaling_table(shaken.replace(window=days), log, np.random.default_rng(1)).active.exponent
        for days in (1, 2, 5, 10, 20)
    ]
    assert np.all(np.diff(found) > 0)


def test_the_two_definitions_of_size_disagree_about_the_sign_on_one_log_without_interaction():
    table = drawn(Scaling(), 1)
    assert table.active.low > 1
    assert table.team.high < 1
    assert f"{table.active.exponent:.2f} by contributors active" in table.evidence_against
    assert f"{table.team.exponent:.2f} by the team" in table.evidence_against


def test_shuffled_authors_still_show_an_exponent_above_one():
    found = np.array([drawn(Scaling(), seed).shuffled.exponent for seed in range(8)])
    assert found.mean() - 4 * found.std() / np.sqrt(8) > 1  # four standard errors


def test_arrays_give_what_their_numbers_give_one_by_one():
    for formula, values in [
        (doubling_factor, [0.5, 1, 2]),
        (common_shock_elasticity, [0, 0.5, 800]),
        (common_shock_activity, [1, 1.0001, 3]),
        (large_deviation_exponent, [0.1, 1, 5]),
        (activity_seen, [1, 1.0001, 30]),
        (lambda x: independent_output(x, [0, 1, 2]), [1, 2, 3]),
    ]:
        together = formula(np.array(values, float))
        assert together.shape == (3,)
        if formula in (doubling_factor, common_shock_elasticity, common_shock_activity, activity_seen):
            assert together == pytest.approx([formula(one) for one in values])
    assert independent_output([1, 2, 3], [0, 1, 2]) == pytest.approx(
        [independent_output(c, rate) for c, rate in ((1, 0), (2, 1), (3, 2))]
    )


def test_every_corner_of_the_teaching_box_has_an_answer():
    names = Scaling.parameters()
    for corner in product(*(p.explore for p in names.values())):
        table = drawn(Scaling(**dict(zip(names, corner, strict=True))), 2024, 400)
        for line in table[:4]:
            assert np.isfinite(line.exponent) == (line.outcome == "estimated")


@pytest.mark.parametrize(
    "log", [EventLog(np.array([]), np.array([], int), 1000.0), EventLog(np.ones(1), np.ones(1, int), 3.0)]
)
def test_a_log_that_is_empty_or_too_short_says_so(log):
    table = scaling_table(Scaling(), log, rng())
    assert table.active.outcome == table.team.outcome == "too few observations"
    assert np.isnan(table.activity) and np.isnan(table.common_shock)


def rng():
    return np.random.default_rng(0)


@pytest.mark.parametrize(
    ("attempt", "message"),
    [
        (lambda: common_shock_elasticity(-1), "activity must be at least 0, got -1"),
        (lambda: common_shock_activity(0.9), "exponent must be at least 1, got 0.9"),
        (lambda: common_shock_activity(float("nan")), "exponent must be at least 1, got nan"),
        (lambda: large_deviation_exponent(0), "tail_exponent must be above 0, got 0"),
        (lambda: activity_seen(0.5), "output_per_active must be at least 1, got 0.5"),
        (lambda: independent_output(-1, 1), "active must be at least 0, got -1"),
        (lambda: Scaling(shock=4), "shock must be at least 0 and at most 3, got 4"),
        (lambda: Scaling(windows=4), "no parameter 'windows'; did you mean window?"),
        (lambda: simulated_log(Scaling(), rng(), 0), "days must be above 0 and finite, got 0"),
        (lambda: simulated_log(Scaling(tenure=1e-6), rng()), r"must stay below 1e\+07 people, got parameters"),
        (lambda: simulated_log(Scaling(daily_rate=1e6), rng()), r"must stay below 1e\+07 contributions"),
        (lambda: simulated_log(Scaling(memory=1e-4), rng()), r"must stay below 1e\+07 steps"),
        (lambda: shuffled_authors(EventLog(np.ones(1), np.ones(1, int), 2.0), rng(), 0), "period must be above 0"),
    ],
)
def test_impossible_input_is_refused_by_name(attempt, message):
    with pytest.raises(ValueError, match=message):
        attempt()
