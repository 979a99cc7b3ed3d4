"""Pseudonyms: the same short code for the same name under one key, and no way back to the name without the key.

A reader replaces names as it reads, before anything is shown or written. Without a key of one's own a new one is drawn for
each log and forgotten, so nobody can test a guessed name afterwards. With one's own key the same person gets the same
pseudonym in every source.

A pseudonym is not anonymity: who knows when somebody contributed can still recognise them.
"""

import hashlib
import secrets

LARGEST_KEY = 64
"""Bytes of a key that the hash takes [B]."""


def fresh_key():
    """A new secret key of 32 random bytes, for one log."""
    return secrets.token_bytes(32)


def pseudonym(key, name):
    """The pseudonym of `name` under the secret `key`: 16 hexadecimal digits of a keyed hash (BLAKE2b).

    64 bits: among a million names the chance that two share a pseudonym is 1 in 37 million.

    >>> pseudonym(b"an example key", "ada@example.org")
    '0f537335d90b4c18'
    >>> pseudonym(b"an example key", "ada@example.org") == pseudonym(b"another key", "ada@example.org")
    False

    Source: hash BLAKE2b of Python's hashlib (RFC 7693); the length and the use are peerkit's own.
    """
    # Names with bytes that are not UTF-8 come from git and old files with those bytes kept aside: they stay distinct.
    return hashlib.blake2b(name.encode("utf-8", "surrogateescape"), key=usable_key(key), digest_size=8).hexdigest()


def usable_key(key):
    """The key as bytes, of which the hash takes 1 to 64; a text stands for its UTF-8 bytes.

    >>> usable_key("")
    Traceback (most recent call last):
    ...
    ValueError: a key needs 1 to 64 bytes, got 0: leave it out to have a new one drawn
    """
    key = key.encode() if isinstance(key, str) else bytes(key)
    if not 1 <= len(key) <= LARGEST_KEY:
        raise ValueError(f"a key needs 1 to {LARGEST_KEY} bytes, got {len(key)}: leave it out to have a new one drawn")
    return key
