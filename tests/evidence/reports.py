"""Small logs with the names of people who do not exist, in every kind of source, for the tests of reports."""

import json
import shutil
import subprocess

import numpy as np

PEOPLE = tuple(f"Quentin Nobody{letter}" for letter in "abcdefghijklmnopqrstuvwx")
START = 1_600_000_000
DAY = 86_400


def rows(many=160, seed=3):
    """Contributor, time as text and item of each row, the most active first among equals."""
    draw = np.random.default_rng(seed)
    who = np.minimum(draw.zipf(1.6, many) - 1, len(PEOPLE) - 1)
    days = np.sort(draw.integers(0, 400, many))
    moments = np.datetime64(START, "s") + days.astype("timedelta64[D]")
    return [
        (PEOPLE[one], str(moment).replace("T", " "), f"page {at % 9}")
        for at, (one, moment) in enumerate(zip(who, moments, strict=True))
    ]


def comma_file(folder, name="choir.csv", **more):
    """A CSV file of `rows`."""
    path = folder / name
    lines = [",".join(each) for each in rows(**more)]
    path.write_text("user,time,page\n" + "\n".join(lines) + "\n", encoding="utf-8")
    return path


def lines_of_json(folder):
    """The same as an object a line."""
    path = folder / "choir.jsonl"
    path.write_text("".join(json.dumps({"user": who, "time": at, "page": page}) + "\n" for who, at, page in rows()))
    return path


def columnar(folder):
    """The same as Parquet."""
    import pyarrow as pa
    from pyarrow import parquet

    who, at, page = zip(*rows(), strict=True)
    path = folder / "choir.parquet"
    parquet.write_table(pa.table({"user": who, "time": at, "page": page}), path)
    return path


def wiki(folder):
    """The same as a dump of MediaWiki."""
    revisions = "".join(
        f"<revision><id>{place}</id><timestamp>{at.replace(' ', 'T')}Z</timestamp>"
        f"<contributor><username>{who}</username><id>{PEOPLE.index(who) + 1}</id></contributor>"
        f'<comment>{who}</comment><text bytes="{place}" /></revision>'
        for place, (who, at, _) in enumerate(rows(), 1)
    )
    path = folder / "choir-stub.xml"
    path.write_text(
        '<mediawiki xmlns="http://www.mediawiki.org/xml/export-0.11/" version="0.11"><siteinfo><sitename>Choir</sitename></siteinfo>'
        f"<page><title>User:{PEOPLE[0]}</title><ns>0</ns><id>1</id>{revisions}</page></mediawiki>\n"
    )
    return path


def posts(folder):
    """The same as a dump of Stack Exchange."""
    lines = "".join(
        f'<row Id="{place}" PostTypeId="1" CreationDate="{at.replace(" ", "T")}.000" OwnerUserId="{PEOPLE.index(who) + 7_654_321}"'
        f' OwnerDisplayName="{who}" Body="by {who}" />\n'
        for place, (who, at, _) in enumerate(rows(), 1)
    )
    path = folder / "Posts.xml"
    path.write_text(f'<?xml version="1.0" encoding="utf-8"?>\n<posts>\n{lines}</posts>\n')
    return path


def repository(folder):
    """The same as a git repository."""
    where = folder / "choir"
    where.mkdir()
    settings = {"GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_NOSYSTEM": "1", "PATH": "/usr/bin:/bin:/usr/local/bin"}
    stream = []
    for place, (who, at, _) in enumerate(rows(), 1):
        moment = int(np.datetime64(at.replace(" ", "T"), "s").astype(int))
        person = f"{who} <{who.replace(' ', '.')}@example.invalid> {moment} +0000\n"
        text = f"by {who}"
        stream.append(
            f"commit refs/heads/main\nmark :{place}\nauthor {person}committer {person}data {len(text)}\n{text}\n"
            f"M 100644 inline file\ndata {len(str(place))}\n{place}\n"
        )
    git = shutil.which("git")
    subprocess.run([git, "init", "-q", "-b", "main", str(where)], check=True, env=settings)
    subprocess.run(
        [git, "-C", str(where), "fast-import", "--quiet"], input="".join(stream).encode(), check=True, env=settings
    )
    return where


SOURCES = {
    "csv": comma_file,
    "json lines": lines_of_json,
    "parquet": columnar,
    "mediawiki": wiki,
    "stack exchange": posts,
    "git": repository,
}
"""Every kind of source, each with the same people in it."""
