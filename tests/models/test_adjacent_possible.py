from itertools import product
from math import comb

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from peerkit.models.adjacent_possible import AdjacentPossible, critical_variety, fate, new_combinations, path
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
        found = path(AdjacentPossible(**dict(zip(box, corner, strict=True))), 100)
        assert found.outcome in ("explodes", "fades", "stands still")
        assert not np.any(np.isnan(found.items))


def test_against_cortes_and_others_a_plateau_and_then_a_sharp_divergence():
    """arXiv 2204.14115, abstract: an extended plateau followed by a sharp explosive divergence."""
    found = path(AdjacentPossible(), 80)
    last = int(found.blow_up)
    assert found.items[last // 2] < 2 * found.items[0]  # half the time is spent on the first doubling
    assert found.items[last - 1] > 100 * found.items[last - 4]  # three periods bring more than a hundredfold


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
    found = path(AdjacentPossible(), 80)
    assert found.blow_up == 61
    assert np.all(found.items[:61] <= 1e9) and np.all(np.isinf(found.items[61:]))
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
        (lambda: path(AdjacentPossible(), 1.5), "periods must be a whole number and at least 0, got 1.5"),
        (lambda: new_combinations(AdjacentPossible(), -1), "items must be at least 0, got -1"),
    ],
)
def test_the_impossible_is_refused(deed, message):
    with pytest.raises(ValueError, match=message):
        deed()
