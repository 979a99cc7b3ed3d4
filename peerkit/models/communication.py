r"""How many conversations does a team need, and how much work do they leave? (Brooks 1975, and modular teams)

.. math::
    \text{channels}(n) = \frac{n(n-1)}{2}, \qquad
    y(n) = w n - c\,\frac{n(n-1)}{2}, \qquad
    n^* = \frac{w}{c} + \frac12

Each newcomer adds one worker but as many new conversations as there are members already. Dividing n people into m teams
that talk to each other through one interface per pair of teams leaves far fewer:

.. math:: \text{channels}(n, m) = \frac{n}{2}\left(\frac{n}{m}-1\right) + \frac{m(m-1)}{2}

Source: F. P. Brooks, The Mythical Man-Month, 1975 (unconfirmed); the optimum is elementary, the best number of teams is
peerkit's own derivation.
"""

from typing import ClassVar, NamedTuple

import numpy as np

from peerkit.models.about import About, Source
from peerkit.models.parameter import parameter
from peerkit.models.record import Record, Rule

TIE = 8 * np.finfo(float).eps
"""How close w/c must be to a whole number to count as one: a few rounding errors, since 0.3/0.1 falls just below 3."""

FREE = 1e-150
"""A channel that costs less than this share of a worker's output is free: the best team is too large for a number."""


class Communication(Record):
    """What one worker adds to a team, and what each conversation takes from it."""

    worker_output: float = parameter(
        "w",
        "Output of one worker",
        unit="output per period",
        meaning="What one worker produces in a period without talking to anyone.",
        default=1.0,
        gt=0,
        explore=(0.5, 5),
        scale="log",
        why="the unit of account: everything else is measured in it",
        source="peerkit's own choice of unit",
        status="scenario",
    )
    channel_cost: float = parameter(
        "c",
        "Cost of one channel",
        unit="output per period and pair",
        meaning="Output that a team loses in a period for each pair of its members who must keep in touch.",
        default=0.1,
        ge=0,
        explore=(0.005, 1),
        scale="log",
        why="each pair costs a tenth of a worker, so that the best team has ten or eleven members; nobody has "
        "measured it",
        source="peerkit's own calibration",
        status="scenario",
    )

    about: ClassVar[About] = About(
        claim="Conversations grow with the square of a team, work only in proportion. So every team has a size beyond "
        "which one more pair of hands makes less, not more.",
        equations=(
            r"\mathrm{channels}(n) = \frac{n(n-1)}{2}",
            r"y(n) = w n - c \frac{n(n-1)}{2}",
            r"n^* = \frac{w}{c} + \frac{1}{2}",
        ),
        assumes=(
            "Everyone must talk to everyone, and every conversation costs the same.",
            "Workers are alike and produce the same alone, whatever the size of the team.",
            "Newcomers are as good as old hands from the first day.",
        ),
        evidence_against=(
            "Everyone talking to everyone is the worst case. Brooks called his own rule outrageously oversimplified.",
            "In vendor data on about 1,060 projects, teams of five or more finished small projects 24% sooner than "
            "teams of four or fewer, with about three times the effort: more people can buy speed.",
            "Abdel-Hamid and Madnick (1991) find that adding people late always costs more but does not always delay.",
        ),
        leaves_out=(
            "Training newcomers, and time itself: this is a team at rest, not one that is growing.",
            "Coordination through the product: whoever reads the code or the article need not ask its author.",
            "What people gain from talking.",
        ),
        sources=(
            Source("Brooks, The Mythical Man-Month, 1975", "unconfirmed"),
            Source("Brooks's own caveat, in a secondary source", "confirmed"),
            Source("QSM vendor data 2012, about 1,060 projects, in a secondary source", "confirmed"),
            Source("Wheelan 2009: of 329 groups, 3 to 6 people beat 7 to 10 and 11 or more; secondary", "confirmed"),
            Source("Abdel-Hamid and Madnick 1991, in a secondary source", "confirmed"),
            Source("The best team as the top of a parabola", "elementary"),
        ),
    )


class Architecture(Record):
    """People divided into equal teams that meet only at their interfaces."""

    members: int = parameter(
        "n",
        "People in the project",
        unit="people",
        meaning="Everyone who works on the project, whatever team they are in.",
        default=100,
        ge=1,
        explore=(100, 10_000),
        scale="log",
        why="large enough that nobody can know everybody, a scenario",
        source="scenario",
        status="scenario",
    )
    teams: int = parameter(
        "m",
        "Number of teams",
        unit="teams",
        meaning="Equal teams the people are divided into. Inside a team all talk; two teams talk through one "
        "interface.",
        default=10,
        ge=1,
        explore=(1, 100),
        scale="log",
        why="ten teams of ten, a scenario to improve upon",
        source="scenario",
        status="scenario",
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
            "The work can be cut into equal modules, and one interface per pair of teams is enough.",
            "An interface costs as much as a conversation between two people.",
            "Everyone in a team talks to everyone in it, and every team to every other.",
        ),
        evidence_against=(
            "Nobody has measured that interfaces are this cheap. Finding the right cut and keeping it is work too.",
            "For large n the best division needs about 0.945 times n to the power 4/3 channels. That it is the "
            "exponent some studies report for open source output is a coincidence, not a finding.",
        ),
        leaves_out=(
            "Teams of teams: a second layer of modules would save still more.",
            "What goes wrong when an interface must change.",
            "Modules with unequal amounts of work.",
        ),
        sources=(Source("Channels of modular teams and the best number of teams", "derived"),),
    )


class Team(NamedTuple):
    """A team size [people], its output [output per period] and a word for the kind of optimum it is."""

    size: float
    output: float
    outcome: str


class WholeTeam(NamedTuple):
    """The smallest and largest best team of whole people (one apart in a tie), its output and the kind of optimum."""

    smallest: float
    largest: float
    output: float
    outcome: str


class Modules(NamedTuple):
    """A number of teams and the channels that are left [conversations]."""

    teams: float
    channels: float


def channels(members):
    """Pairs among `members` n >= 0 [people]: the conversations of a team where everyone talks to everyone [channels].

    >>> print(channels(100))
    4950.0
    """
    n = np.asarray(members, float)
    return (n * (n - 1) / 2)[()]


def net_output(communication, members):
    r"""What a team of `members` n >= 0 [people] makes after its conversations [output per period].

    .. math:: y(n) = w n - c\,\frac{n(n-1)}{2}

    It is negative for teams so large that talking takes more than all the work they do.

    >>> print([round(float(y), 9) for y in net_output(Communication(), [10, 24])])
    [5.5, -3.6]

    Source: Brooks, The Mythical Man-Month, 1975, for the channels (unconfirmed); elementary.
    """
    return communication.worker_output * np.asarray(members, float) - communication.channel_cost * channels(members)


def marginal_output(communication, members):
    """What one more person adds to a team of `members` n [people]: w - c n [output per period], negative when too many.

    >>> print(round(float(marginal_output(Communication(), 4)), 9))
    0.6

    Source: elementary; a newcomer opens one channel to each of the n who are there.
    """
    return communication.worker_output - communication.channel_cost * np.asarray(members, float)


def break_even_team(communication):
    """The team that makes nothing, because talking takes all its work: 2w/c + 1 [people]; infinite where talk is free.

    >>> print(break_even_team(Communication()))
    21.0

    Source: elementary.
    """
    w, c, costly = _costs(communication)
    return np.where(costly, 2 * w / c + 1, np.inf)[()]


def optimal_team(communication):
    r"""The team with the highest output, people being divisible: :math:`n^* = w/c + 1/2`, and its output.

    .. math:: y(n^*) = \frac{c\, n^{*2}}{2}

    `outcome` is ``"interior"``; ``"work alone"`` where a channel costs at least twice a worker's output, so that no
    team beats its first member; ``"no limit"`` where talk is free (size and output infinite).

    >>> team = optimal_team(Communication())
    >>> print(team.size, round(float(team.output), 9), team.outcome)
    10.5 5.5125 interior

    Source: elementary, from the slope of Brooks's output.
    """
    w, c, costly = _costs(communication)
    peak = w / c + 0.5
    size = np.where(costly, np.maximum(peak, 1), np.inf)
    output = np.where(costly, np.where(peak > 1, (w + c / 2) * peak / 2, w), np.inf)
    outcome = np.where(costly, np.where(peak > 1, "interior", "work alone"), "no limit")
    return Team(size[()], output[()], _word(outcome))


def optimal_whole_team(communication):
    r"""The best team of whole people: :math:`\lfloor w/c \rfloor + 1`, in a tie with w/c if that is whole.

    `outcome` is ``"single"``, ``"tie"`` (the last person adds exactly as much as their conversations take, so
    `smallest` and `largest` do equally well) or ``"no limit"`` where talk is free.

    >>> team = optimal_whole_team(Communication())
    >>> print(team.smallest, team.largest, round(float(team.output), 9), team.outcome)
    10.0 11.0 5.5 tie

    Source: elementary; one more person pays as long as w > c n.
    """
    w, c, costly = _costs(communication)
    ratio = w / c
    whole = np.round(ratio)
    tie = np.abs(ratio - whole) <= TIE * ratio
    smallest = np.where(tie, whole, np.floor(ratio) + 1)
    output = np.where(costly, w * smallest - c * channels(smallest), np.inf)
    outcome = np.where(costly, np.where(tie, "tie", "single"), "no limit")
    largest = np.where(costly, smallest + tie, np.inf)
    return WholeTeam(np.where(costly, smallest, np.inf)[()], largest[()], output[()], _word(outcome))


def modular_channels(members, teams):
    r"""Conversations left when `members` n >= 1 [people] form `teams` m equal teams, 1 <= m <= n [channels].

    .. math:: \frac{n}{2}\left(\frac{n}{m}-1\right) + \frac{m(m-1)}{2}

    Everyone inside a team, and one interface between each pair of teams. One team, or teams of one, leave n(n-1)/2.

    >>> print(modular_channels(100, [1, 10, 100]))
    [4950.  495. 4950.]

    Source: peerkit's own derivation.
    """
    n, m = np.asarray(members, float), np.asarray(teams, float)
    if not np.all((m >= 1) & (m <= n)):
        raise ValueError(f"teams must be at least 1 and at most members ({members}), got {teams}")
    return (n / 2 * (n / m - 1) + m * (m - 1) / 2)[()]


def modular_output(communication, members, teams):
    """What n people in m equal teams make after all conversations, an interface costing as much as a channel.

    `members` n >= 1 [people], `teams` m between 1 and n; the result in [output per period].

    >>> print(round(float(modular_output(Communication(), 100, 1)), 6), modular_output(Communication(), 100, 10))
    -395.0 50.5

    Source: peerkit's own derivation.
    """
    work = communication.worker_output * np.asarray(members, float)
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
    n = np.asarray(members, float)
    if not np.all(n >= 1):
        raise ValueError(f"members must be at least 1, got {members}")
    teams = 1 / 6 + np.cosh(np.arccosh(1 + 54 * n**2) / 3) / 3
    # At n = 1 the root is 1 up to rounding, and a hair above it would be more teams than people.
    teams = np.minimum(np.maximum(teams, 1), n)
    return Modules(teams[()], modular_channels(n, teams))


def _costs(communication):
    """Output and cost as arrays of one shape, whether talk costs anything, and 1 for the cost where it does not."""
    w, c = np.broadcast_arrays(
        *(np.asarray(x, float) for x in (communication.worker_output, communication.channel_cost))
    )
    costly = c > FREE * w
    return w, np.where(costly, c, 1.0), costly


def _word(outcome):
    return str(outcome) if outcome.ndim == 0 else outcome
