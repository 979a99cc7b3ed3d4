"""A client's numbers on the pages that work with any model."""

from peerkit.figures.words import listed
from peerkit.models.catalogue import outcomes
from peerkit.records.ranges import read
from peerkit.records.record import RecordError

NOWHERE = "None of these numbers goes into the address."


def clients(model, numbers):
    """The record of the client's best guesses, the client's ranges, and a sentence; the defaults where there are none.

    >>> clients("flywheel", {"flywheel.take_rate": {"best": 0.5}})[2]
    "1 of the 7 numbers of this model is the client's. None of these numbers goes into the address."
    >>> clients("flywheel", None)[1:]
    ({}, '')
    """
    cls = outcomes(model).record
    if numbers is None:
        return cls(), {}, ""
    best, ranges, wrong = read(cls, model, numbers)
    try:
        record = cls(**best)
    except RecordError as error:
        return cls(), {}, f"The client's numbers do not fit each other: {error}. The defaults are shown. {NOWHERE}"
    words = f"{len(best)} of the {len(cls.parameters())} numbers of this model {'is' if len(best) == 1 else 'are'} the client's."
    if not best:
        words = "The client gave no number of this model, so its defaults and teaching ranges are shown."
    if wrong:
        words += f" Left out, because it cannot be: {listed(wrong)}."
    return record, ranges, f"{words} {NOWHERE}"
