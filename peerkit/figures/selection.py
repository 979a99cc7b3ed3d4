"""Who finds the better person: a manager among a few candidates, or a crowd whose members choose themselves."""

import numpy as np

from peerkit.figures.drawing import end_labels, figure, line, marks
from peerkit.figures.words import number, people
from peerkit.models.selection import Selection, breakeven_pool, expected_pick, picks

LARGEST = 1e9
BOUNDS = (-1.75, 6.6)
ROW = 0.8


def better_match(selection: Selection):
    """How good the person found is against the number who see the task; this crowd and the break-even are marked."""
    n = np.geomspace(1, LARGEST, 145)
    crowd, sure = expected_pick(n, selection.self_noise), expected_pick(n, 0.0)
    manager, pool, _ = picks(selection)
    fig = figure(
        "people who see the task [people]",
        "how good the one found is [standard deviations]",
        x_log=True,
        x_range=(1, 2.5 * LARGEST),
        y_range=BOUNDS,
    )
    fig.update_xaxes(tickvals=[1, 1e3, 1e6, 1e9], ticktext=["1", "1,000", "1 million", "1 billion"])
    fig.update_yaxes(tickvals=list(range(7)))
    hover = "best of %{x:,.3~s} people: %{y:.2f} above the average"
    line(fig, n, np.full_like(n, manager), "manager", "firm", hover="manager's pick: %{y:.2f}", label=False)
    line(fig, n, sure, "no error", "soft", hover=hover, label=False)
    line(fig, n, crowd, "crowd", "peers", hover=hover, label=False)
    ends = ((manager, "manager", "firm"), (sure[-1], "no error", "soft"), (crowd[-1], "crowd", "peers"))
    end_labels(fig, [(LARGEST, *end) for end in ends])
    side = "top left" if selection.pool > 1e5 else "top right"
    words = [f"this crowd: {people(selection.pool)}"]
    marks(fig, [selection.pool], [pool], words, floor=BOUNDS[0] + ROW, position=side)
    even = breakeven_pool(selection).size
    inside = selection.candidates > 1 and even <= LARGEST
    words = [f"matches the manager: {people(even)}"] if inside else []
    side = "top left" if inside and even > 1e4 else "top right"
    return marks(fig, [even] if inside else [], [manager] if inside else [], words, floor=BOUNDS[0], position=side)


def summary(selection):
    """What the figure says, in words.

    >>> summary(Selection())  # doctest: +NORMALIZE_WHITESPACE
    'The crowd finds the better person: 2.29 standard deviations above the average, the manager 1.38. It takes 24 people
    who choose themselves to do as well as the manager. Ten times as many people in the crowd would add 0.43.'
    """
    manager, pool, outcome = picks(selection)
    found = f"{number(pool)} standard deviations above the average, the manager {number(manager)}"
    if outcome == "even":
        first = f"Neither does better: both find {number(pool)} standard deviations above the average."
    else:
        first = f"{'The crowd' if outcome == 'the pool wins' else 'The manager'} finds the better person: " + (
            f"the crowd {found}." if outcome == "the manager wins" else f"{found}."
        )
    more = expected_pick(10.0 * selection.pool, selection.self_noise) - pool
    return f"{first} {_breakeven(selection)} Ten times as many people in the crowd would add {number(more, 2)}."


def _breakeven(selection):
    even = breakeven_pool(selection).size
    if selection.candidates == 1:
        return "With one candidate there is nothing to choose, so anybody does as well."
    if even > LARGEST:
        return "Even a billion people who choose themselves would not do as well as the manager."
    return f"It takes {people(even)} people who choose themselves to do as well as the manager."
