"""Estimates from the answers of a room: their intervals hold as often as the table says, and bad input is refused."""

import numpy as np
import pytest

from peerkit.models.room_estimates import HELD, LEAST, nobody_pays, retention_fit, supply_elasticity_fit, threshold_fit
from tests.models import room_estimate_coverage as rooms

DRAWS = 300
WAYS = (
    (rooms.elasticity, ("elasticity",), 30),
    (rooms.nobody, ("nobody pays",), 30),
    (rooms.gain, ("gain",), 12),
    (rooms.retention, ("retention",), 7),
)


@pytest.mark.parametrize(("way", "names", "people"), WAYS)
def test_the_intervals_hold_as_the_table_says(way, names, people):
    for name, held in zip(names, rooms.shares(way, people, DRAWS, seed=7), strict=True):
        # Four standard errors of a share of 300 rooms.
        assert held == pytest.approx(HELD[name][people], abs=0.055), name


def test_the_fit_of_thresholds_holds_in_most_of_forty_rooms():
    mean, spread = rooms.shares(rooms.thresholds, 15, 40, seed=3)
    assert mean >= 0.85 and spread >= 0.85


def test_every_printed_interval_was_measured_at_its_smallest_room():
    smallest = {name: min(sizes) for name, sizes in HELD.items()}
    assert smallest["mean threshold"] == LEAST["thresholds"]
    assert smallest["chance by lot"] == LEAST["coverage"]
    assert (smallest["gain"], smallest["elasticity"], smallest["retention"]) == (
        LEAST["gain"],
        LEAST["elasticity"],
        LEAST["retention"],
    )
    assert all(held >= 0.93 for sizes in HELD.values() for held in sizes.values())


def test_few_people_give_a_value_without_ends():
    assert np.isnan(supply_elasticity_fit([0.5] * 9).low)
    assert np.isnan(threshold_fit([0, 1, 2, 3, 4, 5], 9).mean.low)
    assert np.isnan(nobody_pays(2, 9, 2).low)
    assert np.isnan(retention_fit([[8, 7], [8, 6], [8, 8]]).low)


def test_rooms_that_agree_tell_no_spread():
    assert np.isnan(threshold_fit([3] * 20, 19).spread.value)
    assert np.isnan(supply_elasticity_fit([1.0] * 20).value)


def test_the_chance_that_nobody_pays_is_exact_for_the_room():
    assert nobody_pays(1, 4, 2).value == pytest.approx(0.5)
    assert nobody_pays(3, 4, 2).value == 0


@pytest.mark.parametrize("answers", [[-1, 2], [25, 3], [np.nan]])
def test_thresholds_beyond_the_room_are_refused(answers):
    with pytest.raises(ValueError, match="answers must be"):
        threshold_fit(answers, 20)
