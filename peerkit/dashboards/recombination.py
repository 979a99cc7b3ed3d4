"""Is the whole worth more than the sum of its chunks, and what caps it?"""

from peerkit.dashboards.explorer import Explorer, Preset, Question, Try
from peerkit.figures.recombination import summary, whole_and_sum
from peerkit.models.recombination import Recombination

QUESTION = Question(
    Recombination,
    figure=whole_and_sum,
    summary=summary,
    controls=("starting_stock", "first_additions", "success_chance", "processing_limit", "pair_value"),
    presets=(
        Preset("Large enough"),
        Preset("A little too small", {"starting_stock": 60.0}),
        Preset("A strong first push", {"starting_stock": 60.0, "first_additions": 10.0}),
        Preset("Few reviewers", {"processing_limit": 0.03}),
        Preset("Licences forbid mixing", {"success_chance": 0.001, "pair_value": 0.0}),
    ),
    notice=(
        "Twice the chunks make four times the pairs. While the stock grows by 20% a period, the whole grows by 44%.",
        "From about 100 chunks on (one over the chance that a pair works) each new chunk makes more than one further chunk. "
        "A stock that never climbs so far stops growing: a commons has a critical stock as a community has a critical mass.",
        "Where the lines part, there are more untested pairs than people can test. From there on only the limit counts.",
    ),
    tries=(
        Try(
            "Predict first: start with 60 chunks instead of 80, a quarter less. How much smaller is the stock in the "
            "end?",
            {"starting_stock": 60.0},
            "It stops at 75, against 11,200 in period 40 and rising. 60 lies below the critical stock of 69.",
        ),
        Try(
            "Which helps more in the long run: ideas that work twice as often (0.02), or people who can process 25% a "
            "period instead of 20%? Try the ideas here, then set the limit by hand.",
            {"success_chance": 0.02},
            "Ideas save time once: the limit holds from period 4 instead of 19. Processing counts every period: at 25% "
            "the whole grows by 56% a period instead of 44%, and overtakes in period 70.",
        ),
        Try(
            "Few reviewers: only 3% more a period can be processed. How many of the 11,200 chunks are still found?",
            {"processing_limit": 0.03},
            "211 in period 40. The pairs are there and nobody has the time to try them. The whole is then worth about "
            "twice the sum, not 57 times.",
        ),
    ),
)


def dashboard():
    """Value of the stock as a sum and as a whole on the left; stock, chance, limit and worth of a pair on the right."""
    return Explorer(QUESTION)
