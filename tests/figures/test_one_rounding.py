"""One number, one rounding on a page: the words in a figure, its sentence, the answers to the things to try, and the table.

Two numerals are taken for the same number when the longer one, rounded to the digits of the shorter one, is the shorter
one: 62.5 beside 62.47, 0.42 beside 0.417. Numerals with one digit are left out, as 2 may be a count beside a factor of 1.97.

In the table behind a figure a mark's row holds its two numbers and its words. A number in the words is one of the two,
rounded from what the table shows, or a whole number up from it: 62.4 and not 62.5 beside 62.449, 78 people beside 77.24.
"""

import math
import re

import numpy as np
import pytest

from peerkit import content
from peerkit.dashboards.search import question_of
from peerkit.records.record import RecordError
from tests.figures.table_cells import half_up, table_value

DRAWN, SLOW = 7, {"scaling": 2, "flywheel": 3, "power_law": 2, "adjacent_possible": 4}
"""Records drawn for a page, and where one takes long to draw and say."""
NUMERAL = re.compile(
    r"(?<![\w.])(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?![\d])(?: ?%| (?:thousand|million|billion|trillion)\b)?"
)


POWERS = {"": 0, "%": -2, "thousand": 3, "million": 6, "billion": 9, "trillion": 12}
"""The powers of ten that stand behind numerals."""

DIFFERENT = {"inequality": {"2.1"}}
"""Numerals that look like another rounded and are not: the exponent 2.1 of the start beside 2.06, the end of a range."""


def questions():
    """Each question once, by the address of its page."""
    asked = {}
    for page in content.pages():
        question = question_of(page)
        if question and question not in asked.values():
            asked[page.address] = question
    return asked


ASKED = questions()


def numerals(text):
    """The numerals of a text as (digits, unit of the numeral): "1.5 million" is ("1.5", "million")."""
    for match in NUMERAL.finditer(text):
        digits, scale = re.fullmatch(r"([\d.,]+?) ?([%a-z]*)", match[0]).groups()
        yield digits.replace(",", ""), scale


def significant(digits):
    """The number of significant digits of a numeral; zeros at the end of a whole number may be rounding."""
    shown = digits.lstrip("0.").replace(".", "")
    return len(shown if "." in digits else shown.rstrip("0"))


def two_roundings(one, other):
    """True if one numeral is the other with fewer digits, and no other number."""
    (few, unit), (many, unit_of_many) = sorted((one, other), key=lambda each: significant(each[0]))
    digits = significant(few)
    if unit != unit_of_many or digits < 2 or float(few) == float(many) or digits == significant(many):
        return False
    return float(f"{float(many):.{digits - 1}e}") == float(few)


def drawn_words(figure):
    """All words in a figure: labels on its marks and lines, and its annotations."""
    labels = [text for trace in figure.data if "text" in (trace.mode or "") for text in np.ravel(trace.text)]
    return [
        re.sub("<[^>]+>", " ", str(words))
        for words in [*labels, *(note.text for note in figure.layout.annotations)]
        if words
    ]


def drawn_records(question, count, rng):
    """Records of the teaching ranges that the rules allow: each slider once in each of `count` equal parts of its scale."""
    parameters = question.record.parameters()
    parts = rng.permuted(np.tile(np.arange(count), (len(parameters), 1)), axis=1)
    for shares in ((parts + rng.random(parts.shape)) / count).T:
        values = {}
        for (name, parameter), share in zip(parameters.items(), shares, strict=True):
            low, high = parameter.explore
            value = low * (high / low) ** share if parameter.scale == "log" else low + (high - low) * share
            values[name] = round(value) if parameter.integer else float(np.clip(value, low, high))
        try:
            yield question.record(**values)
        except RecordError:
            continue


def clashes(sentences):
    """The pairs of numerals in different sentences that are two roundings of one number."""
    of_each = [set(numerals(sentence)) for sentence in sentences]
    return {
        (one, other)
        for place, here in enumerate(of_each)
        for there in of_each[place + 1 :]
        for one in here - there
        for other in there - here
        if two_roundings(one, other)
    }


def marks(figure):
    """The rows of the table behind a figure that have words: their numbers and the words."""
    for trace in figure.data:
        aside = isinstance(trace.meta, dict) and trace.meta.get("peerkit") == "decoration"
        if aside or trace.x is None or trace.y is None or trace.text is None or isinstance(trace.text, str):
            continue
        for *row, words in zip(np.ravel(trace.x), np.ravel(trace.y), np.ravel(trace.text), strict=True):
            numbers = [float(each) for each in row if not isinstance(each, str)]
            yield tuple(each for each in numbers if np.isfinite(each) and each), re.sub("<[^>]+>", " ", str(words))


def otherwise(values, words):
    """The numerals of `words` that are close to one of the values, and that rounding no value of the table gives."""
    shown = [table_value(value) for value in values]
    clashing = []
    for digits, unit in numerals(words):
        said = float(f"{digits}e{POWERS[unit]}")
        near = [value for value in shown if abs(value - said) <= 0.02 * abs(value)]
        kept = any(half_up(value, significant(digits)) == said or math.ceil(value) == said for value in near)
        if near and significant(digits) > 1 and not kept:
            clashing.append(f"{digits} {unit}".strip())
    return clashing


@pytest.mark.parametrize("address", ASKED)
def test_figure_and_sentence_round_a_number_alike(address):
    question = ASKED[address]
    rng = np.random.default_rng(2024)
    presets = [question.record(**{**question.start, **preset.values}) for preset in question.presets]
    for record in [*presets, *drawn_records(question, SLOW.get(address, DRAWN), rng)]:
        said, figure = question.summary(record), " | ".join(drawn_words(question.figure(record)))
        assert clashes([said, figure]) == set(), f"{said}\n{figure}\n{record!r}"


@pytest.mark.parametrize("address", ASKED)
def test_an_answer_rounds_a_number_as_the_sentence_beside_it(address):
    question = ASKED[address]
    for each in question.tries:
        said = question.summary(question.record(**{**question.start, **each.values}))
        met = {
            pair
            for pair in clashes([said, each.answer])
            if not DIFFERENT.get(address, set()) & {pair[0][0], pair[1][0]}
        }
        assert met == set(), f"{said}\n{each.answer}"


@pytest.mark.parametrize("address", ASKED)
def test_a_mark_in_the_table_has_the_number_of_its_words(address):
    question = ASKED[address]
    rng = np.random.default_rng(2025)
    presets = [question.record(**{**question.start, **preset.values}) for preset in question.presets]
    for record in [*presets, *drawn_records(question, SLOW.get(address, DRAWN), rng)]:
        for values, words in marks(question.figure(record)):
            assert otherwise(values, words) == [], f"{values}\n{record!r}"


@pytest.mark.parametrize(
    ("value", "words", "clashing"),
    [
        (0.26497, "26% stop", []),  # the table shows 0.26497: its 0.265 would be 27%
        (0.32946, "gains 0.329", []),
        (0.32946, "gains 0.33 or 0.328", ["0.328"]),
        (13654, "13,654 modules", []),  # once shown as 13,650
        (1162.3, "1,163 people", []),  # whole people, enough of them
        (1162.3, "1,164 people", ["1164"]),
        (12_345_678, "12.3 million", []),
        (12_345_678, "12.4 million", ["12.4 million"]),
        (50, "7 people", []),  # another number
    ],
)
def test_a_number_is_told_from_one_that_rounding_the_table_does_not_give(value, words, clashing):
    assert otherwise((value,), words) == clashing


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("62.5", "62.47", True),
        ("0.42", "0.417", True),
        ("1,230", "1,234", True),  # the zero at the end may be rounding
        ("27%", "26.6%", True),
        ("27%", "26.6", False),  # one is a share
        ("2", "1.97", False),  # one digit says too little
        ("86", "87", False),
        ("62.5", "62.50", False),
        ("1.5 million", "1.52 million", True),
    ],
)
def test_two_roundings_are_told_from_two_numbers(one, other, same):
    assert bool(clashes([f"It is {one}.", f"There are {other}, here."])) == same
