"""coupon in the JSON is peerkit's topic coupon_collector."""

from peerkit.models.coupon_collector import CouponCollector, completion_probability, expected_contributions

QUANTITIES = {
    "coupon.expected_draws": lambda K: expected_contributions(CouponCollector(pieces=K)),
    "coupon.prob_complete": lambda n, K: completion_probability(CouponCollector(pieces=K), n),
}
