"""A Stack Exchange site as a log: one row for each question, answer and comment in the files of its dump.

Answers build on their question and comments on their post, so this log has parents.
"""

from collections import Counter
from functools import lru_cache
from pathlib import Path

from peerkit.evidence.log import Dropped, Reading
from peerkit.evidence.pseudonyms import fresh_key, pseudonym
from peerkit.evidence.stored import Stored
from peerkit.evidence.xml_dump import SEVEN_ZIP, parse, seconds

COLUMNS = ("contributor", "time", "item", "parent", "kind")
POSTS, COMMENTS = "Posts.xml", "Comments.xml"
KINDS = {"1": "question", "2": "answer"}
COMMUNITY = "-1"
"""The account of the site's own program."""
NOBODY = "the author was deleted or never had an account"
NO_DATE = "the date cannot be read"
OTHER = "neither question nor answer: wiki pages of tags and the like"
PROGRAM = "written by the site's own account Community"
EXAMPLES = 3
REMEMBERED = 200_000


class Rows:
    """Target of the parser for one of the files; what was dropped is counted over all of them."""

    dump = "this file of a Stack Exchange dump"

    def __init__(self, root, entry, key, bots):
        self.root, self._entry, self.bots, self.rows = root, entry, bots, 0
        self.dropped, self.examples = Counter(), {}
        self._known, self._batch = lru_cache(REMEMBERED)(lambda user: pseudonym(key, f"user {user}")), []

    def start(self, parser, tag, attributes):
        if tag != "row":
            return
        self.rows += 1
        user, item, parent, kind = self._entry(attributes)
        place = f"{self.root.removesuffix('s')} {attributes.get('Id', '?')}"
        if kind is None:
            self._drop(OTHER, place)
        elif not user:
            self._drop(NOBODY, place)
        elif user == COMMUNITY and not self.bots:
            self._drop(PROGRAM, place)
        else:
            self._batch.append((self._known(user), attributes.get("CreationDate"), item, parent, kind, place))

    def end(self, parser, tag):
        pass

    def _drop(self, reason, place):
        self.dropped[reason] += 1
        examples = self.examples.setdefault(reason, [])
        if len(examples) < EXAMPLES:
            examples.append(place)

    def batch(self):
        """The columns of the rows since the last call, rows without a readable date dropped."""
        import pyarrow as pa

        who, written, items, parents, kinds, places = list(zip(*self._batch, strict=True)) or [()] * 6
        self._batch = []
        times = seconds(written)
        for at, each in enumerate(times.is_valid().to_pylist() if times.null_count else ()):
            if not each:
                self._drop(NO_DATE, places[at])
        texts = [pa.array(each, pa.string()) for each in (who, items, parents, kinds)]
        return pa.table([texts[0], times, *texts[1:]], names=COLUMNS).filter(times.is_valid())


def _post(attributes):
    kind = KINDS.get(attributes.get("PostTypeId"))
    return attributes.get("OwnerUserId"), attributes.get("Id"), attributes.get("ParentId"), kind


def _comment(attributes):
    # Posts and comments are numbered apart.
    return attributes.get("UserId"), f"c{attributes.get('Id')}", attributes.get("PostId"), "comment"


def read(path, *, bots=False, key=None, progress=None):
    """The `Log` of the Stack Exchange dump unpacked in the folder `path`; raises `ValueError` for what is not a whole dump.

    `bots` keeps what the site's own account wrote. `progress` is called with a sentence and the fraction of each file read.
    """
    posts, comments = _files(path)
    key = key if key is not None else fresh_key()
    files = [(posts, Rows("posts", _post, key, bots))]
    if comments is not None:
        files.append((comments, Rows("comments", _comment, key, bots)))
    with Stored(COLUMNS) as rows:
        for file, target in files:
            for _ in parse(file, target, progress):
                rows.add(target.batch())
        return rows.log(posts.resolve().parent.name, _reading([target for _, target in files], rows.rows), {})


def _files(path):
    """Posts and comments, the latter None if they are not there; each may be compressed."""
    path = Path(path)
    if path.is_file() and not _named(path, POSTS):
        with path.open("rb") as file:
            packed = file.read(len(SEVEN_ZIP)) == SEVEN_ZIP
        how = f"a 7-Zip archive: unpack it first (7z x {path.name})" if packed else "no dump"
        raise ValueError(f"{path.name} is {how}, and give the folder with {POSTS}")
    beside = sorted((path.parent if path.is_file() else path).glob("*"))
    posts = path if path.is_file() else next((each for each in beside if _named(each, POSTS)), None)
    if posts is None:
        raise ValueError(f"{path} has no {POSTS}: give the folder of an unpacked Stack Exchange dump")
    return posts, next((each for each in beside if _named(each, COMMENTS)), None)


def _named(path, name):
    return path.name.casefold().startswith(name.casefold()) and path.is_file()


def _reading(targets, kept):
    dropped = sum((each.dropped for each in targets), Counter())
    examples = {reason: [place for each in targets for place in each.examples.get(reason, ())] for reason in dropped}
    return Reading(
        rows=sum(each.rows for each in targets),
        kept=kept,
        dropped=tuple(
            Dropped(reason, many, tuple(examples[reason][:EXAMPLES])) for reason, many in dropped.most_common()
        ),
        notes=tuple(_notes(targets)),
        columns={
            "contributor": "number of the account, as a pseudonym",
            "time": "date of creation",
            "item": "number of the post; c and a number for a comment",
            "parent": "the question of an answer; the post of a comment",
            "kind": "question, answer or comment",
        },
    )


def _notes(targets):
    if len(targets) == 1:
        yield f"There is no {COMMENTS} beside {POSTS}, so comments are not counted."
    yield "Deleted posts are not in a dump: what was removed, and who wrote only that, is missing."
    yield "Programs other than the site's own account are not recognised, since posts carry no names."
