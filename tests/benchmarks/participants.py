"""Participants without a browser: they read a page to its last byte, move a slider over the page's socket, and leave.

Not a benchmark itself. A browser costs more than the server that it asks, so thirty of them would measure themselves. Run as
``participants.py URL PEOPLE SECONDS`` it lets people arrive at a server, where somebody else wants to measure something meanwhile.
"""

import asyncio
import json
import re
import sys
import time
from dataclasses import dataclass, field

from served import ROOT  # noqa: F401  makes the tests' own parts importable
from tornado.httpclient import AsyncHTTPClient, HTTPRequest
from tornado.websocket import websocket_connect

from tests.serve.messages import legacy, message

PAGES = ("coverage", "modes", "granularity", "capture", "thresholds")
"""The dashboards that participants open in turn."""
KERNEL = re.compile(r'"kernel(?:Id)?": "([\w-]+)"')
OUTPUT = re.compile(r'<script type="application/json">(\{"root":.*?)</script>', re.DOTALL)
BROKEN = "could not be made"
PATIENCE = 300.0
CLOSED = 1001
"""The code with which a browser closes the socket of a page that is left."""


@dataclass
class Visit:
    """A page that was read: the seconds from the arrival to its last byte, and what is in it."""

    address: str
    seconds: float
    status: int
    text: str
    answers: list = field(default_factory=list)
    socket: object = None
    sequence: int = 0

    @property
    def kernel(self):
        """The id of the page's kernel; None for a page that was drawn without one of its own."""
        known = KERNEL.search(self.text)
        return known[1] if known else None

    @property
    def whole(self):
        """True for a page that came to its end, with nothing in it that could not be made."""
        return self.status == 200 and "</html>" in self.text and BROKEN not in self.text


class Class:
    """Participants of one server at `url`, a loopback address that ends in a slash."""

    def __init__(self, url):
        self.url = url
        self._http = AsyncHTTPClient(
            force_instance=True, defaults={"request_timeout": PATIENCE, "connect_timeout": PATIENCE}
        )

    async def read(self, address):
        """Read one page to its last byte, from now on."""
        began = time.perf_counter()
        answer = await self._http.fetch(self.url + address, raise_error=False)
        text = (answer.body or b"").decode("utf-8", "replace")
        return Visit(address, time.perf_counter() - began, answer.code, text)

    async def arrive(self, people, within, *, stay=True, suffix=""):
        """`people` come one after the other in `within` seconds; each reads a page and, if they `stay`, opens its socket."""

        async def one(place):
            await asyncio.sleep(within * place / people)
            visit = await self.read(PAGES[place % len(PAGES)] + suffix)
            if stay and visit.kernel:
                await self.connect(visit)
            return visit

        return await asyncio.gather(*(one(place) for place in range(people)))

    async def connect(self, visit):
        """Open the socket of a page, as `live.js` does."""
        address = f"{self.url.replace('http', 'ws', 1)}api/kernels/{visit.kernel}/channels?session_id=participant"
        visit.socket = await websocket_connect(HTTPRequest(address, connect_timeout=PATIENCE))

    async def move(self, visit, wish, settled=True):
        """Send one position of the page's controls; returns the seconds until its words (and figures, if `settled`) are there."""
        visit.sequence += 1
        began = time.perf_counter()
        content = {"kind": "change", "sequence": visit.sequence, "values": wish}
        told = message("comm_msg", {"comm_id": panel(visit)[0], "data": {"method": "custom", "content": content}})
        await visit.socket.write_message(legacy(told))
        if settled:
            await self.heard(visit, visit.sequence)
        return time.perf_counter() - began

    async def heard(self, visit, sequence):
        """Listen until the figures of a position are there; all that changed meanwhile is in `visit.answers`."""
        while True:
            frame = await asyncio.wait_for(visit.socket.read_message(), PATIENCE)
            if not isinstance(frame, str) or '"update"' not in frame:
                continue
            content = json.loads(frame)["content"]
            if content.get("comm_id") != panel(visit)[0]:
                continue
            visit.answers.append(content["data"].get("state", {}))
            if visit.answers[-1].get("drawn") == sequence:
                return

    async def leave(self, visit, how="told"):
        """Leave a page: "told", as a browser that closes it; or "gone", as one that only hangs up."""
        if how == "told" and visit.kernel:
            await self._http.fetch(
                f"{self.url}voila/api/shutdown/{visit.kernel}", method="POST", body="", raise_error=False
            )
        if visit.socket is not None:
            visit.socket.close(CLOSED)
            while await visit.socket.read_message() is not None:
                pass

    def close(self):
        """Close what is open for asking."""
        self._http.close()


def panel(visit):
    """The id of the panel of a page, and its first control."""
    if not hasattr(visit, "_panel"):
        for output in OUTPUT.finditer(visit.text):
            for name, state in json.loads(output[1])["states"].items():
                if state.get("controls") and "summary" in state:
                    visit._panel = name, state["controls"][0]
    return visit._panel


def positions(visit, many):
    """`many` values of the first control of a page, between the ends of its slider, no two neighbours alike."""
    control = panel(visit)[1]
    low, high = control["min"], control["max"]
    values = [low + (high - low) * (0.2 + 0.6 * ((place * 7) % many) / many) for place in range(many)]
    return [{control["name"]: round(value) if control["integer"] else value} for value in values]


async def _arrivals(url, people, within):
    """Let people arrive, and leave when all have come; true if every page was whole."""
    there = Class(url)
    print("ready", flush=True)
    visits = await there.arrive(people, within)
    for visit in visits:
        await there.leave(visit)
    there.close()
    return all(visit.whole for visit in visits)


if __name__ == "__main__":
    sys.exit(0 if asyncio.run(_arrivals(sys.argv[1], int(sys.argv[2]), float(sys.argv[3]))) else 1)
