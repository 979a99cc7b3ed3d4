"""brooks in the JSON is peerkit's topics communication and modular_teams."""

from peerkit.models.communication import (
    Communication,
    channels,
    net_output,
    optimal_team,
    optimal_whole_team,
)
from peerkit.models.modular_teams import modular_channels, optimal_modules


def record(w, c):
    return Communication(worker_output=w, channel_cost=c)


QUANTITIES = {
    "brooks.channels": lambda n: channels(n),
    "brooks.net_output": lambda w, c, n: net_output(record(w, c), n),
    "brooks.n_star": lambda w, c: optimal_team(record(w, c)).size,
    "brooks.n_star_integer": lambda w, c: optimal_whole_team(record(w, c)).smallest,
    "brooks.modular_channels": lambda n, m: modular_channels(n, m),
    "brooks.modular_m_star": lambda n: optimal_modules(n).teams,
}
