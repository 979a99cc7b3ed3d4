from itertools import product

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.optimize import brentq
from scipy.stats import norm

from peerkit.figures.thresholds import one_person, summary
from peerkit.models.crowd import decisive_person, spaced_thresholds
from peerkit.models.thresholds import (
    Thresholds,
    critical_spread,
    equilibria,
    equilibrium,
    joiners,
    path,
)
from tests.models.strategies import records

# No time limit for an example: the machine may be busy.
unhurried = settings(deadline=None, max_examples=50)
crowds = records(Thresholds)
# A mean below half of the crowd, so that there is a spread at which it tips.
tipping_crowds = records(Thresholds, mean_threshold=st.floats(1, 45), members=100)


def sizes(resting):
    return [size for size in resting[:3] if not np.isnan(size)]


@pytest.mark.parametrize(
    ("changes", "size", "outcome"),
    [
        ({"spread": 1e-12}, 0.0, "low or high"),  # all alike: nobody goes first
        ({"spread": 1e12}, 50.0, "high only"),  # no order at all: half have thresholds below anything
        ({"mean_threshold": 0, "spread": 10}, 100.0, "high only"),  # half need no example and carry the rest
        ({"mean_threshold": 50, "spread": 60}, 50.0, "high only"),  # half the crowd at half the crowd, by symmetry
        ({"mean_threshold": 60, "spread": 1}, 0.0, "low or high"),  # a determined crowd holds either way
        ({"mean_threshold": 1e6, "spread": 1}, 0.0, "low only"),  # more examples needed than there are people
    ],
)
def test_limiting_cases(changes, size, outcome):
    thresholds = Thresholds(**changes)
    assert equilibrium(thresholds) == pytest.approx(size, abs=1e-6)
    assert equilibria(thresholds).outcome == outcome


@pytest.mark.parametrize(
    ("mean", "outcome"),
    [
        (25, "tips"),  # less than half
        (0, "tips"),  # any spread does
        (50, "no tipping"),  # exactly half: joiners grow without a jump
        (80, "no tipping"),  # more than half
    ],
)
def test_only_a_crowd_with_a_mean_below_half_tips(mean, outcome):
    tipping = critical_spread(Thresholds(mean_threshold=mean))
    assert tipping.outcome == outcome
    assert np.isnan(tipping.spread) == (outcome == "no tipping")


def test_against_granovetter_1978_the_crowd_of_a_hundred_jumps_at_a_spread_of_12_2_from_about_6():
    """0.12 of the population confirmed at jalt.online/granovetter.html; 12.2 and 6 recomputed by tangency."""
    tipping = critical_spread(Thresholds(mean_threshold=25, members=100))
    assert tipping.spread == pytest.approx(12.2, abs=0.05)  # published to one digit
    assert tipping.joiners == pytest.approx(6, abs=0.5)  # published as "about 6"
    assert equilibrium(Thresholds(spread=12.3)) > 99.9


@unhurried
@given(crowds)
def test_every_equilibrium_reproduces_itself(record):
    for size in sizes(equilibria(record)):
        assert joiners(record, size) == pytest.approx(size, rel=1e-9, abs=1e-9)


@unhurried
@given(crowds)
def test_no_equilibrium_is_missed_by_a_search_with_a_fine_comb(record):
    grid = np.concatenate([[0.0], np.geomspace(1e-12, 1, 20_001)]) * record.members
    above = joiners(record, grid) > grid
    changes = np.flatnonzero(above[1:] != above[:-1])
    assume(above[0])  # beyond 38 standard deviations nobody goes first and the lowest equilibrium is 0
    crossings = [
        brentq(lambda r: joiners(record, r) - r, grid[i], grid[i + 1], xtol=1e-13, rtol=1e-13) for i in changes
    ]
    assert sizes(equilibria(record)) == pytest.approx(crossings, rel=1e-6)  # a comb of 20,000 teeth, polished


@unhurried
@given(tipping_crowds)
def test_the_critical_spread_is_where_the_low_equilibrium_vanishes(record):
    tipping = critical_spread(record)
    # The two equilibria approach each other like a square root, so the search goes to the last digits.
    assert equilibria(record.replace(spread=tipping.spread * (1 - 1e-12))).outcome == "low or high"
    assert equilibria(record.replace(spread=tipping.spread * (1 + 1e-12))).outcome == "high only"
    just_before = equilibria(record.replace(spread=tipping.spread * (1 - 1e-12)))
    assert just_before.low == pytest.approx(tipping.joiners, rel=1e-4)
    assert just_before.tipping_point == pytest.approx(tipping.joiners, rel=1e-4)


@unhurried
@given(tipping_crowds)
def test_at_the_critical_spread_the_curve_touches_the_diagonal(record):
    tipping = critical_spread(record)
    touching = norm(record.mean_threshold, tipping.spread)
    assert 100 * touching.cdf(tipping.joiners) == pytest.approx(tipping.joiners)
    assert 100 * touching.pdf(tipping.joiners) == pytest.approx(1)


@unhurried
@given(tipping_crowds, st.floats(0.02, 0.99), st.floats(1.01, 20))
def test_a_spread_below_the_critical_one_keeps_few_and_above_it_brings_many(record, less, more):
    tipping = critical_spread(record)
    assert equilibrium(record.replace(spread=tipping.spread * less)) < tipping.joiners
    assert equilibrium(record.replace(spread=tipping.spread * more)) > tipping.joiners


@unhurried
@given(crowds)
def test_rounds_never_lose_a_joiner_and_never_pass_the_equilibrium(record):
    course = path(record, 60)
    assert np.all(np.diff(course) >= 0)
    assert course[-1] <= equilibrium(record) * (1 + 1e-9)


@settings(max_examples=15, deadline=None)
@given(crowds)
def test_rounds_lead_away_from_the_tipping_point_to_either_side(record):
    resting = equilibria(record)
    assume(resting.outcome == "low or high")
    # Away from the point where the two vanish the map is not too flat to arrive in a thousand rounds.
    assume(resting.tipping_point - resting.low > 1 and resting.high - resting.tipping_point > 1)
    assert path(record, 1000, resting.tipping_point - 0.1)[-1] == pytest.approx(resting.low, rel=1e-6, abs=1e-6)
    assert path(record, 1000, resting.tipping_point + 0.1)[-1] == pytest.approx(resting.high, rel=1e-6)


@unhurried
@given(crowds, st.floats(0.1, 1))
def test_a_lower_mean_never_lowers_the_equilibrium(record, factor):
    eager = record.replace(mean_threshold=record.mean_threshold * factor)
    assert equilibrium(eager) >= equilibrium(record) * (1 - 1e-9)


@unhurried
@given(crowds, st.integers(2, 25))
def test_a_crowd_counted_in_other_units_behaves_the_same(record, factor):
    larger = Thresholds(
        mean_threshold=record.mean_threshold * factor,
        spread=record.spread * factor,
        members=record.members * factor,
    )
    assert larger.members == record.members * factor
    assert equilibria(larger).outcome == equilibria(record).outcome
    assert sizes(equilibria(larger)) == pytest.approx(np.multiply(sizes(equilibria(record)), factor))
    assert critical_spread(larger).spread == pytest.approx(critical_spread(record).spread * factor, nan_ok=True)


def test_every_corner_of_the_teaching_box_has_an_equilibrium():
    for corner in product(*(p.explore for p in Thresholds.parameters().values())):
        record = Thresholds(**dict(zip(Thresholds.parameters(), corner, strict=True)))
        assert 0 <= equilibrium(record) <= record.members
        assert critical_spread(record).outcome in ("tips", "no tipping")


def test_a_batch_gives_what_its_records_give_one_by_one():
    values = {
        "mean_threshold": [25, 25, 60, 0, 25],
        "spread": [12, 13, 5, 4, 1e-3],
        "members": [100, 100, 90, 50, 10_000],
    }
    batch = Thresholds.batch(**values)
    singles = [Thresholds(**dict(zip(values, row, strict=True))) for row in zip(*values.values(), strict=True)]
    for i in range(3):
        assert equilibria(batch)[i] == pytest.approx([equilibria(one)[i] for one in singles], nan_ok=True)
    assert list(equilibria(batch).outcome) == [equilibria(one).outcome for one in singles]
    assert equilibrium(batch) == pytest.approx([equilibrium(one) for one in singles])
    assert critical_spread(batch).spread == pytest.approx([critical_spread(one).spread for one in singles], nan_ok=True)
    assert path(batch, 5, 3) == pytest.approx(np.array([path(one, 5, 3) for one in singles]))


@pytest.mark.parametrize(
    ("attempt", "message"),
    [
        (lambda: Thresholds(spread=0), "spread must be at least 1e-12 and at most 1e.15, got 0"),
        (lambda: Thresholds(mean_threshold=-1), "mean_threshold must be at least 0 and at most 1e.15, got -1"),
        (lambda: Thresholds(members=0), "members must be a whole number at least 1 and at most 10000, got 0"),
        (lambda: joiners(Thresholds(), -1), "expected must be at least 0, got -1"),
        (lambda: path(Thresholds(), 3, start=float("nan")), "start must be at least 0, got nan"),
    ],
)
def test_impossible_crowds_are_refused(attempt, message):
    with pytest.raises(ValueError, match=message):
        attempt()


def naive_end(individual, starters):
    """Members who follow in the end, by going round and asking everybody again and again."""
    crowd = sorted(individual)[max(-starters, 0) :]
    joined = [False] * len(crowd)
    while True:
        size = sum(joined) + max(starters, 0)
        again = [threshold <= size for threshold in crowd]
        if again == joined:
            return sum(joined)
        joined = again


@settings(max_examples=60, deadline=None)
@given(st.integers(2, 24), st.floats(0, 20), st.floats(0.5, 20))
def test_the_sentence_says_what_asking_everybody_again_and_again_shows(members, mean, spread):
    record = Thresholds(members=members, mean_threshold=mean, spread=spread)
    crowd = spaced_thresholds(record)
    ends = {s: naive_end(crowd, s) + max(s, 0) for s in range(-members, members + 1)}
    leaps = {s: ends[s] - ends[s - 1] for s in range(1 - members, members + 1)}
    decision, said = decisive_person(crowd), summary(record)
    assert leaps[decision.starters] == max(leaps.values())
    assert ("No single person decides" in said) == (max(leaps.values()) <= 1 + 0.25 * members)
    if "No single person" in said:
        assert f"by at most {max(leaps.values()) - 1}." in said
    else:
        many, few = naive_end(crowd, decision.starters), naive_end(crowd, decision.starters - 1)
        assert ("needs nobody to start" in said) == (decision.starters <= 0)
        assert str(many) in said and (str(few) in said or (few == 0 and "nobody" in said))
        assert f"all {members}" not in said or many == members


@pytest.mark.parametrize("corner", list(product((0.0, 60.0, 1e15), (1e-12, 12.0, 1e15), (1, 100, 10_000))))
def test_every_corner_of_the_valid_range_is_drawn_and_said(corner):
    record = Thresholds(**dict(zip(Thresholds.parameters(), corner, strict=True)))
    assert summary(record).endswith(".")
    fig = one_person(record)
    assert len(fig.data) == len(one_person(Thresholds()).data)
    drawn = np.concatenate([np.ravel(trace.y).astype(float) for trace in fig.data if trace.mode == "lines"])
    assert np.nanmax(drawn) <= record.members, "starters are not members"
    assert np.isfinite(joiners(record, [0.0, 1e15])).all() and equilibria(record).outcome


def test_a_crowd_too_large_to_draw_is_refused():
    """A link that asked for a thousand million members once took seven gigabytes."""
    with pytest.raises(ValueError, match="members must be a whole number at least 1 and at most 10000, got 1000000000"):
        Thresholds(members=1_000_000_000)
    with pytest.raises(ValueError, match="rounds must be at least 0 and at most 100000"):
        path(Thresholds(), 10**9)
