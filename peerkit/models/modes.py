r"""Market, firm or peers: which mode of production coordinates n contributions most cheaply?

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

from itertools import combinations, pairwise
from typing import ClassVar, NamedTuple

import numpy as np

from peerkit.records.about import About, Source
from peerkit.records.crossing import bisection
from peerkit.records.outcomes import Outcome, Outcomes
from peerkit.records.parameter import parameter
from peerkit.records.record import Record

MODES = ("market", "firm", "peers")
LARGEST = 1e12
NEVER = "never cheaper"


class Modes(Record):
    """What coordination costs in a market, in a firm and among peers."""

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
        source="peerkit's own choice of unit",
        status="scenario",
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
        why="puts the smallest firm at about five people, a scenario",
        source="scenario",
        status="scenario",
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
        why="fifty pairs cost one contract, a scenario",
        source="scenario; the pairwise form is Brooks's",
        status="scenario",
    )
    commons_cost: float = parameter(
        "I_0",
        "Cost of the commons",
        unit="contracts, once: tools, licence, governance",
        meaning="What must exist before the first peer can contribute: architecture, tools, licence, house rules.",
        default=60.0,
        ge=0,
        explore=(5, 1000),
        scale="log",
        why="a commons costs a dozen firms to set up, a scenario from before free hosting",
        source="scenario",
        status="scenario",
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
        why="merging a piece costs a twentieth of contracting for it, a scenario",
        source="scenario",
        status="scenario",
    )
    merge_elasticity: float = parameter(
        r"\varphi",
        "How merging scales",
        unit="elasticity",
        meaning="Percent by which merging grows when contributions grow by one percent; above 1 when pieces interact.",
        default=1.0,
        ge=1,
        le=3,
        explore=(1, 1.5),
        step=0.01,
        why="1 is a modular commons: pieces do not interact",
        source="Benkler's modularity condition, 2002",
        status="confirmed",
    )

    about: ClassVar[About] = About(
        claim="There are three modes of production, each with its own curve of coordination cost. Which is cheapest "
        "depends on size, and cheap information moves the borders.",
        equations=(
            r"C_{\mathrm{market}}(n) = \tau n",
            r"C_{\mathrm{firm}}(n) = F + \kappa \frac{n(n-1)}{2}",
            r"C_{\mathrm{peers}}(n) = I_0 + \iota n^{\varphi}",
        ),
        assumes=(
            "One contribution per contributor, and the same value whichever mode produces it.",
            "In a market every contribution needs a contract; in a firm every pair must talk.",
            "Peers pay for the commons once and for merging each piece; nobody is paid to contribute.",
        ),
        evidence_against=(
            "Nobody has measured these curves together. The numbers are scenarios, not facts.",
            "The core of a commons is often paid: by foundations, and by firms. Hybrids are the rule.",
            "Of 142 studies about 70% find that products strongly mirror the organisation that makes them, but 56% of "
            "the descriptive cases of open collaboration do not.",
        ),
        leaves_out=(
            "Quality and its control, which hide in the cost of a merge.",
            "Free riding, and who owns the result.",
            "Firms with departments: few large firms let everyone talk to everyone.",
        ),
        sources=(
            Source("Coase, The Nature of the Firm, Economica 4, 1937", "unconfirmed"),
            Source("Benkler, Coase's Penguin, Yale Law Journal 112, 2002, concepts", "confirmed"),
            Source("The three cost curves together", "derived"),
            Source("Mirroring hypothesis, review of 142 studies, in a secondary source", "confirmed"),
        ),
    )


class Costs(NamedTuple):
    """Coordination cost of each mode [contracts]."""

    market: float
    firm: float
    peers: float


class Window(NamedTuple):
    """The sizes [people] between which one mode is cheaper than another, and a word for the kind of answer it is."""

    start: float
    end: float
    outcome: str


class Switch(NamedTuple):
    """A size [people] at which the cheapest mode changes."""

    size: float
    before: str
    after: str


def costs(modes, contributors):
    """What coordinating `contributors` n >= 0 [people] costs in each mode [contracts].

    >>> [round(float(cost), 9) for cost in costs(Modes(), 100)]
    [100.0, 104.0, 65.0]
    """
    n = np.asarray(contributors, float)
    m = modes
    return Costs(
        (m.contract_cost * n)[()],
        (m.governance_cost + m.pair_cost * n * (n - 1) / 2)[()],
        (m.commons_cost + m.merge_cost * n**m.merge_elasticity)[()],
    )


def cheapest(modes, contributors):
    """The name of the cheapest mode for `contributors` n [people]; of equal ones the first of market, firm, peers.

    >>> [str(mode) for mode in cheapest(Modes(), [2, 20, 200])]
    ['market', 'firm', 'peers']
    """
    by_mode = np.stack(np.broadcast_arrays(*costs(modes, contributors)))
    winner = np.asarray(MODES)[np.argmin(by_mode, axis=0)]
    return str(winner) if winner.ndim == 0 else winner


def firm_over_market(modes):
    r"""The sizes at which a firm is cheaper than a market [people].

    .. math:: n_\pm = \frac{\tau + \kappa/2 \pm \sqrt{(\tau + \kappa/2)^2 - 2\kappa F}}{\kappa}

    `outcome` is ``"between"``, or ``"never cheaper"`` with a NaN start and end where the root is not real.

    >>> window = firm_over_market(Modes())
    >>> print(round(float(window.start), 6), round(float(window.end), 6), window.outcome)
    5.220314 95.779686 between

    Source: peerkit's own derivation.
    """
    m = modes
    half = m.contract_cost + np.asarray(m.pair_cost, float) / 2
    discriminant = half**2 - 2 * m.pair_cost * np.asarray(m.governance_cost, float)
    real = discriminant > 0
    upper = (half + np.sqrt(np.where(real, discriminant, 0))) / m.pair_cost
    # The product of the roots is 2F/kappa; dividing by the large root avoids cancellation in the small one.
    lower = 2 * m.governance_cost / (m.pair_cost * upper)
    return _window(np.where(real, lower, np.nan), np.where(real, upper, np.nan), np.where(real, "between", NEVER))


def peers_over_market(modes):
    r"""The sizes at which peers are cheaper than a market [people].

    For :math:`\varphi = 1` that is from :math:`I_0 / (\tau - \iota)` on; for :math:`\varphi > 1` merging grows faster
    than contracts, so there is an end as well. ``"never cheaper"`` where merging a piece costs more than buying it.

    >>> print(peers_over_market(Modes(commons_cost=100)).start.round(6))
    105.263158

    Source: peerkit's own derivation.
    """
    m = modes
    shape = _shape(m)
    linear = np.broadcast_to(np.asarray(m.merge_elasticity) == 1, shape)
    saving = np.asarray(m.contract_cost - np.asarray(m.merge_cost, float))
    start = np.where(linear & (saving > 0), m.commons_cost / np.where(saving > 0, saving, 1.0), np.nan)
    end = np.where(linear & (saving > 0), np.inf, np.nan)
    if not np.all(linear):
        # The saving tau n - iota n^phi - I0 peaks at n_top; it is positive between its two roots if it is there.
        phi = np.where(linear, 2.0, m.merge_elasticity)
        top = np.exp(np.clip(np.log(m.contract_cost / (m.merge_cost * phi)) / (phi - 1), -600, 600))
        peak = m.contract_cost * top - m.merge_cost * top**phi - m.commons_cost
        curved = ~linear & (peak > 0)
        first = np.minimum(np.maximum(m.commons_cost / np.asarray(m.contract_cost), 1e-12), top)
        start = np.where(curved, bisection(lambda n: _market_minus_peers(m, n, phi), first, top), start)
        far = np.exp(np.clip(np.log(m.contract_cost / m.merge_cost) / (phi - 1), -600, 600))
        end = np.where(curved, bisection(lambda n: -_market_minus_peers(m, n, phi), top, np.maximum(far, top)), end)
    return _window(start, end, np.where(np.isnan(start), NEVER, np.where(np.isinf(end), "from here on", "between")))


def peers_over_firm(modes):
    r"""The size from which peers stay cheaper than a firm [people].

    .. math:: n = \frac{\iota + \kappa/2 + \sqrt{(\iota + \kappa/2)^2 + 2\kappa(I_0 - F)}}{\kappa} \quad (\varphi = 1)

    For other :math:`\varphi` the last crossing is found numerically up to 10^12 people. `outcome` is
    ``"from here on"``; ``"always cheaper"`` (start 0); or ``"never cheaper"`` where pieces interact so much that the
    firm wins at every large size (:math:`\varphi \ge 2`).

    >>> print(peers_over_firm(Modes()).start.round(6))
    77.222638

    Source: peerkit's own derivation.
    """
    m = modes
    half = m.merge_cost + np.asarray(m.pair_cost, float) / 2
    discriminant = half**2 + 2 * m.pair_cost * (m.commons_cost - np.asarray(m.governance_cost, float))
    start = np.where(discriminant > 0, (half + np.sqrt(np.maximum(discriminant, 0))) / m.pair_cost, 0.0)
    start = np.maximum(start, 0.0)
    outcome = np.where(start > 0, "from here on", "always cheaper")
    shape = _shape(m)
    curved = np.broadcast_to(np.asarray(m.merge_elasticity) != 1, shape)
    if np.any(curved):
        found = _last_tie_of_firm_and_peers(m)
        start = np.where(curved, found, start)
        outcome = np.where(np.isnan(start), NEVER, np.where(start > 0, "from here on", "always cheaper"))
    end = np.where(np.isnan(start), np.nan, np.inf)
    return _window(start, end, outcome)


def switches(modes, largest=1e6):
    """The sizes between 1 and `largest` [people] at which the cheapest mode changes, in order, for one record.

    >>> [(round(s.size, 1), s.before, s.after) for s in switches(Modes())]
    [(5.2, 'market', 'firm'), (77.2, 'firm', 'peers')]
    """
    grid = np.geomspace(1, largest, 2001)
    ties = [tie for pair in combinations(MODES, 2) for tie in _ties(modes, pair, grid)]
    borders = np.array([1.0, *sorted(ties), largest])
    names = [str(name) for name in cheapest(modes, np.sqrt(borders[:-1] * borders[1:]))]
    changes = zip(borders[1:-1], pairwise(names), strict=True)
    return tuple(Switch(float(size), before, after) for size, (before, after) in changes if before != after)


def _ties(modes, pair, grid):
    """The sizes at which two modes cost the same, each bracketed by two neighbours on the grid."""
    gap = lambda n: getattr(costs(modes, n), pair[0]) - getattr(costs(modes, n), pair[1])  # noqa: E731
    sign = gap(grid) > 0
    for i in np.flatnonzero(sign[1:] != sign[:-1]):
        direction = 1 if sign[i + 1] else -1
        yield float(bisection(lambda n, d=direction: d * gap(n), grid[i], grid[i + 1]))


def _last_tie_of_firm_and_peers(modes):
    """Where firm minus peers turns positive for good, 0 where it always is, NaN where it never is.

    The difference falls to one lowest point and then rises (for phi < 2 the signs of its coefficients, ordered by
    exponent, leave its slope a single root), so the last tie lies to the right of that point.
    """
    m = modes

    def gap(n):
        return costs(m, n).firm - costs(m, n).peers

    def slope(n):
        return m.pair_cost * (n - 0.5) - m.merge_cost * m.merge_elasticity * n ** (m.merge_elasticity - 1)

    lowest = bisection(slope, np.full(_shape(m), 1e-9), LARGEST)
    tie = bisection(gap, lowest, LARGEST)
    phi = np.asarray(m.merge_elasticity, float)
    firm_wins_at_last = (
        (phi > 2) | ((phi == 2) & (np.asarray(m.merge_cost) >= np.asarray(m.pair_cost) / 2)) | (gap(LARGEST) <= 0)
    )
    return np.where(firm_wins_at_last, np.nan, np.where(gap(lowest) < 0, tie, 0.0))


def _market_minus_peers(modes, n, phi):
    return modes.contract_cost * n - modes.merge_cost * n**phi - modes.commons_cost


def _shape(modes):
    return np.broadcast_shapes(*(np.shape(getattr(modes, name)) for name in Modes.model_fields))


def _window(start, end, outcome):
    scalar = outcome.ndim == 0
    return Window(np.asarray(start)[()], np.asarray(end)[()], str(outcome) if scalar else outcome)


OUTCOMES = Outcomes(
    Modes,
    (
        Outcome(
            "peers_start",
            "size from which peers stay cheaper than a firm",
            "people",
            lambda r: peers_over_firm(r).start,
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
