"""How each writing function about the council, who listens to it and the yearly survey is called, for the matrix of permissions."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from checklist.model.center.activities import CouncilItem, CouncilMeeting
from checklist.store.act import Act
from checklist.store.center import council, observers, surveys
from checklist.store.center.council import Drawn
from checklist.store.records import records
from tests.store.permission_calls import Case, acting_as, newest
from tests.store.permission_scene import Scene

DAY = date(2026, 5, 11)


def _meeting(scene: Scene, act: Act) -> int:
    """A meeting that is over, with an open item and a listener who applied before."""
    center = acting_as(scene, act, "center")
    earlier = replace(center, today=DAY)
    coming = CouncilMeeting(held_on=DAY, name="第1回", seats=1)
    meeting = records.save(earlier, None, coming)
    item = CouncilItem(held_on=DAY, meeting_id=meeting, kind="figures", title="相談の状況")
    council.save_item(earlier, item)
    for name in ("甲", "乙"):
        observers.register(earlier, meeting, "applied", name)
    return meeting


def _frozen(scene: Scene, act: Act) -> None:
    _meeting(scene, act)
    council.freeze(acting_as(scene, act, "center"), newest(act, "council_item"), DRAWN)


DRAWN = Drawn("council", "fy2024", True, "a" * 64, "資料", datetime(2026, 5, 11, tzinfo=UTC), (("pdf", b"%PDF-1"),))
CASES = {
    "center.council.save_item": Case(
        "open", lambda s, a: council.save_item(a, CouncilItem(held_on=DAY, kind="figures", title="議題"))
    ),
    "center.council.hold": Case(
        "open", lambda s, a: council.hold(a, newest(a, "council_meeting"), 1, 9, 2, 1), _meeting
    ),
    "center.council.freeze": Case("open", lambda s, a: council.freeze(a, newest(a, "council_item"), DRAWN), _meeting),
    "center.council.again": Case(
        "open",
        lambda s, a: council.again(a, newest(a, "council_item"), council.first_of(a, "council", "fy2024")),
        _frozen,
    ),
    "center.council.take_back": Case(
        "open", lambda s, a: council.take_back(a, newest(a, "council_paper"), "差し替え"), _frozen
    ),
    "center.observers.register": Case(
        "open",
        lambda s, a: observers.register(replace(a, today=DAY), newest(a, "council_meeting"), "day", "丙"),
        _meeting,
    ),
    "center.observers.draw_seats": Case(
        "open", lambda s, a: observers.draw_seats(replace(a, today=DAY), newest(a, "council_meeting")), _meeting
    ),
    "center.observers.forget": Case("open", lambda s, a: observers.forget(a, newest(a, "council_meeting")), _meeting),
    "center.surveys.adopt": Case("open", lambda s, a: surveys.adopt(a, 2026, [])),
    "center.surveys.keep": Case("open", lambda s, a: surveys.keep(a, 2026, {"own_rules": "yes"})),
}
