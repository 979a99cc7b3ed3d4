r"""Where does each mode win when information becomes cheap? The cost curves with one more knob.

.. math::
    C_{market} = f\,\tau\,n, \qquad C_{firm} = F + \kappa\,\frac{n(n-1)}{2}, \qquad
    C_{peers} = f\,(I_0 + \iota\, n^{\varphi})

Information cost f multiplies what strangers need information for: to find each other, to agree, to set up a commons and
to check each other's pieces. People inside a firm meet face to face, and their costs stay. At f = 1 the curves are those
of `peerkit.models.modes`. A firm is then cheapest where f exceeds

.. math:: f(n) = \frac{C_{firm}(n)}{\min(\tau n,\; I_0 + \iota n^{\varphi})}

and below that line size alone divides market and peers, since both become cheaper together.

Source: peerkit's own derivation, after R. H. Coase, The Nature of the Firm, 1937, and Y. Benkler, Coase's Penguin, 2002.
Nobody has measured f.
"""

from typing import NamedTuple

import numpy as np

from peerkit.models.modes import MODES, Modes, costs, peers_over_market
from peerkit.records.outcomes import Outcome, Outcomes


class TriplePoint(NamedTuple):
    """Where all three modes cost the same: size [people] and information cost [1]; NaN where there is no such point."""

    size: float
    information_cost: float


def cheapest_at(modes, contributors, information_cost):
    """The cheapest mode for `contributors` n >= 1 [people] at an `information_cost` f > 0 [1]; arrays broadcast.

    >>> from peerkit.models.modes import Modes
    >>> [str(mode) for mode in cheapest_at(Modes(), 40, [0.3, 1, 3])], str(cheapest_at(Modes(), 1000, 3))
    (['market', 'firm', 'firm'], 'peers')
    """
    f = np.asarray(information_cost, float)
    if not np.all(f > 0):
        raise ValueError(f"information_cost must be above 0, got {information_cost}")
    each = costs(modes, contributors)
    by_mode = np.stack(np.broadcast_arrays(f * each.market, each.firm, f * each.peers))
    winner = np.asarray(MODES)[np.argmin(by_mode, axis=0)]
    return str(winner) if winner.ndim == 0 else winner


def firm_border(modes, contributors):
    """The information cost above which a firm is cheapest for `contributors` n >= 1 [people], [1].

    >>> from peerkit.models.modes import Modes
    >>> firm_border(Modes(), [5.220313605, 40, 77.222638]).round(6)
    array([1.   , 0.515, 1.   ])
    """
    each = costs(modes, contributors)
    return (each.firm / np.minimum(each.market, each.peers))[()]


def triple_point(modes):
    """Where market, firm and peers cost the same; peers' first advantage over the market decides the size.

    >>> from peerkit.models.modes import Modes
    >>> print(*(round(float(part), 4) for part in triple_point(Modes())))
    63.1579 0.7007
    """
    size = peers_over_market(modes).start
    return TriplePoint(size, firm_border(modes, np.where(np.isnan(size), 1.0, size)) + 0 * size)


def firm_vanishes_below(modes):
    r"""The information cost below which a firm beats a market at no size, [1].

    .. math:: \min_n \frac{C_{firm}(n)}{\tau n} = \frac{\sqrt{2 F \kappa} - \kappa/2}{\tau} \quad (n = \sqrt{2F/\kappa} \ge 1)

    >>> from peerkit.models.modes import Modes
    >>> print(round(float(firm_vanishes_below(Modes())), 4))
    0.4372
    """
    m = modes
    size = np.maximum(np.sqrt(2 * np.asarray(m.governance_cost, float) / m.pair_cost), 1.0)
    return ((m.governance_cost / size + m.pair_cost * (size - 1) / 2) / m.contract_cost)[()]


OUTCOMES = Outcomes(
    Modes,
    (
        Outcome(
            "triple_size",
            "size at which all three modes meet",
            "people",
            lambda r: triple_point(r).size,
        ),
        Outcome(
            "triple_cost",
            "cost of information at which all three modes meet",
            "times today's",
            lambda r: triple_point(r).information_cost,
        ),
        Outcome(
            "vanishing",
            "cost of information below which no firm beats a market",
            "times today's",
            lambda r: firm_vanishes_below(r),
        ),
    ),
)
