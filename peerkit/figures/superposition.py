"""A task too large for today: what it still costs, who would do it, and when somebody has."""

import numpy as np

from peerkit.figures.drawing import figure, line, marks, text
from peerkit.figures.theme import STROKES
from peerkit.figures.words import number, percent
from peerkit.models.superposition import (
    Superposition,
    completion_probability,
    cost_at,
    equivalent_wait,
    time_until,
    willing_share,
)

TEAM = 4
PATIENCE = 1e5
FLOOR = -0.22


def waiting(superposition: Superposition):
    """What the task still costs, the share who would do it, and the chance that it is done, against releases waited."""
    even, nearly = (time_until(superposition, chance).time for chance in (0.5, 0.9))
    t = np.linspace(0, min(1.6 * nearly, PATIENCE), 161)
    left = cost_at(superposition, t) / superposition.initial_cost
    willing, done = willing_share(superposition, t), completion_probability(superposition, t)
    fig = figure("releases waited [releases]", "share or chance [0 to 1]", x_range=(0, t[-1]), y_range=(FLOOR, 1.12))
    fig.update_yaxes(tickvals=[0, 0.25, 0.5, 0.75, 1])
    line(
        fig, t, np.full_like(t, 1 / TEAM), f"1 of {TEAM}", "soft", hover=f"share of one in a team of {TEAM}", width=1.5
    )
    for y, name, role, hover, at, place in (
        (left, "cost left", "market", "after %{x:.2f} releases %{y:.0%} of the cost is left", 4, "top right"),
        (
            willing,
            "willing",
            "firm",
            "after %{x:.2f} releases %{y:.1%} of those who come would do it",
            120,
            "bottom right",
        ),
        (done, "done", "peers", "after %{x:.2f} releases done with a chance of %{y:.1%}", None, "middle left"),
    ):
        line(fig, t, y, name, role, label=False, hover=hover)
        at = [int(np.argmin(np.abs(y - 0.8))) if at is None else at]
        place = place if at[0] > 0 else "top right"
        text(fig, t[at], y[at], [f" <b>{name}</b> "], color=STROKES[role]["color"], position=place)
    seen = even <= t[-1]
    words = [f"even odds: {_releases(even)}"] if seen else []
    return marks(fig, [even] if seen else [], [0.5] if seen else [], words, floor=FLOOR)


def summary(superposition):
    """What the figure says, in words.

    >>> summary(Superposition())  # doctest: +NORMALIZE_WHITESPACE
    'It is done with even odds after 3.48 releases, when 1.75 of 10 hours are left and 17% of those who come by would do it.
    Ten times as many volunteers would save only 1.39 releases. Split among 4 today, it is as light for each as after 2.77
    releases for one, before any talk.'
    """
    s = superposition
    even, shared = time_until(s).time, equivalent_wait(s, TEAM)
    team = (
        f"Split among {TEAM} today, it is as light for each as after {_releases(shared.time)} for one, before any talk."
        if np.isfinite(shared.time)
        else "Nothing becomes easier, so no wait does what a team can do today."
    )
    if not np.isfinite(even):
        return f"It is never done: nobody who comes by gains what it costs. {team}"
    sooner = even - time_until(s.replace(arrival_rate=min(10 * s.arrival_rate, 1e12))).time
    return (
        f"It is done with even odds after {_releases(even)}, when {number(cost_at(s, even))} of {number(s.initial_cost)} "
        f"hours are left and {percent(willing_share(s, even))} of those who come by would do it. Ten times as many "
        f"volunteers would save {'only ' if sooner < 0.5 * even else ''}{_releases(sooner)}. {team}"
    )


def _releases(time):
    return f"{number(time)} release{'' if number(time) == '1' else 's'}"
