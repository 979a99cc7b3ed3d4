"""How likely a crowd holds every skill a task needs, and where one more member helps most."""

import numpy as np

from peerkit.figures.drawing import figure, line, marks
from peerkit.figures.words import number, people, percent
from peerkit.models.coverage import Coverage, completion_probability, critical_mass, marginal_probability, members_for

NEARLY = 0.99


def completion(coverage: Coverage):
    """Chance of completion and the help of one more member (highest = 1) against the size of the crowd."""
    largest = 1.2 * float(members_for(coverage, NEARLY))
    n = np.linspace(0, max(largest, 3), 161)
    chance, help_of_one = completion_probability(coverage, n), marginal_probability(coverage, n)
    bounds = (0.0, 1.08)
    fig = figure("members [people]", "chance of completion [probability]", x_range=(0, n[-1]), y_range=bounds)
    line(fig, n, chance, "chance", "peers", hover="%{x:,.0f} people: %{y:.1%}")
    line(fig, n, help_of_one / help_of_one.max(), "one more", "market", hover="%{x:,.0f} people: %{y:.1%} of the most")
    mass = critical_mass(coverage)
    inside = coverage.skills > 1
    words = [f"critical mass: {people(mass.members)}"] if inside else []
    return marks(fig, [mass.members] if inside else [], [mass.probability] if inside else [], words, floor=0.0)


def summary(coverage):
    """What the figure says, in words.

    >>> summary(Coverage())  # doctest: +NORMALIZE_WHITESPACE
    'Each newcomer helps more than the one before up to 123 people; there the chance of completion is 35%. For a chance
    of 90% it takes 235 people, for 99% 351.'
    """
    likely, nearly = (people(members_for(coverage, q)) for q in (0.9, NEARLY))
    rest = f"For a chance of 90% it takes {likely} people, for 99% {nearly}."
    if coverage.skills == 1:
        return f"With one skill there is no critical mass: the first member helps most. {rest}"
    mass = critical_mass(coverage)
    return (
        f"Each newcomer helps more than the one before up to {number(mass.members)} people; there the chance of completion is "
        f"{percent(mass.probability)}. {rest}"
    )
