"""Times of a log: recognised by their values in the engine, turned into whole seconds since 1970 in UTC.

Each value is read by its own form, so two forms in one column do no harm; each form that occurs is said. What the values
cannot decide (is 03/04/2019 in March or in April?) is asked and not guessed.
"""

import re
from typing import Mapping, NamedTuple

from peerkit.evidence.log import DAY

EXCEL_ZERO = 25_569
"""Days from the start of Excel's calendar, 1899-12-30, to 1970-01-01 [day]."""


class Unit(NamedTuple):
    """A way to write a time as a number: its name, the numbers that are read so, and seconds = (number - zero) × scale."""

    name: str
    low: float
    high: float
    zero: float
    scale: float


UNITS = (
    Unit("days of a spreadsheet", 2e4, 8e4, EXCEL_ZERO, DAY),
    Unit("seconds since 1970", 1e8, 1e10, 0, 1),
    Unit("milliseconds since 1970", 1e11, 1e13, 0, 1e-3),
    Unit("microseconds since 1970", 1e14, 1e16, 0, 1e-6),
    Unit("nanoseconds since 1970", 1e17, 1e19, 0, 1e-9),
)
"""Numbers that can be recognised: days from 1954 to 2119, the others from 1973 to 2286. Their ranges do not touch."""
COMPACT_DATES = (19_000_101, 21_001_231)
"""The numbers that are read as dates without a sign between year, month and day."""

SPELLED = (
    "%a, %d %b %Y %H:%M:%S %z",
    "%a %b %d %H:%M:%S %Y %z",
    "%a %b %d %H:%M:%S %Y",
    "%d/%b/%Y:%H:%M:%S %z",
    "%d %b %Y %H:%M:%S",
    "%d-%b-%Y",
    "%d %b %Y",
    "%d %B %Y",
    "%b %d, %Y",
    "%B %d, %Y",
    "%Y%m%dT%H%M%S%z",
    "%Y%m%dT%H%M%SZ",
)
"""Forms with the month as a word, and the compact form of ISO 8601."""

FORMS = {
    "zone": "date and time with a time zone",
    "naive": "date and time without a time zone, read as UTC",
    "date": "date without a time, read as midnight UTC",
    "compact": "date as a number of eight digits, read as midnight UTC",
    "order": "date with day and month as numbers, read as UTC",
    "spelled": "date with the month as a word, read as UTC where it names no time zone",
    **{unit.name: f"number, read as {unit.name}" for unit in UNITS},
}
"""Phrases for the forms of times."""


class Times(NamedTuple):
    """Times that were recognised: SQL that gives seconds, rows by form, rows by time zone, and sentences to show."""

    sql: str
    forms: Mapping[str, int]
    zones: Mapping[str, int]
    notes: tuple[str, ...]


def recognised(ask, table, column, *, day_first=None, time_unit=None):
    """The `Times` of a text `column` of `table` in DuckDB; `ask` runs a query and gives its rows.

    `day_first` decides dates whose values do not; `time_unit` is the name of one of `UNITS`, for numbers outside its usual range.
    Refused with a sentence where nothing is a time or the order of day and month stays open.
    """
    value = f"trim({column})"
    unit = None if time_unit is None else unit_named(time_unit)
    form = _form(value, unit)
    counts = dict(ask(f"select {form} as form, count(*) from {table} where {value} <> '' group by 1"))
    unread = counts.pop(None, 0)
    if not counts:
        raise ValueError(_nothing(ask, table, column, unread))
    order, notes = _order(ask, table, value, form, day_first) if "order" in counts else (None, ())
    zones = _zones(ask, table, value, form) if "zone" in counts else {}
    return Times(_seconds(value, unit, order, counts), counts, zones, (*notes, *_said(counts, zones)))


def unit_named(name):
    """The unit of `UNITS` with this name, or with this first word of its name."""
    units = {unit.name: unit for unit in UNITS} | {unit.name.split()[0]: unit for unit in UNITS}
    if name not in units:
        raise ValueError(f"time_unit must be one of {', '.join(unit.name.split()[0] for unit in UNITS)}, got {name!r}")
    return units[name]


def _number(value):
    return f"try_cast(replace({value}, ',', '.') as double)"


def _iso(value):
    """A point in time; the second try mends a decimal comma, a space before the zone, and a minute with a zone but no second."""
    tidy = f"regexp_replace(replace({value}, ',', '.'), '\\s+([+-]\\d)', '\\1')"
    tidy = f"regexp_replace({tidy}, '([T ]\\d\\d:\\d\\d)(Z|[+-]\\d\\d:?\\d*)$', '\\1:00\\2')"
    return f"coalesce(try_cast({value} as timestamptz), try_cast({tidy} as timestamptz))"


def _plain(value):
    """True for the common forms without a time zone, by signs at fixed places: far quicker than reading a time zone."""
    size = f"length({value})"
    return (
        f"({size} = 10 or ({size} = 16 and substr({value}, 14, 1) = ':') or ({size} = 19 and substr({value}, 17, 1) = ':')"
        f" or ({size} in (23, 26) and substr({value}, 20, 1) = '.' and substr({value}, 24, 1) not in ('+', '-')))"
    )


def _looks_iso(value):
    return f"substr({value}, 5, 1) in ('-', '/') and substr({value}, 1, 1) between '0' and '9'"


ORDERED = r"^(\d{1,2})[./-](\d{1,2})[./-](\d{4}|\d{2})([ ,T]+\d{1,2}:\d{2}(:\d{2})?([.]\d+)? ?([AaPp][Mm])?)?$"
ZONE = r"[0-9 ](Z|UTC|GMT|[+-]\d{2}:?\d{0,2}|[A-Z][a-z]+/[A-Za-z_/]+)$"


def _spelled(value):
    return f"try_strptime({value}, [{', '.join(repr(each) for each in SPELLED)}])"


def _form(value, unit):
    number = _number(value)
    if unit:
        numbers = f"when {number} is not null then '{unit.name}'"
    else:
        compact = f"{number} between {COMPACT_DATES[0]} and {COMPACT_DATES[1]} and {_compact(value)} is not null"
        numbers = " ".join(
            [f"when {compact} then 'compact'"]
            + [f"when {number} >= {each.low} and {number} < {each.high} then '{each.name}'" for each in UNITS]
        )
    return f"""case
        when {_looks_iso(value)} and {_plain(value)} and try_cast({value} as timestamp) is not null then
            case when length({value}) = 10 then 'date' else 'naive' end
        when {_looks_iso(value)} and {_iso(value)} is not null then case
            when length({value}) <= 10 then 'date'
            when regexp_matches({value}, '{ZONE}') then 'zone' else 'naive' end
        {numbers}
        when regexp_matches({value}, '{ORDERED}') then 'order'
        when {_spelled(value)} is not null then 'spelled' end"""


def _compact(value):
    return f"try_strptime(left({value}, 8), '%Y%m%d')"


def _seconds(value, unit, order, counts):
    """SQL for whole seconds of the forms in `counts`, rounded down; empty where the value is no time."""
    number = _number(value)
    cases = []
    if {"zone", "naive", "date"} & set(counts):
        plain = f"{_looks_iso(value)} and {_plain(value)}"
        cases.append(f"when {plain} then floor(epoch(try_cast({value} as timestamp)))")
        cases.append(f"when {_looks_iso(value)} then floor(epoch({_iso(value)}))")
    if "compact" in counts:
        compact, (low, high) = _compact(value), COMPACT_DATES
        cases.append(f"when {number} between {low} and {high} and {compact} is not null then epoch({compact})")
    for each in [unit] if unit else [each for each in UNITS if each.name in counts]:
        bounds = f"{number} is not null" if unit else f"{number} >= {each.low} and {number} < {each.high}"
        cases.append(f"when {bounds} then {_scaled(number, each)}")
    if order:
        cases.append(f"when regexp_matches({value}, '{ORDERED}') then floor(epoch({_ordered(value, order)}))")
    if "spelled" in counts:
        cases.append(f"when true then floor(epoch({_spelled(value)}))")
    return f"try_cast(case {' '.join(cases)} end as bigint)"


def _scaled(number, unit):
    if unit.scale == DAY:
        # A spreadsheet keeps a fraction of a day: the nearest second is meant, not the one before it.
        return f"floor(({number} - {unit.zero}) * {unit.scale} + 0.5)"
    return f"floor({number} * {unit.scale!r})" if unit.scale == 1 else f"floor({number} / {round(1 / unit.scale)})"


def _ordered(value, order):
    """A time whose day and month are in a known `order`, written as ISO first."""
    day, month = (1, 2) if order == "day" else (2, 1)

    def part(group):
        return f"regexp_extract({value}, '{ORDERED}', {group})"

    year = f"case when length({part(3)}) = 2 then (case when {part(3)} < '70' then '20' else '19' end) || {part(3)} else {part(3)} end"
    date = f"{year} || '-' || lpad({part(month)}, 2, '0') || '-' || lpad({part(day)}, 2, '0')"
    clock = f"regexp_extract({value}, '\\d{{1,2}}:\\d{{2}}(:\\d{{2}})?')"
    clock = f"lpad(case when {clock} = '' then '00:00:00' when length({clock}) <= 5 then {clock} || ':00' else {clock} end, 8, '0')"
    half = f"upper({part(7)})"
    text = f"{date} || ' ' || {clock}"
    return f"""case when {half} = '' then try_strptime({text}, '%Y-%m-%d %H:%M:%S')
        else try_strptime({text} || ' ' || {half}, '%Y-%m-%d %I:%M:%S %p') end"""


def _order(ask, table, value, form, day_first):
    """The part that comes first, "day" or "month", and a sentence with the reason."""
    parts = ", ".join(f"try_cast(regexp_extract({value}, '{ORDERED}', {group}) as int)" for group in (1, 2))
    first, second, dots, rows, example = ask(
        f"select count_if(a > 12), count_if(b > 12), count_if(contains(v, '.')), count(*), min(v) from"
        f" (select v, unnest([{{'a': x, 'b': y}}], recursive := true) from"
        f" (select {value} as v, {parts.replace(', try_cast', ' as x, try_cast')} as y from {table} where {form} = 'order'))"
    )[0]
    if day_first is not None:
        return ("day" if day_first else "month"), (
            f"Dates such as {example} are read with the {'day' if day_first else 'month'} first, as you said.",
        )
    if first and second:
        raise ValueError(
            f"the dates are in two orders: {_rows(first)} can only have the day first, {_rows(second)} only the month first. "
            "Write the dates as year-month-day"
        )
    if first or second:
        leading, rows_that_decide = ("day", first) if first else ("month", second)
        return leading, (
            f"Dates such as {example} have the {leading} first: {_rows(rows_that_decide)} can be read in no other way.",
        )
    if dots == rows:
        return "day", (
            f"Dates such as {example} are read with the day first, as is usual with points between the parts.",
        )
    raise ValueError(
        f"dates such as {example} can be read with the day or with the month first, and no date decides it: "
        "say day_first=True or day_first=False (--day-first, --month-first)"
    )


def _zones(ask, table, value, form):
    zone = f"regexp_extract({value}, '{ZONE}', 1)"
    rows = ask(f"select {zone}, count(*) from {table} where {form} = 'zone' group by 1 order by 2 desc, 1 limit 20")
    zones = {}
    for name, many in rows:
        name = re.sub(r"^([+-]\d\d):?(\d\d)?$", lambda each: f"{each[1]}:{each[2] or '00'}", name)
        name = "UTC" if name in ("Z", "GMT", "+00:00", "-00:00") else name
        zones[name] = zones.get(name, 0) + many
    return zones


def _said(counts, zones):
    """Sentences for what an analyst would not expect: several forms, no time zone, several zones, numbers."""
    if len(counts) > 1:
        forms = "; ".join(
            f"{_rows(many)}: {FORMS[form]}" for form, many in sorted(counts.items(), key=lambda each: -each[1])
        )
        yield f"The times have several forms. {forms}."
    elif "zone" not in counts:
        yield f"Form of the times: {FORMS[next(iter(counts))]}."
    if len(zones) > 1:
        names = ", ".join(f"{name} ({_rows(many)})" for name, many in zones.items())
        yield f"The times name several time zones, all turned into UTC: {names}."


def _nothing(ask, table, column, unread):
    if not unread:
        return "the column of times is empty in every row"
    example = ask(f"select {column} from {table} where trim({column}) <> '' limit 1")[0][0]
    return (
        f"nothing in the column of times is a time: its first value looks like {shown(example)!r}. A time is a date such as 2024-05-31, with or "
        "without a clock and a time zone, a spreadsheet's date, or a number of seconds, milliseconds or microseconds since 1970. "
        "Name another column, or the unit of the numbers (time_unit)"
    )


def shown(value, longest=30):
    """A `value` that may be shown: a date as it stands, of anything else only the shape, since it may be a name.

    >>> shown("2018-02-30"), shown("Ada 1815")
    ('2018-02-30', 'xxx 9999')
    """
    value = value.strip()
    if not re.fullmatch(r"\d{1,4}[-/.:]\d{1,2}[-/.: \dTZ+]*", value):
        value = re.sub(r"[^\W\d_]", "x", re.sub(r"\d", "9", value))
    return value if len(value) <= longest else f"{value[:longest]}…"


def _rows(many):
    return "1 row" if many == 1 else f"{many:,} rows"
