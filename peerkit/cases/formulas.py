"""Numbers that follow from facts: formulas of sums, products and powers, and nothing else of Python."""

import ast
import operator

OPERATIONS = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Pow: operator.pow,
}


def evaluate(formula, fact):
    """The value of a formula; `fact` gives the fact of an id. ``days(id)`` is the date of a fact in days.

    >>> from types import SimpleNamespace
    >>> evaluate("2 * staff + 1", lambda name: SimpleNamespace(value=11.0))
    23.0
    """
    try:
        return _value(ast.parse(formula, mode="eval").body, fact)
    except (SyntaxError, ZeroDivisionError) as error:
        raise ValueError(str(error)) from None


def _value(node, fact):
    if isinstance(node, ast.Constant) and isinstance(node.value, (int, float)):
        return float(node.value)
    if isinstance(node, ast.Name):
        return fact(node.id).value
    if isinstance(node, ast.BinOp) and type(node.op) in OPERATIONS:
        return OPERATIONS[type(node.op)](_value(node.left, fact), _value(node.right, fact))
    if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "days" and _is_one_name(node.args):
        return float(fact(node.args[0].id).start.toordinal())
    raise ValueError("a formula holds facts, numbers, + - * / ** and days() only")


def _is_one_name(arguments):
    return len(arguments) == 1 and isinstance(arguments[0], ast.Name)
