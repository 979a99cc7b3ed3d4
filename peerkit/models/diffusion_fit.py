r"""Innovation, imitation and size of the market, estimated from a series of sales, and the range that the sales allow.

.. math::
    S_t = m\,[F(t)-F(t-1)]
    \qquad\text{or}\qquad
    S_t = m f(t)
    \qquad\text{or}\qquad
    S_t = a + bY_{t-1} + cY_{t-1}^2, \quad m = \frac{-b-\sqrt{b^2-4ac}}{2c},\; p = \frac am,\; q = -mc

S_t are the sales of period t, the first entry being the first period after the launch; Y is the sum of all earlier sales.
There are three estimators, and they disagree. Only `difference_fit`, which takes a period's sales for the total that they
are, gives a range for the market size that holds the true one about as often as it promises (`HELD` in
`diffusion_verdict`). The other two take a total for a rate, so they are biased even on sales without noise: on twenty exact periods of p = 0.03, q = 0.38 and
m = 1000 the regression gives p = 0.0413 and m = 993.5, the density p = 0.0249 and m = 1013.6. They give no range. Before
the peak the range is nearly everything, however close the fit.

Source: the regression is Bass's of 1969, the fit of differences Srinivasan and Mason's of 1986 (neither checked against
the papers: unconfirmed); two published fits are reproduced (confirmed). The intervals for the market size are peerkit's
own use of standard theory.
"""

from typing import ClassVar, NamedTuple

import numpy as np
from scipy.special import stdtrit

from peerkit.models.diffusion import Diffusion, density, period_adopters
from peerkit.models.diffusion_verdict import CEILING, DENSITY, REGRESSION, WHOLE_PERIODS, verdict
from peerkit.records.about import About, Source
from peerkit.records.checks import numbers
from peerkit.records.parameter import parameter
from peerkit.records.record import Record

FEWEST = 5
"""Periods below which no estimate is made: three parameters and two degrees of freedom."""

VCR_FIRST_YEAR = 1980
VCR_SALES = (840, 1470, 2110, 4000, 7590, 10950, 10530, 9470, 7790, 5890)
"""Video recorders sold in each of the years 1980 to 1989; the source states no unit.

Source: github.com/agk79/Bass after rpubs.com/chengjun/bass_model, and rstudio-pubs-static 439328
(confirmed).
"""
VCR_ESTIMATES = {
    6: Diffusion(innovation=0.005288, imitation=0.7050, market_size=78_045),
    7: Diffusion(innovation=0.004986, imitation=0.8530, market_size=52_453),
    10: Diffusion(innovation=0.008789, imitation=0.6422, market_size=67_660),
}
"""The `difference_fit` of the first 6, 7 and all 10 of those years, to four digits of p and q."""


class Observation(Record):
    """The part of a diffusion that somebody has seen, and the noise in it."""

    periods: int = parameter(
        "T",
        "Periods seen so far",
        unit="periods",
        meaning="The number of periods since the launch in the series that is fitted.",
        default=12,
        ge=FEWEST,
        le=1000,
        explore=(5, 40),
        why="about twice the time to the peak at the customary p and q, so that the series is long enough to fit",
        measure="nothing needs to be measured: it is the length of your series",
    )
    noise: float = parameter(
        r"\sigma",
        "Noise in sales",
        unit="share of a period's sales",
        meaning="Standard deviation of what moves a period's sales apart from diffusion, relative to those sales.",
        default=0.05,
        ge=0,
        le=1,
        explore=(0, 0.3),
        step=0.01,
        percent=True,
        why="one period in three is off by more than 5%",
        measure="the scatter of sales around a fitted curve",
    )

    about: ClassVar[About] = About(
        claim="A fitted diffusion curve tells how large a market will become.",
        equations=(
            r"S_t = m \left[F(t) - F(t-1)\right]",
            r"S_t = m f(t)",
            r"S_t = a + b Y_{t-1} + c Y_{t-1}^2",
        ),
        assumes=(
            "S are the sales of a period, Y all sales before it, m is the size of the market, F the share of the market that "
            "has adopted and f its rate of growth; a, b and c are the coefficients of a regression. t counts the "
            "periods.",
            "The series begins at the launch and every period has the same length.",
            "One p, one q and one m hold throughout.",
            "Errors are independent, and equally large in every period as far as the standard errors go.",
        ),
        evidence_against=(
            "Until sales begin to fall, markets of very different sizes fit: the size is read from the bend of the curve, and "
            "the bend has not been seen yet.",
            "On ten years of video recorder sales the regression gives p = 0.0216, q = 0.681 and m = 62,665, the fit "
            "of the density p = 0.0066, q = 0.638 and m = 67,981, the fit of whole periods p = 0.0088, q = 0.642 and "
            "m = 67,660.",
            "The range is too narrow when the curve is not quite right: fitted to the first seven of those years it is 44,690 "
            "to 65,290, and all ten years say 67,660.",
            "Over thirteen software repositories R squared is above 0.96 every time, and in three of them the estimated "
            "market lies at the bound of the search.",
        ),
        leaves_out=(
            "Errors that follow one another. They make the true uncertainty larger than stated.",
            "Prices, seasons, advertising and repeat purchases.",
        ),
        sources=(
            Source(
                "Nonlinear fit of VCR sales 1980-89 in R, github.com/agk79/Bass, from rpubs.com/chengjun",
                "confirmed",
                "https://github.com/agk79/Bass",
            ),
            Source(
                "Regression of five years of sales, MIT 2.555 class notes, github.com/aoyingxue/GitNote",
                "confirmed",
                "https://github.com/aoyingxue/GitNote",
            ),
            Source(
                "Srinivasan and Mason, Nonlinear Least Squares Estimation of New Product Diffusion Models, Marketing Science "
                "5(2), 1986",
                "unconfirmed",
            ),
            Source(
                "Ceilings at their bound in three of thirteen repositories, peerkit's own measurement", "recomputed"
            ),
        ),
    )


class Fit(NamedTuple):
    """Estimates with their standard errors, and the range of market sizes that the series allows.

    `market_size_low` and `market_size_high` bound the 95% range of the market [adopters]: 0 and infinity where the
    series sets no bound, NaN for the two estimators whose intervals do not hold what they promise (`HELD` in
    `diffusion_verdict`). `residual_error` is the residual standard error [adopters per period] on `degrees_of_freedom`. `outcome` is ``"ceiling identified"``, ``"ceiling not identified"`` (the range reaches beyond
    twice the estimate), ``"no ceiling"`` (sales never bend down: the market is infinite, innovation and imitation are
    NaN) or ``"negative coefficient"``; `evidence_against` says in a sentence what that means.
    """

    market_size: float
    innovation: float
    imitation: float
    market_size_error: float
    innovation_error: float
    imitation_error: float
    residual_error: float
    market_size_low: float
    market_size_high: float
    periods: int
    degrees_of_freedom: int
    method: str
    outcome: str
    evidence_against: str


def difference_fit(sales):
    r"""The nonlinear least-squares fit of sales to what each whole period adopts, :math:`S_t = m[F(t)-F(t-1)]`.

    `sales` and the search are as in `density_fit`. A period's sales are a total and not a rate, so this estimator is the
    one to use. The range of m is the profile-likelihood interval at 95%, which held the true market in 90% to 96% of
    simulated series (`HELD` in `diffusion_verdict`).

    >>> exact = period_adopters(Diffusion(), np.arange(1, 16))
    >>> fit = difference_fit(exact)
    >>> print(fit.innovation.round(6), fit.imitation.round(6), fit.market_size.round(3))
    0.03 0.38 1000.0

    Source: Srinivasan and Mason 1986 (unconfirmed).
    """
    return _nonlinear_fit(sales, period_adopters, WHOLE_PERIODS)


def density_fit(sales):
    r"""The nonlinear least-squares fit of sales to the adoption rate at each period's end, :math:`S_t = m f(t)`.

    `sales` S_t >= 0 [adopters per period], at least five periods from the launch on. The search starts from the best
    point of a grid over p and q. No range is given: see `HELD` in `diffusion_verdict`.

    >>> fit = density_fit(VCR_SALES)
    >>> print(fit.innovation.round(5), fit.imitation.round(3), fit.market_size.round(), fit.residual_error.round())
    0.00659 0.638 67981.0 727.0

    Source: VCR sales 1980-89 and this fit in R (confirmed).
    """
    return _nonlinear_fit(sales, density, DENSITY)


def linear_fit(sales):
    r"""Bass's regression of sales on the sum of earlier sales and its square.

    .. math:: S_t = a + bY_{t-1} + cY_{t-1}^2, \qquad m = \frac{-b-\sqrt{b^2-4ac}}{2c}, \; p = \frac am, \; q = -mc

    `sales` S_t >= 0 [adopters per period], at least five periods from the launch on. Standard errors carry over from
    the regression to first order. No range is given: see `HELD` in `diffusion_verdict`.

    >>> fit = linear_fit([0.517, 1.169, 1.604, 2.044, 2.286])
    >>> print(fit.innovation.round(7), fit.imitation.round(6), fit.market_size.round(5), fit.outcome)
    0.0626032 0.737664 10.50368 ceiling not identified

    Source: five years of sales in millions and their fit, MIT class notes (confirmed).
    """
    share = _checked(sales) / np.sum(sales)
    before = np.cumsum(share) - share
    columns = before[:, None] ** np.arange(3)
    # Sales that vanish beside one period leave the regression as little to go by as none at all.
    if np.linalg.matrix_rank(columns) < 3:
        raise ValueError(
            f"sales must be positive in at least 2 periods before the last, got {np.ravel(sales).tolist()}"
        )
    line, *_ = np.linalg.lstsq(columns, share, rcond=None)
    freedom = len(share) - 3
    error = np.sqrt(np.sum((share - columns @ line) ** 2) / freedom)
    covariance = error**2 * np.linalg.inv(columns.T @ columns)
    m = _end_of_sales(*line)

    def excess(market):
        x = market ** np.arange(3)
        return abs(x @ line) - stdtrit(freedom, 0.975) * np.sqrt(x @ covariance @ x)

    errors = _carried_over(line, m, covariance) if np.isfinite(m) else np.full(3, np.inf)
    return _fit(sales, (m, line[0] / m, -m * line[2]), errors, error, excess, REGRESSION)


def simulated_sales(diffusion, observation, rng):
    """A series of sales from a known diffusion, with noise: what an estimator should be tried on first [adopters].

    `rng` is a numpy random generator. Noise that would make a period's sales negative leaves them at zero.

    >>> simulated_sales(Diffusion(), Observation(periods=5, noise=0), np.random.default_rng(1)).round(1)
    array([35.8, 49.3, 65.4, 82.7, 98. ])
    """
    o = observation
    exact = period_adopters(diffusion, np.arange(1, o.periods + 1))
    return np.maximum(exact * (1 + o.noise * rng.standard_normal(o.periods)), 0.0)


def _checked(sales):
    sales = numbers("sales", sales)
    if not (sales.ndim == 1 and len(sales) >= FEWEST):
        raise ValueError(f"sales must be a series of at least {FEWEST} periods, got shape {sales.shape}")
    if not (np.all(np.isfinite(sales)) and np.all(sales >= 0)):
        raise ValueError(f"sales must be numbers and not negative, got {sales.tolist()}")
    if not sales.sum() > 0:
        raise ValueError("sales must contain at least one adopter, got only zeros")
    return sales


def _end_of_sales(a, b, c):
    """The market at which predicted sales come down to zero; infinite where they never do."""
    under = b**2 - 4 * a * c
    if b > 0:
        return (-b - np.sqrt(under)) / (2 * c) if c < 0 else np.inf
    # The same root, written so that it survives c = 0: sales that fall in a straight line are all innovation.
    return 2 * a / (np.sqrt(under) - b) if a > 0 and under > 0 else np.inf


def _carried_over(line, m, covariance):
    """Standard errors of m, p and q from those of the regression, to first order."""
    a, b, c = line
    slope_m = -(m ** np.arange(3)) / (b + 2 * c * m)
    slopes = np.stack([slope_m, np.array([1, 0, 0]) / m - a / m**2 * slope_m, -c * slope_m - np.array([0, 0, m])])
    return np.sqrt(np.diag(slopes @ covariance @ slopes.T))


def _nonlinear_fit(sales, curve, method):
    share = _checked(sales) / np.sum(sales)
    n = len(share)
    t = np.arange(1, n + 1)

    def residuals(x):
        log_m, log_p, scaled_q = x
        record = Diffusion(innovation=np.exp(log_p), imitation=scaled_q / n, market_size=1.0)
        return np.exp(log_m) * curve(record, t) - share

    low, high = np.array([*np.log([0.1, 1e-12 / n]), 0]), np.array([*np.log([CEILING, 100 / n]), 1000])
    best = _least_squares(residuals, _start(share, curve, t), low, high, xtol=1e-15, ftol=1e-15)
    m, p, q = np.exp(best.x[0]), np.exp(best.x[1]), best.x[2] / n
    error = np.sqrt(2 * best.cost / (n - 3))
    errors = error * _unit_errors(best.jac / [m, p, 1 / n])
    limit = 2 * best.cost + (error * stdtrit(n - 3, 0.975)) ** 2

    def excess(market):
        """By how much the best fit with this market is worse than the range allows."""
        log_m = np.log(market)
        start = np.clip(best.x[1:] - [log_m - best.x[0], 0], low[1:] + 1e-6, high[1:] - 1e-6)
        rest = _least_squares(lambda x: residuals([log_m, *x]), start, low[1:], high[1:])
        # A series without noise has a sum of squares of rounding size; the floor keeps its interval a point.
        return 2 * rest.cost - limit - 1e-18

    return _fit(sales, (m, p, q), errors, error, excess, method)


def _least_squares(residuals, start, low, high, **tolerances):
    from scipy.optimize import least_squares

    return least_squares(residuals, start, bounds=(low, high), gtol=1e-15, x_scale="jac", jac="3-point", **tolerances)


def _start(share, curve, t):
    """Logarithms of m and p, and q times the length of the series, at the best point of a grid.

    The market enters linearly, so the best one for each p and q is a ratio of sums.
    """
    n = len(t)
    p = np.geomspace(1e-7, 10, 40)[:, None, None] / n
    q = np.concatenate([[1e-3], np.geomspace(0.1, 100, 40)])[:, None] / n
    shapes = curve(Diffusion.batch(innovation=p, imitation=q, market_size=1.0), t)
    room = np.maximum(np.sum(shapes**2, axis=-1), 1e-300)
    market = np.clip(shapes @ share / room, 0.11, 0.99 * CEILING)
    squares = np.sum((market[..., None] * shapes - share) ** 2, axis=-1)
    i, j = np.unravel_index(np.argmin(squares), squares.shape)
    return np.log(market[i, j]), np.log(p[i, 0, 0]), q[j, 0] * n


def _unit_errors(jacobian):
    """Standard errors of the parameters for residuals of size one; infinite where the fit cannot tell them apart."""
    length = np.linalg.norm(jacobian, axis=0)
    if not np.all(length > 0):
        return np.full(len(length), np.inf)
    singular, directions = np.linalg.svd(jacobian / length, full_matrices=False)[1:]
    if singular[-1] < 1e-12 * singular[0]:
        return np.full(len(length), np.inf)
    return np.sqrt(np.sum((directions.T / singular) ** 2, axis=1)) / length


def _fit(sales, estimates, errors, error, excess, method):
    """The `Fit` of estimates made in multiples of all sales so far, with the range of markets that `excess` allows."""
    total, (m, p, q) = np.sum(sales), estimates
    unbounded = m > 0.99 * CEILING
    low, high = (0.0, np.inf) if unbounded else _range(excess, m, method)
    outcome, against = verdict(m, min(p, q), (low, high), total, excess, method)
    return Fit(
        market_size=np.inf if unbounded else m * total,
        innovation=np.nan if unbounded else p,
        imitation=np.nan if unbounded else q,
        market_size_error=np.inf if unbounded else errors[0] * total,
        innovation_error=np.inf if unbounded else errors[1],
        imitation_error=np.inf if unbounded else errors[2],
        residual_error=error * total,
        market_size_low=low * total,
        market_size_high=high * total,
        periods=len(sales),
        degrees_of_freedom=len(sales) - 3,
        method=method,
        outcome=outcome,
        evidence_against=against,
    )


def _range(excess, market, method):
    """The ends of the range of markets, in multiples of all sales so far; NaN for estimators that give none."""
    if method != WHOLE_PERIODS:
        return np.nan, np.nan
    return _bound(excess, market, 0.1, 0.0), _bound(excess, market, CEILING, np.inf)


def _bound(excess, market, far, unbounded):
    """The market, between the estimate and `far`, at which the fit becomes too bad; `unbounded` if it never does."""
    from scipy.optimize import brentq

    if not excess(far) > 0:
        return unbounded
    if excess(market) >= 0:
        return market
    return np.exp(brentq(lambda log_market: excess(np.exp(log_market)), np.log(market), np.log(far), xtol=1e-7))
