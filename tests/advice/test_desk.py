"""The kernel's half of the desk: what it answers to messages, and that none of them can hurt it."""

import errno
import json

import pytest

from peerkit.advice.canvas import FIELDS, filled
from peerkit.advice.compared import compared
from peerkit.advice.desk import EXAMPLE, MORE, NUMBERS, Desk, parameter_of, read_number, shown
from peerkit.advice.desk_words import told
from peerkit.advice.diagnosis import diagnose
from peerkit.advice.engagement import parse
from peerkit.advice.findings import report
from peerkit.advice.logo import as_words, drawn
from peerkit.advice.memo import memo
from peerkit.advice.reports import ReportError
from peerkit.advice.rules import QUESTIONS
from peerkit.content import root
from peerkit.figures.answers import said
from peerkit.models.catalogue import outcomes
from peerkit.widgets.moved import OnlyMoved
from tests.advice.pictures import picture

CHOIR = {"peerkit": "engagement", "schema": 1, "client": {"name": "A choir"}, "answers": {"5": {"value": 0}}}


@pytest.fixture
def heard(monkeypatch):
    """Sends a message to a desk and returns its answers."""
    desk, answers = Desk(), []
    monkeypatch.setattr(
        desk, "send", lambda content, buffers=None: answers.append(content | ({"buffers": buffers} if buffers else {}))
    )

    def say(**message):
        answers.clear()
        desk._heard(desk, message, [])
        return list(answers)

    return say


def test_a_judgement_is_that_of_the_diagnosis(heard):
    (answer,) = heard(kind="judge", sequence=3, text=json.dumps(CHOIR))
    engagement = parse(json.dumps(CHOIR))
    assert answer["sequence"] == 3 and answer["told"] == told(engagement, diagnose(engagement))
    assert answer["told"]["verdict"] == "Not as planned" and answer["canvas"] == filled(engagement)
    json.dumps(answer, allow_nan=False)


@pytest.mark.parametrize(
    "message",
    [
        {"kind": "judge"},
        {"kind": "judge", "text": 3},
        {"kind": "open", "text": ["x"]},
        {"kind": "open", "text": "[" * 100_000},
        {"kind": "open", "text": '{"peerkit": "engagement", "schema": 1, "client": {"name": "\x00"}, "answers": {}}'},
        {"kind": "number", "name": 3, "texts": {}},
        {"kind": "preview", "text": 3},
        {"kind": "compare", "text": json.dumps(CHOIR)},
        {"kind": "compare", "text": json.dumps(CHOIR), "theirs": ["x"], "sides": 3},
        {"kind": "logo"},
        {"kind": "logo", "text": "no base64"},
        {"kind": "logo", "text": "R0lGODlh"},
        {"kind": "number", "name": "flywheel.payoff", "texts": "x"},
    ],
)
def test_what_no_browser_sends_is_refused_in_a_sentence(heard, message):
    (answer,) = heard(**message, sequence=1)
    assert answer["sequence"] == 1 and answer["refused"].endswith(".")
    assert "Error" not in answer["refused"]


def test_the_scenarios_are_those_of_the_example_and_come_only_when_asked_for(heard):
    example = (root() / EXAMPLE).read_text(encoding="utf-8")
    assert "scenarios" not in heard(kind="judge", sequence=1, text=example)[0]
    scenarios = heard(kind="judge", sequence=2, text=example, scenarios=True)[0]["scenarios"]
    json.dumps(scenarios, allow_nan=False)
    (beside,) = scenarios["beside"]
    assert [name[0] for name in beside["names"]] == ["A", "B", "C"] and beside["problems"] == []
    engagement = parse(example)
    plan = compared(engagement)[0]
    for asked, row, (_, _, value) in zip(outcomes("flywheel").each, beside["rows"], plan.answers, strict=True):
        assert row["label"] == asked.label and row["cells"][0][0] == said(asked, value)
    for each in scenarios["tornado"]:
        assert 0 <= each["at"] <= 100 and all(0 <= row["from"] <= row["to"] <= 100 for row in each["rows"])


@pytest.mark.parametrize(("to", "begins"), [("html", b"<!doctype html"), ("pptx", b"PK"), ("xlsx", b"PK")])
def test_a_report_comes_as_its_bytes(heard, to, begins):
    (answer,) = heard(kind="report", sequence=1, to=to, text=json.dumps(CHOIR))
    (content,) = answer["buffers"]
    assert answer["to"] == to and content[:20].lower().startswith(begins.lower())


def test_the_preview_is_the_memo(heard):
    (answer,) = heard(kind="preview", sequence=1, text=json.dumps(CHOIR))
    assert answer["html"] == memo(report(parse(json.dumps(CHOIR)))) and "<script" not in answer["html"]


def test_a_logo_comes_back_as_a_file_would_hold_it(heard):
    (answer,) = heard(kind="logo", sequence=1, text=as_words(picture(900, 900)))
    branded = parse(json.dumps(CHOIR | {"brand": {"logo": answer["logo"]}}))
    assert drawn(branded.brand.logo) and f"base64,{answer['logo'][:40]}" in memo(report(branded))


def test_two_copies_come_side_by_side_with_what_a_choice_makes_of_them(heard):
    other = CHOIR | {"answers": {"5": {"value": 3}}, "decision": "<img onerror=alert(1)>"}
    (answer,) = heard(kind="compare", sequence=1, text=json.dumps(CHOIR), theirs=json.dumps(other))
    assert len(answer["answers"]) == len(QUESTIONS) and answer["answers"][4][3] == "Read the anchors again."
    assert [path for path, _ in answer["conflicts"]] == ["answers.5.value"]
    assert answer["table"]["answers"]["5"].get("value") is None and answer["table"]["decision"] == other["decision"]
    assert sum(share for _, share, _ in answer["shares"]) == pytest.approx(1)
    sides = {"answers.5.value": "theirs", "decision": "<b>"}
    (answer,) = heard(kind="compare", sequence=2, text=json.dumps(CHOIR), theirs=json.dumps(other), sides=sides)
    assert answer["table"]["answers"]["5"]["value"] == 3 and len(answer["conflicts"]) == 1
    json.dumps(answer, allow_nan=False)


def test_forecasts_come_with_their_states(heard):
    past = [{"says": "x", "date": "2020-01-01", "chance": 1.0, "came": True}, {"says": "y"}]
    (answer,) = heard(kind="judge", sequence=1, text=json.dumps(CHOIR | {"forecasts": past}))
    assert "Brier score 0." in answer["forecasts"]["states"][0] and "needs a chance" in answer["forecasts"]["states"][1]


def test_a_full_disk_of_the_server_is_said(heard, monkeypatch):
    def full(*_, **__):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("tempfile.mkstemp", full)
    (answer,) = heard(kind="report", sequence=1, to="html", text=json.dumps(CHOIR))
    assert answer["refused"].startswith("report.html cannot be written: the disk is full.")
    monkeypatch.setattr("tempfile.mkdtemp", full)
    (answer,) = heard(kind="report", sequence=1, to="html", text=json.dumps(CHOIR))
    assert answer["refused"].startswith("report.html cannot be written: the disk is full.")


def test_a_report_that_cannot_be_written_says_why(heard, monkeypatch):
    assert "There is no such report" in heard(kind="report", sequence=1, to="exe", text=json.dumps(CHOIR))[0]["refused"]

    def missing(*_):
        raise ReportError("No Chromium was found: open the page and print it.")

    monkeypatch.setattr("peerkit.advice.desk.write_report", missing)
    (answer,) = heard(kind="report", sequence=1, to="pdf", text=json.dumps(CHOIR))
    assert answer["refused"] == "No Chromium was found: open the page and print it."


def test_the_example_of_the_guide_opens(heard):
    (answer,) = heard(kind="open", sequence=1, example=True)
    assert answer["table"]["client"]["fictional"] is True


def test_other_messages_are_left_alone(heard):
    assert heard(kind="save", sequence=1, text="x") == [] and heard() == []


def test_an_error_of_ours_is_told_with_its_number(heard, monkeypatch):
    monkeypatch.setattr("peerkit.advice.desk.diagnose", lambda engagement: 1 / 0)
    (answer,) = heard(kind="judge", sequence=1, text=json.dumps(CHOIR))
    assert "nothing is lost" in answer["refused"]


@pytest.mark.parametrize("name", [*NUMBERS, *MORE])
def test_every_number_that_is_asked_for_is_one_of_a_model_and_takes_its_default(name):
    parameter = parameter_of(name)
    default = next(each["default"] for each in (*shown()["numbers"], *shown()["more"]) if each["name"] == name)
    number, problems = read_number(name, {"best": default})
    assert problems == {} and number["best"] == pytest.approx(parameter.default)


@pytest.mark.parametrize(
    ("texts", "end", "words"),
    [
        ({"best": "many"}, "best", "is not a number"),
        ({"best": "30"}, "best", "Take 30 %?"),
        ({"best": "30 %", "high": "120 %"}, "high", "must be"),
        ({"low": "10 %"}, "best", "Give the best guess, too."),
        ({"best": "30 %", "low": "40 %"}, "best", "must rise in this order"),
    ],
)
def test_a_number_that_cannot_be_taken_says_why(texts, end, words):
    number, problems = read_number("flywheel.take_rate", texts)
    assert number is None and words in problems[end]["text"]


def test_blank_fields_take_a_number_away():
    assert read_number("flywheel.take_rate", {"best": " ", "low": "", "high": ""}) == (None, {})


def test_the_browser_gets_every_question_and_no_more_than_it_may_set():
    state = shown()
    assert [item["key"] for item in state["items"]] == list(QUESTIONS)
    json.dumps(state, allow_nan=False)
    assert issubclass(Desk, OnlyMoved) and Desk.moved == ()


def test_each_question_fills_one_field_of_the_canvas():
    assert sorted(question for field in FIELDS for question in field.questions) == sorted(QUESTIONS)
