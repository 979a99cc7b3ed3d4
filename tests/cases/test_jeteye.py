"""JetEye is the control: no figure of it exists, so none may stand on its page."""

import json
import re

import pytest

from peerkit import content
from peerkit.cases import load_case
from peerkit.dashboards.cases.jeteye import QUESTION, dashboard
from peerkit.figures.words import percent
from peerkit.models.network_adoption import NetworkAdoption, equilibria
from peerkit.widgets.facts import all_facts


@pytest.fixture(scope="module")
def case():
    return load_case("jeteye")


def test_there_is_no_figure_and_the_page_says_so(case):
    assert case.rows == () and case.derived == () and case.profile.facts == ()
    assert "No figure" in all_facts(case)._repr_html_()
    assert case.as_csv().count("\n") == 1 and json.loads(case.as_json()) == []


def test_the_page_neither_plays_nor_plots_facts():
    notebook = json.loads((content.root() / "case_studies/jeteye/case.ipynb").read_text(encoding="utf-8"))
    code = "\n".join("".join(cell["source"]) for cell in notebook["cells"] if cell["cell_type"] == "code")
    assert not re.search(r"replay|dated|derived_numbers", code)


def test_the_counterfactual_removes_the_critical_mass():
    alone = next(preset for preset in QUESTION.presets if "useful to its maker alone" in preset.name)
    assert equilibria(NetworkAdoption()).outcome == "needs a critical mass"
    assert equilibria(NetworkAdoption(**alone.values)).outcome == "takes off by itself"


def test_every_situation_is_called_a_scenario():
    assert all("scenario" in preset.note for preset in QUESTION.presets)


def test_the_answers_give_the_numbers_that_the_model_gives():
    start = equilibria(NetworkAdoption())
    for each in QUESTION.tries:
        rests = equilibria(NetworkAdoption(**each.values))
        known = {percent(share) for share in (start.critical_mass, start.adoption, rests.critical_mass, rests.adoption)}
        assert set(re.findall(r"\d+%", each.answer)) <= known, each.text


def test_every_situation_can_be_shown():
    shown = dashboard()
    for preset in shown.panel.presets:
        assert shown.change(preset["values"]) == {}
        assert "nan" not in shown.panel.summary
