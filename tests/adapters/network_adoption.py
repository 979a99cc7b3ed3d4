"""netadoption in the JSON is peerkit's topic network_adoption."""

from peerkit.models.network_adoption import NetworkAdoption, equilibria, regimes, smallest_network

NAMES = {"k": "standalone_value", "b": "network_value", "c": "cost"}


def record(inputs):
    return NetworkAdoption(**{NAMES[symbol]: value for symbol, value in inputs.items()})


def both_equilibria(**inputs):
    sizes = equilibria(record(inputs))
    return {"n_low": sizes.critical_mass, "n_high": sizes.adoption}


def critical_mass(**inputs):
    top = smallest_network(record(inputs))
    return {"n0": top.adoption, "p_max": top.cost}


def three_regimes(**inputs):
    order = regimes(record(inputs))
    return {"n_monopoly": order.monopoly, "n_competitive": order.competition, "n_planner": order.planner}


QUANTITIES = {
    "netadoption.equilibria": both_equilibria,
    "netadoption.critical_mass": critical_mass,
    "netadoption.monopoly_competition_planner": three_regimes,
}
