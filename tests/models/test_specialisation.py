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
def test_dearer_coordination_never_enlarges_the_team_or_its_output(record, factor):
    dearer = record.replace(coordination_cost=record.coordination_cost * factor)
    assert optimal_team(dearer).size < optimal_team(record).size
    assert optimal_team(dearer).output <= optimal_team(record).output


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


def test_a_free_lunch_is_refused():
    with pytest.raises(ValueError, match="cost_ratio must be above 0"):
        specialisation_multiplier(Specialisation(), 0)
