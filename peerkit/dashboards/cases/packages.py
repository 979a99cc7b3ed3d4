"""A stock of packages (`peerkit.evidence.packages.Commons`) as a page shows it; where there is none, the reason in a sentence."""

from html import escape

from peerkit.figures.packages import reuse_bars, summary
from peerkit.figures.words import listed, number, percent
from peerkit.widgets.facts import Html
from peerkit.widgets.plotly_view import PlotlyView


def reuse_view(commons):
    """The most reused packages as bars, with the sentence below."""
    if commons.missing:
        return _missing(commons)
    words = said(commons)
    rows = min(12, sum(count > 0 for count in commons.reused.values()))
    return PlotlyView(reuse_bars(commons.reused), label=words, title="What the others build on", height=120 + 26 * rows)


def said(commons):
    """The sentence below the figure."""
    needing = sum(bool(package.needs) for package in commons.packages)
    return summary(len(commons.packages), needing, commons.reused)


def numbers(commons, *, deep=True):
    """Each measure of the stock with how it was counted; with `deep` also what stands behind one package in the end."""
    if commons.missing:
        return _missing(commons)
    rows = "".join(
        f"<tr><td>{escape(what)}</td><td class='pk-n'>{escape(value)}</td><td>{escape(how)}</td></tr>"
        for what, value, how in _measures(commons, deep)
    )
    return _table(("what", "value", "how it is counted"), rows, "Reuse in numbers", said(commons))


def credits(commons, most=10):
    """The most reused packages and who is named as having made or kept them."""
    if commons.missing:
        return _missing(commons)
    packages = {package.name: package for package in commons.packages}
    rows = "".join(
        f"<tr><td>{escape(name)}</td><td class='pk-n'>{number(count, 6)}</td>"
        f"<td>{escape(_named(packages[name].people))}</td></tr>"
        for name, count in list(commons.reused.items())[:most]
        if count
    )
    return _table(("package", "needed by", "who is named"), rows, "Who made the most reused packages", said(commons))


def _named(people, most=4):
    if len(people) > most:
        return f"{', '.join(people[:most])} and {len(people) - most} more"
    return listed(people) if people else "nobody"


def _measures(commons, deep):
    gini, crossing = commons.gini, commons.crossing_share
    yield "packages", number(len(commons.packages), 6), "each name once"
    yield (
        "needs between packages",
        number(commons.needs, 6),
        "one package names another; versions and what is not here left out",
    )
    yield (
        "packages that need another",
        percent(commons.recombined_share, 3),
        "they do not work without another package",
    )
    yield (
        "packages nobody here needs",
        percent(commons.idle_share, 3),
        "no other package here builds on them; people may use them",
    )
    if gini is not None:
        value = f"{number(gini.estimate)} ± {number(gini.standard_error, 2)}"
        yield (
            "Gini coefficient of reuse",
            value,
            "0: all are reused alike; 1: all needs go to one package; ± is one standard error",
        )
        yield "needs that go to the ten most reused", percent(commons.top_share(10), 3), "share of all needs"
    if deep:
        name, behind = max(commons.behind.items(), key=lambda each: each[1])
        yield "most others behind one package", number(behind, 6), f"{name}, with all that it needs through others"
    yield "people and teams named", number(len(commons.people), 6), "as the metadata name them; a team counts as one"
    yield "packages that name nobody", number(commons.nameless, 6), "neither author nor maintainer"
    if crossing is not None:
        yield "needs between packages of different people", percent(crossing, 3), "nobody is named on both sides"


def _table(heads, rows, label, plain):
    head = "".join(f"<th>{each}</th>" for each in heads)
    table = f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
    return Html(f"<div class='pk-wide' tabindex='0' role='region' aria-label='{label}'>{table}</div>", plain)


def _missing(commons):
    return Html(f"<p class='pk-prose'>{escape(commons.missing)}</p>", commons.missing)
