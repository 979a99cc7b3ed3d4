"""Logs whose true exponent is known, to see how estimators fail.

Four kinds of community. In three of them nobody helps or hinders anybody, so twice the members make twice as much and the
true exponent is 1:

==============  ============================================================================================
`poisson`       members contribute at random, independently; their number rises and falls over half a year
`common shock`  the same members stay; good and bad times touch everybody alike
`turnover`      newcomers come in waves, and most stay for a month only
`synergy`       as `poisson`, but everybody's rate follows the number of members: output grows with a power of it
==============  ============================================================================================

The members of a community are not the contributors seen in its log. A member who contributes nothing in a window is not
seen in it, so every estimator measures something else than the true exponent, and each errs in its own way.

In this log nobody helps anybody, yet output seems to grow with the 1.5th to 4.7th power of size, the more the longer the
window: in good times more of the same members are seen, and each is seen more often.

>>> import numpy as np
>>> from peerkit.evidence.scaling_rows import scaling
>>> log = simulate("common shock", rng=np.random.default_rng(1))
>>> study = scaling(log, rng=np.random.default_rng(2), draws=0)
>>> log.facts["true_exponent"]
1.0
>>> lines = [row for row in study.rows if row[1:4] == ("active", "count", "ols")]
>>> [(row.window_days, round(row.exponent, 1)) for row in lines[1:4]]
[(5, 1.5), (7, 1.8), (30, 4.7)]

Source: peerkit's own (`peerkit.models.contribution_log`).
"""

import numpy as np

from peerkit.evidence.log import DAY, Log, log_of
from peerkit.models.contribution_log import simulated_log
from peerkit.models.scaling import Scaling

KINDS = {
    "poisson": {"shock": 0, "wave": 0.8, "memory": 180, "tenure": 365},
    "common shock": {"shock": 0.8, "wave": 0, "memory": 30, "tenure": 1e6},
    "turnover": {"shock": 0, "wave": 1, "memory": 30, "tenure": 30},
    "synergy": {"shock": 0, "wave": 0.8, "memory": 180, "tenure": 365},
}
"""The parameters of `peerkit.models.scaling.Scaling` that make each kind."""
SYNERGY = 4 / 3
"""True exponent of the kind `synergy` where none is given [1]."""
START = 1_577_836_800
"""Beginning of every simulated log: 1 January 2020, UTC [s]."""


def simulate(
    kind="poisson",
    *,
    exponent: float | None = None,
    contributors: float = 50.0,
    days: float = 1825.0,
    rate: float = 0.2,
    spread: float = 0.0,
    rng: np.random.Generator,
) -> Log:
    """A log of one `kind` of community with known truth: `log.facts["true_exponent"]`.

    `contributors` belong to the community on average [people], for `days` [day]; each makes `rate` contributions a day
    [1/(person day)]. `spread` is the standard deviation of the logarithm of the members' own rates [1]: at 0 all are
    alike, at 1 the most active of 50 members contributes about ten times as much as the middle one. `exponent` [1] may be
    given for `synergy` only; below 1 members hinder one another.

    >>> log = simulate("synergy", exponent=0.75, rng=np.random.default_rng(1))
    >>> log.facts["true_exponent"], log.reading.kept > 10_000
    (0.75, True)
    >>> simulate("poisson", exponent=2, rng=np.random.default_rng(1))
    Traceback (most recent call last):
    ValueError: the true exponent of 'poisson' is 1; only 'synergy' takes another one, got 2

    Source: peerkit's own.
    """
    if kind not in KINDS:
        raise ValueError(f"kind must be one of {', '.join(map(repr, KINDS))}, got {kind!r}")
    if kind != "synergy" and exponent not in (None, 1):
        raise ValueError(f"the true exponent of {kind!r} is 1; only 'synergy' takes another one, got {exponent:g}")
    true = float(exponent if exponent is not None else SYNERGY if kind == "synergy" else 1)
    if not (0 < true <= 3 and 0 <= spread <= 3):
        raise ValueError(f"exponent must lie between 0 and 3 and spread between 0 and 3, got {true:g} and {spread:g}")
    community = Scaling(contributors=contributors, daily_rate=rate, **KINDS[kind])
    events = simulated_log(community, rng, days, exponent=true, spread=spread)
    order = np.argsort(events.times, kind="stable")
    columns = {
        "contributor": np.array([f"member {each}" for each in events.authors[order]], dtype=object),
        "time": START + np.floor(events.times[order] * DAY).astype(np.int64),
        "item": np.array([f"item {each}" for each in range(order.size)], dtype=object),
    }
    note = f"Simulated: {kind}, true exponent {true:g}. No people stand behind these rows."
    log = log_of(columns, f"simulated {kind}", notes=(note,))
    facts = {"true_exponent": true, "kind": kind, "contributors": contributors, "rate": rate, "spread": spread}
    return Log(log.table, log.name, log.engine, log.reading, facts)
