"""The server: Voila's scripts and kernels with peerkit's pages, portal and addresses. It calls nobody."""

import asyncio
from functools import cached_property

import voila.app
from jupyter_server import DEFAULT_STATIC_FILES_PATH
from jupyter_server.services.kernels.handlers import _kernel_id_regex
from jupyter_server.utils import url_path_join
from tornado.log import gen_log
from traitlets import default
from traitlets.config import Config
from voila.paths import collect_static_paths, collect_template_paths

from peerkit import content
from peerkit.serve.assets import AssetHandler, ScriptHandler
from peerkit.serve.login import LoginHandler
from peerkit.serve.page import PageHandler
from peerkit.serve.portal import KeptHandler, Portal, PortalHandler, kept_addresses
from peerkit.serve.session import AliveHandler, ChannelsHandler, ShutdownHandler
from peerkit.serve.site import EXTENSIONS, TEMPLATE, Site
from peerkit.widgets.plotly_bundle import bundle
from peerkit.widgets.web import MODULES


def configuration(*, host, port, token, ready, fork):
    """The traitlets configuration of a server."""
    config = Config()
    config.PeerkitServer.update(ip=host, port=port, base_url="/", open_browser=False, token=token, log_level="WARN")
    config.VoilaConfiguration.update(
        extension_allowlist=list(EXTENSIONS),
        file_allowlist=[],
        multi_kernel_manager_class="peerkit.serve.kernels.ReadyKernelManager",
    )
    config.ReadyKernelManager.update(ready=ready, cull_interval=30, cull_idle_timeout=240, cull_connected=False)
    # The form of Jupyter would let anybody in the room set a password for everybody.
    config.PasswordIdentityProvider.allow_password_change = False
    # A kernel that died took its page's widgets with it: the page says so, and a reload makes a new one.
    config.KernelManager.update(transport="ipc", autorestart=False)
    config.ConnectionFileMixin.transport = "ipc"
    if fork:
        config.KernelProvisionerFactory.default_provisioner_name = "peerkit-fork"
    return config


class PeerkitServer(voila.app.Voila):
    """Voila that serves the portal at its root and every page of peerkit below it."""

    name = "peerkit"
    when_listening = None

    @default("root_dir")
    def _content(self):
        return str(content.root())

    @cached_property
    def site(self):
        """What the templates may ask for."""
        return Site(self)

    @cached_property
    def portal(self):
        """The front page."""
        return Portal(self)

    def setup_template_dirs(self):
        """Voila's scripts, wherever they are installed; the templates are peerkit's own."""
        self.template_paths = collect_template_paths(["voila", "nbconvert"], "lab", prune=True)
        self.static_paths = collect_static_paths(["voila", "nbconvert"], "lab")

    def init_settings(self):
        """Voila's settings, and this server for its handlers."""
        # Jupyter counts the pings of its sockets in milliseconds, and tornado, which takes them for seconds, complains.
        gen_log.addFilter(lambda record: "websocket_ping_timeout" not in record.getMessage())
        # Jupyter's own error pages, which answer calls for kernels that have ended, cannot be made without a static path.
        return {
            **super().init_settings(),
            "peerkit": self,
            "static_path": DEFAULT_STATIC_FILES_PATH,
            # Pages carry their figures; packed they are a quarter of the size.
            "compress_response": True,
        }

    def init_handlers(self):
        """Voila's kernel handlers; peerkit's own for everything a reader sees. No file tree, no contents, no files."""
        kept = [h for h in super().init_handlers() if not any(part in h[0] for part in ("tree", "contents", "files"))]
        kept = [h for h in kept if h[0] not in (self.server_url,) and "/voila/render/" not in h[0]]
        assets = [
            (r"voila/(.*)", self.static_paths),
            (r"extensions/(.*)", self.labextensions_path),
        ]
        own = [
            (
                url_path_join(self.server_url, "assets", "[^/]+", end),
                AssetHandler,
                {"folders": folders},
            )
            for end, folders in assets
        ]
        own += [
            (url_path_join(self.server_url, r"assets/[^/]+/widgets/(.*)"), ScriptHandler, {"script": MODULES.get}),
            (url_path_join(self.server_url, r"assets/[^/]+/plotly/(.*)"), AssetHandler, {"folders": [bundle().parent]}),
            (
                url_path_join(self.server_url, r"assets/[^/]+/peerkit/(.*)"),
                AssetHandler,
                {"folders": [TEMPLATE / "static"]},
            ),
            (url_path_join(self.server_url, rf"api/kernels/{_kernel_id_regex}/channels"), ChannelsHandler),
            (url_path_join(self.server_url, r"peerkit/alive/([\w-]+)"), AliveHandler),
            (url_path_join(self.server_url, r"voila/api/shutdown/([\w-]+)"), ShutdownHandler),
            (url_path_join(self.server_url, "login"), LoginHandler),
            (self.server_url, PortalHandler),
            (url_path_join(self.server_url, f"({kept_addresses()})"), KeptHandler),
        ]
        return [*own, *kept, (url_path_join(self.server_url, r"(.+)"), PageHandler)]

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
        first = asyncio.ensure_future(self.portal.html(), loop=loop)
        first.add_done_callback(lambda done: self._fill_after(done))
        if self.when_listening is not None:
            loop.call_later(0.5, self.when_listening)
        super().listen()

    def stop(self):
        """End all kernels, also those that are just starting; none is started for the reserve meanwhile."""
        self.kernel_manager.ready = 0
        # In the loop that starts them: Voila would end them in one of its own, where waiting for this one takes forever.
        self.ioloop.asyncio_loop.run_until_complete(self.kernel_manager.shutdown_all(now=True))
        super().stop()


def _keep_signals(loop):
    """Leave SIGINT and SIGTERM to the server; nbclient would take them for each notebook it runs, and then drop them."""

    def refuse(*_):
        raise RuntimeError("the server handles signals itself")

    loop.add_signal_handler = loop.remove_signal_handler = refuse
