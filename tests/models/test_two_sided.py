from itertools import product

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize

from peerkit.figures.two_sided import prices as drawn_prices
from peerkit.figures.two_sided import summary
from peerkit.models.two_sided import (
    OUTCOMES,
    Membership,
    free_threshold,
    members,
    membership_prices,
    separate_prices,
)
from tests.models.extremes import extreme_records, plain
from tests.models.strategies import records

# No time limit for an example: the machine may be busy.
unhurried = settings(deadline=None)
bounded = records(Membership, contributors_value=st.floats(0, 0.9), audience_value=st.floats(0, 0.9))
SIDES = {
    "contributors_interest": "audience_interest",
    "audience_interest": "contributors_interest",
    "contributors_value": "audience_value",
    "audience_value": "contributors_value",
}


@pytest.mark.parametrize(
    ("changes", "prices", "outcome"),
    [
        ({"audience_value": 0}, (0.5, 0.25), "both pay"),  # no effect across: two separate monopolies at b/2
        ({"audience_value": 1.2}, (-1 / 64, 55 / 64), "contributors are subsidised"),  # the audience pays for content
        ({"contributors_value": 1.2, "audience_value": 0}, (65 / 64, -23 / 64), "audience is subsidised"),  # reversed
        ({"contributors_value": 1, "audience_value": 1}, (np.nan, np.nan), "no best price"),  # S = 2
        ({"contributors_value": 1.2, "audience_value": 1.2}, (np.nan, np.nan), "no best price"),  # S above 2
    ],
)
def test_limiting_memberships(changes, prices, outcome):
    best = membership_prices(Membership(**changes))
    assert best[2:4] == pytest.approx(prices, nan_ok=True)
    assert best.outcome == outcome
    assert np.isinf(best.profit) == (outcome == "no best price")


@pytest.mark.parametrize(
    ("changes", "prices", "expected"),
    [
        ({"audience_value": 0.5}, (0.2, 0.1), (0.8, 0.8)),  # 0.8 and 0.4 + 0.5 * 0.8
        ({"audience_value": 0.5}, (2, 0.1), (0, 0.4)),  # contributors priced out: the audience stands alone
        ({"audience_value": 0.5}, (0.2, 2), (0.8, 0)),  # the audience priced out, contributors do not mind
        ({"contributors_value": 0.5, "audience_value": 0.5}, (1.1, 0.9), (0, 0)),  # both priced out
        ({"contributors_value": 2, "audience_value": 2}, (0.5, 0.1), (np.inf, np.inf)),  # each brings two others
        ({"contributors_value": 2, "audience_value": 2}, (2, 2), (0, 0)),  # unless nobody begins
        ({"contributors_value": 2, "audience_value": 2}, (0.9, 3), (0.1, 0)),  # or the other side stays away
        ({"contributors_value": 2, "audience_value": 2}, (3, 0.4), (0, 0.1)),  # whichever side that is
    ],
)
def test_limiting_numbers_of_members(changes, prices, expected):
    assert members(Membership(**changes), *prices) == pytest.approx(expected)


def test_every_corner_of_the_teaching_box_has_a_named_outcome():
    box = {name: p.explore for name, p in Membership.parameters().items()}
    for corner in product(*box.values()):
        best = membership_prices(Membership(**dict(zip(box, corner, strict=True))))
        assert np.isnan(best[:5]).any() == (best.outcome == "no best price")
        assert best.profit >= 0


def test_against_parker_and_van_alstyne_either_side_can_be_the_free_one():
    """Parker and Van Alstyne 2005, abstract."""
    names = [membership_prices(Membership(contributors_value=a, audience_value=1.3 - a)).outcome for a in (0, 1.3)]
    assert names == ["contributors are subsidised", "audience is subsidised"]


@unhurried
@given(bounded)
def test_members_at_the_best_prices_are_those_who_join(record):
    best = membership_prices(record)
    assert members(record, best.contributors_price, best.audience_price) == pytest.approx(best[:2])
    income = best.contributors * best.contributors_price + best.audience * best.audience_price
    assert best.profit == pytest.approx(income)


@unhurried
@given(bounded, st.floats(-1, 1), st.floats(-1, 1))
def test_joining_is_what_each_side_wants_given_the_other(record, first, second):
    n1, n2 = members(record, first, second)
    wants1 = record.contributors_interest + record.contributors_value * n2 - first
    wants2 = record.audience_interest + record.audience_value * n1 - second
    assert (n1, n2) == pytest.approx((max(0, wants1), max(0, wants2)), abs=1e-9)


@unhurried
@given(bounded, st.floats(-0.5, 0.5), st.floats(-0.5, 0.5))
def test_no_other_pair_of_prices_earns_more(record, first, second):
    best = membership_prices(record)
    prices = best.contributors_price + first, best.audience_price + second
    assert np.dot(prices, members(record, *prices)) <= best.profit * (1 + 1e-9)


def test_the_best_prices_are_those_a_numerical_search_finds():
    record = Membership(contributors_value=0.3, audience_value=0.8)
    search = minimize(lambda prices: -np.dot(prices, members(record, *prices)), x0=[0.1, 0.1], options={"gtol": 1e-9})
    # Finite differences of the profit settle the search to about six digits.
    assert search.x == pytest.approx(membership_prices(record)[2:4], abs=1e-5)


@unhurried
@given(bounded)
def test_each_further_member_is_worth_the_same_to_profit_as_nothing(record):
    """First-order conditions in numbers: b_i + S n_j - 2 n_i = 0."""
    best, both = membership_prices(record), record.contributors_value + record.audience_value
    for own, other, interest in (
        (best.contributors, best.audience, record.contributors_interest),
        (best.audience, best.contributors, record.audience_interest),
    ):
        assert interest + both * other - 2 * own == pytest.approx(0, abs=1e-9 * (1 + own + other))


@unhurried
@given(bounded)
def test_overlooking_the_other_side_never_earns_more(record):
    best, separate = membership_prices(record), separate_prices(record)
    assert separate.profit <= best.profit * (1 + 1e-12)
    joined = members(record, separate.contributors_price, separate.audience_price)
    assert separate[:2] == joined and separate.outcome == "both pay"


@unhurried
@given(records(Membership, contributors_value=0.0, audience_value=0.0), st.floats(0, 0.9))
def test_where_both_sides_value_each_other_alike_prices_show_nothing_of_it(record, value):
    alike = record.replace(contributors_value=value, audience_value=value)
    assert membership_prices(alike)[2:4] == pytest.approx(separate_prices(record)[2:4])
    assert separate_prices(alike).profit == pytest.approx(membership_prices(alike).profit)


def test_separate_prices_do_not_stop_members_who_each_bring_another():
    best = separate_prices(Membership(contributors_value=1.2, audience_value=1.2))
    assert np.isinf(best.profit) and best.outcome == "grows without bound"
    assert best[2:4] == (0.5, 0.25)  # the prices themselves are still known


@unhurried
@given(bounded, st.floats(0, 1))
def test_only_the_sum_of_the_two_values_matters_for_numbers(record, split):
    both = record.contributors_value + record.audience_value
    shifted = record.replace(contributors_value=both * split, audience_value=both * (1 - split))
    here, there = membership_prices(record), membership_prices(shifted)
    assert there[:2] == pytest.approx(here[:2])
    assert there.profit == pytest.approx(here.profit)


@unhurried
@given(bounded)
def test_the_side_that_cares_less_and_is_valued_more_gets_the_lower_price(record):
    alike = record.replace(audience_interest=record.contributors_interest)
    best = membership_prices(alike)
    cheaper = np.sign(best.audience_price - best.contributors_price)
    assume(abs(alike.audience_value - alike.contributors_value) > 1e-9)
    assert cheaper == np.sign(alike.audience_value - alike.contributors_value)


@unhurried
@given(bounded)
def test_exchanging_the_two_sides_exchanges_the_results(record):
    mirrored = Membership(**{name: getattr(record, other) for name, other in SIDES.items()})
    here, there = membership_prices(record), membership_prices(mirrored)
    assert (there.audience, there.contributors) == pytest.approx(here[:2])
    assert (there.audience_price, there.contributors_price) == pytest.approx(here[2:4])


@unhurried
@given(records(Membership, contributors_value=st.floats(0, 0.95)))
def test_contributors_are_free_exactly_at_the_threshold(record):
    threshold = free_threshold(record)
    assert threshold.outcome == "free from here on"
    free = membership_prices(record.replace(audience_value=threshold.value))
    assert free.contributors_price == pytest.approx(0, abs=1e-9 * (1 + free.contributors))
    charged = membership_prices(record.replace(audience_value=threshold.value * 0.99))
    assert charged.contributors_price > 0


@unhurried
@given(records(Membership, contributors_value=st.floats(1, 1.2)))
def test_contributors_who_want_an_audience_that_much_are_never_free(record):
    assert free_threshold(record).outcome == "not free"
    values = np.linspace(0, 2 - record.contributors_value, 50, endpoint=False)
    batch = Membership.batch(**record.model_dump() | {"audience_value": values})
    assert np.all(membership_prices(batch).contributors_price > 0)


@unhurried
@given(bounded, st.floats(0.01, 100))
def test_counting_members_and_dollars_in_another_unit_scales_both(record, rate):
    abroad = record.replace(
        contributors_interest=record.contributors_interest * rate, audience_interest=record.audience_interest * rate
    )
    here, there = membership_prices(record), membership_prices(abroad)
    assert there[:4] == pytest.approx(np.multiply(here[:4], rate), abs=1e-9 * rate)
    assert there.profit == pytest.approx(here.profit * rate**2)
    assert free_threshold(abroad).value == pytest.approx(free_threshold(record).value, nan_ok=True)


def test_a_batch_gives_what_its_records_give_one_by_one():
    values = {
        "contributors_value": [0, 1, 1.2, 0.5],
        "audience_value": [1.2, 1, 0, 0.5],
        "audience_interest": [1, 2, 1, 3],
    }
    rows = [dict(zip(values, row, strict=True)) for row in zip(*values.values(), strict=True)]
    for law in (membership_prices, separate_prices, free_threshold):
        many, ones = law(Membership.batch(**values)), [law(Membership(**row)) for row in rows]
        for field in many._fields[:-1]:
            assert getattr(many, field) == pytest.approx([getattr(one, field) for one in ones], nan_ok=True)
        assert list(many.outcome) == [one.outcome for one in ones]
    many, ones = members(Membership.batch(**values), 0.9, 0.2), [members(Membership(**row), 0.9, 0.2) for row in rows]
    assert np.transpose(many) == pytest.approx(np.array(ones))


@pytest.mark.parametrize(
    ("deed", "message"),
    [
        (lambda: Membership(audience_value=-0.1), "audience_value must be at least 0 and at most 10, got -0.1"),
        (
            lambda: Membership(contributors_interest=0),
            "contributors_interest must be above 0 and at most 1e[+]09, got 0",
        ),
        (lambda: members(Membership(), "1", 0), "contributors_price must be a number, got '1'"),
        (lambda: members(Membership(), 0, float("nan")), "audience_price must be a number, got nan"),
    ],
)
def test_the_impossible_is_refused(deed, message):
    with pytest.raises(ValueError, match=message):
        deed()


def test_where_no_price_is_best_numbers_at_given_prices_may_still_be_finite():
    """The page said that every member brings in more than one other; 0.85 times 1.15 is below 1."""
    record = Membership(contributors_value=0.85, audience_value=1.15)
    assert membership_prices(record).outcome == "no best price"
    assert np.all(np.isfinite(members(record, 0, 0)))
    assert "more than one other" not in summary(record)


@unhurried
@given(records(Membership))
def test_every_word_about_prices_agrees_with_brute_force(record):
    """Profit over a wide grid of members, from which prices follow; and over ever wider ones where it has no maximum."""

    def profit(scale):
        n1, n2 = np.meshgrid(np.linspace(0, scale, 201), np.linspace(0, scale, 201))
        p1 = record.contributors_interest + record.contributors_value * n2 - n1
        p2 = record.audience_interest + record.audience_value * n1 - n2
        return p1 * n1 + p2 * n2

    assume(abs(record.contributors_value + record.audience_value - 2) > 0.02)
    best, said = membership_prices(record), summary(record)
    assert ("no best price:" in said) == (best.outcome == "no best price")
    if best.outcome == "no best price":
        assert profit(1e5).max() > 10 * profit(1e4).max() > 10 * profit(1e3).max()
    else:
        widest = 2 * max(best.contributors, best.audience)
        assert profit(widest).max() <= best.profit * (1 + 1e-9)
        assert ("Contributors are paid" in said) == (best.contributors_price < 0)
        assert ("audience is paid" in said) == (best.audience_price < 0)


def test_the_ends_of_the_valid_range_are_computed_drawn_and_said():
    for record in extreme_records(Membership):
        best = membership_prices(record)
        assert plain(best[:5]) or best.outcome == "no best price"
        assert plain(separate_prices(record)[:4])
        assert len(OUTCOMES.each) == 4
        drawn_prices(record)
        assert "no value" not in summary(record)


def test_prices_of_today_lie_inside_the_frame_and_an_empty_frame_says_why():
    """With contributors who value an audience at $5 the axis ran backwards to below zero."""
    for worth in (0, 0.5, 1.2, 1.75, 2, 5):
        for valued in (0, 0.6, 1.2, 3):
            record = Membership(contributors_value=worth, audience_value=valued)
            fig, best = drawn_prices(record), membership_prices(record)
            assert fig.layout.xaxis.range[0] == 0 < fig.layout.xaxis.range[1]
            now = [trace for trace in fig.data if trace.name == "thresholds"][-1]
            if best.outcome == "no best price":
                assert fig.layout.annotations[0].text and len(now.x) == 0
            else:
                low, high = fig.layout.yaxis.range
                assert all(low < y < high for y in now.y) and now.x[0] <= fig.layout.xaxis.range[1]


def test_a_label_that_fits_only_at_the_edge_is_drawn_there():
    """It once left the curve: an IndexError inside the range of the sliders."""
    record = Membership(
        contributors_interest=1.5042096563219596,
        audience_interest=0.8003091670739242,
        contributors_value=0.8865246133013808,
        audience_value=1.1070333153635075,
    )
    assert drawn_prices(record).data
