"""The sizes at which a community rests, and the take at which it falls back."""

from peerkit.dashboards.explorer import Explorer, Preset, Question, Try
from peerkit.figures.flywheel import cobweb_map, first_above, summary
from peerkit.figures.words import number
from peerkit.models.flywheel import Flywheel, fixed_points, largest_size, resting_size, size_to_pass
from peerkit.widgets.predictions import Mark, Options

BASE = Flywheel()
GREEDY, TOO_MUCH, JOY = {"take_rate": 0.6}, {"take_rate": 0.7}, {"intrinsic_benefit": 1.5}
FATES = ("it grows, more slowly", "it stays at 120", "it falls back")


def _people(size):
    return number(round(float(size)), digits=6)


def _thrives(**changes):
    return _people(largest_size(BASE.replace(**changes)))


def _passes(**changes):
    return first_above(size_to_pass(BASE.replace(**changes)))


def _fate_of_120(record):
    end = resting_size(record, 120)
    return FATES[0] if end > 120.5 else FATES[2] if end < 119.5 else FATES[1]


QUESTION = Question(
    Flywheel,
    figure=cobweb_map,
    summary=summary,
    controls=("take_rate", "payoff", "intrinsic_benefit", "skills", "skill_chance"),
    presets=(
        Preset("Young platform"),
        Preset("Greedy platform", GREEDY),
        Preset("Labour of love", JOY),
        Preset("Hard task", {"skills": 30, "skill_chance": 0.01}),
    ),
    notice=(
        "Where the line of those who come crosses the line of those expected, the community stays.",
        "The middle crossing does not hold: a little below it people leave, a little above it more people come.",
        f"{number(BASE.population)} people could join, and the busiest of them has an alternative worth "
        f"${BASE.outside_option:g}.",
    ),
    tries=(
        Try(
            "The platform takes 60% instead of 30%. A community of 120 would have grown at 30%. What does it do now?",
            GREEDY,
            f"It falls back. The size from which it grows rises from {_passes()} to {_passes(**GREEDY)} people, and the size at "
            f"which it thrives falls from {_thrives()} to {_thrives(**GREEDY)}.",
            predict=Options(FATES, _fate_of_120),
        ),
        Try(
            "Take 70%. Mark the number of people who remain of the community that thrived.",
            TOO_MUCH,
            f"Only the {_people(fixed_points(BASE.replace(**TOO_MUCH)).stub)} enthusiasts. A lower take does not bring the "
            "others back by itself.",
            predict=Mark(largest_size, "people", 0, 700, said=_people),
        ),
        Try(
            "Give people more joy in taking part (1.5). What happens to the size from which the community grows?",
            JOY,
            "It disappears: the enthusiasts alone are enough to draw the others, so the community grows from any size to "
            f"{_thrives(**JOY)} people.",
        ),
    ),
)


def dashboard():
    """Members who come against members expected; take, pay-off, joy, skills and their rarity on the right."""
    return Explorer(QUESTION)
