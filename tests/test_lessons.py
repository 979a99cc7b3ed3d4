"""The numbers that a lesson types are those of its models."""

import json

import pytest

from peerkit import content
from peerkit.cases import load_case
from peerkit.models.specialisation import (
    Specialisation,
    coordination,
    gross_output,
    optimal_team,
    specialisation_multiplier,
)


@pytest.fixture(scope="module")
def words():
    path = content.root() / "notebooks" / "lessons" / "01_why_firms_exist.ipynb"
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return "\n".join("".join(cell["source"]) for cell in cells)


def test_the_case_in_the_question_is_that_of_the_facts(words):
    flickr = load_case("flickr")
    for name in ("staff_2005_03", "members_2005_03"):
        assert f"[{flickr.number(name):,.0f}](../../case_studies/flickr/case.ipynb#{name})" in words


def test_the_table_of_symbols_holds_the_defaults(words):
    firm = Specialisation()
    assert (firm.technology, firm.knowledge, firm.knowledge_effect) == (1, 1, 0.5)
    for symbol, value in (
        ("θ", firm.specialisation_elasticity),
        ("λ", firm.coordination_cost),
        ("β", firm.coordination_elasticity),
    ):
        row = next(row for row in words.splitlines() if row.startswith(f"| *{symbol}* |"))
        assert row.endswith(f"| {value:g} |")


def test_the_experiments_end_where_the_lesson_says():
    firm = Specialisation()
    assert optimal_team(firm).size == pytest.approx(25)
    assert optimal_team(firm.replace(coordination_cost=0.01)).size == pytest.approx(2500)
    weak = firm.replace(specialisation_elasticity=0.1, coordination_elasticity=0.6)
    cheap = weak.replace(coordination_cost=0.01)
    assert optimal_team(weak).size == pytest.approx(2.78, abs=0.005)  # shown as 3 people
    assert optimal_team(cheap).size / optimal_team(weak).size == pytest.approx(100)
    assert optimal_team(cheap).output / optimal_team(weak).output == pytest.approx(1.58, abs=0.005)


def test_the_answers_to_its_questions_are_right():
    firm = Specialisation()
    assert (gross_output(firm, 25), coordination(firm, 25)) == pytest.approx((5, 2.5))
    assert (gross_output(firm, 100), coordination(firm, 100)) == pytest.approx((10, 10))
    assert optimal_team(firm.replace(coordination_cost=0.05)).size == pytest.approx(100)
    assert specialisation_multiplier(firm, 1 / 3) == pytest.approx(9)
