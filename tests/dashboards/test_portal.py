"""The portal as HTML: one card a page, links that fit where it is shown, and faults that cost one card."""

import json
import re
from dataclasses import replace

import pytest

from peerkit import content
from peerkit.dashboards import portal as module
from peerkit.dashboards.portal import Portal, href, portal
from peerkit.dashboards.search import index, text, words
from peerkit.models.specialisation import Specialisation
from peerkit.widgets.web import SERVED

PAGES = content.pages()


@pytest.fixture
def served(monkeypatch):
    monkeypatch.setenv(SERVED, "/assets")


def links(html):
    return re.findall(r"<a class='pk-\w+' href='([^']+)'", html)


def test_in_jupyterlab_the_cards_lead_to_notebooks_and_bring_their_own_rules(monkeypatch):
    monkeypatch.delenv(SERVED, raising=False)
    html = portal()._repr_html_()
    assert set(links(html)) == {href(page) for page in PAGES}
    for link in links(html):
        assert (content.root() / "notebooks" / link).is_file() and link.endswith(".ipynb")
    assert "<style>" in html and "pk-search" not in html.split("</style>")[1]


def test_on_a_server_the_cards_lead_to_addresses(served):
    html = portal()._repr_html_()
    assert set(links(html)) == {page.address for page in PAGES}
    assert "<style>:root" not in html


def test_a_broken_page_gets_a_card_that_says_why_and_takes_nothing_else_along(served):
    html = Portal(PAGES, [content.Broken("notebooks/x.ipynb", "notebooks/x.ipynb: <half> a file")])._repr_html_()
    assert "Out of order" in html and "&lt;half&gt; a file" in html
    assert set(links(html)) == {page.address for page in PAGES}


def test_a_picture_that_cannot_be_drawn_costs_one_card(served, caplog):
    damaged = replace(PAGES[0], address="damaged", cover="cases:no_such_picture")
    html = Portal([damaged, *PAGES])._repr_html_()
    assert html.count("The picture of this page cannot be drawn") == 1
    assert "pictures" not in caplog.text and PAGES[0].path in caplog.text


def test_every_step_has_one_line_and_an_anchor_that_the_jump_list_names(served):
    html = portal()._repr_html_()
    for step in content.STEPS:
        assert html.count(f"id='{module.slug(step.title)}'") == 1
        assert f"href='#{module.slug(step.title)}'" in html and step.line in html


def test_the_index_finds_the_text_of_pages_and_of_what_stands_beside_their_controls():
    made = index(PAGES)
    place = made["pages"].index("specialisation")
    said = [Specialisation.about.claim, *Specialisation.about.evidence_against]
    said += [parameter.meaning for parameter in Specialisation.parameters().values()]
    for word in words("\n".join(said)):
        assert place in made["words"][word], word
    assert json.loads(json.dumps(made)) == made


def test_a_case_is_found_by_its_prose():
    flickr = next(page for page in PAGES if page.address == "cases/flickr")
    assert "SmugMug" in text(flickr)


def test_a_page_whose_module_is_missing_or_broken_is_found_by_its_prose(monkeypatch, caplog):
    modes = next(page for page in PAGES if page.address == "modes")
    prose = text(replace(modes, address="no_such_module"))
    assert "Coase" in prose and len(prose) < len(text(modes))
    monkeypatch.setattr("importlib.import_module", lambda name: 1 / 0)
    assert text(modes) == prose
    assert "peerkit.dashboards.modes cannot be imported" in caplog.text


@pytest.mark.parametrize("assets", ["/assets", ""])
def test_the_page_of_the_essay_is_linked_before_the_first_step(monkeypatch, assets):
    monkeypatch.setenv(SERVED, assets)
    html = portal()._repr_html_()
    essay = next(page for page in PAGES if page.address == "cases/essay")
    start = html[html.index("<nav") : html.index("Its models, step by step")]
    assert f"<a href='{href(essay)}'>{essay.title}</a>" in start
    index = json.loads((content.root() / content.INDEX).read_text(encoding="utf-8"))
    assert "(../case_studies/essay/essay.ipynb)" in "".join(index["cells"][0]["source"])
    assert "<nav" in Portal([page for page in PAGES if page is not essay])._repr_html_()
