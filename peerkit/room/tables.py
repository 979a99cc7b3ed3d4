"""The tables of the room's store, the same in SQLite and PostgreSQL.

No names, addresses, user agents, and no time of an answer. `answer.who` is a keyed hash of the seat with a secret of the round:
when a room is archived the secrets and seats are erased, and nobody can join answers across experiments any more.
"""

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    UniqueConstraint,
)

metadata = MetaData()

room = Table(
    "room",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("code", String(8), nullable=False, unique=True),
    Column("version", Integer, nullable=False, default=0),
    Column("door", Boolean, nullable=False, default=True),
    Column("host_hash", LargeBinary(32), nullable=False),
    Column("place", Integer, nullable=False, default=0),
    Column("delete_after", Float, nullable=False),
    Column("archived", Boolean, nullable=False, default=False),
)

round_ = Table(
    "round",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("room", ForeignKey("room.id", ondelete="CASCADE"), nullable=False),
    Column("place", Integer, nullable=False),
    Column("attempt", Integer, nullable=False, default=0),
    Column("kind", String(24), nullable=False),
    Column("settings", JSON, nullable=False),
    Column("state", String(10), nullable=False),
    Column("expected", Integer, nullable=True),
    Column("closes", Float, nullable=True),
    Column("left", Float, nullable=True),
    Column("screen", JSON, nullable=True),
    Column("shown", JSON, nullable=True),
    Column("secret", LargeBinary(32), nullable=True),
    UniqueConstraint("room", "place", "attempt"),
    Index("round_of_room", "room", "place"),
)

seat = Table(
    "seat",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("room", ForeignKey("room.id", ondelete="CASCADE"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("token_hash", LargeBinary(32), nullable=False, unique=True),
    Column("return_hash", LargeBinary(32), nullable=False, unique=True),
    Column("simulated", Boolean, nullable=False, default=False),
    UniqueConstraint("room", "number"),
)

answer = Table(
    "answer",
    metadata,
    Column("round", ForeignKey("round.id", ondelete="CASCADE"), primary_key=True),
    Column("who", LargeBinary(16), primary_key=True),
    Column("part", String(16), primary_key=True),
    Column("seq", Integer, nullable=False),
    Column("body", JSON, nullable=False),
    Column("simulated", Boolean, nullable=False, default=False),
)

piece = Table(
    "piece",
    metadata,
    Column("round", ForeignKey("round.id", ondelete="CASCADE"), primary_key=True),
    Column("chain", Integer, primary_key=True),
    Column("depth", Integer, primary_key=True),
    Column("who", LargeBinary(16), nullable=True),
    Column("body", JSON, nullable=True),
    Column("until", Float, nullable=True),
)

step = Table(
    "step",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("room", ForeignKey("room.id", ondelete="CASCADE"), nullable=False),
    Column("before", JSON, nullable=False),
    Column("after", JSON, nullable=False),
)
