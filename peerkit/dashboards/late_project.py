"""The effect of adding people to a project: the page."""

from peerkit.dashboards.explorer import Explorer, Preset, Question, Try
from peerkit.figures.late_project import finish, summary
from peerkit.figures.words import headcount, number, percent
from peerkit.models.late_project import (
    LateProject,
    best_addition,
    months_in_teams,
    person_months,
    time_that_pays,
)
from peerkit.widgets.predictions import Mark, Options

HERE = LateProject()
LITTLE_TIME = {"time_left": 3.0}
TWO_YEARS = {"time_left": 24.0}
TEN = {"members": 10}
ADVICE = ("nobody", "one or two", "three or more")


def _advice(project):
    added = best_addition(project).added
    return ADVICE[0 if added == 0 else 1 if added <= 2 else 2]


def _added(project):
    return best_addition(project).added


def _saved(project):
    """The share of time saved by the best addition, and what it adds to the pay, in words."""
    best = best_addition(project)
    more_pay = person_months(project, best.added) / person_months(project, 0) - 1
    return f"{percent(1 - best.months / project.time_left)} of the time for {percent(more_pay)} more pay"


QUESTION = Question(
    LateProject,
    figure=finish,
    summary=summary,
    controls=("members", "time_left", "channel_cost", "training_time", "mentoring"),
    presets=(
        Preset("Half a year to go"),
        Preset("Three months to go", LITTLE_TIME),
        Preset("Three people, one year", {"members": 3, "time_left": 12.0}),
        Preset("A dozen people", {"members": 12}),
        Preset("Newcomers read the manual", {"training_time": 0.5, "mentoring": 0.05}),
    ),
    notice=(
        "The line of one team falls a little and then rises steeply. The right help gains little; too much help costs much.",
        "Each newcomer adds one worker, and one more conversation for everybody who is already there.",
        "In modules the line starts lower and stays lower: most pairs no longer need to talk. The people are the same.",
    ),
    tries=(
        Try(
            "Three months are left instead of six. How many people should be added?",
            LITTLE_TIME,
            "Nobody. Newcomers learn for two of the three months, and their training takes time from the others. Adding one "
            f"person pays only if more than {number(time_that_pays(HERE, 1))} months are left.",
            predict=Options(ADVICE, _advice),
        ),
        Try(
            "Two years are left (24 months). How many people should be added?",
            TWO_YEARS,
            f"{headcount(_added(HERE.replace(**TWO_YEARS)))}: they save {_saved(HERE.replace(**TWO_YEARS))}. With so much "
            "time left, training hardly matters any more, but talk still does.",
            predict=Mark(_added, "people", low=0, high=14),
        ),
        Try(
            "The team has 10 people instead of 6. How many should be added?",
            TEN,
            "Nobody, however much time is left: an eleventh person costs as much in talk as the work they do. But if their "
            "work were cut into modules, the same 10 people would be done in "
            f"{number(months_in_teams(HERE.replace(**TEN), 0))} months instead of {number(HERE.time_left)}.",
            predict=Options(ADVICE, _advice),
        ),
    ),
)


def dashboard():
    """Time until the project is done against people added on the left; team, time left and newcomers on the right."""
    return Explorer(QUESTION)
