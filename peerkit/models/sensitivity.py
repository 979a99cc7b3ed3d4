"""How much an answer hangs on each parameter: tornado, Monte Carlo, break-even and regime map of any model.

All four take a record (the scenario) and a function of records or batches that returns one number each; the teaching
ranges of the record's parameters say how far each is moved. Nobody has measured these ranges together: what comes out
is how the *model* answers within them, not how likely anything is in the world.
"""

from types import SimpleNamespace
from typing import NamedTuple

import numpy as np

BANDS = (10, 50, 90)


class Bar(NamedTuple):
    """What one parameter alone does: the ends it was moved to, and the outcome there."""

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

    An outcome that jumps across the target counts as reaching it there. `outcome` is ``"reached"``, ``"always above"``, ``"always below"`` or ``"no finite answer"``.
    """

    values: tuple[float, ...]
    outcome: str


class Map(NamedTuple):
    """The outcome over two parameters: `values[i, j]` at ``y[i]``, ``x[j]``; NaN where the record's rules forbid the pair."""

    x: np.ndarray
    y: np.ndarray
    values: np.ndarray


def tornado(record, of):
    """Each parameter moved alone to both ends of its teaching range; the largest swing first.

    Where a rule over several parameters forbids an end, the parameter goes as far as the rule lets it.

    >>> from peerkit.models.modes import Modes, peers_over_firm
    >>> bars = tornado(Modes(), lambda modes: peers_over_firm(modes).start)
    >>> [(bar.name, round(float(bar.at_low)), round(float(bar.at_high))) for bar in bars][:2]
    [('pair_cost', 386, 34), ('commons_cost', 6, 318)]
    """
    ends = {name: _ends(record, name) for name in type(record).parameters()}
    base = record.model_dump()
    columns = {name: np.full(2 * len(ends), float(base[name])) for name in ends}
    for i, (name, pair) in enumerate(ends.items()):
        columns[name][2 * i : 2 * i + 2] = pair
    answers = np.broadcast_to(of(_batch(record, columns)), 2 * len(ends)).reshape(-1, 2)
    bars = [Bar(name, *pair, *map(float, at)) for (name, pair), at in zip(ends.items(), answers, strict=True)]
    return tuple(sorted(bars, key=lambda bar: -np.nan_to_num(bar.swing, nan=np.inf, posinf=np.inf)))


def monte_carlo(record, of, name, *, draws=1000, seed=2005, points=33):
    """The outcome along parameter `name`, all other parameters drawn from their teaching ranges; a `Bands`.

    Draws are independent, uniform on the scale of the slider (a log scale is drawn in logarithms); the same draws are
    used at every point, so that the bands are smooth. Whole-number parameters are rounded.

    >>> from peerkit.models.modes import Modes, peers_over_firm
    >>> bands = monte_carlo(Modes(), lambda modes: peers_over_firm(modes).start, "commons_cost", draws=200, points=3)
    >>> bands.along.round().tolist(), bool((bands.low <= bands.high).all()), (bands.draws, bands.seed)
    ([5.0, 71.0, 1000.0], True, (200, 2005))
    """
    if not 1 <= draws <= 1_000_000:
        raise ValueError(f"draws must be from 1 to 1,000,000, got {draws}")
    cls = type(record)
    along = grid(_parameter(cls, name), points)
    rng = np.random.default_rng(seed)
    columns = {other: drawn(parameter, draws, rng) for other, parameter in cls.parameters().items() if other != name}
    everywhere = {key: np.tile(column, along.size) for key, column in columns.items()}
    everywhere[name] = np.repeat(along, draws)
    allowed = _allowed(record, everywhere)
    answers = np.full(allowed.shape, np.nan)
    if allowed.any():
        answers[allowed] = of(_batch(record, {key: column[allowed] for key, column in everywhere.items()}))
    answers = np.where(np.isfinite(answers), answers, np.nan).reshape(along.size, draws)
    used = int(allowed.reshape(answers.shape).all(axis=0).sum())
    finite = np.isfinite(answers).sum(axis=1) / np.maximum(allowed.reshape(answers.shape).sum(axis=1), 1)
    bands = np.full((len(BANDS), along.size), np.nan)
    shown = finite >= 0.5
    if shown.any():
        bands[:, shown] = np.nanpercentile(answers[shown], BANDS, axis=1)
    return Bands(along, *bands, finite, draws, used, seed)


def break_even(record, of, name, target):
    """Where moving parameter `name` alone brings the outcome to `target`, within the teaching range.

    >>> from peerkit.models.modes import Modes, peers_over_firm
    >>> found = break_even(Modes(), lambda modes: peers_over_firm(modes).start, "commons_cost", 54)
    >>> [round(value, 1) for value in found.values], found.outcome
    ([30.9], 'reached')
    """
    if not np.isfinite(target):
        raise ValueError(f"target must be a finite number, got {target}")
    parameter = _parameter(type(record), name)
    values = grid(parameter, 401)
    gaps = answers(record, of, {name: values}) - target
    values, gaps = values[np.isfinite(gaps)], gaps[np.isfinite(gaps)]
    if not values.size:
        return BreakEven((), "no finite answer")
    touching = values[gaps == 0].tolist()
    side = np.sign(gaps)
    crossings = np.flatnonzero(side[1:] * side[:-1] < 0)
    found = [_crossing(record, of, parameter, values[i], values[i + 1], gaps[i], target) for i in crossings]
    if not touching and not found:
        return BreakEven((), "always above" if gaps[0] > 0 else "always below")
    return BreakEven(tuple(sorted({*touching, *found})), "reached")


def regime_map(record, of, x, y, *, points=41, kind=float):
    """The outcome over the teaching ranges of two parameters `x` and `y`, the others as in `record`; a `Map`.

    With `kind` str the outcome is a word for each record.

    >>> from peerkit.models.modes import Modes, peers_over_firm
    >>> found = regime_map(Modes(), lambda modes: peers_over_firm(modes).start, "commons_cost", "merge_cost", points=5)
    >>> found.values.shape, bool((np.diff(found.values) >= 0).all())
    ((5, 5), True)
    """
    if x == y:
        raise ValueError(f"a map needs two different parameters, got {x!r} twice")
    across, up = (grid(_parameter(type(record), each), points) for each in (x, y))
    columns = {x: np.tile(across, up.size), y: np.repeat(up, across.size)}
    return Map(across, up, answers(record, of, columns, kind).reshape(up.size, across.size))


def answers(record, of, columns, kind=float):
    """The outcome of `record` with `columns` (parameter name to array of equal length) in place of its own values.

    NaN, or for words (`kind` str) "not possible", where a rule over several parameters forbids a row.
    """
    allowed = _allowed(record, columns)
    found = np.full(allowed.shape, "not possible" if kind is str else np.nan, dtype=object if kind is str else float)
    if allowed.any():
        found[allowed] = of(_batch(record, {name: column[allowed] for name, column in columns.items()}))
    return found


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


def _parameter(cls, name):
    known = cls.parameters()
    if name not in known:
        raise ValueError(f"{cls.__name__} has no parameter {name!r}; it has {', '.join(known)}")
    return known[name]


def _batch(record, columns):
    return type(record).batch(**{**record.model_dump(), **columns})


def _allowed(record, columns):
    """Which rows of the columns the rules over several parameters let pass."""
    size = next(iter(columns.values())).size
    whole = SimpleNamespace(**{**record.model_dump(), **columns})
    passed = np.ones(size, bool)
    for rule in type(record).rules:
        passed &= np.broadcast_to(rule.holds(whole), size)
    return passed


def _ends(record, name):
    """The teaching range of a parameter, each end drawn towards the record until the rules allow it."""
    here = float(getattr(record, name))
    return tuple(_reach(record, name, here, end) for end in type(record).parameters()[name].explore)


def _reach(record, name, here, end):
    """The value nearest to `end`, on the way from `here`, that the rules over several parameters allow."""
    if not type(record).rules:
        return float(end)
    whole = type(record).parameters()[name].integer
    steps = np.linspace(end, here, 1 + int(abs(end - here)) if whole else 100_001)
    return float(steps[np.argmax(_allowed(record, {name: steps}))])


def _crossing(record, of, parameter, low, high, gap_at_low, target):
    """The value between two neighbours of the grid where the sign changes; for whole numbers the first one beyond."""
    if parameter.integer:
        return float(high)
    for _ in range(60):
        middle = (low + high) / 2
        gap = float(of(record.replace(**{parameter.name: middle}))) - target
        if (gap > 0) == (gap_at_low > 0):
            low = middle
        else:
            high = middle
    return float(high)
