"""News for everybody who watches a room: one look at the database for all of them, four times a second."""

import asyncio
import json
import time

from peerkit.room import rooms
from peerkit.room.database import Unavailable
from peerkit.room.refusal import Refusal

LOOK_EVERY = 0.25
"""Seconds between two looks at the database, which another server may have changed [s]."""
TOGETHER = 0.1
"""Seconds after news within which further changes wait for the next look: of 300 answers at once, each would be told to 300 [s]."""
BEAT_EVERY = 15.0
"""Seconds after which a watcher hears something, if only that the server is there [s]."""


class Watcher:
    """One open stream. It holds at most the newest state: a phone that sleeps costs nothing."""

    def __init__(self):
        self._news = asyncio.Event()
        self._text = None
        self.ended = False

    def tell(self, text):
        """Replace what was not heard yet."""
        self._text = text
        self._news.set()

    def end(self):
        """Hear nothing more: the phone has left, or the server ends."""
        self.ended = True
        self._news.set()

    async def heard(self):
        """The newest state as soon as there is one; None after a while without news."""
        try:
            # Not `wait_for`, which makes a task for each of 300 watchers at every change.
            async with asyncio.timeout(BEAT_EVERY):
                await self._news.wait()
        except TimeoutError:
            return None
        self._news.clear()
        return self._text


class Hub:
    """The watchers of all rooms of one server."""

    def __init__(self, database, clock=time.time):
        self._database, self._clock = database, clock
        self._watchers, self._last, self._told, self._task = {}, {}, {}, None

    def state(self, code):
        """The state of a room now; `Refusal` or `Unavailable` where there is none."""
        return self._database.read(lambda connection: rooms.state(connection, code, self._clock()))

    def watch(self, code):
        """A new `Watcher` of a room, which first hears the state as it is."""
        state = self.state(code)
        watcher = Watcher()
        watcher.tell(_text(state))
        self._watchers.setdefault(state["code"], set()).add(watcher)
        self._last.setdefault(state["code"], _settled(state))
        if self._task is None or self._task.done():
            self._task = asyncio.ensure_future(self._look())
        return watcher

    def leave(self, code, watcher):
        """Forget a watcher that has gone."""
        watchers = self._watchers.get(code, set())
        watchers.discard(watcher)
        if not watchers:
            self._watchers.pop(code, None)
            self._last.pop(code, None)
            self._told.pop(code, None)

    def changed(self, code):
        """Tell the watchers of a room at once what this server itself has changed; in a burst, at the next look."""
        if self._watchers.get(code) and time.monotonic() - self._told.get(code, -TOGETHER) >= TOGETHER:
            self._tell(code)

    def close(self):
        """Stop looking, and end all streams."""
        if self._task is not None:
            self._task.cancel()
        for watcher in [each for watchers in self._watchers.values() for each in watchers]:
            watcher.end()

    async def _look(self):
        while self._watchers:
            for code in list(self._watchers):
                self._tell(code)
            await asyncio.sleep(LOOK_EVERY)

    def _tell(self, code):
        try:
            state = self.state(code)
        except Refusal as refusal:
            state = {"code": code, "state": "gone", "why": refusal.why}
        except Unavailable:
            # The watchers keep what they have; the next look may succeed.
            return
        if _settled(state) != self._last.get(code):
            self._last[code], self._told[code] = _settled(state), time.monotonic()
            text = _text(state)
            for watcher in self._watchers.get(code, ()):
                watcher.tell(text)


def _settled(state):
    """The state without the clock, which alone is no news."""
    return {name: value for name, value in state.items() if name != "closes_in"} | {
        "timed": state.get("closes_in") is not None
    }


def _text(state):
    return json.dumps(state, separators=(",", ":"), ensure_ascii=False)
