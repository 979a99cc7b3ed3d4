"""The warm process draws every question once, and goes on after one that cannot be drawn."""

from types import SimpleNamespace

from peerkit.dashboards.coverage import QUESTION
from peerkit.serve import warm


def test_a_question_that_cannot_be_drawn_leaves_the_others_and_a_report(monkeypatch, caplog):
    def broken():
        raise ZeroDivisionError("no such record")

    questions = [SimpleNamespace(record=broken, start={}), QUESTION]
    modules = [SimpleNamespace(QUESTION=question) for question in questions]
    monkeypatch.setattr(warm, "MODULES", [*modules, SimpleNamespace()])
    assert list(warm.rehearsals()) == questions
    assert len(caplog.records) == 1 and "no such record" in caplog.text
