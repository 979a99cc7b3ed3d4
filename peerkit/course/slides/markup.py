"""The words of slides as HTML that needs no script and no network."""

import re

from markupsafe import Markup
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

from peerkit.widgets.formula import mathml

LONG = 90
"""Letters of LaTeX from which a formula is set smaller."""


class SlideRenderer(IPythonRenderer):
    """Markdown as HTML: formulas as MathML, links as their words (no page of a deck leads to a notebook)."""

    def link(self, text, url, title=None):
        """The words of a link; its address is kept where it leads to another site."""
        return super().link(text, url, title) if re.match(r"https?:", url) else text

    def image(self, text, url, title=None):
        """The words that describe a picture."""
        return self.escape_html(text)

    def block_math(self, body):
        """A formula on its own line."""
        # Nobody can scroll what a beamer shows.
        size = " long" if len(body) > LONG else ""
        return f"<p class='formula{size}'>{mathml(body.strip(), display='block')}</p>"

    def multiline_math(self, text):
        """A formula that was written over several lines."""
        return self.block_math(text.strip("$"))

    def inline_math(self, body):
        """A formula within a sentence."""
        return mathml(body.strip())


def html(words):
    """Markdown as HTML.

    >>> html("A [link](../dashboards/modes.ipynb) and $x$.").startswith("<p>A link and <math")
    True
    """
    renderer = SlideRenderer(escape=False, exclude_anchor_links=True)
    return Markup(MarkdownWithMath(renderer=renderer).render(words).strip())


def line(words):
    """Markdown of one line as HTML without a paragraph around it.

    >>> str(line("Few do *most*."))
    'Few do <em>most</em>.'
    """
    return Markup(re.sub(r"^<p>(.*)</p>$", r"\1", str(html(words)), flags=re.DOTALL))
