"""The estimators that the JSON files under network and scaling are peerkit's network_fit and exponent_fit."""

from peerkit.models.exponent_fit import loglog_exponent
from peerkit.models.network_fit import fit_through_origin


def origin(law, n, V):
    fit = fit_through_origin(n, V, law)
    return {"a": fit.coefficient, "rmsd": fit.rmsd}


def loglog(n, V):
    line = loglog_exponent(n, V)
    return {"exponent": line.exponent, "log_prefactor": line.log_prefactor, "se": line.standard_error}


QUANTITIES = {"network.fit_through_origin": origin, "scaling.loglog_ols": loglog}
