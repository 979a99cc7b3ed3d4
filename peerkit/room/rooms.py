"""All that happens in a room, as functions of a connection. Seats, answers and the state are here; the steps of the instructor
(`steps`), the pooled answers (`pooling`) and the end (`ending`) have files of their own, and are reached from here, too.

Whoever calls them commits (`peerkit.room.database`). A room goes through a list of rounds, one experiment each. A round is
*ready*, *open*, *paused*, *ended* or *revealed*; the room's `version` grows with everything that somebody could see.
"""

import hashlib

from sqlalchemy import delete, func, insert, select, update

from peerkit.room import pieces, statements
from peerkit.room.basis import (
    GRACE,
    answered,
    begin,
    current,
    found_room,
    hashed,
    hosted,
    people,
    seen,
    standing,
    takes_answers,
)
from peerkit.room.codes import return_code, written
from peerkit.room.ending import archive, delete_room, sweep
from peerkit.room.pooling import export, pool
from peerkit.room.refusal import Refusal
from peerkit.room.steps import onward, show, steps
from peerkit.room.tables import answer, piece, round_, seat

__all__ = [
    "GRACE",
    "answered",
    "archive",
    "begin",
    "current",
    "delete_room",
    "export",
    "forget_own",
    "found_room",
    "hosted",
    "keep_answer",
    "mark",
    "onward",
    "own_answers",
    "pool",
    "seat_back",
    "seated",
    "seen",
    "show",
    "standing",
    "state",
    "steps",
    "sweep",
    "take_seat",
    "takes_answers",
    "written",
]

MOST_SEQ = 2**31 - 1


# Seats


def take_seat(connection, code, token, *, most, simulated=False):
    """A seat for a phone that made up the `token`: its number, and the code that gives it back, told only now.

    The same token gets its seat again, without the code. At most `most` seats are given away.
    """
    row = found_room(connection, code)
    there = _seat(connection, row, token)
    if there is not None:
        return {"number": there.number, "return": None, "new": False}
    if not row.door or row.archived:
        raise Refusal(423, "The door of this room is closed. Ask the instructor.")
    # Raised first: another server that gives a seat away in PostgreSQL waits here, and takes the next number.
    seen(connection, row)
    number = 1 + (connection.scalar(select(func.max(seat.c.number)).where(seat.c.room == row.id)) or 0)
    # Simulated people of a rehearsal take no real one's place.
    taken = select(func.count()).select_from(seat).where(seat.c.room == row.id, seat.c.simulated == simulated)
    if connection.scalar(taken) >= most:
        raise Refusal(429, "All seats of this room are taken. Ask the instructor.")
    back = return_code()
    values = {"room": row.id, "number": number, "token_hash": _token_hash(row, token), "simulated": simulated}
    connection.execute(insert(seat).values(**values, return_hash=_return_hash(row, back)))
    return {"number": number, "return": back, "new": True}


def seat_back(connection, code, back, token):
    """The seat of a return code, from now on with another `token`: a new phone, or a browser that forgot."""
    row = found_room(connection, code)
    there = connection.execute(
        select(seat).where(seat.c.room == row.id, seat.c.return_hash == _return_hash(row, written(back)))
    ).first()
    if there is None:
        raise Refusal(404, "No seat of this room has that code. Look at the phone that joined first.")
    connection.execute(update(seat).where(seat.c.id == there.id).values(token_hash=_token_hash(row, token)))
    return {"number": there.number, "return": None, "new": False}


def _token_hash(row, token):
    # With the room in it, one phone may sit in two rooms, and nobody sees that it does.
    return hashed(f"{row.id}/{token}")


def _return_hash(row, back):
    return hashed(f"{row.id}/{back}")


def _seat(connection, row, token):
    return connection.execute(statements.SEAT, {"room": row.id, "token_hash": _token_hash(row, token)}).first()


def seated(connection, row, token):
    """The row of the seat of a token; refuses a phone that has none."""
    there = _seat(connection, row, token or "")
    if there is None:
        raise Refusal(401, "This phone has no seat here. Join again.")
    return there


def mark(one, there):
    """The mark of a person in one round. Without the secret of the round nobody can tell which seat it is.

    An archived round has no secret any more, and no seat asks for its mark.
    """
    return hashlib.blake2b(str(there.id).encode(), key=one.secret, digest_size=16).digest()


# Answers


def keep_answer(connection, code, token, wish, now, parts):
    """Keep an answer: `wish` has `round`, `part`, `seq` and `answer`. Of several with one key the highest `seq` counts.

    `parts(connection, one, there, who)` gives the parts that a round asks of a seat. Returns the receipt for the phone's queue.
    """
    row = found_room(connection, code)
    there = seated(connection, row, token)
    one = connection.execute(statements.ROUND, {"id": _whole(wish, "round"), "room": row.id}).first()
    if one is None:
        raise Refusal(404, "This round is gone.")
    seq = _whole(wish, "seq")
    who = mark(one, there)
    part = next((each for each in parts(connection, one, there, who) if each.name == wish.get("part")), None)
    if part is None and one.kind == "whisper":
        # The text was with this phone for too long, and went to another one.
        raise Refusal(409, "over")
    if part is None:
        raise Refusal(422, "This experiment has no such part.", fields={"part": "is unknown"})
    wrong = part.problems(wish.get("answer"))
    if wrong:
        raise Refusal(422, "This cannot be an answer.", fields=wrong)
    receipt = {"round": one.id, "part": part.name, "seq": seq}
    key = {"b_round": one.id, "b_who": who, "b_part": part.name}
    before = connection.scalar(statements.SEQ, key)
    if before is not None and before >= seq:
        return receipt
    if one.id != connection.scalar(statements.CURRENT_ID, {"room": row.id, "place": row.place}):
        # Skipped, or begun anew.
        raise Refusal(409, "over")
    if not takes_answers(one, now):
        raise Refusal(409, _why_not(one))
    if one.kind == "whisper" and not pieces.passed_on(connection, one, who, part.name, wish["answer"]):
        raise Refusal(409, "over")
    if before is None:
        values = {"round": one.id, "who": who, "part": part.name, "simulated": there.simulated}
        connection.execute(statements.KEEP, values | {"seq": seq, "body": wish["answer"]})
        seen(connection, row)
    else:
        connection.execute(statements.REPLACE, key | {"seq": seq, "body": wish["answer"]})
    return receipt


def _whole(wish, name):
    value = wish.get(name)
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= MOST_SEQ:
        raise Refusal(422, "This cannot be an answer.", fields={name: "must be a whole number"})
    return value


def _why_not(one):
    if one.state == "paused":
        return "paused"
    if one.state == "ready":
        return "not open yet"
    return "over"


def own_answers(connection, code, token):
    """The answers of one seat in the current round, by part."""
    row = found_room(connection, code)
    there = seated(connection, row, token)
    one = current(connection, row)
    if one is None or one.secret is None:
        return {"number": there.number, "answers": {}}
    rows = connection.execute(
        select(answer.c.part, answer.c.seq, answer.c.body).where(
            answer.c.round == one.id, answer.c.who == mark(one, there)
        )
    )
    return {
        "number": there.number,
        "round": one.id,
        "answers": {each.part: {"seq": each.seq, "answer": each.body} for each in rows},
    }


def forget_own(connection, code, token):
    """Delete all answers of one seat, and the seat; returns how many answers that were. Impossible once archived."""
    row = found_room(connection, code)
    there = seated(connection, row, token)
    rounds = connection.execute(select(round_).where(round_.c.room == row.id, round_.c.secret.is_not(None))).all()
    many = 0
    for one in rounds:
        who = mark(one, there)
        many += connection.execute(delete(answer).where(answer.c.round == one.id, answer.c.who == who)).rowcount
        connection.execute(
            update(piece).where(piece.c.round == one.id, piece.c.who == who).values(body=None, who=None, until=None)
        )
    connection.execute(delete(seat).where(seat.c.id == there.id))
    seen(connection, row)
    return {"deleted": many}


# What everybody sees


def state(connection, code, now):
    """A room as its phones, its wall and its desk see it. Times are relative, since clocks differ."""
    row = found_room(connection, code)
    one = current(connection, row)
    there = people(connection, row)
    rounds = 1 + connection.scalar(statements.ROUNDS, {"room": row.id})
    common = {
        "version": row.version,
        "code": row.code,
        "door": row.door,
        "people": there,
        "place": row.place,
        "rounds": rounds,
    }
    if row.archived or one is None:
        return {**common, "round": None, "kind": None, "state": "archived" if row.archived else "finished"}
    shown = standing(one, now)
    closes_in = max(0.0, round(one.closes - now, 1)) if shown == "open" and one.closes is not None else None
    return {
        **common,
        "round": one.id,
        "kind": one.kind,
        "state": shown,
        "closes_in": closes_in,
        "N": one.expected,
        "count": answered(connection, one),
        "screen": one.screen,
    }
