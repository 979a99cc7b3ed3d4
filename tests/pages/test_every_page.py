"""Rules for every page of the portal, whatever is on it."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe

from peerkit import content
from tests.pages.conftest import PHONE
from tests.pages.test_explorer import EXPLORERS, Explorer

PAGES = content.pages()
every_page = pytest.mark.parametrize("page", PAGES, ids=[page.address for page in PAGES])
# The rows of a long table are alike; looking at a hundred of them takes axe half a minute.
MANY_ROWS = {"exclude": [[".pk-wide tbody tr:nth-child(n+6)"]]}
CODE = re.compile(r"^\s*(?:import \w+|from \w+(?:\.\w+)* import )|Traceback \(most recent call last\)|\w+Error:", re.M)


def barriers(shown, only=None):
    """The serious and critical violations that axe finds, of all rules or of one, one line each."""
    options = {"resultTypes": ["violations"], **({"runOnly": [only]} if only else {})}
    violations = Axe().run(shown, context=MANY_ROWS, options=options).response["violations"]
    return [
        f"{each['id']} ({each['impact']}): {each['help']}: {[node['target'] for node in each['nodes']][:5]}"
        for each in violations
        if each["impact"] in ("serious", "critical")
    ]


@every_page
def test_a_page_shows_its_figures_to_everybody_everywhere(regular, page):
    """Neither code nor traceback, a slider that answers, no barriers in light and in dark, nothing sideways on a phone."""
    shown = regular.turn_to(page.address)
    assert shown.title().startswith(page.title)
    assert shown.locator("h1").count() == 1
    text = shown.locator("body").inner_text()
    kind = content.KINDS[page.kind]
    assert kind.code or CODE.search(text) is None, CODE.search(text)
    assert "This part of the page could not be made" not in text
    traces = shown.evaluate(
        """() => [...document.querySelectorAll(".pk-drawing")].filter((d) => d.clientWidth)
        .map((d) => d.querySelectorAll("svg .trace, svg .cartesianlayer .plot path").length)"""
    )
    assert all(traces), f"figures without a trace among {traces}"
    # The questions before the course show no model that would answer them.
    wordless = kind.shows != "words" and "inventory" not in content.asked(content.root() / page.path)
    assert traces or not wordless, f"a {kind.label.lower()} without a figure"
    made_once = shown.locator("body[data-peerkit=kept]").count() == 1
    assert made_once != kind.kernel, "a kernel for a page that needs none, or a page made once that needs one"
    if page.address in EXPLORERS:
        Explorer(shown).must_answer()
    light = barriers(shown)
    shown.emulate_media(color_scheme="dark")
    shown.wait_for_function("() => matchMedia('(prefers-color-scheme: dark)').matches")
    # Only colours differ in the dark.
    assert {"light": light, "dark": barriers(shown, only="color-contrast")} == {"light": [], "dark": []}
    shown.set_viewport_size({"width": PHONE, "height": 800})
    shown.wait_for_function(f"() => innerWidth === {PHONE}")
    assert shown.evaluate("document.documentElement.scrollWidth") <= PHONE
