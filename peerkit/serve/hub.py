"""The portal on a JupyterHub, and nothing else: who opens it runs no code, and so people may share one portal.

An extension of the server that a hub starts for a user; `peerkit/serve/deploy/jupyterhub_config.py` switches it on. It needs
jupyter-server-proxy.
"""

from jupyter_server.auth import Authorizer
from jupyter_server_proxy.config import ServerProcess, make_handlers

from peerkit.serve.proxy import NAME, portal


class PortalOnly(Authorizer):
    """Allows nothing that Jupyter itself offers: no kernel, no file, no terminal. The portal asks nobody but its proxy."""

    def is_authorized(self, handler, user, action, resource):
        """False for everybody."""
        return False


def _jupyter_server_extension_points():
    return [{"module": __name__}]


def _load_jupyter_server_extension(server):
    handlers = make_handlers(server.web_app.settings["base_url"], [ServerProcess(name=NAME, **portal())])
    server.web_app.add_handlers(".*", handlers)
