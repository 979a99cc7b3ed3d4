"""From answers to a profile, and from a profile to a verdict: the rules, for one client or for many draws at once.

Levels are whole numbers from 0 to 4 and `UNKNOWN` where nobody knows; branches are places in `BRANCHES`. Everything
broadcasts, so that the draws of a diagnosis and the answers of a client go through the same rules.
"""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np

from peerkit.records.files import Entry, Text, read_toml

UNKNOWN = -1
LEVELS = 5
QUESTIONS = ("1", "2", "3", "4", "5", "6a", "6b", "7a", "7b")
BRANCHES = ("cheap", "both", "expensive")
CRITERIA = ("room", "access", "grain", "pull", "start", "capture", "fit")
COMMUNITY = 5
"""The first criteria ask whether there can be a community, the others whether anybody can live from it."""
SET_BY = {"4": "access", "5": "grain", "6a": "pull", "6b": "start", "7a": "capture", "7b": "fit"}
VERDICTS = ("Build", "Build on terms", "Host a commons", "Not as planned", "Find out first")
BUILD, TERMS, COMMONS, NOT, FIND_OUT = range(len(VERDICTS))
VETOES = ("V1", "V2", "V3", "V4")
HOW = ("measured", "seen", "said")


class Doubt(Entry):
    """The decline of the chance of a level with each step away from the answer, by how the answer is known."""

    measured: float
    seen: float
    said: float
    unknown: float


class Branch(Entry):
    """The chance that the branch of an answer is the right one, by how the answer is known."""

    measured: float
    seen: float
    said: float


class Draws(Entry):
    """The draws of a diagnosis."""

    number: int
    seed: int
    correlation: float
    stretch: float


class Agreement(Entry):
    """Shares of draws from which a verdict is firm, or leaning."""

    firm: float
    leaning: float


class Loss(Entry):
    """Loss of acting on one verdict (row) when another is true (column) [pilots]."""

    order: tuple[Text, ...]
    matrix: tuple[tuple[float, ...], ...]


class Aims(Entry):
    """The shares that levers aim at."""

    participation: float
    completion: float


class Limits(Entry):
    """The sentences on what the method cannot say."""

    sentences: tuple[Text, ...]


class Rules(Entry):
    """The rules of one version."""

    version: int
    weak: int
    strong: int
    fewest_known: int
    weak_community: int
    weak_all: int
    strong_community: int
    strong_all: int
    doubt: Doubt
    branch: Branch
    draws: Draws
    agreement: Agreement
    loss: Loss
    aims: Aims
    limits: Limits


@lru_cache(maxsize=1)
def rules():
    """The rules of this installation.

    >>> rules().version, rules().weak, rules().strong
    (1, 1, 3)
    """
    return read_toml(Path(__file__).parent / "rules.toml", Rules)


@dataclass(frozen=True)
class Answers:
    """Answers as arrays: `levels` by question (the first one is a branch), `said` where an answer is only an opinion.

    `carried` is true where somebody pays for the start until the community runs by itself, `over` where the take is
    above the one at which the community of the client's numbers collapses.
    """

    levels: dict
    said: dict
    carried: bool = False
    over: object = False


def profile(answers):
    """The level of each criterion: an array of shape (7, …).

    The room comes from the question of the branch; from the better of both where the branch is both, and from the lower
    of those known where the branch is not.

    >>> levels = dict(zip(QUESTIONS, [1, 3, 2, 3, 3, 3, 3, 2, 3]))
    >>> profile(Answers(levels, dict.fromkeys(QUESTIONS, False))).tolist()
    [3, 3, 3, 3, 3, 2, 3]
    """
    branch, layer, scarce = (np.asarray(answers.levels[question]) for question in ("1", "2", "3"))
    room = np.select(
        [branch == 0, branch == 1, branch == 2], [layer, np.maximum(layer, scarce), scarce], _lower(layer, scarce)
    )
    others = [np.asarray(answers.levels[question]) for question in SET_BY]
    return np.stack(np.broadcast_arrays(room, *others))


def _lower(layer, scarce):
    known = np.minimum(layer, scarce)
    return np.where(layer == UNKNOWN, scarce, np.where(scarce == UNKNOWN, layer, known))


def only_said(answers):
    """True for each criterion that rests on opinions alone: an array of shape (7, …).

    A room is only said if all the answers that it uses are.
    """
    branch, layer, scarce = (np.asarray(answers.levels[question]) for question in ("1", "2", "3"))
    layer_said = np.asarray(answers.said["2"]) | (layer == UNKNOWN)
    scarce_said = np.asarray(answers.said["3"]) | (scarce == UNKNOWN)
    both = layer_said & scarce_said
    room = np.select([branch == 0, branch == 2], [layer_said, scarce_said], both)
    return np.stack(np.broadcast_arrays(room, *(np.asarray(answers.said[question]) for question in SET_BY)))


def vetoes(levels, answers, by=None):
    """True where a veto holds, in the order of `VETOES`: an array of shape (4, …), by the rules `by` (None for ours).

    V1: the work cannot be divided. V2: consumers have no way in, or there is no room. V3: the first ones get next to
    nothing, and nobody carries the start. V4: the take is above the one at which the community collapses.
    """
    room, access, grain, _, start, _, _ = levels
    empty = (start != UNKNOWN) & (start <= (by or rules()).weak) & (not answers.carried)
    return np.stack(
        np.broadcast_arrays(grain == 0, (access == 0) | (room == 0), empty, np.asarray(answers.over, dtype=bool))
    )


def verdict(levels, said, vetoed, by=None):
    """The place in `VERDICTS` of the first rule that matches, and the number of that rule (1 to 7).

    `by` are the rules, None for those of this installation.
    """
    r = by or rules()
    known = levels != UNKNOWN
    weak, strong = known & (levels <= r.weak), levels >= r.strong
    community = slice(None, COMMUNITY)
    grain, start, capture, fit = (CRITERIA.index(name) for name in ("grain", "start", "capture", "fit"))
    few = known.sum(0) < r.fewest_known
    blind = ~known[grain] | ~known[start] | ~(known[capture] | known[fit]) | few
    too_weak = (weak[community].sum(0) >= r.weak_community) | (weak.sum(0) >= r.weak_all)
    thin = strong[community].sum(0) < r.strong_community
    sure = known[community].all(0) & ~said[community].any(0)
    nobody_pays = ~weak[community].any(0) & (weak[capture] | weak[fit])
    pillars = ~(said[grain] | said[start] | said[fit])
    whole = known.all(0) & ~weak.any(0) & strong[grain] & strong[start] & (strong.sum(0) >= r.strong_all) & pillars
    conditions = [vetoed.any(0), blind, too_weak, thin & sure, thin, nobody_pays, whole]
    outcome = np.select(conditions, [NOT, FIND_OUT, NOT, NOT, FIND_OUT, COMMONS, BUILD], TERMS)
    rule = np.select(conditions, [1, 2, 3, 4, 4, 5, 6], 7)
    return outcome, rule


def judged(answers, by=None):
    """Profile, vetoes, verdict and rule of some answers, by the rules `by` (None for those of this installation)."""
    levels = profile(answers)
    vetoed = vetoes(levels, answers, by)
    said = np.broadcast_to(only_said(answers), levels.shape) & (levels != UNKNOWN)
    outcome, rule = verdict(levels, said, vetoed, by)
    return levels, vetoed, outcome, rule
