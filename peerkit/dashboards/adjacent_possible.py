"""Why does nothing happen for so long, and then everything at once?"""

from peerkit.dashboards.explorer import Explorer, Preset, Question, Try
from peerkit.figures.adjacent_possible import summary, wall
from peerkit.models.adjacent_possible import AdjacentPossible

QUESTION = Question(
    AdjacentPossible,
    figure=wall,
    summary=summary,
    controls=("starting_variety", "combination_chance", "largest_combination", "obsolescence"),
    presets=(
        Preset("A small toolbox"),
        Preset("Half the toolbox", {"starting_variety": 5.0}),
        Preset("Only pairs", {"largest_combination": 2}),
        Preset("Things are forgotten", {"obsolescence": 0.01}),
        Preset("Forgotten a little faster", {"obsolescence": 0.015}),
    ),
    notice=(
        "Had growth kept its first pace (the dashed line, steady), nothing would ever seem to happen. The pace itself grows.",
        "By the time the number has doubled, about half of the way to the billion is over, or more. Whoever looks at the past "
        "sees almost nothing.",
        "Nothing changes at the turn: same things, same chances. Only the number of possible combinations does.",
    ),
    tries=(
        Try(
            "Predict first: start with 5 things instead of 10. When is the billion passed: in period 61 still, 70, or "
            "later?",
            {"starting_variety": 5.0},
            "In period 148. All of the delay is in the flat part: it takes 88 periods to reach the 10 things from which the "
            "other one started.",
        ),
        Try(
            "Let things combine in pairs only (most parts in one thing: 2). Is the wall gone?",
            {"largest_combination": 2},
            "No, it comes in period 93. Pairs alone grow with the square of what is there, and that is enough.",
        ),
        Try(
            "Let 1.5% of the things be forgotten each period (0.015); with 1% the billion is passed in period 116. What "
            "happens to the wall?",
            {"obsolescence": 0.015},
            "It never comes: variety fades. 10 things lie above the critical number at 1% forgotten (8.2) and below it at "
            "1.5% (11.3). A commons can be lost by a little less care.",
        ),
    ),
)


def dashboard():
    """Things against time on the left; where it starts, how well things combine and how fast they are lost on the right."""
    return Explorer(QUESTION)
