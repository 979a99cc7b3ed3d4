"""A room for tests: with a clock that a test sets, in a connection; and one behind the room's own process."""

import http.client
import json
import os
import re
import signal
import subprocess
import sys
import time

from peerkit.room import plan, rooms
from peerkit.room.database import Database

VOTE = {"kind": "vote", "settings": {"question": "Which is cheapest?", "options": ["market", "firm", "peers"]}}
AGAIN = {"kind": "vote", "settings": {**VOTE["settings"], "turn": "again"}}
TAKE = {"kind": "take"}


def token(number):
    """The token of the phone with a number."""
    return f"{number:032x}"


class Room:
    """A room on a connection, and the instructor of it. `now` is the time."""

    def __init__(self, connection, *rounds, people=0, most=50):
        self.connection, self.most, self.now = connection, most, 1000.0
        self.code, self.key = rooms.begin(connection, plan.checked(list(rounds or [TAKE])), self.now)
        self.seats = [self.join(token(each)) for each in range(people)]

    def join(self, phone):
        return rooms.take_seat(self.connection, self.code, phone, most=self.most)

    def state(self):
        return rooms.state(self.connection, self.code, self.now)

    def step(self, do="next", value=None, version=None):
        rooms.onward(self.connection, self.code, self.key, version, self.now, do=do, value=value)
        return self.state()["state"]

    def answer(self, number, value, *, seq=1, round=None, part="main"):
        body = value if isinstance(value, dict) else {"take": value}
        wish = {"round": self.state()["round"] if round is None else round, "part": part, "seq": seq, "answer": body}
        return rooms.keep_answer(self.connection, self.code, token(number), wish, self.now, plan.parts)

    def own(self, number):
        return rooms.own_answers(self.connection, self.code, token(number))["answers"]

    def pool(self):
        return rooms.pool(self.connection, self.code, self.key)

    def row(self):
        return rooms.found_room(self.connection, self.code)


class Server:
    """`peerkit room` in a process of its own, and a room that was made in its database from here."""

    before = ()
    """Words of the command line that come before those of Python."""

    def __init__(self, database, *rounds, people=0, options=(), start=True):
        self.database, self.port, self._process, self._options = str(database), 0, None, options
        self.room(*rounds, people=people)
        if start:
            self.start()

    def room(self, *rounds, people=0):
        """Make a new room, of which all calls are from now on."""
        store = Database(self.database)
        chosen = plan.checked(list(rounds or [TAKE]))
        self.code, self.key = store.write(lambda connection: rooms.begin(connection, chosen, time.time()))
        for each in range(people):
            store.write(lambda connection, each=each: rooms.take_seat(connection, self.code, token(each), most=1000))
        store.close()
        return self

    def start(self, how=("-m", "peerkit.cli")):
        """Start the process, on the same port as before; `how` are the arguments with which Python runs peerkit."""
        own = ["room", "--port", str(self.port), "--database", self.database]
        command = [*self.before, sys.executable, *how, *own]
        self._process = subprocess.Popen(
            [*command, *self._options, "--until-stdin-ends"],
            stdin=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=dict(os.environ),
        )
        line = self._process.stderr.readline().decode()
        told = re.search(r":(\d+)/", line)
        assert told, f"the room did not start: {line}{self._process.stderr.read().decode()}"
        self.port = int(told[1])
        self.url = f"http://127.0.0.1:{self.port}/room/"

    @property
    def pid(self):
        return self._process.pid

    @property
    def runs(self):
        """True until the process has ended."""
        return self._process.poll() is None

    def kill(self):
        """End the process at once, as a failing machine would."""
        self._process.send_signal(signal.SIGKILL)
        self._ended()

    def stop(self):
        """Ask the process to end; the code with which it did, and what it said."""
        self._process.stdin.close()
        return self._ended()

    def _ended(self):
        said = self._process.stderr.read().decode()
        code = self._process.wait(30)
        self._process.stdin.close()
        self._process.stderr.close()
        return code, said

    def call(self, name, method="GET", wish=None, *, seat=None, key=None, raw=None, headers=(), connection=None):
        """The status, the content and the headers that a call gets; a call with its own connection keeps it."""
        own = connection or http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        sent = {"Connection": "keep-alive" if connection else "close", **dict(headers)}
        body = raw if raw is not None else None if wish is None else json.dumps(wish).encode()
        if body is not None:
            sent.setdefault("Content-Type", "application/json")
        if seat is not None:
            sent["X-Seat"] = token(seat)
        if key is not None:
            sent["X-Host"] = key
        path = name if name.startswith("/") else f"/room/api/{self.code}/{name}"
        try:
            own.request(method, path, body, sent)
            answer = own.getresponse()
            text = answer.read()
        finally:
            if connection is None:
                own.close()
        told = json.loads(text) if text and "json" in answer.headers.get("Content-Type", "") else text.decode()
        return answer.status, told, answer.headers

    def step(self, do="next", value=None):
        """One step of the instructor; the state after it."""
        status, told, _ = self.call("steps", "POST", {"do": do, "value": value}, key=self.key)
        assert status == 200, told
        return told

    def answer(self, seat, value, *, round, seq=1, part="main", **more):
        body = value if isinstance(value, dict) else {"take": value}
        return self.call(
            "answers", "POST", {"round": round, "part": part, "seq": seq, "answer": body}, seat=seat, **more
        )
