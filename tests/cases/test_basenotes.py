"""Basenotes: the model starts at the case's own lengths, and its answers to predictions are what the model says."""

import itertools
import re

import pytest

from peerkit.cases import load_case
from peerkit.dashboards.cases.basenotes import TRIES, dashboard, question
from peerkit.figures.words import number, percent
from peerkit.models.chunk_floor import ChunkFloor, best_rule, chosen_length, net_output, own_output, participation


@pytest.fixture(scope="module")
def case():
    return load_case("basenotes")


def test_the_model_starts_at_the_shortest_review_that_is_recommended(case):
    assert ChunkFloor().floor == case.number("review_length_shortest")


def test_the_published_index_follows_from_the_two_counts_beside_it(case):
    assert case.number("individuality_check_2008_08") == pytest.approx(case.number("individuality_2008_08"), abs=0.05)


def test_posts_and_scents_are_not_one_series(case):
    assert {row.unit for row in case.series("wear_posts")} == {"scent-of-the-day posts/month"}
    assert {row.unit for row in case.series("scents_named")} == {"fragrances"}


def test_the_answers_give_the_numbers_that_the_model_gives():
    start = ChunkFloor()
    for each in TRIES:
        rule = start.replace(**each.values)
        known = {
            number(net_output(rule, rule.floor)),
            number(net_output(start, start.floor)),
            number(net_output(start, 1)),
            number(best_rule(start).output),
            number(chosen_length(rule)),
            percent(participation(rule, rule.floor)),
            percent(1 - participation(rule, rule.floor)),
            number(start.floor),
            number(start.reading_overhead),
        }
        assert set(re.findall(r"\d+(?:\.\d+)?%?", each.answer)) <= known, each.text


def test_what_writers_give_up_is_said_with_the_number_of_the_model():
    start = ChunkFloor()
    lost = 1 - own_output(start, best_rule(start).words) / own_output(start, 0)
    (told,) = (each for each in question().notice if "writers see" in each)
    assert 0.13 < lost < 0.16 and f"give up {percent(lost)} of" in told and "little" not in told


def test_every_situation_can_be_shown():
    shown = dashboard()
    for preset in shown.panel.presets:
        assert shown.change(preset["values"]) == {}
        assert "nan" not in shown.panel.summary


def test_every_corner_of_the_controls_draws_the_same_traces_and_says_something():
    shown, parameters = dashboard(), ChunkFloor.parameters()
    expected = [(trace.type, trace.mode) for trace in shown.view.figure.data]
    for corner in itertools.product(*([(name, end) for end in p.explore] for name, p in parameters.items())):
        assert shown.change(dict(corner)) == {}, corner
        assert [(trace.type, trace.mode) for trace in shown.view.figure.data] == expected, corner
        assert len(shown.panel.summary) > 20 and "nan" not in shown.panel.summary.lower(), corner
