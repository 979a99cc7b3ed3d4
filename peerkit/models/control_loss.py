r"""The number of levels of a hierarchy that loses some of its orders on the way down (Williamson 1967).

.. math::
    Q(n) = (\alpha s)^{n-1}, \qquad
    W(n) = \frac{w_0\, s^n}{s-\beta}, \qquad
    n^* = 1 + \frac{1}{\ln\alpha}
        \left[\ln\frac{w_0}{P-r} + \ln\frac{s}{s-\beta} + \ln\frac{\ln s}{\ln(\alpha s)}\right]

Each level passes on a fraction of what it was told. Only the bottom level produces. Every step up is better paid. One more
level multiplies the people by the span of control, but their output by a little less. That fixes the size.

Source: O. E. Williamson, Hierarchical Control and Optimum Firm Size, Journal of Political Economy 75, 1967
(unconfirmed); the optimum was derived again for peerkit from the profit below.
"""

from typing import ClassVar, NamedTuple

import numpy as np

from peerkit.records.about import About, Source
from peerkit.records.checks import above, at_least, between, word
from peerkit.records.outcomes import Outcome, Outcomes
from peerkit.records.parameter import parameter
from peerkit.records.record import Record, Rule

LARGEST_EXPONENT = 700.0


class ControlLoss(Record):
    """A pyramid of managers, each of whom passes on a little less than they were told."""

    compliance: float = parameter(
        r"\alpha",
        "Intentions passed on per level",
        unit="share per level",
        meaning="Share of the intentions of one level that the level below carries out.",
        percent=True,
        default=0.9,
        gt=0,
        le=1,
        explore=(0.8, 0.99),
        step=0.01,
        why="a tenth is lost at every level",
        measure="the whisper game: the share of a message that arrives after several people have passed it on",
    )
    pay_ratio: float = parameter(
        r"\beta",
        "Pay ratio between levels",
        unit="1",
        meaning="Pay on one level over pay on the level below it.",
        default=1.6,
        ge=1,
        explore=(1.2, 2),
        step=0.05,
        why="a manager earns 60 % more than the people who report to them",
        measure="a firm's pay scale",
    )
    span: float = parameter(
        "s",
        "Span of control",
        unit="people per manager",
        meaning="Number of people who report to each manager.",
        default=6.0,
        gt=1,
        explore=(3, 12),
        step=0.5,
        why="half a dozen people for each manager",
        measure="an organisation chart",
    )
    base_wage: float = parameter(
        "w_0",
        "Pay on the bottom level",
        unit="money per worker and period",
        meaning="Pay of a person who produces, in a period.",
        default=0.4,
        gt=0,
        explore=(0.2, 0.9),
        step=0.05,
        why="two fifths of what a worker without managers would sell",
        measure="the wage bill of the bottom level over the sales of a worker on their own",
    )
    price: float = parameter(
        "P",
        "Price of output",
        unit="money per unit of output",
        meaning="Price of one unit; a worker for whom nothing is lost produces one unit in a period.",
        default=1.0,
        gt=0,
        explore=(0.8, 1.5),
        step=0.05,
        why="the unit of account: money is measured in it",
        measure="the price list",
    )
    other_cost: float = parameter(
        "r",
        "Cost other than pay",
        unit="money per unit of output",
        meaning="Materials and everything else, besides pay, that one unit of output needs.",
        default=0.0,
        ge=0,
        explore=(0, 0.5),
        step=0.05,
        why="none, so that pay is the only cost to begin with",
        measure="the cost of materials for one unit",
    )

    rules: ClassVar[tuple[Rule, ...]] = (
        Rule(lambda c: np.greater(c.price, c.other_cost), "price must be above other_cost ({other_cost}), got {price}"),
    )
    about: ClassVar[About] = About(
        claim="Hierarchy coordinates a firm, and it also stops the firm from growing: some of the intentions are lost at "
        "every level, and the losses multiply.",
        equations=(
            r"Q(n) = (\alpha s)^{n-1}",
            r"W(n) = \frac{w_0 s^n}{s - \beta}",
            r"n^* = 1 + \frac{1}{\ln\alpha}\left[\ln\frac{w_0}{P-r} + \ln\frac{s}{s-\beta} + "
            r"\ln\frac{\ln s}{\ln(\alpha s)}\right]",
        ),
        assumes=(
            "n is the number of levels, Q(n) the output, W(n) the wage bill, n* the number of levels with the highest profit.",
            "The same span, the same loss and the same pay ratio on every level.",
            "Only the bottom level produces; everyone above passes on instructions.",
            "The firm sells all it produces at a given price and chooses the number of levels with the highest profit.",
        ),
        evidence_against=(
            "The loss per level is given from outside. Divisions with their own accounts and better information "
            "systems lower it, and firms choose both.",
            "Managers do more than repeat what they hear. A hierarchy that passes problems up instead of orders down "
            "has another logic, and another best size.",
            "Nobody has measured the loss per level; the ranges are scenarios.",
        ),
        leaves_out=(
            "The top of the pay pyramid: the wage bill drops a term of relative size (pay ratio / span) to the power "
            "of the levels.",
            "Whole numbers: levels are continuous here.",
            "Learning, motivation, and what people know at the bottom that nobody told them.",
        ),
        sources=(
            Source(
                "Williamson, Hierarchical Control and Optimum Firm Size, Journal of Political Economy 75(2), 1967, 123-138, "
                "equations",
                "unconfirmed",
            ),
            Source("The first-order condition, derived again", "derived"),
        ),
    )


class Hierarchy(NamedTuple):
    """Levels, workers at the bottom and all employees [people], profit per period, and the kind of optimum.

    Profit is in the record's money.
    """

    levels: float
    workers: float
    employment: float
    profit: float
    outcome: str


def faithful_share(control, levels):
    r"""Share of the intentions at the top that reaches level `levels` n >= 1: :math:`\alpha^{n-1}` [1].

    The same holds for anything that must pass one desk after another: n - 1 approvals in a row let
    :math:`\alpha^{n-1}` through.

    >>> print(round(float(faithful_share(ControlLoss(), 6)), 6))
    0.59049
    """
    return _power(control.compliance, _passes(levels))


def measured_compliance(share, levels):
    r"""Compliance per level, from the `share` of a message that arrived on level `levels` [share per level].

    .. math:: \alpha = \text{share}^{1/(n-1)}

    `share` lies above 0 and at most at 1, `levels` n is above 1: a round of the whisper game measures it.

    >>> print(round(float(measured_compliance(0.5, 6)), 6))
    0.870551

    Source: elementary, the inverse of `faithful_share`.
    """
    arrived, passes = between(0, 1, "share", above(0, "share", share)), above(1, "levels", levels) - 1
    return np.exp(np.log(arrived) / passes)[()]


def output(control, levels):
    r"""Output of a firm of `levels` n >= 1: :math:`Q(n) = (\alpha s)^{n-1}` [output per period].

    >>> print(round(float(output(ControlLoss(), 3)), 6))
    29.16

    Source: Williamson 1967 (unconfirmed).
    """
    return _power(control.compliance * np.asarray(control.span, float), _passes(levels))


def employment(control, levels):
    r"""Everyone in a firm of `levels` n >= 1, approximately :math:`s^n/(s-1)` [people].

    The exact sum of the levels is :math:`(s^n-1)/(s-1)`; the difference is less than one person for a span above 2.

    >>> print(round(float(employment(ControlLoss(), 3)), 6))
    43.2

    Source: Williamson 1967 (unconfirmed).
    """
    s = np.asarray(control.span, float)
    return (_power(s, _passes(levels)) * s / (s - 1))[()]


def wage_bill(control, levels):
    r"""Pay of everyone in a firm of `levels` n >= 1: :math:`W(n) = w_0 s^n/(s-\beta)` [money per period].

    Williamson's approximation: the exact sum is smaller by the factor :math:`1-(\beta/s)^n`. NaN where pay rises
    faster than the span (:math:`\beta \ge s`), for which the approximation has no meaning.

    >>> print(round(float(wage_bill(ControlLoss(), 3)), 6))
    19.636364

    Source: Williamson 1967 (unconfirmed).
    """
    return (_power(control.span, _passes(levels)) * _pay_per_worker(control))[()]


def profit(control, levels):
    r"""Profit of a firm of `levels` n >= 1: :math:`(P-r)Q(n) - W(n)` [money per period].

    NaN where the wage bill is.

    >>> print(round(float(profit(ControlLoss(), 3)), 6))
    9.523636

    Source: Williamson 1967 (unconfirmed).
    """
    passes = _passes(levels)
    # Per worker first: output and pay may both be too large for a number while their ratio is not.
    margin = (control.price - np.asarray(control.other_cost, float)) * _power(control.compliance, passes)
    each, people = np.asarray(margin - _pay_per_worker(control)), _power(control.span, passes)
    with np.errstate(over="ignore"):
        return np.where(each == 0, 0.0, each * np.where(each == 0, 1.0, people))[()]


def optimal_hierarchy(control):
    r"""The number of levels with the highest profit, :math:`n^*`, and the firm that has them.

    `outcome` is ``"interior"``; ``"one level"`` where a second level never pays (the bracket is not negative);
    ``"loss outgrows span"`` where :math:`\alpha s \le 1`, so that more people make less, again with one level (in both,
    a negative profit means that no firm is best);
    ``"no limit"`` where nothing is lost (:math:`\alpha = 1`) and a level pays at all; ``"pay outgrows span"`` where
    :math:`\beta \ge s` and the formula does not apply (everything is NaN).

    >>> firm = optimal_hierarchy(ControlLoss())
    >>> print(round(float(firm.levels), 6), round(float(firm.workers)), round(float(firm.employment)), firm.outcome)
    6.177776 10693 12831 interior

    Source: the first-order condition of Williamson 1967 (unconfirmed), derived again for peerkit.
    """
    c = control
    log_kept, pay = np.log(c.compliance), _pay_per_worker(control)
    payable, growing = ~np.isnan(pay), c.compliance * np.asarray(c.span, float) > 1
    cost_share = np.where(payable, pay, 1.0) / (c.price - np.asarray(c.other_cost, float))
    bracket = np.log(cost_share) - np.log1p(np.where(growing, log_kept / np.log(c.span), 0.0))
    # Without loss the formula would divide by ln 1 = 0; that corner is infinite.
    interior = 1 + bracket / np.where(log_kept < 0, log_kept, -1.0)
    corners = [~payable, ~growing, bracket >= 0, log_kept >= 0]
    levels = np.select(corners, [np.nan, 1.0, 1.0, np.inf], interior)
    outcome = np.select(corners, ["pay outgrows span", "loss outgrows span", "one level", "no limit"], "interior")
    finite = np.isfinite(levels)
    counted = np.where(finite, levels, 1.0)
    firm = [np.where(finite, number(control, counted), levels)[()] for number in (_workers, employment, profit)]
    return Hierarchy(levels[()], *firm, word(outcome))


def whole_hierarchy(control):
    """The best hierarchy with a whole number of levels: the better of the two beside the optimum; its kind stays the same.

    >>> firm = whole_hierarchy(ControlLoss())
    >>> print(firm.levels, round(float(firm.employment)), round(float(firm.profit), 1))
    6.0 9331 350.2

    Source: elementary; profit has one maximum.
    """
    best = optimal_hierarchy(control)
    finite = np.isfinite(best.levels)
    below = np.floor(np.where(finite, best.levels, 1.0))
    more = profit(control, below + 1) > profit(control, below)
    levels = np.where(more & (best.levels > below), below + 1, below)
    firm = [np.where(finite, number(control, levels), best.levels)[()] for number in (_workers, employment, profit)]
    return Hierarchy(np.where(finite, levels, best.levels)[()], *firm, best.outcome)


def pay_per_worker(control):
    r"""Pay of the whole pyramid per worker at the bottom, :math:`w_0 s/(s-\beta)` [money per worker and period].

    It does not depend on the number of levels. NaN where pay rises faster than the span (:math:`\beta \ge s`).

    >>> print(round(float(pay_per_worker(ControlLoss())), 6))
    0.545455

    Source: Williamson 1967 (unconfirmed), the wage bill over the workers.
    """
    return _pay_per_worker(control)[()]


def sales_per_worker(control, levels):
    r"""Sales of one worker under `levels` n >= 1, less other cost: :math:`(P-r)\alpha^{n-1}` [money per worker, period].

    >>> print(round(float(sales_per_worker(ControlLoss(), 6)), 6))
    0.59049

    Source: elementary, output over workers.
    """
    return ((control.price - np.asarray(control.other_cost, float)) * faithful_share(control, levels))[()]


def _workers(control, levels):
    return _power(control.span, _passes(levels))


def _pay_per_worker(control):
    """The whole pyramid's pay per worker at the bottom, w0 s/(s - beta), and NaN where beta >= s."""
    ratio = np.asarray(control.pay_ratio, float) / control.span
    return control.base_wage / np.where(ratio < 1, 1 - ratio, np.nan)


def _passes(levels):
    """The number of times that an intention is handed down between `levels` of a hierarchy."""
    levels = at_least(1, "levels", levels)
    return levels - 1


def _power(base, exponent):
    """base**exponent, and infinity instead of an overflow."""
    logarithm = np.log(base) * exponent
    return np.where(logarithm > LARGEST_EXPONENT, np.inf, np.exp(np.minimum(logarithm, LARGEST_EXPONENT)))[()]


OUTCOMES = Outcomes(
    ControlLoss,
    (
        Outcome(
            "levels",
            "best number of levels",
            "levels",
            lambda r: whole_hierarchy(r).levels,
            lambda r: whole_hierarchy(r).outcome,
        ),
        Outcome("people", "staff of the best hierarchy", "people", lambda r: whole_hierarchy(r).employment),
    ),
)
