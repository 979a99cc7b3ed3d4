"""What does it cost when pieces depend on each other?"""

from peerkit.dashboards.explorer import Explorer, Preset, Question, Try
from peerkit.figures.interdependence import best_and_found, summary
from peerkit.models.interdependence import Interdependence

QUESTION = Question(
    Interdependence,
    figure=best_and_found,
    summary=summary,
    controls=("block_size", "components"),
    presets=(
        Preset("Small modules"),
        Preset("Every part for itself", {"block_size": 1}),
        Preset("All on all", {"block_size": 12}),
        Preset("A large tangle", {"components": 20, "block_size": 20}),
        Preset("A large design in modules", {"components": 20, "block_size": 4}),
    ),
    notice=(
        "The dotted line rises: parts that can fit each other in many ways hold better designs than parts that stand "
        "alone. The solid line falls: they are harder and harder to reach.",
        "The distance between the two lines is what interdependence costs those who change one part at a time.",
        "Each pale dot is one search on its own random design problem. Luck matters: some problems hold better designs.",
        "The search does best with two or three parts to a block. In US patents, too, some interdependence does better "
        "than none and than much.",
    ),
    tries=(
        Try(
            "Predict first: let all twelve parts depend on each other (12). Does the best design there is get better or "
            "worse? And the one that people find?",
            {"block_size": 12},
            "The best gets better, 0.788 instead of 0.736; the one found gets worse, 0.653 instead of 0.69. Instead of 16 "
            "designs that look finished there are 315, and the search stops at one of them after 2.6 changes.",
        ),
        Try(
            "Cut every dependence (1). Is that the best a designer can do for people who work piece by piece?",
            {"block_size": 1},
            "No. They now always find the best design there is, but it only does 0.667. In blocks of three they stop short "
            "of the best and still do better: 0.69.",
        ),
        Try(
            "A design of 20 parts, all tangled (20 and 20). How many of the million designs look finished?",
            {"components": 20, "block_size": 20},
            "About 49,900, and a search covers 45% of the way to the best. The same 20 parts in blocks of four: 336 look "
            "finished, and it covers 75%.",
        ),
    ),
)


def dashboard():
    """The best design and the one a search finds on the left; parts and how many depend on each other on the right."""
    return Explorer(QUESTION)
