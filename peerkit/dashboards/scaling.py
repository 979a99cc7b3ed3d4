"""Output per person in small and large communities: the way it is measured, and changes without anybody's help."""

import numpy as np

from peerkit.dashboards.explorer import Explorer, Preset, Question, Try
from peerkit.figures.scaling import SEED, output_per_head, summary
from peerkit.models.contribution_log import simulated_log
from peerkit.models.scaling import Scaling, scaling_table
from peerkit.widgets.predictions import Options

SIMULATED = "a simulated log; nobody in it helps or hinders anybody"
NEAR = 0.1
"""A factor this close to the true one, 2, counts as near it."""


def _factors(scaling):
    """Factors of output for twice as many people: by active contributors, by team, and with authors shuffled."""
    rng = np.random.default_rng(SEED)
    table = scaling_table(scaling, simulated_log(scaling, rng), rng)
    return [2.0**fit.exponent for fit in (table.active, table.team, table.shuffled)]


LINES = ("the one by active people", "the one by team", "both", "neither")


def _true_lines(scaling):
    active, team = (abs(factor - 2) < NEAR for factor in _factors(scaling)[:2])
    return LINES[2 if active and team else 0 if active else 1 if team else 3]


PLACEBO = ("yes", "no, it is higher", "no, it is lower")


def _placebo(scaling):
    off = _factors(scaling)[2] - 2
    return PLACEBO[0 if abs(off) < NEAR else 1 if off > 0 else 2]


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
        "Both slopes come from one simulated log (seed 1). Round dots count the people active in the window, diamonds the people who contributed "
        "in the trailing window. The truth built into the log is the flat line: twice as many people make twice as much.",
        "The thin lines are six more logs of the same community. By active people they agree with each other, and all are "
        "wrong. By team they point in all directions.",
        "Of twenty such logs (seeds 0 to 19) the slope by active people is significantly above flat in all twenty, the one by "
        "team below flat in four and above in two.",
    ),
    tries=(
        Try(
            "Take away the good and bad times that everybody shares (0). Which line then shows the truth?",
            {"shock": 0.0},
            "The line by active people: twice as many now make 2 times as much. In good times more of the same people are seen, "
            "and each of them more often; that made the slope. The line by team stays wrong, at 1.66 times.",
            predict=Options(LINES, _true_lines),
        ),
        Try(
            "Count by the month instead of five days (window 30). Is the placebo, the log with authors shuffled, close to the "
            "truth?",
            {"window": 30.0},
            "No: with authors shuffled twice as many people make 2.35 times as much, more than the 2.05 times of the log itself. "
            "If the placebo has the steeper slope, the slope says nothing about people helping each other.",
            predict=Options(PLACEBO, _placebo),
        ),
        Try(
            "Count as team only people who contributed in the last month (trailing window 30). Do the two definitions still "
            "disagree?",
            {"trailing_window": 30.0},
            "Hardly: 2.17 against 2.07 times. Most people whom the long window counted had left. Output per person fell only "
            "because a smaller part of the team was still there.",
        ),
    ),
)


def dashboard():
    """Output per person against size, measured in two ways, on the left; windows, times and waves on the right."""
    return Explorer(QUESTION)
