r"""Adoption of something that is worth more the more people adopt it. (demand with fulfilled expectations)

.. math::
    p(n) = (k + bn)(1 - n), \qquad p(n) = c, \qquad
    n_\pm = \frac{(b-k) \pm \sqrt{(b+k)^2 - 4bc}}{2b}

People differ evenly in how much they care. To the keenest person the good is worth k on its own and k + b when everybody
has it, to the least keen person nothing. When a share n is expected and n adopt, the last of them is willing to pay p(n). Expected
and actual share agree where that equals the price c. Between k and the top of p(n) that happens three times: nobody
adopts, an unstable critical mass does, or a large network does.

Source: demand of this kind is derived here in the set-up of M. Katz and C. Shapiro, 1985, and N. Economides and
C. Himmelberg, Critical Mass and Network Size, 1995; the latter's three equilibria and the order monopoly, competition,
planner are confirmed from the abstract (ideas.repec.org/p/ste/nystbu/95-11); the closed forms are peerkit's own
derivation.
"""

from typing import ClassVar, NamedTuple

import numpy as np

from peerkit.records.about import About, Source
from peerkit.records.checks import between, word
from peerkit.records.outcomes import Outcome, Outcomes
from peerkit.records.parameter import parameter
from peerkit.records.record import Record


class NetworkAdoption(Record):
    """Something that is worth more to each person the more people have it, and the cost of providing one more person."""

    standalone_value: float = parameter(
        "k",
        "Worth without others",
        unit="money per person",
        meaning="The most that the keenest person would pay if nobody else had it.",
        default=0.0,
        ge=0,
        le=1e15,
        explore=(0, 1),
        why="0 is a pure network good: a telephone nobody else has",
        measure="asking people who do not have it yet what they would pay to use it alone",
    )
    network_value: float = parameter(
        "b",
        "Worth of a full network",
        unit="money per person",
        meaning="The amount by which it is worth more to the keenest person when everybody has it.",
        default=1.0,
        ge=1e-12,
        le=1e15,
        explore=(0.2, 4),
        step=0.05,
        why="the unit of account: the cost is measured in it",
        measure="what users would pay before and after others join",
    )
    cost: float = parameter(
        "c",
        "Cost per adopter",
        unit="money per person",
        meaning="The cost of providing one more person; under competition it is also the price.",
        default=0.2,
        ge=0,
        le=1e15,
        explore=(0, 1),
        why="below 0.25, above which no network can last with the other default values",
        measure="the provider's cost per additional user",
    )

    about: ClassVar[About] = About(
        claim="The same good at the same price may be adopted by nobody or by most people. Between the two lies a critical "
        "mass that expectations must reach.",
        equations=(
            r"p(n) = (k + bn)(1 - n)",
            r"n_\pm = \frac{(b-k) \pm \sqrt{(b+k)^2 - 4bc}}{2b}",
            r"n_0 = \frac{b-k}{2b}, \quad p_{\max} = \frac{(k+b)^2}{4b}",
        ),
        assumes=(
            "n is the share of people who adopt and p(n) the price that the last of them would pay. The two n with plus and "
            "minus are the large network and the critical mass; n with index 0 and p max are the smallest network that can "
            "last and the highest price that it bears.",
            "People differ evenly in how much they care, and each takes one or none.",
            "Worth grows in a straight line with the share of adopters, whoever they are.",
            "Expectations are fulfilled: everybody foresees the share that comes about.",
        ),
        evidence_against=(
            "It is disputed how worth grows with size. On the same company figures the best-fitting law changes with the "
            "years chosen and with the list of laws allowed.",
            "The model says which networks can last, not which one comes about: with three equilibria the outcome depends on "
            "expectations that nobody measures.",
        ),
        leaves_out=(
            "Local networks: most people care about some others, not about all.",
            "Rival networks, switching costs and joining two networks at once.",
            "Prices that change over time to get past the critical mass.",
        ),
        studies=("del Rio-Chanona and others 2023",),
        sources=(
            Source(
                "Economides and Himmelberg, Critical Mass and Network Size, 1995, abstract: three equilibria and order",
                "confirmed",
                "https://ideas.repec.org/p/ste/nystbu/95-11.html",
            ),
            Source(
                "Katz and Shapiro, Network Externalities, Competition, and Compatibility, American Economic Review 75(3), 1985",
                "unconfirmed",
            ),
            Source("The closed forms for evenly spread keenness", "derived"),
            Source(
                "Zhang and Xu, Journal of Computer Science and Technology 38(2), 2023, abstract",
                "confirmed",
                "https://doi.org/10.1007/s11390-022-2845-7",
            ),
        ),
    )


NEEDS, ALONE, NOT_VIABLE = "needs a critical mass", "takes off by itself", "not viable"
MASS, NO_MASS = "critical mass", "no critical mass"
MOST_ROUNDS = 100_000


class Equilibria(NamedTuple):
    """Shares of adopters [1] that come about when they are expected; adopting by nobody is apart from these.

    `adoption` is stable and the largest; `critical_mass` is not: fewer fall back to nobody, more go on to `adoption`.
    `outcome` is ``"needs a critical mass"`` (nobody adopting is an equilibrium as well), ``"takes off by itself"`` (the
    keenest would buy alone: critical mass 0) or ``"not viable"`` (no network can live: adoption 0, critical mass NaN).
    """

    critical_mass: float
    adoption: float
    outcome: str


class SmallestNetwork(NamedTuple):
    """The smallest share [1] a network can live with at any cost, the highest cost it can bear [money], and a word."""

    adoption: float
    cost: float
    outcome: str


class Regimes(NamedTuple):
    """Share of adopters [1] under a monopoly, under competition and under a planner."""

    monopoly: float
    competition: float
    planner: float


def willingness_to_pay(network, adoption):
    r"""The price that the last adopter would pay when a share `adoption` is expected and adopts: :math:`(k+bn)(1-n)` [money].

    `adoption` 0 <= n <= 1 [1], scalar or array.

    >>> print(willingness_to_pay(NetworkAdoption(), 0.5))
    0.25
    """
    n = _share("adoption", adoption)
    return ((network.standalone_value + network.network_value * n) * (1 - n))[()]


def adopters(network, expected):
    r"""The share that adopts at the price c when a share `expected` is expected [1].

    .. math:: \max\left(0,\; 1 - \frac{c}{k + b n^e}\right)

    `expected` 0 <= n^e <= 1 [1], scalar or array. Nobody takes what is worth no more than its cost to the keenest.

    >>> print(adopters(NetworkAdoption(), 0.5))
    0.6
    """
    n = _share("expected", expected)
    worth = network.standalone_value + network.network_value * n
    wanted = worth > network.cost
    return np.where(wanted, 1 - network.cost / np.where(wanted, worth, 1.0), 0.0)[()]


def path(network, rounds, start):
    """The share of adopters after 0, 1, ... `rounds` rounds, when each round expects what the one before did [1].

    `start` 0 <= n_0 <= 1 [1]; `rounds` is at most 100,000. Rounds run along the last axis.

    >>> print(path(NetworkAdoption(), 3, 0.25).round(4), path(NetworkAdoption(), 3, 0.3).round(4))
    [0.25 0.2  0.   0.  ] [0.3    0.3333 0.4    0.5   ]
    """
    states = [np.broadcast_to(_share("start", start), np.shape(adopters(network, start)))]
    for _ in range(int(between(0, MOST_ROUNDS, "rounds", rounds))):
        states.append(adopters(network, states[-1]))
    return np.stack(states, axis=-1)


def equilibria(network):
    r"""The shares of adopters that come about when they are expected, at a price equal to the cost.

    .. math:: n_\pm = \frac{(b-k) \pm \sqrt{(b+k)^2 - 4bc}}{2b}

    >>> sizes = equilibria(NetworkAdoption())
    >>> print(sizes.critical_mass.round(6), sizes.adoption.round(6), sizes.outcome)
    0.276393 0.723607 needs a critical mass

    Source: peerkit's own derivation.
    """
    k, b, c = _values(network)
    under = (b + k) ** 2 - 4 * b * c
    alone, room = c < k, b > k
    viable = alone | (room & (under >= 0))
    # The roots multiply to (c-k)/b; dividing by the sum without cancellation keeps the digits of the other root.
    reach = np.abs(b - k) + np.sqrt(np.maximum(under, 0))
    far = np.where(room, reach / (2 * b), 2 * (k - c) / np.where(reach > 0, reach, 1.0))
    near = 2 * (c - k) / np.where(reach > 0, reach, 1.0)
    adoption = np.where(viable, np.clip(far, 0, 1), 0.0)
    critical = np.where(viable, np.where(alone, 0.0, np.maximum(near, 0.0)), np.nan)
    outcome = np.where(viable, np.where(alone, ALONE, NEEDS), NOT_VIABLE)
    return Equilibria(critical[()], adoption[()], word(outcome))


def smallest_network(network):
    r"""The smallest network that can live, and the highest cost at which one can: the top of the demand curve.

    .. math:: n_0 = \frac{b-k}{2b}, \qquad p_{max} = \frac{(k+b)^2}{4b}

    `outcome` is ``"critical mass"``, or ``"no critical mass"`` where the good is worth at least as much alone as the
    network adds (:math:`k \ge b`): demand then falls from the first adopter on, and a network may start from nothing.

    >>> top = smallest_network(NetworkAdoption())
    >>> print(top.adoption, top.cost, top.outcome)
    0.5 0.25 critical mass

    Source: peerkit's own derivation; a lower bound on viable networks is Economides and Himmelberg's result.
    """
    k, b, _ = _values(network)
    room = b > k
    adoption = np.where(room, (b - k) / (2 * b), 0.0)
    cost = np.where(room, (k + b) * ((k + b) / (4 * b)), k)
    return SmallestNetwork(adoption[()], cost[()], word(np.where(room, MASS, NO_MASS)))


def regimes(network):
    r"""The share of adopters that a monopoly, competition and a planner bring about [1].

    .. math::
        n_M = \frac{(b-k)+\sqrt{(b-k)^2+3b(k-c)}}{3b}, \qquad
        n_W = \min\left(1, \frac{(2b-k)+\sqrt{(2b-k)^2+6b(k-c)}}{3b}\right)

    Competition charges the cost and gets the larger equilibrium. The monopoly restricts, since it cannot promise to
    expand once people have joined; the planner counts what each adopter is worth to the others. Each is 0 where no
    network pays: for monopoly and competition above the cost `smallest_network` bears, for the planner above
    :math:`(2b+k)^2/8b`, or :math:`k` if that is at least 2b.

    >>> [round(float(share), 6) for share in regimes(NetworkAdoption())]
    [0.544152, 0.723607, 1.0]

    Source: peerkit's own derivation; the order is Economides and Himmelberg's, 1995 (abstract confirmed).
    """
    k, b, c = _values(network)
    adoption = equilibria(network).adoption
    # Where only the good itself carries the network (k large), a monopoly needs the keenest to pay more than the cost.
    pays = (np.asarray(adoption) > 0) & (c < np.asarray(smallest_network(network).cost))
    monopoly = _larger_root(b - k, 3 * b, k - c)
    bears = np.where(2 * b > k, (2 * b + k) * ((2 * b + k) / (8 * b)), k)
    planner = np.minimum(_larger_root(2 * b - k, 3 * b, 2 * (k - c)), 1.0)
    return Regimes(np.where(pays, monopoly, 0.0)[()], adoption, np.where(c < bears, planner, 0.0)[()])


def _larger_root(half, lead, constant):
    """The larger solution of lead n^2 = 2 half n + constant, without cancellation; 0 where there is none."""
    root = np.sqrt(np.maximum(half**2 + lead * constant, 0))
    distance = root - half
    return np.where(half > 0, (half + root) / lead, constant / np.where(distance > 0, distance, 1.0))


def _values(network):
    values = (network.standalone_value, network.network_value, network.cost)
    return np.broadcast_arrays(*(np.asarray(value, float) for value in values))


def _share(name, adoption):
    return between(0, 1, name, adoption)


OUTCOMES = Outcomes(
    NetworkAdoption,
    (
        Outcome(
            "critical_mass",
            "critical mass",
            "share",
            lambda r: equilibria(r).critical_mass,
            lambda r: equilibria(r).outcome,
        ),
        Outcome("adoption", "largest adoption that lasts", "share", lambda r: equilibria(r).adoption),
        Outcome("highest_price", "highest price that a network bears", "money", lambda r: smallest_network(r).cost),
    ),
)
