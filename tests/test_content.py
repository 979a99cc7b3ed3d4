"""Pages and their kinds: what notebooks may say of themselves, how they are placed, and how links between them lead."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from peerkit import content
from peerkit.serve.markdown import served

ROOT = Path(__file__).parent.parent
NOTEBOOKS = sorted([*ROOT.glob("notebooks/**/*.ipynb"), *ROOT.glob("case_studies/*/*.ipynb")])
SOUND = {"title": "T", "kind": "dashboard", "minutes": 10, "level": "beginner", "step": "Reuse"}
LINK = re.compile(r"\]\(([^)\s]+)\)")


def write(folder, path, about):
    file = folder / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps({"cells": [], "metadata": {"peerkit": about}}), encoding="utf-8")
    return file


def test_every_notebook_of_the_project_is_sound():
    assert content.broken() == []


@pytest.mark.parametrize(
    ("about", "message"),
    [
        (SOUND | {"minutes": "ten"}, "peerkit.minutes must be int, got 'ten'"),
        (SOUND | {"kind": "game"}, "peerkit.kind must be one of lesson, activity, dashboard"),
        (SOUND | {"level": "easy"}, "peerkit.level must be one of beginner"),
        (SOUND | {"step": ""}, "peerkit.step must be one of Why firms exist"),
        (SOUND | {"kind": "lesson", "step": "Sleep"}, "peerkit.step must be one of Why firms exist"),
        (SOUND | {"kind": "lesson"}, "a page of kind lesson must lie in notebooks/lessons/"),
        (SOUND | {"links": {"Modes": "modes"}}, "peerkit.links is unknown; there are title, kind"),
        (["T"], "cannot be read .*must be a table"),
    ],
)
def test_wrong_metadata_are_refused_by_name(tmp_path, about, message):
    write(tmp_path, "notebooks/dashboards/t.ipynb", about)
    (problem,) = content.broken(tmp_path)
    assert problem.path == "notebooks/dashboards/t.ipynb"
    assert re.search(message, problem.problem)
    assert problem.problem.startswith(problem.path)


@pytest.mark.parametrize("damage", ['{"cells": [', "[]", b"\xff\xfe"])
def test_a_damaged_notebook_costs_no_other_page(tmp_path, damage):
    file = write(tmp_path, "notebooks/dashboards/bad.ipynb", SOUND)
    file.write_bytes(damage if isinstance(damage, bytes) else damage.encode())
    write(tmp_path, "notebooks/dashboards/good.ipynb", SOUND)
    assert [page.address for page in content.pages(tmp_path)] == ["good"]
    assert [each.path for each in content.broken(tmp_path)] == ["notebooks/dashboards/bad.ipynb"]


def test_pages_stand_in_the_order_of_kind_step_order_and_address(tmp_path):
    placed = [
        ("notebooks/lessons/02_b.ipynb", {"kind": "lesson", "step": "", "order": 9}),
        ("notebooks/dashboards/z.ipynb", {"step": "Why firms exist", "order": 1}),
        ("notebooks/dashboards/a.ipynb", {"step": "Why firms exist", "order": 2}),
        ("notebooks/dashboards/c.ipynb", {"step": "Why firms exist", "order": 2}),
        ("notebooks/dashboards/0.ipynb", {"step": "Reuse", "order": 0}),
        ("case_studies/x/case.ipynb", {"kind": "case", "step": "", "order": 0}),
    ]
    for path, about in reversed(placed):
        write(tmp_path, path, SOUND | about)
    assert [page.path for page in content.pages(tmp_path)] == [path for path, _ in placed]
    assert [page.address for page in content.pages(tmp_path)] == ["lessons/b", "z", "a", "c", "0", "cases/x"]


def test_every_kind_names_itself_and_no_two_read_the_same_files():
    assert all(kind.name == name for name, kind in content.KINDS.items())
    assert len({kind.files for kind in content.KINDS.values()}) == len(content.KINDS)
    assert {kind.shows for kind in content.KINDS.values()} <= {"slider", "figure", "words"}


def test_addresses_and_titles_are_unique():
    for values in ([page.address for page in content.pages()], [page.title for page in content.pages()]):
        assert len(values) == len(set(values))


def test_every_address_of_the_first_portal_still_leads_to_a_page():
    first = """specialisation late_project scalability control_loss knowledge_hierarchy development_effort modes
        information_cost coverage coupon_collector networks granularity modularity superposition volunteer selection
        recombination adjacent_possible interdependence capture intrinsic_motive royalty two_sided inequality momentum
        power_law diffusion thresholds network_adoption flywheel hysteresis scaling compare sensitivity cases/comparison
        cases/flickr cases/lastfm cases/zazzle cases/delicious cases/squidoo cases/jeteye cases/basenotes
        cases/packages""".split()
    assert set(first) <= {page.address for page in content.pages()}


def test_the_next_page_follows_the_argument_and_tools_have_none():
    everything = content.pages()
    argument = [page for page in everything if page.kind == "dashboard" and page.step != content.TITLES[-1]]
    for page, after in zip(argument, [*argument[1:], None], strict=True):
        assert content.following(page, everything) == after
    tools = [page for page in everything if page.kind == "dashboard" and page.step == content.TITLES[-1]]
    assert tools and all(content.following(page, everything) is None for page in tools)


def test_every_lesson_leads_to_the_next_one():
    everything = content.pages()
    lessons = [page for page in everything if page.kind == "lesson"]
    for page, after in zip(lessons, [*lessons[1:], None], strict=True):
        assert content.following(page, everything) == after
        if after:
            # At the end of the text, too: there a reader arrives.
            last = json.loads((content.root() / page.path).read_text(encoding="utf-8"))["cells"][-1]["source"]
            assert f"({Path(after.path).name})" in "".join(last), page.path


def test_related_pages_exist_and_are_shown_by_their_titles():
    titles = {page.address: page.title for page in content.pages()}
    for page in content.pages():
        assert set(page.related) <= set(titles), page.path
        shown = content.onward(page)
        doors = [*shown["related"], *([shown["next"]] if shown["next"] else [])]
        assert all(titles[door["address"]] == door["title"] for door in doors)
        # Each door once: what comes next is not related besides.
        assert len({door["address"] for door in doors}) == len(doors)


def links(path):
    notebook = json.loads(path.read_text(encoding="utf-8"))
    prose = ["".join(cell["source"]) for cell in notebook["cells"] if cell["cell_type"] == "markdown"]
    return [link for link in LINK.findall("\n".join(prose)) if not re.match(r"#|https?:|/reference#|/glossary#", link)]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_link_leads_to_the_same_page_in_jupyterlab_on_a_code_host_and_on_the_server(path):
    """A link leads to a file, as seen from its own folder; on the server it leads to the page made from that file."""
    addresses = {page.path: page.address for page in content.pages()} | {content.INDEX: ""}
    for link in links(path):
        file, mark, rest = re.fullmatch(r"([^?#]*)([?#]?)(.*)", link).groups()
        target = (path.parent / file).resolve()
        assert file.endswith(".ipynb") and target.is_file(), f"{link} is no notebook beside {path.name}"
        address = addresses[target.relative_to(ROOT).as_posix()]
        assert served(link) == f"/{address}{mark}{rest}"
        assert served(link, "/econ/") == f"/econ/{address}{mark}{rest}"


def test_links_into_a_page_name_something_that_is_there():
    """Links with an anchor lead to a fact of a case, a term of the glossary, or a model or parameter of the reference."""
    from peerkit.cases import load_case
    from peerkit.models.catalogue import records

    topics = {record.__module__.rpartition(".")[2]: record for record in records()}
    models = {f"{name}-{each}" for name, record in topics.items() for each in record.parameters()} | set(topics)
    terms = {term.key for term in content.glossary()}
    for path in NOTEBOOKS:
        for link in links(path):
            address, _, anchor = served(link).partition("#")
            if anchor and address.startswith("/cases/"):
                assert load_case(address.removeprefix("/cases/")).number(anchor) is not None
            elif anchor:
                assert anchor in {"/reference": models, "/glossary": terms}[address], f"{path}: {link}"


def test_the_words_of_the_search_lead_to_pages_and_terms_to_models():
    addresses = {page.address for page in content.pages()}
    for phrase, meant in content.search_words().items():
        assert meant and set(meant) <= addresses, phrase
    from peerkit.models.catalogue import records

    topics = {record.__module__.rpartition(".")[2] for record in records()}
    for term in content.glossary():
        assert set(term.topics) <= topics | addresses, term.key
        assert re.fullmatch(r"[a-z-]+", term.key) and term.meaning.endswith(".")
        assert 1 <= len(re.findall(r"[.?](?: |$)", term.meaning)) <= 2, f"{term.key}: one or two sentences"


def test_the_readme_holds_the_table_that_one_command_prints():
    printed = subprocess.run(
        [sys.executable, "-m", "peerkit.dashboards.portal"], capture_output=True, text=True, check=True, cwd=ROOT
    ).stdout
    assert len(printed.splitlines()) == len(content.pages()) + 2
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert printed in readme, "print the table for README with: .venv/bin/python -m peerkit.dashboards.portal"
