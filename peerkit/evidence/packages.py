"""The packages on this machine as a commons: the packages that each needs, and the people named as its makers.

Nothing is downloaded and nothing is sent. Python's packages are read from their own metadata, Debian's from the list
that `apt-cache` keeps.
"""

import re
import shutil
import subprocess
from collections import Counter
from dataclasses import dataclass
from email.utils import getaddresses
from functools import cached_property
from importlib import metadata
from typing import NamedTuple

from packaging.requirements import InvalidRequirement, Requirement
from packaging.utils import canonicalize_name

from peerkit.models.sample_inequality import sample_gini

# A comma before a company's form of law separates nobody.
BETWEEN = re.compile(r"\s*[;&]\s*|\s*,(?!\s*(?:inc|ltd|llc|gmbh)\b)\s*|\s+and\s+|\s+(?=et al)", re.I)
NOBODY = re.compile(r"(|unknown|none|n/?a|various|et al\.?|(many )?(others|contributors)\b.*|.*@.*)", re.I)
FIELD = re.compile(rb"^(Package|Maintainer|Depends|Pre-Depends):[ \t]*(.*(?:\n[ \t].*)*)", re.M)
NAME = re.compile(r"[a-z0-9][a-z0-9+.-]*")


class Package(NamedTuple):
    """A package: its name, the names of those who made or keep it, and the packages here that it needs."""

    name: str
    people: tuple[str, ...]
    needs: frozenset[str]


@dataclass(frozen=True)
class Commons:
    """A stock of packages, each of which others may build on; `missing` says in a sentence why there are none.

    >>> def made(name, *needs):
    ...     return Package(name, (), frozenset(needs))
    >>> small = Commons((made("page", "grid", "text"), made("grid", "text"), made("text")))
    >>> small.reused, small.needs
    ({'text': 2, 'grid': 1, 'page': 0}, 3)
    >>> round(small.recombined_share, 3), small.behind
    (0.667, {'page': 2, 'grid': 1, 'text': 0})
    """

    packages: tuple[Package, ...]
    missing: str = ""

    @cached_property
    def reused(self):
        """The number of others that need each package directly, the most reused first."""
        times = Counter(need for package in self.packages for need in package.needs)
        return {
            name: times[name] for name in sorted((p.name for p in self.packages), key=lambda name: (-times[name], name))
        }

    @property
    def needs(self):
        """The number of times that one package needs another."""
        return sum(self.reused.values())

    @cached_property
    def gini(self):
        """Gini coefficient of reuse as an `Estimate`; None where no package needs another.

        Its standard error takes packages for independent draws, which packages chosen to work together are not.
        """
        return sample_gini(list(self.reused.values())) if self.needs else None

    @property
    def recombined_share(self):
        """Share of the packages that exist only through recombination: they need at least one other."""
        return sum(bool(package.needs) for package in self.packages) / len(self.packages)

    @property
    def idle_share(self):
        """Share of the packages that no other one here needs."""
        return sum(count == 0 for count in self.reused.values()) / len(self.packages)

    def top_share(self, most=10):
        """Share of all needs that go to the `most` reused packages; 0 where there are no needs."""
        return sum(list(self.reused.values())[:most]) / max(self.needs, 1)

    @cached_property
    def behind(self):
        """The number of other packages that each one needs, directly or through others."""
        needs = {package.name: package.needs for package in self.packages}
        return {name: len(_reached(needs, name) - {name}) for name in needs}

    @cached_property
    def people(self):
        """Everybody who is named, once; capitals do not count."""
        return frozenset(who for package in self.packages for who in _known(package))

    @property
    def nameless(self):
        """The number of packages that name nobody."""
        return sum(not package.people for package in self.packages)

    @cached_property
    def crossing_share(self):
        """Share of needs in which nobody is named on both sides, where both name somebody; None if there are none."""
        people = {package.name: _known(package) for package in self.packages}
        apart = [
            not people[package.name] & people[need]
            for package in self.packages
            for need in package.needs
            if people[package.name] and people[need]
        ]
        return sum(apart) / len(apart) if apart else None


def _known(package):
    return frozenset(name.casefold() for name in package.people)


def _reached(needs, start):
    reached, ahead = set(), [start]
    while ahead:
        new = needs[ahead.pop()] - reached
        reached |= new
        ahead.extend(new)
    return reached


def python_commons(distributions=None, environment=None):
    """The Python packages of this environment.

    A need counts where its marker holds on this machine (`environment` instead, if given) and what it names is
    installed. An extra counts where an installed package asks for it; one that somebody asked for by hand is recorded
    nowhere. `distributions` are those of `importlib.metadata` by default.
    """
    installed = {}
    for each in metadata.distributions() if distributions is None else distributions:
        about = each.metadata
        if about and about.get("Name"):
            # What stands first on the path is what would be imported.
            installed.setdefault(canonicalize_name(about.get("Name")), each)
    needs = _resolved({name: _requirements(each) for name, each in installed.items()}, environment or {})
    return Commons(
        tuple(Package(name, people(each.metadata), frozenset(needs[name])) for name, each in sorted(installed.items()))
    )


def _requirements(distribution):
    for line in distribution.requires or ():
        try:
            yield Requirement(line)
        except InvalidRequirement:
            # Written before the rules of today; nothing can be said of it.
            continue


def _resolved(requirements, environment):
    """The needs of each package, with the extras that an installed package asks for."""
    lines = {name: list(each) for name, each in requirements.items()}
    needs, extras = {name: set() for name in lines}, {name: {""} for name in lines}
    ahead = list(lines)
    while ahead:
        name = ahead.pop()
        for line in lines[name]:
            other = canonicalize_name(line.name)
            if other not in lines or not _applies(line.marker, extras[name], environment):
                continue
            needs[name].add(other)
            asked = {canonicalize_name(extra) for extra in line.extras} - extras[other]
            if asked:
                extras[other] |= asked
                ahead.append(other)
    return {name: needed - {name} for name, needed in needs.items()}


def _applies(marker, extras, environment):
    return marker is None or any(marker.evaluate({**environment, "extra": extra}) for extra in extras)


def people(about):
    """The names that the metadata of a package give: authors and maintainers, without their addresses.

    >>> from email.message import Message
    >>> about = Message()
    >>> about["Author"], about["Maintainer-email"] = "Ann Example, Bo Example and others", '"Example, Inc." <mail@example.org>'
    >>> people(about)
    ('Ann Example', 'Bo Example', 'Example, Inc.')
    """
    written = [str(text) for field in ("Author", "Maintainer") for text in about.get_all(field) or ()]
    for field in ("Author-email", "Maintainer-email"):
        written += [name for name, _ in getaddresses([str(text) for text in about.get_all(field) or ()])]
    return _distinct(re.sub(r"<[^>]*>", "", text) for text in written)


def _distinct(written):
    """Each name once, in the order of their first mention, and without the article that only some write."""
    names = (re.sub(r"^the ", "", name.strip(" \"'"), flags=re.I) for text in written for name in BETWEEN.split(text))
    kept = {}
    for name in names:
        if not NOBODY.fullmatch(name):
            kept.setdefault(name.casefold(), name)
    return tuple(kept.values())


def debian_commons():
    """The packages that Debian or a relative of it offers this machine; where there are none, the reason."""
    if shutil.which("apt-cache") is None:
        return Commons((), "There is no apt-cache on this machine, so this part stays empty.")
    try:
        answer = subprocess.run(["apt-cache", "dumpavail"], capture_output=True, timeout=60, check=True).stdout
    except (OSError, subprocess.SubprocessError):
        return Commons((), "The apt-cache of this machine did not answer, so this part stays empty.")
    packages = debian_packages(answer)
    return Commons(
        packages, "" if packages else "The apt-cache of this machine lists no packages, so this part stays empty."
    )


def debian_packages(listing):
    """The packages in what `apt-cache dumpavail` prints, as bytes: a hundred megabytes, of which a tenth is wanted.

    Of alternatives the first that exists counts, as it does when a package is installed; what only virtual packages
    could fulfil does not. Of several versions the first counts.

    >>> listing = b"Package: a\\nMaintainer: Team A <a@example.org>\\nDepends: b (>= 2), x | c\\n\\nPackage: b\\n\\nPackage: c\\n"
    >>> [(each.name, each.people, sorted(each.needs)) for each in debian_packages(listing)]
    [('a', ('Team A',), ['b', 'c']), ('b', (), []), ('c', (), [])]
    """
    entries = {}
    for match in FIELD.finditer(listing):
        field, text = (part.decode("utf-8", "replace") for part in match.groups())
        if field == "Package":
            entry = {}
            entries.setdefault(text.strip(), entry)
        else:
            entry[field] = text
    return tuple(
        Package(name, _maintainer(entry.get("Maintainer", "")), _debian_needs(name, entry, entries))
        for name, entry in entries.items()
    )


def _maintainer(text):
    name = text.partition("<")[0].strip(" \"'")
    return (name,) if name else ()


def _debian_needs(name, entry, there):
    needs = set()
    for field in ("Depends", "Pre-Depends"):
        for alternatives in entry.get(field, "").split(","):
            names = (NAME.match(each.strip()) for each in alternatives.split("|"))
            needs.add(next((each[0] for each in names if each and each[0] in there), name))
    return frozenset(needs - {name})
