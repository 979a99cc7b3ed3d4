"""Last.fm: its model says what the inequality formulas say of the facts, and its counts are kept apart."""

import pytest

from peerkit.cases import load_case
from peerkit.dashboards.cases.lastfm import dashboard, question
from peerkit.figures.lastfm import plays_and_tags
from peerkit.models.inequality import Participation, concentration


@pytest.fixture(scope="module")
def case():
    return load_case("lastfm")


@pytest.mark.parametrize(("preset", "measure"), [("Plays", "plays"), ("Tags", "tags")])
def test_a_preset_has_the_gini_that_was_measured(case, preset, measure):
    values = next(each.values for each in question().presets if each.name == preset)
    # The exponent is shown with three decimals, so the Gini comes back to three.
    assert concentration(Participation(**values)).gini == pytest.approx(
        case.number(f"gini_{measure}_2011_05"), abs=1e-3
    )


def test_the_preset_of_the_top_fifth_gives_the_top_fifth(case):
    values = next(each.values for each in question().presets if each.name == "Plays, by the top fifth")
    share = 100 * concentration(Participation(**values)).top_share
    assert share == pytest.approx(case.number("top20_share_of_plays_2011_05"), abs=0.05)


def test_the_figure_shows_the_measured_shares_and_two_standard_errors(case):
    drawn = {trace.name: trace for trace in plays_and_tags(Participation(), case).data}
    for name in ("plays", "tags"):
        trace = drawn[f"{name}, measured"]
        assert [100 * y for y in trace.y] == pytest.approx(
            [case.number(f"top{top}_share_of_{name}_2011_05") for top in (1, 10, 20)]
        )
        assert 50 * trace.error_y.array[2] == pytest.approx(case.number(f"top20_share_of_{name}_error_2011_05"))


def test_presets_tries_and_corners_draw_the_same_traces_and_say_something():
    explorer = dashboard()
    shape = [(trace.type, trace.mode) for trace in explorer.view.figure.data]
    situations = [each["values"] for each in explorer.panel.presets + explorer.panel.tries]
    situations += [{"exponent": a, "top_fraction": top} for a in (1.5, 3.5) for top in (0.001, 0.2)]
    for values in situations:
        assert explorer.change(values) == {}, values
        assert [(trace.type, trace.mode) for trace in explorer.view.figure.data] == shape, values
        assert "nan" not in explorer.panel.summary.lower() and "Measured at Last.fm" in explorer.panel.summary


def test_every_answer_names_numbers_of_the_facts(case):
    hundredth, once, _ = question().tries
    assert "measured are 9%" in hundredth.answer and case.number("top1_share_of_plays_2011_05") == 9.0
    assert "2.2%" in once.answer and case.number("one_tag_people_2011_05") == 2.2


def test_counts_of_different_things_are_different_series(case):
    for metric in ("active_users", "members", "users_month", "unique_visitors", "us_visitors", "scrobbles", "revenue"):
        assert len({fact.unit for fact in case.series(metric)}) == 1, metric


def test_the_two_totals_contradict_the_number_per_second(case):
    assert case.number("scrobbles_per_day_2010_to_2011") < case.number("scrobbles_per_day_high_2010_07")
    assert case.number("scrobbles_per_day_at_peak") > 2 * case.number("scrobbles_per_day_2010_to_2011")


def test_what_is_computed_from_the_rows_says_by_what_and_of_whom(case):
    computed = [fact for fact in case.rows if fact.basis == "computed"]
    assert computed and all("1,892 people" in fact.note and "grouplens.org" in fact.source_url for fact in computed)
