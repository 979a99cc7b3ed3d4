"""The pooled answers of a room: for the desk while it runs, and as a table for the instructor's own files. Nothing below five."""

import json
from random import SystemRandom

from sqlalchemy import select, update

from peerkit.room import pieces, statements
from peerkit.room.basis import current, hosted, standing
from peerkit.room.experiment import LEAST_SHOWN
from peerkit.room.tables import answer, round_


def pool(connection, code, key, now=0.0):
    """The answers of the current round for the desk: shuffled, without any mark of who gave them (this may write).

    Below five there is only their number. While the round is open they come in steps of five, since the difference between
    two charts would show one person.
    """
    row = hosted(connection, code, key)
    one = current(connection, row)
    if one is None:
        return {"n": 0, "needed": LEAST_SHOWN}
    told = {
        "round": one.id,
        "kind": one.kind,
        "settings": one.settings,
        "N": one.expected,
        **_pooled(connection, one, now),
    }
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


def _pooled(connection, one, now):
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
    if standing(one, now) in ("open", "paused"):
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
