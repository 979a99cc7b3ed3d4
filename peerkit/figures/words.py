"""Numbers as a reader says them."""

import math


def number(value, digits=3):
    """A number to `digits` significant digits with thousands separators; words where a numeral would not be read.

    >>> number(1234.5), number(0.0523), number(25.0), number(3.2768e14), number(float("inf"))
    ('1,230', '0.0523', '25', '328 trillion', 'without limit')
    >>> number(434_782, 2), number(999_999), number(26.5, 2), number(1.005)
    ('430,000', '1 million', '27', '1.01')
    """
    value = float(value)
    if math.isnan(value):
        return "no value"
    if math.isinf(value):
        return "without limit"
    value = _significant(value, digits)
    for size, word in ((1e15, None), (1e12, "trillion"), (1e9, "billion"), (1e6, "million")):
        if abs(value) >= size:
            return (
                f"{value:.{digits - 1}e}".replace("e+", " x 10^")
                if word is None
                else f"{_round(value / size, digits)} {word}"
            )
    return _round(value, digits)


def _decimals(value, digits):
    return digits - 1 - math.floor(math.log10(abs(value)))


def _significant(value, digits):
    return _half_up(value, _decimals(value, digits)) if value else value


def _half_up(value, decimals):
    # A reader rounds 26.5 to 27; `round` takes the even neighbour, and 1.005 as the slightly smaller number that is stored.
    return round(value * (1 + 1e-12), decimals)


def _round(value, digits):
    if value == 0:
        return "0"
    decimals = _decimals(value, digits)
    text = f"{_half_up(value, decimals):,.{max(decimals, 0)}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def people(size):
    """The first whole number of people not below `size`, with thousands separators.

    >>> people(77.2), people(0.3), people(25.0), people(24.999999999999986)
    ('78', '1', '25', '25')
    """
    return number(max(1, math.ceil(size - 1e-9)), digits=6)


def from_on(border, here, noun):
    """The words for a range that begins above `border`: in whole numbers if these differ from the present value `here`.

    >>> from_on(68.877, 80, "pieces"), from_on(68.877, 68.9, "pieces")
    ('From 69 pieces on', 'Above 68.877 pieces')
    """
    whole = math.floor(border + 1e-9) + 1
    if (here >= whole) == (here > border):
        return f"From {number(whole, 6)} {noun} on"
    return f"Above {number(border, 8)} {noun}"


def dollars(amount):
    """An amount of money as one would write it.

    >>> dollars(5), dollars(3.333), dollars(-0.5), dollars(48_990_000), dollars(0.002)
    ('$5', '$3.33', '-$0.50', '$49 million', 'less than a cent')
    """
    sign, amount = "-" if amount < 0 else "", abs(float(amount))
    if 0 < amount < 0.005:
        return f"{sign}less than a cent"
    plain = amount < 1e6
    return f"{sign}${_half_up(amount, 2):,.2f}".removesuffix(".00") if plain else f"{sign}${number(amount)}"


def times(factor):
    """A ratio in words.

    >>> times(100), times(1.58), times(0.5)
    ('100 times', '1.58 times', '0.5 times')
    """
    return f"{number(factor)} times"


def percent(share, digits=2):
    """A share as a percentage; only all of it is 100%.

    >>> percent(0.3678), percent(0.006), percent(1)
    ('37%', '0.6%', '100%')
    >>> percent(0.996), percent(0.99996)
    ('99.6%', 'more than 99.9%')
    """
    if share >= 1:
        return f"{100 * share:.0f}%"
    if 100 * share > 99.9:
        return "more than 99.9%"
    text = number(100 * share, digits)
    return f"{number(100 * share, 3) if text == '100' else text}%"


def listed(words):
    """Words joined as in a sentence.

    >>> listed(["a", "b", "c"]), listed(["a"])
    ('a, b and c', 'a')
    """
    *head, last = words
    return f"{', '.join(head)} and {last}" if head else last


def closest(value, choices):
    """The words in `choices` (number to words) whose number lies closest to `value`, by ratio.

    >>> closest(1.8, {1: "as many", 2: "twice as many", 4: "four times as many"})
    'twice as many'
    """
    return choices[min(choices, key=lambda number: abs(math.log(value / number)))]


def share(part, digits=2):
    """A share of people or of tries: a percentage, or "1 in so many" where a percentage would be all zeros.

    >>> share(0.65), share(2.3e-6), share(1e-13), share(0)
    ('65%', '1 in 430,000', 'less than 1 in a trillion', 'none')
    """
    if part == 0:
        return "none"
    if part < 1e-12:
        return "less than 1 in a trillion"
    if part >= 1e-3:
        return percent(part, digits)
    return f"1 in {number(float(f'{1 / part:.{digits - 1}e}'), 6)}"


EVERYBODY = 1e10
"""More people than there are: a model that names such a size speaks of nothing real."""


def headcount(size):
    """A number of people as one would say it, to the nearest whole person.

    >>> headcount(1), headcount(30.8), headcount(2.613e9), headcount(1.4e15), headcount(float("inf"))
    ('1 person', '31 people', '2.61 billion people', 'more people than there are', 'more people than there are')
    """
    if size > EVERYBODY:
        return "more people than there are"
    count = round(size)
    return "1 person" if count == 1 else f"{number(count, digits=6 if count < 1e6 else 3)} people"


def at_least_people(size):
    """The first whole number of people not below `size`, as one would say it.

    >>> at_least_people(77.2), at_least_people(0.3)
    ('78 people', '1 person')
    """
    return headcount(max(1.0, math.ceil(size - 1e-9)) if size <= EVERYBODY else size)


def capital(sentence):
    """A sentence with its first letter large.

    >>> capital("peers are cheapest.")
    'Peers are cheapest.'
    """
    return f"{sentence[:1].upper()}{sentence[1:]}"
