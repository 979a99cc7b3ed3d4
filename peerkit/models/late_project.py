r"""The time until a project is done after people are added: Brooks's law with its two reasons, training and talk.

.. math::
    y(n) = n - c\,\frac{n(n-1)}{2}, \qquad
    T(k) = \theta + \frac{T y(n) + q\theta k - \theta y(n)}{y(n+k)}, \qquad
    T(k) > T \iff T < \theta\left(1 + \frac{q}{1 - c\left(n + \frac{k-1}{2}\right)}\right)

A team of n would need T more months. Then k newcomers join. For the first theta months they produce nothing, and each takes
a share q of a trained person's time. From then on all n + k work, and all talk to each other. So adding people pays only
where enough time is left, and only up to a number.

Source: the two reasons are those of F. P. Brooks, The Mythical Man-Month, 1975 (unconfirmed); this form of them and all
formulas are peerkit's own derivation.
"""

from typing import ClassVar, NamedTuple

import numpy as np

from peerkit.models.communication import channels
from peerkit.models.modular_teams import fewest_channels
from peerkit.records.about import About, Source
from peerkit.records.checks import above, at_least, word
from peerkit.records.outcomes import Outcome, Outcomes
from peerkit.records.parameter import parameter
from peerkit.records.record import Record, Rule

ROUNDING = 1e-12
"""A gain in time smaller than this share of it is a rounding error, not a gain."""


class LateProject(Record):
    """A team at work on a project, and the cost of adding somebody."""

    members: int = parameter(
        "n",
        "People in the team",
        unit="people",
        meaning="Number of people who work on the project now, all of them trained.",
        default=6,
        ge=1,
        le=10_000,
        explore=(2, 15),
        why="a team in which everyone can still know everyone",
        measure="the list of people on the project",
    )
    time_left: float = parameter(
        "T",
        "Time left as things are",
        unit="months",
        meaning="Time that the project still takes if nobody is added and nothing is changed.",
        default=6.0,
        gt=0,
        explore=(1, 24),
        step=0.5,
        why="half a year",
        measure="the remaining tasks, and the pace of the last months",
    )
    channel_cost: float = parameter(
        "c",
        "Cost of each conversation",
        unit="share of one person's work per pair",
        meaning="Share of one person's work that each pair of people loses because they keep each other informed.",
        percent=True,
        default=0.1,
        gt=0,
        le=1,
        explore=(0.01, 0.12),
        step=0.01,
        why="each pair costs a tenth of a worker, so that a team of ten or eleven produces most",
        measure="hours in meetings and messages for each pair of colleagues, from calendars or time sheets",
    )
    training_time: float = parameter(
        r"\theta",
        "Time to learn the ropes",
        unit="months",
        meaning="Time in which a newcomer produces nothing yet.",
        default=2.0,
        ge=0,
        explore=(0, 6),
        step=0.25,
        why="two months",
        measure="months from joining to the first accepted contribution",
    )
    mentoring: float = parameter(
        "q",
        "Help a newcomer needs",
        unit="share of a trained person's time",
        meaning="Share of one trained person's time that each newcomer takes while learning.",
        percent=True,
        default=0.25,
        ge=0,
        le=1,
        explore=(0, 1),
        step=0.05,
        why="a quarter of somebody's time",
        measure="hours that trained people spend on helping newcomers",
    )

    rules: ClassVar[tuple[Rule, ...]] = (
        Rule(
            lambda p: np.less(p.channel_cost * (np.asarray(p.members, float) - 1), 2),
            "channel_cost must leave a team of {members} some output, got {channel_cost}",
        ),
    )
    about: ClassVar[About] = About(
        claim="Newcomers must first be trained, and then everybody must also talk to them. Close to the end of a project "
        "the training costs more than is left to gain; in a large team the talk does.",
        equations=(
            r"y(n) = n - c \frac{n(n-1)}{2}",
            r"T(k) = \theta + \frac{T y(n) + q \theta k - \theta y(n)}{y(n+k)}",
            r"T_{\min}(k) = \theta \left(1 + \frac{q}{1 - c (n + (k-1)/2)}\right)",
        ),
        assumes=(
            "k is the number of people added, T(k) the time until the project is then done, y(n) the output of n people, "
            "and T_min(k) the time that must be left for k people to bring the end forward.",
            "Everyone in a team must talk to everyone in it, and every conversation costs the same.",
            "All newcomers come now, learn for the same time, and are then as good as the others.",
            "The split team has equal modules, and one interface per pair of them that costs as much as a conversation.",
        ),
        evidence_against=(
            "Brooks called his own rule outrageously oversimplified.",
            "Abdel-Hamid and Madnick (1991) find that adding people late always costs more but does not always delay.",
            "In a vendor's data on about 1,060 projects, teams of five or more finished small projects 24 % sooner than "
            "teams of four or fewer, with about three times the effort: more people can buy speed.",
            "Everyone talking to everyone is the worst case. People who build on a shared text or code need not ask its "
            "author.",
        ),
        leaves_out=(
            "The cost of cutting the work into modules, and work that cannot be cut.",
            "Newcomers who know something that nobody in the team knew.",
            "Overtime, mistakes and morale.",
        ),
        sources=(
            Source("Brooks, The Mythical Man-Month, Addison-Wesley, 1975, a book: ISBN 0-201-00650-2", "unconfirmed"),
            Source("Brooks's own caveat, in the same book, as others report it", "secondary"),
            Source(
                "Abdel-Hamid and Madnick, Software Project Dynamics, 1991, a book, as others report it", "secondary"
            ),
            Source(
                "QSM, data of a vendor on about 1,060 projects, 2012, as a page reports them; its address was not kept",
                "secondary",
            ),
            Source("The time that must be left, and the best number of newcomers", "derived"),
        ),
    )


class Addition(NamedTuple):
    """The number of people to add [people], the time until the project is then done [months], and ``"add"`` or ``"add nobody"``."""

    added: float
    months: float
    outcome: str


def months(project, added):
    r"""Time until the project is done when `added` k >= 0 [people] join and all talk to all [months].

    :math:`T(k)` as above; :math:`T + q\theta k/y(n)` where it is done before they are trained; infinite where talk would then take all the work.

    >>> print([round(float(t), 3) for t in months(LateProject(), [0, 3, 7, 15])])
    [6.0, 5.611, 6.135, inf]

    Source: peerkit's own derivation.
    """
    return _months(project, added, _output(project, channels))


def months_in_teams(project, added):
    """Time until the project is done where all its work is cut into modules, with the fewest conversations [months].

    The work left is the same as before the cut, and the cut itself costs nothing.

    >>> print([round(float(t), 3) for t in months_in_teams(LateProject(), [0, 3, 7])])
    [5.0, 4.258, 3.797]

    Source: peerkit's own derivation.
    """
    return _months(project, added, _output(project, fewest_channels))


def person_months(project, added):
    """Work paid for until the project is done when `added` k >= 0 [people] join one team [person-months].

    >>> print([round(float(cost), 1) for cost in person_months(LateProject(), [0, 3])])
    [36.0, 50.5]

    Source: elementary.
    """
    return ((np.asarray(project.members, float) + at_least(0, "added", added)) * months(project, added))[()]


def time_that_pays(project, added):
    r"""Time that must be left for `added` k > 0 [people] to bring the end forward [months].

    .. math:: \theta\left(1 + \frac{q}{1 - c\left(n + \frac{k-1}{2}\right)}\right)

    Infinite where the newcomers would cost more talk than the work they do.

    >>> print(round(float(time_that_pays(LateProject(), 1)), 6))
    3.25

    Source: peerkit's own derivation, by solving T(k) < T for T.
    """
    k = above(0, "added", added)
    help_of_each = 1 - project.channel_cost * (project.members + (k - 1) / 2)
    useful = help_of_each > 0
    needed = project.training_time * (1 + project.mentoring / np.where(useful, help_of_each, 1.0))
    return np.where(useful, needed, np.inf)[()]


def most_to_add(project):
    r"""The number of newcomers above which the project ends later than without them [people], 0 where any number does.

    .. math:: k_{\max} = 1 + 2\left(\frac{1}{c}\left(1 - \frac{q\theta}{T-\theta}\right) - n\right)

    >>> print(round(float(most_to_add(LateProject())), 6))
    6.5

    Source: peerkit's own derivation, by solving T(k) = T for k.
    """
    worth, _ = _worth(project)
    return np.maximum(1 + 2 * (worth / project.channel_cost - np.asarray(project.members, float)), 0)[()]


def best_addition(project):
    """The number of people to add, in whole people, so that the project is done as early as possible.

    `outcome` is ``"add"``, or ``"add nobody"`` where not even one newcomer brings the end forward.

    >>> best = best_addition(LateProject())
    >>> print(best.added, round(float(best.months), 6), best.outcome)
    3.0 5.611111 add

    Source: peerkit's own derivation: T(k) has one minimum, and the best whole number is beside it.
    """
    n, c = np.asarray(project.members, float), np.asarray(project.channel_cost, float)
    now = n - c * channels(n)
    _, late = _worth(project)
    # T(k) - theta is (a + b k) / (y + g k - c k^2/2); a is the work left once training ends, b what each newcomer adds.
    a = np.where(late, 1.0, project.time_left - project.training_time) * now
    b, g = project.mentoring * np.asarray(project.training_time, float), 1 - c * (n - 0.5)
    gain = np.where(late, 0.0, np.maximum(a * g - b * now, 0))
    peak = 2 * gain / (a * c + np.sqrt((a * c) ** 2 + 2 * b * c * gain))
    below, above = np.floor(peak), np.ceil(peak)
    best = np.where(months(project, above) < months(project, below), above, below)
    soonest = months(project, best)
    helps = soonest < project.time_left * (1 - ROUNDING)
    outcome = np.where(helps, "add", "add nobody")
    return Addition(
        np.where(helps, best, 0.0)[()],
        np.where(helps, soonest, project.time_left)[()],
        word(outcome),
    )


def _output(project, conversations):
    """Output of a trained team, as a function of its size, with so many `conversations` [people's work]."""
    return lambda size: size - project.channel_cost * conversations(size)


def _months(project, added, output):
    n, k = np.asarray(project.members, float), at_least(0, "added", added)
    learning = np.where(k > 0, project.training_time, 0.0)
    # The work left is what one team would do in the time left; training is work on top of it.
    work = project.time_left * (n - project.channel_cost * channels(n)) + project.mentoring * learning * k
    before, after = output(n), output(n + k)
    done_early, able = work <= learning * before, after > 0
    later = np.where(able, learning + (work - learning * before) / np.where(able, after, 1.0), np.inf)
    return np.where(done_early, work / before, later)[()]


def _worth(project):
    """1 - q theta/(T - theta), the share of a newcomer's work that talk may take, and where newcomers come too late."""
    left = np.asarray(project.time_left - np.asarray(project.training_time, float))
    late = left <= 0
    lost = project.mentoring * project.training_time / np.where(late, 1.0, left)
    return np.where(late, -np.inf, 1 - lost), late


OUTCOMES = Outcomes(
    LateProject,
    (
        Outcome(
            "added",
            "best number of people to add",
            "people",
            lambda r: best_addition(r).added,
            lambda r: best_addition(r).outcome,
            "advice",
        ),
        Outcome(
            "deadline",
            "time that must be left before adding one person pays",
            "months",
            lambda r: time_that_pays(r, 1),
        ),
        Outcome("modules", "time until the same people are done in modules", "months", lambda r: months_in_teams(r, 0)),
    ),
)
