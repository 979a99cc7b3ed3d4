from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import quad

from peerkit.figures.interdependence import best_and_found, summary
from peerkit.models.interdependence import (
    Interdependence,
    averaged_over_blocks,
    expected_best,
    expected_height,
    expected_local_optima,
    landscape,
)
from tests.models.extremes import extreme_records, plain
from tests.models.strategies import records

# No time limit for an example: the machine may be busy.
unhurried = settings(deadline=None)


@pytest.mark.parametrize(
    ("components", "block", "optima"),
    [
        (1, 1, 1),  # one part: the better of its two versions
        (1000, 1, 1),  # perfectly modular: one best design, whatever the size
        (12, 20, 2**12 / 13),  # a block larger than the design is the whole design
        (5, 2, (4 / 3) ** 2),  # two blocks of two, and a part on its own
        (1000, 20, (2**20 / 21) ** 50),  # huge and still a number
    ],
)
def test_limiting_cases(components, block, optima):
    optima_there = expected_local_optima(Interdependence(components=components, block_size=block))
    assert optima_there == pytest.approx(optima)


def test_every_corner_of_the_teaching_box_has_optima_of_some_height():
    box = {name: p.explore for name, p in Interdependence.parameters().items()}
    for corner in product(*box.values()):
        record = Interdependence(**dict(zip(box, corner, strict=True)))
        assert expected_local_optima(record) >= 1 and 0.5 < expected_height(record) < 1


def test_against_kauffman_two_to_the_n_over_n_plus_one():
    """Recomputed from first principles: a design beats its N neighbours with chance 1/(N+1), and there are 2^N."""
    for parts in range(1, 21):
        record = Interdependence(components=parts, block_size=parts)
        assert expected_local_optima(record) == pytest.approx(2**parts / (parts + 1))


def test_some_interdependence_does_best_and_much_of_it_is_a_catastrophe():
    """Fleming and Sorenson 2001, abstract: intermediate interdependence is best."""
    heights = [expected_height(Interdependence(components=20, block_size=block)) for block in (1, 2, 4, 5, 10, 20)]
    assert np.argmax(heights) == 1
    assert np.all(np.diff(heights[1:]) < 0)


@pytest.mark.parametrize(("components", "block"), [(6, 6), (8, 2), (7, 3), (9, 1)])
def test_counted_landscapes_average_to_the_expected_number_and_height(components, block):
    record = Interdependence(components=components, block_size=block)
    rng = np.random.default_rng(2024)
    drawn = [landscape(record, rng) for _ in range(1500)]
    optima = np.array([one.is_local_optimum.sum() for one in drawn])
    error = optima.std() / np.sqrt(len(optima))
    assert abs(optima.mean() - expected_local_optima(record)) <= 4 * error + 1e-9
    # The typical optimum is typical of all optima of all landscapes, not of a landscape; hence the ratio of sums.
    heights = np.array([one.performance[one.is_local_optimum].sum() for one in drawn])
    residual = heights - expected_height(record) * optima
    assert abs(residual.mean()) <= 4 * residual.std() / np.sqrt(len(optima))


def test_a_local_optimum_is_a_design_that_no_single_change_improves():
    drawn = landscape(Interdependence(components=6, block_size=3), np.random.default_rng(7))
    for design in range(64):
        neighbours = [drawn.performance[design ^ 2**part] for part in range(6)]
        assert drawn.is_local_optimum[design] == (drawn.performance[design] > max(neighbours))


def test_a_modular_landscape_has_one_optimum_and_it_is_the_best_design():
    drawn = landscape(Interdependence(components=10, block_size=1), np.random.default_rng(3))
    assert np.flatnonzero(drawn.is_local_optimum).tolist() == [np.argmax(drawn.performance)]


@pytest.mark.parametrize(
    ("block", "height"),
    [
        (1, 2 / 3),  # the better of two uniform draws
        # The best of three averages of two: F = 2x^2 below a half, 1 - 2(1-x)^2 above.
        (2, quad(lambda x: 1 - (2 * x**2 if x < 0.5 else 1 - 2 * (1 - x) ** 2) ** 3, 0, 1, points=[0.5])[0]),
    ],
)
def test_small_blocks_have_the_height_that_quadrature_finds(block, height):
    assert expected_height(Interdependence(components=block, block_size=block)) == pytest.approx(height)


@pytest.mark.parametrize("block", [5, 12, 20])
def test_large_blocks_have_the_height_of_a_simulated_maximum(block):
    draws = np.random.default_rng(2024).random((20_000, block + 1, block)).mean(axis=2).max(axis=1)
    error = draws.std() / np.sqrt(len(draws))
    height = expected_height(Interdependence(components=block, block_size=block))
    assert abs(draws.mean() - height) <= 4 * error


@unhurried
@given(records(Interdependence), st.integers(1, 10))
def test_two_independent_systems_multiply_their_local_optima(record, blocks):
    more = record.replace(components=record.components + blocks * record.block_size)
    added = Interdependence(components=blocks * record.block_size, block_size=record.block_size)
    product_of_both = expected_local_optima(record) * expected_local_optima(added)
    assert expected_local_optima(more) == pytest.approx(product_of_both)


@unhurried
@given(records(Interdependence))
def test_more_interdependence_never_leaves_fewer_local_optima(record):
    wider = record.replace(block_size=min(20, record.block_size * 2))
    if record.components % wider.block_size == 0:
        assert expected_local_optima(wider) >= expected_local_optima(record)


@unhurried
@given(st.integers(1, 20), st.integers(1, 20))
def test_counting_parts_in_dozens_of_blocks_leaves_the_height_alone(block, blocks):
    one, many = (Interdependence(components=n * block, block_size=block) for n in (1, blocks))
    assert expected_height(many) == pytest.approx(expected_height(one))


def test_a_batch_gives_what_its_records_give_one_by_one():
    values = {"components": [12, 7, 20, 1], "block_size": [3, 20, 20, 1]}
    rows = [dict(zip(values, row, strict=True)) for row in zip(*values.values(), strict=True)]
    for law in (expected_local_optima, expected_height):
        many = law(Interdependence.batch(**values))
        assert many == pytest.approx([law(Interdependence(**row)) for row in rows])


@pytest.mark.parametrize(
    ("deed", "message"),
    [
        (lambda: Interdependence(block_size=0), "block_size must be a whole number at least 1 and at most 20, got 0"),
        (
            lambda: Interdependence.batch(components=[4, 2.5]),
            "components must be a whole number at least 1 and at most 1000, got 2.5",
        ),
        (
            lambda: landscape(Interdependence(components=17), np.random.default_rng(1)),
            "components must be at most 16 to list every design, got 17",
        ),
    ],
)
def test_the_impossible_is_refused(deed, message):
    with pytest.raises(ValueError, match=message):
        deed()


@pytest.mark.parametrize(
    ("components", "block", "best"),
    [
        (1, 1, 2 / 3),  # the larger of two uniform draws
        (1000, 1, 2 / 3),  # parts that stand alone: each is at its best
        (2, 2, 0.7121031746031747),  # the largest of four averages of two: scipy.integrate.quad of 1 - F^4
        (3, 20, 0.7361652559162),  # a block larger than the design is the whole design; 400 nodes instead of 40
    ],
)
def test_limiting_cases_of_the_best_design(components, block, best):
    assert expected_best(Interdependence(components=components, block_size=block)) == pytest.approx(best, rel=1e-7)


@pytest.mark.parametrize(("components", "block"), [(6, 6), (8, 2), (7, 3), (9, 1)])
def test_the_best_of_drawn_landscapes_averages_to_the_expected_best(components, block):
    record = Interdependence(components=components, block_size=block)
    rng = np.random.default_rng(2024)
    best = np.array([landscape(record, rng).performance.max() for _ in range(1500)])
    assert abs(best.mean() - expected_best(record)) <= 4 * best.std() / np.sqrt(best.size)


@unhurried
@given(records(Interdependence))
def test_the_best_design_beats_a_typical_optimum_and_both_beat_a_blind_pick(record):
    assert 0.5 < expected_height(record) <= expected_best(record) + 1e-12 < 1


def test_the_best_design_gets_better_with_every_part_that_joins_a_block():
    best = expected_best(Interdependence.batch(components=np.arange(1, 21), block_size=np.arange(1, 21)))
    assert np.all(np.diff(best) > 0)


@given(records(Interdependence), st.floats(0.1, 10))
def test_heights_of_blocks_in_other_units_give_heights_of_designs_in_them(record, unit):
    height = averaged_over_blocks(record, lambda block: unit / block)
    assert height == pytest.approx(unit * averaged_over_blocks(record, lambda block: 1 / block))


def test_the_ends_of_the_valid_range_are_computed_drawn_and_said():
    """A design of 1,000 parts could be typed and could not be drawn: its blocks were taken up to 1,000."""
    for record in extreme_records(Interdependence):
        for law in (expected_local_optima, expected_height, expected_best):
            assert plain(law(record))
        lines = [trace for trace in best_and_found(record).data if trace.mode == "lines"]
        assert max(lines[0].x) == min(20, record.components)
        assert "no value" not in summary(record) and "10^" not in summary(record)


@settings(deadline=None, max_examples=30)
@given(records(Interdependence, components=st.integers(1, 8)), st.integers(0, 2**32))
def test_the_sentence_that_only_the_best_looks_finished_agrees_with_counted_landscapes(record, seed):
    drawn = landscape(record, np.random.default_rng(seed))
    if "Only the best looks finished" in summary(record):
        assert np.flatnonzero(drawn.is_local_optimum).tolist() == [np.argmax(drawn.performance)]
    else:
        assert expected_local_optima(record) > 1
