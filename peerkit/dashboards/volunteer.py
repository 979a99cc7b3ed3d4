"""Does a larger crowd help less often? What a chore costs and is worth, how many could do it, how many chores."""

from peerkit.dashboards.explorer import Explorer, Preset, Question, Try
from peerkit.figures.volunteer import crowd, summary
from peerkit.models.volunteer import Volunteer

QUESTION = Question(
    Volunteer,
    figure=crowd,
    summary=summary,
    controls=("members", "chores", "cost", "benefit"),
    presets=(
        Preset("Ten maintainers"),
        Preset("A crowd of a thousand", {"members": 1000}),
        Preset("Split in five", {"chores": 5}),
        Preset("A dear chore", {"cost": 5.0}),
        Preset("More chores than people", {"chores": 20}),
    ),
    notice=(
        "Willingness falls about as fast as the crowd grows, so the number who step forward hardly changes. That is why "
        "a thousand people are no safer than ten.",
        "The chance that nobody does it rises, but never past the cost divided by the benefit.",
    ),
    tries=(
        Try(
            "Predict first: a thousand people instead of ten. Is the chore done more often, or less?",
            {"members": 1000},
            "Less: 9.98 percent of the time nobody does it, against 7.74 among ten and 1 between two. Each steps "
            "forward with a chance of 0.23 percent only.",
        ),
        Try(
            "Split the work into five chores for the ten people. What happens to each chore?",
            {"chores": 5},
            "It is left undone with a chance of 1 percent. With two people to a chore each steps forward with a chance "
            "of 90 percent, since there is hardly anyone else to wait for.",
        ),
        Try(
            "Go on splitting: 20 chores for ten people. Better still?",
            {"chores": 20},
            "No: everybody works, and half of the chores have nobody. One chore each, ten here, would leave none undone.",
        ),
    ),
)


def dashboard():
    """Willingness and chores left undone against the crowd on the left; costs, people and chores on the right."""
    return Explorer(QUESTION)
