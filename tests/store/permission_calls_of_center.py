"""How each writing function of the support centre is called, for the matrix of permissions."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from checklist.model import center
from checklist.model.accounts import Person, Role
from checklist.model.center.activities import CouncilItem, CouncilMeeting
from checklist.model.center.desk import MessageKind
from checklist.store.accounts import people
from checklist.store.act import Act
from checklist.store.center import (
    case_drafts,
    case_erasures,
    cases,
    council,
    desk,
    messages,
    observers,
    search,
    shipped,
    surveys,
)
from checklist.store.center.council import Drawn
from checklist.store.records import records
from tests.center_desk import CASE, CONTACT
from tests.store.permission_calls import Case, acting_as, newest
from tests.store.permission_scene import Scene
from tests.world import PASSWORD_HASH, principal

DAY = date(2026, 5, 11)
_CASE, _CONTACT = replace(CASE, received_on=DAY), replace(CONTACT, held_on=DAY)


def _taken_down(scene: Scene, act: Act) -> int:
    return cases.take_down(acting_as(scene, act, "center"), _CASE, _CONTACT)


def _asked(scene: Scene, act: Act) -> int:
    """By somebody else of the centre: nobody answers an own question."""
    person = Person(0, "center.two", "架空 花子", None, True, frozenset({Role.CENTER_STAFF}), True)
    admin = acting_as(scene, act, "admin")
    other = principal(people.get(admin, people.add_hashed(admin, person, PASSWORD_HASH)))
    return messages.ask(replace(act, principal=other), _taken_down(scene, act), MessageKind.ADVICE, "どう答えるか")


def _kept(scene: Scene, act: Act) -> None:
    case_drafts.keep(acting_as(scene, act, "center"), {"summary": "途中"})


def _case(act: Act) -> center.Case:
    return replace(_CASE, id=newest(act, "center_case"), version=1)


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
_OF_THE_COUNCIL = {
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
    "center.surveys.keep": Case("open", lambda s, a: surveys.keep(a, 2026, {"own_rules": "yes"})),
}
CASES = {
    **_OF_THE_COUNCIL,
    "center.cases.take_down": Case("open", lambda s, a: cases.take_down(a, _CASE, _CONTACT)),
    "center.cases.add_contact": Case(
        "open", lambda s, a: cases.add_contact(a, replace(_CONTACT, case_id=newest(a, "center_case"))), _taken_down
    ),
    "center.cases.change": Case("open", lambda s, a: cases.change(a, replace(_case(a), closed=True)), _taken_down),
    "center.case_erasures.erase": Case(
        "open", lambda s, a: case_erasures.erase(a, newest(a, "center_case"), 1, "氏名を記載した"), _taken_down
    ),
    "center.case_drafts.keep": Case("open", lambda s, a: case_drafts.keep(a, {"summary": "途中"})),
    "center.case_drafts.drop": Case("open", lambda s, a: _drop(a), _kept),
    "center.desk.adopt": Case("open", lambda s, a: desk.adopt(a, "新しい分類", DAY, shipped.edition().options)),
    "center.desk.take_shipped_referrals": Case("open", lambda s, a: desk.take_shipped_referrals(a)),
    "center.messages.ask": Case(
        "open", lambda s, a: messages.ask(a, newest(a, "center_case"), MessageKind.URGENT, "至急"), _taken_down
    ),
    "center.messages.settle": Case("open", lambda s, a: messages.settle(a, newest(a, "case_message"), "助言"), _asked),
    "center.search.put": Case("open", lambda s, a: _put(a), _taken_down),
    "records.records.overwrite": Case(
        "open", lambda s, a: records.overwrite(a, _case(a), 1, {"summary": "消去"}), _taken_down
    ),
}


def _drop(act: Act) -> None:
    case_drafts.drop(act)
    assert not act.db.execute("SELECT 1 FROM case_draft").fetchone()
    act.db.execute("UPDATE region SET name = '変更'")


def _put(act: Act) -> None:
    search.put(act, newest(act, "center_case"))
    # It writes what is there already, and whoever may do it has to leave a trace.
    act.db.execute("UPDATE region SET name = '変更'")
