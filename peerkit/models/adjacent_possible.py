r"""New things made from the things there are: the theory of the adjacent possible, flat at first and then a wall.

.. math::
    M_{t+1} = (1-\mu) M_t + \sum_{i=2}^{i_{max}} \alpha^i \binom{M_t}{i}

In each period every group of i things has chance :math:`\alpha^i` of becoming a new thing, and a fraction of the old
ones is forgotten. M is an expected number and need not be whole, so the binomial takes real arguments; it counts as 0
where there are not enough things to form the group.

Source: R. Koppl, A. Devereaux, J. Herriot and S. Kauffman, A Simple Combinatorial Model of World Economic History, 2018
(unconfirmed). Plateau, sharp divergence and the balance of innovation and extinction: M. Cortês, S. Kauffman, A. Liddle
and L. Smolin, The TAP equation, 2022, arXiv 2204.14115, abstract (confirmed). The threshold is peerkit's own
derivation.
"""

from typing import ClassVar, NamedTuple

import numpy as np

from peerkit.records.about import About, Source
from peerkit.records.checks import above, at_least, between, word
from peerkit.records.crossing import bisection
from peerkit.records.outcomes import Outcome, Outcomes
from peerkit.records.parameter import parameter
from peerkit.records.record import Record

LARGEST = 1e9
"""Number of things [items] beyond which a path is cut off and reported as infinite."""

MOST_PERIODS = 2_000
"""Longest path that is computed [periods]: it takes less than a second."""

# No sum of terms of this size leaves the range of floating-point numbers, nor does a term times its next factor.
_HUGE = 1e150


class AdjacentPossible(Record):
    """Things that can be combined, how often a combination works, and how fast things are forgotten."""

    starting_variety: float = parameter(
        "M_0",
        "Things at the start",
        unit="items",
        meaning="Different things (tools, pieces, techniques) that can be combined at the beginning.",
        default=10.0,
        gt=0,
        le=1e8,
        explore=(2, 100),
        scale="log",
        why="a small toolbox",
        measure="a count of the different tools or modules in use",
    )
    combination_chance: float = parameter(
        r"\alpha",
        "How well things combine",
        unit="per part",
        meaning="Chance that one part fits into a new thing: two parts work with its square, three with its cube.",
        default=0.05,
        ge=1e-12,
        le=1,
        explore=(0.01, 0.2),
        scale="log",
        percent=True,
        why="5% for each part: one pair in 400 works",
        measure="a count of combinations tried and combinations kept",
    )
    largest_combination: int = parameter(
        r"i_{\max}",
        "Most parts in one thing",
        unit="items per combination",
        meaning="The largest number of things that are combined at once.",
        default=4,
        ge=2,
        le=20,
        explore=(2, 8),
        why="four parts already show the wall; more only make it steeper",
        measure="the number of parts in the things that people make",
    )
    obsolescence: float = parameter(
        r"\mu",
        "Share forgotten",
        unit="of all things per period",
        meaning="Share of all things that fall out of use in one period.",
        default=0.0,
        ge=0,
        le=1,
        explore=(0, 0.1),
        step=0.005,
        percent=True,
        why="nothing is forgotten in the plainest version",
        measure="the share of tools that nobody has used for a year",
    )

    about: ClassVar[About] = About(
        claim="Pieces are reused and combined again. For a long time hardly anything changes. Then variety explodes within "
        "a few periods, although nothing about the process has changed.",
        equations=(r"M_{t+1} = (1-\mu) M_t + \sum_{i=2}^{i_{\max}} \alpha^i \binom{M_t}{i}",),
        assumes=(
            "M with the index t is the number of different things in period t. The sum runs over groups of i things; the "
            "bracket (M over i) is the number of such groups.",
            "Everything can be combined with everything else, and each group of parts gets one chance every period.",
            "A combination of more parts is less likely to work, by the same factor for each part added.",
            "Expected numbers stand in for chance: there is no luck in the path.",
        ),
        evidence_against=(
            "Nobody observes how often combinations work, and most are worth nothing.",
            "The blow-up comes from trying everything in every period; people who review and test cannot keep up.",
            "In US patents new building blocks came more slowly over time, not faster.",
        ),
        leaves_out=(
            "Processing, attention and money, each of which would flatten the wall.",
            "Licences and formats, which decide what may be combined at all.",
            "Usefulness: a thing is counted, not valued.",
        ),
        sources=(
            Source(
                "R. Koppl, A. Devereaux, J. Herriot and S. Kauffman, A Simple Combinatorial Model of World Economic History, "
                "2018",
                "unconfirmed",
                "https://arxiv.org/abs/1811.04502",
            ),
            Source(
                "M. Cortês, S. Kauffman, A. Liddle and L. Smolin, The TAP equation, 2022 (the abstract was read)",
                "confirmed",
                "https://arxiv.org/abs/2204.14115",
            ),
            Source(
                "H. Youn, D. Strumsky, L. Bettencourt and J. Lobo, Invention as a combinatorial process: evidence from "
                "US patents, Journal of the Royal Society Interface 12, 2015 (the abstract was read)",
                "confirmed",
                "https://doi.org/10.1098/rsif.2015.0272",
            ),
            Source("The threshold between fading and exploding", "derived"),
        ),
    )


class Path(NamedTuple):
    """Things period by period [items] (time is the last axis), and how it goes on.

    From the period `blow_up` on there are more than 10^9 and the number is reported as infinite; `blow_up` is infinite
    where that does not happen within the periods asked for. `outcome` is that of `fate`.
    """

    items: np.ndarray
    blow_up: float
    outcome: str


def new_combinations(adjacent_possible, items):
    r"""New things that `items` M >= 0 [items] are expected to yield in one period [items].

    .. math:: \sum_{i=2}^{i_{max}} \alpha^i \binom{M}{i}, \qquad \binom{M}{i} = 0 \text{ for } M \le i - 1

    >>> print(round(float(new_combinations(AdjacentPossible(), 10)), 7))
    0.1288125

    Source: Koppl and others 2018 (unconfirmed). That groups larger than M count 0 is peerkit's own rule: the binomial
    of a number that is not whole would alternate in sign there.
    """
    return (at_least(0, "items", items) * _yield_per_item(adjacent_possible, items))[()]


def critical_variety(adjacent_possible):
    r"""Number of things at which as many are made as are forgotten [items].

    .. math:: \sum_{i=2}^{i_{max}} \alpha^i \binom{M_c}{i} = \mu M_c

    Below it variety fades, above it explodes; what each thing yields rises with M, so there is only one. It is 1 where
    nothing is forgotten, since one thing alone cannot be combined.

    >>> print(round(float(critical_variety(AdjacentPossible(largest_combination=2, obsolescence=0.05))), 9))
    41.0

    Source: peerkit's own derivation.
    """
    a = adjacent_possible
    chance, loss = np.asarray(a.combination_chance, float), np.asarray(a.obsolescence, float)
    # Pairs alone would reach the balance here, and larger groups only bring it closer.
    upper = 1 + 2 * loss / chance**2

    def gain(items):
        return _yield_per_item(a, items) - loss

    return bisection(gain, np.ones_like(upper), upper)[()]


def fate(adjacent_possible):
    """Variety in the long run, in a word: it ``"explodes"``, ``"fades"`` or ``"stands still"``.

    It stands still exactly at the critical variety, and below it where nothing is forgotten.

    >>> fate(AdjacentPossible()), fate(AdjacentPossible(obsolescence=0.05))
    ('explodes', 'fades')

    Source: peerkit's own derivation.
    """
    start, threshold = np.asarray(adjacent_possible.starting_variety, float), critical_variety(adjacent_possible)
    below = np.where(np.asarray(adjacent_possible.obsolescence) > 0, "fades", "stands still")
    return word(np.where(start > threshold, "explodes", np.where(start < threshold, below, "stands still")))


def path(adjacent_possible, periods):
    """Things at the start and in each of `periods` T >= 0 periods after it [items].

    >>> course = path(AdjacentPossible(), 80)
    >>> [round(float(course.items[t]), 1) for t in (0, 20, 40)], int(course.blow_up), course.outcome
    ([10.0, 13.6, 22.8], 61, 'explodes')

    Source: Koppl and others 2018 (unconfirmed) for the recursion.
    """
    a, periods = adjacent_possible, _whole(periods)
    steps = [_start(a)]
    for _ in range(periods):
        steps.append(_next(a, steps[-1]))
    items = np.stack(steps, axis=-1)
    beyond = items > LARGEST
    blow_up = np.where(beyond.any(axis=-1), beyond.argmax(axis=-1), np.inf)
    outcome = np.broadcast_to(fate(a), items.shape[:-1])
    return Path(np.where(beyond, np.inf, items), blow_up[()], word(outcome))


def first_period(adjacent_possible, factor, periods):
    """The first period in which there are `factor` > 0 times as many things as at the start, at most 10^9 [periods].

    Infinite where that does not happen within `periods`.

    >>> [float(first_period(AdjacentPossible(), factor, 200)) for factor in (2, 1e9)]
    [37.0, 61.0]
    """
    return _reached(adjacent_possible, _start(adjacent_possible) * above(0, "factor", factor), _whole(periods))


def _reached(a, goal, periods):
    """The first period with `goal` things or, where that is beyond counting, with `LARGEST`."""
    items, goal = _start(a), np.minimum(goal, LARGEST)
    reached = np.where(items >= goal, 0.0, np.inf)
    for period in range(1, periods + 1):
        items = _next(a, items)
        reached = np.minimum(reached, np.where(items >= goal, period, np.inf))
    return reached[()]


def _start(adjacent_possible):
    shape = np.broadcast_shapes(*(np.shape(getattr(adjacent_possible, name)) for name in AdjacentPossible.model_fields))
    return np.broadcast_to(np.asarray(adjacent_possible.starting_variety, float), shape)


def _next(adjacent_possible, items):
    following = (1 - adjacent_possible.obsolescence) * items + new_combinations(adjacent_possible, items)
    # A path that has passed the limit is held just beyond it, and reported as infinite.
    return np.where(items > LARGEST, items, np.minimum(following, 2 * LARGEST))


def _whole(periods):
    if not between(0, MOST_PERIODS, "periods", periods) == np.round(periods):
        raise ValueError(f"periods must be a whole number, got {periods}")
    return int(periods)


def _yield_per_item(adjacent_possible, items):
    """New combinations per thing, built up factor by factor: alpha^i (M-1)...(M-i+1) / i!."""
    a, items = adjacent_possible, at_least(0, "items", items)
    largest = np.asarray(a.largest_combination)
    term, total = np.asarray(a.combination_chance, float), 0.0
    for i in range(2, int(np.max(largest)) + 1):
        term = np.minimum(term * a.combination_chance * np.maximum(items - i + 1, 0) / i, _HUGE)
        total = total + np.where(i <= largest, term, 0.0)
    return total


HORIZON = 200
"""Periods within which the outcomes look for a doubling and a billion."""


def _doubling(adjacent_possible):
    return first_period(adjacent_possible, 2, HORIZON)


def _billion(adjacent_possible):
    return _reached(adjacent_possible, np.inf, HORIZON)


OUTCOMES = Outcomes(
    AdjacentPossible,
    (
        Outcome("billion", "period that passes a billion things", "periods", _billion, fate, "what becomes of variety"),
        Outcome(
            "doubling", "period in which things have doubled", "periods", _doubling, fate, "what becomes of variety"
        ),
        Outcome(
            "critical_variety",
            "variety above which it grows",
            "things",
            critical_variety,
            fate,
            "what becomes of variety",
        ),
    ),
)
