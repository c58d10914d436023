"""Who attended the trainings of the centre, as numbers that are put in the place of those before them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from checklist.errors import Fault, Refused
from checklist.model.center.activities import Training
from checklist.model.center.attendance import Attendance, Reopening, ViewingTurn
from checklist.model.center.questionnaires import Purpose
from checklist.model.permission import Thing, Verb
from checklist.rules.center import attendances
from checklist.rules.fields import typed_text
from checklist.store.act import Act, View
from checklist.store.center import questionnaires
from checklist.store.hospitals import hospitals
from checklist.store.records import records


def of_training(view: View, training_id: int) -> list[Attendance]:
    """The numbers of one training, as they were entered; raises Forbidden."""
    found = records.where(view, None, Attendance, "training_id", [training_id])
    return sorted(found, key=lambda one: one.id)


def reopenings(view: View, training_id: int) -> list[Reopening]:
    """When it was opened again, the first time first; raises Forbidden."""
    found = records.where(view, None, Reopening, "training_id", [training_id])
    return sorted(found, key=lambda one: (one.held_on, one.id))


def _key(one: Attendance) -> tuple[object, ...]:
    return tuple(getattr(one, name) for name in Attendance.KEY)


def put(act: Act, training_id: int, lines: Sequence[Attendance]) -> int:
    """Put numbers in the place of those of the same facility, way, profession and employment; how many were changed.

    Raises Forbidden, NotFound or Refused.
    """
    records.get(act, Training, training_id)
    known = {_key(one): one for one in of_training(act, training_id)}
    codes = {one.code for one in hospitals.all_hospitals(act)}
    changed = 0
    for one in lines:
        code = hospitals.normal_code(one.hospital_code)
        if code and code not in codes:
            raise Refused([Fault("病院コード", f"「{one.hospital_code}」の病院は登録されていません。")])
        wanted = replace(one, training_id=training_id, hospital_code=code, facility=typed_text.line(one.facility))
        old = known.get(_key(wanted))
        if old and (old.people, old.held_on) == (wanted.people, wanted.held_on):
            continue
        number, version = (old.id, old.version) if old else (0, 0)
        records.save(act, None, replace(wanted, id=number, version=version))
        changed += 1
    return changed


def remove(act: Act, record_id: int, version: int) -> None:
    """Take one number back; raises Forbidden, NotFound or Stale."""
    records.withdraw(act, Attendance, record_id, version, "受講者数の訂正")


def settle(act: Act, training_id: int, version: int) -> None:
    """Take the counted attendees and answers into the record of the training; raises Forbidden, NotFound, Stale or Refused."""
    training = records.get(act, Training, training_id)
    people = attendances.total(of_training(act, training_id)) or training.attended
    said = questionnaires.counts(act).get((training_id, Purpose.AFTER), 0) or training.answers
    if said > people:
        raise Refused(
            [
                Fault(
                    "アンケートの回答数",
                    f"回答{said}件が受講者{people}名より多くなっています。受講者数を確かめてください。",
                )
            ]
        )
    records.save(act, None, replace(training, version=version, attended=people, answers=said), confirmed=True)


def turns(view: View) -> list[ViewingTurn]:
    """When somebody watches while on duty, the newest first; raises Forbidden."""
    return records.of_hospital(view, None, ViewingTurn)


def agree(act: Act, turn: ViewingTurn) -> int:
    """Note that somebody watches while on duty, with the consent of the others; raises Forbidden, Refused or Stale.

    Refused while somebody else watches: one at a time, so that the telephone is answered.
    """
    act.require(Verb.WRITE, Thing.CENTER_RECORDS)
    if other := attendances.overlapping(turn, turns(act)):
        told = f"{other.started}～{other.ended}は{other.staff}が受講します。勤務時間中の受講は、一度に1名です。"
        raise Refused([Fault("開始時刻", told)])
    return records.save(act, None, turn, confirmed=True)
