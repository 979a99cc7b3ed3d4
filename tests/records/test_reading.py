"""Typed numbers: what has one reading, what must be asked, what is refused in a sentence."""

import math
import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peerkit.models.catalogue import records
from peerkit.models.modes import Modes
from peerkit.records.reading import LONGEST, plain, read, typed, written
from peerkit.widgets.url_state import decode

COST = Modes.parameters()["commons_cost"]
SHARE = replace(COST, low=0, high=1, open_low=False, open_high=False, percent=True, default=0.25)
PEOPLE = replace(COST, integer=True, low=1)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12000", 12000),
        ("12 000", 12000),
        ("12\u00a0000", 12000),  # no-break space
        ("12\u202f000", 12000),  # narrow no-break space
        ("12\u2009000", 12000),  # thin space
        ("12'000", 12000),
        ("12.000,5", 12000.5),
        ("12,000.5", 12000.5),
        ("1,234,567", 1234567),
        ("1.234.567", 1234567),
        ("0,125", 0.125),  # no group of thousands begins with 0
        ("1234,567", 1234.567),  # nor has four digits
        ("1,5", 1.5),
        (",5", 0.5),
        ("12k", 12000),
        ("12.3K", 12300),
        ("1.5 million", 1.5e6),
        ("2 bn", 2e9),
        ("3m", 3e6),
        ("30 %", 0.3),
        ("30%", 0.3),
        ("2.5 percent", 0.025),
        ("1e4", 1e4),
        ("1.49 x 10^19", 1.49e19),
        ("−3", -3),
        ("+7", 7),
        (" 60 ", 60),
        ("0", 0),
    ],
)
def test_a_text_with_one_reading_is_read(text, value):
    assert read(text).value == value


@pytest.mark.parametrize(
    ("text", "values", "words"),
    [
        ("12,000", (12000, 12), ("12 thousand", "12")),
        ("12.000", (12000, 12), ("12 thousand", "12")),
        ("1,234", (1234, 1.234), ("1 thousand 234", "1 point 234")),
        ("−1,500", (-1500, -1.5), ("−1 thousand 500", "−1 point 500")),
        ("12,000k", (12e6, 12e3), ("12000000", "12000")),
        ("12,500 %", (125, 0.125), ("12500 %", "12.5 %")),
    ],
)
def test_a_text_with_two_readings_is_asked_about_with_both(text, values, words):
    reading = read(text)
    assert reading.value is None and reading.refusal == ""
    assert tuple(choice.value for choice in reading.choices) == values
    assert tuple(choice.words for choice in reading.choices) == words
    assert all(word in reading.question for word in words)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "empty"),
        (" \u00a0 ", "empty"),
        ("abc", "“abc” is not a number"),
        ("12 00", "not a number"),
        ("1,2,3", "not a number"),
        ("--3", "not a number"),
        ("nan", "not a number"),
        ("infinity", "not a number"),
        ("1_000", "not a number"),
        ("3 parsecs", "not a number"),
        ("1e400", "too large"),
        ("1e-400", "too small"),
        ("9" * 2_000_000, "2,000,000"),
    ],
)
def test_what_is_no_number_is_refused_in_a_short_sentence(text, reason):
    reading = read(text)
    assert reading.value is None and not reading.choices
    assert reason in reading.refusal and reading.refusal.endswith(".") and len(reading.refusal) < 120


@given(st.text(max_size=80))
def test_every_text_gets_exactly_one_of_value_question_and_refusal(text):
    reading = read(text)
    assert (reading.value is not None) + bool(reading.choices) + bool(reading.refusal) == 1
    assert bool(reading.question) == bool(reading.choices)
    assert reading.value is None or math.isfinite(reading.value)


numbers = st.integers(min_value=1000, max_value=10**12)


@given(numbers, st.sampled_from([" ", "\u00a0", "\u202f", "\u2009", "'"]))
def test_thousands_set_apart_by_spaces_are_the_same_number(number, gap):
    assert read(f"{number:,}".replace(",", gap)).value == number


@given(numbers, st.sampled_from([",", "."]))
def test_thousands_set_apart_by_marks_are_read_or_asked_never_taken_for_less(number, mark):
    reading = read(f"{number:,}".replace(",", mark))
    assert number in [reading.value, *(choice.value for choice in reading.choices)]
    assert reading.value in (None, number)


@given(numbers, st.integers(min_value=0, max_value=99))
def test_both_countries_decimals_mean_the_same(number, hundredths):
    english = f"{number:,}.{hundredths:02}"
    german = english.translate({ord(","): ".", ord("."): ","})
    assert read(english).value == read(german).value == float(f"{number}.{hundredths:02}")


finite = st.floats(allow_nan=False, allow_infinity=False)


@given(finite)
def test_what_a_program_wrote_is_read_bit_for_bit(number):
    assert written(repr(number)) == number


@given(st.floats(min_value=-1e15, max_value=1e15).map(lambda x: float(f"{x:.6g}")), st.booleans())
def test_what_a_field_shows_can_be_typed_again(number, percent):
    reading = read(plain(number, percent))
    known = [reading.value, *(choice.value for choice in reading.choices)]
    assert any(value is not None and math.isclose(value, number, rel_tol=1e-9) for value in known)


@pytest.mark.parametrize(("text", "value"), [("0.3", 0.3), ("0,3", 0.3), ("30 %", 0.3), ("100%", 1), ("0", 0)])
def test_a_share_is_typed_in_percent_or_as_a_fraction(text, value):
    assert typed(text, SHARE).value == value


@pytest.mark.parametrize(
    ("text", "question", "values"),
    [
        ("30", "Take 30 %?", (0.3,)),
        ("12,000", "Take 12 %?", (0.12,)),
        ("1.500", "Take 1.5 %?", (0.015,)),
        ("1", "1 can mean 1 % or 100 %. Which one?", (0.01, 1)),
        ("100", "Take 100 %?", (1,)),
    ],
)
def test_a_bare_number_for_a_share_is_asked_about(text, question, values):
    reading = typed(text, SHARE)
    assert (reading.value, reading.question) == (None, question)
    assert tuple(choice.value for choice in reading.choices) == values


def test_a_share_that_cannot_be_is_left_to_the_record_to_refuse():
    assert not SHARE.holds(typed("300", SHARE).value)


def test_a_whole_number_is_no_fraction():
    assert typed("1,234", PEOPLE).value == 1234
    assert [choice.value for choice in typed("12,000", PEOPLE).choices] == [12000, 12]


def suggestion(refusal):
    """The number that a refusal tells a reader to type."""
    return re.search("such as (.+)[.]$", refusal)[1]


def test_what_a_refusal_suggests_is_not_asked_about():
    """It once suggested 12,000 and then asked if that was 12 thousand or 12."""
    for text in ("many", " "):
        assert read(suggestion(read(text).refusal)).value == 12000


@pytest.mark.parametrize("record", records(), ids=lambda record: record.__name__)
def test_what_a_field_suggests_is_a_value_that_it_takes(record):
    for default in (None, 1.625, 12.125, 100.001):
        for parameter in record.parameters().values():
            if default is not None and not parameter.integer and parameter.holds(default):
                parameter = replace(parameter, default=default)
            reading = typed(suggestion(typed("many", parameter).refusal), parameter)
            assert reading.value is not None and parameter.holds(reading.value), parameter


def test_a_refusal_suggests_the_default():
    assert "such as 25 %" in typed("many", SHARE).refusal
    assert f"at most {LONGEST}" in typed("1" * (LONGEST + 1), SHARE).refusal


@pytest.mark.parametrize("text", ["1" + "0" * 3000, "1e400", "-1" + "0" * 400, "9" * 2_000_000])
def test_a_link_with_a_number_beyond_computing_is_told_so(text):
    """It once said "must be at least 0"."""
    (problem,) = decode(Modes, f"commons_cost={text}")[1]
    assert "which is too large to compute with" in problem and "at least" not in problem
    assert len(problem) < 160


def test_a_record_with_a_number_beyond_computing_is_told_so():
    for value in (10**3000, float("inf")):
        with pytest.raises(ValueError, match="commons_cost is too large to compute with") as error:
            Modes(commons_cost=value)
        assert len(str(error.value)) < 120
