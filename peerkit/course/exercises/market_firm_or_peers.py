"""The exercises of lesson 2, *Market, firm or peers: which cost decides?*"""

from peerkit import explore
from peerkit.course.kinds import Choice, Number, Order, Setting, Vote, Words, Wrong
from peerkit.figures.modes import cost_curves, summary
from peerkit.figures.words import at_least_people, number
from peerkit.models.information_cost import cheapest_at
from peerkit.models.modes import Modes, cheapest, costs, peers_over_firm, switches
from peerkit.records.parameter import parameter
from peerkit.records.record import Record

HERE = Modes()
CHEAP = 0.3
"""The cost of information [times today's] of the third experiment."""
GROUP, CROWD = 40, 10_000
"""The sizes [people] of the third experiment and of the exercise on pieces that interact."""
WINS = {"market": "a market is cheapest", "firm": "a firm is cheapest", "peers": "peers are cheapest"}

LAW = (
    "Where firm and peers cost the same, the pairs in the firm cost about as much as the commons. Pairs grow with the square of "
    "the size, so the border grows roughly with the square root of the cost of the commons."
)


def border(**values):
    """The size from which peers are cheaper than a firm [people]."""
    return peers_over_firm(Modes(**values)).start


class Information(Record):
    """The cost of information, by which whatever strangers do with each other becomes cheaper or more expensive."""

    cost: float = parameter(
        "f",
        "Cost of information",
        unit="times today's",
        meaning="The factor on contracts, on the commons and on merging. Talk inside a firm costs what it did.",
        default=1.0,
        gt=0,
        explore=(0.1, 10),
        scale="log",
        why="today",
        measure="contracts, commons and merges of one trade, before and after information became cheaper",
    )


def at_cost(information):
    """The costs of the three modes at a cost of information.

    >>> at_cost(Information(cost=0.5)).changes()
    {'contract_cost': 0.5, 'commons_cost': 30.0, 'merge_cost': 0.025}
    """
    scaled = ("contract_cost", "commons_cost", "merge_cost")
    return HERE.replace(**{name: information.cost * getattr(HERE, name) for name in scaled})


def curves(information):
    """The three cost curves at a cost of information; a `go.Figure`."""
    return cost_curves(at_cost(information))


def who(information):
    """The cheapest mode for the group of the third experiment, in a sentence.

    >>> who(Information())
    "At today's cost of information a firm is cheapest for 40 people."
    """
    best = cheapest(at_cost(information), GROUP)
    times = "" if information.cost == 1 else f"{number(information.cost)} times "
    return f"At {times}today's cost of information {WINS[str(best)]} for {GROUP} people."


def from_on(size):
    """A border as the sentence under the figure says it."""
    return f"from {at_least_people(size)} on"


def at_border():
    """The two parts of the peers' cost at the border with the firm [contracts]: merging, and the commons."""
    return HERE.merge_cost * border(), HERE.commons_cost


def when_cheap():
    """The cost of a market, a firm and peers [contracts] for the group of the third experiment, information being cheap."""
    market, firm, peers = costs(HERE, GROUP)
    return CHEAP * market, firm, CHEAP * peers


def _three(values):
    return [number(value) for value in values]


_merging, _commons = _three(at_border())
_market, _firm, _peers = _three(when_cheap())

merging = Vote(
    question=(
        "Merging becomes five times cheaper: ι, the cost to merge one piece, falls from 0.05 to 0.01. Before, peers were cheapest "
        f"{from_on(border())}. From how many people on are they cheapest then?"
    ),
    key=lambda: border(merge_cost=HERE.merge_cost / 5),
    wrong=(
        Wrong(
            lambda: border() / 5,
            "A fifth of the cost, a fifth of the size: causes and effects in proportion are easy to expect.",
        ),
        Wrong(lambda: border() / 2, "Merging is what peers do every day, so it looks like a large part of their cost."),
    ),
    said=from_on,
    then="Now set the cost to merge one piece to 0.01 and read the sentence under the figure aloud.",
    path="In the model peers are then cheapest {key}.",
    law=(
        f"At the old border merging cost the peers {_merging} contracts, and the commons {_commons}. A small part of a cost can become "
        "much cheaper and still change little."
    ),
)

commons = Vote(
    question=(
        "Merging costs 0.05 again. Now the commons becomes six times cheaper: I₀ falls from 60 to 10. From how many people on are "
        "peers cheapest then?"
    ),
    key=lambda: border(commons_cost=HERE.commons_cost / 6),
    wrong=(
        Wrong(
            lambda: border() / 6,
            "A sixth of the cost, a sixth of the size would be true if the firm's cost grew in proportion to its size.",
        ),
        Wrong(
            lambda: border(merge_cost=HERE.merge_cost / 5),
            "The cheaper merge changed little, so one expects the next change to do little too.",
        ),
    ),
    said=from_on,
    then="Now set the cost of the commons to 10 and read the sentence under the figure aloud.",
    path="In the model peers are then cheapest {key}.",
    law=LAW,
)

information = Vote(
    question=(
        f"Information becomes cheap. Contracts, the commons and merging all cost {CHEAP} times what they cost today; talk inside a firm "
        f"costs what it did. {GROUP} people work together, and today a firm is cheapest for them. Who is cheapest then?"
    ),
    key=lambda: cheapest_at(HERE, GROUP, CHEAP),
    wrong=(
        Wrong("firm", "A firm is cheapest for this group today, and nothing in the firm became more expensive."),
        Wrong("peers", "Cheap information does drive the firm out, so one expects the peers to take its place."),
    ),
    said=WINS.get,
    then=f"Now set the cost of information to {CHEAP} and read the sentence under the figure aloud.",
    path=f"The market then costs {_market} contracts, the peers {_peers} and the firm {_firm}: {{key}}.",
    law=(
        "Cheap information helps everybody who deals with strangers, the market as much as the peers. Between these two, size decides "
        "alone."
    ),
)

talk = Number(
    question=(
        "A firm pays 5 contracts for being a firm, and 0.02 contracts for each pair of people. What does it cost to coordinate 50 "
        "people in it?"
    ),
    key=lambda: costs(HERE, 50).firm,
    unit="contracts",
    tolerance=0.2,
    wrong=(
        Wrong(
            lambda: HERE.governance_cost + HERE.pair_cost * 50,
            "This counts each person once. Talk costs something for each pair.",
        ),
        Wrong(
            lambda: HERE.governance_cost + HERE.pair_cost * 50 * 49,
            "This counts each pair twice, once from each side.",
        ),
        Wrong(lambda: HERE.pair_cost * 50 * 49 / 2, "The pairs are right. The cost of being a firm is missing."),
    ),
    hint="Each of the 50 people can talk with 49 others. How many different pairs is that?",
    law="n people form n · (n − 1) / 2 pairs, so ten times the people form about a hundred times the pairs.",
    path="50 · 49 / 2 is 1,225 pairs. At 0.02 each, and with 5 for being a firm, that is {key}.",
)

fifty = Setting(
    question="Set the cost of the commons so that peers are cheaper than a firm from 50 people on, give or take one.",
    model=lambda: explore(record=Modes, figure=cost_curves, summary=summary, controls=("commons_cost",), embedded=True),
    reached=lambda modes: abs(peers_over_firm(modes).start - 50) <= 1,
    now=summary,
    key=lambda: {"commons_cost": costs(HERE, 50).firm - HERE.merge_cost * 50},
    said=lambda values: f"a commons that costs {number(values['commons_cost'])} contracts",
    hint="What does a firm of 50 cost? The peers must not cost more, merging included.",
    law="At the border both cost the same.",
    path=(
        f"A firm of 50 costs {number(costs(HERE, 50).firm)} contracts, and merging 50 pieces costs {number(HERE.merge_cost * 50)}. The "
        "rest is {key}."
    ),
)

interacting = Choice(
    question=(
        f"Pieces depend on each other: φ is 1.4, so merging costs 1.4% more when contributions grow by 1%. {CROWD:,} people "
        "contribute. Who is cheapest?"
    ),
    key=lambda: cheapest(HERE.replace(merge_elasticity=1.4), CROWD),
    wrong=(
        Wrong(
            "peers",
            "With independent pieces peers win in the end, so it looks as if large sizes always belonged to them.",
        ),
        Wrong(
            "firm",
            "A firm has managers who can fit pieces together, so it looks made for pieces that depend on each other.",
        ),
    ),
    said=WINS.get,
    hint="At large sizes the fastest growing part decides. Compare n, n to the power 1.4, and the square of n.",
    law="The cost that grows fastest loses in the end. With φ above 1 merging grows faster than contracts.",
    path=(
        f"From {at_least_people(switches(HERE.replace(merge_elasticity=1.4))[-1].size)} on merging costs more than contracts would: "
        "{key}."
    ),
)

five_times = Order(
    question=(
        "Each of these changes is by a factor of five, and none hurts the peers. Sort them by the size from which peers are then "
        "cheaper than a firm."
    ),
    items=(
        ("merging costs a fifth", lambda: border(merge_cost=HERE.merge_cost / 5)),
        ("the commons costs a fifth", lambda: border(commons_cost=HERE.commons_cost / 5)),
        ("each pair in a firm costs five times as much", lambda: border(pair_cost=HERE.pair_cost * 5)),
        ("contracts cost five times as much", lambda: border(contract_cost=HERE.contract_cost * 5)),
    ),
    ends=("fewest people", "most people"),
    hint="Which part of a cost is large at the border? And who signs contracts at all?",
    law="Neither firm nor peers sign contracts, and merging is a small part of the peers' cost. Pairs and the commons are the large parts.",
    path="From few to many people: {key}.",
)

contracts = Words(
    question="The border between market and firm moves when contracts become cheaper. The border between firm and peers stays. Why?",
    model=(
        "Neither the firm nor the peers buy contributions by contract, so the cost of a contract stands in neither of their formulas. "
        "It can only move the borders of the market."
    ),
    points=(
        "Who pays for contracts: only the market.",
        "A border depends on the two costs that meet there, and on nothing else.",
    ),
)
