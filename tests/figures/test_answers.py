"""Answers as the pages of sensitivity, comparison and break-even say them, over all models."""

import re

import numpy as np
import pytest

from peerkit.figures.answers import is_share, said
from peerkit.figures.sensitivity import tornado_words
from peerkit.models import catalogue
from peerkit.models.catalogue import outcomes, topics
from peerkit.models.sensitivity import Study
from peerkit.records.parameter import one

EACH = [(topic, each.key) for topic in topics() for each in outcomes(topic).each]
UNITS = {p.unit for record in catalogue.records() for p in record.parameters().values()}
UNITS |= {each.unit for topic in topics() for each in outcomes(topic).each}


VALUES = (0.0, 0.003, 0.42, 1.0, 1.5, 68.877, 12_345.6, np.inf, -np.inf, np.nan)


@pytest.mark.parametrize(("topic", "key"), EACH, ids=lambda each: each)
def test_an_answer_reads_like_a_number_with_a_unit(topic, key):
    asked = outcomes(topic).named(key)
    for value, words in ((value, said(asked, value)) for value in VALUES):
        assert not any(unread in words for unread in ("share", "unit of account", "0 to 1"))
        assert not re.match(r"1 (?!times|hundred)[\w-]+( (?!per|of)\w+)*s(?= |$)", words), words
        if is_share(asked) and 0 <= value <= 1:
            assert "%" in words
        if asked.unit == "people" and np.isfinite(value):
            assert not re.search(r"\d\.\d+ (people|person)", words), "people are whole"


@pytest.mark.parametrize("topic", topics())
def test_the_words_of_the_tornado_hold_no_rounding_noise_and_no_missing_word(topic):
    """They once said "0.000000000000000111 share of contributions" and "is no answer in this scenario"."""
    record = outcomes(topic).record()
    names = list(record.parameters())
    for each in outcomes(topic).each:
        words = tornado_words(Study(each, record, names[0], names[-1], target=1.0, draws=10))
        assert not re.search(r"0\.0{9}", words), words
        assert not words.startswith(f"The {each.label} is no answer")
        assert not words.startswith(f"The {each.label} is without limit")


@pytest.mark.parametrize("unit", sorted(UNITS))
def test_a_unit_behind_the_number_one_is_singular(unit):
    counted = re.split(r",| per | of | and | saved ", one(unit))[0]
    assert counted == "hundred dollars" or "'s" in counted or not re.search(r"[^s]s$", counted)
    assert one(unit).split(" per ")[1:] == unit.split(" per ")[1:]


def test_a_collection_of_pieces_is_whole_where_it_is_a_border():
    stock = outcomes("recombination").named("critical_stock")
    assert said(stock, 68.877) == "69 pieces"
    assert said(outcomes("recombination").named("value"), 150.0) == "150 pieces"
