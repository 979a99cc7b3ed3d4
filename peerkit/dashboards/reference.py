"""The reference of all models, and the glossary: derived from the records and from one file of terms."""

import json
import re
from functools import cache
from html import escape

from peerkit import content
from peerkit.dashboards.portal import href
from peerkit.dashboards.search import question_of
from peerkit.figures.theme import css_tokens
from peerkit.figures.words import number, percent
from peerkit.models import catalogue
from peerkit.records.about import CAUSES, anchor
from peerkit.records.parameter import SOURCE_STATUSES
from peerkit.records.reading import allowed
from peerkit.widgets.facts import Html, row
from peerkit.widgets.formula import mathml
from peerkit.widgets.web import style, text

HERE = "notebooks/reference"
COLUMNS = ("parameter", "symbol", "unit", "valid range", "default, and why", "source")
IMPORTED = re.compile(r"peerkit\.(?:models|dashboards)\.(\w+)|explore\([\"'](\w+)[\"']")


def reference():
    """Every model with its claim, equations, parameters, outcomes and the pages that use it."""
    records = catalogue.records()
    contents = "".join(f"<li><a href='#{topic(record)}'>{escape(_title(record))}</a></li>" for record in records)
    entries = "".join(map(_model, records))
    html = f"{_style()}{_lookup('Search models, parameters, sources')}<ul class='pk-contents'>{contents}</ul>{_statuses()}{entries}"
    return Html(f"<div class='pk-portal pk-lookup'>{html}</div>", f"{len(records)} models")


def glossary():
    """Every term with its meaning and its models."""
    terms = content.glossary()
    entries = "".join(
        f"<div id='{term.key}' data-entry><dt>{escape(term.term)}</dt><dd>{escape(term.meaning)}{_models_of(term)}</dd></div>"
        for term in terms
    )
    html = f"{_style()}{_lookup('Search terms')}<dl class='pk-glossary'>{entries}</dl>"
    return Html(f"<div class='pk-portal pk-lookup'>{html}</div>", f"{len(terms)} terms")


def topic(record):
    """The name of the file that declares a record: the anchor of its entry.

    >>> from peerkit.models.modes import Modes
    >>> topic(Modes)
    'modes'
    """
    return record.__module__.rpartition(".")[2]


def used_by(record):
    """The pages that use a record, in the order of the portal."""
    return [page for page in content.pages() if record.__module__ in _modules(page)]


@cache
def _modules(page):
    """The modules of the models that a page uses, by what its cells import and explore."""
    notebook = json.loads((content.root() / page.path).read_text(encoding="utf-8"))
    code = "\n".join("".join(cell["source"]) for cell in notebook["cells"] if cell["cell_type"] == "code")
    names = {name for pair in IMPORTED.findall(code) for name in pair if name}
    return {f"peerkit.models.{name}" for name in names} | {_asked(name) for name in names}


def _asked(name):
    """The module of the record that a dashboard's question is about; "" without one."""
    page = next((page for page in content.pages() if page.address == name), None)
    question = question_of(page) if page else None
    return question.record.__module__ if question else ""


def _title(record):
    return topic(record).replace("_", " ").capitalize()


def _style():
    rules = style(css_tokens() + text("portal.css"))
    return f"<style>{rules}</style>" if rules else ""


def _lookup(invitation):
    # Without the server's script there is nothing that searches, and JupyterLab has its own search.
    if _style():
        return ""
    return (
        f'<form class="pk-find" role="search"><input class="pk-search" type="search" autocomplete="off" '
        f'placeholder="{invitation}" aria-label="{invitation}"></form><p class="pk-count" role="status"></p>'
    )


def _statuses():
    entries = "".join(f"<li><b>{status}</b>: {escape(words)}</li>" for status, words in SOURCE_STATUSES.items())
    return (
        "<section aria-labelledby='statuses'><h2 id='statuses'>How far a source carries</h2>"
        f"<p>Each source below has one of these words.</p><ul>{entries}</ul></section>"
    )


def _model(record):
    about, name = record.about, topic(record)
    equations = "".join(
        f"<p class='pk-equation' tabindex='0'>{mathml(equation, display='block')}</p>" for equation in about.equations
    )
    studied = _studies(about.studies)
    lists = "".join(
        f"<p><b>{heading}</b></p><ul>{''.join(f'<li>{escape(each)}</li>' for each in each_of)}</ul>"
        for heading, each_of in (
            ("It assumes", about.assumes),
            ("What speaks against it", about.evidence_against),
            ("What it leaves out", about.leaves_out),
        )
        if each_of
    )
    sources = "".join(f"<li>{_source(each.text, each.status, each.url)}</li>" for each in about.sources)
    return (
        f"<section class='pk-entry' id='{name}' data-entry aria-labelledby='{name}-title'>"
        f"<h2 id='{name}-title'>{escape(_title(record))}</h2><p>{escape(about.claim)}</p>{equations}"
        f"{_parameters(record)}{_outcomes(name)}{lists}{studied}<p><b>Sources</b></p><ul>{sources}</ul>{_pages(record)}</section>"
    )


def _studies(studies):
    """Links to the studies of causes that speak to a model."""
    if not studies:
        return ""
    page = next(page for page in content.pages() if page.address == CAUSES)
    links = ", ".join(f"<a href='{href(page, HERE)}#{anchor(study)}'>{escape(study)}</a>" for study in studies)
    return f"<p>A cause was studied by {links}.</p>"


def _parameters(record):
    name = topic(record)
    head = "".join(f"<th scope='col'>{column}</th>" for column in COLUMNS)
    rows = "".join(row(f"{name}-{each.name}", COLUMNS, _cells(each)) for each in record.parameters().values())
    return (
        f"<div class='pk-wide pk-rows pk-whole' tabindex='0' role='region' aria-label='Parameters of {escape(_title(record))}'>"
        f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _cells(parameter):
    label = f"{escape(parameter.label)}<br><code>{parameter.name}</code><br><small>{escape(parameter.meaning)}</small>"
    default = f"{_value(parameter, parameter.default)}<br><small>{escape(parameter.why)}</small>"
    unit = "%" if parameter.percent else escape(parameter.unit)
    return label, mathml(parameter.symbol), unit, allowed(parameter), default, _who_says(parameter)


def _value(parameter, value):
    return percent(value) if parameter.percent else number(value, digits=6)


def _who_says(parameter):
    if parameter.status == "scenario":
        measure = f" It would be measured by: {parameter.measure}." if parameter.measure else ""
        return f"scenario<br><small>{escape(SOURCE_STATUSES['scenario'].capitalize())}.{escape(measure)}</small>"
    return _source(parameter.source, parameter.status, parameter.url)


def _source(words, status, url):
    shown = escape(words)
    link = f"<a href='{escape(url, quote=True)}' rel='noreferrer'>{shown}</a>" if url else shown
    return f"{link} <small>({status}: {escape(SOURCE_STATUSES[status])})</small>"


def _outcomes(name):
    if not catalogue.known(name):
        return ""
    each = "".join(f"<li>{escape(o.label)} [{escape(o.unit)}]</li>" for o in catalogue.outcomes(name).each)
    return f"<p><b>Its outcomes</b></p><ul>{each}</ul>"


def _pages(record):
    using = used_by(record)
    if not using:
        return "<p>No page uses it yet; it is a function for notebooks.</p>"
    links = "".join(f"<li><a href='{href(page, HERE)}'>{escape(page.title)}</a></li>" for page in using)
    return f"<p><b>Pages that use it</b></p><ul>{links}</ul>"


def _models_of(term):
    pages = {page.address: page for page in content.pages()}
    links = [
        f"<a href='{href(pages[each], HERE)}'>{escape(pages[each].title)}</a>" for each in term.topics if each in pages
    ]
    return f"<br><small>See {' · '.join(links)}</small>" if links else ""
