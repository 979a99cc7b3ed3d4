"""The number who come when so many are expected: the sizes at which a community stays, and the size it must pass."""

import math

import numpy as np

from peerkit.figures.drawing import end_labels, figure, line, marks, text
from peerkit.figures.theme import STROKES
from peerkit.figures.words import number
from peerkit.models.flywheel import Flywheel, fixed_points, joiners
from peerkit.models.flywheel_rounds import path


def cobweb_map(flywheel: Flywheel):
    """Members who come against members expected, with the sizes where both agree; a `go.Figure`."""
    named = _named_sizes(flywheel)
    sizes = [size for size, _ in named]
    # As far as anything happens: beyond the largest size that stays, and the most who would come.
    most = float(joiners(flywheel, flywheel.population))
    largest = float(np.clip(1.6 * max(*sizes, most), min(1.0, flywheel.population), flywheel.population))
    n = np.unique([*np.linspace(0, largest, 321), *(size for size in sizes if size <= largest)])
    fig = figure(
        "members expected [people]", "members who come [people]", x_range=(0, largest), y_range=(0, 1.05 * largest)
    )
    line(fig, n, n, "expected", "soft", hover="%{x:,.0f} expected and come", label=False)
    come = joiners(flywheel, n)
    line(fig, n, come, "come", "peers", hover="%{x:,.0f} expected, %{y:,.0f} come", label=False)
    end_labels(fig, [(largest, largest, "expected", "soft"), (largest, come[-1], "come", "peers")], gap=0.07 * largest)
    marks(fig, sizes, sizes, [words for _, words in named], floor=0.0)
    # The lowest size lies in the corner: its name stands above the others.
    heights = [
        0.2 * largest if size < 0.15 * largest and len(sizes) > 1 and i == 0 else 0.0 for i, size in enumerate(sizes)
    ]
    fig.data[-1].update(
        y=heights, textposition=["top left" if size > 0.85 * largest else "top right" for size in sizes]
    )
    return fig


def rounds_from(flywheel, start, rounds):
    """Members round by round of a community that starts with `start` people; a `go.Figure`."""
    members = path(flywheel, rounds, start)
    points = fixed_points(flywheel)
    highest = 1.15 * float(np.nanmax([*members, points.commons, points.stub, 1.0]))
    fig = figure("round [1]", "members [people]", x_range=(0, rounds), y_range=(0, highest))
    at = np.arange(rounds + 1)
    line(fig, at, members, "members", "peers", label=False, hover="round %{x}: %{y:,.0f} members")
    fig.data[-1].update(mode="lines+markers")
    ends = [f"<b>{_rest(members[-1])} members</b>"]
    return text(fig, at[-1:], members[-1:], ends, color=STROKES["peers"]["color"], position="top left")


def summary(flywheel):
    """The figure in words.

    >>> summary(Flywheel())  # doctest: +NORMALIZE_WHITESPACE
    'Left alone, the community stays at 20 people. From 103 people on it grows to 439 by itself.'
    """
    points = fixed_points(flywheel)
    commons = np.isfinite(points.commons)
    if np.isfinite(points.critical_mass) and np.isfinite(points.stub):
        alone = f"the community stays at {_rest(points.stub)} people" if round(float(points.stub)) else "nobody stays"
        return (
            f"Left alone, {alone}. From {first_above(points.critical_mass)} people on it grows to {_rest(points.commons)} by "
            "itself."
        )
    if points.critical_mass == 0:
        return f"Left alone, nobody stays. From the first member on it grows to {_rest(points.commons)} by itself."
    only = points.commons if commons else points.stub
    if only < 0.5:
        return "However many people start, nobody remains: no community is large enough to be worth joining."
    kind = "This is a thriving commons." if commons else "These are the enthusiasts, who join for joy."
    return f"However many people start, {_rest(only)} remain. {kind}"


def _named_sizes(flywheel):
    """The sizes that stay or must be passed, with the words that stand beside them."""
    points = fixed_points(flywheel)
    named = (
        (points.stub, f"stays: {_rest(points.stub)}"),
        (points.critical_mass, f"grows from: {first_above(points.critical_mass)}"),
        (points.commons, f"thrives: {_rest(points.commons)}"),
    )
    return [(float(size), words) for size, words in named if np.isfinite(size)]


def first_above(size):
    """The first whole number of people above a size, which itself only just stays.

    >>> first_above(102.06), first_above(102.0)
    ('103', '103')
    """
    return number(math.floor(size + 1e-9) + 1, digits=6) if np.isfinite(size) else ""


def _rest(size):
    return number(round(float(size)), digits=6) if np.isfinite(size) else ""
