"""What the centre sent to facilities, as hospitals read it, and how many of them said that they did."""

from __future__ import annotations

from checklist.errors import NotFound
from checklist.model.center.activities import CaseExtract, SafetyInformation
from checklist.model.center.information import Information
from checklist.model.permission import Thing, Verb
from checklist.rules import access
from checklist.store import rows
from checklist.store.act import Act, View
from checklist.store.rows import insert


def sent(view: View) -> tuple[Information, ...]:
    """Everything that was sent to hospitals up to today, the newest first; of cases only what is approved. Raises Forbidden."""
    view.require(Verb.READ, Thing.CENTER_INFORMATION)
    today = view.today.isoformat()
    told = view.db.execute(
        """SELECT id, held_on, title, origin FROM safety_information
            WHERE withdrawn_at IS NULL AND held_on <= ? AND ',' || facilities || ',' LIKE '%,hospital,%'""",
        [today],
    )
    found = [
        rows.one(Information, row, kind=SafetyInformation.KIND, record_id=row["id"], sent_on=row["held_on"], text=())
        for row in told
    ]
    extracts = view.db.execute(
        """SELECT id, sent_on, heading AS title, summary, response, advice FROM case_extract
            WHERE withdrawn_at IS NULL AND sent_on <= ? AND approved_on <= ?""",
        [today, today],
    )
    for row in extracts:
        text = (("相談の要旨", row["summary"]), ("対応", row["response"]), ("協議会の助言", row["advice"]))
        kept = tuple((head, said) for head, said in text if said)
        found.append(
            rows.one(Information, row, kind=CaseExtract.KIND, record_id=row["id"], origin="相談事例", text=kept)
        )
    return tuple(sorted(found, key=lambda one: (one.sent_on, one.kind, one.record_id), reverse=True))


def confirm(act: Act, hospital_id: int, kind: str, record_id: int) -> None:
    """Say that one's own hospital has read it, once; raises Forbidden or NotFound."""
    act.require(Verb.WRITE, Thing.INFORMATION_READ, access.of_hospital(hospital_id))
    if (kind, record_id) not in {(one.kind, one.record_id) for one in sent(act)}:
        raise NotFound("指定された情報はありません。")
    if (kind, record_id) not in confirmed(act, hospital_id):
        insert(act, "information_read", {"kind": kind, "record_id": record_id, "hospital_id": hospital_id})


def confirmed(view: View, hospital_id: int) -> frozenset[tuple[str, int]]:
    """What a hospital has said to have read, by kind and number; raises Forbidden."""
    view.require(Verb.READ, Thing.INFORMATION_READ, access.of_hospital(hospital_id))
    found = view.db.execute("SELECT kind, record_id FROM information_read WHERE hospital_id = ?", [hospital_id])
    return frozenset((row["kind"], row["record_id"]) for row in found)


def readers(view: View) -> dict[tuple[str, int], int]:
    """Kind and number -> how many hospitals have said to have read it; raises Forbidden."""
    view.require(Verb.READ, Thing.CENTER_RECORDS)
    found = view.db.execute("SELECT kind, record_id, count(*) FROM information_read GROUP BY 1, 2")
    return {(kind, record_id): number for kind, record_id, number in found}
