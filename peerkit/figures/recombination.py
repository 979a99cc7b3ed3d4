"""What a stock of chunks is worth period by period: the sum of the parts, the whole, and the whole without a limit."""

import numpy as np

from peerkit.figures.drawing import end_labels, figure, line, marks
from peerkit.figures.words import number, percent, times
from peerkit.models.recombination import (
    LARGEST,
    Recombination,
    critical_stock,
    fate,
    pairs,
    path,
    processing_limited_path,
    value,
)

PERIODS = 40


def whole_and_sum(recombination: Recombination):
    """Value of the stock as a sum and as a whole, and of the whole if everything could be tried; a `go.Figure`."""
    limited, free, holds, outweigh = _course(recombination)
    parts, whole = recombination.chunk_value * limited, value(recombination, limited)
    boundless = np.where(np.isfinite(free), value(recombination, np.minimum(free, LARGEST)), np.nan)
    least = parts[0] or whole[0] or 1.0
    # Two rows of labels stand below the lowest curve.
    top = max(4 * whole[-1], 30 * least, 1.5 * whole[0])
    low = least / (top / least) ** 0.4
    fig = figure("time [periods]", "value [chunks]", x_range=(0, PERIODS), y_range=(low, top), y_log=True)
    t = np.arange(PERIODS + 1)
    hover = "period %{x}: worth %{y:,.3~s} chunks"
    line(fig, t, boundless, "no limit", "market", hover=hover, label=False)
    line(fig, t, parts, "sum", "firm", hover=hover, label=False)
    line(fig, t, whole, "whole", "peers", hover=hover, label=False)
    seen = np.flatnonzero(boundless <= top)[-1]
    ends = [(PERIODS, whole[-1], "whole", "peers"), (PERIODS, parts[-1], "sum", "firm")]
    ends += [(t[seen], boundless[seen], "no limit", "market")] if holds is not None else []
    end_labels(fig, [end for end in ends if end[1] > 0], gap=0.055 * np.log10(top / low), log=True)
    for period, words, row in ((holds, "limit holds", 0.13), (outweigh, "pairs outweigh parts", 0.01)):
        at = [] if period is None else [period]
        side = "top left" if at and period > PERIODS / 2 else "top right"
        floor = low * (top / low) ** row
        marks(fig, at, whole[at], [f"{words}: period {each}" for each in at], floor=floor, position=side)
    return fig


def summary(recombination):
    """What the figure says, in words.

    >>> summary(Recombination())  # doctest: +NORMALIZE_WHITESPACE
    'Above 68.9 chunks the stock grows by itself; it starts with 80. In period 40 the whole is worth 56.9 times the sum
    of its parts. Only 20% more a period can be processed; without that limit the stock would pass a trillion in period
    26.'
    """
    r = recombination
    limited, _, holds, _ = _course(r)
    worth, end, need = _worth(r, limited[-1]), fate(r), critical_stock(r)
    if end.outcome == "constant":
        why = "no pair works" if r.first_additions else "nothing is added at first, so there is no new pair to try"
        return f"The stock stays at {number(end.limit)}: {why}. {worth}"
    if end.outcome == "converges":
        course = f"The stock rises from {number(limited[0])} to {number(end.limit)} chunks and stops."
        return f"{course} To grow by itself it would have to start above {number(need)}. {worth}"
    enough = (
        f"Above {number(need)} chunks the stock grows by itself; it" if need > 1 else "The stock grows by itself: it"
    )
    start = f"{enough} starts with {number(limited[0])}. {worth}"
    if holds is None:
        return f"{start} It takes off, but later than these {PERIODS} periods."
    blow_up = path(r, 1000).blow_up
    rest = f"would pass a trillion in period {blow_up:.0f}" if np.isfinite(blow_up) else "would take off later"
    return f"{start} Only {percent(r.processing_limit)} more a period can be processed; without that limit the stock {rest}."


def _worth(recombination, stock):
    parts = recombination.chunk_value * stock
    if not parts:
        return "Chunks alone are worth nothing."
    ratio = value(recombination, stock) / parts
    if ratio < 1.005:
        return "The whole is worth no more than the sum of its parts."
    return f"In period {PERIODS} the whole is worth {times(ratio)} the sum of its parts."


def _course(recombination):
    """Stock with and without the limit, and the periods from which the limit holds and pairs are worth more than parts."""
    limited, free = processing_limited_path(recombination, PERIODS - 1).stock, path(recombination, PERIODS - 1).stock
    gap = np.flatnonzero(free > 1.001 * limited)
    outweigh = np.flatnonzero(recombination.pair_value * pairs(limited) > recombination.chunk_value * limited)
    first = lambda found: int(found[0]) if found.size else None  # noqa: E731
    return limited, free, first(gap), first(outweigh)
