"""How much should a designer ask who names the royalty, and what does that do to the one who makes the product?"""

from peerkit.dashboards.explorer import Explorer, Preset, Question, Try
from peerkit.figures.royalty import incomes, summary
from peerkit.models.royalty import Royalty

QUESTION = Question(
    Royalty,
    figure=incomes,
    summary=summary,
    controls=("asked_share", "demand_elasticity", "highest_share", "base_price"),
    presets=(
        Preset(
            "Zazzle's default, 5%",
            {},
            "5% and a ceiling of 99% are published (help.zazzle.com 220334608); how buyers answer is a scenario",
        ),
        Preset(
            "Zazzle's average, 7%",
            {"asked_share": 0.07},
            "about 7% is published (help.zazzle.com 220334608); how buyers answer is a scenario chosen to fit it",
        ),
        Preset("Fans who must have it", {"demand_elasticity": 3.0, "asked_share": 0.33}),
        Preset(
            "Ceiling of 50%",
            {"highest_share": 0.5, "demand_elasticity": 1.5, "asked_share": 0.6},
            "the ceiling is Zazzle's for physical products since 1 April 2025 (help.zazzle.com 360037785973); how "
            "buyers answer is a scenario",
        ),
    ),
    notice=(
        "The designer's curve is flat at its top, the maker's is steep there: they do not want the same royalty.",
        "At the designer's best the maker sells only a third or so of what it would sell without a royalty, whatever "
        "the product: between 30 and 37 of 100, from an elasticity of 3 on.",
        "The base price moves dollars and never the best royalty.",
    ),
    tries=(
        Try(
            "Predict first: ask 14 percent, twice the best royalty. What is left of the designer's income?",
            {"asked_share": 0.14},
            "72% of the most that can be had, on a third of the sales: 12 of 100 items instead of 35. Asking too much "
            "costs the maker more than the designer.",
        ),
        Try(
            "Go from the default of 5 percent to the best royalty (0.0714). Who loses how much?",
            {"asked_share": 0.0714},
            "The designer gains 6% and the maker loses 27% of its sales. A default costs its users little and can be "
            "worth much to whoever sets it.",
        ),
        Try(
            "Let the buyers be fans who mind the price less (3), so that a third is best, and cap royalties at 5 percent. Who gains?",
            {"demand_elasticity": 3.0, "highest_share": 0.05},
            "The maker and the buyers: 86 of 100 items are sold instead of 30, at $15.79 instead of $22.50. The designer "
            "earns $67.69 instead of $222.22, less than a third.",
        ),
    ),
)


def dashboard():
    """Designer's income and maker's sales against the royalty; the royalty, buyers and the ceiling on the right."""
    return Explorer(QUESTION)
