r"""The share of the price that a designer should ask for who names the royalty herself: as much as buyers accept.

.. math::
    P = \frac{B}{1-\rho}, \qquad D = D_0\left(\frac{P}{B}\right)^{-\eta} = D_0 (1-\rho)^{\eta}, \qquad
    \text{income} = \rho P D, \qquad \rho^* = \frac{1}{\eta}

The maker wants the base price B for every item; the designer's share of the list price comes on top, and buyers answer
to the list price.

Source: peerkit's own derivation; that the list price is grossed up like this is an assumption.
"""

from typing import ClassVar, NamedTuple

import numpy as np

from peerkit.models.published_takes import ZAZZLE_2025
from peerkit.records.about import About, Source
from peerkit.records.checks import above, between, word
from peerkit.records.outcomes import Outcome, Outcomes
from peerkit.records.parameter import parameter
from peerkit.records.record import Record


class Royalty(Record):
    """A design on a product: what the blank costs, how buyers answer to the price, how much may be asked."""

    base_price: float = parameter(
        "B",
        "Price without royalty",
        unit="dollars per item",
        meaning="The price that maker and platform want for each item, whatever the designer asks.",
        default=15.0,
        gt=0,
        le=1e9,
        explore=(1, 100),
        scale="log",
        why="near the average T-shirt on Threadless in 2014, $15.55",
        measure="the price list of the maker",
    )
    demand_elasticity: float = parameter(
        r"\eta",
        "How buyers answer to the price",
        unit="percent per percent",
        meaning="Percent by which sales fall when the list price rises by one percent (the elasticity of demand).",
        default=14.0,
        gt=0,
        le=1000,
        explore=(0.5, 25),
        step=0.5,
        why="makes Zazzle's average royalty of about 7% the best one",
        measure="sales of the same design at two prices, chosen at random",
    )
    sales_without_royalty: float = parameter(
        "D_0",
        "Sales without royalty",
        unit="items per period",
        meaning="Items sold when the designer asks for nothing.",
        default=100.0,
        gt=0,
        le=1e9,
        explore=(1, 10000),
        scale="log",
        why="a scale: it changes amounts, not the best share",
        measure="sales of the same design offered without a royalty",
    )
    highest_share: float = parameter(
        r"\bar\rho",
        "Most that may be asked",
        unit="of the list price",
        meaning="The largest royalty that the platform accepts.",
        default=0.99,
        gt=0,
        lt=1,
        explore=(0.05, 0.99),
        step=0.01,
        percent=True,
        why="Zazzle's ceiling until 2025; since 1 April 2025 it is 50% for physical products",
        source="help.zazzle.com, articles 220334608 and 360037785973",
        status="confirmed",
        url="https://help.zazzle.com/hc/en-us/articles/220334608-Zazzle-Royalty-and-Referral-Percentages",
    )

    asked_share: float = parameter(
        r"\rho",
        "Royalty asked",
        unit="of the list price",
        meaning="The share of the list price that the designer asks for; if it is more than is accepted, the largest accepted "
        "share holds.",
        default=0.05,
        ge=0,
        lt=1,
        explore=(0, 0.6),
        step=0.01,
        percent=True,
        why="what Zazzle sets for new products since June 2013 if the designer names nothing else",
        source="help.zazzle.com, article 220334608; forum.zazzle.com, June 2013",
        status="confirmed",
        url="https://help.zazzle.com/hc/en-us/articles/220334608-Zazzle-Royalty-and-Referral-Percentages",
    )

    about: ClassVar[About] = About(
        claim="Let prosumers name their own price: a designer who knows her buyers asks for one divided by the elasticity "
        "of demand.",
        equations=(r"P = \frac{B}{1-\rho}", r"D = D_0 (1-\rho)^{\eta}", r"\rho^* = \frac{1}{\eta}"),
        assumes=(
            "P is the list price, D the number of items sold; the royalty that earns the designer most is marked with a star.",
            "The royalty is a share of the list price and comes on top of a fixed base price.",
            "Demand has a constant elasticity, which the designer knows.",
            "One design at a time: it does not take buyers from the designer's others.",
        ),
        evidence_against=(
            "The rule fits any royalty with some elasticity: Zazzle's advice of 5 to 10% needs 10 to 20, and nobody "
            "has measured that.",
            "The choice is less free than it looks: since 2025 Zazzle charges a fee on what exceeds 10%.",
        ),
        leaves_out=(
            "What the platform loses: every royalty lowers its own sales, so it prefers low ones.",
            "Fees on high royalties, referral fees and promotions that pass high royalties by.",
            "Reputation, and the pleasure of being bought at all.",
        ),
        sources=(
            Source("Best share, list price grossed up", "derived"),
            Source(
                "Zazzle: 5 to 10% recommended, average about 7%: help.zazzle.com, article 220334608",
                "confirmed",
                "https://help.zazzle.com/hc/en-us/articles/220334608-Zazzle-Royalty-and-Referral-Percentages",
            ),
            ZAZZLE_2025,
        ),
    )


class Sales(NamedTuple):
    """The list price [dollars per item], items sold [items per period], and the income of designer and maker [dollars per
    period]."""

    list_price: float
    items: float
    designer_income: float
    maker_revenue: float


class BestShare(NamedTuple):
    """A royalty [fraction of the list price] and a word: ``"interior"``, ``"at the ceiling"`` or ``"no interior
    optimum"``."""

    share: float
    outcome: str


def sales(royalty, share):
    r"""Sales, list price and everybody's income at a royalty of `share` rho, from 0 to below 1 [fraction].

    .. math:: P = \frac{B}{1-\rho}, \qquad D = D_0 (1-\rho)^{\eta}, \qquad \rho P D, \qquad (1-\rho) P D = B D

    `share` may pass `highest_share`: what would be sold if it were accepted.

    >>> [round(float(number), 6) for number in sales(Royalty(demand_elasticity=2), 0.5)]
    [30.0, 25.0, 375.0, 375.0]

    Source: peerkit's own derivation.
    """
    rho = between(0, 1, "share", share)
    if np.any(rho == 1):
        raise ValueError(f"share must be below 1, got {share}")
    kept, r = 1 - rho, royalty
    shape = np.broadcast_shapes(rho.shape, *(np.shape(getattr(r, name)) for name in Royalty.model_fields))
    items = r.sales_without_royalty * kept**r.demand_elasticity
    numbers = (r.base_price / kept, items, rho * (r.base_price / kept) * items, r.base_price * items)
    return Sales(*(np.broadcast_to(number, shape)[()] for number in numbers))


def best_share(royalty):
    r"""The royalty that earns the designer most: :math:`\rho^* = 1/\eta` [fraction of the list price].

    `outcome` is ``"interior"``; ``"at the ceiling"`` where the platform accepts less; or ``"no interior optimum"``
    where buyers hardly mind (:math:`\eta \le 1`), income rises with every dollar asked and only the ceiling stops it.

    >>> best_share(Royalty(demand_elasticity=5)).share.item()
    0.2
    >>> best_share(Royalty(demand_elasticity=0.8))
    BestShare(share=np.float64(0.99), outcome='no interior optimum')

    Source: peerkit's own derivation.
    """
    eta, ceiling = np.asarray(royalty.demand_elasticity, float), np.asarray(royalty.highest_share, float)
    shape = np.broadcast_shapes(*(np.shape(getattr(royalty, name)) for name in Royalty.model_fields))
    best = np.broadcast_to(np.minimum(1 / eta, ceiling), shape)
    stopped = np.where(1 / eta > ceiling, "at the ceiling", "interior")
    outcome = np.broadcast_to(np.where(eta > 1, stopped, "no interior optimum"), shape)
    return BestShare(best[()], word(outcome))


def accepted_share(royalty):
    """The royalty that comes about: the one asked, or the most that may be asked [fraction of the list price].

    >>> print(accepted_share(Royalty(asked_share=0.3, highest_share=0.1)))
    0.1
    """
    return np.minimum(royalty.asked_share, royalty.highest_share)[()]


def implied_demand_elasticity(share):
    r"""Demand elasticity at which a royalty of `share` rho, above 0 and at most 1, would be the best: :math:`1/\rho`.

    A reading of one number through one model [elasticity], not an estimate.

    >>> print(round(float(implied_demand_elasticity(0.07)), 6))
    14.285714

    Source: peerkit's own derivation.
    """
    above(0, "share", share)
    return (1 / between(0, 1, "share", share))[()]


def _best(royalty):
    return best_share(royalty).share


def _best_income(royalty):
    return sales(royalty, _best(royalty)).designer_income


def _income(royalty):
    return sales(royalty, accepted_share(royalty)).designer_income


def _items(royalty):
    return sales(royalty, accepted_share(royalty)).items


def _kind(royalty):
    return best_share(royalty).outcome


OUTCOMES = Outcomes(
    Royalty,
    (
        Outcome("share", "royalty that earns the designer most", "fraction", _best, _kind),
        Outcome("income", "designer's income at the best royalty", "dollars per period", _best_income, _kind),
        Outcome("income_now", "designer's income at the royalty asked", "dollars per period", _income, _kind),
        Outcome("items", "number of items sold at the royalty asked", "items per period", _items, _kind),
    ),
)
