"""The page *Form a team now, or wait until one person can do it?*: how large the task is, who comes by, and how fast it eases."""

import math

from peerkit.dashboards.explorer import Explorer, Preset, Question, Try
from peerkit.figures.superposition import DIGITS, summary, waiting
from peerkit.figures.words import closest, number
from peerkit.models.superposition import TEAM, Superposition, time_until
from peerkit.widgets.predictions import Mark, Options

LONGER = {1: "About as long", 1.4: "About 1.4 times as long", 2: "Twice as long", 4: "Four times as long"}
STUCK = {5: "About 5 releases", 100: "About 100 releases", 3000: "About 3,000 releases"}


def _wait(superposition):
    return float(time_until(superposition).time)


DEFAULT, CROWD, LARGE, FIXED = (
    Superposition(**changes) for changes in ({}, {"arrival_rate": 50.0}, {"initial_cost": 20.0}, {"easing_rate": 0.0})
)


def _said(superposition):
    return number(_wait(superposition), DIGITS)


def _longer(superposition):
    return closest(_wait(superposition) / _wait(DEFAULT), LONGER)


def _stuck(superposition):
    return closest(_wait(superposition), STUCK)


QUESTION = Question(
    Superposition,
    figure=waiting,
    summary=summary,
    controls=("initial_cost", "mean_benefit", "arrival_rate", "easing_rate"),
    presets=(
        Preset("Too large for today"),
        Preset("Twice as large", {"initial_cost": 20.0}),
        Preset("A well-known project", {"arrival_rate": 50.0}),
        Preset("Slow layers", {"easing_rate": 0.05}),
        Preset("Nothing gets easier", {"easing_rate": 0.0}),
    ),
    notice=(
        "The task is done long before most people would do it: one willing person among those who come by is enough.",
        f"Where the cost left falls below the level line, one person alone bears no more than each of a team of {TEAM} would "
        "today.",
    ),
    tries=(
        Try(
            "Ten times as many volunteers come by (50 per release). After how many releases is the task done with a chance of "
            "50%?",
            {"arrival_rate": CROWD.arrival_rate},
            f"After {_said(CROWD)} releases instead of {_said(DEFAULT)}. For those who come early the task is too expensive, "
            "however many they are.",
            Mark(_wait, "releases", low=0, high=7.5, said=lambda time: number(time, DIGITS)),
        ),
        Try(
            "The task is twice as large (20 hours). How long does it wait?",
            {"initial_cost": LARGE.initial_cost},
            f"{_said(LARGE)} releases instead of {_said(DEFAULT)}. The cost halves every "
            f"{number(math.log(2) / DEFAULT.easing_rate, DIGITS)} releases, so a task twice as large waits that much longer.",
            Options(tuple(LONGER.values()), _longer),
        ),
        Try(
            "Nothing gets easier (rate 0). How long until the chance is 50%?",
            {"easing_rate": FIXED.easing_rate},
            f"{_said(FIXED)} releases, which in practice means never. Waiting then replaces neither a team nor a manager.",
            Options(tuple(STUCK.values()), _stuck),
        ),
    ),
)


def dashboard():
    """Cost left, the willing and the chance that it is done on the left; task, volunteers and easing on the right."""
    return Explorer(QUESTION)
