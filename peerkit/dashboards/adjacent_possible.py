"""A long time without change, and then everything at once."""

import numpy as np

from peerkit.dashboards.explorer import Explorer, Preset, Question, Try
from peerkit.figures.adjacent_possible import PERIODS, summary, wall
from peerkit.figures.words import number
from peerkit.models.adjacent_possible import AdjacentPossible, critical_variety, fate, first_period, path
from peerkit.widgets.predictions import Mark, Options

BASE = AdjacentPossible()
HALF, PAIRS, FORGETFUL, LESS_CARE = (
    {"starting_variety": 5.0},
    {"largest_combination": 2},
    {"obsolescence": 0.01},
    {"obsolescence": 0.015},
)
WALLS = ("it comes as before", "it comes later", "it does not come: things are lost")


def _billion(record=BASE):
    return path(record, PERIODS).blow_up


def _doubling(record=BASE):
    return first_period(record, 2, PERIODS)


def _catching_up():
    """The period in which half the toolbox has become the whole one."""
    return int(np.argmax(path(BASE.replace(**HALF), PERIODS).items >= BASE.starting_variety))


def _wall(record):
    if fate(record) == "fades":
        return WALLS[2]
    return WALLS[1] if _billion(record) > _billion() else WALLS[0]


def _critical(changes):
    return number(critical_variety(BASE.replace(**changes)))


QUESTION = Question(
    AdjacentPossible,
    figure=wall,
    summary=summary,
    controls=("starting_variety", "combination_chance", "largest_combination", "obsolescence"),
    presets=(
        Preset("A small toolbox"),
        Preset("Half the toolbox", HALF),
        Preset("Only pairs", PAIRS),
        Preset("Things are forgotten", FORGETFUL),
        Preset("Forgotten a little faster", LESS_CARE),
    ),
    notice=(
        "The vertical axis multiplies by ten from line to line, so growth at a steady rate is a straight line (the dashed "
        "one). Here the rate of growth itself grows.",
        f"In the first scenario the first doubling takes {_doubling():.0f} of the {_billion():.0f} periods until a billion. "
        "Whoever looks back from there sees almost nothing. Where things combine easily, there is no such quiet time.",
        "Nothing changes at the turn: same things, same chances. Only the number of possible combinations grows.",
    ),
    tries=(
        Try(
            f"Start with 5 things instead of 10. With 10 things, the billion is passed in period {_billion():.0f}. When now?",
            HALF,
            f"In period {_billion(BASE.replace(**HALF)):.0f}. The delay is in the flat part: it takes {_catching_up()} periods "
            "to reach the 10 things from which the other path started.",
            predict=Mark(_billion, "periods", 0, PERIODS),
        ),
        Try(
            "Let things combine in pairs only (most parts in one thing: 2). Is the wall gone?",
            PAIRS,
            f"No, it comes in period {_billion(BASE.replace(**PAIRS)):.0f}. The number of pairs alone grows with the square of "
            "what is there, and that is enough.",
        ),
        Try(
            "Let 1.5% of the things be forgotten in each period. With 1% the billion is passed in period "
            f"{_billion(BASE.replace(**FORGETFUL)):.0f}. What happens to the wall?",
            LESS_CARE,
            f"It does not come: things are lost. 10 things lie above the critical number when 1% is forgotten "
            f"({_critical(FORGETFUL)}) and below it when 1.5% is ({_critical(LESS_CARE)}). A collection can be lost through a "
            "little less care.",
            predict=Options(WALLS, _wall),
        ),
    ),
)


def dashboard():
    """Things against time on the left; number at the start, chance to combine and forgetting on the right."""
    return Explorer(QUESTION)
