"""An invented council for tests: a meeting that was held, an open and a closed item, and who writes them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from checklist.formats import pdf
from checklist.jobs import council_papers
from checklist.model.center.activities import CouncilItem, CouncilMeeting
from checklist.model.center.council import CouncilMember, Paper
from checklist.store import db
from checklist.store.center import cases, council
from checklist.store.records import records
from tests.center_desk import CASE, CONTACT, acting, staff
from tests.world import World, by

DAY, TODAY = date(2026, 8, 20), date(2026, 11, 22)
MEETING = CouncilMeeting(
    held_on=DAY, name="令和8年度第1回", held=True, present=9, absent=2, observers=3, published_on=date(2026, 9, 25)
)
COMING = CouncilMeeting(held_on=date(2027, 3, 10), name="令和8年度第2回", announced_on=date(2026, 11, 20), seats=2)
OPEN = CouncilItem(
    held_on=DAY, place=1, kind="figures", title="相談の対応状況", papers="資料1のとおり",
    opinions="件数の数え方を示してほしい",
)  # fmt: skip
CLOSED = CouncilItem(
    held_on=DAY, place=2, kind="cases", title="事例検討", closed=True, closed_reason="個人が特定されるおそれがあるため",
    papers="非公開の資料", opinions="非公開の意見",
)  # fmt: skip
MEMBER = CouncilMember(
    term_from=date(2026, 4, 1), term_until=date(2028, 3, 31), name="架空 太郎", member_group="law"
)  # fmt: skip


def keep(world: World, *found: CouncilMeeting | CouncilItem | CouncilMember) -> list[int]:
    """Write meetings, and items for the meeting that stands before them."""
    ids, meeting = [], 0
    with acting(staff(world)) as act:
        for one in found:
            if isinstance(one, CouncilItem):
                ids.append(council.save_item(act, replace(one, meeting_id=meeting)))
            else:
                ids.append(records.save(act, None, one))
                meeting = ids[-1] if isinstance(one, CouncilMeeting) else meeting
    return ids


def consultations(world: World, count: int = 30, first: date = date(2026, 4, 6), **fields: Any) -> None:
    """So many consultations, a few days apart from a day on."""
    with acting(staff(world)) as act:
        for place in range(count):
            day = first + timedelta(days=5 * place)
            told = {"kind": ("complaint", "consultation")[place % 2], "caller": ("self", "family")[place % 2], **fields}
            cases.take_down(act, replace(CASE, received_on=day, **told), replace(CONTACT, held_on=day), confirmed=True)


def freeze(world: World, item_id: int, kind: str = "council", period: str = "h12026") -> list[Paper]:
    """Draw a paper in this process, as the screen does in another one."""
    made = council_papers.freeze(staff(world), db.default_path(), item_id, kind, period, printer=pdf.document)
    with db.reading() as connection:
        return [council.paper(by(connection, staff(world)), one) for one in made]
