"""The imports of all pages, made in advance: a kernel that is forked or kept in reserve need not make them again."""

import importlib
import pkgutil

import peerkit.advice.desk
import peerkit.advice.scenarios
import peerkit.cases
import peerkit.course.ask
import peerkit.dashboards
from peerkit.widgets.guarded import guarded

MODULES = [
    importlib.import_module(each.name)
    for each in pkgutil.iter_modules(peerkit.dashboards.__path__, "peerkit.dashboards.")
]


def rehearsals():
    """Draws one question after the other, each when the next item is asked for.

    plotly, scipy and the formulas import most of themselves at their first use. What is imported before a fork is
    shared by all kernels, in time and in memory. A question that cannot be drawn is a matter of its own page: the log
    says so, and the others go on.
    """
    for module in MODULES:
        question = getattr(module, "QUESTION", None)
        if question is not None:
            with guarded(lambda sentence: None):
                record = question.record(**question.start)
                question.figure(record).to_plotly_json(), question.summary(record), question.panel_controls
            yield question
