"""All that happens in a room, as functions of a connection: seats, answers, the steps of the instructor, the pool.

Whoever calls them commits (`peerkit.room.database`). A room goes through a list of rounds, one experiment each. A round is
*ready*, *open*, *paused*, *ended* or *revealed*; the room's `version` grows with everything that somebody could see.
"""

import hashlib
import hmac
import json
import secrets
from random import SystemRandom

from sqlalchemy import delete, func, insert, select, update

from peerkit.room import pieces, statements
from peerkit.room.codes import return_code, room_code, written
from peerkit.room.experiment import LEAST_SHOWN
from peerkit.room.refusal import Refusal
from peerkit.room.tables import answer, piece, room, round_, seat, step

KEPT_DAYS = 30
GRACE = 3.0
"""Seconds after a phone's clock shows zero in which its answer still counts [s]."""
MOST_PARTS = 40
MOST_SEQ = 2**31 - 1
ONWARD = {"ready": "open", "open": "ended", "paused": "open", "ended": "revealed"}
"""The state after each one when the instructor presses *Next*; after *revealed* comes the next round."""


def begin(connection, plan, now):
    """A new room that goes through `plan` (pairs of kind and settings): its code, and the key of its instructor."""
    key = secrets.token_urlsafe(24)
    code = room_code()
    while connection.scalar(select(room.c.id).where(room.c.code == code)):
        code = room_code()
    values = {"code": code, "host_hash": hashed(key), "delete_after": now + KEPT_DAYS * 86_400}
    own = connection.execute(insert(room).values(**values)).inserted_primary_key[0]
    for place, (kind, settings) in enumerate(plan):
        _new_round(connection, own, place, 0, kind, settings)
    return code, key


def _new_round(connection, own, place, attempt, kind, settings):
    values = {"room": own, "place": place, "attempt": attempt, "kind": kind, "settings": dict(settings)}
    connection.execute(insert(round_).values(**values, state="ready", secret=secrets.token_bytes(32)))


def hashed(secret):
    """The only form in which a key or a token is kept."""
    return hashlib.sha256(str(secret).encode()).digest()


def found_room(connection, code):
    """The row of the room with a code; refuses an unknown one."""
    row = connection.execute(statements.ROOM, {"code": written(code)}).first()
    if row is None:
        raise Refusal(404, "There is no such room. Compare the code with the one on the wall.")
    return row


def hosted(connection, code, key):
    """The row of the room of the instructor who brings its key; refuses everybody else."""
    row = found_room(connection, code)
    if not hmac.compare_digest(row.host_hash, hashed(key or "")):
        raise Refusal(403, "Only the instructor of this room may do that.")
    return row


def current(connection, row):
    """The row of the round in which a room is: the last attempt at its place; None beyond the last one."""
    return connection.execute(statements.CURRENT, {"room": row.id, "place": row.place}).first()


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


def takes_answers(one, now):
    """True while answers to a round count."""
    return one.state == "open" and (one.closes is None or now <= one.closes + GRACE)


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


def seen(connection, row):
    """Raise the version of a room: somebody could see a difference."""
    connection.execute(statements.SEEN, {"own": row.id})


def state(connection, code, now):
    """A room as its phones, its wall and its desk see it. Times are relative, since clocks differ."""
    row = found_room(connection, code)
    one = current(connection, row)
    people = _people(connection, row)
    common = {"version": row.version, "code": row.code, "door": row.door, "people": people, "place": row.place}
    if row.archived or one is None:
        return {**common, "round": None, "kind": None, "state": "archived" if row.archived else "finished"}
    shown = "ended" if one.state == "open" and not takes_answers(one, now) else one.state
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


def _people(connection, row):
    return connection.scalar(statements.PEOPLE, {"room": row.id})


def answered(connection, one):
    """The number of people who have answered a round."""
    return connection.scalar(statements.ANSWERED, {"round": one.id})


# The instructor


def onward(connection, code, key, version, now, *, do="next", value=None):
    """One step of the instructor: *next*, *pause*, *reveal*, *undo*, *timer* (seconds more or less), *door*, *reset*, *skip*.

    `version` is the one that the desk shows: another desk, or a second press, may have gone on meanwhile.
    """
    row = hosted(connection, code, key)
    one = current(connection, row)
    if row.archived:
        raise Refusal(409, "This room is closed for good.")
    if do == "door":
        connection.execute(update(room).where(room.c.id == row.id).values(door=bool(value)))
        seen(connection, row)
        return
    if version is not None and _steps(connection, row) != version:
        raise Refusal(409, "Another desk has gone on meanwhile. Look at the room, then decide.")
    if do == "undo":
        _undo(connection, row, now)
    elif one is None:
        raise Refusal(409, "The room has gone through all its rounds.")
    else:
        _step(connection, row, one, do, value, now)
    seen(connection, row)


def _steps(connection, row):
    return connection.scalar(statements.STEPS, {"room": row.id})


def steps(connection, code):
    """The number of steps that the instructor has taken: what a desk sends along with the next one."""
    return _steps(connection, found_room(connection, code))


def _step(connection, row, one, do, value, now):
    before = _memory(row, one)
    if do == "next" and one.state == "revealed":
        connection.execute(update(room).where(room.c.id == row.id).values(place=row.place + 1))
    elif do == "next":
        _turn(connection, row, one, ONWARD[one.state], now)
    elif do == "pause" and one.state == "open":
        _turn(connection, row, one, "paused", now)
    elif do == "reveal":
        _turn(connection, row, one, "revealed", now)
    elif do == "skip":
        connection.execute(update(room).where(room.c.id == row.id).values(place=row.place + 1))
    elif do == "timer" and one.state == "open":
        left = 0.0 if one.closes is None else max(0.0, one.closes - now)
        closes = now + min(3600.0, max(0.0, left + _seconds(value)))
        connection.execute(update(round_).where(round_.c.id == one.id).values(closes=closes))
    elif do == "reset":
        if written(value or "") != row.code:
            raise Refusal(422, "Type the code of the room to start this round anew. The answers so far will not count.")
        _new_round(connection, row.id, one.place, one.attempt + 1, one.kind, one.settings)
    else:
        raise Refusal(409, "That is not possible now.")
    after = _memory(
        connection.execute(select(room).where(room.c.id == row.id)).one(),
        connection.execute(select(round_).where(round_.c.id == one.id)).one(),
    )
    connection.execute(insert(step).values(room=row.id, before=before, after={**after, "did": do}))


def _seconds(value):
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not abs(value) <= 3600:
        raise Refusal(422, "The timer takes seconds, at most 3,600 more or less.")
    return value


def _turn(connection, row, one, to, now):
    values = {"state": to}
    if to == "open":
        seconds = one.left if one.left is not None else one.settings.get("seconds")
        values |= {"closes": now + seconds if seconds else None, "left": None}
        # Those who come later can still answer, but the question was put to those who were there. A round that was opened too
        # early and taken back counts anew.
        told = one.expected if one.expected and answered(connection, one) else max(1, _people(connection, row))
        values |= {"expected": told}
    elif to == "paused":
        values |= {"left": max(0.0, one.closes - now) if one.closes is not None else None, "closes": None}
    connection.execute(update(round_).where(round_.c.id == one.id).values(**values))


def _memory(row, one):
    return {"place": row.place, "round": one.id, "state": one.state, "left": one.left, "closes": one.closes}


def _undo(connection, row, now):
    last = connection.execute(select(step).where(step.c.room == row.id).order_by(step.c.id.desc()).limit(1)).first()
    if last is None:
        raise Refusal(409, "There is nothing to undo.")
    was = last.before
    if last.after["did"] == "reset":
        connection.execute(
            delete(round_).where(round_.c.room == row.id, round_.c.place == was["place"], round_.c.id > was["round"])
        )
    connection.execute(update(room).where(room.c.id == row.id).values(place=was["place"]))
    back = {"state": was["state"], "left": was["left"], "closes": was["closes"]}
    if last.after["state"] == "revealed" and was["state"] != "revealed":
        # What was revealed too early leaves the wall.
        back["screen"] = None
    if was["state"] == "open":
        # The time that has passed meanwhile is given back.
        back["closes"] = None if was["closes"] is None else max(was["closes"], now + 15)
    connection.execute(update(round_).where(round_.c.id == was["round"]).values(**back))
    connection.execute(delete(step).where(step.c.id == last.id))


def show(connection, code, key, screen):
    """Put what the desk has drawn on the wall and the phones; None takes it away."""
    row = hosted(connection, code, key)
    one = current(connection, row)
    if one is not None:
        connection.execute(update(round_).where(round_.c.id == one.id).values(screen=screen))
        seen(connection, row)


def pool(connection, code, key):
    """The answers of the current round for the desk: shuffled, without any mark of who gave them (this may write).

    Below five there is only their number. While the round is open they come in steps of five, since the difference between
    two charts would show one person.
    """
    row = hosted(connection, code, key)
    one = current(connection, row)
    if one is None:
        return {"n": 0, "needed": LEAST_SHOWN}
    told = {"round": one.id, "kind": one.kind, "settings": one.settings, "N": one.expected, **_pooled(connection, one)}
    if one.kind == "whisper" and "rows" in told:
        # Who passed on what is in no row: only the texts in their order.
        marked = any(each["simulated"] for each in told["rows"])
        told |= {"rows": [], "chains": pieces.chains(connection, one), "simulated": marked}
    if one.kind == "vote" and one.settings["turn"] == "again" and "rows" in told:
        told["before"] = _first_turn(connection, row, one)
    return told


def _first_turn(connection, row, one):
    """The votes for each option in the first turn of a question that is asked again; None if there was none, or too few voted."""
    wanted = {**one.settings, "turn": "first"}
    earlier = connection.execute(
        select(round_)
        .where(round_.c.room == row.id, round_.c.kind == "vote", round_.c.place < one.place)
        .order_by(round_.c.place.desc(), round_.c.attempt.desc())
    )
    # The time that each turn got may differ.
    same = next((each for each in earlier if {**each.settings, "seconds": one.settings["seconds"]} == wanted), None)
    if same is None:
        return None
    chosen = [each["choice"] for each in connection.scalars(select(answer.c.body).where(answer.c.round == same.id))]
    return [chosen.count(place) for place in range(len(wanted["options"]))] if len(chosen) >= LEAST_SHOWN else None


def _pooled(connection, one):
    rows = connection.execute(statements.POOL, {"round": one.id}).all()
    # Read as one text, thousands of answers take a third of the time.
    bodies = json.loads(f"[{','.join(each.body for each in rows)}]")
    people = {}
    for each, body in zip(rows, bodies, strict=True):
        person = people.setdefault(each.who.hex(), {"simulated": each.simulated, "answers": {}})
        person["answers"][each.part] = body
    n = len(people)
    if n < LEAST_SHOWN:
        return {"n": n, "needed": LEAST_SHOWN}
    if one.state in ("open", "paused"):
        people = {who: people[who] for who in _let_in(connection, one, people)}
        if len(people) < LEAST_SHOWN:
            # Some of the first five have deleted their answers: the next five bring all.
            return {"n": n, "needed": len(people) + LEAST_SHOWN}
    listed = list(people.values())
    SystemRandom().shuffle(listed)
    return {"n": n, "rows": listed}


def _let_in(connection, one, people):
    """Those whose answers are shown while a round is open: at each fifth newcomer five more, and nobody is exchanged."""
    before = [who for who in one.shown or () if who in people]
    there = set(before)
    new = [who for who in people if who not in there]
    SystemRandom().shuffle(new)
    more = (len(new) // LEAST_SHOWN) * LEAST_SHOWN
    if more or len(before) != len(one.shown or ()):
        connection.execute(update(round_).where(round_.c.id == one.id).values(shown=before + new[:more]))
    return before + new[:more]


# The end


def archive(connection, code, key):
    """Close a room for good: secrets and seats are erased, so that nobody can join answers of one person across rounds."""
    row = hosted(connection, code, key)
    connection.execute(update(round_).where(round_.c.room == row.id).values(secret=None))
    connection.execute(delete(seat).where(seat.c.room == row.id))
    connection.execute(update(room).where(room.c.id == row.id).values(archived=True, door=False))
    seen(connection, row)


def delete_room(connection, code, key, typed):
    """Delete a room and everything in it, when its code was typed to confirm."""
    row = hosted(connection, code, key)
    if written(typed) != row.code:
        raise Refusal(422, "Type the code of the room to delete it with all its answers.")
    _delete(connection, [row.id])


def sweep(connection, now):
    """Delete the rooms whose time is over; returns how many."""
    old = list(connection.scalars(select(room.c.id).where(room.c.delete_after < now)))
    _delete(connection, old)
    return len(old)


def _delete(connection, rooms):
    rounds = select(round_.c.id).where(round_.c.room.in_(rooms))
    for table in (answer, piece):
        connection.execute(delete(table).where(table.c.round.in_(rounds)))
    for table in (round_, seat, step):
        connection.execute(delete(table).where(table.c.room.in_(rooms)))
    connection.execute(delete(room).where(room.c.id.in_(rooms)))


def export(connection, code, key):
    """All answers of a room by round, for the instructor's own files: fresh numbers for people in each round, shuffled.

    Rounds with fewer than five answers give none.
    """
    row = hosted(connection, code, key)
    for one in connection.execute(
        select(round_).where(round_.c.room == row.id).order_by(round_.c.place, round_.c.attempt)
    ):
        rows = connection.execute(select(answer).where(answer.c.round == one.id)).all()
        people = list({each.who for each in rows})
        SystemRandom().shuffle(people)
        number = {who: place for place, who in enumerate(people, start=1)}
        yield (
            one,
            sorted(((number[each.who], each) for each in rows), key=lambda pair: (pair[0], pair[1].part))
            if len(people) >= LEAST_SHOWN
            else [],
        )
