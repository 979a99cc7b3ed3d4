"""When a project ends after so many people more have joined: in one team, and with its work cut into modules."""

import numpy as np

from peerkit.figures.drawing import figure, line, marks
from peerkit.figures.words import number, people
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
        return marks(fig, [], [], [], floor=0.0)
    ends = _first_to_delay(project)
    words = [f"{people(best.added)} more: soonest", f"{people(ends)} more: later"]
    if ends - best.added < 0.25 * last:
        words[0] = ""
    return marks(fig, [best.added, ends], [best.months, months(project, ends)], words, floor=0.0)


def summary(project):
    """What the figure says, in words.

    >>> summary(LateProject())  # doctest: +NORMALIZE_WHITESPACE
    'Adding 3 people is best: done after 5.61 months instead of 6, for 40% more pay. Adding 7 or more makes it later; with
    less than 3.25 months to go, so does anybody. The same 6 people, their work cut into modules, would need 5 months.'
    """
    best, needed, n = best_addition(project), time_that_pays(project, 1), project.members
    alone = f" The same {n} people, their work cut into modules, would need {_span(months_in_teams(project, 0))}."
    if best.outcome == "add":
        dearer = person_months(project, best.added) / person_months(project, 0) - 1
        deadline = f"; with less than {_span(needed)} to go, so does anybody" if needed > 0 else ""
        return (
            f"Adding {_persons(best.added)} is best: done after {_span(best.months)} instead of "
            f"{number(project.time_left)}, for {number(100 * dearer, 2)}% more pay. Adding "
            f"{people(_first_to_delay(project))} or more makes it later{deadline}.{alone}"
        )
    if np.isinf(needed):
        return (
            f"Add nobody, however much time is left: in a team of {n} a newcomer takes at least as much in talk as they "
            f"bring.{alone}"
        )
    return f"Add nobody: for a newcomer to pay, more than {_span(needed)} must be left.{alone}"


def _first_to_delay(project):
    return np.floor(most_to_add(project) + 1e-9) + 1


def _persons(count):
    return "1 person" if count == 1 else f"{people(count)} people"


def _span(time):
    return "1 month" if number(time) == "1" else f"{number(time)} months"
