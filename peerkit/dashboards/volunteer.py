"""The page *Does a larger crowd help less often?*: what a chore costs and is worth, how many could do it, how many chores."""

from peerkit.dashboards.explorer import Explorer, Preset, Question, Try
from peerkit.figures.volunteer import crowd, summary
from peerkit.figures.words import share
from peerkit.models.volunteer import Volunteer, equilibrium
from peerkit.widgets.predictions import Options

OFTEN = ("More often", "About as often", "Less often")
UNDONE = {0.0: "Never", 0.01: "1% of the time", 0.077: "8% of the time", 0.5: "Half of the time"}


def _undone(volunteer):
    return float(equilibrium(volunteer).undone)


DEFAULT, THOUSAND, FIVE, TWENTY = (
    Volunteer(**changes) for changes in ({}, {"members": 1000}, {"chores": 5}, {"chores": 20})
)


def _how_often(volunteer):
    difference = _undone(volunteer) - _undone(DEFAULT)
    return OFTEN[1] if abs(difference) < 0.005 else OFTEN[2 if difference > 0 else 0]


def _left(volunteer):
    return UNDONE[min(UNDONE, key=lambda chance: abs(chance - _undone(volunteer)))]


QUESTION = Question(
    Volunteer,
    figure=crowd,
    summary=summary,
    controls=("members", "chores", "cost", "benefit"),
    presets=(
        Preset("Ten maintainers"),
        Preset("A crowd of a thousand", {"members": 1000}),
        Preset("Split in five", {"chores": 5}),
        Preset("An expensive chore", {"cost": 5.0}),
        Preset("More chores than people", {"chores": 20}),
    ),
    notice=(
        "The larger the crowd, the less willing each is, in about the same proportion. So the number who step forward hardly "
        "changes, and a thousand people are no safer than ten.",
        "The chance that nobody does it rises with the crowd, but never above the cost divided by the benefit.",
    ),
    tries=(
        Try(
            "A thousand people could do the chore instead of ten. How often is it done?",
            {"members": THOUSAND.members},
            f"Less often: it stays undone {share(_undone(THOUSAND))} of the time, against {share(_undone(DEFAULT))} among ten and "
            f"{share(_undone(Volunteer(members=2)))} between two. Each steps forward with a chance of only "
            f"{share(equilibrium(THOUSAND).volunteering)}.",
            Options(OFTEN, _how_often),
        ),
        Try(
            "Split the work into five chores for the ten people. How often does a chore stay undone?",
            {"chores": FIVE.chores},
            f"{share(_undone(FIVE))} of the time. With two people to a chore each steps forward with a chance of "
            f"{share(equilibrium(FIVE).volunteering)}, because there is hardly anyone else to wait for.",
            Options(tuple(UNDONE.values()), _left),
        ),
        Try(
            "Split further: 20 chores for ten people. How often does a chore stay undone now?",
            {"chores": TWENTY.chores},
            f"{share(_undone(TWENTY))} of the time: everybody works, and half of the chores have nobody. With one chore for each "
            "person, ten here, none stays undone.",
            Options(tuple(UNDONE.values()), _left),
        ),
    ),
    height=520,
)


def dashboard():
    """Willingness and chores left undone against the crowd on the left; costs, people and chores on the right."""
    return Explorer(QUESTION)
