"""The parts of a report on a log, from its result as plain data: one list that the page and the file share."""

from html import escape
from typing import Any, NamedTuple

from peerkit.evidence.said import counted, interval, said
from peerkit.figures import contributions as figures
from peerkit.figures.words import number, percent

SHOWN_WINDOW = 5
"""Windows of the figure of exponents, as in the published studies [day]; the table has all."""

WORDS = {
    "ols": "least squares",
    "mean": "mean",
    "median": "median",
    "poisson": "Poisson",
    "author": "same authors",
    "truncated": "same authors, unseen",
    "count": "contributions",
}
"""Short words for the names in the table of exponents."""
MEANINGS = (
    "Size: active counts those who contributed in the window, team those who did in the last 295 days.",
    "Least squares goes through the logarithms; mean and median take the output of all windows with the same size.",
    "Poisson is the pseudo-likelihood of Poisson; same authors compares each author with themselves; unseen also allows for "
    "windows in which an author made nothing.",
    "Without interaction: from where to where exponents reach when authors or their histories are shuffled.",
    "Held a truth of 1: how often the interval did so on simulated logs, where 95% was promised.",
)
OF_NUMBERS = (
    "figure",
    "95% interval",
    "window [days]",
    "exponent",
    "nominal 95% interval",
    "without interaction",
    "held a truth of 1",
)
"""Columns that stand to the right."""


class Drawn(NamedTuple):
    """A figure of the report: its key, title, `figure`, and the sentence that it shows."""

    key: str
    title: str
    figure: Any
    sentence: str


def drawn(result):
    """The figures of a result, always the same ones in the same order, so that a page can update them in place.

    Without a result they are empty.
    """
    result = result or {"measures": {}, "scaling": [], "scaling_verdict": "no log has been read yet"}
    return (_lorenz(result), _tail(result), _activity(result), _survival(result), _exponents(result))


def _of(result, name):
    return result["measures"].get(name, {"estimate": None, "detail": {}, "refused": ""})


def _lorenz(result):
    gini, top = _of(result, "gini"), _of(result, "top_10_percent_share")
    title = "Who does the work"
    if gini["estimate"] is None or "lorenz" not in gini["detail"]:
        return Drawn("lorenz", title, figures.nothing("people"), gini["refused"] or figures.NOTHING)
    curve = gini["detail"]["lorenz"]
    told = f"The most active tenth made {percent(top['estimate'])}. " if top["estimate"] is not None else ""
    sentence = f"{told}The Gini coefficient is {number(gini['estimate'], 2)}."
    return Drawn("lorenz", title, figures.lorenz(curve["people"], curve["contributions"]), sentence)


def _tail(result):
    alpha, start = _of(result, "power_law_alpha"), _of(result, "power_law_xmin")
    title = "Few with many, many with few"
    survival = alpha["detail"].get("survival")
    if not survival:
        return Drawn("tail", title, figures.nothing("contributions"), alpha["refused"] or figures.NOTHING)
    figure = figures.tail(survival["contributions"], survival["share"], start["estimate"], alpha["estimate"])
    return Drawn("tail", title, figure, _capital(f"the tail is {alpha['detail']['verdict']}."))


def _activity(result):
    windows, new = _of(result, "active_contributors_30_days"), _of(result, "arrivals")
    title = "Growing or leaking"
    if not windows["detail"]:
        return Drawn("activity", title, figures.nothing("date"), windows["refused"] or figures.NOTHING)
    net = _of(result, "net_arrivals")
    told = (
        f" In the last year {net['detail']['arrivals']:,} came and {net['detail']['departures']:,} left."
        if net["detail"]
        else ""
    )
    figure = figures.activity(
        windows["detail"]["start"], windows["detail"]["active"], new["detail"].get("arrivals", [])
    )
    estimate = windows["estimate"]
    middle = (
        f"In the middle window of 30 days {number(estimate, 6)} people were active."
        if estimate is not None
        else windows["refused"]
    )
    return Drawn("activity", title, figure, middle + told)


def _survival(result):
    year, quarter = _of(result, "survival_365_days"), _of(result, "survival_90_days")
    title = "Who stays"
    if not quarter["detail"].get("curve"):
        return Drawn("survival", title, figures.nothing("days"), quarter["refused"] or figures.NOTHING)
    curve = quarter["detail"]["curve"]
    told = [
        f"{percent(each['estimate'])} after {days} days{_interval(each)}"
        for each, days in ((quarter, 90), (year, 365))
        if each["estimate"] is not None
    ]
    figure = figures.survival(curve["days"], curve["share"], curve["low"], curve["high"])
    return Drawn("survival", title, figure, f"Still contributing: {', '.join(told) or 'too few to say'}.")


def _exponents(result):
    title = "Does output grow faster than size?"
    rows = [row for row in result["scaling"] if row["interval"] and row["window_days"] == SHOWN_WINDOW]
    names = [f"{WORDS[row['estimator']]}, {row['size']}, {row['output']}" for row in rows]
    values = [(row["exponent"], *row["interval"]) for row in rows]
    figure = figures.exponents(names, values, [row["placebo_interval"] for row in rows])
    return Drawn(
        "exponents",
        title,
        figure,
        f"{_capital(result['scaling_verdict'])}. Windows of {SHOWN_WINDOW} days; the table has the others.",
    )


def _interval(measure):
    return f" ({interval(measure)})" if measure["interval"] else ""


def _capital(words):
    return words[:1].upper() + words[1:]


def summary(result):
    """The three sentences of a result as HTML."""
    return "".join(f"<p>{escape(each)}</p>" for each in result["verdicts"])


def details(result):
    """The report in words as HTML: the quality of the log, the measures with their cards, and the exponents."""
    return "".join((_quality(result), _measures(result), _scaling(result)))


def _quality(result):
    log = result["log"]
    told = _list(log.get("sentences", ()))
    return f"<h2>How good is the log?</h2>{told}{_reading(log)}" if told else ""


def _reading(log):
    """The columns that were taken, what the reader noted, and the rules by which rows were left out."""
    parts = ("contributor", "time", "item", "amount", "parent", "kind", "bot", "merge")
    columns = _list(f"{part}: {log['columns'][part]}" for part in parts if part in log["columns"])
    dropped = _list(_dropped(each) for each in log["dropped"])
    return (
        f"<h3>What each part was read from</h3>{columns}"
        + (f"<h3>What the reader noted</h3>{_list(log['notes'])}" if log["notes"] else "")
        + (f"<details><summary>Rows left out, with the rules</summary>{dropped}</details>" if dropped else "")
    )


def _dropped(each):
    first = f". The first: {'; '.join(each['examples'])}" if each["examples"] else ""
    return f"{each['rows']:,}: {each['reason']}{first}."


def _list(sentences):
    told = "".join(f"<li>{escape(each)}</li>" for each in sentences)
    return told and f"<ul>{told}</ul>"


def _measures(result):
    told = {name: each for name, each in result["measures"].items() if each["estimate"] is not None}
    refused = {name: each for name, each in result["measures"].items() if name not in told}
    rows = "".join(_measure(name, each) for name, each in {**told, **refused}.items())
    return _table("What was measured", ("measure", "figure", "95% interval", "from"), rows)


def _measure(name, each):
    card = "".join(
        f"<p><b>{title}</b> {escape(str(each[key]))}</p>"
        for title, key in (
            ("Definition.", "definition"),
            ("Source.", "source"),
            ("What would mislead.", "misleads"),
            ("Interval.", "held"),
        )
        if each.get(key)
    )
    label = f"<details><summary>{escape(each['label'])}</summary>{card}</details>"
    if each["estimate"] is None:
        return f"<tr><th scope='row'>{label}</th><td colspan='3'>{escape(each['refused'])}</td></tr>"
    return (
        f"<tr id='{escape(name)}'><th scope='row'>{label}</th><td class='pk-n'>{escape(said(each)(each['estimate']))}</td>"
        f"<td class='pk-n'>{interval(each) or '–'}</td><td>{escape(counted(each['n'], each['of']))}</td></tr>"
    )


def _scaling(result):
    head = (
        "window [days]",
        "size",
        "output",
        "estimator",
        "exponent",
        "nominal 95% interval",
        "without interaction",
        "held a truth of 1",
    )
    rows = "".join(map(_exponent, result["scaling"]))
    told = "".join(f"<p>{escape(each)}</p>" for each in result["scaling_sentences"])
    return (
        f"<h2>Does output grow faster than size?</h2>{told}"
        + _table("Every exponent", head, rows, heading="h3")
        + _list(MEANINGS if rows else ())
    )


def _exponent(row):
    first = "".join(f"<td>{escape(WORDS.get(row[key], row[key]))}</td>" for key in ("size", "output", "estimator"))
    start = f"<tr><th scope='row' class='pk-n'>{row['window_days']}</th>{first}"
    if row["interval"] is None:
        return f"{start}<td colspan='4'>{escape(row['refused'])}</td></tr>"
    null = _span(row["placebo_interval"]) if row["placebo_interval"] else "–"
    held = row["held"].get("1") if row.get("held") else None
    return (
        f"{start}<td class='pk-n'>{row['exponent']:.2f}</td><td class='pk-n'>{_span(row['interval'])}</td>"
        f"<td class='pk-n'>{null}</td><td class='pk-n'>{percent(held) if held is not None else '–'}</td></tr>"
    )


def _span(ends):
    return f"{ends[0]:.2f} to {ends[1]:.2f}"


def _table(title, head, rows, heading="h2"):
    columns = "".join(
        f"<th scope='col'{' class=pk-n' if each in OF_NUMBERS else ''}>{escape(each)}</th>" for each in head
    )
    return (
        f"<{heading}>{escape(title)}</{heading}><div class='pk-wide' tabindex='0' role='region' aria-label='{escape(title)}'>"
        f"<table><thead><tr>{columns}</tr></thead><tbody>{rows}</tbody></table></div>"
    )
