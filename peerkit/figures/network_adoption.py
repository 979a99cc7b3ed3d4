"""What the last adopter would pay against how many adopt: the critical mass, and the size where it comes to rest."""

import numpy as np

from peerkit.figures.drawing import figure, line, marks, text, ticks
from peerkit.figures.theme import LIGHT, STROKES
from peerkit.figures.words import number, percent
from peerkit.models.network_adoption import (
    NetworkAdoption,
    equilibria,
    regimes,
    smallest_network,
    willingness_to_pay,
)


def demand(network_adoption: NetworkAdoption):
    """Willingness to pay of the last adopter against the share who adopt, with the price; a `go.Figure`."""
    network = network_adoption
    found, top = equilibria(network), smallest_network(network)
    n = np.linspace(0, 1, 201)
    pays, price = willingness_to_pay(network, n), float(network.cost)
    highest = 1.3 * max(float(top.cost), price, 1e-9)
    fig = figure(
        "people who have it [% of all]",
        "willing to pay [money per person]",
        x_range=(0, 1),
        y_range=(-0.2 * highest, highest),
    )
    fig.update_xaxes(tickformat=".0%")
    fig.update_yaxes(tickvals=ticks(highest))
    line(fig, n, np.full_like(n, price), "price", "market", hover="price %{y:.3~g}")
    line(fig, n, pays, "last one", "peers", hover="with %{x:.0%} the last would pay %{y:.3~g}", label=False)
    peak = np.array([float(top.adoption) if top.adoption > 0.2 else 0.25])
    # Above the curve, or inside its arch where the price would run through the words.
    inside = top.adoption > 0.3 and 0 < price - top.cost < 0.12 * highest
    text(
        fig,
        peak,
        willingness_to_pay(network, peak) * (0.5 if inside else 1),
        ["  <b>what the last would pay</b>"],
        color=STROKES["peers"]["color"],
        position=f"top {'center' if top.adoption > 0.3 else 'right'}",
    )
    _arrows(fig, network, price)
    needs, lives = found.outcome == "needs a critical mass", found.outcome != "not viable"
    sizes = [0.0] * (needs or not lives) + [float(found.critical_mass)] * needs + [float(found.adoption)] * lives
    words = ["stays: 0%"] * (needs or not lives)
    words += [f"must pass: {percent(found.critical_mass)}"] * needs + [f"stays: {percent(found.adoption)}"] * lives
    positions = ["top right"] * len(sizes)
    if needs and found.adoption - found.critical_mass < 0.3:
        positions[1] = "top left"
    if needs and found.critical_mass < (0.18 if positions[1] == "top right" else 0.46):
        words[0] = ""
    marks(fig, sizes, [price] * len(sizes), words, floor=-0.2 * highest)
    fig.data[-1].textposition = positions
    return fig


def summary(network_adoption):
    """What the figure says, in words.

    >>> from peerkit.models.network_adoption import NetworkAdoption
    >>> summary(NetworkAdoption())  # doctest: +NORMALIZE_WHITESPACE
    'Unless 28% are expected to have it nobody stays; from there on it grows to 72% by itself. A monopoly would stop at
    54%, and for all together 100% would be best.'
    """
    network = network_adoption
    found, top, order = equilibria(network), smallest_network(network), regimes(network)
    best = percent(order.planner)
    if found.outcome == "not viable":
        if top.outcome == "no critical mass":
            return "Nobody would pay this price, however many have it: the keenest person alone would pay less."
        wish = f" For all together {best} would still be best." if order.planner > 0 else ""
        return (
            f"At this price no network can last. It bears {number(top.cost)} at most, and then only with "
            f"{percent(top.adoption)} of all: it does not shrink to nothing, it falls.{wish}"
        )
    rest = percent(found.adoption)
    if found.outcome == "takes off by itself":
        said = f"It takes off by itself, since some would have it alone, and comes to rest at {rest}."
    elif found.critical_mass < 0.005:
        said = f"Hardly anybody has to be expected for it to grow to {rest} by itself."
    else:
        said = (
            f"Unless {percent(found.critical_mass)} are expected to have it nobody stays; from there on it grows to {rest} by "
            "itself."
        )
    if order.monopoly == 0:
        return f"{said} A monopoly could not live from it, and for all together {best} would be best."
    return f"{said} A monopoly would stop at {percent(order.monopoly)}, and for all together {best} would be best."


def _arrows(fig, network, price):
    """Which way the size moves on the price line, once in each stretch between the sizes where it rests."""
    found = equilibria(network)
    ends = [0.0, *(float(size) for size in (found.critical_mass, found.adoption) if size > 0), 1.0]
    middles = np.array([(a + b) / 2 for a, b in zip(ends, ends[1:], strict=False) if b - a > 0.08])
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
