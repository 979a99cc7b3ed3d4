"""The frozen record that carries a model's parameters, and the batch that stands in for many records at once."""

import difflib
import math
from types import SimpleNamespace
from typing import Any, Callable, ClassVar, NamedTuple

import numpy as np
from pydantic import BaseModel, ConfigDict, ValidationError, model_validator

from peerkit.records.about import About
from peerkit.records.parameter import Parameter, from_field
from peerkit.records.reading import short


class Rule(NamedTuple):
    """A condition over several parameters; `sentence` may name them in braces to show their values."""

    holds: Callable[[Any], Any]
    sentence: str


class Choice(NamedTuple):
    """A field that takes one of several words: its name, the words above its control, and all that it can be."""

    name: str
    label: str
    options: tuple[str, ...]


class RecordError(ValueError):
    """A record that cannot be: `problems` has a sentence for each parameter at fault, "" for a rule over several."""

    def __init__(self, problems):
        super().__init__("; ".join(problems.values()))
        self.problems = problems


class Record(BaseModel):
    """Parameters of one model: validated, immutable, documented in their fields.

    A formula takes a record (or a `batch` of records) and the model's variables. Scenarios are new records made with
    `replace`, so before and after both exist to compare.

    >>> from peerkit.models.modes import Modes
    >>> Modes(pair_cost=0.05).replace(contract_cost=2).changes()
    {'contract_cost': 2.0, 'pair_cost': 0.05}
    >>> Modes(pair_cost=-1)
    Traceback (most recent call last):
    peerkit.records.record.RecordError: pair_cost must be above 0, got -1
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, allow_inf_nan=False, defer_build=True)

    about: ClassVar[About]
    rules: ClassVar[tuple[Rule, ...]] = ()

    def __init__(self, **values):
        try:
            super().__init__(**_plain(type(self), values))
        except ValidationError as error:
            raise RecordError(_problems(type(self), error)) from None

    @model_validator(mode="after")
    def _obey_rules(self):
        _check_rules(type(self), self)
        return self

    @classmethod
    def parameters(cls) -> dict[str, Parameter]:
        """Every parameter by name, in the order of declaration."""
        if "_parameters" not in cls.__dict__:
            declared = {name: from_field(name, field) for name, field in cls.model_fields.items()}
            type.__setattr__(cls, "_parameters", {name: p for name, p in declared.items() if p is not None})
        return cls._parameters

    @classmethod
    def choices(cls) -> dict[str, Choice]:
        """Every field that is no number but one of several words, by name."""
        return {
            name: Choice(name, field.title or name.replace("_", " "), field.annotation.__args__)
            for name, field in cls.model_fields.items()
            if name not in cls.parameters()
        }

    def replace(self, **changes):
        """The same record with some parameters changed; the result is validated like any other."""
        return type(self)(**{**self.model_dump(), **changes})

    def changes(self) -> dict[str, Any]:
        """The parameters that differ from their defaults: what a link or a scenario file needs to carry."""
        return {
            name: value for name, value in self.model_dump().items() if value != type(self).model_fields[name].default
        }

    @classmethod
    def batch(cls, **values):
        """Many records at once: the same names, arrays as values, refused by the same rules.

        Arrays broadcast against each other; parameters that are not named keep their default. Whatever formula takes
        the record takes the batch, and returns an array.

        >>> from peerkit.models.specialisation import Specialisation, optimal_team
        >>> optimal_team(Specialisation.batch(coordination_cost=[0.1, 0.01])).size
        array([  25., 2500.])
        """
        unknown = next((name for name in values if name not in cls.model_fields), None)
        if unknown is not None:
            raise RecordError({unknown: _unknown(cls, unknown)})
        parameters = cls.parameters()
        arrays = {}
        for name, value in values.items():
            # A field that is not a parameter (the name of a law, say) has no range and stays as it is.
            arrays[name] = np.asarray(value, dtype=float) if name in parameters else value
            if name in parameters and not parameters[name].holds(arrays[name]):
                offender = _first_offender(parameters[name], value)
                raise RecordError({name: _wrong(parameters[name], offender)})
        defaults = {name: field.default for name, field in cls.model_fields.items()}
        whole = SimpleNamespace(**{**defaults, **arrays})
        _check_rules(cls, whole)
        return whole


def _check_rules(cls, values):
    for rule in cls.rules:
        if not np.all(rule.holds(values)):
            raise ValueError(rule.sentence.format_map(vars(values)))


def _first_offender(parameter, values):
    return next(v for v in np.ravel(values) if not parameter.holds(v))


def _wrong(parameter, value):
    """The sentence about a value that a parameter may not have."""
    if _beyond(value):
        return f"{parameter.name} is too large to compute with"
    shown = f"{value}" if isinstance(value, np.generic) else short(f"{value!r}", 60)
    return f"{parameter.name} {parameter.rule}, got {shown}"


def _beyond(value):
    """True for a number that no float can hold."""
    try:
        return isinstance(value, int | float | np.number) and math.isinf(value)
    except OverflowError:
        return True


def _unknown(cls, name):
    close = difflib.get_close_matches(name, cls.model_fields, n=1)
    hint = f"; did you mean {close[0]}?" if close else f"; it has {', '.join(cls.model_fields)}"
    return f"{cls.__name__} has no parameter {name!r}{hint}"


def _plain(cls, values):
    """Numbers of numpy, and whole numbers written as 12.0, as Python's own; all else as it is."""
    parameters = cls.parameters()
    plain = {name: value.item() if isinstance(value, np.generic) else value for name, value in values.items()}
    return {
        name: int(value)
        if name in parameters and parameters[name].integer and isinstance(value, float) and value.is_integer()
        else value
        for name, value in plain.items()
    }


def _problems(cls, error):
    """All that is wrong with a record, by parameter, in their words instead of pydantic's."""
    sentences = {}
    for problem in error.errors():
        name = str(problem["loc"][0]) if problem["loc"] else ""
        known = cls.parameters().get(name)
        if problem["type"] == "extra_forbidden":
            sentences[name] = _unknown(cls, name)
        elif known is not None:
            sentences[name] = _wrong(known, problem["input"])
        else:
            sentences[name] = problem["msg"].removeprefix("Value error, ") + (f" ({name})" if name else "")
    return sentences
