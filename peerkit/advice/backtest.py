"""The desk asked about cases whose end is known: its verdicts, hits and misses, and how little they prove.

Answers are those that could be given at the date of each case (`backtest.toml`); outcomes are the cases' own.
"""

from functools import lru_cache
from itertools import combinations, product
from pathlib import Path
from typing import Literal, NamedTuple

import numpy as np

from peerkit.advice.doubt import drawn, regret, value_of_finding_out
from peerkit.advice.rules import (
    BRANCHES,
    BUILD,
    COMMONS,
    CRITERIA,
    FIND_OUT,
    QUESTIONS,
    TERMS,
    UNKNOWN,
    VERDICTS,
    VETOES,
    Answers,
    judged,
    rules,
)
from peerkit.cases import STATUSES, load_case
from peerkit.records.files import Entry, Text, read_toml

ALIVE = STATUSES[0]
NAIVE_YES, NAIVE_NO = 0.85, 0.15
"""The chances that a yes and a no of a naive rule stand for: those of the verdicts Build and Not as planned."""
MIDDLING = 2
"""Question 7 says yes from this level on, for both of its answers."""
COUNTS = ("fewest_known", "weak_community", "weak_all", "strong_community", "strong_all")
"""The counts of the rules that neighbouring rule sets move by one."""
CUTS = ({}, {"weak": -1}, {"weak": 1}, {"strong": -1}, {"strong": 1})
"""The steps by which neighbouring rule sets move what is weak, or what is strong."""


class Coded(Entry):
    """A case as the desk would have been told about it."""

    case: Text
    answers: dict[str, Text]
    reason: Text
    facts: tuple[Text, ...] = ()
    income: Literal["yes", "no", "unknown"]
    income_because: Text


class BackTest(Entry):
    """All coded cases, and the chance of being alive that each verdict stands for."""

    forecasts: dict[str, float]
    cases: tuple[Coded, ...]


class Tried(NamedTuple):
    """A case with the verdict of its date and its end.

    `chance` is the forecast of being alive, `hit` is True, False, or None for an abstention; `share` is the share of draws
    that agree, `risk` the expected loss of acting then [pilots], `ask` the question that was worth most.
    """

    coded: Coded
    case: object
    levels: dict
    how: dict
    profile: dict
    vetoes: tuple
    verdict: str
    share: float
    risk: float
    ask: str
    chance: float
    alive: bool
    hit: object


class Score(NamedTuple):
    """Hits, misses and abstentions of a rule, and its Brier score (mean squared error of its chances; 0 is perfect)."""

    hits: int
    misses: int
    abstentions: int
    brier: float


@lru_cache(maxsize=1)
def back_test():
    """The coded cases of this installation.

    >>> back_test().cases[0].case, back_test().forecasts["Find out first"]
    ('flickr', 0.5)
    """
    return read_toml(Path(__file__).parent / "backtest.toml", BackTest)


def told(coded):
    """The levels of a coded case by question, and how each was known."""
    levels, how = {}, {}
    for question in QUESTIONS:
        value, _, known_by = coded.answers.get(question, "").partition(" ")
        unknown = not value
        levels[question] = UNKNOWN if unknown else BRANCHES.index(value) if question == "1" else int(value)
        how[question] = known_by or "said"
    return levels, how


@lru_cache(maxsize=1)
def tried():
    """Every coded case, `Tried`.

    >>> [(each.case.company, each.verdict, each.hit) for each in tried()][3:5]
    [('del.icio.us', 'Host a commons', False), ('Squidoo', 'Find out first', None)]
    """
    return tuple(_tried(coded) for coded in back_test().cases)


def of_essay():
    """The seven cases of the essay, `Tried`."""
    return tuple(each for each in tried() if each.case.in_essay)


def contrast():
    """The cases that peerkit added for contrast, `Tried`."""
    return tuple(each for each in tried() if not each.case.in_essay)


def _tried(coded):
    case = load_case(coded.case)
    levels, how = told(coded)
    profile, vetoed, outcome, _ = judged(_answers([(levels, how)]))
    draws = drawn(levels, how)
    outcome = int(outcome[0])
    alive = case.profile.status == ALIVE
    return Tried(
        coded=coded,
        case=case,
        levels=levels,
        how=how,
        profile=dict(zip(CRITERIA, profile[:, 0].tolist(), strict=True)),
        vetoes=tuple(name for name, holds in zip(VETOES, vetoed[:, 0], strict=True) if holds),
        verdict=VERDICTS[outcome],
        share=float(draws.shares[outcome]) if outcome != FIND_OUT else 0.0,
        risk=regret(draws)[0],
        ask=next(iter(value_of_finding_out(draws))),
        chance=back_test().forecasts[VERDICTS[outcome]],
        alive=alive,
        hit=_hit(outcome, alive),
    )


def _hit(outcome, alive):
    if outcome == FIND_OUT:
        return None
    return (outcome in (BUILD, TERMS, COMMONS)) == alive


def _answers(told_of_cases):
    """The answers of several cases as one `Answers`."""
    levels = {question: np.array([each[question] for each, _ in told_of_cases]) for question in QUESTIONS}
    said = {question: np.array([how[question] == "said" for _, how in told_of_cases]) for question in QUESTIONS}
    return Answers(levels, said)


def brier(chances, alive):
    """The mean squared difference between chances of being alive and what came (1 alive, 0 not).

    >>> round(brier([0.85, 0.15], [True, True]), 4)
    0.3725
    """
    return float(np.mean((np.asarray(chances, float) - np.asarray(alive, float)) ** 2))


def scored(chances, alive):
    """The `Score` of forecasts; a chance of exactly one half is an abstention.

    >>> scored([0.85, 0.15, 0.5], [True, True, False])[:3]
    (1, 1, 1)
    """
    chances, alive = np.asarray(chances, float), np.asarray(alive, bool)
    abstains = chances == 0.5
    right = ~abstains & ((chances > 0.5) == alive)
    return Score(int(right.sum()), int((~abstains & ~right).sum()), int(abstains.sum()), brier(chances, alive))


def question_seven(each):
    """True if question 7 alone says yes: somebody pays, and contributors get a share."""
    return min(each.levels["7a"], each.levels["7b"]) >= MIDDLING


def scores(cases):
    """The `Score` of the rules and of naive rules on some cases, by name."""
    alive = [each.alive for each in cases]
    seventh = [NAIVE_YES if question_seven(each) else NAIVE_NO for each in cases]
    return {
        "the rules": scored([each.chance for each in cases], alive),
        "always yes": scored([NAIVE_YES] * len(cases), alive),
        "only question 7": scored(seventh, alive),
    }


def income_scores():
    """The `Score` of the rules and of naive rules where the question is whether the firm's own income carried it.

    Only Build and Build on terms say so. Cases whose income is not known are left out.
    """
    cases = [each for each in of_essay() if each.coded.income != "unknown"]
    carried = [each.coded.income == "yes" for each in cases]
    by_rules = [each.chance if each.verdict != VERDICTS[COMMONS] else NAIVE_NO for each in cases]
    seventh = [NAIVE_YES if question_seven(each) else NAIVE_NO for each in cases]
    return {
        "the rules": scored(by_rules, carried),
        "always yes": scored([NAIVE_YES] * len(cases), carried),
        "only question 7": scored(seventh, carried),
    }


def as_good_by_chance(cases, measure="brier"):
    """The share of all ways to deal the same ends to the cases under which the rules score as well as they did.

    `measure` is "brier" or "hits".

    >>> round(as_good_by_chance(of_essay()), 3), round(as_good_by_chance(of_essay(), "hits"), 3)
    (0.057, 0.143)
    """
    chances = [each.chance for each in cases]
    gone = sum(not each.alive for each in cases)
    reached = _merit(scored(chances, [each.alive for each in cases]), measure)
    deals = list(combinations(range(len(cases)), gone))
    dealt = (scored(chances, [place not in deal for place in range(len(cases))]) for deal in deals)
    return sum(_merit(score, measure) >= reached - 1e-12 for score in dealt) / len(deals)


def _merit(score, measure):
    return score.hits if measure == "hits" else -score.brier


def neighbours(cases):
    """The `Score` of each rule set beside ours, ours among them.

    Each differs by at most one in each of its `COUNTS`, and by one in what is weak or in what is strong, or in neither.
    """
    answers = _answers([(each.levels, each.how) for each in cases])
    alive = [each.alive for each in cases]
    forecasts = np.array([back_test().forecasts[verdict] for verdict in VERDICTS])
    ours = rules()
    every = []
    for cut, steps in product(CUTS, product((-1, 0, 1), repeat=len(COUNTS))):
        moves = cut | dict(zip(COUNTS, steps, strict=True))
        moved = ours.model_copy(update={name: getattr(ours, name) + step for name, step in moves.items()})
        outcome = judged(answers, moved)[2]
        every.append(scored(forecasts[outcome], alive))
    return every
