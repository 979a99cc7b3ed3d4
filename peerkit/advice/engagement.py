"""An engagement: a client's answers, numbers and scenarios, as one file that an adviser takes along.

Reading is strict: whatever cannot be trusted is refused with a sentence, and the file stays as it is. Results are never
read from a file; they are computed again.
"""

import json
import re
import secrets
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, ValidationError

from peerkit.advice.keeping import kept_whole
from peerkit.advice.logo import from_words
from peerkit.advice.rules import BRANCHES, LEVELS, QUESTIONS, UNKNOWN, rules
from peerkit.models.catalogue import known, outcomes
from peerkit.records.files import MISTAKES, Entry
from peerkit.records.reading import allowed, plain

FORMAT = 1
LARGEST = 2_000_000
"""The most bytes of a file."""
MOST = 10**15
"""The most of anything that is counted."""
LONGEST = 2_000
"""The most characters of a text."""
UNTOUCHED = "Nothing was opened; the file is untouched."


class EngagementError(ValueError):
    """A file that is no engagement, or one that cannot be trusted; the message says what to do."""


def _short(text):
    if len(text) > LONGEST:
        raise ValueError(f"must have at most {LONGEST:,} characters, and has {len(text):,}")
    return text


def _named(text):
    if not text.strip():
        raise ValueError("must not be empty")
    return text


def _day(text):
    try:
        sound = not text or date.fromisoformat(text).isoformat() == text
    except ValueError:
        sound = False
    if not sound:
        raise ValueError(f"is {_quoted(text)} but must be a day such as 2027-06-01")
    return text


def _chance(value):
    if not 0 <= value <= 1:
        raise ValueError(f"is {value:g} but must be a chance from 0 to 1")
    return value


def _counted(value):
    if not 0 <= value <= MOST:
        raise ValueError(f"is not a number from 0 to {MOST:,}")
    return value


def _logo(text):
    from_words(text)
    return text


Words = Annotated[str, AfterValidator(_short)]
Day = Annotated[str, AfterValidator(_day)]
Count = Annotated[int, AfterValidator(_counted)]
How = Literal["said", "seen", "measured"]


class Client(Entry):
    """The client. A fictional one is marked on everything that leaves the desk."""

    name: Annotated[Words, AfterValidator(_named)]
    sector: Words = ""
    fictional: bool = False
    currency: Words = "$"
    period: Words = "month"


class Answer(Entry):
    """An answer: its value (None where it is unknown), how it is known, and what stands behind it."""

    value: Any = None
    how: How = "said"
    note: Words = ""
    date: Words = ""
    by: Words = ""
    rev: int = 0


class ClientNumber(Entry):
    """A number of the client's for a parameter of a model: the best guess, the lowest and the highest possible."""

    best: float
    low: float | None = None
    high: float | None = None
    unit: Words = ""
    origin: Annotated[Words, Field(alias="from")] = ""
    date: Words = ""


class Scenario(Entry):
    """A scenario of the client's: the `changes` (parameter to value) from its parent."""

    name: Words
    model: Words
    parent: Words = ""
    changes: dict[str, float] = {}
    note: Words = ""


class Forecast(Entry):
    """A forecast: what will be so at a `date`, with what chance, and whether it came true (None while nobody knows)."""

    says: Words = ""
    date: Day = ""
    chance: Annotated[float, AfterValidator(_chance)] | None = None
    came: bool | None = None


class Study(Entry):
    """The one study that is made first: the question it answers, what is done, by whom and until when."""

    question: Words = ""
    what: Words = ""
    owner: Words = ""
    date: Day = ""


class Brand(Entry):
    """The client's colour (such as #1f5a7a) and logo (a PNG in base64), used in all reports."""

    colour: Words = ""
    logo: Annotated[str, AfterValidator(_logo)] = ""


class Estimate(Entry):
    """A figure from a log: its value and unit, the ends of its interval, and the span that it has without any interaction."""

    name: Words
    label: Words
    value: float
    unit: Words = "1"
    n: Count
    of: Words = ""
    low: float | None = None
    high: float | None = None
    window_days: int | None = None
    placebo_low: float | None = None
    placebo_high: float | None = None


class Evidence(Entry):
    """The summary of a log (`peerkit.evidence.summary`): what was read, when, with what, and its figures; no row of the log."""

    id: Words
    log: Words
    begin: Annotated[Day, Field(alias="from")]
    to: Day
    rows: Count
    contributors: Count
    date: Day
    engine: Words = ""
    seed: int | None = None
    made_with: Words = ""
    hash: Words = ""
    sentences: tuple[Words, ...] = ()
    estimates: tuple[Estimate, ...] = ()


class Engagement(Entry):
    """The whole file. `peerkit`, `schema`, `client.name` and `answers` are all that it needs."""

    peerkit: Literal["engagement"]
    form: Annotated[int, Field(alias="schema")]
    client: Client
    answers: dict[str, Answer]
    id: Words = ""
    revision: int = 0
    made_with: Words = ""
    rules: int | None = None
    seed: int | None = None
    decision: Words = ""
    aims: tuple[Words, ...] = ()
    guesses: dict[str, Any] = {}
    carried: bool = False
    numbers: dict[str, ClientNumber] = {}
    scenarios: tuple[Scenario, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    canvas: dict[str, Words] = {}
    study: Study = Study()
    forecasts: tuple[Forecast, ...] = ()
    brand: Brand = Brand()
    last: dict[str, Any] = {}

    def level(self, question):
        """The answer to a question as the rules have it: a level, the place of a branch, or `UNKNOWN`."""
        answer = self.answers.get(question)
        if answer is None or answer.value is None:
            return UNKNOWN
        return BRANCHES.index(answer.value) if question == "1" else answer.value

    def how(self, question):
        """The grounds of the answer to a question: said, seen or measured."""
        answer = self.answers.get(question)
        return answer.how if answer is not None else "said"


def new(name, *, fictional=False):
    """An engagement without answers.

    >>> new("A choir").client.name, len(new("A choir").id)
    ('A choir', 16)
    """
    return Engagement(
        peerkit="engagement",
        schema=FORMAT,
        client=Client(name=name, fictional=fictional),
        answers={},
        id=secrets.token_hex(8),
        rules=rules().version,
        seed=rules().draws.seed,
    )


def parse(text):
    """The engagement in the text of a file; raises `EngagementError`.

    >>> parse('{"peerkit": "engagement", "schema": 1, "client": {"name": "A choir"}, "answers": {}}').client.name
    'A choir'
    >>> parse('{"peerkit": "engagement"')
    Traceback (most recent call last):
    peerkit.advice.engagement.EngagementError: Line 1, column 25 is not valid JSON. Nothing was opened; the file is untouched.
    """
    size = len(text.encode("utf-8", "replace"))
    if size > LARGEST:
        raise _refused(f"The file has {size:,} bytes; an engagement has at most {LARGEST:,}.")
    try:
        table = json.loads(text, parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        raise _refused(f"Line {error.lineno}, column {error.colno} is not valid JSON.") from None
    except RecursionError:
        raise _refused("The file nests too deeply to be an engagement.") from None
    except ValueError as error:
        raise _refused(f"{error}") from None
    return _checked(migrated(table))


def migrated(table):
    """The table of an older format as one of today's; raises `EngagementError` for what is no engagement."""
    if not isinstance(table, dict):
        raise _refused("This is not an engagement: the file must hold one object in braces.")
    if "peerkit" not in table:
        raise _refused("This is not an engagement: the field peerkit is missing.")
    if table["peerkit"] != "engagement":
        raise _refused(f"This is not an engagement: the field peerkit says {_quoted(table['peerkit'])}.")
    form = table.get("schema")
    if not isinstance(form, int) or isinstance(form, bool) or form < 1:
        raise _refused("The field schema must be a whole number from 1 on.")
    if form > FORMAT:
        raise _refused(f"This file has format {form}; this peerkit reads up to {FORMAT}. Update peerkit.")
    return table


def _checked(table):
    try:
        # As JSON, because what pydantic reads strictly from Python is not what JSON can hold.
        engagement = Engagement.model_validate_json(json.dumps(table))
    except ValidationError as error:
        raise _refused(problems(error)) from None
    for question, answer in engagement.answers.items():
        _check_answer(question, answer)
    for name, number in engagement.numbers.items():
        _check_number(name, number)
    return engagement


def _check_answer(question, answer):
    if question not in QUESTIONS:
        raise _refused(f"answers.{question} is not a question; the questions are {', '.join(QUESTIONS)}.")
    if answer.value is None:
        return
    if question == "1":
        if not isinstance(answer.value, str) or answer.value not in BRANCHES:
            raise _refused(f"answers.1.value is {_quoted(answer.value)} but must be {', '.join(BRANCHES)} or null.")
    elif type(answer.value) is not int or not 0 <= answer.value < LEVELS:
        raise _refused(
            f"answers.{question}.value is {_quoted(answer.value)} but must be a whole number from 0 to {LEVELS - 1}."
        )


def _check_number(name, number):
    topic, _, parameter = name.partition(".")
    if not known(topic) or parameter not in outcomes(topic).record.parameters():
        raise _refused(f"numbers.{_quoted(name)} is no parameter of a model; write it as model.parameter.")
    parameter = outcomes(topic).record.parameters()[parameter]
    for end, value in (("low", number.low), ("best", number.best), ("high", number.high)):
        if value is not None and not parameter.holds(value):
            raise _refused(
                f"numbers.{name}.{end} is {plain(value, parameter.percent)} but must be {allowed(parameter)}."
            )
    ends = [value for value in (number.low, number.best, number.high) if value is not None]
    if ends != sorted(ends):
        raise _refused(f"numbers.{name}: the lowest, the best and the highest value must rise in this order.")


def problems(error):
    """The first mistakes that pydantic names, as sentences."""
    return " ".join(f"{_problem(each)}." for each in error.errors()[:3])


def _problem(problem):
    name = ".".join(map(str, problem["loc"])) or "the file"
    if problem["type"] == "extra_forbidden":
        return f"{name} is not known here"
    if problem["type"] == "literal_error":
        return f"{name} is {_quoted(problem['input'])} but must be {problem['ctx']['expected'].replace(' or ', ', ')}"
    if problem["type"] == "missing":
        return f"{name} is missing"
    said = MISTAKES.get(problem["type"], problem["msg"].removeprefix("Value error, ")[:200])
    return f"{name} {said}"


def _quoted(value):
    text = value if isinstance(value, str) else json.dumps(value)
    tidy = re.sub(r"[\x00-\x1f\x7f\u202a-\u202e\u2066-\u2069]", "", text)
    return tidy if len(tidy) <= 40 else tidy[:40] + "…"


def _no_constant(name):
    raise ValueError(f"{name} is not a number that a file may hold.")


def _refused(sentence):
    return EngagementError(f"{sentence} {UNTOUCHED}")


def load(path):
    """The engagement in a file; raises `EngagementError`."""
    path = Path(path)
    try:
        if path.stat().st_size > LARGEST:
            raise _refused(f"The file has {path.stat().st_size:,} bytes; an engagement has at most {LARGEST:,}.")
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise _refused("The file is not text in UTF-8.") from None
    except OSError as error:
        raise _refused(f"{path.name} cannot be read: {error.strerror}.") from None
    return parse(text)


def as_text(engagement):
    """The file of an engagement: the same engagement always gives the same text."""
    table = engagement.model_dump(by_alias=True, exclude_defaults=True, mode="json")
    return json.dumps(table, indent=1, ensure_ascii=False) + "\n"


def save(engagement, path):
    """Write an engagement: whole, or not at all. A file that was there is kept beside it as ``.old``."""
    with kept_whole(path, keep_old=True) as draft:
        draft.write_text(as_text(engagement), encoding="utf-8")
