"""The summary of a result that an engagement takes along: a few figures with what bounds them, and no row of the log."""

import hashlib
import json

FORMAT = 1
KIND = "summary of a log"
"""The word by which a file with a summary is known."""
NAMES = (
    "contributors",
    "contributions",
    "one_timer_share",
    "one_timer_work_share",
    "gini",
    "top_1_percent_share",
    "top_10_percent_share",
    "contributor_absence_factor",
    "power_law_alpha",
    "active_contributors_30_days",
    "retention_1_month",
    "survival_90_days",
    "survival_365_days",
    "net_arrivals",
)
WINDOW = 5
"""The window of the exponents in a summary, as in the published studies [day]."""
ESTIMATORS = {
    "ols": "least squares",
    "poisson": "Poisson pseudo-likelihood",
    "author": "authors compared with themselves",
    "truncated": "authors compared with themselves, unseen windows allowed for",
}


def summary(result):
    """The summary of a result (`peerkit.evidence.analysis.Analysis.as_dict`) as plain data."""
    log = result["log"]
    told = json.dumps(result, sort_keys=True, ensure_ascii=False, allow_nan=False)
    mark = hashlib.sha256(told.encode()).hexdigest()
    return {
        "id": mark[:16],
        "log": log["name"],
        "from": log["first"][:10],
        "to": log["last"][:10],
        "rows": log["kept"],
        "contributors": log["contributors"],
        "date": result["made"],
        "engine": result["engine"],
        "seed": result["seed"],
        "made_with": result["made_with"],
        "hash": mark,
        "sentences": list(result["verdicts"]),
        "estimates": [*_measures(result["measures"]), *_exponents(result["scaling"])],
    }


def as_file(result):
    """The text of a file with the summary of a result, which the desk opens."""
    table = {"peerkit": KIND, "schema": FORMAT, **summary(result)}
    return json.dumps(table, indent=1, ensure_ascii=False, allow_nan=False) + "\n"


def _measures(measures):
    for name in NAMES:
        each = measures.get(name)
        if each is not None and each["estimate"] is not None:
            yield {
                "name": name,
                "label": each["label"],
                "value": float(each["estimate"]),
                "unit": each["unit"],
                "n": int(each["n"]),
                "of": each["of"],
                **_ends("", each["interval"]),
            }


def _exponents(rows):
    for row in rows:
        here = (row["window_days"], row["size"], row["output"]) == (WINDOW, "active", "count")
        if here and row["estimator"] in ESTIMATORS and row["interval"]:
            yield {
                "name": f"exponent_{row['estimator']}",
                "label": f"Exponent of output against size, {ESTIMATORS[row['estimator']]}",
                "value": float(row["exponent"]),
                "unit": "1",
                "n": int(row["n"]),
                "of": row["of"],
                "window_days": row["window_days"],
                **_ends("", row["interval"]),
                **_ends("placebo_", row["placebo_interval"]),
            }


def _ends(name, interval):
    return {f"{name}low": float(interval[0]), f"{name}high": float(interval[1])} if interval else {}
