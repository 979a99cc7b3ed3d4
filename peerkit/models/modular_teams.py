r"""The conversations that are left when a project is divided into teams that meet only at their interfaces.

.. math::
    \text{channels}(n, m) = \frac{n}{2}\left(\frac{n}{m}-1\right) + \frac{m(m-1)}{2}, \qquad
    2 m^{*3} - m^{*2} = n^2

If n people form m teams, and each pair of teams talks through one interface, far fewer conversations are left than the
n(n-1)/2 of one team.

Source: peerkit's own derivation.
"""

from typing import ClassVar, NamedTuple

import numpy as np

from peerkit.records.about import About, Source
from peerkit.records.checks import at_least, number
from peerkit.records.parameter import parameter
from peerkit.records.record import Record, Rule


class Architecture(Record):
    """People divided into equal teams that meet only at their interfaces."""

    members: int = parameter(
        "n",
        "People in the project",
        unit="people",
        meaning="Everyone who works on the project, whatever team they are in.",
        default=100,
        ge=1,
        le=10**12,
        explore=(100, 10_000),
        scale="log",
        why="large enough that nobody can know everybody",
        measure="a list of everybody who changed something in the last year",
    )
    teams: int = parameter(
        "m",
        "Number of teams",
        unit="teams",
        meaning="Equal teams the people are divided into. Inside a team all talk; two teams talk through one "
        "interface.",
        default=10,
        ge=1,
        le=10**12,
        explore=(1, 100),
        scale="log",
        why="ten teams of ten, to be improved upon",
        measure="the teams on the organisation chart, or the groups who changed the same files",
    )

    rules: ClassVar[tuple[Rule, ...]] = (
        Rule(lambda a: np.less_equal(a.teams, a.members), "teams must be at most members ({members}), got {teams}"),
    )
    about: ClassVar[About] = About(
        claim="The same people need far fewer conversations when the work is divided into modules.",
        equations=(
            r"\mathrm{channels}(n, m) = \frac{n}{2}\left(\frac{n}{m} - 1\right) + \frac{m(m-1)}{2}",
            r"2 m^{*3} - m^{*2} = n^2",
        ),
        assumes=(
            "The work of n people can be cut into m equal modules, one for each team, and one interface per pair of teams is "
            "enough. m* is the best number of teams.",
            "An interface costs as much as a conversation between two people.",
            "Everyone in a team talks to everyone in it, and every team to every other.",
        ),
        evidence_against=(
            "We know of no measurement that interfaces are this cheap. Finding the right cut and keeping it is work too.",
            "For large n the best division needs about 0.945 times n to the power 4/3 channels. Some studies report the same "
            "exponent for the output of open source. That is a coincidence, not a finding.",
        ),
        leaves_out=(
            "Teams of teams: a second layer of modules would save still more.",
            "The trouble when an interface must change.",
            "Modules with unequal amounts of work.",
        ),
        sources=(Source("Channels of modular teams and the best number of teams", "derived"),),
    )


class Modules(NamedTuple):
    """A number of teams and the channels that are left [conversations]."""

    teams: float
    channels: float


def modular_channels(members, teams):
    r"""Conversations left when `members` n >= 1 [people] form `teams` m equal teams, 1 <= m <= n [channels].

    .. math:: \frac{n}{2}\left(\frac{n}{m}-1\right) + \frac{m(m-1)}{2}

    Everyone inside a team, and one interface between each pair of teams. One team, or teams of one, leave n(n-1)/2.

    >>> print(modular_channels(100, [1, 10, 100]))
    [4950.  495. 4950.]

    Source: peerkit's own derivation.
    """
    n, m = number("members", members), number("teams", teams)
    if not np.all((m >= 1) & (m <= n)):
        raise ValueError(f"teams must be at least 1 and at most members ({members}), got {teams}")
    return (n / 2 * (n / m - 1) + m * (m - 1) / 2)[()]


def modular_output(communication, members, teams):
    """The output of n people in m equal teams after all conversations, an interface costing as much as a channel.

    `members` n >= 1 [people], `teams` m between 1 and n; the result in [output per period].

    >>> from peerkit.models.communication import Communication
    >>> print(round(float(modular_output(Communication(), 100, 1)), 6), modular_output(Communication(), 100, 10))
    -395.0 50.5

    Source: peerkit's own derivation.
    """
    work = communication.worker_output * number("members", members)
    return work - communication.channel_cost * modular_channels(members, teams)


def optimal_modules(members):
    r"""The number of equal teams that leaves `members` n >= 1 [people] the fewest conversations, and how many.

    It solves :math:`m^3 - m^2/2 - n^2/2 = 0`, whose one positive root is

    .. math:: m^* = \frac16 + \frac13 \cosh\left(\frac13 \operatorname{arcosh}(1 + 54 n^2)\right)

    For large n that is :math:`(n^2/2)^{1/3}` teams and :math:`0.945\, n^{4/3}` channels (an overestimate of 15% at
    n = 100). Teams are divisible here; real ones are whole.

    >>> best = optimal_modules(100)
    >>> print(round(float(best.teams), 6), round(float(best.channels), 6))
    17.268061 380.010842

    Source: peerkit's own derivation.
    """
    n = at_least(1, "members", members)
    teams = 1 / 6 + np.cosh(np.arccosh(1 + 54 * n**2) / 3) / 3
    # At n = 1 the root is 1 up to rounding, and a hair above it would be more teams than people.
    teams = np.minimum(np.maximum(teams, 1), n)
    return Modules(teams[()], modular_channels(n, teams))


def fewest_channels(members):
    """Conversations left when `members` n >= 1 [people] form the best whole number of equal teams [channels].

    >>> print(fewest_channels(6), fewest_channels(1))
    6.0 0.0

    Source: peerkit's own derivation, from `optimal_modules`.
    """
    n = at_least(1, "members", members)
    teams = optimal_modules(n).teams
    fewer, more = np.floor(teams), np.minimum(np.ceil(teams), n)
    return np.minimum(modular_channels(n, fewer), modular_channels(n, more))[()]
