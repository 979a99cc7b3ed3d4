r"""Published takes of platforms, and the elasticity that `peerkit.models.capture` reads from a take.

.. math:: \varepsilon = \frac{1-\tau}{\tau + \theta}

Takes are shares of different things (gross price, net revenue, profit), so they cannot be ranked as they stand.

Source: each take has its own; the reading is peerkit's own derivation.
"""

from typing import NamedTuple

import numpy as np

from peerkit.records.about import Source
from peerkit.records.checks import above, at_least, between


class PublishedTake(NamedTuple):
    """A platform's take [fraction], the base it is a share of, and the source of the figure."""

    platform: str
    take_rate: float
    base: str
    source: Source


_YOUTUBE = Source(
    "YouTube's takes, as a page of cnet.com reported them on 20 September 2022; its address was not kept", "secondary"
)
APP_STORES = Source(
    "Takes of Apple and Google, as pages of revenuecat.com and docs.glassfy.io report them; their "
    "addresses were not kept",
    "secondary",
)
SHUTTERSTOCK = Source(
    "Shutterstock's levels since 1 June 2020: a page of shutterstock.com, contributor support, kbat02; "
    "its address was not kept",
    "confirmed",
)
ZAZZLE_2025 = Source(
    "Zazzle from 1 April 2025: help.zazzle.com, article 360037785973, and Zazzle's community forum",
    "confirmed",
    "https://community.zazzle.com/t5/creator-news/update-royalty-rate-adjustments-update-until-the-end-of-april/bc-p/199776/"
    "highlight/true",
)

PUBLISHED_TAKES = (
    PublishedTake(
        platform="Squidoo, 2005 to 2014",
        take_rate=0.45,
        base="revenue; 5% more to charity",
        source=Source(
            "Squidoo's shares of 50%, 45% and 5%, as a contributor reported them in 2010",
            "secondary",
            "http://legendsandlore.blogspot.com/2010/03/payouts.html",
        ),
    ),
    PublishedTake(platform="YouTube, long videos", take_rate=0.45, base="advertising revenue", source=_YOUTUBE),
    PublishedTake(platform="YouTube, Shorts", take_rate=0.55, base="pooled advertising revenue", source=_YOUTUBE),
    PublishedTake(platform="Apple and Google", take_rate=0.30, base="gross price", source=APP_STORES),
    PublishedTake(platform="Apple and Google, below $1 million", take_rate=0.15, base="gross price", source=APP_STORES),
    PublishedTake(
        platform="Zazzle Maker",
        take_rate=0.30,
        base="net revenue",
        source=Source(
            "Zazzle's charge for the Maker platform: help.zazzle.com",
            "confirmed",
            "https://help.zazzle.com/hc/en-us/articles/115003254774-What-does-Zazzle-charge-for-using-the-Maker-platform-",
        ),
    ),
    PublishedTake(
        platform="Etsy, before payment fees",
        take_rate=0.065,
        base="gross price",
        source=Source(
            "Etsy's fees, as a page of wise.com reports them, how much does Etsy take per sale; its address was "
            "not kept",
            "secondary",
        ),
    ),
    PublishedTake(platform="Shutterstock since 2020, top level", take_rate=0.60, base="price", source=SHUTTERSTOCK),
    PublishedTake(platform="Shutterstock since 2020, first level", take_rate=0.85, base="price", source=SHUTTERSTOCK),
    PublishedTake(
        platform="Threadless, 2014",
        take_rate=0.80,
        base="net profit",
        source=Source(
            "Threadless's artist earnings update of 2014: a page of blog.threadless.com; its address was not kept",
            "confirmed",
        ),
    ),
)

SOURCES = tuple(dict.fromkeys(take.source for take in PUBLISHED_TAKES))
"""The sources of all takes, each once."""


def implied_elasticity(take_rate, network_elasticity=0.0):
    r"""Supply elasticity at which `take_rate` would be a platform's best: :math:`(1-\tau)/(\tau+\theta)` [elasticity].

    `take_rate` tau is above 0 and at most 1 [fraction], `network_elasticity` theta at least 0 [elasticity]; at theta
    = 0 this is :math:`1/\tau - 1`. A reading of one number through one model, not an estimate: the cost of goods,
    competition and lock-in are in it too.

    >>> print(round(float(implied_elasticity(0.45)), 6))
    1.222222

    Source: peerkit's own derivation.
    """
    tau, theta = between(0, 1, "take_rate", take_rate), at_least(0, "network_elasticity", network_elasticity)
    above(0, "take_rate", take_rate)
    with np.errstate(over="ignore"):
        return ((1 - tau) / (tau + theta))[()]
