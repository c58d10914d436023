"""What became of a filing: filed, changed, withdrawn; written once and kept."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from checklist import words
from checklist.errors import Fault, NotFound, Refused
from checklist.model.hospitals import Filing
from checklist.model.permission import Verb
from checklist.rules.fields.day_text import is_plausible
from checklist.store import rows
from checklist.store.act import Act, View
from checklist.store.hospitals import filing_partners, hospitals
from checklist.store.rows import insert

NOTE_LIMIT = 1000
WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class FilingEvent:
    """One entry of a filing's history."""

    filing_id: int
    kind: str
    on: date
    receipt_number: str
    note: str
    at: datetime
    by: str


def of_hospital(view: View, hospital_id: int) -> list[FilingEvent]:
    """Everything recorded for the filings of a hospital, the newest first; raises Forbidden."""
    filing_partners.require(view, hospital_id, Verb.READ)
    found = view.db.execute(
        """SELECT e.*, on_date AS "on", person.name AS "by" FROM filing_event e JOIN filing ON filing.id = filing_id
           JOIN person ON person.id = e.person_id WHERE filing.hospital_id = ? ORDER BY on_date DESC, e.id DESC""",
        [hospital_id],
    )
    return rows.many(FilingEvent, found)


def add(
    act: Act,
    filing_id: int,
    kind: str,
    on: date,
    receipt_number: str,
    note: str,
    last: date | None = None,
) -> int:
    """Record what became of a filing, and return the entry's id; raises Refused, NotFound or Forbidden.

    A filing that is withdrawn ends: `last` is the last day on which it counts, without one the day before `on`.
    """
    filing = _filing(act, filing_id)
    filing_partners.require(act, filing.hospital_id, Verb.WRITE)
    if found := _faults(kind, on, receipt_number, note):
        raise Refused(found)
    # As history alone a withdrawn filing went on counting for class, points and 施設基準, until somebody remembered to
    # enter its last day at the hospital.
    if kind == WITHDRAWN:
        _end(act, filing, on, last)
    elif last is not None:
        raise Refused([Fault("算定の最後の日", "辞退の届出のときのみ入力できます。")])
    row = {"filing_id": filing_id, "kind": kind, "on_date": on, "receipt_number": receipt_number.strip()}
    return insert(act, "filing_event", {**row, "note": note.strip()})


def _end(act: Act, filing: Filing, on: date, last: date | None) -> None:
    """Let a filing count until its last day, and no longer; raises Refused where it ended before that."""
    until, begun = last or on - timedelta(days=1), words.day(filing.valid_from)
    if on < filing.valid_from or until < filing.valid_from:
        place = "算定の最後の日" if on >= filing.valid_from and last else "届出日"
        raise Refused([Fault(place, f"この届出の算定開始日（{begun}）より前に終わることになります。")])
    if filing.valid_to is not None and filing.valid_to < until:
        ended = words.day(filing.valid_to)
        raise Refused(
            [
                Fault(
                    "算定の最後の日",
                    f"この届出は{ended}に終了しています。辞退を記録するときは、その日までの日を入力してください。",
                )
            ]
        )
    if not is_plausible(until):
        raise Refused([Fault("算定の最後の日", "日付を確かめてください。")])
    hospitals.save_filing(act, replace(filing, valid_to=until))


def _faults(kind: str, on: date, receipt_number: str, note: str) -> list[Fault]:
    found = []
    if kind not in words.FILING_EVENTS:
        found.append(Fault("届出の種類", "選択肢から選んでください。"))
    if not is_plausible(on):
        found.append(Fault("届出日", "日付を確かめてください。"))
    if len(receipt_number.strip()) > 60:
        found.append(Fault("受理番号", "60文字以内で入力してください。"))
    if len(note.strip()) > NOTE_LIMIT:
        found.append(Fault("備考", f"{NOTE_LIMIT}文字以内で入力してください。"))
    return found


def _filing(view: View, filing_id: int) -> Filing:
    found = next((one for one in hospitals.filings(view) if one.id == filing_id), None)
    if found is None:
        raise NotFound("指定された届出は登録されていません。")
    return found
