"""Signatures by name: both sides sign the result of the closing meeting before the report is sealed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from sqlite3 import Row

from checklist.errors import Fault, Forbidden, NotFound, Refused
from checklist.model.closing import Signatory
from checklist.model.permission import Thing, Verb
from checklist.store.act import Act, View
from checklist.store.assessments import assessments
from checklist.store.clock import from_text
from checklist.store.db import insert, slots
from checklist.store.visits import visits

_THINGS = {Signatory.HOST: Thing.SIGNATURE_HOST, Signatory.EVALUATOR: Thing.SIGNATURE_EVALUATOR}


@dataclass(frozen=True)
class Signature:
    """One signature; `name` as it was written, `entered_by` the account that wrote it."""

    id: int
    edition: int
    side: Signatory
    name: str
    entered_by: str
    at: datetime
    void_reason: str | None


def of_visit(view: View, visit_id: int) -> list[Signature]:
    """Every signature of a visit, voided ones included, oldest first."""
    return of_visits(view, [visit_id])[visit_id]


def of_visits(view: View, visit_ids: Iterable[int]) -> dict[int, list[Signature]]:
    """The same for each of several visits."""

    def read(ids: list[int]) -> dict[int, list[Signature]]:
        rows = view.db.execute(
            f"""SELECT s.*, person.name AS entered_by FROM signature s JOIN person ON person.id = s.person_id
                WHERE visit_id IN ({slots(ids)}) ORDER BY s.id""",
            ids,
        )
        found: dict[int, list[Signature]] = {visit_id: [] for visit_id in ids}
        for row in rows:
            found[row["visit_id"]].append(_signature(row))
        return found

    return view.each("signatures of visit", visit_ids, read)


def _signature(row: Row) -> Signature:
    return Signature(
        row["id"],
        row["edition"],
        Signatory(row["side"]),
        row["name"],
        row["entered_by"],
        from_text(row["at"]),
        row["void_reason"],
    )


def current(view: View, visit_id: int) -> dict[Signatory, Signature]:
    """The signatures that stand, by side."""
    return {found.side: found for found in of_visit(view, visit_id) if found.void_reason is None}


def edition(view: View, visit_id: int) -> int:
    """The edition of the report that is being prepared."""
    return 1 + int(view.db.execute("SELECT count(*) FROM report WHERE visit_id = ?", [visit_id]).fetchone()[0])


def sign(act: Act, visit_id: int, side: Signatory, name: str) -> int:
    """Sign for one side by name; from then on the record of the meeting is locked until the signature is voided."""
    visits.require(act, visit_id, _THINGS[side], Verb.WRITE)
    if not 1 <= len(name.strip()) <= 100:
        raise Refused([Fault("署名", "氏名を100文字以内で入力してください。")])
    if not act.db.execute("SELECT 1 FROM closing WHERE visit_id = ?", [visit_id]).fetchone():
        raise Refused("講評会をまだ始めていません。")
    if assessments.open_visitor_of(act, visit_id):
        raise Refused("訪問評価がまだ提出されていないため、署名できません。")
    row = {
        "visit_id": visit_id,
        "edition": edition(act, visit_id),
        "side": side.value,
        "name": name.strip(),
        "person_id": act.principal.person_id,
        "at": act.stamp,
    }
    return insert(act.db, "signature", row)


def void(act: Act, visit_id: int, signature_id: int, reason: str) -> None:
    """Take a signature back, by either side that may sign; the reason stays on record."""
    if not any(verb_of(act, visit_id, side) for side in Signatory):
        raise Forbidden
    if not reason.strip():
        raise Refused([Fault("理由", "署名を取り消す理由を入力してください。")])
    found = [one for one in current(act, visit_id).values() if one.id == signature_id]
    if not found:
        raise NotFound("取り消せる署名はありません。")
    act.db.execute(
        "UPDATE signature SET voided_at = ?, void_reason = ? WHERE id = ?", [act.stamp, reason.strip(), signature_id]
    )


def void_all(act: Act, visit_id: int, reason: str) -> None:
    """Void what stands when a report is reopened; the caller has asked whether it may be."""
    act.db.execute(
        "UPDATE signature SET voided_at = ?, void_reason = ? WHERE visit_id = ? AND voided_at IS NULL",
        [act.stamp, reason.strip(), visit_id],
    )


def verb_of(view: View, visit_id: int, side: Signatory) -> bool:
    """Whether the principal may sign for a side."""
    return Verb.WRITE in visits.verbs(view.principal, visits.get(view, visit_id), _THINGS[side])
