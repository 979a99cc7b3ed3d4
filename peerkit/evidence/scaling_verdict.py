"""The sentences that a table of exponents allows.

An exponent counts as above 1 if its whole interval is, and as beyond the nulls if it lies outside what both give.

- *the sign depends on the method*: on each side of 1 lie more rows than chance puts there (one of 40).
- *above 1 under every estimator and above both nulls*: for each estimator most rows are both, more rows lie above than
  these intervals put on both sides of 1 in simulated logs whose truth is 1, and no more rows than by chance lie below;
  likewise for below.
- *above 1 and above both nulls under some estimators*: at least one row in five is both, and no more rows than by chance
  lie below; likewise for below. On simulated logs without interaction such rows were 0.5% to 2.4% on average over 20 logs
  of each kind, with a true exponent of 4/3 they were 22% or more.
- *no evidence either way*: everything else.

Most of these intervals hold the truth much more rarely than in 95% of cases (`peerkit.evidence.held`), so a sentence says
how many rows they would put on each side of 1 by themselves, and counts those that do hold apart.

Source: peerkit's own rule.
"""

from peerkit.evidence.held import expected_beyond, holds_one

NONE = "no exponent can be estimated"
METHOD = "the sign depends on the method"
ABOVE = "above 1 under every estimator and above both nulls"
BELOW = "below 1 under every estimator and below both nulls"
SOME_ABOVE = "above 1 and above both nulls under some estimators"
SOME_BELOW = "below 1 and below both nulls under some estimators"
NEITHER = "no evidence either way"
BY_CHANCE = 1 / 40
"""Share of rows that chance puts on one side of 1 where the truth is 1 and 95% intervals hold."""

SOME = 1 / 5
"""Share of rows beyond 1 and both nulls from which some estimators are said to show it."""


def verdict(rows):
    """A few words on the rows of a table."""
    estimated = _estimated(rows)
    if not estimated:
        return NONE
    above, below = (_more_than_chance(estimated, side) for side in (1, -1))
    if above and below:
        return METHOD
    side = 1 if above else -1
    if _everywhere(estimated, side):
        return ABOVE if above else BELOW
    if _beyond(estimated, side) >= SOME * len(estimated):
        return SOME_ABOVE if above else SOME_BELOW
    return NEITHER


def verdicts(rows, shocks):
    """The sentences on the rows of a table; `shocks` has the prediction of common shocks by length of windows."""
    estimated = _estimated(rows)
    if not estimated:
        reasons = sorted({row.refused for row in rows if row.refused})
        return (f"No exponent can be estimated. {reasons[0] if reasons else ''}".strip(),)
    return (
        f"Does output grow faster than size? {_capital(verdict(rows))}.",
        _signs(estimated),
        _nulls(estimated),
        _intervals(estimated),
        *_shocks(estimated, shocks),
        "Even an exponent beyond both nulls is an association. It says nothing about causes.",
    )


def _estimated(rows):
    return [row for row in rows if row.interval is not None]


def _more_than_chance(rows, side):
    return sum(row.side == side for row in rows) > BY_CHANCE * len(rows)


def _beyond(rows, side):
    return sum(row.side == side and row.beyond == side for row in rows)


def _everywhere(rows, side):
    if not sum(row.side == side for row in rows) > 2 * _expected(rows):
        return False
    for name in {row.estimator for row in rows}:
        own = [row for row in rows if row.estimator == name]
        if not 2 * _beyond(own, side) > len(own):
            return False
    return True


def _signs(rows):
    above, below = (sum(row.side == side for row in rows) for side in (1, -1))
    lowest, highest = (pick(row.exponent for row in rows) for pick in (min, max))
    return (
        f"Of {len(rows)} exponents {above} lie above 1 with their whole interval and {below} below; "
        f"they reach from {lowest:.2f} to {highest:.2f}."
    )


def _nulls(rows):
    drawn = [row for row in rows if row.beyond is not None]
    if not drawn:
        return "No logs without interaction were drawn, so nothing shows that these exponents mean interaction."
    above, below = (_beyond(drawn, side) for side in (1, -1))
    shuffled, shifted = (sum(row.placebos[name].interval[0] > 1 for row in drawn) for name in ("shuffled", "shifted"))
    return (
        f"Exponents above 1 that also exceed both nulls: {above}. Exponents below 1 that also fall short of both: {below}. "
        f"Of {len(drawn)} rows {shuffled} give more than 1 even with authors shuffled, {shifted} even with histories shifted."
    )


def _expected(rows):
    """Rows that lie on one given side of 1 although the truth is 1, from how often their intervals hold."""
    return sum(expected_beyond(row.held) for row in rows)


def _intervals(rows):
    sound, fair = [row for row in rows if row.holds], [row for row in rows if holds_one(row.held)]
    above, below = (sum(row.side == side for row in fair) for side in (1, -1))
    everywhere = f"{len(sound)} of these intervals" if sound else "None of these intervals"
    return (
        f"{everywhere} held the truth in all kinds of simulated logs; with a truth of 1 they put {_expected(rows):.0f} rows "
        f"on each side of it by chance. {len(fair)} of the intervals held a truth of 1 as long as nothing disturbed. Of these "
        f"{above or 'none'} {'lies' if above == 1 else 'lie'} above 1 here, and {below or 'none'} below."
    )


def _shocks(rows, shocks):
    for row in rows:
        if (row.window_days, row.size, row.output, row.estimator) == (5, "active", "count", "ols"):
            shock = shocks[5]
            alone = shock.alike if shock.unequal is None else shock.unequal
            yield (
                f"Good and bad times that everybody shares could alone give {alone:.2f} in windows of 5 days; "
                f"least squares gives {row.exponent:.2f} there."
            )


def _capital(words):
    return words[0].upper() + words[1:]
