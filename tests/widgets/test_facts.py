"""Tables of cases: the rules for them travel with a table only where the page does not have them."""

from peerkit.cases import load_case
from peerkit.serve.site import Site
from peerkit.widgets.facts import all_facts, seven_answers
from peerkit.widgets.replay import ReplayPanel
from peerkit.widgets.web import SERVED, style, text


def shown(case):
    return all_facts(case)._repr_html_() + seven_answers(case)._repr_html_()


def test_a_table_in_a_notebook_brings_its_rules_along(monkeypatch):
    monkeypatch.delenv(SERVED, raising=False)
    assert shown(load_case("flickr")).count(text("facts.css")) == 2
    assert ReplayPanel._css.endswith(text("replay.css"))


def test_a_table_on_a_served_page_brings_none(monkeypatch):
    monkeypatch.setenv(SERVED, "/assets")
    assert "<style>" not in shown(load_case("flickr")) and style(text("replay.css")) == ""


def test_a_page_of_the_server_has_the_rules_of_all_widgets_once():
    css = Site(None).css
    for name in ("panel.css", "plotly_view.css", "replay.css", "facts.css"):
        assert css.count(text(name)) == 1, name
