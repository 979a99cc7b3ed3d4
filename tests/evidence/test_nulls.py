"""Nulls keep what they promise to keep, and give 1 where nothing else is in the log."""

import numpy as np
import pytest

from peerkit.evidence import nulls
from peerkit.evidence.estimators import truncated_slope
from peerkit.evidence.simulate import simulate
from peerkit.evidence.windows import Pairs, counts_of, fetched_panel, pairs_of, span, team_of


@pytest.fixture(scope="module")
def log():
    simulated = simulate("turnover", contributors=30, days=900, spread=1, rng=np.random.default_rng(9))
    covered = span(simulated)
    return fetched_panel(simulated, covered), covered


def test_shuffling_keeps_output_of_days_and_totals_of_authors_within_each_year(log):
    daily, covered = log
    again = nulls.shuffled(daily, covered.days, np.random.default_rng(1))
    for pairs_total in (lambda p: p.window, lambda p: p.author * 10 + p.window // nulls.YEAR):
        before, after = (np.bincount(pairs_total(p), p.contributions, 10 * 2000) for p in (daily, again))
        assert np.array_equal(before, after)
    assert not np.array_equal(daily.author, again.author)


def test_shifting_keeps_stays_and_days_of_every_author(log):
    daily, covered = log
    again = nulls.shifted(daily, covered.days, np.random.default_rng(1))
    assert np.array_equal(np.bincount(daily.author), np.bincount(again.author))
    for author in np.unique(daily.author)[:50]:
        own, other = daily.window[daily.author == author], again.window[again.author == author]
        assert own.min() <= other.min() and other.max() <= own.max()
        assert sorted(daily.contributions[daily.author == author]) == sorted(
            again.contributions[again.author == author]
        )
    assert not np.array_equal(daily.window, again.window)


def test_amounts_stay_with_the_day_and_sum_to_the_same():
    daily = Pairs(np.array([0, 0, 1]), np.array([0, 3, 3]), np.array([2, 1, 1]), np.array([6.0, 1.0, 5.0]))
    for null in nulls.NULLS:
        again = getattr(nulls, null)(daily, 4, np.random.default_rng(2))
        assert again.amount.sum() == pytest.approx(12)


def test_the_truncated_panel_gives_about_1_when_histories_are_shifted(log):
    """The mean of twelve draws; single draws scatter."""
    daily, covered = log
    rng, exponents = np.random.default_rng(3), []
    for _ in range(12):
        again = nulls.shifted(daily, covered.days, rng)
        pairs = pairs_of(again, covered, 5)
        counts = counts_of(pairs, covered, 5, team_of(again, covered))
        exponents.append(truncated_slope(pairs, counts.active, pairs.contributions))
    assert np.mean(exponents) == pytest.approx(1, abs=0.06)


def test_one_more_draw_lies_within_the_interval_in_95_percent():
    rng = np.random.default_rng(6)
    inside = 0
    for _ in range(2000):
        drawn = rng.normal(1, 0.1, 11)
        low, high = nulls.placebo(drawn[:10]).interval
        inside += low <= drawn[10] <= high
    assert inside / 2000 == pytest.approx(0.95, abs=4 * (0.95 * 0.05 / 2000) ** 0.5)


def test_too_few_draws_have_no_interval():
    assert nulls.placebo([1.0, float("nan")]) == (1.0, None, 1)
    assert nulls.placebo([]) == (None, None, 0)
