"""The tables that one pass over a log gives, against counting contribution by contribution."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from peerkit.evidence.blocks import BLOCK, MONTH, WINDOWS, tables
from peerkit.evidence.log import DAY, log_of


def log(contributors, times):
    items = [f"i{number}" for number in range(len(times))]
    return log_of({"contributor": contributors, "time": times, "item": items}, "made up")


def counted(contributors, times, days):
    """Active contributors and contributions of each window, by definition."""
    numbers = [time // (days * DAY) for time in times]
    every = range(min(numbers), max(numbers) + 1)
    active = [len({who for who, number in zip(contributors, numbers, strict=True) if number == each}) for each in every]
    return active, [numbers.count(each) for each in every]


EVENTS = st.lists(
    st.tuples(st.sampled_from("abcde"), st.integers(-BLOCK * DAY, 3 * BLOCK * DAY)), min_size=1, max_size=40
)


@settings(deadline=None, max_examples=8)
@given(EVENTS)
def test_windows_count_each_contributor_once(events):
    contributors, times = zip(*events, strict=True)
    with tables(log(contributors, times)) as kept:
        for days in WINDOWS:
            windows = kept.windows(days)
            active, made = counted(contributors, times, days)
            assert windows.active.tolist() == active and windows.contributions.tolist() == made


@settings(deadline=None, max_examples=8)
@given(EVENTS)
def test_cohorts_count_who_is_active_how_many_windows_after_the_first(events):
    months = {}
    for who, time in events:
        months.setdefault(who, set()).add(time // (MONTH * DAY))
    first, end = min(map(min, months.values())), max(time for _, time in events) + 1
    with tables(log(*zip(*events, strict=True))) as kept:
        cohorts = kept.cohorts
        for (cohort, age), active in np.ndenumerate(cohorts.active):
            begun, then = first + cohort, first + cohort + age
            if active < 0:
                assert (then + 1) * MONTH * DAY > end
            else:
                assert active == sum(min(seen) == begun and then in seen for seen in months.values())
        assert cohorts.size.sum() == len(months) == kept.arrivals.sum() == kept.departures.sum()


def test_a_window_that_begins_before_the_log_or_ends_after_it_is_not_whole():
    with tables(log(["a", "a", "b"], [5 * DAY, 12 * DAY, 15 * DAY - 1])) as kept:
        assert kept.windows(5).whole.tolist() == [True, True]
    with tables(log(["a", "a", "b"], [5 * DAY + 1, 12 * DAY, 15 * DAY - 2])) as kept:
        assert kept.windows(5).whole.tolist() == [False, False]


def test_who_is_seen_after_the_end_was_still_there_at_the_end():
    seconds = [0, 10 * DAY, 3 * DAY, 30 * DAY, 25 * DAY]
    with tables(log(["gone", "gone", "there", "there", "late"], seconds)) as kept:
        days, left, stayed = kept.tenures(20 * DAY)
    assert (days.tolist(), left.tolist(), stayed.tolist()) == ([10, 17], [1, 0], [0, 1])


def test_counts_of_counts_and_periods_since_the_beginning():
    with tables(log(["a", "a", "b", "c"], [100, 3 * DAY, 31 * DAY, 100 + 61 * DAY])) as kept:
        values, times = kept.counts
        assert (values.tolist(), times.tolist()) == ([1, 2], [2, 1])
        assert kept.joined(30).tolist() == [1, 1]


def test_the_engine_keeps_nothing_when_the_tables_are_done_with():
    import ibis

    made = log(["a"], [1])

    def kept():
        return ibis.get_backend(made.table).raw_sql("SELECT count(*) FROM duckdb_tables()").fetchone()[0]

    before = kept()
    with tables(made):
        assert kept() == before + 2
    assert kept() == before


@pytest.mark.parametrize("days", WINDOWS)
def test_a_block_holds_whole_windows(days):
    assert BLOCK % days == 0
