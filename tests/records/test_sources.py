"""The source of every parameter: a page that opens, a book that can be found, or what would measure the number."""

import re

import pytest

from peerkit.models.catalogue import records

PARAMETERS = {
    f"{record.__name__}.{name}": parameter for record in records() for name, parameter in record.parameters().items()
}
SOURCED = {
    name: each
    for name, each in PARAMETERS.items()
    if each.status in ("confirmed", "secondary", "unconfirmed", "recomputed")
}
SCENARIOS = {name: each for name, each in PARAMETERS.items() if each.status == "scenario"}
BOOK = re.compile(r"\b(?:19|20)\d\d\b.*\bISBN [\d-]{9,16}[\dX]\b")
STATED = {}
"""The works that models rest on and peerkit has not computed itself, by their words: the sources in which they stand."""
for record in records():
    for source in record.about.sources:
        if source.status in ("confirmed", "secondary", "unconfirmed"):
            STATED.setdefault(source.text, []).append(source)
SAYS = re.compile(
    r"\bbook\b|[A-Z][a-z]+ \d+(?:\(\d+\))?, (?:19|20)\d\d\b|address(?:es)? (?:was|were) not kept|knows no address of it"
)
"""Words of a source without an address: a book, a volume of a journal, or that the address is not known."""


@pytest.mark.parametrize("name", SOURCED)
def test_a_source_can_be_opened_or_is_a_book_that_can_be_found(name):
    each = SOURCED[name]
    assert each.source
    assert each.url.startswith(("https://", "http://")) or BOOK.search(each.source), each.source


@pytest.mark.parametrize("name", SCENARIOS)
def test_a_scenario_has_no_source_and_says_what_would_measure_it(name):
    each = SCENARIOS[name]
    assert each.measure and not each.source and not each.url


@pytest.mark.parametrize("text", STATED)
def test_what_a_model_rests_on_can_be_opened_or_says_what_it_is(text):
    assert all(each.url.startswith(("https://", "http://")) or SAYS.search(text) for each in STATED[text])


@pytest.mark.parametrize("text", ["Brooks 1975", "Fees, as reported by a shop", "A paper of 2009"])
def test_a_mere_name_does_not_say_what_it_is(text):
    assert not SAYS.search(text)


def test_a_work_has_its_address_wherever_it_is_named():
    """Zhang and Xu 2023 once stood in three models, in none with the address that was known."""
    works = {}
    for text, sources in STATED.items():
        work = re.search(r"^(?:[A-Z]\.(?:-[A-Z]\.)? )*([A-Z]\w+).*?\b((?:19|20)\d\d)\b", text)
        for each in sources if work else ():
            works.setdefault(work.groups(), set()).add(bool(each.url))
    assert len(works) > 30
    assert [work for work, named in works.items() if len(named) > 1] == []
