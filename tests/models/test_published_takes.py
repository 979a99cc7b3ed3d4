import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from peerkit.models.capture import Capture, profit_take_rate
from peerkit.models.published_takes import PUBLISHED_TAKES, implied_elasticity
from tests.models.strategies import records

# No time limit for an example: the machine may be busy.
unhurried = settings(deadline=None)
# Product of the elasticities at most 0.9: supply that numbers can hold.
stable = records(Capture, network_elasticity=st.floats(0, 0.45), supply_elasticity=st.floats(0.2, 2))


@pytest.mark.parametrize(
    ("platform", "elasticity"),
    [
        ("Squidoo, 2005 to 2014", 1.22),
        ("YouTube, long videos", 1.22),
        ("YouTube, Shorts", 0.82),
        ("Apple and Google", 2.33),
        ("Apple and Google, below $1 million", 5.67),
        ("Zazzle Maker", 2.33),
        ("Etsy, before payment fees", 14.4),
        ("Shutterstock since 2020, top level", 0.67),
        ("Shutterstock since 2020, first level", 0.18),
        ("Threadless, 2014", 0.25),
    ],
)
def test_against_published_takes_read_at_their_sources(platform, elasticity):
    """Takes confirmed at the addresses in PUBLISHED_TAKES; the elasticities are printed to two or three digits."""
    take = next(row.take_rate for row in PUBLISHED_TAKES if row.platform == platform)
    assert implied_elasticity(take) == pytest.approx(elasticity, abs=0.05 if elasticity > 10 else 0.005)


@unhurried
@given(stable)
def test_the_implied_elasticity_undoes_the_best_take(record):
    best = profit_take_rate(record).take_rate
    assert implied_elasticity(best, record.network_elasticity) == pytest.approx(record.supply_elasticity)


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ((0,), "take_rate must be above 0, got 0"),
        ((1.2,), "take_rate must be at least 0 and at most 1, got 1.2"),
        (("0.3",), "take_rate must be a number, got '0.3'"),
        ((True,), "take_rate must be a number, got True"),
        ((0.5, -1), "network_elasticity must be at least 0, got -1"),
    ],
)
def test_the_impossible_is_refused(values, message):
    with pytest.raises(ValueError, match=message):
        implied_elasticity(*values)
