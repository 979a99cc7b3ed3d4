"""A small spreadsheet: formulas with names, the four operations, powers, comparisons and a dozen functions, as Excel reads them.

It is its own reading of the formulas, not peerkit's: a minus sign binds tighter than a power, powers go from left to
right, and IF looks only at the branch that it takes.
"""

import math
import re

TOKEN = re.compile(r'\s*(?:(\d+\.?\d*(?:[eE][-+]?\d+)?)|"([^"]*)"|([A-Za-z_][\w.]*)|(<>|<=|>=|[-+*/^()<>=,]))')
FUNCTIONS = {
    "MAX": max,
    "MIN": min,
    "ABS": abs,
    "SQRT": math.sqrt,
    "LN": math.log,
    "EXP": math.exp,
    "INT": math.floor,
    "TANH": math.tanh,
    "AND": lambda *parts: all(parts),
    "OR": lambda *parts: any(parts),
}
COMPARISONS = {
    "=": lambda a, b: a == b,
    "<>": lambda a, b: a != b,
    "<": lambda a, b: a < b,
    ">": lambda a, b: a > b,
    "<=": lambda a, b: a <= b,
    ">=": lambda a, b: a >= b,
}


def compiled(formula):
    """The function of a dictionary of names that a formula (with its leading =) stands for."""
    if not formula.startswith("="):
        raise ValueError(f"no formula: {formula}")
    reader = _Reader(formula[1:])
    value = reader.comparison()
    if reader.next is not None:
        raise ValueError(f"{formula} goes on at {reader.next}")
    return value


class _Reader:
    def __init__(self, text):
        self.tokens = iter(self._tokens(text))
        self.advance()

    def _tokens(self, text):
        place = 0
        while place < len(text):
            match = TOKEN.match(text, place)
            if match is None:
                raise ValueError(f"cannot read {text[place:]}")
            place = match.end()
            number, string, name, sign = match.groups()
            if number is not None:
                yield "number", float(number)
            elif string is not None:
                yield "string", string
            else:
                yield ("name", name) if name is not None else ("sign", sign)

    def advance(self):
        self.next = next(self.tokens, None)

    def takes(self, *signs):
        if self.next is not None and self.next[0] == "sign" and self.next[1] in signs:
            sign = self.next[1]
            self.advance()
            return sign
        return None

    def chain(self, part, operations):
        value = part()
        while sign := self.takes(*operations):
            value = self.joined(operations[sign], value, part())
        return value

    @staticmethod
    def joined(operation, left, right):
        return lambda names: operation(left(names), right(names))

    def comparison(self):
        return self.chain(self.sum, COMPARISONS)

    def sum(self):
        return self.chain(self.product, {"+": lambda a, b: a + b, "-": lambda a, b: a - b})

    def product(self):
        return self.chain(self.power, {"*": lambda a, b: a * b, "/": lambda a, b: a / b})

    def power(self):
        return self.chain(self.signed, {"^": lambda a, b: a**b})

    def signed(self):
        if self.takes("-"):
            value = self.signed()
            return lambda names: -value(names)
        return self.atom()

    def atom(self):
        if self.takes("("):
            value = self.comparison()
            self.expect(")")
            return value
        kind, value = self.next
        self.advance()
        if kind in ("number", "string"):
            return lambda names: value
        if kind == "name" and self.takes("("):
            parts = [self.comparison()]
            while self.takes(","):
                parts.append(self.comparison())
            self.expect(")")
            return self.call(value, parts)
        if kind == "name":
            return lambda names: names[value]
        raise ValueError(f"no value begins with {value}")

    def call(self, name, parts):
        if name == "IF":
            condition, yes, no = parts
            return lambda names: yes(names) if condition(names) else no(names)
        function = FUNCTIONS[name]
        return lambda names: function(*(part(names) for part in parts))

    def expect(self, sign):
        if not self.takes(sign):
            raise ValueError(f"{sign} is missing before {self.next}")
