"""A task too large for today: the cost that is left, the share who would do it, and the chance that somebody has."""

import numpy as np

from peerkit.figures.drawing import figure, line, marks, remark, text
from peerkit.figures.theme import STROKES
from peerkit.figures.words import number, share
from peerkit.models.superposition import (
    TEAM,
    Superposition,
    completion_probability,
    cost_at,
    equivalent_wait,
    time_until,
    willing_share,
)

PATIENCE = 1e5
FLOOR = -0.22
DIGITS = 2


def waiting(superposition: Superposition):
    """The cost left, the share who would do it, and the chance that it is done, against releases waited; a `go.Figure`."""
    even, nearly = (time_until(superposition, chance).time for chance in (0.5, 0.9))
    t = np.linspace(0, min(1.6 * nearly, PATIENCE), 161)
    left = cost_at(superposition, t) / superposition.initial_cost
    willing, done = willing_share(superposition, t), completion_probability(superposition, t)
    fig = figure("releases waited [releases]", "share or chance [share]", x_range=(0, t[-1]), y_range=(FLOOR, 1.12))
    fig.update_yaxes(tickvals=[0, 0.25, 0.5, 0.75, 1], tickformat=".0%")
    fig.update_xaxes(exponentformat="none")
    line(
        fig, t, np.full_like(t, 1 / TEAM), f"1 of {TEAM}", "soft", hover=f"share of one in a team of {TEAM}", width=1.5
    )
    high = int(np.argmin(np.abs(done - 0.8)))
    _curve(fig, t, left, "cost left", "market", 4, "top right", "%{y:.0%} of the cost is left")
    _curve(fig, t, willing, "willing", "firm", 120, "bottom right", "%{y:.1%} of those who come by would do it")
    _curve(fig, t, done, "done", "peers", high, "middle left" if high > 0 else "top right", "done with chance %{y:.1%}")
    seen = even <= t[-1]
    if not seen:
        remark(fig, _far_away(even), y=0.51)
    words = [f"50% done: {_releases(even)}"] if seen else []
    return marks(fig, [even] if seen else [], [0.5] if seen else [], words, floor=FLOOR)


def _curve(fig, t, y, name, role, at, place, hover):
    line(fig, t, y, name, role, label=False, hover=f"after %{{x:.2f}} releases {hover}")
    text(fig, t[[at]], y[[at]], [f" <b>{name}</b> "], color=STROKES[role]["color"], position=place)


def _far_away(even):
    if np.isinf(even):
        return "even a trillion releases would not be enough"
    return f"a chance of 50% only after {number(even, DIGITS)} releases: outside anything real"


def summary(superposition):
    """The figure in words.

    >>> summary(Superposition())  # doctest: +NORMALIZE_WHITESPACE
    'After 3.5 releases the chance that the task is done is 50%. By then 1.8 of its 10 hours are left, and 17% of those who come
    by would do it. With ten times as many volunteers it would take 2.1 releases. A team of 4 could start today: for each of them
    the task is as light as for one person after 2.8 releases, if talking costs nothing.'
    """
    s = superposition
    even, shared = time_until(s).time, equivalent_wait(s, TEAM)
    team = (
        f"A team of {TEAM} could start today: for each of them the task is as light as for one person after "
        f"{_releases(shared.time)}, if talking costs nothing."
        if np.isfinite(shared.time)
        else "The task does not become easier, so no wait replaces a team."
    )
    if not np.isfinite(even):
        return f"Nobody does the task: even a trillion releases would not bring a chance of 50%. {team}"
    crowd = time_until(s.replace(arrival_rate=min(10 * s.arrival_rate, 1e12))).time
    return (
        f"After {_releases(even)} the chance that the task is done is 50%. By then {number(cost_at(s, even), DIGITS)} of its "
        f"{number(s.initial_cost)} hours are left, and {share(willing_share(s, even))} of those who come by would do it. With ten "
        f"times as many volunteers it would take {_releases(crowd)}. {team}"
    )


def _releases(time):
    said = number(time, DIGITS)
    return f"{said} release{'' if said == '1' else 's'}"
