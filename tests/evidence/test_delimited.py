"""Dirty tables of text: their form recognised, good rows kept, broken lines named."""

import bz2
import gzip

import duckdb
import pytest

from peerkit.evidence import cleaned, delimited, text_files

HEADER = "who,when,what\n"


def rows_and_broken(tmp_path, content, name="log.csv"):
    file = tmp_path / name
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    form = delimited.form_of(file)
    clean = cleaned.cleaned(file, form, tmp_path)
    connection = duckdb.connect()

    def ask(query):
        return connection.execute(query).fetchall()

    wanted = {f'"{name}"': f"c{index}" for index, name in enumerate(form.names)}
    rejected = text_files.read(ask, clean, form, "staged", wanted)
    broken = sorted([*clean.broken, *rejected])
    return form, ask("select * from staged order by rowid"), broken, clean


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_every_usual_delimiter_is_recognised(tmp_path, delimiter):
    content = "who,when,what\nA,2024-05-31,x\n".replace(",", delimiter)
    form, rows, *_ = rows_and_broken(tmp_path, content)
    assert form.delimiter == delimiter and rows == [("A", "2024-05-31", "x")]


def test_a_header_in_the_third_line_and_the_line_of_a_spreadsheet(tmp_path):
    form, rows, *_ = rows_and_broken(tmp_path, "Export of May\n\nwho;when\nA;2024-05-31\n")
    assert (form.skip, form.names, rows) == (3, ("who", "when"), [("A", "2024-05-31")])
    form, rows, *_ = rows_and_broken(tmp_path, "sep=;\r\nwho;when\r\nA;2024-05-31\r\n")
    assert (form.skip, form.names, rows) == (2, ("who", "when"), [("A", "2024-05-31")])


def test_a_byte_order_mark_is_no_part_of_a_name(tmp_path):
    form, rows, *_ = rows_and_broken(tmp_path, b"\xef\xbb\xbfwho,when\nA,2024-05-31\n")
    assert form.names == ("who", "when") and rows == [("A", "2024-05-31")]
    form, rows, *_ = rows_and_broken(tmp_path, "who,when\nÄ,2024-05-31\n".encode("utf-16"))
    assert form.names == ("who", "when") and rows == [("Ä", "2024-05-31")]


def test_lines_in_latin_1_beside_lines_in_utf_8(tmp_path):
    content = "who,when\nJörg,2024-05-31\n".encode() + "Jürg,2024-05-30\n".encode("latin-1")
    _, rows, broken, clean = rows_and_broken(tmp_path, content)
    assert rows == [("Jörg", "2024-05-31"), ("Jürg", "2024-05-30")] and not broken and clean.mended == 1


@pytest.mark.parametrize("name, pack", [("log.csv.gz", gzip.compress), ("log.csv.bz2", bz2.compress)])
def test_packed_files(tmp_path, name, pack):
    assert rows_and_broken(tmp_path, pack(b"who,when\nA,2024-05-31\n"), name)[1] == [("A", "2024-05-31")]


def test_a_line_break_in_quotation_marks_is_kept_and_lines_are_still_numbered_as_an_editor_does(tmp_path):
    content = HEADER + 'A,1,"two\nlines"\nB,2\n\nC,3,x,y\nD,4,"z ""q"""\n'
    _, rows, broken, _ = rows_and_broken(tmp_path, content)
    assert rows == [("A", "1", "two\nlines"), ("D", "4", 'z "q"')]
    assert broken == [(4, "it has too few fields"), (6, "it has too many fields")]


def test_an_open_quotation_mark_costs_its_own_line_only(tmp_path):
    good = "".join(f"user{number},2024-05-31,item\n" for number in range(20_000))
    _, rows, broken, _ = rows_and_broken(tmp_path, HEADER + good + 'X,2024-05-31,"open\n' + good + 'Y,1,"a\nb"\n')
    assert len(rows) == 40_001 and rows[-1] == ("Y", "1", "a\nb")
    assert broken == [(20_002, cleaned.UNCLOSED)]


def test_a_sign_for_inches_is_no_quotation_mark(tmp_path):
    _, rows, broken, _ = rows_and_broken(tmp_path, HEADER + 'A,1,a 5" disk\nB,2,x\n')
    assert rows == [("A", "1", 'a 5" disk'), ("B", "2", "x")] and not broken


def test_a_file_without_a_header_numbers_its_columns(tmp_path):
    form, rows, *_ = rows_and_broken(tmp_path, "A,2024-05-31\nB,2024-05-30\n")
    assert form.names == ("column1", "column2") and not form.named and len(rows) == 2


def test_an_empty_file_and_a_file_of_prose_are_refused(tmp_path):
    for content, words in ((b"", "is empty"), (b"\n \n", "is empty"), (b"Dear all\nsee you\n", "is no table")):
        (tmp_path / "log.csv").write_bytes(content)
        with pytest.raises(ValueError, match=words):
            delimited.form_of(tmp_path / "log.csv")


def test_pieces_of_any_size_give_the_same(tmp_path, monkeypatch):
    content = HEADER + 'A,1,"two\nlines"\nB,2,"open\nC,3,x\nD,4,"a\nb"\nJ\n'
    whole = rows_and_broken(tmp_path, content)[1:3]
    for piece in (1, 7, 20):
        monkeypatch.setattr(cleaned, "PIECE", piece)
        assert rows_and_broken(tmp_path, content)[1:3] == whole
