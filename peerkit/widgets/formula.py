"""LaTeX as MathML, which browsers draw themselves: no script, no font, no network."""

from functools import cache


@cache
def mathml(latex, display="inline"):
    r"""A formula as MathML; the LaTeX itself where the converter is not installed (it comes with ``peerkit[serve]``).

    >>> mathml(r"\tau").startswith("<math")
    True
    """
    try:
        from latex2mathml.converter import convert
    except ImportError:
        return latex
    return convert(latex, display=display)
