from itertools import product
from math import comb

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from peerkit.figures.adjacent_possible import summary, wall
from peerkit.models.adjacent_possible import (
    OUTCOMES,
    AdjacentPossible,
    critical_variety,
    fate,
    first_period,
    new_combinations,
    path,
)
from tests.models.extremes import extreme_records, plain
from tests.models.strategies import records

# No time limit for an example: the machine may be busy.
unhurried = settings(deadline=None)
forgetful = records(AdjacentPossible, obsolescence=st.floats(0.001, 0.1))


@pytest.mark.parametrize(
    ("changes", "outcome", "threshold"),
    [
        ({}, "explodes", 1),  # nothing is forgotten: two things are enough, given time
        ({"starting_variety": 1}, "stands still", 1),  # one thing cannot be combined
        ({"starting_variety": 0.5}, "stands still", 1),  # nor half of one
        ({"obsolescence": 1, "largest_combination": 2}, "fades", 801),  # everything must be made anew each period
        # Pairs only: alpha^2 (M-1)/2 = mu, so M = 1 + 2 mu / alpha^2.
        ({"obsolescence": 0.05, "largest_combination": 2, "starting_variety": 40}, "fades", 41),
        ({"obsolescence": 0.05, "largest_combination": 2, "starting_variety": 42}, "explodes", 41),
        ({"obsolescence": 1, "largest_combination": 2, "combination_chance": 1e-12}, "fades", 2e24),  # hopeless pairs
        (
            {"combination_chance": 1, "largest_combination": 20, "starting_variety": 1e8},
            "explodes",
            1,
        ),  # everything works
    ],
)
def test_limiting_cases(changes, outcome, threshold):
    record = AdjacentPossible(**changes)
    assert fate(record) == outcome
    assert critical_variety(record) == pytest.approx(threshold)


def test_every_corner_of_the_teaching_box_has_a_named_outcome():
    box = {name: p.explore for name, p in AdjacentPossible.parameters().items()}
    for corner in product(*box.values()):
        course = path(AdjacentPossible(**dict(zip(box, corner, strict=True))), 100)
        assert course.outcome in ("explodes", "fades", "stands still")
        assert not np.any(np.isnan(course.items))


def test_against_cortes_and_others_a_plateau_and_then_a_sharp_divergence():
    """arXiv 2204.14115, abstract: an extended plateau followed by a sharp explosive divergence."""
    course = path(AdjacentPossible(), 80)
    last = int(course.blow_up)
    assert course.items[last // 2] < 2 * course.items[0]  # half the time is spent on the first doubling
    assert course.items[last - 1] > 100 * course.items[last - 4]  # three periods bring more than a hundredfold


@unhurried
@given(records(AdjacentPossible), st.integers(0, 60))
def test_whole_numbers_of_things_are_combined_as_groups_are_counted(record, items):
    parts = range(2, record.largest_combination + 1)
    expected = sum(record.combination_chance**i * comb(items, i) for i in parts)
    assert new_combinations(record, items) == pytest.approx(expected)


@unhurried
@given(records(AdjacentPossible), st.floats(0, 1e6))
def test_more_things_never_make_fewer_combinations(record, items):
    assert new_combinations(record, items * 1.1) >= new_combinations(record, items) >= 0


@unhurried
@given(forgetful)
def test_the_critical_variety_is_the_root_of_a_polynomial(record):
    record = record.replace(largest_combination=4)
    chance, things = record.combination_chance, np.poly1d([1, 0])
    pairs, triples = chance**2 / 2 * (things - 1), chance**3 / 6 * (things - 1) * (things - 2)
    groups = pairs + triples + chance**4 / 24 * (things - 1) * (things - 2) * (things - 3)
    roots = (groups - record.obsolescence).roots
    # Below three things the polynomial counts negative groups, which the model counts as none.
    largest = max(root.real for root in roots if abs(root.imag) < 1e-6 * abs(root))
    assume(largest > 3)
    assert critical_variety(record) == pytest.approx(largest)


@unhurried
@given(forgetful)
def test_at_the_critical_variety_as_many_are_made_as_forgotten(record):
    threshold = critical_variety(record)
    assert new_combinations(record, threshold) == pytest.approx(record.obsolescence * threshold)
    still = path(record.replace(starting_variety=threshold), 1).items
    assert still[1] == pytest.approx(still[0])


@unhurried
@given(forgetful, st.floats(0.1, 0.99))
def test_variety_explodes_above_the_critical_number_and_fades_below(record, factor):
    threshold = critical_variety(record)
    below = path(record.replace(starting_variety=threshold * factor), 20)
    above = path(record.replace(starting_variety=threshold / factor), 20)
    assert (below.outcome, above.outcome) == ("fades", "explodes")
    assert np.all(np.diff(below.items) < 0)
    assert np.all(np.diff(above.items[np.isfinite(above.items)]) > 0)


@unhurried
@given(forgetful, st.floats(1.01, 3))
def test_better_combining_lowers_the_critical_number_and_forgetting_raises_it(record, factor):
    better = record.replace(combination_chance=min(1, record.combination_chance * factor))
    worse = record.replace(obsolescence=record.obsolescence * factor)
    assert critical_variety(better) < critical_variety(record) < critical_variety(worse)


@unhurried
@given(records(AdjacentPossible, largest_combination=st.integers(2, 7)), st.integers(1, 30))
def test_combining_more_parts_at_once_never_slows_the_path(record, periods):
    richer = record.replace(largest_combination=record.largest_combination + 1)
    assert np.all(path(richer, periods).items >= path(record, periods).items)
    assert critical_variety(richer) <= critical_variety(record) * (1 + 1e-12)


@unhurried
@given(records(AdjacentPossible), st.integers(0, 10), st.integers(0, 10))
def test_a_path_taken_up_later_goes_on_as_if_never_left(record, before, after):
    whole = path(record, before + after)
    assume(1e-3 < whole.items[before] < 1e8)
    later = path(record.replace(starting_variety=whole.items[before]), after)
    assert later.items == pytest.approx(whole.items[before:])


@unhurried
@given(st.floats(0.01, 100))
def test_counting_things_in_another_unit_leaves_large_paths_alike(rate):
    """With many things and pairs only, M'/M depends on alpha^2 M alone: more things at less chance."""
    dozen = AdjacentPossible(largest_combination=2, starting_variety=1e6, combination_chance=1e-4)
    gross = dozen.replace(starting_variety=1e6 * rate, combination_chance=1e-4 / np.sqrt(rate))
    # The lone thing subtracted in M - 1 is at most one part in ten thousand here.
    assert path(gross, 5).items == pytest.approx(path(dozen, 5).items * rate, rel=1e-3)


def test_a_truncated_path_says_when_it_left_the_numbers():
    course = path(AdjacentPossible(), 80)
    assert course.blow_up == 61
    assert np.all(course.items[:61] <= 1e9) and np.all(np.isinf(course.items[61:]))
    assert path(AdjacentPossible(), 20).blow_up == np.inf


def test_a_batch_gives_what_its_records_give_one_by_one():
    values = {
        "starting_variety": [10, 100, 1, 10],
        "obsolescence": [0, 0.05, 0, 1],
        "largest_combination": [4, 2, 8, 3],
    }
    rows = [dict(zip(values, row, strict=True)) for row in zip(*values.values(), strict=True)]
    many, ones = path(AdjacentPossible.batch(**values), 70), [path(AdjacentPossible(**row), 70) for row in rows]
    assert many.items == pytest.approx(np.array([one.items for one in ones]))
    assert list(many.blow_up) == [one.blow_up for one in ones]
    assert list(many.outcome) == [one.outcome for one in ones]
    thresholds = [critical_variety(AdjacentPossible(**row)) for row in rows]
    assert critical_variety(AdjacentPossible.batch(**values)) == pytest.approx(thresholds)


@pytest.mark.parametrize(
    ("deed", "message"),
    [
        (
            lambda: AdjacentPossible(largest_combination=1),
            "largest_combination must be a whole number at least 2 and at most 20, got 1",
        ),
        (
            lambda: AdjacentPossible(combination_chance=0),
            "combination_chance must be at least 1e-12 and at most 1, got 0",
        ),
        (lambda: path(AdjacentPossible(), 1.5), "periods must be a whole number, got 1.5"),
        (lambda: path(AdjacentPossible(), 1e9), "periods must be at least 0 and at most 2000, got 1000000000.0"),
        (lambda: path(AdjacentPossible(), True), "periods must be a number, got True"),
        (lambda: first_period(AdjacentPossible(), 0, 10), "factor must be above 0, got 0"),
        (lambda: new_combinations(AdjacentPossible(), "12"), "items must be a number, got '12'"),
        (lambda: new_combinations(AdjacentPossible(), -1), "items must be at least 0, got -1"),
    ],
)
def test_the_impossible_is_refused(deed, message):
    with pytest.raises(ValueError, match=message):
        deed()


def brute_force(record, periods=1000):
    """The recursion of the module's docstring in plain Python: the outcome in a word, "" where it is still open."""
    things = record.starting_variety
    for _ in range(periods):
        made = sum(
            record.combination_chance**i * np.prod([max(things - j, 0) / (j + 1) for j in range(i)])
            for i in range(2, record.largest_combination + 1)
        )
        before, things = things, things * (1 - record.obsolescence) + made
        if things > 1e6 or things < 1e-3:
            return "explodes" if things > 1 else "fades"
        if things == before:
            return "stands still"
    return ""


@settings(deadline=None, max_examples=25)
@given(
    records(
        AdjacentPossible,
        combination_chance=st.floats(0.05, 1),
        starting_variety=st.floats(0.1, 200),
        obsolescence=st.one_of(st.just(0.0), st.floats(0.001, 0.1)),
    )
)
def test_every_word_about_the_end_agrees_with_brute_force(record):
    end, said = brute_force(record), summary(record)
    assert end in ("", fate(record))
    assert ("would multiply" in said) == (fate(record) == "fades")
    assert ("stays at" in said) == (fate(record) == "stands still")


@unhurried
@given(records(AdjacentPossible), st.sampled_from([1.5, 2, 10, 1e9]))
def test_the_first_period_of_a_multiple_is_read_off_the_path(record, factor):
    items = path(record, 60).items
    reached = np.flatnonzero(items >= min(factor * items[0], 1e9))
    assert first_period(record, factor, 60) == (reached[0] if reached.size else np.inf)


def test_the_quiet_time_before_a_billion_is_not_promised_where_there_is_none():
    """The page said the first doubling takes half of the way or more; here it takes one period of five."""
    record = AdjacentPossible(starting_variety=100, combination_chance=0.2, largest_combination=2)
    assert (first_period(record, 2, 10), path(record, 10).blow_up) == (1, 5)


def test_marks_stand_on_the_curve_and_inside_the_frame():
    """The mark of a billion stood at zero, far from the curve that it belongs to."""
    box = {name: p.explore for name, p in AdjacentPossible.parameters().items()}
    for corner in product(*box.values()):
        fig = wall(AdjacentPossible(**dict(zip(box, corner, strict=True))))
        things = next(trace for trace in fig.data if trace.name == "things")
        low, high = (10**end for end in fig.layout.yaxis.range)
        for mark in (trace for trace in fig.data if trace.name == "thresholds"):
            for x, y in zip(mark.x, mark.y, strict=True):
                assert y == things.y[int(x)] and low < y < high and x <= fig.layout.xaxis.range[1]


def test_fewer_than_one_thing_is_said_to_be_none():
    """The sentence spoke of 0.0103 things that are left."""
    said = summary(AdjacentPossible(obsolescence=0.1))
    assert "not even one is left" in said and "0.0" not in said


def test_the_ends_of_the_valid_range_are_computed_drawn_and_said():
    for record in extreme_records(AdjacentPossible):
        assert all(plain(outcome.of(record)) for outcome in OUTCOMES.each)
        wall(record)
        assert "no value" not in summary(record)
