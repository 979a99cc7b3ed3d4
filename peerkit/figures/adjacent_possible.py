"""How many things there are when things are made of things: a long flat start, then a wall."""

import numpy as np

from peerkit.figures.drawing import end_labels, figure, line, marks
from peerkit.figures.words import number
from peerkit.models.adjacent_possible import AdjacentPossible, critical_variety, fate, path

PERIODS = 200


def wall(adjacent_possible: AdjacentPossible):
    """Things against time: as they come, if only pairs were tried, and if growth stayed as it began; a `go.Figure`."""
    a = adjacent_possible
    items, pairs, blow_up, _ = _course(a)
    last = int(np.ceil(1.2 * blow_up)) if np.isfinite(blow_up) else PERIODS
    t, items, pairs = np.arange(last + 1), items[: last + 1], pairs[: last + 1]
    steady = a.starting_variety * (items[1] / items[0]) ** t
    need = critical_variety(a)
    # The picture ends far below a billion: at twenty times the start the wall is upright.
    top = 20 * items[0] if np.isfinite(blow_up) else 1.2 * items.max()
    threshold = need if 1 < need < max(top, 2 * items[0]) else np.nan
    top = np.fmax(top, 1.1 * threshold)
    fig = figure("time [periods]", "things there are [items]", x_range=(0, last), y_range=(-0.32 * top, top))
    fig.update_yaxes(tickvals=_ticks(top))
    hover = "period %{x}: %{y:,.3~s} things"
    ends = []
    for values, name, role in (
        (steady, "steady", "soft"),
        (np.full(t.size, threshold), "critical", "warn"),
        (pairs if a.largest_combination > 2 else np.full(t.size, np.nan), "pairs", "firm"),
        (items, "things", "peers"),
    ):
        line(fig, t, values, name, role, hover=hover, label=False)
        inside = np.flatnonzero(values <= top)[-1:]
        ends += [(t[at], values[at], name, role) for at in inside]
    end_labels(fig, ends, gap=0.075 * top)
    for period, words, on_curve, row in ((_doubled(items), "doubled", 1, 0.16), (blow_up, "a billion", 0, 0.31)):
        at, side = [period] if np.isfinite(period) else [], "top left" if period > last / 2 else "top right"
        heights = [on_curve * np.fmin(items[int(each)], top) for each in at]
        marks(fig, at, heights, [f"{words}: period {each:.0f}" for each in at], floor=-row * top, position=side)
    return fig


def summary(adjacent_possible):
    """What the figure says, in words.

    >>> summary(AdjacentPossible())  # doctest: +NORMALIZE_WHITESPACE
    'It takes 37 periods until 10 things have doubled; in period 61 they pass a billion. Twice as many things at the start
    would bring the billion in period 25.'
    """
    a = adjacent_possible
    items, _, blow_up, sooner = _course(a)
    start, end = number(a.starting_variety), fate(a)
    if end == "fades":
        return (
            f"{start} things are too few: more is forgotten than found, and {number(items[50])} are left in period 50. "
            f"Above {number(critical_variety(a))} they would multiply."
        )
    if end == "stands still":
        return f"{start} things stay as they are: nothing new can be made of them."
    if not np.isfinite(blow_up):
        return f"{start} things will multiply, but not soon: in period {PERIODS} there are {number(items[-1])}."
    doubled = _doubled(items)
    patience = f"It takes {doubled:.0f} period{'s' * (doubled > 1)} until {start} things have doubled"
    return (
        f"{patience}; in period {blow_up:.0f} they pass a billion. "
        f"Twice as many things at the start would bring the billion in period {sooner:.0f}."
    )


def _course(adjacent_possible):
    """Things as they come and if only pairs were tried, and when they pass a billion, as it is and from twice the start."""
    a = adjacent_possible
    start, parts = a.starting_variety, a.largest_combination
    rest = {"combination_chance": a.combination_chance, "obsolescence": a.obsolescence}
    many = AdjacentPossible.batch(
        starting_variety=[start, start, 2 * start], largest_combination=[parts, 2, parts], **rest
    )
    found = path(many, PERIODS)
    items = np.where(np.isfinite(found.items), found.items, np.nan)
    return items[0], items[1], found.blow_up[0], found.blow_up[2]


def _doubled(items):
    reached = np.flatnonzero(~(items < 2 * items[0]))
    return float(reached[0]) if reached.size else np.inf


def _ticks(top):
    """Round numbers from 0 up to `top`, at most six."""
    power = 10.0 ** np.floor(np.log10(top / 5))
    return np.arange(0, top, power * next(m for m in (1, 2, 5, 10) if 5 * m * power >= top))
