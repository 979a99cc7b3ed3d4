"""The browser's half of the widgets, read from the files beside this one when a widget class is made."""

from pathlib import Path

HERE = Path(__file__).parent


def text(name):
    """The content of a file in this folder."""
    return (HERE / name).read_text(encoding="utf-8")
