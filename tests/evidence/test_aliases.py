"""Likely aliases: the signs that count, those that do not, and no merging by name alone."""

import pytest

from peerkit.evidence.aliases import ONE_ADDRESS, ONE_LOGIN, ONE_NAME, Identity, aliases, merged

PEOPLE = {
    # a clone's default, a machine's own name, and nothing at all belong to nobody in particular
    "an address of nobody": (["root@localhost", "root@localhost"], ["Ann Lee", "Bo Ray"], None, False),
    "an address of an example": (["you@example.com", "you@example.com"], ["Ann Lee", "Bo Ray"], None, False),
    "no address": (["", ""], ["Ann Lee", "Bo Ray"], None, False),
    "one address": (["a@a.test", "A@a.test"], ["Ann Lee", "annie"], ONE_ADDRESS, True),
    "GitHub's number": (
        ["12+annie@users.noreply.github.com", "annie@users.noreply.github.com"],
        ["Ann Lee", "annie"],
        ONE_ADDRESS,
        True,
    ),
    "one name": (["one@a.test", "two@b.test"], ["Ann Lee", "ann  lee"], ONE_NAME, False),
    # the login says no more than the name
    "a login that the name spells": (["alee@a.test", "alee@b.test"], ["Ann Lee", "Ann Lee"], ONE_NAME, False),
    "a login of an office": (["info@a.test", "info@b.test"], ["Ann Lee", "Ann Lee"], ONE_NAME, False),
    "name and login": (["zebra7@a.test", "zebra7@b.test"], ["Ann Lee", "Ann Lee"], ONE_LOGIN, True),
    # logins are chosen anew by other people at other places
    "a login alone": (["zebra7@a.test", "zebra7@b.test"], ["Ann Lee", "Bo Ray"], None, False),
    "a first name": (["one@a.test", "two@b.test"], ["Ann", "Ann"], None, False),
}


@pytest.mark.parametrize("case", PEOPLE)
def test_signs(case):
    addresses, names, sign, joined = PEOPLE[case]
    people = [Identity(*each, 5 - at) for at, each in enumerate(zip(names, addresses, strict=True))]
    told = aliases(people, ["p", "q"])
    assert [each.sign for each in told] == ([sign] if sign else [])
    assert all((each.pseudonyms, each.contributions, each.mergeable) == (("p", "q"), (5, 4), joined) for each in told)
    assert merged(people) == ([0, 0] if joined else [0, 1])


def test_an_address_under_many_names_is_shared_and_joins_nobody():
    people = [Identity(f"person {number}", "team@a.test", 1) for number in range(5)]
    assert merged(people) == [0, 1, 2, 3, 4]
    assert aliases(people, list("pqrst")) == ()
    assert merged(people[:4]) == [0, 0, 0, 0]


def test_chains_join_and_the_busiest_identity_stands_for_all():
    people = [
        Identity("ann", "a@a.test", 1),
        Identity("Ann Lee", "a@a.test", 2),
        Identity("Ann Lee", "zebra7@a.test", 3),
    ]
    people += [Identity("Ann Lee", "zebra7@b.test", 9), Identity("Bo Ray", "b@b.test", 20)]
    assert merged(people) == [1, 1, 3, 3, 4]
    people.append(Identity("annie", "zebra7@b.test", 1))
    assert merged(people) == [1, 1, 3, 3, 4, 3]


def test_nobody_is_an_alias_in_an_empty_log():
    assert (aliases([], []), merged([])) == ((), [])
