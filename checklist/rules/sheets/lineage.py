"""Which items of different versions of a sheet can be compared."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from checklist.model.sheets import Relation, SheetVersion

COMPARABLE = frozenset({Relation.SAME, Relation.REWORDED})


def kept_codes(version: SheetVersion) -> frozenset[str]:
    """Codes of a version whose item is the same or only reworded since the version before."""
    return frozenset(link.item_code for link in version.lineage if link.relation in COMPARABLE)


def comparable_codes(versions: Sequence[SheetVersion]) -> frozenset[str]:
    """Item codes that mean the same in all given versions of one sheet, in any order and with repeats.

    `versions` must hold every version between its oldest and its newest: an item is comparable over a gap
    only if every link in between is. Comparable items keep their code, so one set of codes serves all versions.
    """
    if not versions:
        return frozenset()
    ordered = sorted({version.number: version for version in versions}.values(), key=lambda v: v.number)
    codes = frozenset(item.code for item in ordered[0].items)
    for older, newer in pairwise(ordered):
        if newer.previous_code != older.code:
            return frozenset()
        codes &= kept_codes(newer)
    return codes


def retired_codes(version: SheetVersion, previous: SheetVersion) -> tuple[str, ...]:
    """Codes of the previous version that no item of this version descends from, in sheet order."""
    named = {code for link in version.lineage for code in link.previous_codes}
    return tuple(item.code for item in previous.items if item.code not in named)
