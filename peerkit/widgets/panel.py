"""The widget beside a figure: controls made from a record's fields, the sentence under the figure, and the notes."""

from dataclasses import asdict, dataclass, fields
from math import isfinite

import anywidget
import traitlets

from peerkit.figures.theme import css_tokens
from peerkit.records.about import CAUSES, anchor
from peerkit.records.parameter import SOURCE_STATUSES, one
from peerkit.records.reading import Reading, allowed, typed
from peerkit.widgets.formula import mathml
from peerkit.widgets.guarded import guarded
from peerkit.widgets.moved import OnlyMoved
from peerkit.widgets.web import module, style, text

STATUSES = SOURCE_STATUSES | {
    "setting": "This is a setting of the page and no claim about the world: there is nothing to measure."
}
"""The statuses of a control's value, each with its meaning: those of a source, and one for values that only steer a page."""


@dataclass(frozen=True)
class Control:
    """All that the browser gets of one control; with `options` (pairs of value and label) it is a choice, else a number.

    `min` and `max` are the ends of the slider, `low` and `high` the ends of the valid range, None where there is none.
    """

    name: str
    label: str
    options: tuple[tuple[str, str], ...] = ()
    symbol: str = ""
    meaning: str = ""
    unit: str = ""
    one: str = ""
    rule: str = "any number"
    min: float = 0
    max: float = 1
    low: float | None = None
    high: float | None = None
    step: float = 0.01
    scale: str = "linear"
    integer: bool = False
    percent: bool = False
    default: float | str = 0
    why: str = ""
    source: str = ""
    status: str = "scenario"
    url: str = ""
    measure: str = ""

    @classmethod
    def of(cls, record, name):
        """The control of one field of a `Record` class: all of it comes from the field."""
        known = record.parameters().get(name)
        if known is None:
            return cls._choice(record, name)
        low, high = known.explore
        return cls(
            name=name,
            label=known.label,
            symbol=mathml(known.symbol),
            meaning=known.meaning,
            unit=known.unit,
            one=one(known.unit),
            rule=f"must be {allowed(known)}",
            min=low,
            max=high,
            low=known.low if isfinite(known.low) else None,
            high=known.high if isfinite(known.high) else None,
            step=known.step,
            scale=known.scale,
            integer=known.integer,
            percent=known.percent,
            default=known.default,
            why=known.why,
            source=known.source,
            status=known.status,
            url=known.url,
            measure=known.measure,
        )

    @classmethod
    def _choice(cls, record, name):
        if name not in record.model_fields:
            raise ValueError(f"{record.__name__} has no parameter {name!r} to make a control of")
        known = record.choices()[name]
        options = tuple((value, value.replace("_", " ")) for value in known.options)
        return cls(name, known.label, options, default=record.model_fields[name].default)

    def holds(self, value):
        """True in the valid range; its ends are the record's to judge."""
        return (self.low is None or value >= self.low) and (self.high is None or value <= self.high)

    def shown(self):
        """The control as the browser gets it, with its status explained in words."""
        options = [list(option) for option in self.options]
        return asdict(self) | {"options": options, "explained": STATUSES[self.status]}


def control(cls, name):
    """The control of one field of a record, as the browser gets it."""
    return Control.of(cls, name).shown()


def card(about):
    """A model's `About` as the browser gets it, formulas as MathML, statuses explained."""
    return {
        "equations": [mathml(equation, display="block") for equation in about.equations],
        "assumes": list(about.assumes),
        "evidence_against": list(about.evidence_against),
        "studies": [{"name": study, "address": f"{CAUSES}#{anchor(study)}"} for study in about.studies],
        "leaves_out": list(about.leaves_out),
        "sources": [asdict(each) | {"explained": SOURCE_STATUSES[each.status]} for each in about.sources],
    }


class Panel(OnlyMoved, anywidget.AnyWidget):
    """Controls and words. `links` are pages that take the scenario along: label, address and what to put before each name.

    `controls` are shown, `more` can be unfolded. `on_change` gets a dictionary of wished values and returns the problems
    by name; what was typed is read before. `then` draws what follows: it is called when the words are on their way. With a `link`,
    the fixed parts of an address, the browser writes the scenario into the address of the page. Where several panels
    share an address, which the kernel composes, each has a `prefix` for its names.
    """

    _esm = module("panel.js", text("panel.js"))
    _css = style(css_tokens() + text("panel.css"))

    controls = traitlets.List().tag(sync=True)
    more = traitlets.List().tag(sync=True)
    defaults = traitlets.Dict().tag(sync=True)
    presets = traitlets.List().tag(sync=True)
    notice = traitlets.List().tag(sync=True)
    tries = traitlets.List().tag(sync=True)
    about = traitlets.Dict().tag(sync=True)
    values = traitlets.Dict().tag(sync=True)
    summary = traitlets.Unicode().tag(sync=True)
    banner = traitlets.Unicode().tag(sync=True)
    answer = traitlets.Dict().tag(sync=True)
    drawn = traitlets.Int(0).tag(sync=True)
    links = traitlets.List().tag(sync=True)
    link = traitlets.Dict().tag(sync=True)
    prefix = traitlets.Unicode(None, allow_none=True).tag(sync=True)
    shareable = traitlets.Bool(True).tag(sync=True)

    def __init__(self, *, on_change, about=None, then=None, **state):
        super().__init__(about=card(about) if about is not None else {}, **state)
        self._on_change, self._then = on_change, then
        self.on_msg(self._changed)

    def tell(self, sentence):
        """Show a sentence above the result."""
        self.banner = sentence

    def ask(self, readings):
        """Show at the controls what is to be decided: by name a `Reading` that is a question or a refusal."""
        self.answer = {"problems": {name: _problem(reading) for name, reading in readings.items()}}

    def _changed(self, _, content, buffers):
        if content.get("kind") != "change":
            return
        # Values, sentence, banner and problems travel in one message, while the figures are still computed.
        with self.hold_sync():
            answer = {"sequence": content.get("sequence"), "problems": {}}
            with guarded(self.tell):
                answer["problems"] = self._settle(content["values"])
                self.banner = ""
            self.answer = answer
            if self._then is None:
                self.drawn = content.get("sequence") or 0
        if self._then is not None:
            with guarded(self.tell):
                self._then()
            self.drawn = content.get("sequence") or 0

    def _settle(self, wished):
        """Change what can be changed; returns what the browser shows at each control that could not."""
        readings = {name: self._reading(name, value) for name, value in wished.items()}
        values = {name: reading.value for name, reading in readings.items() if reading.value is not None}
        problems = {name: _problem(reading) for name, reading in readings.items() if reading.value is None}
        if values:
            problems |= {name: _told(problem) for name, problem in self._on_change(values).items()}
        return problems

    def _reading(self, name, value):
        known = next((each for each in (*self.controls, *self.more) if each["name"] == name), None)
        if known is None or known.get("options") or not isinstance(value, str):
            return Reading(value=value)
        return typed(value, Control(**{key.name: known[key.name] for key in fields(Control) if key.name in known}))

    def __repr__(self):
        return f"Panel({[control['name'] for control in self.controls]})"


def _problem(reading):
    """A question with its choices, or a refusal, as the browser gets it."""
    return _told(reading.question or reading.refusal) | {"choices": [asdict(choice) for choice in reading.choices]}


def _told(sentence):
    return {"text": sentence, "choices": []}
