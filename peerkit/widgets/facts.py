"""All that a case notebook shows beside its prose: figures of dated facts, the seven answers, and every fact with its source."""

import os
from base64 import b64encode
from html import escape

from peerkit.cases import BASES, claims, essay, names, questions
from peerkit.content import pages
from peerkit.figures.cases import timeline
from peerkit.figures.words import number
from peerkit.widgets.plotly_view import PlotlyView
from peerkit.widgets.web import SERVED, style, text


class Html:
    """A piece of HTML that a notebook shows; `plain` is what a text console shows instead."""

    def __init__(self, html, plain):
        self._html, self._plain = html, plain

    def _repr_html_(self):
        return self._html

    def __repr__(self):
        return self._plain


def styled(html):
    """The same HTML with the rules for the tables of cases in front of it; a served page has them already."""
    rules = style(text("facts.css"))
    return f"<style>{rules}</style>{html}" if rules else html


def dated(case, metrics, *, y_title, label, log=True, height=420):
    """The figure of `peerkit.figures.cases.timeline` as a widget; `label` says in words what it shows."""
    return PlotlyView(timeline(case, metrics, y_title=y_title, log=log), label=label, height=height)


def seven_answers(case):
    """The answers that could be given to the essay's seven questions at the time of the case, each with its facts."""
    told = {answer.question: answer for answer in case.answers}
    rows = "".join(_answer_row(case, question, told[question.number]) for question in questions())
    html = (
        "<div class='pk-wide pk-whole' tabindex='0' role='region' aria-label='The seven questions'>"
        f"<table>{rows}</table></div><p class='pk-prose'><small>{_whose(case)}</small></p>"
    )
    return Html(styled(html), f"{len(case.answers)} questions answered for {case.name}, as of {case.as_of}")


def _answer_row(case, question, answer):
    meaning = f"<small class='pk-meaning'>{escape(question.meaning)}</small>"
    return (
        f"<tr><th scope='row'>{question.number}. {escape(question.asked)}{meaning}</th>"
        f"<td><span class='pk-short'>{escape(answer.short)}</span> {escape(answer.answer)} {_links(case, answer.facts)}</td></tr>"
    )


def _whose(case):
    """The sentence that says who asked and who answers."""
    told = essay()
    return (
        f"The questions are those of {escape(told.author)}, <a href='{escape(told.url, quote=True)}' rel='noreferrer'>"
        f"“{escape(told.title)}”</a>, {escape(told.place)}, {told.date.day} {told.date:%B %Y}, in peerkit's words. "
        f"{escape(told.interest)} <a href='{case_address('essay')}'>The essay has a page</a>. The answers are peerkit's; each figure in brackets is no later than {case.as_of:%B %Y}."
    )


def essay_claims():
    """Each claim of the essay: its words, the page that models it, what speaks for and against it, and a verdict."""
    columns = ("claim", "for", "against", "verdict")
    there = {page.address: page for page in pages()}
    rows = {f"claim_{place}": _claim_cells(claim, there) for place, claim in enumerate(claims(), start=1)}
    return Html(
        styled(_table(columns, rows, "The claims of the essay", whole=True)), f"{len(rows)} claims of the essay"
    )


def case_address(name):
    """The address of a case as seen from another: its place on a server, elsewhere its notebook."""
    return name if os.environ.get(SERVED) else f"../{name}/{'case' if name in names() else name}.ipynb"


def _page_link(page):
    """A link to a page as seen from a case."""
    address = f"../{page.address}" if os.environ.get(SERVED) else f"../../{page.path}"
    return f"<a href='{address}'>{escape(page.title)}</a>"


def _claim_cells(told, there):
    quote = f"<a href='{escape(told.read_at, quote=True)}' rel='noreferrer'>“{escape(told.quote)}”</a>"
    model = f"Model: {_page_link(there[told.page])}" if told.page else "No page models it; a paragraph below says why."
    return (
        f"<b>{escape(told.claim)}</b><span class='pk-meaning'>{quote}</span><span class='pk-meaning'>{model}</span>",
        escape(told.support),
        escape(told.against),
        escape(told.verdict),
    )


def _links(case, names):
    facts = [case.fact(name) for name in names]
    return " ".join(
        f"<a href='#{fact.id}' title='{escape(fact.source_title, quote=True)}'>[{_exact(fact.value)} {escape(fact.unit)}]</a>"
        for fact in facts
    )


def derived_numbers(case):
    """Each number that follows from facts: its value, and the formula over the facts it comes from."""
    rows = {
        d.id: (escape(d.meaning), number(case.number(d.id)), escape(d.unit), f"<code>{escape(d.formula)}</code>")
        for d in case.derived
    }
    table = _table(("what", "value", "unit", "from these facts"), rows, "Derived numbers")
    return Html(styled(table), f"{len(case.derived)} derived numbers of {case.name}")


def all_facts(case):
    """Every fact of the case with date, unit, basis and a link to its source; or a sentence if there are none."""
    if not case.rows:
        return Html("<p>No figure with a source was found, so none is shown.</p>", f"no facts of {case.name}")
    rows = {fact.id: _fact_row(fact) for fact in sorted(case.rows, key=lambda fact: (fact.metric, fact.start))}
    files = download(case.as_csv(), f"{case.name}.csv", "text/csv") + download(
        case.as_json(), f"{case.name}.json", "application/json"
    )
    table = _table(("what", "date", "value", "unit", "basis", "source"), rows, "All facts")
    bases = "; ".join(f"<b>{basis}</b>: {meaning}" for basis, meaning in BASES.items())
    below = f"<p class='pk-prose'><small>{bases}.</small></p><p class='pk-files'>Take them along: {files}</p>"
    return Html(styled(table + below), f"{len(case.rows)} facts of {case.name}")


def download(content, name, kind):
    """A link that saves `content` as the file `name`; the page carries it along."""
    data = b64encode(content.encode()).decode()
    return f"<a download='{name}' href='data:{kind};base64,{data}'>{name}</a> "


def _fact_row(fact):
    title = escape(fact.source_title)
    source = (
        f"<a href='{escape(fact.source_url, quote=True)}' rel='noreferrer'>{title}</a>" if fact.source_url else title
    )
    note = f"<br><small>{escape(fact.note)}</small>" if fact.note else ""
    what = fact.metric.replace("_", " ")
    # On paper the column is narrow, and questions/month may break at the stroke only.
    unit = escape(fact.unit).replace("/", "/<wbr>")
    return what, fact.date, _exact(fact.value), unit, fact.basis, source + note


def _exact(value):
    return f"{value:,.0f}" if value == int(value) else f"{value:,g}"


def _table(names, rows, label, whole=False):
    """A table of `rows` by id, in a box that scrolls unless it is `whole`; the first cell of a row says what the row is about.

    Each cell knows the name of its column, which a phone shows in front of it.
    """
    head = "".join(f"<th scope='col'>{name}</th>" for name in names)
    body = "".join(row(place, names, cells) for place, cells in rows.items())
    return (
        f"<div class='pk-wide pk-rows{' pk-whole' if whole else ''}' tabindex='0' role='region' aria-label='{label}'>"
        f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def row(place, names, cells):
    """A row of a table with the id `place`. Its first cell says what the row is about; the others know their column's name.

    >>> row("staff", ("what", "value"), ("staff", "11"))
    "<tr id='staff'><th scope='row'>staff</th><td data-name='value' class=pk-n>11</td></tr>"
    """
    first, *others = cells
    rest = "".join(
        f"<td data-name='{name}'{' class=pk-n' if name == 'value' else ''}>{cell}</td>"
        for name, cell in zip(names[1:], others, strict=True)
    )
    return f"<tr id='{place}'><th scope='row'>{first}</th>{rest}</tr>"
