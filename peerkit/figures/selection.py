"""The better person found: by a manager among a few candidates, or by a crowd whose members choose themselves."""

import numpy as np

from peerkit.figures.drawing import end_labels, figure, line, marks
from peerkit.figures.words import number, people
from peerkit.models.selection import Selection, breakeven_pool, expected_pick, picks

FEWEST_SHOWN, BILLION, MOST = 1e6, 1e9, 1e13
TICKS = {1: "1", 1e3: "1,000", 1e6: "1 million", 1e9: "1 billion", 1e12: "1 trillion"}


def better_match(selection: Selection):
    """The value of the person found against the number who see the task; this crowd and the break-even are marked."""
    even = breakeven_pool(selection).size
    shown = bool(selection.candidates > 1 and even <= BILLION)
    last = min(max(FEWEST_SHOWN, 10.0 * selection.pool, 10 * even if shown else 1), MOST)
    n = np.geomspace(1, last, 145)
    crowd, sure = expected_pick(n, selection.self_noise), expected_pick(n, 0.0)
    manager, pool, _ = picks(selection)
    top = 1.08 * max(float(sure[-1]), float(manager))
    floor, row = -0.32 * top, 0.155 * top
    fig = _frame(last, (floor, top))
    hover = "best of %{x:,.3~s} people: %{y:.2f} above the average"
    line(fig, n, np.full_like(n, manager), "manager", "firm", hover="manager's pick: %{y:.2f}", label=False)
    line(fig, n, sure, "no error", "soft", hover=hover, label=False)
    line(fig, n, crowd, "crowd", "peers", hover=hover, label=False)
    ends = ((manager, "manager", "firm"), (sure[-1], "no error", "soft"), (crowd[-1], "crowd", "peers"))
    end_labels(fig, [(last, *end) for end in ends], gap=0.07 * top)
    _mark(fig, selection.pool, pool, "this crowd", floor + row, last, shown=True)
    return _mark(fig, even, manager, "as good as the manager", floor, last, shown=shown)


def _frame(last, up):
    fig = figure(
        "people who see the task [people]",
        "person found [standard deviations]",
        x_log=True,
        x_range=(1, last),
        y_range=up,
    )
    inside = {place: words for place, words in TICKS.items() if place <= last}
    fig.update_xaxes(tickvals=list(inside), ticktext=list(inside.values()))
    fig.update_yaxes(tickvals=list(range(int(up[1]) + 1)))
    return fig


def _mark(fig, size, height, meaning, floor, last, *, shown):
    side = "top left" if shown and size > last**0.6 else "top right"
    words = [f"{meaning}: {_people(size)}"] if shown else []
    at = [(size, height)] if shown else []
    return marks(fig, [x for x, _ in at], [y for _, y in at], words, floor=floor, position=side)


def summary(selection):
    """The figure in words.

    >>> summary(Selection())  # doctest: +NORMALIZE_WHITESPACE
    'The crowd finds the better person: 2.29 standard deviations above the average, against 1.38 for the manager. 24 people who
    choose themselves would do as well as the manager. Ten times as many people in the crowd would add 0.43.'
    """
    manager, pool, outcome = picks(selection)
    if outcome == "even":
        first = f"Neither does better: both find a person {number(pool)} standard deviations above the average."
    else:
        who, other = ("crowd", "manager") if outcome == "the pool wins" else ("manager", "crowd")
        best, second = max(pool, manager), min(pool, manager)
        first = (
            f"The {who} finds the better person: {number(best)} standard deviations above the average, against "
            f"{number(second)} for the {other}."
        )
    more = expected_pick(10.0 * selection.pool, selection.self_noise) - pool
    return f"{first} {_breakeven(selection)} Ten times as many people in the crowd would add {number(more, 2)}."


def _breakeven(selection):
    even = breakeven_pool(selection).size
    if selection.candidates == 1:
        return "The manager sees one candidate only, so anybody in the crowd would do as well."
    if even > BILLION:
        return "Even a billion people who choose themselves would not do as well as the manager."
    return f"{_people(even)} people who choose themselves would do as well as the manager."


def _people(size):
    """A number of people: every digit below 100,000, three of them above."""
    if size < 1e5:
        return people(size)
    return number(float(f"{size:.2e}"), 6)
