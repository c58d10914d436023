"""The evidence of a hospital with everything that stands on its page: one read for all its parts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from checklist.readings.evidence_list import EvidenceList, evidence_list
from checklist.store.act import View
from checklist.store.evidence import evidence_documents
from checklist.store.evidence.evidence_documents import EvidenceDocument


@dataclass(frozen=True)
class EvidencePage:
    """The inspection list on a day, and every document that was ever stored, taken back ones as well."""

    asked: EvidenceList
    stored: tuple[EvidenceDocument, ...]


def read(view: View, hospital_id: int, day: date) -> EvidencePage:
    """The list and the documents; raises Forbidden or NotFound."""
    stored = evidence_documents.of_hospital(view, hospital_id)
    return EvidencePage(evidence_list(view, hospital_id, day), tuple(stored))
