import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import quad
from scipy.stats import chi2, norm

from peerkit.models.power_law import PowerLaw, draws
from peerkit.models.power_law_fit import power_law_fit
from peerkit.models.tail_comparison import (
    FAMILIES,
    NOT_HEAVY,
    _cut_off,
    _log_norm,
    _Tail,
    lognormal_survival,
    tail_comparison,
    vuong,
)
from tests.models.strategies import records
from tests.models.test_power_law_fit import reference_data

unhurried = settings(deadline=None, max_examples=15)


def truncated_draws(exponent, rate, size, rng):
    """Power-law draws from 1 on, each kept with chance exp(-rate (x - 1))."""
    drawn = np.exp(rng.exponential(1 / (exponent - 1), size))
    return drawn[rng.random(size) < np.exp(-rate * (drawn - 1))]


def compared(values, **options):
    fit = power_law_fit(values, **options)
    return tail_comparison(fit, values)


def row(comparison, name):
    return next(one for one in comparison.alternatives if one.name == name)


def test_a_power_law_is_preferred_over_everything_else():
    comparison = compared(draws(PowerLaw(exponent=2.3), 5000, np.random.default_rng(2024)))
    assert comparison.outcome == "power law preferred"
    assert row(comparison, "truncated power law").finding == "no cut-off is needed"
    assert {one.finding for one in comparison.alternatives[1:]} == {"power law fits better"}


@pytest.mark.parametrize("discrete", [True, False])
def test_a_lognormal_is_recognised(discrete):
    values = np.random.default_rng(2024).lognormal(1, 1.2, 5000)
    values = np.ceil(values) if discrete else values[values > 1]
    comparison = compared(values, discrete=discrete, tail_start=1)
    assert comparison.outcome == "power law not preferred"
    assert "lognormal fits better" in comparison.verdict and comparison.verdict.startswith("heavy-tailed; ")
    if not discrete:
        # Four standard errors of a median and a spread from about 4,000 draws above a cut near the median.
        assert row(comparison, "lognormal").parameters == pytest.approx({"log_median": 1, "log_spread": 1.2}, abs=0.25)


def test_a_cut_off_is_recognised():
    values = truncated_draws(1.8, 0.01, 20_000, np.random.default_rng(2024))
    comparison = compared(values, discrete=False, tail_start=1)
    assert "truncated power law fits better" in comparison.verdict
    parameters = row(comparison, "truncated power law").parameters
    assert parameters["exponent"] == pytest.approx(1.8, abs=0.05)  # four standard errors of 0.012
    assert parameters["rate"] == pytest.approx(0.01, rel=0.25)  # four standard errors of 6%


def test_a_stretched_exponential_is_recognised():
    values = 1 + np.random.default_rng(2024).weibull(0.5, 5000) * 20
    comparison = compared(values, discrete=False, tail_start=1)
    assert "stretched exponential fits better" in comparison.verdict


@pytest.mark.parametrize("discrete", [True, False])
def test_an_exponential_is_not_called_heavy(discrete):
    rng = np.random.default_rng(2024)
    values = rng.geometric(0.1, 5000) if discrete else 1 + rng.exponential(9, 5000)
    comparison = compared(values, discrete=discrete, tail_start=1)
    assert comparison.outcome == NOT_HEAVY
    assert comparison.verdict.startswith(NOT_HEAVY)


def test_too_few_to_tell_is_said():
    comparison = compared(draws(PowerLaw(exponent=2.3, tail_start=3), 60, np.random.default_rng(2024)))
    assert "cannot be told apart" in comparison.verdict
    assert comparison.outcome != "power law preferred"
    assert "99.3%" in comparison.evidence_against


@pytest.mark.parametrize(
    ("data", "unit", "alternative", "ratio", "p_value"),
    [
        ("blackouts", 1e3, "truncated power law", -0.381816, 0.382195),
        ("blackouts", 1e3, "lognormal", -0.240887, 0.677616),
        ("blackouts", 1e3, "exponential", 12.754563, 0.152293),
        ("cities", 1e3, "truncated power law", -0.123126, 0.619727),
        ("cities", 1e3, "exponential", 232.795967, 0.000324810),
        ("flares", 1, "truncated power law", -4.518997, 0.00264426),
        ("fires", 1, "truncated power law", -5.020376, 0.00153115),
        ("fires", 1, "lognormal", -4.287490, 0.0745071),
        ("fires", 1, "stretched exponential", -4.542054, 0.0683996),
        ("fires", 1, "exponential", 117.670469, 7.0558e-05),
        ("words", 1, "truncated power law", -0.906358, 0.178183),
        ("words", 1, "exponential", 3025.033691, 6.43354e-20),
        ("terrorism", 1, "truncated power law", -0.077006, 0.694731),
        ("terrorism", 1, "exponential", 228.985610, 0.0139833),
    ],
)
def test_against_distribution_compare_of_the_powerlaw_package(data, unit, alternative, ratio, p_value):
    """Version 2.0.0, run on its own data sets from the same start, where it meets no bound of ours."""
    values = reference_data(data) / unit
    comparison = row(compared(values, discrete=data in ("words", "terrorism")), alternative)
    # That package stops its search at a tolerance of 1e-4, which small p-values magnify.
    assert comparison.likelihood_ratio == pytest.approx(ratio, abs=2e-4, rel=2e-6)
    assert comparison.p_value == pytest.approx(p_value, rel=2e-2)


def test_the_cut_off_integral_agrees_with_quadrature():
    for exponent in (0, 0.5, 1, 1.0001, 2.3, 6, 20):
        for rate in (1e-6, 1e-3, 0.1, 1, 100):
            # Substituted t = e^v, so that adaptive quadrature sees a smooth bump of known length.
            end = min(np.log1p(100 / rate), 60 / max(exponent - 1, 1e-9))
            expected = quad(
                lambda v, a=exponent, k=rate: np.exp((1 - a) * v - k * np.expm1(v)), 0, end, limit=500, epsabs=0
            )[0]
            assert _cut_off(exponent, rate) == pytest.approx(expected, rel=1e-7)  # adaptive quadrature's own


POINTS = {
    "truncated power law": [(2.3, np.log(1e-3)), (0.5, np.log(0.2)), (3.0, np.log(1e-9))],
    "lognormal": [(0.0, 0.5), (3.0, -1.0), (1.0, 0.0)],
    "stretched exponential": [(np.log(0.3), 0.0), (np.log(0.5), 2.0), (np.log(3.0), 4.0)],
    "exponential": [(np.log(2.0),), (np.log(500.0),)],
}


@pytest.mark.parametrize("name", FAMILIES)
@pytest.mark.parametrize("start", [1.0, 7.0, 1000.0])
def test_discrete_laws_sum_to_one_and_continuous_ones_integrate_to_one(name, start):
    tail = _Tail(start * np.array([1.0, 2.0, 50.0]), np.array([50.0, 20.0, 3.0]), start, start, True)
    law = FAMILIES[name]
    for point in POINTS[name]:
        sizes, norm_of_sum = start + np.arange(300_000.0), _log_norm(law, point, tail)
        beyond = np.exp(law.log_integral(sizes[-1] + 0.5, point) - norm_of_sum)
        assert np.exp(law.log_density(sizes, point) - norm_of_sum).sum() + beyond == pytest.approx(1, rel=1e-7)
        # Gauss and Legendre on 1,000 pieces of the logarithm, over 60 powers of e, shortest where a law may fall fast.
        knots = np.log(start) + np.append(0.0, np.geomspace(1e-6, 60, 1000))
        nodes, weights = np.polynomial.legendre.leggauss(10)
        halves = np.diff(knots)[:, None] / 2
        v = knots[:-1, None] + (nodes + 1) * halves
        logs = law.log_density(np.exp(v), point) - _log_norm(law, point, tail._replace(discrete=False)) + v
        assert np.sum(halves * weights * np.exp(logs)) == pytest.approx(1, rel=1e-7)


@pytest.mark.parametrize("discrete", [True, False])
@pytest.mark.parametrize("name", FAMILIES)
def test_no_neighbour_of_the_fitted_parameters_is_likelier(name, discrete):
    rng = np.random.default_rng(2024)
    values = np.ceil(rng.lognormal(1, 1.3, 3000)) if discrete else 1 + rng.lognormal(1, 1.3, 3000)
    fit = power_law_fit(values, discrete=discrete, tail_start=1)
    distinct, times = np.unique(values, return_counts=True)
    tail = _Tail(distinct, times.astype(float), 1.0, distinct[0], discrete)
    law = FAMILIES[name]
    _, low, high = law.search(tail, fit.exponent)
    parameters = list(row(tail_comparison(fit, values), name).parameters.values())
    logged = {
        "truncated power law": [False, True],
        "lognormal": [False, True],
        "stretched exponential": [True, True],
        "exponential": [True],
    }[name]
    point = np.array([np.log(p) if log else p for p, log in zip(parameters, logged, strict=True)])

    def total(p):
        return np.sum(times * (law.log_density(distinct, p) - _log_norm(law, p, tail)))

    for step in 0.01 * np.vstack([np.eye(point.size), -np.eye(point.size)]):
        assert total(np.clip(point + step, low, high)) <= total(point) + 1e-6  # the search stops at 1e-13 a person


def test_the_exponential_of_continuous_data_has_the_mean_excess_as_scale():
    values = 2 + np.random.default_rng(2024).exponential(3, 500)
    comparison = row(compared(values, discrete=False, tail_start=2), "exponential")
    assert comparison.parameters["scale"] == pytest.approx(np.mean(values) - 2, rel=1e-5)  # a maximum is flat


@given(st.integers(0, 2**32 - 1))
def test_vuong_changes_sign_with_the_order_and_follows_the_normal_law(seed):
    rng = np.random.default_rng(seed)
    first, second, counts = rng.normal(-3, 1, 50), rng.normal(-3, 1, 50), rng.integers(1, 9, 50)
    forward, back = vuong(first, second, counts), vuong(second, first, counts)
    assert forward == pytest.approx((-back[0], -back[1], back[2]))
    assert forward[2] == pytest.approx(2 * norm.sf(abs(forward[1])))
    gains = np.repeat(first - second, counts)
    assert forward[1] == pytest.approx(gains.sum() / (gains.std() * np.sqrt(gains.size)))


def test_two_equal_laws_cannot_be_told_apart():
    logs = np.log([0.5, 0.3, 0.2])
    assert vuong(logs, logs, np.array([10, 5, 2])) == (0, 0, 1)


@unhurried
@given(records(PowerLaw, tail_start=st.integers(1, 20), contributors=300), st.integers(0, 2**32 - 1))
def test_a_cut_off_never_fits_worse_than_none(law, seed):
    values = draws(law, 300, np.random.default_rng(seed))
    comparison = row(compared(values, tail_start=law.tail_start), "truncated power law")
    assert comparison.likelihood_ratio <= 0
    assert comparison.p_value == pytest.approx(chi2.sf(-2 * comparison.likelihood_ratio, 1))


@unhurried
@given(st.floats(0.001, 1000), st.integers(0, 2**32 - 1))
def test_measuring_in_another_unit_leaves_every_ratio_alone(unit, seed):
    values = np.exp(np.random.default_rng(seed).exponential(0.7, 200))
    here, abroad = (compared(x, discrete=False, tail_start=x.min()) for x in (values, unit * values))
    assert abroad.outcome == here.outcome
    for one, other in zip(here.alternatives, abroad.alternatives, strict=True):
        # The search stops at 1e-13 a person of a flat maximum; 200 people and rounding leave five digits.
        assert other.likelihood_ratio == pytest.approx(one.likelihood_ratio, rel=1e-5, abs=1e-5)


def test_counts_of_counts_hold_all_the_sample_does():
    values = draws(PowerLaw(exponent=2.3), 500, np.random.default_rng(2024))
    fit = power_law_fit(values)
    whole, table = tail_comparison(fit, values), tail_comparison(fit, *np.unique(values, return_counts=True))
    assert whole == table


def test_observations_of_another_fit_are_refused():
    values = draws(PowerLaw(exponent=2.3), 500, np.random.default_rng(2024))
    with pytest.raises(ValueError, match="observations must be those of the fit, with 500 from 1 on, got 400"):
        tail_comparison(power_law_fit(values, tail_start=1), values[:400])


def test_the_lognormal_beside_the_tail_is_the_sum_of_its_chances():
    contributions = draws(PowerLaw(exponent=2.5, tail_start=3), 500, np.random.default_rng(2024))
    comparison = tail_comparison(power_law_fit(contributions, tail_start=3), contributions)
    fitted = next(row.parameters for row in comparison.alternatives if row.name == "lognormal")
    x = np.arange(3, 2_000_000)
    chances = np.exp(-(((np.log(x) - fitted["log_median"]) / fitted["log_spread"]) ** 2) / 2) / x
    at = np.array([3, 4, 10, 100])
    summed = [chances[x >= each].sum() / chances.sum() for each in at]
    assert lognormal_survival(comparison, 3, at) == pytest.approx(summed, rel=1e-6)
    assert lognormal_survival(comparison, 3, 3.5) == lognormal_survival(
        comparison, 3, 4
    )  # between whole numbers the next counts
