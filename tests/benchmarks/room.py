"""The live room's store and desk: answers of a class that come at once, the way from the pool to the chart, the weight of a page.

What is compared runs in the same minutes on the same machine, in turn. Budgets:

(a) 300 answers in 0.3 s, the 95th of 100 acknowledged: written in groups at most 0.25 of one by one.
(b) 300 answers that wait, in groups of 30: safe from a power cut (FULL) at most twice as long as not (NORMAL).
(c) from asking for the pool of 3,000 answers until the wall has the chart: 0.3 s, for each experiment.
(d) a page on the wire: 20 kB.
"""

import asyncio
import gzip
import json
import sys
import tempfile
import time
from contextlib import contextmanager
from functools import partial
from itertools import count
from pathlib import Path
from statistics import quantiles
from urllib.request import Request, urlopen

from harness import Result, compare, finish, in_turn, options
from served import ROOT  # noqa: F401  makes the tests' own parts importable

from peerkit.room import database, pages, plan, rehearsal, rooms
from peerkit.room.room_desk import room_desk
from tests.room.running import VOTE, Server, token

PEOPLE = 300
WITHIN = 0.3
"""Seconds in which a class presses Send [s]."""
TOGETHER = 30
POOL = 3000
POOLED = ("thresholds", "skills", "task_choice", "volunteer", "take", "vote")
"""The experiments whose pool is drawn. A whisper hands out texts one after the other, not to thousands at once."""
files = count()


def main():
    """Measure, print, and say by the exit code if a budget was missed."""
    chosen = options(__doc__)
    rounds = 3 if chosen.quick else 7
    with tempfile.TemporaryDirectory(prefix="pkb-") as folder:
        written = in_turn(
            {
                "answers in groups": partial(burst, folder, database.MOST_TOGETHER),
                "answers one by one": partial(burst, folder, 1),
            },
            rounds,
        )
        safe = in_turn({"FULL": partial(waiting, folder, "FULL"), "NORMAL": partial(waiting, folder, "NORMAL")}, rounds)
        charted = {kind: charts(folder, kind, rounds) for kind in POOLED}
    tables = {
        f"(a) {PEOPLE} answers in {WITHIN} s: time until the 95th of 100 is acknowledged": compare(
            written, subject="answers in groups", peers=["answers one by one"], budget=0.25
        ),
        f"(b) {PEOPLE} answers that wait, in groups of {TOGETHER}: time until all are acknowledged": compare(
            safe, subject="FULL", peers=["NORMAL"], budget=2
        ),
        f"(c) from the pool of {POOL:,} answers to the wall": [
            Result(kind, samples, budget=300) for kind, samples in charted.items()
        ],
        "(d) a page on the wire": [
            Result(name, [len(gzip.compress(pages.html(name, "n" * 22).encode(), 6)) / 1000], "kB", budget=20)
            for name in ("phone", "wall")
        ],
    }
    return finish(tables, chosen)


@contextmanager
def opened(folder, together, synchronous="FULL"):
    """A store of its own with a room of 300 in an open round, and the writes that keep one answer of each."""
    own = database.MOST_TOGETHER, database._durable
    database.MOST_TOGETHER = together

    def connected(connection, record):
        own[1](connection, record)
        connection.execute(f"PRAGMA synchronous={synchronous}")

    database._durable = connected
    store = database.Database(Path(folder) / f"{next(files)}.db")
    try:
        code, key = store.write(lambda c: rooms.begin(c, plan.checked([{"kind": "take"}]), time.time()))
        store.write(lambda c: [rooms.take_seat(c, code, token(each), most=PEOPLE) for each in range(PEOPLE)])
        store.write(lambda c: rooms.onward(c, code, key, None, time.time()))
        one = store.read(lambda c: rooms.state(c, code, time.time()))["round"]

        def keep(who, connection):
            wish = {"round": one, "part": "main", "seq": 1, "answer": {"take": who % 100}}
            return rooms.keep_answer(connection, code, token(who), wish, time.time(), plan.parts)

        yield store, [partial(keep, who) for who in range(PEOPLE)]
        assert store.read(lambda c: rooms.state(c, code, time.time()))["count"] == PEOPLE, "an answer was lost"
    finally:
        store.close()
        database.MOST_TOGETHER, database._durable = own


def burst(folder, together):
    """Milliseconds until 95 of 100 answers that come within `WITHIN` are acknowledged [ms]; at most `together` lie in one write."""

    async def send(store, who, keep):
        await asyncio.sleep(WITHIN * who / PEOPLE)
        began = time.perf_counter()
        await store.written(keep)
        return time.perf_counter() - began

    async def all_sent(store, writes):
        return await asyncio.gather(*(send(store, who, keep) for who, keep in enumerate(writes)))

    with opened(folder, together) as (store, writes):
        taken = asyncio.run(all_sent(store, writes))
    return 1000 * quantiles(taken, n=20)[-1]


def waiting(folder, synchronous):
    """Milliseconds until answers that wait already are acknowledged, thirty in one write [ms]."""
    with opened(folder, TOGETHER, synchronous) as (store, writes):
        began = time.perf_counter()
        for future in [store.submit(keep) for keep in writes]:
            future.result()
        return 1000 * (time.perf_counter() - began)


def charts(folder, kind, rounds):
    """Milliseconds from asking the room for its pool until the wall has what the kernel drew of it [ms]."""
    server = Server(Path(folder) / f"{next(files)}.db", VOTE if kind == "vote" else {"kind": kind})
    try:
        _answered(server)
        desk = room_desk().children[0]
        return [_charted(server, desk) for _ in range(rounds)]
    finally:
        server.stop()


def _answered(server):
    """Let simulated people take their seats, open the round, and answer."""
    store = database.Database(server.database)
    now = time.time()
    people = store.write(lambda c: rehearsal.fill(c, server.code, server.key, POOL, 1, now, POOL))
    server.step()
    for begin in range(0, POOL, PEOPLE):
        some = people[begin : begin + PEOPLE]
        # An experiment of several parts asks for the next one when the last is answered, but takes all of them.
        store.write(lambda c, some=some: [rehearsal.answer(c, server.code, each, 1, time.time()) for each in some])
    store.close()


def _charted(server, desk):
    began = time.perf_counter()
    asked = Request(f"{server.url}api/{server.code}/pool", headers={"X-Host": server.key, "Accept-Encoding": "gzip"})
    with urlopen(asked, timeout=30) as answered:
        pool = json.loads(gzip.decompress(answered.read()))
    assert len(pool["rows"]) == POOL, "the pool does not hold every answer"
    desk._heard(desk, {"kind": "pool", "pool": pool, "revealed": True}, [])
    assert desk.reading["screen"], desk.reading["sentences"]
    status, _, _ = server.call("screen", "PUT", {"screen": desk.reading["screen"]}, key=server.key)
    assert status == 204, "the wall did not take the chart"
    return 1000 * (time.perf_counter() - began)


if __name__ == "__main__":
    sys.exit(main())
