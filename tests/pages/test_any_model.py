"""From a page to compare and sensitivity and back: the scenario comes along."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.pages.conftest import wait_until_drawn


def asked(shown):
    return {name: values[0] for name, values in parse_qs(urlsplit(shown.url).query).items()}


def follow(shown, name):
    shown.get_by_role("link", name=name).click()
    shown.wait_for_url(re.compile(r"/(compare|sensitivity)\?"))
    wait_until_drawn(shown)


@pytest.mark.parametrize(
    ("name", "prefix", "said"),
    [
        ("Compare with…", "a.", "Both scenarios are the same"),
        ("Sensitivity", "", "26 people with Cost of the commons 10"),
    ],
)
def test_a_moved_scenario_comes_along(reader, name, prefix, said):
    shown = reader.open("modes?v=1&commons_cost=10.0")
    follow(shown, name)
    assert asked(shown)["model"] == "modes" and float(asked(shown)[f"{prefix}commons_cost"]) == 10
    assert said in shown.locator(".pk-says").first.inner_text()


def test_the_start_of_a_case_comes_along_though_nothing_was_moved(reader):
    shown = reader.open("cases/delicious")
    follow(shown, "Sensitivity")
    assert asked(shown)["model"] == "coverage" and int(asked(shown)["skills"]) == 30


def test_sensitivity_answers_a_target_and_another_model_and_leads_back(reader):
    shown = reader.open("sensitivity?model=modes&commons_cost=10")
    field = shown.locator(".pk-control", has_text="Target to reach").locator("input[type=text]")
    field.fill("20")
    field.press("Enter")
    shown.locator(".pk-figure .pk-says", has_text="20 people is reached").wait_for()
    shown.wait_for_url("**target=20.0*")
    shown.locator("select").first.select_option("flywheel")
    shown.locator(".pk-figure .pk-says", has_text="size from which it grows by itself").first.wait_for()
    shown.wait_for_url("**model=flywheel*")
    shown.locator("select").first.select_option("modes")
    shown.locator(".pk-figure .pk-says", has_text="peers stay cheaper").first.wait_for()
    shown.get_by_role("link", name="Change the scenario").click()
    shown.wait_for_url("**/modes*")


def test_compare_says_the_difference_and_the_link_keeps_both(reader):
    shown = reader.open("compare?model=modes")
    second = shown.locator(".pk-explorer").nth(1)
    field = second.locator(".pk-control", has_text="Cost of the commons").locator("input[type=text]")
    field.fill("10")
    field.press("Enter")
    says = shown.locator(".pk-pair > .pk-panel .pk-says").first
    says.filter(has_text="60 in A, 10 in B").wait_for()
    words = says.inner_text()
    shown.reload()
    wait_until_drawn(shown)
    assert says.inner_text() == words


def test_a_link_to_one_fact_leads_to_its_row(reader):
    shown = reader.open("cases/flickr#staff_2005_03")
    shown.locator("tr:target").wait_for()
    assert shown.locator("tr:target").get_attribute("id") == "staff_2005_03"
