"""The scenario in the page's address: only what differs from the defaults, readable, refused politely when damaged."""

from urllib.parse import parse_qsl, urlencode

import anywidget
import traitlets

from peerkit.widgets.moved import OnlyMoved
from peerkit.widgets.web import module, text

VERSION = "1"
VERSION_KEY = "v"


def encode(record, base=None):
    """The query string of a record: empty for `base` (the defaults), else a version and the parameters that differ.

    >>> from peerkit.models.modes import Modes
    >>> encode(Modes(pair_cost=0.05))
    'v=1&pair_cost=0.05'
    """
    start = (base or type(record)()).model_dump()
    changes = {name: value for name, value in record.model_dump().items() if value != start[name]}
    if not changes:
        return ""
    return urlencode({VERSION_KEY: VERSION, **{name: _plain(value) for name, value in changes.items()}})


def _plain(value):
    # repr of a float is its shortest exact form, so the neighbour's page has bit for bit the same number.
    return repr(value) if isinstance(value, float) else value


def decode(cls, query, base=None):
    """The record that a query string describes, and a sentence for each part of it that was left out.

    What the query does not name is as in `base`, the defaults.

    Unknown names, impossible values and links of a later version are not obeyed, the rest is.

    >>> from peerkit.models.modes import Modes
    >>> record, problems = decode(Modes, "v=1&pair_cost=-3&commons_cost=10")
    >>> record.changes(), problems
    ({'commons_cost': 10.0}, ['The link asks for pair_cost = -3, but pair_cost must be above 0; the default is used.'])
    """
    asked = dict(parse_qsl(query, keep_blank_values=True))
    version = asked.pop(VERSION_KEY, VERSION)
    # What a login or a mail program appends to links is nobody's parameter and nobody's fault.
    asked = {name: value for name, value in asked.items() if name not in ("token",) and not name.startswith("utm_")}
    problems = []
    if version != VERSION:
        problems.append(f"The link was made by another version of peerkit ({version!r}); what is known of it is used.")
    record = base or cls()
    for name, value in asked.items():
        try:
            record = record.replace(**{name: _typed(cls, name, value)})
        except ValueError as error:
            problems.append(_problem(cls, name, value, error))
    return record, problems


def _problem(cls, name, value, error):
    if name not in cls.model_fields:
        return f"The link names {name!r}, which this page does not have; it is ignored."
    reason = cls.parameters()[name].rule if name in cls.parameters() else str(error)
    if name in cls.parameters() and cls.parameters()[name].holds(_number(value)):
        return f"The link's {name} = {value} does not fit the rest: {error}; the default is used."
    return f"The link asks for {name} = {value}, but {name} {reason}; the default is used."


def _typed(cls, name, value):
    number = _number(value) if name in cls.parameters() else float("nan")
    return value if number != number else number


def _number(value):
    try:
        return float(value)
    except ValueError:
        return float("nan")


class UrlState(OnlyMoved, anywidget.AnyWidget):
    """Keeps `query` and the address of the page equal; `on_open` is called with a query that the reader opened."""

    _esm = module("url_state.js", text("url_state.js"))

    query = traitlets.Unicode().tag(sync=True)

    def __init__(self, query="", on_open=None):
        super().__init__(query=query)
        self._on_open = on_open
        self.on_msg(self._opened)

    def _opened(self, _, content, buffers):
        if content.get("kind") == "opened" and self._on_open is not None:
            self._on_open(str(content.get("query", "")))

    def __repr__(self):
        return f"UrlState({self.query!r})"
