"""Who finds the better person for a task: a manager who looks at a few, or a crowd that chooses itself?"""

from peerkit.dashboards.explorer import Explorer, Preset, Question, Try
from peerkit.figures.selection import better_match, summary
from peerkit.models.selection import Selection

QUESTION = Question(
    Selection,
    figure=better_match,
    summary=summary,
    controls=("pool", "self_noise", "candidates", "manager_noise"),
    presets=(
        Preset("Open call"),
        Preset(
            "People misjudge themselves",
            {"self_noise": 3.18},
            "self-assessment correlates 0.3 with performance, as meta-analyses are said to find (Zell and Krizan "
            "2014, not checked); the rest is a scenario",
        ),
        Preset("Whoever knows the answer sees it", {"self_noise": 0.2, "pool": 10_000}),
        Preset("A manager who knows her people", {"manager_noise": 0.1, "candidates": 50}),
        Preset("A small club", {"pool": 20, "self_noise": 1.5}),
    ),
    notice=(
        "The crowd's curve climbs by ever smaller steps: each tenfold crowd adds less than the one before.",
        "The dashed line on top is a crowd whose members know themselves. The distance to it is lost to error alone.",
        "Skill here is bell-shaped. The best of 1,000 is then twice as far above the average as the best of 10. Were "
        "skill as unequal as a Pareto law with exponent 2, the best of 1,000 would be ten times the best of 10.",
    ),
    tries=(
        Try(
            "Predict first: a thousand times as many people see the task (1,000,000). Is the one found a thousand "
            "times better? Twice?",
            {"pool": 1_000_000},
            "Half as good again: from 2.29 to 3.44. The best of n grows roughly with the square root of the "
            "logarithm of n.",
        ),
        Try(
            "Let people misjudge themselves (error 3.18, a correlation of 0.3). How large must the crowd now be to "
            "match the manager?",
            {"self_noise": 3.18},
            "259,232 people instead of 24. The crowd of 1,000 loses to a manager who looked at ten: the claim rests on "
            "how well people know themselves, far more than on how many they are.",
        ),
        Try(
            "Same bad judgement (3.18), but the manager may look at three people only. Who wins now?",
            {"self_noise": 3.18, "candidates": 3},
            "The crowd, 0.97 to 0.76. A manager's knowledge is worth little where she has nobody to choose from.",
        ),
    ),
)


def dashboard():
    """How good the one found is, on the left; how many are seen and how well, on the right."""
    return Explorer(QUESTION)
