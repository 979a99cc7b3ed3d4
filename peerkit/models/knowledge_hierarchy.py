r"""The knowledge that workers and solvers should have when asking takes time (Garicano 2000).

.. math::
    \max_{z_w, z_m}\; \frac{1 - e^{-\lambda z_m} - c z_w - b c (z_m - z_w)}{1+b}, \qquad b = h e^{-\lambda z_w}

Workers meet one problem a period and solve it if they know how. Otherwise they ask a solver, who needs time for every
question and knows the rarer answers. With :math:`k = \lambda/c` the best span of control is

.. math:: s = \frac1b = W_0\!\left(\frac{k e^{k}}{h^2}\right), \qquad z_w = \frac{\ln(hs)}{\lambda}, \qquad
    z_m - z_w = \frac{1}{\lambda}\ln\frac{\lambda}{ch}

Source: L. Garicano, Hierarchies and the Organization of Knowledge in Production, Journal of Political Economy 108(5),
2000, 874-904. The abstract is confirmed; the closed form with W_0 (the Lambert function) is peerkit's own derivation.
"""

from typing import ClassVar, NamedTuple

import numpy as np
from scipy.special import wrightomega

from peerkit.records.about import About, Source
from peerkit.records.checks import at_least, number, word
from peerkit.records.crossing import bisection
from peerkit.records.outcomes import Outcome, Outcomes
from peerkit.records.parameter import parameter
from peerkit.records.record import Record


class KnowledgeHierarchy(Record):
    """Workers who know the common problems and solvers who know the rare ones."""

    question_time: float = parameter(
        "h",
        "Time per question",
        unit="share of a period",
        meaning="Share of a period that a solver spends on each question, solved or not: the cost of communication.",
        percent=True,
        default=0.5,
        gt=0,
        le=1,
        explore=(0.05, 1),
        scale="log",
        why="a question takes the solver half as long as a problem takes a worker",
        measure="minutes that experts spend on each question, over the minutes a problem takes",
    )
    knowledge_cost: float = parameter(
        "c",
        "Cost of knowledge",
        unit="output per period and unit of knowledge",
        meaning="Cost for one person, in a period, of knowing one more unit of the problems.",
        default=0.3,
        gt=0,
        explore=(0.05, 0.5),
        step=0.01,
        why="one unit of knowledge, enough for 63 % of the problems, costs three tenths of an output",
        measure="time spent on training and reading, over the time spent on problems",
    )
    predictability: float = parameter(
        r"\lambda",
        "Predictability of problems",
        unit="1 per unit of knowledge",
        meaning="Speed at which problems become rarer as they become harder; the higher it is, the more of them are common.",
        default=1.0,
        gt=0,
        explore=(0.5, 2),
        step=0.05,
        why="the unit of account: knowledge is measured in it",
        measure="the share of past questions that the most common answers would have solved",
    )

    about: ClassVar[About] = About(
        claim="Cheap communication and cheap knowledge both let one solver serve more workers. But with cheap questions the "
        "workers should know less, and with cheap knowledge they should know more.",
        equations=(
            r"s = W_0\left(\frac{k e^{k}}{h^2}\right), \quad k = \frac{\lambda}{c}",
            r"z_w = \frac{\ln(h s)}{\lambda}",
            r"z_m - z_w = \frac{1}{\lambda} \ln\frac{\lambda}{c h}",
        ),
        assumes=(
            "s is the number of workers for each solver, z_w the knowledge of workers, z_m that of solvers, W_0 the Lambert "
            "function (the solution w of w e^w = x), and k the value of knowledge over its cost.",
            "Each worker meets one problem a period; its difficulty follows an exponential law.",
            "Solvers learn only what workers do not know; they spend time on a question even if they cannot answer it.",
            "There are two layers, and the organisation maximises output per head after paying for knowledge.",
        ),
        evidence_against=(
            "The split between asking and knowing is one of many: in a crowd people choose their problems and nobody "
            "assigns a question to a solver.",
            "A question in a public forum or archive is answered for everyone at once; here each question costs again.",
            "Cheap private answers can also empty the public archive: after ChatGPT appeared, weekly posts on Stack Overflow "
            "fell by an estimated 16 % compared with similar forums (del Rio-Chanona and others 2023).",
            "Nobody has measured these values for a community: the numbers are scenarios.",
        ),
        leaves_out=(
            "Pay and incentives: everyone follows the plan.",
            "More than two layers.",
            "Learning from the answer: a worker asks the same question again next time.",
        ),
        studies=("del Rio-Chanona and others 2023",),
        sources=(
            Source(
                "Garicano, Journal of Political Economy 108(5), 2000, abstract",
                "confirmed",
                "https://studylib.net/doc/26154356/garicano--jpe--2000-",
            ),
            Source(
                "Del Rio-Chanona, Laurentsyeva and Wachs, Are Large Language Models a Threat to Digital Public Goods?, "
                "2023, abstract",
                "confirmed",
                "https://arxiv.org/abs/2307.07367",
            ),
            Source(
                "The two-layer case with exponential problems, in Garicano's paper of 2000",
                "unconfirmed",
                "https://studylib.net/doc/26154356/garicano--jpe--2000-",
            ),
            Source("The span of control in closed form", "derived"),
        ),
    )


class TwoLayers(NamedTuple):
    """Workers per solver, the knowledge of workers and of solvers, net output per head and the kind of optimum.

    `span` [workers per solver], `worker_knowledge` and `solver_knowledge` [units of knowledge; solvers learn only what
    lies between the two], `output` [output per head and period].
    """

    span: float
    worker_knowledge: float
    solver_knowledge: float
    output: float
    outcome: str


class Alone(NamedTuple):
    """The knowledge of someone without a solver [units of knowledge] and their output [output per head and period]."""

    knowledge: float
    output: float


def answered_share(hierarchy, knowledge):
    r"""Share of all problems that someone with `knowledge` z >= 0 [units] can solve: :math:`1 - e^{-\lambda z}` [1].

    >>> print(round(float(answered_share(KnowledgeHierarchy(), 1)), 6))
    0.632121
    """
    return -np.expm1(-hierarchy.predictability * at_least(0, "knowledge", knowledge))


def net_output(hierarchy, worker_knowledge, solver_knowledge):
    r"""Output per head, workers and solvers counted, after paying for what each knows [output per head and period].

    .. math:: \frac{1 - e^{-\lambda z_m} - c z_w - b c (z_m - z_w)}{1+b}, \qquad b = h e^{-\lambda z_w}

    `worker_knowledge` :math:`z_w \ge 0` and `solver_knowledge` :math:`z_m \ge z_w` [units of knowledge]; b is the
    number of solvers each worker keeps busy.

    >>> print(round(float(net_output(KnowledgeHierarchy(), 0.5, 2.5)), 6))
    0.449606

    Source: Garicano 2000 (unconfirmed); abstract confirmed.
    """
    low = at_least(0, "worker_knowledge", worker_knowledge)
    high = number("solver_knowledge", solver_knowledge)
    if not np.all(high >= low):
        raise ValueError(f"solver_knowledge must be at least worker_knowledge ({low}), got {high}")
    solvers = hierarchy.question_time * np.exp(-hierarchy.predictability * low)
    learned = hierarchy.knowledge_cost * (low + solvers * (high - low))
    return ((answered_share(hierarchy, high) - learned) / (1 + solvers))[()]


def working_alone(hierarchy):
    r"""The best knowledge and the output of people when nobody can be asked.

    .. math:: z = \frac{\ln k}{\lambda}, \qquad y = 1 - \frac{1 + \ln k}{k}, \qquad k = \frac{\lambda}{c}

    Both are 0 where knowledge costs more than it can bring (:math:`k \le 1`).

    >>> print([round(float(x), 6) for x in working_alone(KnowledgeHierarchy())])
    [1.203973, 0.338808]

    Source: peerkit's own derivation, the case without a solver.
    """
    worth = np.maximum(hierarchy.predictability / np.asarray(hierarchy.knowledge_cost, float), 1)
    knowledge = np.log(worth) / hierarchy.predictability
    return Alone(knowledge[()], (1 - (1 + np.log(worth)) / worth)[()])


def optimal_layers(hierarchy):
    r"""The best number of workers for each solver, the best knowledge of both, and the output per head.

    With :math:`k = \lambda/c` and :math:`s = W_0(k e^k/h^2)`, the output is :math:`(s - 1 - \ln(k/h))/k`.

    `outcome` is ``"interior"``; ``"workers know nothing"`` where questions are so cheap that workers ask everything
    (:math:`hs \le 1`; then s = 1/h); or ``"nothing worth knowing"`` where knowledge costs more than it brings even to a
    solver (:math:`k \le h`): nobody learns anything, output is 0 and the span is the limit 1/h.

    >>> team = optimal_layers(KnowledgeHierarchy())
    >>> print(round(float(team.span), 6), round(float(answered_share(KnowledgeHierarchy(), team.worker_knowledge)), 6))
    4.434243 0.548965
    >>> print(round(float(team.output), 6), team.outcome)
    0.461137 interior

    Source: peerkit's own derivation from the first-order conditions; checked by numerical maximisation.
    """
    h, c, rate = np.broadcast_arrays(
        *(np.asarray(getattr(hierarchy, name), float) for name in KnowledgeHierarchy.model_fields)
    )
    worth = rate / c
    # W_0 of a number too large to hold, from its logarithm.
    span = wrightomega(worth + np.log(worth) - 2 * np.log(h))
    knows, useful = h * span > 1, worth > h
    span = np.where(knows, span, 1 / h)
    low = np.where(knows, np.log(np.where(knows, h * span, 1.0)), 0.0) / rate
    extra = np.log(np.where(useful, worth / h, 1.0))
    asked = np.where(useful, (1 - h / worth * (1 + extra)) / (1 + h), 0.0)
    made = np.where(knows, (span - 1 - extra) / worth, asked)
    outcome = np.where(knows, "interior", np.where(useful, "workers know nothing", "nothing worth knowing"))
    return TwoLayers(
        span=span[()],
        worker_knowledge=low[()],
        solver_knowledge=(low + extra / rate)[()],
        output=made[()],
        outcome=word(outcome),
    )


def asking_threshold(hierarchy):
    r"""The time per question below which workers should know nothing and ask everything [share of a period].

    It solves :math:`h e^{1/h} = k e^k`, where :math:`hs = 1`. It is 1, the longest a question can take, where knowledge
    costs more than it can bring to a worker (:math:`k \le 1`).

    >>> print(round(float(asking_threshold(KnowledgeHierarchy())), 6))
    0.156435

    Source: peerkit's own derivation.
    """
    worth = np.asarray(hierarchy.predictability / np.asarray(hierarchy.knowledge_cost, float))
    learns = worth > 1
    goal = np.where(learns, worth + np.log(np.where(learns, worth, 1.0)), 1.0)
    border = bisection(lambda h: goal - np.log(h) - 1 / h, 1 / (2 * goal + 2), np.ones_like(goal))
    return np.where(learns, border, 1.0)[()]


OUTCOMES = Outcomes(
    KnowledgeHierarchy,
    (
        Outcome(
            "span",
            "number of workers for each solver",
            "people",
            lambda r: optimal_layers(r).span,
            lambda r: optimal_layers(r).outcome,
        ),
        Outcome("output", "output per head", "output per head", lambda r: optimal_layers(r).output),
    ),
)
