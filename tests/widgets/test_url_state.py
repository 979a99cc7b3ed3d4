"""Links: what mail, chat and trackers do to them is undone; what cannot be read is said, and short."""

import pytest

from peerkit.models.modes import Modes
from peerkit.widgets.url_state import asked, decode, encode, opened, opened_query

BOTH = Modes(commons_cost=10.0, merge_cost=0.01)


@pytest.mark.parametrize(
    "query",
    [
        "v=1&commons_cost=10.0&merge_cost=0.01",
        "v=1&amp;commons_cost=10&amp;merge_cost=0.01",
        "v=1&amp;amp;commons_cost=10&amp;amp;merge_cost=0.01",
        "v=3D1&commons_cost=3D10&merge_cost=3D0.01",  # the quoted-printable text of a mail
        "v=1&commons_cost=10&merge_cost=0.01.",
        "v=1&commons_cost=10&merge_cost=0.01).",
        "v=1&commons_cost=10&merge_cost=0.01,",
        "v=1&commons_cost=10&merge_cost=0.01%22",
        "v=1&commons_cost=10&merge_cost=0,01",
        "v=1&commons_cost=10&merge_cost=0.01&fbclid=IwAR0&gclid=x&utm_source=mail&mc_cid=1&token=secret",
        "v=1&commons_cost=1e1&merge_cost=1e-2",
        "commons_cost=10&merge_cost=1%20%25",
    ],
)
def test_a_link_survives_what_is_done_to_it_on_its_way(query):
    assert decode(Modes, query) == (BOTH, [])


def test_a_link_asks_for_no_default():
    assert encode(Modes()) == ""
    assert decode(Modes, encode(BOTH)) == (BOTH, [])


def test_what_can_mean_two_numbers_is_a_question():
    link = opened(Modes, "v=1&commons_cost=12,000&merge_cost=0.01")
    assert link.record == Modes(merge_cost=0.01)
    assert [choice.value for choice in link.questions["commons_cost"].choices] == [12000, 12]
    assert len(link.problems) == 1 and "The default is used" in link.problems[0]


def test_a_point_that_a_program_wrote_is_never_a_thousands_separator():
    assert decode(Modes, "v=1&merge_elasticity=1.125") == (Modes(merge_elasticity=1.125), [])


@pytest.mark.parametrize(
    "query",
    [
        "v=1&commons_cost=" + "9" * 20_000,
        "v=" + "9" * 20_000,
        "v=1&" + "x" * 20_000 + "=1",
        "&".join(f"{'x' * 50}{i}=1" for i in range(500)),
        "commons_cost=",
        "commons_cost=nan",
    ],
)
def test_a_monstrous_link_is_refused_in_short_sentences(query):
    record, problems = decode(Modes, query)
    assert record == Modes()
    assert problems and sum(map(len, problems)) < 600


def test_many_faults_are_counted():
    _, problems = decode(Modes, "a=1&b=2&c=3&d=4&e=5")
    assert len(problems) == 4 and problems[-1] == "2 more parts of the link cannot be used."


def test_trackers_are_nobodys_parameter():
    assert asked("fbclid=1&mc_eid=2&_gl=3&utm_medium=4&token=5&x=6") == {"x": "6"}


def test_the_opened_query_is_the_servers(monkeypatch):
    monkeypatch.delenv("QUERY_STRING", raising=False)
    assert opened_query() == ""
    monkeypatch.setenv("QUERY_STRING", "v=1")
    assert opened_query() == "v=1"
