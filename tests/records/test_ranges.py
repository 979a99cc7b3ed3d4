"""Ranges that somebody gave: stretched on the slider's scale, never beyond what a parameter may be, read from damaged input."""

import numpy as np
import pytest

from peerkit.models.catalogue import outcomes
from peerkit.models.sensitivity import Study, monte_carlo, tornado
from peerkit.records.ranges import STRETCH, Range, drawn, ends, ranged, read

FLYWHEEL = outcomes("flywheel").record


def test_a_range_is_stretched_in_logarithms_where_the_slider_is():
    low, high = ends(FLYWHEEL.parameters()["payoff"], Range(3, 6, 12))
    assert (low, high) == pytest.approx((6 / 2**STRETCH, 6 * 2**STRETCH))


def test_no_end_leaves_the_valid_range_and_whole_numbers_stay_whole():
    chance = FLYWHEEL.parameters()["skill_chance"]
    assert ends(chance, Range(0.4, 0.5, 0.9)) == pytest.approx((0.5 * 0.8**STRETCH, 0.9))
    assert ends(FLYWHEEL.parameters()["take_rate"], Range(0.0, 0.9, 1.0)) == (0.0, 1.0)
    low, high = ends(FLYWHEEL.parameters()["skills"], Range(10, 12, 17))
    assert low == round(low) and high == round(high) and low < 10 and high > 17


def test_draws_lie_within_the_stretched_range_around_the_best_guess():
    take = FLYWHEEL.parameters()["take_rate"]
    values = drawn(take, Range(0.4, 0.5, 0.6), np.random.default_rng(1), 4000)
    assert 0.37 <= values.min() < 0.4 and 0.6 < values.max() <= 0.63 and values.mean() == pytest.approx(0.5, abs=0.005)


def test_the_tornado_and_the_bands_move_within_what_was_given():
    record, asked = FLYWHEEL(), outcomes("flywheel").named()
    given = {"take_rate": Range(0.2, 0.3, 0.4)}
    bars = {bar.name: bar for bar in tornado(record, asked.of, ranges=given)}
    assert (bars["take_rate"].low, bars["take_rate"].high) == pytest.approx((0.17, 0.43))
    assert (bars["payoff"].low, bars["payoff"].high) == FLYWHEEL.parameters()["payoff"].explore
    study = Study(asked, record, "take_rate", "payoff", target=10.0, draws=20, ranges=given)
    assert study.bands.along[[0, -1]] == pytest.approx([0.17, 0.43]) and study.map.x[0] == pytest.approx(0.17)
    everything = monte_carlo(record, lambda r: r.take_rate, "payoff", draws=200, points=3, ranges=given)
    assert (everything.low > 0.17).all() and (everything.high < 0.43).all()


def test_a_field_without_a_slider_has_a_bar_and_is_drawn():
    cls, asked = outcomes("power_law").record, outcomes("power_law").named()
    (choice,) = cls.choices().values()
    assert choice.name in {bar.name for bar in tornado(cls(), asked.of)}
    seen = []
    monte_carlo(cls(), lambda r: seen.append(r.origin) or np.asarray(r.exponent), "exponent", draws=50, points=2)
    assert set(seen) == set(choice.options)


@pytest.mark.parametrize(
    "number",
    [3, None, {"best": "x"}, {"best": True}, {"low": 0.1}, {"best": 1.5}, {"best": 0.3, "low": 0.5}, {"best": 1e400}],
)
def test_numbers_that_cannot_be_are_left_out_by_name(number):
    assert read(FLYWHEEL, "flywheel", {"flywheel.take_rate": number, "modes.pair_cost": 3}) == ({}, {}, ["take_rate"])


def test_a_number_that_no_parameter_has_and_a_point_are_no_ranges():
    best, ranges, wrong = read(
        FLYWHEEL, "flywheel", {"flywheel.nothing": {"best": 1}, "flywheel.payoff": {"best": 7, "low": 7, "high": 7}}
    )
    assert (best, ranges, wrong) == ({"payoff": 7.0}, {}, ["nothing"])
    assert ranged(FLYWHEEL.parameters(), {}) == FLYWHEEL.parameters()
