"""The time until a project is done after people are added: in one team, and with its work cut into modules."""

import numpy as np

from peerkit.figures.drawing import figure, line, marks
from peerkit.figures.words import headcount, number, percent
from peerkit.models.late_project import (
    LateProject,
    best_addition,
    months,
    months_in_teams,
    most_to_add,
    person_months,
    time_that_pays,
)

FEWEST, MOST = 12, 200


def finish(project: LateProject):
    """Months until the project is done against people added, in one team and in modules; a `go.Figure`."""
    last = int(np.clip(np.ceil(1.8 * most_to_add(project)) + 2, FEWEST, MOST))
    k = np.arange(last + 1)
    bounds = (0.0, 2.0 * project.time_left)
    fig = figure("people added [people]", "time until done [months]", x_range=(0, last), y_range=bounds)
    hover = "%{x:,.0f} added: %{y:,.3~s} months"
    line(fig, k, np.full(last + 1, project.time_left), "as is", "soft", hover="nobody added: %{y:,.3~s} months")
    one = months(project, k)
    # Where talk takes all the work the project is never done; the line leaves the picture before.
    line(fig, k, np.where(np.isfinite(one), one, np.nan), "one team", "firm", hover=hover, within=bounds)
    line(fig, k, months_in_teams(project, k), "modules", "peers", hover=hover, within=bounds)
    best = best_addition(project)
    if best.outcome != "add":
        return marks(fig, [0], [project.time_left], ["add nobody: best"], floor=0.0)
    delayed = _first_to_delay(project)
    words = [f"{number(best.added)} more: best", f"{number(delayed)} more: delay"]
    return marks(fig, [best.added, delayed], [best.months, months(project, delayed)], words, floor=0.0)


def summary(project):
    """The advice in words.

    >>> summary(LateProject())  # doctest: +NORMALIZE_WHITESPACE
    'Adding 3 people is best: the project is done after 5.61 months instead of 6, for 40% more pay. Adding 7 or more people
    delays it. With less than 3.25 months left, adding even one does. If their work were cut into modules, the same 6 people
    would need 5 months.'
    """
    best, n = best_addition(project), project.members
    modules = (
        f" If their work were cut into modules, the same {headcount(n)} would need "
        f"{_span(months_in_teams(project, 0))}."
        if n > 1
        else ""
    )
    if best.outcome != "add":
        return f"{_nobody(project)}{modules}"
    more_pay = person_months(project, best.added) / person_months(project, 0) - 1
    return (
        f"Adding {headcount(best.added)} is best: the project is done after {_span(best.months)} instead of "
        f"{number(project.time_left)}, for {_more(more_pay)} more pay. Adding {number(_first_to_delay(project), 6)} or more "
        f"people delays it.{_too_late(project)}{modules}"
    )


def _too_late(project):
    """The time left below which nobody should be added."""
    needed = time_that_pays(project, 1)
    if needed == 0:
        return ""
    if project.mentoring == 0:
        return f" With less than {_span(needed)} left, adding anybody gains nothing."
    return f" With less than {_span(needed)} left, adding even one does."


def _nobody(project):
    """The reason to add nobody."""
    needed, n = time_that_pays(project, 1), project.members
    if np.isinf(needed):
        return (
            f"Add nobody, however much time is left: in a team of {n} a newcomer costs at least as much in talk as the work "
            "they do."
        )
    return f"Add nobody: adding one person pays only if more than {_span(needed)} are left."


def _more(share):
    return f"{number(100 * share, 2)}%" if share >= 1 else percent(share)


def _first_to_delay(project):
    return float(np.floor(most_to_add(project) + 1e-9)) + 1


def _span(time):
    return "1 month" if number(time) == "1" else f"{number(time)} months"
