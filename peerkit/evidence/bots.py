r"""Programs that contribute under a name of their own, known by a rule that is shown: a pattern in the name.

Addresses do not decide, apart from those that GitHub gives to programs: people choose addresses with *bot* in them, and names
that end in the same letters (Abbot, Talbot). The rule misses programs whose names look like those of people.
"""

import re

RULE = (
    "a name with [bot], a name that ends in the separate word bot (as release-bot), a GitHub address with [bot], "
    "or one of the services dependabot, renovate, greenkeeper, github-actions, pre-commit-ci, travis-ci, mergify, snyk, "
    "codecov, weblate, allcontributors and jenkins"
)
SERVICES = (
    r"dependabot(-preview)?|renovate(-bot)?|greenkeeper(io)?|github[- ]actions?|pre-commit[- ]ci|travis[- ]ci|mergify"
    r"|snyk|codecov(-io)?|(hosted )?weblate|all-?contributors|jenkins"
)
NAME = re.compile(rf"\[bot\]|(^|[-_. ])bot$|^({SERVICES})$", re.I)
ADDRESS = re.compile(r"\[bot\]@")


def is_bot(name, address=""):
    """True if the rule takes a contributor of this name and address for a program.

    >>> [is_bot(name) for name in ("dependabot[bot]", "release-bot", "Travis CI", "Travis Oliphant", "Ann Talbot", "rht")]
    [True, True, True, False, False, False]
    >>> is_bot("GitHub Action", "41898282+github-actions[bot]@users.noreply.github.com"), is_bot("rht", "rhtbot@example.org")
    (True, False)
    """
    return bool(NAME.search(name.strip()) or ADDRESS.search(address))


WIKI_RULE = (
    "a name that ends in bot in any spelling, also before a number or letters as NG (as HelperBot, archivebot 2), "
    "except Abbot, Cabot, Jabot and Talbot; or a name in the list for git"
)
WIKI_NAME = re.compile(r"(?<!\bab)(?<!\bca)(?<!\bja)(?<!\btal)bot([ _-]?(\d+|[IVX]+|NG))?$", re.I)


def is_wiki_bot(name):
    """True if the rule for wikis takes an account of this name for a program.

    >>> [is_wiki_bot(name) for name in ("HelperBot", "archivebot 2", "ClueBot NG", "Ann Talbot", "Botany fan", "Abbot")]
    [True, True, True, False, False, False]
    """
    return is_bot(name) or bool(WIKI_NAME.search(name.strip()))
