from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import minimize_scalar

from peerkit.models.scalability import (
    Scalability,
    contention_between,
    efficiency,
    peak,
    size_for_share,
    throughput,
    whole_peak,
)
from tests.models.strategies import records

scalable = records(Scalability)
peaked = records(Scalability, coherency=st.floats(1e-12, 0.02))


@pytest.mark.parametrize(
    ("changes", "size", "best", "outcome"),
    [
        ({"contention": 0, "coherency": 0.0001}, 100, 1 / 0.0199, "interior"),  # no queue: the peak is 1/sqrt(kappa)
        ({"coherency": 0}, np.inf, 20, "ceiling"),  # Amdahl: a twentieth in line caps output at twenty workers' worth
        ({"contention": 0, "coherency": 0}, np.inf, np.inf, "no limit"),  # proportional growth for ever
        ({"contention": 5e-324, "coherency": 5e-324}, np.inf, np.inf, "no limit"),  # friction below what a number holds
        ({"contention": 0, "coherency": 1}, 1, 1, "work alone"),  # each pair costs all the work of one
        ({"contention": 0.5, "coherency": 0.9}, 1, 1, "work alone"),  # the second contributor already loses
        ({"contention": 0, "coherency": 1e-12}, 1e6, 5e5, "interior"),  # almost free: half of proportional growth
    ],
)
def test_limiting_cases(changes, size, best, outcome):
    top = peak(Scalability(**changes))
    assert top.size == pytest.approx(size)
    assert top.throughput == pytest.approx(best, rel=1e-6)
    assert top.outcome == outcome


def test_against_the_formula_that_the_rust_crate_usl_documents():
    """docs.rs/usl/0.3.0, struct Model: y = lambda x / (1 + sigma (x - 1) + kappa x (x - 1))."""
    x, sigma, kappa, rate = 7.0, 0.03, 0.002, 5.0
    expected = rate * x / (1 + sigma * (x - 1) + kappa * x * (x - 1))
    assert throughput(Scalability(contention=sigma, coherency=kappa, worker_output=rate), x) == pytest.approx(expected)


def test_every_corner_of_the_teaching_box_has_a_named_peak():
    names, box = zip(*((name, p.explore) for name, p in Scalability.parameters().items()), strict=True)
    for corner in product(*box):
        record = Scalability(**dict(zip(names, corner, strict=True)))
        assert peak(record).outcome in ("interior", "ceiling", "no limit")
        assert np.all(throughput(record, [1.0, 1e12]) > 0)


@given(records(Scalability, coherency=0.0), st.floats(1, 1e12))
def test_without_coherency_it_is_amdahl(record, n):
    amdahl = record.worker_output / (record.contention + (1 - record.contention) / n)
    assert throughput(record, n) == pytest.approx(amdahl)


@given(records(Scalability, coherency=0.0), st.floats(1, 1e12), st.floats(1, 100))
def test_queues_alone_never_turn_growth_into_decline(record, n, factor):
    assert throughput(record, n * factor) >= throughput(record, n) * (1 - 1e-12)
    assert throughput(record, n) <= peak(record).throughput * (1 + 1e-12)


@given(records(Scalability, coherency=0.0, contention=st.floats(0.01, 0.3)))
def test_queues_alone_have_a_ceiling_that_a_crowd_comes_near(record):
    assert peak(record).throughput == pytest.approx(record.worker_output / record.contention)
    assert throughput(record, 1e12) == pytest.approx(peak(record).throughput)


@given(records(Scalability, coherency=0.0, contention=0.0), st.floats(0, 1e12))
def test_without_friction_throughput_is_proportional(record, n):
    assert throughput(record, n) == pytest.approx(record.worker_output * n)


@given(scalable)
def test_one_contributor_makes_what_one_worker_makes_and_nobody_makes_nothing(record):
    assert throughput(record, [0, 1]) == pytest.approx([0, record.worker_output])


@given(peaked, st.floats(-10, 10))
def test_no_other_number_of_contributors_makes_more(record, exponent):
    top = peak(record)
    assert throughput(record, top.size) == pytest.approx(top.throughput)
    assert throughput(record, max(1, top.size * np.exp(exponent))) <= top.throughput * (1 + 1e-12)


@pytest.mark.parametrize(("contention", "coherency"), [(0.05, 0.001), (0.02, 0.0005), (0.3, 0.02), (0, 1e-6)])
def test_the_peak_is_the_one_a_search_finds(contention, coherency):
    record = Scalability(contention=contention, coherency=coherency)
    search = minimize_scalar(lambda x: -throughput(record, np.exp(x)), bounds=(0, 10), options={"xatol": 1e-10})
    # A maximum is flat: a search finds its place to about the square root of the precision of its height.
    assert np.exp(search.x) == pytest.approx(peak(record).size, rel=1e-5)


@given(peaked, st.floats(1.01, 50))
def test_more_expensive_coherency_brings_the_peak_forward_and_lower(record, factor):
    costlier = record.replace(coherency=min(1, record.coherency * factor))
    assert peak(costlier).size < peak(record).size
    assert peak(costlier).throughput <= peak(record).throughput * (1 + 1e-12)


@pytest.mark.parametrize(
    ("changes", "share", "size"),
    [
        ({"coherency": 0}, 0.8, 76),  # Amdahl: q(1-sigma)/(sigma(1-q))
        ({"contention": 0, "coherency": 0}, 0.5, np.inf),  # half of no limit is no limit
        ({"contention": 0, "coherency": 1}, 0.5, (3 - np.sqrt(5)) / 2),  # work alone: n/(1 + n(n-1)) = 1/2
    ],
)
def test_limiting_cases_of_the_size_for_a_share(changes, share, size):
    assert size_for_share(Scalability(**changes), share) == pytest.approx(size)


@given(records(Scalability, contention=st.floats(0.001, 0.3)), st.floats(0.01, 0.99))
def test_the_size_for_a_share_makes_that_share_and_is_below_the_peak(record, share):
    size, top = size_for_share(record, share), peak(record)
    assert throughput(record, size) == pytest.approx(share * top.throughput)
    assert size <= top.size


@given(scalable, st.floats(1, 1e6), st.floats(1, 100))
def test_efficiency_never_rises_with_size(record, n, factor):
    assert efficiency(record, n * factor) <= efficiency(record, n) * (1 + 1e-12) <= 1 + 1e-11


@given(peaked, st.floats(0.01, 100))
def test_counting_output_in_another_unit_leaves_the_peak_where_it_is(record, rate):
    abroad = record.replace(worker_output=record.worker_output * rate)
    assert peak(abroad).size == peak(record).size
    assert peak(abroad).throughput == pytest.approx(peak(record).throughput * rate)
    assert throughput(abroad, 12) == pytest.approx(throughput(record, 12) * rate)


def test_a_batch_gives_what_its_records_give_one_by_one():
    contention, coherency = [0.05, 0.0, 0.05, 0.5, 0.0], [0.001, 0.0, 0.0, 0.9, 0.001]
    record = Scalability.batch(contention=contention, coherency=coherency)
    single = [Scalability(contention=s, coherency=k) for s, k in zip(contention, coherency, strict=True)]
    assert throughput(record, 9) == pytest.approx([throughput(one, 9) for one in single])
    assert peak(record).size == pytest.approx([peak(one).size for one in single])
    assert peak(record).throughput == pytest.approx([peak(one).throughput for one in single])
    assert list(peak(record).outcome) == [peak(one).outcome for one in single]
    assert size_for_share(record, 0.8) == pytest.approx([size_for_share(one, 0.8) for one in single])


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"contention": 1}, "contention must be at least 0 and below 1, got 1"),
        ({"contention": -0.1}, "contention must be at least 0 and below 1, got -0.1"),
        ({"coherency": float("nan")}, "coherency must be at least 0 and at most 1, got nan"),
        ({"worker_output": 0}, "worker_output must be above 0, got 0"),
    ],
)
def test_impossible_frictions_are_refused(changes, message):
    with pytest.raises(ValueError, match=message):
        Scalability(**changes)


anything = records(
    Scalability,
    contention=st.one_of(st.just(0.0), st.floats(0, 0.999)),
    coherency=st.one_of(st.just(0.0), st.floats(1e-9, 1)),
)


@given(anything)
def test_each_word_for_the_peak_agrees_with_a_search_over_all_sizes(record):
    top = peak(record)
    n = np.geomspace(1, 1e9, 4001)
    output = throughput(record, n)
    if top.outcome == "no limit":
        assert top.throughput == np.inf and output[-1] > 1e7 * record.worker_output
    elif top.outcome == "ceiling":
        assert (np.diff(output) >= -1e-12 * output[1:]).all() and (output <= top.throughput * (1 + 1e-12)).all()
    elif top.outcome == "work alone":
        assert top.size == 1 and output.argmax() == 0
    else:
        assert 1 < top.size < np.inf and (output <= top.throughput * (1 + 1e-12)).all()


@given(peaked)
def test_no_other_whole_number_of_contributors_makes_more(record):
    best = whole_peak(record)
    assert best == round(best) >= 1
    assert throughput(record, best) >= throughput(record, np.arange(1, 2000)).max() * (1 - 1e-12)


def test_the_corners_of_what_is_allowed_raise_nothing():
    for values in product((1e-15, 1e15), (0.0, 1e-15, 1 - 1e-15), (0.0, 1e-15, 1.0)):
        record = Scalability(**dict(zip(Scalability.parameters(), values, strict=True)))
        assert peak(record).outcome and size_for_share(record, 0.8) > 0
        assert np.all(throughput(record, [0.0, 1.0, 1e15]) >= 0)


@pytest.mark.parametrize("contributors", [-1, np.nan, "12", True])
def test_an_impossible_group_is_refused_by_name(contributors):
    for formula in (throughput, efficiency):
        with pytest.raises(ValueError, match="contributors must be"):
            formula(Scalability(), contributors)


@pytest.mark.parametrize("share", [0, 1, np.nan])
def test_an_impossible_share_is_refused(share):
    with pytest.raises(ValueError, match="share must be above 0 and below 1"):
        size_for_share(Scalability(), share)


def test_the_contention_between_two_sizes_gives_their_ratio_back_and_is_none_in_proportion():
    for sigma in (0.0, 3e-5, 0.2):
        law = Scalability(contention=sigma, coherency=0)
        ratio = throughput(law, 2001) / throughput(law, 553)
        assert contention_between(553, 2001, ratio) == pytest.approx(sigma, abs=1e-12)
    assert contention_between(10, 20, 2.5) < 0
