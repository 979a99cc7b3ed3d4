from itertools import product

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy.optimize import minimize_scalar

from peerkit.figures.control_loss import depth
from peerkit.models.control_loss import (
    ControlLoss,
    employment,
    faithful_share,
    measured_compliance,
    optimal_hierarchy,
    output,
    pay_per_worker,
    profit,
    sales_per_worker,
    wage_bill,
    whole_hierarchy,
)
from tests.models.strategies import records

firms = records(ControlLoss)
# Low pay and a clear margin, so that several levels pay for nearly every record drawn.
thrifty = records(ControlLoss, base_wage=st.floats(0.1, 0.3), price=st.floats(1, 2), other_cost=st.floats(0, 0.3))
deep = thrifty.filter(lambda record: optimal_hierarchy(record).outcome == "interior")


@pytest.mark.parametrize(
    ("changes", "levels", "outcome"),
    [
        ({"compliance": 1.0}, np.inf, "no limit"),  # nothing is lost: no level is too many
        ({"compliance": 1 - 1e-12}, np.log(0.4 * 6 / 4.4) / np.log(1 - 1e-12), "interior"),  # the limit, from below
        ({"base_wage": 0.9}, 1, "one level"),  # pay eats the margin: a second level never pays
        ({"base_wage": 0.9, "compliance": 1.0}, 1, "one level"),  # even where nothing is lost
        ({"compliance": 0.1}, 1, "loss outgrows span"),  # six people who do a tenth each make less than one
        ({"span": 1.5}, np.nan, "pay outgrows span"),  # each level costs more than the one below it
        ({"span": 1.6}, np.nan, "pay outgrows span"),  # or just as much
    ],
)
def test_limiting_cases(changes, levels, outcome):
    firm = optimal_hierarchy(ControlLoss(**changes))
    assert firm.levels == pytest.approx(levels, nan_ok=True)
    assert firm.outcome == outcome


@pytest.mark.parametrize(("span", "levels"), [(4, 4.10), (6, 6.18), (10, 7.60)])
def test_against_the_levels_of_the_model_chapter(span, levels):
    assert optimal_hierarchy(ControlLoss(span=span)).levels == pytest.approx(levels, abs=0.005)  # published digits


def test_every_corner_of_the_teaching_box_has_a_best_hierarchy():
    names, box = zip(*((name, p.explore) for name, p in ControlLoss.parameters().items()), strict=True)
    for corner in product(*box):
        firm = optimal_hierarchy(ControlLoss(**dict(zip(names, corner, strict=True))))
        assert np.all(np.isfinite(firm[:4])) and firm.outcome in ("interior", "one level")


@given(firms, st.floats(1, 30))
def test_profit_is_sales_less_pay(record, levels):
    sales = (record.price - record.other_cost) * output(record, levels)
    bill = wage_bill(record, levels)
    assert profit(record, levels) == pytest.approx(sales - bill, abs=1e-9 * (sales + bill))


@pytest.mark.parametrize("levels", [1, 2, 5, 9])
def test_the_wage_bill_is_the_sum_of_the_levels_but_for_the_stated_term(levels):
    record = ControlLoss()
    by_level = (
        record.base_wage * record.pay_ratio ** np.arange(levels) * record.span ** (levels - 1 - np.arange(levels))
    )
    dropped = (record.pay_ratio / record.span) ** levels
    assert by_level.sum() == pytest.approx(wage_bill(record, levels) * (1 - dropped))


@pytest.mark.parametrize("levels", [1, 2, 5, 9])
def test_employment_is_the_sum_of_the_levels_but_for_the_stated_person(levels):
    record = ControlLoss()
    people = (record.span ** np.arange(levels)).sum()
    assert employment(record, levels) - people == pytest.approx(1 / (record.span - 1))


@given(firms, st.floats(0, 5))
def test_no_other_number_of_levels_brings_more(record, factor):
    firm = optimal_hierarchy(record)
    other = 1 + (firm.levels - 1) * factor if firm.outcome == "interior" else 1 + factor
    scale = abs(firm.profit) + wage_bill(record, firm.levels)
    assert profit(record, other) <= firm.profit + 1e-9 * scale


@given(deep)
def test_profit_at_the_optimum_has_a_closed_form(record):
    """There sales are the pay times ln s / ln(alpha s), which is what the first-order condition says."""
    firm = optimal_hierarchy(record)
    markup = np.log(record.span) / np.log(record.compliance * record.span)
    assert firm.profit == pytest.approx(wage_bill(record, firm.levels) * (markup - 1), rel=1e-6)  # two close numbers
    assert firm.profit > 0


@pytest.mark.parametrize("changes", [{}, {"compliance": 0.95}, {"compliance": 0.85, "span": 8.0, "pay_ratio": 1.3}])
def test_the_optimum_is_the_one_a_search_finds(changes):
    record = ControlLoss(**changes)
    best = optimal_hierarchy(record).levels
    search = minimize_scalar(lambda n: -profit(record, n), bounds=(1, 2 * best), method="bounded")
    # A maximum is flat: a search finds its place to about the square root of the precision of its height.
    assert search.x == pytest.approx(best, rel=1e-5)


@given(firms, st.integers(1, 40))
def test_no_other_whole_number_of_levels_brings_more(record, levels):
    whole = whole_hierarchy(record)
    assert whole.levels == round(whole.levels) and abs(whole.levels - optimal_hierarchy(record).levels) < 1
    scale = abs(whole.profit) + wage_bill(record, whole.levels)
    assert profit(record, levels) <= whole.profit + 1e-9 * scale


@given(firms, st.floats(1, 30))
def test_profit_is_the_workers_times_what_each_sells_over_what_each_costs(record, levels):
    margin = sales_per_worker(record, levels) - pay_per_worker(record)
    workers = record.span ** (levels - 1)
    assert profit(record, levels) == pytest.approx(workers * margin, abs=1e-9 * workers)


@given(firms)
def test_workers_and_employment_are_those_of_the_best_hierarchy(record):
    firm = optimal_hierarchy(record)
    assert firm.workers == pytest.approx(record.span ** (firm.levels - 1))
    assert firm.employment == pytest.approx(employment(record, firm.levels))


@given(deep, st.floats(0.001, 0.9))
def test_less_loss_never_removes_a_level(record, share):
    better = record.replace(compliance=1 - (1 - record.compliance) * (1 - share))
    assert optimal_hierarchy(better).levels > optimal_hierarchy(record).levels


@given(deep, st.floats(1.01, 5))
def test_more_expensive_labour_never_adds_a_level(record, factor):
    for costlier in (
        record.replace(base_wage=record.base_wage * factor),
        record.replace(pay_ratio=1 + (record.pay_ratio - 1) * min(factor, 1.5)),
        record.replace(other_cost=record.other_cost + (record.price - record.other_cost) * (1 - 1 / factor)),
    ):
        assert optimal_hierarchy(costlier).levels < optimal_hierarchy(record).levels


@given(st.floats(3, 12), st.floats(1.001, 4))
def test_at_the_defaults_a_wider_span_adds_levels(span, factor):
    narrow, wide = ControlLoss(span=span), ControlLoss(span=span * factor)
    assert optimal_hierarchy(wide).levels > optimal_hierarchy(narrow).levels


@given(st.floats(1e-12, 1), st.floats(1.5, 50))
def test_the_whisper_game_measures_the_compliance_that_explains_it(share, levels):
    compliance = measured_compliance(share, levels)
    assume(compliance > 0)
    assert faithful_share(ControlLoss(compliance=compliance), levels) == pytest.approx(share)


@given(firms, st.floats(1, 20), st.floats(1, 20))
def test_losses_compound_level_by_level(record, one, other):
    together = faithful_share(record, one) * faithful_share(record, other)
    assert faithful_share(record, one + other - 1) == pytest.approx(together)


@given(firms, st.floats(0.01, 100))
def test_paying_in_another_currency_leaves_the_hierarchy_alone(record, rate):
    abroad = record.replace(**{name: getattr(record, name) * rate for name in ("base_wage", "price", "other_cost")})
    assert optimal_hierarchy(abroad).levels == pytest.approx(optimal_hierarchy(record).levels)
    scale = rate * wage_bill(record, 4)
    assert profit(abroad, 4) == pytest.approx(profit(record, 4) * rate, abs=1e-9 * scale)


anything = records(
    ControlLoss,
    compliance=st.one_of(st.floats(0.01, 1), st.just(1.0)),
    pay_ratio=st.floats(1, 6),
    span=st.floats(1.1, 12),
    base_wage=st.floats(0.01, 3),
    price=st.floats(0.6, 3),
)


@given(anything)
def test_each_word_for_the_optimum_agrees_with_a_search_over_all_depths(record):
    firm = optimal_hierarchy(record)
    levels = np.linspace(1, 60, 1181)
    if firm.outcome == "pay outgrows span":
        assert record.pay_ratio >= record.span and np.isnan(firm.profit)
        return
    earned = profit(record, levels)
    slack = 1e-9 * (wage_bill(record, levels) + abs(earned))
    if firm.outcome == "no limit":
        assert (np.diff(earned) > -slack[1:]).all() and record.compliance == 1
    elif firm.outcome in ("one level", "loss outgrows span"):
        assert firm.levels == 1 and (earned <= firm.profit + slack).all()
    else:
        assert firm.levels > 1 and (earned <= firm.profit * (1 + 1e-9) + slack).all()


def test_the_corners_of_what_is_allowed_raise_nothing():
    box = ((1e-15, 1.0), (1.0, 1e15), (1.000001, 1e15), (1e-15, 1e15), (1e-3, 1e15), (0.0, 9e-4))
    for values in product(*box):
        firm = optimal_hierarchy(ControlLoss(**dict(zip(ControlLoss.parameters(), values, strict=True))))
        assert firm.outcome and (np.isnan(firm.levels) or firm.levels >= 1)


def test_a_firm_too_large_for_a_number_is_infinite_and_not_an_error():
    firm = optimal_hierarchy(ControlLoss(compliance=1 - 1e-12))
    assert (firm.workers, firm.employment, firm.profit) == (np.inf, np.inf, np.inf)
    assert profit(ControlLoss(), 1e12) == -np.inf
    assert output(ControlLoss(compliance=0.01), 1e12) == 0


def test_a_batch_gives_what_its_records_give_one_by_one():
    values = {
        "compliance": [0.9, 1.0, 0.1, 0.9, 0.9, 1 - 1e-12],
        "span": [6.0, 6.0, 6.0, 1.5, 6.0, 6.0],
        "base_wage": [0.4, 0.4, 0.4, 0.4, 0.95, 0.4],
    }
    batch = optimal_hierarchy(ControlLoss.batch(**values))
    rows = [dict(zip(values, row, strict=True)) for row in zip(*values.values(), strict=True)]
    single = [optimal_hierarchy(ControlLoss(**row)) for row in rows]
    for i in range(4):
        assert batch[i] == pytest.approx([one[i] for one in single], nan_ok=True)
    assert list(batch.outcome) == [one.outcome for one in single]
    whole = whole_hierarchy(ControlLoss.batch(**values))
    for i in range(4):
        one_by_one = [whole_hierarchy(ControlLoss(**row))[i] for row in rows]
        assert whole[i] == pytest.approx(one_by_one, nan_ok=True)


@pytest.mark.parametrize(
    ("impossible", "message"),
    [
        (lambda: ControlLoss(compliance=0), "compliance must be above 0 and at most 1, got 0"),
        (lambda: ControlLoss(span=1), "span must be above 1, got 1"),
        (lambda: ControlLoss(pay_ratio=0.5), "pay_ratio must be at least 1, got 0.5"),
        (lambda: ControlLoss(other_cost=2), r"price must be above other_cost \(2.0\), got 1.0"),
        (lambda: ControlLoss.batch(price=[2, 1], other_cost=[1, 1]), "price must be above other_cost"),
        (lambda: profit(ControlLoss(), 0.5), "levels must be at least 1, got 0.5"),
        (lambda: output(ControlLoss(), np.nan), "levels must be at least 1, got nan"),
        (lambda: measured_compliance(0, 5), "share must be above 0, got 0"),
        (lambda: measured_compliance(1.5, 5), "share must be at least 0 and at most 1, got 1.5"),
        (lambda: measured_compliance(0.5, 1), "levels must be above 1, got 1"),
        (lambda: employment(ControlLoss(), "6"), "levels must be a number, got '6'"),
        (lambda: wage_bill(ControlLoss(), True), "levels must be a number, got True"),
    ],
)
def test_impossible_hierarchies_are_refused(impossible, message):
    with pytest.raises(ValueError, match=message):
        impossible()


@pytest.mark.parametrize("compliance", [0.96, 0.965, 0.97, 0.98, 0.99])
def test_the_remark_about_the_profit_stands_beside_its_line_and_not_on_it(compliance):
    """On a phone its box once lay on the steep end of the line; the frame is 250 pixels wide there, a letter 7."""
    fig = depth(ControlLoss(compliance=compliance))
    (note,) = [each for each in fig.layout.annotations if each.text.startswith("drawn")]
    width = 7 * max(map(len, note.text.split("<br>"))) / 250
    box = (note.x - width, note.x) if note.xanchor == "right" else (note.x, note.x + width)
    line = next(trace for trace in fig.data if trace.name == "profit")
    shown = np.isfinite(np.asarray(line.y, float))
    low, high = fig.layout.xaxis.range
    x, y = (np.asarray(line.x)[shown] - low) / (high - low), np.asarray(line.y, float)[shown]
    bottom, top = fig.layout.yaxis2.range
    height = (y - bottom) / (top - bottom)
    # The three lines of words take the upper four fifths of the lower panel.
    assert not np.any((x > box[0]) & (x < box[1]) & (height > 0.2))
