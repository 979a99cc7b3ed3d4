"""The entrance to a server of readers or of phones: what every request must pass, and what browsers are told.

Nothing here knows Jupyter: the room's own process, which must start soon and stay small, uses it, too.
"""

import socket
from html import escape

from tornado.httpserver import HTTPServer
from tornado.routing import Router
from tornado.web import RequestHandler

from peerkit.serve.addresses import EVERYWHERE, host_name, is_local, is_number
from peerkit.serve.inline import sources

LONGEST_ADDRESS = 8_000
"""Characters of an address. A scenario needs about 300."""
METHODS = ("GET", "HEAD", "POST", "PUT", "DELETE")
"""The methods that anything here answers. Jupyter puts thirty lines into the log for one that tornado does not know."""
ANSWER = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>{title} · peerkit</title></head><body><main><h1>{title}</h1><p>{words}</p></main></body></html>
"""


def policy(embed_in=()):
    """The headers that tell browsers what a page of this server may do.

    Scripts come from this server alone and talk to it alone; of those inside a page only peerkit's own are run. `embed_in` are the origins whose pages may show a page of
    this server inside them.
    """
    rules = {
        "default-src": "'self'",
        # anywidget imports the modules of widgets from memory (blob:), and pages hold a few lines of their own.
        "script-src": " ".join(["'self'", "blob:", *sources()]),
        "style-src": "'self' 'unsafe-inline'",
        "img-src": "'self' data: blob:",
        "font-src": "'self' data:",
        "connect-src": "'self' data: blob:",
        "object-src": "'none'",
        "base-uri": "'none'",
        "form-action": "'self'",
        "frame-ancestors": " ".join(["'self'", *embed_in]),
    }
    return {
        "Content-Security-Policy": "; ".join(f"{name} {value}" for name, value in rules.items()),
        "Referrer-Policy": "same-origin",
        "X-Content-Type-Options": "nosniff",
    }


def known_names(host, given=()):
    """The names by which readers may call a server that listens on `host`, besides addresses in numbers.

    >>> sorted(known_names("127.0.0.1", ["Econ.example.org"]))
    ['econ.example.org', 'localhost']
    """
    listening = [host] if host not in EVERYWHERE and not is_number(host) else []
    own = [] if is_local(host) else [socket.gethostname(), socket.getfqdn()]
    return {name.lower() for name in ("localhost", *given, *listening, *own)}


class Entrance(Router):
    """Lets requests in to an application, or answers them itself.

    Without a word of the room a page of another site could give its own name this machine's address, and then read
    what this server says (DNS rebinding). So only numbers and the names in `names` are known as this server's;
    `names` is None where any name will do.
    """

    def __init__(self, application, names=None):
        self._application, self._names = application, names

    def find_handler(self, request, **kwargs):
        """The application's handler, or the one that refuses."""
        refusal = self._refusal(request)
        if refusal is not None:
            return self._application.get_handler_delegate(request, RefusalHandler, refusal)
        return self._application.find_handler(request, **kwargs)

    def _refusal(self, request):
        if request.method not in METHODS:
            return {"status": 405, "title": "Not that way", "words": f"This server answers {', '.join(METHODS)}."}
        if len(request.uri) > LONGEST_ADDRESS:
            words = f"An address has at most {LONGEST_ADDRESS:,} characters here; this one has {len(request.uri):,}."
            return {"status": 414, "title": "This link is too long", "words": words}
        name = host_name(request.headers.get("Host", ""))
        if self._names is None or is_number(name) or name in self._names or not name:
            return None
        words = (
            f"This server does not know itself as {name[:80]}. Open it by the address that it printed. Whoever runs it can "
            f"make the name known with the option --name {name[:80]}"
        )
        return {"status": 403, "title": "Another name", "words": words}


class BoundedServer(HTTPServer):
    """Takes at most so many connections at once and closes further ones. Without open files the process would abort."""

    most = None

    def handle_stream(self, stream, address):
        """Serve a connection, or close it."""
        if self.most is not None and len(self._connections) >= self.most:
            stream.close()
        else:
            super().handle_stream(stream, address)


class RefusalHandler(RequestHandler):
    """Says why a request is refused, without any part of the site."""

    def initialize(self, status, title, words):
        """`status` is HTTP's; the others are for whoever reads."""
        self._answer = status, title, words
        # Also methods that tornado does not know.
        self.SUPPORTED_METHODS = (self.request.method,)

    def prepare(self):
        """Answer, whatever the method."""
        status, title, words = self._answer
        self.set_status(status)
        for name, value in policy().items():
            self.set_header(name, value)
        self.finish(ANSWER.format(title=escape(title), words=escape(words)))
