"""How each writing function of the support centre is called, for the matrix of permissions."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from checklist.model import center
from checklist.model.accounts import Person, Role
from checklist.model.center.attendance import ViewingTurn
from checklist.model.center.desk import MessageKind
from checklist.model.center.questionnaires import Purpose
from checklist.store.accounts import people
from checklist.store.act import Act
from checklist.store.center import (
    attendance_offers,
    attendances,
    case_drafts,
    case_erasures,
    cases,
    desk,
    messages,
    questionnaire_door,
    questionnaire_erasures,
    questionnaires,
    search,
    shipped,
)
from checklist.store.records import records
from tests.center_desk import CASE, CONTACT
from tests.center_trainings import LINE, TRAINING
from tests.store.permission_calls import Case, acting_as, newest
from tests.store.permission_scene import Scene
from tests.world import HOST, PASSWORD_HASH, principal

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


def _held(scene: Scene, act: Act) -> int:
    """A training to which the host sent somebody."""
    center = acting_as(scene, act, "center")
    training = records.save(center, None, TRAINING)
    attendances.put(center, training, [replace(LINE, training_id=training)])
    return training


def _surveyed(scene: Scene, act: Act) -> None:
    center, training = acting_as(scene, act, "center"), _held(scene, act)
    number = questionnaires.start(center, training, Purpose.AFTER, TRAINING.held_on, TRAINING.held_on)
    token = questionnaires.get(center, number).token
    questionnaire_door.take(act.db, token, _OPERATION, {"2": "架空太郎さんの話"}, True, TRAINING.held_on)


def _offered(scene: Scene, act: Act) -> None:
    attendance_offers.offer(acting_as(scene, act, "center"), _held(scene, act), HOST)


def _training(act: Act) -> int:
    return newest(act, "training_session")


_OPERATION = "5b1f3c1e-8f4e-4a53-9c5a-0a4d4f5f2f11"
_TURN = ViewingTurn(
    held_on=DAY, started="10:30", ended="11:30", course="研修", staff="架空 春子", agreed_by="架空 秋子"
)
_TRAININGS = {
    "center.questionnaires.adopt": Case(
        "open", lambda s, a: questionnaires.adopt(a, Purpose.AFTER, "版", shipped.questions(Purpose.AFTER))
    ),
    "center.questionnaires.start": Case(
        "open", lambda s, a: questionnaires.start(a, _training(a), Purpose.BEFORE, DAY, DAY), _held
    ),
    "center.questionnaires.reopen": Case(
        "open", lambda s, a: questionnaires.reopen(a, newest(a, "questionnaire"), DAY, DAY), _surveyed
    ),
    "center.questionnaire_erasures.erase": Case(
        "open",
        lambda s, a: questionnaire_erasures.erase(a, newest(a, "questionnaire"), "2", "架空太郎さんの話", "氏名"),
        _surveyed,
    ),
    "center.attendances.put": Case(
        "open",
        lambda s, a: attendances.put(a, _training(a), [replace(LINE, training_id=_training(a), people=9)]),
        _held,
    ),
    "center.attendances.remove": Case("open", lambda s, a: attendances.remove(a, newest(a, "attendance"), 1), _held),
    "center.attendances.settle": Case("open", lambda s, a: attendances.settle(a, _training(a), 1), _held),
    "center.attendances.agree": Case("open", lambda s, a: attendances.agree(a, _TURN)),
    "center.attendance_offers.offer": Case("open", lambda s, a: attendance_offers.offer(a, _training(a), HOST), _held),
    "center.attendance_offers.withdraw": Case(
        "open", lambda s, a: attendance_offers.withdraw(a, newest(a, "attendance_offer"), "誤り"), _offered
    ),
    "center.attendance_offers.accept": Case(
        "open", lambda s, a: attendance_offers.accept(a, newest(a, "attendance_offer"), 8), _offered
    ),
    "center.attendance_offers.refuse": Case(
        "open", lambda s, a: attendance_offers.refuse(a, newest(a, "attendance_offer"), "含めない"), _offered
    ),
}
CASES = _TRAININGS | {
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
