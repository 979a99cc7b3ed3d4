r"""The border between growth without limit and decay, for a community whose supply answers revenue more than in proportion.

.. math::
    N_b = \left[k\,((1-\tau)a)^{\varepsilon}\right]^{-1/(\theta\varepsilon-1)}, \qquad
    N_{t+1} = k\,((1-\tau) a)^{\varepsilon} N_t^{\theta\varepsilon}

Parameters are those of `peerkit.models.capture`. Where :math:`\theta\varepsilon < 1` every community comes to rest, and the
size computed here is the one at rest.

Source: peerkit's own derivation.
"""

from typing import NamedTuple

import numpy as np

from peerkit.records.checks import above, between, word

LARGEST_LOG = 690
"""Logarithm of the largest amount [1] that is computed; a float ends at about 709."""
GONE = np.log(1e12)
"""Logarithm of the largest size of a community that is counted [1]; minus this is the smallest."""


class Tipping(NamedTuple):
    """The border between two fates [people], and the fate of a community above and below it, in a word each:
    ``"grows without limit"``, ``"shrinks to nothing"`` or ``"comes to rest"``."""

    border: float
    above: str
    below: str


def tipping_point(capture, take_rate):
    r"""The community size between two fates where the elasticities multiply to 1 or more, at `take_rate` [people].

    .. math:: N_b = \left[k\,((1-\tau)a)^{\varepsilon}\right]^{-1/(\theta\varepsilon-1)}

    Above it each newcomer draws more than one further, below it each who leaves takes more than one along. The border is
    0 where every community has the fate `above` (as where the product is below 1 and all come to rest), and infinite where
    every community has the fate `below`.

    >>> from peerkit.models.capture import Capture
    >>> captive = Capture(network_elasticity=0.5, supply_elasticity=3, supply_scale=10, revenue_scale=1)
    >>> border = tipping_point(captive, 0.9)
    >>> round(float(border.border)), border.above, border.below
    (10000, 'grows without limit', 'shrinks to nothing')

    Source: peerkit's own derivation.
    """
    c, tau = capture, between(-1, 1, "take_rate", take_rate)
    joins, rests = tau < 1, comes_to_rest(c)
    log_n = log_size(c, np.where(joins, 1 - tau, 1.0))
    border = np.where(rests, 0.0, np.where(joins, amount(log_n), np.inf))
    # Exactly at 1, and nothing pushes up or down: every size stays.
    neutral = joins & ~rests & np.isnan(log_n)
    stays = rests | neutral
    above_it = np.where(stays, "comes to rest", "grows without limit")
    below_it = np.where(stays, "comes to rest", "shrinks to nothing")
    return Tipping(np.where(neutral, 0.0, border)[()], word(above_it), word(below_it))


def community_path(capture, take_rate, start, periods):
    r"""Contributors at the start and in each of `periods` periods after it: last period's revenue decides who comes.

    .. math:: N_{t+1} = k\,((1-\tau) a)^{\varepsilon} N_t^{\theta\varepsilon}

    `start` is above 0 [people]; more than 10^12 people or fewer than 10^-12 are reported as infinite and as 0.

    >>> from peerkit.models.capture import Capture
    >>> captive = Capture(network_elasticity=0.5, supply_elasticity=3, supply_scale=10, revenue_scale=1)
    >>> [community_path(captive, 0.9, start, 3).round().tolist() for start in (9_000, 11_000)]
    [[9000.0, 8538.0, 7889.0, 7008.0], [11000.0, 11537.0, 12392.0, 13794.0]]

    Source: peerkit's own derivation.
    """
    if not between(0, 10_000, "periods", periods) == np.round(periods):
        raise ValueError(f"periods must be a whole number, got {periods}")
    c, tau = capture, between(-1, 1, "take_rate", take_rate)
    eps = np.asarray(c.supply_elasticity, float)
    pull = np.log(c.supply_scale) + eps * np.log(np.where(tau < 1, 1 - tau, 1.0) * c.revenue_scale)
    logs = [np.broadcast_to(np.log(above(0, "start", start)), np.broadcast_shapes(np.shape(pull), np.shape(start)))]
    for _ in range(int(periods)):
        last = logs[-1]
        following = np.where(tau < 1, pull + c.network_elasticity * eps * np.clip(last, -GONE, GONE), -np.inf)
        # A community that has left what can be counted does not come back.
        logs.append(np.where(np.abs(last) > GONE, last, following))
    logs = np.stack(logs, axis=-1)
    return np.where(logs > GONE, np.inf, np.where(logs < -GONE, 0.0, np.exp(np.clip(logs, -GONE, GONE))))


def log_size(capture, kept):
    """Logarithm of N for a share `kept` of the revenue; infinite, or NaN if every N solves, where the elasticities
    multiply to 1."""
    c = capture
    eps = np.asarray(c.supply_elasticity, float)
    pull = np.log(c.supply_scale) + eps * (np.log(kept) + np.log(c.revenue_scale))
    room = np.broadcast_to(
        1 - np.asarray(c.network_elasticity * eps), np.broadcast_shapes(np.shape(pull), np.shape(eps))
    )
    # A community that is pushed up at every size has its border at 0, and one that is pushed down at infinity.
    at_one = np.where(pull > 0, -np.inf, np.where(pull < 0, np.inf, np.nan))
    return np.where(room == 0, at_one, pull / np.where(room == 0, 1.0, room))


def amount(logarithm):
    """The number with this logarithm; infinite beyond the largest that is computed."""
    safe = np.exp(np.minimum(np.nan_to_num(logarithm, nan=0.0), LARGEST_LOG))
    return np.where(np.isnan(logarithm), np.nan, np.where(logarithm > LARGEST_LOG, np.inf, safe))


def comes_to_rest(capture):
    """True where the elasticities multiply to less than 1, in the shape of all parameters together."""
    shape = np.broadcast_shapes(*map(np.shape, vars(capture).values()))
    return np.broadcast_to(np.asarray(capture.network_elasticity * capture.supply_elasticity < 1), shape)
