"""The numbers of the client whose engagement is open in this browser, for a page that has an address of its own.

They come when the reader asks for them, and go nowhere else: a page that uses them writes no number into its address.
"""

import anywidget
import traitlets

from peerkit.figures.theme import css_tokens
from peerkit.widgets.guarded import guarded
from peerkit.widgets.moved import OnlyMoved
from peerkit.widgets.web import module, style, text


class ClientNumbers(OnlyMoved, anywidget.AnyWidget):
    """A button that takes the client's numbers from the browser's storage, and one that puts them away again.

    `on_use` gets the numbers (``topic.parameter`` to best, low and high), None to put them away, and returns the sentence
    that stands beside the button.
    """

    _esm = module("client.js", text("client.js"))
    _css = style(css_tokens() + text("client.css"))

    used = traitlets.Bool(False).tag(sync=True)
    says = traitlets.Unicode().tag(sync=True)

    def __init__(self, on_use):
        super().__init__()
        self._on_use = on_use
        self.on_msg(self._heard)

    def _heard(self, _, content, buffers):
        if content.get("kind") != "use":
            return
        numbers = content.get("numbers")
        with guarded(self._tell):
            self.show(self._on_use(numbers if isinstance(numbers, dict) else None), used=isinstance(numbers, dict))

    def _tell(self, sentence):
        self.says = sentence

    def show(self, sentence, *, used):
        """Show a sentence, and the button for the other way."""
        with self.hold_sync():
            self.says, self.used = sentence, used

    def __repr__(self):
        return f"ClientNumbers(used={self.used})"
