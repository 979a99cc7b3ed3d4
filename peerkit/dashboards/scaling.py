"""Does each contributor produce more in a larger community? How it is measured, and what moves without anybody's help."""

from peerkit.dashboards.explorer import Explorer, Preset, Question, Try
from peerkit.figures.scaling import output_per_head, summary
from peerkit.models.scaling import Scaling

SIMULATED = "a simulated log; nobody in it helps or hinders anybody"


QUESTION = Question(
    Scaling,
    figure=output_per_head,
    summary=summary,
    controls=("window", "trailing_window", "shock", "wave", "tenure"),
    presets=(
        Preset("Two published windows", note="windows of 5 and of 295 days as reported (unconfirmed); a simulated log"),
        Preset("A month at a time", {"window": 30.0}, SIMULATED),
        Preset("No good or bad times", {"shock": 0.0}, SIMULATED),
        Preset("A team of one month", {"trailing_window": 30.0}, SIMULATED),
        Preset("Members who stay", {"tenure": 300.0}, SIMULATED),
    ),
    notice=(
        "Both slopes come from one log. Round dots count who was active in the window, diamonds who contributed in the "
        "trailing window. The truth built into the log is the flat line.",
        "The thin lines are six more logs of the same community. By active contributors they agree, and are wrong "
        "together; by team they point anywhere.",
        "Of twenty such logs (seeds 0 to 19) the slope by active contributors is significantly above flat in all "
        "twenty, the one by team below in four and above in two.",
    ),
    tries=(
        Try(
            "Predict first: take away the good and bad times everybody shares (0). Which line lies down?",
            {"shock": 0.0},
            "The one by active contributors: twice as many now make twice as much, as they should. In good times more "
            "of the same people are seen, and each is seen oftener. The one by team stays off, at 1.66 times.",
        ),
        Try(
            "Count by the month instead of five days (window 30). Does the placebo stay near the truth?",
            {"window": 30.0},
            "No: with authors shuffled twice as many make 2.35 times as much, more than the 2.05 of the log itself. A "
            "slope that the placebo beats says nothing about helping.",
        ),
        Try(
            "Let the team be whoever contributed in the last month (trailing window 30). Do the two still quarrel?",
            {"trailing_window": 30.0},
            "Hardly: 2.17 against 2.07 times. Most of those the long window counts had left; the fall in output per "
            "head was the fall in how many of the team are still there.",
        ),
    ),
)


def dashboard():
    """Output per person against size, measured in two ways, on the left; windows, times and waves on the right."""
    return Explorer(QUESTION)
