"""Records drawn by hypothesis inside the teaching ranges that their own fields declare."""

import math

from hypothesis import strategies as st


def records(cls, **fixed):
    """Records of `cls` whose parameters lie in their teaching ranges; `fixed` overrides with values or strategies."""
    drawn = {}
    for name, p in cls.parameters().items():
        low, high = p.explore
        if p.integer:
            drawn[name] = st.integers(math.ceil(low), math.floor(high))
        elif p.scale == "log":
            exponents = st.floats(math.log(low), math.log(high))
            drawn[name] = exponents.map(lambda x, low=low, high=high: min(max(math.exp(x), low), high))
        else:
            drawn[name] = st.floats(low, high)
    given = {name: value if isinstance(value, st.SearchStrategy) else st.just(value) for name, value in fixed.items()}
    return st.builds(cls, **(drawn | given))
