"""threshold in the JSON is peerkit's topics thresholds and crowd."""

from peerkit.models.crowd import discrete_equilibrium
from peerkit.models.thresholds import Thresholds, critical_spread, equilibrium


def critical_sd(mean, N):
    tipping = critical_spread(Thresholds(mean_threshold=mean, members=N))
    return {"sd_critical": tipping.spread, "fixed_point": tipping.joiners}


QUANTITIES = {
    "threshold.critical_sd": critical_sd,
    "threshold.equilibrium_from_zero": lambda mean, sd, N: equilibrium(
        Thresholds(mean_threshold=mean, spread=sd, members=N)
    ),
    "threshold.discrete_equilibrium": lambda th: discrete_equilibrium(th),
}
