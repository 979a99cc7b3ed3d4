"""The question for the word of the room, in words for whoever reads an address from a board and types it into a phone."""

from urllib.parse import quote, urlencode

from jupyter_server.auth.decorator import allow_unauthenticated
from jupyter_server.base.handlers import JupyterHandler
from markupsafe import Markup
from tornado import web

from peerkit.serve.addresses import inside
from peerkit.serve.identity import TooManyWords
from peerkit.serve.page import Sentences

WRONG = "That is not the word. Capital letters and spaces count; ask whoever runs this server."
TOO_MANY = "There were too many wrong words. Wait {seconds:.0f} seconds, then type the word again."
NO_COOKIES = (
    "The word was right, but this browser keeps no cookies for this address, so the server cannot recognise you. Allow "
    "cookies for this address, or open it in another browser."
)
BROUGHT = "brought"
"""The part of a query by which the server finds out whether a browser has kept its cookie."""


class LoginHandler(Sentences, JupyterHandler):
    """Asks for the word once; a cookie remembers that it was right."""

    _keeps_cookies = True

    @property
    def target(self):
        """The address to go on to, always one of this server."""
        return inside(self.get_argument("next", default=self.base_url), self.base_url)

    @allow_unauthenticated
    def get(self):
        """The question, or the page for somebody who has answered it."""
        if self.current_user:
            self.redirect(self.target)
        else:
            self._ask(NO_COOKIES if self.get_argument(BROUGHT, default="") else "")

    head = get

    @allow_unauthenticated
    def post(self):
        """The way on for the right word; the question again for a wrong one."""
        try:
            right = self.identity_provider.knows(self, self.get_argument("password", default=""))
        except TooManyWords as error:
            self.set_status(429)
            self._ask(TOO_MANY.format(seconds=max(1, error.seconds)))
            return
        if not right:
            self.set_status(401)
            self._ask(WRONG)
        elif not self._keeps_cookies:
            self._ask(NO_COOKIES)
        else:
            self.identity_provider.enter(self)
            self.redirect(self.target)

    def check_xsrf_cookie(self):
        """Let a browser without cookies reach the sentence that says so. It is not let in."""
        try:
            super().check_xsrf_cookie()
        except web.HTTPError:
            if self.cookies:
                raise
            self._keeps_cookies = False

    def _ask(self, wrong):
        site = self.settings["peerkit"].site
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.set_header("Cache-Control", "no-store")
        form = Markup(self.xsrf_form_html())
        self.finish(site.template("login.html.j2").render(pk=site, wrong=wrong, to=self.target, form=form))


class WordHandler(web.RequestHandler):
    """Takes the word from an address that carries it, and sends the browser on to the address without it.

    So the word stands in no history and in no link that is passed on, and a browser that keeps no cookies is told so.
    """

    def get(self, *_):
        """To the page for the right word, to the question for any other."""
        identity, base_url = self.settings["identity_provider"], self.settings["base_url"]
        left = [(key, value) for key in self.request.query_arguments for value in self.get_query_arguments(key)]
        query = urlencode([(key, value) for key, value in left if key != "token"])
        target = inside(self.request.path + (f"?{query}" if query else ""), base_url)
        asked = f"{base_url}login?next={quote(target, safe='')}"
        # A proxy that brings the word passes on addresses of JupyterLab, whose own token is no try to guess this word.
        if identity.get_user(self) is None and self._right():
            identity.enter(self)
            asked += f"&{BROUGHT}=1"
        self.set_header("Cache-Control", "no-store")
        self.set_header("Referrer-Policy", "no-referrer")
        self.redirect(asked)

    head = get

    def _right(self):
        try:
            return self.settings["identity_provider"].knows(self, self.get_query_argument("token"))
        except TooManyWords:
            return False


class LogoutHandler(Sentences, JupyterHandler):
    """Ends what the word had opened for this browser."""

    @allow_unauthenticated
    def get(self):
        """A page that says so."""
        if self.identity_provider.auth_enabled:
            self.identity_provider.leave(self)
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.set_header("Cache-Control", "no-store")
        site = self.settings["peerkit"].site
        words = "You have left. Whoever opens a page in this browser is asked for the word again."
        if not self.identity_provider.auth_enabled:
            words = "This server asks for no word, so there is nothing to log out of."
        self.finish(site.template("error.html.j2").render(title="Logged out", words=words, pk=site))

    head = get
