import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import zeta

from peerkit.models.hurwitz_zeta import log_zeta, log_zeta_slopes


@given(st.floats(1.0001, 8), st.integers(1, 10**6))
def test_log_zeta_is_the_logarithm_of_zeta(exponent, start):
    assert log_zeta(exponent, start) == pytest.approx(np.log(zeta(exponent, start)), rel=1e-10, abs=1e-10)


def test_log_zeta_stays_finite_where_zeta_underflows():
    # zeta(20, q) is q^-19 / 19 but for a relative 10 / q.
    assert log_zeta(20, 1e16) == pytest.approx(-19 * np.log(1e16) - np.log(19), abs=1e-9)


@given(st.floats(1.05, 10), st.integers(1, 10**5))
def test_slopes_of_log_zeta_are_its_differences(exponent, start):
    step = 1e-4 * (exponent - 1)
    low, here, high = (log_zeta(exponent + shift, start) for shift in (-step, 0, step))
    slopes = log_zeta_slopes(exponent, start)
    # Central differences: the step squared, and the rounding of log_zeta over the step.
    assert slopes.first == pytest.approx((high - low) / (2 * step), rel=1e-6, abs=1e-6)
    assert (log_zeta_slopes(exponent + step, start).first - log_zeta_slopes(exponent - step, start).first) / (
        2 * step
    ) == pytest.approx(slopes.second, rel=1e-5)
    assert slopes.second > 0


@pytest.mark.parametrize(
    ("attempt", "message"),
    [
        (lambda: log_zeta(1, 1), "exponent must be above 1, got 1"),
        (lambda: log_zeta(float("nan"), 1), "exponent must be above 1, got nan"),
        (lambda: log_zeta(2, 0), "start must be above 0 and at most .*, got 0"),
        (lambda: log_zeta("2", 1), "exponent must be a number, got '2'"),
    ],
)
def test_what_has_no_sum_is_refused_by_name(attempt, message):
    with pytest.raises(ValueError, match=message):
        attempt()
