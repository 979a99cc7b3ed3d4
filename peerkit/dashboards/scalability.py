"""When does a larger group make less? Waiting in line, and keeping in step."""

from peerkit.dashboards.explorer import Explorer, Preset, Question, Try
from peerkit.figures.scalability import group_output, summary
from peerkit.models.scalability import Scalability

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
        "Queues bend the line flat but never down. Only keeping in step makes a larger group produce less.",
        "Near the peak the line is almost level: most of the output is there long before.",
    ),
    tries=(
        Try(
            "Predict first: halve the queue (contention 0.025). Does the best size of the group rise, or its output?",
            {"contention": 0.025},
            "Its output: 11.6 instead of 9.04, with 31 people as before. How long people wait decides how high the "
            "peak is, hardly where it stands.",
        ),
        Try(
            "Halve the keeping in step instead (coherency 0.0005). And now?",
            {"coherency": 0.0005},
            "Now the peak moves: 44 people instead of 31, 41 percent more. They make 10.7, which is 19 percent more. "
            "At these values the queue was the better thing to cure.",
        ),
        Try(
            "Give everybody tools that double what one makes (output of one worker 2). What is the best size now?",
            {"worker_output": 2.0},
            "The same 31, and twice the output at every size. Better tools for each do nothing about waiting.",
        ),
        Try(
            "Nobody has to be kept in step any more (coherency 0). How much can a very large crowd make?",
            {"coherency": 0.0},
            "Never more than 20: one twentieth of the work still waits for a single person. Four fifths of that "
            "takes 76 people.",
        ),
    ),
)


def dashboard():
    """Output against contributors on the left; waiting, keeping in step and the work of one on the right."""
    return Explorer(QUESTION)
