"""What specialising gains, what coordinating costs, and the team where the difference is largest."""

import numpy as np

from peerkit.figures.drawing import figure, line, marks
from peerkit.figures.words import number, people, times
from peerkit.models.specialisation import (
    Specialisation,
    coordination,
    gross_output,
    net_output,
    optimal_team,
    specialisation_multiplier,
)

WIDEST = 1e12


def team_size(specialisation: Specialisation):
    """Gain, coordination cost and net output per head against team size, the best team marked; a `go.Figure`."""
    team = optimal_team(specialisation)
    largest = float(np.clip(10 * team.size if np.isfinite(team.size) else WIDEST, 100, WIDEST))
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
    inside = team.outcome == "interior" and 1 <= team.size <= largest
    sizes, heights = ([team.size], [team.output]) if inside else ([], [])
    words = [f"best team: {people(team.size)}"] if inside else []
    return marks(fig, sizes, heights, words, floor=bounds[0], position="top right" if team.size < 30 else "top left")


def summary(specialisation):
    """What the figure says, in words.

    >>> from peerkit.models.specialisation import Specialisation
    >>> summary(Specialisation())  # doctest: +NORMALIZE_WHITESPACE
    'The best team has 25 people and yields 2.5 per head. A tenfold fall in coordination cost would make it
    100 times as large, and output per head 10 times.'
    """
    team = optimal_team(specialisation)
    if team.outcome == "no interior optimum":
        return (
            "There is no best size: coordination grows no faster than the gain, so somewhere on a larger team is "
            "always better."
        )
    if team.outcome == "work alone":
        return "Work alone: dividing the labour gains nothing, so any talk is a loss."
    if team.size < 1:
        return (
            f"Work alone: coordination costs more than specialising gains (the formula's best team is "
            f"{number(team.size)} people)."
        )
    s = specialisation
    size = specialisation_multiplier(s, 0.1)
    output = optimal_team(s.replace(coordination_cost=s.coordination_cost / 10)).output / team.output
    return (
        f"The best team has {people(team.size)} people and yields {number(team.output)} per head. A tenfold fall in "
        f"coordination cost would make it {times(size)} as large, and output per head {times(output)}."
    )
