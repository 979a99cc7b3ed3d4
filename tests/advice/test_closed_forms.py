"""The formulas of the workbook equal the functions of the models, on drawn records and at the ends of their ranges."""

import math
import re
import zlib

import numpy as np
import pytest

from peerkit.advice.closed_forms import cell_formula, closed_forms, input_name, record, result_name, topics
from peerkit.models.sensitivity import drawn
from peerkit.records.record import RecordError
from tests.advice.spreadsheet import compiled

RECORDS = 300
AT_AN_END = 0.15
"""The share of values that are an end of their teaching range: corners are where two readings part."""


def drawn_records(topic):
    kind, rng = record(topic), np.random.default_rng(zlib.crc32(topic.encode()))
    made = []
    while len(made) < RECORDS:
        values = {}
        for name, parameter in kind.parameters().items():
            ends = rng.random() < AT_AN_END
            values[name] = float(rng.choice(parameter.explore)) if ends else float(drawn(parameter, 1, rng)[0])
        if topic == "modes" and rng.random() < 0.7:
            values["merge_elasticity"] = 1.0
        try:
            made.append(kind(**values))
        except RecordError:  # A rule over several parameters forbids this one.
            continue
    return made


def answers(topic, each):
    """Every row of the model as the spreadsheet computes it from the inputs alone."""
    names = {input_name(topic, name): float(getattr(each, name)) for name in type(each).parameters()}
    for row in closed_forms(topic):
        names[result_name(topic, row.key)] = compiled(cell_formula(row))(names)
    return names


@pytest.mark.parametrize("topic", topics())
def test_formulas_equal_the_functions(topic):
    numbers = dict.fromkeys((row.key for row in closed_forms(topic)), 0)
    for each in drawn_records(topic):
        computed = answers(topic, each)
        for row in closed_forms(topic):
            here, there = computed[result_name(topic, row.key)], row.value(each)
            if isinstance(there, str) or isinstance(here, str):
                assert here == there, (row.key, each)
            else:
                numbers[row.key] += 1
                assert math.isclose(here, there, rel_tol=1e-12, abs_tol=1e-12), (row.key, here, there, each)
    assert all(number >= RECORDS / 20 for number in numbers.values()), numbers


def test_the_spreadsheet_reads_signs_as_excel_does():
    assert compiled("=-2^2")({}) == 4
    assert compiled("=2^3^2")({}) == 64
    assert compiled('=IF(a>1,b/0,"none")')({"a": 1, "b": 1}) == "none"
    assert compiled("=LN(a)/-LN(1-b)")({"a": math.e, "b": 0.5}) == pytest.approx(1 / math.log(2))


def test_every_row_names_only_what_stands_before_it():
    for topic in topics():
        known = {input_name(topic, name) for name in record(topic).parameters()}
        for row in closed_forms(topic):
            for name in re.findall(r"[a-z_]\w*", cell_formula(row).split('"')[0]):
                assert name in known, (topic, row.key, name)
            known.add(result_name(topic, row.key))
