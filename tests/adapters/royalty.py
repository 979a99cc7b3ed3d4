"""capture.royalty_star in the JSON is peerkit's topic royalty."""

from peerkit.models.royalty import Royalty, best_share

QUANTITIES = {"capture.royalty_star": lambda eta: best_share(Royalty(demand_elasticity=eta)).share}
