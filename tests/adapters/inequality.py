"""inequality in the JSON is peerkit's topics inequality and momentum, with symbols for names."""

from peerkit.models.inequality import (
    Participation,
    concentration,
    exponent_from_gini,
    exponent_from_one_timer_share,
    exponent_from_top_share,
    one_timers,
    zeta_moment,
    zeta_probability,
)
from peerkit.models.sample_inequality import sample_gini


def law(alpha, **changes):
    return Participation(exponent=alpha, **changes)


QUANTITIES = {
    "inequality.pareto_gini": lambda alpha: concentration(law(alpha)).gini,
    "inequality.top_share": lambda alpha, top: concentration(law(alpha, top_fraction=top)).top_share,
    "inequality.alpha_from_gini": lambda G: exponent_from_gini(G),
    "inequality.alpha_from_top_share": lambda top, share: exponent_from_top_share(top, share),
    "inequality.alpha_from_one_timer_share": lambda share: exponent_from_one_timer_share(share),
    "inequality.zeta_pmf": lambda k, alpha: zeta_probability(law(alpha), k),
    "inequality.zeta_mean": lambda alpha: zeta_moment(law(alpha)),
    "inequality.one_timer_work_share": lambda alpha: one_timers(law(alpha)).work_share,
    "inequality.sample_gini": lambda x: sample_gini(x).estimate,
}
