from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import quad, solve_ivp

from peerkit.dashboards.diffusion import QUESTION, VCR_1986_RANGE
from peerkit.figures.diffusion import sales, summary
from peerkit.models.diffusion import (
    OUTCOMES,
    Diffusion,
    adopters,
    cumulative_share,
    density,
    peak,
    period_adopters,
    same_start,
    telling_time,
    time_to_share,
)
from peerkit.models.diffusion_fit import VCR_SALES, difference_fit
from tests.models.strategies import records

# No time limit for an example: the machine may be busy.
unhurried = settings(deadline=None)
diffusions = records(Diffusion)
# With imitation clearly stronger than innovation there is a peak to speak of.
peaked = records(Diffusion, imitation=st.floats(0.15, 1))
times = st.floats(0, 60)


@pytest.mark.parametrize(
    ("changes", "time", "share"),
    [
        ({}, 0, 0.0),  # nobody has adopted at the launch
        ({}, 1e12, 1.0),  # everybody has in the end
        ({"imitation": 0}, 10, 1 - np.exp(-0.3)),  # no imitation: exponential approach
        ({"innovation": 0.1, "imitation": 0.1}, 5, np.tanh(0.5)),  # equal pulls: a hyperbolic tangent
        ({"innovation": 1e-12, "imitation": 1}, np.log(1e12), 0.5),  # logistic, dated back to one in 10^12
        ({"innovation": 1e-12, "imitation": 1}, 1, np.e * 1e-12 - 1e-12),  # early on plain exponential growth
    ],
)
def test_limiting_cases(changes, time, share):
    assert cumulative_share(Diffusion(**changes), time) == pytest.approx(share, rel=1e-9, abs=1e-15)


@pytest.mark.parametrize(
    ("p", "q", "years"),
    [
        (0.0026167, 0.21566, 20.2),  # refrigerators
        (0.018119, 0.1711, 11.9),  # home freezers
        (0.027877, 0.25105, 7.9),  # black and white television
        (0.017703, 0.29695, 9.0),  # water softeners
        (0.010399, 0.41861, 8.6),  # room air conditioners
        (0.017206, 0.35688, 8.1),  # clothes dryers
        (0.0091837, 0.3379, 10.4),  # power lawnmowers
        (0.005876, 0.24387, 14.9),  # electric bed coverings
        (0.017135, 0.30145, 9.0),  # automatic coffee makers
        (0.028632, 0.32791, 6.8),  # steam irons
        (0.024796, 0.6541, 4.8),  # record players
    ],
)
def test_against_the_peaks_recomputed_for_the_eleven_durables_of_bass_1969(p, q, years):
    """p and q confirmed in a re-implementation of Rand and Rust 2011; the years are recomputed to one digit."""
    assert peak(Diffusion(innovation=p, imitation=q)).time == pytest.approx(years, abs=0.05)


@pytest.mark.parametrize(("p", "q"), [(0.03, 0.38), (0.1, 0.02), (0.001, 1.0), (0.05, 0.0)])
def test_the_share_solves_the_differential_equation(p, q):
    t = np.linspace(0, 30, 7)
    solved = solve_ivp(lambda _, f: (p + q * f) * (1 - f), (0, 30), [0.0], t_eval=t, rtol=1e-11, atol=1e-13)
    # The integrator is asked for eleven digits.
    assert cumulative_share(Diffusion(innovation=p, imitation=q), t) == pytest.approx(solved.y[0], abs=1e-9)


@unhurried
@given(diffusions, times)
def test_the_rate_is_what_innovation_and_imitation_bring(record, time):
    share = cumulative_share(record, time)
    expected = (record.innovation + record.imitation * share) * (1 - share)
    # 1 - F has lost its digits once nearly everybody has adopted.
    assert density(record, time) == pytest.approx(expected, rel=1e-6, abs=1e-14)


@unhurried
@given(diffusions, times)
def test_the_share_is_the_area_under_the_rate(record, time):
    area, _ = quad(lambda t: density(record, t), 0, time, epsabs=1e-11, epsrel=1e-11, limit=200)
    assert cumulative_share(record, time) == pytest.approx(area, abs=1e-9)


@unhurried
@given(diffusions, times, st.floats(0, 20))
def test_the_share_rises_from_nobody_to_everybody(record, time, later):
    before, after = cumulative_share(record, time), cumulative_share(record, time + later)
    assert 0 <= before <= after <= 1


@unhurried
@given(diffusions, st.floats(0, 0.999))
def test_the_time_to_a_share_undoes_the_share_at_a_time(record, share):
    assert cumulative_share(record, time_to_share(record, share)) == pytest.approx(share, abs=1e-12)


@unhurried
@given(diffusions, st.floats(0, 100))
def test_no_moment_is_faster_than_the_peak(record, time):
    assert density(record, time) <= peak(record).rate * (1 + 1e-12)


@unhurried
@given(diffusions)
def test_share_and_rate_at_the_peak_are_the_stated_ones(record):
    top = peak(record)
    assert cumulative_share(record, top.time) == pytest.approx(top.share, abs=1e-12)
    assert density(record, top.time) == pytest.approx(top.rate)


@unhurried
@given(diffusions)
def test_there_is_an_interior_peak_exactly_where_imitation_is_stronger(record):
    top = peak(record)
    interior = record.imitation > record.innovation
    assert top.outcome == ("interior peak" if interior else "declines from the launch")
    assert (top.time > 0) == interior
    if not interior:
        assert (top.time, top.share, top.rate) == (0, 0, record.innovation)


@unhurried
@given(peaked, st.floats(1.01, 5))
def test_more_innovation_brings_the_peak_forward(record, factor):
    assert peak(record.replace(innovation=record.innovation * factor)).time < peak(record).time


@unhurried
@given(diffusions, times, st.floats(0.01, 100))
def test_counting_time_in_another_unit_moves_every_date_alike(record, time, rate):
    abroad = record.replace(innovation=record.innovation * rate, imitation=record.imitation * rate)
    assert peak(abroad).time == pytest.approx(peak(record).time / rate)
    assert peak(abroad).rate == pytest.approx(peak(record).rate * rate)
    assert cumulative_share(abroad, time / rate) == pytest.approx(cumulative_share(record, time))


@unhurried
@given(diffusions, times, st.floats(0.01, 100))
def test_counting_adopters_in_another_unit_scales_counts_and_moves_no_date(record, time, rate):
    abroad = record.replace(market_size=record.market_size * rate)
    assert adopters(abroad, time) == pytest.approx(adopters(record, time) * rate)
    assert period_adopters(abroad, time + 1) == pytest.approx(period_adopters(record, time + 1) * rate)
    assert peak(abroad) == peak(record)


@unhurried
@given(diffusions, st.integers(1, 60))
def test_the_adopters_of_all_periods_add_up(record, periods):
    each = period_adopters(record, np.arange(1, periods + 1))
    assert each.sum() == pytest.approx(adopters(record, periods))


@unhurried
@given(peaked, st.floats(1.1, 20))
def test_a_market_with_the_same_start_sells_and_grows_alike_at_the_launch(record, factor):
    """Bass's regression: sales are m p + (q - p) Y - (q/m) Y^2; the first two coefficients are equal."""
    other = same_start(record, factor)
    assert other.market_size * other.innovation == pytest.approx(record.market_size * record.innovation)
    assert other.imitation - other.innovation == pytest.approx(record.imitation - record.innovation)
    assert other.imitation / other.market_size < record.imitation / record.market_size


@unhurried
@given(peaked, st.floats(1.1, 20), st.floats(0.01, 0.99))
def test_up_to_the_telling_time_sales_differ_by_less_than_the_gap_and_then_by_more(record, factor, part):
    gap = part * (factor - 1)
    until, other = telling_time(record, factor, gap), same_start(record, factor)

    def ratio(time):
        return factor * density(other, time) / density(record, time)

    assert ratio(until) == pytest.approx(1 + gap, rel=1e-6)  # bisected to the precision of a time
    assert np.all(ratio(np.linspace(0, 0.999 * until, 50)) < 1 + gap)
    assert np.all(ratio(np.linspace(1.001 * until, 3 * until, 50)) > 1 + gap)


@unhurried
@given(records(Diffusion, innovation=st.floats(0.001, 0.03), imitation=st.floats(0.15, 1)))
def test_a_market_twice_as_large_shows_by_a_tenth_of_sales_before_the_peak_with_a_quarter_adopted(record):
    told = telling_time(record)
    assert told < 0.8 * peak(record).time
    assert 0.09 < cumulative_share(record, told) < 0.25


@unhurried
@given(peaked, st.floats(0.1, 10))
def test_counting_time_in_another_unit_moves_the_telling_time_alike(record, rate):
    faster = record.replace(innovation=record.innovation * rate, imitation=record.imitation * rate)
    assert telling_time(faster) == pytest.approx(telling_time(record) / rate)


def test_without_imitation_the_larger_market_gets_none_rather_than_less_than_none():
    assert same_start(Diffusion(imitation=0), 2).imitation == 0
    assert 0 < telling_time(Diffusion(imitation=0)) < np.inf


def test_the_long_tail_keeps_its_digits():
    # Far out F is 1 to the last bit, and a period's adopters are m (p+q)/p (e^(p+q) - 1) e^(-(p+q)t).
    expected = 1000 * 0.41 / 0.03 * np.expm1(0.41) * np.exp(-0.41 * 300)
    assert period_adopters(Diffusion(), 300) == pytest.approx(expected)


def test_every_corner_of_the_teaching_box_has_a_curve():
    for corner in product(*(p.explore for p in Diffusion.parameters().values())):
        record = Diffusion(**dict(zip(Diffusion.parameters(), corner, strict=True)))
        assert np.all(np.isfinite([*adopters(record, [0, 5, 1e6]), *peak(record)[:3], time_to_share(record, 0.5)]))


def test_a_batch_gives_what_its_records_give_one_by_one():
    values = {"innovation": [0.03, 0.1, 1e-9], "imitation": [0.38, 0.05, 0.0], "market_size": [1e3, 5.0, 1e12]}
    batch = Diffusion.batch(**values)
    singles = [Diffusion(**dict(zip(values, row, strict=True))) for row in zip(*values.values(), strict=True)]
    for formula in (cumulative_share, density, adopters, period_adopters):
        assert formula(batch, 7) == pytest.approx([formula(record, 7) for record in singles])
    assert time_to_share(batch, 0.3) == pytest.approx([time_to_share(record, 0.3) for record in singles])
    assert list(peak(batch).outcome) == [peak(record).outcome for record in singles]
    assert peak(batch).time == pytest.approx([peak(record).time for record in singles])


@pytest.mark.parametrize(
    ("attempt", "message"),
    [
        (lambda: adopters(Diffusion(), "5"), "time must be a number, got '5'"),
        (lambda: period_adopters(Diffusion(), True), "period must be a number, got True"),
        (lambda: telling_time(Diffusion(), "2"), "factor must be a number, got '2'"),
        (lambda: Diffusion(innovation=0), "innovation must be above 0, got 0"),
        (lambda: Diffusion(imitation=-0.1), "imitation must be at least 0, got -0.1"),
        (lambda: Diffusion(market_size=float("nan")), "market_size must be above 0, got nan"),
        (lambda: cumulative_share(Diffusion(), -1), "time must be at least 0, got -1"),
        (lambda: density(Diffusion(), [1, float("nan")]), "time must be at least 0"),
        (lambda: period_adopters(Diffusion(), 0), "period must be at least 1, got 0"),
        (lambda: time_to_share(Diffusion(), 1), "share must be at least 0 and below 1, got 1"),
        (lambda: same_start(Diffusion(), 0), "factor must be above 0, got 0"),
        (lambda: telling_time(Diffusion(), 1), "gap must be above 0 and below factor - 1, got 0.1 for a factor of 1"),
    ],
)
def test_impossible_input_is_refused_by_name(attempt, message):
    with pytest.raises(ValueError, match=message):
        attempt()


@unhurried
@given(diffusions)
def test_the_word_for_the_peak_is_what_searching_all_times_shows(record):
    total = record.innovation + record.imitation
    times = np.concatenate([[0.0], np.geomspace(1e-6, 60, 4000) / total])
    fastest = times[np.argmax(density(record, times))]
    if abs(record.imitation / record.innovation - 1) > 1e-3:
        assert (peak(record).outcome == "interior peak") == (fastest > 0)
        assert ("at the launch" in summary(record)) == (fastest == 0)


@pytest.mark.parametrize("corner", list(product((1e-12, 1.0, 50.0), (0.0, 1e-9, 500.0), (1e-6, 1e15))))
def test_every_corner_of_the_valid_range_is_drawn_and_said(corner):
    record = Diffusion(**dict(zip(Diffusion.parameters(), corner, strict=True)))
    assert summary(record).endswith(".") and "nan" not in summary(record)
    assert len(sales(record).data) == len(sales(Diffusion()).data)


def test_what_the_page_tells_of_video_recorders_is_what_the_fit_says():
    seven = difference_fit(VCR_SALES[:7])
    assert VCR_1986_RANGE == pytest.approx((seven.market_size_low, seven.market_size_high), abs=5)  # whole tens
    assert difference_fit(VCR_SALES[:6]).market_size_high == np.inf
    told = QUESTION.tries[1].answer
    assert all(number in told for number in ("52,453", "44,690 to 65,290", "67,660")) and "certain" not in told


def test_the_telling_time_of_a_batch_is_that_of_each_record():
    outcome = OUTCOMES.named("telling_time")
    batch = Diffusion.batch(innovation=[0.03, 0.01], imitation=[0.38, 0.5])
    singles = [Diffusion(innovation=0.03, imitation=0.38), Diffusion(innovation=0.01, imitation=0.5)]
    assert outcome.of(batch) == pytest.approx([telling_time(single) for single in singles])
    assert outcome.of(Diffusion()) == telling_time(Diffusion())
