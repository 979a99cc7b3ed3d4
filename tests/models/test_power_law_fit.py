import importlib.util
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize_scalar
from scipy.special import zeta

from peerkit.models import power_law_fit as power_law_fit_module
from peerkit.models.power_law import PowerLaw, draws, precision
from peerkit.models.power_law_fit import (
    FEWEST,
    FEWEST_TO_SEARCH,
    goodness_of_fit,
    maximum_likelihood,
    power_law_fit,
)
from tests.models.strategies import records

unhurried = settings(deadline=None, max_examples=40)


@cache
def reference_data(name):
    """A data set of Clauset, Shalizi and Newman as the powerlaw package ships it (read without importing the package)."""
    folder = Path(importlib.util.find_spec("powerlaw").origin).parent / "reference_data"
    return np.loadtxt(folder / f"{name}.txt")


# name, discrete, unit, ties, alpha and xmin as published with the tolerance of their digits, then recomputed to more
# digits: alpha, its standard error, xmin, size of the tail, distance.
PUBLISHED = [
    ("words", True, 1, "counted", 1.95, 0.01, 7, (1.952727, 0.0175328, 7, 2958, 0.00825296)),
    ("terrorism", True, 1, "counted", 2.4, 0.06, 12, (2.369947, 0.0586091, 12, 547, 0.01768564)),
    ("blackouts", False, 1e3, "counted", 2.3, 0.06, 230, (2.272637, 0.1656833, 230, 59, 0.06067380)),
    ("cities", False, 1e3, "counted", 2.37, 0.01, 52.46, (2.369952, 0.0568842, 52.457, 580, 0.01884802)),
    ("flares", False, 1, "counted", 1.79, 0.01, 323, (1.788407, 0.0190601, 323, 1711, 0.00829271)),
    ("surnames", False, 1e3, "counted", 2.5, 0.06, 111.92, (2.493245, 0.0965900, 111.919, 239, 0.04077016)),
    ("quakes", False, 1e3, "counted", 1.64, 0.01, 0.794, (1.639791, 0.00591563, 0.794328, 11697, 0.09209112)),
    ("fires", False, 1, "counted", 2.2, 0.06, 6324, (2.163629, 0.0509795, 6324, 521, 0.03569807)),
]


@pytest.mark.parametrize("row", PUBLISHED, ids=lambda row: row[0])
def test_against_clauset_shalizi_and_newman_table_6_1(row):
    """SIAM Review 51(4): exponent and start of the tail, as tested by the powerlaw package; the rest recomputed."""
    name, discrete, unit, ties, alpha, digits, xmin, recomputed = row
    fit = power_law_fit(reference_data(name) / unit, discrete=discrete, ties=ties)
    assert fit.exponent == pytest.approx(alpha, abs=digits)  # published to one or two decimals
    assert fit.tail_start == pytest.approx(xmin, abs=0.01)  # published to two decimals
    assert fit.tail_size == recomputed[3]
    numbers = (fit.exponent, fit.standard_error, fit.tail_start, fit.tail_size, fit.distance)
    assert numbers == pytest.approx(recomputed, rel=5e-6)  # recomputed to six or more digits


@pytest.mark.parametrize(("name", "alpha", "xmin"), [("quakes", 1.95, 10), ("surnames", 2.2, 14.92)])
def test_merged_ties_give_the_values_of_the_powerlaw_package(name, alpha, xmin):
    """testing/test_reference_data.py of that package, whose distance looks once at each distinct value."""
    fit = power_law_fit(reference_data(name) / 1e3, discrete=False, ties="merged")
    assert fit.exponent == pytest.approx(alpha, abs=0.01)  # published to two decimals
    assert fit.tail_start == pytest.approx(xmin, abs=0.01)  # published to two decimals


@pytest.mark.parametrize("row", [row for row in PUBLISHED if row[0] not in ("quakes", "surnames")], ids=lambda r: r[0])
def test_on_the_other_six_data_sets_the_rule_for_ties_makes_no_difference(row):
    name, discrete, unit = row[:3]
    merged = power_law_fit(reference_data(name) / unit, discrete=discrete, ties="merged")
    assert (merged.exponent, merged.tail_start) == pytest.approx((row[7][0], row[7][2]), rel=5e-6)  # six digits given


def test_against_the_r_package_powerlaw_on_moby_dick():
    """poweRlaw's vignette: alpha 1.953 and D 0.008253 at xmin 7, alpha 1.926 at xmin 5."""
    words = reference_data("words")
    fit, lower = power_law_fit(words), power_law_fit(words, tail_start=5)
    assert fit.exponent == pytest.approx(1.953, abs=0.0005)  # published to three decimals
    assert fit.distance == pytest.approx(0.008253, abs=5e-7)  # published to six decimals
    assert lower.exponent == pytest.approx(1.926, abs=0.0005)  # published to three decimals
    assert fit.searched and not lower.searched
    assert lower.distance > fit.distance


def test_moby_dick_is_not_ruled_out():
    # Published p-values are 0.49, 0.43 and 0.68, so only the conclusion they share (p > 0.1) is tested.
    words = reference_data("words")
    goodness = goodness_of_fit(power_law_fit(words), words, np.random.default_rng(2024), samples=40)
    assert goodness.outcome == "not ruled out"


def likelihood(values, tail_start, discrete):
    tail = values[values >= tail_start]
    if discrete:
        return lambda a: -tail.size * np.log(zeta(a, tail_start)) - a * np.log(tail).sum()
    return lambda a: tail.size * np.log((a - 1) / tail_start) - a * np.log(tail / tail_start).sum()


def distance_the_long_way(values, exponent, tail_start, discrete, ties):
    """Observation by observation: sorted as in plfit, or once per distinct value as in the powerlaw package."""
    tail = np.sort(values[values >= tail_start])
    if discrete and ties == "counted":
        sizes = np.arange(tail_start, tail.max() + 1)
        law = 1 - zeta(exponent, sizes + 1) / zeta(exponent, tail_start)
        return np.abs(law - np.searchsorted(tail, sizes, side="right") / tail.size).max()
    before = np.arange(tail.size) / tail.size
    if ties == "merged":
        tail, first = np.unique(tail, return_index=True)
        before = before[first]
    if discrete:
        law = 1 - zeta(exponent, tail) / zeta(exponent, tail_start)
    else:
        law = 1 - (tail / tail_start) ** (1 - exponent)
    return np.abs(law - before).max()


@st.composite
def samples(draw):
    """50 to 150 observations with a heavy tail, some of them tied; whole numbers or not."""
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    size = np.exp(rng.exponential(1 / draw(st.floats(0.5, 2)), draw(st.integers(50, 150))))
    discrete = draw(st.booleans())
    values = np.floor(np.minimum(size, 1e4)) if discrete else np.round(size, draw(st.integers(1, 6)))
    return (values if np.unique(values).size >= 3 else np.append(values, [2.0, 3.0, 4.0])), discrete


@unhurried
@given(samples(), st.sampled_from(["counted", "merged"]))
def test_the_search_finds_what_trying_every_start_finds(sample, ties):
    values, discrete = sample
    fit = power_law_fit(values, discrete=discrete, ties=ties)
    assert fit.distance == pytest.approx(
        distance_the_long_way(values, fit.exponent, fit.tail_start, discrete, ties), abs=1e-9
    )
    for start in np.unique(values)[:-2]:
        if values[values >= start].size >= FEWEST:
            other = power_law_fit(values, discrete=discrete, ties=ties, tail_start=start)
            assert fit.distance <= other.distance + 1e-12
            assert fit.tail_start != start or other.exponent == pytest.approx(fit.exponent)


def test_the_search_measures_few_starts_in_full(monkeypatch):
    """The bounds do their work: of the 7,742 starts of the cities fewer than 200 are looked at value by value."""
    looks = []
    gap = power_law_fit_module._gap
    monkeypatch.setattr(power_law_fit_module, "_gap", lambda *each: looks.append(each) or gap(*each))
    power_law_fit(reference_data("cities") / 1e3, discrete=False)
    assert len(looks) < 200


@unhurried
@given(samples())
def test_no_other_exponent_is_likelier(sample):
    values, discrete = sample
    fit = maximum_likelihood(values, tail_start=values.min(), discrete=discrete)
    gain = likelihood(values, values.min(), discrete)
    best = minimize_scalar(lambda a: -gain(a), bounds=(1.0001, 19), options={"xatol": 1e-9})
    # A maximum is flat: half the digits of the likelihood, about eight, reach the exponent.
    assert fit.exponent == pytest.approx(best.x, rel=1e-6)
    assert gain(fit.exponent) >= -best.fun - 1e-9 * abs(best.fun)


@unhurried
@given(samples())
def test_counts_of_counts_hold_all_the_sample_does(sample):
    values, discrete = sample
    table = power_law_fit(*np.unique(values, return_counts=True), discrete=discrete)
    assert table[:7] == pytest.approx(power_law_fit(values, discrete=discrete)[:7])


@unhurried
@given(samples(), st.integers(-20, 20))
def test_measuring_in_another_unit_moves_only_the_start(sample, power):
    values, _ = sample
    unit = 2.0**power  # exact in floating point, so that the start stays an observed value
    fit, abroad = power_law_fit(values, discrete=False), power_law_fit(unit * values, discrete=False)
    moved = power_law_fit(unit * values, discrete=False, tail_start=unit * fit.tail_start)
    assert (moved.exponent, moved.distance) == pytest.approx((fit.exponent, fit.distance))
    assert abroad.distance == pytest.approx(fit.distance)


@unhurried
@given(records(PowerLaw, exponent=st.floats(1.6, 3.4), contributors=2000), st.integers(0, 2**32 - 1))
def test_the_exponent_of_drawn_samples_is_found_within_its_error(law, seed):
    drawn = draws(law, law.contributors, np.random.default_rng(seed))
    fit = maximum_likelihood(drawn, tail_start=law.tail_start)
    # Five standard errors: hypothesis looks at dozens of samples, and the estimate is slightly skewed.
    assert abs(fit.exponent - law.exponent) < 5 * precision(law)
    assert fit.standard_error == pytest.approx(precision(law), rel=0.2)  # it depends on the exponent found


def test_the_standard_error_is_the_spread_of_estimates():
    rng = np.random.default_rng(2024)
    law = PowerLaw(exponent=2.5, tail_start=2)
    fits = [maximum_likelihood(draws(law, 500, rng), tail_start=2) for _ in range(400)]
    spread = np.std([one.exponent for one in fits])
    assert spread == pytest.approx(fits[0].standard_error, rel=0.2)  # 400 samples: 3.5%, and the error itself varies


def test_the_start_of_a_tail_with_another_body_is_found():
    rng = np.random.default_rng(2024)
    values = np.append(rng.integers(1, 20, 4000), draws(PowerLaw(exponent=2.5, tail_start=20), 4000, rng))
    fit = power_law_fit(values)
    assert 20 <= fit.tail_start <= 40  # never below, where the body is flat
    assert abs(fit.exponent - 2.5) < 4 * fit.standard_error  # four standard errors


@pytest.mark.parametrize("discrete", [True, False])
def test_goodness_of_fit_tells_a_power_law_from_an_exponential(discrete):
    rng = np.random.default_rng(2024)
    heavy, light = draws(PowerLaw(exponent=2.5), 1000, rng), rng.geometric(0.2, 5000).astype(float)
    if not discrete:
        heavy, light = np.exp(rng.exponential(1 / 1.5, 1000)), 1 + rng.exponential(5, 5000)
    outcomes = []
    for sample in (heavy, light):
        fit = power_law_fit(sample, discrete=discrete, tail_start=1)
        outcomes.append(goodness_of_fit(fit, sample, rng, samples=40).outcome)
    assert outcomes == ["not ruled out", "ruled out"]


def test_goodness_of_fit_repeats_with_the_same_seed_and_states_its_error():
    sample = draws(PowerLaw(exponent=2.2), 300, np.random.default_rng(2024))
    fit = power_law_fit(sample)
    first, again = (goodness_of_fit(fit, sample, np.random.default_rng(7), samples=30) for _ in range(2))
    assert first == again
    assert first.standard_error == pytest.approx(np.sqrt(first.p_value * (1 - first.p_value) / 30))


def test_data_steeper_than_any_tail_are_named_so():
    values = np.repeat([1_000_000, 1_000_001, 1_000_002], [60, 30, 10])
    fit = power_law_fit(values)
    assert (fit.exponent, fit.outcome) == (20.0, "steepest")


def test_a_small_tail_and_the_part_left_out_are_said():
    values = np.append(np.arange(1, 60.0), [200, 400, 800, 1600, 3200, 6400, 12800, 25600])
    warning = maximum_likelihood(values, tail_start=57, discrete=False).evidence_against
    assert "largest 11 of 67 observations (16.4%)" in warning
    assert "not to be relied on" in warning
    assert "tail_comparison" in power_law_fit(values, discrete=False).evidence_against


@pytest.mark.parametrize(
    ("deed", "message"),
    [
        (lambda: power_law_fit([0, 1, 2] * 50), "observations must be above 0, got 0"),
        (lambda: power_law_fit([1, 2, 2.5] * 50), "observations must be whole numbers when discrete, got 2.5"),
        (lambda: power_law_fit([1, 2, 3]), f"at least {FEWEST_TO_SEARCH}, of at least 3 different values.*got 3 of 3"),
        (lambda: power_law_fit([1, 2] * 50), "to search the start of a tail, got 100 of 2"),
        (lambda: power_law_fit([1, 2, 3] * 50, ties="split"), "ties must be one of counted, merged, got 'split'"),
        (
            lambda: maximum_likelihood([1, 2, 3] * 50, tail_start=0),
            "tail_start must be above 0, and whole when discrete",
        ),
        (lambda: maximum_likelihood([1, 2, 3], tail_start=1), f"tail_start 1 on must be at least {FEWEST}.*got 3"),
        (lambda: maximum_likelihood([5] * 50, tail_start=5), "not all equal to it, got 50"),
        (lambda: maximum_likelihood([5] * 50, tail_start=6), "tail_start 6 on must be at least 10.*got 0"),
        (
            lambda: goodness_of_fit(power_law_fit([1, 2, 5] * 50), [1] * 9, None, samples=0),
            "samples must be at least 1",
        ),
    ],
)
def test_impossible_input_is_refused_by_name(deed, message):
    with pytest.raises(ValueError, match=message):
        deed()
