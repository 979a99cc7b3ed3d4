import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import quad
from scipy.special import log_ndtr, ndtr

from peerkit.models.selection import (
    Selection,
    breakeven_pool,
    correlation,
    expected_maximum_exponential,
    expected_maximum_normal,
    expected_maximum_pareto,
    expected_maximum_uniform,
    expected_pick,
    nearest_match_distance,
    noise_at,
    picks,
    simulated_picks,
)
from tests.models.strategies import records

BEST_OF = expected_maximum_normal(np.arange(1, 20_001))
anyone = records(Selection)
sizes = st.floats(0, math.log(1e12)).map(lambda x: min(math.exp(x), 1e12))


@pytest.mark.parametrize(
    ("people", "best"),
    [
        (1, 0),  # the best of one is an average person
        (2, 1 / math.sqrt(math.pi)),  # half the mean distance of two draws
        (3, 1.5 / math.sqrt(math.pi)),  # a third person adds half as much
        (4, 6 * math.atan(math.sqrt(2)) / math.pi**1.5),  # the largest size but one with a closed form
        (5, 5 / (4 * math.sqrt(math.pi)) + 15 * math.asin(1 / 3) / (2 * math.pi**1.5)),  # and the largest
    ],
)
def test_the_best_of_a_few_has_a_closed_form(people, best):
    assert expected_maximum_normal(people) == pytest.approx(best, rel=1e-14, abs=1e-15)


@pytest.mark.parametrize(
    ("maximum", "people", "best"),
    [
        (expected_maximum_uniform, 1, 1 / 2),  # one person alone is worth the mean
        (expected_maximum_uniform, 1e12, 1),  # nobody is better than the bound
        (expected_maximum_exponential, 1, 1),  # one person alone is worth the mean
        (expected_maximum_exponential, 4, 25 / 12),  # 1 + 1/2 + 1/3 + 1/4
        (expected_maximum_exponential, 1e12, math.log(1e12) + np.euler_gamma),  # grows like the logarithm
        (lambda n: expected_maximum_pareto(n, 2), 1, 2),  # one person alone is worth the mean, a/(a-1)
        (lambda n: expected_maximum_pareto(n, 2), 1e12, math.sqrt(math.pi) * 1e6),  # grows like the square root
        (nearest_match_distance, 1, 1 / 4),  # one person is as far away as chance has it
        (nearest_match_distance, 1e12, 5e-13),  # a crowd leaves no gap
    ],
)
def test_limiting_cases_of_other_kinds_of_skill(maximum, people, best):
    assert maximum(people) == pytest.approx(best)


@pytest.mark.parametrize(
    ("changes", "size", "outcome"),
    [
        ({"self_noise": 0.5}, 10, "as many people"),  # equal signals, equal numbers
        ({"candidates": 1, "self_noise": 4}, 1, "as many people"),  # a manager without choice is matched by anyone
        ({"manager_noise": 1.0, "self_noise": 0.5}, 6, "fewer people"),  # people who know themselves need fewer
        ({"self_noise": 1e6}, np.inf, "no pool is enough"),  # a signal that says nothing
        (
            {"candidates": 10**12, "manager_noise": 0, "self_noise": 0},
            1e12,
            "as many people",
        ),  # at the end of the range
    ],
)
def test_corners_of_the_break_even_pool_are_named(changes, size, outcome):
    assert breakeven_pool(Selection(**changes)) == (size, outcome)


def test_the_headline_of_the_model_chapter():
    """A manager with 10 candidates and error 0.2 is matched by 1,600 people with error 2, and by 10 with error 0.2."""
    blind = Selection(candidates=10, manager_noise=0.2, self_noise=2.0)
    assert breakeven_pool(blind).size == 1600
    assert breakeven_pool(blind.replace(self_noise=0.2)).size == 10


def test_a_hundredfold_pool_is_worth_about_twice_as_much():
    ratio = expected_maximum_normal(1000) / expected_maximum_normal(10)
    assert ratio == pytest.approx(2.1, abs=0.05)  # 3.24 over 1.54, published to two digits


@pytest.mark.parametrize("people", [1, 1.5, 2, 7, 100, 1e4, 1e8, 1e12])
def test_the_best_of_any_number_against_quadrature_of_its_distribution(people):
    above = quad(lambda z: -np.expm1(people * log_ndtr(z)), 0, 40, epsabs=1e-12, limit=400, points=[2, 4, 6, 8])[0]
    below = quad(lambda z: np.exp(people * log_ndtr(z)), -40, 0, epsabs=1e-12, limit=400, points=[-4, -2])[0]
    # The quadrature, not the function, has this error.
    assert expected_maximum_normal(people) == pytest.approx(above - below, abs=1e-9)


@pytest.mark.parametrize(
    ("maximum", "quantile"),
    [
        (expected_maximum_uniform, lambda u: u),
        (expected_maximum_exponential, lambda u: -np.log1p(-u)),
        (lambda n: expected_maximum_pareto(n, 3), lambda u: (1 - u) ** (-1 / 3)),
    ],
)
@pytest.mark.parametrize("people", [2, 29, 31, 300])
def test_other_kinds_of_skill_against_quadrature_of_their_quantiles(maximum, quantile, people):
    found = quad(lambda u: quantile(u) * people * u ** (people - 1), 0, 1, epsabs=1e-11, limit=400)[0]
    # The integrand is infinite at its end; quadrature reaches eight digits there.
    assert maximum(people) == pytest.approx(found, rel=1e-8)


@given(st.floats(1.01, 100), sizes)
def test_one_more_person_raises_the_pareto_maximum_by_the_recursion_of_the_gamma_function(tail, people):
    """E(n+1) / E(n) = (n+1) / (n+1-1/a): the two sides of the switch to Stirling's series agree on it."""
    ratio = expected_maximum_pareto(people + 1, tail) / expected_maximum_pareto(people, tail)
    assert ratio == pytest.approx((people + 1) / (people + 1 - 1 / tail), rel=1e-12)


@given(st.floats(math.log(10), math.log(1e12)).map(math.exp))
def test_the_best_of_many_is_below_its_square_root_bound_and_grows_towards_it(people):
    ratio = expected_maximum_normal(people) / np.sqrt(2 * np.log(people))
    assert ratio < 1
    assert expected_maximum_normal(people**1.001) / np.sqrt(2 * np.log(people**1.001)) > ratio


@pytest.mark.parametrize("maximum", [expected_maximum_normal, expected_maximum_uniform, expected_maximum_exponential])
def test_every_further_person_adds_less(maximum):
    best = maximum(np.arange(1, 400))
    assert np.all(np.diff(best) > 0)
    assert np.all(np.diff(best, 2) < 0)


@given(anyone)
def test_without_error_a_pick_is_worth_the_best(record):
    assert expected_pick(record.pool, 0) == expected_maximum_normal(record.pool)


@given(anyone, st.floats(1.01, 3))
def test_the_break_even_pool_rises_with_error_in_self_knowledge_and_falls_with_the_managers(record, factor):
    size = breakeven_pool(record).size
    assert breakeven_pool(record.replace(self_noise=record.self_noise * factor)).size >= size
    assert breakeven_pool(record.replace(manager_noise=record.manager_noise * factor)).size <= size


@given(anyone)
def test_with_equal_error_break_even_is_as_many_people(record):
    even = record.replace(self_noise=record.manager_noise, pool=record.candidates)
    assert breakeven_pool(even) == (record.candidates, "as many people")
    assert picks(even).outcome == "even"


@given(anyone)
def test_break_even_is_the_smallest_pool_that_does_not_lose(record):
    size = breakeven_pool(record).size
    if np.isinf(size):
        assert picks(record.replace(pool=10**12)).outcome == "the manager wins"
    elif record.candidates > 1:
        manager = expected_pick(record.candidates, record.manager_noise)
        assert expected_pick(size, record.self_noise) >= manager * (1 - 1e-14)
        assert expected_pick(size - 1, record.self_noise) < manager


@given(records(Selection, self_noise=st.floats(0.2, 2)))
def test_break_even_is_what_counting_up_finds(record):
    worth = correlation(record.self_noise) * BEST_OF
    enough = worth >= expected_pick(record.candidates, record.manager_noise)
    size = breakeven_pool(record).size
    if size <= BEST_OF.size and record.self_noise != record.manager_noise:
        assert np.argmax(enough) + 1 == size


@given(st.floats(0.001, 1))
def test_noise_and_correlation_are_inverse(rho):
    assert correlation(noise_at(rho)) == pytest.approx(rho)


@given(anyone, st.floats(0.01, 100))
def test_measuring_value_in_another_unit_scales_the_pick(record, rate):
    here = expected_pick(record.pool, record.self_noise, value_spread=2.0)
    assert expected_pick(record.pool, record.self_noise, value_spread=2.0 * rate) == pytest.approx(here * rate)


def test_simulated_picks_have_the_mean_the_formula_says_and_the_law_of_people_drawn_one_by_one():
    rng, trials = np.random.default_rng(2024), 20_000
    record = Selection(candidates=8, pool=40, self_noise=2.0)
    simulated = simulated_picks(record, rng, trials)
    values = rng.standard_normal((trials, record.pool))
    signals = values + record.self_noise * rng.standard_normal((trials, record.pool))
    drawn = np.take_along_axis(values, signals.argmax(axis=1)[:, None], axis=1)[:, 0]
    four_errors = 4 / math.sqrt(trials)  # the values spread by less than 1
    for sample, expected in zip((*simulated, drawn), (*picks(record)[:2], picks(record).pool), strict=True):
        assert sample.mean() == pytest.approx(expected, abs=four_errors)
    assert simulated[1].std() == pytest.approx(drawn.std(), abs=four_errors)


def test_the_nearest_match_on_the_circle_against_people_drawn_at_random():
    rng, trials, people = np.random.default_rng(2024), 20_000, 9
    gaps = np.abs(rng.random((trials, people)) - 0.5)
    nearest = gaps.min(axis=1)
    four_errors = 4 * nearest.std() / math.sqrt(trials)
    assert nearest.mean() == pytest.approx(nearest_match_distance(people), abs=four_errors)


def test_a_hidden_gem_is_found_by_a_large_crowd_only_where_skill_has_a_heavy_tail():
    crowd, few = 1e6, 10.0
    assert expected_maximum_uniform(crowd) / expected_maximum_uniform(few) < 1.1
    assert expected_maximum_normal(crowd) / expected_maximum_normal(few) < 3.2
    assert expected_maximum_pareto(crowd, 1.5) / expected_maximum_pareto(few, 1.5) > 1000


def test_a_batch_gives_what_its_records_give_one_by_one():
    values = {
        "candidates": [10, 1, 10, 50, 20],
        "pool": [1000, 10, 100, 10**6, 5],
        "manager_noise": [0.5, 0.5, 0.2, 0.1, 0.3],
        "self_noise": [1, 2, 2, 4, 0.3],
    }
    rows = [Selection(**dict(zip(values, row, strict=True))) for row in zip(*values.values(), strict=True)]
    batch = Selection.batch(**values)
    for formula in (picks, breakeven_pool):
        many, single = formula(batch), [formula(row) for row in rows]
        assert list(many.outcome) == [one.outcome for one in single]
        assert many[0] == pytest.approx([one[0] for one in single], rel=1e-14)
    partial = breakeven_pool(Selection.batch(self_noise=[0.2, 0.5, 3]))
    assert list(partial.size) == [breakeven_pool(Selection(self_noise=noise)).size for noise in (0.2, 0.5, 3)]


def test_scalars_in_give_scalars_out():
    assert isinstance(expected_maximum_normal(5), float)
    assert isinstance(breakeven_pool(Selection()).size, float)
    assert expected_maximum_normal(np.array([[2.0, 3.0]])).shape == (1, 2)


def test_the_signal_of_the_best_of_n_has_the_distribution_of_a_maximum():
    rng, trials, people = np.random.default_rng(2024), 20_000, 25
    manager, _ = simulated_picks(Selection(candidates=people, manager_noise=0), rng, trials)
    below = np.mean(manager <= 2.0)
    expected = ndtr(2.0) ** people
    assert below == pytest.approx(expected, abs=4 * math.sqrt(expected * (1 - expected) / trials))


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: Selection(candidates=0), "candidates must be a whole number at least 1 and at most 1e.12, got 0"),
        (lambda: Selection(self_noise=-1), "self_noise must be at least 0 and at most 1e.06, got -1"),
        (lambda: expected_maximum_normal(0.5), "people must be at least 1, got 0.5"),
        (lambda: expected_maximum_uniform(np.nan), "people must be at least 1, got nan"),
        (lambda: expected_maximum_pareto(10, 1), "tail must be above 1, got 1"),
        (lambda: expected_pick(10, -0.1), "noise must be at least 0, got -0.1"),
        (lambda: noise_at(0), "correlation must be above 0 and at most 1, got 0"),
        (lambda: nearest_match_distance(0), "people must be at least 1, got 0"),
    ],
)
def test_impossible_input_is_refused(call, message):
    with pytest.raises(ValueError, match=message):
        call()
