"""What people are told of cases that left the centre, on both ends: on the start page, and once as a notice."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from checklist import words
from checklist.model.center.passed import Transfer, TransferState
from checklist.model.notices import Notification, NotificationKind
from checklist.readings.task import Scene, Task
from checklist.rules.notices import stages
from checklist.store.act import View
from checklist.store.center import openings, transfers

_AT_THE_HOSPITAL = {
    TransferState.PASSED: "支援センターから相談が届きました",
    TransferState.WITHDRAWN: "届いた相談は閲覧できなくなりました",
}
_AT_THE_CENTRE = {
    TransferState.ACKNOWLEDGED: "医療機関が相談を受領しました",
    TransferState.ANSWERED: "医療機関から相談への回答がありました",
}
"""Of which state who is told; nothing of what was written, and at the hospital no number of a case."""


def notifications(view: View) -> Iterator[Notification]:
    """The same as notices; each state is told once."""
    for one in transfers.visible_to(view):
        told = (_AT_THE_CENTRE if one.case_id else _AT_THE_HOSPITAL).get(one.state)
        if told and (one.waits or view.today - _since(one) <= stages.RECENT):
            due = f"、回答期限 {words.day(one.answer_by)}" if one.waits else ""
            what = f"{told}（{_name(one)}{due}）"
            yield Notification(NotificationKind.PASSED, f"passed {one.id}", one.state, what, _href(one))
    for asked in openings.own(view):
        what = f"支援センターから照会がありました（{asked.number}、{words.day(asked.until)}まで）"
        yield Notification(NotificationKind.PASSED, f"asked {asked.message_id}", "asked", what, "/advice")


def _since(one: Transfer) -> date:
    return max((step.at for step in one.events), default=one.at).astimezone(words.TOKYO).date()


def _name(one: Transfer) -> str:
    return one.number or f"届いた相談 {one.id}"


def _href(one: Transfer) -> str:
    return f"/consultations?case={one.case_id}" if one.case_id else f"/hospital_desk?case={one.id}"


def tasks(scene: Scene) -> Iterator[Task]:
    """At the hospital what waits for its receipt or answer; at the centre what is overdue."""
    for one in transfers.visible_to(scene.view):
        late = one.late(scene.today)
        due = f"回答期限は{words.day(one.answer_by)}です。"
        if one.waits and (late or not one.case_id):
            what = "回答期限を過ぎています" if late else "支援センターから届いた相談があります"
            yield Task(f"{what}：{_name(one)}", due, _href(one), "相談を開く", "late" if late else "now")


def questions(scene: Scene) -> Iterator[Task]:
    """What is open to an expert and has no advice of theirs yet."""
    for one in openings.own(scene.view):
        if not one.advice:
            told = f"{words.day(one.until)}まで閲覧・回答できます。"
            yield Task(f"支援センターから照会があります：{one.number}", told, "/advice", "助言する", "now")
