r"""The conversations that a team needs, and the work that they leave (Brooks 1975).

.. math::
    \text{channels}(n) = \frac{n(n-1)}{2}, \qquad
    y(n) = w n - c\,\frac{n(n-1)}{2}, \qquad
    n^* = \frac{w}{c} + \frac12

Each newcomer adds one worker, and one new conversation with every member who is already there.

Source: F. P. Brooks, The Mythical Man-Month, 1975 (unconfirmed); the optimum is elementary.
"""

from typing import ClassVar, NamedTuple

import numpy as np

from peerkit.records.about import About, Source
from peerkit.records.checks import at_least, word
from peerkit.records.parameter import parameter
from peerkit.records.record import Record

TIE = 8 * np.finfo(float).eps
"""The distance of w/c from a whole number that still counts as whole: rounding puts 0.3/0.1 just below 3."""

FREE = 1e-150
"""A channel that costs less than this share of a worker's output is free: the best team is too large for a number."""


class Communication(Record):
    """The output that one worker adds to a team, and the output that each conversation takes from it."""

    worker_output: float = parameter(
        "w",
        "Output of one worker",
        unit="output per period",
        meaning="Output of one worker in a period without talking to anyone.",
        default=1.0,
        gt=0,
        explore=(0.5, 5),
        scale="log",
        why="the unit of account: everything else is measured in it",
        measure="output of people who work alone",
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
        why="each pair costs a tenth of a worker, so that the best team has ten or eleven members",
        measure="hours in meetings and messages for each pair of colleagues",
    )

    about: ClassVar[About] = About(
        claim="Conversations grow with the square of a team, work only in proportion to it. So above a certain size one more "
        "person lowers the output of the team.",
        equations=(
            r"\mathrm{channels}(n) = \frac{n(n-1)}{2}",
            r"y(n) = w n - c \frac{n(n-1)}{2}",
            r"n^* = \frac{w}{c} + \frac{1}{2}",
        ),
        assumes=(
            "n is the number of people in the team, y(n) their output, n* the team with the highest output.",
            "Everyone must talk to everyone, and every conversation costs the same.",
            "Workers are alike and produce the same alone, whatever the size of the team.",
            "Newcomers are as good as the others from the first day.",
        ),
        evidence_against=(
            "Everyone talking to everyone is the worst case. Brooks called his own rule outrageously oversimplified.",
            "In a vendor's data on about 1,060 projects, teams of five or more finished small projects 24 % sooner than "
            "teams of four or fewer, with about three times the effort: more people can buy speed.",
            "Abdel-Hamid and Madnick (1991) find that adding people late always costs more but does not always delay.",
        ),
        leaves_out=(
            "Training of newcomers, and time: this team does not grow.",
            "Coordination through the product: people who read the code or the article need not ask its author.",
            "The gain from talking.",
        ),
        sources=(
            Source("Brooks, The Mythical Man-Month, Addison-Wesley, 1975, a book: ISBN 0-201-00650-2", "unconfirmed"),
            Source("Brooks's own caveat, in the same book, as others report it", "secondary"),
            Source(
                "QSM, data of a vendor on about 1,060 projects, 2012, as a page reports them; its address was not kept",
                "secondary",
            ),
            Source(
                "Wheelan 2009: of 329 groups, those of 3 to 6 people did better than larger ones, as a page reports "
                "it; its address was not kept",
                "secondary",
            ),
            Source(
                "Abdel-Hamid and Madnick, Software Project Dynamics, 1991, a book, as others report it", "secondary"
            ),
            Source("The best team as the top of a parabola", "elementary"),
        ),
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


def channels(members):
    """Pairs among `members` n >= 0 [people]: the conversations of a team where everyone talks to everyone [channels].

    >>> print(channels(100))
    4950.0
    """
    n = at_least(0, "members", members)
    # A difference, because the product of 0 and -1 would be -0.
    return ((n * n - n) / 2)[()]


def net_output(communication, members):
    r"""Output of a team of `members` n >= 0 [people] after its conversations [output per period].

    .. math:: y(n) = w n - c\,\frac{n(n-1)}{2}

    It is negative for teams so large that talking takes more than all the work they do.

    >>> print([round(float(y), 9) for y in net_output(Communication(), [10, 24])])
    [5.5, -3.6]

    Source: Brooks, The Mythical Man-Month, 1975, for the channels (unconfirmed); elementary.
    """
    n = at_least(0, "members", members)
    return (communication.worker_output * n - communication.channel_cost * channels(n))[()]


def marginal_output(communication, members):
    """The output that one more person adds to a team of `members` n [people]: w - c n [output per period].

    It is negative where the team is already too large.

    >>> print(round(float(marginal_output(Communication(), 4)), 9))
    0.6

    Source: elementary; a newcomer opens one channel to each of the n who are there.
    """
    return (communication.worker_output - communication.channel_cost * at_least(0, "members", members))[()]


def break_even_team(communication):
    """The team that produces nothing, because talk takes all its work: 2w/c + 1 [people]; infinite where talk is free.

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
    team produces more than its first member; ``"no limit"`` where talk is free (size and output infinite).

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
    return Team(size[()], output[()], word(outcome))


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
    smallest = np.where(costly, smallest, np.inf)
    return WholeTeam(smallest=smallest[()], largest=largest[()], output=output[()], outcome=word(outcome))


def _costs(communication):
    """Output and cost as arrays of one shape, True where talk costs anything, and 1 for the cost where it does not."""
    w, c = np.broadcast_arrays(
        *(np.asarray(x, float) for x in (communication.worker_output, communication.channel_cost))
    )
    costly = c > FREE * w
    return w, np.where(costly, c, 1.0), costly
