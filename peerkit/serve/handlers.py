"""The addresses of the server itself. An area with addresses of its own has such a file too: copy this one."""

import json

from jupyter_server.auth.decorator import allow_unauthenticated
from jupyter_server.base.handlers import JupyterHandler

from peerkit.serve.assets import AssetHandler, ScriptHandler
from peerkit.serve.login import LoginHandler, LogoutHandler
from peerkit.serve.portal import KeptHandler, PortalHandler, kept_addresses
from peerkit.serve.session import AliveHandler, ChannelsHandler, PlacesHandler, ShownHandler, ShutdownHandler
from peerkit.serve.site import TEMPLATE
from peerkit.serve.upstream import KERNEL_ID
from peerkit.widgets.plotly_bundle import bundle
from peerkit.widgets.web import MODULES


class HealthHandler(JupyterHandler):
    """Tells a monitor or a proxy that the server works."""

    @allow_unauthenticated
    def get(self):
        """200 if kernels can be started, 503 with a reason if the last one could not."""
        trouble = self.kernel_manager.trouble
        self.set_status(503 if trouble else 200)
        self.set_header("Content-Type", "application/json")
        self.set_header("Cache-Control", "no-store")
        self.finish(json.dumps({"status": "no kernel could be started" if trouble else "ok"}))

    head = get


def routes():
    """The addresses below the server's own: a pattern, its handler, and the handler's options. The first one fits.

    An option that depends on the server is a function of it.
    """
    return (
        (r"", PortalHandler, {}),
        (rf"({kept_addresses()})", KeptHandler, {}),
        (r"healthz", HealthHandler, {}),
        (r"login", LoginHandler, {}),
        (r"logout", LogoutHandler, {}),
        (r"assets/[^/]+/voila/(.*)", AssetHandler, {"folders": lambda server: server.static_paths}),
        (
            r"assets/[^/]+/extensions/(.*)",
            AssetHandler,
            {"folders": lambda server: server.labextensions_path},
        ),
        (r"assets/[^/]+/widgets/(.*)", ScriptHandler, {"script": lambda server: MODULES.get}),
        (
            r"assets/[^/]+/plotly/(.*)",
            AssetHandler,
            {"folders": lambda server: [bundle().parent, bundle(wide=True).parent]},
        ),
        (r"assets/[^/]+/peerkit/(.*)", AssetHandler, {"folders": lambda server: [TEMPLATE / "static"]}),
        (rf"api/kernels/{KERNEL_ID}/channels", ChannelsHandler, {}),
        (r"peerkit/alive/([\w-]+)", AliveHandler, {}),
        (r"peerkit/places", PlacesHandler, {}),
        (r"peerkit/shown/([\w-]+)", ShownHandler, {}),
        (r"voila/api/shutdown/([\w-]+)", ShutdownHandler, {}),
    )
