"""The widget beside a figure: controls made from a record's fields, the sentence under the figure, and the notes."""

import anywidget
import traitlets

from peerkit.figures.theme import css_tokens
from peerkit.widgets.formula import mathml
from peerkit.widgets.guarded import guarded
from peerkit.widgets.moved import OnlyMoved
from peerkit.widgets.web import module, style, text


def control(cls, name):
    """What the browser needs to draw the control of one field of a record: all of it comes from the field."""
    known = cls.parameters().get(name)
    if known is None:
        return _choice(cls, name)
    low, high = known.explore
    return {
        "name": name,
        "label": known.label,
        "symbol": mathml(known.symbol),
        "meaning": known.meaning,
        "unit": known.unit,
        "rule": known.rule,
        "min": low,
        "max": high,
        "step": known.step,
        "scale": known.scale,
        "integer": known.integer,
        "default": known.default,
        "why": known.why,
        "source": known.source,
        "status": known.status,
    }


def _choice(cls, name):
    if name not in cls.model_fields:
        raise ValueError(f"{cls.__name__} has no parameter {name!r} to make a control of")
    kind = cls.model_fields[name]
    options = [[value, value.replace("_", " ")] for value in kind.annotation.__args__]
    return {"name": name, "label": kind.title or name.replace("_", " "), "options": options}


def card(about):
    """A model's `About` as the browser gets it, formulas as MathML."""
    return {
        "equations": [mathml(equation, display="block") for equation in about.equations],
        "assumes": list(about.assumes),
        "evidence_against": list(about.evidence_against),
        "leaves_out": list(about.leaves_out),
        "sources": [{"text": s.text, "status": s.status, "url": s.url} for s in about.sources],
    }


class Panel(OnlyMoved, anywidget.AnyWidget):
    """Controls and words. `links` are pages that take the scenario along: label, address and what to put before each name.

    `on_change` gets a dictionary of wished values and returns the problems by name."""

    _esm = module("panel.js", text("panel.js"))
    _css = style(css_tokens() + text("panel.css"))

    controls = traitlets.List().tag(sync=True)
    defaults = traitlets.Dict().tag(sync=True)
    presets = traitlets.List().tag(sync=True)
    notice = traitlets.List().tag(sync=True)
    tries = traitlets.List().tag(sync=True)
    about = traitlets.Dict().tag(sync=True)
    values = traitlets.Dict().tag(sync=True)
    summary = traitlets.Unicode().tag(sync=True)
    banner = traitlets.Unicode().tag(sync=True)
    links = traitlets.List().tag(sync=True)
    shareable = traitlets.Bool(True).tag(sync=True)

    def __init__(self, *, on_change, about=None, **state):
        super().__init__(about=card(about) if about is not None else {}, **state)
        self._on_change = on_change
        self.on_msg(self._changed)

    def tell(self, sentence):
        """Show a sentence above the result."""
        self.banner = sentence

    def _changed(self, _, content, buffers):
        if content.get("kind") != "change":
            return
        answer = {"kind": "answer", "sequence": content.get("sequence"), "problems": {}, "failed": True}
        with guarded(self.tell):
            answer["problems"] = self._on_change(content["values"])
            answer["failed"] = False
            self.banner = ""
        self.send(answer)

    def __repr__(self):
        return f"Panel({[control['name'] for control in self.controls]})"
