"""Exercises in a lesson: one widget for all kinds. The kernel judges, the browser keeps the answers.

The key stays in the kernel: the browser gets the question and the options, sends an answer with the number of the try,
and gets a `Reply`. Nothing about a person leaves the browser.
"""

import os
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import anywidget
import ipywidgets
import traitlets

from peerkit import content
from peerkit.course.exercises import exercise, of_lesson
from peerkit.course.kinds import Choice, Code, Exercise, Number, Order, Reply, Setting, Words
from peerkit.figures.theme import css_tokens
from peerkit.widgets.guarded import guarded
from peerkit.widgets.moved import OnlyMoved
from peerkit.widgets.plotly_view import PlotlyView
from peerkit.widgets.web import SERVED, module, style, text

LONGEST = 4000
"""Characters of an answer that are looked at; the browser cuts a longer one and says so."""
MODEL_ALONE = "The model alone. Your room appears when you have typed its numbers."
SORRY = "Your answer could not be judged. It is kept on this device. Try again"


def ask(asked, name=None):
    """The widget of an exercise, given by its name ``lesson.exercise`` or as an object; ``lesson.notes`` are the notes.

    ``inventory`` are the questions before and after the course, ``what_was_learned`` reads the lines handed over. The name
    of an activity on paper, such as ``stand_up``, gives the field for its numbers with its figure.

    The answers to an exercise of your own are kept under `name`, or else under its question.

    >>> ask("why_firms_exist.team")
    Vote('why_firms_exist.team')
    >>> ask("why_firms_exist.taem")
    Traceback (most recent call last):
    ValueError: why_firms_exist has no exercise 'taem'; did you mean team?
    """
    if isinstance(asked, Exercise):
        return _shown(asked, name or f"own.{sha256(asked.question.encode()).hexdigest()[:12]}")
    if not isinstance(asked, str):
        raise ValueError(f"ask needs the name of an exercise, such as 'why_firms_exist.team', got {asked!r}")
    if asked in PAGES:
        return ExercisePanel(PAGES[asked](), asked)
    if asked in ON_PAPER:
        return _beside_its_figure(asked)
    lesson, _, own = asked.partition(".")
    if own == content.NOTES:
        return ExercisePanel(notes(lesson), asked)
    return _shown(exercise(asked), asked)


def _shown(asked, name):
    if not isinstance(asked, Setting):
        return ExercisePanel(asked, name)
    explorer = asked.model()
    box = ipywidgets.Box([explorer, ExercisePanel(asked, name, explorer=explorer)])
    box.add_class("pk-setting")
    return box


def _beside_its_figure(name):
    """The field for the numbers of an activity, and below it the figure that they change."""
    from peerkit.course.activities import ACTIVITIES

    activity = ACTIVITIES[name]
    view = PlotlyView(activity.draw(), label=MODEL_ALONE, title="Your room and the model")
    box = ipywidgets.Box([ExercisePanel(activity, name, view=view), view])
    box.add_class("pk-setting")
    return box


@dataclass(frozen=True)
class Notes:
    """The answers to all exercises of a lesson, as the learner's own notes to print or to take along."""

    lesson: str
    title: str
    exercises: dict

    def shown(self):
        """The part of the state of the widget that is its own."""
        each = [
            {
                "name": f"{self.lesson}.{name}",
                "kind": _kind(one),
                "question": one.question,
                "here": not (isinstance(one, Code) and elsewhere()),
            }
            for name, one in self.exercises.items()
        ]
        return {"question": self.title, "exercises": each}


def notes(lesson):
    """The `Notes` of a lesson."""
    page = _page(lesson)
    return Notes(lesson, page.title if page else lesson.replace("_", " "), of_lesson(lesson))


def _inventory():
    from peerkit.course.inventory import Inventory

    return Inventory()


def _lines():
    from peerkit.course.gain import Lines

    return Lines()


PAGES = {"inventory": _inventory, "what_was_learned": _lines}
"""Names of what fills a page by itself: the questions before and after the course, and the lines that participants hand over."""


ON_PAPER = ("stand_up", "whisper", "skills_in_the_room", "take_vote")
"""The activities on paper, whose numbers are typed beside a figure (`peerkit.course.activities`)."""


class ExercisePanel(OnlyMoved, anywidget.AnyWidget):
    """An exercise as the browser shows it (`shown`), judged here. A `Setting` judges the record of its `explorer`."""

    _esm = module("exercise.js", text("exercise.js"))
    _css = style(css_tokens() + text("exercise.css"))

    shown = traitlets.Dict().tag(sync=True)

    def __init__(self, asked, name, *, explorer=None, namespace=None, view=None):
        super().__init__(shown={"kind": _kind(asked), "name": name, **_state(asked, name)})
        self.asked, self.name = asked, name
        self._explorer, self._namespace, self._view = explorer, namespace, view
        self.add_class("pk-asked")
        self.on_msg(self._heard)

    def judge(self, answer, tries=1):
        """The `Reply` to an answer as the browser sends it, at the try number `tries`."""
        if isinstance(self.asked, Setting):
            return self.asked.reply(self._explorer.record, tries)
        if isinstance(self.asked, Code):
            return self._judge_code(tries)
        if isinstance(answer, str) and len(answer) > LONGEST:
            return Reply("unread", f"An answer has at most {LONGEST:,} characters; this one has {len(answer):,}.")
        wanted = list if isinstance(self.asked, Order) else str
        if not isinstance(answer, wanted) or not all(isinstance(each, str) for each in answer):
            return Reply("unread", "There is no answer yet. Give one first.")
        return self.asked.reply(answer, tries)

    def _judge_code(self, tries):
        if elsewhere():
            return Reply("unread", _where(self.name))
        namespace = _namespace() if self._namespace is None else self._namespace
        name = self.asked.name
        if name not in namespace:
            return Reply("unread", f"There is no {name} yet. Complete the cell above, run it, and press Check again.")
        if namespace[name] is None:
            return Reply("unread", f"{name} is still None. Complete the cell above, run it, and press Check again.")
        return self.asked.reply(namespace[name], tries)

    def _heard(self, _, content, buffers):
        if content.get("kind") == "restore" and self._explorer is not None:
            self._restore(content.get("answer"))
        if content.get("kind") != "check" or isinstance(self.asked, Notes):
            return
        sequence = content.get("sequence")
        if not isinstance(self.asked, Exercise):
            with guarded(lambda sentence: self._tell(sequence, Reply("unread", sentence)), sorry=SORRY):
                told = self.asked.told(content.get("answer"))
                self._draw(told.pop("figure", None), told.pop("said", ""))
                self.send({"kind": "reply", "sequence": sequence, **told})
            return
        with guarded(lambda sentence: self._tell(sequence, Reply("unread", sentence)), sorry=SORRY):
            tries = content.get("tries")
            # A browser counts the tries, because it outlives the kernel.
            self._tell(sequence, self.judge(content.get("answer"), tries if isinstance(tries, int) else 1))

    def _draw(self, figure, words):
        if figure is not None:
            self._view.show(figure, label=words)

    def _tell(self, sequence, reply):
        told = {"kind": "reply", "sequence": sequence, **reply._asdict()}
        if isinstance(self.asked, Words) and reply.state == "kept":
            told["points"] = list(self.asked.points)
        if self._explorer is not None:
            # The browser cannot see the state of the model; it keeps it with the reply.
            told["answer"] = {name: getattr(self._explorer.record, name) for name in self._controls()}
            told["said"] = self.asked.now(self._explorer.record)
        self.send(told)

    def _restore(self, answer):
        """Set the live model to what the learner had before the page was loaded again; what does not fit is left out."""
        told = answer if isinstance(answer, dict) else {}
        values = {name: told[name] for name in self._controls() if isinstance(told.get(name), int | float | str)}
        with guarded(self._explorer.panel.tell):
            if values:
                self._explorer.change(values)

    def _controls(self):
        return [each["name"] for each in self._explorer.panel.controls]

    def __repr__(self):
        return f"{type(self.asked).__name__}({self.name!r})"


def _kind(asked):
    return type(asked).__name__.lower()


def _state(asked, name) -> dict[str, Any]:
    """The part of an exercise that the browser may know."""
    if not isinstance(asked, Exercise):
        return asked.shown()
    state = {"question": asked.question}
    if isinstance(asked, Choice):
        state["options"] = list(asked.options())
    if isinstance(asked, Number):
        state["unit"] = "%" if asked.percent else asked.unit
    if isinstance(asked, Order):
        state |= {"items": sorted(label for label, _ in asked.items), "ends": list(asked.ends)}
    if isinstance(asked, Code):
        state["elsewhere"] = _where(name) if elsewhere() else ""
    return state


def elsewhere():
    """True on pages that show no code: those of peerkit's server and of Voila."""
    return bool(os.environ.get(SERVED)) or os.environ.get("SERVER_SOFTWARE", "").startswith("voila")


def _where(name):
    page = _page(name.partition(".")[0])
    notebook = page.path if page else "this notebook"
    return f"This exercise needs a cell of code, which this page does not show. To do it, start JupyterLab on a computer and open {notebook}."


def _page(lesson):
    return next((page for page in content.pages() if page.address == f"lessons/{lesson}"), None)


def _namespace():
    from IPython import get_ipython

    shell = get_ipython()
    return {} if shell is None else shell.user_ns
