import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import ndtr

from peerkit.dashboards.selection import QUESTION
from peerkit.figures.selection import better_match, summary
from peerkit.models.order_statistics import expected_maximum_normal
from peerkit.models.selection import (
    Selection,
    breakeven_pool,
    correlation,
    expected_pick,
    nearest_match_distance,
    noise_at,
    picks,
    simulated_picks,
)
from tests.models.extremes import extreme_records
from tests.models.strategies import records

BEST_OF = expected_maximum_normal(np.arange(1, 20_001))
anyone = records(Selection)
sizes = st.floats(0, math.log(1e12)).map(lambda x: min(math.exp(x), 1e12))


@pytest.mark.parametrize(
    ("changes", "size", "outcome"),
    [
        ({"self_noise": 0.4}, 9, "fewer people"),  # a little less error, one person fewer
        ({"self_noise": 0.5}, 10, "as many people"),  # equal signals, equal numbers
        ({"candidates": 1, "self_noise": 4}, 1, "as many people"),  # a manager without choice is matched by anyone
        ({"manager_noise": 1.0, "self_noise": 0.5}, 6, "fewer people"),  # people who know themselves need fewer
        ({"self_noise": 1e6}, np.inf, "no pool is enough"),  # a signal that says nothing
        (
            {"candidates": 10**12, "manager_noise": 0, "self_noise": 0},
            1e12,
            "as many people",
        ),  # at the end of the range
    ],
)
def test_corners_of_the_break_even_pool_are_named(changes, size, outcome):
    assert breakeven_pool(Selection(**changes)) == (size, outcome)


def test_the_headline_of_the_model_chapter():
    """A manager with 10 candidates and error 0.2 is matched by 1,600 people with error 2, and by 10 with error 0.2."""
    blind = Selection(candidates=10, manager_noise=0.2, self_noise=2.0)
    assert breakeven_pool(blind).size == 1600
    assert breakeven_pool(blind.replace(self_noise=0.2)).size == 10


@given(anyone)
def test_without_error_a_pick_is_worth_the_best(record):
    assert expected_pick(record.pool, 0) == expected_maximum_normal(record.pool)


@given(anyone, st.floats(1.01, 3))
def test_the_break_even_pool_rises_with_error_in_self_knowledge_and_falls_with_the_managers(record, factor):
    size = breakeven_pool(record).size
    assert breakeven_pool(record.replace(self_noise=record.self_noise * factor)).size >= size
    assert breakeven_pool(record.replace(manager_noise=record.manager_noise * factor)).size <= size


@given(anyone)
def test_with_equal_error_break_even_is_as_many_people(record):
    even = record.replace(self_noise=record.manager_noise, pool=record.candidates)
    assert breakeven_pool(even) == (record.candidates, "as many people")
    assert picks(even).outcome == "even"


@given(anyone)
def test_break_even_is_the_smallest_pool_that_does_not_lose(record):
    size = breakeven_pool(record).size
    if np.isinf(size):
        assert picks(record.replace(pool=10**12)).outcome == "the manager wins"
    elif record.candidates > 1:
        manager = expected_pick(record.candidates, record.manager_noise)
        assert expected_pick(size, record.self_noise) >= manager * (1 - 1e-14)
        assert expected_pick(size - 1, record.self_noise) < manager


@given(records(Selection, self_noise=st.floats(0.2, 2)))
def test_break_even_is_what_counting_up_finds(record):
    worth = correlation(record.self_noise) * BEST_OF
    enough = worth >= expected_pick(record.candidates, record.manager_noise)
    size = breakeven_pool(record).size
    if size <= BEST_OF.size and record.self_noise != record.manager_noise:
        assert np.argmax(enough) + 1 == size


@given(st.floats(0.001, 1))
def test_noise_and_correlation_are_inverse(rho):
    assert correlation(noise_at(rho)) == pytest.approx(rho)


@given(anyone, st.floats(0.01, 100))
def test_measuring_value_in_another_unit_scales_the_pick(record, rate):
    here = expected_pick(record.pool, record.self_noise, value_spread=2.0)
    assert expected_pick(record.pool, record.self_noise, value_spread=2.0 * rate) == pytest.approx(here * rate)


def test_simulated_picks_have_the_mean_the_formula_says_and_the_law_of_people_drawn_one_by_one():
    rng, trials = np.random.default_rng(2024), 20_000
    record = Selection(candidates=8, pool=40, self_noise=2.0)
    simulated = simulated_picks(record, rng, trials)
    values = rng.standard_normal((trials, record.pool))
    signals = values + record.self_noise * rng.standard_normal((trials, record.pool))
    drawn = np.take_along_axis(values, signals.argmax(axis=1)[:, None], axis=1)[:, 0]
    four_errors = 4 / math.sqrt(trials)  # the values spread by less than 1
    for sample, expected in zip((*simulated, drawn), (*picks(record)[:2], picks(record).pool), strict=True):
        assert sample.mean() == pytest.approx(expected, abs=four_errors)
    assert simulated[1].std() == pytest.approx(drawn.std(), abs=four_errors)


@pytest.mark.parametrize(
    ("people", "distance"),
    [
        (1, 1 / 4),  # one person is as far away as chance has it
        (1e12, 5e-13),  # a crowd leaves no gap
    ],
)
def test_limiting_cases_of_the_nearest_match(people, distance):
    assert nearest_match_distance(people) == pytest.approx(distance)


def test_the_nearest_match_on_the_circle_against_people_drawn_at_random():
    rng, trials, people = np.random.default_rng(2024), 20_000, 9
    gaps = np.abs(rng.random((trials, people)) - 0.5)
    nearest = gaps.min(axis=1)
    four_errors = 4 * nearest.std() / math.sqrt(trials)
    assert nearest.mean() == pytest.approx(nearest_match_distance(people), abs=four_errors)


def test_a_batch_gives_what_its_records_give_one_by_one():
    values = {
        "candidates": [10, 1, 10, 50, 20],
        "pool": [1000, 10, 100, 10**6, 5],
        "manager_noise": [0.5, 0.5, 0.2, 0.1, 0.3],
        "self_noise": [1, 2, 2, 4, 0.3],
    }
    rows = [Selection(**dict(zip(values, row, strict=True))) for row in zip(*values.values(), strict=True)]
    batch = Selection.batch(**values)
    for formula in (picks, breakeven_pool):
        many, single = formula(batch), [formula(row) for row in rows]
        assert list(many.outcome) == [one.outcome for one in single]
        assert many[0] == pytest.approx([one[0] for one in single], rel=1e-14)
    partial = breakeven_pool(Selection.batch(self_noise=[0.2, 0.5, 3]))
    assert list(partial.size) == [breakeven_pool(Selection(self_noise=noise)).size for noise in (0.2, 0.5, 3)]


@given(records(Selection, self_noise=st.floats(0.2, 2)))
def test_the_words_about_both_picks_and_the_pool_are_what_counting_up_says(record):
    worth = correlation(record.self_noise) * BEST_OF
    manager = correlation(record.manager_noise) * BEST_OF[record.candidates - 1]
    if record.pool <= BEST_OF.size and abs(worth[record.pool - 1] - manager) > 1e-9:
        better = worth[record.pool - 1] > manager
        assert picks(record).outcome == ("the pool wins" if better else "the manager wins")
    if worth[-1] >= manager and record.self_noise != record.manager_noise:
        size = int(np.argmax(worth >= manager * (1 - 1e-14))) + 1
        n = record.candidates
        expected = "fewer people" if size < n else "more people" if size > n else "as many people"
        assert breakeven_pool(record).outcome == expected


def test_the_far_corners_of_the_valid_range_warn_of_nothing():
    for record in extreme_records(Selection):
        assert picks(record).outcome in ("the pool wins", "the manager wins", "even")
        assert breakeven_pool(record).size >= 1
        assert len(better_match(record).data) == len(better_match(Selection()).data) and len(summary(record)) > 20


@given(anyone)
def test_this_crowd_and_the_break_even_stand_inside_the_frame(record):
    fig = better_match(record)
    across, up = fig.layout.xaxis.range, fig.layout.yaxis.range
    dots = [trace for trace in fig.data if trace.name == "thresholds"]
    assert len(dots[0].x) == 1
    for dot in dots:
        assert all(across[0] <= np.log10(x) < across[1] for x in dot.x) and all(up[0] < y < up[1] for y in dot.y)


def test_a_crowd_of_millions_is_rounded_as_one_would_say_it():
    """It was 82.6472 million."""
    assert "82.6 million people who choose themselves" in summary(Selection(self_noise=4))


def test_the_notice_speaks_of_the_exponent_of_the_tail_and_of_what_the_formulas_give():
    assert "tail exponent 2, the best of 1,000 would be 9.9 times as good" in " ".join(QUESTION.notice)


def test_scalars_in_give_scalars_out():
    assert isinstance(breakeven_pool(Selection()).size, float)


def test_the_signal_of_the_best_of_n_has_the_distribution_of_a_maximum():
    rng, trials, people = np.random.default_rng(2024), 20_000, 25
    manager, _ = simulated_picks(Selection(candidates=people, manager_noise=0), rng, trials)
    below = np.mean(manager <= 2.0)
    expected = ndtr(2.0) ** people
    assert below == pytest.approx(expected, abs=4 * math.sqrt(expected * (1 - expected) / trials))


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: Selection(candidates=0), "candidates must be a whole number at least 1 and at most 1e.12, got 0"),
        (lambda: Selection(self_noise=-1), "self_noise must be at least 0 and at most 1e.06, got -1"),
        (lambda: expected_pick(10, -0.1), "noise must be at least 0, got -0.1"),
        (lambda: noise_at(0), "correlation must be above 0, got 0"),
        (lambda: noise_at(1.2), "correlation must be at least 0 and at most 1, got 1.2"),
        (lambda: expected_pick(10, "1"), "noise must be a number, got '1'"),
        (lambda: expected_pick(10, np.inf), "noise must be finite, got inf"),
        (lambda: expected_pick(10, 1, value_spread=-2), "value_spread must be at least 0, got -2"),
        (lambda: simulated_picks(Selection(), None, 10**9), "trials must be at least 0 and at most 1000000, got"),
        (lambda: nearest_match_distance(0), "people must be at least 1 and at most .*, got 0"),
    ],
)
def test_impossible_input_is_refused(call, message):
    with pytest.raises(ValueError, match=message):
        call()
