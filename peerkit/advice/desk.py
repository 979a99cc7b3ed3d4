"""The advisory desk: one widget for the hour with a client. The kernel judges, the browser keeps the engagement.

Nothing of a client is kept by the kernel or stands in an address: the browser sends the whole engagement with each question,
and gets sentences.
"""

import base64
import binascii
import json
import tempfile
from datetime import date
from pathlib import Path

import anywidget
import traitlets

from peerkit import __version__
from peerkit.advice import forecasts, logo, logs_read
from peerkit.advice.canvas import FIELDS, filled
from peerkit.advice.desk_scenarios import models, side_by_side, tornado
from peerkit.advice.desk_words import told
from peerkit.advice.diagnosis import diagnose, profile_of
from peerkit.advice.engagement import FORMAT, LARGEST, LONGEST, UNTOUCHED, EngagementError, as_text, load, parse
from peerkit.advice.instrument import item, items
from peerkit.advice.keeping import refusal
from peerkit.advice.merging import beside, merged
from peerkit.advice.reports import FORMATS, ReportError, write_report
from peerkit.advice.rules import COMMUNITY, CRITERIA, HOW, VERDICTS, rules
from peerkit.content import root
from peerkit.figures.theme import css_tokens
from peerkit.figures.words import percent
from peerkit.models.catalogue import known, outcomes
from peerkit.records.reading import allowed, plain, typed
from peerkit.widgets.guarded import guarded
from peerkit.widgets.moved import OnlyMoved
from peerkit.widgets.web import module, style, text

SORRY = "That did not work, and nothing is lost: the engagement is kept in this browser. Try again"
EXAMPLE = "notebooks/guides/example.peerkit.json"
ENDS = ("best", "low", "high")
NUMBERS = (
    "granularity.overhead",
    "granularity.budget",
    "flywheel.population",
    "flywheel.outside_option",
    "flywheel.payoff",
    "flywheel.intrinsic_benefit",
    "flywheel.take_rate",
)
"""The numbers that are asked of every client."""
MORE = (
    "coverage.skills",
    "coverage.skill_chance",
    "selection.candidates",
    "selection.pool",
    "superposition.initial_cost",
    "capture.supply_elasticity",
    "capture.take_rate",
    "modes.governance_cost",
    "modes.pair_cost",
    "modes.commons_cost",
    "modes.merge_cost",
)
"""Further numbers that the levers and the reports can use."""


def parameter_of(name):
    """The parameter that ``topic.name`` means, None if there is none.

    >>> parameter_of("granularity.overhead").unit
    'minutes per piece'
    >>> parameter_of("granularity.nothing")
    """
    topic, _, own = name.partition(".")
    return outcomes(topic).record.parameters().get(own) if known(topic) else None


def read_number(name, texts):
    """A client's number from typed texts by end (best, low, high): what a file would hold, and the problems by end.

    >>> read_number("flywheel.take_rate", {"best": "30 %", "low": "", "high": "0,5"})
    ({'best': 0.3, 'high': 0.5}, {})
    >>> read_number("flywheel.take_rate", {"best": "", "low": "10 %"})[1]["best"]["text"]
    'Give the best guess, too.'
    """
    parameter = parameter_of(name)
    if parameter is None:
        return None, {"best": _problem(f"{name} is no parameter of a model.")}
    values, problems = {}, {}
    for end in ENDS:
        words = texts.get(end)
        if isinstance(words, str) and words.strip():
            value, problem = _read(words, parameter)
            values |= {end: value} if problem is None else {}
            problems |= {end: problem} if problem is not None else {}
    if problems:
        return None, problems
    if values and "best" not in values:
        return None, {"best": _problem("Give the best guess, too.")}
    if [values[end] for end in ("low", "best", "high") if end in values] != sorted(values.values()):
        return None, {"best": _problem("The lowest, the best and the highest value must rise in this order.")}
    return values or None, {}


def _read(words, parameter):
    """The value of a typed text, or the problem with it."""
    reading = typed(words, parameter)
    if reading.value is None:
        choices = [[choice.words, plain(choice.value, parameter.percent)] for choice in reading.choices]
        return None, _problem(reading.question or reading.refusal, choices)
    if not parameter.holds(reading.value) or (parameter.integer and not float(reading.value).is_integer()):
        return None, _problem(f"{plain(reading.value, parameter.percent)} must be {allowed(parameter)}.")
    return reading.value, None


def _problem(words, choices=()):
    return {"text": words, "choices": list(choices)}


def shown(begins=""):
    """All that the browser knows of the instrument, the same for every client; the desk `begins` with the screen of that name."""
    return {
        "begins": begins,
        "logo": logo.LARGEST_FILE,
        "items": [
            {**item.model_dump(include={"key", "criterion", "short", "asked", "seen", "measured", "trap"})}
            | {"anchors": list(item.anchors), "choices": list(item.choices), "essay": item.essay.asked}
            for item in items()
        ],
        "criteria": list(CRITERIA),
        "community": COMMUNITY,
        "how": list(HOW[::-1]),
        "verdicts": list(VERDICTS),
        "numbers": [_shown_number(name) for name in NUMBERS],
        "more": [_shown_number(name) for name in MORE],
        "models": models(),
        "formats": list(FORMATS),
        "canvas": [field._asdict() for field in FIELDS],
        "format": FORMAT,
        "largest": LARGEST,
        "longest": LONGEST,
        "untouched": UNTOUCHED,
        "rules": rules().version,
        "seed": rules().draws.seed,
        "made_with": f"peerkit {__version__}",
    }


def _shown_number(name):
    parameter = parameter_of(name)
    return {
        "name": name,
        "label": parameter.label,
        "meaning": parameter.meaning,
        "unit": "%" if parameter.percent else parameter.unit,
        "percent": parameter.percent,
        "default": plain(parameter.default, parameter.percent),
    }


def judged(content):
    """The diagnosis of the engagement in a message, in sentences, and the canvas that its answers fill; its scenarios if asked for."""
    engagement = parse(_text(content))
    answer = {"told": told(engagement, diagnose(engagement)), "canvas": filled(engagement)}
    day = date.today()
    states = [forecasts.status(each, day) for each in engagement.forecasts]
    answer["forecasts"] = {"states": states, "all": forecasts.in_all(engagement.forecasts, day)}
    if content.get("scenarios") is True:
        answer["scenarios"] = {"beside": side_by_side(engagement), "tornado": tornado(engagement)}
    return answer


def profiled(content):
    """The profile of the engagement in a message: the answer to a key, for which no draws are needed."""
    return {"profile": profile_of(parse(_text(content)))}


def opened(content):
    """The engagement in the text of a file, as its table; raises `EngagementError` with what is wrong.

    With `example` it is the fictional one of the guide. The summary of a log comes back as that, for the engagement on the desk.
    """
    if content.get("example") is not True and logs_read.is_summary(_json(_text(content))):
        return {
            "summary": json.loads(logs_read.read(_text(content)).model_dump_json(by_alias=True, exclude_defaults=True))
        }
    engagement = load(root() / EXAMPLE) if content.get("example") is True else parse(_text(content))
    return {"table": json.loads(as_text(engagement))}


def _json(text):
    """The table in a text of JSON; None where it holds none or is too large to look."""
    try:
        return json.loads(text) if len(text) <= LARGEST else None
    except (ValueError, RecursionError):
        return None


def reported(content):
    """The report of the engagement in a message, as bytes; raises `ReportError` with what is missing on this machine."""
    to = content.get("to")
    if to not in FORMATS:
        raise ReportError(f"There is no such report; there are {', '.join(FORMATS)}.")
    engagement = parse(_text(content))
    try:
        with tempfile.TemporaryDirectory(prefix="peerkit-") as folder:
            file = Path(folder) / f"report.{to}"
            write_report(engagement, to, file)
            return {"to": to, "bytes": file.read_bytes()}
    except OSError as error:
        raise ReportError(refusal(f"report.{to}", error)) from None


def previewed(content):
    """The memo of the engagement in a message as HTML without scripts: the one page that a reader sees first."""
    from peerkit.advice.findings import report
    from peerkit.advice.memo import memo

    return {"html": memo(report(parse(_text(content))))}


def pictured(content):
    """The logo that a picture in a message becomes, as a file holds it; raises `LogoError`."""
    try:
        picture = base64.b64decode(_text(content), validate=True)
    except (binascii.Error, ValueError):
        raise logo.LogoError(logo.NO_PICTURE) from None
    return {"logo": logo.as_words(logo.logo_of(picture))}


def side_by_side_of_two(content):
    """Two copies of an engagement side by side, and merged with the conflicts settled as `sides` says."""
    ours, written = parse(_text(content)), content.get("theirs")
    theirs = parse(written if isinstance(written, str) else "")
    sides = content.get("sides") if isinstance(content.get("sides"), dict) else {}
    chosen = {path: side for path, side in sides.items() if side in ("ours", "theirs")}
    made = merged(ours, theirs, sides=chosen)
    return {
        "same": ours.id == theirs.id,
        "client": theirs.client.name,
        "answers": [
            [f"{each.question} {item(each.question).short}", _side(each.question, each.ours, each.ours_how)]
            + [_side(each.question, each.theirs, each.theirs_how), each.words]
            for each in beside(ours, theirs)
        ],
        "conflicts": [[".".join(each.path), each.words] for each in merged(ours, theirs).conflicts],
        "shares": [[name, share, percent(share)] for name, share in made.shares().items()],
        "table": json.loads(as_text(made.engagement)),
    }


def _side(question, value, how):
    """An answer with its anchor and how it is known."""
    if value is None:
        return "not known"
    asked = item(question)
    anchor = asked.anchors[asked.choices.index(value) if asked.choices else value]
    return f"{value}: {anchor} ({how})"


def numbered(content):
    """A client's number from the texts that were typed."""
    name, texts = content.get("name"), content.get("texts")
    if not isinstance(name, str) or not isinstance(texts, dict):
        raise EngagementError("The desk sent no number.")
    value, problems = read_number(name, texts)
    return {"name": name, "number": value, "problems": problems}


def _text(content):
    written = content.get("text")
    return written if isinstance(written, str) else ""


ANSWERS = {
    "profile": profiled,
    "judge": judged,
    "open": opened,
    "number": numbered,
    "report": reported,
    "preview": previewed,
    "logo": pictured,
    "compare": side_by_side_of_two,
}
REFUSALS = (EngagementError, ReportError, logo.LogoError)
"""The answers to messages of the browser, by kind."""


class Desk(OnlyMoved, anywidget.AnyWidget):
    """The desk as the browser shows it (`shown`); answers to what it asks are worked out here."""

    _esm = module("desk.js", text("desk.js"))
    _css = style(css_tokens() + text("desk.css"))

    shown = traitlets.Dict().tag(sync=True)

    def __init__(self, begins=""):
        super().__init__(shown=shown(begins))
        self.add_class("pk-asked")
        self.on_msg(self._heard)

    def _heard(self, _, content, buffers):
        kind, sequence = content.get("kind"), content.get("sequence")
        answer = ANSWERS.get(kind)
        if answer is None:
            return
        # The browser asks one thing of a kind at a time, and shows the answer to the last question only.
        back = {"kind": kind, "sequence": sequence}
        with guarded(lambda sentence: self.send({**back, "refused": sentence}), sorry=SORRY):
            try:
                told_back = answer(content)
            except REFUSALS as error:
                told_back = {"refused": str(error)}
            # A report travels beside its message, as it is.
            report = [told_back.pop("bytes")] if "bytes" in told_back else None
            self.send({**back, **told_back}, report)

    def __repr__(self):
        return "Desk()"


def desk(begins=""):
    """The advisory desk, empty until the browser has an engagement for it.

    `begins` is the name of the screen that is shown first, such as "Canvas" or "Report". The canvas and the report are
    screens, because both change with every answer; each has a page of its own too, so that a client who is back in a week
    finds them from the portal in one click.
    """
    return Desk(begins)
