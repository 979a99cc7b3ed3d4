"""Every figure of a case is a row with a source; every number in its prose is one of them, or follows from them."""

import json
import re
import shutil
from datetime import date
from pathlib import Path

import pytest

from peerkit import content
from peerkit.cases import COLUMNS, CaseError, claims, essay, load_case, names, period, questions, read_facts
from peerkit.dashboards.cases.causes import causes
from peerkit.dashboards.cases.comparison import comparison
from peerkit.records.files import FileError
from peerkit.widgets.facts import essay_claims, seven_answers
from peerkit.widgets.web import SERVED

ROW = "staff,staff,2005-03,11,people,published,A paper,https://example.org/a,\n"
HEAD = ",".join(COLUMNS) + "\n"

# A number that may stand in prose by itself: a year, or one of the words' own.
YEAR = re.compile(r"\b(19|20)\d\d(s|-\d\d)?\b")
LINK = re.compile(r"\[([^\]]*)\]\(#([a-z0-9_]+)\)")
SCALE = {"thousand": 1e3, "million": 1e6, "billion": 1e9}


@pytest.fixture(params=names())
def case(request):
    return load_case(request.param)


def prose(case):
    notebook = json.loads((content.root() / "case_studies" / case.name / "case.ipynb").read_text(encoding="utf-8"))
    return "\n\n".join("".join(c["source"]) for c in notebook["cells"] if c["cell_type"] == "markdown")


def test_every_linked_number_is_what_its_fact_or_formula_says(case):
    for text, name in LINK.findall(prose(case)):
        said = re.fullmatch(r"([\d,.]+)(?: (thousand|million|billion))?", text)
        assert said, f"{case.name}: the link text {text!r} is not a number"
        digits = said[1].replace(",", "")
        written = float(digits) * SCALE.get(said[2], 1)
        # Prose rounds: the number must be right to the last digit it shows.
        shown = digits.lstrip("0.").rstrip("0") if "." not in digits else digits.replace(".", "").lstrip("0")
        tolerance = 0.5 * 10 ** (len(str(int(abs(written)))) - len(shown)) if written >= 1 else 0.5 * 10 ** -len(shown)
        assert case.number(name) == pytest.approx(written, abs=tolerance * 1.0001), f"{case.name}: {text} -> {name}"


def test_no_number_in_the_prose_is_without_a_link(case):
    bare = YEAR.sub("", re.sub(r"\[[^\]]*\]\([^)]*\)", "", prose(case)))
    assert re.findall(r"\d+", bare) == []


def test_every_question_is_answered_once_and_asked_in_one_place(case):
    assert [question.number for question in questions()] == list(range(1, 8))
    assert [answer.question for answer in case.answers] == list(range(1, 8))
    asked = (content.root() / "case_studies" / case.name / "case.toml").read_text(encoding="utf-8")
    assert not re.search(r"^asked", asked, re.M)


def test_an_answer_of_november_2005_rests_on_nothing_later(case):
    if case.in_essay:
        assert case.as_of == date(2005, 11, 30)
    for answer in case.answers:
        assert all(case.fact(name).end <= case.as_of for name in answer.facts), answer.question
        years = [int(year) for year in re.findall(r"\b(?:19|20)\d\d\b", answer.answer)]
        assert not years or max(years) <= case.as_of.year, f"{case.name}: answer {answer.question} speaks of {years}"


LATER = re.compile(r"not known in November 2005|known later|today's knowledge", re.I)


def test_an_answer_of_november_2005_rests_on_no_count_that_was_made_later(case):
    # A row may be dated 2005 and still have been counted years afterwards; then its note says so.
    for answer in case.answers:
        assert [name for name in answer.facts if LATER.search(case.fact(name).note)] == [], answer.question


def test_a_count_that_was_made_later_is_seen():
    assert LATER.search(load_case("flickr").fact("uploads_2005_09_30").note)
    assert LATER.search(load_case("linux").fact("developers_v2_6_14").note)
    assert LATER.search(load_case("wikipedia").fact("revenue_fy2005").note)


# Who has looked in some places cannot say that a thing is nowhere.
ABSENT = re.compile(
    r"\bnobody (?:has |had )?(?:measured|counted|published)\b|\bno source (?:says|gives|counts|reports|tells)\b", re.I
)


def test_what_was_not_found_is_not_said_not_to_exist(case):
    told = case.profile
    texts = [prose(case), *(f"{answer.short} {answer.answer}" for answer in case.answers)]
    texts += [told.effort, told.alone_because, told.paid_by, told.share, told.outcome, case.question, case.contributors]
    assert [each for text in texts for each in ABSENT.findall(text)] == []


def told_across_cases():
    """The words of the pages that speak of several cases: their prose, and what their tables say."""
    for name in ("essay", "causes", "comparison"):
        notebook = json.loads((content.root() / "case_studies" / name / f"{name}.ipynb").read_text(encoding="utf-8"))
        yield name, "\n\n".join("".join(c["source"]) for c in notebook["cells"] if c["cell_type"] == "markdown")
    yield (
        "claims of the essay",
        "\n".join(f"{each.claim} {each.support} {each.against} {each.verdict}" for each in claims()),
    )
    yield "studies of causes", re.sub(r"<[^>]+>", " ", causes()._repr_html_())
    yield "table of cases", re.sub(r"<[^>]+>", " ", comparison()._repr_html_())


@pytest.mark.parametrize(("place", "text"), [*told_across_cases()], ids=lambda each: each if len(each) < 30 else "")
def test_what_was_not_found_is_not_said_not_to_exist_on_pages_across_cases(place, text):
    assert len(text) > 500 and ABSENT.findall(text) == [], place


def test_a_flat_denial_is_seen():
    assert ABSENT.findall("Nobody had measured either; how long it takes, no source says.") == [
        "Nobody had measured",
        "no source says",
    ]
    assert not ABSENT.search("No source that was found says how long it takes.")


def test_only_one_branch_of_the_second_and_third_question_applies(case):
    first, second, third = case.answers[:3]
    applies = {"Cheap": second, "Expensive": third}
    assert first.short in applies
    for answer in (second, third):
        assert (answer.short == "Does not apply") is (answer is not applies[first.short])


def test_the_essay_is_named_with_author_day_and_interest():
    told = essay()
    assert (told.author, told.title, told.date) == ("Umair Haque", "Peer Production", date(2005, 11, 8))
    assert "sold advice" in told.interest and "bubblegeneration.com" in told.url


def kept():
    """The quotations of the essay that somebody has read, each with the page on which it was read."""
    listed = json.loads((Path(__file__).parent / "data" / "essay_quotations.json").read_text(encoding="utf-8"))
    return {each["words"]: each["read_at"] for each in listed}


def one_sentence(quote):
    return len(quote.split()) <= 20 and not re.search(r"[.!?]\s", quote)


TITLES = {"Peer Production", "The Atomizing Hand", "The Nature of the Firm", "Coase's Penguin"}


def quotations(text):
    """The words in quotation marks, without titles."""
    return [quote for quote in re.findall(r"“([^”]*)”", text) if quote not in TITLES]


def texts_about_the_essay():
    """Every cell and paragraph that speaks of the essay, with its place."""
    root = content.root()
    for page in [root / content.INDEX, *(root / page.path for page in content.pages())]:
        for cell in json.loads(page.read_text(encoding="utf-8"))["cells"]:
            text = "".join(cell["source"])
            if cell["cell_type"] == "markdown" and ("essay" in text.lower() or page.stem == "essay"):
                yield page.stem, text
    for claim in claims():
        yield "claims", " ".join((claim.claim, claim.support, claim.against, claim.verdict))
    for case in map(load_case, names()):
        yield case.name, " ".join(answer.answer for answer in case.answers)


def test_a_kept_quotation_of_the_essay_is_at_most_a_sentence():
    assert kept()
    for words, page in kept().items():
        assert one_sentence(words), words
        assert page in (
            essay().url,
            "https://freshandnew.org/2006/03/economics-of-peer-production-audience-co-creation",
            "http://www.slideshare.net/papadavo/peer-production",
        )


def test_a_quotation_in_a_claim_is_in_the_kept_list_and_says_where_it_was_read():
    for claim in claims():
        assert kept().get(claim.quote) == claim.read_at, claim.quote


def test_every_quotation_where_the_essay_is_spoken_of_is_in_the_kept_list():
    told = [(place, quote) for place, text in texts_about_the_essay() for quote in quotations(text)]
    assert told
    assert [each for each in told if each[1] not in kept()] == []


@pytest.mark.parametrize(
    "invented",
    ["firms are always cheaper", "cheap coordination. Firms arose because information is costly", "word " * 21],
)
def test_a_quotation_that_nobody_read_or_that_is_too_long_is_seen(invented):
    (quote,) = quotations(f"The essay says “{invented}”.")
    assert quote not in kept() and (invented == "firms are always cheaper" or not one_sentence(quote))


def test_what_models_a_claim_is_a_page_and_the_claims_without_one_have_a_paragraph():
    there = {page.address for page in content.pages()}
    cells = json.loads((content.root() / "case_studies/essay/essay.ipynb").read_text(encoding="utf-8"))["cells"]
    page = "\n".join("".join(cell["source"]) for cell in cells)
    unmodelled = [claim for claim in claims() if not claim.page]
    assert {claim.page for claim in claims() if claim.page} <= there and len(unmodelled) == 2
    for topic in ("Effects that firms cannot realise", "Criteria", "An inflection point"):
        assert len(page.partition(f"**{topic}.**")[2].partition("\n")[0]) > 200, topic


def told_numbers(text):
    """The figures in a text, without years and the numbers of ordinary speech."""
    return [float(each.replace(",", "")) for each in re.findall(r"(?<![\w.])\d[\d,]*(?:\.\d+)?", YEAR.sub("", text))]


def known_numbers(cases):
    for case in cases:
        yield from (abs(row.value) for row in case.rows)
        yield from (abs(case.number(each.id)) for each in case.derived)


def follows(told, known):
    """True where a number is one of those known, as it rounds."""
    return any(
        f"{value:.{digits}g}" == f"{told:.{digits}g}"
        for value in known
        for digits in (len(f"{told:.12g}".replace(".", "").strip("0")),)
    )


def test_every_number_in_a_claim_of_the_essay_is_that_of_a_row():
    known = list(known_numbers(map(load_case, names())))
    for claim in claims():
        for text in (claim.support, claim.against, claim.verdict, claim.claim):
            assert [each for each in told_numbers(text) if not follows(each, known)] == [], text


def test_every_number_in_an_answer_or_a_profile_is_that_of_a_row(case):
    known = list(known_numbers([case]))
    told = case.profile
    texts = [f"{answer.short} {answer.answer}" for answer in case.answers]
    texts += [told.effort, told.alone_because, told.paid_by, told.share, told.outcome, case.question]
    for text in texts:
        assert [each for each in told_numbers(text) if not follows(each, known)] == [], text


def test_a_number_without_a_row_is_seen():
    known = list(known_numbers([load_case("linux")]))
    assert told_numbers("In 2005 it had 6.56 or 1,057 of 12") == [6.56, 1057, 12]
    assert follows(6.56, known) and follows(1057, known) and not follows(6.1, known)


def test_facts_are_a_typed_table(case):
    table = case.facts
    assert table["value"].dtype.kind == "f"
    assert table["start"].dtype.kind == "M" and (table["start"] <= table["end"]).all()
    assert len(table) == len(case.rows)


def test_no_series_is_plotted_with_another_definition():
    assert {row.unit for row in load_case("flickr").series("members")} == {"users"}


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (ROW.replace("A paper", ""), "line 2: column source_title: must not be empty"),
        (ROW.replace("https://example.org/a", ""), "line 2: column source_url: must be an address"),
        (ROW.replace("https://example.org/a", "see paper"), "column source_url: must be an address"),
        (ROW.replace("2005-03", ""), "column date: must not be empty"),
        (ROW.replace("2005-03", "spring"), "column date: must be a date such as"),
        (ROW.replace("2005-03", "2005-13"), "column date: month must be"),
        (ROW.replace(",11,", ",eleven,"), "column value: must be a number, got 'eleven'"),
        (ROW.replace(",11,", ",nan,"), "column value: must be a finite number"),
        (ROW.replace("people", ""), "column unit: must not be empty"),
        (ROW.replace("published", "guess"), "column basis: must be one of"),
        (ROW + ROW, "line 3: column id: 'staff' stands in line 2 too"),
    ],
)
def test_a_fact_that_cannot_be_checked_is_refused_with_line_and_column(tmp_path, row, message):
    path = tmp_path / "facts.csv"
    path.write_text(HEAD + row, encoding="utf-8")
    with pytest.raises(FileError, match=re.escape(message)) as refusal:
        read_facts(path)
    assert str(path) in str(refusal.value)


def test_a_table_with_other_columns_is_refused(tmp_path):
    path = tmp_path / "facts.csv"
    path.write_text("id,value\n", encoding="utf-8")
    with pytest.raises(FileError, match="line 1: the columns must be id,metric"):
        read_facts(path)


def test_an_unknown_case_is_refused_with_the_known_ones():
    with pytest.raises(CaseError, match="there is no case 'flicker'; there are .*flickr"):
        load_case("flicker")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("members_2005_03 / staff_2005_03", "members_1905 / staff_2005_03", "has no fact 'members_1905'"),
        ("members_2005_03 / staff_2005_03", "__import__('os')", "only"),
        ("members_2005_03 / staff_2005_03", "members_2005_03 / 0", "division by zero"),
        ('facts = ["tagged_share_2005_11"]', 'facts = ["star"]', "answer 3 rests on 'star'"),
        ('facts = ["tagged_share_2005_11"]', 'facts = ["members_2006_02"]', "as late as 2006-02-28"),
        ("licence =", "license =", "line 7, column 1: license is not known here; did you mean licence"),
        ("licence =", "# licence =", "line 1, column 1: licence is missing"),
        ("question = 2", 'question = "two"', r"answers\.2\.question must be a whole number, got 'two'"),
        ('alone = "yes"', 'alone = "perhaps"', r"column 1: profile\.alone must be one of 'no', 'little'"),
        ('paid_by = "', 'paid_too = ["a"]\npaid_by = "', "profile.paid_too is not known here"),
        ('metrics = { uploads = "uploads"', 'metrics = { up = "uploads"', "cover: there is no fact of the metric 'up'"),
        ("high = 1e12", "high = 1e9", "the axis from 1 to 1e.09 leaves out"),
        (
            'turns = ["uploads_2004_12_31"',
            'turns = ["staff_2005_03"',
            "turn 'staff_2005_03' is not a fact of its metrics",
        ),
        ("as_of = 2005-11-30", 'as_of = "spring"', "as_of must be a date|as_of Input should be a valid date"),
        ('title = "', "title = ", "case.toml"),
    ],
)
def test_a_damaged_case_is_refused_by_name(tmp_path, old, new, message):
    shutil.copytree(content.root() / "case_studies" / "flickr", tmp_path / "flickr")
    path = tmp_path / "flickr" / "case.toml"
    path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    with pytest.raises(CaseError, match=message):
        load_case("flickr", tmp_path)


def test_a_month_and_a_year_mean_all_their_days():
    assert period("2004-02") == (date(2004, 2, 1), date(2004, 2, 29))
    assert period("2004-12") == (date(2004, 12, 1), date(2004, 12, 31))
    assert period("2004") == (date(2004, 1, 1), date(2004, 12, 31))


def test_links_between_cases_lead_to_notebooks_in_jupyterlab_and_to_addresses_on_a_server(monkeypatch):
    def linked():
        shown = [essay_claims(), comparison(), seven_answers(load_case("flickr"))]
        hrefs = re.findall(r"href='([^'#]+)", " ".join(each._repr_html_() for each in shown))
        return {each for each in hrefs if not each.startswith("http")}

    monkeypatch.delenv(SERVED, raising=False)
    assert len(linked()) > 10
    for each in linked():
        assert (content.root() / "case_studies" / "essay" / each).is_file(), each
    monkeypatch.setenv(SERVED, "/assets")
    addresses = {page.address for page in content.pages()}
    assert {each[3:] if each.startswith("../") else f"cases/{each}" for each in linked()} <= addresses
