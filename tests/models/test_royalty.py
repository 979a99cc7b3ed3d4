from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from peerkit.figures.royalty import incomes, summary
from peerkit.models.royalty import OUTCOMES, Royalty, accepted_share, best_share, implied_demand_elasticity, sales
from tests.models.extremes import extreme_records, plain
from tests.models.strategies import records

# No time limit for an example: the machine may be busy.
unhurried = settings(deadline=None)
elastic = records(Royalty, demand_elasticity=st.floats(1.1, 25), highest_share=0.99)
shares = st.floats(0, 0.99)


@pytest.mark.parametrize(
    ("changes", "share", "outcome"),
    [
        ({"demand_elasticity": 2}, 0.5, "interior"),  # one over two
        ({"demand_elasticity": 1000}, 0.001, "interior"),  # buyers leave for a cent: ask next to nothing
        ({"demand_elasticity": 2, "highest_share": 0.3}, 0.3, "at the ceiling"),  # the platform accepts less
        ({"demand_elasticity": 2, "highest_share": 0.5}, 0.5, "interior"),  # a ceiling that does not bind
        ({"demand_elasticity": 1}, 0.99, "no interior optimum"),  # income rises towards a share of one
        ({"demand_elasticity": 0.5, "highest_share": 0.5}, 0.5, "no interior optimum"),  # the ceiling alone stops it
    ],
)
def test_limiting_cases(changes, share, outcome):
    best = best_share(Royalty(**changes))
    assert best.share == pytest.approx(share)
    assert best.outcome == outcome


def test_every_corner_of_the_teaching_box_has_a_best_share():
    box = {name: p.explore for name, p in Royalty.parameters().items()}
    for corner in product(*box.values()):
        record = Royalty(**dict(zip(box, corner, strict=True)))
        best = best_share(record)
        assert 0 < best.share <= record.highest_share
        assert np.all(np.isfinite(sales(record, best.share)))


def test_against_zazzle_whose_advice_needs_a_demand_elasticity_of_ten_to_twenty():
    """help.zazzle.com 220334608: 5 to 10 percent recommended, average about 7, which needs about 14."""
    assert implied_demand_elasticity([0.05, 0.10]) == pytest.approx([20, 10])
    assert implied_demand_elasticity(0.07) == pytest.approx(14, abs=0.5)  # the average is given to one digit


@unhurried
@given(records(Royalty), shares)
def test_designer_and_maker_share_what_buyers_pay(record, share):
    sold = sales(record, share)
    assert sold.designer_income + sold.maker_revenue == pytest.approx(sold.list_price * sold.items)
    assert sold.designer_income == pytest.approx(share * sold.list_price * sold.items)


@unhurried
@given(records(Royalty), st.floats(0.001, 0.9))
def test_sales_answer_to_the_list_price_with_the_stated_elasticity(record, share):
    none, some = sales(record, 0), sales(record, share)
    slope = np.log(some.items / none.items) / np.log(some.list_price / none.list_price)
    # The logarithm of a price that moved by a thousandth keeps three digits less.
    assert slope == pytest.approx(-record.demand_elasticity, rel=1e-9)
    assert none.items == record.sales_without_royalty and none.list_price == record.base_price


@unhurried
@given(records(Royalty))
def test_no_accepted_share_earns_the_designer_more(record):
    best = sales(record, best_share(record).share).designer_income
    others = sales(record, np.linspace(0, record.highest_share, 500)).designer_income
    assert np.all(others <= best * (1 + 1e-9))


@unhurried
@given(records(Royalty))
def test_what_is_asked_is_accepted_up_to_the_ceiling_and_never_earns_more_than_the_best(record):
    share = accepted_share(record)
    assert share == record.asked_share or (share == record.highest_share and record.asked_share > record.highest_share)
    best = sales(record, best_share(record).share).designer_income
    assert sales(record, share).designer_income <= best * (1 + 1e-9)


@pytest.mark.parametrize("elasticity", [5, 14, 100, 1000])
def test_at_the_best_royalty_the_maker_keeps_about_one_sale_in_e(elasticity):
    """(1 - 1/eta)^eta rises to 1/e: 33% at an elasticity of 5, 35% at 14."""
    record = Royalty(demand_elasticity=elasticity, sales_without_royalty=1)
    kept = sales(record, best_share(record).share).items
    assert np.exp(-1) * (1 - 1 / elasticity) < kept < np.exp(-1)


@unhurried
@given(elastic, st.floats(1.01, 5))
def test_more_elastic_buyers_lower_the_best_share(record, factor):
    keener = record.replace(demand_elasticity=record.demand_elasticity * factor)
    assert best_share(keener).share < best_share(record).share


@unhurried
@given(records(Royalty), shares, shares)
def test_every_royalty_costs_the_maker_sales(record, one, other):
    low, high = sales(record, min(one, other)), sales(record, max(one, other))
    assert high.maker_revenue <= low.maker_revenue


@unhurried
@given(elastic)
def test_the_implied_elasticity_undoes_the_best_share(record):
    assert implied_demand_elasticity(best_share(record).share) == pytest.approx(record.demand_elasticity)


@unhurried
@given(records(Royalty), shares, st.floats(0.01, 100))
def test_counting_in_another_currency_moves_prices_and_no_sale(record, share, rate):
    abroad = record.replace(base_price=record.base_price * rate)
    here, there = sales(record, share), sales(abroad, share)
    assert there.items == here.items
    assert there.list_price == pytest.approx(here.list_price * rate)
    assert there[2:] == pytest.approx(np.multiply(here[2:], rate))
    assert best_share(abroad) == best_share(record)


def test_a_batch_gives_what_its_records_give_one_by_one():
    values = {"demand_elasticity": [14, 2, 0.5], "highest_share": [0.99, 0.3, 0.5], "base_price": [15, 1, 2]}
    rows = [dict(zip(values, row, strict=True)) for row in zip(*values.values(), strict=True)]
    batch, singles = Royalty.batch(**values), [Royalty(**row) for row in rows]
    assert best_share(batch).share == pytest.approx([best_share(record).share for record in singles])
    assert list(best_share(batch).outcome) == [best_share(record).outcome for record in singles]
    assert np.transpose(sales(batch, 0.2)) == pytest.approx(np.array([sales(record, 0.2) for record in singles]))


@pytest.mark.parametrize(
    ("deed", "message"),
    [
        (lambda: Royalty(demand_elasticity=0), "demand_elasticity must be above 0 and at most 1000, got 0"),
        (lambda: Royalty(highest_share=1), "highest_share must be above 0 and below 1, got 1"),
        (lambda: sales(Royalty(), 1), "share must be below 1, got 1"),
        (lambda: sales(Royalty(), -0.1), "share must be at least 0 and at most 1, got -0.1"),
        (lambda: sales(Royalty(), "0.1"), "share must be a number, got '0.1'"),
        (lambda: implied_demand_elasticity(0), "share must be above 0, got 0"),
    ],
)
def test_the_impossible_is_refused(deed, message):
    with pytest.raises(ValueError, match=message):
        deed()


@unhurried
@given(records(Royalty))
def test_every_word_about_the_best_royalty_agrees_with_brute_force(record):
    shares_tried = np.linspace(0, record.highest_share, 2001)
    income, said = sales(record, shares_tried).designer_income, summary(record)
    now = sales(record, accepted_share(record)).designer_income
    if "No royalty that is accepted earns the designer noticeably more" in said:
        assert income.max() < 1.006 * now
    else:
        assert income.max() > 1.004 * now
    assert ("the most that may be asked" in said) <= (income.argmax() == income.size - 1)
    assert ("the most that is accepted" in said) == (record.asked_share > record.highest_share)


def test_the_ends_of_the_valid_range_are_computed_drawn_and_said():
    for record in extreme_records(Royalty):
        assert all(plain(outcome.of(record)) for outcome in OUTCOMES.each)
        fig = incomes(record)
        for trace in (trace for trace in fig.data if trace.name == "thresholds"):
            assert np.all((np.array(trace.x) >= 0) & (np.array(trace.x) <= fig.layout.xaxis.range[1]))
        assert "no value" not in summary(record)
