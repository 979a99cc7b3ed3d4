"""No frame is believed before its lengths are checked, and no message of a page is refused."""

import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peerkit.serve import frames
from peerkit.serve.frames import V1, problem
from tests.serve.messages import legacy, message, v1

HUGE = (9 * 10**18).to_bytes(8, "little")
HOSTILE = {
    "a count that never ends": (HUGE, V1),
    "a count of 20 million": ((20_000_000).to_bytes(4, "big"), ""),
    "a negative count": ((-1).to_bytes(4, "big", signed=True), ""),
    "random bytes": (os.urandom(1000), V1),
    "random bytes of the older protocol": (os.urandom(1000), ""),
    "nothing": (b"", V1),
    "nothing in the older protocol": (b"", ""),
    "half a number": (b"\x06\0\0", V1),
    "a count without positions": ((6).to_bytes(8, "little"), V1),
    "text where bytes belong": ("{}", V1),
    "a cut message": (v1(message())[:-1], V1),
    "a longer message": (v1(message()) + b"x", V1),
    "nine million bytes": (bytes(9_000_000), V1),
    "deep brackets": ("[" * 100_000, ""),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_no_message_has_a_problem(name):
    assert problem(*HOSTILE[name])


@given(st.binary(max_size=300), st.sampled_from([V1, ""]))
def test_any_bytes_are_judged_without_failing(frame, protocol):
    assert isinstance(problem(frame, protocol), str)


@given(st.lists(st.integers(0, 2**64 - 1), min_size=1, max_size=20), st.binary(max_size=50))
def test_positions_that_are_believed_lie_within_the_frame_and_in_order(numbers, rest):
    frame = b"".join(number.to_bytes(8, "little") for number in [len(numbers), *numbers]) + rest
    if not problem(frame, V1):
        assert sorted(numbers) == numbers and numbers[-1] == len(frame)


@pytest.mark.parametrize("buffers", [(), (b"", b"x" * 1000)])
def test_every_message_of_a_page_passes_in_both_protocols(buffers):
    told = message(buffers=buffers)
    assert not problem(v1(told), V1)
    assert not problem(legacy(told), "")


@pytest.mark.parametrize("write", [v1, legacy])
@pytest.mark.parametrize("kind", ["comm_msg", "stream", "error"])
def test_the_type_of_an_answer_is_read_in_both_protocols(write, kind):
    told = message(kind, {"text": "x"}, buffers=(b"abc",))
    name, content = frames.kind(write(told))
    assert name == kind
    assert kind == "comm_msg" or content == {"text": "x"}


@pytest.mark.parametrize("answer", [b"", b"12345678", "no json", "[]", None, {"header": None}])
def test_an_answer_without_a_type_has_none(answer):
    assert frames.kind(answer) == (None, {})
