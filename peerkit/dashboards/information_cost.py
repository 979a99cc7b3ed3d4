"""A map of the cheapest mode over size and the cost of information: the page."""

from peerkit.dashboards.explorer import Explorer, Preset, Question, Try
from peerkit.figures.information_cost import TRIED, regime_map, summary
from peerkit.figures.words import at_least_people, headcount, number, people
from peerkit.models.information_cost import switches_at, triple_point
from peerkit.models.modes import Modes
from peerkit.widgets.predictions import Mark, Options

HERE = Modes()
FREE = {"commons_cost": 10.0, "merge_cost": 0.01}
WELL_RUN = {"pair_cost": 0.005}
SLOW_MERGE = {"merge_cost": 0.5}
BORDERS = ("only the lower one", "only the upper one", "both")


def _met(modes):
    return triple_point(modes).size


def _firm_ends(modes):
    """The first and the last size at which a firm is cheapest at the cost of information that the page speaks of."""
    borders = switches_at(modes, TRIED)
    return borders[0].size, borders[-1].size


def _moved(modes):
    (low, high), (low_before, high_before) = _firm_ends(modes), _firm_ends(HERE)
    lower, upper = abs(low - low_before) > 0.5, abs(high - high_before) > 0.5
    return BORDERS[2 if lower and upper else 1 if upper else 0]


def _largest_firm(values):
    return headcount(int(_firm_ends(HERE.replace(**values))[1]))


QUESTION = Question(
    Modes,
    figure=regime_map,
    summary=summary,
    controls=("governance_cost", "pair_cost", "commons_cost", "merge_cost", "merge_elasticity"),
    presets=(
        Preset("Today"),
        Preset("Free hosting", FREE),
        Preset("Well-run firm", WELL_RUN),
        Preset("Pieces interact", {"merge_elasticity": 1.4}),
    ),
    notice=(
        "Follow a vertical line upwards: information becomes more expensive, and at some point a firm becomes cheapest. "
        "That is Coase's point.",
        "Below the firm's border, size alone decides between market and peers, because both pay the same price for "
        "information.",
        "So cheap information alone does not favour peers over the market. It favours both over the firm.",
    ),
    tries=(
        Try(
            "The commons costs 10 instead of 60 and a merge 0.01 instead of 0.05. At which size do all three modes cost "
            "the same now?",
            FREE,
            f"At {at_least_people(_met(HERE.replace(**FREE)))} instead of {at_least_people(_met(HERE))}. With free hosting "
            "even a small group needs neither market nor firm.",
            predict=Mark(_met, "people", low=1, high=1000, log=True, said=people),
        ),
        Try(
            f"The firm is run well: each pair costs 0.005 instead of 0.02. Look at {number(TRIED)} times today's cost of "
            "information: which border of the firm moves?",
            WELL_RUN,
            f"The upper one. A firm is then cheapest up to {_largest_firm(WELL_RUN)} instead of {_largest_firm({})}. "
            "The lower border depends on what a contract costs.",
            predict=Options(BORDERS, _moved),
        ),
        Try(
            "A merge costs 0.5, half a contract. At which size do all three modes cost the same now?",
            SLOW_MERGE,
            f"At {at_least_people(_met(HERE.replace(**SLOW_MERGE)))}. Each piece now saves only half a contract, so more "
            "pieces are needed to pay for the commons.",
            predict=Mark(_met, "people", low=1, high=1000, log=True, said=people),
        ),
    ),
)


def dashboard():
    """The map on the left; the costs that place its borders on the right."""
    return Explorer(QUESTION)
