"""The published coverage of intervals, a part of it measured again."""

import numpy as np
import pytest

from peerkit.evidence import estimators
from peerkit.evidence.held import HELD, HOLDS, LOGS, SPREAD, TRUTHS, expected_beyond, held, holds, holds_one
from peerkit.evidence.simulate import simulate
from peerkit.evidence.windows import counts_of, fetched_panel, pairs_of, span, team_of

LOGS_HERE = 25


@pytest.fixture(scope="module")
def again():
    """Shares of a few logs with a true exponent of 1, other seeds than those of the table."""
    inside = {"ols": [], "author": []}
    for seed in range(1000, 1000 + LOGS_HERE):
        log = simulate("synergy", exponent=1.0, spread=SPREAD, rng=np.random.default_rng(seed))
        covered = span(log)
        daily = fetched_panel(log, covered)
        pairs = pairs_of(daily, covered, 5)
        counts = counts_of(pairs, covered, 5, team_of(daily, covered))
        fit = estimators.ols(counts.active, counts.contributions)
        inside["ols"].append(fit.interval[0] <= 1 <= fit.interval[1])
        fit = estimators.author(pairs, counts.active, pairs.contributions)
        inside["author"].append(fit.interval[0] <= 1 <= fit.interval[1])
    return inside


@pytest.mark.parametrize("name", ["ols", "author"])
def test_the_table_is_what_other_seeds_give(again, name):
    """Within four standard errors of the difference of both shares."""
    table = held(5, "active", "count", name)["1"]
    error = np.sqrt(table * (1 - table) * (1 / LOGS_HERE + 1 / LOGS))
    assert np.mean(again[name]) == pytest.approx(table, abs=4 * error)


def test_no_interval_is_said_to_hold_that_does_not():
    assert HOLDS == pytest.approx(0.95 - 4 * (0.95 * 0.05 / LOGS) ** 0.5, abs=5e-4)
    assert not any(holds(held(days, size, "count", name)) for days, size, name in HELD)
    assert {name for days, size, name in HELD if holds_one(held(days, size, "count", name))} == {"author", "truncated"}


def test_every_share_is_one_and_amounts_have_none():
    assert all(len(shares) == len(TRUTHS) for shares in HELD.values())
    assert all(share is None or 0 <= share <= 1 for shares in HELD.values() for share in shares)
    assert held(5, "active", "amount", "ols") == {} == held(3, "active", "count", "ols")
    assert expected_beyond({}) == 0.025
