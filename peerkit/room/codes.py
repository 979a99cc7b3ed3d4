"""Codes that people type: the code of a room with a letter that finds slips, and the code that gives a seat back.

Only consonants, so that no word arises, and none that looks or sounds like another.
"""

import secrets

LETTERS = "BCDFGHJKLMNPQRTVWXZ"
"""The 19 consonants that a code is made of: no S, which is read as 5, and no Y."""
LENGTH = 4
RETURN_LENGTH = 6
READ_AS = {"8": "B", "0": "D", "6": "G", "1": "L", "2": "Z", "7": "T", "4": "H"}
"""Digits that people write for a letter. No code holds a digit, so nothing else can be meant."""
WEIGHTS = (1, 2, 3, 4)


def room_code(rng=secrets):
    """A new code: four letters, and a fifth that follows from them.

    >>> correct(room_code())
    True
    """
    letters = "".join(rng.choice(LETTERS) for _ in range(LENGTH))
    return letters + _check(letters)


def return_code(rng=secrets):
    """A new code that gives a seat back on another phone; there are 47 million."""
    return "".join(rng.choice(LETTERS) for _ in range(RETURN_LENGTH))


def written(text):
    """A typed code as it was meant: capitals, digits for the letters they look like, nothing between.

    >>> written(" bc-8d t ")
    'BCBDT'
    """
    capitals = (READ_AS.get(each, each) for each in str(text).upper())
    return "".join(each for each in capitals if each.isalnum())


def correct(code):
    """True if the last letter fits the others: one wrong letter, or two that changed places, are found without asking a server.

    >>> code = "BCDF" + _check("BCDF")
    >>> correct(code), correct("C" + code[1:]), correct(code[1] + code[0] + code[2:])
    (True, False, False)
    """
    letters = set(code) <= set(LETTERS)
    return letters and len(code) == LENGTH + 1 and code[-1] == _check(code[:-1])


def _check(letters):
    # 19 is prime, so a change of one letter, and an exchange of two, always change the sum.
    total = sum(weight * LETTERS.index(letter) for weight, letter in zip(WEIGHTS, letters, strict=True))
    # The check letter itself has the weight 5: an exchange with its neighbour is found too.
    return LETTERS[(-total * pow(5, -1, len(LETTERS))) % len(LETTERS)]
