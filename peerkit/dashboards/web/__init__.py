"""The browser's half of the widgets, read from the files beside this one when a widget class is made."""

import os
from pathlib import Path

HERE = Path(__file__).parent
SERVED = "PEERKIT_WIDGETS"
"""Environment variable with the address of the widgets' modules, set by the server for its kernels."""


def text(name):
    """The content of a file in this folder."""
    return (HERE / name).read_text(encoding="utf-8")


def module(name, source):
    """What travels with each widget: its module, or on a served page the address of it, so that it travels once."""
    address = os.environ.get(SERVED)
    if not address:
        return source
    return f'const module = await import(location.origin + "{address}{name}");\nexport default module.default;\n'


def style(source):
    """The rules that travel with each widget; a served page has them already."""
    return "" if os.environ.get(SERVED) else source
