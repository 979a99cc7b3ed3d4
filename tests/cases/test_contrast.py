"""The three contrasts: what their sentences say follows from their rows, and nothing claims to be of the essay."""

import itertools
import json
import math
import re
from importlib import import_module

import pytest

from peerkit import content
from peerkit.cases import load_case
from peerkit.dashboards.cases.causes import STUDIES, causes
from peerkit.dashboards.cases.contrast import (
    drafts_that_pass,
    gates,
    kernel_doubling,
    kernel_exponent,
    questions_without_answer,
    unanswered,
)
from peerkit.dashboards.reference import reference
from peerkit.figures.linux import counted, times_as_much
from peerkit.figures.stackoverflow import levels
from peerkit.figures.wikipedia import article
from peerkit.models import granularity
from peerkit.models.catalogue import records
from peerkit.models.network_adoption import NOT_VIABLE, equilibria, smallest_network
from peerkit.models.scaling import Scaling
from peerkit.records.about import anchor
from peerkit.widgets.panel import card


def test_the_chance_of_a_step_gives_nupedias_own_share_back():
    case = load_case("wikipedia")
    approved, left = case.number("nupedia_articles_total_24"), case.number("nupedia_in_progress_150")
    assert drafts_that_pass(case.number("chance_per_step") / 100) == pytest.approx(approved / (approved + left))
    assert drafts_that_pass(1.0) == 1 and drafts_that_pass(0.5, 1) == 0.5
    assert "75%" in gates()._repr_html_() and "14%" in gates()._repr_html_()


def test_the_kernels_exponent_takes_one_release_to_the_other():
    case = load_case("linux")
    grown = case.number("developers_growth") ** kernel_exponent(case)
    assert grown == pytest.approx(case.number("changes_growth"))
    assert "1.95 times" in kernel_doubling()._repr_html_()


def test_blind_answers_leave_questions_as_a_poisson_spread_does():
    assert unanswered(0) == 1
    rest = sum(1.49**k * math.exp(-1.49) / math.factorial(k) for k in range(1, 40))
    assert unanswered(1.49) == pytest.approx(1 - rest)
    assert "scenario" in questions_without_answer()._repr_html_()


@pytest.mark.parametrize("name", ["wikipedia", "linux", "stackoverflow"])
def test_a_contrast_says_that_it_is_not_in_the_essay(name):
    assert not load_case(name).in_essay


def test_every_study_says_what_decided_and_how_far_it_carries():
    assert all(study.decided and study.reach for study in STUDIES)
    html = causes()._repr_html_()
    assert html.count("<tr") == len(STUDIES) + 1 and "not read" in html


def test_the_block_is_told_with_the_number_of_its_row():
    effect = f"{-load_case('wikipedia').number('block_effect'):g} %"
    assert any(effect in study.effect for study in STUDIES)


NAMES = ("wikipedia", "linux", "stackoverflow")


def dashboard(name):
    return import_module(f"peerkit.dashboards.cases.{name}")


@pytest.mark.parametrize("name", NAMES)
def test_presets_tries_and_corners_draw_the_same_traces_and_say_something(name):
    explorer = dashboard(name).dashboard()
    shape = [(trace.type, trace.mode) for trace in explorer.view.figure.data]
    parameters = explorer.cls.parameters()
    ends = [[(each, end) for end in parameters[each].explore] for each in explorer.question.controls]
    situations = [each["values"] for each in explorer.panel.presets + explorer.panel.tries]
    for each in situations + [dict(corner) for corner in itertools.product(*ends)]:
        assert explorer.change(each) == {}, each
        assert [(trace.type, trace.mode) for trace in explorer.view.figure.data] == shape, each
        words = explorer.panel.summary.lower()
        assert len(words) > 60 and "nan" not in words and "inf" not in words, each


@pytest.mark.parametrize("name", NAMES)
def test_the_first_thing_to_try_asks_for_a_prediction(name):
    first = dashboard(name).dashboard().panel.tries[0]
    assert first["predict"]["right"] in first["predict"]["words"]


@pytest.mark.parametrize("name", NAMES)
def test_the_page_of_a_contrast_shows_its_model_and_says_what_it_means_for_a_claim(name):
    path = content.root() / "case_studies" / name / "case.ipynb"
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    code = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
    prose = "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")
    assert any(f"dashboards.cases.{name} import dashboard" in each for each in code)
    assert "**The claim.**" in prose and "../essay/essay.ipynb" in prose


def test_at_nupedia_an_article_is_a_piece_that_as_few_have_time_for_as_finished_one():
    case, start = load_case("wikipedia"), dashboard("wikipedia").dashboard().record
    whole = article(start, case)
    assert granularity.participation(start, whole) == pytest.approx(24 / 174)
    assert granularity.useful_output(start, granularity.optimal_chunk(start).size) > granularity.useful_output(
        start, whole
    )


def test_the_waiting_that_the_kernel_starts_with_takes_one_release_to_the_other():
    explorer, (people, changes) = dashboard("linux").dashboard(), counted(load_case("linux"))
    law = times_as_much(explorer.record, people[-1], people[0])
    assert law == pytest.approx(changes[-1], rel=5e-3)
    assert changes[1] > people[1] / people[0]
    assert "2,001 developers" in explorer.panel.summary and "3.46" in explorer.panel.summary


def test_stack_overflow_starts_where_its_level_of_2022_rests_and_falls_below_what_lasts():
    explorer, (first, second, last) = dashboard("stackoverflow").dashboard(), levels(load_case("stackoverflow"))
    assert equilibria(explorer.record).adoption == pytest.approx(first, abs=2e-3)
    assert last < second < smallest_network(explorer.record).adoption < first
    assert equilibria(explorer.record.replace(cost=explorer.record.cost * 4 / 3)).outcome == NOT_VIABLE


def test_the_studies_that_a_model_names_are_on_the_page_of_causes():
    page, named = causes()._repr_html_(), {study for record in records() for study in record.about.studies}
    assert len(named) >= 5 and named <= {study.name for study in STUDIES}
    for study in named:
        assert page.count(f"id='{anchor(study)}'") == 1, study


def test_a_model_that_speaks_of_a_study_of_causes_leads_to_it():
    for record in records():
        told = " ".join(record.about.evidence_against + record.about.leaves_out)
        for study in STUDIES:
            spoken = re.search(rf"{re.escape(study.name[:-5])}[ ,(]+{study.name[-4:]}", told)
            assert not spoken or study.name in record.about.studies, (record.__name__, study.name)


def test_the_panel_and_the_reference_link_to_the_studies():
    shown = card(Scaling.about)["studies"]
    assert shown == [{"name": "Zhang and Zhu 2011", "address": "cases/causes#zhang-and-zhu-2011"}]
    entry = re.search(r"<section class='pk-entry' id='scaling'.*?</section>", reference()._repr_html_(), re.S)[0]
    assert "causes.ipynb#zhang-and-zhu-2011'>Zhang and Zhu 2011</a>" in entry


def test_every_number_of_a_study_of_stack_overflow_or_wikipedia_is_that_of_a_row():
    rows = {
        "del Rio-Chanona and others 2023": ("stackoverflow", {"did_posts_16": 16, "did_posts_25": 25}),
        "Burtch and others 2023": ("stackoverflow", {"visits_12": 12, "topic_questions_10": 10}),
        "Xu, Nian and Cabral 2018": ("stackoverflow", {"job_reputation_change": 23.7, "job_other_change": 7.4}),
        "Zhang and Zhu 2011": ("wikipedia", {"block_effect": 42.8}),
    }
    for name, (case, numbers) in rows.items():
        (study,) = (each for each in STUDIES if each.name == name)
        for row, told in numbers.items():
            assert load_case(case).number(row) == -told
            assert re.search(rf"\b{told}( ?%)", study.effect), (name, told)
