"""A callback that fails is a sentence that speaks of where the reader is."""

import logging

import pytest

from peerkit.widgets.guarded import guarded
from peerkit.widgets.web import SERVED


@pytest.mark.parametrize(
    ("served", "advice"), [("/assets", "whoever runs this server"), ("", "in the log of the notebook")]
)
def test_the_advice_is_for_the_place_and_its_number_is_in_the_log(monkeypatch, caplog, served, advice):
    monkeypatch.setenv(SERVED, served)
    said = []
    with caplog.at_level(logging.ERROR, "peerkit"), guarded(said.append):
        raise ZeroDivisionError
    (sentence,) = said
    assert advice in sentence and caplog.records[0].args[0] in sentence
