"""The part of the visits that the paid lenses of Squidoo would have drawn."""

import numpy as np

from peerkit.cases import Case
from peerkit.figures.theme import LIGHT
from peerkit.figures.top_share import marked, top_share
from peerkit.figures.words import number, percent
from peerkit.models.inequality import Participation, concentration, lorenz_share


def paid_lenses(participation: Participation, case: Case):
    """Visits against lenses, most visited first, under a power law; the tiers of 2010 on it and where pay ends."""
    p = participation
    fig = top_share(p, "lenses, most visited first [share]", "visits they draw [share]", least=5e-4)
    tiers = np.array([case.number(f"tier_{k}_share_2010") for k in (1, 2, 3)]) / 100
    fig.add_scatter(
        x=tiers,
        y=1 - lorenz_share(p, 1 - tiers),
        mode="markers",
        name="last lens of a tier, 2010",
        marker={"color": LIGHT["market"], "size": 10, "symbol": "diamond"},
        text=["tier 1 ends", "tier 2 ends", "tier 3 ends"],
        hovertemplate="%{text} after %{x:.2%} of the lenses, with %{y:.0%} of the visits<extra></extra>",
    )
    share = percent(concentration(p).top_share)
    return marked(fig, p, f"paid {percent(p.top_fraction)}: {share} of visits")


def summary(participation, case):
    """The figure in one or two sentences."""
    p, spread = participation, concentration(participation)
    split = f"Writers got {number(case.number('writers_share_2010_03'))}% of the advertising revenue after costs"
    if spread.outcome != "finite mean":
        return (
            f"With an exponent of {number(p.exponent)} there is no average: the more lenses are counted, the larger "
            f"the share of the visits that a few of them draw, and the rank at which pay ends hardly matters. {split}."
        )
    return (
        f"If visits followed a power law with exponent {number(p.exponent)}, the paid {percent(p.top_fraction)} of the lenses "
        f"would draw {percent(spread.top_share)} of the visits. All others would draw {percent(1 - spread.top_share)} and get "
        f"nothing from the pool. {split} either way."
    )
