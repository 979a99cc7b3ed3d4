"""The worth of naming one's own royalty at Zazzle: the standard of 2013, a fixed rate, and the fees of 2025."""

from dataclasses import replace

from peerkit.cases import load_case
from peerkit.dashboards.explorer import Explorer, Preset, Try
from peerkit.dashboards.royalty import QUESTION
from peerkit.figures.words import percent
from peerkit.models.royalty import sales
from peerkit.widgets.predictions import Options

# The elasticity of demand of buyers who follow a designer; nobody has measured it.
LOYAL_BUYERS = 3.0
INCOMES = ("it rises clearly", "it hardly changes", "it falls clearly")


def dashboard():
    """Designer's income and maker's sales against the royalty, with the royalties of the case as presets."""
    case = load_case("zazzle")

    def share(name):
        return case.number(name) / 100

    old, new = share("royalty_default_2013"), share("royalty_default_2013_06")
    average, old_best = case.number("elasticity_of_average"), case.number("elasticity_of_old_standard")
    raised = share("set_royalty_22")

    def income_against(royalty):
        """The option that holds the income at the royalty asked, against that at the new standard."""
        ratio = sales(royalty, royalty.asked_share).designer_income / sales(royalty, new).designer_income
        return INCOMES[1 if 0.97 <= ratio <= 1.03 else 0 if ratio > 1 else 2]

    question = replace(
        QUESTION,
        presets=(
            Preset(
                "Standard since June 2013",
                {"asked_share": new, "demand_elasticity": average},
                "the royalty is published; how strongly buyers react to the price is a scenario, in which Zazzle's average royalty is the best",
            ),
            Preset(
                "Standard before that",
                {"asked_share": old, "demand_elasticity": average},
                "the royalty is read from one seller's account; how strongly buyers react is the same scenario",
            ),
            Preset(
                "If the old standard was best",
                {"asked_share": new, "demand_elasticity": old_best},
                "the new standard is published; how strongly buyers react is a scenario, in which the old one is the best royalty",
            ),
            Preset(
                "A fixed rate, as at CafePress",
                {
                    "asked_share": 1 / LOYAL_BUYERS,
                    "demand_elasticity": LOYAL_BUYERS,
                    "highest_share": share("cafepress_royalty_2009_06_01"),
                },
                "the rate CafePress fixed in 2009 is published; loyal buyers, for whom a third would be best, are a scenario",
            ),
            Preset(
                "Named higher against fees",
                {"asked_share": raised, "demand_elasticity": average},
                "a royalty of a creator's example of 2025; the fees on it are not in the figure, buyers are a scenario",
            ),
        ),
        notice=(
            "Zazzle stands on the maker's side here: what it keeps is part of the base price. That curve only falls.",
            f"How strongly buyers react to the price (the elasticity of demand) is not known. Zazzle's average royalty would be the best at {average:.1f}, the old standard "
            f"at {old_best:.0f}, the new one at {case.number('elasticity_of_new_standard'):.0f}.",
            "The fees of 2025 are not in the figure. A fee that takes the same part of every royalty lowers the "
            "designer's curve everywhere and leaves its top where it is.",
        ),
        tries=(
            Try(
                f"Put the standard of before June 2013 back (royalty asked: {percent(old)}). What happens to the income of designers?",
                {"asked_share": old, "demand_elasticity": average},
                "It hardly changes: it falls by 2%, while sales fall from 48 of every 100 items to 22. If buyers react this strongly to "
                "prices, a lower standard costs designers nothing.",
                predict=Options(INCOMES, income_against),
            ),
            Try(
                f"Let buyers react less strongly ({old_best:.0f}), so that the old standard is the best royalty, and keep "
                f"the new one ({percent(new)}). What has the cut cost designers?",
                {"demand_elasticity": old_best, "asked_share": new},
                "19% of their income, while 60 of every 100 items are sold instead of 35. One seller reported a loss of "
                "this size, but a bonus went at the same time.",
            ),
            Try(
                f"React to the fees of 2025 by asking {percent(raised)}, of which a creator's example leaves as much as a royalty of "
                f"{percent(old)} once brought. What is left of the income?",
                {"asked_share": raised, "demand_elasticity": average},
                "33% of the income at the royalty it is meant to replace, before fees. After fees it is 30% of what that "
                "royalty brings after fees. A fee cannot be passed on to buyers who leave.",
            ),
        ),
    )
    return Explorer(question)
