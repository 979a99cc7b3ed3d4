"""The three contrasts: what their sentences say follows from their rows, and nothing claims to be of the essay."""

import math

import pytest

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
    assert html.count("<tr>") == len(STUDIES) + 1 and "not read" in html


def test_the_block_is_told_with_the_number_of_its_row():
    effect = f"{-load_case('wikipedia').number('block_effect'):g} %"
    assert any(effect in study.effect for study in STUDIES)
