"""Markdown of notebooks as a page shows it: formulas as MathML, links between notebooks as links between pages."""

import re

from jupyter_server.utils import url_path_join
from nbformat.v4 import new_markdown_cell

from peerkit.content import linked
from peerkit.serve.upstream import VoilaMarkdownRenderer
from peerkit.widgets.formula import mathml

NOTEBOOK = re.compile(r"(?P<file>[^?#:]+\.ipynb)(?P<rest>([?#].*)?)", re.DOTALL)


class PageRenderer(VoilaMarkdownRenderer):
    """Voila's renderer for pages below `base_url`.

    A formula becomes what a browser can draw itself. A link to a notebook, which JupyterLab and a code host can follow,
    becomes the short address of its page.
    """

    def __init__(self, *, base_url, **options):
        super().__init__(**options)
        self._base_url = base_url

    def link(self, text, url, title=None):
        """A link; to a page where it names a notebook that is one."""
        return super().link(text, served(url, self._base_url), title)

    def block_math(self, body):
        """A formula on its own line."""
        # It may be wider than a phone: what scrolls must be reachable by keyboard. It stands in a paragraph already, and a
        # paragraph within another one would leave two empty ones.
        return f"<span class='pk-equation' tabindex='0'>{mathml(body.strip(), display='block')}</span>"

    def multiline_math(self, text):
        """A formula that was written over several lines."""
        return self.block_math(text.strip("$"))

    def inline_math(self, body):
        """A formula within a sentence."""
        return mathml(body.strip())


def served(url, base_url="/"):
    """The address that a link in a notebook has on the server; links that name no page stay as they are.

    >>> served("../../case_studies/flickr/case.ipynb#members_2005_03", "/econ/")
    '/econ/cases/flickr#members_2005_03'
    >>> served("https://example.org/a.ipynb")
    'https://example.org/a.ipynb'
    """
    link = NOTEBOOK.fullmatch(url)
    address = linked(link["file"]) if link else None
    return url if address is None else url_path_join(base_url, address) + link["rest"]


def with_code(cells):
    """Cells of a page that shows its code: in front of each cell of code, a cell that shows its text.

    >>> from nbformat.v4 import new_code_cell
    >>> [cell.source for cell in with_code([new_code_cell("1 + 1")])]
    ['```python\\n1 + 1\\n```', '1 + 1']
    """
    shown = []
    for cell in cells:
        if cell.cell_type == "code":
            shown.append(new_markdown_cell(f"```python\n{cell.source}\n```"))
        shown.append(cell)
    return shown
