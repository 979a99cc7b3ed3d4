"""Decks as files: one HTML page a deck, and one folder with the scripts that all share.

A page is opened from a folder, without a server. Browsers refuse modules and requests there, so scripts are plain
ones, and each figure's frames stand in the page itself.
"""

import re
from pathlib import Path

import jinja2
import numpy as np
from markupsafe import Markup
from plotly.io.json import to_json_plotly

from peerkit.course import exercises
from peerkit.course.folders import check_free, write
from peerkit.course.notebooks import lessons, name
from peerkit.course.slides import opening, reveal
from peerkit.course.slides.lesson import lesson_deck
from peerkit.course.slides.markup import html, line
from peerkit.figures.theme import css_tokens
from peerkit.widgets.plotly_bundle import bundle
from peerkit.widgets.plotly_view import source
from peerkit.widgets.web import text

WEB = Path(__file__).parent / "web"
OPENING = "opening"
LETTER, WIDTH, LEAST_ROOM = 13, 560, 40
"""Pixels: a letter in a figure, a plot, and the room to its right where nothing stands there."""
EXPORT = "export default { render };"


def build(folder, only=None):
    """Write the decks of the opening presentation and of every lesson, or `only` one, into a new folder; returns them."""
    check_free(folder)
    scripts = _scripts()
    decks = list(chosen(only))
    write(folder, pages(decks) | scripts)
    return decks


def chosen(only=None):
    """The decks of the opening presentation and of every lesson in their order, or the one that `only` names: by its name, its number or its file."""
    # A page of questions before and after the course has no lesson to show.
    every = [page for page in lessons() if name(page) in exercises.lessons()]
    names = [OPENING, *map(name, every)]
    # Whoever teaches counts lessons.
    only = next((name(page) for page in every if only in (str(page.order), Path(page.path).stem)), only)
    if only is not None and only not in names:
        raise ValueError(f"there are no slides {only!r}; there are {', '.join(names)}")
    if only in (None, OPENING):
        yield opening.deck()
    yield from (lesson_deck(page) for page in every if only in (None, name(page)))


def pages(decks):
    """The pages of some decks and the one that lists them: path to bytes."""
    templates = jinja2.Environment(loader=jinja2.FileSystemLoader(WEB), autoescape=True, trim_blocks=True)
    templates.filters |= {"html": html, "line": line, "frames": _frames}
    whole = templates.get_template("deck.html.j2")
    files = {f"{deck.name}.html": whole.render(deck=deck).encode() for deck in decks}
    return files | {"index.html": templates.get_template("index.html.j2").render(decks=decks).encode()}


def _scripts():
    """The files that all decks share: reveal.js, plotly.js, and peerkit's own figure, script and rules."""
    figure = source().replace(EXPORT, "globalThis.peerkitFigure = { render };")
    own = {
        "plotly.js": bundle(wide=True).read_bytes(),
        "figure.js": f"(() => {{\n{figure}\n}})();\n".encode(),
        "deck.js": (WEB / "deck.js").read_bytes(),
        "deck.css": (css_tokens() + text("plotly_view.css") + (WEB / "deck.css").read_text(encoding="utf-8")).encode(),
    }
    return {f"files/{name}": content for name, content in (reveal.files() | own).items()}


def _frames(play):
    """The frames of a figure as JSON that can stand in a page."""
    # The same room in every frame: a figure that is played must not jump.
    room = max(needed_room(frame.figure) for frame in play.frames)
    frames = [
        {"setting": frame.setting, "words": frame.words, "spec": _spec(frame.figure, room)} for frame in play.frames
    ]
    paper = play.first if play.paper is None else play.paper
    data = to_json_plotly({"label": play.label, "first": play.first, "paper": paper, "frames": frames})
    # A closing tag within the data would end the script that holds it.
    return Markup(data.replace("</", "<\\/"))


def _spec(figure, room):
    plain = figure.to_plotly_json()
    # The template is the same for all figures and is part of the script that draws them.
    plain["layout"].pop("template", None)
    plain["layout"]["margin"] = plain["layout"].get("margin", {}) | {"r": room}
    return plain


def needed_room(figure):
    """Pixels that words at the right ends of lines need beside a figure on a slide.

    >>> from peerkit.figures.drawing import figure, line
    >>> short, long = (line(figure("x", "y", x_range=(0, 1)), [0, 1], [0, 1], name, "peers") for name in ("a", "a long name"))
    >>> needed_room(short), needed_room(long)
    (40, 166)
    """
    axis = figure.layout.xaxis
    needed = LEAST_ROOM
    if axis.range is None or axis.type in ("date", "category"):
        return needed
    low, high = axis.range
    for trace in figure.data:
        if trace.mode != "text" or trace.x is None:
            continue
        side = trace.textposition or "middle right"
        sides = [side] * len(trace.x) if isinstance(side, str) else side
        x = np.asarray(trace.x, float)
        ends = np.log10(np.where(x > 0, x, np.nan)) if axis.type == "log" else x
        for at, words, side in zip((ends - low) / (high - low), trace.text, sides, strict=False):
            if side.endswith("right") and at <= 1.02:
                letters = max(len(re.sub(r"<[^>]*>", "", line)) for line in words.split("<br>"))
                needed = max(needed, int(LETTER * letters + 10 - (1 - at) * WIDTH))
    return needed
