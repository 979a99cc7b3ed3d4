"""How can one person change what a whole crowd does?"""

from peerkit.dashboards.explorer import Explorer, Preset, Question, Try
from peerkit.figures.thresholds import one_person, summary
from peerkit.models.thresholds import Thresholds

QUESTION = Question(
    Thresholds,
    figure=one_person,
    summary=summary,
    controls=("mean_threshold", "spread", "members"),
    presets=(
        Preset(
            "On the brink",
            {},
            "a hundred people and an average threshold of 25 as in Granovetter 1978, just below his critical spread",
        ),
        Preset("Just over it", {"spread": 12.6}),
        Preset("Much alike", {"spread": 5.0}),
        Preset("Very mixed", {"spread": 20.0}),
        Preset("A shy crowd", {"mean_threshold": 60.0, "spread": 20.0}),
    ),
    notice=(
        "The two crowds differ little for many rounds. Whoever watches only the first ones learns nothing about the end.",
        "In Granovetter's own example a hundred people have the thresholds 0, 1, 2 up to 99, and all join. Change the "
        "one threshold 1 into 2, and one joins.",
        "The average tells little. What counts is whether each number of joiners has somebody waiting for just that "
        "many.",
    ),
    tries=(
        Try(
            "Predict first: make people more alike (spread 5) with the same average. Does it take more starters?",
            {"spread": 5.0},
            "14 instead of 1. When everybody waits for about 25 others nobody goes second, so starters must make the "
            "crowd that the others wait for.",
        ),
        Try(
            "Make them a little less alike (12.6 instead of 12). How many starters does it take now?",
            {"spread": 12.6},
            "None: all 100 join by themselves. Yet if only the readiest member stays at home, it stops at 2.",
        ),
        Try(
            "Let the average member wait for 30 others instead of 25. Is it 5 more starters?",
            {"mean_threshold": 30.0},
            "Exactly 5: 6 instead of 1. Each starter does for everybody what one step less of a threshold would do, so "
            "shyness can be paid for in starters, one for one.",
        ),
    ),
)


def dashboard():
    """A crowd without and with one person, round by round; how ready people are, and how alike, on the right."""
    return Explorer(QUESTION)
