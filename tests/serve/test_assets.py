"""Files are sent as what they are, whatever the system believes of them."""

import mimetypes
from types import SimpleNamespace

import pytest
from tornado.httputil import HTTPHeaders

from peerkit.serve.assets import TYPES, AssetHandler
from peerkit.serve.site import TEMPLATE


def test_the_types_of_a_windows_registry_do_not_matter(monkeypatch):
    monkeypatch.setattr(mimetypes, "guess_type", lambda name: ("text/plain", None))
    for name, kind in (("page.js", "text/javascript; charset=utf-8"), ("page.css", "text/css; charset=utf-8")):
        handler = object.__new__(AssetHandler)
        handler.folders = [TEMPLATE / "static"]
        handler.request = SimpleNamespace(headers=HTTPHeaders(), method="GET")
        handler._headers = HTTPHeaders()
        handler.finish = lambda data: None
        handler.get(name)
        assert handler._headers["Content-Type"] == kind


def test_every_kind_of_file_that_pages_ask_for_has_a_type():
    for path in TEMPLATE.glob("static/*"):
        assert path.suffix in TYPES, path.name


@pytest.mark.parametrize("suffix", TYPES)
def test_a_type_is_one(suffix):
    assert suffix.startswith(".") and "/" in TYPES[suffix]
