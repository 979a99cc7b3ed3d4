"""The cost of a line in small and large software projects: the page."""

import numpy as np

from peerkit.dashboards.explorer import Explorer, Preset, Question, Try
from peerkit.figures.development_effort import LARGE, cost_of_a_line, summary
from peerkit.figures.words import listed, number, percent
from peerkit.models.development_effort import (
    KINDS,
    DevelopmentEffort,
    effort,
    line_cost_ratio,
    schedule,
    staff,
)
from peerkit.widgets.predictions import Options

PUBLISHED = "published coefficients of basic COCOMO, as the Rust crate codelens-core reports them"
HERE = DevelopmentEffort()
HARD = dict(KINDS["embedded"].changes())
SHORT = {"schedule_elasticity": 0.32}
CLAIMED = {"size_elasticity": 0.75}
TIMES = ("1.2 times as much", "1.6 times as much", "2.5 times as much")
WORK = ("less work", "the same work", "more work")
SHARES = ("about a third", "about two thirds", "about as much", "three times as much")


def _hundredfold(development):
    """The cost of a line in a project a hundred times as large."""
    return f"{number(line_cost_ratio(development, 100), 2)} times as much"


def _work(development):
    """The effort for a million lines, compared with the default."""
    change = float(effort(development, LARGE) / effort(HERE, LARGE)) - 1
    return WORK[1 if abs(change) < 0.01 else 0 if change < 0 else 2]


def _part(development):
    ratio = float(line_cost_ratio(development, 100))
    return SHARES[int(np.argmin(np.abs(ratio - np.array([1 / 3, 2 / 3, 1.0, 3.0]))))]


def _each(value):
    return listed([f"{float(value(development, LARGE)):.0f}" for development in KINDS.values()])


def _people(values):
    return f"{float(staff(HERE.replace(**values), LARGE)):.0f} people"


def _months(values):
    return f"{number(schedule(HERE.replace(**values), LARGE), 2)} months"


QUESTION = Question(
    DevelopmentEffort,
    figure=cost_of_a_line,
    summary=summary,
    controls=("size_elasticity", "effort_scale", "schedule_elasticity", "schedule_scale"),
    presets=(
        Preset("Easy: a team on known ground", note=f"{PUBLISHED}: organic"),
        Preset("Medium", KINDS["semidetached"].changes(), f"{PUBLISHED}: semidetached"),
        Preset("Hard constraints", HARD, f"{PUBLISHED}: embedded"),
        Preset(
            "Claimed for open source",
            CLAIMED,
            "a scenario: Sornette and others (2014) report an output that grows with the power 4/3 of the group; that would "
            "be an elasticity of 0.75 if active developers were effort; Scholtes and others (2016) find the opposite",
        ),
    ),
    notice=(
        "All three published lines rise: in this formula a line never becomes cheaper in a larger project of a firm.",
        f"The kind of project decides how many people a million lines take ({_each(staff)}), but hardly how many months "
        f"({_each(schedule)}).",
    ),
    tries=(
        Try(
            "The constraints are hard (elasticity 1.2). How much does a line cost in a project a hundred times as large, "
            "compared with a small one?",
            HARD,
            f"{_hundredfold(HERE.replace(**HARD))}; in an easy project {percent(line_cost_ratio(HERE, 100) - 1)} more. The "
            "difference between 1.05 and 1.2 looks small, but it grows with every doubling.",
            predict=Options(TIMES, _hundredfold),
        ),
        Try(
            "The calendar becomes shorter (schedule elasticity 0.32 instead of 0.38). Does a million lines take less work?",
            SHORT,
            f"No: the same {number(effort(HERE, LARGE))} person-months. {_people(SHORT)} do in {_months(SHORT)} the work of "
            f"{_people({})} in {_months({})}. In this formula a firm buys time with people at no extra work. Brooks would "
            "not agree.",
            predict=Options(WORK, _work),
        ),
        Try(
            "The elasticity is 0.75, as claimed for open source. How much does a line cost in a project a hundred times as "
            "large, compared with a small one?",
            CLAIMED,
            f"About a third ({percent(line_cost_ratio(HERE.replace(**CLAIMED), 100))}). To cut the project into ten would "
            f"then take {percent(1 / line_cost_ratio(HERE.replace(**CLAIMED), 10) - 1)} more work. So much depends on "
            "whether the elasticity is above or below 1, and for communities that is contested.",
            predict=Options(SHARES, _part),
        ),
    ),
)


def dashboard():
    """Cost of a line against the size of the software; growth of effort and schedule on the right."""
    return Explorer(QUESTION)
