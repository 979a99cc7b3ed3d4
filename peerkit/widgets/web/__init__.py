"""The browser's half of the widgets, read from the files beside this one when a widget class is made."""

import os
import re
from hashlib import sha256
from pathlib import Path

HERE = Path(__file__).parent
SERVED = "PEERKIT_ASSETS"
"""Environment variable with the address below which a server has its files, set by the server for its kernels."""


def text(name):
    """The content of a file in this folder, with the files that it includes (``// includes NAME``) in their place."""
    own = (HERE / name).read_text(encoding="utf-8")
    return re.sub(r"^// includes (\S+)\n", lambda line: text(line[1]), own, flags=re.MULTILINE)


MODULES = {}
"""The modules of all widget classes that have been made, by name: what a server has for its pages."""


def module(name, source):
    """The module that is sent with each widget; on a served page only its address, so that the module is sent once."""
    MODULES[name] = source
    if not os.environ.get(SERVED):
        return source
    return (
        f'const module = await import(location.origin + "{address(name, source)}");\nexport default module.default;\n'
    )


def address(name, source):
    """The address of a module on the server; it changes with the module."""
    return f"{os.environ[SERVED]}/{sha256(source.encode()).hexdigest()[:16]}/widgets/{name}"


def style(source):
    """The rules that travel with each widget; a served page has them already."""
    return "" if os.environ.get(SERVED) else source
