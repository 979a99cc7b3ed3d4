"""Arguments that all models refuse, and the words for a kind of answer."""

import numpy as np
import pytest

from peerkit.records.checks import at_least, word


@pytest.mark.parametrize("wrong", [0.99, [1, 0.5], float("nan"), [3, float("nan")]])
def test_too_few_or_no_number_at_all_is_refused_by_name(wrong):
    with pytest.raises(ValueError, match="members must be at least 1, got "):
        at_least(1, "members", wrong)


def test_the_least_itself_passes_unchanged_and_infinity_does_not():
    assert at_least(1, "members", [1, 3]).tolist() == [1, 3]
    with pytest.raises(ValueError, match="members must be finite"):
        at_least(1, "members", [1, np.inf])


def test_one_answer_is_a_string_and_a_batch_an_array():
    assert type(word(np.array("tips"))) is str
    assert word(np.array(["tips", "never"])).tolist() == ["tips", "never"]
