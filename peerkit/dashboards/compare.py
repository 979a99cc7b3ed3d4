"""The same model under two or three scenarios, side by side: the page."""

import importlib
from urllib.parse import urlencode

import ipywidgets

from peerkit.dashboards.client_numbers import clients
from peerkit.dashboards.models import choice, model_choice, titled_models
from peerkit.figures.compare import changes_words, difference_words, on_common_axes
from peerkit.records.ranges import ranged
from peerkit.records.record import RecordError
from peerkit.widgets.client import ClientNumbers
from peerkit.widgets.guarded import guarded
from peerkit.widgets.panel import Panel, control
from peerkit.widgets.plotly_view import PlotlyView
from peerkit.widgets.url_state import UrlState, asked, decode, opened_query

SIDES = ("a", "b")
THIRD = "c"
MANY = (("2", "two, A and B"), ("3", "three, A, B and C"))


class Side(ipywidgets.Box):
    """One of the scenarios: its figure, its sentence, its controls. Without controls it is not seen."""

    def __init__(self, title, prefix, on_change, then=None):
        self.view = PlotlyView(title=title, height=380)
        self.panel = Panel(controls=[], defaults={}, shareable=False, prefix=prefix, on_change=on_change, then=then)
        super().__init__([self.view, self.panel])
        self.add_class("pk-explorer")

    def begin(self, controls, defaults, more=()):
        """Show these controls; *Reset* leads back to the defaults."""
        with self.panel.hold_sync():
            self.panel.defaults, self.panel.controls, self.panel.more = defaults, list(controls), list(more)


class Compare(ipywidgets.Box):
    """Scenarios A, B and, if wanted, C of one model on common axes, with the difference in words.

    `question` is the model's, `records` the scenarios by side. With a client's `numbers` (``topic.parameter`` to best, low
    and high, as in an engagement file) all begin with the best guesses, sliders go as far as the client's ranges, and the
    address names the model alone.
    """

    def __init__(self, numbers=None):
        self.chooser = Panel(controls=[], defaults={}, prefix="", on_change=self.choose)
        self.sides = {side: Side(f"Scenario {side.upper()}", f"{side}.", self._mover(side)) for side in (*SIDES, THIRD)}
        self.address = UrlState("", on_open=self.open_link)
        self.client = ClientNumbers(self.use)
        self.numbers, self.ranges = None, {}
        super().__init__([self.client, self.chooser, *self.sides.values(), self.address])
        self.add_class("pk-pair")
        self.open_link(opened_query())
        if numbers is not None:
            self.client.show(self.use(numbers), used=True)

    def open_link(self, query):
        """Show the scenarios of a link; what cannot be obeyed is said in the banner."""
        with guarded(self.chooser.tell):
            wished = asked(query)
            names = [name for name, _ in titled_models()]
            model, problems = wished.pop("model", names[0]), []
            if model not in names:
                problems.append(f"There is no question {model!r}; the first one is shown.")
                model = names[0]
            question = question_of(model)
            records, more = _records(question, wished)
            problems += more
            if self.numbers is not None:
                self._keep(None)
                self.client.show("", used=False)
            self.ranges = {}
            self._start(model, question, records)
            self.chooser.banner = " ".join(problems)

    def choose(self, wished):
        """Compare another model, beginning with scenarios that differ, or another number of scenarios of the same one."""
        model = wished.get("model", self.model)
        many = wished.get("scenarios", self._many)
        if model != self.model:
            self._start(model, question_of(model), self._opening(model, many))
        elif many != self._many:
            records = {side: self.records[side] for side in SIDES}
            self._start(model, self.question, records | ({THIRD: records["b"]} if many == "3" else {}))
        return {}

    def use(self, numbers):
        """Take a client's numbers, None for none; the sentence that says what became of them."""
        self._keep(numbers)
        self._start(self.model, self.question, self._opening(self.model, self._many))
        return self._words

    def _keep(self, numbers):
        self.numbers = numbers
        # Panels with a prefix write what is moved into the address, before the kernel knows of it.
        self.chooser.prefix = "" if numbers is None else None
        for side, shown in self.sides.items():
            shown.panel.prefix = f"{side}." if numbers is None else None

    def _opening(self, model, many):
        """The scenarios that a model begins with."""
        record, self.ranges, self._words = clients(model, self.numbers)
        both = opening(question_of(model)) if self.numbers is None else dict.fromkeys(SIDES, record)
        if self.numbers is not None:
            self.client.says = self._words
        return both | ({THIRD: both["b"]} if many == "3" else {})

    @property
    def _many(self):
        return str(len(self.records))

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
        record, ranges, _ = clients(model, self.numbers)
        controls = side_controls(question, ranges)
        for side, shown in self.sides.items():
            shown.begin(controls if side in records else [], record.model_dump())
        with self.chooser.hold_sync():
            self.chooser.defaults = {"model": model, "scenarios": self._many}
            self.chooser.controls = [model_choice(), choice("scenarios", "Scenarios", MANY)]
            self.chooser.values = {"model": model, "scenarios": self._many}
        self._show()

    def _show(self):
        figures = on_common_axes(*(self.question.figure(record) for record in self.records.values()))
        for (side, record), figure in zip(self.records.items(), figures, strict=True):
            shown = self.sides[side]
            shown.view.show(figure, label=self.question.summary(record))
            shown.panel.values = record.model_dump()
        # Whoever moves A at once says what the others are, which a link may leave out.
        sides = list(self.records)
        for place, side in enumerate(sides):
            parts = [self._parts(other, "default") for other in sides[place + 1 :] if self.numbers is None]
            self.sides[side].panel.link = {name: value for part in parts for name, value in part.items()}
        self.chooser.summary = "\n".join(comparison_words(self.model, *self.records.values()))
        self.address.query = self._query()

    def _parts(self, side, empty):
        """The parts of a link that say what one side is: its changes, or a word where it has none."""
        changes = {f"{side}.{name}": value for name, value in self.records[side].changes().items()}
        return changes or {side: empty}

    def _query(self):
        if self.numbers is not None:
            return urlencode({"model": self.model})
        a, b = (self.records[side] for side in SIDES)
        sides = {"a": a.changes(), "b": b.changes() if a != b else {}}
        named = {f"{side}.{name}": value for side, changes in sides.items() for name, value in changes.items()}
        # A link that names only A means that B is as A; one that names neither begins with two that differ.
        if not sides["b"] and (a != b or not sides["a"]):
            named["b"] = "default"
        if THIRD in self.records:
            named |= self._parts(THIRD, "default")
        return urlencode({"model": self.model, **named})

    def __repr__(self):
        return f"Compare({self.model!r})"


def dashboard(numbers=None):
    """The page that compares scenarios of any model; the link says which. `numbers` are a client's, as in an engagement file."""
    return Compare(numbers)


def comparison_words(model, *records):
    """The parameters that differ between scenarios, and each answer of the model under them."""
    same = all(record == records[0] for record in records)
    return [changes_words(*records), *([] if same else difference_words(model, *records))]


def side_controls(question, ranges):
    """The controls of a question as the browser gets them, each over a range that was given, or its teaching range."""
    return [over_range(control(question.record, name), question.record, ranges) for name in question.controls]


def over_range(one, cls, ranges):
    """A control that goes as far as the range given for its parameter; the same control where there is none."""
    if one["name"] not in ranges:
        return one
    known = ranged(cls.parameters(), ranges)[one["name"]]
    low, high = known.explore
    return one | {"min": low, "max": high, "scale": known.scale}


def opening(question):
    """The two scenarios that a page without a link begins with: where the question starts, and its first other preset."""
    start = question.record(**question.start)
    others = (question.record(**preset.values) for preset in question.presets)
    return {"a": start, "b": next((other for other in others if other != start), start)}


def _records(question, wished):
    """The scenarios of a link by side, and a sentence for each part of it that was left out."""
    third = wished.pop("scenarios", None) == "3" or _names(wished, THIRD)
    if not any(_names(wished, side) for side in (*SIDES, THIRD)):
        records = opening(question)
        return records | ({THIRD: records["b"]} if third else {}), []
    records, problems = {}, []
    for side in (*SIDES, THIRD) if third else SIDES:
        own = {name[2:]: value for name, value in wished.items() if name.startswith(f"{side}.")}
        records[side], more = decode(question.record, urlencode(own))
        problems += more
    if not _names(wished, "b"):
        # Whoever comes from a model's page with a scenario wants to change it, not to see the default beside it.
        records["b"] = records["a"]
    if third and not _names(wished, THIRD):
        records[THIRD] = records["b"]
    return records, problems


def _names(wished, side):
    """True if a link says something about a side."""
    return side in wished or any(name.startswith(f"{side}.") for name in wished)


def question_of(model):
    """The `Question` of a model's own page."""
    return importlib.import_module(f"peerkit.dashboards.{model}").QUESTION
