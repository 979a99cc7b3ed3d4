"""A browser can set what a reader moves, and nothing else of a widget."""

import anywidget
import pytest
import traitlets

from peerkit.course.ask import ExercisePanel
from peerkit.widgets.moved import OnlyMoved
from peerkit.widgets.panel import Panel
from peerkit.widgets.plotly_view import PlotlyView
from peerkit.widgets.replay import ReplayPanel
from peerkit.widgets.url_state import UrlState


class Widget(OnlyMoved, anywidget.AnyWidget):
    """One trait that a reader moves, and one that is the kernel's."""

    moved = ("place",)
    place = traitlets.Int().tag(sync=True)
    words = traitlets.Unicode("ours").tag(sync=True)


def test_only_what_is_moved_is_taken_over():
    widget = Widget()
    widget.set_state({"place": 3, "words": "theirs", "_esm": "theirs", "layout": "theirs"})
    assert widget.place == 3 and widget.words == "ours" and widget._esm != "theirs"


@pytest.mark.parametrize("kind", [ExercisePanel, Panel, PlotlyView, ReplayPanel, UrlState])
def test_every_widget_of_a_page_names_what_is_moved(kind):
    assert issubclass(kind, OnlyMoved)
    assert set(kind.moved) <= {"position"}
