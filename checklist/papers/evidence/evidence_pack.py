"""The evidence pack of a hospital on any day: index, judgement, records, reports and documents as one ZIP or one PDF."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time

from checklist import words
from checklist.errors import NotFound, Refused
from checklist.formats import csv_file, excel, pdf
from checklist.formats.document import Document
from checklist.formats.file_kinds import CSV, EXCEL, PDF, ZIP
from checklist.formats.table import Table
from checklist.formats.zip_file import PackFile, archive, safe
from checklist.imports import record_file
from checklist.model.fields import Counts
from checklist.model.records import KINDS, Record
from checklist.papers.closing import report_document
from checklist.papers.evidence import evidence_index, evidence_pdf
from checklist.readings import criteria
from checklist.readings.evidence_list import EvidenceList, evidence_list
from checklist.rules.criteria.evaluation import Evaluation
from checklist.rules.criteria.facts import VisitFact
from checklist.store import region
from checklist.store.act import View
from checklist.store.closing import sealed_reports
from checklist.store.evidence import evidence_documents
from checklist.store.evidence.evidence_documents import EvidenceDocument

INDEX, JUDGEMENT, LISTING = "00_目次.pdf", "01_施設基準の判定.pdf", "目次.csv"
RECORDS, REPORTS, DOCUMENTS = "02_活動記録", "03_評価報告書", "04_証拠書類"
# A pack is put together in memory.
MOST_BYTES = 300 * 1024 * 1024


@dataclass(frozen=True)
class Pack:
    """Everything that goes into the pack but its index."""

    evaluation: Evaluation
    asked: EvidenceList
    files: tuple[PackFile, ...]
    fictional: bool
    by: str
    """Who has it made; not when: the pack of a day is the same every time."""

    @property
    def title(self) -> str:
        """The name of the pack."""
        return f"{self.evaluation.facts.hospital.name} 証拠書類一式 {self.evaluation.facts.on:%Y%m%d}"


def collect(view: View, hospital_id: int, on: date) -> Pack:
    """What a hospital can show on a day; raises Forbidden, NotFound, or Refused for a day without rules or to come."""
    asked = evidence_list(view, hospital_id, on)
    if on > view.today:
        raise Refused("証拠書類一式は、今日までの日付について作成できます。")
    if sum(one.size for one in asked.documents) > MOST_BYTES:
        raise Refused("証拠書類の合計が300MBを超えるため、一式を作成できません。書類を分けて取り出してください。")
    found, fictional = criteria.evaluation(view, hospital_id, on), region.load(view.db).fictional
    judged = pdf.document(evidence_index.judgement(found, fictional))
    files = (
        PackFile(JUDGEMENT, "判定", "施設基準の判定", judged, PDF.media_type, on),
        *_records(view, found, fictional),
        *_reports(view, found),
        *_documents(view, asked),
    )
    return Pack(found, asked, files, fictional, view.principal.name)


def as_zip(pack: Pack) -> bytes:
    """The pack as a ZIP: the index as PDF and CSV, then every file in it."""
    on, fictional = pack.evaluation.facts.on, pack.fictional
    index = pdf.document(_index(pack, {}))
    told = "　".join(f"{name}：{text}" for name, text in evidence_index.head(pack.evaluation, pack.by))
    listing = csv_file.encode(evidence_index.file_table(pack.files, {}, whole=True), fictional, told)
    own = (
        PackFile(INDEX, "目次", "目次", index, PDF.media_type),
        PackFile(LISTING, "目次", "目次", listing, CSV.media_type),
    )
    return archive((*own, *pack.files), on)


def as_pdf(pack: Pack) -> bytes:
    """The pack as one PDF: the index with page numbers, then every file that can stand on paper."""
    return evidence_pdf.merged(pack.files, lambda pages: pdf.document(_index(pack, pages)), pack.title)


def _index(pack: Pack, pages: Mapping[str, str]) -> Document:
    return evidence_index.index(pack.evaluation, pack.asked, pack.files, pages, pack.fictional, pack.by)


def render(pack: Pack, kind: str) -> bytes:
    """The pack as `zip` or `pdf`."""
    return as_zip(pack) if kind == ZIP.code else as_pdf(pack)


def _records(view: View, found: Evaluation, fictional: bool) -> Iterator[PackFile]:
    """The activity records of this window and the one before as Excel, one file for each kind that has any."""
    own, on = found.facts.hospital.id, found.facts.on
    counting = [kind for kind in KINDS.values() if kind.COUNTS is not Counts.NEVER]
    for place, kind in enumerate(counting, 1):
        # Inspectors ask for 本年度分及び前年度分.
        since = None if kind.COUNTS is Counts.ALWAYS else found.facts.before[0]
        document = record_file.document(view, own, kind, since, on)
        if document.tables[0].rows:
            yield _record_file(f"{RECORDS}/{place:02}_{safe(f'{kind.WORD}.xlsx')}", kind, document.title,
                               document.tables[0], found, fictional)  # fmt: skip


def _record_file(
    place: str, kind: type[Record], title: str, table: Table, found: Evaluation, fictional: bool
) -> PackFile:
    """The records of one kind, as Excel and on paper."""
    on = found.facts.on
    # A workbook says when it was made; with the day asked for in its place, the pack of a day is the same every time.
    content = excel.workbook(title, (table,), (), fictional, datetime.combine(on, time()))
    # Whether a text was confirmed to name no patient is of no interest to an inspector on paper.
    shown = replace(table, columns=table.columns[:-1], rows=tuple(row[:-1] for row in table.rows))
    facts = evidence_index.head(found)
    paper = Document(title, facts, (shown,), shown, (), (), fictional, printed=evidence_index.printed(found))
    return PackFile(
        place, "活動記録", f"{kind.WORD}の記録（{len(table.rows)}件）", content, EXCEL.media_type, on, None, kind.KIND,
        # Not made for a ZIP, which holds the workbook.
        lambda: pdf.document(paper),
    )  # fmt: skip


def _reports(view: View, found: Evaluation) -> Iterator[PackFile]:
    """The sealed reports that were handed over up to the day, of this window and the one before: made and received."""
    since, on, place = found.facts.before[0], found.facts.on, 0
    for visit in sorted(found.facts.visits, key=lambda one: (one.on or date.min, one.id)):
        handed_over = visit.handed_over_on
        if visit.on and since <= visit.on and handed_over and handed_over <= on:
            one = _report(view, visit, found, place + 1)
            place += one is not None
            yield from [one] if one else []


def _report(view: View, visit: VisitFact, found: Evaluation, place: int) -> PackFile | None:
    """The newest edition of a visit's report that was sealed up to the day; None for a visit done on paper."""
    editions = sealed_reports.of_visit(view, visit.id)
    sealed = [one for one in editions if one.sealed_at.astimezone(words.TOKYO).date() <= found.facts.on]
    if not sealed:
        return None
    document = report_document.report_document(view, visit.id, sealed[0].edition)
    content = pdf.document(replace(document, printed=f"確定　{words.moment(sealed[0].sealed_at)}"))
    received = visit.host_id == found.facts.hospital.id
    partner = visit.partner_names.get(next(iter(visit.evaluators), 0) if received else visit.host_id, "連携先")
    title = f"{'受けた評価' if received else '行った訪問'} {visit.on:%Y%m%d} {partner}"
    kind = "評価報告書（受けた評価）" if received else "評価報告書（行った訪問の控え）"
    name = f"{REPORTS}/{place:02}_{safe(f'{title}.pdf')}"
    return PackFile(name, kind, title, content, PDF.media_type, visit.on, sealed[0].sealed_at, "visit_report")


def _documents(view: View, asked: EvidenceList) -> Iterator[PackFile]:
    """The stored documents that the list shows, in its order; each kind in a folder of its own."""
    stored = {one.fact.id: one for one in asked.documents}
    for place, line in enumerate(asked.lines, 1):
        folder = f"{DOCUMENTS}/{place:02}_{safe(line.kind.name.partition('（')[0])}"
        ordered = sorted(line.presence.documents, key=lambda one: (one.dated_on, one.id))
        for number, fact in enumerate(ordered, 1):
            one = stored[fact.id]
            content = _content(view, one)
            suffix = one.file.name.rpartition(".")[2].lower()
            name = f"{folder}/{number:02}_{safe(f'{fact.title}.{suffix}')}"
            yield PackFile(
                name, line.kind.name, fact.title, content, one.file.media_type, fact.dated_on, one.file.at, fact.kind
            )


def _content(view: View, one: EvidenceDocument) -> bytes:
    """What is in a document; one that the disk has lost is told by its name, for the pack must not lack it unseen."""
    try:
        return evidence_documents.file(view, one.file.id)[1]
    except NotFound as error:
        raise Refused(
            f"書類「{one.fact.title}」（{words.day(one.fact.dated_on)}）のファイルが保存場所にないか、壊れています。"
            "管理者に連絡するか、この書類を取り消して登録し直してください。"
        ) from error
