"""The questions that every answer and every look at a room put to the store, built once.

SQLAlchemy takes longer to build such a question than the database takes to answer it. Whoever only takes an answer reads neither
the picture on the wall nor the list of those who are shown: both are long while a room is large.
"""

from sqlalchemy import Text, bindparam, cast, func, insert, select, update

from peerkit.room.tables import answer, room, round_, seat, step

_ASKED = [each for each in round_.c if each.name not in ("screen", "shown")]
_LAST = (round_.c.room == bindparam("room"), round_.c.place == bindparam("place"))
_KEY = (
    answer.c.round == bindparam("b_round"),
    answer.c.who == bindparam("b_who"),
    answer.c.part == bindparam("b_part"),
)

ROOM = select(room).where(room.c.code == bindparam("code"))
SEAT = select(seat).where(seat.c.room == bindparam("room"), seat.c.token_hash == bindparam("token_hash"))
ROUND = select(*_ASKED).where(round_.c.id == bindparam("id"), round_.c.room == bindparam("room"))
CURRENT = select(round_).where(*_LAST).order_by(round_.c.attempt.desc()).limit(1)
CURRENT_ID = select(round_.c.id).where(*_LAST).order_by(round_.c.attempt.desc()).limit(1)
SEQ = select(answer.c.seq).where(*_KEY)
KEEP = insert(answer)
REPLACE = update(answer).where(*_KEY)
SEEN = update(room).where(room.c.id == bindparam("own")).values(version=room.c.version + 1)
PEOPLE = select(func.count()).select_from(seat).where(seat.c.room == bindparam("room"))
ANSWERED = select(func.count(answer.c.who.distinct())).where(answer.c.round == bindparam("round"))
POOL = select(answer.c.who, answer.c.part, answer.c.simulated, cast(answer.c.body, Text).label("body")).where(
    answer.c.round == bindparam("round")
)
STEPS = select(func.count()).select_from(step).where(step.c.room == bindparam("room"))
ROUNDS = select(func.max(round_.c.place)).where(round_.c.room == bindparam("room"))
