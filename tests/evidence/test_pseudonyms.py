"""Pseudonyms: one per name and key, the same in every source, and nothing of the name in them."""

import pytest

from peerkit.evidence.pseudonyms import fresh_key, pseudonym


def test_the_same_key_gives_the_same_pseudonym_and_another_key_another():
    key = fresh_key()
    assert pseudonym(key, "Ada") == pseudonym(key, "Ada")
    assert pseudonym(key, "Ada") != pseudonym(fresh_key(), "Ada")
    assert pseudonym(key, "Ada") != pseudonym(key, "ada")


def test_a_pseudonym_is_sixteen_hexadecimal_digits_and_names_do_not_collide():
    pseudonyms = {pseudonym(b"key", f"user{number}") for number in range(20_000)}
    assert len(pseudonyms) == 20_000
    assert all(len(each) == 16 and not set(each) - set("0123456789abcdef") for each in pseudonyms)


def test_bytes_that_are_no_text_still_tell_names_apart():
    assert pseudonym(b"key", "J\udcf6rg") != pseudonym(b"key", "J\udcfcrg")


@pytest.mark.parametrize("key", [b"", "", b"x" * 65])
def test_a_key_that_the_hash_cannot_take_is_refused(key):
    with pytest.raises(ValueError, match="a key needs 1 to 64 bytes"):
        pseudonym(key, "Ada")
