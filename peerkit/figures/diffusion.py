"""How many adopt in each year, and how long a market twice as large would have looked the same."""

import numpy as np

from peerkit.figures.drawing import figure, line, marks, text, ticks
from peerkit.figures.theme import LIGHT, STROKES
from peerkit.figures.words import number, percent
from peerkit.models.diffusion import Diffusion, cumulative_share, density, peak, same_start, telling_time, time_to_share
from peerkit.models.diffusion_fit import VCR_FIRST_YEAR, VCR_SALES

COMPARABLE = 20_000
"""Smallest market beside which the recorded sales of video recorders are drawn."""
LARGER = 2


def sales(diffusion: Diffusion):
    """Adopters a year in this market and in one twice as large that starts alike, with what was sold; a `go.Figure`."""
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
    for curve, name, role, share, position in (
        (there, "twice as large", "market", 0.0, "top center"),
        (here, "this market", "peers", 0.8, "top right"),
    ):
        # The larger market is named at its top, this one where it has nearly sold out.
        at = np.argmax(curve) if share == 0 else np.searchsorted(t, time_to_share(d, share))
        at = int(np.clip(at, 0.2 * len(t), 0.75 * len(t)))
        text(
            fig, t[at : at + 1], curve[at : at + 1], [f"<b>{name}</b>"], color=STROKES[role]["color"], position=position
        )
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
    text(
        fig,
        years[4:5],
        recorded[4:5],
        ["<b>recorders</b> "] * len(years[4:5]),
        color=LIGHT["firm"],
        position="middle left",
    )
    told, fastest = float(telling_time(d, LARGER)), float(peak(d).time)
    found = [(told, f"same until: year {number(told, 2)}")]
    if fastest > 0:
        found.append((fastest, f"peak: year {number(fastest, 2)}"))
    times, words = np.array([time for time, _ in found]), [word for _, word in found]
    marks(fig, times, d.market_size * density(d, times), words, floor=-0.24 * top)
    if len(found) > 1 and abs(fastest - told) < 0.3 * end:
        # Two labels that would meet: one to each side, or only the first where there is no room on the left.
        if min(found)[0] > 0.15 * end:
            fig.data[-1].textposition = ["top left", "top right"] if told < fastest else ["top right", "top left"]
        elif abs(fastest - told) < 0.24 * end:
            fig.data[-1].text = [fig.data[-1].text[0], ""]
    return fig


def summary(diffusion):
    """What the figure says, in words.

    >>> from peerkit.models.diffusion import Diffusion
    >>> summary(Diffusion())  # doctest: +NORMALIZE_WHITESPACE
    'Adoption is fastest after 6.2 years, when 46% of all 1,000 have adopted. Until year 3.3, with 18% adopted, a market
    twice as large would have sold the same to within a tenth: sales do not yet show how many there will be.'
    """
    top, told = peak(diffusion), float(telling_time(diffusion, LARGER))
    everyone = number(diffusion.market_size, digits=5)
    if top.outcome == "interior peak":
        first = f"Adoption is fastest after {number(top.time, 2)} years, when {percent(top.share)} of all {everyone} have adopted."
    else:
        first = (
            f"Adoption is fastest at the launch and falls from there: the pull of earlier adopters on the {everyone} is too "
            "weak for a second wind."
        )
    adopted = percent(float(cumulative_share(diffusion, told)))
    return (
        f"{first} Until year {number(told, 2)}, with {adopted} adopted, a market twice as large would have sold the same to "
        "within a tenth: sales do not yet show how many there will be."
    )
