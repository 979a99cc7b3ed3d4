"""A call to the room: JSON in and out, refusals with their reason, and brakes against whoever asks too often."""

import json
import time
from collections import defaultdict, deque

from tornado.web import RequestHandler

from peerkit.room import rooms
from peerkit.room.database import Unavailable
from peerkit.room.refusal import Refusal

LARGEST = 4096
"""Bytes of a phone's message [B]. The chart that a desk puts on the wall may have more."""
ANSWERS_A_SECOND = 2
BURST = 12
TRIES_A_MINUTE = 20


class Brake:
    """Bounds how often somebody may do something: `most` times in `seconds`."""

    def __init__(self, most, seconds, clock=time.monotonic):
        self._most, self._seconds, self._clock = most, seconds, clock
        self._times = defaultdict(deque)

    def holds(self, who):
        """True if this time is one too many; it is counted otherwise."""
        now = self._clock()
        times = self._times[who]
        while times and now - times[0] > self._seconds:
            times.popleft()
        if len(times) >= self._most:
            return True
        times.append(now)
        if len(self._times) > 10_000:
            for other in [each for each, there in self._times.items() if not there or now - there[-1] > self._seconds]:
                del self._times[other]
        return False


class Desk:
    """The parts that all handlers of one server share: the store, the news, and the brakes. `most` is the number of seats of a room."""

    def __init__(self, database, hub, most):
        self.database, self.hub, self.most = database, hub, most
        self.answers = Brake(BURST, BURST / ANSWERS_A_SECOND)
        self.returns = Brake(TRIES_A_MINUTE, 60.0)


class RoomHandler(RequestHandler):
    """The base of all calls: JSON in and out, refusals with their reason, nothing kept by browsers."""

    largest = LARGEST
    meanwhile = "Try again in a moment."
    """The sentence for somebody whose call came while nothing can be written."""

    def initialize(self, desk):
        """`desk` is the server's `Desk`, or a function of the dashboard server that gives it."""
        self.desk = desk(self.settings["peerkit"]) if callable(desk) else desk

    def check_xsrf_cookie(self):
        """Nothing to check: no cookie says who somebody is, and other sites cannot send the headers that do."""

    def set_default_headers(self):
        """Answers are of now and for one reader."""
        self.set_header("Content-Type", "application/json; charset=utf-8")
        self.set_header("Cache-Control", "no-store")
        self.set_header("X-Content-Type-Options", "nosniff")
        self.set_header("Referrer-Policy", "no-referrer")

    def wish(self):
        """The body of a request: a mapping."""
        if len(self.request.body) > self.largest:
            raise Refusal(413, f"A message has at most {self.largest:,} bytes.")
        if not self.request.headers.get("Content-Type", "").startswith("application/json"):
            raise Refusal(415, "Send JSON.")
        try:
            wish = json.loads(self.request.body)
            if b"\\u" in self.request.body:
                # Half of a pair of characters is no text that could be sent to anybody.
                json.dumps(wish, ensure_ascii=False).encode()
        except (ValueError, RecursionError):
            wish = None
        if not isinstance(wish, dict):
            raise Refusal(422, "This message cannot be read.")
        return wish

    @property
    def token(self):
        """The token of the phone, a secret of 32 hexadecimal digits that it made up."""
        return self.request.headers.get("X-Seat", "")

    @property
    def key(self):
        """The key of the instructor."""
        return self.request.headers.get("X-Host", "")

    async def change(self, code, what):
        """The result of a write, after it lies on the disk; all who watch hear of it."""
        result = await self.desk.database.written(what)
        self.desk.hub.changed(rooms.written(code))
        return result

    def answer(self, content, status=200):
        """Send `content` as JSON."""
        self.set_status(status)
        self.finish(json.dumps(content, separators=(",", ":"), ensure_ascii=False))

    def write_error(self, status_code, **kwargs):
        """The reason of a refusal; for anything else a plain sentence."""
        error = kwargs.get("exc_info", (None, None, None))[1]
        if isinstance(error, Refusal):
            self.answer({"why": error.why, **error.more}, error.status)
        elif isinstance(error, Unavailable):
            self.set_header("Retry-After", "2")
            self.answer({"why": f"The room cannot write now. {self.meanwhile}"}, 503)
        else:
            self.answer({"why": "That did not work. The log of the server says why."}, status_code)

    def log_exception(self, kind, error, trace):
        """A refusal is an answer and no fault."""
        # The writer has said what the database said, once for all who waited.
        if not isinstance(error, (Refusal, Unavailable)):
            super().log_exception(kind, error, trace)
