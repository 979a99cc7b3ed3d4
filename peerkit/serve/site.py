"""What the templates may ask for: addresses that change with what is behind them, colours, and rendered Markdown."""

from functools import cached_property
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

import jinja2
from jupyter_server.utils import url_path_join
from markupsafe import Markup
from nbconvert.filters.markdown_mistune import MarkdownWithMath
from voila.utils import get_page_config

from peerkit.figures.theme import css_tokens
from peerkit.serve.assets import tag
from peerkit.serve.markdown import PageRenderer
from peerkit.serve.preload import Learned, together
from peerkit.widgets.plotly_bundle import bundle
from peerkit.widgets.plotly_view import source
from peerkit.widgets.web import address, text

TEMPLATE = Path(__file__).parent / "template"
MODULES = {"plotly_view.js": source(), "panel.js": text("panel.js")}
EXTENSIONS = ("anywidget", "@voila-dashboards/widgets-manager8", "@jupyter-widgets/jupyterlab-manager")


class Site:
    """The pages of one server."""

    def __init__(self, server):
        self._server = server
        self._templates = jinja2.Environment(loader=jinja2.FileSystemLoader(TEMPLATE), autoescape=True)
        self.learned = Learned(self.stamp)

    def template(self, name):
        """A template of peerkit."""
        return self._templates.get_template(name)

    @property
    def base_url(self):
        """The address of the portal."""
        return self._server.base_url

    @cached_property
    def stamp(self):
        """What stands in the address of Voila's and the widgets' files: it changes with their versions."""
        names = ("voila", "anywidget", "ipywidgets", "jupyterlab_widgets", "peerkit")
        parts = [*(version(name) for name in names), *EXTENSIONS]
        return sha256(" ".join(parts).encode()).hexdigest()[:12]

    @cached_property
    def page_config(self):
        """What Voila's scripts must know of a page, but for its kernel."""
        server = self._server
        found = get_page_config(server.base_url, {}, server.log, server.voila_configuration)
        return {
            **found,
            "fullStaticUrl": self._asset(self.stamp, "voila"),
            "fullLabextensionsUrl": self._asset(self.stamp, "extensions"),
            # JupyterLab would fetch MathJax from a CDN; formulas on these pages are MathML already.
            "fullMathjaxUrl": self.static_url("no-mathjax.js"),
        }

    @cached_property
    def css(self):
        """The page's colours and rules, inline: a stylesheet of its own would hold back the first picture."""
        page = (TEMPLATE / "static" / "page.css").read_text(encoding="utf-8")
        return Markup(css_tokens() + page + text("plotly_view.css") + text("panel.css"))

    @property
    def plotly_url(self):
        """Where plotly.js is; the address changes when the bundle does."""
        return self._asset(tag(bundle()), "plotly", bundle().name)

    @property
    def modules(self):
        """The widgets' own modules."""
        return [address(name, text) for name, text in MODULES.items()]

    @property
    def preload(self):
        """The scripts that pages have needed so far, but for those in `chunks_url`."""
        return self.learned.urls

    @property
    def chunks_url(self):
        """One script of all the modules that pages have needed so far; empty as long as nobody has opened a page."""
        if not self.learned.chunks:
            return ""
        return self._asset(together(self.learned.chunks)[0], "chunks.js")

    def chunks_of(self, digest):
        """The text behind the `chunks_url` of now; None for an earlier one, whose pages fetch their modules one by one."""
        now, text = together(self.learned.chunks)
        return text if digest == now else None

    def markdown(self, words):
        """A cell's Markdown as HTML."""
        renderer = PageRenderer(base_url=self.base_url, contents_manager=self._server.contents_manager, escape=False)
        return Markup(MarkdownWithMath(renderer=renderer).render(words))

    def static_url(self, name):
        """A file of the template, addressed by its content."""
        return self._asset(tag(TEMPLATE / "static" / name), "peerkit", name)

    def _asset(self, *parts):
        return url_path_join(self.base_url, "assets", *parts)
