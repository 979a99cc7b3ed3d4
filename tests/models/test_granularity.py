import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy.optimize import minimize_scalar

from peerkit.figures.granularity import chunk_size, summary
from peerkit.models.granularity import (
    OUTCOMES,
    Granularity,
    optimal_chunk,
    optimal_chunk_pareto,
    overhead_elasticity,
    participation,
    participation_pareto,
    piece_for,
    shortest_budget,
    time_use,
    useful_output,
    useful_output_pareto,
)
from tests.models.extremes import extreme_records
from tests.models.strategies import records

anyone = records(Granularity)
OPTIMA = (optimal_chunk, optimal_chunk_pareto)


@pytest.mark.parametrize(
    ("optimum", "changes", "size", "output", "outcome"),
    [
        (optimal_chunk, {"overhead": 0}, 0, 60, "no overhead"),  # pieces as small as one likes use all free time
        (optimal_chunk, {"overhead": 1e-12}, np.sqrt(2 * 60e-12), 60, "interior"),  # almost free: the square-root law
        (
            optimal_chunk,
            {"overhead": 3000},
            3060,
            60 * np.exp(-51),
            "interior",
        ),  # expensive: overhead plus one mean budget
        (optimal_chunk_pareto, {"overhead": 0}, 0, 60, "no overhead"),  # the same when budgets are Pareto
        (optimal_chunk_pareto, {"overhead": 10, "budget": 30}, 30, None, "markup"),  # 10 * 1.5 / 0.5 is above b0 = 10
        (optimal_chunk_pareto, {"overhead": 5}, 20, None, "whole shares"),  # the shortest budget undivided, not 15
        (optimal_chunk_pareto, {"overhead": 1}, 10, None, "whole shares"),  # cheap enough to halve the shortest budget
        (optimal_chunk_pareto, {"overhead": 1e-9}, np.sqrt(2 * 60e-9), 60, "whole shares"),  # the same square root
    ],
)
def test_limiting_cases(optimum, changes, size, output, outcome):
    chunk = optimum(Granularity(**changes))
    # The limits are reached at the rate of the square root of overhead, 1.1e-4 minutes in the last row.
    assert chunk.size == pytest.approx(size, rel=1e-5)
    assert output is None or chunk.output == pytest.approx(output, rel=1e-5)
    assert chunk.outcome == outcome


def test_the_chunk_size_law_of_the_model_chapter():
    """Overhead a hundredth makes the best chunk a tenth, as far as overhead is small beside the budget."""
    before, after = optimal_chunk(Granularity(overhead=1)), optimal_chunk(Granularity(overhead=0.01))
    # The law is a limit: at one minute in sixty the factor is still 10.4.
    assert before.size / after.size == pytest.approx(10, rel=0.05)


@given(anyone)
def test_no_other_chunk_does_better_against_numerical_maximisation(record):
    best = optimal_chunk(record)
    high = record.overhead + 20 * record.budget
    best_found = minimize_scalar(lambda g: -useful_output(record, g), bounds=(record.overhead, high), method="bounded")
    assert -best_found.fun <= best.output * (1 + 1e-9)
    assert useful_output(record, best.size) == pytest.approx(best.output)
    assert participation(record, best.size) == pytest.approx(best.participation)


@given(anyone)
def test_no_chunk_on_a_fine_grid_does_better_when_budgets_are_pareto(record):
    best = optimal_chunk_pareto(record)
    grid = np.geomspace(record.overhead, 1e3 * (record.overhead + record.budget), 4001)
    assert np.max(useful_output_pareto(record, grid)) <= best.output * (1 + 1e-9)
    assert useful_output_pareto(record, best.size) == pytest.approx(best.output)


@given(anyone, st.floats(0.1, 20))
def test_useful_output_is_the_sum_over_the_first_second_and_further_chunks(record, relative_size):
    """E floor(B/g) is the sum over k of P(B >= kg), summed here one chunk at a time."""
    chunk = relative_size * record.budget
    chances = participation(record, chunk * np.arange(1, 401))
    assert useful_output(record, chunk) == pytest.approx((chunk - record.overhead) * chances.sum())


@given(records(Granularity, tail=st.floats(1.5, 3)), st.floats(0.01, 20))
def test_useful_output_of_pareto_budgets_is_the_same_sum(record, relative_size):
    chunk = relative_size * shortest_budget(record)
    many = 20_000
    chances = participation_pareto(record, chunk * np.arange(1, many + 1))
    # Euler and Maclaurin's remainder beyond the last chunk summed.
    rest = chances[-1] * (many / (record.tail - 1) - 0.5)
    assert useful_output_pareto(record, chunk) == pytest.approx((chunk - record.overhead) * (chances.sum() + rest))


@given(anyone, st.floats(0.01, 20))
def test_time_is_useful_or_overhead_or_unused(record, relative_size):
    chunk = relative_size * record.budget
    use = time_use(record, chunk)
    assert sum(use) == pytest.approx(record.budget)
    assert use.useful == pytest.approx(useful_output(record, chunk), rel=1e-9, abs=1e-12)
    assert use.unused >= -1e-9 * record.budget


@given(anyone)
def test_participation_at_the_best_chunk_is_what_the_first_order_condition_says(record):
    best = optimal_chunk(record)
    # A difference of nearly equal numbers when overhead is large: only its absolute error is small.
    assert best.participation == pytest.approx(1 - (best.size - record.overhead) / record.budget, abs=1e-12)


@given(anyone)
def test_the_best_chunk_is_larger_than_its_overhead(record):
    for optimum in OPTIMA:
        assert optimum(record).size > record.overhead


@given(anyone, st.floats(0.01, 0.999))
def test_chunks_below_the_overhead_destroy_value(record, factor):
    assert useful_output(record, record.overhead * factor) < 0
    assert useful_output_pareto(record, record.overhead * factor) < 0


@given(anyone, st.floats(1.01, 10))
def test_costlier_overhead_enlarges_the_best_chunk_and_shrinks_what_it_yields(record, factor):
    costlier = record.replace(overhead=record.overhead * factor)
    assert optimal_chunk(costlier).size > optimal_chunk(record).size
    assert optimal_chunk(costlier).output < optimal_chunk(record).output
    assert optimal_chunk_pareto(costlier).size >= optimal_chunk_pareto(record).size * (1 - 1e-12)
    assert optimal_chunk_pareto(costlier).output < optimal_chunk_pareto(record).output


@given(anyone, st.floats(1.01, 10))
def test_more_free_time_enlarges_the_best_chunk(record, factor):
    assert optimal_chunk(record.replace(budget=record.budget * factor)).size > optimal_chunk(record).size


@given(anyone)
def test_the_elasticity_lies_between_one_half_and_one_and_is_the_slope(record):
    elasticity = overhead_elasticity(record)
    assert 0.5 <= elasticity <= 1
    step = 1e-5
    up, down = (optimal_chunk(record.replace(overhead=record.overhead * np.exp(s))).size for s in (step, -step))
    # A central difference of step 1e-5 loses five of sixteen digits.
    assert np.log(up / down) / (2 * step) == pytest.approx(elasticity, rel=1e-5)


def test_the_elasticity_tends_to_one_half():
    assert overhead_elasticity(Granularity(overhead=1e-10)) == pytest.approx(0.5)
    assert overhead_elasticity(Granularity(overhead=0)) == 0.5


@given(anyone, st.floats(0.1, 0.9))
def test_the_markup_over_overhead_does_not_depend_on_how_much_time_people_have(record, factor):
    best = optimal_chunk_pareto(record)
    assume(best.outcome == "markup")
    assert best.size == pytest.approx(record.overhead * record.tail / (record.tail - 1))
    assert optimal_chunk_pareto(record.replace(budget=record.budget * factor)).size == pytest.approx(best.size)


@given(anyone)
def test_whole_shares_let_everyone_take_part(record):
    best = optimal_chunk_pareto(record)
    assume(best.outcome == "whole shares")
    shares = shortest_budget(record) / best.size
    assert shares == pytest.approx(np.round(shares))
    assert best.participation == pytest.approx(1)


@given(anyone, st.floats(0.01, 100), st.floats(0.1, 20))
def test_counting_time_in_another_unit_changes_no_share(record, rate, relative_size):
    abroad = record.replace(overhead=record.overhead * rate, budget=record.budget * rate)
    for optimum in OPTIMA:
        here, there = optimum(record), optimum(abroad)
        assert there.size == pytest.approx(here.size * rate)
        assert there.output == pytest.approx(here.output * rate)
        assert there.participation == pytest.approx(here.participation)
    chunk = relative_size * record.budget
    assert useful_output(abroad, chunk * rate) == pytest.approx(useful_output(record, chunk) * rate)


def test_a_batch_gives_what_its_records_give_one_by_one():
    values = {
        "overhead": [5.0, 0.0, 1e-9, 10.0, 3000.0],
        "budget": [60.0, 60.0, 1.0, 30.0, 60.0],
        "tail": [1.5, 2, 3, 1.5, 1.05],
    }
    rows = [Granularity(**dict(zip(values, row, strict=True))) for row in zip(*values.values(), strict=True)]
    batch = Granularity.batch(**values)
    for optimum in OPTIMA:
        many, single = optimum(batch), [optimum(row) for row in rows]
        assert list(many.outcome) == [one.outcome for one in single]
        for name in ("size", "output", "participation"):
            assert getattr(many, name) == pytest.approx([getattr(one, name) for one in single], rel=1e-12)
    for formula in (useful_output, useful_output_pareto, participation, participation_pareto):
        assert formula(batch, 7.0) == pytest.approx([formula(row, 7.0) for row in rows], rel=1e-12)
    assert overhead_elasticity(batch) == pytest.approx([overhead_elasticity(row) for row in rows], rel=1e-12)


def test_scalars_in_give_scalars_out():
    best = optimal_chunk_pareto(Granularity())
    assert all(np.ndim(value) == 0 for value in best)
    assert isinstance(best.size, float)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"overhead": -1}, "overhead must be at least 0, got -1"),
        ({"budget": 0}, "budget must be above 0, got 0"),
        ({"tail": 1}, "tail must be above 1 and at most 10, got 1"),
    ],
)
def test_impossible_parameters_are_refused(changes, message):
    with pytest.raises(ValueError, match=message):
        Granularity(**changes)


@pytest.mark.parametrize("formula", [useful_output, useful_output_pareto, participation, time_use])
def test_a_chunk_without_content_is_refused(formula):
    with pytest.raises(ValueError, match="chunk must be above 0, got 0"):
        formula(Granularity(), 0)
    with pytest.raises(ValueError, match="chunk must be a number, got '5'"):
        formula(Granularity(), "5")


def test_the_far_corners_of_the_valid_range_warn_of_nothing():
    for record in extreme_records(Granularity):
        for chunk in (1e-12, 1.0, 1e15):
            assert 0 <= participation(record, chunk) <= 1
            assert useful_output(record, chunk) <= record.budget
            assert 0 <= participation_pareto(record, chunk) <= 1
        for optimum in OPTIMA:
            assert optimum(record).output >= 0
        assert 0.5 <= overhead_elasticity(record) <= 1 + 1e-12
        assert len(chunk_size(record).data) == len(chunk_size(Granularity()).data)
        assert len(summary(record)) > 20


@given(anyone)
def test_the_figure_marks_the_best_of_a_fine_grid_of_pieces_and_who_has_time_for_it(record):
    """Brute force for the words "best piece", and for the lower panel: a share on an axis of its own."""
    fig = chunk_size(record)
    dots = [trace for trace in fig.data if trace.name == "thresholds"]
    grid = np.geomspace(record.overhead + 1e-6 * record.budget, 30 * (record.budget + record.overhead), 4001)
    assert useful_output(record, grid).max() <= dots[0].y[0] * (1 + 1e-9)
    assert dots[1].yaxis == "y2" and dots[1].y[0] == pytest.approx(participation(record, dots[0].x[0]))
    assert fig.layout.xaxis.range[0] < np.log10(dots[0].x[0]) < fig.layout.xaxis.range[1]


def test_without_overhead_the_sentence_says_so_and_nothing_is_marked():
    free = Granularity(overhead=0)
    assert summary(free).startswith("Without overhead the smaller the pieces, the better")
    assert [len(trace.x) for trace in chunk_size(free).data if trace.name == "thresholds"] == [0, 0]


def test_a_share_of_next_to_nobody_is_said_in_people():
    """It was "0.00023% of the people"."""
    assert "only 1 in 440,000 has time for one" in summary(Granularity(overhead=60, budget=5))


def test_the_outcome_of_taking_part_is_asked_at_a_stated_piece():
    assert OUTCOMES.named("taking_part").of(Granularity()) == pytest.approx(np.exp(-0.5))
    assert "30 minutes" in OUTCOMES.named("taking_part").label


@pytest.mark.parametrize("share", [0.01, 0.5, 1.0])
def test_as_many_people_have_time_for_the_piece_as_were_asked_for(share):
    assert participation(Granularity(), piece_for(Granularity(), share) or 1e-300) == pytest.approx(share)


@pytest.mark.parametrize("share", [0.0, -1.0, 1.1])
def test_a_share_that_no_piece_can_have_is_refused(share):
    with pytest.raises(ValueError, match="taking_part must be"):
        piece_for(Granularity(), share)
