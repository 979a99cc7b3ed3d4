"""Measures of who is active and when: contributors per window, people who drift away, newcomers who come back."""

from datetime import UTC, datetime
from functools import partial

import numpy as np

from peerkit.evidence.blocks import WINDOWS
from peerkit.evidence.log import DAY, fetched
from peerkit.evidence.measure import Measure
from peerkit.evidence.participation import EXACT

FEWEST_WINDOWS = 3
"""Whole windows below which no typical number is given."""
ACTIVE, SILENT_HALF = 365, 180
"""Days within which a contributor counts as active, and days of silence after which an active one is drifting away."""
NEW, PROMISING = 90, 3
"""Days since the first contribution of a newcomer, and contributions that make one promising."""


def _window_card(days):
    return partial(
        Measure,
        name=f"active_contributors_{days}_days",
        label=f"Active contributors per {days} days",
        unit="people",
        of="windows",
        definition=f"Median, over all windows of {days} days that lie wholly inside the log, of the number of contributors with at "
        "least one contribution in the window. Windows without any count as 0. The detail has every window.",
        source="elementary",
        misleads="Longer windows hold more people, so figures of different windows cannot be compared. A median hides growth: "
        "look at the series.",
        held="No interval: neighbouring windows hold the same people, so the usual one would be too narrow.",
    )


PER_WINDOW = {days: _window_card(days) for days in WINDOWS}
DRIFTING = partial(
    Measure,
    name="drifting_away",
    label="Contributors who drift away",
    unit="people",
    of="contributors active in the last year",
    definition=f"Contributors with a contribution in the last {ACTIVE} days of the log, but none in the last {SILENT_HALF}.",
    source="LFX Insights, How are Active and Drifting Away contributors computed?, community.lfx.dev (read): active in the last "
    "year, silent for 6 months. Days instead of months are peerkit's own.",
    misleads="Some return: silence is not leaving. Where people contribute once a year by habit, this counts habits.",
    held=EXACT,
)
PROMISING_CARD = partial(
    Measure,
    name="new_and_promising",
    label="New and promising contributors",
    unit="people",
    of="contributors new in the last 90 days",
    definition=f"Contributors whose first contribution lies in the last {NEW} days of the log and who made at least {PROMISING}, "
    "not all on one day.",
    source="peerkit's own",
    misleads="A start says little about staying. With one-timers in the majority, most newcomers are not seen again.",
    held=EXACT,
)
CARDS = (*PER_WINDOW.values(), DRIFTING, PROMISING_CARD)


def activity(tables):
    """Active contributors per window of each length, contributors who drift away, and new and promising ones."""
    windows = tuple(per_window(days, tables.windows(days)) for days in WINDOWS)
    return windows + _recent(tables)


def per_window(days, windows):
    """The measure of active contributors per window of `days` [day]."""
    card, whole = PER_WINDOW[days], windows.active[windows.whole]
    detail = {
        "start": [date(start) for start in windows.start],
        "active": windows.active.tolist(),
        "contributions": windows.contributions.tolist(),
        "whole": windows.whole.tolist(),
    }
    n = int(whole.size)
    if n < FEWEST_WINDOWS:
        refused = f"The log holds {n} whole windows of {days} days: a typical number is given from {FEWEST_WINDOWS} on."
        return card(estimate=None, n=n, held="", refused=refused, detail=detail)
    return card(estimate=float(np.median(whole)), n=n, detail=detail)


def date(seconds):
    """The day of a time in seconds, UTC, as text; times that no calendar has stay a number.

    >>> date(1_000_000_000)
    '2001-09-09'
    """
    try:
        return datetime.fromtimestamp(int(seconds), UTC).date().isoformat()
    except (ValueError, OverflowError, OSError):
        return f"{int(seconds)} s"


def _recent(tables):
    people, last = tables.people, tables.span.last
    first_time, last_time = people["first"], people["last"]
    active = last_time > last - ACTIVE * DAY
    new = first_time > last - NEW * DAY
    came_back = (people.contributions >= PROMISING) & (last_time // DAY > first_time // DAY)
    row = fetched(
        people.aggregate(
            active=people.count(where=active),
            drifting=people.count(where=active & (last_time <= last - SILENT_HALF * DAY)),
            new=people.count(where=new),
            promising=people.count(where=new & came_back),
        )
    )
    many = {name: int(row[name][0]) for name in row}
    return (
        _of_long_enough(DRIFTING, tables.span, ACTIVE, many["drifting"], many["active"]),
        _of_long_enough(PROMISING_CARD, tables.span, 2 * NEW, many["promising"], many["new"]),
    )


def _of_long_enough(card, span, days, estimate, n):
    if span.days < days:
        refused = f"The log spans {span.days:.0f} days: this figure is given from {days} days on."
        return card(estimate=None, n=n, held="", refused=refused)
    return card(estimate=estimate, n=n)
