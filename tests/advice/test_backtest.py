"""The back-test: answers as the design has them, facts no later than their date, and every number of its page recomputed."""

import json
import re
import tomllib
from pathlib import Path

import numpy as np
import pytest

from peerkit import content
from peerkit.advice import backtest, backtest_page
from peerkit.advice.backtest import as_good_by_chance, back_test, contrast, income_scores, neighbours, of_essay, scores
from peerkit.advice.rules import BRANCHES, HOW, QUESTIONS, UNKNOWN, VERDICTS, Answers, judged
from peerkit.cases import load_case, names
from tests.advice.test_rules import told

ROWS = tomllib.loads((Path(__file__).parent / "rows.toml").read_text(encoding="utf-8"))["rows"]
OF_DESIGN = {row["name"]: row for row in ROWS}
PAGE = content.root() / "notebooks" / "advice" / "back_test.ipynb"


def prose():
    cells = json.loads(PAGE.read_text(encoding="utf-8"))["cells"]
    return "".join("".join(cell["source"]) + "\n" for cell in cells if cell["cell_type"] == "markdown")


def test_every_case_is_coded_once_and_by_answers_that_exist():
    assert sorted(coded.case for coded in back_test().cases) == sorted(names())
    for coded in back_test().cases:
        assert set(coded.answers) <= set(QUESTIONS)
        for question, answer in coded.answers.items():
            value, how = answer.split()
            assert how in HOW and value in (BRANCHES if question == "1" else "01234")
    assert set(back_test().forecasts) == set(VERDICTS)


@pytest.mark.parametrize("each", of_essay(), ids=lambda each: each.coded.case)
def test_the_seven_answer_as_the_design_of_the_desk_says(each):
    row = OF_DESIGN[each.case.company]
    levels, how = told(row["answers"])
    assert each.levels == levels
    assert {question: each.how[question] for question in QUESTIONS if levels[question] != UNKNOWN} == {
        question: how[question] for question in QUESTIONS if levels[question] != UNKNOWN
    }
    assert each.verdict == row["verdict"] and list(each.vetoes) == row["vetoes"]


@pytest.mark.parametrize("coded", back_test().cases, ids=lambda coded: coded.case)
def test_no_answer_rests_on_what_was_known_later(coded):
    case = load_case(coded.case)
    for name in coded.facts:
        assert case.fact(name).start <= case.as_of, f"{name} is later than {case.as_of}"


def test_the_numbers_in_the_reasons_are_those_of_the_cases():
    said = {coded.case: coded.reason for coded in back_test().cases}
    assert round(load_case("flickr").number("uploads_2005_09_30") / 1e6) == 48 and "48 million" in said["flickr"]
    case = load_case("delicious")
    share = case.number("posts_with_1_tag_2005_08_01") / case.number("posts_sampled_2005_08_01")
    assert f"{share:.0%}".replace("%", " %") in said["delicious"]
    assert load_case("linux").number("two_or_more_signoffs_2_6_14") == pytest.approx(80, abs=1)
    case = load_case("wikipedia")
    assert 7 < case.number("income_2005_h1") / case.number("hosting_2005_h1") < 8
    assert "more than seven times" in said["wikipedia"]
    assert load_case("delicious").number("revenue_2005_12") == 0


def test_the_sentences_say_what_is_computed():
    rules, yes, seventh = scores(of_essay()).values()
    assert rules[:3] == (5, 1, 1) and yes.hits == 4 and seventh.hits == 5
    words = repr(backtest_page.verdict_on_the_rules())
    assert "hit 5, miss 1 (del.icio.us) and abstain on Squidoo" in words
    assert "as many as the rules" in words and rules.hits == seventh.hits
    for score in (rules, yes, seventh):
        assert f"{score.brier:.2f}" in words
    income, _, income_seventh = income_scores().values()
    assert income[:3] == (3, 1, 1) and "better than all nine" in words and income_seventh.hits > income.hits
    assert sum(each.coded.income != "unknown" for each in of_essay()) == 5 and "Of the five cases" in words
    forecasts = back_test().forecasts
    assert forecasts["Build"] == 0.85 and forecasts["Not as planned"] == 0.15 and "85 % for Build, 15 %" in words


def test_luck_and_other_cut_offs_are_counted_and_not_recalled():
    words = repr(backtest_page.by_luck())
    assert as_good_by_chance(of_essay()) == pytest.approx(2 / 35) and "In 5.7%" in words
    assert as_good_by_chance(of_essay(), "hits") == pytest.approx(5 / 35) and "in 14%" in words
    near = neighbours(of_essay())
    assert len(near) == 5 * 3**5 and scores(of_essay())["the rules"] in near
    hits = [score.hits for score in near]
    assert f"the worst hits {min(hits)} and the best {max(hits)}" in words


def test_the_prose_of_the_page_is_true():
    text = prose()
    alive = [each for each in of_essay() if each.alive]
    assert len(of_essay()) == 7 and len(alive) == 4 and "seven companies, of which four are alive" in text
    assert len(contrast()) == 3 and all(each.alive for each in contrast()) and "Three cases for contrast" in text
    assert "Flickr is alive under its fourth owner" in text
    assert "fourth owner" in load_case("flickr").profile.outcome
    linux = next(each for each in contrast() if each.coded.case == "linux")
    assert linux.verdict == "Find out first" and linux.hit is None
    # "One opinion less": the only opinion that counts is the one on the pull.
    said = {question: how == "said" for question, how in linux.how.items()} | {"6a": False}
    levels = {question: np.asarray(level) for question, level in linux.levels.items()}
    assert VERDICTS[int(judged(Answers(levels, said))[2])] == "Not as planned"
    # No other number stands in the prose than these, the date and the ends of the scale.
    numbers = set(re.findall(r"\d[\d,.]*\d|\d", text))
    assert numbers == {"2005", "2010", "0", "4", "7"}


def test_an_answer_that_is_changed_changes_the_score(monkeypatch):
    coded = back_test().cases[3]
    dead = coded.model_copy(update={"answers": coded.answers | {"5": "0 measured"}})
    again = backtest._tried(dead)
    assert (again.verdict, again.hit) == ("Not as planned", True)


def test_what_a_case_says_is_shown_as_text():
    html = backtest_page.table()._repr_html_()
    assert html.count("<th scope='row'") == 7 and "✗ miss" in html and "– abstains" in html
