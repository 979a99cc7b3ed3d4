"""Which numbers a decision rests on, for every model: a row a model, read through `peerkit.models.outcomes`.

A variable that a model leaves open (a size, a time) is fixed here and named in the label.
"""

import importlib
from dataclasses import dataclass
from typing import Any, Callable


@dataclass(frozen=True)
class Outcome:
    """One number that a model answers with.

    `key` is its name in links; `label` reads after "the"; `unit` is without brackets; `compute` takes the model's
    module and a record or batch and returns numbers, NaN or infinity where there is no finite answer. `regime` may
    give the kind of answer in a word for each record, for maps of where which kind prevails; `regime_label` says what
    the words tell.
    """

    key: str
    label: str
    unit: str
    compute: Callable[[Any, Any], Any]
    regime: Callable[[Any, Any], Any] | None = None
    regime_label: str = "kind of answer"


def _information():
    return importlib.import_module("peerkit.models.information_cost")


def _hysteresis():
    return importlib.import_module("peerkit.models.hysteresis")


OUTCOMES = {
    "specialisation": (
        "Specialisation",
        (
            Outcome("team", "best team", "people", lambda m, r: m.optimal_team(r).size),
            Outcome(
                "output", "output per head in the best team", "output per head", lambda m, r: m.optimal_team(r).output
            ),
        ),
    ),
    "late_project": (
        "LateProject",
        (
            Outcome(
                "added",
                "best number of people to add",
                "people",
                lambda m, r: m.best_addition(r).added,
                lambda m, r: m.best_addition(r).outcome,
                "answer whether to add anybody",
            ),
            Outcome(
                "deadline",
                "time that must be left for one newcomer to pay",
                "months",
                lambda m, r: m.time_that_pays(r, 1),
            ),
            Outcome("modules", "time until done in modules", "months", lambda m, r: m.months_in_teams(r, 0)),
        ),
    ),
    "scalability": (
        "Scalability",
        (
            Outcome(
                "size", "most productive size", "people", lambda m, r: m.peak(r).size, lambda m, r: m.peak(r).outcome
            ),
            Outcome("throughput", "throughput of 100 people", "output per period", lambda m, r: m.throughput(r, 100)),
        ),
    ),
    "control_loss": (
        "ControlLoss",
        (
            Outcome(
                "levels",
                "best number of levels",
                "levels",
                lambda m, r: m.optimal_hierarchy(r).levels,
                lambda m, r: m.optimal_hierarchy(r).outcome,
            ),
            Outcome("people", "staff of the best hierarchy", "people", lambda m, r: m.optimal_hierarchy(r).employment),
        ),
    ),
    "knowledge_hierarchy": (
        "KnowledgeHierarchy",
        (
            Outcome(
                "span",
                "workers one solver serves",
                "people",
                lambda m, r: m.optimal_layers(r).span,
                lambda m, r: m.optimal_layers(r).outcome,
            ),
            Outcome("output", "output per head", "output per head", lambda m, r: m.optimal_layers(r).output),
        ),
    ),
    "development_effort": (
        "DevelopmentEffort",
        (
            Outcome("effort", "effort for 100,000 lines", "person-months", lambda m, r: m.effort(r, 100)),
            Outcome("staff", "staff for 100,000 lines", "people", lambda m, r: m.staff(r, 100)),
        ),
    ),
    "information_cost": (
        "modes:Modes",
        (
            Outcome(
                "triple_size",
                "size at which all three modes meet",
                "people",
                lambda m, r: _information().triple_point(r).size,
            ),
            Outcome(
                "triple_cost",
                "cost of information at which all three modes meet",
                "times today's",
                lambda m, r: _information().triple_point(r).information_cost,
            ),
            Outcome(
                "vanishing",
                "cost of information below which no firm beats a market",
                "times today's",
                lambda m, r: _information().firm_vanishes_below(r),
            ),
        ),
    ),
    "modes": (
        "Modes",
        (
            Outcome(
                "peers_start",
                "size from which peers stay cheaper than a firm",
                "people",
                lambda m, r: m.peers_over_firm(r).start,
                lambda m, r: m.cheapest(r, 100),
                "cheapest mode for 100 people",
            ),
            Outcome(
                "firm_start",
                "size from which a firm is cheaper than a market",
                "people",
                lambda m, r: m.firm_over_market(r).start,
            ),
            Outcome("peers_cost", "coordination cost of 100 peers", "contracts", lambda m, r: m.costs(r, 100).peers),
        ),
    ),
    "coverage": (
        "Coverage",
        (
            Outcome("critical_mass", "critical mass", "people", lambda m, r: m.critical_mass(r).members),
            Outcome(
                "chance",
                "chance that 200 people complete it",
                "probability",
                lambda m, r: m.unequal_completion_probability(r, 200),
            ),
        ),
    ),
    "coupon_collector": (
        "CouponCollector",
        (
            Outcome(
                "contributions",
                "expected contributions",
                "contributions",
                lambda m, r: m.expected_contributions(r),
            ),
        ),
    ),
    "networks": (
        "network_fit:FitWindow",
        (
            Outcome(
                "exponent", "exponent of value in members", "elasticity", lambda m, r: m.windowed_exponent(r).exponent
            ),
            Outcome(
                "error",
                "standard error of this exponent",
                "elasticity",
                lambda m, r: m.windowed_exponent(r).standard_error,
            ),
        ),
    ),
    "granularity": (
        "Granularity",
        (
            Outcome("chunk", "best chunk", "minutes", lambda m, r: m.optimal_chunk(r).size),
            Outcome(
                "output",
                "useful minutes per person at the best chunk",
                "minutes per person",
                lambda m, r: m.optimal_chunk(r).output,
            ),
        ),
    ),
    "modularity": (
        "Modularity",
        (
            Outcome("modules", "best number of modules", "modules", lambda m, r: m.best_design(r, 200, 50).modules),
            Outcome(
                "value", "value of the best design", "units of value", lambda m, r: m.best_design(r, 200, 50).value
            ),
        ),
    ),
    "superposition": (
        "Superposition",
        (Outcome("wait", "wait until it is done as likely as not", "releases", lambda m, r: m.time_until(r).time),),
    ),
    "volunteer": (
        "Volunteer",
        (
            Outcome("undone", "chance that a chore stays undone", "probability", lambda m, r: m.equilibrium(r).undone),
            Outcome(
                "volunteering",
                "chance that one person volunteers",
                "probability",
                lambda m, r: m.equilibrium(r).volunteering,
            ),
        ),
    ),
    "selection": (
        "Selection",
        (
            Outcome(
                "advantage",
                "lead of self-selection over the manager",
                "standard deviations",
                lambda m, r: m.picks(r).pool - m.picks(r).manager,
                lambda m, r: m.picks(r).outcome,
            ),
            Outcome(
                "breakeven", "pool from which self-selection wins", "people", lambda m, r: m.breakeven_pool(r).size
            ),
        ),
    ),
    "recombination": (
        "Recombination",
        (
            Outcome(
                "critical_stock",
                "stock above which it explodes",
                "chunks",
                lambda m, r: m.critical_stock(r),
                lambda m, r: m.fate(r).outcome,
            ),
            Outcome("value", "value of a pool of 100 chunks", "chunks", lambda m, r: m.value(r, 100)),
        ),
    ),
    "adjacent_possible": (
        "AdjacentPossible",
        (
            Outcome(
                "critical_variety",
                "variety above which it grows",
                "items",
                lambda m, r: m.critical_variety(r),
                lambda m, r: m.fate(r),
            ),
        ),
    ),
    "interdependence": (
        "Interdependence",
        (
            Outcome("optima", "number of local optima", "designs", lambda m, r: m.expected_local_optima(r)),
            Outcome("height", "height of a typical local optimum", "1", lambda m, r: m.expected_height(r)),
        ),
    ),
    "capture": (
        "Capture",
        (
            Outcome(
                "take", "take that earns the platform most", "fraction", lambda m, r: m.profit_take_rate(r).take_rate
            ),
            Outcome(
                "contributors",
                "contributors at this take",
                "people",
                lambda m, r: m.equilibrium(r, r.take_rate).contributors,
            ),
            Outcome(
                "platform",
                "platform's income at this take",
                "money",
                lambda m, r: m.equilibrium(r, r.take_rate).platform,
            ),
        ),
    ),
    "intrinsic_motive": (
        "IntrinsicMotive",
        (
            Outcome(
                "take", "take that earns the platform most", "fraction", lambda m, r: m.profit_take_rate(r).take_rate
            ),
        ),
    ),
    "royalty": (
        "Royalty",
        (
            Outcome("share", "royalty that earns the designer most", "fraction", lambda m, r: m.best_share(r).share),
            Outcome(
                "income",
                "designer's income at the best royalty",
                "money",
                lambda m, r: m.sales(r, m.best_share(r).share).designer_income,
            ),
        ),
    ),
    "two_sided": (
        "Membership",
        (
            Outcome(
                "contributors_price",
                "price for contributors",
                "money",
                lambda m, r: m.membership_prices(r).contributors_price,
            ),
            Outcome(
                "audience_price", "price for the audience", "money", lambda m, r: m.membership_prices(r).audience_price
            ),
            Outcome("profit", "platform's profit", "money", lambda m, r: m.membership_prices(r).profit),
        ),
    ),
    "inequality": (
        "Participation",
        (
            Outcome(
                "gini",
                "Gini coefficient",
                "1",
                lambda m, r: m.concentration(r).gini,
                lambda m, r: m.concentration(r).outcome,
            ),
            Outcome("top_share", "share of the most active", "1", lambda m, r: m.concentration(r).top_share),
        ),
    ),
    "momentum": (
        "Momentum",
        (
            Outcome(
                "mean",
                "contributions per person",
                "contributions",
                lambda m, r: m.careers(r).mean,
                lambda m, r: m.careers(r).outcome,
            ),
        ),
    ),
    "diffusion": (
        "Diffusion",
        (
            Outcome("peak", "time of fastest adoption", "periods", lambda m, r: m.peak(r).time),
            Outcome("adopters", "adopters after 10 periods", "people", lambda m, r: m.adopters(r, 10.0)),
        ),
    ),
    "thresholds": (
        "Thresholds",
        (
            Outcome("joiners", "number who join in the end", "people", lambda m, r: m.equilibrium(r)),
            Outcome(
                "critical_spread", "spread at which the crowd tips", "people", lambda m, r: m.critical_spread(r).spread
            ),
        ),
    ),
    "network_adoption": (
        "NetworkAdoption",
        (
            Outcome(
                "critical_mass",
                "critical mass",
                "share",
                lambda m, r: m.equilibria(r).critical_mass,
                lambda m, r: m.equilibria(r).outcome,
            ),
            Outcome("adoption", "largest adoption that lasts", "share", lambda m, r: m.equilibria(r).adoption),
        ),
    ),
    "flywheel": (
        "Flywheel",
        (
            Outcome(
                "critical_mass",
                "critical mass",
                "people",
                lambda m, r: m.fixed_points(r).critical_mass,
                lambda m, r: m.fixed_points(r).outcome,
            ),
            Outcome("commons", "thriving size", "people", lambda m, r: m.fixed_points(r).commons),
        ),
    ),
    "hysteresis": (
        "flywheel:Flywheel",
        (
            Outcome(
                "collapse",
                "take above which the community collapses",
                "share",
                lambda m, r: _hysteresis().tipping_take_rates(r).collapse,
            ),
            Outcome(
                "revival",
                "take below which it comes back",
                "share",
                lambda m, r: _hysteresis().tipping_take_rates(r).revival,
            ),
        ),
    ),
    "power_law": (
        "PowerLaw",
        (Outcome("precision", "standard error of the exponent", "1", lambda m, r: m.precision(r)),),
    ),
}
"""Topic to its record and outcomes; a record of another file than the topic's is written ``file:Record``."""
