"""bass.fit_* in the JSON are the estimators of peerkit's topic diffusion_fit."""

from peerkit.models.diffusion_fit import density_fit, linear_fit


def estimates(fit):
    return {"p": fit.innovation, "q": fit.imitation, "m": fit.market_size}


def estimates_with_errors(fit):
    errors = {"se_p": fit.innovation_error, "se_q": fit.imitation_error, "se_m": fit.market_size_error}
    return {**estimates(fit), **errors, "rse": fit.residual_error}


# The nonlinear fit searches from a grid of its own, so the JSON's starting values are not needed.
QUANTITIES = {
    "bass.fit_ols": lambda sales: estimates(linear_fit(sales)),
    "bass.fit_nls_density": lambda sales, start=None: estimates_with_errors(density_fit(sales)),
}
