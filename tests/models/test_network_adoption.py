from itertools import product

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize_scalar

from peerkit.figures.network_adoption import demand, summary
from peerkit.models.network_adoption import (
    NetworkAdoption,
    adopters,
    equilibria,
    path,
    regimes,
    smallest_network,
    willingness_to_pay,
)
from tests.models.strategies import records

# No time limit for an example: the machine may be busy.
unhurried = settings(deadline=None)
networks = records(NetworkAdoption)
shares = st.floats(0, 1)
# A cost between the keenest's own worth and the most a network can bear: three equilibria.
MIDDLE = st.floats(0.02, 0.98)


def with_critical_mass(record, place):
    """The record with a cost at `place` of the way from k to the top of the demand curve."""
    assume(record.network_value > 1.05 * record.standalone_value)
    k, top = record.standalone_value, smallest_network(record).cost
    return record.replace(cost=k + place * (top - k))


def surplus(record, n):
    """The joint gain of n adopters less their cost: the area under t (k + b n) for the keenest n."""
    return (n - n**2 / 2) * (record.standalone_value + record.network_value * n) - record.cost * n


@pytest.mark.parametrize(
    ("changes", "critical", "adoption", "outcome"),
    [
        ({"cost": 0}, 0.0, 1.0, "needs a critical mass"),  # free, but worth nothing to the first
        ({"cost": 0, "standalone_value": 0.1}, 0.0, 1.0, "takes off by itself"),  # free and worth having: everybody
        ({"cost": 0.25}, 0.5, 0.5, "needs a critical mass"),  # at the top of demand the two equilibria meet
        ({"cost": 0.2500001}, np.nan, 0.0, "not viable"),  # just above it nothing lives
        ({"standalone_value": 0.3}, 0.0, 0.413, "takes off by itself"),  # the keenest would buy alone
        ({"standalone_value": 2, "cost": 1}, 0.0, 0.618034, "takes off by itself"),  # mostly an ordinary good
        ({"standalone_value": 2, "cost": 2.1}, np.nan, 0.0, "not viable"),  # an ordinary good that costs too much
        ({"standalone_value": 1, "cost": 0.5}, 0.0, 0.5**0.5, "takes off by itself"),  # k = b: (1+n)(1-n) = 1/2
        ({"network_value": 1e-12, "standalone_value": 1, "cost": 0.25}, 0.0, 0.75, "takes off by itself"),  # no network
    ],
)
def test_limiting_cases(changes, critical, adoption, outcome):
    if changes == {"standalone_value": 0.3}:
        adoption = (0.7 + np.sqrt(1.3**2 - 0.8)) / 2  # the quadratic by hand
    sizes = equilibria(NetworkAdoption(**changes))
    assert sizes.critical_mass == pytest.approx(critical, abs=1e-6, nan_ok=True)
    assert sizes.adoption == pytest.approx(adoption, abs=1e-6)
    assert sizes.outcome == outcome


@pytest.mark.parametrize(
    ("standalone", "size", "cost", "outcome"),
    [
        (0, 0.5, 0.25, "critical mass"),  # a pure network good
        (1, 0.0, 1.0, "no critical mass"),  # worth as much alone as the network adds
        (3, 0.0, 3.0, "no critical mass"),  # worth more alone
    ],
)
def test_the_smallest_network_that_can_live(standalone, size, cost, outcome):
    assert smallest_network(NetworkAdoption(standalone_value=standalone)) == (size, cost, outcome)


@unhurried
@given(records(NetworkAdoption), MIDDLE)
def test_against_economides_and_himmelberg_1995_there_are_three_equilibria_below_the_top(record, place):
    """Abstract of ideas.repec.org/p/ste/nystbu/95-11: nobody, an unstable critical mass, a large network."""
    record = with_critical_mass(record, place)
    sizes = equilibria(record)
    assert sizes.outcome == "needs a critical mass"
    assert 0 < sizes.critical_mass < smallest_network(record).adoption < sizes.adoption < 1
    assert adopters(record, 0) == 0


@unhurried
@given(records(NetworkAdoption, cost=st.floats(0.01, 1)))
def test_against_economides_and_himmelberg_1995_monopoly_is_smallest_and_the_planner_largest(record):
    """The order of the same abstract, strict wherever a network can live."""
    order = regimes(record)
    if record.cost < smallest_network(record).cost * (1 - 1e-9):
        assert 0 < order.monopoly < order.competition < order.planner <= 1
    else:
        assert 0 <= order.monopoly <= order.competition <= order.planner <= 1


@unhurried
@given(networks)
def test_at_every_equilibrium_the_last_adopter_pays_the_cost(record):
    sizes = equilibria(record)
    if sizes.outcome != "not viable":
        assert willingness_to_pay(record, sizes.adoption) == pytest.approx(record.cost, abs=1e-9)
    if sizes.outcome == "needs a critical mass":
        assert willingness_to_pay(record, sizes.critical_mass) == pytest.approx(record.cost, abs=1e-9)


@unhurried
@given(networks)
def test_no_share_is_worth_more_than_the_highest_cost_a_network_bears(record):
    top = smallest_network(record)
    assert willingness_to_pay(record, np.linspace(0, 1, 1001)).max() <= top.cost * (1 + 1e-12)
    assert willingness_to_pay(record, top.adoption) == pytest.approx(top.cost)


@unhurried
@given(networks)
def test_a_network_is_viable_exactly_up_to_the_highest_cost(record):
    top = smallest_network(record).cost
    assume(abs(record.cost - top) > 1e-9)
    assert (equilibria(record).outcome == "not viable") == (record.cost > top)


@unhurried
@given(networks)
def test_a_good_worth_more_alone_than_its_network_needs_no_critical_mass(record):
    ordinary = record.replace(standalone_value=record.network_value + record.standalone_value)
    assert smallest_network(ordinary).outcome == "no critical mass"
    assert equilibria(ordinary).outcome == (
        "takes off by itself" if record.cost < ordinary.standalone_value else "not viable"
    )


@unhurried
@given(networks, MIDDLE)
def test_the_critical_mass_is_unstable_and_the_large_network_stable(record, place):
    record = with_critical_mass(record, place)
    sizes = equilibria(record)
    step = 1e-6
    slope = [
        (adopters(record, min(n + step, 1)) - adopters(record, max(n - step, 0)))
        / (min(n + step, 1) - max(n - step, 0))
        for n in (sizes.critical_mass, sizes.adoption)
    ]
    assert slope[0] > 1 > slope[1]


@settings(max_examples=30, deadline=None)
@given(networks, st.floats(0.1, 0.9))
def test_rounds_of_expectations_lead_away_from_the_critical_mass(record, place):
    record = with_critical_mass(record, place)
    sizes = equilibria(record)
    room = sizes.adoption - sizes.critical_mass
    assume(sizes.critical_mass > 1e-3)
    # The rounds converge geometrically; a thousand leave less than the tolerance.
    assert path(record, 1000, sizes.critical_mass * 0.99)[-1] == pytest.approx(0, abs=1e-6)
    assert path(record, 1000, sizes.critical_mass + 0.01 * room)[-1] == pytest.approx(sizes.adoption, abs=1e-6)


@unhurried
@given(records(NetworkAdoption))
def test_the_monopoly_maximises_profit(record):
    def profit(n):
        return n * (willingness_to_pay(record, n) - record.cost)

    chosen = regimes(record).monopoly
    best = max(profit(np.linspace(0, 1, 2001)))
    assert profit(chosen) >= best - 1e-12
    nearby = minimize_scalar(
        lambda n: -profit(n), bounds=(max(chosen - 0.05, 0), min(chosen + 0.05, 1)), method="bounded"
    )
    if chosen > 0.05:
        # A flat top: the search finds the argument to the square root of its precision.
        assert nearby.x == pytest.approx(chosen, abs=1e-4)


@unhurried
@given(records(NetworkAdoption))
def test_the_planner_maximises_the_surplus_of_all(record):
    chosen = regimes(record).planner
    assert surplus(record, chosen) >= max(surplus(record, np.linspace(0, 1, 2001))) - 1e-12


@unhurried
@given(records(NetworkAdoption, standalone_value=0.0), MIDDLE)
def test_for_a_pure_network_good_the_planner_wants_everybody_or_nobody(record, place):
    bears = record.network_value / 2
    assert regimes(record.replace(cost=place * bears)).planner == pytest.approx(1)
    assert regimes(record.replace(cost=bears / place)).planner == 0


def test_a_planner_keeps_networks_that_no_market_can():
    # Above the top of demand, 0.25, and below what everybody together gains, 0.5.
    assert regimes(NetworkAdoption(cost=0.4)) == (0, 0, 1)


@unhurried
@given(networks, st.floats(1.01, 3))
def test_a_dearer_good_needs_a_larger_critical_mass_and_keeps_a_smaller_network(record, factor):
    assume(record.cost > 0.001)
    cheap, dear = equilibria(record), equilibria(record.replace(cost=record.cost * factor))
    assert dear.adoption <= cheap.adoption
    if dear.outcome == "needs a critical mass":
        assert dear.critical_mass > cheap.critical_mass


@unhurried
@given(networks, shares, st.floats(0.01, 100))
def test_counting_money_in_another_currency_moves_no_share(record, share, rate):
    assume(abs(record.cost / smallest_network(record).cost - 1) > 1e-6)
    abroad = NetworkAdoption(**{name: rate * value for name, value in record.model_dump().items()})
    assert equilibria(abroad)[:2] == pytest.approx(equilibria(record)[:2], abs=1e-9, nan_ok=True)
    assert regimes(abroad) == pytest.approx(regimes(record), abs=1e-7)  # at its own limit the planner's share jumps
    assert willingness_to_pay(abroad, share) == pytest.approx(rate * willingness_to_pay(record, share))


def test_every_corner_of_the_teaching_box_has_an_answer():
    for corner in product(*(p.explore for p in NetworkAdoption.parameters().values())):
        record = NetworkAdoption(**dict(zip(NetworkAdoption.parameters(), corner, strict=True)))
        assert np.all(np.isfinite([equilibria(record).adoption, *regimes(record), *path(record, 5, 0.5)]))


def test_a_batch_gives_what_its_records_give_one_by_one():
    values = {
        "standalone_value": [0, 0, 0.3, 2, 2, 1],
        "network_value": [1, 1, 1, 1, 1, 1],
        "cost": [0.2, 0.4, 0.2, 1, 3, 0],
    }
    batch = NetworkAdoption.batch(**values)
    singles = [NetworkAdoption(**dict(zip(values, row, strict=True))) for row in zip(*values.values(), strict=True)]
    for function in (equilibria, smallest_network):
        together, apart = function(batch), [function(one) for one in singles]
        for i in range(2):
            assert together[i] == pytest.approx([one[i] for one in apart], nan_ok=True)
        assert list(together.outcome) == [one.outcome for one in apart]
    assert np.stack(regimes(batch), axis=-1) == pytest.approx(np.array([regimes(one) for one in singles]))
    assert path(batch, 4, 0.6) == pytest.approx(np.array([path(one, 4, 0.6) for one in singles]))


@pytest.mark.parametrize(
    ("attempt", "message"),
    [
        (lambda: NetworkAdoption(network_value=0), "network_value must be at least 1e-12 and at most 1e.15, got 0"),
        (lambda: NetworkAdoption(cost=-1), "cost must be at least 0 and at most 1e.15, got -1"),
        (lambda: willingness_to_pay(NetworkAdoption(), 1.1), "must be at least 0 and at most 1, got 1.1"),
        (lambda: adopters(NetworkAdoption(), -0.1), "must be at least 0 and at most 1, got -0.1"),
        (lambda: adopters(NetworkAdoption(), "half"), "expected must be a number, got 'half'"),
        (lambda: path(NetworkAdoption(), 10**9, 0.5), "rounds must be at least 0 and at most 100000"),
        (lambda: path(NetworkAdoption(), 3, float("nan")), "must be at least 0 and at most 1, got nan"),
    ],
)
def test_impossible_input_is_refused(attempt, message):
    with pytest.raises(ValueError, match=message):
        attempt()


@unhurried
@given(networks)
def test_the_sentence_says_what_a_search_over_all_shares_shows(record):
    """No share of adopters lasts, some do, or the first adopters come by themselves: by trying every share."""
    n = np.linspace(0, 1, 40_001)[1:]
    excess = willingness_to_pay(record, n) - record.cost
    scale = record.standalone_value + record.network_value
    assume(np.min(np.abs(excess)) < 1e-3 * scale or np.all(excess < 0) or np.all(excess > 0))
    assume(abs(excess.max()) > 1e-6 * scale and abs(record.cost - record.standalone_value) > 1e-4 * scale)
    said, rises = summary(record), excess > 0
    assert ("nobody stays" in said and "whatever share" in said or "no network can last" in said) == (not rises.any())
    assert ("takes off by itself" in said) == bool(rises[0])
    if rises.any():
        assert equilibria(record).adoption == pytest.approx(n[rises].max(), abs=1e-4)
        assert equilibria(record).critical_mass == pytest.approx(0 if rises[0] else n[rises].min(), abs=1e-4)
    else:
        # Whatever share is expected, fewer adopt, until nobody does.
        assert np.all(adopters(record, n) < n)


def test_a_price_that_nobody_pays_twice_is_not_a_price_nobody_would_pay():
    """If everybody were expected, a third would adopt; but then fewer and fewer do."""
    record = NetworkAdoption(standalone_value=0.5, network_value=0.4, cost=0.6)
    assert adopters(record, 1) == pytest.approx(1 / 3)
    assert path(record, 50, 1.0)[-1] == 0
    assert "would pay" not in summary(record) and "until nobody does" in summary(record)


def test_at_the_highest_price_the_size_to_pass_is_the_size_that_lasts():
    said = summary(NetworkAdoption(cost=0.25))
    assert "about 50% and nowhere else" in said and "grows" not in said


def test_a_free_good_has_nothing_to_pass():
    """The figure once said that 0% must be passed."""
    fig = demand(NetworkAdoption(cost=0.0))
    assert not any("must pass" in word for trace in fig.data if trace.mode == "text" for word in trace.text)
    assert "Hardly anybody has to be expected" in summary(NetworkAdoption(cost=0.0))


@pytest.mark.parametrize("corner", list(product((0.0, 1e-300, 1e15), (1e-12, 1.0, 1e15), (0.0, 1e-300, 1e15))))
def test_every_corner_of_the_valid_range_is_drawn_and_said(corner):
    record = NetworkAdoption(**dict(zip(NetworkAdoption.parameters(), corner, strict=True)))
    assert summary(record).endswith(".") and "nan" not in summary(record)
    assert len(demand(record).data) == len(demand(NetworkAdoption()).data)
    assert np.isfinite(regimes(record)).all()
