"""The word of the room: a reader who knows it is let in. Nobody is asked for a name, and guessing is slow."""

import hmac
import ipaddress
import re
import secrets
import time
from collections import OrderedDict

from jupyter_server.auth.identity import IdentityProvider, User
from tornado import web
from traitlets import Bool

from peerkit.serve.addresses import is_local

READER = User(username="reader")
"""Everybody. peerkit keeps nothing that belongs to a name, so it makes none up."""
MOST_SESSIONS = 10_000
BEARER = re.compile(r"(?:token|bearer)\s+(.+)", re.IGNORECASE)
SECONDS_A_DAY = 86_400
LETTERS = "abcdefghjkmnpqrstuvwxyz"
MADE = 12
"""Letters of a word that is made, without those that are taken for others: 54 bits, and guessing is slow."""


def word_for(host, wished):
    """The word of the room: the one wished for, or else a random one where others can reach the server. Empty for none.

    >>> word_for("127.0.0.1", None), word_for("0.0.0.0", "sesame"), word_for("0.0.0.0", ""), len(word_for("0.0.0.0", None))
    ('', 'sesame', '', 12)
    """
    if wished is not None:
        return wished
    return "" if is_local(host) else "".join(secrets.choice(LETTERS) for _ in range(MADE))


class Brake:
    """A limit on wrong words from one address: so many at once, then one more every few seconds [s].

    >>> brake = Brake(most=2, every=5, clock=lambda: 100)
    >>> brake.wrong("192.0.2.7"), brake.wait("192.0.2.7"), brake.wrong("192.0.2.7"), brake.wait("192.0.2.7")
    (None, 0, None, 5.0)
    """

    MOST_ADDRESSES = 10_000

    def __init__(self, most=20, every=2, clock=time.monotonic):
        self._most, self._every, self._clock = most, every, clock
        self._tried = OrderedDict()

    def wait(self, address):
        """Seconds until an address may try again; 0 if it may now."""
        tried = self._now(address)
        return 0 if tried <= self._most - 1 else round((tried - self._most + 1) * self._every, 1)

    def wrong(self, address):
        """Note a wrong word."""
        tried = self._now(address) + 1
        self._tried[_network(address)] = (tried, self._clock())
        self._tried.move_to_end(_network(address))
        while len(self._tried) > self.MOST_ADDRESSES:
            self._tried.popitem(last=False)

    def _now(self, address):
        tried, at = self._tried.get(_network(address), (0, 0))
        return max(0, tried - (self._clock() - at) / self._every)


def _network(address):
    # Whoever has one IPv6 address has 2 to the power of 64 of them.
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return address
    return str(ipaddress.ip_network((known, 64), strict=False)) if known.version == 6 else address


class TooManyWords(web.HTTPError):
    """An address has given too many wrong words; `seconds` until it may try again."""

    def __init__(self, seconds):
        super().__init__(429, "too many wrong words")
        self.seconds = seconds


class RoomIdentity(IdentityProvider):
    """Lets in a reader who brings the word of the room, and from then on the cookie that says so.

    Without a word everybody is let in and no cookie is set. A cookie holds a random number that this server remembers
    until somebody logs out or the server ends.
    """

    embedded = Bool(False, config=True, help="Pages may be shown inside pages of other sites, over https.")

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.brake = Brake()
        self._sessions = OrderedDict()

    @property
    def auth_enabled(self):
        """True where there is a word to know."""
        return bool(self.token)

    def get_handlers(self):
        """None of Jupyter's pages; peerkit has its own."""
        return []

    def get_user(self, handler):
        """The reader behind a request; None if the word is still to be asked for."""
        if not self.auth_enabled or self._session(handler) in self._sessions:
            return READER
        brought = BEARER.match(handler.request.headers.get("Authorization", ""))
        return READER if brought and self.knows(handler, brought.group(1)) else None

    def knows(self, handler, word):
        """True if a reader brings the right word; raises TooManyWords while an address that guesses has to wait."""
        address = handler.request.remote_ip
        seconds = self.brake.wait(address)
        if seconds:
            raise TooManyWords(seconds)
        if hmac.compare_digest(word.encode(), self.token.encode()):
            return True
        self.brake.wrong(address)
        return False

    def enter(self, handler):
        """Remember that this browser brought the word, and give it the cookie that says so."""
        session = secrets.token_urlsafe(24)
        self._sessions[session] = True
        while len(self._sessions) > MOST_SESSIONS:
            self._sessions.popitem(last=False)
        handler.set_signed_cookie(self.get_cookie_name(handler), session, expires_days=7, **self.cookie_rules(handler))

    def leave(self, handler):
        """Forget this browser: its cookie no longer lets anybody in."""
        self._sessions.pop(self._session(handler), None)
        rules = self.cookie_rules(handler)
        rules.pop("httponly")
        handler.clear_cookie(self.get_cookie_name(handler), **rules)

    def get_cookie_name(self, handler):
        """The name of the cookie, different for two servers on ports of one machine."""
        return re.sub(r"[^A-Za-z0-9]", "-", f"peerkit-{handler.request.host}")

    def cookie_rules(self, handler):
        """The rules for cookies in a browser: only this server gets them, and no script reads them."""
        secure = handler.request.protocol == "https"
        # Inside a page of another site a browser sends only cookies that are marked for it.
        elsewhere = self.embedded and secure
        path = handler.settings.get("base_url", "/")
        return {"httponly": True, "path": path, "secure": secure, "samesite": "None" if elsewhere else "Lax"}

    def _session(self, handler):
        cookie = handler.get_signed_cookie(self.get_cookie_name(handler), max_age_days=7)
        return cookie.decode() if cookie else None
