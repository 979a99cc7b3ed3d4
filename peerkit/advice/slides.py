"""The ten pictures of an engagement, as data: each has a finding as its title, and a chart, a table or what is missing.

The deck draws them as charts of its own program, the page with plotly; both show the same numbers.
"""

from typing import NamedTuple

import numpy as np

from peerkit.advice.diagnosis import takes_over
from peerkit.advice.doubt import drawn
from peerkit.advice.findings import Finding, of_scenarios
from peerkit.advice.instrument import item, items
from peerkit.advice.numbers import given, scenario
from peerkit.advice.rules import CRITERIA, FIND_OUT, LEVELS, QUESTIONS, UNKNOWN, VERDICTS, rules
from peerkit.advice.written import brief, whole
from peerkit.figures.theme import STROKES
from peerkit.figures.words import number, percent
from peerkit.models.catalogue import outcomes

POINTS = 41


class Series(NamedTuple):
    """A named row of values; a `dot` is drawn as single points, a line otherwise. x is None where categories are shared."""

    name: str
    y: tuple
    x: tuple | None = None
    dot: bool = False


class Chart(NamedTuple):
    """Bars over `categories`, or lines over numbers where there are none. Titles of axes end in their unit."""

    x_title: str
    y_title: str
    series: tuple[Series, ...]
    categories: tuple[str, ...] = ()
    percent: bool = False
    log: bool = False
    top: float | None = None


class Table(NamedTuple):
    """Rows of short texts under a header."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


class Slide(NamedTuple):
    """One picture: the finding, the body (None where numbers are missing), what to ask for, what speaks against it, the source."""

    finding: Finding
    body: Chart | Table | None
    missing: tuple[str, ...]
    against: tuple[str, ...]
    source: str


def slides(report):
    """The ten slides of a report, in the order of the argument."""
    return tuple(
        Slide(report.finding(key), *_body(report, make, topic), _against(topic), _source(report, topic))
        for key, make, topic in (
            ("verdict", _shares, ""),
            ("profile", _profile, ""),
            ("branch", _answers, ""),
            ("peers_start", _costs, "modes"),
            ("piece", _participation, "granularity"),
            ("growth", _joiners, "flywheel"),
            ("take", _takes, "flywheel"),
            ("step", _steps, ""),
            ("worth", _worth, ""),
            ("terms", _terms, ""),
        )
    )


def _body(report, make, topic):
    if not topic or given(report.engagement, topic):
        return make(report), ()
    parameters = outcomes(topic).record.parameters().values()
    return None, tuple(f"{parameter.label} [{parameter.unit}]" for parameter in parameters)


def _against(topic):
    return outcomes(topic).record.about.evidence_against if topic else rules().limits.sentences


def _source(report, topic):
    if not topic:
        return f"Source: the client's answers; rules {report.stamp.rules} of peerkit, which are judgement."
    record = outcomes(topic).record
    ours, all_of_them = len(given(report.engagement, topic)), len(record.parameters())
    return f"Source: peerkit, model {topic}; {ours} of {all_of_them} numbers are the client's, the others a scenario."


def _shares(report):
    shares = report.diagnosis.shares
    series = Series("share of draws", tuple(map(float, shares.values())))
    return Chart("verdict", "draws that lead to it [share]", (series,), tuple(shares), percent=True, top=1.0)


def _profile(report):
    levels = report.diagnosis.profile
    names = tuple(f"{name} (unknown)" if levels[name] is None else name for name in CRITERIA)
    series = Series("level", tuple(float(levels[name] or 0) for name in CRITERIA))
    return Chart("criterion", "level [0 to 4]", (series,), names, top=float(LEVELS - 1))


def _answers(report):
    rows = []
    for each in items():
        answer = report.engagement.answers.get(each.key)
        if answer is None or answer.value is None:
            rows.append((each.key, each.short, "not known", ""))
            continue
        place = each.choices.index(answer.value) if each.choices else answer.value
        rows.append((each.key, each.short, f"{answer.value}: {each.anchors[place]}", answer.how))
    return Table(("", "Question", "Answer", "Known"), tuple(rows))


def _costs(report):
    from peerkit.models.modes import costs

    modes = scenario(report.engagement, "modes")
    start = report.finding("peers_start").value or 50.0
    sizes = np.geomspace(2, max(10 * start, 100), POINTS)
    each = costs(modes, sizes)
    series = tuple(Series(name, _plain(getattr(each, name)), _plain(sizes)) for name in ("market", "firm", "peers"))
    return Chart("people who contribute [people]", "cost of coordination [contracts]", series, log=True)


def _participation(report):
    from peerkit.models.granularity import participation

    granularity = scenario(report.engagement, "granularity")
    best = report.finding("piece").value
    sizes = np.linspace(1, max(3 * best, granularity.budget), POINTS)
    line = Series("people with time for it", _plain(participation(granularity, sizes)), _plain(sizes))
    dot = Series("best piece", (float(participation(granularity, max(best, 1e-9))),), (best,), dot=True)
    return Chart("size of a piece [minutes]", "people [share]", (line, dot), percent=True, top=1.0)


def _joiners(report):
    from peerkit.models.flywheel import joiners, largest_size

    flywheel = scenario(report.engagement, "flywheel")
    size = report.finding("growth").value
    widest = max(1.3 * float(largest_size(flywheel)), 1.5 * (size or 0), 10.0)
    members = np.linspace(0, min(widest, max(flywheel.population, 10.0)), POINTS)
    series = [
        Series("people who want to join", _plain(joiners(flywheel, members)), _plain(members)),
        Series("as many as there are", _plain(members), _plain(members)),
    ]
    if size:
        series.append(Series("it runs by itself from here", (size,), (size,), dot=True))
    return Chart("members [people]", "people [people]", tuple(series))


def _takes(report):
    from peerkit.models.flywheel import largest_size

    flywheel = scenario(report.engagement, "flywheel")
    most = report.finding("take").value
    # Both sides of the drop, so that it is drawn as one.
    drop = [most * (1 - 1e-9), min(most * (1 + 1e-9), 1.0)] if most and most < 1 else []
    rates = np.unique([*np.linspace(0, 1, POINTS), *drop])
    batch = type(flywheel).batch(**{**flywheel.model_dump(), "take_rate": rates})
    line = Series("largest size at which it rests", _plain(largest_size(batch)), _plain(rates))
    plan = (float(largest_size(flywheel)),), (float(flywheel.take_rate),)
    series = [line, Series("the plan", *plan, dot=True)]
    if most:
        above = flywheel.replace(take_rate=min(most * (1 - 1e-9), 1.0))
        series.append(Series("most that it bears", (float(largest_size(above)),), (min(most, 1.0),), dot=True))
    return Chart("take [share of the pay-off]", "members [people]", tuple(series))


def _steps(report):
    """The share of draws that still agree when one answer is a step lower than it was given."""
    engagement, diagnosis = report.engagement, report.diagnosis
    levels = {question: engagement.level(question) for question in QUESTIONS}
    how = {question: engagement.how(question) for question in QUESTIONS}
    place = VERDICTS.index(diagnosis.verdict)
    place = VERDICTS.index(diagnosis.act) if place == FIND_OUT else place
    _, over = takes_over(engagement)
    names, values = ["as answered"], [diagnosis.shares[VERDICTS[place]]]
    for question in QUESTIONS[1:]:
        if levels[question] == UNKNOWN or levels[question] == 0:
            continue
        lower = {**levels, question: levels[question] - 1}
        names.append(f"{question} {item(question).short}")
        values.append(float(drawn(lower, how, carried=engagement.carried, over=over).shares[place]))
    title = f"draws that lead to “{VERDICTS[place]}” [share]"
    return Chart(
        "answer that is one step lower", title, (Series("share of draws", tuple(values)),), tuple(names), percent=True
    )


def _worth(report):
    each = report.diagnosis.find_out
    names = tuple(f"{one.question} {item(one.question).short}" for one in each)
    values = tuple(float(one.worth) for one in each)
    if not each:
        names, values = ("no question",), (0.0,)
    return Chart("question", "worth of finding out [pilots]", (Series("worth", values),), names)


def _terms(report):
    terms = tuple((each.criterion, each.words) for each in report.diagnosis.levers[:3])
    gaps = tuple(("it cannot say", sentence) for sentence in report.diagnosis.limits)
    wins = tuple(("what if", each.text) for each in of_scenarios(report) if each.key.startswith("wins_"))[:1]
    return Table(("What", "In words"), (*terms, *wins, *gaps))


def _plain(values):
    """Floats, None where there is no finite number."""
    return tuple(float(value) if np.isfinite(value) else None for value in np.asarray(values, float))


def shown(value, chart):
    """A value of a chart as its label says it.

    >>> shown(0.3432, Chart("", "", (), percent=True)), shown(2.0, Chart("", "", ()))
    ('34%', '2')
    """
    return percent(value) if chart.percent else number(value, 2)


def stroke(series, place):
    """The colour and the dash of a line: its own where its name has one everywhere, else by its `place`."""
    return STROKES.get(series.name) or STROKES[("peers", "firm", "market", "warn")[place % 4]]


def client(report, longest=60):
    """The client's name for a title, with FICTIONAL where it is."""
    name = brief(report.engagement.client.name, longest)
    return f"{name} (FICTIONAL)" if report.stamp.fictional else name


def numbers_given(report, topic):
    """The client's own numbers of a model, one sentence each."""
    rows = []
    parameters = outcomes(topic).record.parameters()
    for name in given(report.engagement, topic):
        ours, parameter = report.engagement.numbers[f"{topic}.{name}"], parameters[name]
        span = f" ({number(ours.low)} to {number(ours.high)})" if ours.low is not None and ours.high is not None else ""
        origin = f"; {ours.origin}" if ours.origin else ""
        words = f"{parameter.label}: {number(ours.best)}{span} {ours.unit or parameter.unit}{origin}{', ' + ours.date if ours.date else ''}."
        rows.append(whole(words))
    return tuple(rows)
