"""A case played again: nothing of the future reaches the browser before it is revealed."""

import json

import pytest

from peerkit.cases import load_case, names
from peerkit.widgets.replay import replay

PLAYED = [name for name in names() if load_case(name).replay is not None]


@pytest.fixture
def flickr():
    return replay(load_case("flickr"))


def sent(played):
    """Everything that the browser has."""
    state = played.panel.get_state()
    return {key: value for key, value in state.items() if not key.startswith("_")}


def test_it_starts_with_the_first_fact_alone(flickr):
    (first,) = flickr.panel.known
    assert first["value"] == flickr.facts[0].value and first["source"] == flickr.facts[0].source_title


@pytest.mark.parametrize("name", PLAYED)
def test_each_step_hands_out_one_number_more_in_the_order_of_their_dates(name):
    played = replay(load_case(name))
    assert [fact.start for fact in played.facts] == sorted(fact.start for fact in played.facts)
    for position in range(len(played.facts)):
        played.panel.position = position
        assert [fact["value"] for fact in played.panel.known] == [fact.value for fact in played.facts[: position + 1]]


@pytest.mark.parametrize("name", PLAYED)
def test_what_was_sent_holds_no_number_no_source_and_no_event_of_the_future(name):
    played = replay(load_case(name))
    for position in (0, len(played.facts) // 2):
        played.panel.position = position
        words = json.dumps(sent(played))
        known = {fact.source_title for fact in played.facts[: position + 1]}
        for fact in played.facts[position + 1 :]:
            assert fact.source_title in known or fact.source_title not in words
        assert len(played.panel.known) == position + 1
        assert not any({"value", "said", "source"} & set(fact) for fact in played.panel.plan)
        day = played.facts[position].start
        later = [event.words for event in played.told.events if event.date[:7] > day.isoformat()[:7]]
        assert not any(event in words for event in later)


@pytest.mark.parametrize("name", PLAYED)
def test_the_ends_of_the_axis_do_not_tell_the_answer(name):
    played = replay(load_case(name))
    highest = max(fact.value for fact in played.facts)
    assert played.told.high >= 2.5 * highest
    assert played.panel.axis == replay(load_case(name)).panel.axis
    before = played.panel.axis
    played.panel.position = len(played.facts) - 1
    assert played.panel.axis == before


@pytest.mark.parametrize("name", PLAYED)
def test_turning_points_are_at_most_five_and_none_is_known_before_it_is_guessed(name):
    played = replay(load_case(name))
    turns = played.panel.turns
    assert 0 < len(turns) <= 5 and turns == sorted(set(turns)) and turns[0] > 0
    for turn in turns:
        played.panel.position = turn - 1
        fact = played.facts[turn]
        same = [each for each in played.facts[:turn] if each.metric == fact.metric and each.date == fact.date]
        assert not same, f"{fact.id} is told by {[each.id for each in same]}"


@pytest.mark.parametrize("name", PLAYED)
def test_a_curve_is_drawn_through_more_than_one_hidden_figure(name):
    played = replay(load_case(name))
    if played.panel.curve >= 0:
        assert sum(fact["series"] == played.panel.curve for fact in played.panel.plan[1:]) >= 2


def test_numbers_are_said_in_words(flickr):
    flickr.panel.position = len(flickr.facts) - 1
    assert "5 billion" in [fact["said"] for fact in flickr.panel.known]
    assert [1e9, "1 billion"] in flickr.panel.axis["ticks"]


def test_what_the_reader_guesses_has_no_place_on_the_server(flickr):
    assert set(sent(flickr)) >= {"position", "known"}
    assert not any("guess" in name or "score" in name for name in sent(flickr))


def test_a_typed_guess_is_read_as_all_typed_numbers_are_and_kept_by_nobody(flickr):
    answers = []
    flickr.panel.send = answers.append
    before = sent(flickr)
    for text in ("1.2 million", "12,000", "many"):
        flickr.panel._asked(flickr.panel, {"kind": "read", "text": text, "sequence": 7}, [])
    number, asked, refused = answers
    assert number["value"] == 1.2e6 and number["sequence"] == 7
    assert asked["value"] is None and [words for _, words in asked["choices"]] == ["12 thousand", "12"]
    assert "is not a number" in refused["question"] and refused["choices"] == []
    assert sent(flickr) == before


TYPED = {
    "12 000": 12_000,
    "12.000,5": 12_000.5,
    "12k": 12_000,
    "1.5 million": 1.5e6,
    "1e4": 1e4,
    "12,000": "12,000 can mean 12 thousand or 12. Which one?",
    "nonsense": "“nonsense” is not a number. Type one such as 250k.",
    "30 %": "“30 %” is a share. Guess the number of photos, such as 250k.",
    "12,5 %": "“12,5 %” is a share. Guess the number of photos, such as 250k.",
    "0": "“0” is not possible. Guess a number above 0, such as 250k.",
    "-5": "“-5” is not possible. Guess a number above 0, such as 250k.",
}


@pytest.mark.parametrize("text", TYPED)
def test_a_guess_is_taken_asked_about_or_refused_and_never_guessed(flickr, text):
    answers, wanted = [], TYPED[text]
    flickr.panel.send = answers.append
    flickr.panel._asked(flickr.panel, {"kind": "read", "text": text, "place": flickr.panel.turns[0]}, [])
    value, said = (None, wanted) if isinstance(wanted, str) else (wanted, "")
    assert (answers[0]["value"], answers[0]["question"]) == (value, said)


def test_a_number_that_a_refusal_suggests_is_taken_at_once(flickr):
    zazzle, answers = replay(load_case("zazzle")), []
    for played, example, value in (
        (flickr, "250k", 250_000),
        (zazzle, "25 %", 25),
        (zazzle, "25", 25),
        (zazzle, "0", 0),
    ):
        played.panel.send = answers.append
        place = played.panel.turns[0]
        played.panel._asked(played.panel, {"kind": "read", "text": "many", "place": place}, [])
        played.panel._asked(played.panel, {"kind": "read", "text": example, "place": place}, [])
        refused, taken = answers[-2:]
        assert refused["question"].endswith(f"such as {'25 %' if played is zazzle else '250k'}.")
        assert taken["value"] == value


def test_a_browser_moves_the_position_and_nothing_else(flickr):
    flickr.panel.set_state({"position": 2, "axis": {}, "banner": "from outside"})
    assert len(flickr.panel.known) == 3 and flickr.panel.axis and flickr.panel.banner == ""


def test_a_position_beyond_the_end_shows_the_end(flickr):
    flickr.show(10_000)
    assert len(flickr.panel.known) == len(flickr.facts)


def test_every_fact_told_names_its_source(flickr):
    flickr.panel.position = len(flickr.facts) - 1
    for fact in flickr.panel.known:
        assert fact["source"] and fact["url"].startswith("http")


def test_a_case_without_figures_is_not_played():
    with pytest.raises(ValueError, match=r"case jeteye has no \[replay\]"):
        replay(load_case("jeteye"))


@pytest.mark.parametrize("name", names())
def test_every_case_hands_out_all_its_facts(name):
    case = load_case(name)
    assert len(json.loads(case.as_json())) == len(case.rows)
    assert case.as_csv().splitlines()[0].startswith("id,metric,date,value,unit")
