"""Form a team now, or wait until one person can do it? How dear the task is, who comes by, and how fast it eases."""

from peerkit.dashboards.explorer import Explorer, Preset, Question, Try
from peerkit.figures.superposition import summary, waiting
from peerkit.models.superposition import Superposition

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
        "It is done long before most would do it: one willing person among those who come by is enough.",
        "Where the cost left falls below the line of one in a team of four, a lone person bears no more than each of the "
        "four would today.",
    ),
    tries=(
        Try(
            "Predict first: ten times as many volunteers come by (50). Is the task done ten times as soon?",
            {"arrival_rate": 50.0},
            "No: after 2.1 releases instead of 3.48. Those who come early find it too dear, however many they are.",
        ),
        Try(
            "Make the task twice as large (20 hours). Does it wait twice as long?",
            {"initial_cost": 20.0},
            "No: 4.87 releases instead of 3.48. The cost halves every 1.39 releases, so a doubling costs that once.",
        ),
        Try(
            "Let nothing get easier (0). How long until even odds?",
            {"easing_rate": 0.0},
            "3,050 releases: in practice never. Now waiting is no substitute, and a team or a manager is.",
        ),
    ),
)


def dashboard():
    """Cost left, the willing and the chance that it is done on the left; task, volunteers and easing on the right."""
    return Explorer(QUESTION)
