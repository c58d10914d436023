"""What the 施設基準 ask a hospital to look after soon: one function for each warning, in a list."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from checklist import words
from checklist.model.criteria import Result
from checklist.model.records import Appointment
from checklist.rules.criteria import partners
from checklist.rules.criteria.evaluation import Evaluation
from checklist.rules.criteria.filed_partners import differences, told
from checklist.rules.criteria.points import standings
from checklist.words.records import POSTS

CHANGE = "満たさなくなった日の属する月の翌月に、変更または辞退の届出が必要な場合があります（後任の配置日も確かめてください）。"
LEAVES_WITHIN, COMPARED_WITH, SELF_CHECK_AHEAD = timedelta(days=60), timedelta(days=30), timedelta(days=45)
CONFIRMED_AHEAD = timedelta(days=30)


@dataclass(frozen=True)
class Alert:
    """One thing to look after: what, and the facts beside it; `urgent` where something was lost already."""

    title: str
    detail: str
    urgent: bool = False


@dataclass(frozen=True)
class Scene:
    """The hospital on the day, and 30 days before with the same set (None where nothing was judged then)."""

    present: Evaluation
    before: Evaluation | None = None


def self_check_near(scene: Scene) -> Iterator[Alert]:
    """The 定例報告: the state on one day, told by another."""
    on, rule_set = scene.present.facts.on, scene.present.rule_set
    # Days from the set, because they move: 7月1日現在 by the end of July until 令和5, 8月1日現在 by the last weekday of
    # August since 令和6 (2024-08-30, 2025-08-29).
    as_of, due = date(on.year, *rule_set.self_check_as_of), rule_set.self_check_due(on.year)
    if as_of - SELF_CHECK_AHEAD <= on <= due and any(one.filed for one in standings(scene.present)):
        detail = f"{words.day(as_of)}現在の状況を確かめ、{words.day(due)}までに地方厚生（支）局へ報告します。"
        yield Alert("施設基準の定例報告が近づいています", detail)


def person_leaves(scene: Scene) -> Iterator[Alert]:
    """Somebody's appointment ends soon, and nobody else is in the post afterwards."""
    facts = scene.present.facts
    everybody = facts.of(Appointment)
    for one in everybody:
        if not one.serves_on(facts.on) or one.valid_to is None or one.valid_to > facts.on + LEAVES_WITHIN:
            continue
        after = one.valid_to + timedelta(days=1)
        if not any(other.post == one.post and other.serves_on(after) for other in everybody):
            detail = f"{words.day(one.valid_to)}まで。後任を配置し、変更の届出が要るか確かめてください。"
            yield Alert(f"{POSTS[one.post]}（{one.staff_name}）の配置が終わります", detail)


def requirement_lost(scene: Scene) -> Iterator[Alert]:
    """A requirement of a filed add-on was met 30 days before and is not any more."""
    if scene.before is None:
        return
    met = {one.requirement.code for one in scene.before.judgements if one.result is Result.MET}
    filed_codes = {one.addon.code for one in standings(scene.present) if one.filed}
    for one in scene.present.judgements:
        asked = one.requirement
        if asked.addon in filed_codes and asked.code in met and one.result is Result.NOT_MET:
            name = f"{scene.present.rule_set.addon(asked.addon).name} {asked.place}"
            detail = f"{one.verdict.reason}{CHANGE}"
            yield Alert(f"{name}を満たさなくなりました", detail, True)


def partners_changed(scene: Scene) -> Iterator[Alert]:
    """The filed partners are not those whom the hospital visits and is visited by."""
    facts = scene.present.facts
    claims = any(one.filed and one.addon.needs for one in standings(scene.present))
    found = differences(facts) if claims and partners.named_on(facts.partners, facts.on) else None
    # A visit that is still to be made is a matter of the yearly duty; only what was filed wrongly asks for a filing.
    if found and (found.changed or found.unfiled):
        lines = told(facts, replace(found, unseen=()))
        yield Alert("届け出た連携先と実際の連携先が異なります", f"{''.join(lines)}{partners.AGAIN}")


def confirmation_ends(scene: Scene) -> Iterator[Alert]:
    """What was confirmed by hand and is open again, or soon will be."""
    on = scene.present.facts.on
    filed = {one.addon.code for one in standings(scene.present) if one.filed}
    for one in scene.present.judgements:
        if one.requirement.addon not in filed:
            continue
        name = f"{scene.present.rule_set.addon(one.requirement.addon).name} {one.requirement.place}"
        if one.settled and one.settled.valid_until <= on + CONFIRMED_AHEAD:
            detail = f"{words.day(one.settled.valid_until)}まで。記録で示せない場合は、改めて確認してください。"
            yield Alert(f"{name}の確認の期限が近づいています", detail)
        if one.lapsed:
            detail = f"{words.day(one.lapsed.valid_until)}に期限が切れ、要確認に戻りました。{one.verdict.reason}"
            yield Alert(f"{name}の確認の期限が切れました", detail)


WARNINGS: tuple[Callable[[Scene], Iterator[Alert]], ...] = (
    requirement_lost,
    partners_changed,
    confirmation_ends,
    person_leaves,
    self_check_near,
)


def warnings(scene: Scene) -> tuple[Alert, ...]:
    """Everything to look after, what was lost first."""
    return tuple(one for warn in WARNINGS for one in warn(scene))
