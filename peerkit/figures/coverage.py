"""The chance that a crowd holds every skill a task needs, and what one more member adds to it."""

import numpy as np

from peerkit.figures.drawing import figure, line, marks, stacked
from peerkit.figures.words import people, percent
from peerkit.models.coverage import Coverage, completion_probability, critical_mass, marginal_probability, members_for

LIKELY, NEARLY = 0.9, 0.99


def completion(coverage: Coverage):
    """The chance of completion against the size of the crowd, and below it what one more member adds; a `go.Figure`."""
    n = np.linspace(0, max(1.2 * float(members_for(coverage, NEARLY)), 3), 161)
    mass = critical_mass(coverage)
    inside = coverage.skills > 1
    at = np.array([mass.members] if inside else [])
    fig = figure("members [people]", "chance of completion [share]", x_range=(0, n[-1]), y_range=(0, 1.08))
    fig.update_yaxes(tickformat=".0%")
    chance = completion_probability(coverage, n)
    line(fig, n, chance, "chance", "peers", hover="%{x:,.0f} people: %{y:.1%}")
    words = [f"critical mass: {about(mass.members)} people"] if inside else []
    marks(fig, at, completion_probability(coverage, at), words, floor=0.0)
    return stacked(fig, _one_more(coverage, n, at))


def _one_more(coverage, n, at):
    """The help of one more member, in percentage points, with its highest point."""
    points = 100 * marginal_probability(coverage, n)
    top = 1.25 * float(points.max())
    fig = figure("members [people]", "one more [points]", x_range=(0, n[-1]), y_range=(0, top))
    fig.update_yaxes(nticks=4, exponentformat="none")
    line(fig, n, points, "one more", "market", hover="at %{x:,.0f} people one more adds %{y:.3~g} percentage points")
    return marks(fig, at, 100 * marginal_probability(coverage, at), [""] * len(at), floor=0.0)


def summary(coverage):
    """The figure in words.

    >>> summary(Coverage())  # doctest: +NORMALIZE_WHITESPACE
    'Each newcomer helps more than the one before up to about 123 people. There the chance of completion is 35%. A chance of
    90% takes 235 people, one of 99% takes 351.'
    """
    likely, nearly = (people(members_for(coverage, chance)) for chance in (LIKELY, NEARLY))
    rest = f"A chance of {LIKELY:.0%} takes {likely} people, one of {NEARLY:.0%} takes {nearly}."
    if coverage.skills == 1:
        return f"With one skill there is no critical mass: the first member helps most. {rest}"
    mass = critical_mass(coverage)
    return (
        f"Each newcomer helps more than the one before up to about {about(mass.members)} people. There the chance of "
        f"completion is {percent(mass.probability)}. {rest}"
    )


def about(size):
    """A turning point in whole people: the nearest, since nobody has to be reached.

    >>> about(122.9987), about(157.3), about(3.58)
    ('123', '157', '4')
    """
    return people(round(float(size)))
