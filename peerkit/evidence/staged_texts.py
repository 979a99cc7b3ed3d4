"""A log from texts staged in DuckDB: times and amounts read from what people and spreadsheets write."""

from peerkit.evidence.canonical import canonical, log_with, not_empty
from peerkit.evidence.columns import plain, shown_name
from peerkit.evidence.engines import asking, literal
from peerkit.evidence.times import recognised, shown

TRUE = ("true", "t", "1", "yes")
"""Texts, in small letters, that say yes."""
_TRUE = ", ".join(map(literal, TRUE))


def log_of_texts(connection, staged, choice, wishes, origin, *, decimal_comma=False):
    """A `Log` of the table `staged` in a workspace of DuckDB, whose columns are texts named by the parts of a log.

    The table is read once, and goes with all raw names when the log is made.
    """
    ask = asking(connection)
    not_empty(ask(f"select count(*) from {staged}")[0][0], origin)
    times = recognised(ask, staged, "time", day_first=wishes.day_first, time_unit=wishes.time_unit)
    columns = [part for part in ("contributor", "item", "parent", "kind") if part in choice.columns]
    if "bot" in choice.columns:
        columns.append(f"coalesce(lower(trim(bot)) in ({_TRUE}), false) as flag")
    if "merge" in choice.columns:
        columns.append(
            f"coalesce(lower(trim(merge)) in ({_TRUE})"
            f" and {is_truth(choice)} or try_cast(trim(merge) as double) > 1, false) as merge"
        )
    notes = list(times.notes)
    if "amount" in choice.columns:
        columns.append(f"{_amount(ask, staged, decimal_comma, notes)} as amount")
        columns.append("case when trim(amount) <> '' then amount end as written_amount")
    ask(
        f"create table parsed as select rowid + 1 as place, {', '.join(columns)}, {times.sql} as time,"
        f" nullif(trim(time), '') as written from {staged}"
    )
    ask(f"drop table {staged}")
    if "amount" in choice.columns:
        notes += _unread_amounts(ask, origin)
    facts = {"time_forms": dict(times.forms), "time_zones": dict(times.zones)}
    table, dropped, rows = canonical(connection.table("parsed"), connection, wishes, origin, own=True)
    ask(f"create table log as {connection.compile(table)}")
    for name in ("parsed", "names"):
        ask(f"drop table {name}")
    ask("checkpoint")
    return log_with(connection.table("log"), connection, origin, choice, dropped, rows, notes, facts)


def texts_of(choice, expressions):
    """SQL for the columns of a staged table: texts by part, where `expressions` gives SQL for each column of the source."""
    wanted = {}
    for part, name in choice.columns.items():
        if not isinstance(name, tuple):
            wanted[part] = expressions[name]
        elif len(name) == 3:
            year, month, day = (f"trim({expressions[each]})" for each in name)
            wanted[part] = f"{year} || '-' || lpad({month}, 2, '0') || '-' || lpad({day}, 2, '0')"
        else:
            wanted[part] = " || ' ' || ".join(f"trim({expressions[each]})" for each in name)
    return {f'"{part}"': expression for part, expression in wanted.items()}


def is_truth(choice):
    """True if the column for merges says yes or no, by its name."""
    return plain(shown_name(choice.columns["merge"])).startswith("is_")


def _amount(ask, staged, decimal_comma, notes):
    """SQL for the number in a text, which may have a decimal comma or signs between the thousands."""
    value = "trim(amount)"
    commas, points, thousands = ask(
        f"select count_if(regexp_matches({value}, '^[-+]?[0-9.]*,[0-9]+$')), count_if(contains({value}, '.')),"
        f" count_if(regexp_matches({value}, '^[-+]?[0-9]{{1,3}}(,[0-9]{{3}})+([.][0-9]+)?$')) from {staged}"
    )[0]
    if commas and (decimal_comma or (not points and thousands < commas)):
        notes.append("The comma in amounts is the decimal sign.")
        return f"try_cast(replace(replace({value}, '.', ''), ',', '.') as double)"
    if thousands:
        notes.append("The comma in amounts stands between thousands.")
    return f"try_cast(replace({value}, ',', '') as double)"


def _unread_amounts(ask, origin):
    unread = ask("select count(*), min(place) from parsed where amount is null and written_amount is not null")[0]
    if unread[0]:
        first = ask(f"select written_amount from parsed where place = {unread[1]}")[0][0]
        yield (
            f"{unread[0]:,} amounts are no numbers and count as missing; the first is {shown(first)!r} in {origin.place} {unread[1]:,}."
        )
