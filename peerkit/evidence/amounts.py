"""Measures of amounts (lines, bytes, plays): how unequally the total is made, for logs that say how much a contribution is."""

from functools import partial

import numpy as np

from peerkit.evidence.log import fetched
from peerkit.evidence.measure import Measure
from peerkit.evidence.participation import EXACT, concentration

TOTAL = partial(
    Measure,
    name="amount_total",
    label="Total amount",
    unit="units of the log",
    of="contributions",
    definition="Sum of the amounts of all contributions that state one; n is the number of these.",
    source="elementary",
    misleads="One import of foreign material can outweigh years of work.",
    held=EXACT,
)
GINI = partial(
    Measure,
    name="amount_gini",
    label="Gini coefficient of amounts",
    unit="1",
    of="contributors",
    definition="Gini coefficient of the total amount per contributor: 0 if all contribute the same, near 1 if one contributes "
    "nearly all.",
    source="elementary; formula in peerkit.models.sample_inequality",
    misleads="A few large amounts decide it: look at the largest contribution first.",
)
TOP_1 = partial(
    Measure,
    name="amount_top_1_percent_share",
    label="Share of the amount by the top 1%",
    unit="share",
    of="contributors",
    definition="Amounts of the 1% of contributors with the largest totals, divided by the amounts of all.",
    source="elementary; formula in peerkit.models.sample_inequality",
    misleads="It follows a handful of people, and they need not be those with the most contributions.",
)
TOP_10 = partial(
    Measure,
    name="amount_top_10_percent_share",
    label="Share of the amount by the top 10%",
    unit="share",
    of="contributors",
    definition="Amounts of the 10% of contributors with the largest totals, divided by the amounts of all.",
    source="elementary; formula in peerkit.models.sample_inequality",
    misleads="They need not be those with the most contributions.",
)
CARDS = (TOTAL, GINI, TOP_1, TOP_10)


def amounts(log):
    """Total, Gini coefficient and top shares of amounts; refused if the log has none or one is negative."""
    if not log.has("amount"):
        return refused("The log has no column of amounts.")
    table = log.table
    row = fetched(table.aggregate(least=table.amount.min(), stated=table.amount.count(), total=table.amount.sum()))
    stated = int(row["stated"][0])
    if not stated:
        return refused("No contribution states an amount.")
    if not row["least"][0] >= 0:
        return refused(
            f"The smallest amount is {row['least'][0]:g}: shares of a total need amounts of 0 or more. Give lines added, not the "
            "difference of added and deleted.",
            stated,
        )
    if not 0 < row["total"][0] < np.inf:
        return refused(f"The amounts add up to {row['total'][0]:g}, so nobody has a share of them.", stated)
    values, times = _per_contributor(table)
    return (TOTAL(estimate=float(row["total"][0]), n=stated), *concentration(values, times, GINI, TOP_1, TOP_10))


def refused(said, n=0):
    """All cards, refused with this sentence."""
    return tuple(card(estimate=None, n=n, held="", refused=said) for card in CARDS)


def _per_contributor(table):
    """Each total of a contributor, smallest first, and how many contributors have it."""
    totals = table.group_by("contributor").aggregate(total=table.amount.sum().coalesce(0.0))
    rows = fetched(totals.group_by("total").aggregate(contributors=totals.count()).order_by("total"))
    return rows["total"].astype(float), rows["contributors"].astype(float)
