"""The bound on changes by a browser: a reader moves some traits of a widget, only the kernel sets the others."""

from typing import ClassVar


class OnlyMoved:
    """A widget of which a browser can set only the traits named in `moved`; it ignores all others.

    Without this bound a message from outside could replace a page's controls, its texts and even its script, since
    ipywidgets lets a browser set every trait that is synchronised.
    """

    moved: ClassVar[tuple[str, ...]] = ()

    def set_state(self, sync_data):
        """Take over what the reader has moved."""
        super().set_state({name: value for name, value in sync_data.items() if name in self.moved})
