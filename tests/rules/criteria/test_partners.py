"""Where the partners of the visits differ from those named in the filing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from checklist.model.criteria import Direction
from checklist.rules.criteria import partners
from checklist.rules.criteria.facts import FiledPartner

DAY = date(2026, 11, 22)
OWN, FIRST, SECOND, THIRD = 1, 2, 3, 4
OUT, IN = Direction.VISITS, Direction.VISITED_BY


def filed(direction: Direction, partner: int, ended: date | None = None) -> FiledPartner:
    return FiledPartner(partner, f"病院{partner}", direction, date(2025, 4, 1), ended)


FILED = (filed(OUT, SECOND), filed(IN, FIRST))


@pytest.mark.parametrize(
    ("named", "real", "addon_class", "unfiled", "unseen"),
    [
        (FILED, {(OUT, SECOND), (IN, FIRST)}, 1, (), ()),
        (FILED, {(OUT, SECOND), (IN, THIRD)}, 1, ((IN, THIRD),), (FILED[1],)),
        (FILED, {(OUT, SECOND)}, 1, (), (FILED[1],)),
        (FILED, {(OUT, FIRST), (OUT, SECOND), (IN, FIRST)}, 1, ((OUT, FIRST),), ()),
        ((), {(IN, FIRST)}, 1, ((IN, FIRST),), ()),
        ((filed(IN, FIRST),), {(IN, FIRST), (OUT, SECOND)}, 2, (), ()),
        ((filed(IN, FIRST, date(2026, 9, 30)),), {(IN, FIRST)}, 2, ((IN, FIRST),), ()),
        ((filed(IN, FIRST, DAY),), {(IN, FIRST)}, 2, (), ()),
        ((FiledPartner(FIRST, "病院2", IN, date(2027, 4, 1)),), set(), 1, (), ()),
    ],
)
def test_what_differs(
    named: tuple[FiledPartner, ...],
    real: set[partners.Pair],
    addon_class: int,
    unfiled: tuple[partners.Pair, ...],
    unseen: tuple[FiledPartner, ...],
) -> None:
    assert partners.compare(named, real, DAY, addon_class) == partners.Difference(unfiled, unseen)


def test_a_partner_filed_within_a_year_may_still_be_planned_and_one_of_last_year_still_stands() -> None:
    new = FiledPartner(SECOND, "病院3", OUT, date(2025, 11, 23))
    assert partners.compare([new], set(), DAY, 1).unseen == ()
    assert partners.compare([replace(new, filed_on=date(2025, 11, 22))], set(), DAY, 1).unseen != ()
    assert partners.compare(FILED, set(), DAY, 1, {(OUT, SECOND), (IN, FIRST), (IN, THIRD)}) == partners.Difference(
        (), ()
    )


@pytest.mark.parametrize(
    ("host", "evaluators", "expected"),
    [
        (OWN, (FIRST, SECOND), {(IN, FIRST), (IN, SECOND)}),
        (SECOND, (OWN, FIRST), {(OUT, SECOND)}),
        (SECOND, (FIRST,), set()),
    ],
)
def test_a_visit_is_seen_from_each_side(host: int, evaluators: tuple[int, ...], expected: set[partners.Pair]) -> None:
    assert partners.of_visit(OWN, host, evaluators) == expected
