"""Likely aliases: one person who stands in a log under several names or addresses.

Two signs let identities be merged when the analyst asks for it: one address under several names, and one name with one login
that the name does not spell. A name alone is shown and never merged, because two people may share it.
"""

import re
from collections import defaultdict
from typing import NamedTuple

ONE_ADDRESS = "one address under several names"
ONE_LOGIN = "one name and login at several addresses"
ONE_NAME = "one name under several addresses"
MERGING = (ONE_ADDRESS, ONE_LOGIN)
"""The signs that are enough to merge."""
SHARED_BY = 5
"""Names from which on an address is taken for one that several people share."""
NO_DOMAIN = re.compile(r"(localhost|localdomain|local|lan|\(none\)|none|example\.com|invalid)$")
NOREPLY = "users.noreply.github.com"
LOGIN_OF_NOBODY = frozenset(
    "root admin info mail email me git dev user contact hello noreply no-reply none you".split()
)


class Identity(NamedTuple):
    """A name and an address as the source writes them, and the number of contributions under them."""

    name: str
    address: str
    contributions: int


class Alias(NamedTuple):
    """Pseudonyms that are likely one person, with the contributions of each, and the sign that says so."""

    pseudonyms: tuple[str, ...]
    contributions: tuple[int, ...]
    sign: str

    @property
    def mergeable(self):
        """True if the sign is more than a shared name."""
        return self.sign in MERGING


def aliases(identities, pseudonyms):
    """The likely `Alias`es among `identities`, most contributions first, told by their `pseudonyms` only.

    >>> people = [Identity("Ann Lee", "al@a.org", 9), Identity("ann", "al@a.org", 1), Identity("Ann Lee", "x@b.org", 2)]
    >>> for each in aliases(people, ["p", "q", "r"]):
    ...     print(each.pseudonyms, each.contributions, each.sign)
    ('p', 'r') (9, 2) one name under several addresses
    ('p', 'q') (9, 1) one address under several names
    """
    told, seen = [], set()
    for sign, groups in _groups(identities).items():
        for group in groups:
            # The first sign counts; a later one that joins the same identities says nothing new.
            if group not in seen:
                seen.add(group)
                told.append(_alias(group, identities, pseudonyms, sign))
    return tuple(sorted(told, key=lambda each: (-sum(each.contributions), each.pseudonyms)))


def _alias(group, identities, pseudonyms, sign):
    order = sorted(group, key=lambda at: (-identities[at].contributions, pseudonyms[at]))
    return Alias(tuple(pseudonyms[at] for at in order), tuple(identities[at].contributions for at in order), sign)


def merged(identities):
    """For each of the `identities` the position of the one that stands for it: the one with most contributions.

    >>> merged([Identity("ann", "al@a.org", 1), Identity("Ann Lee", "al@a.org", 9), Identity("Ann Lee", "x@b.org", 2)])
    [1, 1, 2]
    """
    head = list(range(len(identities)))

    def first(at):
        while head[at] != at:
            head[at] = at = head[head[at]]
        return at

    groups = _groups(identities)
    for group in (each for sign in MERGING for each in groups[sign]):
        for one, other in zip(group, group[1:], strict=False):
            ends = first(one), first(other)
            most, fewer = sorted(ends, key=lambda at: (-identities[at].contributions, at))
            head[fewer] = most
    return [first(at) for at in range(len(identities))]


def _groups(identities):
    """Positions of identities that share a sign, by sign."""
    addresses = [_plain_address(each.address) for each in identities]
    by_address = _alike(range(len(identities)), addresses)
    by_name = _alike(range(len(identities)), [_full_name(each.name) for each in identities])
    by_login = []
    for group in by_name:
        name = _full_name(identities[group[0]].name)
        by_login += _alike(group, [_login(addresses[at], name) for at in group])
    return {
        ONE_ADDRESS: [group for group in by_address if len(group) < SHARED_BY],
        ONE_LOGIN: by_login,
        ONE_NAME: by_name,
    }


def _alike(positions, signs):
    """Groups of positions with the same sign; an empty sign joins nobody."""
    groups = defaultdict(list)
    for at, sign in zip(positions, signs, strict=True):
        if sign:
            groups[sign].append(at)
    return [tuple(group) for group in groups.values() if len(group) > 1]


def _full_name(name):
    """The name in small letters; empty for a first name or a login alone, which many share."""
    plain = " ".join(re.sub(r"[^\w]+", " ", name.casefold()).split())
    return plain if " " in plain else ""


def _plain_address(address):
    """The address in small letters, without GitHub's number; empty for one that belongs to nobody in particular."""
    login, _, domain = address.casefold().strip().rpartition("@")
    if domain == NOREPLY:
        login = login.rpartition("+")[2]
    if not login or "." not in domain or NO_DOMAIN.search(domain):
        return ""
    return f"{login}@{domain}"


def _login(address, name):
    """The part before the @; empty if it is nobody's own or says no more than the name."""
    login = address.partition("@")[0].partition("+")[0]
    letters = re.sub(r"[^a-z0-9]", "", login)
    if len(letters) < 3 or login in LOGIN_OF_NOBODY or _spells(name.split(), letters):
        return ""
    return letters


def _spells(words, letters):
    """True if the letters are made of the beginnings of words of the name, in any order.

    >>> [_spells(["john", "smith"], each) for each in ("jsmith", "smithj", "john", "jsmith42")]
    [True, True, True, False]
    """
    return not letters or any(
        letters.startswith(word[:many]) and _spells(words[:at] + words[at + 1 :], letters[many:])
        for at, word in enumerate(words)
        for many in range(1, len(word) + 1)
    )
