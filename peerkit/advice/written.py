"""Text of a client's as a report may hold it: nothing is lost, and nothing in it acts on what stands around it."""

import re
import unicodedata

CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
LONE = re.compile(r"[\ud800-\udfff\ufffe\uffff]")
OPENS = "\u202a\u202b\u202d\u202e"
ISOLATES = "\u2066\u2067\u2068"


def whole(text):
    r"""The text with control characters as pictures, and every change of direction closed at its end.

    >>> whole("a\x00b"), whole("tab\tstays"), whole("\u202eabc") == "\u202eabc\u202c"
    ('a␀b', 'tab\tstays', True)
    """
    text = CONTROL.sub(lambda sign: chr(0x2421 if sign[0] == "\x7f" else 0x2400 + ord(sign[0])), str(text))
    return _closed(LONE.sub("\ufffd", text).replace("\r\n", "\n").replace("\r", "\n"))


def _closed(text):
    waiting = []
    for sign in text:
        if sign in OPENS:
            waiting.append("\u202c")
        elif sign in ISOLATES:
            waiting.append("\u2069")
        elif sign in "\u202c\u2069" and sign in waiting:
            while waiting.pop() != sign:
                pass
    return text + "".join(reversed(waiting))


def brief(text, longest):
    r"""The text on one line with at most `longest` characters, for a title.

    >>> brief("A choir\nof  many voices", 12), brief("A choir", 12)
    ('A choir of…', 'A choir')
    """
    line = " ".join(str(text).split())
    if len(line) > longest:
        line = line[: longest - 1].rstrip()
        while line and unicodedata.combining(line[-1]):
            line = line[:-1]
        line += "…"
    return whole(line)
