"""The share of simulated logs in which each interval of the scaling table held the true exponent.

Two hundred seeded logs of each of five communities: 50 members over five years, 0.2 contributions per member and day,
members' own rates with a standard deviation of the logarithm of 1. In three of them output grows with the true exponent
0.75, 1 or 4/3 of the number of members. In two more nobody interacts, so the truth is 1, but members share good and bad times
or most of them stay for a month only (`peerkit.evidence.simulate`).

Made by ``tests/benchmarks/scaling_coverage.py``; ``tests/evidence/test_held.py`` repeats a part of it.
The table holds for logs like these and for contributions as output; for amounts nothing was measured.
"""

from types import MappingProxyType

TRUTHS = MappingProxyType(
    {
        "0.75": ("synergy", 0.75),
        "1": ("synergy", 1.0),
        "1.33": ("synergy", 4 / 3),
        "1, common shocks": ("common shock", 1.0),
        "1, turnover": ("turnover", 1.0),
    }
)
"""The columns of `HELD`: the true exponent, and the kind of community."""
LOGS = 200
"""Simulated logs behind every share."""
SPREAD = 1.0
"""Standard deviation of the logarithm of members' own rates in these logs [1]."""
HOLDS = 0.888
"""The share from which an interval is said to hold: four standard errors of 200 logs below 95%."""
UNMEASURED = "Not measured on simulated logs."

_TABLE = """
"""


def _read(table):
    rows = (line.split() for line in table.strip().splitlines())
    return MappingProxyType(
        {(int(days), size, name): tuple(int(share) / 100 for share in shares) for days, size, name, *shares in rows}
    )


HELD = _read(_TABLE)
"""By window [day], size and estimator: the share of logs whose interval held the truth, in the order of `TRUTHS`."""


def held(window_days, size, output, estimator):
    """The shares of one row of the scaling table by true exponent; empty where nothing was measured."""
    shares = HELD.get((window_days, size, estimator)) if output == "count" else None
    return dict(zip(TRUTHS, shares, strict=True)) if shares else {}


def holds(shares):
    """True if an interval held every true exponent, whatever disturbed the log.

    >>> holds({"0.75": 0.95, "1": 0.96}), holds({"0.75": 0.5, "1": 0.96}), holds({})
    (True, False, False)
    """
    return bool(shares) and all(share >= HOLDS for share in shares.values())


def holds_one(shares):
    """True if an interval held a true exponent of 1 in all three communities without interaction."""
    return bool(shares) and all(share >= HOLDS for truth, share in shares.items() if truth.startswith("1") and "." not in truth)


def held_in_words(shares):
    """A sentence on the interval of a row.

    >>> print(held_in_words({"0.75": 0.5, "1": 0.96}))
    In simulated logs this interval held the true exponent in 50% (0.75), 96% (1) of cases instead of 95%: do not rely on it.
    """
    if not shares:
        return UNMEASURED
    listed = ", ".join(f"{share:.0%} ({truth})" for truth, share in shares.items())
    if holds(shares):
        return f"In simulated logs this interval held the true exponent in {listed} of cases."
    end = "it holds only where the truth is 1" if holds_one(shares) else "do not rely on it"
    return f"In simulated logs this interval held the true exponent in {listed} of cases instead of 95%: {end}."
