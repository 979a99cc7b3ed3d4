"""Thresholds: how one person can change what a whole crowd does."""

from peerkit.dashboards.explorer import Explorer, Preset, Question, Try
from peerkit.figures.thresholds import one_person, summary
from peerkit.models.crowd import decisive_person, spaced_thresholds, started_path
from peerkit.models.thresholds import Thresholds
from peerkit.widgets.predictions import Options


def _starters(thresholds):
    """People who must start unasked so that this crowd goes; zero or less where it needs nobody."""
    return decisive_person(spaced_thresholds(thresholds)).starters


def _without_the_readiest(thresholds):
    return started_path(spaced_thresholds(thresholds), -1)[-1]


ALIKE, MIXED, SHY = Thresholds(spread=5.0), Thresholds(spread=12.6), Thresholds(mean_threshold=30.0)
NEEDED = ("none", "one, as before", "about five", "more than ten")


def _needed(thresholds):
    starters = _starters(thresholds)
    return NEEDED[0 if starters <= 0 else 1 if starters < 3 else 2 if starters < 9 else 3]


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
        Preset("Just beyond it", {"spread": MIXED.spread}),
        Preset("Much alike", {"spread": ALIKE.spread}),
        Preset("Very mixed", {"spread": 20.0}),
        Preset("A shy crowd", {"mean_threshold": 60.0, "spread": 20.0}),
    ),
    notice=(
        "The two crowds differ little for many rounds. The first rounds tell nothing about the end.",
        "In Granovetter's own example a hundred people have the thresholds 0, 1, 2 up to 99, and all join. Change the "
        "one threshold 1 into 2, and one person joins.",
        "The average tells little. It matters that for each number of people who have joined, somebody is waiting for just "
        "that number.",
    ),
    tries=(
        Try(
            "Make people more alike (spread 5) with the same average. How many starters does it take now until nearly all "
            "follow?",
            {"spread": ALIKE.spread},
            f"{_starters(ALIKE)} instead of {_starters(Thresholds())}. When everybody waits for about 25 others, nobody goes "
            "second. So the starters themselves must be the crowd that the others wait for.",
            predict=Options(NEEDED, _needed),
        ),
        Try(
            "Make them a little less alike (spread 12.6 instead of 12). How many starters does it take now?",
            {"spread": MIXED.spread},
            "None: all 100 join by themselves. Yet if only the readiest member stays at home, the crowd stops at "
            f"{_without_the_readiest(MIXED)}.",
            predict=Options(NEEDED, _needed),
        ),
        Try(
            "Let the average member wait for 30 others instead of 25. Does it take 5 more starters?",
            {"mean_threshold": SHY.mean_threshold},
            f"Yes, {_starters(SHY)} instead of {_starters(Thresholds())}. A starter does the same for everybody as a threshold "
            "that is lower by one. So five starters make up for thresholds that are higher by five.",
        ),
    ),
)


def dashboard():
    """A crowd without and with one person, round by round; how ready people are, and how alike, on the right."""
    return Explorer(QUESTION)
