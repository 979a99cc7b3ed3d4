r"""The worth of a network of n members by six laws, and what each says about doubling and about mergers.

.. math::
    \text{Sarnoff } a n, \quad \text{Odlyzko-Tilly } a n \ln n, \quad
    \text{Metcalfe } a\tfrac{n(n-1)}{2} \text{ or } a n^2, \quad \text{cube } a n^3, \quad \text{Reed } a(2^n-n-1),
    \qquad n(t) = \frac{p}{1+e^{-v(t-h)}}

Each law counts something: listeners, useful links, pairs, groups of two or more. Which law fits data is the question of
`peerkit.models.network_fit`. The last formula is Metcalfe's netoid, a logistic path of membership.

Source: A. Odlyzko and B. Tilly 2005 for n log n (confirmed); X.-Z. Zhang, J.-J. Liu and Z.-W. Xu, Journal of Computer
Science and Technology 30(2), 2015, 246-251 for the four laws compared (abstract confirmed); the cube from Zhang and
Xu, same journal 38(2), 2023, 219-227 (abstract confirmed); the netoid from Metcalfe 2013 (unconfirmed).
"""

from typing import ClassVar, Literal

import numpy as np
from scipy.special import expit, xlogy

from peerkit.records.about import About, Source
from peerkit.records.checks import at_least, number
from peerkit.records.parameter import parameter
from peerkit.records.record import Record

LAWS = ("sarnoff", "odlyzko_tilly", "metcalfe", "metcalfe_sq", "cube", "reed")
LN2 = np.log(2.0)
# 2^1023 and e^709 are the largest powers that a floating-point number holds.
LARGEST = 1023.0
HIGHEST = 709.0

AGAINST_METCALFE = (
    Source(
        "Odlyzko and Tilly, A refutation of Metcalfe's law, preliminary version of 2005, abstract: the law n log n",
        "confirmed",
        "http://www.dtc.umn.edu/~odlyzko/doc/metcalfe.tex",
    ),
    Source(
        "Briscoe, Odlyzko and Tilly, Metcalfe's law is wrong, IEEE Spectrum, July 2006: 100,000 members doubled",
        "recomputed",
        "https://spectrum.ieee.org/metcalfes-law-is-wrong",
    ),
)
"""The sources of the law n log n."""


class Network(Record):
    """A law of network value, what one unit of it is worth, and a path of membership."""

    law: Literal["sarnoff", "odlyzko_tilly", "metcalfe", "metcalfe_sq", "cube", "reed"] = "metcalfe"
    unit_value: float = parameter(
        "a",
        "Worth of one link",
        unit="money per unit counted",
        meaning="What one unit of whatever the law counts is worth: a listener, a pair of members, a group.",
        default=1.0,
        gt=0,
        explore=(0.001, 1000),
        scale="log",
        why="the unit of account: values are counted in links",
        measure="what one more member is worth to the others, by survey or experiment",
    )
    ceiling: float = parameter(
        "p",
        "Members in the end",
        unit="people",
        meaning="How many members the network approaches when everybody who will join has joined.",
        default=1.5e9,
        gt=0,
        explore=(1e3, 5e9),
        scale="log",
        why="with the two values below it follows Facebook's year-end users of 2009 to 2014 within 13 percent; it is "
        "not a fit",
        measure="counting the members who would ever join",
    )
    growth: float = parameter(
        "v",
        "Speed of growth",
        unit="1/year",
        meaning="How fast membership grows while the network is small, as a rate per year.",
        default=0.6,
        gt=0,
        explore=(0.1, 2),
        scale="log",
        why="goes with the ceiling above",
        measure="fitting the years observed so far",
    )
    midpoint: float = parameter(
        "h",
        "Half-way year",
        unit="year",
        meaning="When half of the members have joined, which is also when most join at once.",
        default=2011.0,
        explore=(2000, 2030),
        step=1,
        why="goes with the ceiling above",
        measure="fitting the years observed so far",
    )

    about: ClassVar[About] = About(
        claim="The value of a network grows faster than its membership, so large networks win. How much faster depends on "
        "what is counted.",
        equations=(
            r"V = a n,\; a n \ln n,\; a\frac{n(n-1)}{2},\; a n^2,\; a n^3,\; a(2^n-n-1)",
            r"V(2n) / V(n)",
            r"V(n_1+n_2) - V(n_1) - V(n_2)",
            r"n(t) = \frac{p}{1+e^{-v(t-h)}}",
        ),
        assumes=(
            "The value V depends on the number n of members and on nothing else.",
            "Sarnoff counts listeners, Metcalfe pairs, Reed groups; Odlyzko and Tilly rank a member's links and let "
            "each be worth less than the one before.",
            "Every unit counted is worth the same, a.",
            "V(2n)/V(n) is the value of twice as many members, as a multiple. The third formula is the gain when networks of "
            "n₁ and n₂ members become one.",
            "Members join along a logistic path n(t): p in the end, half of them in year h, at speed v.",
        ),
        evidence_against=(
            "Metcalfe's square fitted Facebook and Tencent best of four laws in 2015. On newer data in 2023 a cube "
            "fitted better, so the winner depends on the candidates and on the years.",
            "Odlyzko and Tilly argue that most links are worth little. If the square held, they say, networks would merge far "
            "more eagerly than they do.",
            "Fifty members can form more than a million billion groups. Reed's law cannot hold for long.",
        ),
        leaves_out=(
            "Crowding, spam, conflict: what more members take away.",
            "Quality, price and the calendar, which move value while membership grows.",
            "Who talks to whom: links inside a circle of friends are worth more than the rest.",
        ),
        sources=(
            *AGAINST_METCALFE,
            Source(
                "Odlyzko and Tilly 2005, the argument from mergers",
                "unconfirmed",
                "http://www.dtc.umn.edu/~odlyzko/doc/metcalfe.tex",
            ),
            Source(
                "Zhang, Liu and Xu, Journal of Computer Science and Technology 30(2), 2015, abstract",
                "confirmed",
                "https://doi.org/10.1007/s11390-015-1518-1",
            ),
            Source(
                "Zhang and Xu, Journal of Computer Science and Technology 38(2), 2023, abstract",
                "unconfirmed",
                "https://doi.org/10.1007/s11390-022-2845-7",
            ),
            Source("Gain from a merger, for every law", "derived"),
        ),
    )


def value(network, members):
    r"""The worth of a network of `members` people under its law [money].

    `members` n >= 0 [people], scalar or array, need not be whole. Below one member the laws that count pairs or groups
    are 0. Reed's law passes the largest number a computer holds at about 1,023 members and is infinite from there on:
    `log_value` goes further.

    >>> for law in LAWS:
    ...     print(law, round(float(value(Network(law=law), 20)), 4))
    sarnoff 20.0
    odlyzko_tilly 59.9146
    metcalfe 190.0
    metcalfe_sq 400.0
    cube 8000.0
    reed 1048555.0

    Source: see the module. Leaves out everything but the number of members.
    """
    return _worth(network, counted(network.law, members))


def counted(law, members):
    """The number of units that `law` counts in a network of `members` n >= 0 [people]: listeners, links, pairs or groups.

    >>> print(counted("metcalfe", 250), counted("metcalfe_sq", 250))
    31125.0 62500.0
    """
    n = at_least(0, "members", members)
    return np.maximum(COUNTS[_known(law)](n), 0.0)[()]


def _links(n):
    return xlogy(n, n)


def _pairs(n):
    return n * (n - 1) / 2


def _cubes(n):
    return n**3


def _all_groups(n):
    return np.where(n < LARGEST, np.exp2(np.minimum(n, LARGEST)) - n - 1, np.inf)


COUNTS = {
    "sarnoff": np.positive,
    "odlyzko_tilly": _links,
    "metcalfe": _pairs,
    "metcalfe_sq": np.square,
    "cube": _cubes,
    "reed": _all_groups,
}
"""The formula by which each law counts its units among n members."""


def log_value(network, members):
    r"""Natural logarithm of the value, for sizes at which the value itself is too large to write down.

    .. math:: \ln\left(a(2^n-n-1)\right) = \ln a + n\ln 2 + \ln\left(1-(n+1)2^{-n}\right) \quad \text{(Reed)}

    `members` n >= 0 [people]. Minus infinity where the value is 0.

    >>> print(round(float(log_value(Network(law="reed"), 1e6)), 6))
    693147.18056
    """
    n = at_least(0, "members", members)
    count = np.asarray(counted(network.law, n))
    written = (count > 0) & np.isfinite(count)
    # Only Reed's count is ever infinite, and there (n+1)2^-n has long vanished beside 1.
    beyond = np.where(count > 0, n * LN2, -np.inf)
    logs = np.where(written, np.log(np.where(written, count, 1.0)), beyond)
    return (logs + np.log(network.unit_value))[()]


def doubling_multiplier(network, members):
    r"""The value of twice as many members as a multiple of that of `members`, V(2n)/V(n) [1].

    `members` n >= 1 [people], scalar or array. Infinite where nothing becomes something (one member alone has no pair)
    and where Reed's answer cannot be written down any more.

    >>> for law in ("sarnoff", "odlyzko_tilly", "metcalfe"):
    ...     print(law, round(float(doubling_multiplier(Network(law=law), 100_000)), 5))
    sarnoff 2.0
    odlyzko_tilly 2.12041
    metcalfe 4.00002

    Source: elementary; that n log n multiplies the value of 100,000 members by 2.12 where the square says 4 is the
    example of Briscoe, Odlyzko and Tilly in IEEE Spectrum, 2006 (recomputed).
    """
    n = at_least(1, "members", members)
    before, after = log_value(network, n), log_value(network, 2 * n)
    growth = np.where(np.isfinite(before), after - np.where(np.isfinite(before), before, 0.0), np.inf)
    return np.where(growth < HIGHEST, np.exp(np.minimum(growth, HIGHEST)), np.inf)[()]


def merger_gain(network, members, other_members):
    r"""The gain of two networks that become one, :math:`V(n_1+n_2)-V(n_1)-V(n_2)` [money].

    .. math::
        0, \quad n_1\ln\left(1+\tfrac{n_2}{n_1}\right)+n_2\ln\left(1+\tfrac{n_1}{n_2}\right), \quad
        n_1 n_2, \quad 2n_1n_2, \quad 3n_1n_2(n_1+n_2), \quad (2^{n_1}-1)(2^{n_2}-1)

    in the order of `LAWS`, each times a. The formulas replace the difference because that cancels.

    `members` and `other_members` n >= 1 [people], scalars or arrays.

    >>> for law in ("sarnoff", "odlyzko_tilly", "metcalfe"):
    ...     print(law, round(float(merger_gain(Network(law=law), 100, 300)), 4))
    sarnoff 0.0
    odlyzko_tilly 224.9341
    metcalfe 30000.0

    Source: peerkit's own derivation. Leaves out members whom both networks share.
    """
    one, two = np.broadcast_arrays(at_least(1, "members", members), at_least(1, "other_members", other_members))
    return _worth(network, GAINS[_known(network.law)](one, two))


def _no_gain(one, two):
    return np.zeros_like(one)


def _links_gained(one, two):
    return one * np.log1p(two / one) + two * np.log1p(one / two)


def _squares_gained(one, two):
    return 2 * one * two


def _cubes_gained(one, two):
    return 3 * one * two * (one + two)


def _groups_gained(one, two):
    written = one + two < LARGEST
    return np.where(written, _groups(one, written) * _groups(two, written), np.inf)


GAINS = {
    "sarnoff": _no_gain,
    "odlyzko_tilly": _links_gained,
    "metcalfe": np.multiply,
    "metcalfe_sq": _squares_gained,
    "cube": _cubes_gained,
    "reed": _groups_gained,
}
"""The units that each law counts beyond those of the parts when n1 and n2 members become one network."""


def netoid(network, time):
    r"""The members of the network at `time` [people], on Metcalfe's logistic path.

    .. math:: n(t) = \frac{p}{1+e^{-v(t-h)}}

    `time` t [year], scalar or array.

    >>> print(round(float(netoid(Network(), 2010))))
    531515541

    Source: Metcalfe 2013; that monthly users of Facebook and Tencent follow such a path is in the abstract of Zhang,
    Liu and Xu 2015 (confirmed). Leaves out members who leave.
    """
    return (network.ceiling * expit(network.growth * (number("time", time) - network.midpoint)))[()]


def _worth(network, count):
    """The count in money, infinite instead of an overflow."""
    some = count > 0
    fits = np.log(network.unit_value) + np.log(np.where(some, count, 1.0)) < HIGHEST
    return np.where(some & ~fits, np.inf, network.unit_value * np.where(fits, count, 0.0))[()]


def _groups(n, written):
    """2^n - 1 where it can be written down, 0 elsewhere."""
    return np.exp2(np.where(written, n, 0.0)) - 1


def _known(law):
    if law not in LAWS:
        raise ValueError(f"law must be one of {', '.join(LAWS)}, got {law!r}")
    return law
