"""A case played again: nothing of the future is on the page before it is revealed."""

import json

import pytest

from peerkit.cases import load_case, names
from peerkit.widgets.replay import replay

METRICS = {"uploads": "pictures uploaded so far", "members": "registered members"}


@pytest.fixture
def flickr():
    return replay(load_case("flickr"), METRICS, y_title="count [pictures, people]")


def drawn(played):
    return sum(len(trace.x) for trace in played.view.figure.data)


def test_it_starts_with_the_first_fact_alone(flickr):
    assert drawn(flickr) == 1
    assert flickr.facts[0].date in flickr.view.label


def test_each_step_draws_one_fact_more_in_the_order_of_their_dates(flickr):
    assert [fact.start for fact in flickr.facts] == sorted(fact.start for fact in flickr.facts)
    for position in (1, 5, len(flickr.facts) - 1):
        flickr.panel.position = position
        together = sum(fact.start <= flickr.facts[position].start for fact in flickr.facts)
        assert drawn(flickr) == together >= position + 1
    assert drawn(flickr) == len(flickr.facts)


def test_the_figure_sent_holds_no_number_of_the_future(flickr):
    flickr.panel.position = 3
    known = {fact.value for fact in flickr.facts if fact.start <= flickr.facts[3].start}
    later = {fact.value for fact in flickr.facts} - known
    sent = json.loads(flickr.view.spec)
    shown = {value for trace in sent["data"] for value in trace["y"]}
    assert shown == known and not shown & later
    assert sent["layout"]["yaxis"].get("range") is None


def test_a_position_beyond_the_end_shows_the_end(flickr):
    flickr.show(10_000)
    assert drawn(flickr) == len(flickr.facts)


def test_every_fact_told_names_its_source(flickr):
    for fact in flickr.panel.facts:
        assert fact["source"] and fact["url"].startswith("http") and fact["label"] in METRICS.values()


def test_metrics_without_facts_are_refused():
    with pytest.raises(ValueError, match="case flickr has no facts of sales to play again"):
        replay(load_case("flickr"), {"sales": "sales"}, y_title="sales [dollars]")


@pytest.mark.parametrize("name", names())
def test_every_case_hands_out_all_its_facts(name):
    case = load_case(name)
    assert len(json.loads(case.as_json())) == len(case.rows)
    assert case.as_csv().splitlines()[0].startswith("id,metric,date,value,unit")
