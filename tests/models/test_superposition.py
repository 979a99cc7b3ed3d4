import math

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy.integrate import quad

from peerkit.dashboards.superposition import QUESTION
from peerkit.figures.superposition import summary, waiting
from peerkit.models.superposition import (
    Superposition,
    completion_probability,
    cost_at,
    equivalent_wait,
    time_until,
    willing_share,
)
from tests.models.extremes import extreme_records
from tests.models.strategies import records

tasks = records(Superposition)
easing = records(Superposition, easing_rate=st.floats(0.05, 1))
times = st.floats(0.01, 50)


@pytest.mark.parametrize(
    ("changes", "time", "chance"),
    [
        ({}, 0, 0),  # nobody has come by yet
        ({"easing_rate": 0}, 8, -math.expm1(-40 * math.exp(-10))),  # nothing becomes easier: a constant trickle
        ({"easing_rate": 1e-12}, 8, -math.expm1(-40 * math.exp(-10))),  # hardly anything does
        ({"easing_rate": 1e12}, 1e-3, -math.expm1(-5e-3)),  # easy at once: everyone who comes by will do it
        ({"initial_cost": 1e-12}, 0.1, -math.expm1(-0.5)),  # free from the start: the same
        ({"initial_cost": 1e12, "easing_rate": 0}, 1e6, 0),  # out of reach for ever
        ({"arrival_rate": 1e-12, "easing_rate": 1}, 1e6, 1e-6 - 2.88e-12),  # long easy, but hardly anybody comes by
        ({}, 1e6, 1),  # patience wins
    ],
)
def test_limiting_cases(changes, time, chance):
    assert completion_probability(Superposition(**changes), time) == pytest.approx(chance, rel=1e-6, abs=1e-300)


@pytest.mark.parametrize(
    ("wait", "time", "outcome"),
    [
        (time_until(Superposition(easing_rate=0)), math.log(2) * math.exp(10) / 5, "sooner or later"),  # constant rate
        (
            time_until(Superposition(initial_cost=1e3, easing_rate=0)),
            math.inf,
            "beyond all patience",
        ),  # e^1000 releases
        (equivalent_wait(Superposition(), 4), math.log(4) / 0.5, "wait"),  # a quarter of the cost
        (equivalent_wait(Superposition(), 1), 0, "a team does not help"),  # a team of one is one person
        (equivalent_wait(Superposition(), 2, 9.9), -2 * math.log(0.995), "wait"),  # nearly as much talk as work
        (equivalent_wait(Superposition(), 4, 10), 0, "a team does not help"),  # more talk than work
        (equivalent_wait(Superposition(easing_rate=0), 4), math.inf, "it never gets easier"),  # no layers, no waiting
    ],
)
def test_corners_of_waiting_are_named(wait, time, outcome):
    assert wait.time == pytest.approx(time)
    assert wait.outcome == outcome


def test_waiting_two_releases_in_the_example_of_the_model_chapter():
    """Arrivals 5, cost 10, benefit 1, easing 0.5: 0.3% after one release, practically certain after eight."""
    chances = completion_probability(Superposition(), np.array([1.0, 8.0]))
    assert chances == pytest.approx([0.003294036392, 0.9999976308], rel=1e-9)


@given(tasks, times)
def test_the_closed_form_against_quadrature_of_willing_arrivals(record, time):

    def rate(t):
        return record.arrival_rate * willing_share(record, t)

    expected = quad(rate, 0, time, epsabs=0, epsrel=1e-10, limit=400)[0]
    assert completion_probability(record, time) == pytest.approx(-math.expm1(-expected), rel=1e-8)  # quadrature's error


@given(records(Superposition, arrival_rate=1e-3, easing_rate=st.floats(0.05, 1)))
def test_both_forms_agree_where_one_takes_over_from_the_other(record):
    """Quadrature serves short times and exponential integrals long ones; between them the slope has no step."""
    border = min(1, record.mean_benefit / record.initial_cost) / record.easing_rate
    step = 1e-6 * border
    left, middle, right = completion_probability(record, np.array([border - step, border, border + step]))
    slope = record.arrival_rate * willing_share(record, border) * (1 - middle)
    # A difference over a millionth keeps nine of fifteen digits.
    assert (right - left) / (2 * step) == pytest.approx(slope, rel=1e-5)


@given(tasks, times)
def test_the_chance_lies_between_0_and_1_and_rises_with_time(record, time):
    chances = completion_probability(record, time * np.array([0.5, 1, 2]))
    assert np.all((chances >= 0) & (chances <= 1))
    assert np.all(np.diff(chances) >= 0)


@given(tasks, times, st.floats(1.01, 3), st.sampled_from(["arrival_rate", "mean_benefit", "easing_rate"]))
def test_more_arrivals_benefit_or_easing_never_lower_the_chance(record, time, factor, name):
    better = record.replace(**{name: getattr(record, name) * factor})
    assert completion_probability(better, time) >= completion_probability(record, time) * (1 - 1e-12)


@given(tasks, times, st.floats(1.01, 3))
def test_a_costlier_task_is_never_likelier_done(record, time, factor):
    costlier = record.replace(initial_cost=record.initial_cost * factor)
    assert completion_probability(costlier, time) <= completion_probability(record, time) * (1 + 1e-12)


@given(records(Superposition, easing_rate=0.0), times)
def test_without_easing_volunteers_trickle_in_at_a_constant_rate(record, time):
    rate = record.arrival_rate * math.exp(-record.initial_cost / record.mean_benefit)
    assert completion_probability(record, time) == pytest.approx(-math.expm1(-rate * time), rel=1e-12)


@given(tasks, st.floats(0.01, 0.99))
def test_the_wait_is_where_the_chance_is_reached(record, chance):
    wait = time_until(record, chance)
    assume(np.isfinite(wait.time))
    assert completion_probability(record, wait.time) == pytest.approx(chance)


@given(easing, st.integers(2, 20), st.floats(0, 0.5))
def test_after_the_equivalent_wait_one_person_bears_what_each_of_the_team_would(record, members, pair_cost):
    wait = equivalent_wait(record, members, pair_cost)
    share = record.initial_cost / members + pair_cost * (members - 1) / 2
    assert cost_at(record, wait.time) == pytest.approx(min(share, record.initial_cost))


@given(tasks, st.integers(2, 20), st.floats(0, 0.5), st.floats(0.01, 1))
def test_costlier_talk_never_lengthens_the_wait_that_a_team_is_worth(record, members, pair_cost, more):
    assert equivalent_wait(record, members, pair_cost + more).time <= equivalent_wait(record, members, pair_cost).time


@given(easing, times, st.floats(0.01, 100), st.floats(0.01, 100))
def test_counting_hours_and_releases_in_other_units_leaves_chances_alone(record, time, hours, releases):
    abroad = Superposition(
        arrival_rate=record.arrival_rate / releases,
        easing_rate=record.easing_rate / releases,
        initial_cost=record.initial_cost * hours,
        mean_benefit=record.mean_benefit * hours,
    )
    here = completion_probability(record, time)
    assert completion_probability(abroad, time * releases) == pytest.approx(here, rel=1e-9)
    assert time_until(abroad).time == pytest.approx(time_until(record).time * releases)


@given(records(Superposition, initial_cost=st.floats(0.5, 500)), st.floats(0.01, 0.99))
def test_done_at_all_or_beyond_all_patience_is_what_a_grid_of_waits_says(record, chance):
    """Brute force for the words: chances on a grid of waits up to a trillion releases."""
    waits = np.concatenate([[0], np.geomspace(1e-3, 1e12, 2000)])
    reached = completion_probability(record, waits) >= chance * (1 + 1e-9)
    wait = time_until(record, chance)
    assume(abs(completion_probability(record, 1e12) / chance - 1) > 1e-6)
    assert (wait.outcome == "sooner or later") == reached.any()
    if reached.any():
        assert waits[np.argmax(reached) - 1] <= wait.time * (1 + 1e-6) and wait.time <= waits[np.argmax(reached)]


@given(tasks, st.integers(1, 20), st.floats(0, 3))
def test_the_word_about_a_team_is_what_costs_over_time_say(record, members, pair_cost):
    share = record.initial_cost / members + pair_cost * (members - 1) / 2
    assume(abs(share / record.initial_cost - 1) > 1e-9)
    costs = cost_at(record, np.concatenate([[0], np.geomspace(1e-6, 1e12, 500)]))
    outcome = equivalent_wait(record, members, pair_cost).outcome
    if share > record.initial_cost:
        assert outcome == "a team does not help"
    else:
        assert outcome == ("wait" if (costs <= share * (1 + 1e-9)).any() else "it never gets easier")


def test_the_far_corners_of_the_valid_range_warn_of_nothing():
    for record in extreme_records(Superposition):
        assert 0 <= completion_probability(record, 1e15) <= 1
        assert 0 <= willing_share(record, 0) <= 1
        assert time_until(record).time > 0
        assert equivalent_wait(record, 4).time >= 0
        assert len(waiting(record).data) == len(waiting(Superposition()).data) and len(summary(record)) > 20


def _remark(record):
    return waiting(record).layout.annotations[0].text.replace("<br>", " ")


def test_a_wait_outside_the_frame_is_said_in_the_frame():
    slow = Superposition(initial_cost=25, easing_rate=0)
    assert "outside anything real" in _remark(slow)
    stuck = Superposition(initial_cost=50, easing_rate=0)
    assert _remark(stuck) == "even a trillion releases would not be enough"
    assert "even a trillion releases would not bring" in summary(stuck)


def test_figure_sentence_and_answers_round_the_same_wait_alike():
    assert "After 3.5 releases" in summary(Superposition())
    assert "3.5 releases" in waiting(Superposition()).data[-1].text[0]
    assert "instead of 3.5" in QUESTION.tries[0].answer


def test_volunteers_drawn_at_random_finish_as_often_as_the_formula_says():
    rng, trials, time = np.random.default_rng(2024), 20_000, 3.0
    record = Superposition()
    visits = rng.poisson(record.arrival_rate * time, trials)
    owner = np.repeat(np.arange(trials), visits)
    worth = rng.exponential(record.mean_benefit, owner.size)
    willing = worth >= cost_at(record, rng.random(owner.size) * time)
    done = np.bincount(owner[willing], minlength=trials) > 0
    expected = completion_probability(record, time)
    assert done.mean() == pytest.approx(expected, abs=4 * math.sqrt(expected * (1 - expected) / trials))


def test_a_batch_gives_what_its_records_give_one_by_one():
    values = {
        "arrival_rate": [5, 5, 1e-12, 50, 5],
        "initial_cost": [10, 10, 1e-12, 1e3, 0.5],
        "mean_benefit": [1, 1, 1, 1, 20],
        "easing_rate": [0.5, 0, 1, 0, 1e-12],
    }
    rows = [Superposition(**dict(zip(values, row, strict=True))) for row in zip(*values.values(), strict=True)]
    batch = Superposition.batch(**values)
    for formula in (cost_at, willing_share, completion_probability):
        assert formula(batch, 3.0) == pytest.approx([formula(row, 3.0) for row in rows], rel=1e-12)
    for formula in (time_until, lambda record: equivalent_wait(record, 4, 0.1)):
        many, single = formula(batch), [formula(row) for row in rows]
        assert list(many.outcome) == [one.outcome for one in single]
        assert many.time == pytest.approx([one.time for one in single], rel=1e-9)
    grid = completion_probability(Superposition.batch(easing_rate=[[0.0], [0.5]]), np.array([1.0, 2, 3]))
    assert grid.shape == (2, 3)


def test_scalars_in_give_scalars_out():
    assert isinstance(completion_probability(Superposition(), 3), float)
    assert isinstance(time_until(Superposition()).time, float)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: Superposition(easing_rate=-1), "easing_rate must be at least 0 and at most 1e.12, got -1"),
        (lambda: Superposition(initial_cost=0), "initial_cost must be above 0 and at most 1e.12, got 0"),
        (lambda: completion_probability(Superposition(), -1), "time must be at least 0, got -1"),
        (lambda: cost_at(Superposition(), np.nan), "time must be at least 0, got nan"),
        (lambda: time_until(Superposition(), 1), "probability must be above 0 and below 1, got 1"),
        (lambda: equivalent_wait(Superposition(), 0), "members must be at least 1 and at most .*, got 0"),
        (lambda: equivalent_wait(Superposition(), 2, -1), "pair_cost must be at least 0 and at most .*, got -1"),
        (lambda: equivalent_wait(Superposition(), "4"), "members must be a number, got '4'"),
        (lambda: completion_probability(Superposition(), "3"), "time must be a number, got '3'"),
        (lambda: completion_probability(Superposition(), np.inf), "time must be finite, got inf"),
        (lambda: time_until(Superposition(), True), "probability must be a number, got True"),
    ],
)
def test_impossible_input_is_refused(call, message):
    with pytest.raises(ValueError, match=message):
        call()
