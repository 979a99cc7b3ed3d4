from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import quad

from peerkit.figures.intrinsic_motive import against_pay, summary
from peerkit.models.intrinsic_motive import (
    OUTCOMES,
    IntrinsicMotive,
    benefit,
    contributors,
    equilibrium,
    profit_take_rate,
    turn,
)
from tests.models.extremes import extreme_records, plain
from tests.models.strategies import records

# No time limit for an example: the machine may be busy.
unhurried = settings(deadline=None)
takes = st.floats(0, 1)
# Pay and enjoyment simply add up.
adds_up = {"crowding_out": 0}


@pytest.mark.parametrize(
    ("changes", "take", "outcome"),
    [
        ({"intrinsic_benefit": 0}, 0.5, "interior"),  # only pay counts: half, as in any linear monopoly
        (adds_up | {"intrinsic_benefit": 9.999999}, 0.99999995, "interior"),  # almost enough to come without pay
        ({"intrinsic_benefit": 10}, 1, "takes everything"),  # enjoyment worth the revenue: unpaid user content
        ({"intrinsic_benefit": 20}, 1, "takes everything"),  # enjoyment enough for everyone
        (adds_up | {"intrinsic_benefit": 4, "outside_option": 5}, 0.9, "everyone joins"),  # one dollar is enough
        ({"intrinsic_benefit": 0, "outside_option": 1e-12}, 1, "everyone joins"),  # nobody has anything better to do
        ({"intrinsic_benefit": 0, "outside_option": 1e9}, 0.5, "interior"),  # everybody has: few join, at half
        ({"crowding_out": 1}, 1, "takes everything"),  # a dollar paid is a dollar of enjoyment lost: why pay
        ({"crowding_out": 0.5, "intrinsic_benefit": 4}, 0.9, "interior"),  # (a - b / (1 - gamma)) / 2 = 1 dollar
        ({"intrinsic_benefit": 2.4}, 0.5, "interior"),  # less than a quarter of the revenue: pay, and pay enough
        ({"intrinsic_benefit": 2.6}, 1, "takes everything"),  # more than a quarter: pay nothing at all
        ({"crowding_out": 0.5, "intrinsic_benefit": 3, "outside_option": 3.75}, 0.85, "everyone joins"),  # 3 + 1.5/2
    ],
)
def test_limiting_cases(changes, take, outcome):
    best = profit_take_rate(IntrinsicMotive(**changes))
    assert best.take_rate == pytest.approx(take, abs=1e-9)
    assert best.outcome == outcome


@pytest.mark.parametrize(
    ("changes", "take", "outcome"),
    [
        ({"intrinsic_benefit": 0}, 1, "nobody joins"),  # no pay, no pleasure
        ({"intrinsic_benefit": 20}, 1, "everyone joins"),  # pleasure beats every outside option
        ({}, 1, "some join"),  # those with little to give up come for pleasure
    ],
)
def test_who_joins_is_named(changes, take, outcome):
    assert equilibrium(IntrinsicMotive(**changes), take).outcome == outcome


def test_every_corner_of_the_teaching_box_has_a_best_take():
    box = {name: p.explore for name, p in IntrinsicMotive.parameters().items()}
    for corner in product(*box.values()):
        record = IntrinsicMotive(**dict(zip(box, corner, strict=True)))
        best = profit_take_rate(record)
        assert 0.5 <= best.take_rate <= 1
        assert np.all(np.isfinite(equilibrium(record, best.take_rate)[:3]))


@unhurried
@given(records(IntrinsicMotive, intrinsic_benefit=0.0, outside_option=st.floats(20, 50)))
def test_against_the_textbook_monopsony_which_pays_half_of_what_work_brings_in(record):
    """Any textbook: with linear supply through the origin a single buyer pays half of what the work is worth to it."""
    assert profit_take_rate(record).take_rate == 0.5


@unhurried
@given(records(IntrinsicMotive), takes)
def test_nobody_joins_who_would_rather_do_something_else(record, take):
    """Counted one by one over a thousand people with evenly spread outside options."""
    options = (np.arange(1000) + 0.5) / 1000 * record.outside_option
    willing = options < benefit(record, (1 - take) * record.revenue_per_contributor)
    split = equilibrium(record, take)
    # A thousand people stand in for a continuum: one of them is a thousandth.
    assert split.contributors / record.population == pytest.approx(willing.mean(), abs=1.001e-3)


@unhurried
@given(records(IntrinsicMotive), takes)
def test_surplus_is_what_each_contributor_gains_over_the_outside_option(record, take):
    worth = benefit(record, (1 - take) * record.revenue_per_contributor)
    total, _ = quad(lambda option: worth - option, 0, min(worth, record.outside_option))
    expected = total * record.population / record.outside_option
    assert equilibrium(record, take).contributors_surplus == pytest.approx(expected)


@unhurried
@given(records(IntrinsicMotive))
def test_no_other_take_earns_the_platform_more(record):
    best = profit_take_rate(record).take_rate
    profit = equilibrium(record, np.linspace(0, 1, 1001)).platform
    top = equilibrium(record, best).platform
    assert np.all(profit <= top * (1 + 1e-12))
    # A thousandth off a peak with this slope costs no more than a thousandth of the gross revenue.
    assert profit.max() >= top - 1e-3 * record.population * record.revenue_per_contributor


@unhurried
@given(records(IntrinsicMotive), st.floats(0, 10))
def test_the_more_contributors_love_the_work_the_more_is_taken(record, more):
    fonder = record.replace(intrinsic_benefit=record.intrinsic_benefit + more)
    assert profit_take_rate(fonder).take_rate >= profit_take_rate(record).take_rate


@unhurried
@given(records(IntrinsicMotive), st.floats(0, 40), st.floats(0, 3))
def test_the_more_pay_drives_out_the_fewer_come_and_never_fewer_than_for_pay_alone(record, pay, more):
    worse = record.replace(crowding_out=record.crowding_out + more)
    alone = record.replace(intrinsic_benefit=0.0)
    assert contributors(alone, pay) <= contributors(worse, pay) <= contributors(record, pay) * (1 + 1e-12)


@unhurried
@given(records(IntrinsicMotive, crowding_out=st.floats(1.01, 3), intrinsic_benefit=st.floats(0.1, 5)), st.floats(0, 1))
def test_small_pay_loses_people_until_it_makes_good_the_enjoyment(record, part):
    """Gneezy and Rustichini 2000, abstract: more pay does more than less pay, and some pay less than none."""
    bend, unpaid = turn(record), contributors(record, 0)
    assert contributors(record, part * bend.as_unpaid) <= unpaid * (1 + 1e-12)
    assert np.all(contributors(record, bend.fewest) <= contributors(record, bend.fewest * np.array([0.99, 1.01])))
    assert contributors(record, bend.as_unpaid) == pytest.approx(unpaid)


@pytest.mark.parametrize(
    "changes",
    [
        {"crowding_out": 1},  # each dollar loses as much as it brings
        {"intrinsic_benefit": 0},  # nothing there to lose
        {"intrinsic_benefit": 15, "outside_option": 10},  # so much of it that everyone stays at the worst pay
    ],
)
def test_without_a_turn_the_pays_are_not_numbers(changes):
    bend = turn(IntrinsicMotive(**changes))
    assert np.isnan(bend.fewest) and np.isnan(bend.as_unpaid) and bend.outcome == "no turn"


@unhurried
@given(records(IntrinsicMotive, crowding_out=st.floats(0, 1)), takes, takes)
def test_a_higher_take_never_draws_more_contributors_nor_leaves_them_more(record, one, other):
    low, high = equilibrium(record, min(one, other)), equilibrium(record, max(one, other))
    assert high.contributors <= low.contributors * (1 + 1e-12)
    assert high.contributors_surplus <= low.contributors_surplus * (1 + 1e-12)


@unhurried
@given(records(IntrinsicMotive), takes, st.floats(0.01, 100))
def test_counting_in_another_currency_moves_money_and_nobody(record, take, rate):
    money = ("revenue_per_contributor", "intrinsic_benefit", "outside_option")
    abroad = record.replace(**{name: getattr(record, name) * rate for name in money})
    here, there = equilibrium(record, take), equilibrium(abroad, take)
    assert there.contributors == pytest.approx(here.contributors)
    assert there[1:3] == pytest.approx(np.multiply(here[1:3], rate))
    assert profit_take_rate(abroad).take_rate == pytest.approx(profit_take_rate(record).take_rate)


def test_a_batch_gives_what_its_records_give_one_by_one():
    values = {
        "intrinsic_benefit": [0, 4, 10, 20],
        "outside_option": [20, 5, 20, 5],
        "population": [100, 200, 300, 400],
        "crowding_out": [0, 0.5, 1.5, 3],
    }
    rows = [dict(zip(values, row, strict=True)) for row in zip(*values.values(), strict=True)]
    batch, singles = IntrinsicMotive.batch(**values), [IntrinsicMotive(**row) for row in rows]
    for law in (lambda record: equilibrium(record, 0.3), profit_take_rate, turn):
        many, ones = law(batch), [law(record) for record in singles]
        for field in many._fields[:-1]:
            assert getattr(many, field) == pytest.approx([getattr(one, field) for one in ones], nan_ok=True)
        assert list(many.outcome) == [one.outcome for one in ones]
    only_population = IntrinsicMotive.batch(population=[10, 20])
    assert equilibrium(only_population, 0.5).outcome.shape == profit_take_rate(only_population).take_rate.shape == (2,)


@pytest.mark.parametrize(
    ("deed", "message"),
    [
        (
            lambda: IntrinsicMotive(intrinsic_benefit=-1),
            "intrinsic_benefit must be at least 0 and at most 1e[+]09, got -1",
        ),
        (lambda: IntrinsicMotive(outside_option=0), "outside_option must be above 0 and at most 1e[+]09, got 0"),
        (lambda: IntrinsicMotive(crowding_out=-0.1), "crowding_out must be at least 0 and at most 1000, got -0.1"),
        (lambda: benefit(IntrinsicMotive(), "5"), "pay must be a number, got '5'"),
        (lambda: equilibrium(IntrinsicMotive(), True), "take_rate must be a number, got True"),
        (lambda: benefit(IntrinsicMotive(), -1), "pay must be at least 0, got -1"),
        (lambda: equilibrium(IntrinsicMotive(), -0.1), "take_rate must be at least 0 and at most 1, got -0.1"),
    ],
)
def test_the_impossible_is_refused(deed, message):
    with pytest.raises(ValueError, match=message):
        deed()


@unhurried
@given(
    records(
        IntrinsicMotive,
        crowding_out=st.one_of(st.just(0.0), st.floats(0.1, 0.95), st.just(1.0), st.floats(1.05, 3)),
        intrinsic_benefit=st.one_of(st.just(0.0), st.floats(0.5, 20)),
    )
)
def test_every_word_about_pay_agrees_with_brute_force(record):
    """Counted over a wide grid of pay, in the sentence's own terms."""
    pay = np.linspace(0, 3 * max(record.outside_option, record.intrinsic_benefit, record.revenue_per_contributor), 4001)
    people, said = contributors(record, pay), summary(record)
    loses = people.min() < people[0] * (1 - 1e-6)
    assert ("loses some of them" in said) == loses
    assert ("pay loses none" in said or "nobody contributes" in said) == (not loses)
    assert ("nobody contributes" in said) == (people[0] == 0)
    assert said.startswith("Unpaid, everyone") == (people[0] >= record.population)
    profit = (record.revenue_per_contributor - pay) * people
    if "pays nothing" in said:
        assert np.all(profit <= profit[0] * (1 + 1e-9))
    else:
        assert profit.max() > profit[0] * (1 - 1e-9)


def test_the_ends_of_the_valid_range_are_computed_drawn_and_said():
    for record in extreme_records(IntrinsicMotive):
        assert all(plain(outcome.of(record)) for outcome in OUTCOMES.each)
        against_pay(record)
        assert "no value" not in summary(record)


def test_the_pays_that_the_sentence_names_lie_inside_the_frame():
    """At $1 of revenue the sentence named $3.33 and $5, and the axis ended at $1."""
    for revenue, motive, outside in product((1, 10, 20), (0, 5, 20), (5, 50)):
        record = IntrinsicMotive(revenue_per_contributor=revenue, intrinsic_benefit=motive, outside_option=outside)
        fig, bend = against_pay(record), turn(record)
        marked = [x for trace in fig.data if trace.name == "thresholds" for x in trace.x]
        assert max(marked) <= fig.layout.xaxis.range[1]
        for pay in (bend.fewest, bend.as_unpaid):
            assert np.isnan(pay) or pay in marked
