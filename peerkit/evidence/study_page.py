"""The page on thirteen communities: the shipped result of the study as figures and tables. No log is read and no engine loaded.

>>> verdict_words()[0].startswith("In ")
True
"""

from collections import Counter
from html import escape

from peerkit.evidence.study_result import (
    ESTIMATORS,
    NULLS,
    as_csv,
    both_signs,
    count,
    shipped,
    shown,
)
from peerkit.figures import study as figures
from peerkit.widgets.facts import Html, download, styled
from peerkit.widgets.plotly_view import PlotlyView

HEADINGS = dict(
    zip(
        ESTIMATORS,
        ("least<br>squares", "mean", "median", "Poisson", "authors", "authors,<br>unseen"),
        strict=True,
    )
)
NAMES = {
    "ols": "least squares",
    "mean": "mean output per size",
    "median": "median output per size",
    "poisson": "Poisson",
    "author": "authors with themselves",
    "truncated": "authors with themselves, unseen windows allowed for",
}
"""The estimators in words short enough for a table."""
SIZES = {"active": "active", "team": "team of 295 days"}
DAYS = 5
"""Windows of the figures [day]."""
BEFORE = {
    ("ols", 5, "active"): (8, 1, 0.63, 1.42),
    ("median", 5, "active"): (9, 1, 0.67, 2.04),
    ("mean", 5, "active"): (4, 3, 0.57, 1.32),
    ("poisson", 5, "active"): (3, 3, 0.68, 1.33),
    ("ols", 90, "active"): (4, 4, 0.16, 1.81),
    ("ols", 7, "team"): (1, 9, -0.12, 1.63),
    ("author", 5, "active"): (9, 0, 1.00, 1.31),
    ("truncated", 5, "active"): (8, 2, 0.82, 1.38),
}
"""peerkit's first study of the same repositories: above 1, below 1, and the range, by estimator, window and size."""


def signs():
    """The figure of signs: one mark for every repository and estimator, in windows of 5 days."""
    result = shipped()
    cells = [[_cell(shown(each, DAYS).get(name)) for name in ESTIMATORS] for each in result["repositories"]]
    figure = figures.signs(_names(result), [HEADINGS[name] for name in ESTIMATORS], cells)
    least = count(result, "ols", DAYS)
    label = (
        f"Windows of {DAYS} days. By least squares {least['above']} repositories lie above 1 and {least['below']} below; "
        f"{least['above_nulls']} of those above also exceed both nulls. An empty place is an estimate that was refused."
    )
    return PlotlyView(figure, title="The sign of “more people, more each”", label=label, height=560)


def beside_nulls(estimator):
    """The figure of one estimator, in windows of 5 days: each exponent above the spans of its two nulls."""
    result = shipped()
    rows = [shown(each, DAYS).get(estimator) for each in result["repositories"]]
    values = [row and row["interval"] and (row["exponent"], *row["interval"]) for row in rows]
    figure = figures.beside_nulls(_names(result), values, *([row and row[name] for row in rows] for name in NULLS))
    told = count(result, estimator, DAYS)
    label = (
        f"{told['above']} of {told['given']} repositories lie above 1: {told['above_shifted']} of them above what shifted histories give, "
        f"{told['above_nulls']} above both nulls. The whole null lies above 1 in {null_above(estimator, 'shuffled')} "
        f"with authors shuffled, in {null_above(estimator, 'shifted')} with histories shifted."
    )
    return PlotlyView(figure, title=_capital(NAMES[estimator]), label=label, height=620)


def by_month():
    """The figure of active contributors by month."""
    result = shipped()
    told = [each["months"] for each in result["repositories"]]
    figure = figures.by_month(_names(result), [each["first"] for each in told], [each["active"] for each in told])
    label = "Each line is as high as the busiest month of its repository, whose number of people stands at its end."
    return PlotlyView(figure, title="Active contributors by month", label=label, height=620)


def null_above(estimator, null, days=DAYS):
    """Repositories whose whole null lies above 1, although nobody influences anybody in it."""
    rows = [shown(each, days).get(estimator) for each in shipped()["repositories"]]
    return sum(bool(row and row["sign"] is not None and row[null] and row[null][0] > 1) for row in rows)


def verdict_words():
    """The sentences that the study allows, in order."""
    result = shipped()
    many = len(result["repositories"])
    both = sum(map(both_signs, result["repositories"]))
    least, unseen = count(result, "ols", DAYS), count(result, "truncated", DAYS)
    judged = Counter(each["verdict"] for each in result["repositories"])
    told = "; ".join(f"{words} ({times})" for words, times in judged.most_common())
    return (
        f"In {both} of {many} repositories at least one exponent lies above 1 and another below, each with its whole interval.",
        f"Least squares in windows of {DAYS} days puts {least['above']} of {many} above 1. Shuffle the "
        f"authors, so that nobody can influence anybody, and it gives more than 1 in {null_above('ols', 'shuffled')}. "
        f"Of the {least['above']} that lie above 1, {least['above_nulls']} exceed both nulls.",
        f"The estimator that misled least on simulated logs can be used in {unseen['given']} repositories. It puts "
        f"{unseen['above']} above 1 and {unseen['below']} below. Of those above, {unseen['above_shifted']} also exceed "
        f"the shifted histories, its own null: the strongest sign of “more people, more each” in this study. But good and bad times that everybody "
        "shares give the same sign. Shuffled authors all share them, and there this estimator lies above 1 in "
        f"{null_above('truncated', 'shuffled')} of {unseen['given']}.",
        _all_signs(result),
        f"The verdict over all choices, by repository: {told}.",
    )


def _all_signs(result):
    rows = [row for each in result["repositories"] for row in each["exponents"] if row["sign"] is not None]
    above, below = (sum(row["sign"] == side for row in rows) for side in (1, -1))
    above_nulls, below_nulls = (sum(row["sign"] == row["beyond"] == side for row in rows) for side in (1, -1))
    return (
        f"Of all {len(rows)} exponents {above} lie above 1, {above_nulls} of them also above both nulls. {below} lie below 1, "
        f"{below_nulls} of them also below both nulls."
    )


def verdict():
    """The sentences as a list that a notebook shows."""
    items = "".join(f"<li>{escape(each)}</li>" for each in verdict_words())
    return Html(styled(f"<ul class='pk-prose'>{items}</ul>"), "\n".join(verdict_words()))


def communities():
    """The repositories as they were read: commits, people, span, and what was left out."""
    result = shipped()
    rows = [
        (
            _link(each),
            f"{each['kept']:,}",
            f"{each['contributors']:,}",
            f"{each['months']['first']} to {each['months']['last']}",
            each["snapshot"],
            escape(each["verdict"]),
        )
        for each in result["repositories"]
    ]
    return _table(
        ("repository", "commits", "people", "months", "read up to", "verdict"), rows, "The thirteen communities"
    )


def choices():
    """Every choice of window, size and estimator: repositories on each side of 1, and those that also exceed both nulls."""
    result = shipped()
    keys = {
        (row["window_days"], row["size"], row["estimator"]): None
        for each in result["repositories"]
        for row in each["exponents"]
        if row["output"] == "count"
    }
    rows = [
        (
            f"{days} {'day' if days == 1 else 'days'}, {SIZES[size]}, {NAMES[name]}",
            *_counted(count(result, name, days, size)),
        )
        for days, size, name in keys
    ]
    columns = (
        "window, size, estimator",
        "above 1",
        "and above both nulls",
        "below 1",
        "and below both nulls",
        "of",
        "range",
    )
    files = download(as_csv(result), "thirteen_communities.csv", "text/csv")
    return _table(columns, rows, "Every choice", f"<p class='pk-files'>Every exponent: {files}</p>")


def compared():
    """The counts of peerkit's first study of the same repositories beside those of this one."""
    result = shipped()
    rows = []
    for (name, days, size), (above, below, low, high) in BEFORE.items():
        now = count(result, name, days, size)
        rows.append(
            (
                f"{days} days, {SIZES[size]}, {NAMES[name]}",
                f"{above} and {below}",
                f"{low:.2f} to {high:.2f}",
                f"{now['above']} and {now['below']} of {now['given']}",
                _range(now),
            )
        )
    columns = (
        "window, size, estimator",
        "first study: above and below",
        "its range",
        "here: above and below",
        "range here",
    )
    return _table(columns, rows, "First study and this one")


def made():
    """A sentence on how the shipped result came to be."""
    result = shipped()
    words = (
        f"Computed on {result['made']} with {result['made_with']}, seed {result['seed']}, {result['draws']} draws of each null. "
        f"{result['about']}"
    )
    return Html(f"<p><small>{escape(words)}</small></p>", words)


def _names(result):
    # The longest name would leave a phone no room for the figure.
    return [each["name"].replace("programming-", "programming-<br>") for each in result["repositories"]]


def _cell(row):
    if row is None or row["sign"] is None:
        return None, False
    return row["sign"], bool(row["sign"]) and row["sign"] == row["beyond"]


def _counted(told):
    names = ("above", "above_nulls", "below", "below_nulls", "given")
    return (*(str(told[name]) for name in names), _range(told))


def _range(told):
    return "–" if told["range"] is None else "{:.2f} to {:.2f}".format(*told["range"])


def _link(repository):
    name, address = escape(repository["name"]), escape(repository["address"], quote=True)
    return f"<a href='{address}' rel='noreferrer'>{name}</a>" if address else name


def _table(columns, rows, label, below=""):
    head = "".join(f"<th scope='col'>{name}</th>" for name in columns)
    body = "".join(
        f"<tr><th scope='row'>{first}</th>"
        + "".join(f"<td data-name='{name}'>{cell}</td>" for name, cell in zip(columns[1:], others, strict=True))
        + "</tr>"
        for first, *others in rows
    )
    html = (
        f"<div class='pk-wide pk-rows' tabindex='0' role='region' aria-label='{label}'>"
        f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>{below}"
    )
    return Html(styled(html), f"{label}: {len(rows)} rows")


def _capital(words):
    return words[0].upper() + words[1:]
