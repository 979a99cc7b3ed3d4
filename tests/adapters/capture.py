"""capture in the JSON is peerkit's topics capture, published_takes, intrinsic_motive and royalty."""

from peerkit.models.capture import Capture, equilibrium, profit_take_rate, welfare_take_rate
from peerkit.models.published_takes import implied_elasticity


def record(theta, eps):
    return Capture(network_elasticity=theta, supply_elasticity=eps)


def shares(theta, eps, a, k, tau):
    split = equilibrium(record(theta, eps).replace(revenue_scale=a, supply_scale=k), tau)
    return {
        "N": split.contributors,
        "gross": split.gross,
        "platform": split.platform,
        "contributors_surplus": split.contributors_surplus,
    }


QUANTITIES = {
    "capture.take_rate_profit": lambda theta, eps: profit_take_rate(record(theta, eps)).take_rate,
    "capture.take_rate_welfare": lambda theta, eps: welfare_take_rate(record(theta, eps)).take_rate,
    "capture.equilibrium": shares,
    "capture.implied_elasticity": lambda tau: implied_elasticity(tau),
}
