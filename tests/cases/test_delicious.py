"""The page of del.icio.us where no link checks its words: owners, series kept apart, and the answers of its model."""

import pytest

from peerkit.cases import load_case
from peerkit.dashboards.cases.delicious import USEFUL_TAGS, dashboard
from peerkit.figures.words import people
from peerkit.models.coverage import Coverage, completion_probability, members_for


@pytest.fixture(scope="module")
def case():
    return load_case("delicious")


def page(case, tags=USEFUL_TAGS, per_saving=None):
    return Coverage(skills=tags, skill_chance=(per_saving or case.number("tags_per_saving_2005")) / tags)


def test_registered_active_and_paying_users_are_three_metrics(case):
    assert {row.unit for row in case.series("users")} <= {"users", "registered users"}
    assert {row.unit for row in case.series("active_users")} == {"users/month"}
    assert {row.unit for row in case.series("pinboard_users")} == {"active users"}


def test_pinboard_earned_in_each_of_its_years(case):
    years = [row.date for row in case.series("pinboard_revenue")]
    assert years == [str(year) for year in range(2010, 2021)]
    best = max(case.series("pinboard_revenue"), key=lambda row: row.value)
    assert best.id == "pinboard_revenue_2017"


def test_two_counts_of_the_year_after_2006_do_not_fit_together(case):
    assert case.number("new_pages_2006_to_2007") > case.number("new_posts_2006_to_2008")


def test_the_share_found_on_the_average_page_is_the_coverage_model_s(case):
    savings = case.number("savings_per_page_2006")
    one_tag = page(case).replace(skills=1)
    assert case.number("found_on_average_page") == pytest.approx(100 * completion_probability(one_tag, savings))


@pytest.mark.parametrize(("tags", "per_saving", "answer"), [(USEFUL_TAGS, None, "102"), (USEFUL_TAGS, 1, "237")])
def test_the_answers_to_the_tries_are_what_the_model_says(case, tags, per_saving, answer):
    assert people(members_for(page(case, tags, per_saving), 0.99)) == answer
    assert sum(each["answer"].startswith(f"{answer}") for each in dashboard().panel.tries) == 1


def test_the_average_page_is_at_the_foot_of_the_curve_in_every_preset(case):
    savings = case.number("savings_per_page_2006")
    for preset in dashboard().panel.presets:
        assert completion_probability(Coverage(**preset["values"]), savings) < 0.001, preset["name"]


def test_presets_and_tries_are_possible():
    explorer = dashboard()
    for preset in explorer.panel.presets:
        assert explorer.change(preset["values"]) == {}, preset["name"]
    for each in explorer.panel.tries:
        assert explorer.change({**explorer.panel.defaults, **each["values"]}) == {}, each["text"]
