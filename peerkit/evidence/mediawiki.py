"""The edit history of a MediaWiki site as a log: one row for each revision in a dump of the kind stub-meta-history.

The file may be compressed (gzip, bzip2, xz). Pages are known by their numbers, since the titles of user pages are names. The
amount is by how many bytes an edit makes its page longer or shorter, without sign, so undoing an edit counts as much as the
edit.
"""

from collections import Counter
from functools import lru_cache
from pathlib import Path

from peerkit.evidence.bots import WIKI_RULE, is_wiki_bot
from peerkit.evidence.log import Dropped, Reading
from peerkit.evidence.pseudonyms import fresh_key, pseudonym
from peerkit.evidence.stored import Stored
from peerkit.evidence.xml_dump import parse, seconds

COLUMNS = ("contributor", "time", "item", "amount", "kind")
HIDDEN = "the contributor is hidden or missing"
NO_DATE = "the date cannot be read"
BOTS = "programs, known by their names"
EXAMPLES = 3
REMEMBERED = 200_000
"""Contributors whose pseudonyms are kept at hand; others are computed again."""
TEXTS = frozenset(("title", "ns", "id", "parentid", "timestamp", "username", "ip", "namespace"))


class Revisions:
    """Target of the parser: collects a row for each revision until somebody takes them."""

    root, dump = "mediawiki", "a MediaWiki dump"

    def __init__(self, key, bots):
        self.bots, self.rows, self.pages, self.anonymous, self.unknown = bots, 0, 0, 0, 0
        self.dropped, self.examples = Counter(), {}
        self.spaces = {"0": "article"}
        self._space, self._text, self._inside = None, [], None
        self._page = {}
        self._revision, self._who, self._size, self._before = {}, {}, None, 0
        self._sizes, self._batch = {}, []
        self._known = lru_cache(REMEMBERED)(lambda name: pseudonym(key, name))
        self._machine = lru_cache(REMEMBERED)(is_wiki_bot)

    def start(self, parser, tag, attributes):
        if tag in TEXTS:
            self._text.clear()
            parser.CharacterDataHandler = self._text.append
            self._space = attributes.get("key")
        elif tag == "revision":
            self._inside, self._revision, self._who, self._size = tag, {}, {}, None
        elif tag == "contributor" and self._inside == "revision":
            self._inside = tag
        elif tag == "text" and self._inside == "revision":
            self._measure(parser, attributes)
        elif tag == "upload":
            # Has a contributor and a date as well, and is no edit.
            self._inside = tag
        elif tag == "page":
            self._page, self._sizes, self._before, self._inside = {}, {}, 0, tag
            self.pages += 1

    def _measure(self, parser, attributes):
        written = attributes.get("bytes", "")
        if written.isdigit():
            self._size = int(written)
        elif "xml:space" in attributes:
            # A dump with texts, from before the attribute was there.
            self._size = 0
            parser.CharacterDataHandler = self._longer

    def _longer(self, text):
        self._size += len(text.encode())

    def end(self, parser, tag):
        if tag in TEXTS:
            parser.CharacterDataHandler = None
            self._take(tag, "".join(self._text).strip())
        elif tag == "contributor" and self._inside == tag:
            self._inside = "revision"
        elif tag == "revision":
            self._add()
            self._inside = "page"
        elif tag == "upload":
            self._inside = "page"
        elif tag == "text":
            parser.CharacterDataHandler = None

    def _take(self, tag, text):
        if tag == "namespace":
            self.spaces[self._space] = text.casefold() or "article"
        elif self._inside == "contributor":
            self._who[tag] = text
        elif self._inside == "revision":
            self._revision[tag] = text
        elif self._inside == "page":
            self._page[tag] = text

    def _add(self):
        self.rows += 1
        number, amount = self._revision.get("id", ""), self._change()
        who = self._who
        if "ip" in who:
            name = f"ip {who['ip']}"
        elif who.get("id", "0") != "0":
            name = f"user {who['id']}"
        else:
            # Imported from another wiki: a name without an account here.
            name = f"name {who['username']}" if who.get("username") else ""
        if not name:
            self._drop(HIDDEN, number)
        elif not self.bots and self._machine(who.get("username", "")):
            self._drop(BOTS, number)
        else:
            self.anonymous += "ip" in who
            self.unknown += amount is None
            kind = self.spaces.get(self._page.get("ns", "0"), "other")
            self._batch.append(
                (self._known(name), self._revision.get("timestamp"), self._page.get("id", ""), amount, kind, number)
            )

    def _change(self):
        """Bytes by which the page grew or shrank; None if either size is unknown."""
        parent, size = self._revision.get("parentid", "0"), self._size
        before = self._before if parent == "0" else self._sizes.get(parent)
        self._before = size
        if size is not None:
            self._sizes[self._revision.get("id")] = size
        return None if size is None or before is None else float(abs(size - before))

    def _drop(self, reason, number, many=1):
        self.dropped[reason] += many
        examples = self.examples.setdefault(reason, [])
        if len(examples) < EXAMPLES:
            examples.append(f"revision {number}")

    def batch(self):
        """The columns of the rows since the last call, rows without a readable date dropped."""
        import pyarrow as pa

        columns = list(zip(*self._batch, strict=True)) or [()] * 6
        self._batch = []
        numbers = columns.pop()
        columns[1] = seconds(columns[1])
        for at, each in enumerate(columns[1].is_valid().to_pylist() if columns[1].null_count else ()):
            if not each:
                self._drop(NO_DATE, numbers[at])
        types = (pa.string(), pa.int64(), pa.string(), pa.float64(), pa.string())
        arrays = [
            pa.array(each, kind) if isinstance(each, tuple) else each for each, kind in zip(columns, types, strict=True)
        ]
        return pa.table(arrays, names=COLUMNS).filter(columns[1].is_valid())


def read(path, *, bots=False, key=None, progress=None):
    """The `Log` of the MediaWiki dump at `path`; raises `ValueError` with a sentence for what is not a whole dump.

    `bots` keeps edits by programs. `progress` is called with a sentence and the fraction read.
    """
    path = _file(path)
    revisions = Revisions(key if key is not None else fresh_key(), bots)
    with Stored(COLUMNS) as rows:
        for _ in parse(path, revisions, progress):
            rows.add(revisions.batch())
        dropped = tuple(
            Dropped(reason, many, tuple(revisions.examples[reason])) for reason, many in revisions.dropped.most_common()
        )
        reading = Reading(revisions.rows, rows.rows, dropped, tuple(_notes(revisions, bots)), _origins())
        facts = {"pages": revisions.pages, "anonymous_edits": revisions.anonymous, "revisions": revisions.rows}
        return rows.log(path.name.partition(".xml")[0], reading, facts)


def _file(path):
    path = Path(path)
    if not path.is_file():
        raise ValueError(f"{path} is not a file: give the dump, such as wiki-stub-meta-history.xml.gz")
    return path


def _notes(revisions, bots):
    if not bots:
        yield f"Programs are known by the rule: {WIKI_RULE}. A dump does not say who has the rights of a program."
    if revisions.anonymous:
        yield (
            f"Edits without an account: {revisions.anonymous:,}. Each of their addresses counts as one contributor, "
            "although several people may share an address and one person may have many."
        )
    if revisions.pages and revisions.pages == revisions.rows:
        yield "Each page has one revision: this may be a dump of current pages, which shows only who edited last."
    if revisions.unknown:
        yield (
            f"Edits without an amount: {revisions.unknown:,}. Their size, or that of the revision before, is not in the file."
        )


def _origins():
    return {
        "contributor": "number of the account, or the address of an edit without one, as a pseudonym",
        "time": "timestamp of the revision",
        "item": "number of the page",
        "amount": "bytes by which the page grew or shrank",
        "kind": "namespace of the page",
    }
