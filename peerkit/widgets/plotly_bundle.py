"""The copies of plotly.js on this machine. They are never fetched from the internet and never committed.

`make` fetches two bundles from npm: *basic* draws lines, marks and bars, which nearly every figure is made of; *cartesian*
draws heat maps and contours too. Without them the full plotly.js inside the plotly package does the work of both.
"""

import re
from importlib.util import find_spec
from pathlib import Path

WEB = Path(__file__).parent / "web"
BASIC = WEB / "plotly-basic.min.js"
CARTESIAN = WEB / "plotly-cartesian.min.js"
BASIC_TYPES = ("scatter", "bar", "pie")
"""The types of traces that the basic bundle can draw."""


def bundle(wide=False):
    """The file that draws figures of `BASIC_TYPES`, or one that is `wide` enough for heat maps and contours."""
    small = CARTESIAN if wide else BASIC
    return small if small.exists() else full_bundle()


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
