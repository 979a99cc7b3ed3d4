"""How small should a contribution be? Overhead per chunk, and how much time people have."""

from peerkit.dashboards.explorer import Explorer, Preset, Question, Try
from peerkit.figures.granularity import chunk_size, summary
from peerkit.models.granularity import Granularity

QUESTION = Question(
    Granularity,
    figure=chunk_size,
    summary=summary,
    controls=("overhead", "budget"),
    presets=(
        Preset("A patch by mail", {"overhead": 30.0}),
        Preset("A pull request", {"overhead": 5.0}),
        Preset("One click", {"overhead": 0.05, "budget": 10.0}),
        Preset("A sabbatical", {"overhead": 30.0, "budget": 600.0}),
    ),
    notice=(
        "Below the overhead a chunk destroys time: reading in and merging cost more than it brings.",
        "Small chunks let nearly everybody take part and waste their time; large ones save time and lose people.",
    ),
    tries=(
        Try(
            "Predict first: merging becomes a hundred times cheaper (0.05). How much smaller is the best chunk?",
            {"overhead": 0.05},
            "About ten times: it follows the square root of the overhead. Cheap merging makes work small, slowly.",
        ),
        Try(
            "People have ten times as much time (600). Is the best chunk ten times as large?",
            {"budget": 600.0},
            "No, about three times: again a square root.",
        ),
    ),
)


def dashboard():
    """Useful time against chunk size on the left; overhead and free time on the right."""
    return Explorer(QUESTION)
