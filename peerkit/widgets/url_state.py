"""The scenario in the page's address: it names only what differs from the defaults, and a damaged link is refused in a sentence."""

import os
import re
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, urlencode

import anywidget
import traitlets

from peerkit.records.reading import Reading, allowed, beyond, plain, short, typed, written
from peerkit.widgets.moved import OnlyMoved
from peerkit.widgets.web import module, text

VERSION = "1"
VERSION_KEY = "v"

# Logins, mail programs and trackers append these to links; they are nobody's parameter and nobody's fault.
TRACKERS = re.compile(
    r"token|utm_.*|hsa_.*|_hs.*|mc_[ce]id|mkt_tok|_gl|_ga|g[bw]?clid|gclsrc|gbraid|wbraid|dclid|gad_source|fbclid|"
    r"msclkid|twclid|yclid|ttclid|li_fat_id|igshid|igsh|oly_(anon|enc)_id|vero_(id|conv)|ref_src|si",
    re.IGNORECASE,
)
MOST_SAID = 3
"""The number of faults of a link that are named one by one."""


def opened_query():
    """The query string of the link that was opened, as the server handed it to the kernel; empty elsewhere."""
    return os.environ.get("QUERY_STRING", "")


def asked(query):
    """Names and values in a query string; damage that mail and chat programs do to links is undone.

    >>> asked("v=1&amp;pair_cost=0.05&fbclid=x1).")
    {'v': '1', 'pair_cost': '0.05'}
    """
    # `&amp;` comes from HTML, `=3D` from the quoted-printable text of mails.
    whole = re.sub(r"&(?:amp;)+", "&", query, flags=re.IGNORECASE).replace("=3D", "=")
    parts = {name: _mended(value) for name, value in parse_qsl(whole, keep_blank_values=True)}
    return {name: value for name, value in parts.items() if not TRACKERS.fullmatch(name)}


def _mended(value):
    """A value without the full stop, bracket or quotation mark of the sentence that the link stood in."""
    # A plus sign in an address means a space, so 1e+20 written by hand arrives as 1e 20.
    return re.sub(r"(?<=[0-9]e) (?=[0-9])", "+", value.strip().rstrip(".,;:!?)>]}\"'’”"), flags=re.IGNORECASE)


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


class Opened(NamedTuple):
    """A link as understood: the record, a sentence for each part left out, and the questions by parameter."""

    record: Any
    problems: list[str]
    questions: dict[str, Reading]


def opened(cls, query, base=None):
    """The `Opened` link for records of `cls`; what the query does not name is as in `base`, the defaults."""
    wished = asked(query)
    version = wished.pop(VERSION_KEY, VERSION)
    problems, questions = [], {}
    if version != VERSION:
        said = short(version)
        problems.append(f"The link was made by another version of peerkit ({said!r}); what is known of it is used.")
    values = {}
    for name, value in wished.items():
        reading = _reading(cls, name, value)
        if reading.value is not None:
            values[name] = reading.value
        elif reading.choices:
            questions[name] = reading
            problems.append(f"In the link, {name} is {short(value)}: {reading.question} The default is used.")
        else:
            problems.append(reading.refusal)
    record, refused = _replaced(base or cls(), values, wished)
    problems += refused
    if len(problems) > MOST_SAID:
        problems = [*problems[:MOST_SAID], f"{len(problems) - MOST_SAID} more parts of the link cannot be used."]
    return Opened(record, problems, questions)


def decode(cls, query, base=None):
    """The record that a query string describes, and a sentence for each part of it that was left out.

    What the query does not name is as in `base`, the defaults.

    Unknown names, impossible values and links of a later version are not obeyed, the rest is.

    >>> from peerkit.models.modes import Modes
    >>> record, problems = decode(Modes, "v=1&pair_cost=-3&commons_cost=10")
    >>> record.changes(), problems
    ({'commons_cost': 10.0}, ['The link asks for pair_cost = -3, but pair_cost must be above 0; the default is used.'])
    """
    return opened(cls, query, base)[:2]


def _reading(cls, name, value):
    """The reading of one part of a link; choices of a word (a law, say) are taken as they are."""
    if name not in cls.model_fields:
        return Reading(refusal=f"The link names {short(name)!r}, which this page does not have; it is ignored.")
    parameter = cls.parameters().get(name)
    if parameter is None:
        return Reading(value=value)
    number = written(value)
    # A share of 1 and a share of 30 in a link made by hand are asked about, as in the field.
    if number is not None and (not parameter.percent or parameter.holds(number)):
        return Reading(value=number)
    reading = typed(value, parameter)
    if reading.refusal:
        return Reading(refusal=_refusal(parameter, value))
    return reading


def _refusal(parameter, value):
    asks = f"{parameter.name} = {short(value)}" if value else f"no value of {parameter.name}"
    if beyond(value):
        return f"The link asks for {asks}, which is too large to compute with; the default is used."
    return f"The link asks for {asks}, but {parameter.name} must be {allowed(parameter)}; the default is used."


def _replaced(record, values, wished):
    """The record with all `values` that are possible, and a sentence for each that is not."""
    try:
        # Values that stand together in a link may only be possible together.
        return record.replace(**values), []
    except ValueError:
        problems = []
    for name, value in values.items():
        try:
            record = record.replace(**{name: value})
        except ValueError as error:
            problems.append(_problem(type(record), name, wished[name], value, error))
    return record, problems


def _problem(cls, name, said, value, error):
    parameter = cls.parameters().get(name)
    if parameter is None:
        return f"The link asks for {name} = {short(said)}, but {error}; the default is used."
    if parameter.holds(value):
        return f"The link's {name} = {plain(value, parameter.percent)} does not fit the rest: {error}; the default is used."
    return _refusal(parameter, said)


class UrlState(OnlyMoved, anywidget.AnyWidget):
    """The address of the page: `on_open` is called with a query that the reader opened after the page was made.

    `read` is the query that the page was made from. Where `query` is set, the browser writes it into the address; a panel
    with a `link` does without, because the browser itself writes what was moved at once.
    """

    _esm = module("url_state.js", text("url_state.js"))

    query = traitlets.Unicode().tag(sync=True)
    read = traitlets.Unicode(None, allow_none=True).tag(sync=True)

    def __init__(self, query="", on_open=None, *, read=None):
        super().__init__(query=query, read=read)
        self._on_open = on_open
        self.on_msg(self._opened)

    def _opened(self, _, content, buffers):
        if content.get("kind") == "opened" and self._on_open is not None:
            self._on_open(str(content.get("query", "")))

    def __repr__(self):
        return f"UrlState({self.query!r})"
