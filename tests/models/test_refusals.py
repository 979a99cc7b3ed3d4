"""The answer of every public formula to an argument that makes no sense: it names the argument, or is a number."""

import importlib
import inspect
import math
import pkgutil

import numpy as np
import pytest

import peerkit.models
from peerkit.models.catalogue import records
from peerkit.models.network_adoption import NetworkAdoption
from peerkit.models.networks import Network
from peerkit.models.power_law import PowerLaw, draws
from peerkit.models.power_law_fit import power_law_fit
from peerkit.models.scaling import Scaling
from peerkit.models.tail_comparison import tail_comparison
from peerkit.models.thresholds import Thresholds
from peerkit.records.record import Record

NONSENSE = ("12", True, math.nan, -5, -0.5, 0, 1e300, math.inf)

# Programs that work on programs (outcomes, names of laws) or on what another formula has checked.
APART = {"catalogue", "sensitivity", "published_takes", "diffusion_verdict", "stretches"}

SALES = [20.0, 45.0, 80.0, 110.0, 120.0, 100.0, 60.0, 30.0]
PEOPLE = [1, 1, 1, 1, 2, 2, 3, 5, 8, 13, 40, 90]
SAMPLE = draws(PowerLaw(exponent=2.2), 400, np.random.default_rng(5))
FIT = power_law_fit(SAMPLE, tail_start=1)

ARGUMENTS = {
    "activity": 0.5,
    "active": 10.0,
    "added": 2.0,
    "adoption": 0.3,
    "answers": [0, 1, 2, 3, 3, 4, 5, 5, 6, 7, 8, 9, 9, 9, 9],
    "audience_price": 0.1,
    "bounds": [1, 2, 4],
    "chunk": 3.0,
    "chunks": 10.0,
    "contributions": 5.0,
    "contributors": 10.0,
    "contributors_price": 0.1,
    "correlation": 0.5,
    "cost_ratio": 0.5,
    "exponent": 2.5,
    "expected": 0.3,
    "experiments": 3,
    "factor": 2.0,
    "first": 10.0,
    "gini": 0.5,
    "information_cost": 0.5,
    "items": 5.0,
    "knowledge": 0.5,
    "landscapes": 3,
    "law": "cube",
    "levels": 3.0,
    "members": 10.0,
    "modules": 4,
    "most": 50,
    "noise": 1.0,
    "other_members": 20.0,
    "output_per_active": 2.0,
    "output_ratio": 1.1,
    "pay": 1.0,
    "people": 10.0,
    "period": 3,
    "periods": 10,
    "person_months": 20.0,
    "poorest_fraction": 0.5,
    "previous": 10.0,
    "probability": 0.5,
    "rounds": 10,
    "sales": SALES,
    "second": 12.0,
    "seeds": (1, 2),
    "share": 0.3,
    "shortest": 10.0,
    "size": 10,
    "solver_knowledge": 0.8,
    "start": 5.0,
    "starters": 5,
    "stock": 12.0,
    "tail": 3.0,
    "tail_exponent": 3.0,
    "take_rate": 0.3,
    "taking_part": 0.4,
    "take_rates": [0.1, 0.3],
    "teams": 2.0,
    "thousand_lines": 10.0,
    "time": 5.0,
    "top_fraction": 0.1,
    "trials": 20,
    "work_share": 0.2,
    "worker_knowledge": 0.5,
    "individual": [0, 1, 2, 2, 5],
    "lowest_shares": [0.3, 0.5, 0.8],
    "marks": [[True, False], [False, True], [True, True]],
    "parts": 8,
    "shares": [0.25, 0.5, 0.25],
    "take": 0.3,
    "team": 2,
    "yes": 3,
    "observations": SAMPLE,
    "fit": FIT,
    "tail_start": 2,
    "others": 19,
    "kept": [0.3, 0.5, 0.5, 0.6, 0.7, 0.7, 0.8, 0.8, 0.9, 0.95],
    "group": 5,
    "least": 5,
}
# Where the same word means something else.
ELSEWHERE = {
    "crowd.drawn_thresholds": {"thresholds": Thresholds(members=5)},
    "crowd.spaced_thresholds": {"thresholds": Thresholds(members=5)},
    "room_estimates": {
        "values": [0.1, 0.4, 0.2, 0.9, 0.5, 0.3],
        "chains": [[8, 7, 6], [8, 8, 7], [8, 6, 6], [8, 7, 5]],
        "marks": [[True, False, True], [False, True, True], [True, True, False]] * 8,
        "people": 20,
    },
    "exponent_fit": {"members": PEOPLE, "values": PEOPLE},
    "network_fit": {"members": PEOPLE[5:], "values": PEOPLE[5:]},
    "network_adoption": {"network": NetworkAdoption(), "start": 0.3},
    "networks": {"network": Network()},
    "sample_inequality": {"contributions": PEOPLE},
    "momentum.observed_stops": {"contributions": PEOPLE},
    "power_law.log_log_line": {"contributions": PEOPLE},
    "tail_comparison.lognormal_survival": {"comparison": tail_comparison(FIT, SAMPLE), "tail_start": 1},
    "hurwitz_zeta": {"start": 3},
    "contribution_log.simulated_log": {"days": 30.0},
}
# Arguments that are no number of the economy: objects, words, the size of a drawing.
NOT_ASKED = {
    "rng",
    "law",
    "laws",
    "log",
    "series",
    "fit",
    "comparison",
    "counts",
    "size",
    "seeds",
    "ties",
    "discrete",
} | {
    "marks",
}
UNDRAWN = {
    "capture_tipping.amount",
    "capture_tipping.log_size",
    "contribution_log.window_counts",
    "contribution_log.shuffled_authors",
    "contribution_log.shifted_histories",
    "scaling.scaling_table",
    "scaling.exponents_over_draws",
    "exponent_fit.fitted_values",
    "exponent_fit.regression",
    "exponent_fit.observations",
    "flywheel.rest",
    "interdependence.averaged_over_blocks",
    "tail_comparison.vuong",
    "power_law_fit.goodness_of_fit",
}
"""Helpers that take what another formula gave (a log, a fit, a table), which has refused nonsense before."""

NAN_MEANS_SOMETHING = {
    ("flywheel.platform_income", "members"): "a size that does not exist has no income",
    ("room_estimates.chance_by_lot_interval", "team"): "where the chance of this room is 0 or 1 there is no interval",
    ("room_estimates.mean_interval", "least"): "below as many people there is no interval",
    ("room_estimates.mean_interval", "values"): "one person alone has no interval",
    ("scaling.doubling_factor", "exponent"): "where no exponent is known there is no factor",
}


def _formulas():
    for module in pkgutil.iter_modules(peerkit.models.__path__):
        if module.name in APART:
            continue
        loaded = importlib.import_module(f"peerkit.models.{module.name}")
        for name, value in vars(loaded).items():
            own = inspect.isfunction(value) and value.__module__ == loaded.__name__ and not name.startswith("_")
            if own and f"{module.name}.{name}" not in UNDRAWN:
                yield f"{module.name}.{name}", value


FORMULAS = dict(_formulas())
BY_WORD = {
    "hierarchy": "KnowledgeHierarchy",
    "development": "DevelopmentEffort",
    "control": "ControlLoss",
    "project": "LateProject",
    "rule": "ChunkFloor",
    "collector": "CouponCollector",
    "window": "FitWindow",
}
RECORDS = {each.__name__: each for each in records()}


def record(word):
    name = BY_WORD.get(word, "".join(part.capitalize() for part in word.split("_")))
    return RECORDS[name]() if name in RECORDS else None


def arguments(key):
    module = key.partition(".")[0]
    special = ELSEWHERE.get(module, {}) | ELSEWHERE.get(key, {})
    given = {}
    for name, parameter in inspect.signature(FORMULAS[key]).parameters.items():
        if name == "rng":
            given[name] = np.random.default_rng(2024)
        elif name in special:
            given[name] = special[name]
        elif (made := record(name)) is not None:
            given[name] = made
        elif name in ARGUMENTS:
            given[name] = ARGUMENTS[name]
        else:
            assert parameter.default is not inspect.Parameter.empty, f"{key} needs an example of {name}"
            given[name] = parameter.default
    return given


def asked(key):
    sensible = arguments(key)
    return [n for n, v in sensible.items() if n not in NOT_ASKED and v is not None and not isinstance(v, Record | str)]


def figures(answer):
    """Every number in an answer."""
    if isinstance(answer, np.ndarray):
        return list(np.ravel(answer).astype(float)) if answer.dtype.kind in "fiu" else []
    if isinstance(answer, tuple | list):
        return [number for part in answer for number in figures(part)]
    return [float(answer)] if isinstance(answer, float | np.floating) else []


def nonsense(value):
    """Replacements of an argument; in a list one entry at a time makes no sense either."""
    if np.ndim(value) == 0:
        return NONSENSE
    spoilt = [[*list(value)[:-1], bad] for bad in (math.nan, -5, 1e300, math.inf)]
    return (*spoilt, "12", True, math.nan, -5)


CASES = [(key, name) for key in FORMULAS for name in asked(key)]


@pytest.mark.parametrize(("key", "name"), CASES, ids=[f"{key}-{name}" for key, name in CASES])
def test_nonsense_is_refused_by_the_name_of_the_argument_or_answered_with_numbers(key, name):
    empty = np.isnan(figures(FORMULAS[key](**arguments(key)))).any()
    for bad in nonsense(arguments(key)[name]):
        try:
            answer = FORMULAS[key](**arguments(key) | {name: bad})
        except ValueError as refusal:
            assert name in str(refusal), (bad, str(refusal))
            continue
        if (key, name) in NAN_MEANS_SOMETHING:
            continue
        told = np.array(figures(answer))
        assert not isinstance(bad, str | bool), (bad, answer)
        assert not (np.ndim(bad) == 0 and math.isnan(bad)), (bad, answer)
        assert empty or not np.isnan(told).any(), (bad, answer)
        assert not (np.signbit(told) & (told == 0)).any(), (bad, answer)


def test_the_table_above_names_only_formulas_that_exist():
    everything = {f"{module}.{name}" for module, name in (key.split(".") for key in FORMULAS)} | UNDRAWN
    modules = {key.partition(".")[0] for key in everything}
    assert {key for key in ELSEWHERE if "." in key} <= everything
    assert {key for key in ELSEWHERE if "." not in key} <= modules
    assert {key for key, _ in NAN_MEANS_SOMETHING} <= everything
    for key in UNDRAWN:
        module, name = key.split(".")
        assert hasattr(importlib.import_module(f"peerkit.models.{module}"), name), key
    assert isinstance(arguments("scaling.doubling_factor")["exponent"], float) and Scaling in records()
