"""Addresses as people write them: of the server for its readers, and of pages in links that a mail program has touched."""

import ipaddress
import re
import socket
from typing import NamedTuple
from urllib.parse import quote, unquote, urlsplit

from peerkit import content

EVERYWHERE = ("0.0.0.0", "", "::", "*")
"""The words for all addresses of this machine."""
ENDS = " \t\r\n.,;:!?)]}>'\"’”»"
"""Characters that a text puts behind a link, and that are then taken for a part of it."""

IN_QUERIES = "!$&'()*+,;=:@/?%-._~"
"""Characters that a query may hold as they are (RFC 3986)."""


class Resolved(NamedTuple):
    """A page, and the query that its address should have."""

    page: content.Page
    query: str


def resolve(asked, query="", pages=None):
    """The page that an address means and the scenario that it carries; None if it means no page.

    `asked` is the path below the portal. Capital letters, a slash or full stop at the end, the name of the notebook, a
    query whose question mark or ampersands were encoded: each still leads to the page. Where `address` of the page is
    not `asked`, or the query differs, send the reader to `right_address`.

    >>> page, query = resolve("Modes/%3Fv%3D1&amp;pair_cost=0.05.")
    >>> page.address, query
    ('modes', 'v=1&pair_cost=0.05')
    """
    path, mark, late = _decoded(asked).partition("?")
    if mark:
        query = f"{late}&{query}" if query else late
    page = _page(path, content.pages() if pages is None else pages)
    return None if page is None else Resolved(page, _plain_query(query))


def right_address(resolved, base_url="/"):
    """The address of a resolved page, with its query."""
    return base_url + quote(resolved.page.address) + (f"?{resolved.query}" if resolved.query else "")


def _decoded(asked):
    # A mail program may encode what was encoded already.
    for _ in range(3):
        once = unquote(asked)
        if once == asked:
            break
        asked = once
    return asked


def _page(path, pages):
    path = path.strip("/" + ENDS).lower().removesuffix(".html")
    if any(ord(character) < 32 for character in path):
        return None
    for page in pages:
        if path == page.address.lower():
            return page
    name = path.removesuffix(".ipynb").strip("/")
    named = [
        page for page in pages if f"/{page.path.lower()}".endswith(f"/{name}.ipynb") or name == page.address.lower()
    ]
    return named[0] if len(named) == 1 else None


def _plain_query(query):
    if "=" not in query and "%3D" in query.upper():
        query = _decoded(query)
    # `html.unescape` would also see an entity in `&copy=2`.
    for encoded in ("&amp;", "&#38;", "&#038;", "&#x26;"):
        query = query.replace(encoded, "&")
    return quote(query.strip("&?").rstrip(ENDS), safe=IN_QUERIES)


def inside(address, base_url):
    """An address below `base_url` to send a reader to; `base_url` itself if it leads elsewhere.

    >>> inside("/modes?v=1", "/"), inside("//example.org/", "/"), inside("/modes", "/econ/")
    ('/modes?v=1', '/', '/econ/')
    """
    address = address.replace("\\", "/")
    if any(ord(character) < 32 or ord(character) == 127 for character in address) or address.startswith("//"):
        return base_url
    parts = urlsplit(address)
    if parts.scheme or parts.netloc or not parts.path.startswith(base_url):
        return base_url
    return address


def base(text):
    """A base address with a slash at both ends; ValueError if it cannot be one.

    The names of users on a JupyterHub may hold an at sign, and others in their escaped form.

    >>> base("econ"), base("/"), base("/user/ada@example.org/peerkit/"), base("/user/ada%20l/")
    ('/econ/', '/', '/user/ada@example.org/peerkit/', '/user/ada%20l/')
    """
    path = text.strip("/")
    part = r"(?:[A-Za-z0-9_.~@-]|%[0-9A-Fa-f]{2})"
    if not re.fullmatch(rf"{part}*(/{part}+)*", path) or any(each in ("..", ".") for each in unquote(path).split("/")):
        raise ValueError(f"--base-url must be a path like /econ/, got {text!r}")
    return f"/{path}/" if path else "/"


HERE = "here"
"""The word for rooms that phones reach below the address of the portal."""


def room_address(text):
    """The address at which phones reach rooms, with a slash at its end; `here` and nothing stay. ValueError if it is none.

    >>> room_address("https://econ.example.org/room"), room_address("here"), room_address("")
    ('https://econ.example.org/room/', 'here', '')
    """
    if text in ("", HERE):
        return text
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
        raise ValueError(
            f"--room-at must be an address like https://econ.example.org/room/, or the word {HERE}, got {text!r}"
        )
    return text.rstrip("/") + "/"


def origin(text):
    """An origin, as in `https://learn.example.org`; ValueError if it is none."""
    parts = urlsplit(text.rstrip("/"))
    bare = parts.hostname and not (parts.path or parts.query or parts.fragment)
    if parts.scheme not in ("http", "https") or not bare or not re.fullmatch(r"[\w.:\[\]-]+", parts.netloc):
        raise ValueError(f"--embed-in must be an origin like https://learn.example.org, got {text!r}")
    return f"{parts.scheme}://{parts.netloc}"


def addresses(host, port, token, base_url="/"):
    """The addresses to open: this machine's, and the room's when the server listens to it."""
    query = f"?token={quote(token)}" if token else ""
    names = ["127.0.0.1", own_address()] if host in EVERYWHERE else [host]
    return [f"http://{_bracketed(name)}:{port}{base_url}{query}" for name in names if name]


def _bracketed(name):
    return f"[{name}]" if ":" in name else name


def own_address():
    """The address under which others in the network reach this machine; None if it is in no network."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            # Connecting a datagram socket sends nothing; it only asks the system which of its addresses it would use.
            probe.connect(("192.0.2.1", 9))
        except OSError:
            return None
        return probe.getsockname()[0]


def host_name(header):
    """The name in a Host header, without its port: in lower case, and without the brackets of IPv6.

    >>> host_name("Econ.example.org:8866"), host_name("[::1]:80"), host_name("")
    ('econ.example.org', '::1', '')
    """
    name = header.strip().lower()
    if name.startswith("["):
        return name[1:].partition("]")[0]
    return name.partition(":")[0].rstrip(".")


def is_local(host):
    """True for an address at which only this machine can be reached."""
    return host == "localhost" or host == "::1" or host.startswith("127.")


def is_number(name):
    """True for an address in numbers, which no name server can be made to lie about."""
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True
