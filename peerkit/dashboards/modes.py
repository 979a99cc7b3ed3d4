"""The cheapest way to coordinate production, by size: the page."""

from peerkit.dashboards.explorer import Explorer, Preset, Question, Try
from peerkit.figures.modes import cost_curves, summary
from peerkit.figures.words import at_least_people, people
from peerkit.models.modes import Modes, cheapest, firm_over_market, peers_over_firm, switches
from peerkit.widgets.predictions import Mark, Options

HERE = Modes()
QUICK_MERGE = {"merge_cost": 0.01}
CLICK = {"contract_cost": 0.2}
INTERACTING = {"merge_elasticity": 1.4}
SIZES = ("the small sizes", "the large sizes", "both")


def _lost(modes):
    """The sizes that a firm loses, compared with the default."""
    small = firm_over_market(modes).start > firm_over_market(HERE).start
    large = peers_over_firm(modes).start < peers_over_firm(HERE).start
    return SIZES[2 if small and large else 1 if large else 0]


def _who(modes):
    return f"{cheapest(modes, 100_000)}"


def _last_border(modes):
    return switches(modes, 1e10)[-1].size


QUESTION = Question(
    Modes,
    figure=cost_curves,
    summary=summary,
    controls=("contract_cost", "pair_cost", "commons_cost", "merge_cost", "merge_elasticity"),
    presets=(
        Preset("Before the web"),
        Preset("Free hosting", {"commons_cost": 10.0, "merge_cost": 0.01}),
        Preset("Contracts by click", CLICK),
        Preset("Everyone on one channel", {"pair_cost": 0.1}),
        Preset("Pieces interact", INTERACTING),
    ),
    notice=(
        "Peers start as the most expensive mode. They win later because their cost grows in proportion to size, while "
        "the firm's grows with its square.",
        "A firm is cheapest between two borders. The lower one depends on the cost of contracts, the upper one on the "
        "commons and on merging.",
    ),
    tries=(
        Try(
            "Merging a piece becomes five times cheaper (0.01). Which sizes does the firm lose?",
            QUICK_MERGE,
            f"The large sizes. Peers now win from {at_least_people(_last_border(HERE.replace(**QUICK_MERGE)))} on instead "
            f"of {at_least_people(_last_border(HERE))}. The border between market and firm stays where it was.",
            predict=Options(SIZES, _lost),
        ),
        Try(
            "Contracts become five times cheaper (0.2). From which size on are peers cheapest now?",
            CLICK,
            f"From {at_least_people(_last_border(HERE.replace(**CLICK)))} on: cheap contracts help the market, so peers "
            "win later. The firm disappears at every size. It existed because contracts were expensive, which was "
            "Coase's point.",
            predict=Mark(_last_border, "people", low=1, high=1000, log=True, said=people),
        ),
        Try(
            "Pieces interact (merging scales with 1.4). Who is cheapest among 100,000 contributors?",
            INTERACTING,
            "The market. Peers beat the firm later than before, and at large sizes merging costs more than contracts, so "
            "the market wins those back.",
            predict=Options(("market", "firm", "peers"), _who),
        ),
    ),
)


def dashboard():
    """Three cost curves on the left; the five costs that place them on the right."""
    return Explorer(QUESTION)
