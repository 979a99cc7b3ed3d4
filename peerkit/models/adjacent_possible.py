r"""How many new things can be made from the things there are? The theory of the adjacent possible: flat, then a wall.

.. math::
    M_{t+1} = (1-\mu) M_t + \sum_{i=2}^{i_{max}} \alpha^i \binom{M_t}{i}

In each period every group of i things has chance :math:`\alpha^i` of becoming a new thing, and a fraction of the old
ones is forgotten. M is an expected number and need not be whole, so the binomial takes real arguments; it counts as 0
where there are not enough things to form the group.

Source: R. Koppl, A. Devereaux, J. Herriot and S. Kauffman, A Simple Combinatorial Model of World Economic History, 2018
(unconfirmed). Plateau, sharp divergence and the balance of innovation and extinction: M. Cortes, S. Kauffman, A. Liddle
and L. Smolin, The TAP equation, 2022, arXiv 2204.14115, abstract (confirmed). The threshold is peerkit's own
derivation.
"""

from typing import ClassVar, NamedTuple

import numpy as np

from peerkit.records.about import About, Source
from peerkit.records.checks import at_least
from peerkit.records.crossing import bisection
from peerkit.records.outcomes import Outcome, Outcomes
from peerkit.records.parameter import parameter
from peerkit.records.record import Record

LARGEST = 1e9
"""Number of things [items] beyond which a path is cut off and reported as infinite."""

# No sum of terms of this size leaves the range of floating-point numbers, nor does a term times its next factor.
_HUGE = 1e150


class AdjacentPossible(Record):
    """Things that can be combined, how often a combination works, and how fast things are forgotten."""

    starting_variety: float = parameter(
        "M_0",
        "Things at the start",
        unit="items",
        meaning="Different things (tools, chunks, techniques) that can be combined at the beginning.",
        default=10.0,
        gt=0,
        le=1e8,
        explore=(2, 100),
        scale="log",
        why="a small toolbox, a scenario",
        source="scenario",
        status="scenario",
    )
    combination_chance: float = parameter(
        r"\alpha",
        "How well things combine",
        unit="chance, raised to the number of parts",
        meaning="Chance that one part fits into a new thing: two parts work with its square, three with its cube.",
        default=0.05,
        ge=1e-12,
        le=1,
        explore=(0.01, 0.2),
        scale="log",
        why="one pair in 400 works, a scenario",
        source="scenario",
        status="scenario",
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
        source="peerkit's own choice of where to truncate",
        status="scenario",
    )
    obsolescence: float = parameter(
        r"\mu",
        "Share forgotten",
        unit="fraction per period",
        meaning="Fraction of all things that fall out of use in one period.",
        default=0.0,
        ge=0,
        le=1,
        explore=(0, 0.1),
        step=0.005,
        why="nothing is forgotten in the plainest version",
        source="scenario",
        status="scenario",
    )

    about: ClassVar[About] = About(
        claim="Chunks are reused and recombined. For a long time that shows little; then variety explodes within a few "
        "periods, although nothing about the process has changed.",
        equations=(r"M_{t+1} = (1-\mu) M_t + \sum_{i=2}^{i_{\max}} \alpha^i \binom{M_t}{i}",),
        assumes=(
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
            Source("Koppl, Devereaux, Herriot and Kauffman on combination and economic history, 2018", "unconfirmed"),
            Source(
                "Cortes, Kauffman, Liddle and Smolin, The TAP equation, 2022, abstract",
                "confirmed",
                "https://arxiv.org/abs/2204.14115",
            ),
            Source("Youn and others, on combination in US patents, 2015, abstract", "confirmed"),
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
    return (np.asarray(items, float) * _yield_per_item(adjacent_possible, items))[()]


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
    return bisection(lambda items: _yield_per_item(a, items) - loss, np.ones_like(upper), upper)[()]


def fate(adjacent_possible):
    """Whether variety ``"explodes"``, ``"fades"`` or ``"stands still"`` in the long run.

    It stands still exactly at the critical variety, and below it where nothing is forgotten.

    >>> fate(AdjacentPossible()), fate(AdjacentPossible(obsolescence=0.05))
    ('explodes', 'fades')

    Source: peerkit's own derivation.
    """
    start, threshold = np.asarray(adjacent_possible.starting_variety, float), critical_variety(adjacent_possible)
    below = np.where(np.asarray(adjacent_possible.obsolescence) > 0, "fades", "stands still")
    outcome = np.where(start > threshold, "explodes", np.where(start < threshold, below, "stands still"))
    return str(outcome) if outcome.ndim == 0 else outcome


def path(adjacent_possible, periods):
    """Things at the start and in each of `periods` T >= 0 periods after it [items].

    >>> found = path(AdjacentPossible(), 80)
    >>> [round(float(found.items[t]), 1) for t in (0, 20, 40)], int(found.blow_up), found.outcome
    ([10.0, 13.6, 22.8], 61, 'explodes')

    Source: Koppl and others 2018 (unconfirmed) for the recursion.
    """
    if not (periods >= 0 and periods == int(periods)):
        raise ValueError(f"periods must be a whole number and at least 0, got {periods}")
    a = adjacent_possible
    shape = np.broadcast_shapes(*(np.shape(getattr(a, name)) for name in AdjacentPossible.model_fields))
    steps = [np.broadcast_to(np.asarray(a.starting_variety, float), shape)]
    for _ in range(int(periods)):
        items = (1 - a.obsolescence) * steps[-1] + new_combinations(a, steps[-1])
        # A path that has passed the limit is held just beyond it, and reported as infinite below.
        steps.append(np.where(steps[-1] > LARGEST, steps[-1], np.minimum(items, 2 * LARGEST)))
    items = np.stack(steps, axis=-1)
    beyond = items > LARGEST
    blow_up = np.where(beyond.any(axis=-1), beyond.argmax(axis=-1), np.inf)
    outcome = np.broadcast_to(fate(a), shape)
    return Path(np.where(beyond, np.inf, items), blow_up[()], str(outcome) if outcome.ndim == 0 else outcome)


def _yield_per_item(adjacent_possible, items):
    """New combinations per thing, built up factor by factor: alpha^i (M-1)...(M-i+1) / i!."""
    a, items = adjacent_possible, at_least(0, "items", items)
    largest = np.asarray(a.largest_combination)
    term, total = np.asarray(a.combination_chance, float), 0.0
    for i in range(2, int(np.max(largest)) + 1):
        term = np.minimum(term * a.combination_chance * np.maximum(items - i + 1, 0) / i, _HUGE)
        total = total + np.where(i <= largest, term, 0.0)
    return total


OUTCOMES = Outcomes(
    AdjacentPossible,
    (
        Outcome(
            "critical_variety",
            "variety above which it grows",
            "items",
            lambda r: critical_variety(r),
            lambda r: fate(r),
        ),
    ),
)
