from itertools import combinations, pairwise, product
from math import comb

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from peerkit.models.network_fit import FACEBOOK
from peerkit.models.networks import LAWS, Network, counted, doubling_multiplier, log_value, merger_gain, netoid, value
from tests.models.extremes import extreme_records
from tests.models.strategies import records

networks = records(Network, law=st.sampled_from(LAWS))
sizes = st.floats(1, 400)
large = st.floats(0, 12).map(lambda digits: 10.0**digits)


@pytest.mark.parametrize(
    ("law", "members", "worth"),
    [
        ("sarnoff", 100, 100),  # a hundred listeners
        ("odlyzko_tilly", 1, 0),  # a lone member has no link: ln 1
        ("odlyzko_tilly", 0, 0),  # n ln n vanishes with n
        ("metcalfe", 1, 0),  # and no pair
        ("metcalfe", 2, 1),  # two members, one pair
        ("reed", 1, 0),  # and no group
        ("reed", 2, 1),  # the pair is the only group
        ("reed", 3, 4),  # three pairs and the group of all
        ("reed", 1e4, np.inf),  # too large to write down
        ("metcalfe", 0.5, 0),  # half a member has no pair, rather than a negative one
        ("cube", 1e12, 1e36),  # stays a number for every network on earth
    ],
)
def test_limiting_cases(law, members, worth):
    assert value(Network(law=law), members) == pytest.approx(worth)


@pytest.mark.parametrize(
    ("law", "members", "multiple"),
    [
        ("sarnoff", 5, 2),  # twice the listeners
        ("metcalfe_sq", 5, 4),  # twice squared
        ("cube", 5, 8),  # twice cubed
        ("metcalfe", 1e12, 4),  # pairs, once nobody notices that one cannot pair with oneself
        ("metcalfe", 1, np.inf),  # from no pair to one
        ("reed", 1, np.inf),  # from no group to one
        ("odlyzko_tilly", 1, np.inf),  # from no link to one
        ("reed", 1e6, np.inf),  # 2^1000000: no computer writes it down
    ],
)
def test_doubling_at_the_limits(law, members, multiple):
    assert doubling_multiplier(Network(law=law), members) == pytest.approx(multiple)


def test_against_briscoe_odlyzko_and_tilly_in_ieee_spectrum():
    """Doubling 100,000 members multiplies value by 2.1 when it is n log n, by 4 when it is the square."""
    assert doubling_multiplier(Network(law="odlyzko_tilly"), 1e5) == pytest.approx(2.1, abs=0.05)  # one published digit
    assert doubling_multiplier(Network(law="metcalfe_sq"), 1e5) == pytest.approx(4)


def test_laws_count_what_they_say_they_count():
    people = range(7)
    assert counted("metcalfe", 7) == len(list(combinations(people, 2)))
    assert counted("reed", 7) == sum(comb(7, size) for size in range(2, 8))


@given(st.floats(5, 1e6))
def test_from_five_members_on_reed_beats_metcalfe_beats_odlyzko_and_tilly_beats_sarnoff(members):
    order = ("sarnoff", "odlyzko_tilly", "metcalfe", "reed")
    assert all(one < two for one, two in pairwise(log_value(Network(law=law), members) for law in order))


@given(networks, st.floats(1.5, 900))
def test_the_logarithm_is_that_of_the_value(network, members):
    assert log_value(network, members) == pytest.approx(np.log(value(network, members)))


@given(st.floats(900, 1e12))
def test_the_logarithm_of_reed_goes_on_where_the_value_stops(members):
    # Close to the last power that can be written down both forms exist and agree.
    assert log_value(Network(law="reed"), members) == pytest.approx(members * np.log(2))
    assert log_value(Network(law="reed"), 1022.999) == pytest.approx(1022.999 * np.log(2), rel=1e-15)


@given(networks, st.floats(2, 400))
def test_doubling_is_the_ratio_of_two_values(network, members):
    expected = value(network, 2 * members) / value(network, members)
    assert doubling_multiplier(network, members) == pytest.approx(expected)


@given(large, st.floats(1.01, 100))
def test_the_double_of_n_log_n_falls_towards_two(members, factor):
    network = Network(law="odlyzko_tilly")
    smaller, larger = doubling_multiplier(network, [2 * members, 2 * members * factor])
    assert 2 < larger < smaller
    assert smaller == pytest.approx(2 + 2 * np.log(2) / np.log(2 * members))


@given(networks, sizes, sizes)
def test_a_merger_gains_the_difference_of_values(network, one, other):
    whole, parts = value(network, one + other), value(network, one) + value(network, other)
    # The difference cancels, so it is known to the rounding of the whole only.
    assert merger_gain(network, one, other) == pytest.approx(whole - parts, rel=1e-9, abs=1e-9 * whole)


@given(networks, large, large)
def test_a_merger_never_loses_and_both_sides_gain_the_same(network, one, other):
    gain = merger_gain(network, one, other)
    assert gain >= 0
    assert gain == pytest.approx(merger_gain(network, other, one))


@given(large, large)
def test_listeners_gain_nothing_from_a_merger(one, other):
    assert merger_gain(Network(law="sarnoff"), one, other) == 0


@given(networks, sizes, sizes, st.floats(0.001, 1000))
def test_another_currency_scales_values_and_leaves_multipliers_alone(network, one, other, rate):
    abroad = network.replace(unit_value=network.unit_value * rate)
    assert value(abroad, one) == pytest.approx(rate * value(network, one))
    assert merger_gain(abroad, one, other) == pytest.approx(rate * merger_gain(network, one, other))
    assert doubling_multiplier(abroad, 1 + one) == pytest.approx(doubling_multiplier(network, 1 + one), nan_ok=True)


@given(networks, st.floats(1990, 2040))
def test_counting_time_in_months_leaves_membership_alone(network, year):
    monthly = network.replace(growth=network.growth / 12, midpoint=network.midpoint * 12)
    # A year of four digits leaves a rounding of 1e-12 in the distance from the middle.
    assert netoid(monthly, 12 * year) == pytest.approx(netoid(network, year), rel=1e-9)


@given(networks, st.floats(0, 30))
def test_membership_rises_symmetrically_about_half_of_its_ceiling(network, years):
    before, middle, after = netoid(network, network.midpoint + np.array([-years, 0, years]))
    assert before <= middle <= after <= network.ceiling
    assert middle == network.ceiling / 2
    assert before + after == pytest.approx(network.ceiling)


@given(networks)
def test_membership_grows_in_proportion_to_itself_and_to_the_room_left(network):
    year, step = network.midpoint + 1.0, 1e-4 / network.growth
    slope = (netoid(network, year + step) - netoid(network, year - step)) / (2 * step)
    now = netoid(network, year)
    logistic = network.growth * now * (1 - now / network.ceiling)
    assert slope == pytest.approx(logistic, rel=1e-5)  # a difference quotient at calendar years keeps eight digits


def test_the_default_path_stays_within_13_percent_of_the_facebook_series():
    assert netoid(Network(), FACEBOOK.years) == pytest.approx(
        FACEBOOK.members, rel=0.13
    )  # as the default's reason says


def test_a_batch_gives_what_its_records_give_one_by_one():
    values = {"unit_value": [1, 10, 0.01], "ceiling": [1e4, 1e6, 1e9], "growth": [0.1, 0.5, 2.0]}
    for law in LAWS:
        rows = [Network(law=law, **dict(zip(values, row, strict=True))) for row in zip(*values.values(), strict=True)]
        batch = Network.batch(law=law, **values)
        for formula in (value, log_value, doubling_multiplier, netoid):
            assert formula(batch, 30) == pytest.approx([formula(row, 30) for row in rows])
        assert merger_gain(batch, 30, [2, 3, 4]) == pytest.approx(
            [merger_gain(row, 30, n) for row, n in zip(rows, [2, 3, 4], strict=True)]
        )


def test_every_corner_of_the_teaching_box_has_an_answer():
    names = Network.parameters()
    for law, *corner in product(LAWS, *(p.explore for p in names.values())):
        network = Network(law=law, **dict(zip(names, corner, strict=True)))
        members = np.maximum(netoid(network, np.arange(1990, 2041)), 1)
        assert np.isfinite(log_value(network, 1 + members)).all()
        assert not np.isnan(value(network, members)).any()
        assert not np.isnan(doubling_multiplier(network, members)).any()
        assert not np.isnan(merger_gain(network, members, members)).any()


def test_the_far_corners_of_the_valid_range_warn_of_nothing():
    for law in LAWS:
        for network in extreme_records(Network, law=law):
            for members in (1, 2, 1000, 1e15):
                assert value(network, members) >= 0
                assert not np.isnan(doubling_multiplier(network, members))
                assert merger_gain(network, members, members) >= 0
            assert 0 <= netoid(network, 2011) <= network.ceiling


@pytest.mark.parametrize(
    ("attempt", "message"),
    [
        (lambda: Network(law="moore"), "Input should be 'sarnoff'.*law"),
        (lambda: value(Network.batch(law="moore"), 2), "law must be one of sarnoff, .*, got 'moore'"),
        (lambda: Network(unit_value=0), "unit_value must be above 0, got 0"),
        (lambda: value(Network(), "12"), "members must be a number, got '12'"),
        (lambda: netoid(Network(), "2011"), "time must be a number, got '2011'"),
        (lambda: value(Network(), -1), "members must be at least 0, got -1"),
        (lambda: value(Network(), float("nan")), "members must be at least 0, got nan"),
        (lambda: doubling_multiplier(Network(), 0.5), "members must be at least 1, got 0.5"),
        (lambda: merger_gain(Network(), 2, 0), "other_members must be at least 1, got 0"),
    ],
)
def test_impossible_input_is_refused_by_name(attempt, message):
    with pytest.raises(ValueError, match=message):
        attempt()
