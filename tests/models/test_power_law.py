from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import zeta

from peerkit.dashboards.power_law import QUESTION
from peerkit.figures.power_law import summary, tail_and_fits, tail_and_law
from peerkit.models.power_law import (
    CEILING,
    PowerLaw,
    draws,
    log_log_line,
    precision,
    probability,
    sample,
    survival,
)
from peerkit.models.power_law_fit import maximum_likelihood
from tests.models.strategies import records

unhurried = settings(deadline=None, max_examples=50)
laws = records(PowerLaw)


@pytest.mark.parametrize(
    ("changes", "contributions", "chance"),
    [
        ({"exponent": 2}, 1, 1.0),  # everyone is at or above the start
        ({"exponent": 2}, 2, 1 - 6 / np.pi**2),  # zeta(2) = pi^2 / 6
        ({"exponent": 2}, 1.5, 1 - 6 / np.pi**2),  # between two whole numbers the next one counts
        ({"tail_start": 10}, 3, 1.0),  # nobody of the tail lies below its start
        ({"exponent": 20, "tail_start": 10}, 11, zeta(20, 11) / zeta(20, 10)),  # steep, yet exact
        ({"exponent": 2.5, "tail_start": 10**6}, 2 * 10**6, 2**-1.5),  # far out the law is the continuous one
    ],
)
def test_limiting_cases(changes, contributions, chance):
    assert survival(PowerLaw(**changes), contributions) == pytest.approx(chance, rel=2e-6)  # continuous to 1 / 10^6


@given(laws)
def test_chances_of_all_sizes_add_up_to_one(law):
    sizes = law.tail_start + np.arange(500)
    assert probability(law, sizes).sum() + survival(law, sizes[-1] + 1) == pytest.approx(1)
    assert probability(law, law.tail_start - 1) == probability(law, law.tail_start + 0.5) == 0


@given(laws, st.integers(1, 1000), st.integers(0, 1000))
def test_the_tail_of_a_tail_is_the_law_with_a_later_start(law, later, more):
    """Counting from a higher start leaves the same law: a power law has no size of its own."""
    start = law.tail_start + later
    rest = survival(law, start + more) / survival(law, start)
    assert survival(law.replace(tail_start=start), start + more) == pytest.approx(rest)


@given(laws, st.floats(0.01, 1), st.integers(1, 10**9))
def test_a_steeper_law_has_fewer_large_contributors(law, more, beyond):
    x = law.tail_start + beyond
    assert survival(law.replace(exponent=law.exponent + more), x) < survival(law, x)


@given(records(PowerLaw, tail_start=st.integers(10_000, 10**6)))
def test_far_out_the_precision_is_that_of_continuous_data(law):
    # The discrete law differs by a relative 1 / start.
    assert precision(law) == pytest.approx((law.exponent - 1) / np.sqrt(law.contributors), rel=1e-4)


@given(laws, st.integers(2, 100))
def test_precision_grows_with_the_root_of_the_contributors(law, times):
    larger = law.replace(contributors=law.contributors * times)
    assert precision(larger) == pytest.approx(precision(law) / np.sqrt(times))


@unhurried
@given(records(PowerLaw, contributors=2000), st.integers(0, 2**32 - 1))
def test_draws_follow_the_law(law, seed):
    drawn = draws(law, law.contributors, np.random.default_rng(seed))
    for x in law.tail_start + np.array([1, 3, 30]):
        chance = survival(law, x)
        # Five standard errors and one person: hypothesis looks at hundreds of draws, so four would fail by chance.
        allowance = 5 * np.sqrt(chance * (1 - chance) / drawn.size) + 1 / drawn.size
        assert abs(np.mean(drawn >= x) - chance) < allowance
    assert np.all((drawn >= law.tail_start) & (drawn == np.floor(drawn)))


def test_draws_are_exact_to_four_standard_errors():
    law, rng = PowerLaw(exponent=1.7, tail_start=3), np.random.default_rng(2024)
    drawn = draws(law, 200_000, rng)
    for x in (3, 4, 5, 10, 100):
        chance = probability(law, x)
        assert abs(np.mean(drawn == x) - chance) < 4 * np.sqrt(chance * (1 - chance) / drawn.size)


def test_draws_stay_finite_for_an_exponent_near_one():
    drawn = draws(PowerLaw(exponent=1.0001), 1000, np.random.default_rng(2024))
    assert np.all(np.isfinite(drawn))


def test_draws_take_a_batch():
    batch = PowerLaw.batch(exponent=[1.5, 3.5], tail_start=[1, 20])
    drawn = draws(batch, (5000, 2), np.random.default_rng(2024))
    assert drawn.shape == (5000, 2)
    assert drawn.min(axis=0).tolist() == [1, 20]
    assert draws(PowerLaw(), (), np.random.default_rng(1)).shape == ()


def test_a_line_through_exact_points_has_their_slope():
    x = np.array([1, 2, 4, 8, 16])
    line = log_log_line(x, 2.0**20 * x**-2.25)
    assert line.exponent == pytest.approx(2.25)
    assert line.standard_error == pytest.approx(0, abs=1e-9)
    assert line.points == 5


def test_the_line_on_log_log_paper_is_wrong_where_the_likelihood_is_right():
    law = PowerLaw(exponent=2.5)
    drawn = draws(law, 5000, np.random.default_rng(2024))
    line, likely = log_log_line(drawn), maximum_likelihood(drawn, tail_start=1)
    assert abs(likely.exponent - 2.5) < 4 * likely.standard_error  # four standard errors
    assert abs(line.exponent - 2.5) > 5 * line.standard_error
    assert "biased" in line.evidence_against


@given(st.floats(0.01, 100), st.integers(0, 2**32 - 1))
def test_quoting_sizes_in_another_unit_leaves_the_line_alone(unit, seed):
    drawn = draws(PowerLaw(exponent=2), 200, np.random.default_rng(seed))
    assert log_log_line(unit * drawn).exponent == pytest.approx(log_log_line(drawn).exponent)


def test_a_batch_gives_what_its_records_give_one_by_one():
    values = {"exponent": [1.5, 2.3, 20.0], "tail_start": [1, 30, 10**6], "contributors": [50, 1000, 10**12]}
    batch = PowerLaw.batch(**values)
    single = [PowerLaw(**dict(zip(values, row, strict=True))) for row in zip(*values.values(), strict=True)]
    assert list(precision(batch)) == pytest.approx([precision(one) for one in single], rel=1e-12)
    for quantity in (probability, survival):
        assert list(quantity(batch, 40)) == pytest.approx([quantity(one, 40) for one in single], rel=1e-12)


@pytest.mark.parametrize("corner", list(product(*(p.explore for p in PowerLaw.parameters().values()))))
def test_every_corner_of_the_teaching_box_has_an_answer(corner):
    law = PowerLaw(**dict(zip(PowerLaw.parameters(), corner, strict=True)))
    assert 0 < precision(law) < 1
    assert np.all((survival(law, [1, 10**12]) >= 0) & (probability(law, [1, 10**12]) <= 1))
    assert draws(law, law.contributors, np.random.default_rng(1)).size == law.contributors


@pytest.mark.parametrize(
    ("deed", "message"),
    [
        (lambda: PowerLaw(exponent=1), "exponent must be above 1 and at most 20, got 1"),
        (lambda: PowerLaw(tail_start=0), "tail_start must be a whole number at least 1 and at most 1e\\+15, got 0"),
        (lambda: PowerLaw(tail_start=1.5), "tail_start must be a whole number at least 1 and at most 1e\\+15, got 1.5"),
        (lambda: log_log_line([1, 1, 2]), "contributions must be above 0 and take at least 3 values, got 2 from 1"),
        (lambda: log_log_line([0, 1, 2, 3]), "contributions must be above 0 and take at least 3 values, got 4 from 0"),
    ],
)
def test_impossible_input_is_refused_by_name(deed, message):
    with pytest.raises(ValueError, match=message):
        deed()


def test_a_sample_of_a_power_law_is_its_draws():
    law = PowerLaw(contributors=500)
    assert np.array_equal(sample(law, np.random.default_rng(2024)), draws(law, 500, np.random.default_rng(2024)))


def test_a_sample_with_a_ceiling_thins_out_as_the_exponential_says():
    law = PowerLaw(origin="power_law_with_a_ceiling", exponent=1.5, contributors=200_000)
    drawn = sample(law, np.random.default_rng(2024))
    x = np.arange(1, 200_000)
    chances = x**-1.5 * np.exp(-x / CEILING)
    for size in (1, 2, 10, 100, 300):
        expected = chances[x >= size].sum() / chances.sum()
        # Four binomial standard errors.
        assert abs(np.mean(drawn >= size) - expected) <= 4 * np.sqrt(expected * (1 - expected) / drawn.size) + 1e-12


@pytest.mark.parametrize(("exponent", "start"), [(2.3, 1000), (1.5, 1000), (3.5, 1000)])
def test_a_sample_of_a_lognormal_is_as_wide_as_a_power_law_with_the_exponent(exponent, start):
    law = PowerLaw(origin="lognormal", exponent=exponent, tail_start=start, contributors=100_000)
    logs = np.log(sample(law, np.random.default_rng(2024)) / start)
    # Four standard errors, and half a contribution in a thousand for the rounding.
    assert abs(logs.mean() - 1 / (exponent - 1)) <= 4 * logs.std() / np.sqrt(logs.size) + 5e-4


@pytest.mark.parametrize("origin", ["power_law", "power_law_with_a_ceiling", "lognormal"])
def test_samples_are_whole_at_least_the_start_and_as_many_as_asked(origin):
    drawn = sample(PowerLaw(origin=origin, tail_start=7, contributors=10**9), np.random.default_rng(2024), most=3000)
    assert drawn.size == 3000 and drawn.min() >= 7 and np.all(drawn == np.round(drawn))


@pytest.mark.parametrize("origin", ["power_law", "power_law_with_a_ceiling", "lognormal"])
@pytest.mark.parametrize("exponent", [1.000001, 1.3, 20.0])
@pytest.mark.parametrize(("start", "people"), [(1, 2), (1, 200), (10**15, 200), (50, 60)])
def test_every_corner_of_the_valid_range_is_drawn_and_said(origin, exponent, start, people):
    """A tail from 10^15 on was refused, and a ceiling at an exponent near 1 took minutes."""
    law = PowerLaw(origin=origin, exponent=exponent, tail_start=start, contributors=people)
    assert summary(law).endswith(".") and "nan" not in summary(law)
    assert len(tail_and_fits(law).data) == len(tail_and_fits(PowerLaw()).data)


@given(st.floats(1.5, 3.5))
@settings(max_examples=5, deadline=None)
def test_draws_below_a_ceiling_have_the_chances_of_the_law_times_the_fading(exponent):
    law = PowerLaw(origin="power_law_with_a_ceiling", exponent=exponent, contributors=40_000)
    drawn = sample(law, np.random.default_rng(2024))
    sizes = np.arange(1, 40 * CEILING)
    chances = sizes**-exponent * np.exp(-sizes / CEILING)
    chances /= chances.sum()
    for k in (2, 5, 30):
        chance = chances[sizes >= k].sum()
        assert abs(np.mean(drawn >= k) - chance) < 4 * np.sqrt(
            chance * (1 - chance) / drawn.size
        )  # four standard errors


def test_a_true_law_that_loses_is_called_a_false_alarm_and_not_a_small_sample():
    """Exponent 1.5, 300 people, tail from 50: one with a cut-off fits better at p = 0.054, by chance."""
    said = summary(PowerLaw(exponent=1.5, contributors=300, tail_start=50))
    assert "a cut-off fits better (p = 0.054)" in said and "false alarm" in said and "too small" not in said
    small = summary(PowerLaw(exponent=1.5, contributors=50))
    assert "cannot be told apart" in small and "too small to show it" in small


def test_answers_of_the_things_to_try_are_what_the_page_says():
    ceiling, lognormal, line = QUESTION.tries
    assert "choose a power law, which is wrong here" in summary(PowerLaw(**ceiling.values))
    assert "p = 0.0014" in summary(PowerLaw(**ceiling.values, contributors=5000)) and "p = 0.0014" in ceiling.answer
    said = summary(PowerLaw(**lognormal.values))
    assert all(number in said and number in lognormal.answer for number in ("1,270", "p = 0.65", "4.27"))
    assert "3.14" in summary(PowerLaw(origin="lognormal")) and "3.14" in lognormal.answer
    said = summary(PowerLaw(**line.values))
    assert all(number in said and number in line.answer for number in ("1.39", "2.303 ± 0.009"))
    assert "0.98" in summary(PowerLaw()) and "0.98" in line.text


def test_the_cover_shows_the_tail_and_its_law_without_comparing_laws(monkeypatch):
    """The comparison took most of the half second that this card cost the portal's first build."""

    def refused(*_):
        raise AssertionError("the cover compares laws")

    monkeypatch.setattr("peerkit.figures.power_law.tail_comparison", refused)
    cover = tail_and_law(PowerLaw())
    monkeypatch.undo()
    page = tail_and_fits(PowerLaw())
    assert [trace.name for trace in cover.data] == [trace.name for trace in page.data]
    for name in ("sample", "power law"):
        here, there = (next(t for t in fig.data if t.name == name) for fig in (cover, page))
        assert np.array_equal(here.y, there.y)
