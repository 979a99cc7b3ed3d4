"""The gain from specialising, the cost of coordination, and the team where the difference is largest."""

import numpy as np

from peerkit.figures.drawing import figure, line, marks, remark, round_end
from peerkit.figures.words import EVERYBODY, headcount, number, times
from peerkit.models.specialisation import (
    Specialisation,
    coordination,
    gross_output,
    net_output,
    whole_team,
)

FEWEST, MOST = 10.0, 1e11
"""The axis of team sizes ends at a round number between these."""


def team_size(specialisation: Specialisation):
    """Gain, coordination cost and net output per head against team size, the best team marked; a `go.Figure`."""
    team = whole_team(specialisation)
    real = team.size <= EVERYBODY
    largest = float(np.clip(round_end(5 * team.size), FEWEST, MOST)) if real else 1000.0
    n = np.geomspace(1, largest, 161)
    net = net_output(specialisation, n)
    # The cost curve leaves the picture soon after the optimum; the picture follows the net output.
    top = 1.6 * max(float(net.max()), float(gross_output(specialisation, 1.0)))
    bounds = (-0.25 * top, top)
    fig = figure(
        "team size [people]",
        "output per head [output of one person alone]",
        x_log=True,
        x_range=(1, largest),
        y_range=bounds,
    )
    hover = "%{x:,.3~s} people: %{y:,.3~s}"
    for values, name, role in (
        (gross_output(specialisation, n), "gain", "firm"),
        (coordination(specialisation, n), "talk", "market"),
        (net, "net", "peers"),
    ):
        line(fig, n, values, name, role, hover=hover, within=bounds)
    sizes, heights = ([team.size], [net_output(specialisation, team.size)]) if real else ([], [])
    words = [f"best team: {headcount(team.size)}"] if real else []
    if not real:
        remark(fig, "The best team lies far beyond the right edge.", y=0.92)
    return marks(fig, sizes, heights, words, floor=bounds[0], position="top right" if team.size < 30 else "top left")


def summary(specialisation):
    """The best team, and the effect of cheaper coordination, in words.

    >>> from peerkit.models.specialisation import Specialisation
    >>> summary(Specialisation())  # doctest: +NORMALIZE_WHITESPACE
    'The best team has 25 people and produces 2.5 per head. If coordination cost a tenth as much, the best team would have
    2,500 people, and each member would produce 10 times as much.'
    """
    team = whole_team(specialisation)
    if team.outcome == "no interior optimum":
        return (
            "There is no best size: coordination grows no faster than the gain, so from some size on a larger team is "
            "always better."
        )
    if team.outcome == "work alone":
        return "Work alone: coordination takes everything that a team gains by specialising."
    if team.size > EVERYBODY:
        return (
            "The best team of this formula has more people than there are. So something else limits real teams first, or "
            "coordination costs grow faster than assumed here."
        )
    if team.size == 1:
        return "Work alone: in a team of two, coordination would cost each person more than specialising gains them."
    return f"The best team has {headcount(team.size)} and produces {number(team.output)} per head. {_cheaper(specialisation, team)}"


def _cheaper(specialisation, team):
    """The best team at a tenth of the coordination cost."""
    s = specialisation
    cheap = whole_team(s.replace(coordination_cost=s.coordination_cost / 10))
    return (
        f"If coordination cost a tenth as much, the best team would have {headcount(cheap.size)}, and each member would "
        f"produce {times(cheap.output / team.output)} as much."
    )
