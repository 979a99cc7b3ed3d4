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

from peerkit.content import KINDS, STEPS, asked, broken, pages, root
from peerkit.dashboards.search import index
from peerkit.figures.cover import cover
from peerkit.figures.theme import css_tokens
from peerkit.widgets.web import SERVED, style, text

log = logging.getLogger("peerkit")
HERE = "notebooks"
ESSAY = "cases/essay"
COURSE = "lesson"


class Portal:
    """Shown as HTML: a search field, the course, the steps, and the cards by kind and step. `broken` pages get a card that says so."""

    def __init__(self, pages, broken=()):
        self.pages, self.broken = list(pages), list(broken)

    def _repr_html_(self):
        lessons = [page for page in self.pages if page.kind == COURSE]
        others = [page for page in self.pages if page.kind != COURSE]
        kinds = [(KINDS[kind], list(members)) for kind, members in groupby(others, key=lambda page: page.kind)]
        return (
            f"<div class='pk-portal'>{_style()}{_search()}<div class='pk-browse'>{_course(lessons)}{_start(self.pages)}"
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


def _course(lessons):
    """The way in: the lessons in their order. The portal's script adds how far this browser's reader has come."""
    if not lessons:
        return ""
    minutes = sum(page.minutes for page in lessons)
    duration = f"{minutes} minutes" if minutes < 90 else f"about {minutes / 60:.0f} hours"
    many = "One lesson" if len(lessons) == 1 else f"{len(lessons)} pages"
    return (
        f"<section class='pk-group pk-course' aria-labelledby='{COURSE}'><h2 id='{COURSE}'>{KINDS[COURSE].heading}</h2>"
        f"<p>Begin here. {many}, {duration} in all. Each lesson asks a question, lets you predict, and shows in a live "
        "model what happens. Your answers stay in this browser.</p><p class='pk-continue' hidden></p>"
        f"<ol class='pk-cards pk-lessons'>{''.join(map(_card, lessons))}</ol></section>"
    )


def _start(pages):
    steps = "".join(
        f"<li><a href='#{slug(step.title)}'>{escape(step.title)}</a> <span>{escape(step.line)}</span></li>"
        for step in STEPS
        if any(page.step == step.title and KINDS[page.kind].stepped for page in pages)
    )
    there = {page.kind for page in pages}
    others = " · ".join(
        f"<a href='#{kind.name}'>{kind.heading}</a>"
        for kind in KINDS.values()
        if kind.name in there and not kind.stepped and kind.name != COURSE
    )
    return (
        "<section class='pk-start' aria-labelledby='start'><h2 id='start'>Or follow the argument</h2>"
        f"<nav aria-label='Steps of the argument'>{_whose(pages)}<p>Its models, step by step:</p><ol>{steps}</ol>"
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
    asks = " ".join(asked(root() / page.path)) if page.kind == COURSE else ""
    progress = f" data-asks='{asks}'" if asks else ""
    return (
        f"<li data-page='{page.address}' data-words=\"{words}\"{progress}><a class='pk-{page.kind}' href='{href(page)}'>"
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
