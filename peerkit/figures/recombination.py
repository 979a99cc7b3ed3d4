"""The value of a collection of pieces period by period: the sum of the parts, the whole, and the whole without a limit."""

import numpy as np

from peerkit.figures.drawing import end_labels, figure, line, marks, remark
from peerkit.figures.words import from_on, number, percent, times
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
    """Value of the collection as a sum and as a whole, and of the whole if everything could be tried; a `go.Figure`."""
    limited, free, holds, outweigh = _course(recombination)
    parts = recombination.chunk_value * limited
    whole = np.where(np.isfinite(limited), value(recombination, np.nan_to_num(limited)), np.nan)
    boundless = np.where(np.isfinite(free), value(recombination, np.minimum(free, LARGEST)), np.nan)
    last = _last(limited)
    least = parts[0] or whole[0] or 1.0
    # Two rows of labels stand below the lowest curve.
    top = max(4 * whole[last], 30 * least, 1.5 * whole[0])
    low = least / (top / least) ** 0.4
    fig = figure("time [periods]", "value [pieces]", x_range=(0, PERIODS), y_range=(low, top), y_log=True)
    t = np.arange(PERIODS + 1)
    hover = "period %{x}: worth %{y:,.3~s} pieces"
    for values, name, role in ((boundless, "no limit", "market"), (parts, "sum", "firm"), (whole, "whole", "peers")):
        # Nothing has no place on a logarithmic axis.
        line(fig, t, np.where(values > 0, values, np.nan), name, role, hover=hover, label=False)
    seen = _last(np.where(boundless <= top, boundless, np.nan))
    ends = [(last, whole[last], "whole", "peers"), (last, parts[last], "sum", "firm")]
    ends += [(t[seen], boundless[seen], "no limit", "market")] if holds is not None else []
    ends = [end for end in ends if end[1] > 0]
    if ends:
        end_labels(fig, ends, gap=0.055 * np.log10(top / low), log=True)
    else:
        end_labels(fig, [(PERIODS, np.nan, "whole", "peers")], log=True)
        remark(fig, "Neither pieces nor pairs are worth anything.")
    for period, words, row in ((holds, "limit reached", 0.13), (outweigh, "pairs outweigh parts", 0.01)):
        at = [] if period is None else [period]
        side = "top left" if at and period > PERIODS / 2 else "top right"
        floor = low * (top / low) ** row
        marks(fig, at, whole[at], [f"{words}: period {each}" for each in at], floor=floor, position=side)
    return fig


def summary(recombination):
    """The figure in words.

    >>> summary(Recombination())  # doctest: +NORMALIZE_WHITESPACE
    'From 69 pieces on, the collection grows by itself. It starts with 80. In period 40 the whole is worth 56.9 times the
    sum of its parts. People can process only 20% more a period. Without that limit the collection would pass a trillion
    pieces in period 26.'
    """
    r = recombination
    limited, _, holds, _ = _course(r)
    worth, end = _worth(r, limited), fate(r)
    enough = from_on(critical_stock(r), r.starting_stock, "pieces") if end.outcome != "constant" else ""
    if end.outcome == "constant":
        why = "no pair works" if r.first_additions else "nothing is added at first, so there is no new pair to try"
        return f"The collection stays at {number(end.limit)} pieces: {why}. {worth}"
    if end.outcome == "converges":
        course = f"The collection rises from {number(limited[0])} to {number(end.limit)} pieces and stops there."
        return f"{course} It would grow by itself {enough.lower()}. {worth}"
    begins = (
        f"{enough}, the collection grows by itself. It"
        if critical_stock(r) > 1
        else "The collection grows by itself. It"
    )
    start = f"{begins} starts with {number(limited[0])}. {worth}"
    if holds is None:
        return f"{start} It takes off later than in these {PERIODS} periods."
    blow_up = path(r, 1000).blow_up
    rest = f"pass a trillion pieces in period {blow_up:.0f}" if np.isfinite(blow_up) else "take off later"
    limit = f"People can process only {percent(r.processing_limit)} more a period."
    return f"{start} {limit} Without that limit the collection would {rest}."


def _worth(recombination, stocks):
    period = _last(stocks)
    parts, whole = recombination.chunk_value * stocks[period], value(recombination, stocks[period])
    if parts <= 1e-12 * whole:
        return "Pieces alone are worth nothing."
    ratio = whole / parts
    if ratio < 1.005:
        return "The whole is worth no more than the sum of its parts."
    return f"In period {period} the whole is worth {times(ratio)} the sum of its parts."


def _course(recombination):
    """Stock with and without the limit, and the periods from which the limit holds and pairs are worth more than parts."""
    limited, free = processing_limited_path(recombination, PERIODS - 1).stock, path(recombination, PERIODS - 1).stock
    held, kept = free > 1.001 * limited, np.minimum(limited, LARGEST)
    outweigh = recombination.pair_value * pairs(kept) > recombination.chunk_value * kept
    # Beyond a trillion the model is outside anything real; the lines end there.
    return np.where(np.isfinite(limited), limited, np.nan), free, _first(held), _first(outweigh)


def _last(values):
    return int(np.flatnonzero(np.isfinite(values))[-1])


def _first(happens):
    periods = np.flatnonzero(happens)
    return int(periods[0]) if periods.size else None
