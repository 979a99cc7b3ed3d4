"""Every interval that the measures give, against its measured coverage."""

import numpy as np
import pytest

from peerkit.evidence import growth, intervals
from peerkit.evidence.tails import tail
from peerkit.models.power_law import PowerLaw, draws
from tests.evidence.interval_coverage import COVERED, KINDS, SAMPLES

# Seeds 0, 1, 2, ... of the table, so a small sample is a part of what was measured.
SMALL = {"share": 200, "survival 90": 50, "survival 365": 50, "ceiling": 5}


def rows(measure, drawn=None):
    return [row for row in COVERED if row.measure == measure and drawn in (None, row.drawn)]


def spread(*chosen):
    covered = [row.covered for row in chosen]
    return pytest.approx((min(covered), max(covered)), abs=0.0051)  # whole percent


def test_the_table_holds_every_sample_of_every_measure():
    for measure, samples in SAMPLES.items():
        assert [(row.people, row.drawn) for row in rows(measure)] == samples
        assert all(row.runs >= 200 for row in rows(measure))


@pytest.mark.parametrize("measure", KINDS)
def test_a_small_sample_covers_as_the_table_says(measure):
    runs, row = SMALL[measure], rows(measure)[len(rows(measure)) // 2]
    held = [KINDS[measure][0](row.people, row.drawn, seed) for seed in range(runs)]
    seen = np.mean([each for each in held if each is not None])
    # Four binomial standard errors of so few runs, and one run.
    assert seen == pytest.approx(row.covered, abs=4 * np.sqrt(row.covered * (1 - row.covered) / runs) + 1 / runs)


def test_200_logs_cover_within_four_standard_errors_where_the_card_says_that_they_do():
    least = 0.95 - 4 * np.sqrt(0.95 * 0.05 / 200)
    promised = rows("share") + [row for row in rows("survival 90") + rows("survival 365") if row.drawn <= 120]
    assert all(row.covered >= least for row in promised)
    assert all(row.covered >= least for row in rows("ceiling") if row.drawn >= growth.FEWEST_PERIODS)
    assert any(row.covered < least for row in rows("survival 365", 365))  # said on the card


def test_what_the_cards_say_is_in_the_table():
    assert intervals.WILSON_HELD == spread(*rows("share"))
    both = rows("survival 90") + rows("survival 365")
    assert intervals.SURVIVAL_HELD[30] == spread(*(row for row in both if row.drawn <= 30))
    assert intervals.SURVIVAL_HELD[120] == spread(*(row for row in both if row.drawn == 120))
    assert intervals.SURVIVAL_HELD[365] == spread(*(row for row in both if row.drawn == 365))
    assert growth.BASS_HELD == min(row.covered for row in rows("ceiling") if row.drawn >= growth.FEWEST_PERIODS)


def test_seeded_logs_hold_the_exponent_of_their_power_law(monkeypatch):
    # The verdict and the test of the law take most of the time and do not move the interval.
    monkeypatch.setattr("peerkit.evidence.tails._compared", lambda *_: {"verdict": "not asked"})
    monkeypatch.setattr("peerkit.evidence.tails._fits", lambda *_: None)
    held = []
    for seed in range(60):
        values, times = np.unique(draws(PowerLaw(exponent=2.3), 300, np.random.default_rng(seed)), return_counts=True)
        low, high = tail(values.astype(float), times.astype(float), None)[0].interval
        held.append(low <= 2.3 <= high)
    assert np.mean(held) >= 0.95 - 4 * np.sqrt(0.95 * 0.05 / 60)
