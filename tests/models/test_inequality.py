from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import quad
from scipy.special import zeta

from peerkit.dashboards.inequality import QUESTION
from peerkit.figures.inequality import few_and_much, summary
from peerkit.models.inequality import (
    Participation,
    concentration,
    exponent_from_gini,
    exponent_from_one_timer_share,
    exponent_from_top_share,
    lorenz_share,
    one_timers,
    zeta_moment,
    zeta_probability,
)
from tests.models.strategies import records

finite = records(Participation, exponent=st.floats(2.02, 3.5))
unhurried = settings(deadline=None, max_examples=50)


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
    unequal = concentration(Participation(exponent=exponent))
    assert unequal.gini == pytest.approx(gini)
    assert unequal.top_share == pytest.approx(top_share)
    assert unequal.outcome == outcome


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
    unequal, exponent = concentration(law), pytest.approx(law.exponent)
    assert exponent_from_gini(unequal.gini) == exponent
    assert exponent_from_top_share(law.top_fraction, unequal.top_share) == exponent
    assert exponent_from_one_timer_share(one_timers(law).work_share) == exponent


def test_the_rule_90_9_1_counts_people_who_never_contribute():
    """Of all users 1% make 90%, and 90% make nothing: of those who contribute, the 1% are a tenth."""
    assert exponent_from_top_share(0.1, 0.9) == pytest.approx(2.048, abs=0.0005)
    rule = next(preset for preset in QUESTION.presets if "90-9-1" in preset.name)
    assert concentration(Participation(**rule.values)).top_share == pytest.approx(0.9, abs=0.001)
    assert rule.values["top_fraction"] == 0.1


def test_a_share_that_hardly_exceeds_equality_keeps_its_exponent():
    barely = np.nextafter(0.5, 1)
    assert exponent_from_top_share(0.5, barely) == pytest.approx(1 + np.log(2) / (2 * (barely - 0.5)))


@given(records(Participation, exponent=st.floats(1.3, 3.5).filter(lambda a: abs(a - 2) > 0.05)))
def test_the_word_for_the_mean_is_what_counting_on_shows(law):
    """Every doubling of the largest size counted adds less to the mean, or more than the one before."""
    added = 2.0 ** ((2 - law.exponent) * np.arange(200))
    settles = added[100:].sum() < added[:100].sum()
    assert (concentration(law).outcome == "finite mean") == settles
    assert (one_timers(law).outcome == "finite mean") == settles
    assert np.isfinite(zeta_moment(law)) == settles


@pytest.mark.parametrize("corner", list(product((1.0000001, 2.0, 20.0), (1e-300, 0.5, 1.0))))
def test_every_corner_of_the_valid_range_has_an_answer_and_a_sentence(corner):
    law = Participation(exponent=corner[0], top_fraction=corner[1])
    assert np.isfinite(concentration(law)[:2]).all() and np.isfinite(one_timers(law)[:2]).all()
    assert summary(law).endswith(".") and few_and_much(law).data


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


def test_a_batch_gives_what_its_records_give_one_by_one():
    exponents, tops = [2.5, 2.0, 1.5, 3.5], [0.01, 0.01, 0.2, 1.0]
    batch = Participation.batch(exponent=exponents, top_fraction=tops)
    single = [Participation(exponent=a, top_fraction=p) for a, p in zip(exponents, tops, strict=True)]
    for quantity in (concentration, one_timers):
        together = quantity(batch)
        assert [list(column) for column in zip(*map(quantity, single), strict=True)] == [
            list(part) for part in together
        ]
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
        (lambda: exponent_from_gini("0.9"), "gini must be a number, got '0.9'"),
        (lambda: lorenz_share(Participation(), True), "poorest_fraction must be a number, got True"),
        (lambda: zeta_probability(Participation(), [1, float("nan")]), "contributions must be whole numbers"),
    ],
)
def test_impossible_input_is_refused_by_name(deed, message):
    with pytest.raises(ValueError, match=message):
        deed()
