"""The texts of a whisper chain: nobody reads twice, nobody waits for the slowest, and a text that lies too long goes on."""

import random

import pytest

from peerkit.room import pieces, plan, rooms, whisper
from peerkit.room.refusal import Refusal
from tests.room.running import Room, token

WHISPER = {"kind": "whisper", "settings": {"seed": 3}}


def asked(room, number):
    """The part that a phone gets now, or None."""
    row = room.row()
    one, there = rooms.current(room.connection, row), rooms.seated(room.connection, row, token(number))
    given = plan.parts(room.connection, one, there, rooms.mark(one, there), room.now)
    return given[0] if given else None


def pass_on(room, number, part, seq=1):
    read = dict(line.split(": ", 1) for line in part.read)
    body = {field.name: field.options.index(read[field.name]) for field in part.fields}
    return room.answer(number, body, part=part.name, seq=seq)


@pytest.fixture
def room(connection):
    """Thirty people and an open round: chains of 8, 4 and 2."""
    room = Room(connection, WHISPER, people=30)
    room.step()
    return room


@pytest.mark.parametrize("people", range(1, 61))
def test_the_chains_have_a_place_for_nearly_everybody_and_none_is_short_of_two(people):
    lengths = whisper.lengths(people)
    assert set(lengths) <= ({8, 4, 2} if people >= 16 else {4, 2})
    assert max(2, people) - 1 <= sum(lengths) <= max(2, people)


def test_a_phone_that_asks_again_gets_the_same_text(room):
    first = asked(room, 0)
    assert asked(room, 0) == first


def test_free_phones_get_the_shallowest_text_that_nobody_has(room):
    names = [asked(room, each).name for each in range(7)]
    assert names == [f"{chain}-1" for chain in range(7)]
    assert asked(room, 7) is None, "all chains are with somebody"
    pass_on(room, 3, asked(room, 3))
    assert asked(room, 7).name == "3-2"


def test_nobody_reads_two_texts(room):
    pass_on(room, 0, asked(room, 0))
    assert asked(room, 0) is None


def test_what_one_person_chose_is_what_the_next_one_reads(room):
    part = asked(room, 0)
    for each in range(1, 7):
        asked(room, each)
    body = dict.fromkeys(whisper.DETAILS, 5)
    room.answer(0, body, part=part.name)
    assert asked(room, 7).read == whisper.part(0, 2, body, 15).read


def test_a_text_that_lies_for_a_minute_goes_to_another_phone_and_the_slow_one_is_told(room):
    late = asked(room, 0)
    room.now += whisper.LEASE + 0.1
    again = asked(room, 20)
    assert again.name == late.name and again.read == late.read
    with pytest.raises(Refusal) as told:
        pass_on(room, 0, late)
    assert (told.value.status, told.value.why) == (409, "over")
    pass_on(room, 20, again)
    assert len(pieces.chains(room.connection, rooms.current(room.connection, room.row()))) == 1


def test_a_slow_phone_whose_text_nobody_took_may_still_pass_it_on(room):
    late = asked(room, 0)
    room.now += whisper.LEASE + 0.1
    pass_on(room, 0, late)
    assert room.state()["count"] == 1


def test_no_text_is_handed_out_once_the_round_is_over(room):
    room.step()
    assert asked(room, 0) is None


@pytest.mark.parametrize("seed", range(2))
def test_a_whole_room_passes_every_text_to_its_end_in_any_order(connection, seed):
    room = Room(connection, WHISPER, people=12)
    room.step()
    rng = random.Random(seed)
    read = {}
    while len(read) < 12:
        number = rng.randrange(12)
        part = asked(room, number)
        # One in four puts the phone away for a while.
        if part and rng.random() < 0.75:
            pass_on(room, number, part)
            assert number not in read, "somebody read twice"
            read[number] = part.name
        room.now += rng.choice((0, 1, 5))
        room.step("timer", 60)
    assert len(set(read.values())) == len(read), "a place of a chain was filled twice"
    chains = pieces.chains(connection, rooms.current(connection, room.row()))
    assert sum(len(chain) - 1 for chain in chains) == len(read) == sum(whisper.lengths(12))
    assert all(text == chain[0] for chain in chains for text in chain)


def test_the_pool_has_the_texts_in_order_and_no_person(room):
    for each in range(7):
        pass_on(room, each, asked(room, each))
    told = room.pool()
    assert told["rows"] == [] and len(told["chains"]) == 7 and set(map(len, told["chains"])) == {2}
