"""Slides: each makes a claim, plays a figure and says what speaks against it; answers stand in the notes only."""

import re
import sys
import zipfile

import pytest

from peerkit.cli import main
from peerkit.course import exercises
from peerkit.course.notebooks import lessons, name
from peerkit.course.slides import deck, opening, reveal
from peerkit.course.slides.lesson import AGAINST, _packed, lesson_deck, outline
from peerkit.course.slides.slide import play
from peerkit.figures.specialisation import summary, team_size
from peerkit.figures.words import headcount, number, percent, times
from peerkit.models.capture import Capture, profit_take_rate
from peerkit.models.coverage import Coverage, critical_mass, unequal_completion_probability
from peerkit.models.flywheel import Flywheel
from peerkit.models.inequality import Participation
from peerkit.models.specialisation import Specialisation, optimal_team


@pytest.fixture(scope="module")
def talk():
    """The opening presentation."""
    return opening.deck()


FIRST = next(page for page in lessons() if name(page) == "why_firms_exist")


@pytest.fixture(scope="module")
def first():
    """The deck of the first lesson."""
    return lesson_deck(FIRST)


def visible(page):
    """The part of a page that is seen: without its notes and its data."""
    return re.sub(r"<aside.*?</aside>|<script.*?</script>", "", page.decode(), flags=re.DOTALL)


def test_the_opening_has_fourteen_slides_that_can_be_played(talk):
    assert len(talk.slides) == 14
    for slide in talk.slides:
        assert len(slide.play.frames) > 4 and slide.note and slide.against, slide.claim
        assert len({frame.setting for frame in slide.play.frames}) == len(slide.play.frames), slide.claim
        assert len({frame.words for frame in slide.play.frames}) > 1, slide.claim
        assert slide.claim.endswith(".") and len(slide.claim) <= 70


def test_each_figure_moves_when_it_is_played(talk):
    for slide in talk.slides:
        drawn = [frame.figure.to_json() for frame in slide.play.frames]
        # The last step may only say what the one before has shown.
        assert all(one != other for one, other in zip(drawn[:-2], drawn[1:-1], strict=True)), slide.claim
        names = [[trace.type for trace in frame.figure.data] for frame in slide.play.frames]
        assert all(each == names[0] for each in names), slide.claim


def test_what_a_slide_says_fits_on_it(talk):
    for slide in talk.slides:
        assert len(slide.against) <= 165, slide.against
        assert max(len(frame.words) for frame in slide.play.frames) <= 165, slide.claim


def test_the_numbers_of_the_talk_are_those_of_the_models(talk):
    notes = {function.__name__: slide.note for function, slide in zip(opening.SLIDES, talk.slides, strict=True)}
    assert headcount(optimal_team(Specialisation()).size) in notes["talk_limits"]
    weak = Specialisation(specialisation_elasticity=0.1, coordination_elasticity=0.6)
    cheap = weak.replace(coordination_cost=0.01)
    assert f"{times(optimal_team(cheap).output / optimal_team(weak).output)}. Both" in notes["cheap_talk"]
    mass = critical_mass(Coverage())
    assert f"{headcount(mass.members)} each newcomer" in notes["able_at_a_size"]
    assert percent(profit_take_rate(Capture()).take_rate, 3) in notes["best_take"]
    unequal = unequal_completion_probability(Coverage(supply_inequality=1.0), 200)
    assert f"chance of {percent(unequal)} instead of 81%" in talk.slides[5].against


def test_the_evidence_against_is_that_of_the_models(talk):
    """Numbers and names in a counter-evidence are read in the record of its model."""
    for place, record, told in (
        (2, Specialisation, ("Topcoder", "won less often")),
        (9, Capture, ("Shutterstock", "2020", "Zazzle", "2025")),
        (10, Participation, ("90-9-1", "6,000 wikis", "99.3%")),
        (11, Flywheel, ("Shutterstock", "Zazzle")),
    ):
        for words in told:
            assert words in talk.slides[place].against
            assert words in " ".join(record.about.evidence_against)


def test_a_figure_is_played_over_round_values_and_begins_with_the_scenario():
    shown = play(Specialisation(), team_size, summary, "specialisation_elasticity")
    settings = [frame.setting for frame in shown.frames]
    assert settings[shown.first] == "0.5" and settings == sorted(settings, key=float)
    assert all(len(setting) <= 4 for setting in settings)


def test_values_that_a_record_refuses_are_left_out():
    shown = play(Specialisation(), team_size, summary, "coordination_cost", (0.1, -1.0, 0.05))
    assert [frame.setting for frame in shown.frames] == ["0.1", "0.05"]


def test_a_lesson_becomes_a_deck_with_its_question_votes_figures_and_exercises(first):
    claims = [slide.claim for slide in first.slides]
    asked = exercises.of_lesson("why_firms_exist")
    assert first.title == claims[0] == FIRST.title and claims[1] == "You will be able to"
    votes = [slide for slide in first.slides if asked["team"].question in slide.text]
    assert len(votes) == 1 and all(option in votes[0].text for option in asked["team"].options())
    played = first.slides[first.slides.index(votes[0]) + 1]
    assert played.play.label == "Coordination cost" and asked["team"].worked() in played.note
    assert sum(claim.startswith("Exercise ") for claim in claims) == len(asked) - 2
    assert not [claim for claim in claims if claim.startswith("Sources")]


def test_each_slide_of_a_lesson_but_its_first_says_what_speaks_against_it(first):
    silent = [slide.claim for slide in first.slides[1:] if not slide.against]
    assert silent and all(AGAINST.search(claim) for claim in silent)


def test_the_words_for_instructors_are_notes(first):
    told = [words for section in outline(FIRST) for words in section.notes]
    assert told and all(any(words in slide.note for slide in first.slides) for words in told)


def test_no_answer_is_seen_before_it_is_told(first):
    page = deck.pages([first])["why_firms_exist.html"]
    assert "Answer." in page.decode()
    for each in exercises.of_lesson("why_firms_exist").values():
        assert not each.worked() or each.worked() not in visible(page)
    for section in outline(FIRST):
        for words in section.notes:
            assert words.split(". ")[-1] not in visible(page)


def test_words_are_divided_among_slides_and_none_is_lost():
    rows = [f"| {letter} | {'word ' * 30}| 1 |" for letter in "abcdefgh"]
    blocks = ["Short.", "\n".join(["| s | words | n |", "|---|---|---|", *rows]), "- one\n- two"]
    parts = _packed(blocks)
    assert len(parts) > 2 and all(sum(row in part for row in rows) <= 5 for part in parts)
    assert [row for part in parts for row in part.split("\n") if row in rows] == rows
    assert all("|---|---|---|" in part for part in parts if "word" in part)


def test_a_cell_that_cannot_be_run_is_named(tmp_path):
    from tests.course.test_editions import lesson, markdown

    cell = {"cell_type": "code", "id": "c9", "metadata": {}, "source": "1 / 0", "outputs": [], "execution_count": None}
    lesson(tmp_path, [markdown("# Why?"), cell])
    with pytest.raises(ValueError, match=r"01_why.ipynb, cell 2 cannot be run \(ZeroDivisionError"):
        lesson_deck(lessons(tmp_path)[0], tmp_path)


def test_without_reveal_a_sentence_says_what_to_do(tmp_path, monkeypatch, capsys):
    with pytest.raises(ValueError, match=rf"`make reveal` fetches it with npm. .*reveal.js-{reveal.RELEASE}.tgz"):
        reveal.files(tmp_path / "reveal.zip")
    monkeypatch.setattr(reveal.files, "__defaults__", (tmp_path / "reveal.zip",))
    assert main(["course", "slides", "-o", str(tmp_path / "new")]) == 1
    assert "slides need reveal.js, which is not here" in capsys.readouterr().err
    assert not (tmp_path / "new").exists()


def test_another_package_than_the_one_tried_is_refused(tmp_path):
    package = tmp_path / "reveal.js-9.tgz"
    package.write_bytes(b"other")
    with pytest.raises(ValueError, match=f"reveal.js-9.tgz is not npm's package reveal.js {reveal.RELEASE}"):
        reveal.keep(package, tmp_path / "reveal.zip")
    assert not (tmp_path / "reveal.zip").exists()


def test_an_unknown_lesson_is_refused_with_those_there_are(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(reveal.files, "__defaults__", (stand_in(tmp_path / "reveal.zip"),))
    assert main(["course", "slides", "why_firms_exits", "-o", str(tmp_path / "new")]) == 1
    names = ", ".join(["opening", *(name(page) for page in lessons() if name(page) in exercises.lessons())])
    assert capsys.readouterr().err == f"peerkit: there are no slides 'why_firms_exits'; there are {names}\n"


@pytest.mark.parametrize("asked", ["why_firms_exist", "1", "01_why_firms_exist"])
def test_a_lesson_is_named_by_its_name_its_number_or_its_file(asked):
    assert [each.name for each in deck.chosen(asked)] == ["why_firms_exist"]


def test_a_folder_that_holds_something_keeps_it(tmp_path, capsys):
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    assert main(["course", "slides", "opening", "-o", str(tmp_path)]) == 1
    assert "is not empty, and nothing in it was changed" in capsys.readouterr().err


def stand_in(path):
    """Files with the names of those of reveal.js."""
    with zipfile.ZipFile(path, "w") as archive:
        for file in reveal.FILES:
            archive.writestr(file, "")
    return path


def test_pages_name_files_of_their_folder_only(talk, tmp_path, monkeypatch):
    monkeypatch.setattr(reveal.files, "__defaults__", (stand_in(tmp_path / "reveal.zip"),))
    scripts = deck._scripts()
    for page in deck.pages([talk]).values():
        named = re.findall(r'(?:src|href|content)="(files/[^"]+)"', page.decode())
        assert named and set(named) <= set(scripts)
        assert not re.findall(r'(?:src|href)="(?:https?:)?//', page.decode())
    assert number(len(talk.slides)) in deck.pages([talk])["index.html"].decode()


def test_a_missing_library_is_named_with_what_installs_it(tmp_path, monkeypatch, capsys):
    monkeypatch.setitem(sys.modules, "jinja2", None)
    monkeypatch.delitem(sys.modules, "peerkit.course.slides.deck")
    assert main(["course", "slides", "-o", str(tmp_path / "new")]) == 1
    assert capsys.readouterr().err == (
        "peerkit: the course needs jinja2, which is not installed here: pip install 'peerkit[serve]'\n"
    )
