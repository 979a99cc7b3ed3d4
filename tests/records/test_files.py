"""A file that people write by hand is read strictly: each mistake is a sentence with file, line and column."""

import re

import pytest

from peerkit.records.files import Cell, Entry, FileError, Text, read_table, read_toml


class Price(Entry):
    amount: float
    currency: Text


class Stall(Entry):
    title: Text
    seats: int
    open: bool = True
    prices: tuple[Price, ...] = ()
    owners: tuple[Text, ...] = ()


class Sale(Entry):
    day: Text
    cups: Cell


GOOD = """title = "Coffee"
seats = 4
owners = ["A",
  "B"]

[[prices]]
amount = 2.5
currency = "EUR"

[[prices]]
amount = 3
currency = "USD"
"""


def written(tmp_path, text, name="stall.toml"):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_good_file_becomes_a_record(tmp_path):
    stall = read_toml(written(tmp_path, GOOD), Stall)
    assert stall.owners == ("A", "B") and [price.amount for price in stall.prices] == [2.5, 3.0]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("seats = 4", "seat = 4", "line 2, column 1: seat is not known here; did you mean seats?"),
        (
            "seats = 4",
            "colour = 4\nseats = 4",
            "colour is not known here; known are title, seats, open, prices, owners",
        ),
        ("seats = 4\n", "", "line 1, column 1: seats is missing"),
        ("seats = 4", 'seats = "4"', "line 2, column 1: seats must be a whole number, got '4'"),
        ("seats = 4", "seats = true", "seats must be a whole number, got True"),
        ("seats = 4", "seats = 4.5", "seats must be a whole number, got 4.5"),
        ("seats = 4", "seats = 4\nopen = 1", "line 3, column 1: open must be true or false, got 1"),
        ('title = "Coffee"', "title = 7", "line 1, column 1: title must be text in quotation marks, got 7"),
        ('title = "Coffee"', 'title = " "', "title must not be empty"),
        ("amount = 3", "amount = true", "line 11, column 1: prices.2.amount must be a number, got True"),
        ("amount = 3", "  sum = 3", "line 11, column 3: prices.2.sum is not known here"),
        ('currency = "USD"', "", "line 10, column 1: prices.2.currency is missing"),
        ("amount = 2.5", "amount = inf", "prices.1.amount"),
        ('owners = ["A",', "owners = [1,", "line 3, column 1: owners.1 must be text"),
        ("seats = 4", "seats = ", "line 2"),
    ],
)
def test_a_mistake_is_told_with_its_place(tmp_path, old, new, message):
    path = written(tmp_path, GOOD.replace(old, new, 1))
    with pytest.raises(FileError, match=re.escape(message)) as refusal:
        read_toml(path, Stall)
    assert str(refusal.value).startswith(f"{path}: ")


def test_all_mistakes_are_told_at_once(tmp_path):
    path = written(tmp_path, 'titel = "Coffee"\nseats = "4"\n')
    with pytest.raises(FileError) as refusal:
        read_toml(path, Stall)
    assert all(words in str(refusal.value) for words in ("titel is not known", "title is missing", "whole number"))


def test_a_key_inside_a_long_text_is_no_key(tmp_path):
    text = 'title = """\nseats = 9\n"""\nseats = "x"\n'
    with pytest.raises(FileError, match="line 4, column 1: seats"):
        read_toml(written(tmp_path, text), Stall)


def test_a_file_that_is_not_there_or_not_text_is_told(tmp_path):
    with pytest.raises(FileError, match="cannot be read"):
        read_toml(tmp_path / "nothing.toml", Stall)
    (tmp_path / "raw.csv").write_bytes(b"day,cups\n\xff,1\n")
    with pytest.raises(FileError, match="cannot be read"):
        read_table(tmp_path / "raw.csv", Sale, columns=("day", "cups"))


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("monday,many", "line 2: column cups: must be a number, got 'many'"),
        ("monday,inf", "line 2: column cups: must be a finite number"),
        ("monday,", "line 2: column cups: must not be empty"),
        (",3", "line 2: column day: must not be empty"),
        ("monday,3,4", "line 2: there are more cells than columns"),
        ("monday,3\nmonday,4", "line 3: column day: 'monday' stands in line 2 too"),
    ],
)
def test_a_wrong_cell_is_told_with_line_and_column(tmp_path, row, message):
    path = written(tmp_path, f"day,cups\n{row}\n", "sales.csv")
    with pytest.raises(FileError, match=re.escape(message)):
        read_table(path, Sale, columns=("day", "cups"), key="day")


def test_a_cell_may_hold_a_line_break(tmp_path):
    path = written(tmp_path, 'day,cups\n"mon\nday",3\ntuesday,x\n', "sales.csv")
    with pytest.raises(FileError, match="line 4: column cups"):
        read_table(path, Sale, columns=("day", "cups"))
