"""coverage in the JSON is peerkit's topic coverage, with symbols for names."""

import numpy as np

from peerkit.models.coverage import (
    Coverage,
    completion_probability,
    critical_mass,
    members_for,
    peak_marginal_value,
    unequal_completion_probability,
    voluntary_window,
)

NAMES = {"K": "skills", "p": "skill_chance", "s": "supply_inequality", "v": "stake", "c": "contribution_cost"}


def record(inputs):
    return Coverage(**{NAMES[symbol]: value for symbol, value in inputs.items()})


def zipf(n, K, s):
    # The JSON's supplies add up to 1 over the K skills, which is a reach of 1/K per skill.
    return unequal_completion_probability(record({"K": K, "s": s, "p": -np.expm1(-1 / K)}), n)


QUANTITIES = {
    "coverage.prob_complete": lambda n, **inputs: completion_probability(record(inputs), n),
    "coverage.critical_mass_inflection": lambda **inputs: critical_mass(record(inputs)).members,
    "coverage.prob_at_inflection": lambda **inputs: critical_mass(record(inputs)).probability,
    "coverage.n_for_target": lambda q, **inputs: members_for(record(inputs), q),
    "coverage.max_marginal_value": lambda **inputs: peak_marginal_value(record(inputs)),
    "coverage.voluntary_window": lambda **inputs: voluntary_window(record(inputs))[:2],
    "coverage.prob_complete_zipf_poisson": zipf,
}
