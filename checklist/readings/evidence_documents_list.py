"""The stored evidence documents of a hospital as a list, those that were taken back as well."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from checklist import words
from checklist.errors import Refused
from checklist.formats.table import Column
from checklist.readings import listing
from checklist.readings.listing import Line, Listing
from checklist.rules.evidence import evidence_days
from checklist.store.act import View
from checklist.store.evidence import evidence_documents
from checklist.store.evidence.evidence_documents import EvidenceDocument

KIND, TITLE, DATED, PERIOD, KEPT, STATE = "書類の種類", "書類", "書類の日付", "対象の期間", "登録", "状態"
COLUMNS = (
    Column(KIND, "text", 30, least=10),
    Column(TITLE, "text", 44, least=12),
    Column(DATED, "date", 20),
    Column(PERIOD, "text", 26),
    Column(KEPT, "text", 36, least=8),
    Column(STATE, "text", 30, least=5),
)
_VALID, _WITHDRAWN = "有効", "取消し"


def asked(view: View, _: Mapping[str, str]) -> Listing[EvidenceDocument]:
    """Those of the reader's hospital; raises Forbidden, or Refused for whoever has none."""
    if view.principal.hospital_id is None:
        raise Refused("所属する病院がありません。")
    return listed(evidence_documents.of_hospital(view, view.principal.hospital_id))


def listed(found: Sequence[EvidenceDocument]) -> Listing[EvidenceDocument]:
    """The documents in the order in which they were read, the newest first."""
    lines = tuple(_line(one) for one in found)
    used = {one.fact.kind for one in found}
    kinds = {code: word for code, word in evidence_days.KINDS.items() if code in used}
    choices = (
        listing.chosen_by("document", KIND, kinds.items()),
        listing.chosen_by("state", STATE, (("1", _VALID), ("0", _WITHDRAWN))),
    )
    return Listing("evidence", "登録した書類", COLUMNS, lines, choices)


def _line(one: EvidenceDocument) -> Line[EvidenceDocument]:
    fact = one.fact
    period = f"{fact.period_from:%Y/%m/%d}～{fact.period_to:%Y/%m/%d}" if fact.period_from and fact.period_to else ""
    state = f"{_WITHDRAWN}　{one.withdraw_reason}" if one.withdrawn_at else _VALID
    cells = (
        evidence_days.KINDS.get(fact.kind, fact.kind), fact.title, fact.dated_on, period,
        f"{one.file.by}　{words.moment(one.file.at)}", state,
    )  # fmt: skip
    return Line(cells, one, keys=listing.keys(document=fact.kind, state=int(one.withdrawn_at is None)))
