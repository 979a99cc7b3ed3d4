"""The diagnosis as a whole: what the command prints and writes, flips that flip, levers that the models agree with."""

import json

import pytest

from peerkit.advice.diagnosis import Flip, diagnose
from peerkit.advice.engagement import parse
from peerkit.advice.rules import QUESTIONS
from peerkit.cli import main
from peerkit.models.flywheel import Flywheel, size_to_pass
from peerkit.models.hysteresis import collapse_take

EMPTY_START = "3 3 3 3 3 1 3 3"


def engagement(levels="3 3 3 3 3 3 3 3", branch="cheap", how="seen", **fields):
    answers = {"1": {"value": branch, "how": how}} | {
        question: {"value": int(level), "how": how}
        for question, level in zip(QUESTIONS[1:], levels.split(), strict=True)
    }
    table = {"peerkit": "engagement", "schema": 1, "client": {"name": "A choir"}, "answers": answers}
    return parse(json.dumps(table | fields))


def changed(before, flip):
    """The same engagement with the answers of a flip, each of them seen."""
    answers = {key: answer.model_dump() for key, answer in before.answers.items()}
    answers |= {key: {"value": to, "how": "seen"} for key, to in flip.changes.items()}
    table = {"peerkit": "engagement", "schema": 1, "client": {"name": "A choir"}, "answers": answers}
    return parse(json.dumps(table))


@pytest.mark.parametrize("levels", ["3 3 3 3 3 3 3 3", EMPTY_START, "2 2 2 2 2 2 2 2", "4 4 4 4 4 4 0 0"])
def test_each_flip_leads_to_the_verdict_that_it_names(levels):
    before = engagement(levels)
    said = diagnose(before)
    assert said.flips
    for flip in said.flips:
        assert flip.verdict != said.verdict
        assert diagnose(changed(before, flip)).verdict == flip.verdict


def test_an_opinion_that_is_confirmed_can_flip_a_verdict():
    before = engagement("3 3 3 3 3 3 3 3")
    before.answers["7b"] = before.answers["7b"].model_copy(update={"how": "said"})
    said = diagnose(before)
    assert said.verdict == "Build on terms"
    assert said.flips[0] == Flip({"7b": 3}, 0, "Build")


def test_levers_say_what_the_models_say_with_the_clients_numbers():
    before = engagement(EMPTY_START, numbers={"flywheel.payoff": {"best": 7.0}})
    (lever,) = diagnose(before).levers
    assert lever.criterion == "start" and not lever.scenario
    assert lever.target == pytest.approx(float(size_to_pass(Flywheel(payoff=7.0))))


def test_a_take_above_the_collapse_is_a_veto_and_its_doubt_is_drawn():
    collapse = float(collapse_take(Flywheel()))
    sure = diagnose(engagement(numbers={"flywheel.take_rate": {"best": collapse + 0.05}}))
    assert sure.vetoes == ("V4",) and sure.shares["Not as planned"] == 1
    wide = {"flywheel.take_rate": {"best": collapse + 0.05, "low": 0.3, "high": 0.9}}
    assert 0.2 < diagnose(engagement(numbers=wide)).shares["Not as planned"] < 0.95


def test_the_command_writes_what_the_issue_asks_for(tmp_path, capsys):
    file, out = tmp_path / "choir.peerkit.json", tmp_path / "out.json"
    file.write_text(json.dumps({"peerkit": "engagement", "schema": 1, "client": {"name": "A"}, "answers": {}}))
    assert main(["diagnose", str(file), "--json", str(out)]) == 0
    told = json.loads(out.read_text(encoding="utf-8"))
    assert told["verdict"] == "Find out first" and told["profile"]["room"] is None and told["rules"] == 1
    assert {"profile", "vetoes", "verdict", "share", "flips", "find_out", "levers", "rules"} <= set(told)
    assert main(["diagnose", str(file)]) == 0
    printed = capsys.readouterr().out
    assert "A: Find out first" in printed and "not a forecast of success" in printed


def test_the_command_says_what_is_wrong_with_a_file(tmp_path, capsys):
    (tmp_path / "x.json").write_text("{")
    assert main(["diagnose", str(tmp_path / "x.json")]) == 1
    assert "Line 1, column 2 is not valid JSON" in capsys.readouterr().err


def test_contradictions_warn_and_change_nothing():
    said = diagnose(engagement("3 3 3 0 4 3 3 3"))
    assert any("cannot pull" in warning for warning in said.warnings)
    assert said.vetoes == ("V1",)
