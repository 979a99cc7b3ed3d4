from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import quad
from scipy.special import zeta

from peerkit.models.inequality import (
    Participation,
    concentration,
    exponent_from_gini,
    exponent_from_one_timer_share,
    exponent_from_top_share,
    histogram,
    lorenz_curve,
    lorenz_share,
    one_timers,
    sample_gini,
    sample_top_share,
    zeta_moment,
    zeta_probability,
)
from tests.models.strategies import records

finite = records(Participation, exponent=st.floats(2.02, 3.5))
unhurried = settings(deadline=None, max_examples=50)
contributions = st.lists(st.integers(0, 1000), min_size=2, max_size=40).filter(any)


@pytest.mark.parametrize(
    ("exponent", "gini", "top_share", "outcome"),
    [
        (2.5, 0.5, 0.01 ** (1 / 3), "finite mean"),  # the textbook half
        (20.0, 1 / 37, 0.01 ** (18 / 19), "finite mean"),  # nobody far above the minimum: close to equality
        (2.0 + 1e-12, 1.0, 1.0, "finite mean"),  # just above the border: one person has nearly all
        (2.0, 1.0, 1.0, "depends on sample size"),  # on the border the mean is gone
        (1.5, 1.0, 1.0, "depends on sample size"),  # 2 alpha - 3 = 0 must not divide
    ],
)
def test_limiting_cases(exponent, gini, top_share, outcome):
    found = concentration(Participation(exponent=exponent))
    assert found.gini == pytest.approx(gini)
    assert found.top_share == pytest.approx(top_share)
    assert found.outcome == outcome


@pytest.mark.parametrize(
    ("implied", "exponent"),
    [
        (exponent_from_gini(0.9360), 2.034),  # Ortega and Gonzalez-Barahona 2007, English Wikipedia
        (exponent_from_top_share(15 / 400, 0.83), 2.060),  # Mockus and others 2002, new code in Apache
        (exponent_from_top_share(15 / 3000, 0.05), 3.30),  # the same, problem reports: published to two decimals
        (exponent_from_top_share(0.02, 0.734), 2.086),  # Wales as quoted by Swartz 2006
        (exponent_from_top_share(0.007, 0.5), 2.162),  # the same, the inner circle
        (exponent_from_top_share(1000 / 68_000, 0.667), 2.106),  # Nielsen 2006
        (exponent_from_top_share(0.01, 0.55), 2.149),  # Suh and others 2009
        (exponent_from_one_timer_share(0.37), 2.478),  # Clickworkers, as told by Benkler 2002
        (exponent_from_one_timer_share(0.5), 2.729),  # Spencer 2010
    ],
)
def test_exponents_implied_by_published_statistics(implied, exponent):
    # Published to three decimals, the reports to two.
    assert implied == pytest.approx(exponent, abs=0.005 if exponent > 3 else 0.0006)


def test_lotka_law_leaves_sixty_percent_of_authors_with_one_paper():
    assert zeta_probability(Participation(exponent=2), 1) == pytest.approx(0.608, abs=0.0005)  # quoted as 60.8%


def test_an_exponent_of_2_28_does_not_give_the_gini_of_wikipedia():
    assert concentration(Participation(exponent=2.28)).gini == pytest.approx(0.641, abs=0.0005)  # against 0.936 seen


@unhurried
@given(finite)
def test_gini_is_twice_the_area_between_the_lorenz_curve_and_equality(law):
    area = quad(lambda rest: lorenz_share(law, rest), 0, 1, limit=200)[0]
    # Near alpha = 2 the curve is nearly a corner, on which quadrature keeps six digits.
    assert concentration(law).gini == pytest.approx(1 - 2 * area, abs=1e-5)


@given(records(Participation))
def test_top_share_is_the_rest_of_the_lorenz_curve(law):
    assert concentration(law).top_share == pytest.approx(1 - lorenz_share(law, 1 - law.top_fraction))


@given(finite, st.floats(0.001, 1.0))
def test_gini_and_top_share_fall_with_the_exponent(law, more):
    calmer = law.replace(exponent=law.exponent + more)
    assert concentration(calmer).gini < concentration(law).gini
    assert concentration(calmer).top_share < concentration(law).top_share


@given(records(Participation, top_fraction=1.0))
def test_everyone_together_makes_everything(law):
    assert concentration(law).top_share == 1
    assert lorenz_share(law, 1.0) == 1
    assert lorenz_share(law, 0.0) == 0


@given(finite)
def test_lorenz_curve_of_the_law_is_convex_and_below_equality(law):
    poorest = np.linspace(0, 1, 101)
    share = lorenz_share(law, poorest)
    assert np.all(np.diff(share, 2) >= -1e-12)
    assert np.all(share <= poorest + 1e-12)


@given(finite)
def test_inverses_return_the_exponent(law):
    found, exponent = concentration(law), pytest.approx(law.exponent)
    assert exponent_from_gini(found.gini) == exponent
    assert exponent_from_top_share(law.top_fraction, found.top_share) == exponent
    assert exponent_from_one_timer_share(one_timers(law).work_share) == exponent


@pytest.mark.parametrize("share", [1e-12, 1e-6, 0.5, 1 - 1e-6, 1 - 1e-12])
def test_one_timer_shares_invert_down_to_the_last_digits(share):
    exponent = exponent_from_one_timer_share(share)
    assert 1 / zeta(exponent - 1) == pytest.approx(share, rel=1e-3)  # alpha - 2 = 1e-12 keeps four digits itself


@unhurried
@given(records(Participation, exponent=st.floats(2.5, 3.5)))
def test_zeta_moments_and_one_timers_are_sums_over_everyone(law):
    k = np.arange(1.0, 200_001)
    chances = zeta_probability(law, k)
    rest = 1 + 2 * (law.exponent - 1) / (law.exponent - 2)  # the sums stop at 200,000
    assert chances.sum() == pytest.approx(1, abs=rest * k[-1] ** (1 - law.exponent))
    assert (k * chances).sum() == pytest.approx(zeta_moment(law), abs=rest * k[-1] ** (2 - law.exponent))
    assert one_timers(law).people_share == pytest.approx(chances[0])
    assert one_timers(law).work_share == pytest.approx(chances[0] / zeta_moment(law))


@given(records(Participation, exponent=st.floats(1.5, 2.0)))
def test_below_two_the_mean_diverges_and_one_timers_vanish(law):
    assert zeta_moment(law) == np.inf
    assert one_timers(law).work_share == 0
    assert one_timers(law).outcome == concentration(law).outcome == "depends on sample size"


def test_variance_needs_an_exponent_above_three():
    assert zeta_moment(Participation(exponent=3.0), order=2) == np.inf
    assert zeta_moment(Participation(exponent=3.5), order=2) == pytest.approx(zeta(1.5) / zeta(3.5))


@pytest.mark.parametrize(
    ("sample", "gini"),
    [
        ([7, 7, 7], 0),  # equals
        ([0, 0, 0, 5], 0.75),  # one has all: (n - 1) / n
        ([3], 0),  # alone, nobody is unequal
    ],
)
def test_gini_of_extreme_samples(sample, gini):
    assert sample_gini(sample).estimate == pytest.approx(gini)


@given(contributions)
def test_gini_is_the_mean_difference_over_twice_the_mean(sample):
    x = np.array(sample, float)
    differences = np.abs(x[:, None] - x).mean()
    assert sample_gini(sample).estimate == pytest.approx(differences / (2 * x.mean()))


@given(contributions, st.floats(0.01, 100), st.integers(2, 5))
def test_counting_in_dozens_or_copying_everyone_leaves_the_inequality_alone(sample, unit, copies):
    gini, top = sample_gini(sample).estimate, sample_top_share(sample, 0.2).estimate
    dozens = unit * np.array(sample)
    assert sample_gini(dozens).estimate == pytest.approx(gini, abs=1e-12)
    assert sample_top_share(dozens, 0.2).estimate == pytest.approx(top)
    assert sample_gini(sample * copies).estimate == pytest.approx(gini, abs=1e-12)
    assert sample_top_share(sample * copies, 0.2).estimate == pytest.approx(top)


@given(contributions)
def test_counts_of_counts_hold_all_the_sample_does(sample):
    values, times = np.unique(sample, return_counts=True)
    for whole, table in (
        (sample_gini(sample), sample_gini(values, times)),
        (sample_top_share(sample, 0.1), sample_top_share(values, 0.1, times)),
    ):
        assert whole[:3] == pytest.approx(table[:3], abs=1e-12)
    shuffled = np.random.default_rng(1).permutation(values.size)
    again = histogram(np.append(values[shuffled], values[0]), np.append(times[shuffled], 0))
    assert [part.tolist() for part in again] == [values.tolist(), times.tolist()]


@given(contributions)
def test_lorenz_curve_of_a_sample_is_convex_from_nothing_to_all(sample):
    curve = lorenz_curve(sample)
    slopes = np.diff(curve.contributions) / np.diff(curve.people)
    assert np.all(np.diff(slopes) > 0)
    assert [curve.people[0], curve.contributions[0], curve.people[-1], curve.contributions[-1]] == [0, 0, 1, 1]


@given(contributions, st.floats(0.01, 0.5))
def test_giving_from_the_most_active_to_the_least_never_raises_the_gini(sample, part):
    x = np.sort(np.array(sample, float))
    moved = part * (x[-1] - x[0])
    x[0], x[-1] = x[0] + moved, x[-1] - moved
    assert sample_gini(x).estimate <= sample_gini(sample).estimate + 1e-12


def test_the_top_share_of_a_sample_counts_the_most_active():
    sample = [500, 40, 12, 6, 3, 2, 1, 1, 1, 1, 1, 1]
    assert sample_top_share(sample, 3 / 12).estimate == pytest.approx(552 / 569)
    assert sample_top_share(sample, 3.5 / 12).estimate == pytest.approx(555 / 569)  # half of the fourth person
    assert sample_top_share(sample, 1).estimate == 1


def test_standard_errors_agree_with_the_bootstrap():
    rng = np.random.default_rng(2024)
    sample = rng.lognormal(0, 1, 800)
    again = [rng.choice(sample, sample.size) for _ in range(400)]
    # 400 resamples give a standard deviation to about 4%, and the delta method is a first order; 15% is four of those.
    for measure in (sample_gini, lambda x: sample_top_share(x, 0.1)):
        bootstrap = np.std([measure(x).estimate for x in again])
        assert measure(sample).standard_error == pytest.approx(bootstrap, rel=0.15)


def test_a_sample_from_the_law_has_the_gini_of_the_law():
    law = Participation(exponent=3.5)
    sample = np.exp(np.random.default_rng(2024).exponential(1 / 2.5, 100_000))
    found = sample_gini(sample)
    assert abs(found.estimate - concentration(law).gini) < 4 * found.standard_error  # four standard errors


def test_a_sample_without_a_mean_looks_more_unequal_the_larger_it_is():
    sample = np.exp(np.random.default_rng(2024).exponential(1 / 0.6, 100_000))  # exponent 1.6
    ginis = [sample_gini(sample[:n]).estimate for n in (20, 1000, 100_000)]
    assert ginis == sorted(ginis)
    assert "grows with the sample" in sample_gini(sample).evidence_against


def test_a_batch_gives_what_its_records_give_one_by_one():
    exponents, tops = [2.5, 2.0, 1.5, 3.5], [0.01, 0.01, 0.2, 1.0]
    batch = Participation.batch(exponent=exponents, top_fraction=tops)
    single = [Participation(exponent=a, top_fraction=p) for a, p in zip(exponents, tops, strict=True)]
    for quantity in (concentration, one_timers):
        found = quantity(batch)
        assert [list(column) for column in zip(*map(quantity, single), strict=True)] == [list(part) for part in found]
    assert list(zeta_moment(batch)) == [zeta_moment(one) for one in single]
    assert list(lorenz_share(batch, 0.9)) == [lorenz_share(one, 0.9) for one in single]
    assert list(zeta_probability(batch, 3)) == [zeta_probability(one, 3) for one in single]


@pytest.mark.parametrize("corner", list(product(*(p.explore for p in Participation.parameters().values()))))
def test_every_corner_of_the_teaching_box_has_an_answer(corner):
    law = Participation(**dict(zip(Participation.parameters(), corner, strict=True)))
    assert 0 < concentration(law).top_share <= 1
    assert 0 < one_timers(law).people_share < 1
    assert np.all(zeta_probability(law, [1, 1e12]) >= 0)


@pytest.mark.parametrize(
    ("deed", "message"),
    [
        (lambda: Participation(exponent=1), "exponent must be above 1 and at most 20, got 1"),
        (lambda: lorenz_share(Participation(), 1.2), "poorest_fraction must be at least 0 and at most 1, got 1.2"),
        (lambda: zeta_probability(Participation(), 0), "contributions must be whole numbers of at least 1, got 0"),
        (lambda: zeta_moment(Participation(), 0), "order must be above 0, got 0"),
        (lambda: exponent_from_gini(1), "gini must be above 0 and below 1, got 1"),
        (lambda: exponent_from_top_share(1, 1), "top_fraction must be above 0 and below 1, got 1"),
        (lambda: exponent_from_top_share(0.2, 0.1), "share must be above top_fraction and at most 1, got 0.1"),
        (lambda: exponent_from_one_timer_share(0), "work_share must be above 0 and below 1, got 0"),
        (lambda: sample_gini([1, -1]), "contributions must be at least 0, got -1"),
        (lambda: sample_gini([1, float("nan")]), "contributions must be at least 0, got nan"),
        (lambda: sample_gini([]), "contributions must be a list with at least one number"),
        (lambda: sample_gini([0, 0]), "contributions must not all be 0"),
        (lambda: sample_gini([1, 2], [1, -3]), "counts must be at least 0, got -3"),
        (lambda: sample_gini([1, 2], [1]), "counts must not all be 0 and be as many as the 2 contributions, got 1"),
        (lambda: sample_top_share([1, 2], 0), "top_fraction must be above 0 and at most 1, got 0"),
    ],
)
def test_impossible_input_is_refused_by_name(deed, message):
    with pytest.raises(ValueError, match=message):
        deed()
