r"""The best size of a piece of work (a chunk), when every piece costs overhead and people have little time.

.. math::
    u(g) = (g - o)\,E\lfloor B/g \rfloor, \qquad
    B \sim \mathrm{Exp}(\mu): \quad u(g) = \frac{g - o}{e^{g/\mu} - 1}, \qquad
    g^* = \mu\left[1 + w + W_0(-e^{-(1+w)})\right], \quad w = o/\mu

A contributor with a budget of B minutes finishes as many whole pieces of g minutes as fit, and of each piece o minutes
are overhead. Large pieces shut people out and leave minutes unused; of small ones the overhead takes most.

Source: peerkit's own derivation. The idea that participation turns on how fine the pieces are is Y. Benkler's, Coase's
Penguin, Yale Law Journal 112, 2002.
"""

from typing import ClassVar, NamedTuple

import numpy as np
from scipy.special import lambertw, zeta

from peerkit.records.about import About, Source
from peerkit.records.checks import above, word
from peerkit.records.outcomes import Outcome, Outcomes
from peerkit.records.parameter import parameter
from peerkit.records.record import Record

# The x of x - 1 + exp(-x) = w as a series in sqrt(2w): next to its branch point Lambert's W loses half its digits.
BRANCH = (-1 / 204120, -139 / 5443200, -1 / 17010, 1 / 4320, 1 / 270, 1 / 36, 1 / 6, 1.0, 0.0)
NEAR_BRANCH = 5e-3


class Granularity(Record):
    """Chunks of work with an overhead each, offered to people with different amounts of free time."""

    overhead: float = parameter(
        "o",
        "Overhead per piece",
        unit="minutes per piece",
        meaning="Minutes of every piece that go into getting ready, submitting, reviewing and merging (putting it "
        "together with the rest), those of the person who merges included.",
        default=5.0,
        ge=0,
        explore=(0.05, 60),
        scale="log",
        why="five minutes around every piece of work",
        measure="time sheets: minutes around the work, for twenty contributions",
    )
    budget: float = parameter(
        r"\mu",
        "Mean free time",
        unit="minutes per person and period",
        meaning="Minutes a person has for the project in one period, on average over all potential contributors.",
        default=60.0,
        gt=0,
        explore=(5, 600),
        scale="log",
        why="an hour per period",
        measure="asking members how many minutes they had for the project last week",
    )
    tail: float = parameter(
        "a",
        "How equal the free time is",
        unit="tail exponent",
        meaning="Exponent of the Pareto tail of free time: close to 1, a few people have most of it. Used only where "
        "free time is Pareto; its mean stays the same.",
        default=1.5,
        gt=1,
        le=10,
        explore=(1.05, 3),
        step=0.05,
        why="between the extremes",
        measure="the same answers: how unequal they are",
    )

    about: ClassVar[About] = About(
        claim="If the work is cut into small pieces, people with a few spare minutes can take part. How small is best depends "
        "on the overhead: the best piece grows with the square root of the overhead.",
        equations=(
            r"u(g) = \frac{g - o}{e^{g/\mu} - 1}",
            r"g^* = \mu \left[ 1 + w + W_0(-e^{-(1+w)}) \right], \quad w = o / \mu",
            r"g^* \approx \sqrt{2 o \mu} \text{ for small } o, \qquad u(g^*) = \mu e^{-g^*/\mu}",
        ),
        assumes=(
            "Everyone finishes as many whole pieces (chunks) of g minutes as fit into their free time; a piece half done is "
            "worth nothing. u(g) is the useful minutes per person, g* the best size.",
            "The overhead of o minutes is the same for every piece, whatever its size. w is the overhead as a share of the "
            "mean free time.",
            "Free time is exponential (many people have little of it, a few have much) with mean μ, or Pareto with the same "
            "mean. W₀ is Lambert's function, which solves x·eˣ = y.",
        ),
        evidence_against=(
            "Overhead is not constant: very small pieces may have to be done several times over before they can be trusted.",
            "Small pieces can take away meaning and learning, which are why some people contribute at all.",
            "Haythornthwaite (2009, not checked) sees light and heavy peer production as two kinds of work, not as two points "
            "on one curve.",
        ),
        leaves_out=(
            "Quality, and the repetition that ensures it.",
            "Pieces that depend on one another.",
            "People who want a large piece of work and leave when offered a small one.",
        ),
        sources=(
            Source("The best piece for exponential and for Pareto free time", "derived"),
            Source(
                "Benkler, Coase's Penguin, Yale Law Journal 112, 2002: participation depends on how fine the pieces are",
                "confirmed",
                "https://arxiv.org/abs/cs/0109077",
            ),
            Source(
                "NASA Clickworkers: 37% of the work by one-time contributors, as Benkler reports it in Coase's Penguin",
                "secondary",
                "https://arxiv.org/abs/cs/0109077",
            ),
            Source(
                "Sauermann and Franzoni, PNAS 112(3), 2015: in seven projects most contribute once and little, abstract",
                "confirmed",
                "https://doi.org/10.1073/pnas.1408907112",
            ),
            Source(
                "Haythornthwaite 2009, lightweight and heavyweight peer production, a paper that was not read; "
                "peerkit knows no address of it",
                "unconfirmed",
            ),
        ),
    )


class Chunk(NamedTuple):
    """A chunk size [minutes], the useful minutes and the share of people taking part, and the kind of optimum it is."""

    size: float
    output: float
    participation: float
    outcome: str


class TimeUse(NamedTuple):
    """The uses of the mean free time [minutes per person]: useful work, overhead, and minutes too few for a chunk."""

    useful: float
    overhead: float
    unused: float


def participation(granularity, chunk):
    r"""Share of people with time for at least one chunk, :math:`P(B \ge g) = e^{-g/\mu}`; budgets are exponential.

    `chunk` g > 0 [minutes], scalar or array.

    >>> print(round(float(participation(Granularity(), 60)), 6))
    0.367879

    Source: elementary. Leaves out whether those who have the time also want to.
    """
    return np.exp(-_chunk(chunk) / granularity.budget)


def piece_for(granularity, taking_part):
    r"""The chunk for which a share `taking_part` 0 < P <= 1 of the people have time, :math:`-\mu \ln P` [minutes].

    >>> print(round(float(piece_for(Granularity(), participation(Granularity(), 30))), 6))
    30.0

    Source: elementary, `participation` solved for the chunk.
    """
    share = above(0, "taking_part", taking_part)
    if not np.all(share <= 1):
        raise ValueError(f"taking_part must be at most 1, got {taking_part}")
    return (-np.asarray(granularity.budget, float) * np.log(share))[()]


def useful_output(granularity, chunk):
    r"""Useful minutes per person, :math:`u(g) = (g - o)/(e^{g/\mu} - 1)`; budgets are exponential.

    Negative for pieces shorter than their overhead. `chunk` g > 0 [minutes].

    >>> print(round(float(useful_output(Granularity(overhead=1), 10)), 6))
    49.624942

    Source: peerkit's own derivation. Leaves out the value of unfinished chunks.
    """
    return (_chunk(chunk) - granularity.overhead) * _completed(granularity, chunk)


def time_use(granularity, chunk):
    r"""The mean budget :math:`\mu` divided into useful minutes, overhead and unused minutes; exponential budgets.

    `chunk` g > 0 [minutes]. Below the overhead the useful part is negative: the overhead is more than the piece.

    >>> [round(float(minutes), 3) for minutes in time_use(Granularity(), 30)]
    [38.537, 7.707, 13.755]

    Source: peerkit's own derivation.
    """
    completed = _completed(granularity, chunk)
    g, o = _chunk(chunk), granularity.overhead
    return TimeUse((g - o) * completed, o * completed, granularity.budget - g * completed)


def optimal_chunk(granularity):
    r"""The chunk size with the most useful minutes per person; budgets are exponential.

    .. math:: g^* = \mu\left[1 + w + W_0(-e^{-(1+w)})\right], \qquad u(g^*) = \mu e^{-g^*/\mu}, \qquad w = o/\mu

    `outcome` is ``"interior"``, or ``"no overhead"`` where :math:`o = 0`: the smaller the pieces, the better; size 0
    is the limit, and all free time becomes useful. At the optimum participation is :math:`1 - (g^* - o)/\mu`.

    >>> chunk = optimal_chunk(Granularity(overhead=1))
    >>> print(round(float(chunk.size), 6), round(float(chunk.output), 6), chunk.outcome)
    11.298177 49.701823 interior

    Source: peerkit's own derivation; the first-order condition is :math:`w = x - 1 + e^{-x}` with :math:`x = g/\mu`.
    """
    share = _best_share(granularity)
    taking_part = np.exp(-share)
    output = granularity.budget * taking_part
    return _chunk_result(
        granularity.budget * share, output, taking_part, np.where(share > 0, "interior", "no overhead")
    )


def overhead_elasticity(granularity):
    r"""Percent by which the best chunk grows when overhead grows by one percent; one half for small overhead [1].

    .. math:: \frac{d \ln g^*}{d \ln o} = \frac{w}{x\,(1 - e^{-x})}, \qquad x = g^*/\mu

    >>> print(round(float(overhead_elasticity(Granularity(overhead=0.05))), 3))
    0.503

    Source: peerkit's own derivation, by differentiating the first-order condition.
    """
    share = _best_share(granularity)
    w = granularity.overhead / np.asarray(granularity.budget, float)
    positive = np.where(share > 0, share, 1.0)
    return np.where(share > 0, w / (positive * -np.expm1(-positive)), 0.5)[()]


def shortest_budget(granularity):
    r"""Minutes that everyone has when budgets are Pareto with mean :math:`\mu`: :math:`b_0 = \mu (a-1)/a`.

    >>> print(round(float(shortest_budget(Granularity())), 6))
    20.0

    Source: elementary.
    """
    return (granularity.budget * (np.asarray(granularity.tail, float) - 1) / granularity.tail)[()]


def participation_pareto(granularity, chunk):
    r"""Share of people with time for at least one chunk, :math:`\min(1, (b_0/g)^a)`; budgets are Pareto.

    >>> print(round(float(participation_pareto(Granularity(), 80)), 6))
    0.125

    Source: elementary.
    """
    return (np.minimum(1.0, shortest_budget(granularity) / _chunk(chunk)) ** granularity.tail)[()]


def useful_output_pareto(granularity, chunk):
    r"""Useful minutes per person when budgets are Pareto, with m chunks fitting into everyone's budget.

    .. math:: u(g) = (g - o)\left[m + (b_0/g)^a\,\zeta(a, m+1)\right], \qquad m = \lfloor b_0/g \rfloor

    >>> print(round(float(useful_output_pareto(Granularity(), 20)), 6))
    39.18563

    Source: peerkit's own derivation. Leaves out that people with very long budgets tire.
    """
    g, a = _chunk(chunk), np.asarray(granularity.tail, float)
    ratio = shortest_budget(granularity) / g
    everyone = np.floor(ratio)
    # ratio**a * zeta(a, m+1) by way of ratio/(m+1) <= 1, because ratio**a alone can overflow.
    beyond = (ratio / (everyone + 1)) ** a * ((everyone + 1) ** a * zeta(a, everyone + 1))
    return ((g - granularity.overhead) * (everyone + beyond))[()]


def optimal_chunk_pareto(granularity):
    r"""The chunk size with the most useful minutes per person when budgets are Pareto.

    `outcome` is ``"markup"`` where overhead is large: :math:`g^* = o\,a/(a-1) \ge b_0`, whatever the mean budget.
    It is ``"whole shares"`` where that chunk would be below :math:`b_0`: the best chunk is then :math:`b_0/m`, so that
    m of them fill the shortest budget without a rest and everyone takes part. For small overhead m is near
    :math:`\sqrt{b_0 (a-1)/(2 o a)}`, which is the same :math:`g^* \approx \sqrt{2 o \mu}` as with exponential budgets.
    ``"no overhead"`` has the limit 0, as in `optimal_chunk`.

    >>> [round(float(optimal_chunk_pareto(Granularity(overhead=o)).size), 6) for o in (10, 5, 1)]
    [30.0, 20.0, 10.0]

    Source: peerkit's own derivation; that no chunk between two whole shares does better is checked numerically.
    """
    r, a = granularity, np.asarray(granularity.tail, float)
    markup = r.overhead * a / (a - 1)
    shortest = shortest_budget(r)
    free = np.asarray(r.overhead) == 0
    size = np.where(markup >= shortest, markup, shortest / _shares(r, shortest, markup))
    size = np.where(free, 0.0, size)
    one = np.where(free, 1.0, size)
    output = np.where(free, r.budget, useful_output_pareto(r, one))
    taking_part = np.where(free, 1.0, participation_pareto(r, one))
    kind = np.where(markup >= shortest, "markup", "whole shares")
    return _chunk_result(size, output, taking_part, np.where(free, "no overhead", kind))


def _shares(granularity, shortest, markup):
    """The best number of chunks for the shortest budget: the best of the eight whole numbers near the root."""
    # Beyond 1e25 chunks their tenth power would overflow, and nobody could tell the difference.
    near = np.minimum(np.sqrt(shortest) / np.sqrt(np.where(markup > 0, 2 * markup, 2 * shortest)), 1e25)
    numbers = np.maximum(np.round(near)[..., None] + np.arange(-6.0, 2.0), 1.0)
    overhead, a = np.asarray(granularity.overhead, float)[..., None], np.asarray(granularity.tail, float)[..., None]
    chunks = numbers - 1 + numbers**a * zeta(a, numbers)
    output = (np.asarray(shortest)[..., None] / numbers - overhead) * chunks
    return np.take_along_axis(numbers, np.argmax(output, axis=-1)[..., None], axis=-1)[..., 0]


def _best_share(granularity):
    """The best chunk as a share of the mean budget."""
    w = granularity.overhead / np.asarray(granularity.budget, float)
    near = np.polyval(BRANCH, np.sqrt(2 * np.minimum(w, NEAR_BRANCH)))
    far = 1 + w + lambertw(-np.exp(-1 - np.maximum(w, NEAR_BRANCH))).real
    return np.where(w < NEAR_BRANCH, near, far)[()]


def _completed(granularity, chunk):
    """Chunks completed per person, 1/(exp(g/mu) - 1) in a form that does not overflow."""
    share = _chunk(chunk) / granularity.budget
    return np.exp(-share) / -np.expm1(-share)


def _chunk(chunk):
    return above(0, "chunk", chunk)[()]


def _chunk_result(size, output, taking_part, outcome):
    size, output, taking_part = (np.asarray(value)[()] for value in (size, output, taking_part))
    return Chunk(size=size, output=output, participation=taking_part, outcome=word(outcome))


PIECE = 30.0
"""The piece [minutes] that one of the outcomes asks about."""

OUTCOMES = Outcomes(
    Granularity,
    (
        Outcome("chunk", "best piece", "minutes", lambda r: optimal_chunk(r).size),
        Outcome(
            "output",
            "useful minutes per person with the best piece",
            "minutes per person",
            lambda r: optimal_chunk(r).output,
        ),
        Outcome(
            "taking_part",
            f"share of people with time for a piece of {PIECE:.0f} minutes",
            "share of people",
            lambda r: participation(r, PIECE),
        ),
        Outcome(
            "taking_part_best",
            "share of people with time for the best piece",
            "share of people",
            lambda r: optimal_chunk(r).participation,
        ),
    ),
)
