"""Checks of the messages that arrive on the socket of a page, before anything relies on the lengths that they state.

A binary frame begins with the number of its parts and with where each begins. Jupyter reads as many as it is told, so a
frame of eight bytes could occupy the server for ever.
"""

import json
import re
import time

V1 = "v1.kernel.websocket.jupyter.org"
MOST_PARTS = 256
"""Parts of one message. A message has six; each block of binary data that it carries is one more."""
MOST_BYTES = 2_000_000
"""Bytes of one message from a browser. A moved slider sends about 500."""
DEEPEST = 100
HEADER = re.compile(r'\{"header": \{[^{}]*"msg_type": "(\w+)"')


class Allowance:
    """A limit on all that one page sends: so many bytes at once, then so many more each second.

    What a busy kernel has not read yet lies in the memory of the server. The most is sent by the desk of a room with
    3,000 phones: 0.3 MB every 1.5 seconds while they answer.

    >>> now = [0]
    >>> page = Allowance(most=1000, each_second=100, overhead=0, clock=lambda: now[0])
    >>> page.takes(900), page.takes(200), now.append(now.pop() + 1), page.takes(200)
    (True, False, None, True)
    """

    def __init__(self, most=16_000_000, each_second=300_000, overhead=500, clock=time.monotonic):
        self._most, self._each_second, self._overhead, self._clock = most, each_second, overhead, clock
        self._left, self._at = most, clock()

    def takes(self, size):
        """True if a message of so many bytes may be sent now; it is counted then."""
        now = self._clock()
        self._left = min(self._most, self._left + (now - self._at) * self._each_second)
        self._at = now
        if size + self._overhead > self._left:
            return False
        self._left -= size + self._overhead
        return True


def problem(frame, protocol):
    """A sentence on why a frame cannot be a message; empty if it can."""
    if len(frame) > MOST_BYTES:
        return f"a message has at most {MOST_BYTES:,} bytes, this one has {len(frame):,}"
    if isinstance(frame, str):
        return "messages of this protocol are binary" if protocol == V1 else _text(frame)
    if protocol == V1:
        return _parts(frame, 8, "little", ends=True)
    return _parts(frame, 4, "big", ends=False)


def _text(frame):
    # The parser of JSON recurses; so do those who walk through what it returns.
    if frame.count("[") + frame.count("{") > DEEPEST and _depth(frame) > DEEPEST:
        return f"a message is nested at most {DEEPEST} deep"
    return ""


def _depth(frame):
    deepest = depth = 0
    for character in frame:
        if character in "[{":
            depth += 1
            deepest = max(deepest, depth)
        elif character in "]}":
            depth -= 1
    return deepest


def _parts(frame, width, order, ends):
    """The problem of a binary frame. It begins with numbers of `width` bytes: their count, then the place of each part.

    In the newer protocol the last number says where the last part `ends`.
    """
    if len(frame) < width:
        return "a message is longer than its first number"
    count = int.from_bytes(frame[:width], order)
    fewest, most = (6, MOST_PARTS + 2) if ends else (1, MOST_PARTS)
    if not fewest <= count <= most:
        return f"a message has {fewest} to {most} positions, this one claims {count:,}"
    start = width * (count + 1)
    places = [int.from_bytes(frame[width * i : width * (i + 1)], order) for i in range(1, count + 1)]
    places.append(len(frame))
    if len(frame) < start or places[0] != start or (ends and places[-2] != len(frame)):
        return "the parts of a message do not fill it"
    if any(first > second for first, second in zip(places, places[1:], strict=False)):
        return "the parts of a message are not in order"
    return ""


def kind(message):
    """The type of a message that a kernel sends to a page, and its content; None and {} if it has none."""
    try:
        if isinstance(message, bytes):
            return _kind_of_parts(message)
        plain = HEADER.match(message) if isinstance(message, str) else None
        if plain and plain[1] not in ("stream", "error"):
            # The rest may be a whole figure, which nobody needs to read here.
            return plain[1], {}
        told = message if isinstance(message, dict) else json.loads(message)
        return told["header"]["msg_type"], told["content"]
    except (ValueError, KeyError, TypeError, IndexError):
        return None, {}


def _kind_of_parts(message):
    if not problem_of_parts(message):
        count = int.from_bytes(message[:8], "little")
        places = [int.from_bytes(message[8 * i : 8 * (i + 1)], "little") for i in range(1, count + 1)]
        name = json.loads(message[places[1] : places[2]])["msg_type"]
        # The content of an answer may be a whole figure, which nobody needs to read here.
        content = json.loads(message[places[4] : places[5]]) if name in ("stream", "error") else {}
        return name, content
    # The older protocol with binary data: the first part is the message.
    start, *others = (int.from_bytes(message[4 * i : 4 * (i + 1)], "big") for i in (1, 2))
    told = json.loads(message[start : others[0]])
    return told["header"]["msg_type"], told["content"]


def problem_of_parts(message):
    """A sentence on why bytes are no message of the newer protocol; empty if they are one."""
    return _parts(message, 8, "little", ends=True)
