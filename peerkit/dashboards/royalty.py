"""The royalty of a designer who names it, and its effect on the company that makes the product."""

import numpy as np

from peerkit.dashboards.explorer import Explorer, Preset, Question, Try
from peerkit.figures.royalty import incomes, summary
from peerkit.figures.words import dollars, listed, number, percent
from peerkit.models.royalty import Royalty, accepted_share, best_share, sales
from peerkit.widgets.predictions import Mark, Options

BASE = Royalty()
TWICE, BEST, CAPPED = (
    {"asked_share": 0.14},
    {"asked_share": 0.0714},
    {"demand_elasticity": 3.0, "highest_share": 0.05},
)
FREE = {"demand_elasticity": 3.0}
LEFT = ("about a quarter", "about a half", "about three quarters")


def _now(**changes):
    record = BASE.replace(**changes)
    return sales(record, accepted_share(record))


def _best(**changes):
    record = BASE.replace(**changes)
    return sales(record, best_share(record).share)


def _left(record):
    """Income at the royalty asked, as a share of the most that can be had."""
    return (
        sales(record, accepted_share(record)).designer_income / sales(record, best_share(record).share).designer_income
    )


def _in_quarters(record):
    return LEFT[int(np.argmin([abs(_left(record) - part) for part in (0.25, 0.5, 0.75)]))]


def _of_hundred(sold):
    return number(round(100 * sold.items / BASE.sales_without_royalty))


def _best_share(record):
    return best_share(record).share


def _share(share):
    return f"{number(100 * share, 2)}%"


def _kept_at_best(elasticity):
    return _of_hundred(_best(demand_elasticity=elasticity))


QUESTION = Question(
    Royalty,
    figure=incomes,
    summary=summary,
    controls=("asked_share", "demand_elasticity", "highest_share", "base_price"),
    presets=(
        Preset(
            "Zazzle's default, 5%",
            {},
            "5% and a ceiling of 99% are published (help.zazzle.com, article 220334608); how buyers answer is a scenario",
        ),
        Preset(
            "Zazzle's average, 7%",
            {"asked_share": 0.07},
            "about 7% is published (help.zazzle.com, article 220334608); how buyers answer is a scenario chosen to fit it",
        ),
        Preset("Fans who must have it", {"demand_elasticity": 3.0, "asked_share": 0.33}),
        Preset(
            "Ceiling of 50%",
            {"highest_share": 0.5, "demand_elasticity": 1.5, "asked_share": 0.6},
            "the ceiling is Zazzle's for physical products since 1 April 2025 (help.zazzle.com, article 360037785973); how "
            "buyers answer is a scenario",
        ),
    ),
    notice=(
        "The designer's curve is flat at its top, the maker's curve is steep there: they do not want the same royalty.",
        "At the designer's best royalty the maker sells only about a third of what it would sell without a royalty: "
        f"{listed([f'{_kept_at_best(e)} of 100 at an elasticity of {e:g}' for e in (3.0, 14.0, 25.0)])}.",
        "The base price changes dollars, not the best royalty.",
    ),
    tries=(
        Try(
            "Ask for 14%, twice the best royalty. How much of the highest possible income is left to the designer?",
            TWICE,
            f"{percent(_left(BASE.replace(**TWICE)))}, and the maker sells {_of_hundred(_now(**TWICE))} of 100 items instead of "
            f"{_of_hundred(_best())}. Asking for too much costs the maker more than the designer.",
            predict=Options(LEFT, _in_quarters),
        ),
        Try(
            "Go from the default of 5% to the best royalty (7.14%). Who loses how much?",
            BEST,
            f"The designer gains {percent(_now(**BEST).designer_income / _now().designer_income - 1)} and the maker loses "
            f"{percent(1 - _now(**BEST).items / _now().items)} of its sales. A default costs its users little and can be "
            "worth much to whoever sets it.",
        ),
        Try(
            "Let the buyers be fans who mind the price less (3). Mark the royalty that now earns the designer most.",
            FREE,
            f"{_share(best_share(BASE.replace(**FREE)).share)}: one divided by the elasticity of 3.",
            predict=Mark(_best_share, "of the list price", 0, 1, said=_share),
        ),
        Try(
            "The same fans, but the platform accepts no more than 5%. Who gains?",
            CAPPED,
            f"The maker and the buyers: {_of_hundred(_now(**CAPPED))} of 100 items are sold instead of "
            f"{_of_hundred(_best(**FREE))}, at {dollars(_now(**CAPPED).list_price)} instead of "
            f"{dollars(_best(**FREE).list_price)}. The designer earns {dollars(_now(**CAPPED).designer_income)} instead of "
            f"{dollars(_best(**FREE).designer_income)}.",
        ),
    ),
)


def dashboard():
    """Designer's income and maker's sales against the royalty; the royalty, buyers and the ceiling on the right."""
    return Explorer(QUESTION)
