"""Six years of one network between four laws: the value of twice as many members, and how far the years decide it."""

import numpy as np

from peerkit.figures.drawing import figure, line, marks, remark, text
from peerkit.figures.theme import LIGHT
from peerkit.figures.words import number, percent, times
from peerkit.models.exponent_fit import exponents_by_window, fitted_values
from peerkit.models.network_fit import FitWindow, adjusted_series, windowed_exponent, windowed_series
from peerkit.models.networks import Network, value
from peerkit.models.scaling import doubling_factor

# Law, its name beside the line, the stroke, and where the name stands: the two lowest lines run close together.
LAWS = (
    ("sarnoff", "listeners", "soft", "bottom right"),
    ("odlyzko_tilly", "links", "market", "top right"),
    ("metcalfe_sq", "pairs", "firm", "middle right"),
    ("cube", "cube", "warn", "middle right"),
)
TICKS = (0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 1, 2, 3, 5, 10, 20, 50, 100)
# An interval of three years can span anything; beyond these times the bar runs out of the frame.
DEEPEST, HIGHEST = 0.02, 150
SAME = 0.01


def fan(window: FitWindow):
    """Revenue against members, both relative to the fit in its first year, beside four laws; a `go.Figure`."""
    years, size, worth = (np.asarray(column) for column in adjusted_series(window))
    used = np.isin(years, windowed_series(window).years)
    start = int(np.argmax(used))
    exponent = windowed_exponent(window)
    # Everything starts from the fit, so that line and laws pass through one point.
    base = fitted_values(exponent, size[start])
    base = base if np.isfinite(base) else worth[start]
    x, y = size / size[start], worth / base
    double, low, high = doubling_factor([exponent.exponent, exponent.low, exponent.high])
    across = (0.85 * x[0], 1.15 * max(x[-1], 2.2))
    up = _heights(y, double, low, high)
    fig = _frame(years[start], across, up)
    n = np.geomspace(*across, 61)
    _laws(fig, n, size[start], up)
    reach = (n >= 0.99 * x[used].min(initial=1)) & (n <= 1.01 * x[used].max(initial=2))
    fitted = np.where(reach, fitted_values(exponent, n * size[start]) / base, np.nan)
    line(fig, n, fitted, "best fit", "peers", label=False, hover="%{x:.2f} times: %{y:.2f} times", width=3.5)
    bar = np.clip([low, high], *up)
    line(fig, [2, 2], bar, "95% interval of a doubling", "ink", label=False, hover="%{y:.2f} times", width=1.5)
    _points(fig, years, x, y, used)
    known = np.isfinite(double)
    if not known:
        remark(fig, f"{int(used.sum())} of the six years in the fit: three are the least", y=0.6)
    words = [f"twice the members: {times(double)}"] if known else []
    place = "top left" if across[1] < 3 else "top right"
    return marks(fig, [2.0] if known else [], [double] if known else [], words, floor=up[0], position=place)


def _heights(y, double, low, high):
    """The ends of the vertical axis: every year, the doubling and its interval lie inside, up to a limit."""
    bottom = min(0.7 * min(y.min(), 1), np.nan_to_num(low / 1.2, nan=1))
    top = np.nanmax([1.5 * y.max(), 1.5 * double, 7.5, 1.2 * high])
    return max(bottom, DEEPEST), min(top, HIGHEST)


def _frame(first, across, up):
    fig = figure(
        f"members [times those of {first}]",
        f"revenue [times the fit of {first}]",
        x_log=True,
        y_log=True,
        x_range=across,
        y_range=up,
    )
    for axis in (fig.layout.xaxis, fig.layout.yaxis):
        axis.update(tickvals=TICKS, ticktext=[f"{tick:g}" for tick in TICKS])
    return fig


def _laws(fig, n, size, up):
    for law, name, role, place in LAWS:
        worth = value(Network(law=law), n * size) / value(Network(law=law), size)
        line(fig, n, worth, name, role, label=False, hover="%{x:.2f} times the members: %{y:.2f} times", width=1.8)
        seen = np.flatnonzero(worth <= up[1])[-1:]
        text(fig, n[seen], worth[seen], [f" {name}"], color=fig.data[-1].line.color, position=place)


def _points(fig, years, x, y, used):
    for chosen, name, symbol in ((used, "years in the fit", "diamond"), (~used, "years left out", "diamond-open")):
        fig.add_scatter(
            x=x[chosen],
            y=y[chosen],
            mode="markers",
            name=name,
            marker={"color": LIGHT["ink"], "size": 9, "symbol": symbol},
            customdata=years[chosen],
            hovertemplate=f"%{{customdata}}: %{{x:.2f}} times the members, %{{y:.2f}} times<extra>{name}</extra>",
        )
    ends = np.flatnonzero(used)[[0, -1]] if used.any() else []
    text(fig, x[ends], y[ends], [f" {year} " for year in years[ends]], position=["top center", "top left"])


def summary(window):
    """The figure in words.

    >>> summary(FitWindow())  # doctest: +NORMALIZE_WHITESPACE
    'From 2009 to 2014, twice as many members went with 3.9 times the revenue (95% interval 3.11 to 4.88, if the errors of the
    years are independent). Two such networks of the same size would be worth 95% more together than apart. Other runs of three
    years or more of this series say anything from 3.32 to 9.34 times.'
    """
    series = windowed_series(window)
    exponent = windowed_exponent(window)
    if exponent.outcome != "estimated":
        return (
            f"Only {len(series.years)} of the six years are in the fit: three are the least for a line with an error."
        )
    double, low, high = doubling_factor([exponent.exponent, exponent.low, exponent.high])
    whole = adjusted_series(window)
    runs = exponents_by_window(whole.members, whole.values)
    lowest, highest = doubling_factor([runs.lowest, runs.highest])
    credit = f" (after {percent(window.value_trend)} a year for other causes)" if window.value_trend else ""
    return (
        f"From {series.years[0]} to {series.years[-1]}, twice as many members went with {times(double)} the revenue{credit} "
        f"(95% interval {number(low)} to {number(high)}, if the errors of the years are independent). {_merger(double)} Other "
        f"runs of three years or more of this series say anything from {number(lowest)} to {number(highest)} times."
    )


def _merger(double):
    gain = double / 2 - 1
    if abs(gain) < SAME:
        return "Two such networks of the same size would be worth about as much together as apart."
    more = "more" if gain > 0 else "less"
    return f"Two such networks of the same size would be worth {percent(abs(gain))} {more} together than apart."
