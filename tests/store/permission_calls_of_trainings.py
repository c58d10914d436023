"""How each writing function about trainings, their questionnaires and who attended is called, for the matrix of permissions."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from checklist.model.center.attendance import ViewingTurn
from checklist.model.center.questionnaires import Purpose
from checklist.store.act import Act
from checklist.store.center import (
    attendance_offers,
    attendances,
    questionnaire_door,
    questionnaire_erasures,
    questionnaires,
    shipped,
)
from checklist.store.records import records
from tests.center_trainings import LINE, TRAINING
from tests.store.permission_calls import Case, acting_as, newest
from tests.store.permission_scene import Scene
from tests.world import HOST

DAY = date(2026, 5, 11)


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
CASES = {
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
