"""The few lines of script that stand in pages themselves, by their hashes: a browser runs these and no others.

The templates put what differs from page to page into attributes (`data-…`), so the text of each script never changes
and its hash can stand in the policy of every answer, also of a portal that is kept ready in packed form.
"""

import re
from base64 import b64encode
from functools import cache
from hashlib import sha256
from pathlib import Path

TEMPLATE = Path(__file__).parent / "template"
INLINE = re.compile(r"<script(?: data-[^>]*)?>(.*?)</script>", re.DOTALL)
"""A script in a page: data and scripts with an address have other attributes."""


def hashed(script):
    """The source by which a Content-Security-Policy names a script.

    >>> hashed("alert(1)")
    "'sha256-bhHHL3z2vDgxUt0W3dWQOrprscmda2Y5pLsLg4GF+pI='"
    """
    return f"'sha256-{b64encode(sha256(script.encode()).digest()).decode()}'"


@cache
def sources():
    """The sources of all scripts in the templates."""
    texts = [path.read_text(encoding="utf-8") for path in sorted(TEMPLATE.glob("*.j2"))]
    return tuple(dict.fromkeys(hashed(script) for text in texts for script in INLINE.findall(text)))
