"""LaTeX as MathML, which browsers draw themselves: no script, no font, no network."""

import re
from functools import cache

_LETTER = '<mi mathvariant="normal">([A-Za-z])</mi>'
_WORD = re.compile(f"(?:{_LETTER}){{2,}}")


@cache
def mathml(latex, display="inline"):
    r"""A formula as MathML; the LaTeX itself where the converter is not installed (it comes with ``peerkit[serve]``).

    >>> mathml(r"\tau").startswith("<math")
    True
    >>> '<mi mathvariant="normal">firm</mi>' in mathml(r"\mathrm{firm}")
    True
    """
    try:
        from latex2mathml.converter import convert
    except ImportError:
        return latex
    # The converter makes an element of each letter, and a screen reader spells the word.
    return _WORD.sub(_joined, convert(latex, display=display))


def _joined(word):
    letters = "".join(re.findall(_LETTER, word[0]))
    return f'<mi mathvariant="normal">{letters}</mi>'
