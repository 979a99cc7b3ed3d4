"""Does the first edit breed the second, or do the keen ones just stay?"""

from peerkit.dashboards.explorer import Explorer, Preset, Question, Try
from peerkit.figures.momentum import chance_to_stop, summary
from peerkit.models.momentum import Momentum

WILKINSON = "the exponent reported by Wilkinson 2008 (not checked) less 1; the head start is a scenario"

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
        "The line falls: the more people have done, the less likely they are to stop. It looks as if doing bred doing.",
        "The diamonds fall on the same line, but they are people of fixed keenness, each with a chance to stop of their own. The "
        "less keen leave first, so those who are left look as if they had changed.",
        "The dashed line is one person with a fixed chance. A crowd of such people does not follow it, because they differ.",
    ),
    tries=(
        Try(
            "Predict first: make contributing easier, as with a vote (effort 0.53 instead of 1.28). How many now stop "
            "after the first time?",
            {"effort": 0.53},
            "27% instead of 64%. The tail gets so heavy (exponent 1.53) that there is no average: it grows with the number of "
            "people counted.",
        ),
        Try(
            "Give newcomers a head start of 10. Does the tail change? The average?",
            {"head_start": 10.0},
            "Not the tail: its exponent stays at 2.28. But only 12% stop after the first, and the average rises tenfold, "
            "from 3.57 to 35.7. Welcoming people changes the body of the curve.",
        ),
        Try(
            "Set the effort to 0.98. Where do the people without momentum leave the line?",
            {"effort": 0.98},
            "Nowhere, at any setting: a mix of fixed chances (a beta distribution) gives exactly the same counts. Whether "
            "a nudge to a second edit would help cannot be read from counts. It takes an experiment: nudge some, drawn by lot.",
        ),
    ),
)


def dashboard():
    """Chance to stop against contributions made, on the left; effort and head start on the right."""
    return Explorer(QUESTION)
