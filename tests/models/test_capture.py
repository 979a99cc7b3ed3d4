from itertools import product

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.integrate import quad
from scipy.optimize import brentq, minimize_scalar

from peerkit.figures.capture import shares, summary
from peerkit.models.capture import (
    OUTCOMES,
    Capture,
    equilibrium,
    gain_from_best_take,
    network_blind_take_rate,
    profit_take_rate,
    relative_split,
    welfare_take_rate,
)
from peerkit.models.capture_tipping import community_path, tipping_point
from tests.models.extremes import extreme_records, plain
from tests.models.strategies import records

# No time limit for an example: the machine may be busy.
unhurried = settings(deadline=None)
# Product of the elasticities at most 0.9: supply that numbers can hold.
stable = records(Capture, network_elasticity=st.floats(0, 0.45), supply_elasticity=st.floats(0.2, 2))
takes = st.floats(-0.5, 0.95)


@pytest.mark.parametrize(
    ("changes", "take", "outcome"),
    [
        ({"network_elasticity": 0}, 0.5, "interior"),  # the inverse-elasticity rule
        ({"network_elasticity": 0, "supply_elasticity": 1e-12}, 1, "interior"),  # captive supply: take it all
        ({"network_elasticity": 0, "supply_elasticity": 100}, 1 / 101, "interior"),  # supply that leaves at once
        ({"network_elasticity": 0.5, "supply_elasticity": 1.9999}, 0.00005 / 2.9999, "interior"),  # next to explosion
        ({"network_elasticity": 0.5, "supply_elasticity": 2}, 0, "tipping point"),  # each newcomer brings another
        ({"network_elasticity": 0.5, "supply_elasticity": 15}, 0, "tipping point"),  # each brings many others
    ],
)
def test_limiting_takes(changes, take, outcome):
    best = profit_take_rate(Capture(**changes))
    assert best.take_rate == pytest.approx(take, abs=1e-11)
    assert best.outcome == outcome


@pytest.mark.parametrize(
    ("changes", "take", "contributors", "outcome"),
    [
        ({}, 1, 0, "nobody joins"),  # nothing is left to come for
        ({"network_elasticity": 0.5, "supply_elasticity": 2}, 1, 0, "nobody joins"),  # not even where supply explodes
        ({"network_elasticity": 0.5, "supply_elasticity": 2}, 0.5, 0, "tipping point"),  # any community grows
        ({"network_elasticity": 0.1, "supply_elasticity": 9.999}, 0.1, np.inf, "beyond counting"),  # past 10^299
        # The fixed point of numbers that were called infinite; from 9,000 the community shrinks.
        (
            {"network_elasticity": 0.5, "supply_elasticity": 3, "supply_scale": 10, "revenue_scale": 1},
            0.9,
            10_000,
            "tipping point",
        ),
        ({"network_elasticity": 0}, 0, 1000, "stable"),  # k a: everyone keeps everything
        ({"network_elasticity": 0, "supply_elasticity": 1e-12}, 0.999, 100, "stable"),  # they come whatever they get
    ],
)
def test_limiting_equilibria(changes, take, contributors, outcome):
    split = equilibrium(Capture(**changes), take)
    assert split.contributors == pytest.approx(contributors)
    assert split.outcome == outcome


@pytest.mark.parametrize(
    ("changes", "take", "border", "above", "below"),
    [
        ({}, 0.5, 0, "comes to rest", "comes to rest"),  # below 1 every community comes to rest
        ({"network_elasticity": 0.5, "supply_elasticity": 2}, 0.5, 0, "grows without limit", "shrinks to nothing"),
        # At exactly 1 supply only follows what pushes it: 10 x 0.05^2 is below 1, so every community shrinks.
        (
            {"network_elasticity": 0.5, "supply_elasticity": 2, "supply_scale": 10, "revenue_scale": 1},
            0.95,
            np.inf,
            "grows without limit",
            "shrinks to nothing",
        ),
        ({"network_elasticity": 0.5, "supply_elasticity": 4}, 1, np.inf, "grows without limit", "shrinks to nothing"),
        # Nothing pushes up or down, so every size stays.
        (
            {"network_elasticity": 0.5, "supply_elasticity": 2, "supply_scale": 1, "revenue_scale": 1},
            0,
            0,
            "comes to rest",
            "comes to rest",
        ),
    ],
)
def test_limiting_borders(changes, take, border, above, below):
    assert tipping_point(Capture(**changes), take) == (border, above, below)


@settings(deadline=None, max_examples=50)
@given(
    records(Capture, network_elasticity=st.floats(0.05, 0.5), supply_elasticity=st.floats(0.2, 15)),
    takes,
    st.floats(1.05, 3),
)
def test_every_word_about_the_fate_agrees_with_brute_force(record, take, factor):
    """Last period's revenue decides who comes, in plain Python, from above and from below the border."""
    product_of_both = record.network_elasticity * record.supply_elasticity
    assume(abs(product_of_both - 1) > 0.1)
    border, above, below = tipping_point(record, take)
    split = equilibrium(record, take)
    centre = np.log(split.contributors) if product_of_both < 1 else np.log(border)
    for start, word in ((centre + np.log(factor), above), (centre - np.log(factor), below)):
        log_n = start
        for _ in range(800):
            earnings = np.log((1 - take) * record.revenue_scale) + record.network_elasticity * log_n
            log_n = np.log(record.supply_scale) + record.supply_elasticity * earnings
            if abs(log_n - centre) > 1e3:
                break
        end = (
            "grows without limit"
            if log_n > centre + 50
            else "shrinks to nothing"
            if log_n < centre - 50
            else "comes to rest"
        )
        assert end == word
    assert (split.outcome == "tipping point") == (above == "grows without limit")


def test_a_community_below_the_tipping_point_shrinks_and_one_above_it_grows():
    record = Capture(network_elasticity=0.5, supply_elasticity=3, supply_scale=10, revenue_scale=1)
    paths = community_path(record, 0.9, np.array([9_000, 10_000, 11_000]), 60)
    assert paths[:, -1].tolist() == [0, pytest.approx(10_000), np.inf]


def test_every_corner_of_the_teaching_box_has_a_named_outcome():
    box = {name: p.explore for name, p in Capture.parameters().items()}
    for corner in product(*box.values()):
        record = Capture(**dict(zip(box, corner, strict=True)))
        split, gain = equilibrium(record, record.take_rate), gain_from_best_take(record, record.take_rate)
        assert split.outcome in ("stable", "tipping point") and not np.any(np.isnan(split[:5]))
        assert np.isnan(gain.platform) == (gain.outcome == "tipping point")
        assert profit_take_rate(record).outcome == welfare_take_rate(record).outcome


def test_against_the_worked_table_of_the_model_chapter():
    """Network elasticity 0.2, supply elasticity 1: moving from 50 to 40 percent raises both bars; printed in dollars."""
    split = equilibrium(Capture(network_elasticity=0.2), [0.3, 0.4, 0.5])
    assert split.platform == pytest.approx([55_561, 58_788, 55_902], abs=0.5)
    assert split.contributors_surplus == pytest.approx([64_821, 44_091, 27_951], abs=0.5)


@unhurried
@given(stable, takes)
def test_equilibrium_solves_supply_and_revenue_at_once(record, take):
    split = equilibrium(record, take)
    earnings = (1 - take) * record.revenue_scale * split.contributors**record.network_elasticity
    assert split.earnings == pytest.approx(earnings)
    assert split.contributors == pytest.approx(record.supply_scale * earnings**record.supply_elasticity)


@unhurried
@given(stable, takes)
def test_relative_amounts_are_the_amounts_over_the_best_profit(record, take):
    split, best = equilibrium(record, take), equilibrium(record, profit_take_rate(record).take_rate).platform
    relative = relative_split(record, take)
    assert relative.platform == pytest.approx(split.platform / best)
    assert relative.contributors == pytest.approx(split.contributors_surplus / best)
    assert relative.together == pytest.approx(relative.platform + relative.contributors)


def test_relative_amounts_have_a_value_at_the_ends_and_none_where_supply_explodes():
    assert relative_split(Capture(), 1) == (0, 0, 0)  # nobody joins
    beyond = relative_split(Capture(network_elasticity=0.15, supply_elasticity=6.66), -0.9)
    assert np.all(np.isfinite(beyond))  # next to explosion amounts leave the numbers, their multiples are held back
    assert np.all(np.isnan(relative_split(Capture(network_elasticity=0.5, supply_elasticity=2), [-0.1, 0.5, 1])))


@unhurried
@given(stable, takes)
def test_platform_and_contributors_divide_the_gross_revenue(record, take):
    split = equilibrium(record, take)
    assert split.platform + split.contributors * split.earnings == pytest.approx(split.gross)


@unhurried
@given(stable, takes)
def test_contributors_surplus_is_the_area_above_the_supply_curve(record, take):
    split = equilibrium(record, take)
    area, _ = quad(lambda share: share**record.supply_elasticity, 0, 1)
    # Supply at a share of today's earnings is that share to the elasticity, times today's contributors.
    assert split.contributors_surplus == pytest.approx(split.contributors * split.earnings * area)


@unhurried
@given(stable)
def test_profit_is_single_peaked_at_the_best_take(record):
    best = profit_take_rate(record).take_rate
    profit = equilibrium(record, np.linspace(0, 1, 401)).platform
    top = int(np.argmax(profit))
    assert abs(top / 400 - best) <= 1 / 400
    assert np.all(np.diff(profit[: top + 1]) >= 0) and np.all(np.diff(profit[top:]) <= 0)
    scale = equilibrium(record, best).platform
    numerical = minimize_scalar(
        lambda take: -equilibrium(record, take).platform / scale,
        bounds=(0, 1),
        method="bounded",
        options={"xatol": 1e-9},
    )
    assert numerical.x == pytest.approx(best, abs=1e-6)  # a flat top: the maximum is found to the root of the precision


@unhurried
@given(stable)
def test_the_welfare_take_maximises_what_both_get_together(record):
    best = welfare_take_rate(record).take_rate

    def together(take):
        split = equilibrium(record, take)
        return split.platform + split.contributors_surplus

    others = np.linspace(-1, 0.99, 200)
    assert np.all(together(others) <= together(best) * (1 + 1e-12))


@unhurried
@given(stable)
def test_subsidy_for_welfare_and_toll_for_profit_lie_on_either_side_of_zero(record):
    welfare, profit = welfare_take_rate(record).take_rate, profit_take_rate(record).take_rate
    assert welfare <= 0 < profit <= network_blind_take_rate(record) < 1
    assert welfare == -record.network_elasticity


@unhurried
@given(stable, st.floats(1.01, 1.05))
def test_a_stronger_network_effect_and_readier_supply_both_lower_the_best_take(record, factor):
    assume(record.network_elasticity > 0.01)
    best = profit_take_rate(record).take_rate
    assert profit_take_rate(record.replace(network_elasticity=record.network_elasticity * factor)).take_rate < best
    assert profit_take_rate(record.replace(supply_elasticity=record.supply_elasticity * factor)).take_rate < best


@unhurried
@given(stable, takes, st.floats(0.001, 0.04))
def test_a_higher_take_loses_contributors_and_their_surplus(record, take, more):
    low, high = equilibrium(record, take), equilibrium(record, take + more)
    assert high.contributors < low.contributors
    assert high.contributors_surplus < low.contributors_surplus


@unhurried
@given(stable)
def test_a_small_cut_at_the_best_take_costs_the_platform_second_order_and_gives_first_order(record):
    best = profit_take_rate(record).take_rate
    here = equilibrium(record, best)
    cuts = best * np.array([1e-2, 1e-3])
    there = equilibrium(record, best - cuts)
    cost = 1 - there.platform / here.platform
    given_away = there.contributors_surplus / here.contributors_surplus - 1
    # A tenth of the cut costs a hundredth and gives a tenth, up to terms of the next order.
    assert cost[0] / cost[1] == pytest.approx(100, rel=0.1)
    assert given_away[0] / given_away[1] == pytest.approx(10, rel=0.1)


@unhurried
@given(stable, takes)
def test_greed_beyond_the_best_take_costs_both_sides(record, take):
    gain, best = gain_from_best_take(record, take), profit_take_rate(record).take_rate
    assert gain.platform >= -1e-9 * equilibrium(record, best).platform
    if take > best:
        assert gain.outcome == "both gain" and gain.contributors > 0
    elif take < best:
        assert gain.outcome == "only the platform gains" and gain.contributors < 0
    assert gain_from_best_take(record, best) == (0, 0, "nothing to gain")


@unhurried
@given(stable, takes, st.floats(0.01, 100))
def test_counting_in_another_currency_moves_money_and_nobody(record, take, rate):
    abroad = record.replace(
        revenue_scale=record.revenue_scale * rate,
        supply_scale=record.supply_scale * rate**-record.supply_elasticity,
    )
    here, there = equilibrium(record, take), equilibrium(abroad, take)
    assert there.contributors == pytest.approx(here.contributors)
    assert there[1:5] == pytest.approx(np.multiply(here[1:5], rate))
    assert profit_take_rate(abroad) == profit_take_rate(record)


def test_one_equilibrium_against_a_root_finder():
    record, take = Capture(network_elasticity=0.3, supply_elasticity=1.5), 0.2

    def excess(log_n):
        earnings = (1 - take) * record.revenue_scale * np.exp(log_n * record.network_elasticity)
        return np.log(record.supply_scale * earnings**record.supply_elasticity) - log_n

    assert equilibrium(record, take).contributors == pytest.approx(np.exp(brentq(excess, 0, 50, xtol=1e-13)))


def test_a_batch_gives_what_its_records_give_one_by_one():
    values = {
        "network_elasticity": [0, 0.2, 0.5, 0.5],
        "supply_elasticity": [1, 0.5, 2, 15],
        "revenue_scale": [10, 1, 2, 3],
    }
    rows = [dict(zip(values, row, strict=True)) for row in zip(*values.values(), strict=True)]
    batch, singles = Capture.batch(**values), [Capture(**row) for row in rows]
    laws = (
        lambda record: equilibrium(record, 0.3),
        lambda record: gain_from_best_take(record, 0.3),
        profit_take_rate,
        welfare_take_rate,
    )
    for law in laws:
        many, ones = law(batch), [law(record) for record in singles]
        for field in many._fields[:-1]:
            assert getattr(many, field) == pytest.approx([getattr(one, field) for one in ones], nan_ok=True)
        assert list(many.outcome) == [one.outcome for one in ones]


@pytest.mark.parametrize(
    ("deed", "message"),
    [
        (lambda: Capture(supply_elasticity=0), "supply_elasticity must be above 0 and at most 100, got 0"),
        (lambda: Capture(take_rate=1.2), "take_rate must be at least -1 and at most 1, got 1.2"),
        (lambda: equilibrium(Capture(), 1.2), "take_rate must be at least -1 and at most 1, got 1.2"),
        (lambda: equilibrium(Capture(), "0.5"), "take_rate must be a number, got '0.5'"),
        (lambda: community_path(Capture(), 0.5, 0, 3), "start must be above 0, got 0"),
        (lambda: community_path(Capture(), 0.5, 1, 2.5), "periods must be a whole number, got 2.5"),
        (lambda: equilibrium(Capture(), float("nan")), "take_rate must be at least -1 and at most 1, got nan"),
    ],
)
def test_the_impossible_is_refused(deed, message):
    with pytest.raises(ValueError, match=message):
        deed()


def test_the_ends_of_the_valid_range_are_computed_drawn_and_said():
    for record in extreme_records(Capture):
        for take in (-1, 0, record.take_rate, 1):
            split = equilibrium(record, take)
            assert plain(split[:5]) or split.outcome == "any size stays"
        assert all(plain(outcome.of(record)) or split.outcome != "stable" for outcome in OUTCOMES.each)
        shares(record)
        assert "no value" not in summary(record)


def test_a_subsidy_is_said_to_lose_money_not_to_earn_nothing():
    record = Capture(take_rate=-0.3)
    assert equilibrium(record, -0.3).platform == pytest.approx(-48_990, abs=1)
    assert "earns nothing" not in summary(record) and "loses" in summary(record)


def test_almost_everything_is_not_said_to_be_all():
    """At 95 % contributors had '100% less', though something is left."""
    assert "100% less" not in summary(Capture(take_rate=0.95))


def test_marks_that_the_sentence_names_lie_inside_the_frame():
    box = {name: np.linspace(*Capture.parameters()[name].explore, 5) for name in ("network_elasticity", "take_rate")}
    elasticities = np.geomspace(*Capture.parameters()["supply_elasticity"].explore, 5)
    for network, take, supply in product(*box.values(), elasticities):
        record = Capture(network_elasticity=network, take_rate=take, supply_elasticity=supply)
        fig, said = shares(record), summary(record)
        marked = [(trace.x, trace.y) for trace in fig.data if trace.name == "thresholds"]
        low, high = fig.layout.yaxis.range
        points = [
            (x, np.log10(y) if fig.layout.yaxis.type == "log" else y)
            for xs, ys in marked
            for x, y in zip(xs, ys, strict=True)
        ]
        for x, y in points:
            assert fig.layout.xaxis.range[0] <= x <= fig.layout.xaxis.range[1] and low <= y <= high
        if "no take is best" in said:
            assert points or fig.layout.annotations[0].text
        elif "gain most" in said and "(outside the figure)" not in said:
            assert any(x == pytest.approx(-network) for x, _ in points)
