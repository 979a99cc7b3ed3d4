"""capture.take_rate_intrinsic in the JSON is peerkit's topic intrinsic_motive where not everyone joins and pay drives nothing out."""

from peerkit.models.intrinsic_motive import IntrinsicMotive, profit_take_rate

QUANTITIES = {
    "capture.take_rate_intrinsic": lambda a, b: (
        profit_take_rate(
            IntrinsicMotive(revenue_per_contributor=a, intrinsic_benefit=b, outside_option=2 * (a + b), crowding_out=0)
        ).take_rate
    ),
}
