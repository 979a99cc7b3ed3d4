"""recombination.nk_expected_local_optima_max_k in the JSON is one block of all parts in peerkit's interdependence."""

from peerkit.models.interdependence import Interdependence, expected_local_optima

QUANTITIES = {
    "recombination.nk_expected_local_optima_max_k": lambda N: expected_local_optima(
        Interdependence(components=N, block_size=N)
    ),
}
