"""When does a crowd become able? Skills needed, and how rare each is."""

from peerkit.dashboards.explorer import Explorer, Preset, Question, Try
from peerkit.figures.coverage import completion, summary
from peerkit.models.coverage import Coverage

QUESTION = Question(
    Coverage,
    figure=completion,
    summary=summary,
    controls=("skills", "skill_chance"),
    presets=(
        Preset("A dozen rare skills"),
        Preset("A hundred chunks", {"skills": 100, "skill_chance": 0.01}),
        Preset("Anyone can", {"skills": 12, "skill_chance": 0.3}),
        Preset("One expert", {"skills": 1, "skill_chance": 0.005}),
    ),
    notice=(
        "The curve first accelerates, then flattens. The turn has a name: critical mass.",
        "At the turn the chance is always near 37 percent, however many skills there are (from a dozen on).",
    ),
    tries=(
        Try(
            "Predict first: double the skills needed, from 12 to 24. Does critical mass double?",
            {"skills": 24},
            "No. Each doubling adds the same number of people, here 34: it grows with the logarithm of the skills.",
        ),
        Try(
            "Make each skill half as common (0.01). And now?",
            {"skill_chance": 0.01},
            "Now it does double: rarity multiplies, the number of skills only adds.",
        ),
        Try(
            "One skill only. Where is the critical mass?",
            {"skills": 1},
            "Nowhere. The first member helps most, so nobody has to wait for others: no start-up problem.",
        ),
    ),
)


def dashboard():
    """The chance of completion and the help of one more member; how many skills and how rare on the right."""
    return Explorer(QUESTION)
