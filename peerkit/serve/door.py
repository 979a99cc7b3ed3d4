"""The door of the server: after the entrance, the word of the room where an address carries it."""

from peerkit.serve.entrance import Entrance
from peerkit.serve.login import WordHandler

LARGEST_BODY = 65_536
"""Bytes that a form may send; the only one asks for the word of the room."""
LARGEST_HEAD = 32_768
SILENT = 75
"""Seconds for which a connection may be open without a request [s]."""
SLOWEST = 120
"""Seconds in which the body of a request must have arrived: a piece of a log over a slow line takes half a minute [s]."""


class Door(Entrance):
    """The entrance of the dashboard server, which also takes the word out of addresses."""

    def find_handler(self, request, **kwargs):
        """The application's handler, the one that refuses, or the one that takes the word."""
        self._decode_once(request)
        if self._refusal(request) is None and self._brings_word(request):
            return self._application.get_handler_delegate(request, WordHandler)
        return super().find_handler(request, **kwargs)

    def _decode_once(self, request):
        # jupyter-server-proxy encodes what is encoded already in the name of a user, and so in the address of this server.
        base = self._application.settings["base_url"]
        twice = base.replace("%", "%25")
        if twice != base and request.path.startswith(twice):
            request.path = base + request.path.removeprefix(twice)
            request.uri = base + request.uri.removeprefix(twice)

    def _brings_word(self, request):
        settings = self._application.settings
        if not settings["identity_provider"].auth_enabled or request.method not in ("GET", "HEAD"):
            return False
        below = request.path.removeprefix(settings["base_url"])
        return "token" in request.query_arguments and below.split("/")[0] not in ("assets", "api", "voila", "peerkit")
