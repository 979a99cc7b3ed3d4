"""recombination.tap_path in the JSON is peerkit's topic adjacent_possible."""

from peerkit.models.adjacent_possible import AdjacentPossible, path


def items(M0, alpha, mu, T, imax):
    return path(
        AdjacentPossible(starting_variety=M0, combination_chance=alpha, obsolescence=mu, largest_combination=imax), T
    ).items


QUANTITIES = {"recombination.tap_path": items}
