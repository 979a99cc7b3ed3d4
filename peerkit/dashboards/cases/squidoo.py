"""The lenses that Squidoo's tiers paid, and the part of the visits that these would draw."""

from dataclasses import replace
from functools import partial

from peerkit.cases import load_case
from peerkit.dashboards.explorer import Explorer, Preset, Try
from peerkit.dashboards.inequality import QUESTION
from peerkit.figures.squidoo import paid_lenses, summary
from peerkit.figures.words import percent
from peerkit.models.inequality import Participation, concentration, exponent_from_top_share
from peerkit.widgets.predictions import Options

SCENARIO = "The exponent is a scenario: no source says how visits were spread over lenses."
WIDER = 2.5
YEARS = ("in 2008", "in 2010")


def dashboard():
    """Visits against lenses with the tiers on the left; the exponent and the paid part of the lenses on the right."""
    return Explorer(question())


def question():
    """The question of participation inequality, asked of lenses and their visits."""
    case = load_case("squidoo")
    presets = _presets(case)
    return replace(
        QUESTION,
        start=presets[0].values,
        figure=partial(paid_lenses, case=case),
        summary=partial(summary, case=case),
        presets=presets,
        notice=(
            "Here a contributor is a lens and a contribution is a visit. The top is the part of the lenses that is paid.",
            "The diamonds are the ends of the three tiers. Between two of them a better rank changed nothing, if pay within "
            "a tier was equal; the sources name the ranks only.",
            "The split of the advertising revenue is not in this figure, because it changes nothing in it. Who is paid and for what is "
            "one question, how much is another.",
        ),
        tries=_tries(case),
        height=440,
    )


def _part(case, name):
    """A percentage of the case as a fraction of three digits, so that a reader can type it."""
    return float(f"{case.number(name) / 100:.3g}")


def _presets(case):
    now = _part(case, "tier_3_share_2010")
    even = round(float(exponent_from_top_share(now, 0.5)), 3)
    return (
        Preset("The tiers of 2010", {"top_fraction": now}, f"Lenses that a tier could reach. {SCENARIO}"),
        Preset("The tiers of 2008", {"top_fraction": _part(case, "tier_3_share_2008")}, SCENARIO),
        Preset("The first tier alone", {"top_fraction": _part(case, "tier_1_share_2010")}, SCENARIO),
        Preset(
            "If growth had stopped in 2008",
            {"top_fraction": _part(case, "paid_share_without_growth")},
            f"What if: the ranks paid in 2010 over the lenses of October 2008. {SCENARIO}",
        ),
        Preset("Visits spread wider", {"exponent": WIDER, "top_fraction": now}, SCENARIO),
        Preset(
            "Half of the visits unpaid",
            {"exponent": even, "top_fraction": now},
            "The exponent at which the paid lenses would draw half of the visits: a scenario.",
        ),
    )


def _tries(case):
    now, before, first = (_part(case, f"tier_{k}") for k in ("3_share_2010", "3_share_2008", "1_share_2010"))
    usual = Participation().exponent

    def drawn(top, exponent=usual):
        return concentration(Participation(exponent=exponent, top_fraction=top)).top_share

    def year(participation):
        later = participation.replace(top_fraction=now)
        return YEARS[int(concentration(participation).top_share < concentration(later).top_share)]

    return (
        Try(
            f"More ranks were paid in 2010 than in 2008. Set the paid share of the lenses to {percent(before, 3)}, that of 2008; "
            f"in 2010 it was {percent(now, 3)}. In which year did the paid lenses draw more of the visits?",
            {"top_fraction": before},
            f"In 2008: {percent(drawn(before))}, against {percent(drawn(now))} in 2010. The ranks that were paid grew, the "
            "lenses grew faster.",
            predict=Options(YEARS, year),
        ),
        Try(
            f"Spread the visits wider (exponent {WIDER}, paid share {percent(now, 3)}). How much of the visits do the unpaid lenses draw?",
            {"exponent": WIDER, "top_fraction": now},
            f"{percent(1 - drawn(now, WIDER))}, against {percent(1 - drawn(now))} with the usual exponent. Whether the rule "
            "paid for what was read depends on the exponent, for which no figure was found.",
        ),
        Try(
            f"Pay the first tier alone (paid share {percent(first, 2)}). Which part of the visits does it draw?",
            {"top_fraction": first},
            f"{percent(drawn(first))}, if the exponent is {usual}. A rule by rank then pays a few lenses for most of the "
            "visits. The other writers get nothing from it.",
        ),
    )
