r"""Fees for each transaction on a platform that joins buyers and sellers.

.. math::
    D_i = a_i - p_i, \qquad p_B + p_S - c = \frac{a_B + a_S - c}{3}, \qquad p_i = a_i - (p_B + p_S - c)

A buyer and a seller pay for each transaction. A negative fee is a subsidy. A platform that charges for joining instead
is `peerkit.models.two_sided`.

Source: after J.-C. Rochet and J. Tirole 2003; their Lerner formula was read in a secondary source, a thesis on two-sided
monopoly.
"""

from typing import ClassVar, NamedTuple

import numpy as np

from peerkit.records.about import About, Source
from peerkit.records.checks import word
from peerkit.records.outcomes import Outcome, Outcomes
from peerkit.records.parameter import parameter
from peerkit.records.record import Record


class Transaction(Record):
    """A platform that charges a buyer and a seller for every transaction between them."""

    buyers_interest: float = parameter(
        "a_B",
        "Most a buyer would pay",
        unit="dollars per transaction",
        meaning="Fee at which the last buyer leaves; each dollar below it brings one more buyer.",
        default=2.0,
        gt=0,
        explore=(0.2, 3),
        step=0.1,
        why="twice what a seller would pay, so that their fees differ",
        measure="how many buyers leave when the fee rises",
    )
    sellers_interest: float = parameter(
        "a_S",
        "Most a seller would pay",
        unit="dollars per transaction",
        meaning="Fee at which the last seller leaves; each dollar below it brings one more seller.",
        default=1.0,
        gt=0,
        explore=(0.2, 3),
        step=0.1,
        why="the unit of account",
        measure="how many sellers leave when the fee rises",
    )
    transaction_cost: float = parameter(
        "c",
        "Platform's cost per transaction",
        unit="dollars per transaction",
        meaning="What it costs the platform to carry out one transaction.",
        default=0.3,
        ge=0,
        explore=(0, 2),
        step=0.05,
        why="a tenth of what buyer and seller would pay together",
        measure="the platform's accounts: payment, support and fraud for each transaction",
    )

    about: ClassVar[About] = About(
        claim="The sum of the two fees depends on the platform's cost; each side's share of it depends on what that side would "
        "pay.",
        equations=(
            r"D_i = a_i - p_i",
            r"p_B + p_S - c = \frac{a_B + a_S - c}{3}",
            r"p_B + p_S - c = \frac{p_B}{\eta_B} = \frac{p_S}{\eta_S}",
        ),
        assumes=(
            "D_i is the number of customers on side i (B buyers, S sellers), a_i the most one of them would pay, p_i the fee, "
            "c the platform's cost, and eta_i the price elasticity of demand.",
            "Every buyer meets every seller, so transactions are the product of the two numbers.",
            "Demand on each side is linear in its own fee.",
            "Buyers and sellers cannot pass their fees on to each other.",
        ),
        evidence_against=("What each side would pay is a scenario here: neither demand has been measured.",),
        leaves_out=(
            "Rival platforms, and fees for joining.",
            "The price between buyer and seller: a seller who adds the fee to it undoes the split.",
        ),
        sources=(
            Source(
                "Rochet and Tirole, Platform Competition in Two-Sided Markets, Journal of the European Economic "
                "Association 1(4), 2003",
                "unconfirmed",
                "https://doi.org/10.1162/154247603322493212",
            ),
            Source("The case of linear demand", "derived"),
            Source(
                "The Lerner formula, in a thesis on two-sided monopoly, a page of 1library; its address was not kept",
                "secondary",
            ),
        ),
    )


class Fees(NamedTuple):
    """Fees of both sides and what is left after cost [dollars per transaction], transactions, profit [dollars], and a
    word: ``"both pay"``, ``"buyers are subsidised"``, ``"sellers are subsidised"`` or ``"no trade"``."""

    buyers_fee: float
    sellers_fee: float
    margin: float
    volume: float
    profit: float
    outcome: str


def transaction_fees(transaction):
    r"""Fees per transaction that earn the platform most.

    .. math:: m = p_B + p_S - c = \frac{a_B + a_S - c}{3}, \qquad p_i = a_i - m, \qquad \text{volume} = m^2, \qquad
              \Pi = m^3

    The margin equals fee over elasticity on both sides (the Lerner formula). ``"no trade"`` where cost exceeds what
    buyer and seller together would pay: each fee stands where its last customer leaves.

    >>> [round(float(number), 6) for number in transaction_fees(Transaction())[:5]]
    [1.1, 0.1, 0.9, 0.81, 0.729]

    Source: peerkit's own derivation of the linear case; the Lerner formula was read in a secondary source.
    """
    t = transaction
    buyers, sellers = np.asarray(t.buyers_interest, float), np.asarray(t.sellers_interest, float)
    margin = np.asarray(np.maximum(buyers + sellers - t.transaction_cost, 0.0) / 3)
    pb, ps = buyers - margin, sellers - margin
    side = np.where(pb < 0, "buyers are subsidised", np.where(ps < 0, "sellers are subsidised", "both pay"))
    outcome = np.where(margin > 0, side, "no trade")
    return Fees(
        buyers_fee=pb[()],
        sellers_fee=ps[()],
        margin=margin[()],
        volume=(margin**2)[()],
        profit=(margin**3)[()],
        outcome=word(outcome),
    )


OUTCOMES = Outcomes(
    Transaction,
    (
        Outcome(
            "buyers_fee",
            "fee of a buyer that earns the platform most",
            "dollars per transaction",
            lambda r: transaction_fees(r).buyers_fee,
            lambda r: transaction_fees(r).outcome,
            "side that pays",
        ),
        Outcome(
            "sellers_fee",
            "fee of a seller that earns the platform most",
            "dollars per transaction",
            lambda r: transaction_fees(r).sellers_fee,
        ),
        Outcome("profit", "profit at the best fees", "dollars per period", lambda r: transaction_fees(r).profit),
    ),
)
