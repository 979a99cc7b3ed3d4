"""A server and a Chromium for all tests of pages; a page may call its server only, and must report no error."""

import shutil
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import sync_playwright

from peerkit.evidence.kept import sample_result
from peerkit.evidence.samples import FIRST
from tests.pages.serving import Server

CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
    # Nothing but this machine can be reached. Intercepting requests would do the same, slowly and without a cache.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)
DESKTOP, PHONE = 1200, 390
PATIENCE = 30_000


# Package scope: playwright keeps an event loop running in this thread, which other tests must not meet.
@pytest.fixture(scope="package")
def server():
    """The address of a server without a token."""
    # As after `make`: without it the page of logs waits for its first sample.
    sample_result(FIRST)
    running = Server()
    yield running
    running.stop()


@pytest.fixture(scope="package")
def chromium():
    """Playwright's Chromium, and the options that start the one of this machine."""
    browser = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if browser is None:
        pytest.fail(f"the tests of pages need a Chromium: install one of {', '.join(CHROMIUM)}, then run them again")
    with sync_playwright() as playwright:
        yield playwright.chromium, {"executable_path": browser, "args": list(ARGUMENTS)}


@pytest.fixture(scope="package")
def browser(chromium):
    """A Chromium whose windows know nothing of each other."""
    kind, options = chromium
    running = kind.launch(**options)
    yield running
    running.close()


@pytest.fixture(scope="package")
def window(chromium, tmp_path_factory):
    """A window of a Chromium with a profile, which keeps scripts and what it made of them, as anybody's does."""
    profile = tmp_path_factory.mktemp("profile")
    kind, options = chromium
    shown = kind.launch_persistent_context(profile, viewport={"width": DESKTOP, "height": 900}, **options)
    shown.set_default_timeout(PATIENCE)
    yield shown
    shown.close()


class Reader:
    """Opens pages, and notes every call to another machine and every error that a page reports."""

    def __init__(self, browser, window, base):
        self._browser, self._window, self._base = browser, window, base
        self._contexts, self._pages = [], []
        self.outside, self.complaints, self.forgiven = [], [], []

    def open(self, address="", *, base=None, ready=True, **options):
        """A page at `address` of the server, or of the server at `base`, drawn unless `ready` is False.

        With `options` of a browser context (`width` for short) it is in a window of its own, with an empty cache.
        """
        if not options:
            return self._visit(self._window, address, base, ready)
        width = options.pop("width", DESKTOP)
        context = self._browser.new_context(
            **{"viewport": {"width": width, "height": 900}, "color_scheme": "light", "has_touch": width <= PHONE}
            | options
        )
        context.set_default_timeout(PATIENCE)
        self._contexts.append(context)
        return self._visit(context, address, base, ready)

    def beside(self, shown, address=""):
        """A page at `address` in another tab of the window of `shown`, with which it shares what is kept."""
        return self._visit(shown.context, address)

    def turn_to(self, address):
        """A page at `address` instead of those that are open."""
        self._leave()
        return self.open(address)

    def _visit(self, context, address, base=None, ready=True):
        page = context.new_page()
        self._pages.append(page)
        page.on("request", lambda request: self._note(request.url))
        page.on("websocket", lambda socket: self._note(socket.url))
        page.on("console", lambda line: line.type == "error" and self.complaints.append(line.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.goto((base or self._base) + address)
        if ready:
            wait_until_drawn(page)
        return page

    def forgive(self, part):
        """Let errors that contain `part` pass: this test causes them on purpose."""
        self.forgiven.append(part)

    def _leave(self):
        # The way a reader does, so that kernels end.
        for page in self._pages:
            if not page.is_closed():
                page.close(run_before_unload=True)
        self._pages.clear()

    def close(self):
        """Leave all pages, and nothing in the storage of the window."""
        self._leave()
        page = self._window.new_page()
        where = {"origin": self._base.rstrip("/"), "storageTypes": "local_storage"}
        self._window.new_cdp_session(page).send("Storage.clearDataForOrigin", where)
        page.close()
        for context in self._contexts:
            context.close()

    @property
    def unforgiven(self):
        """Errors that pages reported and no test provoked."""
        return [text for text in self.complaints if not any(part in text for part in self.forgiven)]

    def assert_content(self):
        """Check that no other machine was called and no error was reported since the last time."""
        outside, unforgiven = self.outside, self.unforgiven
        self.outside, self.complaints = [], []
        assert outside == [], "a page calls somebody else than its server"
        assert unforgiven == [], "a page reports errors to the console"

    def _note(self, url):
        parts = urlsplit(url)
        if parts.scheme not in ("data", "blob") and parts.hostname != "127.0.0.1":
            self.outside.append(url)


def wait_until_drawn(page):
    """Until every output of the page is shown and every visible figure is drawn."""
    page.wait_for_function(
        """() => document.readyState === "complete"
        && !document.querySelector('script[type="application/vnd.voila.cell-output+json"]')
        && [...document.querySelectorAll(".pk-output[data-widget]")].every((o) => o.dataset.begun === "whole")
        && [...document.querySelectorAll(".pk-drawing")].every((d) => !d.clientWidth || d.dataset.drawn)
        && (!document.querySelector(".pk-output[data-widget]") || document.body.dataset.kernel === "connected")"""
    )


@pytest.fixture
def reader(browser, window, server):
    """Somebody who opens pages; at the end nothing outside was called and nothing went wrong unseen."""
    someone = Reader(browser, window, server.url)
    yield someone
    someone.close()
    someone.assert_content()


@pytest.fixture(scope="module")
def _regular(browser, window, server):
    someone = Reader(browser, window, server.url)
    yield someone
    someone.close()


@pytest.fixture
def regular(_regular):
    """Somebody who turns from page to page in one window; after each page as content as a `reader`."""
    yield _regular
    _regular.assert_content()
