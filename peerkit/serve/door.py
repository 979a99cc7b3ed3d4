"""The door of the server: what every request must pass before it reaches a handler."""

from html import escape

from tornado.httpserver import HTTPServer
from tornado.routing import Router
from tornado.web import Application, RequestHandler

from peerkit.serve.addresses import host_name, is_number
from peerkit.serve.inline import sources
from peerkit.serve.login import WordHandler

LONGEST_ADDRESS = 8_000
"""Characters of an address. A scenario needs about 300."""
LARGEST_BODY = 65_536
"""Bytes that a form may send; the only one asks for the word of the room."""
LARGEST_HEAD = 32_768
SILENT = 75
"""Seconds for which a connection may be open without a request."""
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


class Door(Router):
    """Lets requests in to an application, or answers them itself.

    Without a word of the room a page of another site could give its own name this machine's address, and then read
    what this server says (DNS rebinding). So only numbers and the names in `names` are known as this server's;
    `names` is None where any name will do.
    """

    def __init__(self, application: Application, names=None):
        self._application, self._names = application, names

    def find_handler(self, request, **kwargs):
        """The application's handler, or the one that refuses."""
        refusal = self._refusal(request)
        if refusal is not None:
            return self._application.get_handler_delegate(request, RefusalHandler, refusal)
        if self._brings_word(request):
            return self._application.get_handler_delegate(request, WordHandler)
        return self._application.find_handler(request, **kwargs)

    def _refusal(self, request):
        if len(request.uri) > LONGEST_ADDRESS:
            words = f"An address has at most {LONGEST_ADDRESS:,} characters here; this one has {len(request.uri):,}."
            return {"status": 414, "title": "This link is too long", "words": words}
        name = host_name(request.headers.get("Host", ""))
        if self._names is None or is_number(name) or name in self._names or not name:
            return None
        words = (
            f"This server does not know itself as {name[:80]}. Open it by the address that it printed. Whoever runs it can "
            f"make the name known: peerkit serve --name {name[:80]}"
        )
        return {"status": 403, "title": "Another name", "words": words}

    def _brings_word(self, request):
        settings = self._application.settings
        if not settings["identity_provider"].auth_enabled or request.method not in ("GET", "HEAD"):
            return False
        below = request.path.removeprefix(settings["base_url"])
        return "token" in request.query_arguments and below.split("/")[0] not in ("assets", "api", "voila", "peerkit")


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

    def prepare(self):
        """Answer, whatever the method."""
        status, title, words = self._answer
        self.set_status(status)
        for name, value in policy().items():
            self.set_header(name, value)
        self.finish(ANSWER.format(title=escape(title), words=escape(words)))
