"""The log in tables of text, one or several with the same columns, read by DuckDB from clean copies."""

from peerkit.evidence import delimited
from peerkit.evidence.canonical import Origin
from peerkit.evidence.cleaned import EXAMPLES, LONGEST_RECORD, cleaned, dropped_lines, line_at
from peerkit.evidence.columns import MOST_VALUES, Column, chosen
from peerkit.evidence.engines import asking, literal, workspace
from peerkit.evidence.staged_texts import log_of_texts, texts_of

REASONS = {
    "MISSING COLUMNS": "it has too few fields",
    "TOO MANY COLUMNS": "it has too many fields",
    "UNQUOTED VALUE": "there is text behind a closing quotation mark",
    "LINE SIZE OVER MAXIMUM": "it is too long",
    "INVALID ENCODING": "it holds bytes that are no text",
}


def of_texts(files, name, wishes):
    """The `Log` of tables of text, one or several with the same columns."""
    connection, folder = workspace()
    ask = asking(connection)
    forms = [delimited.form_of(each) for each in files]
    for file, form in zip(files, forms, strict=True):
        if form.names != forms[0].names:
            raise ValueError(f"{file.name} has other columns than {files[0].name}: open them one by one")
    form = forms[0]
    choice, broken, mended, pieces = None, [], 0, []
    for number, (file, form) in enumerate(zip(files, forms, strict=True)):
        part = folder / str(number)
        part.mkdir()
        clean = cleaned(file, form, part)
        if choice is None:
            choice = chosen(_sampled(clean, form), wishes.columns)
        wanted = texts_of(choice, {each: f"c{index}" for index, each in enumerate(form.names)})
        broken += [*clean.broken, *read(ask, clean, form, f"piece{number}", wanted)]
        mended += clean.mended
        pieces.append(f"piece{number}")
        (part / "clean.csv").unlink(missing_ok=True)
    if len(pieces) == 1:
        ask("alter table piece0 rename to staged")
    else:
        ask(f"create table staged as {' union all '.join(f'select * from {each}' for each in pieces)}")
        for each in pieces:
            ask(f"drop table {each}")
    notes = _notes(forms[0], mended)
    origin = Origin(name, dropped_lines(broken), notes, "record")
    return log_of_texts(connection, "staged", choice, wishes, origin, decimal_comma=forms[0].delimiter == ";")


def read(ask, clean, form, target, wanted):
    """The `wanted` columns of a clean file as the table `target` of DuckDB, all text, and the broken lines beyond those known.

    `wanted` maps each column of the new table to an expression over the columns of the file. `ask` runs a query and gives rows.
    Reads once more, more slowly, where rows are missing, and refuses a file of which rows would be lost unseen.
    """
    for parallel in ("true", "false"):
        ask(f"drop table if exists {target}")
        ask("drop table if exists reject_scans")
        ask("drop table if exists reject_errors")
        ask(f"create table {target} as {_reading(clean, form, wanted, parallel)}")
        rejected = _rejected(ask, clean)
        kept = ask(f"select count(*) from {target}")[0][0]
        if kept + len(rejected) == clean.records:
            return rejected
    raise ValueError(
        f"of {clean.records:,} records only {kept:,} can be read and {len(rejected):,} are broken: the rest would be lost unseen. "
        "Write the table anew with the fields in quotation marks"
    )


def _sampled(clean, form):
    """The `Column`s of a table of text, with values from its first records."""
    with open(clean.path, "rb") as file:
        start = file.read(delimited.SAMPLE).decode("utf-8", "replace")
    rows = [row for above, row in delimited.records(start, form.delimiter, form.escape) if above >= form.skip]
    rows = [row for row in rows[:MOST_VALUES] if len(row) == len(form.names)]
    values = list(zip(*rows, strict=True)) or [()] * len(form.names)
    return [Column(each, "text", values[index]) for index, each in enumerate(form.names)]


def _notes(form, mended):
    names = {",": "a comma", ";": "a semicolon", "\t": "a tab", "|": "a bar"}
    if form.delimiter != ",":
        yield f"The fields are separated by {names.get(form.delimiter, repr(form.delimiter))}."
    if not form.named:
        yield "The file has no header: its columns are numbered from column1."
    elif form.skip > 1:
        yield f"The header is in line {form.skip:,}; the lines above it are no part of the table."
    if mended:
        yield f"{mended:,} lines were not UTF-8 and were read as Western European (Windows-1252)."


def _reading(clean, form, wanted, parallel):
    columns = ", ".join(f"{literal(f'c{index}')}: 'VARCHAR'" for index in range(len(form.names)))
    picked = ", ".join(f"{expression} as {name}" for name, expression in wanted.items())
    return (
        f"select {picked} from read_csv({literal(str(clean.path))}, auto_detect=false, header=false, skip={form.skip},"
        f" delim={literal(form.delimiter)}, quote='\"', escape={literal(form.escape)}, columns={{{columns}}},"
        f" ignore_errors=true, store_rejects=true, rejects_limit=0, max_line_size={LONGEST_RECORD * 4}, parallel={parallel})"
    )


def _rejected(ask, clean):
    rows = ask(
        "select min(line_byte_position), min(error_type), line from reject_errors group by line, line_byte_position order by 1"
    )
    # Only lines that are shown are looked up: each costs a pass over the file up to it.
    return [
        (
            line_at(clean, max(position - 1, 0)) if index < EXAMPLES else line,
            REASONS.get(str(reason), str(reason).lower()),
        )
        for index, (position, reason, line) in enumerate(rows)
    ]
