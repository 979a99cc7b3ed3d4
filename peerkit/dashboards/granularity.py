"""The page *How small should a contribution be?*: overhead per piece, and how much time people have."""

from peerkit.dashboards.explorer import Explorer, Preset, Question, Try
from peerkit.figures.granularity import chunk_size, summary
from peerkit.figures.words import closest, number
from peerkit.models.granularity import Granularity, optimal_chunk
from peerkit.widgets.predictions import Mark, Options

SMALLER = {2: "Half as large", 10: "A tenth as large", 100: "A hundredth as large"}


def _best(granularity):
    return float(optimal_chunk(granularity).size)


DEFAULT, CHEAP, LEISURE = (Granularity(**changes) for changes in ({}, {"overhead": 0.05}, {"budget": 600.0}))


def _smaller(granularity):
    return closest(_best(DEFAULT) / _best(granularity), SMALLER)


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
        "A piece shorter than its overhead costs more time than it gives: getting ready and merging take longer than the "
        "work itself.",
        "With small pieces nearly everybody can take part, but overhead takes much of their time. Large pieces save overhead "
        "and lose people (lower panel).",
    ),
    tries=(
        Try(
            "Merging becomes a hundred times cheaper: overhead 0.05 minutes instead of 5. How large is the best piece?",
            {"overhead": CHEAP.overhead},
            f"About a tenth as large: {number(_best(CHEAP))} minutes instead of {number(_best(DEFAULT))}. The best piece "
            "follows the square root of the overhead.",
            Options(tuple(SMALLER.values()), _smaller),
        ),
        Try(
            "People have ten times as much time, 600 minutes instead of 60. How large is the best piece?",
            {"budget": LEISURE.budget},
            f"{number(_best(LEISURE))} minutes instead of {number(_best(DEFAULT))}: about three times as large. It "
            "follows the square root of the free time, too.",
            Mark(_best, "minutes", low=1.0, high=500.0, log=True),
        ),
    ),
    height=500,
)


def dashboard():
    """Useful time and the people who take part, against the size of a piece; overhead and free time on the right."""
    return Explorer(QUESTION)
