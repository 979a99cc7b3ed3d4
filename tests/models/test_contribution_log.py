import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from peerkit.models.contribution_log import (
    EventLog,
    shifted_histories,
    shuffled_authors,
    simulated_log,
    window_counts,
)
from peerkit.models.scaling import Scaling
from tests.models.strategies import records

seeds = st.integers(0, 2**32 - 1)
# A simulated log takes milliseconds to seconds: fewer of them, and no clock on any.
logs = settings(max_examples=25, deadline=None)
# Few contributions, so that a slow and plain count can follow.
small = Scaling(contributors=8, daily_rate=0.1, window=4, trailing_window=30, tenure=60)


def test_one_seed_makes_one_log():
    one, same = (simulated_log(Scaling(), np.random.default_rng(7)) for _ in range(2))
    assert np.array_equal(one.times, same.times)


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


def test_an_empty_log_has_windows_without_anybody():
    counts = window_counts(Scaling(), EventLog(np.array([]), np.array([], int), 1000.0))
    assert counts.output.size == 142 and not np.any(counts)


def rng():
    return np.random.default_rng(0)


@pytest.mark.parametrize(
    ("attempt", "message"),
    [
        (lambda: simulated_log(Scaling(), rng(), 0), "days must be above 0, got 0"),
        (lambda: simulated_log(Scaling(memory=1e6), rng(), 1e8), r"must stay below 1e\+07 people, got parameters"),
        (lambda: simulated_log(Scaling(memory=1e6, tenure=1e9), rng(), 1e8), r"must stay below 1e\+07 contributions"),
        (lambda: simulated_log(Scaling(), rng(), 1e8), r"must stay below 1e\+07 steps"),
        (lambda: simulated_log(Scaling(), rng(), "5"), "days must be a number, got '5'"),
        (lambda: Scaling(daily_rate=1000.0), "too many contributions to draw; lower contributors, daily_rate or shock"),
        (lambda: Scaling(tenure=0.001, contributors=150.0), "too many members to draw"),
        (lambda: Scaling(window=1e-6), "window must be at least 0.05"),
        (lambda: shuffled_authors(EventLog(np.ones(1), np.ones(1, int), 2.0), rng(), 0), "period must be above 0"),
    ],
)
def test_impossible_input_is_refused_by_name(attempt, message):
    with pytest.raises(ValueError, match=message):
        attempt()


def test_times_that_outlast_the_log_bring_no_newcomers_from_after_its_end():
    """A memory of 1e15 days once asked for 2e14 people in a log of five years."""
    log = simulated_log(Scaling(memory=1e15, wave=0.0), rng(), 1825)
    # 50 people at a time who stay 30 days are about 3,092 in five years; six contributions each leave few unseen.
    assert 2500 < len(np.unique(log.authors)) < 3400
    assert log.times.max() <= 1825
