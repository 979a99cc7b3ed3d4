"""Dates as sources give them: a year, a month, a day, or a span of two of them."""

import re
from datetime import date, timedelta

DATE = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?")


def period(text):
    """First and last day of a date written as a year, a month, a day, or two of them with a slash.

    >>> period("2005-02")
    (datetime.date(2005, 2, 1), datetime.date(2005, 2, 28))
    >>> period("2004/2005")
    (datetime.date(2004, 1, 1), datetime.date(2005, 12, 31))
    """
    parts = text.split("/")
    if len(parts) > 2 or not all(DATE.fullmatch(part) for part in parts):
        raise ValueError("must be a date such as 2005, 2005-11, 2005-11-30 or 2004/2005")
    start, end = _first(parts[0]), _last(parts[-1])
    if end < start:
        raise ValueError("must not end before it begins")
    return start, end


def _first(part):
    year, month, day = DATE.fullmatch(part).groups()
    return date(int(year), int(month or 1), int(day or 1))


def _last(part):
    year, month, day = DATE.fullmatch(part).groups()
    if day:
        return _first(part)
    following = date(int(year), int(month) + 1, 1) if month and month != "12" else date(int(year) + 1, 1, 1)
    return following - timedelta(days=1)
