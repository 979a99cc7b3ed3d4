"""Files that do not change while a server runs: sent compressed, kept by browsers, addressed by version."""

import gzip
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from tornado import web

COMPRESSIBLE = {".js", ".css", ".svg", ".json", ".html", ".map"}
TYPES = {
    ".js": "text/javascript; charset=utf-8",
    ".mjs": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".json": "application/json",
    ".map": "application/json",
    ".txt": "text/plain; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".gif": "image/gif",
    ".ico": "image/x-icon",
    ".woff": "font/woff",
    ".woff2": "font/woff2",
    ".ttf": "font/ttf",
    ".eot": "application/vnd.ms-fontobject",
    ".wasm": "application/wasm",
}
"""The content type of each kind of file. Operating systems have such a table too, but on many Windows machines it is wrong."""
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
    """Fingerprint of a file as it is now."""
    return fingerprint(str(path), Path(path).stat().st_mtime_ns)


class AssetHandler(web.RequestHandler):
    """Serves a file from the first of its folders that has it; the address carries a version in front of the path."""

    def initialize(self, folders):
        """`folders` gives the folders of a server, which are searched in this order."""
        self.folders = [Path(folder).resolve() for folder in folders(self.settings["peerkit"])]

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
        self.set_header("Content-Type", TYPES.get(file.suffix.lower(), "application/octet-stream"))
        if self.check_etag_header():
            self.set_status(304)
            return
        compress = file.suffix in COMPRESSIBLE and "gzip" in self.request.headers.get("Accept-Encoding", "")
        if compress:
            self.set_header("Content-Encoding", "gzip")
        self.finish(_content(str(file), file.stat().st_mtime_ns, compress))

    head = get

    def _find(self, path):
        for folder in self.folders:
            try:
                file = (folder / path).resolve()
                there = file.is_relative_to(folder) and file.is_file()
            except (OSError, ValueError):
                # Too long a name, or one with a NUL: no file is called that.
                continue
            if there:
                return file
        return None

    def compute_etag(self):
        """The ETag is set in `get`; tornado shall not hash the body again."""
        return self._headers.get("ETag")


class ScriptHandler(web.RequestHandler):
    """Serves scripts whose text is made by Python; the address carries a hash of it."""

    def initialize(self, script):
        """`script` gives for a server the function that has the text behind the groups of an address, or None."""
        self.script = script(self.settings["peerkit"])

    def get(self, *address):
        """One script, or 404."""
        text = self.script(*address)
        if text is None:
            raise web.HTTPError(404)
        self.set_header("Content-Type", TYPES[".js"])
        self.set_header("X-Content-Type-Options", "nosniff")
        self.set_header("Cache-Control", FOREVER)
        self.set_header("Vary", "Accept-Encoding")
        if "gzip" in self.request.headers.get("Accept-Encoding", ""):
            self.set_header("Content-Encoding", "gzip")
            self.finish(_compressed(text))
        else:
            self.finish(text)

    head = get


@lru_cache(maxsize=16)
def _compressed(text):
    return gzip.compress(text.encode(), 6)
