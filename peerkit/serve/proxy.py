"""The portal inside JupyterLab, on a JupyterHub and on Binder: what jupyter-server-proxy needs to know to start it.

The entry point in pyproject.toml names `portal`. Without jupyter-server-proxy nobody asks for it.
"""

import os
import secrets
import sys

NAME = "peerkit"
"""The entry point's name, and the part of the address below the user's own."""
STARTS_WITHIN = 90
"""Seconds that the proxy waits for the first answer [s]."""
PARTICIPANTS, ROOM_AT = "PEERKIT_PARTICIPANTS", "PEERKIT_ROOM_AT"
"""Variables by which a hub tells a portal how many people use it at once, and where phones reach rooms."""


def portal():
    """The settings of one user's portal. `{port}` and `{base_url}` are filled in by the proxy.

    Only the proxy knows the word, so other users of the same machine, who can reach the port, are not let in. It stands in
    the environment, since everybody may read command lines. Phones come the same way as readers, through the proxy, unless
    the hub names another address. The portal ends with the server that started it, also where that was killed.
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
            "--parent",
            str(os.getpid()),
            "--participants",
            os.environ.get(PARTICIPANTS, "1"),
            "--room-at",
            os.environ.get(ROOM_AT, "here"),
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
