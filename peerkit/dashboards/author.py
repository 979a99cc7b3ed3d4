"""The few functions that the author of a notebook needs; `import peerkit` offers them."""

import difflib
from dataclasses import replace
from urllib.parse import urlsplit

import plotly.graph_objects as go

from peerkit.content import pages
from peerkit.dashboards.explorer import Explorer, Question
from peerkit.dashboards.search import question_of
from peerkit.records.record import Record
from peerkit.widgets.plotly_view import PlotlyView
from peerkit.widgets.url_state import decode


def explore(question=None, *, record=None, figure=None, summary=None, controls=(), embedded=False, **start):
    """A dashboard: of a topic ("modes"), of a `Question`, or of a record, a figure, a summary and some controls.

    `start` are the values that it begins with. A dashboard keeps its scenario in the page's address, shows what is
    known of its model and what to try; with ``embedded=True`` it does none of this, for a text that has several.

    >>> explore("modes", pair_cost=0.05)
    Explorer(Modes)
    >>> explore("moods")
    Traceback (most recent call last):
    ValueError: there is no question 'moods'; did you mean modes?
    """
    if question is None:
        question = _own_question(record, figure, summary, controls)
    elif record is not None or figure is not None or summary is not None:
        raise ValueError("give either a topic or a record with its figure and summary, not both")
    else:
        question = _question(question)
        question = replace(question, controls=tuple(controls)) if controls else question
    return Explorer(replace(question, start={**question.start, **start}), embedded=embedded)


def show(figure, words="", height=420):
    """A plotly figure in peerkit's colours, with its data as a table; `words` say what it shows to those who cannot see it.

    >>> show(go.Figure(), "nothing yet")
    PlotlyView('nothing yet')
    """
    if not isinstance(figure, go.Figure):
        raise ValueError(f"show needs a plotly figure, got {type(figure).__name__}")
    return PlotlyView(figure, label=words, height=height)


def scenario(topic, query="", **values):
    """The record of a topic with some `values`, or with those of a link to its page (`query`).

    >>> scenario("modes", pair_cost=0.05).changes()
    {'pair_cost': 0.05}
    >>> scenario("modes", "https://example.org/modes?v=1&commons_cost=10").changes()
    {'commons_cost': 10.0}
    >>> scenario("modes", "pair_cost=-3")
    Traceback (most recent call last):
    ValueError: The link asks for pair_cost = -3, but pair_cost must be above 0; the default is used.
    """
    made, problems = decode(_question(topic).record, urlsplit(query).query or query)
    if problems:
        raise ValueError(" ".join(problems))
    return made.replace(**values)


def _question(topic):
    if isinstance(topic, Question):
        return topic
    asked = {page.address: page for page in pages() if page.kind == "dashboard"}
    question = question_of(asked[topic]) if topic in asked else None
    if question is None:
        close = difflib.get_close_matches(str(topic), asked, n=3, cutoff=0.5)
        hint = f"did you mean {' or '.join(close)}?" if close else f"there are {', '.join(sorted(asked))}"
        raise ValueError(f"there is no question {topic!r}; {hint}")
    return question


def _own_question(record, figure, summary, controls):
    if not (isinstance(record, type) and issubclass(record, Record)):
        raise ValueError(f"record must be a class made from peerkit.Record, got {record!r}")
    for name, function in (("figure", figure), ("summary", summary)):
        if not callable(function):
            raise ValueError(f"{name} must be a function of the record, got {function!r}")
    return Question(record, figure=figure, summary=summary, controls=tuple(controls) or _first(record))


def _first(record):
    return tuple(record.parameters())[: Question.MOST_CONTROLS]
