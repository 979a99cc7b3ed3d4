"""The effect of each parameter on an answer: tornado, Monte Carlo, break-even and regime map of any model.

All four take a record (the scenario) and a function of records or batches that returns one number for each. The teaching
ranges of the record's parameters say how far each is moved, or `ranges` that somebody gave (by name, as
`peerkit.records.ranges.Range`). Nobody has measured these ranges together: the results say how the *model* answers within
them, not how likely anything is in the world. A `Study` holds all four for one answer.

A field that is no number (what a sample is drawn from, say) has no slider and no range: it takes each of its choices.
"""

from dataclasses import dataclass, field
from functools import cached_property
from types import SimpleNamespace
from typing import Any, NamedTuple

import numpy as np

from peerkit.records.outcomes import Outcome
from peerkit.records.ranges import drawn as drawn_from
from peerkit.records.ranges import ranged

BANDS = (10, 50, 90)


class Bar(NamedTuple):
    """The effect of one parameter alone: the ends it was moved to, and the outcome there.

    A field of choices has the two of them as ends between which the outcomes of all lie.
    """

    name: str
    low: float
    high: float
    at_low: float
    at_high: float

    @property
    def swing(self):
        """Distance between the outcomes at both ends; infinite where one of them has no finite answer."""
        distance = abs(self.at_high - self.at_low)
        return distance if np.isfinite(distance) else np.inf


class Bands(NamedTuple):
    """The outcome along one parameter while all others are drawn at random.

    `along` are the values of the parameter, `low`, `median` and `high` the 10th, 50th and 90th percentile of the
    finite answers there (NaN where fewer than half of the draws have one), `finite` the share of draws with a finite
    answer. `draws` were made from `seed`; the rules of the record let `used` of them pass.
    """

    along: np.ndarray
    low: np.ndarray
    median: np.ndarray
    high: np.ndarray
    finite: np.ndarray
    draws: int
    used: int
    seed: int


class BreakEven(NamedTuple):
    """The values of one parameter at which the outcome reaches the target, and a word for the kind of answer.

    An outcome that jumps across the target counts as reaching it there. `outcome` is ``"reached"``, ``"always above"``,
    ``"always below"`` or ``"no finite answer"``.
    """

    values: tuple[float, ...]
    outcome: str


class Map(NamedTuple):
    """The outcome over two parameters: `values[i, j]` at ``y[i]``, ``x[j]``; NaN where the record's rules forbid the pair."""

    x: np.ndarray
    y: np.ndarray
    values: np.ndarray


@dataclass(frozen=True)
class Study:
    """One answer of a scenario taken apart: by each parameter alone, along one parameter, and over two.

    `asked` is the outcome looked at, `record` the scenario; `across` and `up` name two parameters, `target` is the answer
    to reach. Parameters without a range in `ranges` move in their teaching range. Each part is computed when it is first
    looked at.

    >>> from peerkit.models.catalogue import outcomes
    >>> from peerkit.models.modes import Modes
    >>> study = Study(outcomes("modes").named(), Modes(), "commons_cost", "pair_cost", target=54.0, draws=100)
    >>> print(round(study.base, 1), study.bars[0].name, round(study.break_even.values[0], 1))
    77.2 pair_cost 30.9
    """

    asked: Outcome
    record: Any
    across: str
    up: str
    target: float
    draws: int = 1000
    seed: int = 2005
    points: int = 25
    ranges: dict = field(default_factory=dict)

    @cached_property
    def base(self):
        """The scenario's own answer."""
        return float(self.asked.of(self.record))

    @cached_property
    def bars(self):
        """Each parameter moved alone, the one with the largest effect first."""
        return tornado(self.record, self.asked.of, ranges=self.ranges)

    @cached_property
    def bands(self):
        """The answer along the parameter `across`, all others drawn at random."""
        return monte_carlo(
            self.record,
            self.asked.of,
            self.across,
            draws=self.draws,
            seed=self.seed,
            points=self.points,
            ranges=self.ranges,
        )

    @cached_property
    def along(self):
        """The scenario's answer at each value of the bands."""
        return answers(self.record, self.asked.of, {self.across: self.bands.along})

    @cached_property
    def break_even(self):
        """The values of the parameter `across` at which the answer is the target."""
        return break_even(self.record, self.asked.of, self.across, self.target, ranges=self.ranges)

    @cached_property
    def map(self):
        """The answer over both parameters."""
        return regime_map(self.record, self.asked.of, self.across, self.up, ranges=self.ranges)

    @cached_property
    def kinds(self):
        """The kind of answer at each place of the map; None if the outcome names no kinds."""
        if self.asked.regime is None:
            return None
        return regime_map(self.record, self.asked.kind, self.across, self.up, kind=str, ranges=self.ranges).values

    def parameter(self, name):
        """The parameter `name` of the scenario, exploring its range; a `Choice` for a field that is no number."""
        cls = type(self.record)
        return ranged(cls.parameters(), self.ranges).get(name) or cls.choices()[name]


def tornado(record, answer, *, ranges=None):
    """Each parameter moved alone to both ends of its teaching range; the largest swing first.

    Where a rule over several parameters forbids an end, the parameter goes as far as the rule lets it.

    >>> from peerkit.models.modes import Modes, peers_over_firm
    >>> bars = tornado(Modes(), lambda modes: peers_over_firm(modes).start)
    >>> [(bar.name, round(float(bar.at_low)), round(float(bar.at_high))) for bar in bars][:2]
    [('pair_cost', 386, 34), ('commons_cost', 6, 318)]
    """
    known = ranged(type(record).parameters(), ranges or {})
    ends = {name: _ends(record, parameter) for name, parameter in known.items()}
    base = record.model_dump()
    columns = {name: np.full(2 * len(ends), float(base[name])) for name in ends}
    for i, (name, pair) in enumerate(ends.items()):
        columns[name][2 * i : 2 * i + 2] = pair
    reached = np.broadcast_to(answer(_batch(record, columns)), 2 * len(ends)).reshape(-1, 2)
    bars = [Bar(name, *pair, *map(float, at)) for (name, pair), at in zip(ends.items(), reached, strict=True)]
    bars += [_chosen(record, answer, choice) for choice in type(record).choices().values()]
    return tuple(sorted(bars, key=lambda bar: -np.nan_to_num(bar.swing, nan=np.inf, posinf=np.inf)))


def _chosen(record, answer, choice):
    """The bar of a field of choices: those of the lowest and of the highest outcome; one without an outcome is the lowest."""
    at = answers(record, answer, {choice.name: np.array(choice.options, object)})
    low = int(np.argmin(np.nan_to_num(at, nan=-np.inf, posinf=np.inf, neginf=-np.inf)))
    high = int(np.argmax(np.nan_to_num(at, nan=-np.inf, posinf=np.inf, neginf=-np.inf)))
    return Bar(choice.name, choice.options[low], choice.options[high], float(at[low]), float(at[high]))


def monte_carlo(record, answer, name, *, draws=1000, seed=2005, points=33, ranges=None):
    """The outcome along parameter `name`, all other parameters drawn from their teaching ranges; a `Bands`.

    Draws are independent, uniform on the scale of the slider (a log scale is drawn in logarithms); from a range of `ranges`
    they are drawn as a triangle with its tip at the best guess. The same draws are used at every point, so that the bands
    are smooth. Whole-number parameters are rounded; a field of choices takes each equally often.

    >>> from peerkit.models.modes import Modes, peers_over_firm
    >>> bands = monte_carlo(Modes(), lambda modes: peers_over_firm(modes).start, "commons_cost", draws=200, points=3)
    >>> bands.along.round().tolist(), bool((bands.low <= bands.high).all()), (bands.draws, bands.seed)
    ([5.0, 71.0, 1000.0], True, (200, 2005))
    """
    if not 1 <= draws <= 1_000_000:
        raise ValueError(f"draws must be from 1 to 1,000,000, got {draws}")
    cls = type(record)
    given = ranges or {}
    along = grid(_parameter(cls, name, given), points)
    rng = np.random.default_rng(seed)
    columns = {
        other: drawn_from(parameter, given[other], rng, draws) if other in given else drawn(parameter, draws, rng)
        for other, parameter in cls.parameters().items()
        if other != name
    }
    # Last, so that the numbers above are the same draws whatever there is to choose.
    for choice in cls.choices().values():
        columns[choice.name] = np.array(choice.options, object)[rng.integers(len(choice.options), size=draws)]
    everywhere = {key: np.tile(column, along.size) for key, column in columns.items()}
    everywhere[name] = np.repeat(along, draws)
    allowed = _allowed(record, everywhere).reshape(along.size, draws)
    drawn_answers = answers(record, answer, everywhere).reshape(allowed.shape)
    drawn_answers = np.where(np.isfinite(drawn_answers), drawn_answers, np.nan)
    used = int(allowed.all(axis=0).sum())
    finite = np.isfinite(drawn_answers).sum(axis=1) / np.maximum(allowed.sum(axis=1), 1)
    bands = np.full((len(BANDS), along.size), np.nan)
    shown = finite >= 0.5
    if shown.any():
        bands[:, shown] = np.nanpercentile(drawn_answers[shown], BANDS, axis=1)
    return Bands(along, *bands, finite, draws, used, seed)


def break_even(record, answer, name, target, *, ranges=None):
    """The values of parameter `name`, moved alone within its range, at which the outcome is `target`.

    >>> from peerkit.models.modes import Modes, peers_over_firm
    >>> even = break_even(Modes(), lambda modes: peers_over_firm(modes).start, "commons_cost", 54)
    >>> [round(value, 1) for value in even.values], even.outcome
    ([30.9], 'reached')
    """
    if not np.isfinite(target):
        raise ValueError(f"target must be a finite number, got {target}")
    parameter = _parameter(type(record), name, ranges or {})
    values = grid(parameter, 401)
    gaps = answers(record, answer, {name: values}) - target
    values, gaps = values[np.isfinite(gaps)], gaps[np.isfinite(gaps)]
    if not values.size:
        return BreakEven((), "no finite answer")
    touching = values[gaps == 0].tolist()
    side = np.sign(gaps)
    crossings = np.flatnonzero(side[1:] * side[:-1] < 0)
    crossed = [_crossing(record, answer, parameter, values[i], values[i + 1], gaps[i], target) for i in crossings]
    if not touching and not crossed:
        return BreakEven((), "always above" if gaps[0] > 0 else "always below")
    return BreakEven(tuple(sorted({*touching, *crossed})), "reached")


def regime_map(record, answer, x, y, *, points=41, kind=float, ranges=None):
    """The outcome over the ranges of two parameters `x` and `y`, the others as in `record`; a `Map`.

    With `kind` str the outcome is a word for each record.

    >>> from peerkit.models.modes import Modes, peers_over_firm
    >>> here = regime_map(Modes(), lambda modes: peers_over_firm(modes).start, "commons_cost", "merge_cost", points=5)
    >>> here.values.shape, bool((np.diff(here.values) >= 0).all())
    ((5, 5), True)
    """
    if x == y:
        raise ValueError(f"a map needs two different parameters, got {x!r} twice")
    across, up = (grid(_parameter(type(record), each, ranges or {}), points) for each in (x, y))
    columns = {x: np.tile(across, up.size), y: np.repeat(up, across.size)}
    return Map(across, up, answers(record, answer, columns, kind).reshape(up.size, across.size))


def answers(record, answer, columns, kind=float):
    """The outcome of `record` with `columns` (parameter name to array of equal length) in place of its own values.

    NaN, or for words (`kind` str) "not possible", where a rule over several parameters forbids a row.
    """
    allowed = _allowed(record, columns)
    each = np.full(allowed.shape, "not possible" if kind is str else np.nan, dtype=object if kind is str else float)
    for part, fixed in _alike(record, columns, allowed):
        numbers = {name: column[part] for name, column in columns.items() if name not in fixed}
        each[part] = answer(_batch(record.replace(**fixed), numbers))
    return each


def _alike(record, columns, allowed):
    """The allowed rows, those together that share their choices: a mask, and the choices by name."""
    chosen = {name: columns[name] for name in type(record).choices() if name in columns}
    for options in sorted(set(zip(*(column[allowed] for column in chosen.values()), strict=True))) if chosen else [()]:
        part = allowed.copy()
        for column, option in zip(chosen.values(), options, strict=True):
            part &= column == option
        if part.any():
            yield part, dict(zip(chosen, options, strict=True))


def grid(parameter, points):
    """Values of a parameter over its teaching range, evenly spaced on the scale of its slider."""
    low, high = parameter.explore
    values = np.geomspace(low, high, points) if parameter.scale == "log" else np.linspace(low, high, points)
    return np.unique(np.round(values)) if parameter.integer else values


def drawn(parameter, draws, rng):
    """Random values of a parameter over its teaching range, uniform on the scale of its slider."""
    low, high = parameter.explore
    if parameter.integer:
        return np.round(_between(parameter, low - 0.5, high + 0.5, rng.random(draws))).clip(low, high)
    return _between(parameter, low, high, rng.random(draws))


def _between(parameter, low, high, share):
    if parameter.scale == "log":
        return np.exp(np.log(low) + share * np.log(high / low)).clip(low, high)
    return low + share * (high - low)


def _parameter(cls, name, ranges):
    known = ranged(cls.parameters(), ranges)
    if name not in known:
        raise ValueError(f"{cls.__name__} has no parameter {name!r}; it has {', '.join(known)}")
    return known[name]


def _batch(record, columns):
    return type(record).batch(**{**record.model_dump(), **columns})


def _allowed(record, columns):
    """True for each row of the columns that the rules over several parameters let pass."""
    size = next(iter(columns.values())).size
    whole = SimpleNamespace(**{**record.model_dump(), **columns})
    passed = np.ones(size, bool)
    for rule in type(record).rules:
        passed &= np.broadcast_to(rule.holds(whole), size)
    return passed


def _ends(record, parameter):
    """The range of a parameter, each end drawn towards the record until the rules allow it."""
    here = float(getattr(record, parameter.name))
    return tuple(_reach(record, parameter, here, end) for end in parameter.explore)


def _reach(record, parameter, here, end):
    """The value nearest to `end`, on the way from `here`, that the rules over several parameters allow."""
    if not type(record).rules:
        return float(end)
    steps = np.linspace(end, here, 1 + int(abs(end - here)) if parameter.integer else 100_001)
    return float(steps[np.argmax(_allowed(record, {parameter.name: steps}))])


def _crossing(record, answer, parameter, low, high, gap_at_low, target):
    """The value between two neighbours of the grid where the sign changes; for whole numbers the first one beyond."""
    if parameter.integer:
        return float(high)
    for _ in range(60):
        middle = (low + high) / 2
        gap = float(answer(record.replace(**{parameter.name: middle}))) - target
        if (gap > 0) == (gap_at_low > 0):
            low = middle
        else:
            high = middle
    return float(high)
