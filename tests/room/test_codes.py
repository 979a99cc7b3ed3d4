"""Codes that people type: every single slip is noticed before anybody is asked."""

import random

import pytest

from peerkit.room.codes import LETTERS, RETURN_LENGTH, correct, return_code, room_code, written

CODES = [room_code(random.Random(seed)) for seed in range(60)]


def test_a_new_code_is_right_and_has_no_letter_that_is_read_as_another():
    assert all(correct(code) and len(code) == 5 for code in CODES)
    assert len(set(LETTERS)) == 19 and not set("AEIOUYS0123456789") & set(LETTERS)


def test_one_wrong_letter_is_always_noticed():
    slips = [
        code[:place] + letter + code[place + 1 :]
        for code in CODES
        for place in range(5)
        for letter in LETTERS
        if letter != code[place]
    ]
    assert len(slips) == 60 * 5 * 18
    assert not [slip for slip in slips if correct(slip)]


def test_two_letters_that_changed_places_are_always_noticed():
    pairs = [(a, b) for a in range(5) for b in range(a + 1, 5)]
    for code in CODES:
        for a, b in pairs:
            letters = list(code)
            letters[a], letters[b] = letters[b], letters[a]
            assert code[a] == code[b] or not correct("".join(letters)), (code, a, b)


@pytest.mark.parametrize("typed", ["", "BCDF", "BCDFGG", "ÄÖÜßß", "AEIOU", "BCDF1"])
def test_what_is_no_code_is_no_code(typed):
    assert not correct(typed)


@pytest.mark.parametrize(
    ("typed", "meant"), [(" bcdfg ", "BCDFG"), ("B-C D.F_G", "BCDFG"), ("8cdfg", "BCDFG"), ("0124678", "DLZHGTB")]
)
def test_small_letters_gaps_and_digits_are_read_as_they_were_meant(typed, meant):
    assert written(typed) == meant


def test_return_codes_differ_from_room_codes_by_their_length():
    assert len(return_code()) == RETURN_LENGTH and set(return_code()) <= set(LETTERS)
