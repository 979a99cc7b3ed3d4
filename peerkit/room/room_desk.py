"""The instructor's desk as a page: the browser talks to the room, the kernel reads what the room has answered."""

import os

import anywidget
import traitlets
from ipywidgets import VBox

from peerkit.figures import stand_up
from peerkit.figures.drawing import figure, remark
from peerkit.figures.theme import css_tokens
from peerkit.room import lesson_votes, plan
from peerkit.room.readings import Reading, reading
from peerkit.room.refusal import Refusal
from peerkit.widgets.guarded import guarded
from peerkit.widgets.moved import OnlyMoved
from peerkit.widgets.plotly_view import PlotlyView
from peerkit.widgets.web import SERVED, module, style, text

SORRY = "The answers could not be read, and nothing is lost: they lie in the room. Press Next or reload this page"
NOTHING = "The model of thresholds alone. Your room appears when five people have answered."
WAITING = "The figure appears when five people have answered."


class RoomDesk(OnlyMoved, anywidget.AnyWidget):
    """The desk as the browser shows it. It sends the pooled answers, and gets sentences and what the wall can draw."""

    _esm = module("room_desk.js", text("room_desk.js"))
    _css = style(css_tokens() + text("desk.css") + text("room_desk.css"))

    api = traitlets.Unicode().tag(sync=True)
    experiments = traitlets.List().tag(sync=True)
    votes = traitlets.List().tag(sync=True)
    reading = traitlets.Dict().tag(sync=True)

    def __init__(self, view):
        served = os.environ.get(SERVED)
        kinds = [plan.experiment(kind) for kind in plan.KINDS if kind != "vote"]
        super().__init__(
            api=f"{served.removesuffix('assets')}room/api" if served else "",
            experiments=[
                {"kind": each.kind, "title": each.title, "minutes": each.minutes, "least": each.least} for each in kinds
            ],
            votes=lesson_votes.votes(),
        )
        self._view, self._of = view, {}
        self.add_class("pk-asked")
        self.on_msg(self._heard)

    def _heard(self, _, content, buffers):
        if content.get("kind") != "pool" or not isinstance(content.get("pool"), dict):
            return
        # A reading of the last round must not reach the wall in this one, and the browser waits for the one that it asked for.
        self._of = {"round": content["pool"].get("round"), "nth": content.get("nth")}
        with guarded(self._sorry, sorry=SORRY):
            told = _read(content["pool"], bool(content.get("revealed")))
            self._view.show(
                told.figure if told.figure is not None else waiting(),
                label=told.sentences[0] if told.sentences[0] else WAITING,
            )
            words = {"title": told.title, "sentences": list(told.sentences), "screen": told.screen}
            self.reading = {**self._of, **words}

    def _sorry(self, sentence):
        self.reading = {**self._of, "title": "", "sentences": [sentence], "screen": None}

    def __repr__(self):
        return "RoomDesk()"


def _read(pool, revealed):
    """The reading of a pool; after the reveal of a vote, with its answer."""
    if not pool.get("kind"):
        return Reading("", ("",))
    try:
        told = reading(pool)
        key = lesson_votes.revealed(pool["settings"]) if revealed and pool["kind"] == "vote" else ()
    except Refusal as refusal:
        return Reading("", (refusal.why,))
    screen = (
        {**told.screen, "sentence": " ".join((told.sentences[0], *key[:2]))} if key and told.screen else told.screen
    )
    return told._replace(sentences=(*told.sentences, *key), screen=screen)


def waiting():
    """The empty figure of a round with too few answers, which says so."""
    empty = figure("", "")
    # Numbers at axes would be the numbers of nothing.
    empty.update_xaxes(visible=False).update_yaxes(visible=False)
    return remark(empty, WAITING)


def room_desk():
    """The desk, and the figure of the answers below it."""
    view = PlotlyView(stand_up.standing(deed="join"), label=NOTHING, height=420)
    return VBox([RoomDesk(view), view])
