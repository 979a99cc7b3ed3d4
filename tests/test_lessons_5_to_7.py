"""The numbers that lessons 5 to 7 type are those of their cases and models, and their keys hold on a second path."""

import json
import re

import numpy as np
import pytest

from peerkit import content
from peerkit.cases import load_case
from peerkit.course.exercises import exercise, how_much_to_keep, more_than_the_sum, who_knows_your_skills
from peerkit.models.capture import Capture, equilibrium, relative_split
from peerkit.models.order_statistics import expected_maximum_normal
from peerkit.models.recombination import Recombination, critical_stock, pairs
from peerkit.models.selection import Selection, breakeven_pool, correlation, picks
from peerkit.records.reading import read

FACT = re.compile(r"\[([^\]]+)\]\(\.\./\.\./case_studies/(\w+)/case\.ipynb#(\w+)\)")
LESSONS = {
    name: path
    for path in sorted((content.root() / "notebooks" / "lessons").glob("*.ipynb"))
    if (name := path.stem[3:]) in ("who_knows_your_skills", "more_than_the_sum", "how_much_to_keep")
}


def words(lesson):
    cells = json.loads(LESSONS[lesson].read_text(encoding="utf-8"))["cells"]
    return "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")


def row(lesson, symbol):
    """The cells of a row of the table of symbols, without symbol and words."""
    line = next(line for line in words(lesson).splitlines() if line.startswith(f"| *{symbol}* |"))
    return [cell.strip() for cell in line.strip("|").split("|")[2:]]


@pytest.mark.parametrize("lesson", LESSONS)
def test_numbers_with_a_link_are_those_of_the_facts(lesson):
    linked = FACT.findall(words(lesson))
    assert linked
    for said, case, fact in linked:
        reading = read(said)
        possible = [reading.value, *(choice.value for choice in reading.choices)]
        assert load_case(case).number(fact) in possible, fact


def test_the_table_of_lesson_5_holds_what_the_model_gives():
    s, lesson = Selection(), "who_knows_your_skills"
    both = picks(s)
    for symbol, values, form in (
        ("n", (s.candidates, s.pool), ",d"),
        ("r", (s.manager_noise, s.self_noise), "g"),
        ("ρ", (correlation(s.manager_noise), correlation(s.self_noise)), ".2f"),
        ("mₙ", (expected_maximum_normal(s.candidates), expected_maximum_normal(s.pool)), ".2f"),
        ("E", (both.manager, both.pool), ".2f"),
    ):
        assert row(lesson, symbol) == [format(value, form) for value in values]


def test_the_tables_of_lessons_6_and_7_hold_the_defaults():
    r, c = Recombination(), Capture()
    for symbol, value in (("v", r.chunk_value), ("s", r.pair_value), ("Aₜ", r.starting_stock)):
        assert row("more_than_the_sum", symbol) == [f"{value:g}"]
    for symbol, value in (("π", r.success_chance), ("ḡ", r.processing_limit)):
        assert row("more_than_the_sum", symbol) == [f"{100 * value:g}%"]
    assert row("more_than_the_sum", "A₁ − A₀") == [f"{r.first_additions:g}"]
    for symbol, value in (("θ", c.network_elasticity), ("ε", c.supply_elasticity), ("k", c.supply_scale)):
        assert row("how_much_to_keep", symbol) == [f"{value:g}"]
    assert row("how_much_to_keep", "τ") == [f"{c.take_rate} (Squidoo)"]


def test_the_explanations_of_lesson_5_say_what_the_model_gives():
    text = words("who_knows_your_skills")
    blind, twenty = Selection(self_noise=who_knows_your_skills.MISJUDGED), picks(Selection(candidates=20))
    assert f"about {round(breakeven_pool(blind).size, -3):,.0f} such people" in text
    assert f"the manager one at {picks(blind.replace(candidates=3)).manager:.2f}" in text
    assert f"from {picks(blind).manager:.2f} to {twenty.manager:.2f}" in text
    assert "from 24 to 68 people" in text and exercise("who_knows_your_skills.twenty").key() == 68


def test_the_explanations_of_lesson_6_say_what_the_model_gives():
    text, made = words("more_than_the_sum"), more_than_the_sum.in_the_end
    assert f"grows to {made(starting_stock=60):.0f} and stops" in text
    assert made(starting_stock=60) / made() < 0.01
    assert f"{np.ceil(critical_stock(Recombination())):.0f} pieces here" in text
    assert f"{made(processing_limit=0.03):.0f} pieces, not 11,200" in text and made(processing_limit=0.03) < 3 * 80
    assert f"{pairs(11_200) / 1e6:.0f} million pairs" in text
    assert f"hundred pieces have {pairs(100):,.0f}" in text
    # The collection whose reviewers can process more is ahead from here on.
    ahead = [path_of(processing_limit=0.25)[period] > path_of(success_chance=0.02)[period] for period in range(1, 101)]
    assert f"From period {ahead.index(True) + 1} on" in text and all(ahead[ahead.index(True) :])


def path_of(*, start=80.0, push=5.0, success_chance=0.01, processing_limit=0.2, periods=100):
    """The stocks of a collection, from the formulas as lesson 6 prints them [pieces]."""
    stocks = [start, start + push]
    while len(stocks) <= periods:
        new_pairs = (stocks[-1] * (stocks[-1] - 1) - stocks[-2] * (stocks[-2] - 1)) / 2
        stocks.append(stocks[-1] + min(success_chance * new_pairs, processing_limit * stocks[-1]))
    return stocks


def test_the_keys_of_lesson_6_follow_from_its_formulas():
    assert exercise("more_than_the_sum.smaller").key() == pytest.approx(path_of(start=60)[40])
    assert exercise("more_than_the_sum.slower").key() == pytest.approx(path_of(processing_limit=0.03)[40])
    factor = path_of(success_chance=0.02)[40] / path_of()[40]
    assert exercise("more_than_the_sum.luckier").key() == pytest.approx(factor, abs=0.05)
    # A push half a piece smaller dies out, this one does not.
    push = exercise("more_than_the_sum.push").key()["first_additions"]
    assert (
        path_of(start=60, push=push, periods=400)[-1] > 1e6 > 100 > path_of(start=60, push=push - 0.5, periods=400)[-1]
    )


def richest(**changes):
    """The take with the highest income, by trying each tenth of a percent [fraction]."""
    takes = np.linspace(0.001, 0.999, 999)
    return takes[np.argmax(equilibrium(Capture(**changes), takes).platform)]


def test_the_keys_of_lesson_7_are_the_takes_with_the_highest_income():
    assert how_much_to_keep.best() == pytest.approx(richest(), abs=6e-4)
    assert exercise("how_much_to_keep.network").key() == pytest.approx(richest(network_elasticity=0.3), abs=6e-4)
    assert exercise("how_much_to_keep.readier").key() == pytest.approx(richest(supply_elasticity=2), abs=6e-4)
    thirty = exercise("how_much_to_keep.thirty").key()
    assert richest(**thirty) == pytest.approx(0.3, abs=2e-3)
    takes = np.linspace(-0.5, 0.9, 1401)
    together = takes[np.argmax(relative_split(Capture(), takes).together)]
    assert exercise("how_much_to_keep.together").key() == pytest.approx(together, abs=6e-4)


def test_the_changes_that_lesson_7_names_are_those_of_the_amounts():
    start = Capture()
    there = equilibrium(start, how_much_to_keep.best())
    for take, name in ((0.7, "greedy"), (0.375, "gift")):
        here = equilibrium(start, take)
        key = exercise(f"how_much_to_keep.{name}").key()
        assert key == pytest.approx(here.platform / there.platform - 1, abs=0.005)
        gain = here.contributors_surplus / there.contributors_surplus - 1
        assert f"{abs(gain):.0%} {'more' if gain > 0 else 'less'}" in words("how_much_to_keep")
    assert richest(supply_elasticity=0.2) == pytest.approx(4 / 5, abs=0.01)
