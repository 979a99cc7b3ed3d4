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


@pytest.mark.parametrize("name", SOURCED)
def test_a_source_can_be_opened_or_is_a_book_that_can_be_found(name):
    each = SOURCED[name]
    assert each.source
    assert each.url.startswith(("https://", "http://")) or BOOK.search(each.source), each.source


@pytest.mark.parametrize("name", SCENARIOS)
def test_a_scenario_has_no_source_and_says_what_would_measure_it(name):
    each = SCENARIOS[name]
    assert each.measure and not each.source and not each.url
