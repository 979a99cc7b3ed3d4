"""Six years of one network between four laws: what twice as many members are worth, and how far the years decide it."""

import numpy as np

from peerkit.figures.drawing import figure, line, marks, text
from peerkit.figures.theme import LIGHT
from peerkit.figures.words import number, times
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
TICKS = (0.1, 0.2, 0.3, 0.5, 1, 2, 3, 5, 10, 20, 50)


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
    up = (0.7 * min(y[0], 1), 1.5 * np.nanmax([y[-1], double, 5]))
    first = years[start]
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
    n = np.geomspace(*across, 61)
    for law, name, role, place in LAWS:
        worth_now = value(Network(law=law), n * size[start]) / value(Network(law=law), size[start])
        line(fig, n, worth_now, name, role, label=False, hover="%{x:.2f} times the members: %{y:.2f} times", width=1.8)
        seen = np.flatnonzero(worth_now <= up[1])[-1:]
        text(fig, n[seen], worth_now[seen], [f" {name}"], color=fig.data[-1].line.color, position=place)
    reach = (n >= 0.99 * x[used].min(initial=1)) & (n <= 1.01 * x[used].max(initial=2))
    fitted = np.where(reach, fitted_values(exponent, n * size[start]) / base, np.nan)
    line(fig, n, fitted, "free exponent", "peers", label=False, hover="%{x:.2f} times: %{y:.2f} times", width=3.5)
    bar = np.clip([low, high], *up)
    line(fig, [2, 2], bar, "95% interval of a doubling", "ink", label=False, hover="%{y:.2f} times", width=1.5)
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
    known = np.isfinite(double)
    words = [f"twice the size: {times(double)}"] if known else []
    place = "top left" if across[1] < 3 else "top right"
    return marks(fig, [2.0] if known else [], [double] if known else [], words, floor=up[0], position=place)


def summary(window):
    """What the figure says, in words.

    >>> summary(FitWindow())  # doctest: +NORMALIZE_WHITESPACE
    'From 2009 to 2014 a network twice as large earned 3.9 times as much (95% interval 3.11 to 4.88): two of the same size
    would be worth 95% more together than apart. Three years or more of the same series say anything from 3.32 to 9.34 times.'
    """
    series = windowed_series(window)
    exponent = windowed_exponent(window)
    if exponent.outcome != "estimated":
        return f"Only {len(series.years)} of the six years lie in this window: three are the least for a line with an error."
    double, low, high = doubling_factor([exponent.exponent, exponent.low, exponent.high])
    whole = adjusted_series(window)
    runs = exponents_by_window(whole.members, whole.values)
    lowest, highest = doubling_factor([runs.lowest, runs.highest])
    credit = f", after {100 * window.value_trend:.0f}% a year for something else," if window.value_trend else ""
    return (
        f"From {series.years[0]} to {series.years[-1]} a network twice as large{credit} earned {times(double)} as much "
        f"(95% interval {number(low)} to {number(high)}){_merger(double)} Three years or more of the same series say "
        f"anything from {number(lowest)} to {number(highest)} times."
    )


def _merger(double):
    gain = 100 * (double / 2 - 1)
    if gain < 1:
        return ": hardly more than two networks apart."
    return f": two of the same size would be worth {number(gain, 2)}% more together than apart."
