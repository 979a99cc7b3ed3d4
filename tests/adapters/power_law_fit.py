"""powerlaw in the JSON is peerkit's topic power_law_fit."""

from peerkit.models.power_law_fit import maximum_likelihood


def continuous(x, xmin):
    fit = maximum_likelihood(x, tail_start=xmin, discrete=False)
    return {"alpha": fit.exponent, "sigma": fit.standard_error}


QUANTITIES = {
    "powerlaw.mle_continuous": continuous,
    "powerlaw.mle_discrete": lambda x, xmin: maximum_likelihood(x, tail_start=xmin).exponent,
}
