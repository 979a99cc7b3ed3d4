"""The copy of plotly.js on this machine. It is never fetched from the internet and never committed."""

import re
from importlib.util import find_spec
from pathlib import Path

CARTESIAN = Path(__file__).parent / "web" / "plotly.min.js"


def bundle():
    """The file to serve: the small cartesian bundle if `make` fetched it, else the full one inside plotly itself."""
    return CARTESIAN if CARTESIAN.exists() else full_bundle()


def full_bundle():
    """The complete plotly.js inside the installed plotly package."""
    return Path(find_spec("plotly").origin).parent / "package_data" / "plotly.min.js"


def bundle_version(path):
    """The version that a plotly.js bundle names in its first lines, as (major, minor, patch).

    >>> bundle_version(full_bundle())[0] >= 3
    True
    """
    with open(path, encoding="utf-8") as file:
        head = file.read(2000)
    version = re.search(r"plotly\.js[^\n]*?v(\d+)\.(\d+)\.(\d+)", head)
    if version is None:
        raise ValueError(f"{path} does not look like plotly.js: no version in its first lines")
    return tuple(int(part) for part in version.groups())


if __name__ == "__main__":
    # What the Makefile asks npm for: the release that the installed plotly contains.
    print(".".join(map(str, bundle_version(full_bundle()))))  # noqa: T201
