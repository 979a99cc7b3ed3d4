r"""Measures of reuse: items that build on other items, and how much of that joins the work of different people.

.. math::
    V(A \cup B) = V(A) + V(B) + \text{links between } A \text{ and } B

Taking V as the number of links among the items of a group, a community is worth more than its parts together by the links
that join them. Over all splits of its people at random into two halves, half of the links between different people are
lost on average.

Source: peerkit's own; the graph of items and parents is that of the log.
"""

from functools import partial

from peerkit.evidence.log import fetched
from peerkit.evidence.measure import Measure
from peerkit.evidence.participation import EXACT, FEWEST, no_interval
from peerkit.models.sample_inequality import sample_gini

UNMEASURED = "No interval: links share items and people, so the usual one would be too narrow."

LINKS = partial(
    Measure,
    name="reuse_links",
    label="Links between items",
    unit="links",
    of="items",
    definition="Different pairs of an item and another item that it builds on, both in the log.",
    source="elementary",
    misleads="A link says that something was named as parent, not how much of it was used. Parents outside the log are left out.",
    held=EXACT,
)
BUILDING = partial(
    Measure,
    name="reuse_share",
    label="Items that build on others",
    unit="share",
    of="items",
    definition="Items with at least one link to another item of the log, divided by all items.",
    source="elementary",
    misleads="In a history of commits nearly every item has a parent by construction, so the share says nothing about reuse there.",
    held="No interval: the figure describes this log exactly.",
)
CROSSING = partial(
    Measure,
    name="reuse_crossing_share",
    label="Links that cross contributors",
    unit="share",
    of="links",
    definition="Links whose two items were begun by different contributors, divided by all links. An item belongs to who contributed "
    "to it first. The detail has the share that would cross if every link chose its parent among all items at random.",
    source="peerkit's own",
    misleads="In a history of commits, to come after somebody counts as building on them. The random share knows no time and no topic.",
    held=UNMEASURED,
)
SUPERADDITIVITY = partial(
    Measure,
    name="reuse_superadditivity",
    label="Links lost if the community were split in two",
    unit="share",
    of="links",
    definition="Mean share of links that would be lost if contributors had been divided into two halves at random and the halves had "
    "never met: half of the links that cross contributors. Above 0 the whole has more links than its parts.",
    source="peerkit's own",
    misleads="People who never met would have built on something else, so this is an upper limit of what joining adds, not its "
    "effect. A real split runs along topics and loses fewer links.",
    held=UNMEASURED,
)
REUSE_GINI = partial(
    Measure,
    name="reuse_gini",
    label="Gini coefficient of reuse",
    unit="1",
    of="items",
    definition="Gini coefficient of the number of items that build on an item, over all items: 0 if all are reused equally often.",
    source="elementary; formula in peerkit.models.sample_inequality",
    misleads="Young items have had no time to be reused. Most items are not reused at all, so it is near 1 in nearly every log.",
)
CARDS = (LINKS, BUILDING, CROSSING, SUPERADDITIVITY, REUSE_GINI)


def reuse(log):
    """The measures of the graph of items and their parents; refused if the log names no parents."""
    if not log.has("parent"):
        return _refused("The log has no column of parents, so nothing shows which item builds on which.")
    items, links = graph(log.table)
    many = {name: int(value[0] or 0) for name, value in fetched(_totals(items, links)).items()}
    if not many["links"]:
        return _refused("No item names a parent that is itself in the log.", many["items"])
    crossing = many["crossing"] / many["links"]
    return (
        LINKS(estimate=many["links"], n=many["items"]),
        BUILDING(estimate=many["building"] / many["items"], n=many["items"]),
        CROSSING(estimate=crossing, n=many["links"], detail={"at_random": _at_random(items, links, many)}),
        SUPERADDITIVITY(estimate=crossing / 2, n=many["links"]),
        _reused(links, many["items"]),
    )


def graph(table):
    """Items with the contributor who began each, and links from items to their parents, with the contributors of both."""
    firsts = table.group_by("item").aggregate(first=table.time.min())
    begun = table.select("item", "contributor", "time").join(firsts, "item")
    begun = begun.filter(begun.time == begun["first"])
    # Of several who began it in the same second the first in alphabetical order: any rule that all engines share.
    items = begun.group_by("item").aggregate(contributor=begun.contributor.min())
    named = table.filter(table.parent.notnull() & (table.parent != table.item)).select("item", "parent").distinct()
    parents = items.select(parent=items.item, parent_contributor=items.contributor)
    return items, named.join(items, "item").join(parents, "parent")


def _totals(items, links):
    """All counts in one row."""
    of_links = links.aggregate(
        links=links.count(),
        building=links["item"].nunique(),
        crossing=links.count(where=links.contributor != links.parent_contributor),
    )
    return items.aggregate(items=items.count()).cross_join(of_links)


def _at_random(items, links, many):
    """Share of links that would cross contributors if each chose its parent among all items at random."""
    own = items.group_by("contributor").aggregate(items=items.count())
    made = links.group_by("contributor").aggregate(links=links.count())
    both = own.join(made, "contributor")
    rows = fetched(both.aggregate(within=(both["items"] * both["links"]).sum()))
    return 1 - int(rows["within"][0]) / (many["links"] * many["items"])


def _reused(links, items):
    if items < FEWEST:
        return REUSE_GINI(
            estimate=None, n=items, refused=f"{items} items are too few: this figure is given from {FEWEST} on."
        )
    times = links.group_by("parent").aggregate(times=links.count())
    rows = fetched(times.group_by("times").aggregate(items=times.count()).order_by("times"))
    values, counts = (
        [0.0, *rows["times"].astype(float)],
        [items - int(rows["items"].sum()), *rows["items"].astype(float)],
    )
    gini = float(sample_gini(values, counts).estimate)
    return REUSE_GINI(estimate=gini, n=items, held=no_interval(values, counts))


def _refused(said, items=0):
    return tuple(card(estimate=None, n=items, held="", refused=said) for card in CARDS)
