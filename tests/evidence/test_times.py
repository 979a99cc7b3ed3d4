"""Times in every form that logs were seen with, read by their values; what they cannot decide is asked."""

import duckdb
import pytest

from peerkit.evidence.times import recognised

MOMENT = 1_520_874_045
"""2018-03-12 17:00:45 UTC [s]."""
MIDNIGHT = 1_520_812_800


def read(*values, **wishes):
    connection = duckdb.connect()
    connection.execute("set timezone = 'UTC'")
    connection.execute("create table log (place integer, time varchar)")
    connection.executemany("insert into log values (?, ?)", list(enumerate(values)))

    def ask(query):
        return connection.execute(query).fetchall()

    times = recognised(ask, "log", "time", **wishes)
    return times, [seconds for (seconds,) in ask(f"select {times.sql} from log order by place")]


@pytest.mark.parametrize(
    "value, seconds",
    [
        ("2018-03-12T17:00:45Z", MOMENT),
        ("2018-03-12 19:00:45+02:00", MOMENT),
        ("2018-03-12 19:00:45 +0200", MOMENT),
        ("2018-03-12 19:00:45+02", MOMENT),
        ("2018-03-12T17:00Z", MOMENT - 45),
        ("2018-03-12 18:00:45 Europe/Berlin", MOMENT),
        ("2018-03-12 17:00:45", MOMENT),
        ("2018-03-12 17:00:45.999", MOMENT),
        ("2018-03-12 17:00:45,999", MOMENT),
        (" 2018-03-12 17:00 ", MOMENT - 45),
        ("2018/03/12", MIDNIGHT),
        ("20180312", MIDNIGHT),
        ("20180312T170045Z", MOMENT),
        ("1520874045", MOMENT),
        ("1520874045.9", MOMENT),
        ("1520874045999", MOMENT),
        ("1520874045999999", MOMENT),
        ("43171", MIDNIGHT),  # a spreadsheet's day
        ("43171,5", MIDNIGHT + 43_200),
        ("43171.7088541667", MOMENT),  # the nearest second, not the one before
        ("13.03.2018", MIDNIGHT + 86_400),
        ("Mon, 12 Mar 2018 17:00:45 +0000", MOMENT),
        ("Mon Mar 12 19:00:45 2018 +0200", MOMENT),
        ("12/Mar/2018:17:00:45 +0000", MOMENT),
        ("March 12, 2018", MIDNIGHT),
        ("1955-01-01", -473_385_600),
    ],
)
def test_each_form_is_read(value, seconds):
    assert read(value)[1] == [seconds]


def test_what_is_no_time_is_empty_and_spoils_nothing():
    assert read("2018-02-30", "yesterday", "", None, "2018-03-12", "-5", "nan")[1] == [None] * 4 + [
        MIDNIGHT,
        None,
        None,
    ]


def test_two_zones_in_one_column_become_one_and_are_said():
    times, seconds = read("2018-03-12 19:00:45+02:00", "2018-03-12 12:00:45-0500", "2018-03-12 12:00:45-05:00")
    assert seconds == [MOMENT] * 3
    assert times.zones == {"-05:00": 2, "+02:00": 1}
    assert any("several time zones" in note and "-05:00 (2 rows)" in note for note in times.notes)


def test_times_with_and_without_a_zone_are_both_read_and_counted():
    times, seconds = read("2018-03-12 19:00:45+02:00", "2018-03-12 17:00:45")
    assert seconds == [MOMENT] * 2 and times.forms == {"zone": 1, "naive": 1}
    assert "without a time zone, read as UTC" in times.notes[0]


def test_seconds_beside_milliseconds_are_told_apart():
    times, seconds = read("1520874045", "1520874045000")
    assert seconds == [MOMENT] * 2
    assert times.forms == {"seconds since 1970": 1, "milliseconds since 1970": 1}


def test_one_date_decides_the_order_of_all():
    assert read("12/03/2018", "13/03/2018")[1] == [MIDNIGHT, MIDNIGHT + 86_400]
    assert read("3/12/2018 5:00:45 PM", "3/13/2018")[1] == [MOMENT, MIDNIGHT + 86_400]


def test_an_open_order_is_asked_and_can_be_said():
    with pytest.raises(ValueError, match="12/03/2018 can be read with the day or with the month first.*day_first=True"):
        read("12/03/2018")
    assert read("12/03/2018", day_first=True)[1] == [MIDNIGHT]
    assert read("03/12/2018", day_first=False)[1] == [MIDNIGHT]


def test_two_orders_in_one_column_are_refused():
    with pytest.raises(ValueError, match="two orders: 2 rows can only have the day first, 1 row only the month first"):
        read("13/03/2018", "14/03/2018", "03/15/2018")


def test_a_column_of_something_else_is_refused_without_showing_a_name():
    with pytest.raises(ValueError, match="looks like 'xxx@xxxxxxx.xxx'") as refusal:
        read("ada@example.org")
    assert "ada" not in str(refusal.value)
    with pytest.raises(ValueError, match="empty in every row"):
        read("", None)


def test_numbers_of_an_unusual_range_need_their_unit():
    with pytest.raises(ValueError, match="time_unit"):
        read("5", "6")
    assert read("5", "6", time_unit="seconds")[1] == [5, 6]
    with pytest.raises(ValueError, match="time_unit must be one of days, seconds"):
        read("5", time_unit="weeks")
