"""Every question of every dashboard at the ends of what its record allows: drawn, said and answered without a warning."""

import importlib
import random
import re

import numpy as np
import pytest

from peerkit.models.catalogue import known, outcomes, topics
from peerkit.records.record import RecordError
from tests.models.extremes import valid_ends

DRAWN = 4
"""Corners drawn beside the ends of each parameter alone; a fixed seed for each topic keeps them the same."""

# Numbers that a sentence may not hold: a machine's words for what is missing, infinite or nothing.
MACHINE_WORDS = re.compile(r"\b(nan|inf|no value)\b|-0\b(?![.,]\d)|\de[+-]\d", re.IGNORECASE)


# Models without a page of their own are asked at the ends of their ranges in their own tests.
TOPICS = sorted({*topics(), "scaling"} - {"chunk_floor", "transaction"})


def question(topic):
    return importlib.import_module(f"peerkit.dashboards.{topic}").QUESTION


def corners(asked):
    """Records with one parameter at an end of its valid range, and some with all of them there."""
    ends = {name: valid_ends(p) for name, p in asked.record.parameters().items()}
    chosen = random.Random(asked.topic)
    alone = [{name: end} for name, each in ends.items() for end in each]
    together = [{name: chosen.choice(each) for name, each in ends.items()} for _ in range(DRAWN)]
    for values in (*alone, *together):
        try:
            yield asked.record(**asked.start | values)
        except RecordError as error:
            # A rule over several parameters forbids this corner; anything else is a fault.
            assert set(error.problems) == {""}, error


@pytest.mark.parametrize("topic", TOPICS)
def test_the_ends_of_the_valid_range_are_drawn_said_and_answered(topic):
    asked = question(topic)
    tried = 0
    for record in corners(asked):
        tried += 1
        said = asked.summary(record)
        assert len(said) > 20 and not MACHINE_WORDS.search(said), (record.changes(), said)
        assert asked.figure(record).data, record.changes()
        if known(topic) and isinstance(record, outcomes(topic).record):
            for outcome in outcomes(topic).each:
                number = outcome.of(record)
                assert not (number == 0 and np.signbit(number)), (outcome.key, record.changes())
                outcome.kind(record)
    assert tried > DRAWN / 2
