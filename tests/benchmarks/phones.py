"""The phones of a live room: 300 of them in an experiment, the news that they hear, a process that is killed, and a class at its dashboards.

Raw clients speak as `link.js` does. Budgets:

(a) 300 phones with an open stream answer within three seconds, each twice, as a phone does that lost its receipt: every
    acknowledged answer is stored, none twice, and the desk has it within 2 s (95th of 100), read as the desk reads: at most
    every 1.5 s.
(b) processor time of the room while 300 phones that have come wait for news, one change a second: a stream at most 0.25 of asking
    every two seconds.
(c) the process is killed in the middle of a burst, and started again: no acknowledged answer is lost, and after all phones have sent
    again none is there twice.
(d) 30 phones answer once a second while 30 dashboards are opened in 10 s: the 95th of 100 acknowledged by the room's own process in
    at most half the time of the process that serves the dashboards.
"""

import asyncio
import json
import sys
import tempfile
import time
from contextlib import suppress
from functools import partial
from itertools import count
from pathlib import Path
from statistics import quantiles
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

import participants
import psutil
from harness import Result, compare, finish, in_turn, options
from served import classroom, settle
from sqlalchemy import select

from peerkit.room import rooms
from peerkit.room.database import opened
from peerkit.room.tables import answer
from tests.room.running import TAKE, Server, token

PEOPLE = 300
WITHIN = 3.0
"""Seconds in which a class presses Send [s]."""
POOL_EVERY = 1.5
"""Seconds between two looks of the desk at the pool, as in `room_desk.js` [s]."""
FOR, POLL = 6, 2.0
"""Seconds for which phones wait for news, and between two questions of one that has no stream [s]."""
DASHBOARDS, DASHBOARDS_WITHIN = 30, 10
OWN, BOTH = "the room's own process", "one process for both"
files = count()


def main():
    """Measure, print, and say by the exit code if a budget was missed."""
    chosen = options(__doc__)
    with tempfile.TemporaryDirectory(prefix="pkb-") as folder:
        experiments = [experiment(folder) for _ in range(1 if chosen.quick else 3)]
        watched = in_turn(
            {
                "a stream of news": partial(watching, folder, stream),
                "asking every 2 s": partial(watching, folder, poll),
            },
            1 if chosen.quick else 3,
        )
        killed = kills(folder, 3 if chosen.quick else 20)
        beside = [during(place) for place in range(1 if chosen.quick else 3)]
    tables = {
        f"(a) {PEOPLE} phones in an experiment": [
            Result("answers acknowledged but not stored", [each["lost"] for each in experiments], "", budget=0),
            Result("answers stored twice", [each["twice"] for each in experiments], "", budget=0),
            Result("acknowledged, 95th of 100", [each["acknowledged"] for each in experiments]),
            Result("at the desk, 95th of 100", [each["desk"] for each in experiments], budget=2000),
            Result("memory for each phone", [each["memory"] for each in experiments], "kB"),
        ],
        f"(b) {PEOPLE} phones for {FOR} s: processor time of the room": compare(
            watched, subject="a stream of news", peers=["asking every 2 s"], budget=0.25, unit="s"
        ),
        f"(c) killed in the middle of {len(killed)} bursts, {sum(each['acknowledged'] for each in killed)} answers acknowledged before": [
            Result("lost, in all bursts", [sum(each["lost"] for each in killed)], "", budget=0),
            Result("twice, in all bursts", [sum(each["twice"] for each in killed)], "", budget=0),
        ],
        f"(d) answers acknowledged while {DASHBOARDS} dashboards open in {DASHBOARDS_WITHIN} s, 95th of 100": compare(
            {name: [each[name] for each in beside] for name in (OWN, BOTH)}, subject=OWN, peers=[BOTH], budget=0.5
        ),
    }
    return finish(tables, chosen)


class Phone:
    """One phone with a connection that it keeps."""

    def __init__(self, port, code, number):
        self.port, self.code, self.token = port, code, token(number)
        self._reader = self._writer = None

    async def call(self, name, method="GET", wish=None, headers=()):
        """Status, headers and content of a call."""
        if self._writer is None:
            self._reader, self._writer = await asyncio.open_connection("127.0.0.1", self.port)
        body = b"" if wish is None else json.dumps(wish).encode()
        lines = [
            f"{method} /room/api/{self.code}/{name} HTTP/1.1",
            f"Host: 127.0.0.1:{self.port}",
            f"X-Seat: {self.token}",
            *(f"{key}: {value}" for key, value in headers),
            *(["Content-Type: application/json", f"Content-Length: {len(body)}"] if body else []),
        ]
        self._writer.write("\r\n".join(lines).encode() + b"\r\n\r\n" + body)
        head = (await self._reader.readuntil(b"\r\n\r\n")).decode()
        status, *rest = head.split("\r\n")
        told = dict(line.split(": ", 1) for line in rest if ": " in line)
        content = await self._reader.readexactly(int(told.get("Content-Length", 0)))
        return int(status.split()[1]), told, content

    async def answer(self, one, seq, value):
        """Send an answer; true once it is acknowledged."""
        wish = {"round": one, "part": "main", "seq": seq, "answer": {"take": value}}
        status, _, content = await self.call("answers", "POST", wish)
        return status == 200 and json.loads(content)["seq"] == seq

    def close(self):
        """Hang up."""
        if self._writer is not None:
            self._writer.close()


async def stream(port, code, heard):
    """One phone with an open stream; `heard` gets each state."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        writer.write(
            f"GET /room/api/{code}/events HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept-Encoding: gzip\r\n\r\n".encode()
        )
        while line := await reader.readline():
            if line.startswith(b"data: "):
                heard(line[6:])
    finally:
        writer.close()


async def poll(port, code, heard):
    """One phone that asks every two seconds over one connection; `heard` gets each new state."""
    phone, known = Phone(port, code, 0), ""
    try:
        while True:
            status, told, content = await phone.call("state", headers=[("If-None-Match", known)] if known else ())
            known = told.get("Etag", known)
            if status == 200:
                heard(content)
            await asyncio.sleep(POLL)
    finally:
        phone.close()


async def _all_there(phone, port, code, *, over=0.0):
    """Phones that wait for news, once each has heard the state as it is; they come `over` so many seconds. Also what each heard."""
    heard = [[] for _ in range(PEOPLE)]

    async def later(place):
        await asyncio.sleep(over * place / PEOPLE)
        await phone(port, code, heard[place].append)

    waiting = [asyncio.ensure_future(later(place)) for place in range(PEOPLE)]
    while not all(heard):
        await asyncio.sleep(0.05)
        for each in waiting:
            if each.done():
                each.result()
    return waiting, heard


async def _hung_up(waiting):
    for each in waiting:
        each.cancel()
    await asyncio.gather(*waiting, return_exceptions=True)


# (a)


def experiment(folder):
    """300 phones in one round: what was lost or stored twice, and the milliseconds until desk and phones knew."""
    server = Server(Path(folder) / f"{next(files)}.db", people=PEOPLE)
    try:
        one = server.step()["round"]
        told = asyncio.run(_experiment(server, one))
        stored = _stored(server, one)
        values = {who: who % 101 for who in range(PEOPLE)}
        told |= {
            "lost": sum(stored.get(who) != value for who, value in values.items()),
            "twice": _rows(server, one) - len(stored),
        }
        return told
    finally:
        server.stop()


async def _experiment(server, one):
    before = _memory(server)
    waiting, _ = await _all_there(stream, server.port, server.code)
    memory = (_memory(server) - before) / PEOPLE / 1000
    clock, acknowledged, taken, seen = time.monotonic, [], [], []
    desk = asyncio.ensure_future(_desk(server, seen))

    async def phone(who):
        own = Phone(server.port, server.code, who)
        await asyncio.sleep(WITHIN * who / PEOPLE)
        began = clock()
        assert await own.answer(one, 1, who % 101), "an answer was refused"
        acknowledged.append(clock())
        taken.append(acknowledged[-1] - began)
        assert await own.answer(one, 1, who % 101), "an answer that was sent again was refused"
        own.close()

    await asyncio.gather(*(phone(who) for who in range(PEOPLE)))
    await asyncio.wait_for(desk, 30)
    await _hung_up(waiting)
    # The desk knows nobody, only how many: the hundredth answer is there when it has a hundred.
    until = [next(at for at, rows in seen if rows > place) for place in range(PEOPLE)]
    waits = [there - at for there, at in zip(until, sorted(acknowledged), strict=True)]
    return {
        "acknowledged": 1000 * quantiles(taken, n=20)[-1],
        "desk": 1000 * quantiles(waits, n=20)[-1],
        "memory": memory,
    }


async def _desk(server, seen):
    """The desk until it has all answers: it hears of a change, and then asks for the pool, at most so often."""
    changed, asked = asyncio.Event(), 0.0
    news = asyncio.ensure_future(stream(server.port, server.code, lambda _: changed.set()))
    while not seen or seen[-1][1] < PEOPLE:
        await changed.wait()
        await asyncio.sleep(max(0.0, asked + POOL_EVERY - time.monotonic()))
        changed.clear()
        asked = time.monotonic()
        status, told, _ = await asyncio.to_thread(server.call, "pool", key=server.key)
        assert status == 200
        seen.append((time.monotonic(), len(told.get("rows", ()))))
    await _hung_up([news])


def _memory(server):
    return psutil.Process(server.pid).memory_full_info().uss


def _stored(server, one):
    """The stored value of each phone in a round, by its number."""
    engine = opened(server.database)
    try:
        with engine.connect() as connection:
            row = rooms.found_room(connection, server.code)
            its = connection.execute(select(rooms.round_).where(rooms.round_.c.id == one)).one()
            marks = {rooms.mark(its, rooms.seated(connection, row, token(who))): who for who in range(PEOPLE)}
            rows = connection.execute(select(answer).where(answer.c.round == one))
            return {marks[each.who]: each.body["take"] for each in rows}
    finally:
        engine.dispose()


def _rows(server, one):
    engine = opened(server.database)
    try:
        with engine.connect() as connection:
            return len(connection.execute(select(answer.c.who).where(answer.c.round == one)).all())
    finally:
        engine.dispose()


# (b)


def watching(folder, phone):
    """Processor seconds of the room's process while phones that have come wait for news [s]; one change a second."""
    server = Server(Path(folder) / f"{next(files)}.db", people=FOR + 1)
    try:
        one = server.step()["round"]
        return asyncio.run(_watched(server, phone, one))
    finally:
        server.stop()


async def _watched(server, phone, one):
    # Spread over the time between two questions, so that not all ask at once.
    waiting, heard = await _all_there(phone, server.port, server.code, over=POLL)
    for each in heard:
        each.clear()
    process = psutil.Process(server.pid)
    before = process.cpu_times()
    for each in range(FOR):
        await asyncio.sleep(1)
        await asyncio.to_thread(server.answer, each, 30, round=one)
    after = process.cpu_times()
    await _hung_up(waiting)
    assert all(len(each) >= FOR // 2 - 1 for each in heard), "a phone heard too little"
    return after.user + after.system - before.user - before.system


# (c)


def kills(folder, bursts):
    """For each burst in which the process is killed: answers acknowledged before, and those lost or stored twice."""
    server = Server(Path(folder) / f"{next(files)}.db", *[TAKE] * bursts, people=PEOPLE)
    try:
        return [_killed(server, place) for place in range(bursts)]
    finally:
        server.stop()


def _killed(server, place):
    one = server.step()["round"]
    # Each time a little later in the burst.
    acknowledged = asyncio.run(_burst(server, one, 0.02 + 0.4 * (place % 5) / 5))
    server.start()
    stored = _stored(server, one)
    lost = sum(stored.get(who) != value for who, value in acknowledged.items())
    assert len(asyncio.run(_burst(server, one))) == PEOPLE, "a phone could not send again"
    told = {"acknowledged": len(acknowledged), "lost": lost, "twice": _rows(server, one) - PEOPLE}
    for _ in range(3):
        server.step()
    return told


async def _burst(server, one, kill_after=None):
    """All phones answer within half a second; returns who was acknowledged, with the value."""
    acknowledged = {}

    async def phone(who):
        own = Phone(server.port, server.code, who)
        await asyncio.sleep(0.5 * who / PEOPLE)
        with suppress(OSError, asyncio.IncompleteReadError):
            if await own.answer(one, 1, who % 101):
                acknowledged[who] = who % 101
        own.close()

    phones = [asyncio.ensure_future(phone(who)) for who in range(PEOPLE)]
    if kill_after is not None:
        await asyncio.sleep(kill_after)
        # Not in a thread: no phone hears anything between the kill and the end of the process.
        server.kill()
    await asyncio.gather(*phones)
    return acknowledged


# (d)


def during(place):
    """Milliseconds in which 95 of 100 answers are acknowledged while dashboards open, by whom they are [ms].

    The first is the room's own process, or in every other turn (`place`) the one that serves the dashboards.
    """
    with classroom(DASHBOARDS) as (server, url, _):
        made = _called(f"{url}room/api/rooms", {"plan": [TAKE]})
        ports = {OWN: urlsplit(made["addresses"][0]).port, BOTH: urlsplit(url).port}
        api = f"http://127.0.0.1:{ports[OWN]}/room/api/{made['code']}/"
        for who in range(DASHBOARDS):
            _called(f"{api}seats", {"seat": token(who)})
        one = _called(f"{api}steps", {"do": "next"}, made["key"])["round"]
        taken = {}
        for turn, name in enumerate([OWN, BOTH][:: 1 - 2 * (place % 2)]):
            settle([server])
            taken[name] = asyncio.run(_during(url, ports[name], made["code"], one, turn * DASHBOARDS_WITHIN))
    return {name: 1000 * quantiles(each, n=20)[-1] for name, each in taken.items()}


async def _during(url, port, code, one, before):
    # In a process of their own: here they would delay the clock that answers are measured with.
    arriving = await asyncio.create_subprocess_exec(
        sys.executable,
        participants.__file__,
        url,
        str(DASHBOARDS),
        str(DASHBOARDS_WITHIN),
        stdout=asyncio.subprocess.PIPE,
    )
    await arriving.stdout.readline()
    taken = []

    async def phone(who):
        own = Phone(port, code, who)
        await asyncio.sleep(who / DASHBOARDS)
        for seq in range(1, DASHBOARDS_WITHIN + 1):
            began = time.monotonic()
            assert await own.answer(one, before + seq, seq), "an answer was refused"
            taken.append(time.monotonic() - began)
            await asyncio.sleep(max(0.0, 1 - taken[-1]))
        own.close()

    await asyncio.gather(*(phone(who) for who in range(DASHBOARDS)))
    assert await arriving.wait() == 0, "a dashboard was not made"
    return taken


def _called(address, wish, key=""):
    headers = {"Content-Type": "application/json", "X-Host": key}
    with urlopen(Request(address, json.dumps(wish).encode(), headers), timeout=30) as answered:
        return json.load(answered)


if __name__ == "__main__":
    sys.exit(main())
