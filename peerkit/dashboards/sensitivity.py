"""The effect of each assumption on an answer, for any model: tornado, random scenarios, break-even and regimes."""

from urllib.parse import urlencode

import ipywidgets
import numpy as np

from peerkit.dashboards.client_numbers import clients
from peerkit.dashboards.models import choice, model_choice, titled_models
from peerkit.figures.answers import said, setting
from peerkit.figures.sensitivity import (
    bands_chart,
    bands_words,
    map_chart,
    map_words,
    tornado_chart,
    tornado_words,
)
from peerkit.figures.words import listed
from peerkit.models.catalogue import outcomes
from peerkit.models.sensitivity import Study, tornado
from peerkit.records.ranges import STRETCH
from peerkit.widgets.client import ClientNumbers
from peerkit.widgets.guarded import guarded
from peerkit.widgets.panel import Control, Panel
from peerkit.widgets.plotly_view import PlotlyView
from peerkit.widgets.url_state import UrlState, asked, decode, encode, opened_query

DRAWS = ("100", "1000", "10000")
SETTINGS = ("model", "outcome", "across", "up", "target", "draws", "seed")


class Sensitivity(ipywidgets.Box):
    """One model's answer, taken apart: by each parameter alone, along one, over two.

    The scenario comes with the link; `values` holds the settings of the page, `asked` the outcome looked at and
    `record` the scenario. With a client's `numbers` (``topic.parameter`` to best, low and high, as in an engagement file)
    the scenario are the best guesses, numbers move within the client's ranges, and the address names the model alone.
    """

    def __init__(self, numbers=None):
        self.tornado = PlotlyView(title="Which number matters most?", height=340)
        self.bands = PlotlyView(title="What if one number changes, and the others too?", height=380)
        self.map = PlotlyView(title="Which answer, at which pair of numbers?", height=400)
        self.panel = Panel(controls=[], defaults={}, shareable=True, prefix="", on_change=self.change)
        self.address = UrlState("", on_open=self.open_link)
        self.client = ClientNumbers(self.use)
        self.numbers, self.ranges = None, {}
        super().__init__([self.client, self.panel, self.tornado, self.bands, self.map, self.address])
        self.add_class("pk-study")
        self.open_link(opened_query())
        if numbers is not None:
            self.client.show(self.use(numbers), used=True)

    def use(self, numbers):
        """Take a client's numbers, None for none; the sentence that says what became of them."""
        self.numbers = numbers
        self.panel.banner = ""
        # An address that is composed in the browser would hold what is moved before the kernel knows of it.
        self.panel.prefix = "" if numbers is None else None
        words = self._begin(self.values["model"])
        self._show()
        return words

    def open_link(self, query):
        """Show the settings and the scenario of a link; what cannot be obeyed is said in the banner."""
        with guarded(self.panel.tell):
            wished = asked(query)
            settings = {name: wished.pop(name) for name in SETTINGS if name in wished}
            names = [name for name, _ in titled_models()]
            model = settings.pop("model", names[0])
            problems = []
            if model not in names:
                problems.append(f"There is no question {model!r}; the first one is shown.")
                model = names[0]
            record, more = decode(outcomes(model).record, urlencode(wished))
            if self.numbers is not None:
                self.numbers, self.panel.prefix = None, ""
                self.client.show("", used=False)
            self._begin(model, record)
            for name, value in settings.items():
                problems += self._settle({name: value}).values()
            self._show()
            self.panel.banner = " ".join([*problems, *more])

    def change(self, wished):
        """Move some settings; returns the problems by name, empty when all went well."""
        if wished.get("model", self.values["model"]) != self.values["model"]:
            words = self._begin(wished["model"])
            if self.numbers is not None:
                self.client.says = words
            problems = {}
        else:
            problems = self._settle(wished)
        if problems:
            self.panel.values = self.values
        else:
            self._show()
        return problems

    def _settle(self, wished):
        values = {**self.values, **wished}
        if values["across"] == values["up"] and len({"across", "up"} & set(wished)) == 1:
            # Whoever puts one parameter in the place of the other wants them the other way round.
            values |= {"across": self.values["up"], "up": self.values["across"]}
        problem = self._problem(values)
        if problem:
            return problem
        if "outcome" in wished and wished["outcome"] != self.values["outcome"]:
            values |= self._interesting(outcomes(values["model"]).named(values["outcome"]))
        self.values = {**values, "target": float(values["target"]), "seed": int(float(values["seed"]))}
        return {}

    def _begin(self, model, record=None):
        """Begin with a scenario of a model: one of a link, else the client's best guesses or the defaults."""
        self.ranges, words = {}, ""
        if record is None:
            record, self.ranges, words = clients(model, self.numbers)
        self.record = record
        first = outcomes(model).named()
        self.values = {"model": model, "outcome": first.key, "draws": "1000", "seed": 2005}
        self.values |= self._interesting(first)
        self.defaults = dict(self.values)
        return words

    def _interesting(self, about):
        """The two parameters that matter most, and the scenario's own answer as target: where a page begins."""
        bars = tornado(self.record, about.of, ranges=self.ranges)
        names = [bar.name for bar in bars]
        own = float(about.of(self.record))
        ends = [value for bar in bars for value in (bar.at_low, bar.at_high) if np.isfinite(value)]
        target = own if np.isfinite(own) else float(np.median(ends)) if ends else 1.0
        numbers = [name for name in names if name in self.record.parameters()]
        return {"across": numbers[0], "up": numbers[1], "target": float(f"{target:.3g}")}

    def _problem(self, values):
        parameters = self.record.parameters()
        for name in ("across", "up"):
            if values[name] not in parameters:
                return {name: f"There is no parameter {values[name]!r} here."}
        if values["across"] == values["up"]:
            return {"up": "Choose two different parameters."}
        if values["outcome"] not in [each.key for each in outcomes(values["model"]).each]:
            return {"outcome": f"There is no answer {values['outcome']!r} here."}
        if str(values["draws"]) not in DRAWS:
            return {"draws": f"Choose {listed(list(DRAWS))} draws."}
        for name in ("target", "seed"):
            if not _finite_number(values[name]):
                return {name: f"{values[name]!r} is not a number."}
        if float(values["seed"]) < 0 or float(values["seed"]) % 1:
            return {"seed": "A seed is a whole number, 0 or more."}
        return {}

    def _show(self):
        v, study = self.values, self._study()
        for view, chart, words in (
            (self.tornado, tornado_chart, tornado_words),
            (self.bands, bands_chart, bands_words),
            (self.map, map_chart, map_words),
        ):
            view.show(chart(study), label=words(study))
        with self.panel.hold_sync():
            self.panel.controls = self._controls(study)
            self.panel.defaults = self.defaults
            self.panel.values = v
            self.panel.summary = self._scenario(study)
            self.panel.links = [{"label": "Change the scenario", "address": self._home()}]
        self.address.query = self._query()

    def _study(self):
        v = self.values
        asked = outcomes(v["model"]).named(v["outcome"])
        return Study(
            asked,
            self.record,
            v["across"],
            v["up"],
            target=v["target"],
            draws=int(v["draws"]),
            seed=v["seed"],
            ranges=self.ranges,
        )

    def _controls(self, study):
        about, bars = study.asked, study.bars
        names = [(name, parameter.label) for name, parameter in self.record.parameters().items()]
        ends = [value for bar in bars for value in (bar.at_low, bar.at_high) if np.isfinite(value)]
        target = self.values["target"]
        low, high = min([*ends, target]), max([*ends, target])
        if not low < high:
            low, high = target - 1, target + 1
        return [
            model_choice(),
            choice(
                "outcome",
                "Answer to look at",
                [(o.key, o.label) for o in outcomes(self.values["model"]).each],
            ),
            choice("across", "First number to change", names),
            choice("up", "Second number to change, on the map", names),
            _typed(
                "target",
                "Target to reach",
                about.unit,
                "The answer to be reached. The value at which it is reached is the break-even.",
                low=low,
                high=high,
                default=self.defaults["target"],
                why="the scenario's own answer, so that the map shows which pairs of numbers leave it unchanged",
            ),
            choice("draws", "Random scenarios", [(n, f"{int(n):,} draws") for n in DRAWS]),
            _typed(
                "seed",
                "Seed of the draws",
                "whole number",
                "The same seed gives the same random scenarios.",
                low=0,
                high=9999,
                default=2005,
                why="the year of the essay",
                integer=True,
            ),
        ]

    def _scenario(self, study):
        parameters = self.record.parameters()
        changes = [
            f"{parameters[name].label} {setting(parameters[name], value)}" if name in parameters else f"{name} {value}"
            for name, value in self.record.changes().items()
        ]
        where = (
            f"with {listed(changes)} and everything else at its default"
            if changes
            else "with everything at its default"
        )
        return (
            f"The {study.asked.label} is {said(study.asked, study.base)} {where}. {self._moves()} The figures say how the "
            "model answers, not how likely anything is."
        )

    def _moves(self):
        if not self.ranges:
            return "Each number moves within a range chosen for teaching."
        rest = len(self.record.parameters()) - len(self.ranges)
        tail = "; every other number within a range chosen for teaching" if rest else ""
        verb = "moves" if len(self.ranges) == 1 else "move"
        every = len(self.record.parameters())
        return f"{len(self.ranges)} of the {every} numbers {verb} within the client's ranges, stretched by {STRETCH:g}{tail}."

    def _home(self):
        query = encode(self.record) if self.numbers is None else ""
        return self.values["model"] + (f"?{query}" if query else "")

    def _query(self):
        if self.numbers is not None:
            return urlencode({"model": self.values["model"]})
        changed = {name: value for name, value in self.values.items() if value != self.defaults[name]}
        return urlencode({"model": self.values["model"], **changed, **self.record.changes()})

    def __repr__(self):
        return f"Sensitivity({self.values['model']!r})"


def dashboard(numbers=None):
    """The page of any model's sensitivity; the link says which. `numbers` are a client's, as in an engagement file."""
    return Sensitivity(numbers)


def _finite_number(value):
    try:
        return bool(np.isfinite(float(value)))
    except ValueError:
        return False


def _typed(name, label, unit, meaning, *, low, high, default, why, integer=False):
    return Control(
        name,
        label,
        unit=unit,
        meaning=meaning,
        rule="a whole number, 0 or more" if integer else "any number",
        min=low,
        max=high,
        step=1 if integer else (high - low) / 200,
        scale="log" if low > 0 and high / low > 50 else "linear",
        integer=integer,
        default=default,
        why=why,
        status="setting",
    ).shown()
