"""Simulated logs: the truth they are made with, and no people in them."""

import numpy as np
import pytest

from peerkit.evidence.log import fetched
from peerkit.evidence.simulate import KINDS, simulate


@pytest.mark.parametrize("kind", KINDS)
def test_a_log_says_its_truth_and_repeats_with_its_seed(kind):
    one, two = (simulate(kind, days=200, rng=np.random.default_rng(4)) for _ in range(2))
    assert one.facts["true_exponent"] == (4 / 3 if kind == "synergy" else 1)
    assert fetched(one.table)["time"].tolist() == fetched(two.table)["time"].tolist()


def test_output_grows_with_the_true_power_of_the_members():
    """Twice the community at the same rates: 2 to the exponent as much, because rates are those of the usual size."""
    for exponent in (0.5, 1.0, 1.5):
        many = [
            simulate(
                "synergy", exponent=exponent, contributors=size, days=3000, rng=np.random.default_rng(2)
            ).reading.kept
            for size in (200, 400)
        ]
        assert many[1] / many[0] == pytest.approx(2, rel=0.1)


@pytest.mark.parametrize("exponent", [0.5, 1.5])
def test_members_hinder_or_help_one_another(exponent):
    """With the members themselves in sight the true exponent comes back: monthly output on the members of a month."""
    from peerkit.evidence.estimators import ols_slope
    from peerkit.models.contribution_log import simulated_log
    from peerkit.models.scaling import Scaling

    community = Scaling(contributors=400.0, daily_rate=1.0, **KINDS["synergy"])
    log = simulated_log(community, np.random.default_rng(5), 3000.0, exponent=exponent)
    month = (log.times / 30).astype(int)
    output = np.bincount(month, minlength=100)[:100]
    # At one contribution a day nearly every member is seen within a month.
    active = np.array([np.unique(log.authors[month == each]).size for each in range(100)])
    assert ols_slope(active, output) == pytest.approx(exponent, abs=0.12)


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"kind": "magic"}, "kind must be one of"),
        ({"kind": "turnover", "exponent": 1.2}, "only 'synergy' takes another one"),
        ({"kind": "synergy", "exponent": -1}, "exponent must lie between 0 and 3"),
        ({"spread": float("nan")}, "spread between 0 and 3"),
        ({"contributors": 0}, "contributors"),
        ({"days": 0}, "days"),
    ],
)
def test_impossible_communities_are_refused(given, why):
    with pytest.raises(ValueError, match=why):
        simulate(rng=np.random.default_rng(1), **given)
