"""The models that have a page, by the titles of their pages."""

from peerkit.content import pages
from peerkit.models.catalogue import known
from peerkit.widgets.panel import Control


def titled_models():
    """Name and title of every model that has a page and an outcome, in the order of the portal."""
    return [(page.address, page.title) for page in pages() if page.kind == "dashboard" and known(page.address)]


def model_choice():
    """The control that picks a model by the title of its page."""
    return choice("model", "Question", titled_models())


def choice(name, label, options):
    """A control that picks one of `options`, pairs of value and label."""
    return Control(name, label, tuple(options)).shown()
