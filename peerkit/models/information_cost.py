r"""The cheapest mode at each size and cost of information: the curves of `peerkit.models.modes` with one more factor.

.. math::
    C_{market} = f\,\tau\,n, \qquad C_{firm} = F + \kappa\,\frac{n(n-1)}{2}, \qquad
    C_{peers} = f\,(I_0 + \iota\, n^{\varphi})

The information cost f multiplies the costs of strangers: to find each other, to agree, to set up a commons and to check
each other's pieces. People inside a firm meet face to face, and their costs stay. At f = 1 the curves are those of
`peerkit.models.modes`. A firm is then cheapest where f exceeds

.. math:: f(n) = \frac{C_{firm}(n)}{\min(\tau n,\; I_0 + \iota n^{\varphi})}

Below that line, size alone decides between market and peers, since both become cheaper together.

Source: peerkit's own derivation, after R. H. Coase, The Nature of the Firm, 1937, and Y. Benkler, Coase's Penguin, 2002.
Nobody has measured f.
"""

from typing import NamedTuple

import numpy as np

from peerkit.models.modes import MODES, Modes, costs, peers_over_market, switches
from peerkit.records.checks import above, at_least, word
from peerkit.records.crossing import bisection
from peerkit.records.outcomes import Outcome, Outcomes

LARGEST = 1e30


class TriplePoint(NamedTuple):
    """The size [people] and the information cost [1] at which all three modes cost the same; NaN where there is none."""

    size: float
    information_cost: float


def cheapest_at(modes, contributors, information_cost):
    """The cheapest mode for `contributors` n >= 1 [people] at an `information_cost` f > 0 [1]; arrays broadcast.

    >>> from peerkit.models.modes import Modes
    >>> [str(mode) for mode in cheapest_at(Modes(), 40, [0.3, 1, 3])], cheapest_at(Modes(), 1000, 3)
    (['market', 'firm', 'firm'], 'peers')
    """
    f = above(0, "information_cost", information_cost)
    each = costs(modes, at_least(1, "contributors", contributors))
    by_mode = np.stack(np.broadcast_arrays(f * each.market, each.firm, f * each.peers))
    return word(np.asarray(MODES)[np.argmin(by_mode, axis=0)])


def switches_at(modes, information_cost, largest=1e6):
    """The sizes between 1 and `largest` [people] at which the cheapest mode changes at an `information_cost` f > 0 [1].

    >>> from peerkit.models.modes import Modes
    >>> [(round(s.size, 1), s.before, s.after) for s in switches_at(Modes(), 3.0)]
    [(1.7, 'market', 'firm'), (140.5, 'firm', 'peers')]
    """
    f = float(above(0, "information_cost", information_cost))
    scaled = {name: f * getattr(modes, name) for name in ("contract_cost", "commons_cost", "merge_cost")}
    return switches(modes.replace(**scaled), largest)


def firm_border(modes, contributors):
    """The information cost above which a firm is cheapest for `contributors` n >= 1 [people], [1].

    >>> from peerkit.models.modes import Modes
    >>> firm_border(Modes(), [5.220313605, 40, 77.222638]).round(6)
    array([1.   , 0.515, 1.   ])
    """
    each = costs(modes, at_least(1, "contributors", contributors))
    return (each.firm / np.minimum(each.market, each.peers))[()]


def triple_point(modes):
    """The smallest size from one person on at which market and peers cost the same, and where a firm costs that too.

    >>> from peerkit.models.modes import Modes
    >>> print(*(round(float(part), 4) for part in triple_point(Modes())))
    63.1579 0.7007
    >>> print(*triple_point(Modes(commons_cost=0.0)))
    nan nan
    """
    window = peers_over_market(modes)
    size = np.where(window.start > 0, window.start, window.end)
    there = np.isfinite(size)
    cost = firm_border(modes, np.where(there, size, 1.0))
    return TriplePoint(np.where(there, size, np.nan)[()], np.where(there, cost, np.nan)[()])


def firm_vanishes_below(modes):
    r"""The information cost below which a firm beats a market at no size, [1].

    .. math:: \min_n \frac{C_{firm}(n)}{\tau n} = \frac{\sqrt{2 F \kappa} - \kappa/2}{\tau} \quad (n = \sqrt{2F/\kappa} \ge 1)

    >>> from peerkit.models.modes import Modes
    >>> print(round(float(firm_vanishes_below(Modes())), 4))
    0.4372
    """
    m, size = modes, _best_firm_against_market(modes)
    return ((m.governance_cost / size + m.pair_cost * (size - 1) / 2) / m.contract_cost)[()]


def firm_absent_below(modes):
    r"""The information cost below which a firm is cheapest at no size, [1].

    It is the lowest point of the firm's border: where a firm is best against the market, where it is best against peers, or
    where market and peers cost the same. It is 0 where merging outgrows pairs (:math:`\varphi > 2`), since some firm
    is then large enough.

    >>> from peerkit.models.modes import Modes
    >>> print(round(float(firm_absent_below(Modes())), 4))
    0.4372
    >>> print(round(float(firm_absent_below(Modes(commons_cost=10, merge_cost=0.01))), 4))
    0.586

    Source: peerkit's own derivation; the border over the market and that over peers each have a single lowest point.
    """
    window = peers_over_market(modes)
    ties = (np.where((tie >= 1) & (tie < LARGEST), tie, 1.0) for tie in (window.start, window.end))
    sizes = (_best_firm_against_market(modes), _best_firm_against_peers(modes), *ties)
    lowest = np.minimum.reduce(np.broadcast_arrays(*(firm_border(modes, size) for size in sizes)))
    return np.where(np.asarray(modes.merge_elasticity) > 2, 0.0, lowest)[()]


def _best_firm_against_market(modes):
    return np.maximum(np.sqrt(2 * np.asarray(modes.governance_cost, float) / modes.pair_cost), 1.0)


def _best_firm_against_peers(modes):
    """The size at which firm over peers is lowest, for phi up to 2: the ratio falls and then rises."""
    m = modes
    phi = np.minimum(np.asarray(m.merge_elasticity, float), 2.0)

    def slope(n):
        # The derivative's sign, divided by n so that no power overflows.
        growth = m.pair_cost * (1 - 0.5 / n) * (m.commons_cost / n**phi + m.merge_cost)
        return growth - m.merge_cost * phi * (m.governance_cost / n / n + m.pair_cost * (1 - 1 / n) / 2)

    ones = np.ones(np.broadcast_shapes(*(np.shape(getattr(m, name)) for name in Modes.model_fields)))
    return bisection(slope, ones, ones * LARGEST)


OUTCOMES = Outcomes(
    Modes,
    (
        Outcome("triple_size", "size at which all three modes cost the same", "people", lambda r: triple_point(r).size),
        Outcome(
            "triple_cost",
            "cost of information at which all three modes cost the same",
            "times today's",
            lambda r: triple_point(r).information_cost,
        ),
        Outcome(
            "absent",
            "cost of information below which a firm is never cheapest",
            "times today's",
            firm_absent_below,
        ),
        Outcome(
            "vanishing",
            "cost of information below which no firm is cheaper than a market",
            "times today's",
            firm_vanishes_below,
        ),
    ),
)
