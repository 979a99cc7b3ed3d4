r"""How much dearer does software get with size? (Basic COCOMO, the firm's published diseconomy of scale)

.. math:: E = a\,S^{b}, \qquad T = d\,E^{g}, \qquad \text{staff} = \frac{E}{T}

Twice the code takes more than twice the work when b is above 1. Turned round, output grows with effort to the power
1/b: 0.95, 0.89 and 0.83 for the three published kinds of project, to set beside what is claimed for open communities.

Source: basic COCOMO; B. W. Boehm is given as author, 1981. Coefficients confirmed in the Rust crate codelens-core
(CocomoBasicModel); the example of 100 KLOC confirmed in the Python package cocomoco. Boehm's book is unconfirmed.
"""

from types import MappingProxyType
from typing import ClassVar, NamedTuple

import numpy as np

from peerkit.records.about import About, Source
from peerkit.records.outcomes import Outcome, Outcomes
from peerkit.records.parameter import parameter
from peerkit.records.record import Record

COEFFICIENTS = "basic COCOMO, organic, as in the Rust crate codelens-core"


class DevelopmentEffort(Record):
    """What a software project in a firm costs in work and time, by its size."""

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
        status="confirmed",
    )
    size_elasticity: float = parameter(
        "b",
        "How effort grows with size",
        unit="elasticity",
        meaning="Percent by which effort grows when the software grows by one percent; above 1 large is dearer.",
        default=1.05,
        gt=0,
        le=3,
        explore=(0.7, 1.3),
        step=0.01,
        why="the published value for a small team that knows its task (organic); below 1 would be the gain from size "
        "that is claimed for communities",
        source=COEFFICIENTS,
        status="confirmed",
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
        status="confirmed",
    )
    schedule_elasticity: float = parameter(
        "g",
        "How schedule grows with effort",
        unit="elasticity",
        meaning="Percent by which the calendar time grows when effort grows by one percent.",
        default=0.38,
        ge=0,
        le=1,
        explore=(0.3, 0.4),
        step=0.01,
        why="the published value for a small team that knows its task (organic)",
        source=COEFFICIENTS,
        status="confirmed",
    )

    about: ClassVar[About] = About(
        claim="In a firm software gets dearer per line as it grows: the organisation pays for its own size. This is "
        "the benchmark that claims of increasing returns in open projects must beat.",
        equations=(
            r"E = a S^{b}",
            r"T = d E^{g}",
            r"\frac{\mathrm{d} \ln S}{\mathrm{d} \ln E} = \frac{1}{b}",
        ),
        assumes=(
            "Lines of code measure output, and one elasticity holds at every size.",
            "The kind of project is known before it starts: organic, semidetached or embedded.",
            "The project takes the staff and the time that the formula gives it.",
        ),
        evidence_against=(
            "The comparison with communities is disputed. Sornette and others (2014) report increasing returns for "
            "open source, weaker in large groups; Scholtes and others (2016) find output per head falling with "
            "team size in 58 projects.",
            "A firm's effort is recorded, a volunteer's is not: elasticities for communities use commits or active "
            "developers instead, so the two exponents do not measure the same thing.",
        ),
        leaves_out=(
            "Everything about a project but its size and kind: people, tools, requirements, reuse.",
            "Coordination as such. The diseconomy is measured as a whole, not explained.",
            "Whether the lines were worth writing.",
        ),
        sources=(
            Source(
                "Coefficients in the Rust crate codelens-core, CocomoBasicModel",
                "confirmed",
                "https://docs.rs/codelens-core/latest/codelens_core/insight/estimation/struct.CocomoBasicModel.html",
            ),
            Source(
                "Example of 100,000 lines in the Python package cocomoco",
                "confirmed",
                "https://pypi.org/project/cocomoco/0.1.0/",
            ),
            Source("Boehm 1981, the model's own publication", "unconfirmed"),
            Source("Sornette, Maillart and Ghezzi 2014; Scholtes, Mavrodiev and Schweitzer 2016", "confirmed"),
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
    """Percent of output gained per percent of effort [elasticity], and its name."""

    elasticity: float
    outcome: str


def effort(development, thousand_lines):
    r"""Work that `thousand_lines` S > 0 [thousand lines of code] take: :math:`E = a S^b` [person-months].

    >>> print(round(float(effort(KINDS["organic"], 100)), 6))
    302.142099

    Source: basic COCOMO, coefficients confirmed in the Rust crate codelens-core.
    """
    return development.effort_scale * _positive("thousand_lines", thousand_lines) ** development.size_elasticity


def schedule(development, thousand_lines):
    r"""Time on the calendar that `thousand_lines` S > 0 [thousand lines] take: :math:`T = d E^g` [months].

    >>> print(round(float(schedule(KINDS["organic"], 100)), 6))
    21.898798

    Source: basic COCOMO, coefficients confirmed in the Rust crate codelens-core.
    """
    return development.schedule_scale * effort(development, thousand_lines) ** development.schedule_elasticity


def staff(development, thousand_lines):
    """Average number of people on a project of `thousand_lines` S > 0 [thousand lines]: effort over schedule [people].

    >>> print(round(float(staff(KINDS["organic"], 100)), 6))
    13.7972

    Source: basic COCOMO, as in the Python package cocomoco (confirmed).
    """
    return effort(development, thousand_lines) / schedule(development, thousand_lines)


def productivity(development, thousand_lines):
    """Lines per person-month in a project of `thousand_lines` S > 0 [thousand lines], [lines per person-month].

    >>> print(round(float(productivity(KINDS["organic"], 100)), 3))
    330.97

    Source: basic COCOMO, as in the Python package cocomoco (confirmed).
    """
    return 1000 * np.asarray(thousand_lines, float) / effort(development, thousand_lines)


def line_cost(development, thousand_lines):
    r"""Work for each thousand of `thousand_lines` S > 0 [thousand lines]: :math:`a S^{b-1}` [person-months per 1,000 lines].

    >>> print(round(float(line_cost(KINDS["organic"], 100)), 6))
    3.021421

    Source: elementary, effort over size.
    """
    return effort(development, thousand_lines) / np.asarray(thousand_lines, float)


def line_cost_ratio(development, factor):
    r"""How many times dearer a line is in software `factor` f > 0 times as large: :math:`f^{b-1}` [1].

    Turned round it is what division would bring: f separate projects, which need not fit together, take the share
    :math:`f^{1-b}` of the work of one.

    >>> print(round(float(line_cost_ratio(KINDS["embedded"], 10)), 6))
    1.584893

    Source: elementary.
    """
    return _positive("factor", factor) ** (np.asarray(development.size_elasticity, float) - 1)


def size(development, person_months):
    r"""Software that `person_months` E > 0 of work bring: :math:`S = (E/a)^{1/b}` [thousand lines].

    The production function that `effort` inverts: what a firm gets for a given amount of work.

    >>> print(round(float(size(KINDS["organic"], 302.1420988306)), 6))
    100.0

    Source: elementary, the inverse of `effort`.
    """
    work = _positive("person_months", person_months)
    return (work / development.effort_scale) ** (1 / np.asarray(development.size_elasticity, float))


def returns_to_effort(development):
    """Percent of software gained per percent of effort, 1/b [elasticity], and whether returns diminish.

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
    return Returns((1 / b)[()], str(outcome) if outcome.ndim == 0 else outcome)


def _positive(name, values):
    values = np.asarray(values, float)
    if not np.all(values > 0):
        raise ValueError(f"{name} must be above 0, got {values}")
    return values


OUTCOMES = Outcomes(
    DevelopmentEffort,
    (
        Outcome("effort", "effort for 100,000 lines", "person-months", lambda r: effort(r, 100)),
        Outcome("staff", "staff for 100,000 lines", "people", lambda r: staff(r, 100)),
    ),
)
