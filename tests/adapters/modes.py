"""modes in the JSON is peerkit's topic modes, with symbols for names."""

from peerkit.models.modes import Modes, costs, firm_over_market, peers_over_firm, peers_over_market

NAMES = {
    "tau": "contract_cost",
    "F": "governance_cost",
    "kappa": "pair_cost",
    "I0": "commons_cost",
    "iota": "merge_cost",
    "phi": "merge_elasticity",
}


def record(inputs):
    return Modes(**{NAMES[symbol]: value for symbol, value in inputs.items()})


def coordination_cost(n, **inputs):
    each = costs(record(inputs), n)
    return {"market": each.market, "firm": each.firm, "peer": each.peers}


QUANTITIES = {
    "modes.coordination_cost": coordination_cost,
    "modes.firm_beats_market_window": lambda **inputs: firm_over_market(record(inputs))[:2],
    "modes.peer_beats_market_from": lambda **inputs: peers_over_market(record(inputs)).start,
    "modes.peer_beats_firm_from": lambda **inputs: peers_over_firm(record(inputs)).start,
}
