"""A case played again from its launch: each dated fact is guessed before it is revealed."""

import anywidget
import ipywidgets
import traitlets

from peerkit.figures.cases import timeline
from peerkit.figures.theme import css_tokens
from peerkit.figures.words import number
from peerkit.widgets.guarded import guarded
from peerkit.widgets.moved import OnlyMoved
from peerkit.widgets.plotly_view import PlotlyView
from peerkit.widgets.web import module, style, text


class ReplayPanel(OnlyMoved, anywidget.AnyWidget):
    """The date, the guess and the fact; `position` counts how many facts have been revealed after the first."""

    moved = ("position",)

    _esm = module("replay.js", text("replay.js"))
    _css = style(css_tokens() + text("panel.css"))

    facts = traitlets.List().tag(sync=True)
    banner = traitlets.Unicode().tag(sync=True)
    position = traitlets.Int(0).tag(sync=True)


class Replay(ipywidgets.Box):
    """Facts of a case in the order of their dates, drawn up to the date that is reached.

    `metrics` names the metrics with their labels, as for `peerkit.figures.cases.timeline`; the axes hold only what is
    known so far, so that they do not give the future away.
    """

    def __init__(self, case, metrics, *, y_title, log=True):
        self.case, self.metrics, self._axes = case, dict(metrics), {"y_title": y_title, "log": log}
        self.facts = case.series(*metrics)
        if not self.facts:
            raise ValueError(f"case {case.name} has no facts of {', '.join(metrics)} to play again")
        self.view = PlotlyView(height=380)
        self.panel = ReplayPanel(facts=[self._told(fact) for fact in self.facts])
        super().__init__([self.view, self.panel])
        self.add_class("pk-explorer")
        self.panel.observe(lambda change: self.show(change["new"]), "position")
        self.show(0)

    def show(self, position):
        """Draw the facts up to the one at `position`."""
        with guarded(self._tell):
            self.panel.banner = ""
            known = self.facts[: max(0, min(position, len(self.facts) - 1)) + 1]
            figure = timeline(self.case, self.metrics, until=known[-1].start, **self._axes)
            # The dates of the whole story are no secret, its numbers are.
            first, final = self.facts[0].start, max(fact.end for fact in self.facts)
            room = (final - first) * 0.03
            figure.update_xaxes(range=[first - room, final + room])
            last = known[-1]
            label = f"{len(known)} facts known by {last.date}; the last is {self.metrics[last.metric]}: {number(last.value)}"
            self.view.show(figure, label=label)

    def _tell(self, sentence):
        self.panel.banner = sentence

    def _told(self, fact):
        return {
            "date": fact.date,
            "label": self.metrics[fact.metric],
            "value": fact.value,
            "unit": fact.unit,
            "said": f"{number(fact.value, 4)} {fact.unit}",
            "source": fact.source_title,
            "url": fact.source_url,
            "estimate": fact.basis == "estimate",
        }

    def __repr__(self):
        return f"Replay({self.case.name!r}, {len(self.facts)} facts)"


def replay(case, metrics, *, y_title, log=True):
    """The case from its launch on, one fact after the other; the reader guesses before each."""
    return Replay(case, metrics, y_title=y_title, log=log)
