"""selfselection in the JSON is peerkit's topic selection; its noise is absolute, peerkit's relative to the values."""

from peerkit.models.order_statistics import (
    expected_maximum_exponential,
    expected_maximum_normal,
    expected_maximum_uniform,
)
from peerkit.models.selection import (
    Selection,
    breakeven_pool,
    expected_pick,
    nearest_match_distance,
)


def pool(n_firm, sd_noise_firm, sd_noise_peer):
    selection = Selection(candidates=n_firm, manager_noise=sd_noise_firm, self_noise=sd_noise_peer)
    return breakeven_pool(selection).size


QUANTITIES = {
    "selfselection.expected_max_normal": lambda n: expected_maximum_normal(n),
    "selfselection.expected_max_uniform": lambda n: expected_maximum_uniform(n),
    "selfselection.expected_max_exponential": lambda n: expected_maximum_exponential(n),
    "selfselection.expected_value_noisy_pick": lambda n, sd_value, sd_noise: expected_pick(
        n, sd_noise / sd_value, value_spread=sd_value
    ),
    "selfselection.breakeven_pool": pool,
    "selfselection.nearest_match_distance": lambda n: nearest_match_distance(n),
}
