"""Built-in logs, made by chance with known truth: what a report looks like, and how far it can be trusted."""

import numpy as np

SEED = 2005
SAMPLES = {
    "turnover": (
        "People come and go",
        "Nobody helps or hinders anybody; members come in waves and leave. The true exponent is 1.",
    ),
    "synergy": ("More than the sum", "Each one makes more when more are there: the true exponent is 1.33."),
    "common shock": ("Good and bad times", "Everybody's activity rises and falls together. The true exponent is 1."),
}
"""Name of each sample, its title, and what is true of it."""
FIRST = "turnover"
"""The sample that the page begins with."""
DAYS = 730
"""The length of a sample [day]: two years show who stays and who leaves, and take a few seconds to analyse."""


def sample(name):
    """The `peerkit.evidence.log.Log` of a sample; raises `ValueError` for an unknown name."""
    from peerkit.evidence.simulate import simulate

    if name not in SAMPLES:
        raise ValueError(f"there is no sample {name!r}; there are {', '.join(SAMPLES)}")
    return simulate(name, days=DAYS, rng=np.random.default_rng(SEED))
