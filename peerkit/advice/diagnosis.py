"""The diagnosis of an engagement: profile, verdict, reasons, doubt, flips, what to find out first, and levers."""

from dataclasses import asdict, dataclass
from itertools import combinations, islice, product

import numpy as np

from peerkit.advice.doubt import difference, drawn, regret, value_of_finding_out
from peerkit.advice.instrument import item
from peerkit.advice.levers import Lever, levers
from peerkit.advice.numbers import drawn_values, given, scenario
from peerkit.advice.rules import (
    BRANCHES,
    CRITERIA,
    LEVELS,
    QUESTIONS,
    UNKNOWN,
    VERDICTS,
    VETOES,
    Answers,
    judged,
    profile,
    rules,
)
from peerkit.models.hysteresis import collapse_take

MOST_FLIPS = 3
MOST_CHANGED = 3
"""The most answers that a flip changes."""
WORTH = 0.005
"""A question that is worth less [pilots] is not named."""

REASONS = {
    1: "A veto holds: {vetoes}.",
    2: "Too little is known: {unknown}.",
    3: "Too much is weak: {weak}.",
    4: "Too little of the community is strong: {strong}.",
    5: "The community can carry itself, but hardly anybody can live from it: {weak}.",
    6: "Everything is known, nothing is weak, and the grain and the start are strong.",
    7: "The plan holds if terms settle what is open: {open}.",
}
VETO_WORDS = {
    "V1": "the work cannot be divided",
    "V2": "consumers have no way in, or there is no room for them",
    "V3": "the first contributors get next to nothing, and nobody carries the start",
    "V4": "the planned take is above the one at which the community collapses",
}


@dataclass(frozen=True)
class Flip:
    """The changed answers (question to new value), the points they move, and the verdict they lead to."""

    changes: dict
    points: int
    verdict: str


@dataclass(frozen=True)
class FindOut:
    """A question to find out about, and what its true answer would save on average [pilots]."""

    question: str
    worth: float


@dataclass(frozen=True)
class Diagnosis:
    """All that the rules say about an engagement.

    `profile` holds the level of each criterion (None where unknown), `share` the share of draws that agree with the
    `verdict`, `shares` the share of each verdict, `act` the verdict with the least expected loss and `risk` that loss [pilots];
    `difference` says why the verdict and `act` are not the same.
    """

    profile: dict
    vetoes: tuple[str, ...]
    verdict: str
    reasons: tuple[str, ...]
    share: float
    agreement: str
    shares: dict
    act: str
    risk: float
    difference: str
    flips: tuple[Flip, ...]
    find_out: tuple[FindOut, ...]
    levers: tuple[Lever, ...]
    warnings: tuple[str, ...]
    limits: tuple[str, ...]
    rules: int

    def as_dict(self):
        """The diagnosis as JSON can hold it."""
        plain = asdict(self)
        plain["levers"] = [lever._asdict() for lever in self.levers]
        return _plain(plain)


def diagnose(engagement):
    """The `Diagnosis` of an engagement; unanswered questions give a partial profile.

    >>> from peerkit.advice.engagement import new
    >>> nothing = diagnose(new("A choir"))
    >>> nothing.verdict, nothing.profile["grain"], nothing.share
    ('Find out first', None, 0.0)
    """
    levels = {question: engagement.level(question) for question in QUESTIONS}
    how = {question: engagement.how(question) for question in QUESTIONS}
    over, over_draws = takes_over(engagement)
    answers = _answers(engagement, levels, how, over)
    by_criterion, vetoed, outcome, rule = judged(answers)
    draws = drawn(levels, how, carried=engagement.carried, over=over_draws)
    risk, act = regret(draws)
    outcome = int(outcome)
    named = _named(by_criterion)
    vetoes = tuple(name for name, holds in zip(VETOES, vetoed, strict=True) if holds)
    share = float(draws.shares[outcome]) if outcome < draws.shares.size else 0.0
    shares = {VERDICTS[place]: float(each) for place, each in enumerate(draws.shares)}
    return Diagnosis(
        profile=named,
        vetoes=vetoes,
        verdict=VERDICTS[outcome],
        reasons=_reasons(int(rule), named, vetoes),
        share=share,
        agreement=_agreement(share),
        shares=shares,
        act=VERDICTS[act],
        risk=risk,
        difference=difference(VERDICTS[outcome], VERDICTS[act], shares),
        flips=_flips(engagement, levels, how, over, outcome),
        find_out=tuple(FindOut(*each) for each in value_of_finding_out(draws).items() if each[1] > WORTH),
        levers=levers(engagement, named),
        warnings=_warnings(levels),
        limits=rules().limits.sentences,
        rules=rules().version,
    )


def profile_of(engagement):
    """The level of each criterion, None where unknown: the part of a diagnosis that needs no draws.

    >>> from peerkit.advice.engagement import new
    >>> profile_of(new("A choir"))["grain"]
    """
    levels = {question: engagement.level(question) for question in QUESTIONS}
    return _named(profile(Answers(levels, dict.fromkeys(QUESTIONS, False))))


def _named(levels):
    return {name: None if level == UNKNOWN else int(level) for name, level in zip(CRITERIA, levels, strict=True)}


def _answers(engagement, levels, how, over):
    return Answers(
        {question: np.asarray(level) for question, level in levels.items()},
        {question: how[question] == "said" for question in QUESTIONS},
        engagement.carried,
        over,
    )


def takes_over(engagement):
    """True if the planned take is above the collapsing one: for the best guesses, and for draws of the client's numbers."""
    if not given(engagement, "flywheel"):
        return False, False
    record = scenario(engagement, "flywheel")
    over = bool(record.take_rate > collapse_take(record))
    rng = np.random.default_rng(rules().draws.seed)
    columns = drawn_values(engagement, "flywheel", rng)
    if not columns:
        return over, over
    batch = type(record).batch(**{**record.model_dump(), **columns})
    each = np.broadcast_to(batch.take_rate > collapse_take(batch), next(iter(columns.values())).shape)
    return over, np.resize(each, rules().draws.number)


def _reasons(rule, profile, vetoes):
    weak = [name for name, level in profile.items() if level is not None and level <= rules().weak]
    strong = [name for name in CRITERIA[:5] if (profile[name] or 0) >= rules().strong]
    unknown = [name for name, level in profile.items() if level is None]
    open_ones = [name for name, level in profile.items() if level is None or level < rules().strong]
    said = {
        "vetoes": ", and ".join(VETO_WORDS[veto] for veto in vetoes),
        "weak": _list(weak),
        "strong": f"only {_list(strong)}" if strong else "none of it",
        "unknown": _list(unknown),
        "open": _list(open_ones) or "some answers are only opinions",
    }
    return (REASONS[rule].format(**said),)


def _list(names):
    return f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else "".join(names)


def _agreement(share):
    cuts = rules().agreement
    return "firm" if share >= cuts.firm else "leaning" if share >= cuts.leaning else "open"


def _flips(engagement, levels, how, over, outcome):
    """The changes of fewest answers, then of fewest points, that lead to another verdict. A changed answer counts as seen."""
    for size in range(1, MOST_CHANGED + 1):
        changes = list(_changes(levels, how, size))
        if not changes:
            continue
        flipped = _outcomes(engagement, levels, how, over, changes)
        points = [sum(_points(question, levels[question], to) for question, to in change) for change in changes]
        other = [i for i in np.argsort(points, kind="stable") if flipped[i] != outcome]
        if other:
            return tuple(
                Flip(
                    {question: BRANCHES[to] if question == "1" else int(to) for question, to in changes[i]},
                    int(points[i]),
                    VERDICTS[flipped[i]],
                )
                for i in islice(other, MOST_FLIPS)
            )
    return ()


def _changes(levels, how, size):
    """All ways to change `size` answers; to confirm an opinion with the same value is a change too."""
    for questions in combinations(QUESTIONS, size):
        options = []
        for question in questions:
            values = range(len(BRANCHES) if question == "1" else LEVELS)
            options.append([to for to in values if to != levels[question] or how[question] == "said"])
        for values in product(*options):
            yield tuple(zip(questions, values, strict=True))


def _outcomes(engagement, levels, how, over, changes):
    number = len(changes)
    tried = {question: np.full(number, levels[question]) for question in QUESTIONS}
    said = {question: np.full(number, how[question] == "said") for question in QUESTIONS}
    for i, change in enumerate(changes):
        for question, to in change:
            tried[question][i] = to
            said[question][i] = False
    return judged(Answers(tried, said, engagement.carried, over))[2]


def _points(question, level, to):
    if level == UNKNOWN or question == "1":
        return 1 if to != level else 0
    return abs(to - level)


def _warnings(levels):
    """Contradictions between answers; they warn and change nothing."""
    said = []
    if levels["5"] == 0 and levels["6a"] >= rules().strong:
        said.append(
            f"{item('5').short} is 0, and {item('6a').short.lower()} is strong: what cannot be divided cannot pull."
        )
    if levels["4"] == 0 and levels["6b"] == LEVELS - 1:
        said.append(f"{item('4').short} is 0, and they do it anyway: one of both is not as answered.")
    if levels["7a"] == 0 and levels["7b"] >= rules().strong:
        said.append(f"{item('7a').short} is 0, and contributors gain when the payer wins: nobody pays yet.")
    return tuple(said)


def _plain(value):
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    if isinstance(value, float):
        return round(value, 6) if np.isfinite(value) else None
    return value
