"""Studies that identified a cause of contributing, as a table: the event or the lot, the effect, and its reach."""

from html import escape
from typing import NamedTuple

from peerkit.records.about import anchor
from peerkit.widgets.facts import Html, row, styled

COLUMNS = ("study", "what decided", "effect", "how far it carries")


class Study(NamedTuple):
    """A study: its short name, its reference, what decided who was treated, the effect as read, and how far it carries."""

    name: str
    reference: str
    url: str
    decided: str
    effect: str
    reach: str


STUDIES = (
    Study(
        "Zhang and Zhu 2011",
        "Zhang and Zhu, Group Size and Incentives to Contribute, American Economic Review 101 (2011), 1601-1615",
        "https://doi.org/10.1257/aer.101.4.1601",
        "By an event: mainland China blocked the Chinese Wikipedia in October 2005; others could still write.",
        "Contributors who were not blocked gave 42.8 % less on average. An earlier summary says 46 %.",
        "The summary was read, not the paper. One edition, one block. The authors explain it by social effects: those who value them "
        "more gave up more. The theory of public goods had led one to expect the opposite.",
    ),
    Study(
        "Gallus 2017",
        "Gallus, Fostering Public Good Contributions with Symbolic Awards, Management Science 63(12) (2017)",
        "https://doi.org/10.1287/mnsc.2016.2540",
        "By lot: some newcomers of a Wikipedia got a symbolic award.",
        "Awards keep newcomers, over four quarters. The size was not read.",
        "An abstract was read, not the paper. A sign that costs nothing was given to some; if all get one, it may mean less.",
    ),
    Study(
        "Chen and others 2010",
        "Chen, Harper, Konstan and Li, Social Comparisons and Contributions to Online Communities, American Economic "
        "Review 100(4) (2010)",
        "https://doi.org/10.1257/aer.100.4.1358",
        "By lot: members of a film site were told how many ratings others give.",
        "Those below the middle rated 530 % more, those above it 62 % less.",
        "An abstract was read, not the paper. Ratings are tiny pieces of work. Telling people works in both directions.",
    ),
    Study(
        "del Rio-Chanona and others 2023",
        "del Rio-Chanona, Laurentsyeva and Wachs, arXiv 2307.07367 (2023); PNAS Nexus 3(9) (2024)",
        "https://arxiv.org/abs/2307.07367",
        "By an event: the release of ChatGPT, against sites where access to it was limited or where it was of less use.",
        "16 % fewer weekly posts at Stack Overflow; 25 % after six months as the press reports the published version.",
        "It needs sites that would have moved alike. Over four years before, a sister site did not.",
    ),
    Study(
        "Burtch and others 2023",
        "Burtch and others, Generative AI Degrades Online Communities, Communications of the ACM (a column)",
        "https://cacm.acm.org/opinion/generative-ai-degrades-online-communities",
        "By an event: the release of ChatGPT.",
        "12 % fewer daily visits to Stack Overflow by late March 2023; over 10 % fewer weekly questions on a topic.",
        "The column was read, not the study behind it. Only the 50 largest topics were counted for the questions.",
    ),
    Study(
        "Xu, Nian and Cabral 2018",
        "Xu, Nian and Cabral, What Makes Geeks Tick? (version of February 2018)",
        "",
        "By an event: a new job, before and after, by kind of activity.",
        "Activity that earns reputation falls by 23.7 %, activity that earns none by 7.4 %.",
        "A new job also takes time; the second number stands for that. A draft says 25 % and 8 %.",
    ),
    Study(
        "Anderson and others 2013",
        "Anderson, Huttenlocher, Kleinberg and Leskovec, Steering User Behavior with Badges, WWW 2013",
        "",
        "Nothing by lot: activity before and after a badge comes near.",
        "Badges steer what people do. The size was not read.",
        "Descriptive with a model; it belongs here as the nearest there is on badges.",
    ),
    Study(
        "Halfaker and others 2013",
        "Halfaker, Geiger, Morgan and Riedl, The Rise and Decline of an Open Collaboration System, American Behavioral "
        "Scientist 57(5) (2013), 664-688",
        "",
        "Nothing by lot: newcomers of Wikipedia over years.",
        "Rejection of newcomers goes with their leaving. The size was not read.",
        "Observational; the pattern was seen again on 769 wikis (TeBlunthuis and others, CHI 2018).",
    ),
)


def causes():
    """The table of studies."""
    head = "".join(f"<th scope='col'>{name}</th>" for name in COLUMNS)
    rows = "".join(_row(study) for study in STUDIES)
    table = (
        "<div class='pk-wide pk-rows pk-whole' tabindex='0' role='region' aria-label='Studies of causes'>"
        f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
    )
    return Html(styled(table), f"{len(STUDIES)} studies")


def _row(study):
    name = escape(study.reference)
    linked = f"<a href='{study.url}' rel='noreferrer'>{name}</a>" if study.url else name
    # A number and its percent sign stay on one line.
    words = (escape(each).replace(" %", "\u00a0%") for each in (study.decided, study.effect, study.reach))
    cells = (linked, *words)
    return row(anchor(study.name), COLUMNS, cells)
