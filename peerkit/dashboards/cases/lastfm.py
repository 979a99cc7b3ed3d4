"""Last.fm's plays and tags beside the power law that one exponent would mean."""

from dataclasses import replace
from functools import partial

from peerkit.cases import load_case
from peerkit.dashboards.explorer import Explorer, Preset, Try
from peerkit.dashboards.inequality import QUESTION
from peerkit.figures.lastfm import plays_and_tags, summary
from peerkit.figures.words import number, percent
from peerkit.models.inequality import (
    Participation,
    concentration,
    exponent_from_gini,
    exponent_from_top_share,
    one_timers,
)
from peerkit.widgets.predictions import Options

TOP = 0.2
SHARES = ("about the measured share", "more than measured", "less than measured")
IMPLIED = "The {} is computed from the rows of HetRec 2011; the exponent is what it would imply."


def dashboard():
    """The power law and Last.fm's measured points on the left; the exponent and who counts as the top on the right."""
    return Explorer(question())


def question():
    """The question of participation inequality, asked with the numbers of Last.fm."""
    case = load_case("lastfm")
    presets = _presets(case)
    return replace(
        QUESTION,
        start=presets[0].values,
        figure=partial(plays_and_tags, case=case),
        summary=partial(summary, case=case),
        presets=presets,
        notice=(
            "Squares are tags, diamonds are plays, each with two standard errors. The same people produced both. Where a few people "
            "make very much, two standard errors hold the truth less often than the usual 19 times in 20.",
            "A curve that passes a measured point at the top fifth is far too high at the top hundredth. Neither plays nor "
            "tags follow a power law. The exponent here only names a degree of inequality.",
            "Plays are cut to about fifty artists a person and bounded by the hours of a day. Both pull the diamonds down.",
        ),
        tries=_tries(case),
        height=440,
    )


def _implied(case, measure):
    return round(float(exponent_from_gini(case.number(f"gini_{measure}_2011_05"))), 3)


def _presets(case):
    top_fifth = case.number("top20_share_of_plays_2011_05") / 100
    by_top = round(float(exponent_from_top_share(TOP, top_fifth)), 3)
    return (
        Preset("Plays", {"exponent": _implied(case, "plays"), "top_fraction": TOP}, IMPLIED.format("Gini")),
        Preset(
            "Plays, by the top fifth", {"exponent": by_top, "top_fraction": TOP}, IMPLIED.format("share of the top")
        ),
        Preset("Tags", {"exponent": _implied(case, "tags"), "top_fraction": TOP}, IMPLIED.format("Gini")),
        Preset(
            "If plays were noted by hand",
            {"exponent": _implied(case, "tags_on_listed"), "top_fraction": TOP},
            "A scenario: plays as unequal as tags are when tags are cut to as many artists. Nobody has measured it.",
        ),
        Preset(
            "If one tag a day were the limit",
            {"exponent": _implied(case, "tagging_days"), "top_fraction": TOP},
            "A scenario: each person's days of tagging, counted in the rows. People might tag on more days under "
            "such a limit.",
        ),
    )


def _tries(case):
    plays, tags, by_hand = (_implied(case, name) for name in ("plays", "tags", "tags_on_listed"))

    def law(exponent, top=TOP):
        return percent(concentration(Participation(exponent=exponent, top_fraction=top)).top_share)

    def measured(name, top):
        return f"{number(case.number(f'top{top}_share_of_{name}_2011_05'))}%"

    def against(participation):
        ratio = 100 * concentration(participation).top_share / case.number("top1_share_of_plays_2011_05")
        return SHARES[0 if 0.8 < ratio < 1.25 else 1 if ratio > 1 else 2]

    once = percent(one_timers(Participation(exponent=tags)).people_share)
    return (
        Try(
            f"Set the exponent to {plays}, which gives the plays their Gini, and look at the top 1%. Does the law give them "
            "the measured share?",
            {"exponent": plays, "top_fraction": 0.01},
            f"More: the law says {law(plays, 0.01)}, measured are {measured('plays', 1)}. At the top fifth it is close, "
            f"{law(plays)} against {measured('plays', 20)}. A day has only so many hours, and the rows are cut.",
            predict=Options(SHARES, against),
        ),
        Try(
            f"Set the exponent to {tags}, which gives the tags their Gini. How many people should then have tagged only once?",
            {"exponent": tags, "top_fraction": TOP},
            f"{once} of them. In the rows it is {number(case.number('one_tag_people_2011_05'))}%. The law fails among the "
            "small contributors as well as among the large ones.",
        ),
        Try(
            f"Set the exponent to {by_hand}: plays as unequal as tags that are cut the same way. What happens to the share "
            "of the top fifth?",
            {"exponent": by_hand, "top_fraction": TOP},
            f"It rises from {law(plays)} to {law(by_hand)}. Tags that are not cut would make it {law(tags)}: a part of what "
            "looks like effort comes from the way the rows were cut.",
        ),
    )
