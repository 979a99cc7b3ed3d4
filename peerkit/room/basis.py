"""The rows of a room: it is begun, found by its code, and asked for the round in which it is."""

import hashlib
import hmac
import secrets

from sqlalchemy import insert, select

from peerkit.room import statements
from peerkit.room.codes import room_code, written
from peerkit.room.refusal import Refusal
from peerkit.room.tables import room, round_

KEPT_DAYS = 30
MOST_ROUNDS = 80
GRACE = 3.0
"""Seconds after a phone's clock shows zero in which its answer still counts [s]."""


def begin(connection, plan, now):
    """A new room that goes through `plan` (pairs of kind and settings): its code, and the key of its instructor."""
    key = secrets.token_urlsafe(24)
    code = room_code()
    while connection.scalar(select(room.c.id).where(room.c.code == code)):
        code = room_code()
    values = {"code": code, "host_hash": hashed(key), "delete_after": now + KEPT_DAYS * 86_400}
    own = connection.execute(insert(room).values(**values)).inserted_primary_key[0]
    for place, (kind, settings) in enumerate(plan):
        new_round(connection, own, place, 0, kind, settings)
    return code, key


def new_round(connection, own, place, attempt, kind, settings):
    """Add a round to the room with the id `own`: ready, with a secret of its own."""
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


def takes_answers(one, now):
    """True while answers to a round count."""
    return one.state == "open" and (one.closes is None or now <= one.closes + GRACE)


def standing(one, now):
    """The state of a round that its clock may have ended."""
    return "ended" if one.state == "open" and not takes_answers(one, now) else one.state


def seen(connection, row):
    """Raise the version of a room: somebody could see a difference."""
    connection.execute(statements.SEEN, {"own": row.id})


def people(connection, row):
    """The number of seats that are taken in a room."""
    return connection.scalar(statements.PEOPLE, {"room": row.id})


def answered(connection, one):
    """The number of people who have answered a round."""
    return connection.scalar(statements.ANSWERED, {"round": one.id})
