"""brooks in the JSON is peerkit's topic communication."""

from peerkit.models.communication import (
    Communication,
    channels,
    modular_channels,
    net_output,
    optimal_modules,
    optimal_team,
    optimal_whole_team,
)


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
