"""Markdown of notebooks with formulas as MathML, so that a page needs no formula script and no formula font."""

from peerkit.serve.upstream import VoilaMarkdownRenderer
from peerkit.widgets.formula import mathml


class PageRenderer(VoilaMarkdownRenderer):
    """Voila's renderer, but a formula becomes what a browser can draw itself."""

    def block_math(self, body):
        """A formula on its own line."""
        return f"<p>{mathml(body.strip(), display='block')}</p>"

    def multiline_math(self, text):
        """A formula that was written over several lines."""
        return self.block_math(text.strip("$"))

    def inline_math(self, body):
        """A formula within a sentence."""
        return mathml(body.strip())
