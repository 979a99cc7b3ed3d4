"""Scenarios inherit from their parents, say why one cannot be computed, and numbers move within the client's own range."""

import json

import pytest

from peerkit.advice.compared import compared, moved
from peerkit.advice.engagement import parse
from peerkit.models.flywheel import Flywheel, size_to_pass


def engagement(scenarios=(), **numbers):
    table = {"peerkit": "engagement", "schema": 1, "client": {"name": "A choir"}, "answers": {}}
    return parse(json.dumps({**table, "scenarios": list(scenarios), "numbers": numbers}))


def scenario(name, parent="", model="flywheel", **changes):
    return {"name": name, "model": model, "parent": parent, "changes": changes}


def answer(each):
    return each.answers[0][2]


def test_a_child_changes_what_its_parents_say_and_inherits_the_rest():
    family = (scenario("A", take_rate=0.5, payoff=8), scenario("B", "A", take_rate=0.2), scenario("C", "B", payoff=9))
    a, b, c = compared(engagement(family))
    assert answer(a) == pytest.approx(float(size_to_pass(Flywheel(take_rate=0.5, payoff=8))))
    assert answer(b) == pytest.approx(float(size_to_pass(Flywheel(take_rate=0.2, payoff=8))))
    assert answer(c) == pytest.approx(float(size_to_pass(Flywheel(take_rate=0.2, payoff=9))))


def test_whole_numbers_are_rounded_and_the_clients_numbers_are_the_ground():
    (each,) = compared(engagement([scenario("A", skills=9.0)], **{"flywheel.payoff": {"best": 7}}))
    assert answer(each) == pytest.approx(float(size_to_pass(Flywheel(skills=9, payoff=7))))


@pytest.mark.parametrize(
    ("scenarios", "sentence"),
    [
        ([scenario("A", model="moods")], "There is no model 'moods'."),
        ([scenario("A", "Z")], "Its parent 'Z' is not in this file."),
        ([scenario("A", "A")], "It is its own ancestor."),
        ([scenario("A", "B"), scenario("B", "A")], "It is its own ancestor."),
        ([scenario("A", "B"), scenario("B", model="modes")], "Its parent is a scenario of modes, not of flywheel."),
        ([scenario("A", take_rate=3)], "take_rate must be at least 0 and at most 1, got 3.0."),
        ([scenario("A", takerate=0.3)], "Flywheel has no parameter 'takerate'; did you mean take_rate?"),
    ],
)
def test_what_cannot_be_computed_is_said(scenarios, sentence):
    assert compared(engagement(scenarios))[0].problem == sentence
    assert compared(engagement(scenarios))[0].answers == ()


def test_numbers_move_within_the_stretched_range_of_the_client_the_largest_effect_first():
    numbers = {
        "flywheel.take_rate": {"best": 0.3, "low": 0.29, "high": 0.31},
        "flywheel.payoff": {"best": 6, "low": 5, "high": 9},
        "flywheel.population": {"best": 1000},
    }
    payoff, take = moved(engagement(**numbers))
    assert (payoff.parameter, take.parameter) == ("payoff", "take_rate")
    # On the logarithmic scale of its slider, 1.3 times as far from the best guess of 6 on either side.
    low, high = 6 * (5 / 6) ** 1.3, 6 * (9 / 6) ** 1.3
    assert (payoff.low, payoff.high) == pytest.approx((low, high))
    assert payoff.at_low == pytest.approx(float(size_to_pass(Flywheel(payoff=low))))
    assert payoff.at_high == pytest.approx(float(size_to_pass(Flywheel(payoff=high))))
    assert payoff.base == take.base == pytest.approx(float(size_to_pass(Flywheel())))
    assert payoff.swing > take.swing > 0
