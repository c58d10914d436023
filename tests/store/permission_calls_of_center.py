"""How each writing function of the support centre is called, for the matrix of permissions."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from checklist.model import center
from checklist.model.accounts import Person, Role
from checklist.model.center.activities import SafetyInformation, Training
from checklist.model.center.desk import MessageKind
from checklist.model.center.learning import Effect, Ground, Source
from checklist.store.accounts import people
from checklist.store.act import Act
from checklist.store.center import (
    case_drafts,
    case_erasures,
    cases,
    desk,
    guidelines,
    information,
    learning,
    messages,
    search,
    shipped,
    topics,
)
from checklist.store.records import records
from tests.center_desk import CASE, CONTACT
from tests.store.permission_calls import Case, acting_as, newest
from tests.store.permission_scene import Scene
from tests.world import PASSWORD_HASH, principal

DAY = date(2026, 5, 11)
INFORMATION = SafetyInformation(held_on=DAY, title="抗凝固薬", facilities=("hospital",))
TRAINING = Training(held_on=DAY, theme="薬の安全", topic="awareness")
GROUND = Ground(Source.CHAPTER, "drug", "6", "6　医薬品安全", 2025, "mini", 58.0, "％", 18, "病院", date(2026, 4, 1))
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


def _drafted(scene: Scene, act: Act) -> int:
    return learning.draft(acting_as(scene, act, "center"), replace(TRAINING, held=True), GROUND)


def _effect(act: Act) -> Effect:
    return Effect(newest(act, "learning_draft"), 2023, 2025, "mini", (), None, None, (), (), "少数", act.at)


def _looked(act: Act, found: object) -> None:
    """It reads what only the server reads, and whoever may do so has to leave a trace."""
    assert isinstance(found, list)
    act.db.execute("UPDATE region SET name = '変更'")


def _case(act: Act) -> center.Case:
    return replace(_CASE, id=newest(act, "center_case"), version=1)


CASES = {
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
    "center.guidelines.adopt": Case(
        "open", lambda s, a: guidelines.adopt(a, "改正", DAY, shipped.guideline().articles)
    ),
    "center.information.confirm": Case(
        "open",
        lambda s, a: information.confirm(
            a, s.world.hospitals["H01"], "safety_information", newest(a, "safety_information")
        ),
        lambda s, a: records.save(acting_as(s, a, "center"), None, INFORMATION),
    ),
    "center.topics.adopt": Case(
        "open", lambda s, a: topics.adopt(a, "新しいテーマ", DAY, shipped.topics().topics[-2:])
    ),
    "center.topics.wish/hospital": Case("open", lambda s, a: topics.wish(a, s.world.hospitals["H01"], ["drug"])),
    "center.topics.wish/centre": Case("open", lambda s, a: topics.wish(a, None, ["drug"])),
    "center.learning.draft": Case("open", lambda s, a: learning.draft(a, TRAINING, GROUND)),
    "center.learning.note_attendance": Case(
        "open", lambda s, a: learning.note_attendance(a, newest(a, "training_session"), [1]), _drafted
    ),
    "center.learning.due_trainings": Case("open", lambda s, a: _looked(a, learning.due_trainings(a)), _drafted),
    "center.learning.known_effects": Case("open", lambda s, a: _looked(a, learning.known_effects(a))),
    "center.learning.keep_effect": Case("open", lambda s, a: learning.keep_effect(a, _effect(a)), _drafted),
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
