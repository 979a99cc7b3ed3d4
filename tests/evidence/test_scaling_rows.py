"""The scaling table: what it lists, refuses and says; and the same repositories as before."""

import json
import os
from pathlib import Path

import numpy as np
import pytest

from peerkit.evidence import scaling_rows, scaling_verdict
from peerkit.evidence.log import log_of
from peerkit.evidence.nulls import placebo
from peerkit.evidence.scaling_rows import Row, scaling, shock_prediction
from peerkit.evidence.scaling_verdict import verdict, verdicts
from peerkit.evidence.simulate import simulate

COMMITS = Path(os.environ.get("PEERKIT_DATA") or Path(__file__).resolve().parents[3] / "shared" / "data") / "commits"


@pytest.fixture(scope="module")
def told():
    """A study of a small log, and what progress said."""
    said = []
    log = simulate("poisson", contributors=20, days=800, rng=np.random.default_rng(1))
    study = scaling(log, rng=np.random.default_rng(2), progress=lambda *each: said.append(each), draws=6)
    return study, said, log


def test_every_choice_has_a_row_and_none_stands_alone(told):
    study, _, _ = told
    keys = {row[:4] for row in study.rows}
    assert len(keys) == len(study.rows) == 5 * (4 + 4 + 2)
    assert all((row.exponent is None) == bool(row.refused) for row in study.rows)
    assert all(row.held_in_words for row in study.rows)


def test_rows_are_ready_for_json(told):
    study, _, _ = told
    listed = json.loads(json.dumps(study.as_dict(), allow_nan=False))
    wanted = {"window_days", "size", "output", "estimator", "exponent", "interval", "placebo_interval", "n", "refused"}
    assert wanted | {"held", "placebos", "common_shock"} <= set(listed[0])
    assert len(listed) == len(study.rows)


def test_progress_is_told_the_size_before_anything_is_fetched_and_ends_at_one(told):
    _, said, _ = told
    shares = [share for _, share in said]
    assert shares == sorted(shares) and shares[0] == 0 and shares[-1] == 1
    assert any("contributors' days" in sentence for sentence, _ in said[:2])


def test_the_same_seed_gives_the_same_table(told):
    study, _, log = told
    assert scaling(log, rng=np.random.default_rng(2), draws=6) == study


def test_amounts_add_rows_but_no_law_of_counts():
    rng = np.random.default_rng(3)
    people = rng.integers(0, 15, 2000)
    log = log_of(
        {
            "contributor": np.array([f"c{each}" for each in people], dtype=object),
            "time": rng.integers(0, 700 * 86400, 2000),
            "item": np.array([f"i{each}" for each in range(2000)], dtype=object),
            "amount": rng.lognormal(2, 1, 2000),
        },
        "amounts",
    )
    rows = [row for row in scaling(log, rng=rng, draws=0).rows if row.output == "amount"]
    assert len(rows) == 5 * (4 + 4 + 1) and "truncated" not in {row.estimator for row in rows}
    assert {row.held_in_words for row in rows} == {"Not measured on simulated logs."}


def test_a_large_log_is_counted_by_its_engine_and_says_that_no_null_was_drawn(told, monkeypatch):
    study, _, log = told
    monkeypatch.setattr(scaling_rows, "LARGEST_LOG", 10)
    large = scaling(log, rng=np.random.default_rng(1))
    assert "no nulls are drawn" in large.notes[0] and large.draws == 0
    same = {row[:4]: row.exponent for row in study.rows}
    assert all(row.exponent == pytest.approx(same[row[:4]], abs=1e-9) for row in large.rows if row.exponent)
    assert any("No logs without interaction were drawn" in each for each in large.verdicts)


def tiny(contributors, times):
    return log_of(
        {
            "contributor": np.array(contributors, dtype=object),
            "time": np.array(times, dtype=np.int64),
            "item": np.array([f"i{each}" for each in range(len(times))], dtype=object),
        },
        "tiny",
    )


@pytest.mark.parametrize(
    ("log", "why"),
    [
        (lambda: tiny([], []), "The log is empty"),
        (lambda: tiny(["a"] * 9, range(9)), "windows"),
        (lambda: tiny(["a", "b"], [0, 4 * 10**11]), "some of its dates are wrong"),
        (lambda: tiny(["a"] * 500, np.arange(500) * 86400), "same size"),
        (lambda: tiny(["a", "b"] * 300, [7] * 600), "windows"),
    ],
    ids=["empty", "one day", "dates", "one contributor", "all ties"],
)
def test_a_log_that_shows_nothing_says_so(log, why):
    study = scaling(log(), rng=np.random.default_rng(1), draws=2)
    assert study.verdict == "no exponent can be estimated"
    assert why in " ".join((*study.verdicts, *(row.refused for row in study.rows)))


def row(exponent, half, null=(0.9, 1.1), estimator="ols", held=None):
    ends = None if null is None else tuple(null)
    spread = placebo(np.linspace(*null, 9)) if null else placebo([])
    return Row(
        5, "active", "count", estimator, exponent, (exponent - half, exponent + half), ends, 99, "windows", "", 1.2, 1.2,
        held or {}, "", {"shuffled": spread, "shifted": spread},
    )  # fmt: skip


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([], scaling_verdict.NONE),
        ([row(1.3, 0.1), row(0.7, 0.1)], scaling_verdict.METHOD),
        ([row(1.3, 0.1), row(1.4, 0.1, estimator="author")], scaling_verdict.ABOVE),
        ([row(0.7, 0.1), row(0.6, 0.1, estimator="author")], scaling_verdict.BELOW),
        ([row(1.3, 0.1), row(1.3, 0.5, estimator="author")], scaling_verdict.SOME_ABOVE),
        # as large without interaction
        ([row(1.3, 0.1, (1.2, 1.4)), row(1.4, 0.1, (1.2, 1.5))], scaling_verdict.NEITHER),
        ([row(1.0, 0.1)], scaling_verdict.NEITHER),
        # no null was drawn
        ([row(1.3, 0.1, None)], scaling_verdict.NEITHER),
        # such intervals lie beside 1 in every log anyway
        ([row(1.3, 0.1, held={"1": 0.0})], scaling_verdict.SOME_ABOVE),
    ],
)
def test_a_verdict_follows_from_the_rows(rows, said):
    assert verdict(rows) == said
    assert said[1:] in verdicts(rows, {5: shock_prediction(632, 368, 1000)})[0]


def test_good_and_bad_times_alone_are_predicted_for_contributors_who_differ():
    """Rates of 0.1 and 2 at once, all moved by one factor: the slope of output on those seen, by differences."""
    rates = np.array([0.1] * 90 + [2.0] * 10)
    seen = [(1 - np.exp(-rates * factor)).sum() for factor in (0.999, 1.001)]
    slope = np.log(1.001 / 0.999) / np.log(seen[1] / seen[0])
    shock = shock_prediction((1 - np.exp(-rates)).sum(), (rates * np.exp(-rates)).sum(), rates.sum())
    assert shock.unequal == pytest.approx(slope, rel=1e-5)
    assert shock.alike > shock.unequal


def test_shared_good_times_are_not_taken_for_interaction():
    log = simulate("common shock", days=900, rng=np.random.default_rng(4))
    study = scaling(log, rng=np.random.default_rng(5), draws=10)
    above = [row for row in study.rows if row.side == 1]
    assert len(above) > 10
    assert sum(row.beyond == 1 for row in above) <= 0.1 * len(above)
    assert study.verdict in (scaling_verdict.NEITHER, scaling_verdict.METHOD)


SIGNS = {
    "mesa": scaling_verdict.METHOD,
    "ipywidgets": scaling_verdict.METHOD,
    "jupyterlab": scaling_verdict.METHOD,
    "httpd": scaling_verdict.NEITHER,
}


@pytest.mark.parametrize("name", SIGNS)
def test_four_repositories_as_measured_before(name, pytestconfig):
    """No repository shows increasing returns beyond the nulls; in three the sign depends on the method."""
    file = COMMITS / f"{name}.commits.parquet"
    if not file.is_file():
        reason = f"NOT TESTED: the scaling table of {name}, because {file.name} is not in PEERKIT_DATA/commits"
        plugins = pytestconfig.pluginmanager
        with plugins.getplugin("capturemanager").global_and_fixture_disabled():
            plugins.getplugin("terminalreporter").write_line(f"\n{reason}")  # a skip alone is one letter
        pytest.skip(reason)
    import duckdb

    commits = duckdb.sql(
        f"select author as contributor, epoch(author_time)::bigint as time, commit as item from '{file}' "
        "where n_parents <= 1 and not is_bot order by time, item"
    ).to_arrow_table()
    log = log_of({each: commits[each] for each in commits.column_names}, name)
    study = scaling(log, rng=np.random.default_rng(1), draws=8)
    assert study.verdict == SIGNS[name]
    beyond = sum(row.side == 1 and row.beyond == 1 for row in study.rows)
    assert beyond <= 0.1 * len(study.rows)
    shuffled = next(row for row in study.rows if row[:4] == (5, "active", "count", "ols")).placebos["shuffled"]
    assert shuffled.mean > 1.05, "the 5-day regression exceeds 1 without any interaction"
