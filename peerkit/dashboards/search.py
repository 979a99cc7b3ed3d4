"""The words by which the portal's search finds a page: its own text, and a list of words made by hand."""

import importlib
import json
import logging
import re
from importlib.util import find_spec

from peerkit import content

log = logging.getLogger("peerkit")

LINK = re.compile(r"\]\([^)]*\)")
NOT_WORDS = re.compile(r"\$[^$]*\$|<[^>]*>|https?://\S+")
WORD = re.compile(r"[^\W_]+")


def index(pages):
    """The index that the browser searches: words with the numbers of their pages, words made by hand, and the glossary.

    The browser reduces words to their stem: the words of pages and the words that are typed.
    """
    places = {}
    for number, page in enumerate(pages):
        for word in words(text(page)):
            places.setdefault(word, []).append(number)
    addresses = [page.address for page in pages]
    typed = {
        phrase: [addresses.index(address) for address in meant if address in addresses]
        for phrase, meant in content.search_words().items()
    }
    terms = [[term.key, term.term, term.meaning] for term in content.glossary()]
    return {"pages": addresses, "words": dict(sorted(places.items())), "typed": typed, "terms": terms}


def words(sentences):
    """The words of a text in small letters, each once: two letters at least, or the four digits of a year.

    >>> sorted(words("Is AI dear? In 2005, the $x^2$ [of it](there.ipynb) was 25."))
    ['2005', 'ai', 'dear', 'in', 'is', 'it', 'of', 'the', 'was']
    """
    plain = NOT_WORDS.sub(" ", LINK.sub("]", sentences)).casefold()
    return {word for word in WORD.findall(plain) if len(word) > 1 and (not word.isdigit() or len(word) == 4)}


def text(page):
    """Everything a page says: the prose that every reader of its notebook sees and, for a model, what stands beside its controls and cards."""
    notebook = json.loads((content.root() / page.path).read_text(encoding="utf-8"))
    cells = content.shown(notebook["cells"])
    prose = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown"]
    question = question_of(page)
    return "\n".join([*prose, *(_said_beside(question) if question else ())])


def question_of(page):
    """The `Question` of a page; None for a page that has none, or whose module cannot be imported, which the log tells."""
    name = f"peerkit.dashboards.{page.address}"
    if page.kind != "dashboard" or find_spec(name) is None:
        return None
    try:
        return getattr(importlib.import_module(name), "QUESTION", None)
    except Exception:
        # Its own page says that it cannot be made; the others have nothing to do with that.
        log.exception("%s cannot be imported", name)
        return None


def _said_beside(question):
    yield from (preset.name for preset in question.presets)
    yield from question.notice
    for each in question.tries:
        yield from (each.text, each.answer)
    about = question.record.about
    yield from (about.claim, *about.assumes, *about.evidence_against, *about.leaves_out)
    yield from (source.text for source in about.sources)
    for parameter in question.record.parameters().values():
        yield from (parameter.label, parameter.meaning)
