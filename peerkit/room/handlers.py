"""The addresses of the room: pages for phones and the wall, and the calls by which they, and the desk, talk to the store.

They need no kernel and no session: a phone shows its token in a header, the desk its key. No cookie is read, so no page of another
site can act in anybody's name. The dashboard server and the room's own process answer the same addresses.
"""

import io
import secrets
import time

import segno
from tornado.iostream import StreamClosedError
from tornado.web import RequestHandler

from peerkit.room import pages, plan, rooms
from peerkit.room.calls import Desk, RoomHandler
from peerkit.room.desk_calls import (
    LARGEST_SCREEN,
    EndHandler,
    ExportHandler,
    PoolHandler,
    RehearsalHandler,
    RoomsHandler,
    ScreenHandler,
    StepsHandler,
)
from peerkit.room.refusal import Refusal

__all__ = ["LARGEST_SCREEN", "Desk", "addresses", "routes"]

CODE = r"([A-Za-z0-9 -]{1,16})"


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


class QuestionHandler(RoomHandler):
    """Says what a round asks, for the wall; nothing before it opens."""

    def get(self, code):
        """The round, and its title, words and options."""
        now = time.time()
        self.answer(self.desk.database.read(lambda connection: _question(connection, code, now)))


def _question(connection, code, now):
    row = rooms.found_room(connection, code)
    one = rooms.current(connection, row)
    if one is None or row.archived:
        return {"round": None}
    return {"round": one.id, **plan.question(one, rooms.standing(one, now))}


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

    meanwhile = "Your phone keeps the answer and sends it again."

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
        "question": QuestionHandler,
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
