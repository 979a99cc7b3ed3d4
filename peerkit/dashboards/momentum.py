"""Momentum of contributors: the first contribution breeds the second, or the keen ones stay."""

from peerkit.dashboards.explorer import Explorer, Preset, Question, Try
from peerkit.figures.momentum import MOST, chance_to_stop, summary
from peerkit.figures.words import number, percent
from peerkit.models.momentum import Momentum, careers
from peerkit.widgets.predictions import Mark, Options

WILKINSON = "the exponent reported by Wilkinson 2008 (not checked) less 1; the head start is a scenario"
SELDOM = 0.05
"""The chance to stop that the first thing to try asks for."""


def _made_when_seldom(momentum):
    """Contributions after which the chance to stop has fallen to `SELDOM`."""
    return max(momentum.effort / SELDOM - momentum.head_start, 1.0)


MEAN_ANSWERS = ("it stays the same", "it doubles", "it becomes ten times as large")


def _mean_grows(momentum):
    factor = float(careers(momentum).mean / careers(Momentum()).mean)
    return MEAN_ANSWERS[0 if factor < 1.5 else 1 if factor < 5 else 2]


EASY, WELCOMED = Momentum(effort=0.53), Momentum(head_start=10.0)

QUESTION = Question(
    Momentum,
    figure=chance_to_stop,
    summary=summary,
    controls=("effort", "head_start"),
    presets=(
        Preset("Wikipedia edits", note=WILKINSON),
        Preset("Digg submissions", {"effort": 1.4}, WILKINSON),
        Preset("Bugzilla comments", {"effort": 0.98}, WILKINSON),
        Preset("Digg votes", {"effort": 0.53}, WILKINSON),
        Preset("Essembly votes", {"effort": 0.47}, WILKINSON),
    ),
    notice=(
        "The line falls: the more people have done, the less likely they are to stop. It looks as if one contribution led to "
        "the next.",
        "The diamonds lie on the same line, but these people never change. Each has a chance to stop of his or her own. The "
        "less keen leave first, so the people who remain look as if they had become keener.",
        "The dashed line is one person with a fixed chance to stop. A crowd of such people does not follow it, because people "
        "differ.",
    ),
    tries=(
        Try(
            f"After how many contributions has the chance to stop fallen to {percent(SELDOM)}?",
            {},
            f"After {number(_made_when_seldom(Momentum()))}. Most people never get there: "
            f"{percent(careers(Momentum()).one_timers)} stop after the first contribution.",
            predict=Mark(_made_when_seldom, "contributions", low=1, high=MOST, log=True),
        ),
        Try(
            "Make contributing as easy as a vote (effort 0.53). How many people now stop after the first contribution?",
            {"effort": 0.53},
            f"{percent(careers(EASY).one_timers)} instead of {percent(careers(Momentum()).one_timers)}. The tail becomes so "
            f"heavy (exponent {number(careers(EASY).exponent)}) that the average does not settle: it grows with the number of "
            "people counted.",
        ),
        Try(
            "Give newcomers a head start of 10. Does the average number of contributions change?",
            {"head_start": 10.0},
            f"It rises from {number(careers(Momentum()).mean)} to {number(careers(WELCOMED).mean)}, because only "
            f"{percent(careers(WELCOMED).one_timers)} now stop after the first contribution. The tail keeps its exponent, "
            f"{number(careers(WELCOMED).exponent)}. In this model a welcome changes the start of the curve, not its tail.",
            predict=Options(MEAN_ANSWERS, _mean_grows),
        ),
        Try(
            "Set the effort to 0.98. Where do the people without momentum leave the line?",
            {"effort": 0.98},
            "Nowhere, apart from chance, and the same holds at any setting: a mix of fixed chances to stop (a beta "
            "distribution) gives exactly the same counts. Whether encouraging people to make a second edit would help cannot be "
            "read from counts. It takes an experiment: encourage some people, drawn by lot, and compare.",
        ),
    ),
)


def dashboard():
    """Chance to stop against contributions made, on the left; effort and head start on the right."""
    return Explorer(QUESTION)
