"""Files that never change while a server runs: sent compressed, kept by the browser for good, addressed by version."""

import gzip
import mimetypes
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from tornado import web

COMPRESSIBLE = {".js", ".css", ".svg", ".json", ".html", ".map"}
FOREVER = "public, max-age=31536000, immutable"


@lru_cache(maxsize=512)
def _content(path, modified, compress):
    data = Path(path).read_bytes()
    return gzip.compress(data, 6) if compress else data


@lru_cache(maxsize=1024)
def fingerprint(path, modified):
    """A short hash of a file's content, for its ETag and its address."""
    return sha256(_content(path, modified, False)).hexdigest()[:16]


def tag(path):
    """The fingerprint of a file as it is now."""
    return fingerprint(str(path), Path(path).stat().st_mtime_ns)


class AssetHandler(web.RequestHandler):
    """Serves files below the first of `folders` that has them; the address carries a version in front of the path."""

    def initialize(self, folders):
        """`folders` are searched in this order."""
        self.folders = [Path(folder).resolve() for folder in folders]

    def get(self, path):
        """One file, or 404. Nothing above the folders can be reached."""
        file = self._find(path)
        if file is None:
            raise web.HTTPError(404)
        stamp = tag(file)
        self.set_header("Cache-Control", FOREVER)
        self.set_header("ETag", f'"{stamp}"')
        self.set_header("Vary", "Accept-Encoding")
        self.set_header("X-Content-Type-Options", "nosniff")
        self.set_header("Content-Type", mimetypes.guess_type(file.name)[0] or "application/octet-stream")
        if self.check_etag_header():
            self.set_status(304)
            return
        compress = file.suffix in COMPRESSIBLE and "gzip" in self.request.headers.get("Accept-Encoding", "")
        if compress:
            self.set_header("Content-Encoding", "gzip")
        self.finish(_content(str(file), file.stat().st_mtime_ns, compress))

    def _find(self, path):
        for folder in self.folders:
            file = (folder / path).resolve()
            if file.is_relative_to(folder) and file.is_file():
                return file
        return None

    def compute_etag(self):
        """The ETag is set in `get`; tornado shall not hash the body again."""
        return self._headers.get("ETag")


class ScriptHandler(web.RequestHandler):
    """Serves scripts whose text is made by Python; the address carries a hash of it."""

    def initialize(self, script):
        """`script` gives the text behind the groups of the address, or None."""
        self.script = script

    def get(self, *address):
        """One script, or 404."""
        text = self.script(*address)
        if text is None:
            raise web.HTTPError(404)
        self.set_header("Content-Type", "text/javascript; charset=utf-8")
        self.set_header("Cache-Control", FOREVER)
        self.set_header("Vary", "Accept-Encoding")
        if "gzip" in self.request.headers.get("Accept-Encoding", ""):
            self.set_header("Content-Encoding", "gzip")
            self.finish(_compressed(text))
        else:
            self.finish(text)


@lru_cache(maxsize=16)
def _compressed(text):
    return gzip.compress(text.encode(), 6)
