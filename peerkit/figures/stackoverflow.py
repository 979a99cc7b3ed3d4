"""The demand for a network that is worth more the more people use it, with the levels of Stack Overflow on its axis."""

import numpy as np

from peerkit.cases import Case
from peerkit.figures.network_adoption import demand
from peerkit.figures.theme import LIGHT
from peerkit.figures.words import percent
from peerkit.models.network_adoption import ALONE, NOT_VIABLE, NetworkAdoption, equilibria, smallest_network

YEARS = (2022, 2023, 2025)


def levels(case):
    """Visible questions of three Novembers as shares of those of November 2018 [1]."""
    return np.array([case.number(f"left_{year}") / 100 for year in YEARS])


def demand_and_levels(network_adoption: NetworkAdoption, case: Case):
    """The price the last one would pay against the share who ask, and how many questions were left of those of 2018."""
    fig = demand(network_adoption)
    fig.update_xaxes(title_text="people who ask [% of those of 2018]")
    fig.add_scatter(
        x=levels(case),
        y=np.zeros(len(YEARS)),
        mode="markers+text",
        name="questions left",
        text=[f"<b>{year}</b>" for year in YEARS],
        textposition="bottom center",
        marker={"color": LIGHT["firm"], "size": 10, "symbol": "diamond"},
        hovertemplate="November %{text}: %{x:.1%} of November 2018<extra>questions left</extra>",
    )
    return fig


def summary(network, case):
    """The figure in words."""
    first, second, last = (percent(level) for level in levels(case))
    return (
        f"{_rests(network)} Of the visible questions of November 2018 {first} were left in November 2022, {second} a year later "
        f"and {last} in November 2025."
    )


def _rests(network):
    sizes, least = equilibria(network), percent(smallest_network(network).adoption)
    if sizes.outcome == NOT_VIABLE:
        return "At this cost no network lasts: those who leave make it worth less to the others, until nobody asks."
    rests = f"At this cost the network rests at {percent(sizes.adoption)} of those of 2018."
    if sizes.outcome == ALONE:
        return f"{rests} It needs no critical mass, because some would ask without the others."
    return f"{rests} If fewer than {percent(sizes.critical_mass)} are expected, all leave. Below {least} no network rests at any cost."
