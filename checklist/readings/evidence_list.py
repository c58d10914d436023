"""The inspection list of one hospital on a day: which documents are asked for, what is there, and what is missing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from checklist import words
from checklist.formats.table import Column, Table
from checklist.model.hospitals import Hospital
from checklist.model.records import KINDS
from checklist.readings import criteria_sets
from checklist.rules.criteria.rule_set import EvidenceKind, RuleSet
from checklist.rules.evidence import evidence_days
from checklist.rules.evidence.evidence_days import EvidenceLine
from checklist.rules.hospitals import filed_class
from checklist.store import region
from checklist.store.act import View
from checklist.store.evidence import evidence_documents
from checklist.store.evidence.evidence_documents import EvidenceDocument
from checklist.store.hospitals import filing_partners, hospitals
from checklist.store.records import records
from checklist.store.visits import visit_facts

GUESSED = "目安（公表資料では確認できていません）"
COLUMNS = (
    Column("書類", "text", 30),
    Column("求められる期間", "text", 20),
    Column("登録", "text", 20),
    Column("不足", "text", 30),
    Column("根拠", "text", 40),
)


@dataclass(frozen=True)
class EvidenceList:
    """The list with every document that counts on its day."""

    hospital: Hospital
    on: date
    lines: tuple[EvidenceLine, ...]
    documents: tuple[EvidenceDocument, ...]

    @property
    def missing(self) -> tuple[EvidenceLine, ...]:
        """The lines for which something is missing."""
        return tuple(line for line in self.lines if not line.presence.complete)

    def table(self) -> Table:
        """The list as every output shows it."""
        return Table("求められる書類", COLUMNS, tuple(_row(line) for line in self.lines))


def evidence_list(view: View, hospital_id: int, day: date) -> EvidenceList:
    """What is there and what is missing on a day; raises Forbidden or NotFound."""
    documents = tuple(evidence_documents.until(view, hospital_id, day))
    facts = [one.fact for one in documents]
    month = region.load(view.db).fiscal_year_start_month
    rules = rule_set_on(day)
    found = evidence_days.lines(
        rules.evidence, _asked(view, hospital_id, day, rules), facts, _recorded(view, hospital_id, day), day, month
    )
    return EvidenceList(hospitals.get(view, hospital_id), day, found, documents)


def rule_set_on(day: date) -> RuleSet:
    """The set that is in force on a day; for days before the first one, the first one."""
    known = criteria_sets.shipped()
    return next((one for one in reversed(known) if one.valid_from <= day), known[0])


def _asked(view: View, hospital_id: int, day: date, rules: RuleSet) -> frozenset[str]:
    """The kinds that the requirements of the filed add-ons name; without a filing, those of every add-on."""
    filed = {
        (one.addon, one.addon_class) for one in hospitals.filings(view, hospital_id) if filed_class.holds(one, day)
    }
    # 感染対策向上加算 is filed, too, and no requirement here is of it.
    judged = {one.code for one in rules.addons if (one.addon, one.addon_class) in filed}
    codes = judged or {one.code for one in rules.addons}
    return frozenset(kind for one in rules.requirements if one.addon in codes for kind in one.evidence)


def _recorded(view: View, hospital_id: int, day: date) -> dict[str, list[date]]:
    """The days of what the product itself holds in place of a kind of document."""
    kinds = [kind for kind in KINDS.values() if kind.EVIDENCE]
    found = records.counting(view, hospital_id, day, kinds)
    days = {kind.EVIDENCE: [one.day for one in found.get(kind.KIND, ()) if not one.planned] for kind in kinds}
    visits = visit_facts.of_hospital(view, hospital_id)
    # The notice asks visitors to report what they found to the hospital: a visit shows it once that is handed over.
    reported = [one.on for one in visits if one.on and one.handed_over_on and one.handed_over_on <= day]
    partners = filing_partners.until(view, day, hospital_id)
    return days | {
        "visit_report": reported,
        "agreement_record": [one.agreed_on for one in visits if one.agreed_on],
        "partner_list": [one.filed_on for one in partners if one.ended_on is None],
    }


def window_word(kind: EvidenceKind) -> str:
    """The window in words: 現在のもの, 直近1か月, 本年度・前年度."""
    unit, _, count = kind.window.partition(":")
    if unit == "months":
        return f"直近{count}か月"
    if unit == "years":
        return {"1": "本年度", "2": "本年度・前年度"}.get(count, f"直近{count}年度")
    return "現在のもの"


def there_word(line: EvidenceLine) -> str:
    """What is there in words."""
    found = line.presence
    parts = [f"書類{len(found.documents)}件"] if found.documents else []
    parts += [f"記録{found.recorded}件"] if found.recorded else []
    return "、".join(parts) or "なし"


def missing_word(line: EvidenceLine) -> str:
    """What is missing in words: the periods, with their days where there are several."""
    return "、".join(_periods(line))


def _periods(line: EvidenceLine) -> Iterator[str]:
    for one in line.presence.missing:
        yield (
            "現在有効な書類"
            if line.kind.window == "current"
            else f"{one.name}（{words.day(one.first)}から{words.day(one.last)}）"
        )


def _row(line: EvidenceLine) -> tuple[str, ...]:
    source = line.kind.source if line.kind.certain else GUESSED
    missing = missing_word(line) or ("なし" if line.asked else "対象外")
    return line.kind.name, window_word(line.kind), there_word(line), missing, source
