"""The workbook: its formulas follow the inputs and agree with what stands in their cells; its texts are texts.

Formulas are evaluated by `tests/advice/spreadsheet.py`, and by LibreOffice where there is one.
"""

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from peerkit.advice.closed_forms import cell_formula, closed_forms, input_name, record, result_name, topics
from peerkit.advice.engagement import load, new
from peerkit.advice.findings import report
from peerkit.advice.numbers import scenario
from peerkit.advice.reports import write_report
from peerkit.advice.written import whole
from peerkit.models.flywheel import size_to_pass
from peerkit.records.record import RecordError
from tests.advice.hostile import TEXTS, hostile
from tests.advice.office import Workbook, changed, converted
from tests.advice.spreadsheet import compiled

EXAMPLE = Path(__file__).parents[2] / "notebooks/guides/example.peerkit.json"
DAY = date(2026, 11, 26)


@pytest.fixture(scope="module")
def example():
    return load(EXAMPLE)


@pytest.fixture(scope="module")
def book(example, tmp_path_factory):
    path = tmp_path_factory.mktemp("workbook") / "example.xlsx"
    write_report(example, "xlsx", path, DAY)
    return Workbook(path)


def recomputed(book, **changes):
    """The value of every named cell when the named inputs are changed."""
    names = {}
    for name in sorted(book.names, key=book.row):
        place = book.place(name)
        if place in book.formulas:
            names[name] = compiled(book.formulas[place])(names)
        else:
            names[name] = changes.get(name, book.value(name))
    return names


def test_sheets_are_there(book):
    assert list(book.sheets) == [
        "Summary", "Inputs", "Answers", "Results", "Scenarios", "Sensitivity", "Evidence", "Assumptions",
    ]  # fmt: skip


def test_every_cached_value_is_what_its_formula_gives(book):
    computed = recomputed(book)
    live = [name for name in book.names if book.place(name) in book.formulas]
    assert len(live) > 80
    for name in live:
        here = book.value(name)
        assert computed[name] == (here if isinstance(here, str) else pytest.approx(here, rel=1e-12, abs=1e-12)), name


def test_results_follow_a_changed_input(book, example):
    changed = recomputed(book, granularity_overhead=9.0, modes_commons_cost=200.0)
    for topic, change in (("granularity", {"overhead": 9.0}), ("modes", {"commons_cost": 200.0})):
        there = scenario(example, topic).replace(**change)
        for row in closed_forms(topic):
            value = row.value(there)
            assert changed[result_name(topic, row.key)] == pytest.approx(value, rel=1e-12), row.key
    assert changed["out_granularity_chunk"] > book.value("out_granularity_chunk") + 1


ELSEWHERE = 12
"""Workbooks with other inputs that LibreOffice computes; each start of it takes seconds, a further file a tenth of one."""


def test_libreoffice_follows_changed_inputs_and_agrees_with_the_functions(example, tmp_path):
    first = tmp_path / "first.xlsx"
    write_report(example, "xlsx", first, DAY)
    rng = np.random.default_rng(13)
    records, files = [], []
    for place in range(ELSEWHERE):
        records.append({topic: another(record(topic), rng) for topic in topics()})
        files.append(tmp_path / f"changed-{place}.xlsx")
        inputs = {
            input_name(topic, name): float(value)
            for topic, there in records[-1].items()
            for name, value in there.model_dump().items()
        }
        changed(first, files[-1], **inputs)
    (tmp_path / "office").mkdir()
    compared = 0
    for there, path in zip(records, converted(files, "xlsx", tmp_path / "office"), strict=True):
        book = Workbook(path)
        for topic in topics():
            for row in closed_forms(topic):
                ours, theirs = row.value(there[topic]), book.value(result_name(topic, row.key))
                where = (path.name, topic, row.key, there[topic])
                assert theirs == (ours if isinstance(ours, str) else pytest.approx(ours, rel=1e-12, abs=1e-12)), where
                compared += 1
    assert compared == ELSEWHERE * sum(len(closed_forms(topic)) for topic in topics())


def another(kind, rng):
    """A record with values from the teaching ranges of its parameters; the default where rules over several forbid that."""
    values = {}
    for name, parameter in kind.parameters().items():
        low, high = parameter.explore
        value = float(
            np.exp(rng.uniform(np.log(low), np.log(high))) if parameter.scale == "log" else rng.uniform(low, high)
        )
        values[name] = round(value) if parameter.integer else value
    try:
        return kind(**values)
    except RecordError:
        return kind()


def test_inputs_are_the_clients_numbers(book, example):
    for topic in topics():
        for name in record(topic).parameters():
            assert book.value(input_name(topic, name)) == float(
                getattr(scenario(example, topic) if topic != "communication" else record(topic)(), name)
            )
    assert book.value("flywheel_population") == 12_000


def test_findings_stand_in_the_summary_as_in_every_report(book, example):
    cells = list(book.sheets["Summary"].values())
    numbers = [value for value in cells if isinstance(value, float)]
    made = report(example, DAY)
    for finding in made.findings:
        assert finding.text in cells
        assert finding.value is None or any(value == pytest.approx(finding.value, rel=1e-14) for value in numbers)
    assert made.stamp.line in cells
    assert "FICTIONAL" in made.stamp.line


def test_scenarios_inherit_what_their_parents_change(book, example):
    rows = book.sheets["Scenarios"]
    names = {rows[f"A{row}"]: row for row in range(6, 20) if f"A{row}" in rows}
    first = min(row for row in range(6, 20) if rows.get(f"A{row}", "").startswith("C:"))
    flywheel = scenario(example, "flywheel").replace(take_rate=0.25, outside_option=10.0)
    assert rows[f"F{first}"] == pytest.approx(float(size_to_pass(flywheel)))
    assert len(names) == 3


def test_an_engagement_without_answers_has_a_workbook(tmp_path):
    write_report(new("A choir"), "xlsx", tmp_path / "choir.xlsx", DAY)
    assert "No scenario has been written." in Workbook(tmp_path / "choir.xlsx").texts()


@pytest.mark.parametrize("text", TEXTS)
def test_hostile_text_stays_text_and_is_not_lost(tmp_path, text):
    path = tmp_path / "hostile.xlsx"
    write_report(hostile(text, EXAMPLE.read_text(encoding="utf-8")), "xlsx", path, DAY)
    there = Workbook(path)
    ours = {cell_formula(row) for topic in topics() for row in closed_forms(topic)}
    assert set(there.formulas.values()) <= ours
    assert there.texts().count(whole(text)) > 20
    assert not any("hyperlink" in name or "external" in name.lower() for name in there.files)
    assert not any(b"<hyperlink" in xml or b'TargetMode="External"' in xml for xml in there.files.values())
