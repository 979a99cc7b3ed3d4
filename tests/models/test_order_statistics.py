import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import quad
from scipy.special import log_ndtr

from peerkit.models.order_statistics import (
    expected_maximum_exponential,
    expected_maximum_normal,
    expected_maximum_pareto,
    expected_maximum_uniform,
)

BEST_OF = expected_maximum_normal(np.arange(1, 20_001))
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
    ],
)
def test_limiting_cases_of_other_kinds_of_skill(maximum, people, best):
    assert maximum(people) == pytest.approx(best)


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
    numeric = quad(lambda u: quantile(u) * people * u ** (people - 1), 0, 1, epsabs=1e-11, limit=400)[0]
    # The integrand is infinite at its end; quadrature reaches eight digits there.
    assert maximum(people) == pytest.approx(numeric, rel=1e-8)


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


def test_the_exponent_is_that_of_the_tail_and_one_below_that_of_the_density():
    """With tail exponent 2 the mean is 2 and the best of 1,000 is ten times the best of 10; a density exponent of 2 has no mean."""
    assert expected_maximum_pareto(1, 2) == pytest.approx(2)
    assert expected_maximum_pareto(1000, 2) / expected_maximum_pareto(10, 2) == pytest.approx(10, rel=0.02)


@pytest.mark.parametrize("maximum", [expected_maximum_normal, expected_maximum_uniform, expected_maximum_exponential])
def test_the_largest_crowd_allowed_warns_of_nothing(maximum):
    assert maximum(1e15) >= maximum(1e12)


def test_a_hidden_gem_is_found_by_a_large_crowd_only_where_skill_has_a_heavy_tail():
    crowd, few = 1e6, 10.0
    assert expected_maximum_uniform(crowd) / expected_maximum_uniform(few) < 1.1
    assert expected_maximum_normal(crowd) / expected_maximum_normal(few) < 3.2
    assert expected_maximum_pareto(crowd, 1.5) / expected_maximum_pareto(few, 1.5) > 1000


def test_scalars_in_give_scalars_out():
    assert isinstance(expected_maximum_normal(5), float)
    assert expected_maximum_normal(np.array([[2.0, 3.0]])).shape == (1, 2)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: expected_maximum_normal(0.5), "people must be at least 1 and at most .*, got 0.5"),
        (lambda: expected_maximum_uniform(np.nan), "people must be at least 1 and at most .*, got nan"),
        (lambda: expected_maximum_pareto(10, 1), "tail must be above 1, got 1"),
        (lambda: expected_maximum_pareto(10, "2"), "tail must be a number, got '2'"),
        (lambda: expected_maximum_normal(1e16), "people must be at least 1 and at most 10{15}, got"),
        (lambda: expected_maximum_normal(True), "people must be a number, got True"),
    ],
)
def test_impossible_input_is_refused(call, message):
    with pytest.raises(ValueError, match=message):
        call()
