"""Pages without a kernel of their own, for whoever comes when all places are taken: drawn once, kept, sent to everybody."""

import asyncio
from collections import OrderedDict

MOST_KEPT = 64
MOST_WAITING = 20
"""Readers who wait for a page that is still to be drawn. One page is drawn at a time."""


class StillPages:
    """The parts of pages that were drawn by a kernel for nobody; nothing of any reader is in them."""

    def __init__(self):
        self._kept, self._drawing, self._waiting = OrderedDict(), asyncio.Lock(), 0

    async def get(self, key, draw):
        """The parts of the page that `key` names, made by `draw` if they are not kept; None if too many wait for theirs.

        What fails in `draw` is not kept.
        """
        if key in self._kept:
            self._kept.move_to_end(key)
            return self._kept[key]
        if self._waiting >= MOST_WAITING:
            return None
        self._waiting += 1
        try:
            async with self._drawing:
                if key not in self._kept:
                    self._kept[key] = await draw()
                while len(self._kept) > MOST_KEPT:
                    self._kept.popitem(last=False)
                return self._kept[key]
        finally:
            self._waiting -= 1
