"""The page *Why cut a risky design into modules?*: how uncertain it is, and what attempts and interfaces cost."""

from peerkit.dashboards.explorer import Explorer, Preset, Question, Try
from peerkit.figures.modularity import MOST_MODULES, MOST_TRIES, summary, value_of_splitting
from peerkit.figures.words import closest, number
from peerkit.models.modularity import Modularity, best_design
from peerkit.widgets.predictions import Options

WORTH = {0.5: "Half as much", 1: "About as much", 2: "Twice as much", 4: "Four times as much"}
MODULES = {1: "One", 10: "About ten", 57: "As many as before", 200: "More than before"}
COUNTS = {0.4: "Fewer than before", 1: "As many as before", 2.5: "More than before"}


def _best(modularity):
    return best_design(modularity, MOST_MODULES, MOST_TRIES)


DEFAULT, RISKY, INTERFACES, ATTEMPTS = (
    Modularity(**changes) for changes in ({}, {"potential": 2.0}, {"interface_cost": 0.2}, {"experiment_cost": 0.1})
)


def _worth(modularity):
    return closest(_best(modularity).value / _best(DEFAULT).value, WORTH)


def _attempts_at_each(modularity):
    return closest(_best(modularity).experiments / _best(DEFAULT).experiments, COUNTS)


def _modules(modularity):
    return float(_best(modularity).modules)


def _how_many(modularity):
    return closest(_modules(modularity), MODULES)


QUESTION = Question(
    Modularity,
    figure=value_of_splitting,
    summary=summary,
    controls=("potential", "experiment_cost", "interface_cost"),
    presets=(
        Preset("A new kind of product"),
        Preset("Twice as uncertain", {"potential": 2.0}),
        Preset("Routine work", {"potential": 0.3}),
        Preset("Attempts nearly free", {"experiment_cost": 0.001}),
        Preset("Expensive interfaces", {"interface_cost": 0.2}),
    ),
    notice=(
        "Each module keeps its own best attempt. In one piece, a good part is thrown away together with a bad one.",
        "Every curve falls in the end: each module must be documented and tried, and the smaller it is, the less it is worth.",
        "Before costs, the gain grows with the square root of the number of modules, even with one attempt at each (dashed). "
        "More attempts add to that.",
    ),
    tries=(
        Try(
            "The design becomes twice as uncertain (potential 2). How much does the best design gain now?",
            {"potential": RISKY.potential},
            f"Four times as much, {number(_best(RISKY).value)} instead of {number(_best(DEFAULT).value)}. A bad attempt costs only "
            f"the attempt; a good one is kept. It also pays to cut four times as finely, into {number(_modules(RISKY), 6)} modules, "
            f"with {number(_best(RISKY).experiments)} attempts at each as before.",
            Options(tuple(WORTH.values()), _worth),
        ),
        Try(
            "Interfaces become ten times as expensive (0.2), so fewer modules pay. How many attempts at each?",
            {"interface_cost": INTERFACES.interface_cost},
            f"More: {number(_best(INTERFACES).experiments)} instead of {number(_best(DEFAULT).experiments)}, with "
            f"{number(_modules(INTERFACES))} modules instead of {number(_modules(DEFAULT))}. Once a module is expensive to set up, "
            "more attempts pay.",
            Options(tuple(COUNTS.values()), _attempts_at_each),
        ),
        Try(
            "Each attempt becomes ten times as expensive (0.1). How many modules are best?",
            {"experiment_cost": ATTEMPTS.experiment_cost},
            f"One, with {number(_best(ATTEMPTS).experiments)} attempts, which gains {number(_best(ATTEMPTS).value)}. Modules serve "
            "to try things out; where attempts are expensive, the design stays in one piece.",
            Options(tuple(MODULES.values()), _how_many),
        ),
    ),
)


def dashboard():
    """Gain against modules for few, the best and many attempts on the left; uncertainty and the two costs on the right."""
    return Explorer(QUESTION)
