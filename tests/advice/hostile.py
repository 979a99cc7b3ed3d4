"""An engagement with hostile text in every field that holds text."""

import json

from peerkit.advice.engagement import parse

TEXTS = (
    "<img src=x onerror=\"document.title='owned'\">",
    '=HYPERLINK("https://example.invalid","click")',
    "+1",
    "@x",
    "</script><script>document.title='owned'</script>",
    "\u202eright to left\u2066",
    "null\x00byte\x1b",
    "emoji \U0001f9ed\u200d\ufeff",
    "{{7*7}} ${7*7} &amp; ]]> --> '\"`",
    "long " * 380,
    "x" * 1900,
)


def hostile(text, example):
    """The example with `text` in every field that may hold it."""
    table = json.loads(example)
    table["id"] = table["decision"] = table["made_with"] = text
    table["client"] |= {"name": text, "sector": text, "currency": text, "period": text}
    table["aims"] = [text, text]
    table["guesses"] = {text: text}
    for answer in table["answers"].values():
        answer |= {"note": text, "date": text, "by": text}
    for number in table["numbers"].values():
        number |= {"unit": text, "from": text, "date": text}
    table["scenarios"] = [
        {"name": text, "model": "flywheel", "note": text},
        {"name": f"B {text}"[:1990], "model": "modes", "parent": text, "note": text},
        {"name": "C", "model": text, "note": text, "changes": {text: 1}},
    ]
    table["canvas"] = {text: text}
    words = dict.fromkeys(("id", "log", "engine", "made_with", "hash"), text)
    days = {"from": "2024-01-01", "to": "2024-12-31", "date": "2025-01-01"}
    estimate = {
        "name": text,
        "label": text,
        "value": 1e308,
        "unit": text,
        "n": 10**15,
        "of": text,
        "low": -1e308,
        "high": 0,
    }
    table["evidence"] = [
        {**words, **days, "rows": 10**15, "contributors": 1, "sentences": [text], "estimates": [estimate]}
    ]
    table["study"] = {"question": text, "what": text, "owner": text}
    table["forecasts"] = [{"says": text, "date": "2026-01-31", "chance": 0.6, "came": True}, {"says": text}]
    table["brand"] = {"colour": text}
    return parse(json.dumps(table))
