"""One visit, or one self-assessment, as a document: facts, chapters, items, and what needs attention."""

from __future__ import annotations

from dataclasses import dataclass

from sqlite_utils import Database

from checklist.model import Principal
from checklist.reports.table import Chart, Table


@dataclass(frozen=True)
class VisitDocument:
    """What screen, Excel and CSV show of a visit. tables = 概要, 章, 項目, 指摘, 未回答 for each sheet; csv = items."""

    title: str
    facts: tuple[tuple[str, str], ...]
    tables: tuple[Table, ...]
    csv_table: Table
    charts: tuple[Chart, ...]
    notes: tuple[str, ...]
    fictional: bool


@dataclass(frozen=True)
class AssessmentDocument:
    """What screen, Excel and CSV show of one assessment."""

    title: str
    facts: tuple[tuple[str, str], ...]
    tables: tuple[Table, ...]
    csv_table: Table
    charts: tuple[Chart, ...]
    notes: tuple[str, ...]
    fictional: bool


def visit_document(db: Database, principal: Principal, visit_id: int) -> VisitDocument:
    """The document of one visit; sides that the reader may not read are absent and said so."""
    raise NotImplementedError


def assessment_document(db: Database, principal: Principal, assessment_id: int) -> AssessmentDocument:
    """The document of one assessment that the reader may read."""
    raise NotImplementedError
