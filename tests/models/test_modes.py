from itertools import product

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from peerkit.models.modes import (
    LARGEST,
    Modes,
    cheapest,
    costs,
    firm_over_market,
    peers_over_firm,
    peers_over_market,
    peers_stay_from,
    switches,
)
from tests.models.strategies import records

modular = records(Modes, merge_elasticity=1.0)


@pytest.mark.parametrize(
    ("changes", "order"),
    [
        ({}, ["market", "firm", "peers"]),  # the textbook order at the defaults
        ({"governance_cost": 50, "pair_cost": 0.1}, ["market", "peers"]),  # a firm so expensive that it never pays
        ({"merge_cost": 0.5, "contract_cost": 0.05}, ["market"]),  # contracts cheaper than merging: markets for all
        ({"commons_cost": 0.0, "merge_cost": 0.01}, ["peers"]),  # a free commons wins from the first person
    ],
)
def test_order_of_modes_by_size(changes, order):
    modes = Modes(**changes)
    changes = switches(modes)
    names = [changes[0].before, *(switch.after for switch in changes)] if changes else [cheapest(modes, 10)]
    assert names == order


@pytest.mark.parametrize(
    ("window", "changes", "outcome"),
    [
        (firm_over_market, {"governance_cost": 50, "pair_cost": 0.1}, "never cheaper"),  # no real root
        (
            peers_over_market,
            {"merge_cost": 0.5, "contract_cost": 0.2},
            "never cheaper",
        ),  # merging costs more than buying
        (peers_over_market, {"merge_elasticity": 1.5, "commons_cost": 1000}, "never cheaper"),  # ends before it begins
        (peers_over_market, {"merge_elasticity": 1.2}, "between"),  # interacting pieces: contracts win back in the end
        (peers_over_firm, {"commons_cost": 0, "merge_cost": 1e-6}, "always cheaper"),  # nothing to pay for
        (peers_over_firm, {"merge_elasticity": 2.5}, "never cheaper"),  # merging grows faster than talking
        (peers_over_firm, {"merge_elasticity": 1.5}, "from here on"),  # slower than talking: peers win in the end
        # Numbers that a brute-force search contradicted: peers win at 30 people, and at 10^31.
        (peers_over_firm, {"commons_cost": 5, "governance_cost": 50, "merge_elasticity": 2}, "up to here"),
        (peers_over_firm, {"merge_elasticity": 1.9, "merge_cost": 0.5, "pair_cost": 0.001}, "from here on"),
        (peers_over_firm, {"commons_cost": 5, "governance_cost": 50, "merge_cost": 3}, "at first and from here on"),
        (peers_over_firm, {"merge_elasticity": 2.1, "merge_cost": 0.001, "pair_cost": 0.1}, "between"),
        (peers_over_market, {"commons_cost": 0}, "always cheaper"),  # nothing to set up, and pieces cost less to merge
        (peers_over_market, {"commons_cost": 0, "merge_elasticity": 1.2}, "up to here"),
        (firm_over_market, {"governance_cost": 0}, "up to here"),  # a firm that costs nothing wins while it is small
    ],
)
def test_corners_are_named(window, changes, outcome):
    assert window(Modes(**changes)).outcome == outcome


def test_against_the_internet_shock_of_the_model_chapter():
    """A cheaper commons moves the border between firm and peers from 77.2 to 23.4 without touching the firm's costs."""
    after = Modes(commons_cost=10, merge_cost=0.01)
    assert peers_over_firm(Modes()).start == pytest.approx(77.2, abs=0.05)  # published to one digit
    assert peers_over_firm(after).start == pytest.approx(23.4, abs=0.05)  # published to one digit


@given(modular)
def test_at_each_frontier_the_two_costs_are_equal(modes):
    window = firm_over_market(modes)
    for size in (window.start, window.end):
        if np.isfinite(size) and size > 0:
            assert costs(modes, size).firm == pytest.approx(costs(modes, size).market, rel=1e-9)
    size = peers_over_market(modes).start
    if np.isfinite(size) and size > 0:
        assert costs(modes, size).peers == pytest.approx(costs(modes, size).market, rel=1e-9)
    size = peers_over_firm(modes).start
    if size > 0:
        assert costs(modes, size).peers == pytest.approx(costs(modes, size).firm, rel=1e-9)


@given(records(Modes, merge_elasticity=st.floats(1.05, 1.5)))
def test_interacting_pieces_have_frontiers_where_costs_are_equal_too(modes):
    window = peers_over_market(modes)
    for size in (window.start, window.end):
        if np.isfinite(size) and size > 0:
            assert costs(modes, size).peers == pytest.approx(costs(modes, size).market, rel=1e-6)  # bisected
    size = peers_over_firm(modes).start
    if size > 1e-3:
        assert costs(modes, size).peers == pytest.approx(costs(modes, size).firm, rel=1e-6)  # bisected


anything = records(
    Modes,
    governance_cost=st.floats(0, 1000),
    pair_cost=st.floats(1e-6, 10),
    commons_cost=st.floats(0, 1000),
    merge_cost=st.floats(1e-6, 10),
    merge_elasticity=st.one_of(st.just(1.0), st.just(2.0), st.floats(1, 3)),
)


@pytest.mark.parametrize(
    ("window", "better", "worse"),
    [
        (firm_over_market, "firm", "market"),
        (peers_over_market, "peers", "market"),
        (peers_over_firm, "peers", "firm"),
    ],
)
@given(modes=anything)
def test_each_word_for_a_window_agrees_with_a_search_over_all_sizes(window, better, worse, modes):
    n = np.geomspace(1, 1e30, 3001)
    each = costs(modes, n)
    saved, scale = getattr(each, worse) - getattr(each, better), getattr(each, worse) + getattr(each, better)
    start, end, outcome = window(modes)
    cheaper, costlier = saved > -1e-9 * scale, saved < 1e-9 * scale
    if outcome == "never cheaper":
        assert np.isnan(start) and np.isnan(end) and costlier.all()
        return
    assert cheaper[(n > start) & (n < end)].all() and costlier[n > end].all()
    assert (end == np.inf) == (outcome in ("always cheaper", "from here on", "at first and from here on")) or end > 1e30
    assert (start == 0) == (outcome in ("always cheaper", "up to here"))
    if outcome.startswith("at first"):
        assert cheaper[0] and getattr(costs(modes, start * 0.999), better) > getattr(costs(modes, start * 0.999), worse)
    else:
        assert costlier[n < start].all()


@given(anything)
def test_the_cheapest_mode_changes_at_the_switches_and_nowhere_else(modes):
    borders = np.array([1.0, *(switch.size for switch in switches(modes, 1e10)), 1e10])
    n = np.geomspace(1, 1e10, 2001)
    n = n[np.abs(n[:, None] / borders - 1).min(axis=1) > 1e-6]
    inside = np.sqrt(borders[:-1] * borders[1:])[np.searchsorted(borders, n) - 1]
    each = costs(modes, n)
    named = np.array([getattr(each, mode)[i] for i, mode in enumerate(cheapest(modes, inside))])
    assert (named <= np.minimum.reduce(each) * (1 + 1e-9)).all()


def test_the_corners_of_what_is_allowed_raise_nothing():
    for values in product((1e-15, 1e15), (0.0, 1e15), (1e-15, 1e15), (0.0, 1e15), (1e-15, 1e15), (1.0, 2.0, 3.0)):
        modes = Modes(**dict(zip(Modes.parameters(), values, strict=True)))
        for window in (firm_over_market, peers_over_market, peers_over_firm):
            assert window(modes).outcome
        assert len(switches(modes, 1e10)) < 6


def test_a_size_that_no_number_holds_is_infinite():
    late = peers_over_firm(Modes(merge_elasticity=1.999, merge_cost=0.5, pair_cost=0.001))
    assert (late.start, late.end, late.outcome) == (np.inf, np.inf, "from here on")
    assert peers_over_market(Modes(merge_elasticity=1.0001)).end == np.inf and LARGEST < np.inf


def test_peers_stay_from_a_size_only_where_a_firm_does_not_win_in_the_end():
    assert peers_stay_from(Modes()) == peers_over_firm(Modes()).start
    assert np.isnan(peers_stay_from(Modes(commons_cost=5, governance_cost=50, merge_elasticity=2)))


@given(modular, st.floats(0.1, 0.99))
def test_a_cheaper_commons_never_postpones_peers(modes, factor):
    cheaper = modes.replace(commons_cost=modes.commons_cost * factor, merge_cost=modes.merge_cost * factor)
    assert peers_over_firm(cheaper).start <= peers_over_firm(modes).start


@given(modular, st.floats(1.01, 10))
def test_dearer_talk_never_postpones_peers(modes, factor):
    assume(modes.commons_cost >= modes.governance_cost)
    costlier = modes.replace(pair_cost=modes.pair_cost * factor)
    assert peers_over_firm(costlier).start <= peers_over_firm(modes).start


@given(records(Modes, merge_elasticity=st.floats(1, 1.9)))
def test_peers_beat_the_firm_in_the_end_when_merging_grows_slower_than_pairs(modes):
    # At 1e30 people even pairs of cost 0.001 outgrow merging with elasticity 1.9.
    assert costs(modes, 1e30).peers < costs(modes, 1e30).firm


@given(modular, st.floats(0.01, 100))
def test_counting_costs_in_another_currency_moves_no_frontier(modes, rate):
    money = ("contract_cost", "governance_cost", "pair_cost", "commons_cost", "merge_cost")
    abroad = modes.replace(**{name: getattr(modes, name) * rate for name in money})
    assert peers_over_firm(abroad).start == pytest.approx(peers_over_firm(modes).start, rel=1e-6)
    assert peers_over_market(abroad)[:2] == pytest.approx(peers_over_market(modes)[:2], rel=1e-6, nan_ok=True)


def test_a_batch_gives_what_its_records_give_one_by_one():
    values = {"commons_cost": [60, 10, 60, 0.0], "merge_elasticity": [1.0, 1.0, 1.3, 2.5]}
    rows = [dict(zip(values, row, strict=True)) for row in zip(*values.values(), strict=True)]
    for window in (firm_over_market, peers_over_market, peers_over_firm):
        batch = window(Modes.batch(**values))
        single = [window(Modes(**row)) for row in rows]
        assert np.broadcast_to(batch.start, 4) == pytest.approx([one.start for one in single], nan_ok=True)
        assert list(np.broadcast_to(batch.outcome, 4)) == [one.outcome for one in single]


def test_impossible_costs_are_refused():
    with pytest.raises(ValueError, match="merge_elasticity must be at least 1 and at most 3, got 0.5"):
        Modes(merge_elasticity=0.5)


@pytest.mark.parametrize("size", [-5, float("nan"), "12", True])
def test_an_impossible_size_is_refused_by_name(size):
    with pytest.raises(ValueError, match="contributors must be"):
        costs(Modes(), size)
