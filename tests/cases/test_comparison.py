"""The comparison is made of the profiles alone: every case has a row, every figure leads to one on its page."""

import json
import re
import shutil
from itertools import combinations, product

import pytest

from peerkit import content
from peerkit.cases import STATUSES, load_case, names
from peerkit.dashboards.cases.comparison import (
    by_chance,
    cases,
    chance_of_a_fit,
    chance_of_a_grouping,
    comparison,
    diagnosis,
    grouping,
)
from peerkit.figures.cover import cover
from peerkit.widgets.facts import all_facts, derived_numbers

SEVEN = [name for name in names() if load_case(name).in_essay]


@pytest.fixture(scope="module")
def html():
    return comparison()._repr_html_()


def test_every_case_has_a_row_that_leads_to_its_page(html):
    assert sorted(re.findall(r"<th scope='row' role='rowheader'><a href='\.\./(\w+)/case\.ipynb'>", html)) == sorted(
        SEVEN
    )
    addresses = {page.address for page in content.pages()}
    assert {f"cases/{name}" for name in names()} <= addresses


def test_those_that_live_come_first():
    order = [STATUSES.index(case.profile.status) for case in cases()]
    assert order == sorted(order)


@pytest.mark.parametrize("name", SEVEN)
def test_every_figure_of_a_profile_leads_to_its_row(html, name):
    case = load_case(name)
    rows = all_facts(case)._repr_html_() + derived_numbers(case)._repr_html_()
    linked = re.findall(rf"href='\.\./{name}/case\.ipynb#(\w+)'", html)
    assert linked == list(case.profile.facts)
    assert all(f"id='{fact}'" in rows for fact in linked)


@pytest.mark.parametrize("name", SEVEN)
def test_a_diagnosis_is_a_few_words(name):
    for _, words in diagnosis(load_case(name)):
        assert 2 <= len(words) <= 60 and not words.endswith((".", ",", ":"))


def test_every_cell_says_on_a_phone_what_it_is(html):
    labels = re.findall(r"data-label='([^']+)'", html)
    assert len(labels) == 6 * len(SEVEN)
    assert "contributors&#x27; share" in labels


def test_a_case_without_figures_says_so(html):
    row = next(row for row in html.split("<tr ") if "href='../jeteye/" in row)
    assert "no figure was found" in row and "#" not in row.partition("data-label")[0]


def test_a_meaningless_trait_fits_as_often_as_counting_all_of_them_says():
    """Against enumeration of all ways to toss two coins for each of four cases."""
    alive = (True, False, True, True)
    tosses = list(product((True, False), repeat=4))
    fitting = {alive, tuple(not side for side in alive)}
    fits = [not fitting.isdisjoint(pair) for pair in product(tosses, repeat=2)]
    assert chance_of_a_fit(4, 2) == pytest.approx(sum(fits) / len(fits), rel=1e-12)
    assert chance_of_a_fit(7, 0) == 0
    assert chance_of_a_fit(40, 20) == pytest.approx(20 * chance_of_a_fit(40), rel=1e-9)


def test_the_essay_named_seven_and_contrasts_stand_apart():
    assert len(SEVEN) == 7 and {"wikipedia", "linux", "stackoverflow"} == set(names()) - set(SEVEN)
    assert "Wikipedia" not in comparison()._repr_html_()
    assert cover("cases:cover:wikipedia") != cover("cases:cover:linux")


def test_a_blind_draw_is_the_group_that_is_gone_as_often_as_counting_all_draws_says():
    draws = list(combinations(range(7), 3))
    assert chance_of_a_grouping(7, 3) == sum(draw == (0, 1, 2) for draw in draws) / len(draws)


def test_the_essays_own_grouping_separates_all_seven():
    gone = {case.name for case in cases() if case.profile.status != "alive"}
    assert gone == {case.name for case in cases() if case.profile.group == "social search"}
    words = grouping()._repr_html_()
    assert "once in 35 times" in words and "Still it proves little" in words
    assert all(case.company in words for case in cases())


def test_a_grouping_that_separates_nothing_says_so():
    assert (
        "does not separate" in grouping([load_case("flickr"), load_case("delicious"), alive("squidoo")])._repr_html_()
    )


def alive(name):
    case = load_case(name)
    return case.model_copy(update={"profile": case.profile.model_copy(update={"status": "alive"})})


def test_a_damaged_case_costs_its_row_and_nothing_else(tmp_path, monkeypatch):
    copied = tmp_path / "case_studies"
    shutil.copytree(content.root() / "case_studies", copied)
    (copied / "flickr" / "case.toml").write_text('title = "broken"', encoding="utf-8")
    monkeypatch.setattr(content, "root", lambda: tmp_path)
    html = comparison()._repr_html_()
    assert "flickr/case.toml: line 1" in html.replace("\\", "/") and "Basenotes" in html
    assert "<circle" not in cover("cases:cover:flickr") and "<circle" in cover("cases:cover:basenotes")
    assert "<circle" in cover("cases:comparison")


def test_the_sentence_counts_the_cases_that_are_there():
    some = [load_case("flickr"), load_case("jeteye")]
    assert "these 2 cases" in by_chance(some)._repr_html_()
    assert "the 1 that are alive from the 1 that are not" in by_chance(some)._repr_html_()


def test_every_title_begins_with_the_name_of_the_company():
    assert all(case.title.startswith(f"{case.company}: ") for case in cases())


def test_the_page_draws_nothing_and_types_in_no_figure():
    path = content.root() / "case_studies" / "comparison" / "comparison.ipynb"
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    words = "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")
    words = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", words)
    assert re.findall(r"\d+", re.sub(r"\b(19|20)\d\d\b", "", words)) == []
    assert "PlotlyView" not in "".join("".join(cell["source"]) for cell in cells)
