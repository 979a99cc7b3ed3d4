"""Dumps of MediaWiki and of Stack Exchange: small files with the dirt of real ones."""

import bz2
import gzip
import lzma

import pytest

from peerkit.evidence import mediawiki, stack_exchange, xml_dump
from peerkit.evidence.log import fetched

KEY = b"of the tests"
DAY = "2018-03-{:02}T10:00:00Z"
HEAD = """<mediawiki xmlns="http://www.mediawiki.org/xml/export-0.11/" version="0.11">
<siteinfo><sitename>Small</sitename><namespaces><namespace key="0" case="first-letter" />
<namespace key="2" case="first-letter">User</namespace></namespaces></siteinfo>
"""
SEVEN_ZIP = b"7z\xbc\xaf'\x1c and more"


def account(name, number):
    return f"<contributor><username>{name}</username><id>{number}</id></contributor>"


ANN, BO, BOT = account("Ann Example", 7), account("Bo &amp; Co", 8), account("HelperBot", 9)
ADDRESS, HIDDEN = "<contributor><ip>198.51.100.7</ip></contributor>", '<contributor deleted="deleted" />'


def revision(number, who, day=1, size='<text bytes="{}" />', bytes=10, parent=None, date=None):
    built_on = f"<parentid>{parent}</parentid>" if parent else ""
    return (
        f"<revision><id>{number}</id>{built_on}<timestamp>{date or DAY.format(day)}</timestamp>{who}"
        f"<comment>by Ann</comment>{size.format(bytes)}<sha1>x</sha1></revision>"
    )


def page(number, *revisions, space=0):
    return f"<page><title>User:Ann Example</title><ns>{space}</ns><id>{number}</id>{''.join(revisions)}</page>\n"


def dump(path, *pages, end="</mediawiki>\n"):
    path.write_text(HEAD + "".join(pages) + end, encoding="utf-8")
    return path


def columns(log, order="time"):
    return {name: values.tolist() for name, values in fetched(log.table.order_by(order, "item")).items()}


def reasons(log):
    return {each.reason: (each.rows, each.examples) for each in log.reading.dropped}


SMALL = (
    page(
        1,
        revision(1, ANN, 1, bytes=100),
        revision(2, BO, 2, bytes=40, parent=1),
        revision(3, ANN, 3, bytes=45, parent=2),
    ),
    page(5, revision(4, ADDRESS, 4, bytes=7), space=2),
)


def test_a_revision_is_a_row_with_page_change_and_namespace(tmp_path):
    log = mediawiki.read(dump(tmp_path / "small-stub.xml", *SMALL), key=KEY)
    rows = columns(log)
    assert rows["item"] == ["1", "1", "1", "5"]
    assert rows["amount"] == [100, 60, 5, 7]
    assert rows["kind"] == ["article", "article", "article", "user"]
    assert rows["time"][0] == 1_519_898_400
    assert rows["contributor"][0] == rows["contributor"][2] and len(set(rows["contributor"])) == 3
    assert set(rows) == set(log.reading.columns)
    assert (log.name, log.reading.rows, log.reading.kept, log.reading.dropped) == ("small-stub", 4, 4, ())
    assert any("Edits without an account: 1." in each for each in log.reading.notes)


def test_no_name_address_or_title_leaves_the_reader(tmp_path):
    log = mediawiki.read(dump(tmp_path / "small.xml", *SMALL))
    told = repr((log.reading, log.facts, columns(log)))
    assert not any(word in told for word in ("Ann", "Bo ", "198.51", "User:"))


def test_hidden_contributors_programs_and_bad_dates_are_dropped_with_their_reason(tmp_path):
    path = dump(
        tmp_path / "dirty.xml",
        page(
            1,
            revision(1, HIDDEN),
            revision(2, BOT, parent=1),
            revision(3, ANN, date="yesterday", parent=2),
            revision(4, account("en&gt;Cy", 0), parent=3),
            revision(5, account("Ann Talbot", 11), parent=4),
        ),
    )
    log = mediawiki.read(path)
    assert reasons(log) == {
        mediawiki.HIDDEN: (1, ("revision 1",)),
        mediawiki.BOTS: (1, ("revision 2",)),
        mediawiki.NO_DATE: (1, ("revision 3",)),
    }
    assert (log.reading.rows, log.reading.kept) == (5, 2)
    assert any("HelperBot" in each for each in log.reading.notes)
    assert mediawiki.read(path, bots=True).reading.kept == 3


def test_a_change_whose_size_is_unknown_has_no_amount(tmp_path):
    path = dump(
        tmp_path / "gaps.xml",
        page(1, revision(9, ANN, 1, parent=8, bytes=50), revision(10, BO, 2, parent=9, size="<text id='3' />")),
        page(2, revision(11, BO, 3, parent=3, bytes=5), revision(12, ANN, 4, parent=11, bytes=9)),
    )
    log = mediawiki.read(path)
    assert [each if each == each else None for each in columns(log)["amount"]] == [None, None, None, 4]
    assert any(each.startswith("Edits without an amount: 3.") for each in log.reading.notes)


def test_texts_of_a_full_dump_count_in_bytes(tmp_path):
    inline = '<text xml:space="preserve">{}</text>'
    path = dump(
        tmp_path / "full.xml",
        page(1, revision(1, ANN, 1, inline, bytes="näher"), revision(2, BO, 2, inline, bytes="n&amp;\n", parent=1)),
    )
    assert columns(mediawiki.read(path))["amount"] == [6, 3]


def test_an_uploaded_file_is_no_edit(tmp_path):
    upload = f"<upload><timestamp>{DAY.format(9)}</timestamp>{BO}<filename>x</filename></upload>"
    rows = columns(mediawiki.read(dump(tmp_path / "u.xml", page(3, upload, revision(1, ANN))), key=KEY))
    assert rows["item"] == ["3"] and len(rows["contributor"]) == 1


def test_current_pages_alone_are_told(tmp_path):
    log = mediawiki.read(dump(tmp_path / "now.xml", *(page(at, revision(at, ANN, at)) for at in (1, 2))))
    assert any("only who edited last" in each for each in log.reading.notes)


@pytest.mark.parametrize("packed", (gzip, bz2, lzma))
def test_a_compressed_dump_reads_as_a_plain_one(tmp_path, packed):
    plain = dump(tmp_path / "small.xml", *SMALL)
    # The beginning of the file decides, not its name.
    other = tmp_path / "small.xml.packed"
    other.write_bytes(packed.compress(plain.read_bytes()))
    assert columns(mediawiki.read(other, key=KEY)) == columns(mediawiki.read(plain, key=KEY))


@pytest.mark.parametrize("packed", (bytes, gzip.compress, bz2.compress))
def test_a_dump_cut_off_says_how_far_it_went_and_keeps_nothing(tmp_path, packed, monkeypatch):
    monkeypatch.setattr(xml_dump, "CHUNK", 64)
    whole = packed(dump(tmp_path / "w.xml", *SMALL).read_bytes())
    path = tmp_path / "cut.xml"
    path.write_bytes(whole[: len(whole) - 60])
    with pytest.raises(ValueError, match=r"cut.xml breaks off or is damaged after \d+ entries, so nothing was kept"):
        mediawiki.read(path)
    assert mediawiki.read(tmp_path / "w.xml").reading.kept == 4


def test_what_is_no_dump_is_refused_in_a_sentence(tmp_path):
    page_of_web, packed, entities = tmp_path / "a.html", tmp_path / "a.xml.7z", tmp_path / "e.xml"
    page_of_web.write_text("<html><body/></html>")
    packed.write_bytes(SEVEN_ZIP)
    entities.write_text('<!DOCTYPE mediawiki [<!ENTITY a "aaa">]><mediawiki>&a;</mediawiki>')
    for path, sentence in (
        (page_of_web, "begins with <html>, but a MediaWiki dump begins with <mediawiki>"),
        (packed, r"7-Zip archive.*7z x a.xml.7z"),
        (entities, "document type of its own"),
        (tmp_path / "nothing.xml", "is not a file"),
    ):
        with pytest.raises(ValueError, match=sentence):
            mediawiki.read(path)


def test_an_empty_wiki_is_an_empty_log(tmp_path):
    log = mediawiki.read(dump(tmp_path / "none.xml"))
    assert (log.reading.rows, columns(log)["item"]) == (0, [])


def test_progress_ends_at_the_whole_file(tmp_path):
    told = []
    path = dump(tmp_path / "small.xml", *SMALL)
    mediawiki.read(path, progress=lambda sentence, share: told.append((sentence, share)))
    assert told[-1] == ("4 entries of small.xml", 1.0)


POSTS = (
    'Id="1" PostTypeId="1" CreationDate="2018-03-12T18:00:00.117" OwnerUserId="7" Body="&lt;p&gt;Ann asks&lt;/p&gt;"',
    'Id="2" PostTypeId="2" ParentId="1" CreationDate="2018-03-13T18:00:00.000" OwnerUserId="8" OwnerDisplayName="Bo"',
    'Id="3" PostTypeId="2" ParentId="1" CreationDate="2018-03-14T18:00:00.000" OwnerDisplayName="user12"',
    'Id="4" PostTypeId="5" CreationDate="2018-03-14T18:00:00.000" OwnerUserId="7"',
    'Id="5" PostTypeId="1" CreationDate="2018-03-15T18:00:00.000" OwnerUserId="-1"',
    'Id="6" PostTypeId="1" CreationDate="" OwnerUserId="7"',
)
COMMENTS = (
    'Id="2" PostId="1" CreationDate="2018-03-16T18:00:00.000" UserId="7"',
    'Id="3" PostId="2" CreationDate="2018-03-16T18:00:00.000" UserDisplayName="user12"',
)


def site(folder, posts=POSTS, comments=COMMENTS):
    folder.mkdir(exist_ok=True)
    for name, rows in (("posts", posts), ("comments", comments)):
        if rows is not None:
            lines = "".join(f"  <row {each} />\n" for each in rows)
            # Each file of a dump begins with a byte-order mark.
            text = f'\ufeff<?xml version="1.0" encoding="utf-8"?>\n<{name}>\n{lines}</{name}>'
            (folder / f"{name.title()}.xml").write_text(text, encoding="utf-8")
    return folder


def test_posts_and_comments_are_rows_with_what_they_build_on(tmp_path):
    log = stack_exchange.read(site(tmp_path / "small"), key=KEY)
    rows = columns(log)
    assert rows["kind"] == ["question", "answer", "comment"]
    assert rows["item"] == ["1", "2", "c2"]
    assert rows["parent"] == [None, "1", "1"]
    assert rows["time"] == [1_520_877_600, 1_520_964_000, 1_521_223_200]
    assert rows["contributor"][0] == rows["contributor"][2] != rows["contributor"][1]
    assert (log.name, log.reading.rows, log.reading.kept) == ("small", 8, 3)
    assert set(rows) == set(log.reading.columns)
    assert not any(word in repr((log.reading, rows)) for word in ("Ann asks", "Bo", "user12"))


def test_null_owners_and_other_posts_are_dropped_with_their_reason(tmp_path):
    folder = site(tmp_path)
    assert reasons(stack_exchange.read(folder)) == {
        stack_exchange.NOBODY: (2, ("post 3", "comment 3")),
        stack_exchange.OTHER: (1, ("post 4",)),
        stack_exchange.PROGRAM: (1, ("post 5",)),
        stack_exchange.NO_DATE: (1, ("post 6",)),
    }
    assert stack_exchange.read(folder, bots=True).reading.kept == 4


def test_posts_without_comments_are_read_and_told(tmp_path):
    log = stack_exchange.read(site(tmp_path, comments=None) / "Posts.xml")
    assert log.reading.kept == 2
    assert "no Comments.xml" in log.reading.notes[0]


def test_files_of_a_site_may_be_compressed(tmp_path):
    plain = columns(stack_exchange.read(site(tmp_path), key=KEY))
    for each in list(tmp_path.iterdir()):
        (tmp_path / f"{each.name}.gz").write_bytes(gzip.compress(each.read_bytes()))
        each.unlink()
    assert (
        columns(stack_exchange.read(tmp_path, key=KEY))
        == columns(stack_exchange.read(tmp_path / "Posts.xml.gz", key=KEY))
        == plain
    )


def test_a_site_that_is_packed_cut_or_missing_is_refused_in_a_sentence(tmp_path):
    packed, text = tmp_path / "site.7z", tmp_path / "a.txt"
    packed.write_bytes(SEVEN_ZIP)
    text.write_text("nothing")
    cut = site(tmp_path / "cut")
    (cut / "Comments.xml").write_text('<comments><row Id="1" PostId="1" UserId="7" />\n<row Id="2" Post')
    for path, sentence in (
        (packed, "7-Zip archive: unpack it first"),
        (text, "a.txt is no dump"),
        (tmp_path, "has no Posts.xml: give the folder"),
        (cut, "Comments.xml breaks off or is damaged after 1 entries"),
    ):
        with pytest.raises(ValueError, match=sentence):
            stack_exchange.read(path)
