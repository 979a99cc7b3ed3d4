r"""Numbers as people type them: ``12,000``, ``12 000``, ``12k``, ``1.5 million``, ``30 %``, ``1e4``.

A text has one reading, or several where people of two countries would read it differently, or none. Nothing is guessed:
whoever asked gets the readings to choose from, or a sentence that says why there is none.

>>> read("12 000,5").value, read("1.5 million").value, read("30 %").value
(12000.5, 1500000.0, 0.3)
>>> read("12,000").question
'12,000 can mean 12 thousand or 12. Which one?'
"""

import math
import re
from dataclasses import dataclass

LONGEST = 60
"""The most characters that are looked at: no number that a field or a link may hold is longer."""

SCALES = {
    "k": 1e3,
    "thousand": 1e3,
    "m": 1e6,
    "mn": 1e6,
    "mio": 1e6,
    "million": 1e6,
    "millions": 1e6,
    "b": 1e9,
    "bn": 1e9,
    "billion": 1e9,
    "billions": 1e9,
    "tn": 1e12,
    "trillion": 1e12,
    "trillions": 1e12,
}
"""The words that may stand behind a number, as English uses them: a billion has nine zeros."""

_SIGNS = dict.fromkeys(map(ord, "\u2212\u2013\u2012"), "-")
_QUOTES = dict.fromkeys(map(ord, "\u2019\u02bc"), "'")
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200e\u200f\ufeff\u2060"), None)
_LETTERS = {**_SIGNS, **_QUOTES, **_INVISIBLE}

_FORM = re.compile(
    r"(?P<sign>[+-]?) ?(?P<digits>[0-9., ']*[0-9][.,]?)"
    r"(?:e(?P<exponent>[+-]?[0-9]{1,5})| ?[x×*·] ?10\^(?P<power>[+-]?[0-9]{1,5}))?"
    r" ?(?P<scale>[a-z]*?) ?(?P<share>%|percent|per cent|)",
    re.IGNORECASE,
)
_WRITTEN = re.compile(r"-?[0-9]+(\.[0-9]+)?(e[+-]?[0-9]+)?", re.IGNORECASE)


@dataclass(frozen=True)
class Choice:
    """One of several possible readings: its value, and the words on the button that takes it."""

    value: float
    words: str


@dataclass(frozen=True)
class Reading:
    """The reading of a typed text, in one of three forms.

    `value` where there is exactly one; a `question` with `choices` where the reader must say which is meant; a `refusal`
    where it is no number. `share` is true where the text said percent.
    """

    value: float | None = None
    share: bool = False
    question: str = ""
    choices: tuple[Choice, ...] = ()
    refusal: str = ""


def read(text, example="12000"):
    """The `Reading` of a text; `example` is the number that a refusal suggests. It has one reading itself.

    >>> read("many").refusal
    '“many” is not a number. Type one such as 12000.'
    >>> read(" ").refusal
    'The field is empty. Type a number such as 12000.'
    """
    typed = _tidy(str(text))
    if not typed:
        return Reading(refusal=f"The field is empty. Type a number such as {example}.")
    if len(typed) > LONGEST:
        return Reading(refusal=f"A number has at most {LONGEST} characters; this text has {len(typed):,}.")
    form = _FORM.fullmatch(typed)
    possible = _possible(form["digits"]) if form else ()
    scale = SCALES.get(form["scale"].lower(), None if form["scale"] else 1.0) if form else None
    if not possible or scale is None:
        return Reading(refusal=f"“{short(typed)}” is not a number. Type one such as {example}.")
    return _scaled(typed, form, possible, scale)


def _scaled(typed, form, possible, scale):
    share = bool(form["share"])
    power = int(form["exponent"] or form["power"] or 0)
    sign = "-" if form["sign"] == "-" else ""
    # Decimal text is scaled as text, so that 12.3k is 12300 and not 12300.000000000002.
    shift = power + round(math.log10(scale)) - (2 if share else 0)
    values = [float(f"{sign}{digits}e{shift}") for digits in possible]
    if any(math.isinf(value) for value in values):
        return Reading(refusal=f"“{short(typed)}” is too large to compute with.")
    if not all(value or not digits.strip("0.") for value, digits in zip(values, possible, strict=True)):
        return Reading(refusal=f"“{short(typed)}” is too small to compute with.")
    if len(values) == 1:
        return Reading(value=values[0], share=share)
    bare = form.end("digits") == len(typed)
    choices = tuple(
        Choice(value, f"{sign.replace('-', '−')}{_said(digits)}" if bare else plain(value, share))
        for value, digits in zip(values, possible, strict=True)
    )
    question = f"{short(typed)} can mean {' or '.join(choice.words for choice in choices)}. Which one?"
    return Reading(share=share, question=question, choices=choices)


def _tidy(text):
    return " ".join(text.translate(_LETTERS).split()) if len(text) <= 4 * LONGEST else text


def _possible(digits):
    """The decimal texts that digits with separators can stand for; none where no country writes numbers so."""
    digits = digits.strip().rstrip("'")
    groups, comma, point = (len(re.findall(mark, digits)) for mark in ("[ ']", ",", r"\."))
    if groups:
        return _grouped(digits, "[ ']", ",." if comma + point == 1 else "")
    if comma and point:
        # Of two kinds the last one is the decimal mark, and it stands once.
        last = max(digits.rfind(","), digits.rfind("."))
        first, decimal = (",", ".") if digits[last] == "." else (r"\.", ",")
        return _grouped(digits, first, decimal)
    if comma + point > 1:
        return _grouped(digits, "," if comma else r"\.", "")
    mark = "," if comma else "."
    whole, _, part = digits.partition(mark)
    plain = f"{whole or '0'}.{part or '0'}"
    if re.fullmatch("[1-9][0-9]{0,2}", whole) and len(part) == 3:
        return (whole + part, plain)
    return (plain,)


def _grouped(digits, mark, decimals):
    decimal = f"(?:[{decimals}]([0-9]*))?" if decimals else "()"
    form = re.fullmatch(f"([0-9]{{1,3}}(?:({mark})[0-9]{{3}}(?:\\2[0-9]{{3}})*))" + decimal, digits)
    return (f"{re.sub('[^0-9]', '', form[1])}.{form[3] or '0'}",) if form else ()


def _said(digits):
    """A number in words that no country reads otherwise: 12000 is 12 thousand, 1.234 is 1 point 234."""
    whole, _, part = digits.partition(".")
    if part:
        return f"{whole} point {part}" if part.strip("0") else whole
    rest = int(whole) % 1000
    return f"{int(whole) // 1000} thousand{f' {rest}' if rest else ''}"


def beyond(text):
    """True for a text that is a number, but one too large to compute with.

    >>> beyond("1" + "0" * 3000), beyond("-1e400"), beyond("1e400 people"), beyond("1e30")
    (True, True, False, False)
    """
    text = str(text)
    if not _WRITTEN.fullmatch(text):
        return False
    if len(text) > LONGEST:
        # Counted and not converted, which takes long for millions of digits: the largest number has 309.
        return len(text.lstrip("-0").partition(".")[0].lower().partition("e")[0]) > 309
    return math.isinf(float(text))


def short(text, most=24):
    """A text as a sentence can quote it: the first characters of a long one.

    >>> short("1" * 100)
    '111111111111111111111111…'
    """
    text = str(text)
    return text if len(text) <= most else text[:most] + "…"


def typed(text, parameter):
    """The `Reading` of a text that stands for a value of a `Parameter`.

    A whole number may not be read as a fraction. A share is typed with a percent sign or as a fraction below 1; for any
    other number the reader is asked, because 30 can mean 30 % and 1 can mean 1 % or all.

    >>> from peerkit.models.modes import Modes
    >>> typed("12k", Modes.parameters()["commons_cost"]).value
    12000.0
    """
    reading = read(text, example=suggested(parameter.default, parameter.percent))
    if parameter.integer and reading.choices:
        whole = [choice for choice in reading.choices if choice.value.is_integer()]
        if len(whole) == 1:
            return Reading(value=whole[0].value)
    if not parameter.percent or reading.share or reading.refusal:
        return reading
    values = [choice.value for choice in reading.choices] or [reading.value]
    return reading if max(map(abs, values)) < 1 else _asked_share(text, values, parameter)


def _asked_share(text, values, parameter):
    """The question whether a bare number of 1 or more is meant in percent; its readings in the valid range."""
    shares = [each for value in values for each in (value / 100, value) if parameter.holds(each)]
    if not shares:
        return Reading(value=values[-1] / 100, share=True)
    choices = tuple(Choice(share, plain(share, True)) for share in shares)
    words = " or ".join(choice.words for choice in choices)
    question = f"Take {words}?" if len(choices) == 1 else f"{short(_tidy(text))} can mean {words}. Which one?"
    return Reading(question=question, choices=choices)


def written(text):
    """The value of a number as programs write it (``12000.0``, ``1e-05``), None for any other text.

    A link that peerkit made has such numbers, and their point is never a thousands separator.

    >>> written("1.625"), written("1,625")
    (1.625, None)
    """
    value = float(text) if len(text) <= LONGEST and _WRITTEN.fullmatch(text) else math.nan
    return value if math.isfinite(value) else None


def plain(value, percent=False):
    """A value as a field shows it.

    >>> plain(12000.0), plain(0.0625, percent=True)
    ('12000', '6.25 %')
    """
    shown = f"{100 * value:.10g}" if percent else f"{value:.10g}"
    return shown.replace("-", "−", 1 if value < 0 else 0) + (" %" if percent else "")


def suggested(value, percent=False):
    """A value as a sentence suggests it for typing: shorter where the whole of it would have two readings.

    >>> suggested(1.625), suggested(0.02125, percent=True), suggested(12000.0)
    ('1.62', '2.13 %', '12000')
    """
    shown = plain(value, percent)
    return plain(float(f"{value:.3g}"), percent) if read(shown).choices else shown


def allowed(parameter):
    """The valid range of a parameter in words, a share in percent, as a sentence says it after "must be".

    >>> from peerkit.models.modes import Modes
    >>> allowed(Modes.parameters()["pair_cost"])
    'above 0'
    """
    ends = []
    if parameter.low > -math.inf:
        ends.append(f"{'above' if parameter.open_low else 'at least'} {plain(parameter.low, parameter.percent)}")
    if parameter.high < math.inf:
        ends.append(f"{'below' if parameter.open_high else 'at most'} {plain(parameter.high, parameter.percent)}")
    kind = "a whole number" if parameter.integer else ("" if ends else "a number")
    return " ".join(filter(None, [kind, " and ".join(ends)]))
