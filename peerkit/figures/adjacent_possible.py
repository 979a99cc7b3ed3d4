"""The number of things when things are made of things: a long flat start, then a wall."""

import numpy as np

from peerkit.figures.drawing import end_labels, figure, line, marks
from peerkit.figures.words import from_on, number
from peerkit.models.adjacent_possible import LARGEST, AdjacentPossible, critical_variety, fate, first_period, path

PERIODS = 200


def wall(adjacent_possible: AdjacentPossible):
    """Things against time: as they come, if only pairs were tried, and if growth stayed as it began; a `go.Figure`."""
    a = adjacent_possible
    items, pairs, blow_up = _course(a)
    last = int(np.ceil(1.2 * blow_up)) if np.isfinite(blow_up) else PERIODS
    t, items, pairs = np.arange(last + 1), items[: last + 1], pairs[: last + 1]
    # Fewer than one thing is none; the axis ends there.
    least = min(a.starting_variety, max(items.min(), 0.7))
    need, highest = critical_variety(a), np.nanmax(items)
    top = (3 if highest > 1e6 else 1.3) * highest
    threshold = need if 1 < need < 30 * top else np.nan
    top = np.fmax(top, 1.5 * threshold)
    # Two rows of labels stand below the lowest curve.
    low = 0.9 * least / (top / least) ** 0.35
    y_range = (low, top)
    fig = figure(
        "time [periods]", "things, counted to a billion [items]", x_range=(0, last), y_range=y_range, y_log=True
    )
    if top / low < 1000:
        at = _few_ticks(low, top)
        fig.update_yaxes(tickmode="array", tickvals=at, ticktext=[number(each) for each in at])
    hover, ends = "period %{x}: %{y:,.3~s} things", []
    for values, name, role in (
        (_steady(a, t), "steady", "soft"),
        (np.full(t.size, threshold), "critical", "warn"),
        (pairs if a.largest_combination > 2 else np.full(t.size, np.nan), "pairs", "firm"),
        (items, "things", "peers"),
    ):
        line(fig, t, values, name, role, hover=hover, label=False)
        inside = np.flatnonzero((values <= top) & (values >= low))[-1:]
        ends += [(t[at], values[at], name, role) for at in inside]
    end_labels(fig, ends, gap=0.06 * np.log10(top / low), log=True)
    for period, words, row in ((_doubled(a), "doubled", 0.14), (blow_up, "past a billion", 0.01)):
        at, side = [period] if period <= last else [], "top left" if period > last / 2 else "top right"
        floor = low * (top / low) ** row
        heights = [items[int(each)] for each in at]
        marks(fig, at, heights, [f"{words}: period {each:.0f}" for each in at], floor=floor, position=side)
    return fig


def summary(adjacent_possible):
    """The figure in words.

    >>> summary(AdjacentPossible())  # doctest: +NORMALIZE_WHITESPACE
    'It takes 37 periods until the 10 things have doubled. In period 61 there are more than a billion. With twice as many
    things at the start this would happen in period 25.'
    """
    a = adjacent_possible
    items, _, blow_up = _course(a)
    start, end = number(a.starting_variety), fate(a)
    if end == "fades":
        left = f"{number(items[-1], 2)} are" if items[-1] >= 1 else "not even one is"
        enough = from_on(critical_variety(a), a.starting_variety, "things")
        return (
            f"{start} things are too few: more are forgotten than made, and in period {PERIODS} {left} left. "
            f"{enough} they would multiply."
        )
    if end == "stands still":
        why = "as many are made as forgotten" if a.obsolescence else "one thing alone cannot be combined"
        return f"The number of things stays at {start}: {why}."
    if not np.isfinite(blow_up):
        return f"{start} things will multiply, but not soon: in period {PERIODS} there are {number(items[-1])}."
    if blow_up == 0:
        return f"There are {start} things from the start."
    doubled = _doubled(a)
    return (
        f"It takes {doubled:.0f} period{'s' if doubled > 1 else ''} until the {start} things have doubled. In period {blow_up:.0f} "
        f"there are more than a billion.{_twice(a)}"
    )


def _twice(adjacent_possible):
    a = adjacent_possible
    if 2 * a.starting_variety > a.parameters()["starting_variety"].high:
        return ""
    sooner = path(a.replace(starting_variety=2 * a.starting_variety), PERIODS).blow_up
    return f" With twice as many things at the start this would happen in period {sooner:.0f}."


def _course(adjacent_possible):
    """Things as they come and if only pairs were tried, each up to a billion, and the period that passes a billion."""
    a = adjacent_possible
    both = path(
        AdjacentPossible.batch(**(a.model_dump() | {"largest_combination": [a.largest_combination, 2]})), PERIODS
    )
    items = np.minimum(both.items, LARGEST)
    ended = np.arange(PERIODS + 1) > both.blow_up[:, None]
    items = np.where(ended, np.nan, items)
    return items[0], items[1], both.blow_up[0]


def _steady(adjacent_possible, t):
    """Things if they went on to grow at their first rate, up to a billion."""
    first = path(adjacent_possible, 1).items
    with np.errstate(divide="ignore"):
        growth = np.log(min(first[1], LARGEST) / first[0])
    logs = np.log(first[0]) + np.where(t > 0, t, 0) * max(growth, -700 / t.size)
    return np.exp(np.minimum(logs, np.log(LARGEST)))


def _doubled(adjacent_possible):
    return first_period(adjacent_possible, 2, PERIODS)


def _few_ticks(low, high):
    """Round numbers between `low` and `high` on a logarithmic axis of less than three decades."""
    decades = 10.0 ** np.arange(np.floor(np.log10(low)), np.ceil(np.log10(high)) + 1)
    for digits in ((1, 2, 5), range(1, 10), np.arange(1, 10, 0.5)):
        ticks = np.sort(np.ravel([digit * decades for digit in digits]))
        ticks = ticks[(ticks >= low) & (ticks <= high)]
        if ticks.size >= 4:
            break
    return ticks
