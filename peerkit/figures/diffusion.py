"""Adopters in each year, here and in a market twice as large that starts alike."""

import numpy as np

from peerkit.figures.drawing import figure, line, marks, text, ticks
from peerkit.figures.theme import LIGHT, STROKES
from peerkit.figures.words import number, percent
from peerkit.models.diffusion import (
    PEAKS,
    Diffusion,
    cumulative_share,
    density,
    peak,
    same_start,
    telling_time,
    time_to_share,
)
from peerkit.models.diffusion_fit import VCR_FIRST_YEAR, VCR_SALES

COMPARABLE = 20_000
"""Smallest market beside which the recorded sales of video recorders are drawn."""
LARGER = 2


def sales(diffusion: Diffusion):
    """Adopters a year in this market and in one twice as large that starts alike, with recorded sales; a `go.Figure`."""
    d, twin = diffusion, same_start(diffusion, LARGER)
    recorded = np.array(VCR_SALES if d.market_size >= COMPARABLE else [], float)
    end = max(float(time_to_share(twin, 0.93)), len(recorded) + 0.5)
    t = np.linspace(0, end, 241)
    here, there = d.market_size * density(d, t), twin.market_size * density(twin, t)
    top = 1.18 * max(here.max(), there.max(), *recorded, 0.0)
    fig = figure(
        "time since launch [years]", "adopters [people per year]", x_range=(0, end), y_range=(-0.24 * top, top)
    )
    fig.update_yaxes(tickvals=ticks(top))
    year = "year %{x:.1f}: %{y:,.0f} adopt"
    line(fig, t, there, "twice as large", "market", hover=year, label=False)
    line(fig, t, here, "this market", "peers", hover=year, label=False)
    # The larger market is named at its top, this one where it has nearly sold out.
    _name(fig, t, there, np.argmax(there), "twice as large", "market", "top center")
    _name(fig, t, here, np.searchsorted(t, time_to_share(d, 0.8)), "this market", "peers", "top right")
    _recorders(fig, recorded)
    times, words = _moments(d)
    return marks(fig, times, d.market_size * density(d, times), words, floor=-0.24 * top)


def _name(fig, t, curve, at, name, role, position):
    at = [int(np.clip(at, 0.2 * len(t), 0.75 * len(t)))]
    text(fig, t[at], curve[at], [f"<b>{name}</b>"], color=STROKES[role]["color"], position=position)


def _recorders(fig, recorded):
    """Video recorders sold in each year, where the market is large enough to compare with."""
    years = np.arange(1, len(recorded) + 1)
    fig.add_scatter(
        x=years,
        y=recorded,
        mode="markers",
        name="video recorders sold",
        marker={"color": LIGHT["firm"], "size": 8, "symbol": "diamond"},
        text=[f"{VCR_FIRST_YEAR + i}: {sold:,.0f} video recorders" for i, sold in enumerate(recorded)],
        hovertemplate="%{text}<extra></extra>",
    )
    label = ["<b>recorders</b> "] * len(years[4:5])
    text(fig, years[4:5], recorded[4:5], label, color=LIGHT["firm"], position="middle left")


def _moments(diffusion):
    """The times that the sentence names, and their words: until when both markets sell alike, and the peak."""
    told, top = float(telling_time(diffusion, LARGER)), peak(diffusion)
    moments = [(told, f"same until: year {number(told, 2)}")]
    if top.outcome == PEAKS:
        moments.append((float(top.time), f"peak: year {number(top.time, 2)}"))
    return np.array([time for time, _ in moments]), [words for _, words in moments]


def summary(diffusion):
    """The figure in words.

    >>> from peerkit.models.diffusion import Diffusion
    >>> summary(Diffusion())  # doctest: +NORMALIZE_WHITESPACE
    'Adoption is fastest after 6.2 years, when 46% of all 1,000 have adopted. Until year 3.3, when 18% have adopted, sales
    in a market twice as large would differ by less than a tenth. Sales before that do not show how large the market is.'
    """
    top, told = peak(diffusion), float(telling_time(diffusion, LARGER))
    if top.outcome == PEAKS:
        everyone = number(diffusion.market_size, digits=5)
        first = f"Adoption is fastest after {number(top.time, 2)} years, when {percent(top.share)} of all {everyone} have adopted."
    else:
        first = (
            "Adoption is fastest at the launch and falls from then on: earlier adopters draw in fewer people than adopt by "
            "themselves."
        )
    adopted = percent(float(cumulative_share(diffusion, told)))
    return (
        f"{first} Until year {number(told, 2)}, when {adopted} have adopted, sales in a market twice as large would differ by "
        "less than a tenth. Sales before that do not show how large the market is."
    )
