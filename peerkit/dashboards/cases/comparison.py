"""All cases side by side, made from the profile that each case gives of itself."""

from html import escape

from peerkit.cases import STATUSES, load_case, names
from peerkit.figures.words import number, percent
from peerkit.widgets.facts import Html

COLUMNS = ("effort of one chunk", "useful alone", "who paid", "contributors' share", "in November 2005", "since then")
DIAGNOSIS = {5: "Fine chunks?", 6: "Network effects?", 7: "Aligned?"}
"""The three of the seven questions that a diagnosis in a few words is made of."""

# A table of seven columns is a list of cards where there is no room for columns.
STYLE = """<style>
.pk-wide.pk-compare.pk-compare{max-height:none}
.pk-wide.pk-compare.pk-compare td{max-width:none;min-width:12ch}
.pk-wide.pk-compare.pk-compare b{font-weight:600}
.pk-wide.pk-compare.pk-compare small{display:block;margin-top:6px}
@media(max-width:860px){
.pk-wide.pk-compare.pk-compare{overflow:visible}
.pk-wide.pk-compare.pk-compare thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
.pk-wide.pk-compare.pk-compare :is(table,tbody,tr,th,td){display:block;width:auto;max-width:none}
.pk-wide.pk-compare.pk-compare tbody tr{background:var(--pk-card)!important;border:1px solid var(--pk-line);border-radius:10px;padding:12px 16px;margin:0 0 16px}
.pk-wide.pk-compare.pk-compare tbody :is(th,td){border:0;padding:4px 0}
.pk-wide.pk-compare.pk-compare tbody th{font-size:17px}
.pk-wide.pk-compare.pk-compare td::before{content:attr(data-label);display:block;color:var(--pk-soft);font-size:13px}
}
</style>"""


def cases():
    """Every case of this installation: those that live first, then by name."""
    return sorted(map(load_case, names()), key=lambda case: (STATUSES.index(case.profile.status), case.name))


def comparison(found=None):
    """The table of all cases; every word is the case's own, and leads to its page."""
    found = cases() if found is None else found
    head = "".join(f"<th scope='col' role='columnheader'>{column}</th>" for column in ("case", *COLUMNS))
    table = (
        f"<table role='table'><thead role='rowgroup'><tr role='row'>{head}</tr></thead>"
        f"<tbody role='rowgroup'>{''.join(map(_row, found))}</tbody></table>"
    )
    region = (
        f"<div class='pk-wide pk-compare' tabindex='0' role='region' aria-label='The cases side by side'>{table}</div>"
    )
    return Html(STYLE + region, f"{len(found)} cases side by side: {', '.join(map(company, found))}")


def company(case):
    """What the case is called: its title up to the question.

    >>> company(load_case("flickr"))
    'Flickr'
    """
    return case.title.partition(":")[0]


def diagnosis(case):
    """The opening words of the answers that were possible in November 2005.

    >>> diagnosis(load_case("flickr"))
    [('Fine chunks?', 'Yes'), ('Network effects?', 'Likely'), ('Aligned?', 'Yes, at first')]
    """
    answers = {question.number: question.answer for question in case.questions}
    return [(asked, _opening(answers[number])) for number, asked in DIAGNOSIS.items()]


def _opening(answer):
    ends = [answer.index(stop) for stop in (". ", ": ") if stop in answer]
    return answer[: min(ends, default=len(answer))].rstrip(".")


def _row(case):
    told = case.profile
    said = "<br>".join(f"{asked} <b>{escape(words)}</b>" for asked, words in diagnosis(case))
    outcome = f"{_ended(told)}<small>{_facts(case)}</small>"
    cells = (*map(escape, (told.effort, told.alone, told.paid_by, told.share)), said, outcome)
    row = "".join(
        f"<td role='cell' data-label='{escape(label, quote=True)}'>{cell}</td>"
        for label, cell in zip(COLUMNS, cells, strict=True)
    )
    return f"<tr role='row'><th scope='row' role='rowheader'><a href='{case.name}'>{escape(company(case))}</a></th>{row}</tr>"


def _ended(told):
    """The status and what became of it; where the one begins with the other it is said once."""
    rest = escape(told.outcome.removeprefix(told.status))
    return f"<b>{escape(told.status)}</b>{'' if told.outcome.startswith(told.status) else '<br>'}{rest}"


def _facts(case):
    """The figures that a profile rests on, each a link to its row on the page of the case."""
    links = [f"<a href='{case.name}#{name}'>{escape(_said(case, name))}</a>" for name in case.profile.facts]
    return f"rests on {', '.join(links)}" if links else "no figure was found to rest it on"


def _said(case, name):
    derived = next((each for each in case.derivations if each.id == name), None)
    label, unit = (name, derived.unit) if derived else (case.fact(name).metric, case.fact(name).unit)
    return f"{label.replace('_', ' ')}: {number(case.number(name))} {unit}"


def chance_of_a_fit(number_of_cases, readings=1):
    """Chance that a trait without meaning separates the living from the dead without exception [probability].

    Each trait is a coin tossed for every case, and either side may stand for life; `readings` of them are tried, each
    tossed anew.

    >>> chance_of_a_fit(7), round(chance_of_a_fit(7, 20), 2)
    (0.015625, 0.27)
    """
    return 1 - (1 - 2.0 ** (1 - number_of_cases)) ** readings


def by_chance(found=None, readings=20):
    """How easily a table as small as this one finds a trait that fits, in words."""
    found = cases() if found is None else found
    alive = sum(case.profile.status == STATUSES[0] for case in found)
    words = (
        f"Toss a coin for each of these {len(found)} cases and call the result a trait. Once in "
        f"{number(1 / chance_of_a_fit(len(found)))} times it separates the {alive} that are alive from the "
        f"{len(found) - alive} that are not, without exception. Whoever tries {readings} such traits finds one that fits with "
        f"a chance of {percent(chance_of_a_fit(len(found), readings))}, although none of them means anything. The table "
        "above can be read in many ways."
    )
    return Html(f"<p class='pk-prose'>{words}</p>", words)
