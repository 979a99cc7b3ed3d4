"""Closed forms of the models as formulas of a spreadsheet, each beside the function that it must equal.

The formulas stand in ``closed_forms.toml``. Where the answer is no number a formula answers with a word: "without limit" for
what is infinite, "none" for what does not exist, "only in peerkit" where the model answers and a closed form does not.
"""

import importlib
import math
import re
from functools import cache, partial
from pathlib import Path

from peerkit.records.files import Entry, Text, read_toml

WITHOUT_LIMIT, NONE, ONLY = "without limit", "none", "only in peerkit"
WITHOUT_OUTCOMES = {"communication": "Communication"}
"""Models that the catalogue does not know, and the names of their records."""
STEPS = 6
"""Steps of Newton's method towards the best piece: from the first guess on they are exact to the last digits."""


class Closed(Entry):
    """One row: its key within the `topic`, a label, a unit, the formula, and the function of the models that it equals.

    `at` is the second argument of that function. A `step` is only on the way to others.
    """

    topic: Text
    key: Text
    label: Text
    unit: Text
    formula: Text
    function: str = ""
    at: float | None = None
    step: bool = False

    def value(self, record):
        """The answer of the function, in words where it is no number."""
        if not self.function:
            return said(OWN[f"{self.topic}.{self.key}"](record))
        return said(function(self.function)(record, *(() if self.at is None else (self.at,))))


class ClosedForms(Entry):
    """All rows of the file."""

    rows: tuple[Closed, ...]


def said(value):
    """A number, or the word for an answer that is none; a word stays as it is.

    >>> said(2), said(math.inf), said(math.nan)
    (2.0, 'without limit', 'none')
    """
    if isinstance(value, str):
        return value
    value = float(value)
    return value if math.isfinite(value) else WITHOUT_LIMIT if math.isinf(value) else NONE


def function(path):
    """The function at ``module:name`` of the models; ``module:name.field`` takes one field of its result.

    >>> from peerkit.models.coverage import Coverage
    >>> round(float(function("coverage:critical_mass.members")(Coverage())), 1)
    123.0
    """
    module, _, name = path.partition(":")
    name, _, field = name.partition(".")
    whole = getattr(importlib.import_module(f"peerkit.models.{module}"), name)
    return (lambda *values: getattr(whole(*values), field)) if field else whole


def record(topic):
    """The record of a topic."""
    if topic in WITHOUT_OUTCOMES:
        return function(f"{topic}:{WITHOUT_OUTCOMES[topic]}")
    from peerkit.models.catalogue import outcomes

    return outcomes(topic).record


@cache
def _rows():
    rows = {}
    for row in read_toml(Path(__file__).with_suffix(".toml"), ClosedForms).rows:
        rows.setdefault(row.topic, []).append(row)
    return {topic: tuple(each) for topic, each in rows.items()}


def closed_forms(topic):
    """The rows of a model, each after those that it names; none for a model without closed forms.

    >>> [row.key for row in closed_forms("coverage")], closed_forms("thresholds")
    (['critical_mass', 'chance', 'members'], ())
    """
    return _rows().get(topic, ())


def topics():
    """The names of the models that have closed forms, in the order of the file."""
    return tuple(_rows())


def input_name(topic, parameter):
    """The name of the cell of an input.

    >>> input_name("coverage", "skills")
    'coverage_skills'
    """
    return f"{topic}_{parameter}"


def result_name(topic, key):
    """The name of the cell of a result.

    >>> result_name("coverage", "members")
    'out_coverage_members'
    """
    return f"out_{topic}_{key}"


def cell_formula(row):
    """The formula of a row with the names of cells.

    >>> cell_formula(closed_forms("royalty")[1])
    '=MIN(royalty_asked_share,royalty_highest_share)'
    """
    inputs = re.sub(r"\{(\w+)\}", lambda name: input_name(row.topic, name[1]), row.formula)
    return "=" + re.sub(r"\[(\w+)\]", lambda key: result_name(row.topic, key[1]), inputs)


def _together(capture):
    stable = capture.network_elasticity * capture.supply_elasticity < 1
    return function("capture:welfare_take_rate.take_rate")(capture) if stable else math.nan


def _peers_start(modes):
    if modes.merge_elasticity != 1 or modes.commons_cost < modes.governance_cost:
        return ONLY
    return function("modes:peers_over_firm.start")(modes)


def _sales(royalty, share, field):
    return getattr(function("royalty:sales")(royalty, function(share)(royalty)), field)


def _scale(specialisation):
    return math.log(specialisation.technology) + specialisation.knowledge_effect * math.log(specialisation.knowledge)


def _log_size(specialisation):
    theta, beta = specialisation.specialisation_elasticity, specialisation.coordination_elasticity
    if not 0 < theta < beta:
        return 0.0
    gain, loss = math.log(theta) + _scale(specialisation), math.log(specialisation.coordination_cost) + math.log(beta)
    return (gain - loss) / (beta - theta)


def _distance(recombination):
    return 1 + recombination.success_chance / 2 - recombination.success_chance * recombination.starting_stock


def _under(network):
    return (network.network_value + network.standalone_value) ** 2 - 4 * network.network_value * network.cost


def _lives(network):
    spread = network.network_value > network.standalone_value and _under(network) >= 0
    return float(network.cost < network.standalone_value or spread)


def _drag(law):
    if law.coherency >= 1 - law.contention:
        return 1.0
    return law.contention - law.coherency + 2 * math.sqrt(law.coherency * (1 - law.contention))


def _newton(granularity, steps):
    w = granularity.overhead / granularity.budget
    x = w + math.sqrt(2 * w)
    for _ in range(steps if w else 0):
        lost = -math.expm1(-x)
        x -= (x - lost - w) / lost
    return x


OWN = {
    "capture.together": _together,
    "diffusion.decay": lambda r: math.exp(-10 * (r.innovation + r.imitation)),
    "granularity.w": lambda r: r.overhead / r.budget,
    **{f"granularity.x{steps}": partial(_newton, steps=steps) for steps in range(STEPS + 1)},
    "intrinsic_motive.paid": lambda r: function("intrinsic_motive:contributors")(r, r.revenue_per_contributor),
    "modes.peers_start": _peers_start,
    "modes.firm_best": lambda r: max(1.0, math.sqrt(2 * r.governance_cost / r.pair_cost)),
    "network_adoption.under": _under,
    "network_adoption.reach": lambda r: abs(r.network_value - r.standalone_value) + math.sqrt(max(_under(r), 0.0)),
    "network_adoption.lives": _lives,
    "recombination.distance": _distance,
    "recombination.square": lambda r: _distance(r) ** 2 - 2 * r.success_chance * r.first_additions,
    "royalty.income": partial(_sales, share="royalty:best_share.share", field="designer_income"),
    "royalty.income_now": partial(_sales, share="royalty:accepted_share", field="designer_income"),
    "royalty.items": partial(_sales, share="royalty:accepted_share", field="items"),
    "scalability.drag": _drag,
    "specialisation.scale": _scale,
    "specialisation.size": _log_size,
    "two_sided.sum": lambda r: r.contributors_value + r.audience_value,
    "two_sided.room": lambda r: 4 - (r.contributors_value + r.audience_value) ** 2,
    "volunteer.small": lambda r: r.members // r.chores,
    "volunteer.large": lambda r: r.members % r.chores,
    "volunteer.more": lambda r: r.members // r.chores + 1,
}
"""Values of the rows that name no function."""
