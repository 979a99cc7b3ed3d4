r"""The effort and the time that software takes in a firm, by size: basic COCOMO.

.. math:: E = a\,S^{b}, \qquad T = d\,E^{g}, \qquad \text{staff} = \frac{E}{T}

Twice the code takes more than twice the work when b is above 1. In other words, output grows with effort to the power 1/b:
0.95, 0.89 and 0.83 for the three published kinds of project. That is the benchmark for claims about open communities.

Source: basic COCOMO; B. W. Boehm is given as author, 1981. The coefficients were read in the Rust crate codelens-core
(CocomoBasicModel), the example of 100 KLOC in the Python package cocomoco; both report them. Boehm's book was not read.
"""

from types import MappingProxyType
from typing import ClassVar, NamedTuple

import numpy as np

from peerkit.records.about import About, Source
from peerkit.records.checks import above, numbers, word
from peerkit.records.outcomes import Outcome, Outcomes
from peerkit.records.parameter import parameter
from peerkit.records.record import Record

COEFFICIENTS = "basic COCOMO, organic, as the Rust crate codelens-core reports it"
COEFFICIENTS_URL = "https://docs.rs/codelens-core/latest/codelens_core/insight/estimation/struct.CocomoBasicModel.html"

LARGEST_EXPONENT = 700.0


class DevelopmentEffort(Record):
    """The work and the time that a software project in a firm takes, by its size."""

    effort_scale: float = parameter(
        "a",
        "Effort for the first 1,000 lines",
        unit="person-months",
        meaning="Effort that a project of one thousand lines takes.",
        default=2.4,
        gt=0,
        explore=(2, 4),
        step=0.1,
        why="the published value for a small team that knows its task (organic)",
        source=COEFFICIENTS,
        status="secondary",
        url=COEFFICIENTS_URL,
    )
    size_elasticity: float = parameter(
        "b",
        "How effort grows with size",
        unit="elasticity",
        meaning="Percent by which effort grows when the software grows by 1 %; above 1, a line costs more in large software.",
        default=1.05,
        gt=0,
        le=3,
        explore=(0.7, 1.3),
        step=0.01,
        why="the published value for a small team that knows its task (organic); a value below 1 would be the gain from "
        "size that is claimed for communities",
        source=COEFFICIENTS,
        status="secondary",
        url=COEFFICIENTS_URL,
    )
    schedule_scale: float = parameter(
        "d",
        "Schedule for one person-month",
        unit="months",
        meaning="Months on the calendar that a project of one person-month takes.",
        default=2.5,
        gt=0,
        explore=(2, 3),
        step=0.05,
        why="the published value, the same for all kinds of project",
        source=COEFFICIENTS,
        status="secondary",
        url=COEFFICIENTS_URL,
    )
    schedule_elasticity: float = parameter(
        "g",
        "How schedule grows with effort",
        unit="elasticity",
        meaning="Percent by which the calendar time grows when effort grows by 1 %.",
        default=0.38,
        ge=0,
        le=1,
        explore=(0.3, 0.4),
        step=0.01,
        why="the published value for a small team that knows its task (organic)",
        source=COEFFICIENTS,
        status="secondary",
        url=COEFFICIENTS_URL,
    )

    about: ClassVar[About] = About(
        claim="In a firm, a line of software costs more in large projects: the organisation pays for its own size. Claims of "
        "increasing returns in open projects must beat this benchmark.",
        equations=(
            r"E = a S^{b}",
            r"T = d E^{g}",
            r"\frac{\mathrm{d} \ln S}{\mathrm{d} \ln E} = \frac{1}{b}",
        ),
        assumes=(
            "S is the size in thousand lines, E the effort, T the time on the calendar.",
            "Lines of code measure output, and one elasticity holds at every size.",
            "The kind of project is known before it starts: organic, semidetached or embedded.",
            "The project takes the staff and the time that the formula gives it.",
        ),
        evidence_against=(
            "The comparison with communities is disputed. Sornette and others (2014) report increasing returns for "
            "open source, weaker in large groups; Scholtes and others (2016) find in 58 projects that output per head "
            "falls with team size.",
            "A firm records its effort, a community does not. Elasticities for communities use commits or active "
            "developers instead, so the two exponents do not measure the same thing.",
            "The comparison is about cost. What open software is worth to its users is another question (Hoffmann, Nagle "
            "and Zhou 2024).",
        ),
        leaves_out=(
            "Everything about a project but its size and kind: people, tools, requirements, reuse.",
            "Coordination as such. The diseconomy is measured as a whole, not explained.",
            "Whether the lines were worth writing.",
        ),
        sources=(
            Source(
                "The coefficients, as the Rust crate codelens-core reports them (CocomoBasicModel)",
                "secondary",
                COEFFICIENTS_URL,
            ),
            Source(
                "The example of 100,000 lines, as the Python package cocomoco reports it",
                "secondary",
                "https://pypi.org/project/cocomoco/0.1.0/",
            ),
            Source("Boehm 1981, the model's own publication, a book", "unconfirmed"),
            Source("Sornette, Maillart and Ghezzi 2014", "confirmed", "https://arxiv.org/abs/1405.4298"),
            Source("Scholtes, Mavrodiev and Schweitzer 2016", "confirmed", "https://doi.org/10.1007/s10664-015-9406-4"),
            Source(
                "Hoffmann, Nagle and Zhou, The Value of Open Source Software, 2024, a working paper that was not "
                "read; peerkit knows no address of it",
                "unconfirmed",
            ),
            Source("Output elasticity 1/b", "elementary"),
        ),
    )


KINDS = MappingProxyType(
    {
        "organic": DevelopmentEffort(),
        "semidetached": DevelopmentEffort(effort_scale=3.0, size_elasticity=1.12, schedule_elasticity=0.35),
        "embedded": DevelopmentEffort(effort_scale=3.6, size_elasticity=1.20, schedule_elasticity=0.32),
    }
)
"""The three published kinds of project: a small team on known ground, one in between, one under hard constraints."""


class Returns(NamedTuple):
    """Percent of output gained for 1 % more effort [elasticity], and a word for the kind of returns."""

    elasticity: float
    outcome: str


def effort(development, thousand_lines):
    r"""Work that `thousand_lines` S > 0 [thousand lines of code] take: :math:`E = a S^b` [person-months].

    >>> print(round(float(effort(KINDS["organic"], 100)), 6))
    302.142099

    Source: basic COCOMO, coefficients as the Rust crate codelens-core reports them.
    """
    return development.effort_scale * above(0, "thousand_lines", thousand_lines) ** development.size_elasticity


def schedule(development, thousand_lines):
    r"""Time on the calendar that `thousand_lines` S > 0 [thousand lines] take: :math:`T = d E^g` [months].

    >>> print(round(float(schedule(KINDS["organic"], 100)), 6))
    21.898798

    Source: basic COCOMO, coefficients as the Rust crate codelens-core reports them.
    """
    return development.schedule_scale * effort(development, thousand_lines) ** development.schedule_elasticity


def staff(development, thousand_lines):
    """Average number of people on a project of `thousand_lines` S > 0 [thousand lines]: effort over schedule [people].

    >>> print(round(float(staff(KINDS["organic"], 100)), 6))
    13.7972

    Source: basic COCOMO, as the Python package cocomoco reports it.
    """
    return effort(development, thousand_lines) / schedule(development, thousand_lines)


def productivity(development, thousand_lines):
    """Lines per person-month in a project of `thousand_lines` S > 0 [thousand lines], [lines per person-month].

    >>> print(round(float(productivity(KINDS["organic"], 100)), 3))
    330.97

    Source: basic COCOMO, as the Python package cocomoco reports it.
    """
    return 1000 * numbers("thousand_lines", thousand_lines) / effort(development, thousand_lines)


def line_cost(development, thousand_lines):
    r"""Work for each thousand of `thousand_lines` S > 0 [thousand lines]: :math:`a S^{b-1}` [person-months per 1,000 lines].

    >>> print(round(float(line_cost(KINDS["organic"], 100)), 6))
    3.021421

    Source: elementary, effort over size.
    """
    return effort(development, thousand_lines) / numbers("thousand_lines", thousand_lines)


def line_cost_ratio(development, factor):
    r"""The cost of a line in software `factor` f > 0 times as large, over its cost now: :math:`f^{b-1}` [1].

    The inverse is the gain from division: f separate projects, which need not fit together, take the share
    :math:`f^{1-b}` of the work of one.

    >>> print(round(float(line_cost_ratio(KINDS["embedded"], 10)), 6))
    1.584893

    Source: elementary.
    """
    return above(0, "factor", factor) ** (np.asarray(development.size_elasticity, float) - 1)


def size(development, person_months):
    r"""Software that `person_months` E > 0 of work produce: :math:`S = (E/a)^{1/b}` [thousand lines].

    The production function, which `effort` inverts; infinite where no number holds it.

    >>> print(round(float(size(KINDS["organic"], 302.1420988306)), 6))
    100.0

    Source: elementary, the inverse of `effort`.
    """
    work = above(0, "person_months", person_months)
    logarithm = np.log(work / development.effort_scale) / np.asarray(development.size_elasticity, float)
    return np.where(logarithm > LARGEST_EXPONENT, np.inf, np.exp(np.minimum(logarithm, LARGEST_EXPONENT)))[()]


def returns_to_effort(development):
    """Percent of software gained for 1 % more effort, 1/b [elasticity], and a word for the kind of returns.

    `outcome` is ``"diminishing"``, ``"constant"`` (b = 1) or ``"increasing"`` (b < 1).

    >>> for kind, development in KINDS.items():
    ...     print(kind, round(float(returns_to_effort(development).elasticity), 2))
    organic 0.95
    semidetached 0.89
    embedded 0.83

    Source: elementary.
    """
    b = np.asarray(development.size_elasticity, float)
    outcome = np.where(b > 1, "diminishing", np.where(b < 1, "increasing", "constant"))
    return Returns((1 / b)[()], word(outcome))


OUTCOMES = Outcomes(
    DevelopmentEffort,
    (
        Outcome("effort", "effort for 100,000 lines", "person-months", lambda r: effort(r, 100)),
        Outcome("staff", "staff for 100,000 lines", "people", lambda r: staff(r, 100)),
    ),
)
