"""williamson in the JSON is peerkit's topic control_loss, with symbols for names."""

from peerkit.models.control_loss import ControlLoss, optimal_hierarchy

NAMES = {
    "alpha": "compliance",
    "beta": "pay_ratio",
    "s": "span",
    "w0": "base_wage",
    "P": "price",
    "r": "other_cost",
}


def record(inputs):
    return ControlLoss(**{NAMES[symbol]: value for symbol, value in inputs.items()})


QUANTITIES = {"williamson.n_levels_star": lambda **inputs: optimal_hierarchy(record(inputs)).levels}
