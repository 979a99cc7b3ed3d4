"""Zazzle's page where no link checks its words: counts kept apart, and the answers of its model."""

import pytest

from peerkit.cases import load_case
from peerkit.dashboards.cases.zazzle import dashboard
from peerkit.figures.cases import cover
from peerkit.models.royalty import Royalty, best_share, sales


@pytest.fixture(scope="module")
def case():
    return load_case("zazzle")


def income(share, **parameters):
    return sales(Royalty(**parameters), share).designer_income


def test_counts_of_different_definitions_are_never_one_series(case):
    counts = [row for row in case.rows if row.value > 1e6 and row.unit != "USD"]
    assert len(counts) == len({row.metric for row in counts}) == 3
    assert not {row.value for row in counts} & {y for trace in cover("zazzle").data for y in trace.y}


def test_derived_incomes_are_those_of_the_royalty_model(case):
    old, new = case.number("royalty_default_2013") / 100, case.number("royalty_default_2013_06") / 100
    for elasticity, change in (
        (case.number("elasticity_of_average"), case.number("income_gain_if_average_best")),
        (case.number("elasticity_of_old_standard"), -case.number("income_loss_if_old_best")),
    ):
        ratio = income(new, demand_elasticity=elasticity) / income(old, demand_elasticity=elasticity)
        assert 100 * (ratio - 1) == pytest.approx(change)
    loyal = Royalty(demand_elasticity=3.0)
    fixed = case.number("cafepress_royalty_2009_06_01") / 100
    kept = sales(loyal, fixed).designer_income / sales(loyal, best_share(loyal).share).designer_income
    assert 100 * (1 - kept) == pytest.approx(case.number("income_lost_at_fixed_rate"))


def test_a_fee_on_every_royalty_leaves_the_best_royalty_where_it_is(case):
    shares = [0.01 * k for k in range(1, 60)]
    left = 1 - case.number("marketing_fee_2025_05") / 100
    assert max(shares, key=income) == max(shares, key=lambda share: left * income(share))


def test_the_answers_to_the_tries_are_what_the_model_says(case):
    back, less, raised = dashboard().panel.tries
    scenario = {"demand_elasticity": case.number("elasticity_of_average")}
    assert back["values"] == {"asked_share": 0.1, **scenario}
    assert less["values"] == {"demand_elasticity": 10.0, "asked_share": 0.05}
    assert income(0.1, **scenario) / income(0.05, **scenario) == pytest.approx(0.98, abs=0.005)

    def sold(share, **parameters):
        return round(sales(Royalty(**parameters), share).items)

    assert (sold(0.05, **scenario), sold(0.1, **scenario)) == (48, 22)
    assert (sold(0.05, demand_elasticity=10), sold(0.1, demand_elasticity=10)) == (60, 35)
    assert income(0.05, demand_elasticity=10) / income(0.1, demand_elasticity=10) == pytest.approx(0.81, abs=0.005)
    assert raised["values"] == {"asked_share": 0.22, **scenario}
    before = income(0.22, **scenario) / income(0.1, **scenario)

    def kept(royalty):
        return case.number(f"kept_of_{royalty}_2025_05") / case.number(f"set_royalty_{royalty}")

    assert (round(100 * before), round(100 * before * kept(22) / kept(10))) == (33, 30)


def test_the_page_and_its_figure_say_the_same_of_the_cut_of_2013(case):
    # One scenario stood in the text and a rounded one in the figure, and they disagreed.
    back = dashboard().panel.tries[0]["values"]
    old, new = (income(share, demand_elasticity=back["demand_elasticity"]) for share in (0.1, 0.05))
    assert 100 * (new / old - 1) == pytest.approx(case.number("income_gain_if_average_best"))


def test_presets_and_tries_are_possible():
    explorer = dashboard()
    for preset in explorer.panel.presets:
        assert explorer.change(preset["values"]) == {}, preset["name"]
    for each in explorer.panel.tries:
        assert explorer.change({**explorer.panel.defaults, **each["values"]}) == {}, each["text"]
