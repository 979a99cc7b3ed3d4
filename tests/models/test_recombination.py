from itertools import product

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from peerkit.figures.recombination import summary, whole_and_sum
from peerkit.models.recombination import (
    Recombination,
    critical_stock,
    fate,
    merger_surplus,
    pairs,
    path,
    processing_limited_path,
    reproduction_number,
    value,
)
from tests.models.extremes import extreme_records, plain
from tests.models.strategies import records

# No time limit for an example: the machine may be busy.
unhurried = settings(deadline=None)
# Something is added and some pairs work, so that the stock moves.
moving = records(Recombination, first_additions=st.floats(0.5, 30))
sizes = st.floats(0, 1e6)


@pytest.mark.parametrize(
    ("changes", "limit", "outcome"),
    [
        ({}, (1.005 - np.sqrt(0.266025)) / 0.01, "converges"),  # the lower root of 0.005 A^2 - 1.005 A + 37.2 = 0
        ({"success_chance": 0}, 45, "constant"),  # no pair ever works: the first additions are all there is
        ({"first_additions": 0}, 40, "constant"),  # no new pair to try
        ({"starting_stock": 300, "first_additions": 0}, 300, "constant"),  # a dead commons stays dead at any size
        ({"starting_stock": 99, "first_additions": 2}, np.inf, "explodes"),  # R = 0.995 at the start is no safety
        (
            {"starting_stock": 80, "first_additions": 2},
            96,
            "converges",
        ),  # just below 80.5: the root of u^2 - 0.04 is 0.045
        ({"starting_stock": 81, "first_additions": 2}, np.inf, "explodes"),  # just above 80.5
        ({"success_chance": 1e-12}, 45 + 2.1e-10, "converges"),  # hopeless pairs: 1e-12 for each of the 210 first ones
        ({"starting_stock": 1e9, "first_additions": 1e9, "success_chance": 1}, np.inf, "explodes"),  # all at once
    ],
)
def test_limiting_cases(changes, limit, outcome):
    fates = fate(Recombination(**({"starting_stock": 40} | changes)))
    assert fates.outcome == outcome
    assert fates.limit == pytest.approx(limit, rel=1e-12)


@pytest.mark.parametrize(
    ("changes", "outcome"),
    [
        ({}, "converges"),  # too little to reach the limit
        ({"starting_stock": 150}, "grows at the processing limit"),  # the explosion, tamed
        ({"first_additions": 0}, "constant"),  # nothing to process
        ({"starting_stock": 10, "first_additions": 200, "processing_limit": 0.02}, "grows at the processing limit"),
        ({"starting_stock": 75, "first_additions": 4, "processing_limit": 0.5}, "undecided"),  # slow to tell
    ],
)
def test_a_processing_limit_has_named_outcomes(changes, outcome):
    assert processing_limited_path(Recombination(**({"starting_stock": 40} | changes)), 3).outcome == outcome


@pytest.mark.parametrize(
    ("changes", "critical"),
    [
        ({"first_additions": 2}, 80.5),  # 100 and a half, less the root of 400
        ({"first_additions": 0, "starting_stock": 200}, np.inf),  # no new pair to try, so no stock explodes
        ({"first_additions": 1e-12}, 100.5 - np.sqrt(2e-10)),  # almost nothing: a reproduction number of one
        ({"first_additions": 300}, 0),  # so much help that every stock explodes
        ({"success_chance": 0}, np.inf),  # no pair works
    ],
)
def test_limiting_critical_stocks(changes, critical):
    assert critical_stock(Recombination(**changes)) == pytest.approx(critical)


def test_every_corner_of_the_teaching_box_has_a_named_outcome():
    box = {name: p.explore for name, p in Recombination.parameters().items()}
    for corner in product(*box.values()):
        record = Recombination(**dict(zip(box, corner, strict=True)))
        free, limited = path(record, 100), processing_limited_path(record, 100)
        assert free.outcome in ("constant", "converges", "explodes")
        assert limited.outcome in ("constant", "converges", "grows at the processing limit", "undecided")
        assert not np.any(np.isnan(free.stock)) and not np.any(np.isnan(limited.stock))
        assert critical_stock(record) >= 0 and merger_surplus(record, 3, 4) >= 0


def test_against_pair_counts_of_confirmed_secondary_sources():
    """n(n-1)/2 pairs of n ideas, as retold at mattsclancy.substack.com."""
    assert [pairs(n) for n in (0, 1, 2, 100)] == [0, 0, 1, 4950]
    assert pairs(1e12) == pytest.approx(5e23, rel=1e-11)


@unhurried
@given(records(Recombination), st.integers(0, 40), st.integers(0, 40))
def test_a_merger_creates_exactly_the_pairs_across_the_two_pools(record, first, second):
    across = sum(1 for _ in range(first) for _ in range(second))
    assert pairs(first + second) - pairs(first) - pairs(second) == across
    assert merger_surplus(record, first, second) == pytest.approx(record.pair_value * across)


@unhurried
@given(records(Recombination), sizes, sizes)
def test_the_whole_is_worth_at_least_its_parts(record, first, second):
    assume(min(first, second) >= 1)
    gain = value(record, first + second) - value(record, first) - value(record, second)
    # A difference of large values keeps fewer digits than they have.
    assert gain == pytest.approx(merger_surplus(record, first, second), abs=1e-12 * (1 + value(record, first + second)))
    assert merger_surplus(record, first, second) >= 0
    assert (merger_surplus(record, first, second) == 0) == (record.pair_value * first * second == 0)


@unhurried
@given(records(Recombination), st.floats(0.01, 100), sizes)
def test_counting_value_in_another_unit_scales_values_and_leaves_stocks_alone(record, rate, size):
    abroad = record.replace(chunk_value=record.chunk_value * rate, pair_value=record.pair_value * rate)
    assert value(abroad, size) == pytest.approx(value(record, size) * rate)
    assert merger_surplus(abroad, size, 7) == pytest.approx(merger_surplus(record, size, 7) * rate)
    assert fate(abroad) == fate(record)


@unhurried
@given(records(Recombination))
def test_every_pair_is_tried_once(record):
    stock = path(record, 12).stock
    stock = stock[np.isfinite(stock)]
    tried = pairs(stock[-2]) - pairs(stock[0])
    assert stock[-1] - stock[1] == pytest.approx(record.success_chance * tried, rel=1e-9, abs=1e-9 * stock[-1])


@unhurried
@given(moving)
def test_the_reproduction_number_is_the_ratio_of_two_increments_in_a_row(record):
    stock = path(record, 1).stock
    ratio = (stock[2] - stock[1]) / (stock[1] - stock[0])
    # An increment is a small difference of stocks.
    assert ratio == pytest.approx(reproduction_number(record, stock[0], stock[1]), abs=1e-10)


@unhurried
@given(moving)
def test_the_path_meets_its_fate(record):
    end, fates = path(record, 400), fate(record)
    # Within a hair of the critical stock neither fate shows in 400 periods.
    assume(abs(record.starting_stock - critical_stock(record)) > 0.01 / record.success_chance)
    if fates.outcome == "explodes":
        assert np.isinf(end.stock[-1]) and np.isinf(fates.limit)
    else:
        assert end.stock[-1] == pytest.approx(fates.limit, rel=1e-3)  # still creeping up when R is near 1
        assert end.stock[-1] <= fates.limit * (1 + 1e-12) and np.isinf(end.blow_up)


@unhurried
@given(moving, st.floats(0.01, 0.999999))
def test_the_critical_stock_parts_the_converging_from_the_exploding(record, factor):
    critical = critical_stock(record)
    assume(critical * factor >= 1)
    assert fate(record.replace(starting_stock=critical * factor)).outcome == "converges"
    assert fate(record.replace(starting_stock=critical / factor)).outcome == "explodes"


@unhurried
@given(moving)
def test_a_reproduction_number_above_one_guarantees_explosion(record):
    start = record.starting_stock
    assume(reproduction_number(record, start, start + record.first_additions) > 1)
    assert fate(record).outcome == "explodes"


@unhurried
@given(moving)
def test_an_explosion_outgrows_any_exponential(record):
    assume(fate(record).outcome == "explodes")
    stock = path(record, 400).stock
    growth = np.diff(np.log(stock[np.isfinite(stock)]))
    assert np.all(np.diff(growth[-3:]) > 0)


@unhurried
@given(moving, st.integers(0, 5), st.integers(0, 5))
def test_a_path_taken_up_later_goes_on_as_if_never_left(record, before, after):
    whole = path(record, before + after)
    start = whole.stock[before : before + 2]
    assume(np.all(start < 1e9))
    later = path(record.replace(starting_stock=start[0], first_additions=start[1] - start[0]), after)
    # The handed-over increment is a difference of stocks, and an explosion enlarges its last digit.
    assert later.stock == pytest.approx(whole.stock[before:], rel=1e-6)


@unhurried
@given(records(Recombination))
def test_no_period_adds_more_than_can_be_processed(record):
    limited = processing_limited_path(record, 60).stock
    limited = limited[np.isfinite(limited)]
    assert np.all(np.diff(limited[1:]) <= record.processing_limit * limited[1:-1] * (1 + 1e-9))
    free = path(record, 60).stock[: len(limited)]
    assert np.all(limited <= free * (1 + 1e-12))


@unhurried
@given(moving)
def test_a_limited_path_that_is_called_certain_keeps_its_word(record):
    outcome = processing_limited_path(record, 5).outcome
    late = processing_limited_path(record, 1500).stock
    late = late[np.isfinite(late)]
    if outcome == "grows at the processing limit":
        # Growth settles at the limit, or the stock passes the largest number on the way.
        assert late[-1] / late[-2] - 1 == pytest.approx(record.processing_limit, rel=1e-6)
    elif outcome == "converges":
        assert len(late) == 1502 and late[-1] <= 1 / record.success_chance + 1


def brute_force(record, periods=3000):
    """The recursion as the module's docstring states it, in plain Python; infinite where it passes a trillion."""
    before, now = record.starting_stock, record.starting_stock + record.first_additions
    for _ in range(periods):
        before, now = now, now + record.success_chance * ((now * now - now) - (before * before - before)) / 2
        if now > 1e12:
            return np.inf
    return now


@unhurried
@given(
    records(
        Recombination,
        first_additions=st.one_of(st.just(0.0), st.floats(0.01, 1000)),
        starting_stock=st.floats(1, 2000),
        success_chance=st.one_of(st.just(0.0), st.floats(1e-3, 1)),
    )
)
def test_every_word_about_the_end_agrees_with_brute_force(record):
    critical, (limit, outcome) = critical_stock(record), fate(record)
    assume(not abs(record.starting_stock - critical) < 0.01 / (record.success_chance or 1))
    end = brute_force(record)
    assert (outcome == "explodes") == np.isinf(end) == (record.starting_stock > critical)
    assert limit == pytest.approx(end, rel=1e-3)
    if outcome == "constant":
        assert end == record.starting_stock + record.first_additions
    sentence = summary(record)
    assert ("grows by itself." in sentence) == np.isinf(end)
    assert ("stops there" in sentence) == (outcome == "converges")
    assert ("stays at" in sentence) == (outcome == "constant")


def test_nothing_explodes_where_nothing_is_added_at_first():
    """A stock of 200 without first additions was called explosive above 100.5, though nothing ever happens to it."""
    record = Recombination(first_additions=0, starting_stock=200)
    assert np.isinf(critical_stock(record)) and fate(record).outcome == "constant"
    assert path(record, 500).stock.tolist() == [200.0] * 502


def test_the_ends_of_the_valid_range_are_computed_drawn_and_said():
    for record in extreme_records(Recombination):
        assert plain(critical_stock(record)) and plain(path(record, 30).stock)
        assert plain(processing_limited_path(record, 30).stock) and plain(value(record, 1e15))
        whole_and_sum(record)
        assert "no value" not in summary(record)


def test_a_worthless_collection_is_explained_in_its_empty_frame():
    fig = whole_and_sum(Recombination(chunk_value=0, pair_value=0))
    assert fig.layout.annotations[0].text.replace("<br>", " ") == "Neither pieces nor pairs are worth anything."


def test_a_truncated_path_says_when_it_left_the_numbers():
    fates = path(Recombination(starting_stock=150, first_additions=10), 50)
    assert np.isfinite(fates.stock[int(fates.blow_up) - 1]) and np.all(np.isinf(fates.stock[int(fates.blow_up) :]))


def test_a_batch_gives_what_its_records_give_one_by_one():
    values = {"starting_stock": [40, 150, 99, 40], "first_additions": [5, 10, 2, 0], "success_chance": [0.01] * 3 + [0]}
    rows = [dict(zip(values, row, strict=True)) for row in zip(*values.values(), strict=True)]
    batch = Recombination.batch(**values)
    for walk in (path, processing_limited_path):
        many, ones = walk(batch, 30), [walk(Recombination(**row), 30) for row in rows]
        assert many.stock == pytest.approx(np.array([one.stock for one in ones]))
        assert list(many.blow_up) == [one.blow_up for one in ones]
        assert list(many.outcome) == [one.outcome for one in ones]
    for law in (critical_stock, lambda record: fate(record).limit, lambda record: value(record, 10)):
        assert np.broadcast_to(law(batch), 4) == pytest.approx([law(Recombination(**row)) for row in rows])
    assert list(fate(batch).outcome) == [fate(Recombination(**row)).outcome for row in rows]


@pytest.mark.parametrize(
    ("deed", "message"),
    [
        (lambda: Recombination(success_chance=1.5), "success_chance must be at least 0 and at most 1, got 1.5"),
        (lambda: Recombination(starting_stock=0), "starting_stock must be at least 1 and at most 1e[+]09, got 0"),
        (lambda: path(Recombination(), -1), "periods must be at least 0 and at most 100000, got -1"),
        (lambda: path(Recombination(), 1e9), "periods must be at least 0 and at most 100000, got 1000000000.0"),
        (lambda: path(Recombination(), 2.5), "periods must be a whole number, got 2.5"),
        (lambda: path(Recombination(), True), "periods must be a number, got True"),
        (lambda: value(Recombination(), "12"), "chunks must be a number, got '12'"),
        (lambda: value(Recombination(), -5), "chunks must be at least 0, got -5"),
        (lambda: reproduction_number(Recombination(), -1, 5), "previous must be at least 0, got -1"),
        (lambda: pairs(-1), "chunks must be at least 0, got -1"),
        (
            lambda: merger_surplus(Recombination(), 1, float("nan")),
            "second must be at least 0, got nan",
        ),
    ],
)
def test_the_impossible_is_refused(deed, message):
    with pytest.raises(ValueError, match=message):
        deed()
