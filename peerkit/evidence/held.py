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
 1 active ols         1  43   0   0  40
 1 active mean        7  72   0   0  70
 1 active median      6  42   0   0  16
 1 active poisson     0  36   0   0  66
 1 active author      0  94   0   0  96
 1 active truncated   2  94   0   0  95
 1 team   ols        22  21  29   -  48
 1 team   mean       43  37  40   -  26
 1 team   median     46  38  42   -  32
 1 team   poisson    32  26  29   -  52
 5 active ols        26  42   4   0  73
 5 active mean       38  50  14   0  72
 5 active median     39  50  14   0  70
 5 active poisson    28  40   8   0  80
 5 active author      0  93   0   0  82
 5 active truncated  53  92  22   0  82
 5 team   ols        39  34  42   -  83
 5 team   mean       40  36  37   -  52
 5 team   median     40  38  38   -  54
 5 team   poisson    42  36  42   -  86
 7 active ols        30  44  15   0  75
 7 active mean       39  42  12   0  78
 7 active median     39  44  12   0  72
 7 active poisson    32  41  14   0  82
 7 active author      0  93   0   0  72
 7 active truncated  60  92  30   0  72
 7 team   ols        40  36  44   -  86
 7 team   mean       40  34  38   -  59
 7 team   median     40  36  39   -  60
 7 team   poisson    43  39  44   -  89
30 active ols        56  57  53   0  87
30 active mean       48  53  46   6  91
30 active median     49  53  46   6  90
30 active poisson    57  55  50   0  90
30 active author     66  84  80   0  14
30 active truncated  81  86  94   0  28
30 team   ols        50  54  58   -  97
30 team   mean       44  43  46   -  92
30 team   median     44  44  46   -  92
30 team   poisson    52  56  60   -  97
90 active ols        64  64  62   7  88
90 active mean       66  68  68   -  95
90 active median     66  68  67   -  94
90 active poisson    66  65  67   6  86
90 active author     65  74  80   4   -
90 active truncated  76  78  82   4   -
"""


def _read(table):
    rows = (line.split() for line in table.strip().splitlines())
    return MappingProxyType(
        {
            (int(days), size, name): tuple(None if share == "-" else int(share) / 100 for share in shares)
            for days, size, name, *shares in rows
        }
    )


HELD = _read(_TABLE)
"""By window [day], size and estimator: the share of logs whose interval held the truth, in the order of `TRUTHS`.

None where fewer than two in three of the logs allow an estimate.
"""


def held(window_days, size, output, estimator):
    """The shares of one row of the scaling table by true exponent; empty where nothing was measured."""
    shares = HELD.get((window_days, size, estimator)) if output == "count" else None
    return {truth: share for truth, share in zip(TRUTHS, shares or (), strict=bool(shares)) if share is not None}


def holds(shares):
    """True if an interval held every true exponent, whatever disturbed the log.

    >>> holds({"0.75": 0.95, "1": 0.96}), holds({"0.75": 0.5, "1": 0.96}), holds({})
    (True, False, False)
    """
    return bool(shares) and all(share >= HOLDS for share in shares.values())


def holds_one(shares):
    """True if an interval held a true exponent of 1 where nothing disturbed the log."""
    return shares.get("1", 0) >= HOLDS


def expected_beyond(shares):
    """Share of logs whose interval lies on one given side of 1 although the truth is 1: half of those that miss it.

    >>> round(expected_beyond({"1": 0.42}), 2), expected_beyond({})
    (0.29, 0.025)
    """
    return (1 - shares["1"]) / 2 if "1" in shares else 0.025


def held_in_words(shares):
    """A sentence on the interval of a row.

    >>> print(held_in_words({"0.75": 0.5, "1": 0.6}))
    In simulated logs this interval held the true exponent in 50% (0.75), 60% (1) of cases instead of 95%: do not rely on it.
    """
    if not shares:
        return UNMEASURED
    listed = ", ".join(f"{share:.0%} ({truth})" for truth, share in shares.items())
    if holds(shares):
        return f"In simulated logs this interval held the true exponent in {listed} of cases."
    end = "it holds where the truth is 1 and nothing disturbs" if holds_one(shares) else "do not rely on it"
    return f"In simulated logs this interval held the true exponent in {listed} of cases instead of 95%: {end}."
