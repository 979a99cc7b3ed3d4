"""Fields, parts and plans: answers that an experiment takes, and those that it names as wrong."""

import random

import pytest

from peerkit.room import plan, thresholds, whisper
from peerkit.room.experiment import Field, Part
from peerkit.room.refusal import Refusal
from tests.room.running import VOTE

STEPPER = Field("n", "number", "others", low=0, high=10, instead="never")
SLIDER = Field("s", "slider", "share", low=0, high=1, step=0.1)
CHOICE = Field("c", "choice", "one", options=("a", "b"))
TICKS = Field("t", "ticks", "any", options=("a", "b", "c"))
SETTINGS = {"vote": VOTE["settings"]}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        (STEPPER, 0),
        (STEPPER, 10),
        (STEPPER, 3.0),
        (STEPPER, "never"),
        (SLIDER, 0.3),
        (CHOICE, 1),
        (TICKS, []),
        (TICKS, [2, 0]),
    ],
)
def test_an_answer_within_the_rules_breaks_none(field, value):
    assert field.problem(value) == ""


@pytest.mark.parametrize(
    ("field", "value", "rule"),
    [
        (STEPPER, -1, "from 0 to 10"),
        (STEPPER, 11, "from 0 to 10"),
        (STEPPER, 2.5, "steps of 1"),
        (STEPPER, "often", "from 0 to 10"),
        (STEPPER, True, "from 0 to 10"),
        (STEPPER, None, "from 0 to 10"),
        (STEPPER, float("nan"), "from 0 to 10"),
        (STEPPER, float("inf"), "from 0 to 10"),
        (SLIDER, 0.35, "steps of 0.1"),
        (CHOICE, 2, "one of 2 options"),
        (CHOICE, -1, "one of 2 options"),
        (CHOICE, "a", "one of 2 options"),
        (CHOICE, True, "one of 2 options"),
        (CHOICE, None, "one of 2 options"),
        (TICKS, [0, 0], "each once"),
        (TICKS, [3], "each once"),
        (TICKS, "ab", "each once"),
        (TICKS, [[0]], "each once"),
        (TICKS, None, "each once"),
    ],
)
def test_an_answer_that_breaks_a_rule_is_told_which(field, value, rule):
    assert rule in field.problem(value)


def test_an_optional_field_may_stay_empty():
    assert Field("c", "choice", "one", options=("a",), optional=True).problem(None) == ""


@pytest.mark.parametrize(
    ("body", "wrong"),
    [
        ({"c": 0, "n": 1}, set()),
        ({"c": 0}, {"n"}),
        ({"c": 0, "n": 1, "name": "x"}, {"name"}),
        ({"c": 9, "n": -1}, {"c", "n"}),
    ],
)
def test_a_part_names_each_field_that_is_wrong(body, wrong):
    assert set(Part("main", "", (CHOICE, STEPPER)).problems(body)) == wrong


@pytest.mark.parametrize("body", [None, [], "text", 3])
def test_an_answer_that_is_no_mapping_is_refused(body):
    assert Part("main", "", (CHOICE,)).problems(body)


@pytest.mark.parametrize("kind", [each for each in plan.KINDS if each != "whisper"])
@pytest.mark.parametrize("expected", [1, 2, 30])
def test_simulated_people_answer_what_is_asked_within_the_rules(kind, expected):
    asked = plan.experiment(kind)
    settings = {**asked.settings, **SETTINGS.get(kind, {})}
    for number in range(1, 6):
        parts = asked.form(settings, expected, number)
        given = asked.simulate(random.Random(number), parts, settings, expected, asked.truth)
        assert set(given) == {part.name for part in parts}
        assert [part.problems(given[part.name]) for part in parts] == [{}] * len(parts)
        assert {field for body in given.values() for field in body} <= set(asked.columns)


def test_no_field_of_any_experiment_takes_free_text():
    for kind in plan.KINDS:
        asked = plan.experiment(kind)
        settings = {**asked.settings, **SETTINGS.get(kind, {})}
        parts = asked.form(settings, 30, 1) or (whisper.part(0, 1, whisper.original({"seed": 1}), 15),)
        fields = [field for part in parts for field in part.fields]
        assert fields and not [each.name for each in fields if each.problem("Ada") == ""]


def test_the_order_of_questions_differs_from_phone_to_phone():
    orders = {tuple(f.name for f in plan.experiment("volunteer").form({}, 30, n)[0].fields) for n in range(1, 9)}
    assert len(orders) == 4


@pytest.mark.parametrize(
    ("wish", "words"),
    [
        ([], "list of 1 to 80"),
        ([{"kind": "take"}] * 81, "list of 1 to 80"),
        ("take", "list of 1 to 80"),
        ([{"kind": "poll"}], "no experiment 'poll'"),
        ([{"kind": ["take"]}], "no experiment"),
        ([{"kind": "take", "settings": []}], "a kind and settings"),
        (["take"], "a kind and settings"),
        ([{"kind": "take", "settings": {"colour": 1}}], "no setting 'colour'"),
    ],
)
def test_a_plan_that_cannot_be_is_refused_in_words(wish, words):
    with pytest.raises(Refusal, match=words) as refused:
        plan.checked(wish)
    assert refused.value.status == 422


def test_a_plan_has_all_settings_of_its_experiments():
    assert plan.checked([{"kind": "whisper", "settings": {"seed": 4}}]) == [
        ("whisper", {"seconds": 300, "seed": 4, "read_seconds": 15})
    ]


@pytest.mark.parametrize(("expected", "words"), [(2, "One other person is here."), (3, "2 others are here.")])
def test_the_question_counts_one_other_as_one_does(expected, words):
    assert words in thresholds.form({}, expected, 1)[0].words
