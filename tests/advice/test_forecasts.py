"""Forecasts are scored when their day has come and somebody entered what happened, and not before."""

import json
from datetime import date

import pytest

from peerkit.advice.engagement import EngagementError, Forecast, parse
from peerkit.advice.forecasts import in_all, rows, score, status

DAY = date(2027, 6, 1)


def forecast(**changes):
    return Forecast(**{"says": "Many write.", "date": "2027-06-01", "chance": 0.6} | changes)


@pytest.mark.parametrize(
    ("chance", "came", "expected"),
    [(0.6, True, 0.16), (0.6, False, 0.36), (1.0, True, 0.0), (1.0, False, 1.0), (0.5, False, 0.25)],
)
def test_the_score_is_the_squared_distance(chance, came, expected):
    assert score(forecast(chance=chance, came=came), DAY) == pytest.approx(expected)


def test_saying_half_every_time_scores_a_quarter_whatever_happens():
    assert {score(forecast(chance=0.5, came=came), DAY) for came in (True, False)} == {0.25}


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"date": "2027-06-02", "came": True}, "It waits until 2027-06-02."),
        ({}, "Its day has come (2027-06-01): enter what happened."),
        ({"date": ""}, "It needs a chance and a date before it can be scored."),
        ({"chance": None, "came": True}, "It needs a chance and a date before it can be scored."),
        ({"came": False}, "It did not come true; 60% was said. Brier score 0.36."),
    ],
)
def test_an_open_forecast_says_what_it_waits_for(changes, words):
    one = forecast(**changes)
    assert status(one, DAY) == words
    assert (score(one, DAY) is None) == ("Brier" not in words)
    assert list(rows([one], DAY))[0][3] == words


def test_the_mean_is_over_those_that_are_scored():
    scored = [forecast(came=True), forecast(came=False), forecast(date="2030-01-01", came=True), forecast()]
    assert "2 forecasts are scored: mean Brier score 0.26" in in_all(scored, DAY) and "no better than" in in_all(
        scored, DAY
    )
    assert "better than that" in in_all([forecast(chance=0.9, came=True)], DAY)
    assert in_all([forecast()], DAY) == ""


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"chance": 1.4}, "forecasts.0.chance is 1.4 but must be a chance from 0 to 1."),
        ({"date": "next May"}, "forecasts.0.date is next May but must be a day such as 2027-06-01."),
        ({"date": "20270601"}, "forecasts.0.date is 20270601 but must be a day"),
        ({"came": "yes"}, "forecasts.0.came must be true or false."),
        ({"onerror": "x"}, "forecasts.0.onerror is not known here."),
    ],
)
def test_a_forecast_that_cannot_be_scored_is_refused_with_its_place(wrong, sentence):
    table = {"peerkit": "engagement", "schema": 1, "client": {"name": "x"}, "answers": {}, "forecasts": [wrong]}
    with pytest.raises(EngagementError) as refusal:
        parse(json.dumps(table))
    assert sentence in str(refusal.value)
