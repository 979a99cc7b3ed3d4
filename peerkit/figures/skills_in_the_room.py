"""Teams drawn by lot from a room: the chance that one has every skill, by the marks and in the model."""

import numpy as np

from peerkit.figures.drawing import band, figure, keyed, line
from peerkit.figures.words import percent, share
from peerkit.models.coverage import Coverage, completion_probability
from peerkit.models.rooms import FEWEST, chance_by_lot, mean_share_interval

SKILLS = 8
EXAMPLE = Coverage(skills=SKILLS, skill_chance=0.25)
"""The model when nothing has been typed: a quarter of the room has each skill, as the sheet asks for."""
TEAMS = (4, 8, 12)
"""The team sizes of the activity [people]."""
LARGEST = 24


def of_room(marks):
    """The share of the skills that a person has, as an interval; `marks` are people by skills, true or false."""
    return mean_share_interval(np.asarray(marks, bool).mean(axis=1), SKILLS)


def _chance(skill_share, teams):
    """The model's chance at a share of skills; NaN without a share, and everything or nothing at its ends."""
    if np.isnan(skill_share) or skill_share in (0.0, 1.0):
        return np.full(np.shape(teams), np.nan if np.isnan(skill_share) else skill_share)
    return completion_probability(Coverage(skills=SKILLS, skill_chance=skill_share), teams)


def by_lot(marks=()):
    """The chance that a team has all skills against its size, in this room and in the model; a `go.Figure`.

    Without marks it has the model of the sheet.
    """
    typed = len(marks) > 0
    teams = np.arange(1, min(len(marks), LARGEST) + 1) if typed else np.arange(1, LARGEST + 1)
    has = of_room(marks) if typed else None
    told = typed and len(marks) >= FEWEST
    fig = figure(
        "people in a team [people]", "chance to have every skill [share]", x_range=(0, teams[-1] + 1), y_range=(0, 1.08)
    )
    fig.update_yaxes(tickformat=".0%")
    band(fig, teams, *(_chance(each if told else np.nan, teams) for each in (has[1:] if typed else (np.nan, np.nan))))
    model = _chance(has.value, teams) if typed else completion_probability(EXAMPLE, teams)
    line(fig, teams, model, "model", "firm", hover="%{x} people: %{y:.0%}", label=False)
    room = chance_by_lot(marks, teams) if typed else np.full(teams.shape, np.nan)
    line(fig, teams, room, "this room", "peers", hover="%{x} people: %{y:.0%}", label=False)
    return keyed(fig)


def summary(marks):
    """The figure in words.

    >>> print(summary([[True] * 8] + [[False] * 8] * 3))  # doctest: +NORMALIZE_WHITESPACE
    You marked 25% of all that could be marked. A team of 4 drawn by lot has every skill with a chance of 100%; the model says
    4.8%. The rarest skill, number 1, is had by 1 of 4. Fewer than 10 people: too few for an interval.
    """
    has = np.asarray(marks, bool)
    people, mean = len(has), of_room(marks)
    teams = [team for team in TEAMS if team <= people] or [people]
    chances = [_compared(has, mean.value, team) for team in teams]
    rarest = int(has.sum(axis=0).argmin())
    count = int(has[:, rarest].sum())
    rare = f"The rarest skill, number {rarest + 1}, is had by {'nobody' if count == 0 else f'{count} of {people}'}."
    return f"You marked {percent(mean.value)} of all that could be marked. {' '.join(chances)} {rare} {_certainty(people, mean, teams[-1])}"


def _compared(has, mean, team):
    room, model = chance_by_lot(has, team), _chance(mean, team)
    return f"A team of {team} drawn by lot has every skill with a chance of {share(float(room))}; the model says {share(float(model))}."


def _certainty(people, mean, team):
    if people < FEWEST:
        return f"Fewer than {FEWEST} people: too few for an interval."
    if np.isnan(mean.low):
        return "Where all have the same no interval can be given."
    low, high = (share(float(_chance(each, team))) for each in mean[1:])
    return (
        f"The 95 % interval of the share of skills goes from {percent(mean.low)} to {percent(mean.high)}, and with it the model for "
        f"a team of {team} from {low} to {high}."
    )
