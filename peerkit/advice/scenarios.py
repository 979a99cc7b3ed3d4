"""Scenarios of an engagement in any model: A, B and C on common axes, where each wins, and the client's ranges one by one.

The browser keeps the engagement and brings it; the kernel holds it as long as the page is open, computes, and gives back
changed scenarios. No number of a client goes into an address.
"""

import json

import anywidget
import ipywidgets
import traitlets

from peerkit import __version__
from peerkit.advice import scenario_book as book
from peerkit.advice.desk import SORRY, opened
from peerkit.advice.engagement import FORMAT, LARGEST, LONGEST, UNTOUCHED, EngagementError, parse
from peerkit.advice.numbers import given, ranges
from peerkit.advice.rules import rules
from peerkit.dashboards.compare import Side, comparison_words, over_range, question_of
from peerkit.dashboards.models import choice, titled_models
from peerkit.figures.answers import setting
from peerkit.figures.compare import on_common_axes
from peerkit.figures.contest import lines_chart, map_words, wins_map, wins_words
from peerkit.figures.sensitivity import tornado_chart, tornado_words
from peerkit.figures.theme import css_tokens
from peerkit.models.catalogue import outcomes
from peerkit.models.contest import Contest
from peerkit.models.sensitivity import Study
from peerkit.records.record import RecordError
from peerkit.widgets.guarded import guarded
from peerkit.widgets.moved import OnlyMoved
from peerkit.widgets.panel import Panel, control
from peerkit.widgets.plotly_view import PlotlyView
from peerkit.widgets.web import module, style, text

BETTER = (("more", "more is better"), ("less", "less is better"))


class Book(OnlyMoved, anywidget.AnyWidget):
    """The engagement in the browser: opened, kept and saved there, and its scenarios of the chosen model as rows.

    `on_use` gets the engagement, `on_edit` a change of the rows; both are called with what the browser sent.
    """

    _esm = module("scenarios.js", text("scenarios.js"))
    _css = style(css_tokens() + text("desk.css"))

    shown = traitlets.Dict().tag(sync=True)
    rows = traitlets.Dict().tag(sync=True)

    def __init__(self, on_use, on_edit):
        super().__init__(
            shown={
                "format": FORMAT,
                "largest": LARGEST,
                "longest": LONGEST,
                "untouched": UNTOUCHED,
                "rules": rules().version,
                "seed": rules().draws.seed,
                "made_with": f"peerkit {__version__}",
            }
        )
        self._answers = {"open": opened, "use": on_use, "edit": on_edit}
        self.on_msg(self._heard)

    def _heard(self, _, content, buffers):
        answer = self._answers.get(content.get("kind"))
        if answer is None:
            return
        back = {"kind": content["kind"], "sequence": content.get("sequence")}
        with guarded(lambda sentence: self.send({**back, "refused": sentence}), sorry=SORRY):
            try:
                told = answer(content)
            except (EngagementError, ValueError) as error:
                told = {"refused": str(error)}
            self.send({**back, **told})

    def give(self, engagement):
        """Give the browser the scenarios to keep."""
        self.send({"kind": "scenarios", "scenarios": _plain(engagement)})

    def __repr__(self):
        return "Book()"


def _plain(engagement):
    """The scenarios as a file holds them."""
    return json.loads(
        json.dumps([each.model_dump(exclude_defaults=True, mode="json") for each in engagement.scenarios])
    )


class Scenarios(ipywidgets.Box):
    """The page of an engagement's scenarios. Without an engagement it has nothing but the way to one.

    `engagement` is the one that the browser brought, `model` the chosen one, `names` those of the scenarios that stand
    side by side, `sides` what is shown of each.
    """

    def __init__(self):
        self.engagement, self.model, self.contest = None, None, None
        self.names, self.shown, self.settings = (), (), {}
        self.book = Book(self.use, self.edit)
        self.chooser = Panel(controls=[], defaults={}, shareable=False, on_change=self.choose, then=self._draw)
        self.places = {
            letter: Side(f"Scenario {letter}", None, self._mover(letter), self._draw) for letter in book.LETTERS
        }
        self.panel = Panel(controls=[], defaults={}, shareable=False, on_change=self.settle, then=self._draw)
        self.lines = PlotlyView(title="What would have to be true?", height=360)
        self.map = PlotlyView(title="And if two numbers are not as planned?", height=380)
        self.tornado = PlotlyView(title="Which of the client's ranges matters most?", height=380)
        pair = ipywidgets.Box([self.chooser, *self.places.values()])
        study = ipywidgets.Box([self.panel, self.lines, self.map, self.tornado])
        pair.add_class("pk-pair")
        study.add_class("pk-study")
        super().__init__([self.book, pair, study])
        self.add_class("pk-scenarios")

    def use(self, content):
        """Take the engagement of a message, and show its scenarios: of the model shown, else of the first that has some."""
        engagement = parse(content.get("text") if isinstance(content.get("text"), str) else "")
        other = self.engagement is None or engagement.id != self.engagement.id
        self.engagement = engagement
        self._begin(_first_model(engagement) if other else self.model)
        self._draw()
        return {}

    def edit(self, content):
        """Change the rows of the book: a name, a note, a parent, one scenario more or less, or the suggestions kept."""
        if self.engagement is None:
            raise ValueError("Open an engagement first.")
        what, name, value = (content.get(each) for each in ("what", "name", "value"))
        work = book.kept(self.engagement, self.model, self.names)
        if what == "add":
            self.engagement = book.added(work, self.model)
        elif what == "keep":
            self.engagement = work
        elif what not in EDITS or not any(each.name == name for each in work.scenarios) or not isinstance(value, str):
            raise ValueError("There is no such scenario any more.")
        else:
            self.engagement = EDITS[what](work, name, value)
        if what == "name":
            self.names = tuple(" ".join(value.split()) if each == name else each for each in self.names)
        self._say()
        self._draw()
        self.book.give(self.engagement)
        return {}

    def choose(self, wished):
        """Choose another model, another answer, its better direction, or the scenarios that stand side by side."""
        if wished.get("model", self.model) != self.model:
            self._begin(wished["model"])
            return {}
        if "outcome" in wished and wished["outcome"] != self.settings["outcome"]:
            asked = outcomes(self.model).named(wished["outcome"])
            self.settings |= {"outcome": asked.key, "better": _better(asked)}
            self.settings |= self._interesting(asked)
        if "better" in wished:
            self.settings["better"] = wished["better"]
        for place, letter in enumerate(book.LETTERS):
            if letter in wished:
                names = list(self.names)
                if wished[letter] in names:
                    names[names.index(wished[letter])] = names[place]
                names[place] = wished[letter]
                self.names = tuple(names)
        self._say()
        return {}

    def settle(self, wished):
        """Choose the numbers to change, and the scenario of which the ranges are taken apart."""
        values = {**self.settings, **wished}
        if values["across"] == values["up"]:
            # Whoever puts one number in the place of the other wants them the other way round.
            values |= {"across": self.settings["up"], "up": self.settings["across"]}
        self.settings = values
        self._say()
        return {}

    def move(self, letter, wished):
        """Move some parameters of one scenario; those that begin with it follow. Returns the problems by name."""
        name = next(each.scenario.name for each in self.shown if each.letter == letter)
        try:
            changed = book.moved(book.kept(self.engagement, self.model, self.names), name, wished)
        except RecordError as error:
            return {each or next(iter(wished)): f"{words}." for each, words in error.problems.items()}
        if changed != self.engagement:
            self.engagement = changed
            self._say()
            self.book.give(changed)
        return {}

    def _mover(self, letter):
        return lambda wished: self.move(letter, wished)

    def _begin(self, model):
        self.model, self.names = model, ()
        asked = outcomes(model).named()
        self.shown = book.shown(self.engagement, model)
        self.settings = {"outcome": asked.key, "better": _better(asked), "of": "A"}
        self.settings |= self._interesting(asked)
        self._say()

    def _interesting(self, asked):
        """The two numbers that the page begins with: those that all scenarios share come first, the strongest first."""
        records = list(self._records().values()) or [outcomes(self.model).record()]
        across, up = book.strongest(records, asked, ranges(self.engagement, self.model))
        return {"across": across, "up": up}

    def _records(self):
        return {each.letter: each.record for each in self.shown if each.record is not None}

    def _against(self):
        """The scenarios against each other, by their letters."""
        asked, own = outcomes(self.model).named(self.settings["outcome"]), ranges(self.engagement, self.model)
        across, up, better = (self.settings[each] for each in ("across", "up", "better"))
        return Contest(asked, self._records(), across, up, more=better == "more", ranges=own)

    def _say(self):
        """All that is said: names, values, controls and sentences. The figures follow with `_draw`."""
        self.shown = book.shown(self.engagement, self.model, self.names)
        self.names = tuple(each.scenario.name for each in self.shown)
        if self.settings["of"] not in self._records():
            self.settings["of"] = next(iter(self._records()), "A")
        self.contest = self._against() if self._records() else None
        question = question_of(self.model)
        own = ranges(self.engagement, self.model)
        names = [name for name in question.controls if name in question.record.parameters()]
        rest = [name for name in question.record.parameters() if name not in names]
        controls, more = (
            [over_range(control(question.record, name), question.record, own) for name in each]
            for each in (names, rest)
        )
        work = book.kept(self.engagement, self.model, self.names)
        for letter, place in self.places.items():
            one = next((each for each in self.shown if each.letter == letter), None)
            if one is None or one.record is None:
                place.begin([], {})
                continue
            place.view.title = one.title
            if [each["name"] for each in place.panel.controls] != names or place.panel.controls != controls:
                place.begin(controls, {}, more)
            place.panel.defaults = book.ground(work, one.scenario).model_dump()
            place.panel.values = one.record.model_dump()
        self._say_choices()
        self._say_rows()

    def _say_choices(self):
        model, settings = self.model, self.settings
        with self.chooser.hold_sync():
            self.chooser.controls = [
                choice("model", "Question", _models(self.engagement)),
                choice("outcome", "Answer to look at", [(each.key, each.label) for each in outcomes(model).each]),
                choice("better", "What is better?", BETTER),
                *self._picks(),
            ]
            picked = dict(zip(book.LETTERS, self.names, strict=False))
            self.chooser.values = {
                "model": model,
                "outcome": settings["outcome"],
                "better": settings["better"],
                **picked,
            }
            self.chooser.defaults = {
                **self.chooser.values,
                "better": _better(outcomes(model).named(settings["outcome"])),
            }
            self.chooser.summary = self._words()
        parameters = outcomes(model).record.parameters()
        numbers = [(name, parameter.label) for name, parameter in parameters.items()]
        titles = [(each.letter, each.title) for each in self.shown if each.record is not None]
        with self.panel.hold_sync():
            self.panel.controls = [
                choice("across", "First number to change", numbers),
                choice("up", "Second number to change, on the map", numbers),
                choice("of", "Ranges around which scenario?", titles),
            ]
            self.panel.values = {name: settings[name] for name in ("across", "up", "of")}
            self.panel.defaults = {**self.panel.values, "of": "A"}

    def _picks(self):
        """The choice of the scenario at each place, if there are more than there are places."""
        own = book.family(self.engagement, self.model)
        if len(own) <= len(book.LETTERS):
            return []
        options = [(each.name, each.name) for each in own]
        return [choice(letter, f"Scenario {letter}", options) for letter in book.LETTERS]

    def _words(self):
        records = self._records()
        lines = [f"{each.title}: {each.problem}" for each in self.shown if each.problem]
        if len(records) > 1:
            lines += comparison_words(self.model, *records.values())
        own = len(given(self.engagement, self.model))
        every = len(outcomes(self.model).record.parameters())
        ours = f"{own} of the {every} numbers {'is' if own == 1 else 'are'} the client's"
        lines.append(f"{ours}; the others are the model's own, a scenario." if own < every else f"{ours}.")
        return "\n".join(lines)

    def _say_rows(self):
        parameters = outcomes(self.model).record.parameters()
        own = book.family(self.engagement, self.model)
        letters = {each.scenario.name: each.letter for each in self.shown}
        problems = {each.scenario.name: each.problem for each in self.shown}
        everyone = [*own, *(each.scenario for each in self.shown if each.suggested)]
        rows = [
            {
                "name": each.name,
                "letter": letters.get(each.name, ""),
                "note": each.note,
                "parent": each.parent,
                "parents": [one.name for one in everyone if one.name != each.name],
                "suggested": each not in own,
                "problem": problems.get(each.name, ""),
                "changes": [
                    f"{parameters[name].label} {setting(parameters[name], value)}" if name in parameters else name
                    for name, value in each.changes.items()
                ],
            }
            for each in everyone
        ]
        title = dict(titled_models()).get(self.model, self.model)
        self.book.rows = {"model": self.model, "title": title, "rows": rows}

    def _draw(self):
        """Draw what was said last."""
        if self.engagement is None:
            return
        records, settings, question = self._records(), self.settings, question_of(self.model)
        if not records:
            return
        figures = on_common_axes(*(question.figure(record) for record in records.values()))
        for (letter, record), figure in zip(records.items(), figures, strict=True):
            self.places[letter].view.show(figure, label=question.summary(record))
        contest = self.contest
        words = wins_words(contest)
        self.panel.summary = words
        self.lines.show(lines_chart(contest), label=words)
        self.map.show(wins_map(contest), label=map_words(contest))
        ground = records[settings["of"]]
        study = Study(contest.asked, ground, contest.across, contest.up, target=0.0, ranges=contest.ranges)
        self.tornado.show(tornado_chart(study), label=self._tornado_words(study))

    def _tornado_words(self, study):
        if not study.ranges:
            return f"The client gave no range of this model, so every number moves within its teaching range. {tornado_words(study)}"
        words = (
            f"The client's ranges are stretched by {rules().draws.stretch:g}, because ranges of experts are too narrow."
        )
        return f"{words} {tornado_words(study)}"

    def __repr__(self):
        return f"Scenarios({self.model!r})"


EDITS = {
    "name": book.renamed,
    "note": book.noted,
    "parent": book.reparented,
    "remove": lambda engagement, name, value: book.removed(engagement, name),
}
"""The changes of a row, by the name that the browser gives them."""


def _better(asked):
    return "less" if book.smaller_is_better(asked) else "more"


def _first_model(engagement):
    """The model of the first scenario, else the one with most numbers of the client's."""
    known = dict(titled_models())
    first = next((each.model for each in engagement.scenarios if each.model in known), None)
    return first or max(known, key=lambda model: len(given(engagement, model)))


def _models(engagement):
    """Every model that has a page, those with the client's numbers first and marked."""
    each = [(model, title, len(given(engagement, model))) for model, title in titled_models()]
    marked = [
        (model, f"{title} ({own} of the client's {'numbers' if own > 1 else 'number'})")
        for model, title, own in each
        if own
    ]
    return [*marked, *((model, title) for model, title, own in each if not own)]


def page():
    """The page of scenarios, empty until the browser brings an engagement."""
    return Scenarios()
