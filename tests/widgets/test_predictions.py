"""Predictions: the places that can be chosen are said like the answer, and no two alike."""

import pytest

from peerkit.figures.words import people
from peerkit.widgets.predictions import PLACES, Mark, Options


def test_a_guess_is_said_by_the_same_words_as_the_answer():
    shown = Mark(lambda record: 77.2, "people", 1, 1000, log=True, said=people).shown(None)
    assert shown["right_words"] == "78 people"
    assert shown["places"][0] == [1.0, "1 people"] and shown["places"][-1] == [1000.0, "1,000 people"]


@pytest.mark.parametrize(("low", "high", "log"), [(1, 1000, True), (0, 320, False), (0, 1, False), (2001, 2010, False)])
def test_places_rise_from_end_to_end_and_no_two_are_said_alike(low, high, log):
    places = Mark(lambda record: 1.0, "", low, high, log=log, said=repr).shown(None)["places"]
    values, words = zip(*places, strict=True)
    assert (values[0], values[-1]) == (low, high) and list(values) == sorted(values)
    assert len(set(words)) == len(words) and 50 < len(words) <= PLACES + 1


def test_places_that_are_said_alike_are_one():
    assert len(Mark(lambda record: 1.0, "people", 0, 3, said=people).shown(None)["places"]) == 3


def test_a_right_answer_that_is_no_option_is_refused():
    with pytest.raises(ValueError, match="'many' is not among the options few, some"):
        Options(("few", "some"), lambda record: "many").shown(None)
