import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import minimize_scalar

from peerkit.figures.chunk_floor import floor_curve, summary
from peerkit.models.chunk_floor import (
    OUTCOMES,
    ChunkFloor,
    best_rule,
    chosen_length,
    given_up,
    net_output,
    own_output,
    participation,
    under_rule,
)
from peerkit.models.granularity import Granularity, optimal_chunk, useful_output
from tests.models.extremes import extreme_records
from tests.models.strategies import records

anyone = records(ChunkFloor)


@pytest.mark.parametrize(
    ("changes", "words", "outcome"),
    [
        ({"floor": 1}, None, "idle"),  # one word is no rule
        ({"reading_overhead": 0}, 100, "too long"),  # nobody's time is spared, so any rule that binds costs
        ({"reading_overhead": 0, "floor": 1}, None, "idle"),  # and people choose the best length themselves
        ({"own_overhead": 20}, None, "idle"),  # trouble makes pieces long by itself
        ({"own_overhead": 0.05}, 100, "helps"),  # a click without trouble needs the rule most
        ({"floor": 1000, "budget": 5}, 1000, "helps"),  # hardly anybody has the time: reading nothing is a gain
        ({"floor": 1000, "reading_overhead": 0.5}, 1000, "too long"),  # shuts out more than it spares
    ],
)
def test_limiting_cases(changes, words, outcome):
    rule = ChunkFloor(**changes)
    ruled = under_rule(rule)
    assert ruled.words == pytest.approx(chosen_length(rule) if words is None else words)
    assert ruled.outcome == outcome


def test_the_chosen_length_is_the_best_chunk_of_who_bears_only_their_own_trouble_against_granularity():
    rule = ChunkFloor(own_overhead=5, budget=60, pace=10)
    assert chosen_length(rule) == pytest.approx(10 * optimal_chunk(Granularity(overhead=5, budget=60)).size)
    assert own_output(rule, 0) == pytest.approx(optimal_chunk(Granularity(overhead=5, budget=60)).output)


@given(anyone)
def test_no_other_rule_does_better_against_numerical_maximisation(rule):
    best = best_rule(rule)
    high = 20 * (best.words + rule.pace * rule.budget)
    numeric = minimize_scalar(lambda words: -net_output(rule, words), bounds=(0, high), method="bounded")
    assert -numeric.fun <= best.output * (1 + 1e-9) + 1e-300
    assert net_output(rule, best.words) == pytest.approx(best.output, rel=1e-6, abs=1e-12)


@given(anyone, st.floats(0, 3000))
def test_what_is_left_is_what_writers_see_less_the_readers_minutes(rule, words):
    minutes = max(float(chosen_length(rule)), words) / rule.pace
    pieces = useful_output(Granularity(overhead=0, budget=rule.budget), minutes) / minutes
    left = own_output(rule, words) - rule.reading_overhead * pieces
    assert net_output(rule, words) == pytest.approx(left, rel=1e-9, abs=1e-9)


@given(anyone)
def test_the_best_rule_asks_for_more_than_people_choose_as_soon_as_reading_is_trouble(rule):
    assert best_rule(rule).words >= chosen_length(rule) * (1 - 1e-12)
    free = rule.replace(reading_overhead=0.0)
    assert best_rule(free).words == pytest.approx(chosen_length(free))
    assert best_rule(free).outcome == "idle"


@given(anyone, st.floats(1.1, 10))
def test_more_trouble_for_who_writes_lengthens_pieces_and_makes_a_rule_less_needed(rule, factor):
    harder = rule.replace(own_overhead=rule.own_overhead * factor)
    assert chosen_length(harder) > chosen_length(rule)
    assert chosen_length(harder) / best_rule(harder).words >= chosen_length(rule) / best_rule(rule).words * (1 - 1e-9)


@given(anyone, st.floats(0, 3000), st.floats(1, 3))
def test_a_stricter_rule_never_lets_more_people_take_part(rule, words, factor):
    assert participation(rule, words * factor) <= participation(rule, words)


@given(anyone, st.floats(0.01, 100))
def test_counting_in_other_minutes_changes_no_length_in_words(rule, rate):
    """Change of units: every time times a rate, the pace divided by it."""
    names = ("own_overhead", "reading_overhead", "budget")
    other = rule.replace(pace=rule.pace / rate, **{name: getattr(rule, name) * rate for name in names})
    assert chosen_length(other) == pytest.approx(chosen_length(rule))
    assert best_rule(other).words == pytest.approx(best_rule(rule).words)
    assert net_output(other, 100) == pytest.approx(rate * net_output(rule, 100), rel=1e-9, abs=1e-9)


def test_a_batch_gives_what_its_records_give_one_by_one():
    overheads = np.array([0.05, 1.0, 20.0])
    batch = under_rule(ChunkFloor.batch(own_overhead=overheads))
    single = [under_rule(ChunkFloor(own_overhead=float(o))) for o in overheads]
    np.testing.assert_allclose(batch.output, [each.output for each in single])
    assert batch.outcome.tolist() == [each.outcome for each in single]
    best = best_rule(ChunkFloor.batch(reading_overhead=[0.0, 3.0]))
    assert best.outcome.tolist() == ["idle", "helps"]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"own_overhead": 0}, "own_overhead must be above 0"),
        ({"reading_overhead": -1}, "reading_overhead must be at least 0"),
        ({"floor": 0.5}, "floor must be at least 1"),
        ({"pace": 0}, "pace must be above 0"),
    ],
)
def test_impossible_pieces_are_refused(changes, message):
    with pytest.raises(ValueError, match=message):
        ChunkFloor(**changes)


def test_a_negative_length_is_refused():
    with pytest.raises(ValueError, match="shortest must be at least 0, got -1"):
        net_output(ChunkFloor(), -1)
    with pytest.raises(ValueError, match="shortest must be a number, got '100'"):
        net_output(ChunkFloor(), "100")


@given(anyone)
def test_the_word_for_the_rule_is_what_a_grid_of_lengths_says(rule):
    """Brute force: a writer picks the best of many lengths, first freely, then among those the rule allows."""
    lengths = np.geomspace(1e-3, 1e5, 200_001)
    minutes = lengths / rule.pace
    pieces = np.exp(-minutes / rule.budget) / -np.expm1(-minutes / rule.budget)
    own, left = (minutes - rule.own_overhead) * pieces, (minutes - rule.own_overhead - rule.reading_overhead) * pieces
    free, ruled = np.argmax(own), np.argmax(np.where(lengths >= rule.floor, own, -np.inf))
    outcome = under_rule(rule).outcome
    if abs(rule.floor / lengths[free] - 1) > 1e-3 and abs(left[ruled] - left[free]) > 1e-4 * (1 + abs(left[free])):
        assert (outcome == "idle") == (ruled == free)
        assert ruled == free or (outcome == "helps") == (left[ruled] >= left[free])


def test_the_far_corners_of_the_valid_range_warn_of_nothing():
    for rule in extreme_records(ChunkFloor):
        assert best_rule(rule).words >= chosen_length(rule) * (1 - 1e-9)
        assert under_rule(rule).outcome in ("idle", "helps", "too long")
        assert 0 <= under_rule(rule).participation <= 1
        assert len(floor_curve(rule).data) == len(floor_curve(ChunkFloor()).data) and len(summary(rule)) > 20


@given(anyone)
def test_the_best_rule_gains_what_its_outcome_says_and_costs_writers_some_of_their_time(rule):
    best, free = best_rule(rule), net_output(rule, 0.0)
    assert OUTCOMES.named("gain").of(rule) == pytest.approx(best.output - free, rel=1e-12, abs=1e-12)
    assert OUTCOMES.named("gain").of(rule) >= -1e-9 * (1 + abs(free))
    assert given_up(rule) == pytest.approx(1 - own_output(rule, best.words) / own_output(rule, 0.0))


def test_at_the_defaults_writers_give_up_a_seventh_of_their_minutes_which_is_not_little():
    assert given_up(ChunkFloor()) == pytest.approx(0.145, abs=5e-4)


@pytest.mark.parametrize("changes", [{"reading_overhead": 20}, {"floor": 1}, {"budget": 5}, {"own_overhead": 30}])
def test_a_mark_stands_on_its_curve_or_not_at_all(changes):
    """With 20 minutes of reading the rule's dot stood at the frame's edge, fifty minutes above its value."""
    rule = ChunkFloor(**changes)
    fig = floor_curve(rule)
    dots = next(trace for trace in fig.data if trace.name == "thresholds")
    assert np.array(dots.y) == pytest.approx(net_output(rule, np.array(dots.x)))
    low, high = fig.layout.yaxis.range
    assert np.all((low <= np.array(dots.y)) & (np.array(dots.y) <= high))
