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
    best = transaction_fees(Transaction(**changes))
    assert best[:2] == pytest.approx(fees)
    assert best.outcome == outcome
    assert (best.volume == 0) == (outcome == "no trade")


def test_every_corner_of_the_teaching_box_has_a_named_outcome():
    box = {name: p.explore for name, p in Transaction.parameters().items()}
    for corner in product(*box.values()):
        best = transaction_fees(Transaction(**dict(zip(box, corner, strict=True))))
        assert np.all(np.isfinite(best[:5])) and best.profit >= 0


@unhurried
@given(trading)
def test_the_margin_is_fee_over_elasticity_on_both_sides(record):
    """The Lerner formula of Rochet and Tirole, confirmed in a secondary source; elasticity by a numerical derivative."""
    best = transaction_fees(record)
    assert best.margin == pytest.approx(best.buyers_fee + best.sellers_fee - record.transaction_cost)
    for fee, interest in (
        (best.buyers_fee, record.buyers_interest),
        (best.sellers_fee, record.sellers_interest),
    ):
        demand, step = interest - fee, 1e-4
        slope = ((interest - fee - step) - (interest - fee + step)) / (2 * step)
        assert best.margin == pytest.approx(-demand / slope, rel=1e-6)  # rounding of a difference of 1e-4


@unhurried
@given(trading, st.floats(-0.3, 0.3), st.floats(-0.3, 0.3))
def test_no_other_pair_of_fees_earns_more(record, first, second):
    best = transaction_fees(record)
    buyers, sellers = best.buyers_fee + first, best.sellers_fee + second
    volume = max(0, record.buyers_interest - buyers) * max(0, record.sellers_interest - sellers)
    assert (buyers + sellers - record.transaction_cost) * volume <= best.profit * (1 + 1e-9)
    assert best.profit == pytest.approx(best.margin * best.volume)


@unhurried
@given(records(Transaction, transaction_cost=st.floats(0, 10)))
def test_each_word_for_who_pays_agrees_with_a_search_over_fees(record):
    best = transaction_fees(record)
    buyers = np.linspace(-record.sellers_interest - 1, record.buyers_interest, 301)
    sellers = np.linspace(-record.buyers_interest - 1, record.sellers_interest, 301)
    pb, ps = np.meshgrid(buyers, sellers)
    earned = (pb + ps - record.transaction_cost) * (record.buyers_interest - pb) * (record.sellers_interest - ps)
    at = np.unravel_index(np.argmax(earned), earned.shape)
    if best.outcome == "no trade":
        assert earned.max() <= 1e-12 and best.profit == 0
        return
    assert earned.max() <= best.profit * (1 + 1e-9)
    # A grid that misses the top says nothing of who pays there.
    assume(earned.max() > 0.5 * best.profit)
    step = (buyers[1] - buyers[0]) + (sellers[1] - sellers[0])
    if best.outcome == "buyers are subsidised":
        assert best.buyers_fee < 0 and pb[at] < step
    elif best.outcome == "sellers are subsidised":
        assert best.sellers_fee < 0 and ps[at] < step
    else:
        assert best.buyers_fee >= 0 and best.sellers_fee >= 0 and min(pb[at], ps[at]) > -step


def test_the_corners_of_what_is_allowed_raise_nothing():
    for values in product((1e-15, 1e15), (1e-15, 1e15), (0.0, 1e15)):
        fees = transaction_fees(Transaction(**dict(zip(Transaction.parameters(), values, strict=True))))
        assert fees.profit >= 0 and fees.outcome


@unhurried
@given(trading, st.floats(0.001, 0.1))
def test_only_the_sum_of_the_fees_follows_cost_by_two_thirds(record, added):
    here = transaction_fees(record)
    there = transaction_fees(record.replace(transaction_cost=record.transaction_cost + added))
    assume(there.outcome != "no trade" != here.outcome)
    rise = there.buyers_fee + there.sellers_fee - here.buyers_fee - here.sellers_fee
    assert rise == pytest.approx(2 * added / 3)
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
