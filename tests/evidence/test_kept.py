"""The result of a sample: computed once on a machine, and anew when what computes it has changed."""

import pytest

from peerkit.evidence import kept
from peerkit.evidence.samples import FIRST, SAMPLES, sample


class Made:
    """A result that counts how often it was made."""

    times = 0

    def __init__(self, log, progress=None):
        Made.times += 1

    def as_dict(self):
        return {"times": Made.times}


@pytest.fixture
def cache(monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr(kept, "sample", lambda name: name)
    monkeypatch.setattr(kept, "analyse", Made)
    monkeypatch.setattr(Made, "times", 0)
    return tmp_path / "peerkit"


def test_a_result_is_made_once_and_anew_after_a_change(cache, monkeypatch):
    assert kept.kept_result(FIRST) is None
    assert kept.sample_result(FIRST) == kept.sample_result(FIRST) == kept.kept_result(FIRST) == {"times": 1}
    (file,) = cache.iterdir()
    file.write_text("{ cut off")
    assert kept.sample_result(FIRST) == {"times": 2}
    monkeypatch.setattr(kept, "__version__", "another")
    assert kept.kept_result(FIRST) is None and kept.sample_result(FIRST) == {"times": 3}


def test_without_a_folder_to_write_into_the_result_is_there_all_the_same(cache):
    cache.parent.joinpath("peerkit").write_text("a file")
    assert kept.sample_result(FIRST) == {"times": 1}


def test_every_sample_can_be_read_and_no_other():
    assert FIRST in SAMPLES
    with pytest.raises(ValueError, match="there is no sample 'x'; there are turnover"):
        sample("x")
