"""Answers read by the models: planted values come back from rehearsals, and no room, however odd, breaks a reading or its picture."""

import json
import random
import re

import pytest
from sqlalchemy import select

from peerkit.course import inventory
from peerkit.room import lesson_votes, plan, rehearsal, rooms, skills, whisper
from peerkit.room.database import opened
from peerkit.room.handlers import LARGEST_SCREEN
from peerkit.room.readings import READINGS, reading
from peerkit.room.room_desk import RoomDesk, _read, waiting
from peerkit.room.screens import MOST_POINTS
from peerkit.room.tables import answer, seat
from peerkit.widgets.plotly_view import PlotlyView
from tests.room.running import AGAIN, VOTE, Room

MEMORY = opened(":memory:")
WISHES = {kind: {"kind": kind} for kind in plan.KINDS} | {"vote": VOTE}
SIZES = (5, 12, 30)


def rehearsed(kind, people, *, seed=1, truth=None):
    """The pool of a room of simulated people, after its round."""
    with MEMORY.connect() as connection:
        room = Room(connection, WISHES[kind])
        tokens = rehearsal.fill(connection, room.code, room.key, people, seed, room.now, 999)
        room.step()
        for _ in range(9 if kind == "whisper" else 1):
            for each in tokens:
                rehearsal.answer(connection, room.code, each, seed, room.now, truth)
        room.step()
        return json.loads(json.dumps(room.pool()))


def made(kind, bodies, **more):
    """A pool of people with these answers."""
    asked = plan.experiment(kind)
    rows = [{"simulated": False, "answers": body} for body in bodies]
    settings = {**asked.settings, **WISHES[kind].get("settings", {})}
    return {"kind": kind, "settings": settings, "N": len(rows), "n": len(rows), "rows": rows, **more}


def drawn(kind, people, **truth):
    """The pool of simulated people as it would come from the store, made without one."""
    asked = plan.experiment(kind)
    settings, rng = {**asked.settings, **WISHES[kind].get("settings", {})}, random.Random(1)
    given = {**asked.truth, **truth}
    parts = asked.form(settings, people, 1)
    return made(kind, [asked.simulate(rng, parts, settings, people, given) for _ in range(people)])


def whispered(lengths, **truth):
    """The pool of whisper chains of these lengths."""
    asked, rng, chains = plan.experiment("whisper"), random.Random(1), []
    for length in lengths:
        chain = [whisper.original(asked.settings)]
        for depth in range(length):
            part = whisper.part(0, depth + 1, chain[-1], 15)
            chain.append(asked.simulate(rng, (part,), asked.settings, 30, truth)[part.name])
        chains.append(chain)
    return made("whisper", [{}] * sum(lengths), chains=chains)


def numbers(sentence):
    return [float(each) for each in re.findall(r"\d+(?:\.\d+)?", sentence)]


@pytest.mark.parametrize("kind", plan.KINDS)
@pytest.mark.parametrize("people", SIZES)
def test_each_kind_is_read_and_drawn_for_rooms_of_any_size(kind, people):
    pool = rehearsed(kind, people)
    told = reading(pool)
    assert told.title and all(told.sentences) and len(set(told.sentences)) == len(told.sentences)
    assert not [each for each in told.sentences if re.search(r"\bnan\b|\binf\b|None|\{|  |–∞", each)], told.sentences
    few = any("Too few answers" in each or "are needed" in each for each in told.sentences)
    if told.figure is not None:
        assert few == (pool["n"] < plan.experiment(kind).least)
    if told.screen is not None:
        assert told.screen["simulated"] is True, "a rehearsal is not marked"
        assert told.screen["sentence"].startswith(told.sentences[0])
        text = json.dumps(told.screen, allow_nan=False)
        assert len(text) < LARGEST_SCREEN / 2
        assert told.screen["series"] and all(0 < len(each["points"]) <= MOST_POINTS for each in told.screen["series"])
        assert told.screen["x"]["low"] < told.screen["x"]["high"] and told.screen["y"]["low"] < told.screen["y"]["high"]
        assert told.screen["x"]["label"] and told.screen["y"]["label"]
        for each in told.screen["series"]:
            assert all(
                told.screen["y"]["low"] - 1e-9 <= y <= told.screen["y"]["high"] + 1e-9 for _, y in each["points"]
            )
    else:
        assert people == 5 and kind in ("task_choice", "whisper")


def test_every_kind_of_experiment_has_a_reading():
    assert set(READINGS) == set(plan.KINDS)


@pytest.mark.parametrize("kind", plan.KINDS)
def test_below_five_only_the_number_is_told(kind):
    pool = rehearsed(kind, 4)
    assert "rows" not in pool
    told = reading(pool)
    assert told.figure is None and told.screen is None
    assert told.sentences == (f"{pool['n']} in, 5 needed before anything is shown.",)


# Planted values come back: a room of 300 is off by less than four of its standard errors.


def test_the_planted_thresholds_come_back():
    told = reading(drawn("thresholds", 300, mean=0.4, spread=0.2)).sentences
    mean, low, high, spread, *_ = numbers(next(each for each in told if each.startswith("The average threshold")))
    assert abs(mean - 40) <= 2 * (high - low) and abs(spread - 20) < 4 and high - low < 10


def test_the_planted_elasticity_comes_back():
    told = reading(drawn("take", 300, elasticity=1.2, unpaid=0.2)).sentences
    value, low, high, best, *_ = numbers(next(each for each in told if each.startswith("The elasticity")))
    assert abs(value - 1.2) <= 2 * (high - low) and best == pytest.approx(100 / (1 + value), abs=1)
    assert abs(numbers(told[0])[0] - 60) < 28


def test_the_planted_retention_comes_back():
    told = reading(whispered([8, 4, 2] * 20, retention=0.85)).sentences
    value, low, high, *_ = numbers(told[0])
    # A lost detail is guessed again with a chance of one in eight; the reading takes that off.
    assert low - 5 <= 85 <= high + 5 and high - low < 20
    assert numbers(told[1])[1] > 85


def test_planted_goodwill_lies_above_the_equilibrium():
    told = reading(drawn("volunteer", 300, goodwill=0.3)).sentences
    pair, everybody, model_pair, model_everybody = numbers(told[0])
    assert pair > 95 > model_pair and everybody > model_everybody + 20


def test_people_who_know_themselves_gain_and_people_who_do_not_gain_nothing():
    knowing, guessing = (
        numbers(reading(drawn("task_choice", 300, knowing=each)).sentences[0])[0] for each in (1.0, 0.0)
    )
    assert knowing > 0.3 > guessing


def test_planted_votes_come_back():
    told = reading(drawn("vote", 300, first=0.7))
    value, low, high = numbers(told.sentences[0])[:3]
    assert low <= value <= high and abs(value - 70) < 11
    assert "A: market; B: firm; C: peers." in told.screen["sentence"], "the wall's letters are not explained"


def test_the_rarest_skill_is_told_in_good_english():
    every = [{"main": {"skills": [k for k in range(12) if k != 8 or who < 2]}} for who in range(20)]
    told = reading(made("skills", every)).sentences
    assert any("The rarest skill is to explain a contract: 2 of 20 can." in each for each in told)
    alike = reading(made("skills", [{"main": {"skills": [0, 1]}} for _ in range(20)])).sentences
    assert not any("rarest" in each for each in alike)


# Rooms in which all are alike, or extreme

ALL_ALIKE = {
    "thresholds": [{"main": {"threshold": each}} for each in (0, 4, "never")],
    "skills": [{"main": {"skills": each}} for each in ([], [0], list(range(12)))],
    "volunteer": [{"main": dict.fromkeys(("group_2", "group_5", "group_10", "everybody"), each)} for each in (0, 1)],
    "take": [{"main": {"take": each}} for each in (0, 50, 100, "I stay without pay")],
    "vote": [{"first": {"choice": each}} for each in range(3)],
    "task_choice": [
        {
            "choice": {"rating_0": 5, "rating_1": 5, "rating_2": 5, "chosen": chosen},
            **{f"task_{place}": {f"item_{n}": option for n in range(16)} for place in range(3)},
        }
        for chosen in range(3)
        for option in (0, None)
    ],
}


@pytest.mark.parametrize(("kind", "body"), [(kind, body) for kind, every in ALL_ALIKE.items() for body in every])
@pytest.mark.parametrize("people", [5, 20])
def test_rooms_in_which_all_are_alike_are_read_and_drawn(kind, body, people):
    told = reading(made(kind, [body] * people))
    assert told.sentences and not [each for each in told.sentences if re.search(r"\bnan\b|\binf\b", each)]
    if told.screen:
        json.dumps(told.screen, allow_nan=False)
        assert told.screen["simulated"] is False


@pytest.mark.parametrize("keep", [lambda text: text, lambda text: dict.fromkeys(text, 0)])
def test_whispers_that_keep_all_or_nothing_are_read(keep):
    original = whisper.original({"seed": 1})
    chains = [[original, keep(original), keep(original)] for _ in range(6)]
    told = reading(made("whisper", [{}] * 12, chains=chains))
    assert told.screen and not [each for each in told.sentences if "nan" in each]


def test_more_answers_than_people_at_the_opening_are_counted():
    late = made("thresholds", [{"main": {"threshold": 0}}] * 12) | {"N": 8}
    assert "12 of 12 join" in reading(late).sentences[0]


def test_a_skill_that_nobody_has_is_told_and_ends_all_hope():
    told = reading(made("skills", [{"main": {"skills": [0, 1, 2]}}] * 20))
    assert f"Nobody here can {skills.SKILLS[3]}" in told.sentences[0]


# Votes on questions of the course


def test_every_choice_of_the_course_can_be_put_to_a_room_and_its_key_is_told_only_after_the_second_turn():
    votes = lesson_votes.votes()
    assert len(votes) > 20
    for each in votes:
        first, again = (lesson_votes.settings(each["lesson"], each["name"], turn) for turn in ("first", "again"))
        assert plan.checked([{"kind": "vote", "settings": first}, {"kind": "vote", "settings": again}])
        assert (first["question"], first["options"]) == (each["question"], each["options"])
        assert lesson_votes.revealed(first) == ()
        right, *_ = lesson_votes.revealed(again)
        assert re.match(r"Right is [A-H]: ", right), right
        assert len(json.dumps(each)) < LARGEST_SCREEN / 24


def test_the_concept_inventory_is_put_to_a_room_before_and_after():
    items = [each for each in lesson_votes.votes() if each["lesson"] == lesson_votes.INVENTORY]
    assert [each["name"] for each in items] == list(inventory.ITEMS) and len(items) == 12
    every = [
        {"kind": "vote", "settings": lesson_votes.settings(each["lesson"], each["name"], turn)}
        for turn in ("first", "again")
        for each in items
    ]
    assert len(plan.checked(every)) == 24
    assert len(json.dumps({"plan": every})) < LARGEST_SCREEN


def vote_pool(lesson, name, turn, choices, **more):
    settings = {**plan.experiment("vote").settings, **lesson_votes.settings(lesson, name, turn)}
    rows = [{"simulated": False, "answers": {turn: {"choice": each}}} for each in choices]
    return {"kind": "vote", "settings": settings, "N": len(rows), "n": len(rows), "rows": rows, **more}


def test_the_desk_reveals_the_key_only_after_the_second_turn_and_shows_both_turns():
    key = lesson_votes.revealed(lesson_votes.settings(lesson_votes.INVENTORY, "talk", "again"))[0]
    first = _read(vote_pool(lesson_votes.INVENTORY, "talk", "first", [0] * 6 + [1] * 4), True)
    assert key not in " ".join(first.sentences) + json.dumps(first.screen)
    again = _read(vote_pool(lesson_votes.INVENTORY, "talk", "again", [1] * 10, before=[6, 4, 0]), True)
    assert key in again.sentences and key in again.screen["sentence"]
    assert "after 40% in the first turn" in again.sentences[0]
    assert [each["name"] for each in again.screen["series"]] == ["first", "after talking"]
    hidden = _read(vote_pool(lesson_votes.INVENTORY, "talk", "again", [1] * 10, before=[6, 4, 0]), False)
    assert key not in " ".join(hidden.sentences) + json.dumps(hidden.screen)


# The desk in its kernel


@pytest.fixture
def desk():
    return RoomDesk(PlotlyView(waiting(), label="", height=400))


@pytest.mark.parametrize(
    "content",
    [
        {},
        {"kind": "pool"},
        {"kind": "pool", "pool": []},
        {"kind": "other", "pool": {}},
    ],
)
def test_the_desk_ignores_messages_that_it_does_not_know(desk, content):
    desk._heard(desk, content, [])
    assert desk.reading == {}


def test_the_desk_reads_a_pool_and_says_so_where_a_pool_is_broken(desk):
    desk._heard(desk, {"kind": "pool", "pool": rehearsed("take", 30), "revealed": True}, [])
    assert desk.reading["title"] == "When would you leave?" and desk.reading["screen"]["series"]
    desk._heard(desk, {"kind": "pool", "pool": {"n": 0, "needed": 5}}, [])
    assert desk.reading["screen"] is None
    desk._heard(desk, {"kind": "pool", "pool": {"kind": "poll", "n": 9, "rows": []}}, [])
    assert "no experiment" in desk.reading["sentences"][0]


def test_the_desk_offers_all_experiments_and_all_votes(desk):
    assert [each["kind"] for each in desk.experiments] == [each for each in plan.KINDS if each != "vote"]
    assert desk.votes == lesson_votes.votes() and not desk.api


# Rehearsals


def test_simulated_people_take_seats_like_phones_and_are_marked_everywhere():
    with MEMORY.connect() as connection:
        room = Room(connection, WISHES["take"], people=3)
        tokens = rehearsal.fill(connection, room.code, room.key, 6, 1, room.now, 99)
        room.step()
        assert [rehearsal.answer(connection, room.code, each, 1, room.now) for each in tokens] == [1] * 6
        for each in range(3):
            room.answer(each, 10)
        room.step()
        assert sum(each["simulated"] for each in room.pool()["rows"]) == 6
        assert list(connection.scalars(select(seat.c.simulated).order_by(seat.c.number))) == [False] * 3 + [True] * 6
        assert sum(connection.scalars(select(answer.c.simulated))) == 6
        assert reading(room.pool()).screen["simulated"] is True
        assert sum(row.simulated for _, row in next(rooms.export(connection, room.code, room.key))[1]) == 6


def test_the_same_seed_gives_the_same_rehearsal_and_two_rooms_may_rehearse():
    def answers(seed):
        return sorted(json.dumps(row["answers"]) for row in rehearsed("take", 20, seed=seed)["rows"])

    with MEMORY.connect() as connection:
        both = [Room(connection, WISHES["take"]) for _ in range(2)]
        for room in both:
            assert len(rehearsal.fill(connection, room.code, room.key, 6, 1, room.now, 99)) == 6
    assert answers(1) != answers(2)


def test_simulated_people_answer_nothing_while_no_round_is_open():
    with MEMORY.connect() as connection:
        room = Room(connection, WISHES["take"])
        tokens = rehearsal.fill(connection, room.code, room.key, 2, 1, room.now, 99)
        assert [rehearsal.answer(connection, room.code, each, 1, room.now) for each in tokens] == [0, 0]


def test_a_second_turn_asks_the_same_question():
    first, again = plan.checked([VOTE, AGAIN])
    parts = [plan.experiment("vote").form(settings, 5, 1)[0] for _, settings in (first, again)]
    assert parts[0].words == parts[1].words and parts[0].fields == parts[1].fields and parts[0].name != parts[1].name
