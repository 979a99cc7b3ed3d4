import math

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from peerkit.figures.volunteer import crowd, summary
from peerkit.models.volunteer import Volunteer, equilibrium, expected_chores_done, undone_in_a_large_crowd
from tests.models.extremes import extreme_records
from tests.models.strategies import records

anyone = records(Volunteer)
dilemmas = records(Volunteer, cost=st.floats(0.1, 0.9), members=st.integers(2, 1000), chores=1)


@pytest.mark.parametrize(
    ("changes", "volunteering", "undone", "outcome"),
    [
        ({"members": 2}, 0.9, 0.01, "mixed"),  # two people: the chance to abstain is the ratio itself
        ({"members": 1}, 1, 0, "one each"),  # nobody to leave it to
        ({"members": 10, "chores": 10}, 1, 0, "one each"),  # split until everyone has one
        ({"members": 10, "chores": 40}, 1, 0.75, "too few people"),  # ten do one each, thirty are left
        ({"members": 15, "chores": 10}, (5 + 10 * 0.9) / 15, 0.005, "mixed"),  # five pairs, and five who are alone
        ({"members": 10**12}, -math.log(0.1) / 1e12, 0.1, "mixed"),  # a crowd: hardly anyone moves
        ({"cost": 10}, 0, 1, "not worth it"),  # no gain left for a volunteer
        ({"cost": 100, "members": 1}, 0, 1, "not worth it"),  # not even alone
        ({"cost": 1e-12, "members": 2}, 1, 1e-26, "mixed"),  # a chore that costs next to nothing
    ],
)
def test_limiting_cases(changes, volunteering, undone, outcome):
    result = equilibrium(Volunteer(**changes))
    assert result.volunteering == pytest.approx(volunteering)
    assert result.undone == pytest.approx(undone, rel=1e-9)
    assert result.outcome == outcome


@given(records(Volunteer, cost=st.floats(0.1, 20)))
def test_chances_and_kinds_are_those_of_dealing_out_people_to_chores_one_by_one(record):
    """Brute force: whole groups, each with its own equilibrium; 15 people for 10 chores left .001 undone instead of .005."""
    groups = [record.members // record.chores + (i < record.members % record.chores) for i in range(record.chores)]
    ratio = record.cost / record.benefit
    undone = [1.0 if n == 0 or ratio >= 1 else 0.0 if n == 1 else ratio ** (n / (n - 1)) for n in groups]
    helps = [n * (0.0 if ratio >= 1 else 1.0 if n == 1 else 1 - ratio ** (1 / (n - 1))) for n in groups if n]
    result = equilibrium(record)
    assert result.undone == pytest.approx(np.mean(undone), rel=1e-9, abs=1e-15)
    assert result.volunteers * record.chores == pytest.approx(sum(helps), rel=1e-9, abs=1e-12)
    if ratio >= 1:
        assert result.outcome == "not worth it"
    else:
        kinds = {(1,): "one each", (0, 1): "too few people"}
        assert result.outcome == kinds.get(tuple(sorted(set(groups))), "mixed")


@given(anyone)
def test_however_large_the_crowd_a_chore_never_stays_undone_more_often_than_the_sentence_says(record):
    sizes = np.unique(np.round(np.geomspace(record.chores, 1e12, 2000)))
    crowds = Volunteer.batch(cost=record.cost, benefit=record.benefit, members=sizes, chores=record.chores)
    assert np.all(equilibrium(crowds).undone <= undone_in_a_large_crowd(record) * (1 + 1e-9))


def test_the_far_corners_of_the_valid_range_warn_of_nothing():
    for record in extreme_records(Volunteer):
        result = equilibrium(record)
        assert 0 <= result.volunteering <= 1 and 0 <= result.undone <= 1
        assert len(crowd(record).data) == len(crowd(Volunteer()).data) and len(summary(record)) > 20


def test_nothing_is_lost_at_zero_and_both_marks_lie_inside_their_panels():
    """On a logarithmic axis the line of what stays undone broke where it reaches zero."""
    fig = crowd(Volunteer(chores=50, members=60))
    undone = next(trace for trace in fig.data if trace.name == "undone, 50 chores")
    assert np.isfinite(undone.y).all() and min(undone.y) == 0 and undone.yaxis == "y2"
    low, high = fig.layout.yaxis2.range
    assert low < fig.data[-2].y[0] < high


def test_where_nobody_does_it_the_empty_frame_says_why():
    assert "nobody does it" in crowd(Volunteer(cost=10)).layout.annotations[0].text.replace("<br>", " ")


def test_against_the_model_chapters_series_of_growing_crowds():
    """With a cost of a tenth of the benefit: 1% undone between two, 7.7% among ten, 9.8% among a hundred."""
    undone = equilibrium(Volunteer.batch(members=[2, 10, 100])).undone
    assert undone == pytest.approx([0.01, 0.07742636827, 0.09770099573], rel=1e-9)


@given(dilemmas)
def test_everyone_is_indifferent_between_volunteering_and_waiting(record):
    q = equilibrium(record).volunteering
    waiting = record.benefit * (1 - (1 - q) ** (record.members - 1))
    assert waiting == pytest.approx(record.benefit - record.cost)


@given(dilemmas)
def test_nobody_steps_forward_when_all_abstain(record):
    result = equilibrium(record)
    assert result.undone == pytest.approx((1 - result.volunteering) ** record.members, rel=1e-9)
    assert result.volunteers == pytest.approx(record.members * result.volunteering)


@given(dilemmas, st.integers(1, 1000))
def test_a_larger_crowd_makes_each_less_willing_and_the_chore_likelier_undone(record, more):
    larger = record.replace(members=record.members + more)
    assert equilibrium(larger).volunteering < equilibrium(record).volunteering
    assert equilibrium(record).undone < equilibrium(larger).undone <= undone_in_a_large_crowd(record)


@given(dilemmas)
def test_the_chance_of_nobody_tends_to_the_ratio_of_cost_to_benefit(record):
    largest = equilibrium(record.replace(members=10**12))
    assert largest.undone == pytest.approx(undone_in_a_large_crowd(record), rel=1e-9)
    assert largest.volunteers == pytest.approx(np.log(record.benefit / record.cost), rel=1e-9)


@given(anyone, st.integers(2, 10))
def test_splitting_the_work_never_leaves_a_chore_likelier_undone_while_there_are_people_for_it(record, parts):
    assume(record.chores * parts <= record.members)
    split = record.replace(chores=record.chores * parts)
    assert equilibrium(split).undone <= equilibrium(record).undone
    assert expected_chores_done(split) >= expected_chores_done(record)


@given(anyone)
def test_chances_are_chances_and_chores_done_are_at_most_the_chores(record):
    result = equilibrium(record)
    assert 0 <= result.volunteering <= 1
    assert 0 <= result.undone <= 1
    assert 0 <= expected_chores_done(record) <= min(record.chores, 1e12)


@given(anyone, st.floats(0.01, 100))
def test_counting_costs_and_benefits_in_another_unit_changes_nobodys_mind(record, rate):
    assume(record.cost != record.benefit)
    abroad = record.replace(cost=record.cost * rate, benefit=record.benefit * rate)
    # Close to indifference the chance itself vanishes; its absolute error stays small.
    assert equilibrium(abroad)[:3] == pytest.approx(equilibrium(record)[:3], rel=1e-9, abs=1e-12)


def test_players_drawn_at_random_leave_as_many_chores_undone_as_the_formula_says():
    rng, trials = np.random.default_rng(2024), 100_000
    result = equilibrium(Volunteer())
    undone = np.mean(rng.binomial(10, result.volunteering, size=trials) == 0)
    assert undone == pytest.approx(result.undone, abs=4 * math.sqrt(result.undone / trials))


def test_a_batch_gives_what_its_records_give_one_by_one():
    values = {
        "cost": [1, 1, 100, 1e-12, 1],
        "benefit": [10, 10, 10, 10, 20],
        "members": [2, 1, 5, 10**12, 10],
        "chores": [1, 1, 1, 3, 40],
    }
    rows = [Volunteer(**dict(zip(values, row, strict=True))) for row in zip(*values.values(), strict=True)]
    batch = Volunteer.batch(**values)
    many, single = equilibrium(batch), [equilibrium(row) for row in rows]
    assert list(many.outcome) == [one.outcome for one in single]
    for name in ("volunteering", "undone", "volunteers"):
        assert getattr(many, name) == pytest.approx([getattr(one, name) for one in single], rel=1e-12)
    for formula in (expected_chores_done, undone_in_a_large_crowd):
        assert formula(batch) == pytest.approx([formula(row) for row in rows], rel=1e-12)


def test_scalars_in_give_scalars_out():
    assert all(np.ndim(value) == 0 for value in equilibrium(Volunteer()))
    assert isinstance(equilibrium(Volunteer()).undone, float)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"cost": 0}, "cost must be above 0 and at most 1e.12, got 0"),
        ({"benefit": -1}, "benefit must be above 0 and at most 1e.12, got -1"),
        ({"members": 0}, "members must be a whole number at least 1 and at most 1e.12, got 0"),
        ({"chores": 1.5}, "chores must be a whole number at least 1 and at most 1e.12, got 1.5"),
    ],
)
def test_impossible_parameters_are_refused(changes, message):
    with pytest.raises(ValueError, match=message):
        Volunteer(**changes)
