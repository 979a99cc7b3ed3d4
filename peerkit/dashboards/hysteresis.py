"""What does raising the take do that lowering it cannot undo?"""

from peerkit.dashboards.explorer import Explorer, Preset, Question, Try
from peerkit.figures.hysteresis import summary, take_rate_sweep
from peerkit.models.flywheel import Flywheel

QUESTION = Question(
    Flywheel,
    figure=take_rate_sweep,
    summary=summary,
    controls=("payoff", "intrinsic_benefit", "outside_option", "skills", "skill_chance"),
    presets=(
        Preset("Young platform"),
        Preset("More joy", {"intrinsic_benefit": 0.6}),
        Preset("Labour of love", {"intrinsic_benefit": 1.0}),
        Preset("Good alternatives", {"outside_option": 20.0}),
    ),
    notice=(
        "The solid line is the way up, the dashed line the way back. Between them lies what the community remembers.",
        "The fall is sudden although the take rises smoothly: just before it, everything still looks well.",
    ),
    tries=(
        Try(
            "Predict first: after the fall at 63 percent the platform takes nothing at all. How many come back?",
            {},
            "Nobody beyond the 20 enthusiasts. With so few, nobody expects the task to be completed, whatever the share.",
        ),
        Try(
            "Make taking part more of a joy (0.6). At which take does a lost community come back?",
            {"intrinsic_benefit": 0.6},
            "At 51 percent, while it was lost at 73. There are now enough enthusiasts to draw the rest, if they keep half.",
        ),
        Try(
            "Give members better alternatives (20). How much can the platform still take?",
            {"outside_option": 20.0},
            "Only 22 percent. Better alternatives do not make the fall softer, they make it come earlier.",
        ),
    ),
)


def dashboard():
    """Members along a rising and a falling take; what decides where it tips on the right."""
    return Explorer(QUESTION)
