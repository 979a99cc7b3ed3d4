"""One parameter of a model: sliders, tables, checks and texts all take what they say about it from here."""

import math
import re
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from pydantic import Field

SOURCE_STATUSES = {
    "confirmed": "read in the source itself",
    "secondary": "read in another work that reports it, not in the original",
    "unconfirmed": "as the literature commonly cites it; the original was not checked",
    "recomputed": "as commonly cited, and a recomputation gives the same number",
    "derived": "peerkit's own derivation",
    "elementary": "textbook arithmetic",
    "scenario": "nobody has measured this; the value is a choice to argue about",
}
"""The statuses of a source, each with its meaning in the words that a reader sees."""


@dataclass(frozen=True)
class Parameter:
    """One parameter: its symbol, meaning, unit, valid range, teaching range, default and the reason for that default.

    ``low`` and ``high`` bound the values a formula accepts (``open_low``/``open_high``: the bound itself is refused);
    ``explore`` is the smaller range that sliders, tornado charts and Monte Carlo draws use. ``percent`` is true for a
    share that readers see and type as a percentage. ``url`` opens the source; ``measure`` says what would measure a
    scenario.
    """

    name: str
    symbol: str
    label: str
    meaning: str
    unit: str
    default: float
    why: str
    source: str
    status: str
    url: str
    measure: str
    percent: bool
    explore: tuple[float, float]
    scale: Literal["linear", "log"]
    step: float
    integer: bool
    low: float
    high: float
    open_low: bool
    open_high: bool

    @property
    def rule(self):
        """The valid range in words, as an error message says it: ``must be above 0 and at most 1``."""
        words = []
        if self.low > -math.inf:
            words.append(f"{'above' if self.open_low else 'at least'} {self.low:g}")
        if self.high < math.inf:
            words.append(f"{'below' if self.open_high else 'at most'} {self.high:g}")
        kind = "a whole number" if self.integer else ("a number" if not words else "")
        return "must be " + " ".join(filter(None, [kind, " and ".join(words)]))

    def holds(self, value):
        """True if every value obeys the valid range; False for NaN and for infinities."""
        value = np.asarray(value, dtype=float)
        above = value > self.low if self.open_low else value >= self.low
        below = value < self.high if self.open_high else value <= self.high
        whole = (value == np.round(value)) if self.integer else True
        return bool(np.all(np.isfinite(value) & above & below & whole))


def parameter(
    symbol: str,
    label: str,
    *,
    default: float,
    unit: str,
    meaning: str,
    why: str,
    explore: tuple[float, float],
    source: str = "",
    status: str = "scenario",
    url: str = "",
    measure: str = "",
    percent: bool = False,
    scale: Literal["linear", "log"] = "linear",
    step: float | None = None,
    ge: float | None = None,
    gt: float | None = None,
    le: float | None = None,
    lt: float | None = None,
) -> Any:
    """Declare a field of a `Record` together with everything its faces need.

    `symbol` is LaTeX; `label` is what a participant reads above the slider (two to six words); `meaning` defines it in
    one sentence; `unit` is the bracketed unit without brackets ("people", "1" for a pure number); `why` is the reason
    for the default and `source` whose it is, with a `status` out of `SOURCE_STATUSES` and a `url` where it can be opened; a
    scenario has no source, and `measure` says in a few words what would measure it ("time sheets of 20 projects").
    `percent` marks a share that readers see and type as a percentage; `explore` is the teaching range.

    A range that leaves the valid range, a default outside the teaching range and a log scale that touches zero are
    refused at import, because a slider made from them could ask the impossible.
    """
    if status not in SOURCE_STATUSES:
        raise ValueError(f"status must be one of {', '.join(SOURCE_STATUSES)}, got {status!r}")
    if not explore[0] <= default <= explore[1]:
        raise ValueError(f"{label}: the default {default} must lie in the teaching range {explore}")
    if scale == "log" and not explore[0] > 0:
        raise ValueError(f"{label}: a log scale needs a teaching range above 0, got {explore}")
    declared = {
        "symbol": symbol,
        "label": label,
        "meaning": meaning,
        "unit": unit,
        "why": why,
        "source": source,
        "status": status,
        "url": url,
        "measure": measure,
        "percent": percent,
        "explore": explore,
        "scale": scale,
        "step": step,
    }
    # The teaching range travels inside the JSON schema too, so that a scenario file can be edited with help.
    return Field(default, description=meaning, ge=ge, gt=gt, le=le, lt=lt, json_schema_extra={"peerkit": declared})


_ONE = {"people": "person"}
_COUNTED = re.compile(r"[^,]*?(?=,| per | of | and | saved |$)")


def one(unit):
    """A unit behind the number 1; the thing that is counted stands before "per", "of", "and" or a comma.

    >>> one("people per manager"), one("contracts, the unit of account"), one("standard deviations of value")
    ('person per manager', 'contract, the unit of account', 'standard deviation of value')
    >>> one("hundred dollars"), one("times today's"), one("elasticity")
    ('hundred dollars', "times today's", 'elasticity')
    """
    counted = _COUNTED.match(unit)[0]
    if counted.startswith(("hundred", "times")):
        return unit
    *before, last = counted.split(" ")
    single = _ONE.get(last, last if last.endswith("ss") else last.removesuffix("s"))
    return " ".join([*before, single]) + unit[len(counted) :]


def from_field(name, field):
    """The `Parameter` that a pydantic field declares, or None when it was not made with `parameter`."""
    extra = field.json_schema_extra
    if not isinstance(extra, dict) or "peerkit" not in extra:
        return None
    declared = dict(extra["peerkit"])
    bounds = {
        key: getattr(rule, key) for rule in field.metadata for key in ("ge", "gt", "le", "lt") if hasattr(rule, key)
    }
    integer = field.annotation is int
    low, high = declared["explore"]
    step = declared.pop("step") or (1 if integer else _tidy((high - low) / 100))
    return Parameter(
        name=name,
        default=field.default,
        integer=integer,
        step=step,
        low=bounds.get("gt", bounds.get("ge", -math.inf)),
        high=bounds.get("lt", bounds.get("le", math.inf)),
        open_low="gt" in bounds,
        open_high="lt" in bounds,
        **declared,
    )


def _tidy(step):
    """The nearest 1, 2 or 5 times a power of ten not above `step`, so that a slider stops at readable numbers."""
    power = 10 ** math.floor(math.log10(step))
    return next(m * power for m in (5, 2, 1) if m * power <= step * (1 + 1e-12))
