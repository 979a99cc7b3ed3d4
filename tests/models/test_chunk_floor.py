import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import minimize_scalar

from peerkit.models.chunk_floor import (
    ChunkFloor,
    best_rule,
    chosen_length,
    net_output,
    own_output,
    participation,
    under_rule,
)
from peerkit.models.granularity import Granularity, optimal_chunk, useful_output
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
    found = under_rule(rule)
    assert found.words == pytest.approx(chosen_length(rule) if words is None else words)
    assert found.outcome == outcome


def test_the_chosen_length_is_the_best_chunk_of_who_bears_only_their_own_trouble_against_granularity():
    rule = ChunkFloor(own_overhead=5, budget=60, pace=10)
    assert chosen_length(rule) == pytest.approx(10 * optimal_chunk(Granularity(overhead=5, budget=60)).size)
    assert own_output(rule, 0) == pytest.approx(optimal_chunk(Granularity(overhead=5, budget=60)).output)


@given(anyone)
def test_no_other_rule_does_better_against_numerical_maximisation(rule):
    best = best_rule(rule)
    high = 20 * (best.words + rule.pace * rule.budget)
    found = minimize_scalar(lambda words: -net_output(rule, words), bounds=(0, high), method="bounded")
    assert -found.fun <= best.output * (1 + 1e-9) + 1e-300
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
