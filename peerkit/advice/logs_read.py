"""Summaries of logs in an engagement: reading one from a file, adding it, and its lines in a report."""

import json

from pydantic import ValidationError

from peerkit.advice.engagement import LARGEST, EngagementError, Evidence, as_text, load, parse, problems, save
from peerkit.evidence.said import counted, interval, said
from peerkit.evidence.summary import FORMAT, KIND
from peerkit.figures.words import number


def is_summary(table):
    """True for the table of a file with the summary of a log."""
    return isinstance(table, dict) and table.get("peerkit") == KIND


def read(text):
    """The `Evidence` in the text of a file with a summary; raises `EngagementError`."""
    if len(text.encode("utf-8", "replace")) > LARGEST:
        raise EngagementError("The file is too large for the summary of a log. Nothing was added.")
    try:
        table = json.loads(text)
    except (ValueError, RecursionError):
        raise EngagementError("The file is not valid JSON. Nothing was added.") from None
    if not is_summary(table):
        raise EngagementError("This is no summary of a log. Nothing was added.")
    form = table.pop("schema", None)
    if form != FORMAT:
        raise EngagementError(f"This summary has another format than {FORMAT}. Update peerkit. Nothing was added.")
    del table["peerkit"]
    try:
        return Evidence.model_validate_json(json.dumps(table))
    except ValidationError as error:
        raise EngagementError(f"{problems(error)} Nothing was added.") from None


def with_summary(engagement, evidence):
    """The engagement with one more summary; the same one twice is there once."""
    others = tuple(each for each in engagement.evidence if each.id != evidence.id)
    return parse(as_text(engagement.model_copy(update={"evidence": (*others, evidence)})))


def attach(path, summary):
    """Add a summary (plain data of `peerkit.evidence.summary.summary`) to the engagement in a file, whole or not at all."""
    save(with_summary(load(path), Evidence.model_validate_json(json.dumps(summary))), path)


def rows(evidence):
    """Name and value of everything in a summary, for a table."""
    yield "Log", evidence.log
    yield "From", evidence.begin
    yield "To", evidence.to
    yield "Contributions", evidence.rows
    yield "Contributors", evidence.contributors
    yield "Read on", evidence.date
    for place, sentence in enumerate(evidence.sentences, 1):
        yield f"Sentence {place}", sentence
    for each in evidence.estimates:
        yield each.label, _estimate(each)
    yield "Computed with", f"{evidence.made_with}, {evidence.engine}, seed {evidence.seed}"
    yield "Mark of the result", evidence.hash


def _estimate(each):
    ends = None if each.low is None or each.high is None else (each.low, each.high)
    measure = {"unit": each.unit, "estimate": each.value, "interval": ends}
    words = [said(measure)(each.value)]
    if ends:
        words.append(f"95% interval {interval(measure)}")
    if each.window_days is not None:
        words.append(f"windows of {each.window_days} days")
    if each.placebo_low is not None and each.placebo_high is not None:
        words.append(f"without interaction {number(each.placebo_low)} to {number(each.placebo_high)}")
    return f"{'; '.join(words)}; from {counted(each.n, each.of)}"
