"""The texts of a whisper chain on their way: who has which, and which comes next. Nobody waits for the slowest phone.

A free phone gets the shallowest text that waits, once: whoever has read one version would remember it in the next. A text that is not
passed on within a minute goes to another phone.
"""

from sqlalchemy import delete, insert, select, update

from peerkit.room import whisper
from peerkit.room.tables import piece


def lease(connection, one, who, now):
    """The part that a person is to pass on now, or None while there is nothing for them; the one they have already, first."""
    rows = connection.execute(select(piece).where(piece.c.round == one.id)).all()
    done = {(each.chain, each.depth): each for each in rows if each.body is not None}
    held = [each for each in rows if each.body is None and each.until is not None and each.until > now]
    for each in held:
        if each.who == who:
            return _part(one, done, each.chain, each.depth)
    if any(each.who == who for each in done.values()):
        return None
    taken = {each.chain for each in held}
    ahead = []
    for chain, length in enumerate(whisper.lengths(one.expected or 2)):
        depth = 1 + sum(at == chain for at, _ in done)
        if depth <= length and chain not in taken:
            ahead.append((depth, chain))
    if not ahead:
        return None
    depth, chain = min(ahead)
    _take(connection, one, chain, depth, who, now + whisper.LEASE)
    return _part(one, done, chain, depth)


def _take(connection, one, chain, depth, who, until):
    at = (piece.c.round == one.id, piece.c.chain == chain, piece.c.depth == depth)
    connection.execute(delete(piece).where(*at))
    connection.execute(insert(piece).values(round=one.id, chain=chain, depth=depth, who=who, until=until))


def _part(one, done, chain, depth):
    body = done[chain, depth - 1].body if depth > 1 else whisper.original(one.settings)
    return whisper.part(chain, depth, body, one.settings["read_seconds"])


def passed_on(connection, one, who, name, body):
    """Keep what a person chose as the text of the next one; False if the text has gone to another phone meanwhile."""
    chain, _, depth = name.partition("-")
    at = (piece.c.round == one.id, piece.c.chain == int(chain), piece.c.depth == int(depth), piece.c.who == who)
    return connection.execute(update(piece).where(*at).values(body=body, until=None)).rowcount == 1


def asked(connection, one, who):
    """The part that a person holds, whether it is overdue or not: what an answer is checked against."""
    rows = connection.execute(select(piece).where(piece.c.round == one.id)).all()
    done = {(each.chain, each.depth): each for each in rows if each.body is not None}
    return tuple(_part(one, done, each.chain, each.depth) for each in rows if each.who == who)


def chains(connection, one):
    """All texts by chain, as the desk gets them: for each chain the bodies in their order, after the original."""
    rows = connection.execute(
        select(piece).where(piece.c.round == one.id, piece.c.body.is_not(None)).order_by(piece.c.chain, piece.c.depth)
    ).all()
    told = {}
    for each in rows:
        told.setdefault(each.chain, [whisper.original(one.settings)]).append(each.body)
    return list(told.values())
