"""The things that templates use: addresses that change with the content behind them, colours, and rendered Markdown."""

from functools import cached_property
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

import jinja2
from jupyter_server.utils import url_path_join
from markupsafe import Markup
from nbconvert.filters.markdown_mistune import MarkdownWithMath
from voila.utils import get_page_config

from peerkit.advice import desk, scenarios  # noqa: F401  their modules are what the pages of an engagement need
from peerkit.course import ask  # noqa: F401  its module is what lessons need
from peerkit.evidence import log_page  # noqa: F401  its modules are what the page of logs needs
from peerkit.figures.theme import css_tokens
from peerkit.room import room_desk  # noqa: F401  its module is what the desk of a room needs
from peerkit.serve.assets import tag
from peerkit.serve.markdown import PageRenderer
from peerkit.widgets import client, panel, plotly_view, replay, url_state  # noqa: F401  their modules are what pages need
from peerkit.widgets.plotly_bundle import bundle
from peerkit.widgets.web import MODULES, address, text

TEMPLATE = Path(__file__).parent / "template"
EXTENSIONS = ("anywidget", "@voila-dashboards/widgets-manager8", "@jupyter-widgets/jupyterlab-manager")


class Site:
    """The pages of one server."""

    def __init__(self, server):
        self._server = server
        self._templates = jinja2.Environment(loader=jinja2.FileSystemLoader(TEMPLATE), autoescape=True)

    def template(self, name):
        """A template of peerkit."""
        return self._templates.get_template(name)

    @property
    def base_url(self):
        """The address of the portal."""
        return self._server.base_url

    @cached_property
    def version(self):
        """The version of this installation, for files that readers take along."""
        return version("peerkit")

    @cached_property
    def stamp(self):
        """The part of the address of Voila's and the widgets' files that changes with their versions."""
        names = ("voila", "anywidget", "ipywidgets", "jupyterlab_widgets", "peerkit")
        parts = [*(version(name) for name in names), *EXTENSIONS]
        return sha256(" ".join(parts).encode()).hexdigest()[:12]

    @cached_property
    def page_config(self):
        """The settings of a page for Voila's scripts, without its kernel."""
        server = self._server
        config = get_page_config(server.base_url, {}, server.log, server.voila_configuration)
        return {
            **config,
            "fullStaticUrl": self._asset(self.stamp, "voila"),
            "fullLabextensionsUrl": self._asset(self.stamp, "extensions"),
            # JupyterLab would fetch MathJax from a CDN; formulas on these pages are MathML already.
            "fullMathjaxUrl": self.static_url("no-mathjax.js"),
        }

    @cached_property
    def css(self):
        """The page's colours and rules, inline: a stylesheet of its own would hold back the first picture."""
        page = (TEMPLATE / "static" / "page.css").read_text(encoding="utf-8")
        widgets = ("plotly_view", "panel", "replay", "facts", "exercise", "desk", "client", "log_page", "room_desk")
        return Markup(css_tokens() + page + "".join(text(f"{name}.css") for name in widgets))

    @property
    def plotly_url(self):
        """The address of plotly.js; it changes when the bundle does."""
        return self._bundle_url(bundle())

    @property
    def wide_plotly_url(self):
        """The address of the plotly.js that draws heat maps and contours too."""
        return self._bundle_url(bundle(wide=True))

    def _bundle_url(self, file):
        return self._asset(tag(file), "plotly", file.name)

    @property
    def modules(self):
        """The addresses of the widgets' own modules, by name."""
        return {name: address(name, source) for name, source in MODULES.items()}

    def modules_of(self, kind):
        """The addresses of the modules that a page of a kind is likely to need: lessons and activities ask, the desk advises."""
        only = {
            "exercise.js": ("lesson", "activity"),
            "desk.js": ("advice",),
            "scenarios.js": ("advice",),
            # Two dashboards of forty need it.
            "client.js": (),
            "log_page.js": ("evidence",),
            "log_details.js": ("evidence",),
            "room_desk.js": ("room",),
        }
        return [address for name, address in self.modules.items() if kind in only.get(name, (kind,))]

    def markdown(self, words):
        """A cell's Markdown as HTML."""
        renderer = PageRenderer(base_url=self.base_url, contents_manager=self._server.contents_manager, escape=False)
        return Markup(MarkdownWithMath(renderer=renderer).render(words))

    def static_url(self, name):
        """A file of the template, addressed by its content."""
        return self._asset(tag(TEMPLATE / "static" / name), "peerkit", name)

    def _asset(self, *parts):
        return url_path_join(self.base_url, "assets", *parts)
