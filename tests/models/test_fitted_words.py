"""The words of the estimators against an independent computation, on drawn samples.

Each word is said by the module of its fit; here it is worked out again by another road: sums instead of zeta functions,
scipy's distributions and another optimiser instead of peerkit's, loops instead of arrays. Where the number behind a word lies
so near its border that rounding decides, neither word is wrong.
"""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize
from scipy.stats import chi2, expon, lognorm, norm, pareto, t, weibull_min

from peerkit.figures.scaling import TOO_FEW
from peerkit.figures.scaling import summary as scaling_summary
from peerkit.models.contribution_log import EventLog, window_counts
from peerkit.models.diffusion_fit import density_fit, difference_fit, linear_fit
from peerkit.models.exponent_fit import exponents_by_window, loglog_exponent
from peerkit.models.power_law import STEEPEST
from peerkit.models.power_law_fit import FEWEST_TO_SEARCH, goodness_of_fit, maximum_likelihood, power_law_fit
from peerkit.models.scaling import Scaling, scaling_table
from peerkit.models.tail_comparison import NOT_HEAVY, SIGNIFICANT, tail_comparison
from tests.models.strategies import records

few = settings(deadline=None, max_examples=20)
fewer = settings(deadline=None, max_examples=8)
fewest = settings(deadline=None, max_examples=5)
NODES, WEIGHTS = np.polynomial.legendre.leggauss(120)
seeds = st.integers(0, 2**32 - 1)


# --- power_law_fit -----------------------------------------------------------------------------------------------------


@st.composite
def whole_tails(draw):
    """Whole numbers from `start` on that fall as a power between 1.5 and 40, and that start."""
    rng, start = np.random.default_rng(draw(seeds)), draw(st.integers(1, 30))
    exponent = draw(st.floats(1.5, 40))
    values = np.floor(start * np.exp(np.minimum(rng.exponential(1 / (exponent - 1), 300), 12)))
    return np.append(values, start + 1.0), start


def log_likelihood_by_summing(values, start, exponents):
    """Mean log-likelihood of a discrete power law: its chances summed one by one, the rest as an integral."""
    sizes = start + np.arange(20_000.0)
    end = sizes[-1] + 0.5
    sums = np.array([np.sum((sizes / start) ** -a) + (end / start) ** -a * end / (a - 1) for a in exponents])
    return -exponents * np.mean(np.log(values / start)) - np.log(sums)


@few
@given(whole_tails())
def test_a_tail_is_called_steepest_only_where_no_exponent_up_to_twenty_is_likelier(tail):
    values, start = tail
    fit = maximum_likelihood(values, tail_start=start)
    exponents = np.append(np.linspace(1.05, STEEPEST, 380), STEEPEST + np.array([0.05, 1, 10]))
    likelihoods = log_likelihood_by_summing(values, start, exponents)
    best = exponents[np.argmax(likelihoods)]
    assert fit.exponent == pytest.approx(min(best, STEEPEST), abs=0.06)  # the grid's step
    if abs(best - STEEPEST) > 0.06:
        assert fit.outcome == ("steepest" if best > STEEPEST else "interior")


@few
@given(whole_tails())
def test_a_tail_is_called_small_when_counting_says_so(tail):
    values, start = tail
    values = np.append(values, start + np.array([2.0, 3.0]))
    fit = power_law_fit(values)
    size = np.sum(values >= fit.tail_start)
    assert ("So small a tail" in fit.evidence_against) == (size < FEWEST_TO_SEARCH)
    assert f"largest {size:,} of {values.size:,} observations" in fit.evidence_against


def distance_of_a_pareto(values, start):
    """Exponent and Kolmogorov distance of continuous data, by scipy's Pareto law."""
    shape = 1 / np.mean(np.log(values / start))
    law = pareto.cdf(np.sort(values), shape, scale=start)
    return shape, np.max(np.abs(law - np.arange(values.size) / values.size))


@fewer
@given(seeds, st.sampled_from(["pareto", "exponential", "lognormal"]), st.integers(60, 400))
def test_ruled_out_is_what_samples_of_scipys_pareto_law_say(seed, kind, people):
    rng = np.random.default_rng(seed)
    values = {
        "pareto": lambda: np.exp(rng.exponential(1 / 1.5, people)),
        "exponential": lambda: 1 + rng.exponential(5, people),
        "lognormal": lambda: 1 + rng.lognormal(1, 0.5, people),
    }[kind]()
    fit = power_law_fit(values, discrete=False, tail_start=1)
    said = goodness_of_fit(fit, values, np.random.default_rng(seed), samples=300)
    shape, distance = distance_of_a_pareto(values, 1)
    drawn = pareto.rvs(shape, size=(300, people), random_state=np.random.default_rng(seed + 1))
    p = np.mean([distance_of_a_pareto(sample, 1)[1] >= distance for sample in drawn])
    assert abs(said.p_value - p) < 5 * np.sqrt(2 * 0.25 / 300)  # five standard errors of two shares of 300
    if abs(p - 0.1) > 5 * np.sqrt(2 * 0.09 / 300):
        assert said.outcome == ("ruled out" if p < 0.1 else "not ruled out")


# --- tail_comparison ---------------------------------------------------------------------------------------------------


@st.composite
def continuous_samples(draw):
    """Data from 1 on: a power law, one that is cut off, a lognormal, a stretched exponential or an exponential."""
    rng, people = np.random.default_rng(draw(seeds)), draw(st.integers(60, 600))
    scale = draw(st.floats(0.4, 1.2))
    kind = draw(st.sampled_from(["power", "cut off", "lognormal", "stretched", "exponential"]))
    power = np.exp(rng.exponential(scale, people))
    return {
        "power": power,
        "cut off": np.append(power[rng.random(people) < np.exp(-0.1 * (power - 1))], power[:20]),
        "lognormal": np.exp(np.abs(rng.normal(0, scale, people))),
        "stretched": 1 + 5 * rng.weibull(scale, people),
        "exponential": 1 + rng.exponential(10 * scale, people),
    }[kind]


def cut_off_logs(x, exponent, rate):
    """Log-density of the truncated power law from 1 on; its integral by Gauss and Legendre over the logarithm of x."""
    end = min(np.log1p(700 / rate), 700 / max(exponent - 1, 1e-3))
    # Cut where the exponential begins to bite, so that the nodes see both parts.
    ends = np.array([0, min(max(np.log(1 / rate), 1e-3), 0.999 * end), end])
    half = np.diff(ends)[:, None] / 2
    v = (ends[:-1, None] + half) + half * NODES
    area = np.sum(half * WEIGHTS * np.exp((1 - exponent) * v - rate * np.expm1(v)))
    return -exponent * np.log(x) - rate * (x - 1) - np.log(area)


def truncated(law, *shape, scale):
    """Log-density of one of scipy's laws from 1 on."""
    return lambda x: law.logpdf(x, *shape, scale=scale) - law.logsf(1, *shape, scale=scale)


def laws_of_scipy(values):
    """Name: (log-density of a point of parameters, starts, bounds), the scales not below the smallest observation."""
    least, most = np.log(values.min()), np.log(values.max())
    return {
        "truncated power law": (
            lambda x, p: cut_off_logs(x, p[0], np.exp(p[1])),
            [(1.5, -most), (0.5, -2.0), (3.0, -most - 6)],
            [(0, 20), (-most - 12, 5)],
        ),
        "lognormal": (
            lambda x, p: truncated(lognorm, np.exp(p[1]), scale=np.exp(p[0]))(x),
            [(least, 0.0), (most / 2, -0.5), (most / 4, 0.5)],
            [(least, most + 5), (-7, 5)],
        ),
        "stretched exponential": (
            lambda x, p: truncated(weibull_min, np.exp(p[0]), scale=np.exp(p[1]))(x),
            [(-0.7, 1.0), (0.0, most / 2), (-1.5, least)],
            [(np.log(0.01), np.log(5)), (least, most + 5)],
        ),
    }


def fitted_by_scipy(values):
    """Log-likelihood of each observation under the likeliest of each law, by bounded quasi-Newton searches."""
    logs = {"exponential": expon(loc=1, scale=np.mean(values) - 1).logpdf(values)}
    for name, (law, starts, bounds) in laws_of_scipy(values).items():
        ends = [
            minimize(lambda p, law=law: -np.mean(law(values, p)), np.clip(p, *np.transpose(bounds)), bounds=bounds)
            for p in starts
        ]
        logs[name] = law(values, min(ends, key=lambda end: end.fun).x)
    return logs


def lead(first, second):
    """R and the p-value of no difference, observation by observation."""
    gain = first - second
    spread = np.std(gain) * np.sqrt(gain.size)
    return gain.sum(), 2 * norm.sf(abs(gain.sum()) / spread) if spread > 1e-9 else 1.0


def word_for(ratio, p, name):
    if p >= SIGNIFICANT:
        return "cannot be told apart"
    return "power law fits better" if ratio > 0 else f"{name} fits better"


@fewest
@given(continuous_samples())
def test_each_finding_about_a_tail_is_what_scipys_laws_say(values):
    shape = 1 / np.mean(np.log(values))
    power, logs = pareto.logpdf(values, shape), fitted_by_scipy(values)
    compared = tail_comparison(power_law_fit(values, discrete=False, tail_start=1), values)
    leads = {name: lead(power, other) for name, other in logs.items()}
    gain = min(leads["truncated power law"][0], 0.0)
    leads["truncated power law"] = gain, chi2.sf(-2 * gain, 1)
    heavy = [leads["exponential"], lead(logs["lognormal"], logs["exponential"])]
    # Where a p-value lies within a hundredth of the border a flat maximum decides.
    near = any(abs(p - SIGNIFICANT) < 0.01 for _, p in [*leads.values(), *heavy])
    words = {name: word_for(*leads[name], name) for name in leads}
    for row in compared.alternatives:
        ratio, p = leads[row.name]
        assert row.likelihood_ratio <= ratio + 1e-3, f"scipy finds a likelier {row.name} or an equal one"
        if abs(p - SIGNIFICANT) > 0.01 and abs(row.likelihood_ratio - ratio) < 1e-3:
            expected = words[row.name]
            if row.name == "truncated power law" and p >= SIGNIFICANT:
                expected = "no cut-off is needed"
            assert row.finding == expected
    if near:
        return
    if not any(ratio > 0 and p < SIGNIFICANT for ratio, p in heavy):
        outcome = NOT_HEAVY
    else:
        preferred = words["lognormal"] == "power law fits better" and not any(
            words[name] == f"{name} fits better" for name in words
        )
        outcome = "power law preferred" if preferred else "power law not preferred"
    assert compared.outcome == outcome


# --- diffusion_fit -----------------------------------------------------------------------------------------------------


@st.composite
def series(draw):
    """Sales of 5 to 20 periods with noise: a diffusion seen early or late, or no diffusion at all."""
    rng, periods = np.random.default_rng(draw(seeds)), draw(st.integers(5, 20))
    noise = 1 + draw(st.sampled_from([0.01, 0.05, 0.2])) * rng.standard_normal(periods)
    kind = draw(st.sampled_from(["diffusion", "early", "flat", "rising", "lull"]))
    at = np.arange(1, periods + 1)
    exact = {
        "diffusion": lambda: whole_periods(at, draw(st.floats(0.005, 0.1)), draw(st.floats(0.1, 0.9))),
        "early": lambda: whole_periods(at, 0.001, 2.5 / periods),
        "flat": lambda: np.ones(periods),
        "rising": lambda: 1.0 * at,
        "lull": lambda: np.append([1.0, 1, 2], 15.0 * at)[:periods],
    }[kind]()
    return np.maximum(exact * noise, 0.01 * exact)


def share_by(time, p, q):
    decay = np.exp(-(p + q) * time)
    return (1 - decay) / (1 + q / p * decay)


def whole_periods(at, p, q):
    return share_by(at, p, q) - share_by(at - 1, p, q)


def rates(at, p, q):
    share = share_by(at, p, q)
    return (p + q * share) * (1 - share)


P, Q = (axis[..., None] for axis in np.meshgrid(np.geomspace(1e-5, 1, 40), np.append(1e-3, np.linspace(0.02, 3, 60))))


def squares(curve, sales, market):
    """The least sum of squares with this market, over a grid of p and q from which a simplex goes on."""
    at = np.arange(1, sales.size + 1.0)
    # A larger market adopts a smaller share of itself in the same periods.
    scale = min(1.0, sales.sum() / market)
    misses = np.sum((market * curve(at, scale * P, Q) - sales) ** 2, axis=-1)
    i, j = np.unravel_index(np.argmin(misses), misses.shape)

    def miss(x):
        p, q = np.exp(x[0]), x[1]
        return np.sum((market * curve(at, p, max(q, 0.0)) - sales) ** 2)

    start = [np.log(scale * P[i, j, 0]), Q[i, j, 0]]
    return minimize(miss, start, method="Nelder-Mead", options={"xatol": 1e-7, "fatol": 1e-16, "maxiter": 800}).fun


@pytest.mark.parametrize(("fit_of", "curve"), [(difference_fit, whole_periods), (density_fit, rates)])
@fewest
@given(sales=series())
def test_a_ceiling_is_called_identified_only_if_no_far_larger_market_fits(fit_of, curve, sales):
    fit = fit_of(sales)
    many = sales.size
    markets = np.geomspace(1.001 * sales.sum(), 900 * sales.sum(), 14)
    tried = np.array([squares(curve, sales, market) for market in markets])
    if fit.outcome == "no ceiling":
        # No market within the search fits visibly better than the largest.
        assert tried[-1] <= (1 + 1e-3) * tried.min() + 1e-12 * np.sum(sales**2)
        return
    best = fit.residual_error**2 * fit.degrees_of_freedom
    assert best <= tried.min() * (1 + 1e-6) + 1e-12 * np.sum(sales**2), "a better market was missed"
    limit = best * (1 + t.ppf(0.975, many - 3) ** 2 / (many - 3))
    larger = markets[markets > 2 * fit.market_size]
    if not larger.size:
        return
    clear = np.abs(tried[-larger.size :] / limit - 1) > 1e-2
    fits = tried[-larger.size :] < limit
    if fit.outcome == "ceiling identified":
        assert not np.any(fits & clear)
    elif np.all(clear):
        edge = squares(curve, sales, 2 * fit.market_size)
        assert np.any(fits) or edge < 1.01 * limit


@few
@given(series())
def test_the_words_of_the_regression_are_those_of_its_band(sales):
    """The band of predicted sales, by the textbook's formula, tells which larger markets could have sold out."""
    try:
        fit = linear_fit(sales)
    except ValueError:
        return
    total = sales.sum()
    before = (np.cumsum(sales) - sales) / total
    c, b, a = np.polyfit(before, sales / total, 2)
    roots = np.roots([c, b, a]) if abs(c) > 1e-12 else np.array([-a / b])
    ends = [r.real for r in roots if abs(r.imag) < 1e-9 and r.real > 0 and b + 2 * c * r.real < 0]
    if fit.outcome == "no ceiling":
        assert not ends or min(ends) > 900 or min(ends) < 0
        return
    m = min(ends, key=lambda end: abs(end - fit.market_size / total))
    assert fit.market_size == pytest.approx(m * total, rel=1e-5)
    negative = min(a / m, -m * c) < 0
    if abs(min(a / m, -m * c)) > 1e-6:
        assert (fit.outcome == "negative coefficient") == negative
    if fit.outcome == "negative coefficient":
        return
    columns = np.vander(before, 3)
    rest = sales / total - columns @ [c, b, a]
    spread = np.linalg.inv(columns.T @ columns) * np.sum(rest**2) / (sales.size - 3)
    far = np.vander(np.geomspace(2 * m, 1000, 400), 3)
    lead_over_band = np.abs(far @ [c, b, a]) - t.ppf(0.975, sales.size - 3) * np.sqrt(
        np.sum(far @ spread * far, axis=1)
    )
    if fit.outcome == "ceiling identified":
        assert np.all(lead_over_band > -1e-6), "a market of more than twice the estimate fits"
    else:
        assert np.any(lead_over_band < 1e-6)


# --- exponent_fit and scaling ------------------------------------------------------------------------------------------


@few
@given(
    st.lists(st.sampled_from([3.0, 5.0, np.nextafter(5.0, 6), 5 * (1 + 1e-13), 80.0]), min_size=3, max_size=8), seeds
)
def test_an_exponent_is_given_only_where_sizes_differ_by_more_than_rounding(sizes, seed):
    values = np.random.default_rng(seed).uniform(1, 9, len(sizes))
    line = loglog_exponent(sizes, values)
    apart = max(sizes) / min(sizes) > 1 + 1e-9
    assert line.outcome == ("estimated" if apart else "no variation in size")
    runs = exponents_by_window(sizes, values)
    kept = [
        loglog_exponent(sizes[i:j], values[i:j]).exponent
        for i in range(len(sizes))
        for j in range(i + 3, len(sizes) + 1)
        if max(sizes[i:j]) / min(sizes[i:j]) > 1 + 1e-9
    ]
    if kept:
        said = f"exponents from {min(kept):.2f} to {max(kept):.2f} in {len(kept)} windows."
        assert runs.evidence_against.endswith(said)
    else:
        assert "there is no exponent" in runs.evidence_against


@st.composite
def logs(draw):
    """Small logs in which somebody contributes now and then, or nobody ever does."""
    days, events = 100.0, draw(st.integers(0, 25))
    rng = np.random.default_rng(draw(seeds))
    return EventLog(np.sort(rng.uniform(0, days, events)), rng.integers(0, draw(st.integers(1, 6)), events), days)


@few
@given(logs(), st.sampled_from([5.0, 20.0, 45.0]), st.sampled_from([10.0, 60.0]))
def test_the_word_of_each_definition_is_what_counting_windows_by_hand_says(log, window, trailing):
    record = Scaling(window=window, trailing_window=trailing)
    table = scaling_table(record, log, np.random.default_rng(0))
    counts = window_counts(record, log)
    for name in ("active", "team"):
        sizes = [
            size for size, output in zip(getattr(counts, name), counts.output, strict=True) if size > 0 and output > 0
        ]
        expected = "too few observations" if len(sizes) < 3 else "estimated"
        if expected == "estimated" and len(set(sizes)) == 1:
            expected = "no variation in size"
        assert getattr(table, name).outcome == expected


@few
@given(records(Scaling, contributors=st.floats(0.01, 3), daily_rate=st.floats(1e-4, 0.02)))
def test_the_sentence_says_too_few_exactly_where_a_line_is_missing(record):
    from peerkit.figures.scaling import _measured

    table = _measured(record)[1]
    missing = any(line.outcome != "estimated" for line in (table.active, table.team, table.shuffled))
    assert (TOO_FEW in scaling_summary(record)) == missing


def test_the_kinds_of_series_above_bring_up_every_word():
    """The drawn series are worth something only if each word is among their answers."""
    at, rng, words = np.arange(1, 7), np.random.default_rng(2024), set()
    lull = np.array([1.0, 1, 2, 15, 30])
    for exact in (whole_periods(at, 0.001, 0.4), whole_periods(at, 0.03, 0.9), lull):
        noisy = exact * (1 + 0.05 * rng.standard_normal(exact.size))
        words |= {difference_fit(noisy).outcome, linear_fit(noisy).outcome}
    assert words == {"ceiling identified", "ceiling not identified", "no ceiling", "negative coefficient"}
