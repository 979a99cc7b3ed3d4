"""The comparison is made of the profiles alone: every case has a row, every figure leads to one on its page."""

import json
import re

import pytest

from peerkit import content
from peerkit.cases import STATUSES, load_case, names
from peerkit.dashboards.cases.comparison import by_chance, cases, chance_of_a_fit, company, comparison, diagnosis
from peerkit.widgets.facts import all_facts, derived_numbers


@pytest.fixture(scope="module")
def html():
    return comparison()._repr_html_()


def test_every_case_has_a_row_that_leads_to_its_page(html):
    assert sorted(re.findall(r"<th scope='row' role='rowheader'><a href='(\w+)'>", html)) == sorted(names())
    addresses = {page.address for page in content.pages()}
    assert {f"cases/{name}" for name in names()} <= addresses


def test_those_that_live_come_first():
    order = [STATUSES.index(case.profile.status) for case in cases()]
    assert order == sorted(order)


@pytest.mark.parametrize("name", names())
def test_every_figure_of_a_profile_leads_to_its_row(html, name):
    case = load_case(name)
    rows = all_facts(case)._repr_html_() + derived_numbers(case)._repr_html_()
    linked = re.findall(rf"href='{name}#(\w+)'", html)
    assert linked == list(case.profile.facts)
    assert all(f"id='{fact}'" in rows for fact in linked)


@pytest.mark.parametrize("name", names())
def test_a_diagnosis_is_a_few_words(name):
    for _, words in diagnosis(load_case(name)):
        assert 2 <= len(words) <= 60 and not words.endswith((".", ",", ":"))


def test_every_profile_begins_its_use_alone_with_a_word_that_can_be_compared():
    """The picture on the card is drawn from these words."""
    for case in cases():
        assert re.match(r"(yes|partly|little|no)\b", case.profile.alone), case.name


def test_every_cell_says_on_a_phone_what_it_is(html):
    labels = re.findall(r"data-label='([^']+)'", html)
    assert len(labels) == 6 * len(names())
    assert "contributors&#x27; share" in labels


def test_a_case_without_figures_says_so(html):
    row = next(row for row in html.split("<tr ") if "href='jeteye'" in row)
    assert "no figure was found" in row and "#" not in row.partition("data-label")[0]


def test_a_meaningless_trait_fits_as_often_as_counting_all_of_them_says():
    """Against enumeration: of all 128 ways to toss seven coins two separate a given four from a given three."""
    alive = 0b1111000
    fits = [tosses for tosses in range(2**7) if tosses in (alive, alive ^ 0b1111111)]
    assert chance_of_a_fit(7) == len(fits) / 2**7
    assert chance_of_a_fit(7, 0) == 0
    assert chance_of_a_fit(40, 20) == pytest.approx(20 * chance_of_a_fit(40), rel=1e-9)


def test_the_sentence_counts_the_cases_that_are_there():
    some = [load_case("flickr"), load_case("jeteye")]
    assert "these 2 cases" in by_chance(some)._repr_html_()
    assert "the 1 that are alive from the 1 that are not" in by_chance(some)._repr_html_()


def test_names_are_those_of_the_titles():
    assert {"Flickr", "JetEye", "Basenotes"} <= {company(case) for case in cases()}


def test_the_page_draws_nothing_and_types_in_no_figure():
    path = content.root() / "case_studies" / "comparison" / "comparison.ipynb"
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    words = "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")
    assert re.findall(r"\d+", re.sub(r"\b(19|20)\d\d\b", "", words)) == []
    assert "PlotlyView" not in "".join("".join(cell["source"]) for cell in cells)
