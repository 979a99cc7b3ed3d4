"""A dashboard as data: a record, a figure of it, a sentence about it, and which of its parameters can be moved."""

from dataclasses import asdict, dataclass, field
from typing import Callable, ClassVar

import ipywidgets

from peerkit.models.catalogue import known
from peerkit.records.reading import allowed, plain
from peerkit.records.record import RecordError
from peerkit.widgets.guarded import guarded
from peerkit.widgets.panel import Panel, control
from peerkit.widgets.plotly_view import PlotlyView
from peerkit.widgets.predictions import Mark, Options
from peerkit.widgets.url_state import VERSION, VERSION_KEY, UrlState, encode, opened, opened_query


@dataclass(frozen=True)
class Preset:
    """A named situation: the values that differ from the defaults, and a note on where they come from."""

    name: str
    values: dict = field(default_factory=dict)
    note: str = "a scenario: nobody has measured these numbers together"


@dataclass(frozen=True)
class Try:
    """Something to predict first: a question, the values that answer it with one click, and what then happens.

    `predict` lets the reader commit to a prediction before the click: `Options` to choose from, or a `Mark` to drag.
    """

    text: str
    values: dict
    answer: str = ""
    predict: Options | Mark | None = None

    def shown(self, start):
        """The task as the browser gets it, with the right answer to its prediction for `start` and the task's own values."""
        asked = self.predict.shown(start.replace(**self.values)) if self.predict else None
        return {"text": self.text, "values": self.values, "answer": self.answer, "predict": asked}


@dataclass(frozen=True)
class Question:
    """All that makes a dashboard: a model's record, what is drawn and said of it, what can be moved and tried.

    `record` is a `Record` class; `figure` and `summary` are functions of a record that return a `go.Figure` and a
    sentence. `controls` names the parameters that get a slider and a number, at most five; `presets`, `notice` and
    `tries` are the situations and hints of the page; `height` is the figure's in pixels. `start` are the values that the
    page begins with and *Reset* returns to, where these are not the record's own defaults.
    """

    record: type
    figure: Callable
    summary: Callable
    controls: tuple[str, ...]
    presets: tuple[Preset, ...] = ()
    notice: tuple[str, ...] = ()
    tries: tuple[Try, ...] = ()
    height: int = 440
    start: dict = field(default_factory=dict)

    MOST_CONTROLS: ClassVar[int] = 5

    def __post_init__(self):
        if len(self.controls) > self.MOST_CONTROLS:
            raise ValueError(f"at most {self.MOST_CONTROLS} controls fit one question, got {len(self.controls)}")

    @property
    def topic(self):
        """The basename that the figure, the dashboard and the page share."""
        return self.figure.__module__.rpartition(".")[2]

    @property
    def panel_controls(self):
        """The controls as the browser gets them."""
        return [control(self.record, name) for name in self.controls]

    @property
    def other_controls(self):
        """The controls of all other parameters of the record."""
        return [control(self.record, name) for name in self.record.parameters() if name not in self.controls]


def onward(question):
    """Links to the pages that take a scenario of this question along: what differs from the record's own defaults."""
    topic, base = question.topic, question.record().model_dump()
    if not known(topic):
        return []
    return [
        {"label": "Compare with…", "address": f"compare?model={topic}", "prefix": "a.", "base": base},
        {"label": "Sensitivity", "address": f"sensitivity?model={topic}", "prefix": "", "base": base},
    ]


class Explorer(ipywidgets.Box):
    """Move the parameters of a model and see, read and share what follows; made from a `Question`.

    The current record is `record`, the figure shown `view.figure`. One that is `embedded` in a text
    has controls, figure and sentence only, and leaves the page's address alone.
    """

    def __init__(self, question, *, embedded=False):
        self.question, self.cls = question, question.record
        self._figure, self._summary = question.figure, question.summary
        self.start = self.record = self.cls(**question.start)
        self._drawn = None
        self.view = PlotlyView(height=question.height)
        self.panel = Panel(
            controls=question.panel_controls,
            more=[] if embedded else question.other_controls,
            defaults=self.start.model_dump(),
            presets=[] if embedded else self._presets(),
            notice=[] if embedded else list(question.notice),
            tries=[] if embedded else [each.shown(self.start) for each in question.tries],
            links=[] if embedded else onward(question),
            link={} if embedded else {VERSION_KEY: VERSION},
            shareable=not embedded,
            about=None if embedded else getattr(self.cls, "about", None),
            on_change=self._move,
            then=self._draw,
        )
        self.address = None if embedded else UrlState(on_open=self.open_link, read=opened_query())
        super().__init__([self.view, self.panel, *filter(None, [self.address])])
        self.add_class("pk-explorer")
        self._open("" if embedded else opened_query())

    def _presets(self):
        whole = {preset.name: self.cls(**preset.values).model_dump() for preset in self.question.presets}
        return [asdict(preset) | {"values": whole[preset.name]} for preset in self.question.presets]

    def change(self, values):
        """Move some parameters; an impossible value is refused in words and nothing else changes.

        Returns the problems by name, empty when all went well.
        """
        problems = self._move(values)
        self._draw()
        return problems

    def _move(self, values):
        """Move some parameters as `change` does, but for the figure."""
        # Values that arrive together may only be possible together.
        try:
            wanted = self.record.replace(**values)
        except RecordError as error:
            return {
                name or next(iter(values)): self._refusal(name, values, text) for name, text in error.problems.items()
            }
        if wanted != self.record:
            self._say(wanted)
        return {}

    @property
    def query(self):
        """The scenario as the query of the page's address; empty at the start."""
        return encode(self.record, self.start)

    def open_link(self, query):
        """Show the scenario of a link; what cannot be obeyed is said in the banner."""
        with guarded(self.panel.tell):
            self._open(query)

    def _open(self, query):
        link = opened(self.cls, query, self.start)
        self._say(link.record)
        self._draw()
        self.panel.banner = " ".join(link.problems)
        self.panel.ask(link.questions)

    def _say(self, record):
        """Show the values and the sentence of a record; its figure follows with `_draw`."""
        words = self._summary(record)
        self.record = record
        with self.panel.hold_sync():
            self.panel.values = record.model_dump()
            self.panel.summary = words

    def _draw(self):
        """Draw the record that was said last; should that fail, the page says again what the figure still shows."""
        if self.record == self._drawn:
            return
        try:
            self.view.show(self._figure(self.record), label=self.panel.summary)
        except Exception:
            if self._drawn is not None:
                self._say(self._drawn)
            raise
        self._drawn = self.record

    def _refusal(self, name, values, text):
        """A sentence for a parameter that cannot have a value; a rule over several is said at the one that was moved."""
        known = self.cls.parameters().get(name)
        if known is None:
            return f"{text[:1].upper()}{text[1:]}."
        value = values.get(name)
        said = plain(value, known.percent) if isinstance(value, int | float) else repr(value)
        return f"{known.label}: {said} is not possible. It must be {allowed(known)}."

    def __repr__(self):
        return f"Explorer({self.cls.__name__})"
