"""The packages of a machine as a commons: what is needed is counted as it is declared, whatever is installed here."""

import json
import re
import tracemalloc
from email.message import Message
from importlib import metadata
from types import SimpleNamespace

import numpy as np
import pytest
from packaging.utils import canonicalize_name

from peerkit import content
from peerkit.dashboards.cases.packages import credits, numbers, reuse_view
from peerkit.evidence import packages as installed
from peerkit.evidence.packages import Commons, Package, debian_commons, debian_packages, people, python_commons
from peerkit.figures.packages import reuse_bars, summary

LISTING = """\
Package: libc6
Version: 2.36-9
Maintainer: C Library Team <debian-glibc@example.org>
Depends: libgcc-s1

Package: libgcc-s1
Maintainer: Compiler Team <debian-gcc@example.org>
Depends: libc6 (>= 2.35)

Package: page
Maintainer: "Ann Example, M.A." <ann@example.org>
Depends: libc6 (>= 2.3), page-data (= 1.0), mail-server | libc6,
 fonts-a | fonts-b [amd64], python3:any
Pre-Depends: libc6
Suggests: editor

Package: page
Version: older
Depends: editor

Package: page-data

Package: fonts-b

Package: python3

Package: editor
"""


def about(**fields):
    told = Message()
    for name, texts in fields.items():
        for text in texts if isinstance(texts, list) else [texts]:
            told[name.replace("_", "-")] = text
    return told


def distribution(name, *requires, **fields):
    return SimpleNamespace(metadata=about(Name=name, **fields), requires=list(requires))


def needs(commons):
    return {package.name: sorted(package.needs) for package in commons.packages}


def made(name, *needs, by=()):
    return Package(name, tuple(by), frozenset(needs))


def test_names_are_the_same_however_they_are_written():
    commons = python_commons([distribution("Foo_Bar", "Typing.Extensions>=4"), distribution("typing_extensions")])
    assert needs(commons) == {"foo-bar": ["typing-extensions"], "typing-extensions": []}


def test_what_is_not_installed_is_no_need():
    assert needs(python_commons([distribution("a", "elsewhere")])) == {"a": []}


@pytest.mark.parametrize(("platform", "needed"), [("win32", ["colour"]), ("linux", [])])
def test_a_need_counts_where_its_marker_holds(platform, needed):
    stock = [distribution("a", "colour; sys_platform == 'win32'"), distribution("colour")]
    assert needs(python_commons(stock, {"sys_platform": platform}))["a"] == needed


def test_an_extra_counts_only_when_an_installed_package_asks_for_it():
    server = distribution("server", "pool; extra == 'fast'", "log")
    stock = [server, distribution("pool"), distribution("log")]
    assert needs(python_commons(stock))["server"] == ["log"]
    assert needs(python_commons([*stock, distribution("site", "Server[FAST]")]))["server"] == ["log", "pool"]


def test_an_extra_asked_for_by_an_extra_is_followed_in_any_order():
    stock = [
        distribution("whole", "whole[serve]; extra == 'all'", "pool[quick]; extra == 'serve'"),
        distribution("pool", "speed; extra == 'quick'"),
        distribution("speed"),
        distribution("site", "whole[all]"),
    ]
    expected = {"whole": ["pool"], "pool": ["speed"], "speed": [], "site": ["whole"]}
    for order in (stock, stock[::-1]):
        assert needs(python_commons(order)) == expected


def test_a_marker_may_ask_for_an_extra_and_a_platform():
    stock = [
        distribution("a", "b; extra == 'x' and sys_platform == 'win32'"),
        distribution("b"),
        distribution("c", "a[x]"),
    ]
    assert needs(python_commons(stock, {"sys_platform": "win32"}))["a"] == ["b"]
    assert needs(python_commons(stock, {"sys_platform": "linux"}))["a"] == []


def test_broken_and_double_entries_do_no_harm():
    nameless, empty = SimpleNamespace(metadata=Message(), requires=None), SimpleNamespace(metadata=None, requires=None)
    stock = [distribution("a", "b (no version"), nameless, empty, distribution("b"), distribution("A", "b")]
    assert needs(python_commons(stock)) == {"a": [], "b": []}


def test_no_package_needs_itself():
    assert needs(python_commons([distribution("a", "a[x]", "b; extra == 'x'"), distribution("b")])) == {
        "a": ["b"],
        "b": [],
    }


@pytest.mark.parametrize(
    ("fields", "names"),
    [
        ({"Author": "Ann Example; Bo Example"}, ("Ann Example", "Bo Example")),
        ({"Author": "Ann Example and many others"}, ("Ann Example",)),
        ({"Author": "Ann Example et al."}, ("Ann Example",)),
        ({"Author": "Example, Inc.", "Maintainer": "EXAMPLE, INC."}, ("Example, Inc.",)),
        ({"Author": "The Page Team", "Maintainer": "Page Team"}, ("Page Team",)),
        ({"Author": "Ann <ann@example.org>", "Author_email": "ann@example.org"}, ("Ann",)),
        ({"Maintainer_email": "Ann <a@example.org>, Bo <b@example.org>"}, ("Ann", "Bo")),
        ({"Author_email": ['"Ann Example" <a@example.org>', "Łucja <l@example.org>"]}, ("Ann Example", "Łucja")),
        ({"Author": "UNKNOWN"}, ()),
        ({}, ()),
    ],
)
def test_people_are_named_as_far_as_the_metadata_do_and_addresses_are_left_out(fields, names):
    assert people(about(**fields)) == names


def test_reuse_counts_direct_needs_and_what_stands_behind_a_package_all_of_them():
    chain = Commons((made("a", "b"), made("b", "c"), made("c", "b"), made("d")))
    assert chain.reused == {"b": 2, "c": 1, "a": 0, "d": 0}
    assert chain.behind == {"a": 2, "b": 1, "c": 1, "d": 0}
    assert (chain.needs, chain.recombined_share, chain.idle_share) == (3, 0.75, 0.5)


def test_gini_of_reuse_against_its_definition():
    """Mean absolute difference of all pairs over twice the mean, as in the definition."""
    stock = Commons((made("a", "c", "d"), made("b", "c"), made("c", "d"), made("d")))
    counts = np.array(list(stock.reused.values()), float)
    defined = np.abs(counts[:, None] - counts).mean() / (2 * counts.mean())
    assert stock.gini.estimate == pytest.approx(defined)
    assert 0 < stock.gini.standard_error < 1


@pytest.mark.parametrize(
    ("stock", "share"),
    [
        ((made("a", "b", by=["Ann"]), made("b", by=["Bo"])), 1.0),  # different hands
        ((made("a", "b", by=["Ann"]), made("b", by=["Bo", "ANN"])), 0.0),  # one of them the same
        ((made("a", "b", by=["Ann"]), made("b")), None),  # nobody to compare with
    ],
)
def test_needs_cross_where_nobody_is_named_on_both_sides(stock, share):
    assert Commons(stock).crossing_share == share


def test_adding_a_package_that_needs_nothing_lowers_the_share_recombined_and_no_count():
    stock = (made("a", "b"), made("b"))
    more = Commons((*stock, made("z")))
    assert more.recombined_share < Commons(stock).recombined_share and more.needs == Commons(stock).needs


def test_a_stock_without_needs_has_no_gini_and_shows_without_one():
    lonely = Commons((made("a"), made("b")))
    assert lonely.gini is None and lonely.top_share() == 0
    assert "Gini" not in numbers(lonely)._repr_html_()
    assert repr(reuse_view(lonely)) == "PlotlyView('None of the 2 packages here needs another.')"


def test_the_list_of_debian_is_read_with_alternatives_folded_lines_and_versions():
    packages = {package.name: package for package in debian_packages(LISTING.encode())}
    assert sorted(packages["page"].needs) == ["fonts-b", "libc6", "page-data", "python3"]
    assert (packages["libc6"].needs, packages["libgcc-s1"].needs) == ({"libgcc-s1"}, {"libc6"})
    assert packages["page"].people == ("Ann Example, M.A.",) and packages["editor"].people == ()
    assert len(packages) == LISTING.count("Package: ") - 1


def test_a_long_list_is_read_without_a_copy_of_it():
    """One letter outside the common ones once made the text of all packages four times as long: 480 MB for one page."""
    words = "\U0001d4d0 word" * 200
    listing = "".join(f"Package: p{i}\nDescription: {words}\n\n" for i in range(300)).encode()
    tracemalloc.start()
    try:
        assert len(debian_packages(listing)) == 300
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < len(listing) / 2


@pytest.mark.parametrize(
    ("there", "run", "reason"),
    [
        (None, None, "There is no apt-cache on this machine"),
        ("apt-cache", FileNotFoundError(), "did not answer"),
        ("apt-cache", installed.subprocess.CalledProcessError(100, "apt-cache"), "did not answer"),
        ("apt-cache", installed.subprocess.TimeoutExpired("apt-cache", 60), "did not answer"),
        ("apt-cache", SimpleNamespace(stdout=b""), "lists no packages"),
    ],
)
def test_where_debian_is_not_there_one_sentence_says_so(monkeypatch, there, run, reason):
    def answer(*_, **__):
        if isinstance(run, Exception):
            raise run
        return run

    monkeypatch.setattr(installed.shutil, "which", lambda _: there)
    monkeypatch.setattr(installed.subprocess, "run", answer)
    commons = debian_commons()
    assert commons.packages == () and reason in commons.missing and commons.missing.count(". ") == 0
    for shown in (reuse_view(commons), numbers(commons), credits(commons)):
        assert commons.missing in shown._repr_html_()


def test_where_debian_answers_its_list_is_shown(monkeypatch):
    monkeypatch.setattr(installed.shutil, "which", lambda _: "apt-cache")
    monkeypatch.setattr(installed.subprocess, "run", lambda *_, **__: SimpleNamespace(stdout=LISTING.encode()))
    commons = debian_commons()
    assert commons.missing == "" and commons.reused["libc6"] == 2
    assert "libc6" in reuse_view(commons).label and "libc6" in credits(commons)._repr_html_()


def test_bars_are_the_most_reused_by_name_largest_on_top():
    figure = reuse_bars({"b": 3, "a": 5, "z": 0, "c": 1}, most=2)
    (bars,) = figure.data
    assert bars.y == ("b", "a") and bars.x == (3, 5)
    assert figure.layout.xaxis.title.text.endswith("[packages]")


def test_what_a_page_shows_of_a_name_cannot_become_markup():
    stock = Commons((made("a", "b"), made("b", by=["<script>alert(1)</script>"])))
    assert "<script" not in credits(stock)._repr_html_() and "&lt;script" in credits(stock)._repr_html_()


def test_this_environment_is_counted_whatever_it_holds():
    here = python_commons()
    assert {package.name for package in here.packages} == {
        canonicalize_name(each.metadata["Name"]) for each in metadata.distributions() if each.metadata["Name"]
    }
    assert {need for package in here.packages for need in package.needs} <= here.reused.keys()
    assert "numpy" in here.packages[[p.name for p in here.packages].index("pandas")].needs
    assert summary(len(here.packages), 1, here.reused) and len(numbers(here)._repr_html_()) > 500


def test_the_page_holds_no_number_that_another_machine_would_make_wrong():
    path = content.root() / "case_studies" / "packages" / "packages.ipynb"
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    assert all(not cell.get("outputs") for cell in cells)
    words = "".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")
    assert re.findall(r"\d+", words.replace("2005", "")) == []
