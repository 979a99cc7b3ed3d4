"""recombination in the JSON is peerkit's topics recombination, adjacent_possible and interdependence."""

from peerkit.models.recombination import (
    Recombination,
    merger_surplus,
    pairs,
    path,
    processing_limited_path,
    reproduction_number,
)


def record(A0, A1, pi, **more):
    return Recombination(starting_stock=A0, first_additions=A1 - A0, success_chance=pi, **more)


QUANTITIES = {
    "recombination.pairs": lambda n: pairs(n),
    "recombination.superadditive_surplus": lambda s, n1, n2: merger_surplus(Recombination(pair_value=s), n1, n2),
    "recombination.weitzman_path": lambda A0, A1, pi, T: path(record(A0, A1, pi), T).stock,
    "recombination.weitzman_processing_limited": lambda A0, A1, pi, cap, T: (
        processing_limited_path(record(A0, A1, pi, processing_limit=cap), T).stock
    ),
    "recombination.reproduction_number": lambda A_prev, A, pi: reproduction_number(
        Recombination(success_chance=pi), A_prev, A
    ),
}
