"""The reference says of every model and parameter what its record says; the glossary holds every term once."""

import re
from html import unescape

import pytest

from peerkit import content
from peerkit.dashboards.reference import glossary, reference, topic, used_by
from peerkit.models.catalogue import known, outcomes, records
from peerkit.models.modes import Modes
from peerkit.records.parameter import SOURCE_STATUSES, parameter
from peerkit.records.reading import allowed
from peerkit.records.record import Record


@pytest.fixture(scope="module")
def html():
    return reference()._repr_html_()


def test_every_model_and_every_parameter_has_one_anchor(html):
    wanted = {topic(record) for record in records()}
    wanted |= {f"{topic(record)}-{name}" for record in records() for name in record.parameters()}
    anchors = re.findall(r"\bid='([^']+)'", html)
    assert len(anchors) == len(set(anchors))
    assert wanted <= set(anchors)


def test_every_model_shows_claim_equations_outcomes_and_the_meaning_of_each_status(html):
    for record in records():
        entry = unescape(re.search(rf"<section class='pk-entry' id='{topic(record)}'.*?</section>", html, re.S)[0])
        assert record.about.claim in entry
        assert entry.count("<math") >= len(record.about.equations) + len(record.parameters())
        for each in record.parameters().values():
            assert SOURCE_STATUSES[each.status].lower() in entry.lower()
        if known(topic(record)):
            assert all(each.unit in entry for each in outcomes(topic(record)).each)


def test_pages_that_use_a_model_are_named_also_when_they_have_another_name():
    assert {"modes", "information_cost"} <= {page.address for page in used_by(Modes)}
    lesson = next(record for record in records() if topic(record) == "specialisation")
    assert {"specialisation", "lessons/why_firms_exist"} <= {page.address for page in used_by(lesson)}


class Shares(Record):
    share: float = parameter(
        "s", "Share", unit="1", default=0.3, ge=0, lt=1, explore=(0, 0.9), meaning="m", why="w", percent=True
    )
    heads: int = parameter("n", "Heads", unit="people", default=3, ge=1, explore=(1, 9), meaning="m", why="w")
    free: float = parameter("x", "Free", unit="1", default=0, explore=(-1, 1), meaning="m", why="w")


@pytest.mark.parametrize(
    ("name", "words"),
    [("share", "at least 0 % and below 100 %"), ("heads", "a whole number at least 1"), ("free", "a number")],
)
def test_valid_ranges_read_as_the_parameter_is_typed(name, words):
    assert allowed(Shares.parameters()[name]) == words


def test_the_glossary_shows_every_term_and_leads_to_pages():
    html = glossary()._repr_html_()
    for term in content.glossary():
        assert f"id='{term.key}'" in html
    assert "elasticity" in re.findall(r"<div id='([^']+)'", html)
    assert "specialisation.ipynb'" in html
