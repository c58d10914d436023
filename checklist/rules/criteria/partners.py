"""The partners of a year's visits, planned ones included, beside those named in the filing."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from checklist import words
from checklist.model.criteria import REGIONAL, Direction
from checklist.model.hospitals import Addon, Filing
from checklist.rules.criteria.facts import FiledPartner, years_before
from checklist.rules.hospitals import filed_class

Pair = tuple[Direction, int]
"""Which way a partnership goes, and the partner's id."""

# The form asks for a new filing when partners change (平成30年版の届出様式の記載上の注意), and takes planned ones.
AGAIN = "届出の変更が必要です。連携先を変更したときは、改めて届け出てください。"
VISIT = "訪問評価を行うか、連携をやめたときは届出の変更を行ってください。"
WORDS = {
    Direction.VISITS: "自院が評価する医療機関",
    Direction.VISITED_BY: "自院の評価を行う医療機関",
    Direction.INFECTION: "感染対策向上加算の連携医療機関",
}
_VISITED = {Direction.VISITS: "への", Direction.VISITED_BY: "による"}


@dataclass(frozen=True)
class Difference:
    """Partners of visits that the filing does not name, named ones without a visit, and those of another class now."""

    unfiled: tuple[Pair, ...]
    unseen: tuple[FiledPartner, ...]
    changed: tuple[FiledPartner, ...] = ()


def of_visit(hospital_id: int, host_id: int, evaluator_ids: Iterable[int]) -> set[Pair]:
    """The partnerships of a hospital in one visit, seen from that hospital."""
    evaluators = set(evaluator_ids)
    if hospital_id == host_id:
        return {(Direction.VISITED_BY, one) for one in evaluators}
    return {(Direction.VISITS, host_id)} if hospital_id in evaluators else set()


def named_on(filed: Iterable[FiledPartner], day: date) -> tuple[FiledPartner, ...]:
    """The partners that the filing names on a day."""
    return tuple(one for one in filed if one.filed_on <= day and (one.ended_on is None or day <= one.ended_on))


def changed(one: FiledPartner) -> bool:
    """Whether a partner is not any more what it was filed as: of another class, without a filing, or no 加算1 to come."""
    if one.filed_class is not None and one.class_now != one.filed_class:
        return True
    return one.direction is Direction.VISITED_BY and one.class_now == 2


def compare(
    filed: Iterable[FiledPartner], real: Collection[Pair], day: date, addon_class: int, still: Collection[Pair] = (),
) -> Difference:  # fmt: skip
    """Where filing and visits differ on a day; the filing of 加算2 names only those who come to visit.

    `real` are the partnerships of the visits that are made and planned now, `still` those of earlier ones that stand.
    """
    # Part 2 of the form (加算2) has only the hospitals that come to evaluate.
    wanted = set(REGIONAL) if addon_class == 1 else {Direction.VISITED_BY}
    named = named_on(filed, day)
    known = {(one.direction, one.partner_id) for one in named}
    # Only what goes on now can lack in the filing: a partner of last year who was taken out of it does not.
    unfiled = tuple(sorted(pair for pair in set(real) - known if pair[0] in wanted))
    # The form takes partners whose visit is still planned: of those filed within a year none is asked yet.
    asked = [one for one in named if one.filed_on <= years_before(day, 1)]
    met = {*real, *still}
    unseen = tuple(one for one in asked if (one.direction, one.partner_id) not in met)
    return Difference(unfiled, unseen, tuple(one for one in named if changed(one)))


def told(found: Difference, names: Mapping[Pair, str]) -> list[str]:
    """What differs, one sentence for each kind of difference; `names` are those of the partners of visits."""
    lines = [f"{change_word(one)}。" for one in found.changed]
    lines += [f"{WORDS[pair[0]]}「{names[pair]}」が届出にありません。" for pair in found.unfiled]
    for direction in REGIONAL:
        unseen = "・".join(one.partner_name for one in found.unseen if one.direction is direction)
        if unseen:
            lines.append(f"届け出ている連携先のうち、{unseen}{_VISITED[direction]}訪問評価が期間内に行われていません。")
    return lines


def change_word(one: FiledPartner) -> str:
    """What a partner was filed as and is now."""
    before, now = words.addon_class(one.filed_class), words.addon_class(one.class_now)
    if one.class_now is None:
        return f"「{one.partner_name}」は{before}として届け出ていますが、現在は医療安全対策加算の届出がありません"
    if one.filed_class in (None, one.class_now):
        return f"{WORDS[one.direction]}「{one.partner_name}」は{now}で、加算1ではありません"
    return f"「{one.partner_name}」は{before}として届け出ていますが、現在は{now}です"


def with_classes(one: FiledPartner, filings: Sequence[Filing], on: date) -> FiledPartner:
    """A partner with the class that it had when it was filed, and the one of a day; `filings` are its own."""
    classes = [filed_class.class_on(filings, Addon.SAFETY, day) for day in (one.filed_on, on)]
    return replace(one, filed_class=classes[0], class_now=classes[1])
