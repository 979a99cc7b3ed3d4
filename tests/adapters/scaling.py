"""scaling in the JSON is peerkit's scaling and spurious_scaling; the regression is in the adapter of network_fit."""

from peerkit.models.scaling import doubling_factor
from peerkit.models.spurious_scaling import (
    common_shock_activity,
    common_shock_elasticity,
    independent_output,
    large_deviation_exponent,
)

QUANTITIES = {
    "scaling.doubling_factor": lambda beta: doubling_factor(beta),
    "scaling.common_shock_elasticity": lambda lam: common_shock_elasticity(lam),
    "scaling.common_shock_rate_for_beta": lambda beta: common_shock_activity(beta),
    "scaling.iid_poisson_output_given_active": lambda c, lam: independent_output(c, lam),
    "scaling.large_deviation_beta": lambda mu: large_deviation_exponent(mu),
}
