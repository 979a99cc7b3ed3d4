"""Columns of a source: the parts of a log that they hold, guessed from names and values, or as an analyst says.

A name decides first, in the order of the lists below; of two names of the same rank neither is taken, and both are asked
about. Only where no name is known do the values decide, and only if a single column comes into question.
"""

import difflib
import re
from typing import Any, Mapping, NamedTuple, Sequence

from peerkit.evidence.log import OPTIONAL, REQUIRED

NAMES = {
    "contributor": (
        ("contributor", "contributor_id", "contributor_name"),
        ("author", "author_id", "author_name", "author_email"),
        (
            "user",
            "user_id",
            "user_name",
            "username",
            "login",
            "owner_user_id",
            "actor",
            "actor_login",
            "editor",
            "editor_id",
        ),
        (
            "member",
            "member_id",
            "person",
            "person_id",
            "who",
            "participant",
            "participant_id",
            "developer",
            "volunteer",
            "maintainer",
        ),
        ("committer", "committer_id", "email", "account", "nick", "name"),
    ),
    "time": (
        ("time", "timestamp", "datetime", "date_time"),
        ("author_time", "author_date", "created_at", "creation_date", "created", "date_created", "event_time"),
        ("date", "when", "day", "posted_at", "edited_at", "submitted_at"),
        ("commit_time", "commit_date", "committer_date", "updated_at", "last_modified"),
    ),
    "item": (
        ("item", "item_id"),
        ("path", "file", "filename", "file_name"),
        ("commit", "commit_id", "commit_hash", "sha", "hash", "revision", "revision_id", "rev_id", "edit_id", "what"),
        ("page", "page_id", "page_title", "article", "article_id", "post", "post_id", "document", "title", "url"),
        (
            "artist_id",
            "product",
            "product_id",
            "track_id",
            "film_id",
            "movie_id",
            "question_id",
            "task",
            "task_id",
            "repo",
        ),
        ("id", "event_id", "key"),
    ),
    "amount": (
        ("amount",),
        ("lines", "lines_added", "added", "bytes", "size", "hours", "plays", "quantity"),
        ("weight", "count", "value"),
    ),
    "parent": (("parent", "parent_id"), ("reply_to", "in_reply_to", "reuses", "builds_on")),
    "kind": (("kind", "type", "event_type", "post_type_id"), ("event", "action", "category")),
    "bot": (("is_bot", "bot"),),
    "merge": (("is_merge",), ("n_parents", "parent_count")),
}
"""Names of columns by part of the log, the most telling first; names in one bracket have the same rank."""
DATE_PARTS = ("year", "month", "day")
PARTS = (*REQUIRED, *OPTIONAL, "bot", "merge")
TRUTHS = frozenset({"true", "false", "0", "1", "t", "f"})
MOST_VALUES = 1_000
"""Rows whose values a guess looks at."""
TIMELIKE = re.compile(
    r"\d{4}[-/]\d{1,2}[-/]\d{1,2}([ T].*)?|\d{1,2}[./-]\d{1,2}[./-](\d{4}|\d{2})([ ,T].*)?|1[0-9]{9}([.]\d+)?|1[0-9]{12}"
    r"|1[0-9]{15}|([A-Z][a-z]{2},? )?\d{1,2} [A-Z][a-z]{2,8} \d{4}.*|[34]\d{4}([.,]\d+)?"
)


class Column(NamedTuple):
    """A column of a source: its name, its type ("text", "number", "time" or "truth"), and some of its values."""

    name: str
    type: str
    values: Sequence[Any] = ()


class Choice(NamedTuple):
    """The columns of a log: the source's column (or several, whose texts make one time) for each part, and why."""

    columns: Mapping[str, str | tuple[str, ...]]
    reasons: Mapping[str, str]
    notes: tuple[str, ...]


def chosen(columns, given=None):
    """The `Choice` among the `columns` (a sequence of `Column`) of a source; `given` names columns by part and is not doubted.

    `None` for an optional part in `given` leaves it out. Refused with a sentence that names the candidates where a guess would
    be a bet.

    >>> choice = chosen([Column("userID", "text"), Column("Page Title", "text"), Column("created_at", "time")])
    >>> choice.columns
    {'contributor': 'userID', 'time': 'created_at', 'item': 'Page Title'}
    """
    columns = list(columns)
    given = {part: name for part, name in (given or {}).items()}
    _check_given(given, columns)
    picked, reasons, notes = {}, {}, []
    for part in PARTS:
        if part in given:
            if given[part] is not None:
                picked[part], reasons[part] = _exact(given[part], columns), "given"
            continue
        free = [each for each in columns if each.name not in _flat(picked) and each.name not in _flat(given)]
        name, reason, others = _guess(part, free)
        if name is None:
            continue
        picked[part], reasons[part] = name, reason
        if others:
            notes.append(f"Column {shown_name(name)} was taken as {part}; {_listed(others)} could be meant too.")
    for part in ("contributor", "time"):
        if part not in picked:
            raise ValueError(_missing(part, columns))
    return Choice(picked, reasons, tuple(notes))


def shown_name(name):
    """The name of a column, or several names, for a sentence."""
    return " + ".join(name) if isinstance(name, tuple) else str(name)


def _check_given(given, columns):
    unknown = [part for part in given if part not in PARTS]
    if unknown:
        raise ValueError(f"a log has no part {unknown[0]!r}; its parts are {_listed(PARTS)}")
    for part, name in given.items():
        if name is None and part in ("contributor", "time"):
            raise ValueError(f"a log needs a column for {part}: it cannot be left out")
        for each in () if name is None else _texts(name):
            _exact(each, columns)


def _exact(name, columns):
    """The name as the source writes it; capitals do not count where only one column can be meant."""
    if not isinstance(name, str):
        return tuple(_exact(each, columns) for each in name)
    names = [each.name for each in columns]
    if name in names:
        return name
    alike = [each for each in names if plain(each) == plain(name)]
    if len(alike) == 1:
        return alike[0]
    near = alike or difflib.get_close_matches(name, names, n=3, cutoff=0.5)
    offer = f"Is {_listed(near, 'or')} meant?" if near else f"The columns are {_listed(names)}."
    raise ValueError(f"there is no column {name!r}. {offer}")


def plain(name):
    """A name in small letters with underscores, so that `userID`, `User Id` and `user_id` are one.

    >>> plain("userID"), plain("Page Title"), plain("OwnerUserId")
    ('user_id', 'page_title', 'owner_user_id')
    """
    name = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name.strip())
    return re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")


def _guess(part, columns):
    """The column for a part, the reason, and those that could be meant too; None where none is likely."""
    plainly = {}
    for each in columns:
        if _suits(part, each):
            plainly.setdefault(plain(each.name), []).append(each.name)
    if part == "time":
        parts = _date_parts(columns)
        if parts:
            return parts, "by its name", ()
    ranks = [[name for known in rank for name in plainly.get(known, ())] for rank in NAMES[part]]
    ranks = [names for names in ranks if names]
    if part == "time" and ranks:
        clock = _date_and_clock(columns, ranks)
        if clock:
            return clock, "by its name", ()
    if ranks:
        best, others = ranks[0], [name for names in ranks[1:] for name in names]
        if len(best) > 1:
            return _one_of(part, best, others)
        return best[0], "by its name", others if part in ("contributor", "time", "amount") else ()
    if part in ("contributor", "time"):
        others = {known for other, ranks in NAMES.items() if other != part for rank in ranks for known in rank}
        likely = [each.name for each in columns if plain(each.name) not in others and _by_values(part, each)]
        if len(likely) == 1:
            return likely[0], "by its values", ()
        if likely:
            raise ValueError(_ambiguous(part, likely))
    return None, "", ()


def _one_of(part, names, others):
    """One of several names of the same rank: a number beats a name of the same person; otherwise the analyst is asked."""
    plainly = {plain(name): name for name in names}
    stems = {re.sub(r"_?(id|name|login|email|title|hash)$", "", name) for name in plainly}
    if len(stems) == 1:
        preferred = next((name for known, name in plainly.items() if known.endswith("id")), names[0])
        return preferred, "by its name", [name for name in names if name != preferred] + others
    if part in ("contributor", "time"):
        raise ValueError(_ambiguous(part, names))
    return names[0], "by its name", names[1:] + others


def _ambiguous(part, names):
    return (
        f"{_listed(names)} could all be the {part}: say which, as columns={{{part!r}: {names[0]!r}}} (--{part} {names[0]})"
        if len(names) > 2
        else f"both {_listed(names)} could be the {part}: say which, as columns={{{part!r}: {names[0]!r}}} (--{part} {names[0]})"
    )


def _missing(part, columns):
    need = "somebody who contributes" if part == "contributor" else "a time"
    names = _listed([each.name for each in columns])
    return (
        f"no column looks like {need}. The columns are {names}: if one of them is meant, say which with "
        f"columns={{{part!r}: …}} (--{part} COLUMN). Without {need} there is no log"
    )


def _suits(part, column):
    """False where the type of a column rules a part out."""
    if part == "time":
        # A clock without a date, a year alone, or a word is no time.
        filled = _filled(column)
        return column.type == "time" or not filled or _share(filled, TIMELIKE) >= 0.5 or _numbers(filled)
    if part == "amount":
        return column.type == "number" or (column.type == "text" and _numbers(_filled(column), 0.5))
    if part == "bot":
        return column.type == "truth" or set(map(str.lower, _filled(column))) <= TRUTHS
    if part == "merge":
        # A truth, or the number of commits that a commit follows.
        return column.type == "truth" or _numbers(_filled(column)) or set(map(str.lower, _filled(column))) <= TRUTHS
    return column.type in ("text", "number")


def _by_values(part, column):
    filled = _filled(column)
    if not filled:
        return column.type == "time" and part == "time"
    if part == "time":
        return column.type == "time" or (_share(filled, TIMELIKE) >= 0.9)
    if column.type != "text" or _numbers(filled) or _share(filled, TIMELIKE) > 0.5:
        return False
    different = len(set(filled))
    # People come back and are more than two or three; kinds are few, descriptions are all different.
    return 5 <= different <= 0.8 * len(filled) and max(map(len, filled)) <= 80


def _date_parts(columns):
    names = {plain(each.name): each.name for each in columns}
    return tuple(names[part] for part in DATE_PARTS) if all(part in names for part in DATE_PARTS) else None


def _date_and_clock(columns, ranks):
    """A column of dates beside one of clocks (14:05), which make one time."""
    clocks = [
        each.name
        for each in columns
        if _filled(each) and _share(_filled(each), re.compile(r"\d{1,2}:\d\d(:\d\d)?")) > 0.9
    ]
    dates = [name for names in ranks for name in names]
    return (dates[0], clocks[0]) if len(clocks) == 1 and len(dates) == 1 and dates != clocks else None


def _filled(column):
    return [str(value).strip() for value in column.values if value is not None and str(value).strip()]


def _share(values, pattern):
    return sum(bool(pattern.fullmatch(value)) for value in values) / len(values)


def _numbers(values, least=0.9):
    return bool(values) and _share(values, re.compile(r"[-+]?\d+([.,]\d+)?([eE][-+]?\d+)?")) >= least


def _texts(name):
    return (name,) if isinstance(name, str) else tuple(name)


def _flat(picked):
    return {each for name in picked.values() if name is not None for each in _texts(name)}


def _listed(names, word="and"):
    names = list(map(str, names))
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} {word} {names[-1]}"
