"""A workbook read from the XML inside: no program of an office is needed."""

import re
import zipfile
from xml.etree import ElementTree

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
