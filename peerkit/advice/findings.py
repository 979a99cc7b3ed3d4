"""The findings of an engagement: one list of sentences and numbers that every report is made of.

A deck, a page, a memo and a workbook show the same number in the same words, because none of them rounds by itself.
"""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

import numpy as np

from peerkit.advice.diagnosis import Diagnosis, diagnose
from peerkit.advice.doubt import pilots
from peerkit.advice.engagement import Engagement
from peerkit.advice.instrument import item
from peerkit.advice.numbers import given, scenario
from peerkit.advice.rules import CRITERIA, FIND_OUT, VERDICTS, rules
from peerkit.advice.scenario_findings import said_of
from peerkit.advice.written import brief
from peerkit.figures.words import at_least_people, headcount, listed, number, people, percent

FOOTER = "Scenario unless marked measured. A model's answer, not a forecast of success."
DOES = dict(
    zip(
        VERDICTS,
        ("build it", "build it on terms", "host a commons", "not go on as planned", "find out first"),
        strict=True,
    )
)
"""Each verdict as what a client should do."""
COUNTS = ("none", "one", "two", "three", "four", "five", "six", "seven")
TOPIC_NAMES = {"modes": "coordination", "granularity": "pieces of work", "flywheel": "growth of a community"}


class Finding(NamedTuple):
    """A sentence with its number: the value unrounded, the unit, the function it comes from (``module.function``).

    `topic` is the model whose numbers were used, "" where only answers were. A finding whose numbers nobody gave has no value,
    and its sentence says what is missing.
    """

    key: str
    text: str
    value: float | None
    unit: str
    function: str
    topic: str = ""


class Stamp(NamedTuple):
    """The marks on every report by which it is known again."""

    id: str
    revision: int
    date: str
    seed: int
    rules: int
    fictional: bool

    @property
    def line(self):
        """The footer of every page.

        >>> Stamp("f00d", 3, "2026-11-26", 2005, 1, True).line.partition(" S")[0]
        'FICTIONAL. Engagement f00d, revision 3, 2026-11-26. Rules 1, seed 2005.'
        """
        name = f"Engagement {self.id or 'without id'}, revision {self.revision}, {self.date}."
        return f"{'FICTIONAL. ' if self.fictional else ''}{name} Rules {self.rules}, seed {self.seed}. {FOOTER}"


@dataclass(frozen=True)
class Report:
    """All that a report is made of."""

    engagement: Engagement
    diagnosis: Diagnosis
    findings: tuple[Finding, ...]
    stamp: Stamp

    def finding(self, key):
        """The finding of this key."""
        return next(finding for finding in self.findings if finding.key == key)


def report(engagement, day=None):
    """The `Report` of an engagement, stamped with a `day` (today by default).

    >>> from peerkit.advice.engagement import new
    >>> made = report(new("A choir"))
    >>> made.finding("verdict").text
    'A choir should find out first: too little is known for a verdict.'
    >>> made.finding("peers_start").text
    'The size from which peers are cheaper is open: nobody gave numbers on coordination.'
    """
    diagnosis = diagnose(engagement)
    stamp = Stamp(
        brief(engagement.id, 40),
        engagement.revision,
        (day or date.today()).isoformat(),
        rules().draws.seed,
        diagnosis.rules,
        engagement.client.fictional,
    )
    return Report(engagement, diagnosis, findings(engagement, diagnosis), stamp)


def findings(engagement, diagnosis):
    """The findings in the order in which a reader needs them."""
    return (
        _verdict(engagement, diagnosis),
        _profile(diagnosis),
        _branch(engagement),
        _peers(engagement),
        _piece(engagement),
        _growth(engagement),
        _take(engagement),
        _step(diagnosis),
        _worth(diagnosis),
        _risk(diagnosis),
        Finding("difference", diagnosis.difference, None, "", "advice.doubt.difference"),
        *(
            Finding(
                f"lever_{each.criterion}",
                each.words,
                each.target,
                each.parameter,
                "advice.levers",
                each.parameter.partition(".")[0],
            )
            for each in diagnosis.levers
        ),
        *(Finding(*each) for each in said_of(engagement)),
        _terms(diagnosis),
    )


def of_scenarios(report):
    """The findings on scenarios and ranges."""
    return tuple(each for each in report.findings if each.key.startswith(("scenario_", "wins_", "range_")))


def _verdict(engagement, diagnosis):
    name = brief(engagement.client.name, 40)
    does = DOES[diagnosis.verdict]
    if diagnosis.verdict == VERDICTS[FIND_OUT]:
        text = f"{name} should {does}: too little is known for a verdict."
        return Finding("verdict", text, None, "share of draws", "advice.diagnosis.diagnose")
    text = f"{name} should {does}; {percent(diagnosis.share)} of the draws agree."
    return Finding("verdict", text, diagnosis.share, "share of draws", "advice.diagnosis.diagnose")


def _profile(diagnosis):
    levels = diagnosis.profile
    strong = [name for name in CRITERIA if (levels[name] or 0) >= rules().strong]
    short = [name for name in CRITERIA if name not in strong]
    if not short:
        text = "All seven criteria are strong."
    elif len(short) == len(CRITERIA):
        text = "None of the seven criteria is strong yet."
    else:
        holds = "holds" if len(short) == 1 else "hold"
        verb = "is" if len(strong) == 1 else "are"
        text = f"{COUNTS[len(strong)].capitalize()} of seven criteria {verb} strong; {listed(short)} {holds} it back."
    return Finding("profile", text, len(strong), "criteria", "advice.rules.profile")


_BRANCH = {
    "cheap": "Contracts are cheap, so ask who holds the layer that would be opened.",
    "expensive": "Contracts are expensive, so ask who holds the thing that is scarce.",
    "both": "Contracts are cheap at some stages only, so ask who holds the layer and who holds what is scarce.",
}


def _branch(engagement):
    answer = engagement.answers.get("1")
    known = answer is not None and answer.value is not None
    text = _BRANCH[answer.value] if known else "Nobody knows yet what contracts cost, so both branches stay open."
    return Finding("branch", text, None, "", "advice.rules.profile")


def _missing(key, what, topic, function):
    text = f"{what} is open: nobody gave numbers on {TOPIC_NAMES[topic]}."
    return Finding(key, text, None, "", function, topic)


def _peers(engagement):
    from peerkit.models.modes import peers_over_firm, peers_over_market

    function = "modes.peers_over_firm"
    if not given(engagement, "modes"):
        return _missing("peers_start", "The size from which peers are cheaper", "modes", function)
    modes = scenario(engagement, "modes")
    windows = (peers_over_firm(modes), peers_over_market(modes))
    start = float(max(window.start for window in windows))
    if not all(np.isposinf(window.end) for window in windows) or not np.isfinite(start):
        return Finding(
            "peers_start",
            "With these numbers peers are not the cheapest in the end.",
            None,
            "people",
            function,
            "modes",
        )
    if start <= 1:
        text = "Peers are cheaper than a firm and a market at every size."
    else:
        planned = _resting(engagement)
        tail = f"; the community would rest at {headcount(planned)}" if planned is not None else ""
        text = f"From {at_least_people(start)} on peers are cheaper than a firm and a market{tail}."
    return Finding("peers_start", text, start, "people", function, "modes")


def _resting(engagement):
    """The largest size at which the client's community rests [people]; None without numbers on it."""
    from peerkit.models.flywheel import largest_size

    return float(largest_size(scenario(engagement, "flywheel"))) if given(engagement, "flywheel") else None


def _piece(engagement):
    from peerkit.models.granularity import optimal_chunk

    function = "granularity.optimal_chunk"
    if not given(engagement, "granularity"):
        return _missing("piece", "The best size of a piece of work", "granularity", function)
    best = optimal_chunk(scenario(engagement, "granularity"))
    size, out = float(best.size), 1 - float(best.participation)
    text = (
        f"A piece of {number(size, 2)} minutes, the best one, shuts out {percent(out)} of the people."
        if size > 0
        else "Pieces cost nothing to handle: the smaller, the better."
    )
    return Finding("piece", text, size, "minutes", function, "granularity")


def _growth(engagement):
    from peerkit.models.flywheel import joiners, size_to_pass

    function = "flywheel.size_to_pass"
    if not given(engagement, "flywheel"):
        return _missing("growth", "The size from which the community runs by itself", "flywheel", function)
    flywheel = scenario(engagement, "flywheel")
    size, start = float(size_to_pass(flywheel)), float(joiners(flywheel, 0.0))
    if np.isinf(size):
        text = f"With these numbers it never runs by itself; {headcount(start)} would come for the joy of it."
    elif size == 0:
        text = f"It runs by itself from the start: {headcount(start)} come for the joy of it."
    else:
        text = f"It runs by itself from {people(size)} members on; {headcount(start)} come for the joy of it."
    return Finding("growth", text, _finite(size), "people", function, "flywheel")


def _take(engagement):
    from peerkit.models.hysteresis import collapse_take

    function = "hysteresis.collapse_take"
    if not given(engagement, "flywheel"):
        return _missing("take", "The take that a community bears", "flywheel", function)
    flywheel = scenario(engagement, "flywheel")
    most = float(collapse_take(flywheel))
    plan = f"the plan takes {percent(flywheel.take_rate)}"
    if np.isinf(most):
        text = f"No take loses the community at once; {plan}."
    elif most == 0:
        text = f"No community lasts, even at a take of nothing; {plan}."
    else:
        text = f"A take above {percent(most)} loses the community; {plan}."
    return Finding("take", text, _finite(most), "share of the pay-off", function, "flywheel")


def _step(diagnosis):
    """The answer that is nearest to another verdict."""
    function = "advice.diagnosis.diagnose"
    if not diagnosis.flips:
        return Finding("step", "No three answers, changed together, change the verdict.", None, "points", function)
    flip = diagnosis.flips[0]
    if len(flip.changes) > 1:
        text = f"It takes {COUNTS[len(flip.changes)]} changed answers to reach another verdict: {flip.verdict}."
    else:
        ((question, to),) = flip.changes.items()
        text = f"“{item(question).short}” at {to} would make it: {flip.verdict}."
    return Finding("step", text, float(flip.points), "points", function)


def _worth(diagnosis):
    function = "advice.doubt.value_of_finding_out"
    if not diagnosis.find_out:
        return Finding("worth", "No single answer is worth finding out first.", 0.0, "pilots", function)
    first = diagnosis.find_out[0]
    text = f"Finding out “{item(first.question).short}” is worth up to {pilots(first.worth)}."
    return Finding("worth", text, first.worth, "pilots", function)


def _risk(diagnosis):
    text = f"Acting now risks {pilots(diagnosis.risk)}; least is lost on average by: {diagnosis.act}."
    return Finding("risk", text, diagnosis.risk, "pilots", "advice.doubt.regret")


def _terms(diagnosis):
    many = min(len(diagnosis.levers), 3)
    if not many:
        text = "No criterion is short of strong; the rules still cannot say how often they are right."
    else:
        decide = "term decides" if many == 1 else "terms decide"
        text = f"{COUNTS[many].capitalize()} {decide} it; the rules cannot say how often they are right."
    return Finding("terms", text, float(many), "terms", "advice.levers.levers")


def _finite(value):
    return value if np.isfinite(value) else None
