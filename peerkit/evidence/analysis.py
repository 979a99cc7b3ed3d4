"""All that a log shows, computed once: its quality, its measures, the scaling table, and verdicts in words.

Every front end (command, page, report, engagement) shows this one result.
"""

import json
import math
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from peerkit import __version__
from peerkit.evidence.log import DAY

FORMAT = 1
SEED = 2005
PARTS = {"quality": (0.0, 0.1), "measures": (0.1, 0.6), "scaling": (0.6, 1.0)}
"""The share of the whole at which each part begins and ends, for those who wait."""


@dataclass(frozen=True)
class Analysis:
    """The result for one log. `when` is the day on which it was made, `seed` the one that all draws began with."""

    log: Any
    quality: Any
    measures: tuple
    scaling: Any
    seed: int
    when: date

    def as_dict(self):
        """The result as plain numbers and texts, ready for JSON."""
        from peerkit.evidence.verdicts import verdicts

        measures = {each.name: _plain(each) for each in self.measures}
        result = {
            "peerkit": "evidence",
            "schema": FORMAT,
            "made_with": f"peerkit {__version__}",
            "made": self.when.isoformat(),
            "engine": self.log.engine,
            "seed": self.seed,
            "log": {"name": self.log.name, **self.quality.as_dict()},
            "measures": measures,
            "scaling": self.scaling.as_dict(),
            "scaling_verdict": self.scaling.verdict,
            "scaling_sentences": list(self.scaling.verdicts),
        }
        return _finite({**result, "verdicts": verdicts(result)})


def analyse(log, *, seed=SEED, today=None, progress=None):
    """The `Analysis` of a `peerkit.evidence.log.Log`; `seed` starts every draw.

    `progress` is called with a sentence and the share that is done. Raises `ValueError` for a log without rows.
    """
    # Imported late: the command line names this module before it knows whether a log will be read.
    from peerkit.evidence.measures import measures
    from peerkit.evidence.quality import quality
    from peerkit.evidence.scaling_rows import scaling

    today = today or date.today()
    first, second = np.random.default_rng(seed).spawn(2)
    _within(progress, "quality")("Looking at the quality of the log.", 0.0)
    return Analysis(
        log,
        quality(log, now=midnight_after(today)),
        tuple(measures(log, rng=first, progress=_within(progress, "measures"))),
        scaling(log, rng=second, progress=_within(progress, "scaling")),
        seed,
        today,
    )


def as_json(analysis):
    """The result of an `Analysis` as JSON. What is no number becomes null."""
    return json.dumps(analysis.as_dict(), indent=1, ensure_ascii=False, allow_nan=False) + "\n"


def midnight_after(day):
    """The end of a day in UTC, from which on a time lies in the future [s].

    >>> midnight_after(date(1970, 1, 1))
    86400
    """
    return (day - date(1970, 1, 1)).days * DAY + DAY


def _within(progress, part):
    begin, end = PARTS[part]
    if progress is None:
        return lambda sentence, share: None
    return lambda sentence, share: progress(sentence, begin + (end - begin) * share)


def _plain(measure):
    return {name: value for name, value in measure._asdict().items() if name != "name"}


def _finite(value):
    """The same without NaN, infinity and the types of numpy, which JSON does not know.

    >>> _finite({"a": (np.float64(1.5), float("nan")), "b": np.int64(3)})
    {'a': [1.5, None], 'b': 3}
    """
    if isinstance(value, dict):
        return {str(key): _finite(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [_finite(each) for each in value]
    if isinstance(value, np.ndarray):
        return _finite(value.tolist())
    if isinstance(value, np.generic):
        return _finite(value.item())
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value
