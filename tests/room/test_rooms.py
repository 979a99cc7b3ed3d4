"""The operations of a room: seats, answers, every step of the instructor and its undoing, the pool, and the end."""

from contextlib import contextmanager

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from peerkit.room import clock, plan, rehearsal, rooms
from peerkit.room.clock import steady
from peerkit.room.database import opened
from peerkit.room.refusal import Refusal
from peerkit.room.tables import answer, metadata, round_, seat
from tests.room.running import AGAIN, TAKE, VOTE, Room, token

SKILLS = {"kind": "skills"}
MEMORY = opened(":memory:")


@pytest.fixture
def room(connection):
    """A room with two experiments and eight people."""
    return Room(connection, TAKE, SKILLS, people=8)


def refused(status, what, *arguments, **options):
    """The reason with which something is refused."""
    with pytest.raises(Refusal) as told:
        what(*arguments, **options)
    assert told.value.status == status, told.value.why
    return told.value.why


def count(room, table):
    return room.connection.scalar(select(func.count()).select_from(table))


@contextmanager
def scratch():
    """A connection to an empty database that forgets everything: a law draws many rooms."""
    with MEMORY.connect() as connection:
        yield connection


# Seats


def test_seats_are_numbered_and_the_same_phone_gets_the_same_one(room):
    assert [each["number"] for each in room.seats] == list(range(1, 9))
    assert room.join(token(3)) == {"number": 4, "return": None, "new": False}
    assert room.state()["people"] == 8


def test_a_full_room_and_a_closed_door_refuse_new_phones_but_not_old_ones(room):
    room.most = 8
    assert "seats" in refused(429, room.join, token(99))
    room.most = 50
    room.step("door", False)
    assert "door" in refused(423, room.join, token(99))
    assert room.join(token(0))["number"] == 1
    room.step("door", True)
    assert room.join(token(99))["number"] == 9


def test_a_return_code_moves_a_seat_to_another_phone_with_its_answers(room):
    room.step()
    room.answer(2, 30)
    back = room.seats[2]["return"]
    assert rooms.seat_back(room.connection, room.code, back.lower(), token(77))["number"] == 3
    assert room.own(77)["main"]["answer"] == {"take": 30}
    refused(401, room.own, 2)
    refused(404, rooms.seat_back, room.connection, room.code, "BBBBBB", token(78))


def test_a_return_code_of_one_room_opens_no_seat_of_another(room):
    other = Room(room.connection, people=1)
    refused(404, rooms.seat_back, room.connection, other.code, room.seats[0]["return"], token(77))


def test_a_wrong_code_and_a_wrong_key_are_refused(room):
    refused(404, rooms.state, room.connection, "BBBBB", 0)
    room.key = "guessed"
    for what in (room.step, room.pool, lambda: list(rooms.export(room.connection, room.code, "guessed"))):
        refused(403, what)
    for what in (rooms.archive, rooms.show, rooms.delete_room):
        more = () if what is rooms.archive else (room.code,)
        refused(403, what, room.connection, room.code, "guessed", *more)


# Answers


def test_an_answer_is_taken_only_while_its_round_is_open(room):
    assert refused(409, room.answer, 0, 10) == "not open yet"
    room.step()
    room.answer(0, 10)
    room.step("pause")
    assert refused(409, room.answer, 0, 20, seq=2) == "paused"
    room.step()
    room.answer(0, 20, seq=2)
    room.step()
    assert refused(409, room.answer, 0, 30, seq=3) == "over"
    assert room.own(0)["main"] == {"seq": 2, "answer": {"take": 20}}


def test_an_answer_counts_for_three_seconds_after_the_clock_shows_zero(room):
    room.step()
    room.now += 120 + rooms.GRACE
    room.answer(0, 10)
    room.now += 0.1
    assert room.state()["state"] == "ended"
    assert refused(409, room.answer, 1, 10) == "over"


def test_an_answer_that_arrives_twice_is_one_and_has_its_receipt_even_after_the_end(room):
    room.step()
    first = room.answer(0, 10)
    assert room.answer(0, 10) == first == {"round": room.state()["round"], "part": "main", "seq": 1}
    room.step()
    assert room.answer(0, 10) == first
    assert count(room, answer) == 1


@pytest.mark.parametrize(
    ("wish", "field"),
    [
        ({"seq": -1}, "seq"),
        ({"seq": 1.5}, "seq"),
        ({"seq": True}, "seq"),
        ({"seq": 2**40}, "seq"),
        ({"round": "1"}, "round"),
        ({"part": "other"}, "part"),
        ({"part": ["main"]}, "part"),
        ({"answer": {"take": 101}}, "take"),
        ({"answer": {"take": "my name"}}, "take"),
        ({"answer": {"take": 1, "name": "x"}}, "name"),
        ({"answer": None}, ""),
    ],
)
def test_what_cannot_be_an_answer_is_refused_with_its_field(room, wish, field):
    room.step()
    whole = {"round": room.state()["round"], "part": "main", "seq": 1, "answer": {"take": 1}, **wish}
    with pytest.raises(Refusal) as told:
        rooms.keep_answer(room.connection, room.code, token(0), whole, room.now, plan.parts)
    assert told.value.status == 422 and field in told.value.more["fields"]
    assert count(room, answer) == 0


def test_a_round_of_another_room_is_refused(room):
    other = Room(room.connection, people=0)
    other.join(token(50))
    other.step()
    refused(404, room.answer, 0, 10, round=other.state()["round"])


def test_a_phone_without_a_seat_cannot_answer(room):
    room.step()
    refused(401, room.answer, 66, 10)


@settings(max_examples=25)
@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 6), st.integers(0, 100)), max_size=25))
def test_in_any_order_the_highest_number_wins(arrivals):
    with scratch() as connection:
        room = Room(connection, people=4)
        room.step()
        best = {}
        for who, seq, value in arrivals:
            room.answer(who, value, seq=seq)
            if who not in best or seq > best[who][0]:
                best[who] = (seq, value)
        for who in range(4):
            there = room.own(who).get("main")
            assert (there and (there["seq"], there["answer"]["take"])) == best.get(who)
        assert room.state()["count"] == len(best)


# Steps


def test_a_room_goes_through_its_rounds_by_next_alone(room):
    states = [room.step() for _ in range(8)]
    assert states == ["open", "ended", "revealed", "ready", "open", "ended", "revealed", "finished"]
    refused(409, room.step)


def test_those_who_come_late_are_in_the_open_round_but_not_in_n(room):
    room.step()
    room.join(token(40))
    room.answer(40, 5)
    assert room.state()["N"] == 8 and room.state()["people"] == 9 and room.state()["count"] == 1


def test_a_round_opened_too_early_and_taken_back_counts_anew_who_is_there(connection):
    room = Room(connection, people=1)
    room.step()
    room.step("undo")
    for each in range(1, 6):
        room.join(token(each))
    room.step()
    assert room.state()["N"] == 6
    room.answer(0, 1)
    room.join(token(9))
    room.step("undo")
    room.step()
    assert room.state()["N"] == 6, "the question was put to those who were there when somebody answered"


STEPS = ("next", "pause", "reveal", "skip", "timer", "reset", "add")


@settings(max_examples=40)
@given(st.lists(st.sampled_from(STEPS), min_size=1, max_size=9))
def test_undo_takes_back_any_steps_in_turn(steps):
    with scratch() as connection:
        room = Room(connection, TAKE, SKILLS, people=3)
        seen = []
        for do in steps:
            before = room.state()
            try:
                room.step(do, {"timer": 30, "reset": room.code, "add": plan.checked([VOTE, AGAIN])}.get(do))
            except Refusal as refusal:
                assert refusal.status == 409
            else:
                seen.append(before)
        for before in reversed(seen):
            room.step("undo")
            now = room.state()
            assert [now[each] for each in ("place", "round", "state")] == [
                before[each] for each in ("place", "round", "state")
            ]
        refused(409, room.step, "undo")
        assert kinds(room) == ["take", "skills"]


def kinds(room):
    """The kinds of experiments that a room goes through, in their order; each attempt once."""
    rows = room.connection.execute(select(round_.c.place, round_.c.kind).distinct().order_by(round_.c.place)).all()
    assert [each.place for each in rows] == list(range(len(rows)))
    return [each.kind for each in rows]


@pytest.mark.parametrize(
    ("steps", "after"),
    [
        # Nothing is open yet: the question comes first.
        (0, ["vote", "vote", "take", "skills"]),
        # The open round, and one that is revealed, go on to their end.
        (1, ["take", "vote", "vote", "skills"]),
        (3, ["take", "vote", "vote", "skills"]),
        # The next round waits, and waits on.
        (4, ["take", "vote", "vote", "skills"]),
        # All rounds are done.
        (8, ["take", "skills", "vote", "vote"]),
    ],
)
def test_a_question_that_is_put_to_a_running_room_comes_next_and_leaves_with_undo(room, steps, after):
    for _ in range(steps):
        room.step()
    before = room.state()
    room.step("add", plan.checked([VOTE, AGAIN]))
    assert kinds(room) == after
    while room.state()["state"] != "ready":
        room.step()
    assert (room.state()["kind"], room.step()) == ("vote", "open")
    while rooms.steps(room.connection, room.code) > steps:
        room.step("undo")
    assert kinds(room) == ["take", "skills"] and room.state()["round"] == before["round"]


def test_a_room_has_an_end_to_its_rounds(room):
    room.step("add", plan.checked([VOTE] * 78))
    assert "at most 80" in refused(422, room.step, "add", plan.checked([VOTE]))


def test_after_the_clock_has_ended_a_round_the_next_step_reveals_it_with_all_answers(room):
    room.step()
    for each in range(7):
        room.answer(each, 10)
    room.now += 120 + rooms.GRACE + 1
    assert room.state()["state"] == "ended"
    # While it was open, answers came in steps of five.
    assert len(rooms.pool(room.connection, room.code, room.key, room.now)["rows"]) == 7
    assert room.step() == "revealed"
    assert room.step("undo") == "ended"


@pytest.mark.parametrize("by", ["the desk", "the clock"])
def test_a_round_that_is_over_goes_on_with_more_time(room, by):
    room.step()
    if by == "the desk":
        room.step()
    else:
        room.now += 1000
    assert room.state()["state"] == "ended"
    assert room.step("timer", 30) == "open" and room.state()["closes_in"] == 30
    room.answer(0, 10)
    assert room.step("undo") == "ended"


def test_an_undone_reveal_leaves_the_wall(room):
    room.step()
    for each in range(5):
        room.answer(each, 10)
    room.step(), room.step()
    rooms.show(room.connection, room.code, room.key, {"title": "shown"})
    assert room.state()["screen"] == {"title": "shown"}
    room.step("undo")
    assert room.state()["screen"] is None and room.state()["state"] == "ended"


def test_time_that_passed_before_an_undo_is_given_back(room):
    room.step()
    room.now += 100
    room.step()
    room.now += 60
    room.step("undo")
    assert room.state()["closes_in"] == 15


def test_a_pause_keeps_the_time_that_was_left(room):
    room.step()
    room.now += 50
    room.step("pause")
    assert room.state()["closes_in"] is None
    room.now += 500
    room.step()
    assert room.state()["closes_in"] == 70


@pytest.mark.parametrize(("change", "left"), [(30, 150), (-30, 90), (-500, 0), (3600, 3600)])
def test_the_timer_goes_up_and_down_between_nothing_and_an_hour(room, change, left):
    room.step()
    room.step("timer", change)
    assert room.state()["closes_in"] == left


@pytest.mark.parametrize("value", ["30", None, True, float("nan"), 10**9, [30]])
def test_a_timer_that_is_no_number_of_seconds_is_refused(room, value):
    room.step()
    refused(422, room.step, "timer", value)


def test_a_round_begun_anew_does_not_count_what_was_answered_before(room):
    room.step()
    old = room.state()["round"]
    for each in range(6):
        room.answer(each, 10)
    assert "Type the code" in refused(422, room.step, "reset", "BBBBB")
    assert room.step("reset", room.code.lower()) == "ready"
    room.step()
    assert room.state()["round"] != old and room.state()["count"] == 0 and room.pool()["n"] == 0
    assert refused(409, room.answer, 0, 20, seq=2, round=old) == "over"
    room.step("undo"), room.step("undo")
    assert room.state()["round"] == old and room.state()["count"] == 6


def test_a_skipped_round_takes_no_answers_any_more(room):
    room.step()
    old = room.state()["round"]
    room.step("skip")
    assert refused(409, room.answer, 0, 20, round=old) == "over"


def test_of_two_desks_that_go_on_at_once_one_is_told(room):
    there = rooms.steps(room.connection, room.code)
    room.step(version=there)
    assert "Another desk" in refused(409, room.step, version=there)
    assert room.state()["state"] == "open"


def press(room, shown, do="next"):
    """A step from a desk that shows a state; the state after it."""
    at = (shown["round"], shown["state"])
    rooms.onward(room.connection, room.code, room.key, None, room.now, do=do, at=at)
    return room.state()


def test_a_desk_acts_only_on_the_round_and_the_state_that_it_shows(room):
    ready = room.state()
    opened = press(room, ready)
    assert "Another desk" in refused(409, press, room, ready) and room.state()["state"] == "open"
    # An answer, a phone that joins, and a question that comes next are no step that a desk must have seen.
    room.answer(0, 10), room.join(token(30)), room.step("add", plan.checked([VOTE]))
    # The clock ends the round before the desk has heard of it: its button closes the round, and reveals nothing.
    room.now += 1000
    ended = press(room, opened)
    assert ended["state"] == "ended" and press(room, room.state())["state"] == "revealed"
    assert "Another desk" in refused(409, press, room, ended, "undo")
    while room.state()["state"] != "finished":
        last = press(room, room.state())
    refused(409, press, room, ready)
    assert press(room, last, "undo")["state"] == "revealed"


def test_a_step_that_does_not_fit_is_refused(room):
    for do in ("pause", "timer", "dance", "undo"):
        refused(409, room.step, do, 10)


def test_everything_that_somebody_could_see_raises_the_version(room):
    versions = [room.state()["version"]]
    for act in (room.step, lambda: room.answer(0, 3), lambda: room.join(token(30)), lambda: room.step("door", False)):
        act()
        versions.append(room.state()["version"])
    assert versions == sorted(set(versions))


# The pool


def rows(room):
    return room.pool().get("rows")


def test_below_five_no_row_leaves_the_store(room):
    room.step()
    for each in range(4):
        room.answer(each, each)
        assert room.pool() | {"n": each + 1, "needed": 5} == room.pool() and rows(room) is None
    room.answer(4, 4)
    assert len(rows(room)) == 5


def test_rows_say_nothing_of_who_gave_them(room):
    room.step()
    for each in range(6):
        room.answer(each, each)
    assert all(set(each) == {"simulated", "answers"} for each in rows(room))


@settings(max_examples=15)
@given(st.lists(st.tuples(st.integers(0, 24), st.booleans()), max_size=60))
def test_while_open_the_rows_grow_in_fives_and_nobody_is_exchanged(events):
    with scratch() as connection:
        room = Room(connection, people=25)
        room.step()
        there, shown = {}, []
        for who, leaves in events:
            if leaves and who in there:
                rooms.forget_own(connection, room.code, token(who))
                room.join(token(who))
                del there[who]
            else:
                # Each person answers a number of their own, so that rows can be told apart.
                room.answer(who, who, seq=1)
                there[who] = who
            told = sorted(row["answers"]["main"]["take"] for row in rows(room) or ())
            assert len(told) == 0 or len(told) >= 5
            assert set(told) <= set(there)
            if told:
                stayed = [each for each in shown if each in there]
                assert set(stayed) <= set(told), "somebody was exchanged"
                assert (len(told) - len(stayed)) % 5 == 0
                shown = told
        room.step()
        assert len(rows(room) or ()) == (len(there) if len(there) >= 5 else 0)


def test_rows_are_shuffled(room):
    room.step()
    for each in range(8):
        room.answer(each, each)
    room.step()
    orders = {tuple(row["answers"]["main"]["take"] for row in rows(room)) for _ in range(20)}
    assert len(orders) > 1


def test_the_second_turn_of_a_vote_brings_the_sums_of_the_first(connection):
    room = Room(connection, VOTE, AGAIN, people=6)
    room.step()
    for each in range(6):
        room.answer(each, {"choice": 0 if each < 4 else 2}, part="first")
    for _ in range(4):
        room.step()
    for each in range(5):
        room.answer(each, {"choice": 1}, part="again")
    assert room.pool()["before"] == [4, 0, 2]


def test_a_second_turn_says_nothing_of_a_first_one_with_fewer_than_five(connection):
    room = Room(connection, VOTE, AGAIN, people=6)
    room.step()
    for each in range(4):
        room.answer(each, {"choice": 0}, part="first")
    for _ in range(4):
        room.step()
    for each in range(5):
        room.answer(each, {"choice": 1}, part="again")
    assert room.pool()["before"] is None


# The end


def test_people_delete_their_own_answers_of_all_rounds_and_their_seat(room):
    room.step()
    for each in range(6):
        room.answer(each, 10)
    for _ in range(4):
        room.step()
    room.answer(0, {"skills": [1]})
    assert rooms.forget_own(room.connection, room.code, token(0)) == {"deleted": 2}
    assert count(room, answer) == 5 and count(room, seat) == 7
    refused(401, room.own, 0)


def marks(room, number):
    """The marks that a seat has in each round, as somebody with the whole database could compute them."""
    row = room.row()
    there = rooms.seated(room.connection, row, token(number))
    every = room.connection.execute(select(round_).where(round_.c.room == row.id)).all()
    return {rooms.mark(one, there) for one in every}


def test_before_archiving_answers_can_be_joined_and_afterwards_not_even_with_the_whole_database(room):
    room.step()
    for each in range(6):
        room.answer(each, 10)
    for _ in range(4):
        room.step()
    for each in range(6):
        room.answer(each, {"skills": [each]})
    stored = [
        set(room.connection.scalars(select(answer.c.who).where(answer.c.round == one)))
        for one in room.connection.scalars(select(answer.c.round).distinct())
    ]
    assert all(marks(room, 0) & each for each in stored), "while it runs the room knows which answers are whose"
    assert not stored[0] & stored[1], "the marks of one person differ from round to round"
    rooms.archive(room.connection, room.code, room.key)
    assert set(room.connection.scalars(select(round_.c.secret))) == {None} and count(room, seat) == 0
    assert count(room, answer) == 12
    refused(401, room.own, 0)
    refused(423, room.join, token(0))
    for do in ("next", "undo", "door"):
        refused(409, room.step, do)
    assert room.state()["state"] == "archived"


def test_the_export_gives_fresh_numbers_and_nothing_below_five(room):
    room.step()
    for each in range(6):
        room.answer(each, each)
    for _ in range(4):
        room.step()
    for each in range(4):
        room.answer(each, {"skills": []})
    take, skills = rooms.export(room.connection, room.code, room.key)
    assert sorted(person for person, _ in take[1]) == [1, 2, 3, 4, 5, 6] and skills[1] == []
    orders = {
        tuple(row.body["take"] for _, row in next(rooms.export(room.connection, room.code, room.key))[1])
        for _ in range(20)
    }
    assert len(orders) > 1, "the numbers follow the seats"


def test_deleting_asks_for_the_code_and_leaves_nothing(room):
    other = Room(room.connection, people=1)
    room.step()
    room.answer(0, 1)
    refused(422, rooms.delete_room, room.connection, room.code, room.key, "yes")
    rooms.delete_room(room.connection, room.code, room.key, room.code)
    rooms.delete_room(room.connection, other.code, other.key, other.code)
    assert {table.name: count(room, table) for table in metadata.sorted_tables} == dict.fromkeys(metadata.tables, 0)


def test_rooms_are_swept_when_their_time_is_over_and_only_then(room):
    young = Room(room.connection, people=1)
    assert rooms.sweep(room.connection, room.now + 30 * 86_400) == 0
    room.connection.execute(
        metadata.tables["room"].update().where(metadata.tables["room"].c.code == young.code).values(delete_after=1e12)
    )
    assert rooms.sweep(room.connection, room.now + 30 * 86_400 + 1) == 1
    refused(404, room.state)
    assert young.state()["people"] == 1


def test_nothing_of_a_person_is_stored_but_a_number_and_hashes(room):
    room.step()
    room.answer(0, 1)
    columns = {column.name for table in (seat, answer) for column in table.columns}
    assert columns == {
        "id",
        "room",
        "number",
        "token_hash",
        "return_hash",
        "simulated",
        "round",
        "who",
        "part",
        "seq",
        "body",
    }
    kept = {
        bytes(each) for row in room.connection.execute(select(seat.c.token_hash, seat.c.return_hash)) for each in row
    }
    secrets = [token(each).encode() for each in range(8)] + [each["return"].encode() for each in room.seats]
    assert not [secret for secret in secrets if any(secret in each for each in kept)]


def test_a_rehearsal_takes_no_place_from_real_phones(connection):
    room = Room(connection, people=0, most=3)
    rehearsal.fill(connection, room.code, room.key, 10, 1, room.now, 300)
    assert [room.join(token(each))["new"] for each in range(3)] == [True] * 3
    with pytest.raises(Refusal, match="All seats"):
        room.join(token(4))


def test_a_clock_that_jumps_ahead_ends_a_round_and_the_timer_opens_it_again(connection):
    room = Room(connection, TAKE, people=3)
    room.step()
    room.answer(0, 10)
    room.now += 3600
    assert room.state()["state"] == "ended"
    with pytest.raises(Refusal, match="over"):
        room.answer(1, 20)
    assert room.step("timer", 60) == "open" and room.state()["closes_in"] == 60
    assert room.answer(1, 20) and room.state()["count"] == 2


def test_a_clock_that_jumps_back_only_gives_more_time_and_the_timer_takes_it(connection):
    room = Room(connection, TAKE, people=1)
    room.step()
    left = room.state()["closes_in"]
    room.now -= 3000
    assert room.state()["closes_in"] == left + 3000 and room.answer(0, 10)
    room.step("timer", -3000)
    assert room.state()["closes_in"] == left


def test_a_clock_that_is_set_a_month_ahead_by_mistake_deletes_no_room(monkeypatch):
    before = steady()
    monkeypatch.setattr(clock.time, "time", lambda: before + 40 * 86_400)
    assert 0 <= steady() - before < 60
