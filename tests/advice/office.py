"""A workbook read from the XML inside, for which no program of an office is needed; and LibreOffice, where there is one."""

import re
import shutil
import subprocess
import zipfile
from xml.etree import ElementTree

import pytest

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


class Workbook:
    """Sheets by name, each a dictionary from cell to value; formulas and names beside them."""

    def __init__(self, path):
        with zipfile.ZipFile(path) as file:
            self.files = {name: file.read(name) for name in file.namelist()}
        strings = ElementTree.fromstring(self.files["xl/sharedStrings.xml"])
        self.strings = ["".join(part.text or "" for part in each.iter(f"{MAIN}t")) for each in strings]
        book = ElementTree.fromstring(self.files["xl/workbook.xml"])
        sheets = [sheet.get("name") for sheet in book.iter(f"{MAIN}sheet")]
        self.formulas, self.sheets = {}, {}
        for place, name in enumerate(sheets, 1):
            self.sheets[name] = dict(self._cells(name, self.files[f"xl/worksheets/sheet{place}.xml"]))
        self.names = {each.get("name"): each.text for each in book.iter(f"{MAIN}definedName")}

    def _cells(self, sheet, xml):
        for cell in ElementTree.fromstring(xml).iter(f"{MAIN}c"):
            value, formula = cell.find(f"{MAIN}v"), cell.find(f"{MAIN}f")
            if formula is not None:
                self.formulas[(sheet, cell.get("r"))] = f"={formula.text}"
            if value is not None:
                kind, text = cell.get("t"), value.text
                yield cell.get("r"), self.strings[int(text)] if kind == "s" else text if kind == "str" else float(text)

    def place(self, name):
        """The sheet and the cell of a name."""
        sheet, cell = re.fullmatch(r"(\w+)!\$([A-Z]+\$\d+)", self.names[name]).groups()
        return sheet, cell.replace("$", "")

    def row(self, name):
        """The sheet and the row of a name: inputs before results, and each result after those it rests on."""
        sheet, cell = self.place(name)
        return sheet, int(re.sub(r"\D", "", cell))

    def value(self, name):
        """The value that stands in a named cell."""
        sheet, cell = self.place(name)
        return self.sheets[sheet][cell]

    def texts(self):
        """All texts of all sheets."""
        return [value for cells in self.sheets.values() for value in cells.values() if isinstance(value, str)]


RECALCULATE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry"><item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item></oor:items>
"""
"""A profile of LibreOffice that computes every formula when it opens a workbook."""


def changed(path, to, **inputs):
    """Write the workbook at `path` to `to` with other values in named inputs; its formulas keep their old results."""
    book = Workbook(path)
    with zipfile.ZipFile(path) as before, zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED) as after:
        for name in before.namelist():
            content = before.read(name)
            if name == f"xl/worksheets/sheet{1 + list(book.sheets).index('Inputs')}.xml":
                for cell, value in ((book.place(each)[1], value) for each, value in inputs.items()):
                    content, times = re.subn(
                        rf'(<c r="{cell}"[^>]*><v>)[^<]*(</v>)'.encode(),
                        rb"\g<1>%s\g<2>" % repr(value).encode(),
                        content,
                    )
                    assert times == 1, cell
            after.writestr(name, content)


def office():
    """The program of LibreOffice on this machine, None where there is none."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def converted(files, kind, folder):
    """The files that LibreOffice makes of others, in a new folder below `folder`; the test is skipped where there is none."""
    program = office()
    if program is None:
        pytest.skip("no LibreOffice on this machine opens the file")
    profile, out = folder / "profile", folder / kind
    (profile / "user").mkdir(parents=True, exist_ok=True)
    (profile / "user" / "registrymodifications.xcu").write_text(RECALCULATE, encoding="utf-8")
    command = [program, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--convert-to", kind]
    subprocess.run([*command, "--outdir", out, *files], check=True, capture_output=True, timeout=120)
    return [out / f"{file.stem}.{kind}" for file in files]
