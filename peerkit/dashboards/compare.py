"""The same model under two scenarios, side by side: the page."""

import importlib
from urllib.parse import urlencode

import ipywidgets

from peerkit.dashboards.models import model_choice, titled_models
from peerkit.figures.compare import changes_words, difference_words, on_common_axes
from peerkit.records.record import RecordError
from peerkit.widgets.guarded import guarded
from peerkit.widgets.panel import Panel
from peerkit.widgets.plotly_view import PlotlyView
from peerkit.widgets.url_state import UrlState, asked, decode, opened_query

SIDES = ("a", "b")


class Side(ipywidgets.Box):
    """One of the two scenarios: its figure, its sentence, its controls."""

    def __init__(self, title, prefix, on_change):
        self.view = PlotlyView(title=title, height=380)
        self.panel = Panel(controls=[], defaults={}, shareable=False, prefix=prefix, on_change=on_change)
        super().__init__([self.view, self.panel])
        self.add_class("pk-explorer")


class Compare(ipywidgets.Box):
    """Scenario A and scenario B of one model on common axes, with the difference in words.

    `question` is the model's, `records` the two scenarios by side.
    """

    def __init__(self):
        self.chooser = Panel(controls=[model_choice()], defaults={}, prefix="", on_change=self.choose)
        self.sides = {side: Side(f"Scenario {side.upper()}", f"{side}.", self._mover(side)) for side in SIDES}
        self.address = UrlState("", on_open=self.open_link)
        super().__init__([self.chooser, *self.sides.values(), self.address])
        self.add_class("pk-pair")
        self.open_link(opened_query())

    def open_link(self, query):
        """Show the two scenarios of a link; what cannot be obeyed is said in the banner."""
        with guarded(self.chooser.tell):
            wished = asked(query)
            names = [name for name, _ in titled_models()]
            model, problems = wished.pop("model", names[0]), []
            if model not in names:
                problems.append(f"There is no question {model!r}; the first one is shown.")
                model = names[0]
            question = _question(model)
            records, more = _records(question, wished)
            problems += more
            self._start(model, question, records)
            self.chooser.banner = " ".join(problems)

    def choose(self, wished):
        """Compare another model, beginning with two scenarios that differ."""
        model = wished.get("model", self.model)
        question = _question(model)
        self._start(model, question, opening(question))
        return {}

    def change(self, side, wished):
        """Move some parameters of one side; returns the problems by name, empty when all went well."""
        try:
            moved = self.records[side].replace(**wished)
        except RecordError as error:
            return {name or next(iter(wished)): f"{text}." for name, text in error.problems.items()}
        self.records = {**self.records, side: moved}
        self._show()
        return {}

    def _mover(self, side):
        return lambda wished: self.change(side, wished)

    def _start(self, model, question, records):
        self.model, self.question, self.records = model, question, records
        for side in SIDES:
            panel = self.sides[side].panel
            with panel.hold_sync():
                panel.defaults = question.record().model_dump()
                panel.controls = question.panel_controls
        with self.chooser.hold_sync():
            self.chooser.defaults = {"model": model}
            self.chooser.values = {"model": model}
        self._show()

    def _show(self):
        a, b = (self.records[side] for side in SIDES)
        figures = on_common_axes(*(self.question.figure(record) for record in (a, b)))
        for side, figure in zip(SIDES, figures, strict=True):
            record, shown = self.records[side], self.sides[side]
            shown.view.show(figure, label=self.question.summary(record))
            shown.panel.values = record.model_dump()
        # Whoever moves A at once says what B is, which a link may leave out.
        self.sides["a"].panel.link = {f"b.{name}": value for name, value in b.changes().items()} or {"b": "default"}
        words = [changes_words(a, b)]
        if a != b:
            words += difference_words(self.model, a, b)
        self.chooser.summary = "\n".join(words)
        self.address.query = self._query(a, b)

    def _query(self, a, b):
        sides = {"a": a.changes(), "b": b.changes() if a != b else {}}
        named = {f"{side}.{name}": value for side, changes in sides.items() for name, value in changes.items()}
        # A link that names only A means that B is as A; one that names neither begins with two that differ.
        if not sides["b"] and (a != b or not sides["a"]):
            named["b"] = "default"
        return urlencode({"model": self.model, **named})

    def __repr__(self):
        return f"Compare({self.model!r})"


def dashboard():
    """The page that compares two scenarios of any model; the link says which."""
    return Compare()


def opening(question):
    """The two scenarios that a page without a link begins with: where the question starts, and its first other preset."""
    start = question.record(**question.start)
    others = (question.record(**preset.values) for preset in question.presets)
    return {"a": start, "b": next((other for other in others if other != start), start)}


def _records(question, wished):
    """The two scenarios of a link by side, and a sentence for each part of it that was left out."""
    if not any(name == "b" or name.startswith(("a.", "b.")) for name in wished):
        return opening(question), []
    records, problems = {}, []
    for side in SIDES:
        own = {name[2:]: value for name, value in wished.items() if name.startswith(f"{side}.")}
        records[side], more = decode(question.record, urlencode(own))
        problems += more
    if "b" not in wished and not any(name.startswith("b.") for name in wished):
        # Whoever comes from a model's page with a scenario wants to change it, not to see the default beside it.
        records["b"] = records["a"]
    return records, problems


def _question(model):
    return importlib.import_module(f"peerkit.dashboards.{model}").QUESTION
