"""Closed forms of the models as formulas of a spreadsheet, each beside the function that it must equal.

A formula names its inputs in braces, ``{skills}``, and other rows of the same model in brackets, ``[sum]``. Where the answer is
no number the formula answers with a word: "without limit" for what is infinite, "none" for what does not exist.
"""

import importlib
import math
import re
from dataclasses import dataclass
from functools import cache, partial
from typing import Callable

WITHOUT_LIMIT, NONE = "without limit", "none"
STEP = True
WITHOUT_OUTCOMES = {"communication": "Communication"}
"""Models that the catalogue does not know, and the names of their records."""


@dataclass(frozen=True)
class Closed:
    """One row: its key within the `topic`, a label, a unit, the formula, and the function of a record that it equals.

    A `step` is only on the way to others.
    """

    topic: str
    key: str
    label: str
    unit: str
    formula: str
    compute: Callable
    step: bool = False

    def value(self, record):
        """The answer of the function, in words where it is no number."""
        return said(self.compute(record))


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


def _capture():
    stable = "{network_elasticity}*{supply_elasticity}<1"
    yield (
        "take",
        "take that earns the platform most",
        "fraction",
        ("MAX(1-{network_elasticity}*{supply_elasticity},0)/(1+{supply_elasticity})"),
        function("capture:profit_take_rate.take_rate"),
    )
    yield (
        "blind",
        "take of a platform that overlooks the network effect",
        "fraction",
        "1/(1+{supply_elasticity})",
        (function("capture:network_blind_take_rate")),
    )
    yield (
        "together",
        "take that is best for both together (below zero: a subsidy)",
        "fraction",
        (f'IF({stable},0-{{network_elasticity}},"{NONE}")'),
        lambda r: function("capture:welfare_take_rate.take_rate")(r) if _stable(r) else math.nan,
    )


def _stable(capture):
    return capture.network_elasticity * capture.supply_elasticity < 1


def _coverage():
    at = function("coverage:completion_probability")
    needed = function("coverage:members_for")
    yield (
        "critical_mass",
        "size at which a newcomer adds most",
        "people",
        ("LN({skills})/-LN(1-{skill_chance})"),
        function("coverage:critical_mass.members"),
    )
    yield (
        "chance",
        "chance that 200 people hold every skill, if all are equally rare",
        "probability",
        ("(1-(1-{skill_chance})^200)^{skills}"),
        lambda r: at(r, 200),
    )
    yield (
        "members",
        "members for a chance of 90%",
        "people",
        ("LN(1-0.9^(1/{skills}))/LN(1-{skill_chance})"),
        lambda r: needed(r, 0.9),
    )


def _modes():
    """The sizes are in closed form only where merging costs the same for each piece: an elasticity of 1."""
    middle = "({contract_cost}+{pair_cost}/2)"
    root = f"({middle}^2-2*{{pair_cost}}*{{governance_cost}})"
    merge = "({merge_cost}+{pair_cost}/2)"
    yield (
        "firm_start",
        "size from which a firm is cheaper than a market",
        "people",
        (
            f'IF({{governance_cost}}<{{contract_cost}},0,IF({root}<0,"{NONE}",'
            f'IF({{contract_cost}}/{{pair_cost}}+0.5<=1,"{NONE}",({middle}-SQRT({root}))/{{pair_cost}})))'
        ),
        function("modes:firm_over_market.start"),
    )
    yield (
        "peers_start",
        "size from which peers are cheaper than a firm",
        "people",
        (
            f'IF({{merge_elasticity}}<>1,"{ONLY}",IF({{commons_cost}}<{{governance_cost}},"{ONLY}",'
            f"({merge}+SQRT({merge}^2+2*{{pair_cost}}*({{commons_cost}}-{{governance_cost}})))/{{pair_cost}}))"
        ),
        _peers_start,
    )
    yield (
        "firm_best",
        "size at which a firm does best against a market",
        "people",
        ("MAX(1,SQRT(2*{governance_cost}/{pair_cost}))"),
        lambda r: max(1.0, math.sqrt(2 * r.governance_cost / r.pair_cost)),
        STEP,
    )
    yield (
        "firm_vanishes",
        "information cost below which a firm beats a market at no size",
        "1",
        ("({governance_cost}/[firm_best]+{pair_cost}*([firm_best]-1)/2)/{contract_cost}"),
        function("information_cost:firm_vanishes_below"),
    )
    yield (
        "peers_cost",
        "coordination cost of 100 peers",
        "contracts",
        ("{commons_cost}+{merge_cost}*100^{merge_elasticity}"),
        lambda r: function("modes:costs.peers")(r, 100),
    )


ONLY = "only in peerkit"
"""The word of a formula where the model answers and a closed form does not."""


def _peers_start(modes):
    if modes.merge_elasticity != 1 or modes.commons_cost < modes.governance_cost:
        return ONLY
    return function("modes:peers_over_firm.start")(modes)


def _royalty():
    sales = function("royalty:sales")
    best = function("royalty:best_share.share")
    accepted = function("royalty:accepted_share")
    yield (
        "share",
        "royalty that earns the designer most",
        "fraction",
        "MIN(1/{demand_elasticity},{highest_share})",
        best,
    )
    yield "accepted", "royalty that comes about", "fraction", "MIN({asked_share},{highest_share})", accepted
    income = "{{base_price}}*{{sales_without_royalty}}*{0}/(1-{0})*(1-{0})^{{demand_elasticity}}"
    yield (
        "income",
        "designer's income at the best royalty",
        "dollars per period",
        income.format("[share]"),
        (lambda r: sales(r, best(r)).designer_income),
    )
    yield (
        "income_now",
        "designer's income at the royalty asked",
        "dollars per period",
        income.format("[accepted]"),
        (lambda r: sales(r, accepted(r)).designer_income),
    )
    yield (
        "items",
        "items sold at the royalty asked",
        "items per period",
        ("{sales_without_royalty}*(1-[accepted])^{demand_elasticity}"),
        lambda r: sales(r, accepted(r)).items,
    )


def _recombination():
    still = "OR({first_additions}=0,{success_chance}=0)"
    value = function("recombination:value")
    yield (
        "critical_stock",
        "size from which the collection grows by itself",
        "pieces",
        (
            f'IF({still},"{WITHOUT_LIMIT}",MAX(0,1/{{success_chance}}+0.5-SQRT(2*{{first_additions}}/{{success_chance}})))'
        ),
        function("recombination:critical_stock"),
    )
    yield (
        "value",
        "value of a collection of 100 pieces",
        "pieces",
        "{chunk_value}*100+{pair_value}*4950",
        (lambda r: value(r, 100)),
    )
    yield (
        "distance",
        "distance of the stock from growing by itself",
        "1",
        ("1+{success_chance}/2-{success_chance}*{starting_stock}"),
        lambda r: 1 + r.success_chance / 2 - r.success_chance * r.starting_stock,
        STEP,
    )
    yield (
        "square",
        "its square, less what the first additions bring",
        "1",
        ("[distance]^2-2*{success_chance}*{first_additions}"),
        lambda r: (
            (1 + r.success_chance / 2 - r.success_chance * r.starting_stock) ** 2
            - 2 * r.success_chance * r.first_additions
        ),
        STEP,
    )
    yield (
        "limit",
        "size that the collection approaches",
        "pieces",
        (
            f"IF({still},{{starting_stock}}+{{first_additions}},IF(OR([distance]<=0,[square]<0),"
            f'"{WITHOUT_LIMIT}",{{starting_stock}}+2*{{first_additions}}/([distance]+SQRT([square]))))'
        ),
        function("recombination:fate.limit"),
    )


def _volunteer():
    ratio, worth = "({cost}/{benefit})", "{cost}<{benefit}"
    undone = "IF(#<1,1,IF(#=1,0," + ratio + "^(#/(#-1))))"
    steps = "IF(#>1,1-" + ratio + "^(1/(#-1)),1)"
    yield (
        "small",
        "people in the smaller groups",
        "people",
        "INT({members}/{chores})",
        lambda r: r.members // r.chores,
        STEP,
    )
    yield (
        "large",
        "groups with one person more",
        "groups",
        "{members}-{chores}*[small]",
        lambda r: r.members % r.chores,
        STEP,
    )
    yield "more", "people in the larger groups", "people", "[small]+1", lambda r: r.members // r.chores + 1, STEP
    yield (
        "undone",
        "chance that a chore stays undone",
        "probability",
        (
            f"IF({worth},(({{chores}}-[large])*{undone.replace('#', '[small]')}+[large]*{undone.replace('#', '[more]')})/{{chores}},1)"
        ),
        function("volunteer:equilibrium.undone"),
    )
    yield (
        "volunteering",
        "chance that one person volunteers",
        "probability",
        (
            f"IF({worth},(({{chores}}-[large])*[small]*{steps.replace('#', '[small]')}"
            f"+[large]*[more]*{steps.replace('#', '[more]')})/{{members}},0)"
        ),
        function("volunteer:equilibrium.volunteering"),
    )
    yield (
        "done",
        "chores done on average",
        "chores",
        "{chores}*(1-[undone])",
        function("volunteer:expected_chores_done"),
    )


def _specialisation():
    theta, beta = "{specialisation_elasticity}", "{coordination_elasticity}"
    yield (
        "scale",
        "logarithm of the output per head of one alone",
        "1",
        ("LN({technology})+{knowledge_effect}*LN({knowledge})"),
        _scale,
        STEP,
    )
    yield (
        "size",
        "logarithm of the best team, where there is one",
        "1",
        (
            f"IF(AND({beta}>{theta},{theta}>0),(LN({theta})+[scale]-LN({{coordination_cost}})-LN({beta}))/({beta}-{theta}),0)"
        ),
        _log_size,
        STEP,
    )
    vain = f"AND({beta}={theta},LN({{coordination_cost}})>=[scale])"
    yield (
        "team",
        "best team",
        "people",
        (
            f"IF(OR({vain},AND({beta}>{theta},{theta}=0)),0,IF(OR({beta}<={theta},[size]>700),"
            f'"{WITHOUT_LIMIT}",EXP([size])))'
        ),
        function("specialisation:optimal_team.size"),
    )
    yield (
        "output",
        "output per head in the best team",
        "output per head",
        (
            f"IF({vain},0,IF(AND({beta}>{theta},{theta}=0),EXP([scale]),IF(OR({beta}<={theta},[scale]+{theta}*[size]>700),"
            f'"{WITHOUT_LIMIT}",(1-{theta}/{beta})*EXP([scale]+{theta}*[size]))))'
        ),
        function("specialisation:optimal_team.output"),
    )


def _scale(specialisation):
    return math.log(specialisation.technology) + specialisation.knowledge_effect * math.log(specialisation.knowledge)


def _log_size(specialisation):
    theta, beta = specialisation.specialisation_elasticity, specialisation.coordination_elasticity
    if not 0 < theta < beta:
        return 0.0
    return (math.log(theta) + _scale(specialisation) - math.log(specialisation.coordination_cost) - math.log(beta)) / (
        beta - theta
    )


def _two_sided():
    b1, b2 = "{contributors_interest}", "{audience_interest}"
    a1, a2 = "{contributors_value}", "{audience_value}"
    best = "two_sided:membership_prices"
    bounded = 'IF([sum]<2,{0},"{1}")'
    yield (
        "sum",
        "worth of both sides to each other",
        "dollars",
        f"{a1}+{a2}",
        lambda r: r.contributors_value + r.audience_value,
        STEP,
    )
    yield (
        "room",
        "distance from growth without bound",
        "1",
        "(2-[sum])*(2+[sum])",
        lambda r: 4 - (r.contributors_value + r.audience_value) ** 2,
        STEP,
    )
    yield (
        "contributors",
        "contributors at the best prices",
        "hundred people",
        (bounded.format(f"(2*{b1}+[sum]*{b2})/[room]", WITHOUT_LIMIT)),
        function(f"{best}.contributors"),
    )
    yield (
        "audience",
        "audience at the best prices",
        "hundred people",
        (bounded.format(f"(2*{b2}+[sum]*{b1})/[room]", WITHOUT_LIMIT)),
        function(f"{best}.audience"),
    )
    yield (
        "contributors_price",
        "best price for contributors",
        "dollars per member",
        (bounded.format(f"({b1}+({a1}-{a2})*[audience])/2", NONE)),
        function(f"{best}.contributors_price"),
    )
    yield (
        "audience_price",
        "best price for the audience",
        "dollars per member",
        (bounded.format(f"({b2}+({a2}-{a1})*[contributors])/2", NONE)),
        function(f"{best}.audience_price"),
    )
    yield (
        "profit",
        "platform's profit",
        "hundred dollars",
        (bounded.format(f"({b1}*[contributors]+{b2}*[audience])/2", WITHOUT_LIMIT)),
        function(f"{best}.profit"),
    )
    yield (
        "free_from",
        "worth from which contributors join free",
        "dollars per hundred members",
        (
            f'IF({a1}<1,2*(2*{b1}+{a1}*{b2})/({b2}+{a1}*{b1}+SQRT(({b2}+{a1}*{b1})^2+4*{b1}*(2*{b1}+{a1}*{b2}))),"{NONE}")'
        ),
        function("two_sided:free_threshold.value"),
    )


def _transaction():
    best = "transaction:transaction_fees"
    yield (
        "margin",
        "margin of a transaction",
        "dollars per transaction",
        ("MAX({buyers_interest}+{sellers_interest}-{transaction_cost},0)/3"),
        function(f"{best}.margin"),
    )
    yield (
        "buyers_fee",
        "fee of a buyer that earns the platform most",
        "dollars per transaction",
        ("{buyers_interest}-[margin]"),
        function(f"{best}.buyers_fee"),
    )
    yield (
        "sellers_fee",
        "fee of a seller that earns the platform most",
        "dollars per transaction",
        ("{sellers_interest}-[margin]"),
        function(f"{best}.sellers_fee"),
    )
    yield "profit", "profit at the best fees", "dollars per period", "[margin]^3", function(f"{best}.profit")


def _network_adoption():
    k, b, c = "{standalone_value}", "{network_value}", "{cost}"
    yield "under", "what stands under the root", "1", f"({b}+{k})^2-4*{b}*{c}", _under, STEP
    yield (
        "reach",
        "sum of the distance and the root",
        "1",
        f"ABS({b}-{k})+SQRT(MAX([under],0))",
        lambda r: abs(r.network_value - r.standalone_value) + math.sqrt(max(_under(r), 0.0)),
        STEP,
    )
    yield (
        "lives",
        "1 if a network can live at this cost",
        "1",
        f"IF(OR({c}<{k},AND({b}>{k},[under]>=0)),1,0)",
        _lives,
        STEP,
    )
    yield (
        "critical_mass",
        "critical mass",
        "share",
        (f'IF([lives]=0,"{NONE}",IF({c}<{k},0,IF([reach]>0,MAX(2*({c}-{k})/[reach],0),0)))'),
        function("network_adoption:equilibria.critical_mass"),
    )
    yield (
        "adoption",
        "largest adoption that lasts",
        "share",
        (f"IF([lives]=0,0,MIN(1,MAX(0,IF({b}>{k},[reach]/(2*{b}),2*({k}-{c})/IF([reach]>0,[reach],1)))))"),
        function("network_adoption:equilibria.adoption"),
    )
    yield (
        "highest_price",
        "highest price that a network bears",
        "money",
        (f"IF({b}>{k},({k}+{b})*(({k}+{b})/(4*{b})),{k})"),
        function("network_adoption:smallest_network.cost"),
    )


def _under(network):
    return (network.network_value + network.standalone_value) ** 2 - 4 * network.network_value * network.cost


def _lives(network):
    spread = network.network_value > network.standalone_value and _under(network) >= 0
    return float(network.cost < network.standalone_value or spread)


def _scalability():
    at = function("scalability:throughput")
    yield (
        "size",
        "most productive size",
        "people",
        (f'IF({{coherency}}>0,MAX(1,SQRT((1-{{contention}})/{{coherency}})),"{WITHOUT_LIMIT}")'),
        function("scalability:peak.size"),
    )
    yield (
        "drag",
        "share of the work of one that the best size loses",
        "1",
        ("IF({coherency}>=1-{contention},1,{contention}-{coherency}+2*SQRT({coherency}*(1-{contention})))"),
        _drag,
        STEP,
    )
    yield (
        "best",
        "output of the most productive size",
        "output per period",
        (f'IF([drag]>0,{{worker_output}}/[drag],"{WITHOUT_LIMIT}")'),
        function("scalability:peak.throughput"),
    )
    yield (
        "throughput",
        "output of 100 people",
        "output per period",
        ("{worker_output}*100/(1+{contention}*99+{coherency}*9900)"),
        lambda r: at(r, 100),
    )


def _drag(law):
    if law.coherency >= 1 - law.contention:
        return 1.0
    return law.contention - law.coherency + 2 * math.sqrt(law.coherency * (1 - law.contention))


def _communication():
    yield (
        "size",
        "best team where everyone talks to everyone",
        "people",
        (f'IF({{channel_cost}}>0,MAX(1,{{worker_output}}/{{channel_cost}}+0.5),"{WITHOUT_LIMIT}")'),
        function("communication:optimal_team.size"),
    )
    yield (
        "output",
        "output of that team",
        "output per period",
        (
            f'IF({{channel_cost}}>0,IF([size]>1,({{worker_output}}+{{channel_cost}}/2)*[size]/2,{{worker_output}}),"{WITHOUT_LIMIT}")'
        ),
        function("communication:optimal_team.output"),
    )
    yield (
        "nothing",
        "team that produces nothing",
        "people",
        (f'IF({{channel_cost}}>0,2*{{worker_output}}/{{channel_cost}}+1,"{WITHOUT_LIMIT}")'),
        function("communication:break_even_team"),
    )


def _diffusion():
    p, q = "{innovation}", "{imitation}"
    after = function("diffusion:adopters")
    yield (
        "peak",
        "time of fastest adoption",
        "periods",
        f"IF({q}>{p},LN({q}/{p})/({p}+{q}),0)",
        function("diffusion:peak.time"),
    )
    yield (
        "share",
        "share that has adopted by then",
        "share",
        f"IF({q}>{p},0.5-{p}/(2*{q}),0)",
        function("diffusion:peak.share"),
    )
    yield (
        "decay",
        "decline over 10 periods",
        "1",
        f"EXP(-10*({p}+{q}))",
        lambda r: math.exp(-10 * (r.innovation + r.imitation)),
        STEP,
    )
    yield (
        "adopters",
        "adopters after 10 periods",
        "people",
        (f"{{market_size}}*{p}*(1-[decay])/({p}+{q}*[decay])"),
        lambda r: after(r, 10.0),
    )


def _development_effort():
    yield (
        "effort",
        "effort for 100,000 lines",
        "person-months",
        "{effort_scale}*100^{size_elasticity}",
        (lambda r: function("development_effort:effort")(r, 100)),
    )
    yield (
        "staff",
        "staff for 100,000 lines",
        "people",
        ("[effort]/({schedule_scale}*[effort]^{schedule_elasticity})"),
        lambda r: function("development_effort:staff")(r, 100),
    )


def _momentum():
    yield (
        "one_timers",
        "share of people who stop after the first contribution",
        "share",
        ("{effort}/(1+{head_start})"),
        function("momentum:careers.one_timers"),
    )
    yield (
        "mean",
        "contributions per person",
        "contributions",
        (f'IF({{effort}}=1+{{head_start}},1,IF({{effort}}>1,{{head_start}}/({{effort}}-1),"{WITHOUT_LIMIT}"))'),
        function("momentum:careers.mean"),
    )


def _intrinsic_motive():
    b, c, g = "{intrinsic_benefit}", "{outside_option}", "{crowding_out}"
    turns = f"AND({g}>1,{b}>0,{b}<{g}*{c})"
    come = function("intrinsic_motive:contributors")
    yield "unpaid", "contributors without pay", "people", f"{{population}}*MIN({b}/{c},1)", lambda r: come(r, 0.0)
    yield (
        "paid",
        "contributors who get all the revenue",
        "people",
        (f"{{population}}*MIN(({{revenue_per_contributor}}+MAX(0,{b}-{g}*{{revenue_per_contributor}}))/{c},1)"),
        lambda r: come(r, r.revenue_per_contributor),
    )
    yield (
        "fewest",
        "pay that keeps fewest people",
        "dollars per period",
        f'IF({turns},{b}/{g},"{NONE}")',
        function("intrinsic_motive:turn.fewest"),
    )
    yield (
        "as_unpaid",
        "pay from which there are as many as without",
        "dollars per period",
        (f'IF({turns},MIN({b},{c}),"{NONE}")'),
        function("intrinsic_motive:turn.as_unpaid"),
    )


def _flywheel():
    join = function("flywheel:joiners")
    yield (
        "enthusiasts",
        "people who join for the joy of it alone",
        "people",
        ("{population}*MIN({intrinsic_benefit}/{outside_option},1)"),
        lambda r: join(r, 0.0),
    )
    yield (
        "joiners",
        "people who want to join a community of 100",
        "people",
        (
            "{population}*MIN(({intrinsic_benefit}+(1-{take_rate})*{payoff}*(1-(1-{skill_chance})^100)^{skills})"
            "/{outside_option},1)"
        ),
        lambda r: join(r, 100.0),
    )


STEPS = 6
"""Steps of Newton's method: from the first guess on they are exact to the last digits."""


def _granularity():
    """The best piece solves w = x - 1 + exp(-x), with x the piece and w the overhead as shares of the budget."""
    best = "granularity:optimal_chunk"
    yield "w", "overhead as a share of the budget", "1", "{overhead}/{budget}", lambda r: r.overhead / r.budget, STEP
    yield (
        "x0",
        "first guess of the best piece as a share of the budget",
        "1",
        "[w]+SQRT(2*[w])",
        partial(_newton, steps=0),
        STEP,
    )
    for step in range(1, STEPS + 1):
        x = f"[x{step - 1}]"
        # exp(-x) - 1 by way of the tangent keeps the digits that a difference would lose for small pieces.
        lost = f"(2*TANH({x}/2)/(1+TANH({x}/2)))"
        yield (
            f"x{step}",
            f"guess {step}, improved",
            "1",
            f"IF([w]=0,0,{x}-({x}-{lost}-[w])/{lost})",
            partial(_newton, steps=step),
            STEP,
        )
    last = f"[x{STEPS}]"
    yield "chunk", "best piece", "minutes", f"{{budget}}*{last}", function(f"{best}.size")
    yield (
        "output",
        "useful minutes per person with the best piece",
        "minutes per person",
        (f"{{budget}}*EXP(-{last})"),
        function(f"{best}.output"),
    )
    yield (
        "taking_part_best",
        "share of people with time for the best piece",
        "share",
        f"EXP(-{last})",
        function(f"{best}.participation"),
    )
    yield (
        "taking_part",
        "share of people with time for a piece of 30 minutes",
        "share",
        "EXP(-30/{budget})",
        (lambda r: function("granularity:participation")(r, 30.0)),
    )


def _newton(granularity, steps):
    w = granularity.overhead / granularity.budget
    x = w + math.sqrt(2 * w)
    for _ in range(steps if w else 0):
        lost = -math.expm1(-x)
        x -= (x - lost - w) / lost
    return x


_MODELS = {
    "capture": _capture,
    "communication": _communication,
    "coverage": _coverage,
    "development_effort": _development_effort,
    "diffusion": _diffusion,
    "flywheel": _flywheel,
    "granularity": _granularity,
    "intrinsic_motive": _intrinsic_motive,
    "modes": _modes,
    "momentum": _momentum,
    "network_adoption": _network_adoption,
    "recombination": _recombination,
    "royalty": _royalty,
    "scalability": _scalability,
    "specialisation": _specialisation,
    "transaction": _transaction,
    "two_sided": _two_sided,
    "volunteer": _volunteer,
}


@cache
def closed_forms(topic):
    """The rows of a model, each after those that it names; none for a model without closed forms.

    >>> [row.key for row in closed_forms("coverage")], closed_forms("thresholds")
    (['critical_mass', 'chance', 'members'], ())
    """
    rows = _MODELS.get(topic, tuple)()
    return tuple(Closed(topic, *row) for row in rows)


def topics():
    """The names of the models that have closed forms, in the order of the alphabet."""
    return tuple(_MODELS)


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
