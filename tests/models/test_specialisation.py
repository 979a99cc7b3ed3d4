from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from peerkit.models.specialisation import (
    Specialisation,
    coordination,
    gross_output,
    net_output,
    optimal_team,
    specialisation_multiplier,
    whole_team,
)
from tests.models.strategies import records

# An interior optimum that a floating-point number can hold: beta at least 0.2 above theta.
interior = records(
    Specialisation,
    specialisation_elasticity=st.floats(0.05, 0.9),
    coordination_elasticity=st.floats(1.1, 2.0),
)


@pytest.mark.parametrize(
    ("changes", "size", "outcome"),
    [
        ({}, 25, "interior"),  # the textbook team at the defaults
        ({"coordination_cost": 1e-12}, 2.5e23, "interior"),  # talk almost free: the team grows without practical limit
        ({"coordination_elasticity": 0.5}, np.inf, "no interior optimum"),  # talk grows no faster than the gain
        ({"coordination_elasticity": 0.4}, np.inf, "no interior optimum"),  # talk grows slower than the gain
        ({"specialisation_elasticity": 0.0}, 0, "work alone"),  # nothing to gain from dividing labour
        ({"specialisation_elasticity": 1.0}, np.inf, "no interior optimum"),  # as fast, but the gain starts higher
        ({"specialisation_elasticity": 1.0, "coordination_cost": 1.0}, 0, "work alone"),  # as fast, from the same level
        ({"specialisation_elasticity": 1.0, "coordination_cost": 2.0}, 0, "work alone"),  # or from a higher one
        ({"coordination_elasticity": 0.5000001}, np.inf, "beyond any number"),  # 10 to the power of ten million
        ({"knowledge": 4.0}, 100, "interior"),  # sqrt(4) doubles the gain; squared, because beta - theta is one half
    ],
)
def test_limiting_cases(changes, size, outcome):
    team = optimal_team(Specialisation(**changes))
    assert team.size == pytest.approx(size)
    assert team.outcome == outcome


def test_becker_and_murphy_elasticities_of_size_and_output():
    """Quarterly Journal of Economics 107(4): d ln n*/d ln lambda = -1/(beta-theta), and theta times that for output."""
    weak = Specialisation(specialisation_elasticity=0.1, coordination_elasticity=0.6)
    before, after = optimal_team(weak), optimal_team(weak.replace(coordination_cost=0.01))
    assert after.size / before.size == pytest.approx(100)
    assert after.output / before.output == pytest.approx(10 ** (0.1 / 0.5))


@given(interior)
def test_output_is_gain_less_coordination(record):
    n = np.array([1.0, 7.0, 300.0])
    assert net_output(record, n) == pytest.approx(gross_output(record, n) - coordination(record, n))


@given(interior)
def test_net_output_at_the_optimum_is_the_stated_output(record):
    team = optimal_team(record)
    # A difference of two nearly equal large numbers keeps about half its digits.
    scale = gross_output(record, team.size)
    assert net_output(record, team.size) == pytest.approx(team.output, abs=1e-9 * scale)


@given(interior, st.floats(0.01, 100))
def test_no_other_team_size_does_better(record, factor):
    team = optimal_team(record)
    assert net_output(record, team.size * factor) <= team.output + 1e-9 * gross_output(record, team.size)


@given(interior, st.floats(1.01, 100))
def test_more_expensive_coordination_never_enlarges_the_team_or_its_output(record, factor):
    costlier = record.replace(coordination_cost=record.coordination_cost * factor)
    assert optimal_team(costlier).size < optimal_team(record).size
    assert optimal_team(costlier).output <= optimal_team(record).output


@given(interior, st.floats(1.01, 100))
def test_more_knowledge_never_shrinks_the_team(record, factor):
    wiser = record.replace(knowledge=record.knowledge * factor)
    ratio = factor ** (record.knowledge_effect / (record.coordination_elasticity - record.specialisation_elasticity))
    assert optimal_team(wiser).size == pytest.approx(optimal_team(record).size * ratio)


@given(interior, st.floats(0.01, 1))
def test_the_multiplier_is_the_ratio_of_two_optimal_teams(record, ratio):
    cheaper = record.replace(coordination_cost=record.coordination_cost * ratio)
    expected = optimal_team(cheaper).size / optimal_team(record).size
    assert specialisation_multiplier(record, ratio) == pytest.approx(expected)


@given(interior, st.floats(0.01, 100))
def test_measuring_output_in_another_unit_leaves_the_team_alone(record, rate):
    abroad = record.replace(technology=record.technology * rate, coordination_cost=record.coordination_cost * rate)
    assert optimal_team(abroad).size == pytest.approx(optimal_team(record).size)
    assert optimal_team(abroad).output == pytest.approx(optimal_team(record).output * rate)


def test_a_batch_gives_what_its_records_give_one_by_one():
    cost, elasticity = [0.1, 0.01, 0.1], [1.0, 1.5, 0.5]
    batch = optimal_team(Specialisation.batch(coordination_cost=cost, coordination_elasticity=elasticity))
    single = [
        optimal_team(Specialisation(coordination_cost=c, coordination_elasticity=e))
        for c, e in zip(cost, elasticity, strict=True)
    ]
    assert batch.size == pytest.approx([team.size for team in single])
    assert list(batch.outcome) == [team.outcome for team in single]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"coordination_cost": 0}, "coordination_cost must be above 0, got 0"),
        ({"coordination_cost": float("nan")}, "coordination_cost must be above 0, got nan"),
        ({"specialisation_elasticity": 3}, "specialisation_elasticity must be at least 0 and at most 2, got 3"),
        ({"coordination_costs": 1}, "no parameter 'coordination_costs'; did you mean coordination_cost?"),
        ({"technology": "much"}, "technology must be above 0, got 'much'"),
    ],
)
def test_impossible_parameters_are_refused_by_name(changes, message):
    with pytest.raises(ValueError, match=message.replace("?", r"\?")):
        Specialisation(**changes)


def test_an_impossible_batch_names_the_first_offender():
    with pytest.raises(ValueError, match=r"coordination_cost must be above 0, got -1"):
        Specialisation.batch(coordination_cost=[0.1, -1, -2])


wide = records(
    Specialisation,
    coordination_cost=st.floats(1e-6, 1e3),
    specialisation_elasticity=st.one_of(st.floats(0, 2), st.sampled_from([0.0, 0.5, 1.0])),
    coordination_elasticity=st.one_of(st.floats(0.01, 4), st.sampled_from([0.5, 1.0])),
)


@given(wide)
def test_each_word_for_the_optimum_agrees_with_a_search_over_all_sizes(record):
    """Work alone: smaller is better. No interior optimum: from some size on, larger is better. Interior: a peak."""
    team = optimal_team(record)
    n = np.geomspace(1e-12, 1e12, 2401)
    net = net_output(record, n)
    slack = 1e-9 * (gross_output(record, n) + coordination(record, n))
    if team.outcome == "work alone":
        assert (np.diff(net) <= slack[1:]).all() and (net <= team.output + slack).all()
    elif team.outcome == "no interior optimum":
        distance = record.specialisation_elasticity - record.coordination_elasticity
        assert distance >= 0 and (distance < 0.2 or net_output(record, 1e40) > net_output(record, 1e38))
    elif team.outcome == "beyond any number":
        assert team.size == np.inf and (np.diff(net) >= -slack[1:]).all()
    else:
        assert np.isfinite(team.size) and (net <= team.output + slack).all()


@given(interior)
def test_no_other_whole_team_does_better(record):
    team = whole_team(record)
    assert team.size == round(team.size) >= 1 or team.size > 1e6
    n = np.arange(1, 500)
    assert (net_output(record, n) <= team.output + 1e-9 * gross_output(record, n)).all()


def test_the_corners_of_what_is_allowed_raise_nothing():
    box = ((1e-15, 1e15), (1e-15, 1e15), (0, 2), (0, 2), (1e-15, 1e15), (1e-15, 4))
    for values in product(*box):
        record = Specialisation(**dict(zip(Specialisation.parameters(), map(float, values), strict=True)))
        team = optimal_team(record)
        assert team.size >= 0 and team.output >= 0
        assert specialisation_multiplier(record, 0.1) >= 1
    # What the neighbours 0.5 and 0.5000001 have in common is that no number holds their team.
    assert optimal_team(Specialisation(coordination_elasticity=0.5000001)).size == np.inf


@pytest.mark.parametrize("members", [-1, float("nan"), "12", True])
def test_an_impossible_team_is_refused_by_name(members):
    for formula in (gross_output, coordination, net_output):
        with pytest.raises(ValueError, match="members must be"):
            formula(Specialisation(), members)


def test_a_free_lunch_is_refused():
    with pytest.raises(ValueError, match="cost_ratio must be above 0"):
        specialisation_multiplier(Specialisation(), 0)
