"""Doubt about answers: draws of what the truth may be, and what finding out would be worth."""

from typing import NamedTuple

import numpy as np
from scipy.special import ndtr

from peerkit.advice.rules import (
    BRANCHES,
    FIND_OUT,
    LEVELS,
    NOT,
    QUESTIONS,
    UNKNOWN,
    VERDICTS,
    Answers,
    judged,
    rules,
)
from peerkit.figures.words import number


class Drawn(NamedTuple):
    """The draws: the levels by question, the verdict of each draw (a place in `VERDICTS`), and the share of each verdict."""

    levels: dict
    outcome: np.ndarray
    shares: np.ndarray


def chances(level, how):
    """The chance of each level from 0 to 4, given an answer and how it is known.

    >>> chances(4, "measured").round(3).tolist()
    [0.0, 0.001, 0.009, 0.09, 0.9]
    >>> chances(UNKNOWN, "said").tolist()
    [0.2, 0.2, 0.2, 0.2, 0.2]
    """
    decline = rules().doubt.unknown if level == UNKNOWN else getattr(rules().doubt, how)
    weights = decline ** np.abs(np.arange(LEVELS) - max(level, 0))
    return weights / weights.sum()


def branch_chances(level, how):
    """The chance of each branch, given an answer and how it is known.

    >>> branch_chances(0, "measured").round(2).tolist()
    [0.9, 0.05, 0.05]
    """
    if level == UNKNOWN:
        return np.full(len(BRANCHES), 1 / len(BRANCHES))
    right = getattr(rules().branch, how)
    each = np.full(len(BRANCHES), (1 - right) / (len(BRANCHES) - 1))
    each[level] = right
    return each


def drawn(levels, how, *, carried=False, over=False):
    """The `Drawn` of a client's answers; `over` may hold a truth value for each draw.

    Errors of two answers go together through a one-factor normal copula, because one person gives them. A drawn answer
    counts as known, and as more than an opinion.
    """
    r = rules().draws
    rng = np.random.default_rng(r.seed)
    common = rng.standard_normal(r.number)
    truth = {}
    for question in QUESTIONS:
        own = rng.standard_normal(r.number)
        if question == "1":
            # Branches have no better and worse, along which an error could go together with others.
            share, each = ndtr(own), branch_chances(levels[question], how[question])
        else:
            share = ndtr(np.sqrt(r.correlation) * common + np.sqrt(1 - r.correlation) * own)
            each = chances(levels[question], how[question])
        truth[question] = np.searchsorted(np.cumsum(each)[:-1], share, side="right")
    _, _, outcome, _ = judged(Answers(truth, dict.fromkeys(QUESTIONS, False), carried, over))
    # With everything known there is nothing to find out first: a plan that too little carries is not to be followed.
    outcome = np.where(outcome == FIND_OUT, NOT, outcome)
    return Drawn(truth, outcome, _shares(outcome))


def _shares(outcome, weights=None):
    counts = np.bincount(outcome, weights, minlength=FIND_OUT)[:FIND_OUT]
    return counts / counts.sum()


def pilots(loss):
    """A loss as a reader says it, in the unit of the rules: pilot projects.

    >>> pilots(1.0), pilots(0.84)
    ('1 pilot project', '0.84 pilot projects')
    """
    said = number(loss, 2)
    return f"{said} pilot project" if said == "1" else f"{said} pilot projects"


def expected_losses(shares):
    """The expected loss [pilots] of acting on each verdict, given the share of each."""
    return np.asarray(rules().loss.matrix) @ shares


def regret(drawn):
    """The least expected loss of acting now [pilots], and the place of the verdict to act on."""
    losses = expected_losses(drawn.shares)
    best = int(np.argmin(losses))
    return float(losses[best]), best


def difference(verdict, act, shares):
    """The sentences on why the verdict and the choice that risks least are the same, or are not.

    `shares` holds the share of each verdict by name. The verdict takes the answers as they were given; the least risk
    counts what is lost over all that the truth may be.

    >>> print(difference("Build on terms", "Build on terms", {}))
    The verdict is also the choice that risks least today.
    """
    if verdict == act:
        return "The verdict is also the choice that risks least today."
    if verdict == VERDICTS[FIND_OUT]:
        return (
            f"The verdict asks to find out first. “{act}” is only for those who must act before anything is found out."
        )
    losses = dict(zip(VERDICTS, expected_losses(np.array(list(shares.values()))), strict=False))
    return (
        f"Two answers to two questions: “{verdict}” is where the answers lead if they are right as given; “{act}” loses least "
        f"over all draws of what the truth may be, {pilots(losses[act])} on average against {number(losses[verdict], 2)}. "
        "Choose the first if you trust the answers, the second if you must act before you find out more."
    )


def value_of_finding_out(drawn):
    """The pilots that knowing the true answer to each question would save on average, the most valuable first."""
    now, _ = regret(drawn)
    worth = {}
    for question in QUESTIONS:
        levels = drawn.levels[question]
        then = 0.0
        for level in np.unique(levels):
            here = drawn.outcome[levels == level]
            then += here.size / levels.size * expected_losses(_shares(here)).min()
        worth[question] = max(0.0, now - then)
    return dict(sorted(worth.items(), key=lambda item: -item[1]))
