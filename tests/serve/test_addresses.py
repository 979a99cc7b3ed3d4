"""Links that people and mail programs have changed still lead to their pages; nothing leads off this server."""

from urllib.parse import parse_qsl, quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peerkit import content
from peerkit.serve.addresses import base, host_name, inside, origin, resolve, right_address

PAGES = content.pages()
SCENARIO = "v=1&commons_cost=10&merge_cost=0.01"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.address)
def test_every_page_is_found_by_its_address_and_by_its_notebook(page):
    for asked in (page.address, page.address.upper(), f"{page.address}/", f"{page.address}.ipynb", page.path):
        assert resolve(asked, SCENARIO, PAGES) == (page, SCENARIO), asked
    below = page.path.split("/", 1)[1]
    assert resolve(below, "", PAGES).page == page
    assert right_address(resolve(page.address, SCENARIO, PAGES)) == f"/{page.address}?{SCENARIO}"


@pytest.mark.parametrize(
    ("asked", "query", "meant"),
    [
        ("modes", "v=1&amp;commons_cost=10&amp;merge_cost=0.01", SCENARIO),
        ("modes", "v=1&#38;commons_cost=10&#38;merge_cost=0.01", SCENARIO),
        ("modes", SCENARIO + ".", SCENARIO),
        ("modes", SCENARIO + "),", SCENARIO),
        ("modes", SCENARIO + ">", SCENARIO),
        ("modes?" + SCENARIO, "", SCENARIO),
        (quote("modes?" + SCENARIO, safe=""), "", SCENARIO),
        (quote(quote("modes?" + SCENARIO, safe=""), safe=""), "", SCENARIO),
        ("modes.", "", ""),
        ("Modes/", "v=1", "v=1"),
        ("modes", "v%3D1%26commons_cost%3D10%26merge_cost%3D0.01", SCENARIO),
        # What looks like an entity without its semicolon is a name.
        ("modes", "v=1&copy=2&notice=3&lt=4", "v=1&copy=2&notice=3&lt=4"),
    ],
)
def test_a_mangled_link_keeps_its_scenario(asked, query, meant):
    resolved = resolve(asked, query, PAGES)
    assert resolved.page.address == "modes" and resolved.query == meant


@pytest.mark.parametrize(
    "asked",
    ["", "/", "no-such-page", "case", "case.ipynb", "index.ipynb", "modes\0", "mo\ndes", "../modes.py", "odes.ipynb"],
)
def test_what_is_no_page_is_none(asked):
    assert resolve(asked, "", PAGES) is None


@given(st.text(max_size=60), st.sampled_from(["modes", "Modes.", "modes/"]))
def test_the_right_address_is_right_at_once_and_safe_in_a_header(query, asked):
    first = resolve(asked, query, PAGES)
    again = resolve(first.page.address, first.query, PAGES)
    assert again == first, "a reader would be sent on for ever"
    address = right_address(first)
    assert address.isascii() and address.isprintable() and " " not in address


@given(st.dictionaries(st.from_regex(r"[a-z_]{1,12}", fullmatch=True), st.floats(-1e9, 1e9), min_size=1))
def test_a_link_that_nobody_has_touched_says_what_it_said(values):
    query = "&".join(f"{name}={value!r}" for name, value in values.items())
    assert parse_qsl(resolve("modes", query, PAGES).query) == parse_qsl(query)


OUTSIDE = [
    "https://example.org/", "//example.org", "///example.org", "/\\example.org", "\\\\example.org", "javascript:alert(1)",
    "http:example.org", "/a\r\nSet-Cookie: x=1", "/\t/example.org", "example.org", "",
]  # fmt: skip


@pytest.mark.parametrize("address", OUTSIDE)
def test_nobody_is_sent_to_another_server(address):
    assert inside(address, "/") == "/"
    assert inside(address, "/econ/") == "/econ/"


@pytest.mark.parametrize("address", ["/econ/", "/econ/modes?v=1&next=//x", "/econ/cases/flickr#staff_2005_03"])
def test_readers_are_sent_to_where_they_were(address):
    assert inside(address, "/econ/") == address


@pytest.mark.parametrize(
    "text", ["a b", "/../x", "/%2e%2E/x", "/é/", "/x?y", "/x\n", "/a%zz/", "/a%2/", "http://a.example/"]
)
def test_a_base_address_that_cannot_be_one_is_refused(text):
    with pytest.raises(ValueError, match="--base-url must be a path like /econ/"):
        base(text)


@pytest.mark.parametrize(
    "text",
    ["learn.example.org", "https://", "https://a.example/path", "ftp://a.example", "https://a; script-src *", "*"],
)
def test_an_origin_that_is_none_is_refused(text):
    with pytest.raises(ValueError, match="--embed-in must be an origin"):
        origin(text)


@pytest.mark.parametrize("text", ["https://learn.example.org", "https://learn.example.org/", "http://127.0.0.1:8080"])
def test_an_origin_is_taken(text):
    assert origin(text) == text.rstrip("/")


@pytest.mark.parametrize(
    ("header", "name"), [("a.example:80", "a.example"), ("[::1]", "::1"), ("A.Example.", "a.example"), ("::1", "")]
)
def test_the_name_in_a_host_header(header, name):
    assert host_name(header) == name
