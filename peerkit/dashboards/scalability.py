"""The output of a growing group that waits in line and keeps in step: the page."""

from peerkit.dashboards.explorer import Explorer, Preset, Question, Try
from peerkit.figures.scalability import MOST_OF_IT, group_output, summary
from peerkit.figures.words import at_least_people, headcount, number, percent
from peerkit.models.scalability import Scalability, peak, size_for_share, throughput, whole_peak
from peerkit.widgets.predictions import Mark, Options

HERE = Scalability()
LESS_WAITING = {"contention": 0.025}
LESS_STEP = {"coherency": 0.0005}
NO_STEP = {"coherency": 0.0}
RESULTS = ("only the best size", "only the highest output", "both")
LIMITS = ("as much as 20 alone", "as much as 76 alone", "there is no limit")


def _worth(values):
    return number(peak(HERE.replace(**values)).throughput, 2)


def _best(values):
    return headcount(whole_peak(HERE.replace(**values)))


def _changed(scalability):
    """The results that change by more than a tenth compared with the default."""
    size = abs(whole_peak(scalability) / whole_peak(HERE) - 1) > 0.1
    output = abs(peak(scalability).throughput / peak(HERE).throughput - 1) > 0.1
    return RESULTS[2 if size and output else 0 if size else 1]


def _limit(scalability):
    top = peak(scalability)
    return LIMITS[2] if top.outcome == "no limit" else f"as much as {number(top.throughput)} alone"


QUESTION = Question(
    Scalability,
    figure=group_output,
    summary=summary,
    controls=("contention", "coherency", "worker_output"),
    presets=(
        Preset("Some of both"),
        Preset("One person signs everything", {"contention": 0.2, "coherency": 0.0}),
        Preset("Everyone on every list", {"contention": 0.01, "coherency": 0.01}),
        Preset("Modules with a review queue", {"contention": 0.03, "coherency": 0.0005}),
    ),
    notice=(
        "Waiting in line flattens the curve but never bends it down. Only keeping in step makes a larger group produce less.",
        "Near its peak the curve is almost level: a much smaller group already produces most of the output.",
    ),
    tries=(
        Try(
            "Waiting is cut in half (contention 2.5 %). Which of the two changes by more than a tenth: the best size of the "
            "group, or its highest output?",
            LESS_WAITING,
            f"Only the output: it becomes that of {_worth(LESS_WAITING)} people who work alone, instead of {_worth({})}. The best "
            f"group has {_best(LESS_WAITING)}, and had {_best({})} before. Waiting decides how high the peak is, and hardly where.",
            predict=Options(RESULTS, _changed),
        ),
        Try(
            "Keeping in step is cut in half instead (coherency 0.05 %). How many people produce most now?",
            LESS_STEP,
            f"{_best(LESS_STEP)} instead of {_best({})}. They produce as much as {_worth(LESS_STEP)} people alone, less than "
            f"the {_worth(LESS_WAITING)} with half the waiting. At these values waiting was the better thing to cure.",
            predict=Mark(whole_peak, "people", low=1, high=92),
        ),
        Try(
            "Everybody gets tools that double the output of one person (output of one worker 2). How many people produce "
            "most now?",
            {"worker_output": 2.0},
            f"{_best({'worker_output': 2.0})}, as before, and twice the output at every size. Better tools for each person "
            "do nothing about waiting.",
            predict=Mark(whole_peak, "people", low=1, high=92),
        ),
        Try(
            "Nobody must keep in step any more (coherency 0). How much can a very large crowd produce?",
            NO_STEP,
            f"Never more than {_worth(NO_STEP)} people alone: one twentieth of the work still waits for a single person. "
            f"{at_least_people(size_for_share(HERE.replace(**NO_STEP), MOST_OF_IT))} produce {percent(MOST_OF_IT)} of that, "
            f"and a million people as much as {number(throughput(HERE.replace(**NO_STEP), 1e6))} alone.",
            predict=Options(LIMITS, _limit),
        ),
    ),
)


def dashboard():
    """Output against contributors on the left; waiting, keeping in step and the work of one on the right."""
    return Explorer(QUESTION)
