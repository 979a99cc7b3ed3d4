"""The price that the last adopter would pay against how many adopt: the critical mass, and the size that lasts."""

from typing import NamedTuple

import numpy as np

from peerkit.figures.drawing import figure, line, marks, text, ticks
from peerkit.figures.theme import LIGHT, STROKES
from peerkit.figures.words import number, percent
from peerkit.models.network_adoption import (
    ALONE,
    NO_MASS,
    NOT_VIABLE,
    NetworkAdoption,
    equilibria,
    regimes,
    smallest_network,
    willingness_to_pay,
)

HARDLY_ANYBODY = 0.005
"""A critical mass below this share is shown as 0%: nothing has to be passed."""


class Place(NamedTuple):
    """A size on the price line that is named: the share of people, the words, and the side of the dot they stand on."""

    share: float
    words: str
    position: str = "top right"


def demand(network_adoption: NetworkAdoption):
    """Willingness to pay of the last adopter against the share who adopt, with the price; a `go.Figure`."""
    network = network_adoption
    top = smallest_network(network)
    n = np.linspace(0, 1, 201)
    pays, price = willingness_to_pay(network, n), float(network.cost)
    highest = 1.3 * max(float(top.cost), price, 1e-9)
    fig = figure(
        "people who have it [% of all]",
        "willing to pay [money per person]",
        x_range=(-0.01, 1.01),
        y_range=(-0.2 * highest, highest),
    )
    fig.update_xaxes(tickformat=".0%")
    fig.update_yaxes(tickvals=ticks(highest))
    line(fig, n, np.full_like(n, price), "price", "market", hover="price %{y:.3~g}")
    line(fig, n, pays, "last one", "peers", hover="with %{x:.0%} the last would pay %{y:.3~g}", label=False)
    _named(fig, network, highest)
    _arrows(fig, network, price)
    places = _places(network)
    sizes, words, positions = zip(*places, strict=True)
    marks(fig, sizes, [price] * len(sizes), words, floor=-0.2 * highest)
    fig.data[-1].textposition = positions
    return fig


def _named(fig, network, highest):
    """The name of the curve, above it, or inside its arch where the price would run through the words."""
    top = smallest_network(network)
    peak = np.array([float(top.adoption) if top.adoption > 0.2 else 0.25])
    inside = top.adoption > 0.3 and 0 < network.cost - top.cost < 0.12 * highest
    text(
        fig,
        peak,
        willingness_to_pay(network, peak) * (0.5 if inside else 1),
        ["  <b>what the last would pay</b>"],
        color=STROKES["peers"]["color"],
        position=f"top {'center' if top.adoption > 0.3 else 'right'}",
    )


def _places(network):
    """The sizes that last and the one that must be passed, from the smallest."""
    sizes = equilibria(network)
    if sizes.outcome == NOT_VIABLE:
        return [Place(0.0, "stays: 0%")]
    side = "top left" if sizes.adoption > 0.85 else "top right"
    stays = Place(float(sizes.adoption), f"stays: {percent(sizes.adoption)}", side)
    if sizes.outcome == ALONE or sizes.critical_mass < HARDLY_ANYBODY:
        return [stays]
    nobody = Place(0.0, "stays: 0%")
    if _meets(sizes):
        return [nobody, stays._replace(words=f"only here: {percent(sizes.adoption)}")]
    side = "top left" if sizes.adoption - sizes.critical_mass < 0.3 else "top right"
    return [nobody, Place(float(sizes.critical_mass), f"must pass: {percent(sizes.critical_mass)}", side), stays]


def _meets(sizes):
    """True where the size to pass and the size that lasts are the same in words."""
    return percent(sizes.critical_mass) == percent(sizes.adoption)


def summary(network_adoption):
    """The figure in words.

    >>> from peerkit.models.network_adoption import NetworkAdoption
    >>> summary(NetworkAdoption())  # doctest: +NORMALIZE_WHITESPACE
    'If fewer than 28% are expected to have it, nobody stays. With more it grows by itself to 72%. A monopoly would stop at
    54%; for all people together 100% would be best.'
    """
    network = network_adoption
    sizes, order = equilibria(network), regimes(network)
    best = percent(order.planner)
    if sizes.outcome == NOT_VIABLE:
        return _fails(network, f" For all people together {best} would still be best." if order.planner > 0 else "")
    monopoly = (
        f"A monopoly would stop at {percent(order.monopoly)}" if order.monopoly else "A monopoly would earn nothing"
    )
    return f"{_lasts(sizes)} {monopoly}; for all people together {best} would be best."


def _lasts(sizes):
    rest = percent(sizes.adoption)
    if sizes.outcome == ALONE:
        return f"It takes off by itself, because some people would have it alone, and stops growing at {rest}."
    if sizes.critical_mass < HARDLY_ANYBODY:
        return f"Hardly anybody has to be expected to have it: it grows by itself to {rest}."
    if _meets(sizes):
        return f"At this price a network can last at about {rest} and nowhere else. If a few people fewer are expected, nobody stays."
    return (
        f"If fewer than {percent(sizes.critical_mass)} are expected to have it, nobody stays. With more it grows by itself to "
        f"{rest}."
    )


def _fails(network, wish):
    top = smallest_network(network)
    if top.outcome == NO_MASS:
        return f"At this price nobody stays: whatever share is expected to have it, fewer take it, until nobody does.{wish}"
    return (
        f"At this price no network can last. The highest price is {number(top.cost)}, with {percent(top.adoption)} of all people. "
        f"Above that price a network does not shrink gradually; it collapses.{wish}"
    )


def _arrows(fig, network, price):
    """The direction in which the size moves on the price line, once in each stretch between the sizes that rest."""
    sizes = equilibria(network)
    ends = [0.0, *(float(size) for size in (sizes.critical_mass, sizes.adoption) if size > 0), 1.0]
    middles = np.array([(a + b) / 2 for a, b in zip(ends[:-1], ends[1:], strict=True) if b - a > 0.08])
    grows = willingness_to_pay(network, middles) > price
    fig.add_scatter(
        x=middles,
        y=np.full_like(middles, price),
        mode="markers",
        marker={
            "color": LIGHT["market"],
            "size": 13,
            "symbol": ["triangle-right" if up else "triangle-left" for up in grows],
        },
        hoverinfo="skip",
        meta={"peerkit": "decoration"},
    )
