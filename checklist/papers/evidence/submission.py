"""証拠書類 for the inspectors: a cover, an index in the order of the inspection, through numbering, and no judgement."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from checklist import words
from checklist.errors import Refused
from checklist.formats import pdf
from checklist.formats.document import Document, Facts, overview
from checklist.formats.file_kinds import PDF, ZIP
from checklist.formats.table import Column, Cover, Table
from checklist.formats.zip_file import PackFile, archive, safe
from checklist.model.fields import Counts
from checklist.model.hospitals import Filing, Hospital
from checklist.model.records import KINDS
from checklist.papers.evidence import evidence_index, evidence_pack, evidence_pdf
from checklist.papers.evidence.evidence_pack import JUDGEMENT
from checklist.papers.hospitals import filing_form
from checklist.readings.evidence_list import EvidenceList
from checklist.rules.criteria.evaluation import Evaluation, Judgement
from checklist.rules.hospitals import filed_class
from checklist.store.act import View
from checklist.store.hospitals import hospitals

TITLE = "施設基準に係る証拠書類"
SEALED, FILING = "visit_report", "filing_form"
BESIDE = "別添"
"""The folder of files that cannot be pages."""
NUMBERING = "各頁の下の番号は、この綴り全体の通し番号です。目次の頁はこの番号を示します。"
_INDEX = (
    Column("番号", "number", 6),
    Column("書類の種類", "text", 26),
    Column("名称", "text", 44),
    Column("日付", "date", 22),
    Column("頁", "text", 10),
)
_BY_REQUIREMENT = (Column("区分", "text", 26), Column("基準の内容", "text", 66), Column("資料の番号", "text", 20))


@dataclass(frozen=True)
class Submission:
    """What is handed in: the files in the order of the inspection, and whose they are."""

    hospital: Hospital
    filings: tuple[Filing, ...]
    evaluation: Evaluation
    files: tuple[PackFile, ...]
    fictional: bool
    by: str

    @property
    def title(self) -> str:
        """The name of the pack."""
        return f"{self.hospital.name} {TITLE} {self.evaluation.facts.on:%Y%m%d}"


def choices(asked: EvidenceList) -> dict[str, str]:
    """What may be put in or left out, code -> word: what stands in the 届出, kinds of records, reports, kinds of documents."""
    counting = {code: f"{kind.WORD}の記録" for code, kind in KINDS.items() if kind.COUNTS is not Counts.NEVER}
    stored = {line.kind.code: line.kind.name for line in asked.lines if line.presence.documents}
    return {FILING: filing_form.TITLE, **counting, SEALED: "評価報告書", **stored}


def collect(view: View, hospital_id: int, on: date, parts: Collection[str] | None = None) -> Submission:
    """What a hospital hands in on a day, of the parts chosen; raises as `evidence_pack.collect`, Refused for nothing."""
    pack = evidence_pack.collect(view, hospital_id, on)
    order = _order(evidence_index.judgements(pack.evaluation))
    files = [one for one in pack.files if one.place != JUDGEMENT and (parts is None or one.requirement_kind in parts)]
    # Sorting keeps what is of one kind together, as the pack has it.
    files.sort(key=lambda one: order.get(one.requirement_kind, len(order)))
    if parts is None or FILING in parts:
        files.insert(0, _filing(view, hospital_id, pack))
    if not files:
        raise Refused("提出する書類がありません。含める書類を選んでください。")
    filed = [one for one in hospitals.filings(view, hospital_id) if filed_class.holds(one, on)]
    judged = {(one.addon, one.addon_class) for one in pack.evaluation.rule_set.addons}
    own = tuple(one for one in filed if (one.addon, one.addon_class) in judged)
    return Submission(hospitals.get(view, hospital_id), own, pack.evaluation, tuple(files), pack.fictional, pack.by)


def _filing(view: View, hospital_id: int, pack: evidence_pack.Pack) -> PackFile:
    """What stands in the 届出, in front of everything."""
    on = pack.evaluation.facts.on
    found = replace(filing_form.document(view, hospital_id, on), printed=evidence_index.printed(pack.evaluation))
    place = safe(f"{filing_form.TITLE}.pdf")
    return PackFile(place, "届出", filing_form.TITLE, pdf.document(found), PDF.media_type, on, None, FILING)


def _order(chosen: Sequence[Judgement]) -> dict[str, int]:
    """The kinds of files by the first requirement, in the order of the inspection, that asks for them."""
    kinds = dict.fromkeys(kind for one in chosen for kind in _kinds(one))
    return {kind: place for place, kind in enumerate(kinds)}


def _kinds(one: Judgement) -> tuple[str, ...]:
    return (*one.requirement.evidence, *(shown.kind for shown in one.verdict.shown))


def render(found: Submission, kind: str) -> bytes:
    """The submission as `pdf`, or as `zip` with the files beside it that cannot be pages."""
    pages: dict[str, str] = {}

    def index(numbers: Mapping[str, str]) -> bytes:
        pages.update(numbers)
        return pdf.document(cover_and_index(found, numbers))

    content = evidence_pdf.merged(found.files, index, found.title, numbered=True)
    if kind == PDF.code:
        return content
    whole = PackFile(safe(f"{found.title}.pdf"), "一式", found.title, content, PDF.media_type)
    places = {one.place: number for number, one in enumerate(found.files, 1)}
    beside = [
        replace(one, place=f"{BESIDE}/{places[one.place]:03}_{safe(one.place.rpartition('/')[2])}")
        for one in found.files
        if pages.get(one.place) == evidence_pdf.NOT_IN_PDF
    ]
    return archive((whole, *beside), found.evaluation.facts.on)


KINDS_OF_FILE = (PDF, ZIP)


def cover_and_index(found: Submission, pages: Mapping[str, str]) -> Document:
    """The first pages: whose papers these are and for which filings, every file with its page, and what asks for it."""
    facts = _facts(found)
    rows = tuple(
        (place, one.kind, one.title, words.day(one.dated_on) if one.dated_on else "", pages.get(one.place, ""))
        for place, one in enumerate(found.files, 1)
    )
    index = Table("目次", _INDEX, rows)
    tables = (overview(facts), index, _by_requirement(found))
    title = f"{found.hospital.name} {TITLE}"
    return Document(
        title, facts, tables, index, (), (NUMBERING,), found.fictional, Cover(TITLE),
        printed=evidence_index.printed(found.evaluation),
    )  # fmt: skip


def _facts(found: Submission) -> Facts:
    hospital, rule_set = found.hospital, found.evaluation.rule_set
    names = {(one.addon, one.addon_class): one.name for one in rule_set.addons}
    filed = [
        (
            f"届出：{names[one.addon, one.addon_class]}",
            f"受理番号　{one.receipt_number or '（記録なし）'}　算定開始　{words.day(one.valid_from)}",
        )
        for one in found.filings
    ]
    return (
        ("保険医療機関", hospital.name),
        ("医療機関コード", hospital.code),
        ("所在地", hospital.address or "（記録なし）"),
        ("開設者", hospital.founder or "（記録なし）"),
        ("許可病床数", f"{hospital.beds}床"),
        *(filed or [("届出", "なし")]),
        ("基準日", words.day(found.evaluation.facts.on)),
        ("根拠", filing_form.official(rule_set.source)),
        ("収録した書類", f"{len(found.files)}件"),
        (evidence_index.MADE_BY, found.by),
    )


def _by_requirement(found: Submission) -> Table:
    """The requirements in the order of the inspection, each with the numbers of the files that show it."""
    rows = []
    for one in evidence_index.judgements(found.evaluation):
        kinds = set(_kinds(one))
        numbers = [str(place) for place, file in enumerate(found.files, 1) if file.requirement_kind in kinds]
        rows.append((one.requirement.place, one.requirement.text, "、".join(numbers)))
    return Table("施設基準と資料", _BY_REQUIREMENT, tuple(rows))
