from itertools import product

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from peerkit.models.transaction import Transaction, transaction_fees
from tests.models.strategies import records

# No time limit for an example: the machine may be busy.
unhurried = settings(deadline=None)
trading = records(Transaction, transaction_cost=st.floats(0, 0.39))


@pytest.mark.parametrize(
    ("changes", "fees", "outcome"),
    [
        ({"transaction_cost": 0, "buyers_interest": 1}, (1 / 3, 1 / 3), "both pay"),  # alike: they pay alike
        ({"sellers_interest": 0.2}, (2 - 1.9 / 3, 0.2 - 1.9 / 3), "sellers are subsidised"),  # sellers hardly care
        ({"buyers_interest": 0.2}, (0.2 - 0.3, 0.7), "buyers are subsidised"),  # buyers hardly care
        ({"transaction_cost": 3}, (2, 1), "no trade"),  # cost takes all that both would pay
        ({"transaction_cost": 1e12}, (2, 1), "no trade"),  # and any more
    ],
)
def test_limiting_transactions(changes, fees, outcome):
    found = transaction_fees(Transaction(**changes))
    assert found[:2] == pytest.approx(fees)
    assert found.outcome == outcome
    assert (found.volume == 0) == (outcome == "no trade")


def test_every_corner_of_the_teaching_box_has_a_named_outcome():
    box = {name: p.explore for name, p in Transaction.parameters().items()}
    for corner in product(*box.values()):
        found = transaction_fees(Transaction(**dict(zip(box, corner, strict=True))))
        assert np.all(np.isfinite(found[:5])) and found.profit >= 0


@unhurried
@given(trading)
def test_the_margin_is_fee_over_elasticity_on_both_sides(record):
    """The Lerner formula of Rochet and Tirole, confirmed in a secondary source; elasticity by a numerical derivative."""
    found = transaction_fees(record)
    assert found.margin == pytest.approx(found.buyers_fee + found.sellers_fee - record.transaction_cost)
    for fee, interest in (
        (found.buyers_fee, record.buyers_interest),
        (found.sellers_fee, record.sellers_interest),
    ):
        demand, step = interest - fee, 1e-4
        slope = ((interest - fee - step) - (interest - fee + step)) / (2 * step)
        assert found.margin == pytest.approx(-demand / slope, rel=1e-6)  # rounding of a difference of 1e-4


@unhurried
@given(trading, st.floats(-0.3, 0.3), st.floats(-0.3, 0.3))
def test_no_other_pair_of_fees_earns_more(record, first, second):
    found = transaction_fees(record)
    buyers, sellers = found.buyers_fee + first, found.sellers_fee + second
    volume = max(0, record.buyers_interest - buyers) * max(0, record.sellers_interest - sellers)
    assert (buyers + sellers - record.transaction_cost) * volume <= found.profit * (1 + 1e-9)
    assert found.profit == pytest.approx(found.margin * found.volume)


@unhurried
@given(trading, st.floats(0.001, 0.1))
def test_only_the_sum_of_the_fees_follows_cost_by_two_thirds(record, dearer):
    here = transaction_fees(record)
    there = transaction_fees(record.replace(transaction_cost=record.transaction_cost + dearer))
    assume(there.outcome != "no trade" != here.outcome)
    rise = there.buyers_fee + there.sellers_fee - here.buyers_fee - here.sellers_fee
    assert rise == pytest.approx(2 * dearer / 3)
    gap = record.buyers_interest - record.sellers_interest
    assert there.buyers_fee - there.sellers_fee == pytest.approx(gap, abs=1e-12)


@unhurried
@given(trading, st.floats(0.01, 100))
def test_counting_fees_in_another_currency_scales_them(record, rate):
    abroad = Transaction(**{name: value * rate for name, value in record.model_dump().items()})
    here, there = transaction_fees(record), transaction_fees(abroad)
    assert there[:3] == pytest.approx(np.multiply(here[:3], rate), abs=1e-9 * rate)
    assert (there.volume, there.profit) == pytest.approx((here.volume * rate**2, here.profit * rate**3))


def test_a_batch_gives_what_its_records_give_one_by_one():
    values = {"sellers_interest": [1, 0.2, 1, 1], "transaction_cost": [0.3, 0.3, 3, 0]}
    rows = [dict(zip(values, row, strict=True)) for row in zip(*values.values(), strict=True)]
    many, ones = transaction_fees(Transaction.batch(**values)), [transaction_fees(Transaction(**row)) for row in rows]
    for field in many._fields[:-1]:
        assert getattr(many, field) == pytest.approx([getattr(one, field) for one in ones])
    assert list(many.outcome) == [one.outcome for one in ones]


@pytest.mark.parametrize(
    ("deed", "message"),
    [
        (lambda: Transaction(transaction_cost=-1), "transaction_cost must be at least 0, got -1"),
        (lambda: Transaction.batch(buyers_interest=[1, float("nan")]), "buyers_interest must be above 0, got nan"),
    ],
)
def test_the_impossible_is_refused(deed, message):
    with pytest.raises(ValueError, match=message):
        deed()
