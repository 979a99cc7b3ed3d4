"""Which scripts a page turns out to need. Voila finds that out in five round trips; told before, it asks at once."""

import json
from pathlib import Path

from jupyter_core.paths import jupyter_runtime_dir


class Learned:
    """The addresses of scripts that were asked for, remembered for this combination of versions (`key`)."""

    def __init__(self, key):
        self._file = Path(jupyter_runtime_dir()) / f"peerkit-scripts-{key}.json"
        self.urls = self._remembered()

    def _remembered(self):
        try:
            urls = json.loads(self._file.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return []
        return [url for url in urls if isinstance(url, str)]

    def __call__(self, url):
        """Note that a page asked for `url`."""
        if url in self.urls:
            return
        self.urls.append(url)
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            self._file.write_text(json.dumps(self.urls), encoding="utf-8")
        except OSError:
            # A home that cannot be written costs the next server its head start, nothing else.
            return
