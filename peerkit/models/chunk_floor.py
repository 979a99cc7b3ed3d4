r"""The worth of a rule on the shortest piece: writers feel their own trouble, not that of their readers.

.. math::
    u(g) = \frac{g - o_w - o_r}{e^{g/\mu} - 1}, \qquad
    g_w = g^*(o_w), \qquad g_f = \max\left(g_w, \frac{f}{s}\right), \qquad
    f^* = s\, g^*(o_w + o_r)

Writers choose the length that leaves most useful time after their own overhead. That is too short for those who have to
read, check and publish each piece. A floor under the length corrects this, until it shuts too many people out.
:math:`g^*(o)` is the best chunk at overhead o, as in `peerkit.models.granularity`.

Source: peerkit's own derivation; that a cost borne by somebody else is overlooked, and that a rule or a price can mend
it, is A. C. Pigou's, The Economics of Welfare, 1920 (unconfirmed).
"""

from types import SimpleNamespace
from typing import ClassVar, NamedTuple

import numpy as np

from peerkit.models import granularity
from peerkit.records.about import About, Source
from peerkit.records.checks import at_least, but_for_rounding, word
from peerkit.records.outcomes import Outcome, Outcomes
from peerkit.records.parameter import parameter
from peerkit.records.record import Record


class ChunkFloor(Record):
    """Pieces of writing: what each costs those who write and those who read, and the shortest that is allowed."""

    own_overhead: float = parameter(
        "o_w",
        "Trouble for the writer",
        unit="minutes per piece",
        meaning="Minutes of every piece that the writer spends on finding the form, logging in and sending it.",
        default=0.2,
        gt=0,
        explore=(0.05, 30),
        scale="log",
        why="a few seconds in a form on the page",
        measure="time from opening the form to sending it, less the writing",
    )
    reading_overhead: float = parameter(
        "o_r",
        "Trouble for the reader",
        unit="minutes per piece",
        meaning="Minutes that somebody else spends on every piece, whatever its length: opening, judging, publishing.",
        default=3.0,
        ge=0,
        explore=(0, 20),
        step=0.5,
        why="somebody looks at each piece before it appears",
        measure="minutes per piece in the log of the people who check and publish",
    )
    budget: float = parameter(
        r"\mu",
        "Mean free time",
        unit="minutes per person and period",
        meaning="Minutes a person has for writing in one period, on average over all who might.",
        default=30.0,
        gt=0,
        explore=(5, 600),
        scale="log",
        why="half an hour per period",
        measure="asking writers how many minutes they had last week",
    )
    pace: float = parameter(
        "s",
        "Pace of writing",
        unit="words per minute",
        meaning="Words a person writes in a minute, thinking included.",
        default=20.0,
        gt=0,
        explore=(5, 60),
        why="slower than typing, because thinking counts",
        measure="words sent over minutes spent in the form",
    )
    floor: float = parameter(
        "f",
        "Shortest piece allowed",
        unit="words",
        meaning="The rule: no piece with fewer words is published. One word is no rule.",
        default=100.0,
        ge=1,
        explore=(1, 1000),
        scale="log",
        why="the shortest length that Basenotes recommends for a review; shorter ones are allowed if they say something",
        source="Basenotes, review guidelines, undated",
        status="confirmed",
        url="https://www.basenotes.net/about/reviewguidelines",
    )

    about: ClassVar[About] = About(
        claim="The easier it is to send something in, the shorter the pieces become. A rule on length then has to do what trouble "
        "did before.",
        equations=(
            r"u(g) = \frac{g - o_w - o_r}{e^{g/\mu} - 1}",
            r"g_f = \max(g^*(o_w),\, f/s)",
            r"f^* = s\, g^*(o_w + o_r)",
        ),
        assumes=(
            "Writers look at their own time only, and finish as many whole pieces as fit into it. g*(o) is the best size at "
            "overhead o, as on the page about granularity.",
            "A minute of the writer is worth as much as a minute of the reader, and longer pieces take no longer to check.",
            "Free time is exponential with mean μ: many people have little of it, a few have much.",
            "u(g) is what is left per person with pieces of g minutes; f* is the best rule, in words.",
        ),
        evidence_against=(
            "The worth of short and long reviews was not measured here. A short one by an expert may be worth most.",
            "Basenotes recommends a length and refuses a bare thumb, but it allows short reviews that say something. Its rule "
            "is softer than the one in this model.",
            "Basenotes may refuse very long reviews too. A trouble that does not grow with length cannot explain that.",
        ),
        leaves_out=(
            "Quality, which may be the real reason for the rule.",
            "Newcomers who give up because of the rule before they have begun.",
            "Smaller pieces beside the review that need no reader: likes, votes, posts in a thread.",
        ),
        sources=(
            Source("The floor, the choice of who writes and the best rule", "derived"),
            Source(
                "Basenotes, review guidelines: recommended length, bare thumbs refused, reviews held back for a time",
                "confirmed",
                "https://www.basenotes.net/about/reviewguidelines",
            ),
            Source("Pigou, The Economics of Welfare, 1920, a book: costs that fall on others", "unconfirmed"),
        ),
    )


class Length(NamedTuple):
    """A length [words], the useful minutes left per person, the share of people with time for it, and what the rule does.

    `outcome` is ``"idle"`` (people write as much anyway), ``"helps"`` or ``"too long"`` (worse than no rule).
    """

    words: float
    output: float
    participation: float
    outcome: str


def chosen_length(rule):
    r"""The length that people choose by themselves, :math:`s\,g^*(o_w)` [words].

    >>> print(round(float(chosen_length(ChunkFloor())), 1))
    70.6
    """
    return rule.pace * granularity.optimal_chunk(_pieces(rule, rule.own_overhead)).size


def net_output(rule, shortest):
    r"""Useful minutes left per person after the reader's trouble, when pieces shorter than `shortest` are refused.

    `shortest` f >= 0 [words], scalar or array. Negative where reading takes more time than the writing was worth.

    >>> print([round(float(net_output(ChunkFloor(), words)), 2) for words in (1, 100, 300)])
    [2.66, 9.92, 18.19]
    """
    return granularity.useful_output(_pieces(rule, _total(rule)), _minutes(rule, shortest))


def own_output(rule, shortest):
    r"""Useful minutes per person as the writers see them, before anybody has read; arguments as `net_output`.

    >>> print(round(float(own_output(ChunkFloor(), 100)), 2))
    26.47
    """
    return granularity.useful_output(_pieces(rule, rule.own_overhead), _minutes(rule, shortest))


def participation(rule, shortest):
    r"""Share of people who have time for one piece, :math:`e^{-g_f/\mu}`; arguments as `net_output`.

    >>> print(round(float(participation(ChunkFloor(), 100)), 3))
    0.846
    """
    return granularity.participation(_pieces(rule, rule.own_overhead), _minutes(rule, shortest))


def under_rule(rule):
    """The length that people write under the rule, and the effect of the rule.

    >>> ruled = under_rule(ChunkFloor())
    >>> print(round(float(ruled.words)), round(float(ruled.output), 2), ruled.outcome)
    100 9.92 helps
    """
    free = net_output(rule, 0.0)
    ruled = net_output(rule, rule.floor)
    idle = np.asarray(rule.floor) <= chosen_length(rule)
    outcome = np.where(idle, "idle", np.where(ruled >= free, "helps", "too long"))
    words = rule.pace * _minutes(rule, rule.floor)
    taking_part = participation(rule, rule.floor)
    return Length(words=words, output=ruled, participation=taking_part, outcome=word(outcome))


def best_rule(rule):
    r"""The shortest piece that a community should allow, :math:`f^* = s\,g^*(o_w + o_r)` [words].

    `outcome` is ``"helps"``, or ``"idle"`` where reading is no trouble: people then choose the best length themselves.

    >>> best = best_rule(ChunkFloor())
    >>> print(round(float(best.words)), round(float(best.output), 2), best.outcome)
    300 18.19 helps
    """
    best = granularity.optimal_chunk(_pieces(rule, _total(rule)))
    outcome = np.where(np.asarray(rule.reading_overhead) > 0, "helps", "idle")
    return Length(
        words=rule.pace * best.size, output=best.output, participation=best.participation, outcome=word(outcome)
    )


def given_up(rule):
    """The share of their useful minutes that writers give up under the best rule, as they see it [share].

    >>> print(round(float(given_up(ChunkFloor())), 3))
    0.145
    """
    return (1 - own_output(rule, best_rule(rule).words) / own_output(rule, 0.0))[()]


def _minutes(rule, shortest):
    words = at_least(0, "shortest", shortest)
    return np.maximum(chosen_length(rule), words) / rule.pace


def _pieces(rule, overhead):
    return SimpleNamespace(overhead=np.asarray(overhead, float), budget=np.asarray(rule.budget, float))


def _total(rule):
    return np.asarray(rule.own_overhead, float) + rule.reading_overhead


OUTCOMES = Outcomes(
    ChunkFloor,
    (
        Outcome("best_rule", "best rule on the shortest piece", "words", lambda r: best_rule(r).words),
        Outcome(
            "left",
            "minutes left per person under the rule, after reading",
            "minutes per person",
            lambda r: under_rule(r).output,
            lambda r: under_rule(r).outcome,
            "what the rule does",
        ),
        Outcome(
            "gain",
            "minutes per person that the best rule adds to no rule",
            "minutes per person",
            lambda r: but_for_rounding(best_rule(r).output, net_output(r, 0.0)),
        ),
        Outcome(
            "taking_part",
            "share of people with time for a piece under the rule",
            "share of people",
            lambda r: under_rule(r).participation,
        ),
    ),
)
