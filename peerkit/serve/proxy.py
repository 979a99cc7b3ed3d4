"""The portal inside JupyterLab, on a JupyterHub and on Binder: what jupyter-server-proxy needs to know to start it.

The entry point in pyproject.toml names `portal`. Without jupyter-server-proxy nobody asks for it.
"""

import secrets
import sys

NAME = "peerkit"
"""The entry point's name, and the part of the address below the user's own."""
STARTS_WITHIN = 90
"""Seconds that the proxy waits for the first answer [s]."""


def portal():
    """The settings of one user's portal. `{port}` and `{base_url}` are filled in by the proxy.

    Only the proxy knows the word, so other users of the same machine, who can reach the port, are not let in. It stands in
    the environment, since everybody may read command lines.
    """
    word = secrets.token_urlsafe(24)
    return {
        "command": [
            sys.executable,
            "-m",
            "peerkit.cli",
            "serve",
            "--no-browser",
            "--port",
            "{port}",
            "--room-port",
            "0",
            "--base-url",
            f"{{base_url}}{NAME}/",
        ],
        "environment": {"PEERKIT_TOKEN": word},
        "request_headers_override": {"Authorization": f"token {word}"},
        "absolute_url": True,
        "timeout": STARTS_WITHIN,
        "new_browser_tab": True,
        "launcher_entry": {"title": NAME, "enabled": True},
    }
