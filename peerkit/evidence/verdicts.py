"""The report in three sentences: what a log shows, what it cannot show, and what to collect next."""

from peerkit.evidence.said import counted
from peerkit.figures.words import percent

SMALL = 200
"""Contributors below which a tail is too thin to tell laws apart."""


def verdicts(result):
    """Three sentences on the result of an analysis (`peerkit.evidence.analysis.Analysis.as_dict`, without its verdicts)."""
    measures = result["measures"]
    return [_shows(measures, result["scaling_verdict"]), _cannot(measures, result), _next(measures, result)]


def _shows(measures, scaling):
    people, work = measures["contributors"]["estimate"], measures["contributions"]["estimate"]
    words = [f"{counted(people, 'people')} made {counted(work, 'contributions')}"]
    half, once = measures["contributor_absence_factor"]["estimate"], measures["one_timer_share"]["estimate"]
    if half is not None:
        words.append(f"{counted(half, 'people')} made half of the work")
    if once is not None:
        words.append(f"{percent(once)} came once")
    stayed = measures["survival_90_days"]["estimate"]
    if stayed is not None:
        words.append(f"{percent(stayed)} still contributed 90 days after their first time")
    told = "; ".join(words)
    return f"The log shows: {told}. On output and size: {scaling}."


def _cannot(measures, result):
    words = ["why people came, stayed or left", "those who only read", "what a contribution is worth"]
    if measures["bass_ceiling"]["estimate"] is None:
        words.append("how large the community can get")
    if measures["power_law_alpha"]["estimate"] is None or (measures["contributors"]["estimate"] or 0) < SMALL:
        words.append("which law the tail follows")
    return (
        f"The log cannot show: {'; '.join(words)}. An exponent of output against size is an association, not a cause."
    )


def _next(measures, result):
    wanted = []
    if result["log"].get("days", 0) < 730:
        wanted.append("two years or more, so that seasons can be told from growth")
    if measures["amount_total"]["estimate"] is None:
        wanted.append("how much each contribution is (lines, bytes, minutes)")
    if measures["reuse_links"]["estimate"] is None:
        wanted.append("which earlier item each contribution builds on")
    wanted.append("how many people read without contributing")
    return f"Collect next: {'; '.join(wanted)}."
