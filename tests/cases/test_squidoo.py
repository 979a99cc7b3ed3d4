"""Squidoo: who could be paid follows from the facts, and the model says what the inequality formulas say."""

import pytest

from peerkit.cases import load_case
from peerkit.dashboards.cases.squidoo import dashboard, question
from peerkit.figures.squidoo import paid_lenses
from peerkit.models.inequality import Participation, concentration


@pytest.fixture(scope="module")
def case():
    return load_case("squidoo")


def values(preset):
    return next(each.values for each in question().presets if each.name == preset)


def test_at_most_one_lens_in_seventeen_could_earn_from_the_pool(case):
    assert case.number("tier_3_share_2010") == pytest.approx(100 * 85_000 / 1_500_000)
    assert case.number("tier_3_share_2010") < 100 / 17
    assert max(case.number(f"tier_3_share_{when}") for when in ("2008", "2010", "2010_few_lenses")) < 100 / 11


def test_the_split_adds_up_to_all_the_revenue(case):
    for when in ("2009_01", "2010_03"):
        assert sum(case.number(f"{who}_share_{when}") for who in ("charity", "company", "writers")) == 100


@pytest.mark.parametrize(
    ("preset", "name"),
    [
        ("The tiers of 2010", "tier_3_share_2010"),
        ("The tiers of 2008", "tier_3_share_2008"),
        ("The first tier alone", "tier_1_share_2010"),
        ("If growth had stopped in 2008", "paid_share_without_growth"),
    ],
)
def test_a_preset_pays_the_part_of_the_lenses_that_the_facts_give(case, preset, name):
    # Three digits are shown.
    assert 100 * values(preset)["top_fraction"] == pytest.approx(case.number(name), rel=5e-3)


def test_half_of_the_visits_are_unpaid_where_the_preset_says_so():
    # The exponent is shown with three decimals.
    assert concentration(Participation(**values("Half of the visits unpaid"))).top_share == pytest.approx(0.5, abs=1e-3)


def test_the_ends_of_the_tiers_lie_on_the_curve(case):
    p = Participation(exponent=2.5)
    tiers = next(trace for trace in paid_lenses(p, case).data if (trace.name or "").startswith("last lens"))
    for x, y in zip(tiers.x, tiers.y, strict=True):
        assert y == pytest.approx(concentration(p.replace(top_fraction=x)).top_share)


def test_presets_tries_and_corners_draw_the_same_traces_and_say_something():
    explorer = dashboard()
    shape = [(trace.type, trace.mode) for trace in explorer.view.figure.data]
    situations = [each["values"] for each in explorer.panel.presets + explorer.panel.tries]
    situations += [{"exponent": a, "top_fraction": top} for a in (1.5, 3.5) for top in (0.001, 0.2)]
    for each in situations:
        assert explorer.change(each) == {}, each
        assert [(trace.type, trace.mode) for trace in explorer.view.figure.data] == shape, each
        assert (
            "nan" not in explorer.panel.summary.lower()
            and "50% of the advertising revenue after costs" in explorer.panel.summary
        )


def test_the_split_of_the_revenue_moves_nothing_in_the_figure():
    assert set(question().controls) == {"exponent", "top_fraction"}


def test_people_and_visits_are_not_one_series(case):
    for metric in ("lenses", "visitors_claimed", "unique_visitors", "page_views"):
        assert len({fact.unit for fact in case.series(metric)}) == 1, metric
