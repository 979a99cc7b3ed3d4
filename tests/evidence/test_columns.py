"""Columns of a source: guessed from names and values, asked about where two could be meant, or given."""

import pytest

from peerkit.evidence.columns import Column, chosen

PEOPLE = ["ada", "bob", "eve", "kim", "lee", "max"] * 3
DATES = ["2024-05-31"] * 18


def texts(*names):
    return [Column(name, "text") for name in names]


def test_names_are_known_however_they_are_written():
    choice = chosen(texts("OwnerUserId", "CreationDate", "Post Id", "ParentId"))
    assert choice.columns == {
        "contributor": "OwnerUserId",
        "time": "CreationDate",
        "item": "Post Id",
        "parent": "ParentId",
    }


def test_a_better_name_wins_and_the_other_is_named():
    choice = chosen(texts("commit", "author", "committer", "author_time", "commit_time"))
    assert (choice.columns["contributor"], choice.columns["time"]) == ("author", "author_time")
    assert any("committer could be meant too" in note for note in choice.notes)
    assert any("commit_time could be meant too" in note for note in choice.notes)


def test_two_names_of_the_same_rank_are_asked_about():
    with pytest.raises(ValueError, match="both user and editor could be the contributor.*--contributor user"):
        chosen(texts("user", "editor", "timestamp"))
    assert chosen(texts("user", "editor", "timestamp"), {"contributor": "editor"}).columns["contributor"] == "editor"


def test_values_decide_where_no_name_is_known():
    choice = chosen([Column("x", "text", DATES), Column("y", "text", PEOPLE)])
    assert choice.columns == {"contributor": "y", "time": "x"} and choice.reasons["contributor"] == "by its values"
    with pytest.raises(ValueError, match="both y and z could be the contributor"):
        chosen([Column("x", "text", DATES), Column("y", "text", PEOPLE), Column("z", "text", PEOPLE[::-1])])


def test_year_month_and_day_make_a_time_and_a_date_takes_its_clock():
    assert chosen(texts("userID", "day", "month", "year")).columns["time"] == ("year", "month", "day")
    columns = [Column("who", "text"), Column("date", "text", DATES), Column("time", "text", ["14:05"] * 18)]
    assert chosen(columns).columns["time"] == ("date", "time")


def test_a_column_that_is_not_there_is_refused_with_the_near_ones():
    with pytest.raises(ValueError, match="there is no column 'auhtor'. Is author meant"):
        chosen(texts("author", "when"), {"contributor": "auhtor"})
    with pytest.raises(ValueError, match="no part 'who'; its parts are contributor, time"):
        chosen(texts("author", "when"), {"who": "author"})


def test_capitals_do_not_count_in_a_given_name():
    assert chosen(texts("Author", "when"), {"contributor": "author"}).columns["contributor"] == "Author"


@pytest.mark.parametrize(
    "names, need", [(("weight", "when"), "somebody who contributes"), (("userID", "weight"), "a time")]
)
def test_without_a_contributor_or_a_time_there_is_no_log(names, need):
    with pytest.raises(ValueError, match=f"no column looks like {need}"):
        chosen(texts(*names))


def test_an_optional_part_can_be_left_out():
    columns = [*texts("who", "when"), Column("size", "number")]
    assert chosen(columns).columns["amount"] == "size"
    assert "amount" not in chosen(columns, {"amount": None}).columns
