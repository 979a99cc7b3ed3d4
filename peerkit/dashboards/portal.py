"""The front page: every question as a card, made from what the notebooks say of themselves.

``python -m peerkit.dashboards.portal`` prints the table of pages for README.
"""

import json
import logging
import os
import re
import sys
from html import escape
from itertools import groupby

from peerkit.content import KINDS, STEPS, broken, pages
from peerkit.dashboards.search import index
from peerkit.figures.cover import cover
from peerkit.figures.theme import css_tokens
from peerkit.widgets.web import SERVED, style, text

log = logging.getLogger("peerkit")
HERE = "notebooks"
ESSAY = "cases/essay"


class Portal:
    """Shown as HTML: a search field, where to start, and the cards by kind and step. `broken` pages get a card that says so."""

    def __init__(self, pages, broken=()):
        self.pages, self.broken = list(pages), list(broken)

    def _repr_html_(self):
        kinds = [(KINDS[kind], list(members)) for kind, members in groupby(self.pages, key=lambda page: page.kind)]
        return (
            f"<div class='pk-portal'>{_style()}{_search()}<div class='pk-browse'>{_start(self.pages)}"
            f"<section class='pk-lately' aria-labelledby='lately' hidden><h2 id='lately'>Opened lately</h2><ul></ul></section>"
            f"{''.join(_kind(kind, members) for kind, members in kinds)}{_out_of_order(self.broken)}</div>"
            f"{_index(self.pages)}</div>"
        )

    def __repr__(self):
        return f"Portal of {len(self.pages)} pages"


def portal():
    """The portal of all pages that come with this installation."""
    return Portal(pages(), broken())


def href(page, here=HERE):
    """The link to a page: its address on a server; elsewhere its notebook, seen from a notebook in the folder `here`."""
    return page.address if os.environ.get(SERVED) else os.path.relpath(page.path, here)


def slug(title):
    """A title as the name of an anchor.

    >>> slug("Who does what")
    'who-does-what'
    """
    return re.sub(r"\W+", "-", title.lower()).strip("-")


def table():
    """The pages as the table in README: step or kind, page, minutes."""
    rows, last = ["| step | page | minutes |", "|---|---|---|"], None
    for page in pages():
        group = page.step if KINDS[page.kind].stepped else KINDS[page.kind].heading
        rows.append(f"| {group if group != last else ''} | {page.title} | {page.minutes} |")
        last = group
    return "\n".join(rows) + "\n"


def _style():
    rules = style(css_tokens() + text("portal.css"))
    return f"<style>{rules}</style>" if rules else ""


def _search():
    if not os.environ.get(SERVED):
        # The script that searches belongs to the server's page.
        return ""
    return (
        "<noscript><style>.pk-find{display:none}</style></noscript>"
        '<form class="pk-find" role="search"><input class="pk-search" type="search" name="q" autocomplete="off" '
        'placeholder="Search: free rider, take rate, Wikipedia…" aria-label="Search questions, cases and terms"></form>'
        '<div class="pk-found" hidden><p class="pk-count" role="status"></p><ul class="pk-terms"></ul>'
        '<ul class="pk-cards"></ul></div>'
    )


def _start(pages):
    lesson = next((page for page in pages if page.kind == "lesson"), None)
    first = f"<ul class='pk-cards pk-first'>{_card(lesson)}</ul>" if lesson else ""
    steps = "".join(
        f"<li><a href='#{slug(step.title)}'>{escape(step.title)}</a> <span>{escape(step.line)}</span></li>"
        for step in STEPS
        if any(page.step == step.title and KINDS[page.kind].stepped for page in pages)
    )
    there = {page.kind for page in pages}
    others = " · ".join(
        f"<a href='#{kind.name}'>{kind.heading}</a>"
        for kind in KINDS.values()
        if kind.name in there and not kind.stepped and kind.name != "lesson"
    )
    return (
        f"<section class='pk-start' aria-labelledby='start'><h2 id='start'>Start here</h2>{first}"
        f"<nav aria-label='Steps of the argument'>{_whose(pages)}<p>Then follow the argument, step by step:</p><ol>{steps}</ol>"
        f"<p>Or go to: {others}</p></nav></section>"
    )


def _whose(pages):
    """The line that leads to the page on the essay whose claims are looked at here."""
    page = next((page for page in pages if page.address == ESSAY), None)
    if page is None:
        return ""
    return f"<p>Whose claims are these, and what speaks for and against each? <a href='{href(page)}'>{escape(page.title)}</a></p>"


def _kind(kind, members):
    if not kind.stepped:
        lists = f"<ul class='pk-cards'>{''.join(map(_card, members))}</ul>"
    else:
        steps = {step.title: step.line for step in STEPS}
        lists = "".join(
            f"<section class='pk-step' aria-labelledby='{slug(step)}'><h3 id='{slug(step)}'>{escape(step)}</h3>"
            f"<p>{escape(steps[step])}</p><ul class='pk-cards'>{''.join(map(_card, each))}</ul></section>"
            for step, each in groupby(members, key=lambda page: page.step)
        )
    return f"<section class='pk-group' aria-labelledby='{kind.name}'><h2 id='{kind.name}'>{kind.heading}</h2>{lists}</section>"


def _card(page):
    label = KINDS[page.kind].label
    words = escape(f"{page.words} {page.level} {label} {page.step}", quote=True)
    return (
        f"<li data-page='{page.address}' data-words=\"{words}\"><a class='pk-{page.kind}' href='{href(page)}'>"
        f"{_picture(page)}<span class='pk-about'><span class='pk-kind'>{label}</span><b>{escape(page.title)}</b>"
        f"<small>{page.minutes} min · {page.level}</small></span></a></li>"
    )


def _picture(page):
    if not page.cover:
        return ""
    try:
        return f"<span class='pk-cover'>{cover(page.cover)}</span>"
    except Exception:
        # Its data may be damaged; the other cards have nothing to do with that.
        log.exception("the picture of %s could not be drawn", page.path)
        return (
            "<span class='pk-fault'>The picture of this page cannot be drawn, so the page may not work either.</span>"
        )


def _out_of_order(broken):
    cards = "".join(f"<li><p><b>{escape(each.path)}</b> {escape(each.problem)}</p></li>" for each in broken)
    if not cards:
        return ""
    return (
        "<section class='pk-group' aria-labelledby='broken'><h2 id='broken'>Out of order</h2>"
        f"<p>These pages cannot be opened. Tell whoever runs this server.</p><ul class='pk-broken'>{cards}</ul></section>"
    )


def _index(pages):
    if not os.environ.get(SERVED):
        return ""
    # "<" would end the script element.
    data = json.dumps(index(pages), ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    return f"<script type='application/json' class='pk-index'>{data}</script>"


if __name__ == "__main__":
    sys.stdout.write(table())
