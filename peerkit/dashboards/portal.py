"""The front page: every question as a card, made from what the notebooks say of themselves."""

from html import escape
from itertools import groupby

from peerkit.content import GROUPS, pages
from peerkit.figures.cover import cover

KINDS = {
    "dashboard": "Dashboard",
    "case": "Case",
    "advice": "Advisory desk",
    "evidence": "Evidence",
    "lesson": "Lesson",
}


class Portal:
    """Shown as HTML: a search field and the cards by group."""

    def __init__(self, found):
        self.pages = found

    def _repr_html_(self):
        groups = groupby(self.pages, key=lambda page: page.kind)
        sections = "".join(_group(kind, list(members)) for kind, members in groups)
        return (
            '<input class="pk-search" type="search" placeholder="Search questions, cases, words" '
            'aria-label="Search questions, cases, words"><p class="pk-none" role="status" hidden></p>' + sections
        )

    def __repr__(self):
        return f"Portal of {len(self.pages)} pages"


def portal():
    """The portal of all pages that come with this installation."""
    return Portal(pages())


def _group(kind, members):
    steps = groupby(members, key=lambda page: page.step)
    lists = "".join(_step(step, list(pages)) for step, pages in steps)
    return f'<section class="pk-group"><h2>{GROUPS[kind]}</h2>{lists}</section>'


def _step(step, members):
    cards = "".join(_card(page) for page in members)
    title = f"<h3>{escape(step)}</h3>" if step else ""
    return f'<div class="pk-step">{title}<ul class="pk-cards">{cards}</ul></div>'


def _card(page):
    words = escape(f"{page.title} {page.words} {page.level} {KINDS[page.kind]}".lower(), quote=True)
    picture = cover(page.cover) if page.cover else ""
    return (
        f'<li data-words="{words}"><a href="{page.address}"><span class="pk-cover">{picture}</span>'
        f"<b>{escape(page.title)}</b><small>{KINDS[page.kind]} · {page.minutes} min · {page.level}</small></a></li>"
    )
