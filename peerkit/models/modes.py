r"""Coordination cost of a market, a firm and peers, and the sizes at which the cheapest of the three changes.

.. math::
    C_{market}(n) = \tau n, \qquad
    C_{firm}(n) = F + \kappa\,\frac{n(n-1)}{2}, \qquad
    C_{peers}(n) = I_0 + \iota\, n^{\varphi}

A market writes one contract per contribution. A firm pays for being there at all, and then for every pair that must
talk. Peers pay once for a commons (tools, licence, architecture) and then for merging each piece. All costs are in
contracts: one contract on the market is the unit of account at the default.

Source: peerkit's own synthesis of R. H. Coase, The Nature of the Firm, Economica 4, 1937; O. E. Williamson, Markets and
Hierarchies, 1975; Y. Benkler, Coase's Penguin, Yale Law Journal 112, 2002. No triple of these curves has been measured.
"""

from itertools import pairwise
from typing import ClassVar, NamedTuple

import numpy as np

from peerkit.models.stretches import LARGEST, Saving, borders, window_of
from peerkit.records.about import About, Source
from peerkit.records.checks import above, at_least, word
from peerkit.records.crossing import bisection
from peerkit.records.outcomes import Outcome, Outcomes
from peerkit.records.parameter import parameter
from peerkit.records.record import Record

MODES = ("market", "firm", "peers")
EVERYBODY = 1e10
"""More people than there are."""


class Modes(Record):
    """The cost of coordination in a market, in a firm and among peers."""

    contract_cost: float = parameter(
        r"\tau",
        "Cost of one contract",
        unit="contracts, the unit of account",
        meaning="What it costs to find, bargain over and enforce one contribution bought on the market.",
        default=1.0,
        gt=0,
        explore=(0.05, 5),
        scale="log",
        why="the unit of account: every other cost is so many contracts",
        measure="what buyers spend on search, negotiation and enforcement for each contract",
    )
    governance_cost: float = parameter(
        "F",
        "Cost of being a firm",
        unit="contracts, once",
        meaning="Fixed cost of having a firm: management, premises, employment contracts.",
        default=5.0,
        ge=0,
        explore=(1, 50),
        scale="log",
        why="puts the smallest firm at about five people",
        measure="the overhead of small firms: management, premises, payroll",
    )
    pair_cost: float = parameter(
        r"\kappa",
        "Cost per pair who must talk",
        unit="contracts per pair",
        meaning="What each pair of people inside the firm costs in conversation, meetings and waiting.",
        default=0.02,
        gt=0,
        explore=(0.001, 0.1),
        scale="log",
        why="fifty pairs cost one contract; that talk grows with pairs is Brooks's form",
        measure="hours in meetings and messages, by pair of colleagues",
    )
    commons_cost: float = parameter(
        "I_0",
        "Cost of the commons",
        unit="contracts, once",
        meaning="What must exist before the first peer can contribute: architecture, tools, licence, house rules.",
        default=60.0,
        ge=0,
        explore=(5, 1000),
        scale="log",
        why="a commons costs as much to set up as a dozen firms, as before hosting was free",
        measure="what founders spent on tools, licence and rules before the first outside contribution",
    )
    merge_cost: float = parameter(
        r"\iota",
        "Cost to merge one piece",
        unit="contracts per piece",
        meaning="Review and integration of one contribution into the commons.",
        default=0.05,
        gt=0,
        explore=(0.005, 0.5),
        scale="log",
        why="merging a piece costs a twentieth of a contract for it",
        measure="hours of review for each contribution, from a repository's log",
    )
    merge_elasticity: float = parameter(
        r"\varphi",
        "How merging scales",
        unit="elasticity",
        meaning="Percent by which the cost of merging grows when contributions grow by 1 %; above 1 when pieces interact.",
        default=1.0,
        ge=1,
        le=3,
        explore=(1, 1.5),
        step=0.01,
        why="1 is a modular commons: pieces do not interact",
        source="Benkler, Coase's Penguin, 2002: modularity as a condition of peer production",
        status="confirmed",
        url="https://doi.org/10.2307/1562247",
    )

    about: ClassVar[About] = About(
        claim="There are three modes of production, each with its own coordination cost. Size decides which one is "
        "cheapest, and cheap information moves the borders.",
        equations=(
            r"C_{\mathrm{market}}(n) = \tau n",
            r"C_{\mathrm{firm}}(n) = F + \kappa \frac{n(n-1)}{2}",
            r"C_{\mathrm{peers}}(n) = I_0 + \iota n^{\varphi}",
        ),
        assumes=(
            "One contribution per contributor, and the same value whichever mode produces it.",
            "In a market every contribution needs a contract; in a firm every pair must talk.",
            "Peers pay for the commons once and for merging each piece; nobody is paid to contribute.",
            "C is the cost of coordination and n the number of contributors; costs are counted from one contributor on.",
            "On the map over the cost of information, that cost is f: 1 is today's, and it multiplies what a market and peers "
            "cost, but not what a firm costs.",
        ),
        evidence_against=(
            "Nobody has measured these three curves together. The numbers are scenarios, not facts.",
            "The core of a commons is often paid: by foundations, and by firms. Hybrids are the rule.",
            "Of 142 studies, about 70 % find that a product strongly mirrors the organisation that makes it; 56 % of "
            "the descriptive cases of open collaboration do not.",
        ),
        leaves_out=(
            "Quality and its control, which hide in the cost of a merge.",
            "Free riding, and who owns the result: what incomplete contracts and hold-up (Grossman and Hart) say about it.",
            "Firms with departments: few large firms let everyone talk to everyone.",
        ),
        sources=(
            Source(
                "Coase, The Nature of the Firm, Economica 4, 1937",
                "unconfirmed",
                "https://doi.org/10.1111/j.1468-0335.1937.tb00002.x",
            ),
            Source(
                "Benkler, Coase's Penguin, Yale Law Journal 112, 2002, concepts",
                "confirmed",
                "https://doi.org/10.2307/1562247",
            ),
            Source("The three cost curves together", "derived"),
            Source(
                "Mirroring hypothesis, a review of 142 studies, as a page reports it; its address was not kept",
                "secondary",
            ),
        ),
    )


class Costs(NamedTuple):
    """Coordination cost of each mode [contracts]."""

    market: float
    firm: float
    peers: float


class Switch(NamedTuple):
    """A size [people] at which the cheapest mode changes."""

    size: float
    before: str
    after: str


def costs(modes, contributors):
    """Coordination cost of `contributors` n >= 0 [people] in each mode [contracts].

    >>> [round(float(cost), 9) for cost in costs(Modes(), 100)]
    [100.0, 104.0, 65.0]
    """
    n = at_least(0, "contributors", contributors)
    m = modes
    return Costs(
        market=(m.contract_cost * n)[()],
        firm=(m.governance_cost + m.pair_cost * n * (n - 1) / 2)[()],
        peers=(m.commons_cost + m.merge_cost * n**m.merge_elasticity)[()],
    )


def cheapest(modes, contributors):
    """The name of the cheapest mode for `contributors` n [people]; of equal ones the first of market, firm, peers.

    >>> [str(mode) for mode in cheapest(Modes(), [2, 20, 200])]
    ['market', 'firm', 'peers']
    """
    by_mode = np.stack(np.broadcast_arrays(*costs(modes, contributors)))
    return word(np.asarray(MODES)[np.argmin(by_mode, axis=0)])


def firm_over_market(modes):
    r"""The sizes from one person on at which a firm is cheaper than a market [people].

    .. math:: n_\pm = \frac{\tau + \kappa/2 \pm \sqrt{(\tau + \kappa/2)^2 - 2\kappa F}}{\kappa}

    `outcome` is ``"between"``; ``"up to here"`` (start 0) where even the smallest firm is cheaper; or ``"never cheaper"``
    with a NaN start and end.

    >>> window = firm_over_market(Modes())
    >>> print(round(float(window.start), 6), round(float(window.end), 6), window.outcome)
    5.220314 95.779686 between

    Source: peerkit's own derivation.
    """
    return window_of(_market_less_firm(modes))


def peers_over_market(modes):
    r"""The sizes from one person on at which peers are cheaper than a market [people].

    For :math:`\varphi = 1` that is from :math:`I_0 / (\tau - \iota)` on; for :math:`\varphi > 1` merging grows faster
    than contracts, so there is an end as well. `outcome` is ``"from here on"``, ``"between"``, ``"up to here"``,
    ``"always cheaper"`` or ``"never cheaper"``; an end beyond 10^100 people is infinite.

    >>> print(peers_over_market(Modes(commons_cost=100)).start.round(6))
    105.263158

    Source: peerkit's own derivation.
    """
    return window_of(_market_less_peers(modes))


def peers_over_firm(modes):
    r"""The sizes from one person on at which peers are cheaper than a firm [people].

    .. math:: n = \frac{\iota + \kappa/2 + \sqrt{(\iota + \kappa/2)^2 + 2\kappa(I_0 - F)}}{\kappa} \quad (\varphi = 1)

    `outcome` is ``"from here on"``, ``"always cheaper"`` (start 0) or ``"at first and from here on"`` where pairs outgrow
    merging (:math:`\varphi < 2`); ``"up to here"`` (start 0), ``"between"``, ``"at first and between"`` or ``"never cheaper"``
    where a firm wins in the end. A start beyond 10^100 people is infinite.

    >>> print(peers_over_firm(Modes()).start.round(6))
    77.222638
    >>> window = peers_over_firm(Modes(commons_cost=5, governance_cost=50, merge_elasticity=2, merge_cost=0.02))
    >>> print(window.start, window.end.round(3), window.outcome)
    0.0 66.584 up to here

    Source: peerkit's own derivation.
    """
    return window_of(_firm_less_peers(modes))


def peers_stay_from(modes):
    """The size from which peers stay cheaper than a firm [people]; 0 if always, NaN where a firm wins in the end.

    >>> print(peers_stay_from(Modes()).round(1), peers_stay_from(Modes(merge_elasticity=2.5)))
    77.2 nan
    """
    window = peers_over_firm(modes)
    return np.where(np.isinf(window.end), window.start, np.nan)[()]


def switches(modes, largest=1e6):
    """The sizes between 1 and `largest` [people] at which the cheapest mode changes, in order, for one record.

    >>> [(round(s.size, 1), s.before, s.after) for s in switches(Modes())]
    [(5.2, 'market', 'firm'), (77.2, 'firm', 'peers')]
    """
    largest = float(above(1, "largest", largest))
    pairs = (_market_less_firm(modes), _market_less_peers(modes), _firm_less_peers(modes))
    ties = np.unique([float(size) for pair in pairs for size in borders(pair)[0] if 1 < size < largest])
    ends = np.array([1.0, *ties, largest])
    names = [str(name) for name in cheapest(modes, np.sqrt(ends[:-1] * ends[1:]))]
    changes = zip(ends[1:-1], pairwise(names), strict=True)
    return tuple(Switch(float(size), before, after) for size, (before, after) in changes if before != after)


def _market_less_firm(modes):
    m = modes

    def gap(n):
        return m.contract_cost - m.governance_cost / n - m.pair_cost * (n - 1) / 2

    top = m.contract_cost / np.asarray(m.pair_cost, float) + 0.5
    return Saving(gap, (_at_least_one(m, top),), np.zeros(_shape(m), bool))


def _market_less_peers(modes):
    m = modes
    phi = np.asarray(m.merge_elasticity, float)

    def gap(n):
        return m.contract_cost - m.merge_cost * n ** (phi - 1) - m.commons_cost / n

    linear = phi == 1
    steepness = np.where(linear, 1.0, phi - 1)
    top = _exp(np.log(m.contract_cost / (m.merge_cost * phi)) / steepness)
    cheaper_piece = np.greater(m.contract_cost, m.merge_cost)
    return Saving(gap, (_at_least_one(m, np.where(linear, 1.0, top)),), _like(m, linear & cheaper_piece))


def _firm_less_peers(modes):
    """Firm less peers falls, rises and, where merging outgrows pairs, falls again: its slope turns at most twice."""
    m = modes
    phi = np.asarray(m.merge_elasticity, float)

    def gap(n):
        fixed = (m.governance_cost - np.asarray(m.commons_cost, float)) / n / n
        return fixed + m.pair_cost * (1 - 1 / n) / 2 - m.merge_cost * n ** (phi - 2)

    def slope(n):
        return m.pair_cost * (1 - 0.5 / n) - m.merge_cost * phi * n ** (phi - 2)

    outgrown = phi > 2
    steepest = _exp(np.log(m.pair_cost / (m.merge_cost * phi * np.where(outgrown, phi - 1, 1.0))) / _beyond(phi, 2))
    middle = _at_least_one(m, np.where(outgrown, steepest, LARGEST))
    lowest = bisection(slope, np.ones(_shape(m)), middle)
    highest = np.where(_like(m, outgrown), bisection(lambda n: -slope(n), middle, np.full(_shape(m), LARGEST)), middle)
    pairs_win = (phi < 2) | ((phi == 2) & np.greater(m.pair_cost, 2 * np.asarray(m.merge_cost, float)))
    return Saving(gap, (lowest, highest), _like(m, pairs_win))


def _exp(logarithm):
    return np.exp(np.clip(logarithm, 0.0, np.log(LARGEST)))


def _beyond(values, bound):
    """The distance of `values` above `bound`, and 1 where they are not above it."""
    return np.where(values > bound, values - bound, 1.0)


def _at_least_one(modes, sizes):
    return _like(modes, np.clip(sizes, 1.0, LARGEST))


def _like(modes, values):
    return np.broadcast_to(values, _shape(modes))


def _shape(modes):
    return np.broadcast_shapes(*(np.shape(getattr(modes, name)) for name in Modes.model_fields))


OUTCOMES = Outcomes(
    Modes,
    (
        Outcome(
            "peers_start",
            "size from which peers stay cheaper than a firm",
            "people",
            peers_stay_from,
            lambda r: cheapest(r, 100),
            "cheapest mode for 100 people",
        ),
        Outcome(
            "firm_start",
            "size from which a firm is cheaper than a market",
            "people",
            lambda r: firm_over_market(r).start,
        ),
        Outcome("peers_cost", "coordination cost of 100 peers", "contracts", lambda r: costs(r, 100).peers),
    ),
)
