"""The server: Voila with peerkit's template, portal, addresses and kernels. It calls nobody."""

import asyncio
import os
from functools import cached_property
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

import voila.app
from jupyter_server import DEFAULT_STATIC_FILES_PATH
from jupyter_server.auth.decorator import allow_unauthenticated
from jupyter_server.base.handlers import JupyterHandler
from jupyter_server.utils import url_path_join
from markupsafe import Markup
from nbclient import NotebookClient
from nbconvert.filters.markdown_mistune import MarkdownWithMath
from tornado import web
from traitlets import default
from traitlets.config import Config
from voila.paths import collect_static_paths, collect_template_paths
from voila.shutdown_kernel_handler import VoilaShutdownKernelHandler
from voila.tornado.handler import TornadoVoilaHandler

from peerkit import content
from peerkit.dashboards.plotly_view import source
from peerkit.dashboards.web import SERVED, text
from peerkit.figures.theme import css_tokens
from peerkit.plotly_bundle import bundle
from peerkit.serve.assets import AssetHandler, ModuleHandler, tag
from peerkit.serve.markdown import PageRenderer
from peerkit.serve.preload import Learned

TEMPLATE = Path(__file__).parent / "template"
MODULES = {"plotly_view.js": source(), "panel.js": text("panel.js")}
MODULES_TAG = sha256("".join(MODULES.values()).encode()).hexdigest()[:16]
EXTENSIONS = ("anywidget", "@voila-dashboards/widgets-manager8", "@jupyter-widgets/jupyterlab-manager")


def configuration(*, host, port, token, ready, fork):
    """The traitlets configuration of a server."""
    config = Config()
    config.PeerkitServer.update(ip=host, port=port, open_browser=False, token=token, log_level="WARN")
    config.VoilaConfiguration.update(
        strip_sources=True,
        show_tracebacks=False,
        extension_allowlist=list(EXTENSIONS),
        file_allowlist=[],
        multi_kernel_manager_class="peerkit.serve.kernels.ReadyKernelManager",
    )
    config.ReadyKernelManager.update(ready=ready, cull_interval=30, cull_idle_timeout=240, cull_connected=False)
    # A kernel that died took its page's widgets with it: the page says so, and a reload makes a new one.
    config.KernelManager.update(transport="ipc", autorestart=False)
    config.ConnectionFileMixin.transport = "ipc"
    if fork:
        config.KernelProvisionerFactory.default_provisioner_name = "peerkit-fork"
    return config


class Sentences:
    """Errors as a sentence and the way back; what happened is in the server's log."""

    def write_error(self, status_code, **_):
        """The error page."""
        missing = status_code == 404
        words = "There is no such page. The portal lists all of them." if missing else "This page could not be made."
        self.set_header("Content-Type", "text/html; charset=utf-8")
        environment = self.settings["voila_jinja2_env"]
        self.finish(environment.get_template("error.html.j2").render(words=words, pk=Site(self.settings["peerkit"])))


class PageHandler(Sentences, TornadoVoilaHandler):
    """A page by its short address instead of its notebook's path."""

    async def get(self, address):
        """The page, or a sentence that says how to find it."""
        found = next((page for page in content.pages() if page.address == address), None)
        if found is None:
            raise web.HTTPError(404)
        await super().get(found.path)


class PortalHandler(Sentences, JupyterHandler):
    """The front page: `notebooks/index.ipynb`, run once and kept, since it is the same for everybody."""

    @web.authenticated
    async def get(self):
        """The portal as plain HTML; it needs no kernel."""
        server = self.settings["peerkit"]
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.finish(await server.portal())


class AliveHandler(JupyterHandler):
    """Whether the kernel behind a page is still there."""

    @allow_unauthenticated
    async def get(self, kernel_id):
        """204 if it is, 404 if it has ended. Who knows the id of a kernel has been let in to its page before."""
        there = kernel_id in self.kernel_manager and await self.kernel_manager.get_kernel(kernel_id).is_alive()
        self.set_status(204 if there else 404)
        self.finish()


class ShutdownHandler(VoilaShutdownKernelHandler):
    """Ends the kernel of a page that is left. The browser sends this while it closes the page, without any header."""

    def check_xsrf_cookie(self):
        """Nothing to check: the address names an unguessable kernel, and ending it is all this can do."""

    async def post(self, kernel_id):
        """204, also where the kernel has ended already."""
        if kernel_id in self.kernel_manager:
            await self.kernel_manager.shutdown_kernel(kernel_id, now=True)
        self.set_status(204)
        self.finish()


class PeerkitServer(voila.app.Voila):
    """Voila that serves the portal at its root and every page of peerkit below it."""

    name = "peerkit"
    when_listening = None

    @default("root_dir")
    def _content(self):
        return str(content.root())

    @cached_property
    def learned(self):
        """The scripts that pages turned out to need, so that the next page can ask for them at once."""
        return Learned(self.stamp)

    @cached_property
    def stamp(self):
        """What stands in the address of Voila's and the widgets' files: it changes with their versions."""
        names = ("voila", "anywidget", "ipywidgets", "jupyterlab_widgets", "peerkit")
        parts = [*(version(name) for name in names), *EXTENSIONS]
        return sha256(" ".join(parts).encode()).hexdigest()[:12]

    def setup_template_dirs(self):
        """peerkit's template in front of Voila's lab template, wherever both are installed."""
        self.voila_configuration.template = "lab"
        self.template_paths = [str(TEMPLATE), *collect_template_paths(["voila", "nbconvert"], "lab", prune=True)]
        self.static_paths = collect_static_paths(["voila", "nbconvert"], "lab")
        self.voila_configuration.page_config_hook = self._page_config
        self.voila_configuration.config.VoilaConfiguration.resources = {"pk": Site(self)}

    def _page_config(self, page_config, **_):
        page_config["fullStaticUrl"] = url_path_join(self.base_url, "assets", self.stamp, "voila")
        page_config["fullLabextensionsUrl"] = url_path_join(self.base_url, "assets", self.stamp, "extensions")
        # JupyterLab would fetch MathJax from a CDN; formulas on these pages are MathML already.
        page_config["fullMathjaxUrl"] = Site(self).static_url("no-mathjax.js")
        return page_config

    def init_settings(self):
        """Voila's settings, and this server for its handlers."""
        os.environ[SERVED] = url_path_join(self.base_url, "assets", MODULES_TAG, "widgets") + "/"
        # Notebooks come without outputs and are run anew, so whether their outputs are trusted is no news.
        self.log.addFilter(lambda record: "is not trusted" not in record.getMessage())
        # Jupyter's own error pages, which answer calls for kernels that have ended, cannot be made without a static path.
        return {**super().init_settings(), "peerkit": self, "static_path": DEFAULT_STATIC_FILES_PATH}

    def init_handlers(self):
        """Voila's kernel handlers; peerkit's own for everything a reader sees. No file tree, no contents, no files."""
        kept = [h for h in super().init_handlers() if not any(part in h[0] for part in ("tree", "contents", "files"))]
        kept = [h for h in kept if h[0] not in (self.server_url,) and "/voila/render/" not in h[0]]
        page = {
            "template_paths": self.template_paths,
            "config": self.config,
            "voila_configuration": self.voila_configuration,
        }
        assets = [
            (r"voila/(.*)", self.static_paths),
            (r"extensions/(.*)", self.labextensions_path),
        ]
        own = [
            (
                url_path_join(self.server_url, "assets", "[^/]+", end),
                AssetHandler,
                {"folders": folders, "seen": self.learned},
            )
            for end, folders in assets
        ]
        own += [
            (url_path_join(self.server_url, r"assets/[^/]+/widgets/(.*)"), ModuleHandler, {"modules": MODULES}),
            (url_path_join(self.server_url, r"assets/[^/]+/plotly/(.*)"), AssetHandler, {"folders": [bundle().parent]}),
            (
                url_path_join(self.server_url, r"assets/[^/]+/peerkit/(.*)"),
                AssetHandler,
                {"folders": [TEMPLATE / "static"]},
            ),
            (url_path_join(self.server_url, r"peerkit/alive/([\w-]+)"), AliveHandler),
            (url_path_join(self.server_url, r"voila/api/shutdown/([\w-]+)"), ShutdownHandler),
            (self.server_url, PortalHandler),
        ]
        return [*own, *kept, (url_path_join(self.server_url, r"(.+)"), PageHandler, page)]

    async def portal(self):
        """The HTML of the portal; made again when a notebook has changed."""
        changed = max(path.stat().st_mtime_ns for path in content.root().glob("*/**/*.ipynb"))
        making = getattr(self, "_portal_html", None)
        failed = making is not None and making.done() and (making.cancelled() or making.exception() is not None)
        if making is None or failed or self._portal_of != changed:
            self._portal_html = asyncio.ensure_future(self._make_portal())
            self._portal_of = changed
        return await asyncio.shield(self._portal_html)

    async def _make_portal(self):
        import nbformat

        notebook = nbformat.read(content.root() / "notebooks" / "index.ipynb", as_version=4)
        # The kernel comes from the manager of all kernels: one that NotebookClient starts has no file to name its sockets
        # by, and two servers in one folder would talk to each other's.
        kernel_id = await self.kernel_manager.start_kernel()
        client = NotebookClient(notebook, km=self.kernel_manager.get_kernel(kernel_id))
        try:
            await client.async_execute(cleanup_kc=False)
        finally:
            if client.kc is not None:
                client.kc.stop_channels()
            await self.kernel_manager.shutdown_kernel(kernel_id, now=True)
        parts = [part for cell in notebook.cells for part in self._parts(cell)]
        environment = self.app.settings["voila_jinja2_env"]
        title = notebook.metadata.get("peerkit", {}).get("title", "What do you want to find out?")
        return environment.get_template("portal.html.j2").render(parts=parts, title=title, pk=Site(self))

    def _parts(self, cell):
        if cell.cell_type == "markdown":
            yield f'<section class="pk-prose">{Site(self).markdown(cell.source)}</section>'
        for output in cell.get("outputs", ()):
            html = output.get("data", {}).get("text/html")
            if html:
                yield html

    def _fill_after(self, portal):
        if not portal.cancelled():
            if portal.exception() is not None:
                self.log.error(
                    "the portal could not be made; the next reader of it tries again", exc_info=portal.exception()
                )
            self.kernel_manager.fill()

    def listen(self):
        """Start listening, and then the reserve of kernels and the portal."""
        loop = asyncio.get_event_loop()
        _keep_signals(loop)
        # The portal is what the first reader sees; the reserve would compete with it for the cores.
        first = asyncio.ensure_future(self.portal(), loop=loop)
        first.add_done_callback(lambda done: self._fill_after(done))
        if self.when_listening is not None:
            loop.call_later(0.5, self.when_listening)
        super().listen()


def _keep_signals(loop):
    """Leave SIGINT and SIGTERM to the server; nbclient would take them for each notebook it runs, and then drop them."""

    def refuse(*_):
        raise RuntimeError("the server handles signals itself")

    loop.add_signal_handler = loop.remove_signal_handler = refuse


class Site:
    """What the templates may ask for."""

    def __init__(self, server):
        self._server = server

    def __deepcopy__(self, memo):
        # Configurations are copied for every page; the server they speak of is not.
        return self

    @property
    def base_url(self):
        """The address of the portal."""
        return self._server.base_url

    @property
    def css(self):
        """The page's colours and rules, inline: a stylesheet of its own would hold back the first picture."""
        page = (TEMPLATE / "static" / "page.css").read_text(encoding="utf-8")
        return Markup(css_tokens() + page + text("plotly_view.css") + text("panel.css"))

    @property
    def plotly_url(self):
        """Where plotly.js is; the address changes when the bundle does."""
        return url_path_join(self.base_url, "assets", tag(bundle()), "plotly", bundle().name)

    @property
    def modules(self):
        """The widgets' own modules."""
        return [os.environ[SERVED] + name for name in MODULES]

    @property
    def preload(self):
        """The scripts that pages have needed so far."""
        return self._server.learned.urls

    def markdown(self, source):
        """A cell's Markdown as HTML."""
        renderer = PageRenderer(contents_manager=self._server.contents_manager, escape=False)
        return Markup(MarkdownWithMath(renderer=renderer).render(source))

    def static_url(self, name):
        """A file of the template, addressed by its content."""
        return url_path_join(self.base_url, "assets", tag(TEMPLATE / "static" / name), "peerkit", name)
