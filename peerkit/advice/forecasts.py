"""Forecasts with a date and a chance, scored once the date has come and the outcome is known.

The score is that of Brier: the square of the distance between the chance and what happened (1 or 0). 0 is perfect; whoever
always says 50 % gets 0.25.
"""

from datetime import date

from peerkit.figures.words import number, percent

ALWAYS_HALF = 0.25
"""The score of saying 50 % every time."""


def is_due(forecast, day):
    """True once the date of a forecast has come."""
    return bool(forecast.date) and forecast.date <= day.isoformat()


def score(forecast, day):
    """The Brier score of a forecast; None while it is open.

    >>> from peerkit.advice.engagement import Forecast
    >>> bold = Forecast(says="500 write", date="2027-06-01", chance=0.6, came=True)
    >>> round(score(bold, date(2027, 6, 1)), 2), score(bold, date(2027, 5, 31))
    (0.16, None)
    """
    if forecast.came is None or forecast.chance is None or not is_due(forecast, day):
        return None
    return (forecast.chance - forecast.came) ** 2


def status(forecast, day):
    """The state of a forecast in a sentence."""
    if forecast.chance is None or not forecast.date:
        return "It needs a chance and a date before it can be scored."
    if not is_due(forecast, day):
        return f"It waits until {forecast.date}."
    if forecast.came is None:
        return f"Its day has come ({forecast.date}): enter what happened."
    happened = "It came true" if forecast.came else "It did not come true"
    return f"{happened}; {percent(forecast.chance)} was said. Brier score {number(score(forecast, day), 2)}."


def in_all(forecasts, day=None):
    """All forecasts together in a sentence, "" while none is scored."""
    scores = [each for each in (score(one, day or date.today()) for one in forecasts) if each is not None]
    if not scores:
        return ""
    mean = sum(scores) / len(scores)
    beside = "better than" if mean < ALWAYS_HALF else "no better than"
    scored = "One forecast is scored" if len(scores) == 1 else f"{len(scores)} forecasts are scored"
    return (
        f"{scored}: mean Brier score {number(mean, 2)}. 0 is perfect; saying 50% every time gives {ALWAYS_HALF}, "
        f"so this is {beside} that. So few forecasts prove nothing."
    )


def rows(forecasts, day=None):
    """Each forecast as cells of a table: what is said, its date, its chance, its state."""
    day = day or date.today()
    for one in forecasts:
        yield one.says, one.date, "" if one.chance is None else percent(one.chance), status(one, day)
