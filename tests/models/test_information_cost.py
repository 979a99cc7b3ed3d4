"""The map of the three modes: borders are where costs are equal, and a firm is cheapest where information is expensive."""

from itertools import pairwise, product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from peerkit.models.information_cost import (
    cheapest_at,
    firm_absent_below,
    firm_border,
    firm_vanishes_below,
    switches_at,
    triple_point,
)
from peerkit.models.modes import MODES, Modes, cheapest, costs
from tests.models.strategies import records

sizes = st.floats(1, 1e6)


@given(records(Modes), sizes)
def test_at_one_it_is_the_model_of_the_three_modes(modes, size):
    assert cheapest_at(modes, size, 1.0) == cheapest(modes, size)


@given(records(Modes), sizes, st.floats(1.01, 100))
def test_a_firm_is_cheapest_above_its_border_and_not_below(modes, size, factor):
    border = firm_border(modes, size)
    assert cheapest_at(modes, size, border * factor) == "firm"
    assert cheapest_at(modes, size, border / factor) != "firm"


@given(records(Modes), sizes, st.floats(0.001, 0.9), st.floats(1.1, 1000))
def test_more_expensive_information_only_ever_brings_the_firm(modes, size, cheap, factor):
    before, after = (cheapest_at(modes, size, f) for f in (cheap, cheap * factor))
    assert after in (before, "firm")


@given(records(Modes))
def test_at_the_triple_point_all_three_cost_the_same(modes):
    point = triple_point(modes)
    if np.isnan(point.size):
        assert np.isnan(point.information_cost)
        return
    each = costs(modes, point.size)
    f = point.information_cost
    assert [f * each.market, f * each.peers] == pytest.approx([each.firm] * 2, rel=1e-6)


@given(records(Modes))
def test_no_size_has_a_lower_border_against_the_market_than_the_vanishing_point(modes):
    n = np.geomspace(1, 1e6, 4001)
    each = costs(modes, n)
    floor = (each.firm / each.market).min()
    assert firm_vanishes_below(modes) <= floor * (1 + 1e-12)
    assert firm_vanishes_below(modes) == pytest.approx(floor, rel=1e-3)


wide = records(
    Modes,
    governance_cost=st.floats(0, 1000),
    commons_cost=st.floats(0, 1000),
    merge_elasticity=st.one_of(st.just(1.0), st.just(2.0), st.floats(1, 3)),
)


@given(wide)
def test_no_size_has_a_cheapest_firm_below_the_lowest_point_of_its_border(modes):
    n = np.geomspace(1, 1e6, 4001)
    floor, absent = firm_border(modes, n).min(), firm_absent_below(modes)
    assert absent <= floor * (1 + 1e-9)
    if modes.merge_elasticity <= 2 and firm_border(modes, 1e8) > floor:
        assert absent == pytest.approx(floor, rel=1e-3, abs=1e-12)  # the grid steps over the lowest point
    if absent > 0:
        assert not (np.asarray(cheapest_at(modes, n, absent * 0.999)) == "firm").any()


def test_with_free_hosting_no_firm_is_cheapest_up_to_the_stated_cost_which_lies_above_that_against_the_market():
    """The sentence used to name 0.437, where a firm beats the market, while peers were cheaper still up to 0.586."""
    free = Modes(commons_cost=10, merge_cost=0.01)
    assert firm_vanishes_below(free) == pytest.approx(0.437, abs=5e-4)
    assert firm_absent_below(free) == pytest.approx(0.586, abs=5e-4)


@given(wide, st.floats(0.01, 100))
def test_the_switches_at_an_information_cost_are_those_of_the_map(modes, cost):
    borders = [1.0, *(switch.size for switch in switches_at(modes, cost)), 1e6]
    middles = np.sqrt(np.multiply(borders[:-1], borders[1:]))
    names = [str(name) for name in cheapest_at(modes, middles, cost)]
    assert all(one != other for one, other in pairwise(names))


def test_a_commons_that_costs_nothing_meets_the_market_only_where_pieces_interact():
    assert np.isnan(triple_point(Modes(commons_cost=0.0))).all()
    assert triple_point(Modes(commons_cost=0.0, merge_elasticity=1.5)).size == pytest.approx(400)


def test_the_corners_of_what_is_allowed_raise_nothing():
    for values in product((1e-15, 1e15), (0.0, 1e15), (1e-15, 1e15), (0.0, 1e15), (1e-15, 1e15), (1.0, 2.0, 3.0)):
        modes = Modes(**dict(zip(Modes.parameters(), values, strict=True)))
        assert firm_absent_below(modes) >= 0 and firm_vanishes_below(modes) >= 0
        assert len(triple_point(modes)) == 2


@given(records(Modes), st.floats(0.1, 10))
def test_counting_in_another_unit_of_account_moves_no_border(modes, unit):
    money = ("contract_cost", "governance_cost", "pair_cost", "commons_cost", "merge_cost")
    other = modes.replace(**{name: getattr(modes, name) * unit for name in money})
    assert firm_border(other, [2.0, 50.0]) == pytest.approx(firm_border(modes, [2.0, 50.0]))


def test_where_merging_costs_more_than_buying_there_is_no_triple_point():
    assert np.isnan(triple_point(Modes(merge_cost=2.0))).all()


def test_a_batch_gives_what_its_records_give_one_by_one():
    costs_of_commons = [10.0, 60.0, 500.0]
    batch = Modes.batch(commons_cost=costs_of_commons)
    singles = [Modes(commons_cost=cost) for cost in costs_of_commons]
    assert triple_point(batch).size == pytest.approx([triple_point(one).size for one in singles])
    assert firm_absent_below(batch) == pytest.approx([firm_absent_below(one) for one in singles])
    assert cheapest_at(batch, 100, 1.0).tolist() == [cheapest_at(one, 100, 1.0) for one in singles]
    assert set(cheapest_at(batch, 100, 1.0)) <= set(MODES)


@pytest.mark.parametrize("wrong", [0, -1, np.nan])
def test_an_impossible_information_cost_is_refused(wrong):
    with pytest.raises(ValueError, match="information_cost must be above 0"):
        cheapest_at(Modes(), 10, wrong)
    with pytest.raises(ValueError, match="contributors must be at least 1"):
        firm_border(Modes(), wrong)
