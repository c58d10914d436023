"""How each writing function of the support centre is called, for the matrix of permissions."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from checklist.model import center
from checklist.model.accounts import Person, Role
from checklist.model.center.activities import SafetyInformation, Training
from checklist.model.center.desk import MessageKind
from checklist.model.center.learning import Effect, Ground, Source
from checklist.model.center.passed import Consent, HospitalDesk
from checklist.store.accounts import people
from checklist.store.act import Act
from checklist.store.center import (
    case_drafts,
    case_erasures,
    cases,
    desk,
    guidelines,
    hospital_desks,
    information,
    learning,
    messages,
    openings,
    public_editions,
    retention,
    search,
    shipped,
    topics,
    transfers,
)  # fmt: skip
from checklist.store.records import records
from tests.center_desk import CASE, CONTACT
from tests.store.permission_calls import Case, acting_as, host, newest
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


def _passing(scene: Scene) -> transfers.Passing:
    return transfers.Passing(host(scene), "説明の進め方について", Consent("self", "phone", DAY))


def _passed(scene: Scene, act: Act) -> None:
    center = acting_as(scene, act, "center")
    transfers.pass_on(center, _taken_down(scene, act), _passing(scene))


def _expert(scene: Scene) -> int:
    return scene.world.people["expert"].id


def _opened(scene: Scene, act: Act) -> None:
    _asked(scene, act)
    openings.open_to(acting_as(scene, act, "center"), newest(act, "case_message"), _expert(scene), act.today)


def _over(scene: Scene, act: Act) -> None:
    old = date(2015, 5, 11)
    center = acting_as(scene, act, "center")
    cases.take_down(center, replace(CASE, received_on=old, closed=True), replace(CONTACT, held_on=old))


def _desk(scene: Scene, act: Act) -> HospitalDesk:
    return HospitalDesk(host(scene), "患者相談室", "医療対話推進者", "", "000-000-0000", "", act.today)


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
    "center.case_erasures.erase_several": Case(
        "open", lambda s, a: case_erasures.erase_several(a, [newest(a, "center_case")], "氏名を記載した"), _taken_down
    ),
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
    "center.learning.due_trainings": Case("open", lambda s, a: _looked(a, learning.due_trainings(a)), _drafted),
    "center.learning.known_effects": Case("open", lambda s, a: _looked(a, learning.known_effects(a))),
    "center.learning.keep_effect": Case("open", lambda s, a: learning.keep_effect(a, _effect(a)), _drafted),
    "center.hospital_desks.write": Case("open", lambda s, a: hospital_desks.write(a, _desk(s, a))),
    "center.transfers.pass_on": Case(
        "open", lambda s, a: transfers.pass_on(a, newest(a, "center_case"), _passing(s)), _taken_down
    ),
    "center.transfers.acknowledge": Case(
        "open", lambda s, a: transfers.acknowledge(a, newest(a, "case_transfer")), _passed
    ),
    "center.transfers.answer": Case(
        "open", lambda s, a: transfers.answer(a, newest(a, "case_transfer"), "説明した", ""), _passed
    ),
    "center.transfers.end_of_case": Case(
        "open", lambda s, a: transfers.end_of_case(a, newest(a, "center_case")), _passed
    ),
    "center.transfers.end_waiting": Case(
        "open", lambda s, a: transfers.end_waiting(a, newest(a, "center_case"), "満了"), _passed
    ),
    "center.transfers.withdraw_consent": Case(
        "open", lambda s, a: transfers.withdraw_consent(a, newest(a, "case_transfer"), "申し出"), _passed
    ),
    "center.openings.open_to": Case(
        "open", lambda s, a: openings.open_to(a, newest(a, "case_message"), _expert(s), a.today), _asked
    ),
    "center.openings.close": Case(
        "open", lambda s, a: openings.close(a, newest(a, "case_message"), _expert(s)), _opened
    ),
    "center.openings.advise": Case("open", lambda s, a: openings.advise(a, newest(a, "case_message"), "助言"), _opened),
    "center.public_editions.put": Case("open", lambda s, a: public_editions.put(a, 2026, [])),
    "center.retention.end": Case("open", lambda s, a: retention.end(a, [newest(a, "center_case")]), _over),
}


def _drop(act: Act) -> None:
    case_drafts.drop(act)
    assert not act.db.execute("SELECT 1 FROM case_draft").fetchone()
    act.db.execute("UPDATE region SET name = '変更'")


def _put(act: Act) -> None:
    search.put(act, newest(act, "center_case"))
    # It writes what is there already, and whoever may do it has to leave a trace.
    act.db.execute("UPDATE region SET name = '変更'")
