"""Simulated participants for a rehearsal: they take seats and answer through the same addresses as phones, and are marked as simulated."""

import random

from peerkit.room import plan, rooms


def fill(connection, code, key, people, seed, now, most):
    """Give `people` simulated participants a seat; returns their tokens. Only the instructor of a room may."""
    rooms.hosted(connection, code, key)
    tokens = [f"{random.Random(f'{seed}/{each}').getrandbits(128):032x}" for each in range(people)]
    for token in tokens:
        rooms.take_seat(connection, code, token, most=most, simulated=True)
    return tokens


def answer(connection, code, token, seed, now, truth=None):
    """Let one simulated participant answer what it is asked now; returns the number of parts that it answered.

    `truth` are the values to plant instead of the experiment's own.
    """
    row = rooms.found_room(connection, code)
    there = rooms.seated(connection, row, token)
    one = rooms.current(connection, row)
    if one is None or not rooms.takes_answers(one, now):
        return 0
    asked = plan.experiment(one.kind)
    parts = plan.parts(connection, one, there, rooms.mark(one, there), now)
    rng = random.Random(f"{seed}/{token}/{one.id}/{len(parts)}/{parts[0].name if parts else ''}")
    given = asked.simulate(rng, parts, one.settings, one.expected or 1, {**asked.truth, **(truth or {})})
    for name, body in given.items():
        wish = {"round": one.id, "part": name, "seq": 1, "answer": body}
        rooms.keep_answer(connection, code, token, wish, now, plan.parts)
    return len(given)
