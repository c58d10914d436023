"""Whether sums over groups of hospitals, added to and taken from one another, speak of fewer hospitals than may be told of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

import numpy as np
import numpy.typing as npt

MOST = 20_000
"""So many sets of hospitals are looked at; what would take more is taken as telling too much."""
Group = frozenset[int]


def tells_of_few(groups: Iterable[Iterable[int]], minimum: int) -> bool:
    """Whether some combination of the sums over these groups depends on fewer hospitals than `minimum`, and on any.

    Any sum and difference, with whatever weights: the rows of a matrix of groups × hospitals, whose span must hold no vector
    with fewer entries. Hospitals that are in the same groups stand together.
    """
    return _tells(frozenset(found for one in groups if (found := frozenset(one))), minimum)


# The items of a chapter are mostly rated by the same hospitals.
@lru_cache(maxsize=512)
def _tells(groups: frozenset[Group], minimum: int) -> bool:
    if any(len(one) < minimum for one in groups):
        return True
    sizes = Counter(tuple(one in group for group in groups) for one in frozenset[int]().union(*groups))
    kept = list(sizes)
    # In whatever way they are combined, hospitals that stand together stay together.
    if not kept or min(sizes.values()) >= minimum:
        return False
    rows = np.array(kept, np.float64).T
    whole = _rank(rows)
    for looked, few in enumerate(_small([sizes[one] for one in kept], minimum)):
        if looked >= MOST:
            return True
        rest = np.delete(rows, few, axis=1)
        # A combination that is nothing to all others speaks of these few alone.
        if _rank(rest) < whole:
            return True
    return False


def _rank(rows: npt.NDArray[np.float64]) -> int:
    return int(np.linalg.matrix_rank(rows)) if rows.size else 0


def _small(sizes: Sequence[int], below: int, first: int = 0) -> Iterator[list[int]]:
    """Every set of places whose sizes together are less than `below`."""
    for place in range(first, len(sizes)):
        if sizes[place] < below:
            yield [place]
            for rest in _small(sizes, below - sizes[place], place + 1):
                yield [place, *rest]
