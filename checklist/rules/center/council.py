"""What has become of a council meeting, and what may not stand in its minutes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from enum import StrEnum

from checklist.errors import Fault
from checklist.model.center.activities import CouncilItem, CouncilMeeting
from checklist.model.center.council import CouncilMember
from checklist.model.fields import label_of

A_YEAR = range(1, 4)
"""How often 横浜市 holds its council in a year."""
_CALLED = ("委員", "副委員長", "氏", "さん", "先生", "会長", "副会長", "議長", "医師", "弁護士", "教授", "様")


class Stage(StrEnum):
    """How far a meeting is, as everybody outside sees it."""

    DRAFT = "準備中（非公開）"
    ANNOUNCED = "開催案内を公開中"
    PAST = "開催日を経過"
    HELD = "開催済み（会議要旨は非公開）"
    PUBLISHED = "会議要旨を公開中"


def stage(one: CouncilMeeting, today: date) -> Stage:
    """Where a meeting stands on a day."""
    if one.held:
        return Stage.PUBLISHED if one.published_on and one.published_on <= today else Stage.HELD
    if one.held_on < today:
        return Stage.PAST
    return Stage.ANNOUNCED if one.announced_on and one.announced_on <= today else Stage.DRAFT


def published(one: CouncilMeeting, today: date) -> bool:
    """Whether its record and the papers of its open items are public on a day."""
    return stage(one, today) is Stage.PUBLISHED


def yearly_remark(found: Iterable[CouncilMeeting], first: date, last: date) -> str:
    """What is unlike one to three meetings in a year, those planned for it included; '' if nothing."""
    count = sum(first <= one.held_on <= last for one in found)
    return "" if count in A_YEAR else f"この年度の会議は{count}回です（目安：年1～3回）。"


def names_kept(one: CouncilMeeting, today: date) -> bool:
    """Whether the names of those who come to listen are still needed: until the meeting is over."""
    return not one.held and one.held_on >= today


def named_members(item: CouncilItem, members: Iterable[CouncilMember]) -> Iterator[Fault]:
    """Where the texts of an item name a member: minutes tell opinions, and never whose."""
    known = list(members)
    for name in ("title", "papers", "opinions"):
        text = "".join(str(getattr(item, name)).split())
        for member in known:
            if found := next((one for one in _forms(member.name) if one in text), ""):
                yield Fault(
                    label_of(CouncilItem, name), f"委員の氏名（{found}）があります。発言者を記載しないでください。"
                )


def _forms(name: str) -> Iterator[str]:
    """How somebody is named: in full, or by the family name with what is said behind it."""
    parts = name.split()
    yield "".join(parts)
    if len(parts) > 1:
        yield from (f"{parts[0]}{one}" for one in _CALLED)
