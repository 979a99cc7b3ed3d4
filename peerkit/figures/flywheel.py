"""Who comes when so many are expected: the sizes at which a community stays, and the size it must pass."""

import numpy as np

from peerkit.figures.drawing import figure, line, marks
from peerkit.figures.words import number, people
from peerkit.models.flywheel import Flywheel, fixed_points, joiners

NAMES = (("stub", "stays: {}"), ("critical_mass", "must pass: {}"), ("commons", "thrives: {}"))


def cobweb_map(flywheel: Flywheel):
    """Members who come against members expected, with the sizes where both agree; a `go.Figure`."""
    largest = float(flywheel.population)
    n = np.linspace(0, largest, 321)
    fig = figure(
        "members expected [people]", "members who come [people]", x_range=(0, largest), y_range=(0, 1.05 * largest)
    )
    line(fig, n, n, "expected", "soft", hover="%{x:,.0f} expected and come")
    line(fig, n, joiners(flywheel, n), "come", "peers", hover="%{x:,.0f} expected, %{y:,.0f} come")
    found = _found(flywheel)
    sizes = [size for size, _ in found]
    words = [words.format(_rest(size)) for size, words in found]
    if len(sizes) > 1 and sizes[1] - sizes[0] < 0.15 * largest:
        # Two labels side by side would cover each other; the sentence below the figure names both.
        words[0] = ""
    return marks(fig, sizes, sizes, words, floor=0.0)


def summary(flywheel):
    """What the figure says, in words.

    >>> summary(Flywheel())  # doctest: +NORMALIZE_WHITESPACE
    'Left alone, the community stays at 20 people. With 103 it grows to 439 by itself.'
    """
    points = fixed_points(flywheel)
    if np.isfinite(points.critical_mass) and np.isfinite(points.stub):
        return (
            f"Left alone, the community stays at {_rest(points.stub)} people. With {people(points.critical_mass)} it grows to "
            f"{_rest(points.commons)} by itself."
        )
    only = points.commons if np.isfinite(points.commons) else points.stub
    if only < 1:
        return "Nobody comes, and nobody would: there is no size at which taking part pays."
    kind = "a thriving commons" if np.isfinite(points.commons) else "a stub of enthusiasts"
    return f"There is one size at which it rests, {_rest(only)} people: {kind}. Whoever starts, it ends there."


def _rest(size):
    return number(round(float(size)), digits=6)


def _found(flywheel):
    points = fixed_points(flywheel)
    return [(getattr(points, name), words) for name, words in NAMES if np.isfinite(getattr(points, name))]
