"""Windows and teams: engines and numpy count the same, and both count what a plain loop counts."""

import numpy as np
import pytest

from peerkit.evidence.log import DAY, fetched, log_of
from peerkit.evidence.simulate import simulate
from peerkit.evidence.windows import (
    TRAILING,
    WINDOWS,
    complete_windows,
    counts_of,
    dense_team,
    engine_counts,
    fetched_panel,
    pairs_of,
    panel,
    panel_rows,
    span,
    team_of,
)


@pytest.fixture(scope="module")
def small():
    """Forty contributors around 1970, so that some dates are negative, with amounts of both signs."""
    rng = np.random.default_rng(7)
    people, times = rng.integers(0, 40, 3000), rng.integers(-500 * DAY, 700 * DAY, 3000)
    # Half of the people stay away for more than the trailing window.
    times = np.where((people < 20) & (times > 0) & (times < 350 * DAY), times - 500 * DAY, times)
    return log_of(
        {
            "contributor": np.array([f"c{each}" for each in people], dtype=object),
            "time": times,
            "item": np.array([f"i{each}" for each in range(3000)], dtype=object),
            "amount": rng.normal(5, 10, 3000),
        },
        "small",
    )


def by_hand(log, days):
    """Counts of every complete window, one window at a time."""
    rows = fetched(log.table.select("contributor", "time", "amount"))
    who, day = np.asarray(rows["contributor"]), np.asarray(rows["time"]) // DAY
    windows = range(-(-day.min() // days), (day.max() + 1) // days)
    for window in windows:
        end = (window + 1) * days
        inside = (day >= window * days) & (day < end)
        names, times = np.unique(who[inside], return_counts=True)
        team = np.unique(who[(day < end) & (day >= end - TRAILING)]).size
        yield names.size, team, inside.sum(), rows["amount"][inside].sum(), (times == 1).sum()


@pytest.mark.parametrize("days", WINDOWS)
def test_the_engine_counts_what_a_loop_counts(small, days):
    covered = span(small)
    counts = engine_counts(small, covered, days, dense_team(small, covered))
    expected = np.array(list(by_hand(small, days)))
    for column, values in zip(
        (counts.active, counts.team, counts.contributions, counts.amount, counts.once), expected.T, strict=True
    ):
        assert column == pytest.approx(values, abs=1e-9)


@pytest.mark.parametrize("days", WINDOWS)
def test_numpy_counts_what_the_engine_counts(small, days):
    covered = span(small)
    daily = fetched_panel(small, covered)
    team = team_of(daily, covered)
    there, here = (
        engine_counts(small, covered, days, dense_team(small, covered)),
        counts_of(pairs_of(daily, covered, days), covered, days, team),
    )
    for left, right in zip(there, here, strict=True):
        assert left == pytest.approx(right, abs=1e-9)


def test_the_size_of_a_panel_is_known_before_it_is_fetched(small):
    assert panel_rows(small, 7) == len(fetched(panel(small, 7))["window"])


def test_the_first_team_windows_do_not_count_because_the_log_has_just_begun():
    log = simulate("poisson", days=400, rng=np.random.default_rng(1))
    covered = span(log)
    counts = engine_counts(log, covered, 5, dense_team(log, covered))
    first, many = complete_windows(covered, 5)
    assert counts.settled.sum() == sum((first + each + 1) * 5 - TRAILING >= covered.first for each in range(many))


def test_an_empty_log_has_no_span():
    assert (
        span(
            log_of(
                {"contributor": np.array([], object), "time": np.array([], np.int64), "item": np.array([], object)},
                "empty",
            )
        )
        is None
    )


def test_people_are_numbered_by_what_they_did_and_not_by_their_pseudonyms(small):
    """A null draws the same logs with any key of the pseudonyms and any order of the rows."""
    rows = fetched(small.table)
    other = np.random.default_rng(3).permutation(rows["time"].size)
    renamed = {name: values[other] for name, values in rows.items()}
    # Backwards: another order of names, whichever way they are sorted.
    renamed["contributor"] = np.array([f"d{99 - int(each[1:])}" for each in renamed["contributor"]], dtype=object)
    before, after = (fetched_panel(log, span(log)) for log in (small, log_of(renamed, "renamed")))
    for one, again in zip(before, after, strict=True):
        assert one == pytest.approx(again, rel=1e-9)
