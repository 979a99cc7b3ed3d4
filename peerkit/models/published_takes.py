r"""What platforms say they keep, and what `peerkit.models.capture` reads from it.

.. math:: \varepsilon = \frac{1-\tau}{\tau + \theta}

Takes are shares of different things (gross price, net revenue, profit), so they cannot be ranked as they stand.

Source: each take has its own; the reading is peerkit's own derivation.
"""

from typing import NamedTuple

import numpy as np

from peerkit.records.checks import at_least


class PublishedTake(NamedTuple):
    """What a platform keeps [fraction], of what, since when, and whose figure that is; all read in the source named."""

    platform: str
    take_rate: float
    base: str
    source: str


PUBLISHED_TAKES = (
    PublishedTake(
        "Squidoo, 2005 to 2014", 0.45, "revenue; 5% more to charity", "Squidoo terms of service and payout FAQ"
    ),
    PublishedTake("YouTube, long videos", 0.45, "advertising revenue", "cnet.com, 20 September 2022"),
    PublishedTake("YouTube, Shorts", 0.55, "pooled advertising revenue", "cnet.com, 20 September 2022"),
    PublishedTake("Apple and Google", 0.30, "gross price", "revenuecat.com; docs.glassfy.io"),
    PublishedTake("Apple and Google, below $1 million", 0.15, "gross price", "revenuecat.com; docs.glassfy.io"),
    PublishedTake("Zazzle Maker", 0.30, "net revenue", "help.zazzle.com 115003254774"),
    PublishedTake("Etsy, before payment fees", 0.065, "gross price", "wise.com, how much does Etsy take per sale"),
    PublishedTake("Shutterstock since 2020, top level", 0.60, "price", "shutterstock.com contributor support kbat02"),
    PublishedTake("Shutterstock since 2020, first level", 0.85, "price", "shutterstock.com contributor support kbat02"),
    PublishedTake("Threadless, 2014", 0.80, "net profit", "blog.threadless.com, artist earnings update"),
)


def implied_elasticity(take_rate, network_elasticity=0.0):
    r"""Supply elasticity at which `take_rate` would be a platform's best: :math:`(1-\tau)/(\tau+\theta)` [elasticity].

    `take_rate` tau is above 0 and at most 1 [fraction], `network_elasticity` theta at least 0 [elasticity]; at theta
    = 0 this is :math:`1/\tau - 1`. A reading of one number through one model, not an estimate: the cost of goods,
    competition and lock-in are in it too.

    >>> print(round(float(implied_elasticity(0.45)), 6))
    1.222222

    Source: peerkit's own derivation.
    """
    tau, theta = np.asarray(take_rate, float), at_least(0, "network_elasticity", network_elasticity)
    if not np.all((tau > 0) & (tau <= 1)):
        raise ValueError(f"take_rate must be above 0 and at most 1, got {take_rate}")
    return ((1 - tau) / (tau + theta))[()]
