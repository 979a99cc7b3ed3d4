r"""The size of a team of specialists when coordination costs something (Becker and Murphy 1992).

.. math::
    y(n) = A H^{\gamma} n^{\theta} - \lambda n^{\beta}, \qquad
    n^* = \left(\frac{\theta A H^{\gamma}}{\lambda\beta}\right)^{1/(\beta-\theta)}, \qquad
    y^* = \left(1-\frac{\theta}{\beta}\right) A H^{\gamma} (n^*)^{\theta}

Team size is the degree of specialisation: n people split a continuum of tasks among them. Output per head rises with n,
and so does what each must spend on coordination. The firm's size is where the two slopes meet.

Source: G. S. Becker and K. M. Murphy, The Division of Labor, Coordination Costs, and Knowledge, Quarterly Journal of
Economics 107(4), 1992, 1137-1160, doi 10.2307/2118383. The abstract is confirmed. It is unconfirmed that the form with
constant elasticities stands in the paper's section on coordination costs.
"""

from typing import ClassVar, NamedTuple

import numpy as np

from peerkit.records.about import About, Source
from peerkit.records.checks import above, at_least, word
from peerkit.records.outcomes import Outcome, Outcomes
from peerkit.records.parameter import parameter
from peerkit.records.record import Record

LARGEST_EXPONENT = 700.0
"""A floating-point number holds no team beyond e to this power."""


class Specialisation(Record):
    """Specialists who divide a range of tasks: their gain from specialising, and their cost of talking."""

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
        measure="output of people who do the whole task alone",
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
        measure="years of schooling, or the stock of published methods, as an index",
    )
    knowledge_effect: float = parameter(
        r"\gamma",
        "Effect of knowledge",
        unit="elasticity",
        meaning="Percent by which output per head rises when general knowledge rises by 1 %.",
        default=0.5,
        ge=0,
        le=2,
        explore=(0, 1),
        why="half-way between useless and proportional",
        measure="output per head before and after a community shares a new method",
    )
    specialisation_elasticity: float = parameter(
        r"\theta",
        "Gain from specialising",
        unit="elasticity",
        meaning="Percent by which output per head, before coordination, rises when the team grows by 1 %.",
        default=0.5,
        ge=0,
        le=2,
        explore=(0.05, 0.9),
        step=0.05,
        why="with 0.5, a team twice as large makes each member 41 % more productive; an 80 % learning curve would give "
        "0.32, and Becker and Murphy give no number",
        measure="output per head in teams that divide the same work more or less finely",
    )
    coordination_cost: float = parameter(
        r"\lambda",
        "Coordination cost",
        unit="output per head",
        meaning="Cost of coordination for each member of a team of one; it grows with the team from there.",
        default=0.1,
        gt=0,
        explore=(0.001, 1),
        scale="log",
        why="gives a best team of 25 people at the other defaults",
        measure="hours each person spends on meetings and messages, by team size",
    )
    coordination_elasticity: float = parameter(
        r"\beta",
        "How fast coordination grows",
        unit="elasticity",
        meaning="Percent by which each member's coordination cost rises when the team grows by 1 %.",
        default=1.0,
        gt=0,
        le=4,
        explore=(0.55, 2),
        step=0.05,
        why="1 is Brooks's case: everyone talks to everyone, so each member's talk grows in proportion to the team",
        source="Brooks, The Mythical Man-Month, Addison-Wesley, 1975, a book: ISBN 0-201-00650-2",
        status="unconfirmed",
    )

    about: ClassVar[About] = About(
        claim="Specialising makes a team more productive, and coordinating it costs something. Together they fix its size. "
        "If coordination becomes cheap, the best team becomes very much larger.",
        equations=(
            r"y(n) = A H^{\gamma} n^{\theta} - \lambda n^{\beta}",
            r"n^* = \left(\frac{\theta A H^{\gamma}}{\lambda \beta}\right)^{1/(\beta-\theta)}",
        ),
        assumes=(
            "n is the number of people in the team, y(n) the output per head after coordination, n* the best team.",
            "Everyone in the team is identical and takes an equal share of the tasks.",
            "Gains and coordination costs both have a constant elasticity: 1 % more people always change them by the same "
            "percentage.",
            "The market is large enough for any team: coordination limits the team, not demand.",
        ),
        evidence_against=(
            "The effect of cheaper coordination depends on the difference between the two elasticities, and nobody has "
            "estimated it for crowds.",
            "On Topcoder 60 % of 2,086 developers specialised in one narrow kind of task, and they won less often than the "
            "others; 66 % of 664 entrants dropped out within 18 months.",
        ),
        leaves_out=(
            "Who learns, who gets bored, who leaves.",
            "The size of the whole project: n is the team whose work is interdependent.",
            "Modular designs, which lower coordination although talk costs as much as before.",
            "Contracts: specialists who depend on each other can be held up (Grossman and Hart), which limits firms too.",
        ),
        sources=(
            Source(
                "Becker and Murphy, Quarterly Journal of Economics 107(4), 1992, abstract",
                "confirmed",
                "https://econresearch.uchicago.edu/content/division-labor-coordination-costs-and-knowledge",
            ),
            Source(
                "The case with constant elasticities, in the same paper",
                "unconfirmed",
                "https://doi.org/10.2307/2118383",
            ),
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
    s, n = specialisation, at_least(0, "members", members)
    return (s.technology * s.knowledge**s.knowledge_effect * n**s.specialisation_elasticity)[()]


def coordination(specialisation, members):
    r"""Cost of coordination for each member: :math:`\lambda n^{\beta}` [output per head].

    >>> print(coordination(Specialisation(), 25))
    2.5
    """
    s, n = specialisation, at_least(0, "members", members)
    return (s.coordination_cost * n**s.coordination_elasticity)[()]


def net_output(specialisation, members):
    r"""Net output per head, :math:`y(n) = A H^{\gamma} n^{\theta} - \lambda n^{\beta}` [output per head].

    It is negative where a team spends more on talking than it gains from specialising.

    >>> print(net_output(Specialisation(), 25), net_output(Specialisation(), 100))
    2.5 0.0
    """
    return gross_output(specialisation, members) - coordination(specialisation, members)


def optimal_team(specialisation):
    r"""The team size with the highest net output per head, :math:`n^*` [people], with that output and its outcome.

    `outcome` is ``"interior"``; ``"no interior optimum"`` where coordination grows more slowly than the gain, or as fast
    but from a lower level (:math:`\beta \le \theta`): size and output are infinite, since from some size on a larger team
    is always better; ``"beyond any number"`` where there is a best team that a floating-point number cannot hold (size
    infinite); or ``"work alone"`` where specialising gains nothing (:math:`\theta = 0`) or coordination takes all it gains
    (:math:`\beta = \theta`): size 0, the limit of ever smaller teams.

    >>> team = optimal_team(Specialisation())
    >>> print(round(float(team.size), 9), round(float(team.output), 9), team.outcome)
    25.0 2.5 interior
    >>> print(optimal_team(Specialisation(coordination_elasticity=0.5000001)).outcome)
    beyond any number

    Source: first-order condition of Becker and Murphy's constant-elasticity case (unconfirmed against the paper).
    """
    s = specialisation
    theta, beta = np.asarray(s.specialisation_elasticity, float), np.asarray(s.coordination_elasticity, float)
    scale, gains = _scale(s), theta > 0
    bounded = beta > theta
    # As fast and from no lower a level: every team loses at least as much as it gains.
    in_vain = (beta == theta) & (np.log(s.coordination_cost) >= scale)
    distance = np.where(bounded, beta - theta, 1.0)
    log_ratio = np.log(np.where(gains, theta, 1.0)) + scale - np.log(s.coordination_cost) - np.log(beta)
    log_size = log_ratio / distance
    too_large = bounded & gains & (log_size > LARGEST_EXPONENT)
    best = np.where(bounded, 1 - theta / beta, 1.0) * _exp(scale + theta * log_size)
    alone = bounded & ~gains
    size = np.select([alone | in_vain, bounded], [0.0, _exp(log_size)], np.inf)
    output = np.select([alone, in_vain, bounded], [_exp(scale), 0.0, best], np.inf)
    outcome = np.select(
        [alone | in_vain, too_large, bounded], ["work alone", "beyond any number", "interior"], "no interior optimum"
    )
    return Team(size[()], output[()], word(outcome))


def whole_team(specialisation):
    """The best team of whole people for one record [people], with its net output per head and its outcome.

    At least one person. Beyond a million people, where one more person is no longer worth a search, the size of
    `optimal_team`.

    >>> team = whole_team(Specialisation(knowledge=0.25))
    >>> print(team.size, round(float(team.output), 6))
    6.0 0.624745

    Source: elementary; net output has one maximum, and the best whole number is beside it.
    """
    team = optimal_team(specialisation)
    if team.size > 1e6:
        return team
    below = max(1.0, float(np.floor(team.size)))
    beside = [(float(net_output(specialisation, size)), size) for size in (below, below + 1)]
    output, size = max(beside, key=lambda each: each[0])
    return Team(size, output, team.outcome)


def specialisation_multiplier(specialisation, cost_ratio):
    r"""Factor by which the best team grows when coordination cost falls to `cost_ratio` of its level [1].

    .. math:: \frac{n^*(\lambda r)}{n^*(\lambda)} = r^{-1/(\beta-\theta)}

    `cost_ratio` r > 0 [1]. Infinite where there is no interior optimum (:math:`\beta \le \theta`) and r < 1.

    >>> print(round(float(specialisation_multiplier(Specialisation(), 0.1)), 9))
    100.0

    Source: peerkit's own derivation from the formula of `optimal_team`.
    """
    s = specialisation
    cheaper = above(0, "cost_ratio", cost_ratio)
    distance = np.asarray(s.coordination_elasticity - np.asarray(s.specialisation_elasticity, float))
    power = _exp(-np.log(cheaper) / np.where(distance > 0, distance, 1.0))
    corner = np.where(cheaper < 1, np.inf, np.where(cheaper > 1, 0.0, 1.0))
    return np.where(distance > 0, power, corner)[()]


def _scale(specialisation):
    """Logarithm of A H^gamma, the output per head of one person alone before coordination."""
    s = specialisation
    return np.log(s.technology) + s.knowledge_effect * np.log(s.knowledge)


def _exp(logarithm):
    """The exponential, infinite beyond what a floating-point number can hold."""
    return np.where(logarithm > LARGEST_EXPONENT, np.inf, np.exp(np.minimum(logarithm, LARGEST_EXPONENT)))


OUTCOMES = Outcomes(
    Specialisation,
    (
        Outcome("team", "best team", "people", lambda r: optimal_team(r).size),
        Outcome("output", "output per head in the best team", "output per head", lambda r: optimal_team(r).output),
    ),
)
