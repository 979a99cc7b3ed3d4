r"""The law of network value that figures support, by two estimators, and how much depends on the years chosen.

.. math::
    \hat a = \frac{\sum b_i V_i}{\sum b_i^2}, \qquad
    \mathrm{RMSD} = \sqrt{\tfrac1m \sum (V_i - \hat a\, b_i)^2}, \qquad
    \ln V_i = \text{const} + \hat\beta \ln n_i

Either the value is fitted in levels by one law after another, where b is what the law counts, and the closest law wins;
or the exponent is left free and comes from a line through the logarithms. On the same six years of Facebook
the first says square or cube. The second says anything from 1.7 to 3.2, depending on the first and the last year.

Source: X.-Z. Zhang, J.-J. Liu and Z.-W. Xu, Tencent and Facebook Data Validate Metcalfe's Law, Journal of Computer
Science and Technology 30(2), 2015, 246-251 (abstract confirmed); its coefficient 5.70e-9 for Facebook is recomputed
from annual reports. Least squares is elementary.
"""

from typing import ClassVar, NamedTuple

import numpy as np

from peerkit.models.exponent_fit import observations, regression
from peerkit.models.networks import AGAINST_METCALFE, Network, log_value
from peerkit.records.about import About, Source
from peerkit.records.outcomes import Outcome, Outcomes
from peerkit.records.parameter import parameter
from peerkit.records.record import Record

CANDIDATES = ("sarnoff", "odlyzko_tilly", "metcalfe_sq", "cube", "reed")


class Series(NamedTuple):
    """Year-end membership [people] and value [money] of a network."""

    years: tuple[int, ...]
    members: tuple[float, ...]
    values: tuple[float, ...]


FACEBOOK = Series(
    years=(2009, 2010, 2011, 2012, 2013, 2014),
    members=(360e6, 608e6, 845e6, 1056e6, 1228e6, 1393e6),
    values=(777e6, 1974e6, 3711e6, 5089e6, 7872e6, 12466e6),
)
"""Monthly active users at year end [people] and revenue of the year [USD], from Facebook's annual reports.

The users of 2011 and 2014 are confirmed, the other entries unconfirmed.
"""


class FitWindow(Record):
    """The years of a series that go into a fit, and the part of the rise in value that is put down to other causes."""

    first_year: int = parameter(
        "t_0",
        "First year of the fit",
        unit="year",
        meaning="The first year of the series that the fit uses.",
        default=2009,
        ge=1900,
        le=2100,
        explore=(2009, 2012),
        why="where the series of annual reports begins",
        source="Facebook's annual reports; the link opens the one for 2012",
        url="https://content.edgar-online.com/ExternalLink/EDGAR/0001326801-13-000003.html?dest=FB-12312012X10KEXHIBIT102A_HTM&hash=27c6ce3912e0f54cfee7bec1282223e3717d8270912008df25ec65f65c56f03c",
        status="recomputed",
    )
    years: int = parameter(
        "m",
        "Years in the fit",
        unit="years",
        meaning="How many years the fit uses, counted from the first; there are none before 2009 or after 2014.",
        default=6,
        ge=1,
        le=100,
        explore=(3, 6),
        why="the six years up to the study of 2015",
        source="Zhang, Liu and Xu 2015",
        status="recomputed",
        url="https://doi.org/10.1007/s11390-015-1518-1",
    )
    value_trend: float = parameter(
        "g",
        "Growth from other causes",
        unit="per year",
        meaning="How much the value per member would have grown each year without new members, for example through better "
        "advertising. This growth is taken out before fitting.",
        default=0.0,
        ge=-0.9,
        le=10,
        percent=True,
        explore=(0, 0.3),
        step=0.01,
        why="at 0 all growth is credited to size, as in the published fits",
        measure="revenue per member in markets where membership stood still",
    )

    about: ClassVar[About] = About(
        claim="Revenue of large social networks follows the square of their membership, as Metcalfe's law says.",
        equations=(
            r"V = a n,\; a n \ln n,\; a n^2,\; a n^3",
            r"\hat a = \frac{\sum b_i V_i}{\sum b_i^2}",
            r"\mathrm{RMSD} = \sqrt{\frac1m\sum (V_i-\hat a\,b_i)^2}",
            r"\ln V_i = c + \hat\beta \ln n_i",
        ),
        assumes=(
            "Revenue stands for the value V, and monthly active users for the size n.",
            "Growth from causes other than size went on at the constant rate g.",
            "b is what a law counts at size n, and a is the worth of one unit; a hat marks the worth that fits best. RMSD is the "
            "root mean squared miss over m years.",
            "The exponent β is the slope of a straight line with intercept c through the logarithms: percent of value per "
            "percent of members.",
            "The error of one year tells nothing about the error of the next. If it does, the 95% interval is too narrow: with "
            "six years and a correlation of 0.7 from year to year it holds the truth in 79% of simulated cases.",
        ),
        evidence_against=(
            "On Facebook's years 2009 to 2014 the best-fitting exponent is 1.96; on 2010 to 2012 it is 1.73, and on 2012 to "
            "2014 it is 3.22. Whoever may choose the years can choose the law.",
            "On the same six years a cube misses by less than the square: by 0.65 billion dollars against 0.84. In 2023 "
            "Zhang and Xu found the cube ahead on newer data.",
            "Odlyzko and Tilly argue that most links are worth little. Their law, n log n, makes a network of 100,000 "
            "that doubles worth 2.12 times as much.",
            "For the square: Van Hove (2016) allowed for quality and left out revenue unrelated to the network, and the case "
            "for Metcalfe's law became stronger. Madureira and others (2013) found squares for 13 capabilities in Europe.",
        ),
        leaves_out=(
            "Advertising load, prices and quality, which all changed over these years.",
            "Costs, which rose with the square of membership as well.",
            "Any test of which law is true. Six points can reject hardly any law.",
            "What members gain beyond what they pay (consumer surplus), and networks that compete for the same members.",
        ),
        sources=(
            Source(
                "Zhang, Liu and Xu, Journal of Computer Science and Technology 30(2), 2015, ranking of four laws",
                "confirmed",
                "https://doi.org/10.1007/s11390-015-1518-1",
            ),
            Source(
                "Zhang, Liu and Xu 2015, coefficient 5.70e-9 for Facebook",
                "recomputed",
                "https://doi.org/10.1007/s11390-015-1518-1",
            ),
            Source(
                "Zhang and Xu, Journal of Computer Science and Technology 38(2), 2023, abstract",
                "unconfirmed",
                "https://doi.org/10.1007/s11390-022-2845-7",
            ),
            Source("Van Hove 2016, abstract", "confirmed", "https://doi.org/10.1007/s11390-016-1615-9"),
            Source(
                "Madureira and others 2013, abstract", "confirmed", "https://doi.org/10.1016/j.infoecopol.2013.07.002"
            ),
            *AGAINST_METCALFE,
            Source("The interval's coverage when errors persist, by simulation", "derived"),
            Source(
                "Facebook's users at the end of 2011 and of 2014, annual reports; the link opens the one for 2012",
                "confirmed",
                "https://content.edgar-online.com/ExternalLink/EDGAR/0001326801-13-000003.html?dest=FB-12312012X10KEXHIBIT102A_HTM&hash=27c6ce3912e0f54cfee7bec1282223e3717d8270912008df25ec65f65c56f03c",
            ),
            Source(
                "Facebook's other users and its revenue, annual reports 2009 to 2014; the link opens the one for 2012",
                "unconfirmed",
                "https://content.edgar-online.com/ExternalLink/EDGAR/0001326801-13-000003.html?dest=FB-12312012X10KEXHIBIT102A_HTM&hash=27c6ce3912e0f54cfee7bec1282223e3717d8270912008df25ec65f65c56f03c",
            ),
        ),
    )


class OriginFit(NamedTuple):
    """One law fitted in levels: worth of one unit counted, its standard error, and how far the law misses [money].

    There is no interval: it would need independent errors of equal size at every size of the network, and revenue in levels
    has neither. `log_coefficient` is there for Reed's law, whose coefficient is too small to write down; `heaviest_weight` is the
    share of the fit that depends on a single observation.
    """

    law: str
    coefficient: float
    log_coefficient: float
    standard_error: float
    rmsd: float
    observations: int
    heaviest_weight: float
    evidence_against: str


class LawComparison(NamedTuple):
    """Fits of several laws, the closest first."""

    fits: tuple[OriginFit, ...]
    closest: str
    evidence_against: str


def fit_through_origin(members, values, law):
    r"""The worth of one unit by one law fitted to the values in levels, and how far the law misses.

    .. math:: \hat a = \frac{\sum b_i V_i}{\sum b_i^2}, \qquad \mathrm{RMSD} = \sqrt{\tfrac1m\sum(V_i-\hat a b_i)^2}

    `members` n > 0 [people] and `values` V > 0 [money] are arrays of equal length, two or longer; `law` is one of
    `peerkit.models.networks.LAWS`. Everything is scaled by the largest count, so Reed's law takes millions of members.

    >>> fit = fit_through_origin(FACEBOOK.members, FACEBOOK.values, "metcalfe_sq")
    >>> print(f"{fit.coefficient:.4e} USD per squared member, off by {fit.rmsd / 1e9:.2f} billion USD")
    5.6902e-09 USD per squared member, off by 0.84 billion USD

    Source: Zhang, Liu and Xu 2015 print 5.70e-9 for Facebook (recomputed). The standard error is the textbook one for
    independent errors, which the errors of a series are not.
    """
    size, value = observations(members, values)
    if not size.size >= 2:
        raise ValueError(f"members must hold at least 2 observations, got {size.size}")
    logs = log_value(Network(law=law), size)
    top = logs.max()
    if not top > -np.inf:
        raise ValueError(f"members must include a size at which the law {law} counts anything, got {members}")
    count = np.exp(logs - top)
    weight = count**2 / (count**2).sum()
    scaled = (count * value).sum() / (count**2).sum()
    squares = ((value - scaled * count) ** 2).sum()
    spread = np.sqrt(squares / (size.size - 1) / (count**2).sum())
    unit = np.exp(-top)
    return OriginFit(
        law=law,
        coefficient=float(scaled * unit),
        log_coefficient=float(np.log(scaled) - top),
        standard_error=float(spread * unit),
        rmsd=float(np.sqrt(squares / size.size)),
        observations=size.size,
        heaviest_weight=float(weight.max()),
        evidence_against=f"A single observation carries {weight.max():.0%} of this fit, because levels weigh large "
        f"sizes most, and {size.size} observations cannot reject a rival law.",
    )


def compared_laws(members, values, laws=CANDIDATES):
    """All `laws` fitted in levels to the same `members` [people] and `values` [money], the smallest miss first.

    Of the two forms of Metcalfe's law the square is among the candidates; pairs fit the same to seven digits.

    >>> for fit in compared_laws(FACEBOOK.members, FACEBOOK.values).fits:
    ...     print(fit.law, round(fit.rmsd / 1e9, 2))
    cube 0.65
    metcalfe_sq 0.84
    odlyzko_tilly 1.94
    sarnoff 2.01
    reed 4.21

    Source: the comparison by root mean squared deviation is Zhang, Liu and Xu's, 2015 (abstract confirmed).
    """
    fits = sorted((fit_through_origin(members, values, law) for law in laws), key=lambda fit: fit.rmsd)
    return LawComparison(
        fits=tuple(fits),
        closest=fits[0].law,
        evidence_against=f"{fits[0].law} is closest among the {len(fits)} laws compared here. Another set of laws or "
        "of years can have another winner, and being closest is not being true.",
    )


def windowed_exponent(window, series=FACEBOOK):
    r"""The free exponent within the years of the `window`, after its trend is taken out of the values of `series`.

    .. math:: \ln V_t - (t-t_0)\ln(1+g) = \text{const} + \hat\beta \ln n_t

    >>> for trend in (0, 0.3):
    ...     print(trend, round(float(windowed_exponent(FitWindow(value_trend=trend)).exponent), 2))
    0 1.96
    0.3 1.03

    Source: peerkit's own. It shows that six years cannot tell a square law from a linear one with rising revenue per
    member; it does not say which of the two happened.
    """
    year, size, value = (np.asarray(column, float) for column in series)
    first, years, growth = (np.asarray(x, float)[..., None] for x in (window.first_year, window.years, _growth(window)))
    inside = (year >= first) & (year < first + years)
    return regression(np.log(size), np.log(value) - growth * (year - first), inside)


def adjusted_series(window, series=FACEBOOK):
    """All years of `series` with the trend of the `window` taken out of their values, counted from its first year.

    >>> [round(value) for value in adjusted_series(FitWindow(first_year=2010, value_trend=0.25)).values[:3]]
    [971250000, 1974000000, 2968800000]
    """
    decline = np.exp(-_growth(window) * (np.asarray(series.years) - window.first_year))
    return series._replace(values=tuple((decline * np.asarray(series.values)).tolist()))


def windowed_series(window, series=FACEBOOK):
    """The years of `series` inside the `window` with the trend taken out of their values, for one record.

    >>> windowed_series(FitWindow(first_year=2012, years=3)).years
    (2012, 2013, 2014)
    """
    inside = [i for i, year in enumerate(series.years) if 0 <= year - window.first_year < window.years]
    return Series(*(tuple(column[i] for i in inside) for column in adjusted_series(window, series)))


def _growth(window):
    return np.log1p(window.value_trend)


ELASTICITY = "percent of value per percent of members"

OUTCOMES = Outcomes(
    FitWindow,
    (
        Outcome("exponent", "exponent of value in members", ELASTICITY, lambda r: windowed_exponent(r).exponent),
        Outcome("error", "standard error of this exponent", ELASTICITY, lambda r: windowed_exponent(r).standard_error),
    ),
)
