"""The steps of the instructor, each of which can be undone, and the picture that the desk puts on the wall."""

from sqlalchemy import delete, func, insert, select, update

from peerkit.room import statements
from peerkit.room.basis import MOST_ROUNDS, answered, current, found_room, hosted, new_round, people, seen, standing
from peerkit.room.codes import written
from peerkit.room.experiment import LEAST_SHOWN
from peerkit.room.refusal import Refusal
from peerkit.room.tables import room, round_, step

ONWARD = {"ready": "open", "open": "ended", "paused": "open", "ended": "revealed"}
"""The state after each one when the instructor presses *Next*; after *revealed* comes the next round."""


def onward(connection, code, key, version, now, *, do="next", value=None, at=None):
    """One step of the instructor: *next*, *pause*, *reveal*, *undo*, *timer* (seconds more or less), *door*, *reset*, *skip*,
    *add* (rounds that come next, as pairs of kind and settings).

    `version` is the number of steps that the desk has seen, `at` the round and the state that it shows: another desk, or a second
    press, may have gone on meanwhile.
    """
    row = hosted(connection, code, key)
    one = current(connection, row)
    if row.archived:
        raise Refusal(409, "This room is closed for good.")
    if do == "door":
        connection.execute(update(room).where(room.c.id == row.id).values(door=bool(value)))
        seen(connection, row)
        return
    gone_on = at is not None and not _shows(one, at, now)
    if gone_on or (version is not None and _steps(connection, row) != version):
        raise Refusal(409, "Another desk has gone on meanwhile. Look at the room, then decide.")
    if do == "undo":
        _undo(connection, row, now)
    elif do == "add":
        _add(connection, row, one, value)
    elif one is None:
        raise Refusal(409, "The room has gone through all its rounds.")
    else:
        # A desk that has not heard yet that the clock ended the round closes it, as its button says.
        _step(connection, row, one, do, value, now, at[1] if at else standing(one, now))
    seen(connection, row)


def _shows(one, at, now):
    """True if a desk that shows the round and the state `at` has seen the last step."""
    if one is None:
        return at[0] is None
    return one.id == at[0] and at[1] in (one.state, standing(one, now))


def _steps(connection, row):
    return connection.scalar(statements.STEPS, {"room": row.id})


def steps(connection, code):
    """The number of steps that the instructor has taken: what a desk sends along with the next one."""
    return _steps(connection, found_room(connection, code))


def _step(connection, row, one, do, value, now, stands):
    # The clock may have ended the round: then *next* reveals it.
    before = {**_memory(row, one), "state": stands}
    if do == "next" and stands == "revealed":
        connection.execute(update(room).where(room.c.id == row.id).values(place=row.place + 1))
    elif do == "next":
        _turn(connection, row, one, ONWARD[stands], now)
    elif do == "pause" and stands == "open":
        _turn(connection, row, one, "paused", now)
    elif do == "reveal":
        _turn(connection, row, one, "revealed", now)
    elif do == "skip":
        connection.execute(update(room).where(room.c.id == row.id).values(place=row.place + 1))
    elif do == "timer" and stands in ("open", "ended"):
        # More time opens a round again that is over.
        left = max(0.0, one.closes - now) if stands == "open" and one.closes is not None else 0.0
        closes = now + min(3600.0, max(0.0, left + _seconds(value)))
        connection.execute(update(round_).where(round_.c.id == one.id).values(state="open", closes=closes))
    elif do == "reset":
        if written(value or "") != row.code:
            raise Refusal(422, "Type the code of the room to start this round anew. The answers so far will not count.")
        new_round(connection, row.id, one.place, one.attempt + 1, one.kind, one.settings)
    else:
        raise Refusal(409, "That is not possible now.")
    after = _memory(
        connection.execute(select(room).where(room.c.id == row.id)).one(),
        connection.execute(select(round_).where(round_.c.id == one.id)).one(),
    )
    connection.execute(insert(step).values(room=row.id, before=before, after={**after, "did": do}))


def _add(connection, row, one, rounds):
    """Put rounds before whatever is not open yet, so that *next* opens the first of them."""
    there = connection.scalar(select(func.count()).select_from(round_).where(round_.c.room == row.id))
    if there + len(rounds) > MOST_ROUNDS:
        raise Refusal(422, f"A room has at most {MOST_ROUNDS} rounds.")
    at = row.place if one is None or one.state == "ready" else row.place + 1
    _shift(connection, row, at, len(rounds))
    for place, (kind, settings) in enumerate(rounds, start=at):
        new_round(connection, row.id, place, 0, kind, settings)
    after = {"did": "add", "at": at, "many": len(rounds)}
    connection.execute(insert(step).values(room=row.id, before={"place": row.place}, after=after))


def _shift(connection, row, start, by):
    """Move the rounds from the place `start` on by so many places."""
    moved = select(round_.c.id, round_.c.place).where(round_.c.room == row.id, round_.c.place >= start)
    # From the end that has room: two rounds must not have one place even for a moment.
    for each in connection.execute(moved.order_by(round_.c.place.desc() if by > 0 else round_.c.place)).all():
        connection.execute(update(round_).where(round_.c.id == each.id).values(place=each.place + by))


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
        told = one.expected if one.expected and answered(connection, one) else max(1, people(connection, row))
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
    connection.execute(delete(step).where(step.c.id == last.id))
    was, did = last.before, last.after
    if did["did"] == "add":
        own = (round_.c.room == row.id, round_.c.place >= did["at"], round_.c.place < did["at"] + did["many"])
        connection.execute(delete(round_).where(*own))
        _shift(connection, row, did["at"] + did["many"], -did["many"])
        return
    if did["did"] == "reset":
        connection.execute(
            delete(round_).where(round_.c.room == row.id, round_.c.place == was["place"], round_.c.id > was["round"])
        )
    connection.execute(update(room).where(room.c.id == row.id).values(place=was["place"]))
    back = {"state": was["state"], "left": was["left"], "closes": was["closes"]}
    if did["state"] == "revealed" and was["state"] != "revealed":
        # What was revealed too early leaves the wall.
        back["screen"] = None
    if was["state"] == "open":
        # The time that has passed meanwhile is given back.
        back["closes"] = None if was["closes"] is None else max(was["closes"], now + 15)
    connection.execute(update(round_).where(round_.c.id == was["round"]).values(**back))


def show(connection, code, key, screen):
    """Put what the desk has drawn on the wall and the phones; None takes it away."""
    row = hosted(connection, code, key)
    one = current(connection, row)
    if one is not None:
        if screen is not None and answered(connection, one) < LEAST_SHOWN:
            raise Refusal(409, "Nothing is shown below five answers.")
        connection.execute(update(round_).where(round_.c.id == one.id).values(screen=screen))
        seen(connection, row)
