"""Why cut a risky design into modules? How uncertain it is, and what tries and interfaces cost."""

from peerkit.dashboards.explorer import Explorer, Preset, Question, Try
from peerkit.figures.modularity import summary, value_of_splitting
from peerkit.models.modularity import Modularity

QUESTION = Question(
    Modularity,
    figure=value_of_splitting,
    summary=summary,
    controls=("potential", "experiment_cost", "interface_cost"),
    presets=(
        Preset("A new kind of product"),
        Preset("Twice as uncertain", {"potential": 2.0}),
        Preset("Routine work", {"potential": 0.3}),
        Preset("Tries nearly free", {"experiment_cost": 0.001}),
        Preset("Dear interfaces", {"interface_cost": 0.2}),
    ),
    notice=(
        "Each module keeps its own winner. In one piece a good part is thrown away with a bad one.",
        "Every line turns down: each module must be documented and tried, and is worth less the smaller it is.",
        "One try each (dashed) wastes the split. Modules pay when many people try.",
    ),
    tries=(
        Try(
            "Predict first: the design becomes twice as uncertain (potential 2). Is it worth less, or more?",
            {"potential": 2.0},
            "Four times as much, 20.4. Bad tries cost only the try, good ones are kept; and it pays to cut four times "
            "as finely, 226 modules, with 7 tries at each as before.",
        ),
        Try(
            "Interfaces become ten times dearer (0.2). Fewer modules, surely; and how many tries at each?",
            {"interface_cost": 0.2},
            "More: 18 instead of 7, at 6 modules instead of 57. A module that was dear to open is tried oftener.",
        ),
        Try(
            "Each try becomes ten times dearer (0.1). How many modules are left?",
            {"experiment_cost": 0.1},
            "One, with 6 tries, worth 0.65. Cutting serves to try; where tries are dear the design stays whole.",
        ),
    ),
)


def dashboard():
    """Gain against modules for few, the best and many tries on the left; uncertainty and the two costs on the right."""
    return Explorer(QUESTION)
