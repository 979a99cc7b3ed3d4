import numpy as np
import pytest

from peerkit.models.interdependence import Interdependence, expected_best, expected_height, landscape
from peerkit.models.local_search import searches


def _walk(drawn, rng):
    """A search on a landscape that is listed in full."""
    parts = int(np.log2(drawn.performance.size))
    design = rng.integers(2**parts)
    while not drawn.is_local_optimum[design]:
        neighbours = design ^ (1 << np.arange(parts))
        design = rng.choice(neighbours[drawn.performance[neighbours] > drawn.performance[design]])
    return drawn.performance[design]


@pytest.mark.parametrize(("components", "block"), [(6, 6), (8, 2), (7, 3)])
def test_searches_without_a_stored_landscape_end_where_searches_on_a_stored_one_do(components, block):
    record = Interdependence(components=components, block_size=block)
    rng = np.random.default_rng(2024)
    stored = np.array([_walk(landscape(record, rng), rng) for _ in range(1500)])
    drawn = searches(record, rng, 1500).performance
    error = np.hypot(stored.std(), drawn.std()) / np.sqrt(1500)
    assert abs(stored.mean() - drawn.mean()) <= 4 * error


def test_parts_that_stand_alone_are_searched_to_the_best():
    """Each part is left at the better of its versions; half of them have to be changed."""
    ends = searches(Interdependence(components=20, block_size=1), np.random.default_rng(2024), 4000)
    # Four standard errors of a mean of 20 parts; the better of two draws has variance 1/18.
    assert abs(ends.performance.mean() - 2 / 3) <= 4 * np.sqrt(1 / 18 / 20 / 4000)
    assert abs(ends.changes.mean() - 10) <= 4 * np.sqrt(5 / 4000)


def test_a_search_ends_above_a_typical_optimum_and_below_the_best():
    for block in (2, 5, 20):
        record = Interdependence(components=20, block_size=block)
        end = searches(record, np.random.default_rng(2024), 400).performance.mean()
        assert expected_height(record) < end < expected_best(record)


def test_the_same_seed_searches_the_same_landscapes():
    record = Interdependence(components=9, block_size=4)
    first, again = (searches(record, np.random.default_rng(7), 50) for _ in range(2))
    assert np.array_equal(first.performance, again.performance) and np.array_equal(first.changes, again.changes)


@pytest.mark.parametrize(
    ("landscapes", "message"),
    [
        (0, "landscapes must be at least 1 and at most 10000, got 0"),
        (10**9, "landscapes must be at least 1 and at most 10000, got 1000000000"),
        (2.5, "landscapes must be a whole number, got 2.5"),
        (True, "landscapes must be a number, got True"),
    ],
)
def test_the_impossible_is_refused(landscapes, message):
    with pytest.raises(ValueError, match=message):
        searches(Interdependence(), np.random.default_rng(1), landscapes)
