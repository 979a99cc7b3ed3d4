"""The end of a room: closed for good, deleted by the instructor, or swept when its time is over."""

from sqlalchemy import delete, select, update

from peerkit.room.basis import hosted, seen
from peerkit.room.codes import written
from peerkit.room.refusal import Refusal
from peerkit.room.tables import answer, piece, room, round_, seat, step


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
