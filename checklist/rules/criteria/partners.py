"""The partners of a year's visits, planned ones included, beside those named in the filing."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from checklist.model.criteria import Direction
from checklist.rules.criteria.facts import FiledPartner

Pair = tuple[Direction, int]
"""Which way a partnership goes, and the partner's id."""

DIFFER = "連携先が届出と異なります。改めて届出が必要です"


@dataclass(frozen=True)
class Difference:
    """Partners of visits that the filing does not name, and named ones with whom no visit is planned or made."""

    unfiled: tuple[Pair, ...]
    unseen: tuple[FiledPartner, ...]


def of_visit(hospital_id: int, host_id: int, evaluator_ids: Iterable[int]) -> set[Pair]:
    """The partnerships of a hospital in one visit, seen from that hospital."""
    evaluators = set(evaluator_ids)
    if hospital_id == host_id:
        return {(Direction.VISITED_BY, one) for one in evaluators}
    return {(Direction.VISITS, host_id)} if hospital_id in evaluators else set()


def named_on(filed: Iterable[FiledPartner], day: date) -> tuple[FiledPartner, ...]:
    """The partners that the filing names on a day."""
    return tuple(one for one in filed if one.filed_on <= day and (one.ended_on is None or day <= one.ended_on))


def compare(filed: Iterable[FiledPartner], real: Collection[Pair], day: date, addon_class: int) -> Difference:
    """Where filing and visits differ on a day; the filing of 加算2 names only those who come to visit."""
    # Part 2 of the form (加算2) has only the hospitals that come to evaluate.
    wanted = set(Direction) if addon_class == 1 else {Direction.VISITED_BY}
    named = named_on(filed, day)
    known = {(one.direction, one.partner_id) for one in named}
    unfiled = tuple(sorted(pair for pair in set(real) - known if pair[0] in wanted))
    unseen = tuple(one for one in named if (one.direction, one.partner_id) not in real)
    return Difference(unfiled, unseen)
