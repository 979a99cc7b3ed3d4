"""The addresses of the room: pages for phones and the wall, and the calls by which they, and the desk, talk to the store.

They need no kernel and no session: a phone shows its token in a header, the desk its key. No cookie is read, so no page of another
site can act in anybody's name. The dashboard server and the room's own process answer the same addresses.
"""

import csv
import io
import json
import secrets
import time
from collections import defaultdict, deque

import segno
from tornado.iostream import StreamClosedError
from tornado.web import RequestHandler

from peerkit.room import pages, plan, rehearsal, rooms
from peerkit.room.database import Unavailable
from peerkit.room.refusal import Refusal

LARGEST = 4096
"""Bytes of a phone's message [B]. The chart that a desk puts on the wall may have more."""
LARGEST_SCREEN = 32_768
ANSWERS_A_SECOND = 2
BURST = 12
TRIES_A_MINUTE = 20
MOST_REHEARSING = 300
"""Simulated people in one room."""
CODE = r"([A-Za-z0-9 -]{1,16})"


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
            self.answer({"why": "The room cannot write now. Your phone keeps the answer and sends it again."}, 503)
        else:
            self.answer({"why": "That did not work. The log of the server says why."}, status_code)

    def log_exception(self, kind, error, trace):
        """A refusal is an answer and no fault."""
        # The writer has said what the database said, once for all who waited.
        if not isinstance(error, (Refusal, Unavailable)):
            super().log_exception(kind, error, trace)


class SeatsHandler(RoomHandler):
    """Gives seats away."""

    async def post(self, code):
        """201 for a new seat, 200 for one that is had again, by its token or by its return code."""
        wish = self.wish()
        token, back = wish.get("seat"), wish.get("return")
        if not isinstance(token, str) or len(token) != 32 or not set(token) <= set("0123456789abcdef"):
            raise Refusal(422, "A seat is 32 hexadecimal digits, made up by the phone.")
        if back is not None:
            if self.desk.returns.holds(self.request.remote_ip):
                raise Refusal(429, "Too many codes were tried. Wait a minute.")
            told = await self.change(code, lambda connection: rooms.seat_back(connection, code, str(back)[:12], token))
        else:
            most = self.desk.most
            told = await self.change(code, lambda connection: rooms.take_seat(connection, code, token, most=most))
        self.answer(told, 201 if told["new"] else 200)


class StateHandler(RoomHandler):
    """Says how a room stands."""

    def get(self, code):
        """The state, or 304 while it is the one that the phone knows."""
        state = self.desk.hub.state(code)
        self.set_header("Cache-Control", "no-cache")
        # A round that is over by the clock changes no row.
        self.set_header("ETag", f'"{state["version"]}-{state["state"]}"')
        if self.check_etag_header():
            self.set_status(304)
            self.finish()
        else:
            self.answer(state)

    def compute_etag(self):
        """The one that was set."""
        return self._headers.get("ETag")


class EventsHandler(RoomHandler):
    """Tells the state of a room whenever it changes (server-sent events)."""

    def initialize(self, desk):
        """`desk` is as for all calls. A stream is not packed: for each phone that would take seven times the memory."""
        super().initialize(desk)
        self.request.headers.pop("Accept-Encoding", None)

    async def get(self, code):
        """A stream that ends when the phone has gone."""
        watcher = self._watcher = self.desk.hub.watch(code)
        self.set_header("Content-Type", "text/event-stream; charset=utf-8")
        # A proxy that collects answers would keep the news to itself.
        self.set_header("X-Accel-Buffering", "no")
        try:
            while True:
                text = await watcher.heard()
                if watcher.ended:
                    return
                self.write(": beat\n\n" if text is None else f"data: {text}\n\n")
                await self.flush()
        except StreamClosedError:
            # The phone sleeps or has left.
            pass
        finally:
            self.desk.hub.leave(rooms.written(code), watcher)

    def on_connection_close(self):
        """The phone has left."""
        if hasattr(self, "_watcher"):
            self._watcher.end()


class MeHandler(RoomHandler):
    """Says what a phone is asked and has answered, and deletes what it gave."""

    async def get(self, code):
        """The parts of the current round, and one's own answers."""
        now = time.time()
        self.answer(await self.desk.database.written(lambda connection: _asked(connection, code, self.token, now)))

    async def delete(self, code):
        """Delete all own answers and the seat."""
        self.answer(await self.change(code, lambda connection: rooms.forget_own(connection, code, self.token)))


def _asked(connection, code, token, now):
    row = rooms.found_room(connection, code)
    there = rooms.seated(connection, row, token)
    one = rooms.current(connection, row)
    told = rooms.own_answers(connection, code, token)
    if one is None or row.archived:
        return told
    kind = plan.experiment(one.kind)
    parts = [part.shown() for part in plan.parts(connection, one, there, rooms.mark(one, there), now)]
    return told | {"round": one.id, "kind": one.kind, "title": kind.title, "parts": parts}


class AnswersHandler(RoomHandler):
    """Takes answers."""

    async def post(self, code):
        """The receipt, once the answer lies on the disk. Only then may the phone forget it."""
        wish = self.wish()
        # No more of a header than a token has is remembered.
        if self.desk.answers.holds(self.token[:32]):
            self.set_header("Retry-After", "1")
            raise Refusal(429, "Answers come too fast. The phone sends this one again.")
        now = time.time()

        def keep(connection):
            return rooms.keep_answer(connection, code, self.token, wish, now, plan.parts)

        self.answer(await self.change(code, keep))


class StepsHandler(RoomHandler):
    """Takes the steps of the instructor."""

    def get(self, code):
        """The number of steps so far; only the instructor's browser asks."""
        self.answer({"steps": self.desk.database.read(lambda connection: rooms.steps(connection, code))})

    async def post(self, code):
        """The state after a step: `do`, its `value`, and the number of `steps` that the desk has seen."""
        wish = self.wish()
        now = time.time()
        do, value, there = str(wish.get("do", "next")), wish.get("value"), wish.get("steps")

        def go(connection):
            rooms.onward(connection, code, self.key, there, now, do=do, value=value)

        await self.change(code, go)
        state = self.desk.hub.state(code)
        count = self.desk.database.read(lambda connection: rooms.steps(connection, code))
        self.answer({**state, "steps": count})


class PoolHandler(RoomHandler):
    """Hands the pooled answers to the desk."""

    async def get(self, code):
        """Shuffled rows, or how many are still needed."""
        self.answer(await self.desk.database.written(lambda connection: rooms.pool(connection, code, self.key)))


class ScreenHandler(RoomHandler):
    """Takes what the desk has drawn, for the wall and the phones."""

    largest = LARGEST_SCREEN

    async def put(self, code):
        """204 when it is shown."""
        screen = self.wish().get("screen")
        await self.change(code, lambda connection: rooms.show(connection, code, self.key, screen))
        self.set_status(204)
        self.finish()


class ExportHandler(RoomHandler):
    """Hands all answers out as CSV, with a dictionary of the columns."""

    def get(self, code):
        """One table: round, kind, attempt, person (a fresh number in each round), part, field, value, simulated."""
        listed = self.desk.database.read(lambda connection: list(rooms.export(connection, code, self.key)))
        file = io.StringIO()
        table = csv.writer(file)
        table.writerow(("round", "experiment", "attempt", "person", "part", "field", "meaning", "value", "simulated"))
        for place, (one, rows) in enumerate(listed, start=1):
            meaning = plan.experiment(one.kind).columns
            for person, each in rows:
                for field, value in each.body.items():
                    told = json.dumps(value) if isinstance(value, list) else value
                    table.writerow(
                        (
                            place,
                            one.kind,
                            one.attempt + 1,
                            person,
                            each.part,
                            field,
                            meaning.get(field, ""),
                            told,
                            int(each.simulated),
                        )
                    )
        self.set_header("Content-Type", "text/csv; charset=utf-8")
        self.set_header("Content-Disposition", f'attachment; filename="room-{rooms.written(code)}.csv"')
        self.finish(file.getvalue())


class EndHandler(RoomHandler):
    """Archives or deletes a room."""

    async def post(self, code):
        """204 when it is done: `do` is archive or delete; to delete, the `code` must be typed."""
        wish = self.wish()
        if wish.get("do") == "archive":
            await self.change(code, lambda connection: rooms.archive(connection, code, self.key))
        elif wish.get("do") == "delete":
            await self.change(
                code, lambda connection: rooms.delete_room(connection, code, self.key, wish.get("code", ""))
            )
        else:
            raise Refusal(422, "A room can be archived or deleted.")
        self.set_status(204)
        self.finish()


class RehearsalHandler(RoomHandler):
    """Lets simulated participants in, or lets them answer."""

    async def post(self, code):
        """The number of simulated `people` who have a seat now, or of parts that they answered (`answer`)."""
        wish = self.wish()
        people, seed = wish.get("people", 0), wish.get("seed", 1)
        if type(people) is not int or type(seed) is not int or not 0 <= people <= MOST_REHEARSING:
            raise Refusal(422, f"A rehearsal has at most {MOST_REHEARSING} people.")
        now = time.time()

        def act(connection):
            tokens = rehearsal.fill(connection, code, self.key, people, seed, now, self.desk.most + MOST_REHEARSING)
            if not wish.get("answer"):
                return {"people": len(tokens)}
            return {"answered": sum(rehearsal.answer(connection, code, token, seed, now) for token in tokens)}

        self.answer(await self.change(code, act))


class RoomsHandler(RoomHandler):
    """Makes rooms; only the dashboard server has this address, for those who know its word."""

    largest = LARGEST_SCREEN

    async def post(self):
        """201 with the code of a new room and the key of its instructor, which is told only now."""
        if self.current_user is None:
            raise Refusal(403, "Open the portal first: it asks for the word of this server.")
        chosen = plan.checked(self.wish().get("plan"))
        now = time.time()

        def make(connection):
            rooms.sweep(connection, now)
            return rooms.begin(connection, chosen, now)

        code, key = await self.desk.database.written(make)
        self.answer({"code": code, "key": key, "addresses": await self.settings["peerkit"].open_room()}, 201)

    def get_current_user(self):
        """The reader as the server knows him."""
        return self.settings["identity_provider"].get_user(self)


class QrHandler(RoomHandler):
    """Draws the address of a room for cameras."""

    def initialize(self, desk):
        """The desk is not needed."""

    def get(self, code):
        """The code as SVG; `at` is the address in front of it."""
        at = self.get_query_argument("at", f"{self.request.protocol}://{self.request.host}/room/")
        if len(at) > 200 or not at.startswith(("http://", "https://")):
            raise Refusal(422, "An address begins with http.")
        picture = io.BytesIO()
        segno.make(f"{at}{rooms.written(code)}", error="m").save(
            picture, kind="svg", border=2, xmldecl=False, svgns=True
        )
        self.set_header("Content-Type", "image/svg+xml")
        self.set_header("Cache-Control", "max-age=3600")
        self.finish(picture.getvalue())


class PhonePageHandler(RequestHandler):
    """The page for phones and the one for the wall: plain files, the same for everybody, that fill themselves."""

    def initialize(self, desk, page):
        """`page` is its name in `peerkit.room.pages`."""
        self._page = page

    def get(self, code=""):
        """The page, in which one nonce lets the page's own script run and nothing else."""
        nonce = secrets.token_urlsafe(16)
        self.set_header("Content-Security-Policy", pages.policy(nonce))
        self.set_header("Cache-Control", "no-cache")
        self.set_header("Referrer-Policy", "no-referrer")
        self.set_header("X-Content-Type-Options", "nosniff")
        self.finish(pages.html(self._page, nonce))


def addresses(desk):
    """The addresses of the room below the server's own, for its own process and for the dashboard server."""
    every = {"desk": desk}
    calls = {
        "seats": SeatsHandler,
        "state": StateHandler,
        "events": EventsHandler,
        "me": MeHandler,
        "answers": AnswersHandler,
        "steps": StepsHandler,
        "pool": PoolHandler,
        "screen": ScreenHandler,
        "export.csv": ExportHandler,
        "end": EndHandler,
        "rehearsal": RehearsalHandler,
    }
    return (
        *((rf"room/api/{CODE}/{name.replace('.', '[.]')}", handler, every) for name, handler in calls.items()),
        (rf"room/{CODE}/qr.svg", QrHandler, every),
        (rf"room/{CODE}/wall", PhonePageHandler, every | {"page": "wall"}),
        (rf"room/{CODE}", PhonePageHandler, every | {"page": "phone"}),
        (r"room/?", PhonePageHandler, every | {"page": "phone"}),
    )


def routes():
    """The same addresses on the dashboard server, for the desk, and the one that makes rooms."""
    every = {"desk": lambda server: server.room}
    own = [(pattern, handler, {**options, **every}) for pattern, handler, options in addresses(None)]
    return ((r"room/api/rooms", RoomsHandler, every), *own)
