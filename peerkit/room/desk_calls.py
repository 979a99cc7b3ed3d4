"""The calls of the instructor's desk: steps, the pooled answers, the picture for the wall, the table, the rehearsal, the end."""

import csv
import io
import json
import time

from peerkit.room import plan, rehearsal, rooms
from peerkit.room.calls import RoomHandler
from peerkit.room.clock import steady
from peerkit.room.refusal import Refusal

LARGEST_SCREEN = 32_768
"""Bytes of a chart for the wall, and of a plan [B]."""
MOST_REHEARSING = 300
"""Simulated people in one room."""


class StepsHandler(RoomHandler):
    """Takes the steps of the instructor."""

    # A question that is added brings its options.
    largest = LARGEST_SCREEN

    def get(self, code):
        """The number of steps so far; only the instructor's browser asks."""
        self.answer({"steps": self.desk.database.read(lambda connection: rooms.steps(connection, code))})

    async def post(self, code):
        """The state after a step: `do`, its `value`, and the `round` and `state` that the desk shows, or the number of `steps`."""
        wish = self.wish()
        now = time.time()
        do, value, there = str(wish.get("do", "next")), wish.get("value"), wish.get("steps")
        at = (wish["round"], wish["state"]) if "round" in wish and "state" in wish else None
        if do == "add":
            value = plan.checked(value)

        def go(connection):
            rooms.onward(connection, code, self.key, there, now, do=do, value=value, at=at)

        await self.change(code, go)
        state = self.desk.hub.state(code)
        count = self.desk.database.read(lambda connection: rooms.steps(connection, code))
        self.answer({**state, "steps": count})


class PoolHandler(RoomHandler):
    """Hands the pooled answers to the desk."""

    async def get(self, code):
        """Shuffled rows, or how many are still needed."""
        now = time.time()
        self.answer(await self.desk.database.written(lambda connection: rooms.pool(connection, code, self.key, now)))


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
            rooms.sweep(connection, steady())
            return rooms.begin(connection, chosen, now)

        code, key = await self.desk.database.written(make)
        self.answer({"code": code, "key": key, "addresses": await self.settings["peerkit"].open_room()}, 201)

    def get_current_user(self):
        """The reader as the server knows him."""
        return self.settings["identity_provider"].get_user(self)
