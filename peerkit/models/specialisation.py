r"""How large is a team of specialists when coordination costs something? (Becker and Murphy 1992)

.. math::
    y(n) = A H^{\gamma} n^{\theta} - \lambda n^{\beta}, \qquad
    n^* = \left(\frac{\theta A H^{\gamma}}{\lambda\beta}\right)^{1/(\beta-\theta)}, \qquad
    y^* = \left(1-\frac{\theta}{\beta}\right) A H^{\gamma} (n^*)^{\theta}

Team size is the degree of specialisation: n people split a continuum of tasks among them. Output per head rises with n,
and so does what each must spend on coordination. The firm's size is where the two slopes meet.

Source: G. S. Becker and K. M. Murphy, The Division of Labor, Coordination Costs, and Knowledge, Quarterly Journal of
Economics 107(4), 1992, 1137-1160, doi 10.2307/2118383. The abstract is confirmed; that the constant-elasticity form
stands in the paper's section on coordination costs is unconfirmed.
"""

from typing import ClassVar, NamedTuple

import numpy as np

from peerkit.records.about import About, Source
from peerkit.records.outcomes import Outcome, Outcomes
from peerkit.records.parameter import parameter
from peerkit.records.record import Record


class Specialisation(Record):
    """Specialists who share a task continuum: what specialising gains them, and what talking costs them."""

    technology: float = parameter(
        "A",
        "Technology",
        unit="output per head",
        meaning="Output per head of a person who works alone with knowledge 1 and pays no coordination.",
        default=1.0,
        gt=0,
        explore=(0.2, 5),
        scale="log",
        why="the unit of account: everything else is measured in it",
        source="peerkit's own choice of unit",
        status="scenario",
    )
    knowledge: float = parameter(
        "H",
        "General knowledge",
        unit="index, 1 = today",
        meaning="General knowledge that makes everyone's specialised work more productive.",
        default=1.0,
        gt=0,
        explore=(0.25, 16),
        scale="log",
        why="an index that starts at 1",
        source="peerkit's own choice of unit",
        status="scenario",
    )
    knowledge_effect: float = parameter(
        r"\gamma",
        "Effect of knowledge",
        unit="elasticity",
        meaning="Percent by which output per head rises when general knowledge rises by one percent.",
        default=0.5,
        ge=0,
        le=2,
        explore=(0, 1),
        why="half-way between useless and proportional; nobody has measured it for communities",
        source="scenario",
        status="scenario",
    )
    specialisation_elasticity: float = parameter(
        r"\theta",
        "Gain from specialising",
        unit="elasticity",
        meaning="Percent by which gross output per head rises when the team, and so the division of labour, grows by "
        "one percent.",
        default=0.5,
        ge=0,
        le=2,
        explore=(0.05, 0.9),
        step=0.05,
        why="doubling the division of labour lifts output per head by 41 percent; the 80 percent learning curve (0.32) "
        "lies below, Becker and Murphy's examples give no number",
        source="scenario, bracketed by learning curves",
        status="scenario",
    )
    coordination_cost: float = parameter(
        r"\lambda",
        "Coordination cost",
        unit="output per head",
        meaning="What coordination costs each member of a team of one; it grows with the team from there.",
        default=0.1,
        gt=0,
        explore=(0.001, 1),
        scale="log",
        why="gives the textbook team of 25 at the other defaults",
        source="peerkit's own calibration",
        status="scenario",
    )
    coordination_elasticity: float = parameter(
        r"\beta",
        "How fast coordination grows",
        unit="elasticity",
        meaning="Percent by which each member's coordination cost rises when the team grows by one percent.",
        default=1.0,
        gt=0,
        le=4,
        explore=(0.55, 2),
        step=0.05,
        why="1 is Brooks's case: everyone talks to everyone, so each member's talk grows with the team",
        source="Brooks, The Mythical Man-Month, 1975, per head",
        status="unconfirmed",
    )

    about: ClassVar[About] = About(
        claim="Firms trade gains from specialisation against coordination costs, and that fixes their size. Make "
        "coordination cheap and specialisation explodes.",
        equations=(
            r"y(n) = A H^{\gamma} n^{\theta} - \lambda n^{\beta}",
            r"n^* = \left(\frac{\theta A H^{\gamma}}{\lambda \beta}\right)^{1/(\beta-\theta)}",
        ),
        assumes=(
            "Everyone in the team is identical and takes an equal share of a continuum of tasks.",
            "Gains and coordination costs both have constant elasticities.",
            "The market is large enough for any team: coordination binds, not demand.",
        ),
        evidence_against=(
            "Only the difference between the two elasticities matters, and nobody has estimated it for crowds.",
            "On Topcoder 60% of 2,086 developers hyperspecialised, and they won less often than the others; 66% of 664 "
            "entrants dropped out within 18 months.",
        ),
        leaves_out=(
            "Who learns, who gets bored, who leaves.",
            "The size of the whole project: n is the team whose work is interdependent.",
            "Modular designs, which lower coordination without any cheaper talk.",
        ),
        sources=(
            Source(
                "Becker and Murphy, Quarterly Journal of Economics 107(4), 1992, abstract",
                "confirmed",
                "https://econresearch.uchicago.edu/content/division-labor-coordination-costs-and-knowledge",
            ),
            Source("The constant-elasticity special case, in the same paper", "unconfirmed"),
            Source(
                "Hyperspecialisation and drop-out on Topcoder, Journal of the Brazilian Computer Society 2018",
                "confirmed",
                "https://journal-bcs.springeropen.com/articles/10.1186/s13173-018-0082-2",
            ),
            Source(
                "Malone, Laubacher and Johns, The Age of Hyperspecialization, Harvard Business Review, July 2011",
                "confirmed",
                "https://hbr.org/2011/07",
            ),
        ),
    )


class Team(NamedTuple):
    """A team size [people], its net output per head [output per head] and a word for the kind of optimum it is."""

    size: float
    output: float
    outcome: str


def gross_output(specialisation, members):
    r"""Output per head before coordination: :math:`A H^{\gamma} n^{\theta}` [output per head].

    `members` n >= 0 [people], scalar or array.

    >>> print(gross_output(Specialisation(), 25))
    5.0
    """
    s = specialisation
    return s.technology * s.knowledge**s.knowledge_effect * np.asarray(members, float) ** s.specialisation_elasticity


def coordination(specialisation, members):
    r"""What coordination takes from each member: :math:`\lambda n^{\beta}` [output per head].

    >>> print(coordination(Specialisation(), 25))
    2.5
    """
    s = specialisation
    return s.coordination_cost * np.asarray(members, float) ** s.coordination_elasticity


def net_output(specialisation, members):
    r"""Net output per head, :math:`y(n) = A H^{\gamma} n^{\theta} - \lambda n^{\beta}` [output per head].

    It is negative once a team spends more on talking than it gains from specialising.

    >>> print(net_output(Specialisation(), 25), net_output(Specialisation(), 100))
    2.5 0.0
    """
    return gross_output(specialisation, members) - coordination(specialisation, members)


def optimal_team(specialisation):
    r"""The team size with the highest net output per head, :math:`n^*` [people], with that output and its outcome.

    `outcome` is ``"interior"``; ``"no interior optimum"`` where coordination grows no faster than the gain
    (:math:`\beta \le \theta`): size and output are infinite, since a larger team is always better somewhere on;
    or ``"work alone"`` where specialising gains nothing (:math:`\theta = 0`): size 0, the limit of ever smaller teams.

    >>> team = optimal_team(Specialisation())
    >>> print(round(float(team.size), 9), round(float(team.output), 9), team.outcome)
    25.0 2.5 interior

    Source: first-order condition of Becker and Murphy's constant-elasticity case (unconfirmed against the paper).
    """
    s = specialisation
    theta, beta = np.asarray(s.specialisation_elasticity, float), np.asarray(s.coordination_elasticity, float)
    bounded, gains = beta > theta, theta > 0
    scale = np.log(s.technology) + s.knowledge_effect * np.log(s.knowledge)
    distance = np.where(bounded, beta - theta, 1.0)
    log_ratio = np.log(np.where(gains, theta, 1.0)) + scale - np.log(s.coordination_cost) - np.log(beta)
    # A floating-point number cannot hold a team beyond e^709; that far out it is a team without limit.
    log_size = np.clip(log_ratio / distance, -700, 700)
    size = np.where(bounded, np.where(gains, np.exp(log_size), 0.0), np.inf)
    best = (1 - theta / beta) * np.exp(np.clip(scale + theta * log_size, -700, 700))
    output = np.where(bounded, np.where(gains, best, np.exp(scale)), np.inf)
    outcome = np.where(bounded, np.where(gains, "interior", "work alone"), "no interior optimum")
    return Team(size[()], output[()], str(outcome) if outcome.ndim == 0 else outcome)


def specialisation_multiplier(specialisation, cost_ratio):
    r"""Factor by which the best team grows when coordination cost falls to `cost_ratio` of its level [1].

    .. math:: \frac{n^*(\lambda r)}{n^*(\lambda)} = r^{-1/(\beta-\theta)}

    `cost_ratio` r > 0 [1]. Infinite where there is no interior optimum (:math:`\beta \le \theta`) and r < 1.

    >>> print(round(float(specialisation_multiplier(Specialisation(), 0.1)), 9))
    100.0

    Source: peerkit's own derivation from the formula of `optimal_team`.
    """
    s = specialisation
    distance = np.asarray(s.coordination_elasticity - np.asarray(s.specialisation_elasticity, float))
    cheaper = np.asarray(cost_ratio, float)
    if not np.all(cheaper > 0):
        raise ValueError(f"cost_ratio must be above 0, got {cost_ratio}")
    power = np.exp(np.clip(-np.log(cheaper) / np.where(distance > 0, distance, 1.0), -700, 700))
    corner = np.where(cheaper < 1, np.inf, np.where(cheaper > 1, 0.0, 1.0))
    return np.where(distance > 0, power, corner)[()]


OUTCOMES = Outcomes(
    Specialisation,
    (
        Outcome("team", "best team", "people", lambda r: optimal_team(r).size),
        Outcome("output", "output per head in the best team", "output per head", lambda r: optimal_team(r).output),
    ),
)
