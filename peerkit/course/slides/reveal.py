"""The copy of reveal.js on this machine: the few files of npm's package that slides need. It is never committed.

``make reveal`` fetches the package with npm. Without npm, ``python -m peerkit.course.slides.reveal PACKAGE.tgz`` takes the
files out of a package that was got in another way.
"""

import sys
import tarfile
import zipfile
from hashlib import sha256
from pathlib import Path

RELEASE = "6.0.2"
SHA256 = "2f0c20bfb02447a198a1ebe8a8c097a5437d035caa38f2820bf4ba887a3eac91"
KEPT = Path(__file__).parent / "reveal.zip"

FILES = {
    "reveal.js": "dist/reveal.js",
    "reveal.css": "dist/reveal.css",
    "notes.js": "dist/plugin/notes.js",
    "reveal-LICENSE.txt": "LICENSE",
}
"""The files that a deck needs: their names there, and in the package."""


def files(kept=KEPT):
    """The files of reveal.js for a deck, by name; ValueError says what to do where they are missing."""
    if not kept.is_file():
        raise ValueError(
            f"slides need reveal.js, which is not here. In a clone of peerkit `make reveal` fetches it with npm. Without npm, "
            f"get npm's package reveal.js-{RELEASE}.tgz and run: {sys.executable} -m peerkit.course.slides.reveal "
            f"reveal.js-{RELEASE}.tgz"
        )
    with zipfile.ZipFile(kept) as archive:
        return {name: archive.read(name) for name in FILES}


def keep(package, kept=KEPT):
    """Take the files out of npm's package; another package than the one that was tried is refused."""
    if sha256(Path(package).read_bytes()).hexdigest() != SHA256:
        raise ValueError(f"{package} is not npm's package reveal.js {RELEASE}")
    with tarfile.open(package) as archive, zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as small:
        for name, path in FILES.items():
            small.writestr(name, archive.extractfile(f"package/{path}").read())


if __name__ == "__main__":
    if sys.argv[1:]:
        keep(sys.argv[1])
    else:
        # What the Makefile asks npm for.
        print(RELEASE)  # noqa: T201
