"""twosided in the JSON is peerkit's topics two_sided and transaction: side 1 are the contributors, side 2 the audience."""

from peerkit.models.transaction import Transaction, transaction_fees
from peerkit.models.two_sided import Membership, membership_prices


def monopoly_linear(a1, a2, b1, b2):
    best = membership_prices(
        Membership(contributors_interest=b1, audience_interest=b2, contributors_value=a1, audience_value=a2)
    )
    return dict(zip(("n1", "n2", "p1", "p2", "profit"), best[:5], strict=True))


def rochet_tirole_linear(aB, aS, c):
    best = transaction_fees(Transaction(buyers_interest=aB, sellers_interest=aS, transaction_cost=c))
    return dict(zip(("pB", "pS", "margin", "volume", "profit"), best[:5], strict=True))


QUANTITIES = {"twosided.monopoly_linear": monopoly_linear, "twosided.rochet_tirole_linear": rochet_tirole_linear}
