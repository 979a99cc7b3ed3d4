"""The live room: answers of a class that come at once, phones that wait for news, and the weight of a page.

One process answers raw clients on this machine. What is compared runs in the same minutes on the same machine: writes in groups with
writes one by one, and a stream of news with asking every two seconds.
"""

import asyncio
import gzip
import sys
import tempfile
import time
from pathlib import Path
from statistics import quantiles

sys.path.insert(0, str(Path(__file__).parents[2]))

from harness import Result, compare, finish, in_turn, options  # noqa: E402

from peerkit.room import database, pages, plan, rooms  # noqa: E402
from tests.room.running import Server, token  # noqa: E402

PEOPLE = 300
WITHIN = 0.3
"""Seconds in which a class presses Send [s]."""
WATCHING = 300
FOR = 6.0
"""Seconds for which phones wait for news [s]."""
POLL = 2.0


def main():
    """Measure, print, and say by the exit code if a budget was missed."""
    chosen = options(__doc__)
    rounds = 3 if chosen.quick else 7
    with tempfile.TemporaryDirectory(prefix="pkb-") as folder:
        single = iter(range(10**6))
        written = in_turn(
            {
                "answers in groups": lambda: burst(Path(folder) / f"{next(single)}.db", database.MOST_TOGETHER),
                "answers one by one": lambda: burst(Path(folder) / f"{next(single)}.db", 1),
            },
            rounds,
        )
        watched = in_turn(
            {
                "a stream of news": lambda: watching(Path(folder) / f"{next(single)}.db", stream),
                "asking every 2 s": lambda: watching(Path(folder) / f"{next(single)}.db", poll),
            },
            2 if chosen.quick else 3,
        )
    tables = {
        f"{PEOPLE} answers in {WITHIN} s: time until the 95th of 100 is acknowledged": compare(
            written, subject="answers in groups", peers=["answers one by one"], budget=0.25
        ),
        f"{WATCHING} phones for {FOR:g} s: processor time of the room": compare(
            watched, subject="a stream of news", peers=["asking every 2 s"], budget=0.25, unit="s"
        ),
        "A page on the wire": [
            Result(name, [len(gzip.compress(pages.html(name, "n" * 22).encode(), 6)) / 1000], "kB", budget=20)
            for name in ("phone", "wall")
        ],
    }
    return finish(tables, chosen)


def burst(file, together):
    """Milliseconds until 95 of 100 answers that come within `WITHIN` are acknowledged [ms]; at most `together` lie in one write."""
    before, database.MOST_TOGETHER = database.MOST_TOGETHER, together
    store = database.Database(file)
    try:
        code, key = store.write(lambda c: rooms.begin(c, plan.checked([{"kind": "take"}]), time.time()))
        store.write(lambda c: [rooms.take_seat(c, code, token(each), most=PEOPLE) for each in range(PEOPLE)])
        store.write(lambda c: rooms.onward(c, code, key, None, time.time()))
        one = store.read(lambda c: rooms.state(c, code, time.time()))["round"]
        taken = asyncio.run(_sent(store, code, one))
        assert store.read(lambda c: rooms.state(c, code, time.time()))["count"] == PEOPLE, "an answer was lost"
    finally:
        store.close()
        database.MOST_TOGETHER = before
    return 1000 * quantiles(taken, n=20)[-1]


async def _sent(store, code, one):
    async def send(who):
        await asyncio.sleep(WITHIN * who / PEOPLE)
        began = time.perf_counter()
        wish = {"round": one, "part": "main", "seq": 1, "answer": {"take": who % 100}}
        await store.written(lambda c: rooms.keep_answer(c, code, token(who), wish, time.time(), plan.parts))
        return time.perf_counter() - began

    return await asyncio.gather(*(send(who) for who in range(PEOPLE)))


def watching(file, phone):
    """Processor seconds of the room's process while phones wait for news [s]; one change a second is told to all."""
    server = Server(file, people=int(FOR) + 1)
    one = server.step()["round"]
    before = _spent(server.pid)
    try:
        asyncio.run(_watched(server, phone, one))
        return _spent(server.pid) - before
    finally:
        server.stop()


def _spent(pid):
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / 100


async def _watched(server, phone, one):
    ends = time.monotonic() + FOR
    phones = [asyncio.ensure_future(phone(server, ends, POLL * who / WATCHING)) for who in range(WATCHING)]
    for each in range(int(FOR)):
        await asyncio.sleep(1)
        await asyncio.to_thread(server.answer, each, 30, round=one)
    heard = await asyncio.gather(*phones)
    assert all(count >= int(FOR) // 3 for count in heard), "a phone heard too little"


async def stream(server, ends, wait):
    """One phone with an open stream; returns how often it heard something."""
    await asyncio.sleep(wait)
    reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
    writer.write(f"GET /room/api/{server.code}/events HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
    heard = 0
    try:
        while time.monotonic() < ends:
            line = await asyncio.wait_for(reader.readline(), max(0.01, ends - time.monotonic()))
            heard += b"data: " in line
    except TimeoutError:
        pass
    writer.close()
    return heard


async def poll(server, ends, wait):
    """One phone that asks for the state every two seconds over one connection; returns how often it was answered."""
    await asyncio.sleep(wait)
    reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
    heard, known = 0, ""
    while time.monotonic() < ends:
        asked = f"GET /room/api/{server.code}/state HTTP/1.1\r\nHost: 127.0.0.1\r\nIf-None-Match: {known}\r\n\r\n"
        writer.write(asked.encode())
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        lines = dict(line.split(": ", 1) for line in head.split("\r\n")[1:] if ": " in line)
        known = lines.get("Etag", known)
        await reader.readexactly(int(lines.get("Content-Length", 0)))
        heard += 1
        await asyncio.sleep(POLL)
    writer.close()
    return heard


if __name__ == "__main__":
    sys.exit(main())
