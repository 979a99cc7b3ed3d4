import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from peerkit.models.inequality import Participation, concentration
from peerkit.models.sample_inequality import histogram, lorenz_curve, sample_gini, sample_top_share

unhurried = settings(deadline=None, max_examples=50)
contributions = st.lists(st.integers(0, 1000), min_size=2, max_size=40).filter(any)


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
    gini = sample_gini(sample)
    assert abs(gini.estimate - concentration(law).gini) < 4 * gini.standard_error  # four standard errors


def test_a_sample_without_a_mean_looks_more_unequal_the_larger_it_is():
    sample = np.exp(np.random.default_rng(2024).exponential(1 / 0.6, 100_000))  # exponent 1.6
    ginis = [sample_gini(sample[:n]).estimate for n in (20, 1000, 100_000)]
    assert ginis == sorted(ginis)
    assert "grows with the sample" in sample_gini(sample).evidence_against


@pytest.mark.parametrize(
    ("deed", "message"),
    [
        (lambda: sample_gini([1, -1]), "contributions must be at least 0 and at most .*, got -1"),
        (lambda: sample_gini([1, float("nan")]), "contributions must be at least 0 and at most .*, got nan"),
        (lambda: sample_gini([]), "contributions must be a list with at least one number"),
        (lambda: sample_gini([0, 0]), "contributions must not all be 0"),
        (lambda: sample_gini([1, 2], [1, -3]), "counts must be at least 0 and at most .*, got -3"),
        (lambda: sample_gini([1, 2], [1]), "counts must not all be 0 and be as many as the 2 contributions, got 1"),
        (lambda: sample_gini(["1", "2"]), "contributions must be a number, got"),
        (lambda: sample_gini([True, False]), "contributions must be a number, got"),
        (lambda: sample_top_share([1, 2], "half"), "top_fraction must be a number, got 'half'"),
        (lambda: sample_top_share([1, 2], 0), "top_fraction must be above 0 and at most 1, got 0"),
    ],
)
def test_impossible_input_is_refused_by_name(deed, message):
    with pytest.raises(ValueError, match=message):
        deed()
