"""The page *Who finds the better person for a task: a manager who looks at a few, or a crowd that chooses itself?*"""

from peerkit.dashboards.explorer import Explorer, Preset, Question, Try
from peerkit.figures.selection import better_match, summary
from peerkit.figures.words import closest, number
from peerkit.models.order_statistics import expected_maximum_normal, expected_maximum_pareto
from peerkit.models.selection import Selection, breakeven_pool, noise_at, picks
from peerkit.widgets.predictions import Mark, Options

BETTER = {
    1.05: "Hardly better",
    1.5: "One and a half times as good",
    2: "Twice as good",
    1000: "A thousand times as good",
}
WINNER = {"the pool wins": "The crowd", "the manager wins": "The manager", "even": "Neither"}
# An error at which self-assessment correlates 0.3 with performance.
BLIND = round(float(noise_at(0.3)), 2)
# Skill with a heavy tail, for the notice: the chance of more than x falls like the square of x.
TAIL = 2
DEFAULT, MILLION, MISJUDGED, FEW = (
    Selection(**changes)
    for changes in ({}, {"pool": 1_000_000}, {"self_noise": BLIND}, {"self_noise": BLIND, "candidates": 3})
)


def _enough(selection):
    return float(breakeven_pool(selection).size)


def _better(selection):
    return closest(picks(selection).pool / picks(DEFAULT).pool, BETTER)


def _winner(selection):
    return WINNER[picks(selection).outcome]


def _said(size):
    return number(float(f"{size:.2e}"), 6)


def _heavy_tailed(people):
    return expected_maximum_pareto(people, TAIL)


def _times(maximum):
    return number(maximum(1000) / maximum(10), 2)


QUESTION = Question(
    Selection,
    figure=better_match,
    summary=summary,
    controls=("pool", "self_noise", "candidates", "manager_noise"),
    presets=(
        Preset("Open call"),
        Preset(
            "People misjudge themselves",
            {"self_noise": BLIND},
            "self-assessment correlates 0.3 with performance, as meta-analyses are said to find (Zell and Krizan "
            "2014, not checked); nobody has measured the rest",
        ),
        Preset("Whoever knows the answer sees it", {"self_noise": 0.2, "pool": 10_000}),
        Preset("A manager who knows her people", {"manager_noise": 0.1, "candidates": 50}),
        Preset("A small club", {"pool": 20, "self_noise": 1.5}),
    ),
    notice=(
        "The crowd's curve rises more and more slowly: each tenfold crowd adds less than the one before.",
        "The top line (long dashes) is a crowd whose members know themselves perfectly. The distance to it is lost to error "
        "alone.",
        f"Skill here is bell-shaped: the best of 1,000 is then {_times(expected_maximum_normal)} times as far above the average "
        "as the best of 10. With a Pareto distribution of skill with tail exponent "
        f"{TAIL}, the best of 1,000 would be {_times(_heavy_tailed)} times as good as the best of 10.",
    ),
    tries=(
        Try(
            "A thousand times as many people see the task (1,000,000). How much better is the person found?",
            {"pool": MILLION.pool},
            f"One and a half times as good: {number(picks(MILLION).pool)} instead of {number(picks(DEFAULT).pool)} standard "
            "deviations above the average. The best of n grows about with the square root of the logarithm of n.",
            Options(tuple(BETTER.values()), _better),
        ),
        Try(
            f"People misjudge themselves (error {BLIND}, a correlation of 0.3). How large must the crowd be to match the manager?",
            {"self_noise": BLIND},
            f"About {_said(_enough(MISJUDGED))} people instead of {_said(_enough(DEFAULT))}. The crowd of 1,000 loses to a manager "
            "who looked at ten. How well people know themselves matters far more than how many they are.",
            Mark(_enough, "people", low=1, high=1e6, log=True, said=_said),
        ),
        Try(
            f"The same bad judgement ({BLIND}), but the manager may look at three people only. Who finds the better person?",
            {"self_noise": BLIND, "candidates": FEW.candidates},
            f"The crowd, with {number(picks(FEW).pool)} against {number(picks(FEW).manager)}. A manager's knowledge is worth "
            "little where there is nobody to choose from.",
            Options(tuple(WINNER.values()), _winner),
        ),
    ),
)


def dashboard():
    """The value of the person found on the left; how many are seen and how well on the right."""
    return Explorer(QUESTION)
