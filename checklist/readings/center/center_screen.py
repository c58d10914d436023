"""What a person of the centre sees first: what needs them now, and this month in numbers."""

from __future__ import annotations

from collections.abc import Iterator

from checklist import words
from checklist.formats.tile import Tile
from checklist.model.center.desk import MessageKind
from checklist.model.permission import Thing, Verb
from checklist.readings.center.consultations_page import is_due
from checklist.readings.task import Scene, Task
from checklist.rules.fields import periods
from checklist.store.act import View
from checklist.store.center import case_drafts, cases, desk, messages
from checklist.words.center import MESSAGES


def may_read(view: View) -> bool:
    """Whether the reader works at the desk."""
    return view.may(Verb.READ, Thing.CENTER_RECORDS)


def tasks(scene: Scene) -> Iterator[Task]:
    """A call that was left open, escalations and questions that wait, and places that nobody has checked for a year."""
    view = scene.view
    if case_drafts.load(view):
        yield Task(
            "入力途中の相談があります", "続きを入力して保存してください。", "/consultations", "続きを入力する", "now"
        )
    for one in messages.open_ones(view):
        mine = one.message.person_id == view.principal.person_id
        urgent = one.message.kind is MessageKind.URGENT
        told = f"{MESSAGES[one.message.kind]}：{one.number}"
        detail = "ほかの職員の返事を待っています。" if mine else one.message.text
        tone = "" if mine else "late" if urgent else "now"
        yield Task(told, detail, f"/consultations?case={one.message.case_id}", "相談を開く", tone)
    due = sum(is_due(one, scene.today) for one in desk.referrals(view))
    if due:
        yield Task(
            f"1年以上確認していない紹介先が{due}件あります",
            "電話番号と受付時間を確かめてください。",
            "/desk?part=referral",
            "紹介先へ",
        )


def tiles(view: View) -> tuple[Tile, ...]:
    """Cases and contacts of this month and of the last one, and what is not closed; raises Forbidden."""
    first = view.today.replace(day=1)
    before = periods.month_before(first)
    now, then = cases.count_of(view, first, view.today), cases.count_of(view, before, periods.month_end(before))
    waiting = len(messages.open_ones(view))
    running = cases.count_open(view)
    return (
        Tile("今月の相談（件）", f"{now[0]:,}件", f"{words.month(before)}は{then[0]:,}件", "/figures"),
        Tile("今月の対応（回）", f"{now[1]:,}回", f"{words.month(before)}は{then[1]:,}回", "/figures"),
        Tile("継続中の相談", f"{running:,}件", "終了していない相談事例", "/consultations?part=list"),
        Tile("返事を待つ照会・報告", f"{waiting:,}件", "助言・受領がまだのもの", "/", "late" if waiting else ""),
    )
