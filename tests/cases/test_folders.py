"""One damaged case costs one case: all others are listed, read and drawn."""

import shutil
from importlib import import_module

import pytest

from peerkit import content
from peerkit.cases import CaseError, every_case, load_case, names
from peerkit.cli import main


@pytest.fixture
def damaged(tmp_path, monkeypatch):
    """A copy of all cases in which one has a key that nobody knows, used instead of the project's own."""
    shutil.copytree(content.root() / "case_studies", tmp_path / "case_studies")
    path = tmp_path / "case_studies" / "squidoo" / "case.toml"
    path.write_text("colour = 'red'\n" + path.read_text(encoding="utf-8"), encoding="utf-8")
    monkeypatch.setattr(content, "root", lambda: tmp_path)
    return path


def test_all_other_cases_are_read_and_the_problem_is_told(damaged):
    cases, problems = every_case()
    assert {case.name for case in cases} == set(names()) - {"squidoo"}
    (problem,) = problems
    assert problem.startswith(f"{damaged}: line 1, column 1: colour is not known here")


def test_the_damaged_case_itself_is_refused(damaged):
    with pytest.raises(CaseError, match="colour is not known here"):
        load_case("squidoo")


def test_the_command_lists_the_others_and_fails(damaged, capsys):
    assert main(["cases"]) == 1
    told = capsys.readouterr()
    assert "Flickr" in told.out and "Squidoo" not in told.out
    assert "cannot be read" in told.err and "colour" in told.err


def test_every_case_of_the_project_is_read():
    assert every_case()[1] == []


@pytest.mark.parametrize("name", ["basenotes", "delicious", "jeteye", "lastfm", "squidoo", "zazzle"])
def test_the_first_thing_to_try_asks_for_a_prediction_whose_answer_the_model_gives(name):
    explorer = import_module(f"peerkit.dashboards.cases.{name}").dashboard()
    first = explorer.panel.tries[0]
    assert first["predict"]["right"] in first["predict"]["words"]
