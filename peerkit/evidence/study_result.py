"""The result of a study as plain data: the shipped one, its signs, and how it is written. No engine is needed for it.

>>> result = shipped()
>>> len(result["repositories"]), len(shown(result["repositories"][0], 5))
(13, 6)

Source: peerkit's own study, made with `peerkit evidence study` from clones of thirteen public repositories.
"""

import csv
import io
import json
from functools import cache
from importlib.resources import files

KIND = "evidence study"
FORMAT = 1
DIGITS = 4
"""Decimals of an exponent that are written; signs are taken from what is written."""
ESTIMATORS = ("ols", "mean", "median", "poisson", "author", "truncated")
NULLS = ("shuffled", "shifted")
SIGNS = {1: "above 1", 0: "either side", -1: "below 1", None: "refused"}
"""A sign in words: the whole interval lies above 1, contains 1, lies below 1, or there is none."""
COLUMNS = (
    *("repository", "address", "snapshot", "window_days", "size", "output", "estimator", "exponent", "low", "high"),
    *("shuffled_low", "shuffled_high", "shifted_low", "shifted_high", "sign", "beyond_nulls", "n", "of", "refused"),
)


@cache
def shipped():
    """The result for the thirteen repositories, as plain data; do not change it."""
    return json.loads(files("peerkit.evidence").joinpath("data/thirteen.json").read_text(encoding="utf-8"))


def signed(row):
    """The same row with its `sign` against 1, and `beyond`: 1 or -1 if the exponent lies outside what both nulls give.

    >>> row = {"exponent": 1.2, "interval": [1.1, 1.3], "shuffled": [1.0, 1.25], "shifted": [0.9, 1.1]}
    >>> signed(row)["sign"], signed(row)["beyond"]
    (1, 0)
    """
    return {**row, "sign": _sign(row), "beyond": _beyond(row)}


def _sign(row):
    if row["interval"] is None:
        return None
    low, high = row["interval"]
    return int(low > 1) - int(high < 1)


def _beyond(row):
    spans = [row[name] for name in NULLS]
    if row["exponent"] is None or None in spans:
        return None
    return int(row["exponent"] > max(high for _, high in spans)) - int(row["exponent"] < min(low for low, _ in spans))


def shown(repository, window_days, size="active", output="count"):
    """The rows of one repository for one choice, by estimator."""
    return {
        row["estimator"]: row
        for row in repository["exponents"]
        if (row["window_days"], row["size"], row["output"]) == (window_days, size, output)
    }


def count(result, estimator, window_days, size="active", output="count"):
    """Repositories by their signs: above and below 1, above 1 and the shifted null, beyond both nulls, with an exponent; and the range."""
    rows = [shown(each, window_days, size, output).get(estimator) for each in result["repositories"]]
    rows = [row for row in rows if row and row["sign"] is not None]
    exponents = [row["exponent"] for row in rows]
    return {
        "above": sum(row["sign"] == 1 for row in rows),
        "below": sum(row["sign"] == -1 for row in rows),
        "above_shifted": sum(
            bool(row["sign"] == 1 and row["shifted"] and row["exponent"] > row["shifted"][1]) for row in rows
        ),
        "above_nulls": sum(row["sign"] == row["beyond"] == 1 for row in rows),
        "below_nulls": sum(row["sign"] == row["beyond"] == -1 for row in rows),
        "given": len(rows),
        "range": (min(exponents), max(exponents)) if rows else None,
    }


def both_signs(repository):
    """True if some exponent of the repository lies above 1 with its whole interval and another below."""
    return {1, -1} <= {row["sign"] for row in repository["exponents"]}


def as_json(result):
    """The result as JSON, with a line for each exponent."""
    return "".join(_pieces(result)) + "\n"


def _pieces(result):
    yield "{\n"
    for name, value in result.items():
        if name != "repositories":
            yield f" {json.dumps(name)}: {_dense(value)},\n"
    yield ' "repositories": ['
    for at, each in enumerate(result["repositories"]):
        yield ",\n  {" if at else "\n  {"
        yield ",\n   ".join(
            f"{json.dumps(name)}: {_dense(value)}" for name, value in each.items() if name != "exponents"
        )
        yield ',\n   "exponents": [\n    ' + ",\n    ".join(map(_dense, each["exponents"])) + "\n   ]}"
    yield "\n ]\n}"


def _dense(value):
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def as_csv(result):
    """Every exponent of every repository as CSV, one a line."""
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
    writer.writeheader()
    for each in result["repositories"]:
        writer.writerows(_cells(each, row) for row in each["exponents"])
    return out.getvalue()


def _cells(repository, row):
    spans = {"": row["interval"], **{f"{name}_": row[name] for name in NULLS}}
    return {
        "repository": repository["name"],
        "address": repository["address"],
        "snapshot": repository["snapshot"],
        **{
            name: row[name] for name in ("window_days", "size", "output", "estimator", "exponent", "n", "of", "refused")
        },
        **{f"{name}{end}": span and span[at] for name, span in spans.items() for at, end in enumerate(("low", "high"))},
        "sign": row["sign"],
        "beyond_nulls": row["beyond"],
    }


def lines(result):
    """The result in words for a screen: a sign for every repository and estimator, and the counts."""
    made = f"{len(result['repositories'])} repositories, {result['draws']} draws of each null, seed {result['seed']}"
    yield f"Does output grow faster than size? {made}."
    yield "Windows of 5 days, active contributors, commits: + above 1, - below 1, 0 either side, . refused; * beyond both nulls"
    yield ""
    yield f"  {'':28}{''.join(f'{name:>11}' for name in ESTIMATORS)}"
    for each in result["repositories"]:
        rows = shown(each, 5)
        cells = "".join(f"{_mark(rows.get(name)):>11}" for name in ESTIMATORS)
        yield f"  {each['name'][:27]:28}{cells}  {each['verdict']}"
    counts = [count(result, name, 5) for name in ESTIMATORS]
    for key, words in (("above", "above 1"), ("below", "below 1"), ("above_nulls", "above 1 and both nulls")):
        yield f"  {words:28}{''.join(f'{each[key]:>11}' for each in counts)}"
    for each in result["refused"]:
        yield f"  {each['name']} could not be read: {each['why']}"


def _mark(row):
    if row is None or row["sign"] is None:
        return "."
    return {1: "+", 0: "0", -1: "-"}[row["sign"]] + ("*" if row["sign"] and row["sign"] == row["beyond"] else "")
