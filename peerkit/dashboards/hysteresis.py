"""The losses from a higher take that a lower take does not undo."""

from peerkit.dashboards.explorer import Explorer, Preset, Question, Try
from peerkit.figures.hysteresis import said_percent, summary, take_rate_sweep
from peerkit.figures.words import number
from peerkit.models.flywheel import Flywheel, fixed_points, largest_size
from peerkit.models.hysteresis import collapse_take, revival_take
from peerkit.widgets.predictions import Mark, Options

BASE = Flywheel()
JOY, ALTERNATIVES = {"intrinsic_benefit": 0.6}, {"outside_option": 20.0}
BACK = ("everybody", "about half of them", "nobody but the enthusiasts")


def _collapse(**changes):
    return said_percent(collapse_take(BASE.replace(**changes)))


def _who_comes_back(record):
    points = fixed_points(record.replace(take_rate=0.0))
    alone, all_ = points.stub, largest_size(record.replace(take_rate=0.0))
    return BACK[0] if alone > 0.9 * all_ else BACK[1] if alone > 0.25 * all_ else BACK[2]


QUESTION = Question(
    Flywheel,
    figure=take_rate_sweep,
    summary=summary,
    controls=("payoff", "intrinsic_benefit", "outside_option", "skills", "skill_chance"),
    presets=(
        Preset("Young platform"),
        Preset("More joy", JOY),
        Preset("Labour of love", {"intrinsic_benefit": 1.0}),
        Preset("Good alternatives", ALTERNATIVES),
    ),
    notice=(
        "The thin solid line is the way up of the take, the broad dashed line the way back. Where they differ, the community "
        "remembers what happened.",
        "The fall is sudden although the take rises smoothly: just before it, everything still looks well.",
        f"{number(BASE.population)} people could join.",
    ),
    tries=(
        Try(
            f"After the fall at {_collapse()} the platform takes nothing at all. How many members come back?",
            {},
            f"Nobody but the {number(round(float(fixed_points(BASE.replace(take_rate=0.0)).stub)))} enthusiasts. With so few, "
            "nobody expects the task to be completed, whatever the platform takes.",
            predict=Options(BACK, _who_comes_back),
        ),
        Try(
            "Make taking part more of a joy (0.6). Mark the take at which a lost community now comes back.",
            JOY,
            f"At {said_percent(revival_take(BASE.replace(**JOY)))}, while it was lost at {_collapse(**JOY)}. There are now enough "
            "enthusiasts to draw the others, if they keep half.",
            predict=Mark(revival_take, "of the pay-off", 0, 1, said=said_percent),
        ),
        Try(
            "Give members better alternatives (20). How much can the platform still take?",
            ALTERNATIVES,
            f"Only {_collapse(**ALTERNATIVES)} instead of {_collapse()}. Better alternatives do not make the fall softer; they "
            "make it come earlier.",
        ),
    ),
)


def dashboard():
    """Members along a rising and a falling take; what decides where it tips on the right."""
    return Explorer(QUESTION)
