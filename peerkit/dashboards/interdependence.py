"""The cost of pieces that depend on each other."""

from peerkit.dashboards.explorer import Explorer, Preset, Question, Try
from peerkit.figures.interdependence import best_and_found, mean_changes, mean_end, share_of_the_way, summary
from peerkit.figures.words import number, percent
from peerkit.models.interdependence import Interdependence, expected_best, expected_local_optima
from peerkit.widgets.predictions import Options

BASE = Interdependence()
ALONE, ALL, TANGLE, MODULES = (
    {"block_size": 1},
    {"block_size": 12},
    {"components": 20, "block_size": 20},
    {"components": 20, "block_size": 4},
)
BOTH_WAYS = (
    "the best gets better, the one found too",
    "the best gets better, the one found worse",
    "the best gets worse, the one found too",
)


def _which_way(record):
    better = expected_best(record) > expected_best(BASE)
    found_better = mean_end(record) > mean_end(BASE)
    return BOTH_WAYS[0] if better and found_better else BOTH_WAYS[1] if better else BOTH_WAYS[2]


def _score(law, **changes):
    return number(law(BASE.replace(**changes)), 2)


def _optima(**changes):
    return number(expected_local_optima(BASE.replace(**changes)))


def _share(**changes):
    return percent(share_of_the_way(BASE.replace(**changes)))


QUESTION = Question(
    Interdependence,
    figure=best_and_found,
    summary=summary,
    controls=("block_size", "components"),
    presets=(
        Preset("Small modules"),
        Preset("Every part for itself", ALONE),
        Preset("All on all", ALL),
        Preset("A large tangle", TANGLE),
        Preset("A large design in modules", MODULES),
    ),
    notice=(
        "The dotted line rises: parts that can fit each other in many ways allow better designs than parts that stand "
        "alone. The solid line falls: these designs are harder and harder to reach.",
        "The distance between the two lines is the cost of interdependence for people who change one part at a time.",
        "Each pale dot is one search on its own random design problem. Luck matters: some problems allow better designs.",
        "The search does best with two or three parts in a block. In US patents, too, some interdependence does better "
        "than none, and better than much.",
    ),
    tries=(
        Try(
            "Let all twelve parts depend on each other (12). What happens to the best design there is, and to the one that "
            "people find?",
            ALL,
            f"The best design gets better: {_score(expected_best, **ALL)} instead of {_score(expected_best)}. The one found "
            f"gets worse: {_score(mean_end, **ALL)} instead of {_score(mean_end)}. {_optima(**ALL)} designs look finished "
            f"instead of {_optima()}, and the search stops at one of them after "
            f"{number(mean_changes(BASE.replace(**ALL)), 2)} changes.",
            predict=Options(BOTH_WAYS, _which_way),
        ),
        Try(
            "Let no part depend on another (1). Is this the best a designer can do for people who work piece by piece?",
            ALONE,
            f"No. They now always find the best design there is, but it scores only {_score(expected_best, **ALONE)}. In "
            f"blocks of three they stop before the best and still score more: {_score(mean_end)}.",
        ),
        Try(
            "Take a design of 20 parts in which each depends on all others (20 and 20). How many of the million designs look "
            "finished?",
            TANGLE,
            f"About {_optima(**TANGLE)}, and a search gets {_share(**TANGLE)} of the way to the best. With the same 20 parts "
            f"in blocks of four, {_optima(**MODULES)} look finished, and a search gets {_share(**MODULES)} of the way.",
        ),
    ),
)


def dashboard():
    """The best design and the one a search finds on the left; parts and how many depend on each other on the right."""
    return Explorer(QUESTION)
