r"""Plays and tags of the same people at Last.fm: a loader for the rows that HetRec 2011 published, and their spread.

The rows may be used for non-commercial purposes only, so they do not come with peerkit and nothing here copies them.
What is computed from them stands in `case_studies/lastfm/facts.csv` with the basis *computed*.

Source: I. Cantador, P. Brusilovsky and T. Kuflik, HetRec 2011 at RecSys 2011, data set hetrec2011-lastfm-2k, version 1.0
of May 2011; the counts that its readme publishes are checked on loading.
"""

from pathlib import Path
from typing import NamedTuple

import pandas as pd

from peerkit.models.sample_inequality import Estimate, sample_gini, sample_top_share

PLAYS_FILE, TAGS_FILE = "user_artists.dat", "user_taggedartists.dat"
PLAYS_COLUMNS = ("userID", "artistID", "weight")
TAGS_COLUMNS = ("userID", "artistID", "tagID", "day", "month", "year")
LISTED_ARTISTS = 50
"""The most artists that the data set lists for a listener: plays of all others are cut off."""


class Counts(NamedTuple):
    """Numbers of people, of pairs of listener and artist, and of tag assignments."""

    users: int
    listened_pairs: int
    tag_assignments: int


PUBLISHED = Counts(users=1892, listened_pairs=92_834, tag_assignments=186_479)
"""The numbers that the readme of the data set gives."""


class Activity(NamedTuple):
    """The activity of each person, as one series per measure with the person's number as index.

    `plays` and `tags` are plays and tag assignments. Plays are cut to each person's most played artists, so two more
    measures show the effect of that: `tags_on_listed` are the tag assignments on the same number of artists, those that a
    person tagged most, `tagging_days` the days on which a person tagged at all.
    """

    plays: pd.Series
    tags: pd.Series
    tags_on_listed: pd.Series
    tagging_days: pd.Series


class Spread(NamedTuple):
    """The inequality of a measure over people: Gini coefficient and share of the top fraction, with standard errors [1]."""

    gini: Estimate
    top_share: Estimate


def load(folder, published=PUBLISHED):
    """Plays and tag assignments per person, from the two files of the data set in `folder`; an `Activity`.

    `published` are the counts that the files must have. Raises `FileNotFoundError`, which says where the data are and
    under which licence, and `ValueError` for a file that is not the published one.
    """
    listened = _rows(folder, PLAYS_FILE, PLAYS_COLUMNS, published.listened_pairs, published.users)
    tagged = _rows(folder, TAGS_FILE, TAGS_COLUMNS, published.tag_assignments, published.users)
    by_artist = tagged.groupby(["userID", "artistID"]).size().sort_values(ascending=False)
    return Activity(
        plays=listened.groupby("userID")["weight"].sum(),
        tags=tagged.groupby("userID").size(),
        tags_on_listed=by_artist.groupby("userID").head(LISTED_ARTISTS).groupby("userID").sum(),
        tagging_days=tagged.drop_duplicates(["userID", "year", "month", "day"]).groupby("userID").size(),
    )


def spread(contributions, top_fraction=0.2):
    """Gini coefficient and share of the most active fraction of people, each with its standard error; a `Spread`.

    `contributions` holds one number per person.

    >>> uneven = spread([10, 1, 1, 1, 1])
    >>> print(round(float(uneven.gini.estimate), 3), round(float(uneven.top_share.estimate), 3))
    0.514 0.714
    """
    return Spread(sample_gini(contributions), sample_top_share(contributions, top_fraction))


def rank_correlation(activity):
    """Rank correlation of plays and tags (Spearman): 1 is the same order, 0 unrelated orders, -1 the reverse [1]."""
    return float(activity.plays.rank().corr(activity.tags.rank()))


def _rows(folder, name, columns, rows, users):
    path = Path(folder) / name
    if not path.is_file():
        raise FileNotFoundError(
            f"{path} is not there: get hetrec2011-lastfm-2k.zip, free for non-commercial use only and therefore not shipped "
            f"with peerkit, from https://grouplens.org/datasets/hetrec-2011/ and unpack it into {folder}"
        )
    table = _table(path, columns)
    for what, expected, there in (("rows", rows, len(table)), ("users", users, table["userID"].nunique())):
        if there != expected:
            raise ValueError(f"{path}: the published file has {expected} {what}, this one has {there}")
    return table


def _table(path, columns):
    """The whole numbers of one file; refused with its name if they are not."""
    try:
        table = pd.read_csv(path, sep="\t", dtype="int64")
    except (ValueError, OverflowError) as error:
        raise ValueError(f"{path}: every row must hold whole numbers between tabs ({error})") from None
    if tuple(table.columns) != columns:
        raise ValueError(f"{path}: the columns must be {', '.join(columns)}, got {', '.join(table.columns)}")
    low = table["weight"].min() if "weight" in table and len(table) else 0
    if low < 0:
        raise ValueError(f"{path}: column weight must be at least 0, got {low}")
    return table
