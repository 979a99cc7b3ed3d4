"""The number of savings after which a page has all the tags that help to find it: coverage with the case's numbers."""

from dataclasses import replace

from peerkit.cases import load_case
from peerkit.dashboards.coverage import QUESTION
from peerkit.dashboards.explorer import Explorer, Preset, Try
from peerkit.figures.words import percent
from peerkit.models.coverage import members_for
from peerkit.widgets.predictions import Options

# How many tags help to find a page is not known.
USEFUL_TAGS = 30
FEWER_TAGS = 10
ONE_TAG = round(1 / USEFUL_TAGS, 4)
SAVINGS = ("fewer than 50", "50 to 200", "more than 200")


def _savings(coverage):
    """The option that holds the savings after which all tags are there with 99 percent."""
    people = members_for(coverage, 0.99)
    return SAVINGS[int(people >= 50) + int(people > 200)]


def dashboard():
    """The chance that a page has every useful tag against the people who saved it, with the tags they left as presets."""
    case = load_case("delicious")
    tags, later = case.number("tags_per_saving_2005"), case.number("tags_per_saving_2011")
    # Rounded, so that a reader sees and can type the whole number.
    chance = float(f"{tags / USEFUL_TAGS:.3g}")
    thirty = "that thirty tags are useful is a scenario"
    question = replace(
        QUESTION,
        start={"skills": USEFUL_TAGS, "skill_chance": chance},
        presets=(
            Preset(
                "Thirty useful tags",
                {"skills": USEFUL_TAGS, "skill_chance": chance},
                f"{tags:.1f} tags for each saving are measured on a day of August 2005; {thirty}, chosen to fit the study",
            ),
            Preset(
                "Tags as in 2011",
                {"skills": USEFUL_TAGS, "skill_chance": round(later / USEFUL_TAGS, 3)},
                f"{later:.1f} tags for each saving are those of the dataset of 2011; {thirty}",
            ),
            Preset(
                "One tag each",
                {"skills": USEFUL_TAGS, "skill_chance": ONE_TAG},
                f"one tag was the most frequent number on that day of 2005; {thirty}",
            ),
            Preset(
                "Ten useful tags",
                {"skills": FEWER_TAGS, "skill_chance": round(tags / FEWER_TAGS, 3)},
                f"{tags:.1f} tags for each saving, as in 2005; that ten are useful is a scenario",
            ),
        ),
        notice=(
            "Read a member as one person who saved the page, a skill as one tag that helps others find it.",
            f"By August 2006 the average page had been saved {case.number('savings_per_page_2006'):.1f} times. In every "
            "preset that lies at the lower left of the curve.",
            "All tags are equally likely here. In truth a few are used by most, so the last ones come much later.",
        ),
        tries=(
            Try(
                f"Thirty useful tags (skills {USEFUL_TAGS}), {tags:.1f} of them on each saving (chance "
                f"{percent(chance, 3)}). How many people must save the page until all are there with 99 percent?",
                {"skills": USEFUL_TAGS, "skill_chance": chance},
                "102, close to the hundred after which the study of 2005 saw the mix settle. Thirty was chosen so that "
                "it fits: the fit is no test.",
                predict=Options(SAVINGS, _savings),
            ),
            Try(
                f"Let each person leave a single tag (chance {percent(ONE_TAG, 3)}), the most frequent number. How many people now?",
                {"skills": USEFUL_TAGS, "skill_chance": ONE_TAG},
                "237. Those who save lose nothing by it, because one's own word finds one's own page. Others lose.",
            ),
            Try(
                f"Only one tag matters: your own (skills 1, chance {percent(chance, 3)} that somebody else leaves it). Where is the "
                "critical mass?",
                {"skills": 1, "skill_chance": chance},
                "Nowhere. Somebody who saves for personal use waits for nobody, so such a service can start without a crowd.",
            ),
        ),
    )
    return Explorer(question)
