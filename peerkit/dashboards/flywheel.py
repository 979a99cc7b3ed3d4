"""Which size does a community come to rest at, and how much can a platform take before it falls back?"""

from peerkit.dashboards.explorer import Explorer, Preset, Question, Try
from peerkit.figures.flywheel import cobweb_map, summary
from peerkit.models.flywheel import Flywheel

QUESTION = Question(
    Flywheel,
    figure=cobweb_map,
    summary=summary,
    controls=("take_rate", "payoff", "intrinsic_benefit", "skills", "skill_chance"),
    presets=(
        Preset("Young platform"),
        Preset("Greedy platform", {"take_rate": 0.6}),
        Preset("Labour of love", {"intrinsic_benefit": 1.5}),
        Preset("Hard task", {"skills": 30, "skill_chance": 0.01}),
    ),
    notice=(
        "Where the line of those who come crosses the line of those expected, the community stays.",
        "The middle crossing does not hold: a little below it people leave, a little above they come.",
    ),
    tries=(
        Try(
            "Predict first: the platform takes 60 percent instead of 30. Which of the three sizes moves?",
            {"take_rate": 0.6},
            "Two do. The thriving size falls to 237, and the size that must be passed rises to 147: a community of 120 "
            "that would have grown now falls back.",
        ),
        Try(
            "Take 70 percent. What is left?",
            {"take_rate": 0.7},
            "Only the stub of enthusiasts. Lowering the take again does not bring the others back by itself.",
        ),
        Try(
            "Give people more joy in it (1.5). What happens to the size that must be passed?",
            {"intrinsic_benefit": 1.5},
            "It is gone: the enthusiasts alone are more than the critical mass, so nobody has to be carried over it.",
        ),
    ),
)


def dashboard():
    """Who comes against who is expected; take, pay-off, joy, skills and their rarity on the right."""
    return Explorer(QUESTION)
